docs-title = مرجع واجهة البرمجة
docs-without-scripts = يحتاج المرجع المقروء إلى JavaScript. الوثيقة نفسها للبرامج:
docs-demonstration = عرض تجريبي مبني على بيانات عامة، ولا تديره الحملة.
docs-problems = المشكلات
docs-problems-intro = تحمل كل إجابة خطأ من واجهة البرمجة أحد هذه الرموز. الرموز لا تتغير أبدًا، أما نصوصها فقد تتغير.
docs-status = حالة HTTP
docs-code = الرمز
docs-fields = رموز الحقول
