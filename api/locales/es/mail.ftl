-campaign = «10, 100, 1000 ciudades y territorios de derechos humanos para 2030»

mail-greeting = Hola, { $name }:
mail-greeting-nameless = Hola:
mail-closing =
    Un cordial saludo,
    { $service }

mail-role-lead = responsable del equipo
mail-role-editor = edición
mail-role-administrator = administración
mail-role-reviewer = revisión

mail-days =
    { $n ->
        [one] { $n } día
       *[other] { $n } días
    }
mail-hours =
    { $n ->
        [one] { $n } hora
       *[other] { $n } horas
    }

mail-level-municipal = municipio
mail-level-intermediate = provincia, condado o departamento
mail-level-regional = región o estado
mail-level-special = territorio especial
mail-government = { $place }, { $country } – { $level }
mail-government-unplaced = { $country } – { $level }

mail-confirm-pledge-subject = Confirme un compromiso
mail-confirm-pledge-body =
    Alguien, seguramente usted, ha rellenado el formulario de compromiso de la campaña con esta dirección de correo, en nombre de:

    { $pledges }

    Abra esa página y pulse el botón para hacer público el compromiso. No se publica nada antes. Si no lo confirma, todo lo que se rellenó se
    borra al cabo de { $lasts }.
    Si no ha sido usted, ignore este mensaje.

mail-pledge-confirmed-subject = El compromiso ya es público: { $government }
mail-pledge-confirmed-body =
    Gracias. El compromiso de { $government } es público desde ahora, con la indicación «Comprometido, aún no confirmado por la campaña»:

    { $page }

    El paso siguiente es la adhesión, por la que un gobierno pasa a ser miembro. Puede empezar ya, parar cuando quiera y continuar
    más tarde. Inicie sesión aquí; si aún no tiene contraseña, elija en esa página «Contraseña olvidada»:

    { $link }

mail-pledge-confirmed-again-subject = El compromiso ya es público: { $government }
mail-pledge-confirmed-again-body =
    Gracias. El compromiso de { $government } es público desde ahora, con la indicación «Comprometido, aún no confirmado por la campaña»:

    { $page }

    { $government } ya ha trabajado antes con la campaña. Lo que se presentó entonces no se transmite automáticamente: para editar la página
    o empezar la adhesión, necesita una invitación de aquel equipo o de la secretaría de la campaña. La secretaría ve su compromiso y su
    dirección.

mail-pledge-removed-subject = Se ha eliminado el compromiso: { $government }
mail-pledge-removed-body =
    La secretaría de la campaña ha eliminado el compromiso de { $government } por este motivo:

    { $text }

    El texto del compromiso, los nombres que contenía y su dirección de correo se han borrado; el motivo sigue siendo público. El equipo que
    surgió de este compromiso ya no puede trabajar en la página ni en la adhesión. Su cuenta se conserva. Si cree que es un error, escriba a
    la secretaría{ $contact }.

mail-pledge-public-subject = Nuevo compromiso: { $government }
mail-pledge-public-body =
    Un compromiso en nombre de { $government } ({ $country }) acaba de hacerse público. Nadie ha comprobado todavía quién lo asumió:

    { $page }

    { $text }

    Si no es auténtico, puede eliminarlo aquí, indicando un motivo público:

    { $link }

    También puede recibir todos los compromisos de un día en un solo mensaje: elíjalo en «Sus datos».
mail-pledge-removed-before = Atención: ya se eliminó antes un compromiso en nombre de este gobierno por no ser auténtico.

mail-reports-waiting-subject = Avisos sobre páginas públicas por responder
mail-reports-waiting-body =
    { $text }

    { $link }

    También puede recibir un solo mensaje al día: elíjalo en «Sus datos».

mail-reports-open =
    { $n ->
        [one] { $n } aviso sobre una página pública espera respuesta:
       *[other] { $n } avisos sobre páginas públicas esperan respuesta:
    }

mail-digest-subject = Novedades de la campaña
mail-digest-body =
    { $text }

    También puede recibir cada noticia al momento. Elíjalo aquí:

    { $link }
mail-digest-pledges =
    { $n ->
        [one] { $n } compromiso se ha hecho público en el último día. Nadie ha comprobado todavía quién lo asumió:
       *[other] { $n } compromisos se han hecho públicos en el último día. Nadie ha comprobado todavía quién los asumió:
    }
mail-digest-more =
    { $n ->
        [one] y { $n } más.
       *[other] y { $n } más.
    }
mail-digest-remove = Si un compromiso no es auténtico, puede eliminarlo aquí, indicando un motivo público:

mail-report-answered-subject = Respuesta a su aviso
mail-report-answered-body =
    Alguien, seguramente usted, nos avisó de que hay algo incorrecto en una de las páginas públicas de la campaña
    { -campaign } y dejó esta dirección de correo para la respuesta. Es la página de este
    gobierno:

    { $government }
    { $page }

    { $outcome }

    { $text }

    Si no ha sido usted, ignore este mensaje. No volveremos a escribirle.
mail-report-outcome-removed = Lo que se señaló ya no es público.
mail-report-outcome-corrected = Lo que se señaló se ha corregido.
mail-report-outcome-passed_on = Hemos consultado al propio gobierno.
mail-report-outcome-no_change = No hemos encontrado nada que deba cambiarse.

mail-territory-held-subject = En suspenso: { $government }
mail-territory-held-body =
    La secretaría de la campaña ha dejado en suspenso la participación de { $government } por este motivo, que también aparece en la página:

    { $text }

    { $page }

    Mientras esté en suspenso, { $government } sigue en la lista, pero no se cuenta. Si cree que es un error, escriba a la secretaría{ $contact }.

mail-territory-reinstated-subject = Participación restablecida: { $government }
mail-territory-reinstated-body =
    La secretaría de la campaña ha restablecido la participación de { $government }, tal como era antes. Indica este motivo:

    { $text }

    { $page }

mail-territory-reinstated-plainly-subject = Participación restablecida: { $government }
mail-territory-reinstated-plainly-body =
    La secretaría de la campaña ha restablecido la participación de { $government }, tal como era antes.

    { $page }

mail-territory-withdrawn-subject = Ya no forma parte de la campaña: { $government }
mail-territory-withdrawn-body =
    La secretaría de la campaña ha registrado que { $government } ya no forma parte de la campaña, por este motivo, que también aparece en la
    página:

    { $text }

    { $page }

    Si cree que es un error, escriba a la secretaría{ $contact }.

mail-verify-email-subject = Confirme su dirección de correo
mail-verify-email-body =
    Ha abierto una cuenta con esta dirección de correo. Confirme que es suya, con la contraseña que eligió:

    { $link }

    El enlace sirve durante { $lasts }.
    Si no ha sido usted, ignore este mensaje: sin su confirmación nadie puede usar la cuenta.

mail-account-exists-subject = Ya tiene una cuenta
mail-account-exists-body =
    Alguien, quizá usted, ha intentado abrir una cuenta con esta dirección de correo. Ya existe una. Puede iniciar sesión aquí y, si ha
    olvidado su contraseña, elegir otra:

    { $link }

    Si no ha sido usted, no tiene que hacer nada.

mail-reset-password-subject = Elija una contraseña nueva
mail-reset-password-body =
    Ha pedido una contraseña nueva. Elíjala aquí:

    { $link }

    El enlace sirve una sola vez, durante { $lasts }. Si no la ha pedido, ignore este mensaje: su contraseña no cambia.

mail-password-changed-subject = Se ha cambiado su contraseña
mail-password-changed-body =
    La contraseña de su cuenta se acaba de cambiar, y se han cerrado todas sus sesiones.

    Si no ha sido usted, elija cuanto antes una contraseña nueva:

    { $link }

mail-invitation-subject = Invitación al equipo de un gobierno
mail-invitation-body =
    Le invitamos a trabajar en la página y la adhesión de un gobierno en la campaña
    { -campaign }:

    { $government }

    Su función: { $role }. Acepte la invitación aquí:

    { $link }

    La invitación puede aceptarse durante { $lasts }.
    Si no esperaba este mensaje, ignórelo.

mail-invitation-asked-subject = Invitación al equipo de un gobierno
mail-invitation-asked-body =
    Alguien, seguramente usted, pidió con esta dirección de correo trabajar en la página de un gobierno en la campaña
    { -campaign }. Esta es la respuesta: le invitamos a trabajar en su página y
    su adhesión:

    { $government }

    Su función: { $role }. Acepte la invitación aquí:

    { $link }

    La invitación puede aceptarse durante { $lasts }.
    Si no ha sido usted, ignore este mensaje.

mail-invitation-secretariat-subject = Invitación a la secretaría de la campaña
mail-invitation-secretariat-body =
    Le invitamos a trabajar en la secretaría de la campaña
    { -campaign }. Su función: { $role }. Acepte la invitación aquí:

    { $link }

    La invitación puede aceptarse durante { $lasts }.
    Si no esperaba este mensaje, ignórelo.

mail-access-requested-subject = Solicitud de acceso a la página de un gobierno
mail-access-requested-body =
    Una persona que dice trabajar para un gobierno pide trabajar en su página. Hay solicitudes que esperan respuesta de:

    { $text }

    Respóndalas aquí:

    { $link }

mail-access-declined-subject = Su solicitud de acceso a la página: { $government }
mail-access-declined-body =
    Alguien, seguramente usted, pidió con esta dirección de correo trabajar en la página de { $government }:

    { $page }

    La secretaría de la campaña no ha dado el acceso, por el siguiente motivo:

    { $text }

    Puede volver a pedirlo en cualquier momento en esa página. Si no ha sido usted, ignore este mensaje.

mail-refusal-not-confirmed = El gobierno no nos ha confirmado que usted trabaje para él.
mail-refusal-address-not-official = Nada nos indica que esta dirección de correo pertenezca al gobierno. Vuelva a pedirlo desde una dirección oficial.
mail-refusal-ask-team = Ya hay personas de este gobierno que trabajan en su página. Pida a una de ellas que le invite.
mail-refusal-already-invited = Ya se ha enviado una invitación a esta dirección, o usted ya trabaja en la página.
mail-refusal-other-government = Parece que usted trabaja para otro gobierno. Pídalo en la página de ese gobierno.
mail-refusal-other = La secretaría de la campaña escribe:

mail-removed-from-team-subject = Ya no forma parte del equipo: { $government }
mail-removed-from-team-body =
    Se le ha retirado del equipo de { $government } y ya no puede trabajar en su página ni en su adhesión:

    { $page }

    Su cuenta se conserva. Si cree que es un error, escriba al equipo o a la secretaría de la campaña{ $contact }.

mail-adhesion-submitted-subject = Adhesión por revisar: { $government }
mail-adhesion-submitted-body =
    { $government } ha enviado su adhesión. Está a la espera de revisión:

    { $link }

mail-adhesion-received-subject = Hemos recibido la adhesión: { $government }
mail-adhesion-received-body =
    Gracias. La adhesión de { $government } ha llegado a la secretaría de la campaña, que ahora la comprobará. Recibirá un mensaje si hay
    alguna pregunta o cuando se tome una decisión. Puede consultar su estado aquí:

    { $link }

mail-changes-requested-subject = Preguntas sobre la adhesión: { $government }
mail-changes-requested-body =
    La secretaría de la campaña ha revisado la adhesión de { $government } y pide cambios:

    { $text }

    Los comentarios están junto a las respuestas a las que se refieren. Haga los cambios y vuelva a enviar la adhesión:

    { $link }

mail-comment-added-subject = Nuevos comentarios sobre la adhesión: { $government }
mail-comment-added-body =
    Hay comentarios nuevos sobre la adhesión de { $government }. Puede leerlos y responder aquí:

    { $link }

mail-adhesion-accepted-subject = Miembro de la campaña: { $government }
mail-adhesion-accepted-body =
    Enhorabuena: se ha aceptado la adhesión de { $government }. Ya es miembro de la campaña, y su página lo indica:

    { $page }

    Esto es lo que todo el mundo puede leer allí de la adhesión:

    { $public }

    Puede cambiarlo en cualquier momento y retirar su consentimiento:

    { $link }

    Ser miembro es un compromiso, no un certificado. Su equipo puede mantener la página al día en cualquier momento.

mail-publication-changed-subject = Ha cambiado lo que es público: { $government }
mail-publication-changed-body =
    Su equipo o la secretaría de la campaña ha cambiado lo que es público de la adhesión de { $government }. Esto es lo que todo el mundo puede
    leer ahora:

    { $public }

    Vea quién aceptó qué y cámbielo:

    { $link }

mail-publication-waiting-subject = Nuevo acuerdo de publicación: { $government }
mail-publication-waiting-body =
    { $government } acepta que se publique más de su adhesión de lo que es público. Le corresponde publicarlo o dejarlo privado:

    { $link }

mail-part-why-local-governments = Por qué los gobiernos locales son esenciales para los derechos humanos
mail-part-why-human-rights = Por qué los derechos humanos guían la acción local
mail-part-motivations = Motivaciones
mail-part-policies = Políticas, mecanismos y programas
mail-part-political-act = El acto político: tipo, órgano, fecha y enlace
mail-part-act-document = El documento del acto político
mail-part-signatory = Nombre, cargo y mandato de quien firma
mail-part-leader = Nombres, cargos y mandatos de los responsables políticos
mail-part-none = Nada de ella.

mail-adhesion-declined-subject = Adhesión no aceptada: { $government }
mail-adhesion-declined-body =
    La secretaría de la campaña ha decidido no aceptar la adhesión de { $government } por este motivo:

    { $text }

    Puede presentar una nueva adhesión en cualquier momento. La que se ha resuelto puede leerse aquí:

    { $link }

mail-adhesion-withdrawn-subject = Adhesión retirada: { $government }
mail-adhesion-withdrawn-body =
    El equipo de { $government } ha retirado su adhesión. Ya no hay nada que revisar:

    { $link }
