-campaign = « 10, 100, 1 000 villes et territoires des droits humains d’ici 2030 »

mail-greeting = Bonjour { $name },
mail-greeting-nameless = Bonjour,
mail-closing =
    Bien cordialement,
    { $service }

mail-role-lead = responsable de l’équipe
mail-role-editor = rédaction
mail-role-administrator = administration
mail-role-reviewer = examen des dossiers

mail-days =
    { $n ->
        [one] { $n } jour
       *[other] { $n } jours
    }
mail-hours =
    { $n ->
        [one] { $n } heure
       *[other] { $n } heures
    }

mail-level-municipal = commune
mail-level-intermediate = province, comté ou département
mail-level-regional = région ou État fédéré
mail-level-special = territoire à statut particulier
mail-government = { $place }, { $country } – { $level }
mail-government-unplaced = { $country } – { $level }

mail-confirm-pledge-subject = Confirmez un engagement
mail-confirm-pledge-body =
    Quelqu’un, vous sans doute, a rempli le formulaire d’engagement de la campagne en indiquant cette adresse électronique, pour :

    { $pledges }

    Ouvrez la page indiquée et appuyez sur le bouton pour rendre l’engagement public. Rien n’est publié avant. Sans confirmation de votre
    part, tout ce qui a été saisi est supprimé au bout de { $lasts }.
    Si vous n’êtes pas à l’origine de cette demande, ignorez ce message.

mail-pledge-confirmed-subject = L’engagement est public : { $government }
mail-pledge-confirmed-body =
    Merci. L’engagement pris pour { $government } est désormais public, avec la mention « Engagé, pas encore confirmé par la campagne » :

    { $page }

    L’étape suivante est l’adhésion, par laquelle un gouvernement devient membre. Vous pouvez commencer dès maintenant, vous arrêter
    à tout moment et reprendre plus tard. Connectez-vous ici ; si vous n’avez pas encore de mot de passe, choisissez-y
    « Mot de passe oublié » :

    { $link }

mail-pledge-confirmed-again-subject = L’engagement est public : { $government }
mail-pledge-confirmed-again-body =
    Merci. L’engagement pris pour { $government } est désormais public, avec la mention « Engagé, pas encore confirmé par la campagne » :

    { $page }

    { $government } a déjà travaillé avec la campagne. Ce qui a été déposé alors n’est pas transmis d’office : pour modifier la page ou
    commencer l’adhésion, il vous faut une invitation de cette équipe ou du secrétariat de la campagne. Le secrétariat voit votre engagement
    et votre adresse.

mail-pledge-removed-subject = L’engagement a été supprimé : { $government }
mail-pledge-removed-body =
    Le secrétariat de la campagne a supprimé l’engagement pris pour { $government }. Il donne le motif suivant :

    { $text }

    Le texte de l’engagement, les noms qui y figuraient et son adresse électronique ont été supprimés ; le motif reste public. L’équipe née
    de cet engagement ne peut plus travailler sur la page ni sur l’adhésion. Votre compte est conservé. Si vous pensez qu’il s’agit d’une
    erreur, écrivez au secrétariat{ $contact }.

mail-pledge-public-subject = Nouvel engagement : { $government }
mail-pledge-public-body =
    Un engagement pour { $government } ({ $country }) vient de devenir public. Personne n’a encore vérifié qui l’a pris :

    { $page }

    { $text }

    S’il n’est pas authentique, vous pouvez le supprimer ici, en donnant un motif public :

    { $link }

    Vous pouvez aussi recevoir tous les engagements d’une journée en un seul message : choisissez-le dans « Vos coordonnées ».
mail-pledge-removed-before = Attention : un engagement pris au nom de ce gouvernement a déjà été supprimé, car il n’était pas authentique.

mail-reports-waiting-subject = Signalements à traiter
mail-reports-waiting-body =
    { $text }

    { $link }

    Vous pouvez aussi ne recevoir qu’un message par jour : choisissez-le dans « Vos coordonnées ».

mail-reports-open =
    { $n ->
        [one] { $n } signalement sur une page publique attend une réponse :
       *[other] { $n } signalements sur des pages publiques attendent une réponse :
    }

mail-digest-subject = Du nouveau dans la campagne
mail-digest-body =
    { $text }

    Vous pouvez aussi recevoir chaque nouvelle immédiatement. Choisissez-le ici :

    { $link }
mail-digest-pledges =
    { $n ->
        [one] { $n } engagement est devenu public dans la journée écoulée. Personne n’a encore vérifié qui l’a pris :
       *[other] { $n } engagements sont devenus publics dans la journée écoulée. Personne n’a encore vérifié qui les a pris :
    }
mail-digest-more =
    { $n ->
        [one] et { $n } autre.
       *[other] et { $n } autres.
    }
mail-digest-remove = Si un engagement n’est pas authentique, vous pouvez le supprimer ici, en donnant un motif public :

mail-report-answered-subject = Réponse à votre signalement
mail-report-answered-body =
    Quelqu’un, vous sans doute, nous a signalé un problème sur l’une des pages publiques de la campagne
    { -campaign } et a laissé cette adresse électronique pour la réponse. Il s’agit de
    la page de ce gouvernement :

    { $government }
    { $page }

    { $outcome }

    { $text }

    Si ce n’était pas vous, ignorez ce message. Nous ne vous écrirons plus à ce sujet.
mail-report-outcome-removed = Ce qui a été signalé n’est plus public.
mail-report-outcome-corrected = Ce qui a été signalé a été corrigé.
mail-report-outcome-passed_on = Nous avons interrogé le gouvernement concerné.
mail-report-outcome-no_change = Nous n’avons rien trouvé à modifier.

mail-territory-held-subject = En suspens : { $government }
mail-territory-held-body =
    Le secrétariat de la campagne a mis en suspens la participation du gouvernement « { $government } », pour le motif
    suivant, qui figure aussi sur la page :

    { $text }

    { $page }

    Pendant ce temps, { $government } reste dans la liste mais n’est pas pris en compte dans les chiffres. Si vous pensez qu’il s’agit
    d’une erreur, écrivez au secrétariat{ $contact }.

mail-territory-reinstated-subject = Rétablissement : { $government }
mail-territory-reinstated-body =
    Le secrétariat de la campagne a rétabli la participation du gouvernement « { $government } », telle qu’elle était auparavant. Il donne le motif suivant :

    { $text }

    { $page }

mail-territory-reinstated-plainly-subject = Rétablissement : { $government }
mail-territory-reinstated-plainly-body =
    Le secrétariat de la campagne a rétabli la participation du gouvernement « { $government } », telle qu’elle était auparavant.

    { $page }

mail-territory-withdrawn-subject = Retrait de la campagne : { $government }
mail-territory-withdrawn-body =
    Le secrétariat de la campagne a enregistré que { $government } ne fait plus partie de la campagne, pour le motif suivant, qui figure
    aussi sur la page :

    { $text }

    { $page }

    Si vous pensez qu’il s’agit d’une erreur, écrivez au secrétariat{ $contact }.

mail-verify-email-subject = Confirmez votre adresse électronique
mail-verify-email-body =
    Vous avez ouvert un compte avec cette adresse électronique. Confirmez qu’elle est bien la vôtre, avec le mot de passe que vous avez
    choisi :

    { $link }

    Le lien reste valable { $lasts }.
    Si vous n’êtes pas à l’origine de cette demande, ignorez ce message : sans votre confirmation, personne ne peut utiliser le
    compte.

mail-account-exists-subject = Vous avez déjà un compte
mail-account-exists-body =
    Quelqu’un, vous peut-être, a voulu ouvrir un compte avec cette adresse électronique. Il en existe déjà un. Vous pouvez vous connecter
    ici, et choisir un nouveau mot de passe si vous avez oublié le vôtre :

    { $link }

    Si ce n’était pas vous, vous n’avez rien à faire.

mail-reset-password-subject = Choisissez un nouveau mot de passe
mail-reset-password-body =
    Vous avez demandé un nouveau mot de passe. Choisissez-le ici :

    { $link }

    Le lien ne fonctionne qu’une fois et reste valable { $lasts }. Si vous n’avez rien demandé, ignorez ce message : votre mot de passe ne
    change pas.

mail-password-changed-subject = Votre mot de passe a été modifié
mail-password-changed-body =
    Le mot de passe de votre compte vient d’être modifié, et toutes ses sessions ont été fermées.

    Si ce n’était pas vous, choisissez sans attendre un nouveau mot de passe :

    { $link }

mail-invitation-subject = Invitation à rejoindre l’équipe d’un gouvernement
mail-invitation-body =
    Vous avez reçu une invitation à travailler sur la page et l’adhésion d’un gouvernement dans la campagne
    { -campaign } :

    { $government }

    Votre rôle : { $role }. Acceptez l’invitation ici :

    { $link }

    L’invitation reste valable { $lasts }.
    Si vous ne vous attendiez pas à ce message, ignorez-le.

mail-invitation-asked-subject = Invitation à rejoindre l’équipe d’un gouvernement
mail-invitation-asked-body =
    Quelqu’un, vous sans doute, a demandé avec cette adresse électronique à travailler sur la page d’un gouvernement dans la campagne
    { -campaign }. Voici la réponse : nous vous invitons à travailler sur sa page
    et son adhésion :

    { $government }

    Votre rôle : { $role }. Acceptez l’invitation ici :

    { $link }

    L’invitation reste valable { $lasts }.
    Si ce n’était pas vous, ignorez ce message.

mail-invitation-secretariat-subject = Invitation au secrétariat de la campagne
mail-invitation-secretariat-body =
    Vous avez reçu une invitation à travailler au secrétariat de la campagne
    { -campaign }. Votre rôle : { $role }. Acceptez l’invitation ici :

    { $link }

    L’invitation reste valable { $lasts }.
    Si vous ne vous attendiez pas à ce message, ignorez-le.

mail-access-requested-subject = Demande d’accès à la page d’un gouvernement
mail-access-requested-body =
    Une personne qui dit travailler pour un gouvernement demande à travailler sur sa page. Des demandes attendent une réponse
    pour :

    { $text }

    Pour y répondre :

    { $link }

mail-access-declined-subject = Votre demande d’accès à la page : { $government }
mail-access-declined-body =
    Quelqu’un, vous sans doute, a demandé avec cette adresse électronique à travailler sur la page « { $government } » :

    { $page }

    Le secrétariat de la campagne n’a pas donné l’accès, pour le motif suivant :

    { $text }

    Vous pouvez refaire une demande à tout moment sur cette page. Si vous n’êtes pas à l’origine de cette demande, ignorez ce message.

mail-refusal-not-confirmed = Le gouvernement ne nous a pas confirmé que vous travaillez pour lui.
mail-refusal-address-not-official = Rien ne nous indique que cette adresse électronique appartient au gouvernement. Veuillez refaire la demande avec une adresse officielle.
mail-refusal-ask-team = Des personnes de ce gouvernement travaillent déjà sur sa page. Veuillez demander à l’une d’elles de vous inviter.
mail-refusal-already-invited = Une invitation a déjà été envoyée à cette adresse, ou vous travaillez déjà sur la page.
mail-refusal-other-government = Vous semblez travailler pour un autre gouvernement. Veuillez faire la demande sur la page de celui-ci.
mail-refusal-other = Le secrétariat de la campagne écrit :

mail-removed-from-team-subject = Vous ne faites plus partie de l’équipe : { $government }
mail-removed-from-team-body =
    On vous a retiré l’accès à l’équipe « { $government } ». Vous ne pouvez plus travailler sur sa page ni sur son adhésion :

    { $page }

    Votre compte est conservé. Si vous pensez qu’il s’agit d’une erreur, écrivez à l’équipe ou au secrétariat de la campagne{ $contact }.

mail-adhesion-submitted-subject = Adhésion à examiner : { $government }
mail-adhesion-submitted-body =
    { $government } a envoyé son adhésion. Elle attend d’être examinée :

    { $link }

mail-adhesion-received-subject = Adhésion bien reçue : { $government }
mail-adhesion-received-body =
    Merci. L’adhésion déposée pour { $government } est parvenue au secrétariat de la campagne, qui va maintenant la vérifier. Vous recevrez un message
    en cas de question ou lorsqu’une décision sera prise. Vous pouvez suivre son avancement ici :

    { $link }

mail-changes-requested-subject = Questions sur l’adhésion : { $government }
mail-changes-requested-body =
    Le secrétariat de la campagne a examiné l’adhésion déposée pour { $government } et demande des modifications :

    { $text }

    Les commentaires figurent à côté des réponses concernées. Faites les modifications, puis renvoyez l’adhésion :

    { $link }

mail-comment-added-subject = Nouveaux commentaires sur l’adhésion : { $government }
mail-comment-added-body =
    De nouveaux commentaires ont été ajoutés à l’adhésion déposée pour { $government }. Vous pouvez les lire et y répondre ici :

    { $link }

mail-adhesion-accepted-subject = Membre de la campagne : { $government }
mail-adhesion-accepted-body =
    Félicitations : l’adhésion déposée pour { $government } a été acceptée. Ce gouvernement est membre de la campagne, et sa page l’indique :

    { $page }

    Voici ce que tout le monde peut y lire de l’adhésion :

    { $public }

    Vous pouvez changer cela à tout moment et revenir sur votre accord :

    { $link }

    Être membre, c’est s’engager, pas recevoir un label. Votre équipe peut mettre la page à jour à tout moment.

mail-publication-changed-subject = Ce qui est public a changé : { $government }
mail-publication-changed-body =
    Votre équipe ou le secrétariat de la campagne a changé ce qui est public de l’adhésion déposée pour { $government }. Voici ce que tout le
    monde peut lire maintenant :

    { $public }

    Pour voir qui a accepté quoi et le changer :

    { $link }

mail-publication-waiting-subject = Nouvel accord de publication : { $government }
mail-publication-waiting-body =
    Le gouvernement « { $government } » accepte de publier plus de son adhésion que ce qui est public. Il vous revient de le publier ou de le
    laisser privé :

    { $link }

mail-part-why-local-governments = Pourquoi les gouvernements locaux sont essentiels aux droits humains
mail-part-why-human-rights = Pourquoi les droits humains guident l’action locale
mail-part-motivations = Motivations
mail-part-policies = Politiques, mécanismes et programmes
mail-part-political-act = L’acte politique : type, instance, date et lien
mail-part-act-document = Le document de l’acte politique
mail-part-signatory = Nom, fonction et mandat de la personne signataire
mail-part-leader = Noms, fonctions et mandats des responsables politiques
mail-part-none = Rien de l’adhésion.

mail-adhesion-declined-subject = Adhésion non acceptée : { $government }
mail-adhesion-declined-body =
    Le secrétariat de la campagne a décidé de ne pas accepter l’adhésion déposée pour { $government }. Il donne le motif suivant :

    { $text }

    Vous pouvez déposer une nouvelle adhésion à tout moment. Celle qui a fait l’objet de la décision se trouve ici :

    { $link }

mail-adhesion-withdrawn-subject = Adhésion retirée : { $government }
mail-adhesion-withdrawn-body =
    L’équipe « { $government } » a retiré son adhésion. Il n’y a plus rien à examiner :

    { $link }
