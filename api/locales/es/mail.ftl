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
    la secretaría.

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
    Le invitamos a trabajar en la página y la adhesión de un gobierno:

    { $government }

    Su función: { $role }. Acepte la invitación aquí:

    { $link }

    La invitación puede aceptarse durante { $lasts }.
    Si no esperaba este mensaje, ignórelo.

mail-invitation-secretariat-subject = Invitación a la secretaría de la campaña
mail-invitation-secretariat-body =
    Le invitamos a trabajar en la secretaría de la campaña. Su función: { $role }. Acepte la invitación aquí:

    { $link }

    La invitación puede aceptarse durante { $lasts }.
    Si no esperaba este mensaje, ignórelo.

mail-removed-from-team-subject = Ya no forma parte del equipo: { $government }
mail-removed-from-team-body =
    Se le ha retirado del equipo de { $government } y ya no puede trabajar en su página ni en su adhesión:

    { $page }

    Su cuenta se conserva. Si cree que es un error, escriba al equipo o a la secretaría de la campaña.

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
    Enhorabuena: la adhesión de { $government } ha sido aceptada. Ya es miembro de la campaña, y así consta en su página:

    { $link }

    Ser miembro es un compromiso, no un certificado. Su equipo puede actualizar la página en cualquier momento.

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
