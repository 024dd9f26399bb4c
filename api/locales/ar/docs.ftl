docs-title = مرجع الواجهة البرمجية
docs-without-scripts = يحتاج المرجع المقروء إلى جافاسكريبت. الوثيقة نفسها للبرامج:
docs-demonstration = عرض تجريبي مبني على بيانات عامة، ولا تديره الحملة.
docs-problems = المشكلات
docs-problems-intro = تحمل كل إجابة خطأ من الواجهة البرمجية أحد هذه الرموز. الرموز لا تتغير أبدًا، أما نصوصها فقد تتغير.
docs-status = حالة HTTP
docs-code = الرمز
docs-fields = رموز الحقول
