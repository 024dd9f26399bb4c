-campaign = «10، 100، 1000 مدينة وإقليم لحقوق الإنسان بحلول عام 2030»

mail-greeting = مرحبًا { $name }،
mail-greeting-nameless = مرحبًا،
mail-closing =
    مع أطيب التحيات،
    { $service }

mail-role-lead = مسؤول الفريق
mail-role-editor = محرّر
mail-role-administrator = مدير النظام
mail-role-reviewer = مراجِع

mail-days =
    { $n ->
        [one] يوم واحد
        [two] يومين
        [few] { $n } أيام
        [many] { $n } يومًا
       *[other] { $n } يوم
    }
mail-hours =
    { $n ->
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $n } ساعات
        [many] { $n } ساعة
       *[other] { $n } ساعة
    }

mail-level-municipal = بلدية
mail-level-intermediate = محافظة أو مقاطعة
mail-level-regional = منطقة أو ولاية
mail-level-special = إقليم ذو وضع خاص
mail-government = { $place }، { $country } – { $level }
mail-government-unplaced = { $country } – { $level }

mail-confirm-pledge-subject = يُرجى تأكيد تعهد
mail-confirm-pledge-body =
    ملأ أحدهم، ونظنّ أنه أنتم، نموذج التعهد في الحملة مستخدمًا عنوان البريد هذا، باسم:

    { $pledges }

    افتحوا تلك الصفحة واضغطوا على الزر فيها ليصبح التعهد علنيًا. لا يُنشر شيء قبل ذلك. وإن لم تؤكدوا، يُحذف كل ما أُدخل بعد { $lasts }.
    إن لم تكونوا أنتم من فعل ذلك، فتجاهلوا هذه الرسالة.

mail-pledge-confirmed-subject = أصبح التعهد علنيًا: { $government }
mail-pledge-confirmed-body =
    شكرًا لكم. أصبح تعهد { $government } علنيًا منذ الآن، بعبارة «قدّمت تعهدها، ولم تؤكده الحملة بعد»:

    { $page }

    الخطوة التالية هي طلب الانضمام الذي تصبح به الحكومة عضوًا بعد قبوله. يمكنكم البدء الآن والتوقف في أي وقت والمتابعة لاحقًا. سجّلوا
    الدخول هنا؛ وإن لم تكن لديكم كلمة مرور بعد، فاختاروا في تلك الصفحة «نسيتم كلمة المرور؟»:

    { $link }

mail-pledge-confirmed-again-subject = أصبح التعهد علنيًا: { $government }
mail-pledge-confirmed-again-body =
    شكرًا لكم. أصبح تعهد { $government } علنيًا منذ الآن، بعبارة «قدّمت تعهدها، ولم تؤكده الحملة بعد»:

    { $page }

    سبق أن عملت { $government } مع الحملة، ولا يُنقل ما قُدّم آنذاك تلقائيًا. لتعديل الصفحة أو بدء طلب الانضمام لا بد من دعوة من ذلك
    الفريق أو من أمانة الحملة. ترى الأمانة تعهدكم وعنوانكم.

mail-pledge-removed-subject = حُذف التعهد: { $government }
mail-pledge-removed-body =
    حذفت أمانة الحملة تعهد { $government } للسبب الآتي:

    { $text }

    حُذف نص التعهد والأسماء الواردة فيه وعنوان بريده، ويبقى السبب علنيًا. لم يعد بإمكان الفريق الذي نشأ عن هذا التعهد العمل على الصفحة أو
    على طلب الانضمام. يبقى حسابكم قائمًا. إن كنتم ترون في ذلك خطأ، فاكتبوا إلى الأمانة{ $contact }.

mail-pledge-public-subject = تعهد جديد: { $government }
mail-pledge-public-body =
    أصبح تعهدٌ باسم { $government } ({ $country }) علنيًا للتوّ. لم يتحقق أحد بعدُ ممن قدّمه:

    { $page }

    { $text }

    إن لم يكن حقيقيًا، فيمكنكم حذفه هنا مع ذكر سبب علني:

    { $link }

    يمكنكم أيضًا تلقي جميع تعهدات اليوم في رسالة واحدة: اختاروا ذلك في «بياناتكم».
mail-pledge-removed-before = تنبيه: سبق أن حُذف تعهد قُدّم باسم هذه الحكومة لأنه غير حقيقي.

mail-reports-waiting-subject = بلاغات عن صفحات علنية تنتظر الرد
mail-reports-waiting-body =
    { $text }

    { $link }

    يمكنكم أيضًا تلقي رسالة واحدة في اليوم: اختاروا ذلك في «بياناتكم».

mail-reports-open =
    { $n ->
        [zero] لا ينتظر الردَّ أي بلاغ:
        [one] بلاغ واحد عن صفحة علنية ينتظر الرد:
        [two] بلاغان عن صفحات علنية ينتظران الرد:
        [few] { $n } بلاغات عن صفحات علنية تنتظر الرد:
        [many] { $n } بلاغًا عن صفحات علنية تنتظر الرد:
       *[other] { $n } بلاغ عن صفحات علنية تنتظر الرد:
    }

mail-digest-subject = جديد الحملة
mail-digest-body =
    { $text }

    يمكنكم أيضًا أن تُبلَّغوا فورًا. اختاروا ذلك هنا:

    { $link }
mail-digest-pledges =
    { $n ->
        [zero] لم يصبح أي تعهد علنيًا في اليوم الماضي:
        [one] أصبح تعهد واحد علنيًا في اليوم الماضي. لم يتحقق أحد بعدُ ممن قدّمه:
        [two] أصبح تعهدان علنيين في اليوم الماضي. لم يتحقق أحد بعدُ ممن قدّمهما:
        [few] أصبحت { $n } تعهدات علنية في اليوم الماضي. لم يتحقق أحد بعدُ ممن قدّمها:
        [many] أصبح { $n } تعهدًا علنيًا في اليوم الماضي. لم يتحقق أحد بعدُ ممن قدّمها:
       *[other] أصبح { $n } تعهد علنيًا في اليوم الماضي. لم يتحقق أحد بعدُ ممن قدّمها:
    }
mail-digest-more =
    { $n ->
        [zero] ولا غيرها.
        [one] وتعهد آخر.
        [two] وتعهدان آخران.
        [few] و{ $n } تعهدات أخرى.
        [many] و{ $n } تعهدًا آخر.
       *[other] و{ $n } تعهد آخر.
    }
mail-digest-remove = إن كان أحد التعهدات غير حقيقي، فيمكنكم حذفه هنا مع ذكر سبب علني:

mail-report-answered-subject = الرد على بلاغكم
mail-report-answered-body =
    أبلغنا أحدهم، ونظنّ أنه أنتم، بأن في إحدى الصفحات العلنية لحملة { -campaign } خطأ،
    وترك عنوان البريد هذا لتلقي الرد. وهي صفحة هذه الحكومة:

    { $government }
    { $page }

    { $outcome }

    { $text }

    إن لم تكونوا أنتم من فعل ذلك، فتجاهلوا هذه الرسالة. لن نكتب إليكم مرة أخرى.
mail-report-outcome-removed = لم يعد ما أُبلغ عنه علنيًا.
mail-report-outcome-corrected = صُحِّح ما أُبلغ عنه.
mail-report-outcome-passed_on = سألنا الحكومة المعنية نفسها عن ذلك.
mail-report-outcome-no_change = لم نجد ما يستدعي التغيير.

mail-territory-held-subject = تعليق المشاركة: { $government }
mail-territory-held-body =
    علّقت أمانة الحملة مشاركة { $government } للسبب الآتي، وهو ظاهر في الصفحة أيضًا:

    { $text }

    { $page }

    تبقى { $government } في القائمة أثناء التعليق، ولا تُحتسب. إن كنتم ترون في ذلك خطأ، فاكتبوا إلى الأمانة{ $contact }.

mail-territory-reinstated-subject = إعادة المشاركة: { $government }
mail-territory-reinstated-body =
    أعادت أمانة الحملة مشاركة { $government } إلى ما كانت عليه. وتذكر السبب الآتي:

    { $text }

    { $page }

mail-territory-reinstated-plainly-subject = إعادة المشاركة: { $government }
mail-territory-reinstated-plainly-body =
    أعادت أمانة الحملة مشاركة { $government } إلى ما كانت عليه.

    { $page }

mail-territory-withdrawn-subject = لم تعد جزءًا من الحملة: { $government }
mail-territory-withdrawn-body =
    سجّلت أمانة الحملة أن { $government } لم تعد جزءًا من الحملة، للسبب الآتي، وهو ظاهر في الصفحة أيضًا:

    { $text }

    { $page }

    إن كنتم ترون في ذلك خطأ، فاكتبوا إلى الأمانة{ $contact }.

mail-verify-email-subject = تأكيد عنوان بريدكم
mail-verify-email-body =
    فتحتم حسابًا بعنوان البريد هذا. أكدوا أنه عنوانكم بكلمة المرور التي اخترتموها:

    { $link }

    يعمل الرابط لمدة { $lasts }.
    إن لم تكونوا أنتم من فعل ذلك، فتجاهلوا هذه الرسالة: لا يمكن لأحد استعمال الحساب من دون تأكيدكم.

mail-account-exists-subject = لديكم حساب بالفعل
mail-account-exists-body =
    حاول أحدهم، وربما أنتم، فتح حساب بعنوان البريد هذا، غير أن له حسابًا بالفعل. يمكنكم تسجيل الدخول هنا، واختيار كلمة مرور جديدة إن
    نسيتم كلمتكم:

    { $link }

    إن لم تكونوا أنتم، فلا داعي لفعل أي شيء.

mail-reset-password-subject = اختيار كلمة مرور جديدة
mail-reset-password-body =
    طلبتم كلمة مرور جديدة. اختاروها هنا:

    { $link }

    يعمل الرابط مرة واحدة ولمدة { $lasts }. إن لم تطلبوا ذلك، فتجاهلوا هذه الرسالة، وتبقى كلمة المرور كما هي.

mail-password-changed-subject = تغيّرت كلمة المرور
mail-password-changed-body =
    تغيّرت كلمة مرور حسابكم للتوّ، وأُنهيت جميع جلساته.

    إن لم تكونوا أنتم من فعل ذلك، فاختاروا كلمة مرور جديدة فورًا:

    { $link }

mail-invitation-subject = دعوة إلى فريق إحدى الحكومات
mail-invitation-body =
    أنتم مدعوون إلى العمل على صفحة إحدى الحكومات وطلب انضمامها في حملة
    { -campaign }:

    { $government }

    دوركم: { $role }. اقبلوا الدعوة هنا:

    { $link }

    يمكن قبول الدعوة لمدة { $lasts }.
    إن لم تكونوا تتوقعون هذه الرسالة، فتجاهلوها.

mail-invitation-asked-subject = دعوة إلى فريق إحدى الحكومات
mail-invitation-asked-body =
    طلب أحدهم، ونظنّ أنه أنتم، بعنوان البريد هذا العمل على صفحة إحدى الحكومات في حملة
    { -campaign }. وهذا هو الرد: أنتم مدعوون إلى العمل على صفحتها وطلب انضمامها:

    { $government }

    دوركم: { $role }. اقبلوا الدعوة هنا:

    { $link }

    يمكن قبول الدعوة لمدة { $lasts }.
    إن لم تكونوا أنتم من فعل ذلك، فتجاهلوا هذه الرسالة.

mail-invitation-secretariat-subject = دعوة إلى أمانة الحملة
mail-invitation-secretariat-body =
    أنتم مدعوون إلى العمل في أمانة حملة { -campaign }. دوركم: { $role }. اقبلوا الدعوة هنا:

    { $link }

    يمكن قبول الدعوة لمدة { $lasts }.
    إن لم تكونوا تتوقعون هذه الرسالة، فتجاهلوها.

mail-access-requested-subject = طلب الوصول إلى صفحة إحدى الحكومات
mail-access-requested-body =
    يطلب شخص يقول إنه يعمل لدى إحدى الحكومات الوصول إلى صفحتها للعمل عليها. وثمة طلبات تنتظر الرد تخص:

    { $text }

    للرد عليها:

    { $link }

mail-access-declined-subject = طلبكم الوصول إلى صفحة { $government }
mail-access-declined-body =
    طلب أحدهم، ونظنّ أنه أنتم، الوصول إلى صفحة { $government } مستخدمًا عنوان البريد هذا:

    { $page }

    لم تمنح أمانة الحملة هذا الوصول للسبب الآتي:

    { $text }

    يمكنكم تقديم الطلب من جديد في أي وقت في تلك الصفحة. إن لم تكونوا أنتم من فعل ذلك، فتجاهلوا هذه الرسالة.

mail-refusal-not-confirmed = لم تؤكد لنا الحكومة أنكم تعملون لديها.
mail-refusal-address-not-official = لا يتبين لنا أن هذا البريد الإلكتروني تابع للحكومة. نرجو تقديم الطلب من جديد من بريد رسمي.
mail-refusal-ask-team = يعمل أشخاص من هذه الحكومة على صفحتها بالفعل. نرجو أن تطلبوا من أحدهم دعوتكم.
mail-refusal-already-invited = سبق أن دُعي صاحب هذا البريد، أو أنه يعمل على الصفحة بالفعل.
mail-refusal-other-government = يبدو أنكم تعملون لدى حكومة أخرى. نرجو تقديم الطلب في صفحتها.
mail-refusal-other = تكتب أمانة الحملة:

mail-removed-from-team-subject = لم تعودوا ضمن الفريق: { $government }
mail-removed-from-team-body =
    أُزيل اسمكم من فريق { $government }، ولم يعد بإمكانكم العمل على صفحتها أو على طلب انضمامها:

    { $page }

    يبقى حسابكم قائمًا. إن كنتم ترون في ذلك خطأ، فاكتبوا إلى الفريق أو إلى أمانة الحملة{ $contact }.

mail-adhesion-submitted-subject = طلب انضمام للمراجعة: { $government }
mail-adhesion-submitted-body =
    أرسلت { $government } طلب انضمامها، وهو في انتظار المراجعة:

    { $link }

mail-adhesion-received-subject = وصلنا طلب الانضمام: { $government }
mail-adhesion-received-body =
    شكرًا لكم. وصل طلب انضمام { $government } إلى أمانة الحملة التي ستتحقق منه الآن. ستصلكم رسالة عند وجود سؤال أو عند اتخاذ قرار. ويمكنكم
    متابعة حالته هنا:

    { $link }

mail-changes-requested-subject = أسئلة حول طلب الانضمام: { $government }
mail-changes-requested-body =
    اطّلعت أمانة الحملة على طلب انضمام { $government } وتطلب تعديلات:

    { $text }

    تجدون التعليقات بجانب الإجابات التي تخصّها. أجروا التعديلات ثم أعيدوا إرسال الطلب:

    { $link }

mail-comment-added-subject = تعليقات جديدة على طلب الانضمام: { $government }
mail-comment-added-body =
    أُضيفت تعليقات جديدة على طلب انضمام { $government }. يمكنكم قراءتها والرد عليها هنا:

    { $link }

mail-adhesion-accepted-subject = عضو في الحملة: { $government }
mail-adhesion-accepted-body =
    تهانينا: قُبل طلب انضمام { $government }. أصبحت عضوًا في الحملة، وتشير صفحتها إلى ذلك:

    { $page }

    وهذا ما يستطيع الجميع قراءته فيها من طلب الانضمام:

    { $public }

    يمكنكم تغيير ذلك في أي وقت، وسحب ما وافقتم عليه:

    { $link }

    العضوية التزام، وليست شهادة. ويستطيع فريقكم تحديث الصفحة في أي وقت.

mail-publication-changed-subject = تغيّر ما هو منشور: { $government }
mail-publication-changed-body =
    غيّر فريقكم أو أمانة الحملة ما هو منشور من طلب انضمام { $government }. وهذا ما يستطيع الجميع قراءته الآن:

    { $public }

    لمعرفة من وافق على ماذا، ولتغييره:

    { $link }

mail-publication-waiting-subject = موافقة جديدة على النشر: { $government }
mail-publication-waiting-body =
    وافقت { $government } على نشر ما لم يُنشر بعد من طلب انضمامها. وهو ينتظر أن تنشروه أو تُبقوه خاصًا:

    { $link }

mail-part-why-local-governments = لماذا تُعدّ الحكومات المحلية أساسية لحقوق الإنسان
mail-part-why-human-rights = لماذا تسترشد السياسات المحلية بحقوق الإنسان
mail-part-motivations = الدوافع
mail-part-policies = السياسات والآليات والبرامج
mail-part-political-act = القرار السياسي: نوعه والجهة التي اتخذته وتاريخه ورابطه
mail-part-act-document = وثيقة القرار السياسي
mail-part-signatory = اسم الموقِّع ومنصبه ومدة ولايته
mail-part-leader = أسماء القيادات السياسية ومناصبها ومدد ولايتها
mail-part-none = لا شيء منه.

mail-adhesion-declined-subject = لم يُقبل طلب الانضمام: { $government }
mail-adhesion-declined-body =
    قررت أمانة الحملة عدم قبول طلب انضمام { $government } للسبب الآتي:

    { $text }

    يمكنكم تقديم طلب جديد في أي وقت. ويمكن قراءة الطلب الذي صدر القرار بشأنه هنا:

    { $link }

mail-adhesion-withdrawn-subject = سُحب طلب الانضمام: { $government }
mail-adhesion-withdrawn-body =
    سحب فريق { $government } طلب الانضمام. لم يبقَ ما يُراجع:

    { $link }
