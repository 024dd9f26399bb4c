-campaign = “10, 100, 1,000 Human Rights Cities and Territories by 2030”

mail-greeting = Hello { $name },
mail-greeting-nameless = Hello,
mail-closing =
    Kind regards,
    { $service }

mail-role-lead = lead of the team
mail-role-editor = editor in the team
mail-role-administrator = administrator
mail-role-reviewer = reviewer

mail-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
mail-hours =
    { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }

mail-level-municipal = municipality
mail-level-intermediate = province, county or department
mail-level-regional = region or state
mail-level-special = special territory
mail-government = { $place }, { $country } – { $level }
mail-government-unplaced = { $country } – { $level }

mail-confirm-pledge-subject = Please confirm a pledge
mail-confirm-pledge-body =
    Somebody – we think it was you – has filled in the pledge form of the campaign with this e-mail address, for:

    { $pledges }

    Open that page and press the button there to make the pledge public. Nothing is published before you do. If you do not, everything that
    was filled in is deleted after { $lasts }.
    If this was not you, ignore this e-mail.

mail-pledge-confirmed-subject = The pledge of { $government } is public
mail-pledge-confirmed-body =
    Thank you. The pledge of { $government } is public from now on, marked as not yet confirmed by the campaign:

    { $page }

    The next step is the adhesion, by which a government becomes a member. You can begin now, stop at any time and go on
    later. Sign in here; if you have no password yet, choose “Forgotten password” on that page:

    { $link }

mail-pledge-confirmed-again-subject = The pledge of { $government } is public
mail-pledge-confirmed-again-body =
    Thank you. The pledge of { $government } is public from now on, marked as not yet confirmed by the campaign:

    { $page }

    { $government } has worked with the campaign before. What was filed then is not passed on automatically: somebody on that team, or the
    campaign’s secretariat, must invite you before you can edit the page or begin the adhesion. The secretariat sees your pledge and your
    address.

mail-pledge-removed-subject = The pledge of { $government } was removed
mail-pledge-removed-body =
    The campaign’s secretariat has removed the pledge of { $government }. It gives this reason:

    { $text }

    The text of the pledge, the names in it and its e-mail address were deleted; the reason stays public. The team that was formed
    through the pledge can no longer work on the page or the adhesion. Your account stays. If you think that this is a mistake, write to the
    secretariat{ $contact }.

mail-pledge-public-subject = New pledge: { $government }
mail-pledge-public-body =
    A pledge in the name of { $government } ({ $country }) has just become public. Nobody has checked yet who made it:

    { $page }

    { $text }

    If it is not genuine, you can remove it here, for a public reason:

    { $link }

    You can have all pledges of a day in one e-mail instead: choose so under “Your details”.
mail-pledge-removed-before = Look twice: a pledge in the name of this government was removed before as not genuine.

mail-reports-waiting-subject = Reports on public pages to answer
mail-reports-waiting-body =
    { $text }

    { $link }

    You can be told once a day instead: choose so under “Your details”.

mail-reports-open =
    { $n ->
        [one] { $n } report on a public page is waiting for an answer:
       *[other] { $n } reports on public pages are waiting for an answer:
    }

mail-digest-subject = What is new in the campaign
mail-digest-body =
    { $text }

    You can be told at once instead. Choose so here:

    { $link }
mail-digest-pledges =
    { $n ->
        [one] { $n } pledge became public in the past day. Nobody has checked yet who made it:
       *[other] { $n } pledges became public in the past day. Nobody has checked yet who made them:
    }
mail-digest-more =
    { $n ->
        [one] and { $n } more.
       *[other] and { $n } more.
    }
mail-digest-remove = If a pledge is not genuine, you can remove it here, for a public reason:

mail-report-answered-subject = The answer to your report
mail-report-answered-body =
    Somebody – we think it was you – told us that something is wrong with one of the public pages of the campaign
    { -campaign }, and left this e-mail address for the answer. It is the page of this
    government:

    { $government }
    { $page }

    { $outcome }

    { $text }

    If this was not you, ignore this e-mail. We will not write again.
mail-report-outcome-removed = What was reported is no longer public.
mail-report-outcome-corrected = What was reported has been corrected.
mail-report-outcome-passed_on = We have asked the government itself about it.
mail-report-outcome-no_change = We have found nothing that has to be changed.

mail-territory-held-subject = { $government } is on hold
mail-territory-held-body =
    The campaign’s secretariat has put { $government } on hold. It gives this reason, which its page shows too:

    { $text }

    { $page }

    While it is on hold, { $government } is listed but not counted. If you think that this is a mistake, write to the secretariat{ $contact }.

mail-territory-reinstated-subject = { $government } is no longer on hold or withdrawn
mail-territory-reinstated-body =
    The campaign’s secretariat has reinstated { $government }: it is again what it was before. The secretariat gives this reason:

    { $text }

    { $page }

mail-territory-reinstated-plainly-subject = { $government } is no longer on hold or withdrawn
mail-territory-reinstated-plainly-body =
    The campaign’s secretariat has reinstated { $government }: it is again what it was before.

    { $page }

mail-territory-withdrawn-subject = { $government } is no longer part of the campaign
mail-territory-withdrawn-body =
    The campaign’s secretariat has recorded that { $government } is no longer part of the campaign. It gives this reason, which the page
    shows too:

    { $text }

    { $page }

    If you think that this is a mistake, write to the secretariat{ $contact }.

mail-verify-email-subject = Confirm your e-mail address
mail-verify-email-body =
    You have opened an account with this e-mail address. Confirm that it is yours, with the password that you
    chose:

    { $link }

    The link works for { $lasts }.
    If this was not you, ignore this e-mail: unless you confirm, nobody can use the account.

mail-account-exists-subject = You already have an account
mail-account-exists-body =
    Somebody, perhaps you, tried to open an account with this e-mail address. There already is one. You can sign in here, and
    choose a new password if you have forgotten yours:

    { $link }

    If this was not you, you do not need to do anything.

mail-reset-password-subject = Choose a new password
mail-reset-password-body =
    You asked for a new password. Choose it here:

    { $link }

    The link works once, for { $lasts }. If you did not ask, ignore this e-mail: your password stays as it is.

mail-password-changed-subject = Your password was changed
mail-password-changed-body =
    The password of your account was just changed, and all its sessions were ended.

    If this was not you, choose a new password at once:

    { $link }

mail-invitation-subject = Invitation to the team of a government
mail-invitation-body =
    You are invited to work on the page and the adhesion of a government in the campaign
    { -campaign }, as { $role }:

    { $government }

    Accept the invitation here:

    { $link }

    The invitation can be accepted for { $lasts }.
    If you did not expect this, ignore this e-mail.

mail-invitation-asked-subject = Invitation to the team of a government
mail-invitation-asked-body =
    Somebody – we think it was you – asked with this e-mail address to work on the page of a government in the campaign
    { -campaign }. This is the answer: you are invited to work on its page and
    its adhesion, as { $role }:

    { $government }

    Accept the invitation here:

    { $link }

    The invitation can be accepted for { $lasts }.
    If this was not you, ignore this e-mail.

mail-invitation-secretariat-subject = Invitation to the campaign’s secretariat
mail-invitation-secretariat-body =
    You are invited to work in the secretariat of the campaign
    { -campaign }, as { $role }. Accept the invitation here:

    { $link }

    The invitation can be accepted for { $lasts }.
    If you did not expect this, ignore this e-mail.

mail-access-requested-subject = Somebody asks for access to a government’s page
mail-access-requested-body =
    Somebody who says that they work for a government asks to work on its page. Requests are waiting for an answer for:

    { $text }

    Answer them here:

    { $link }

mail-access-declined-subject = Your request for access to the page of { $government }
mail-access-declined-body =
    Somebody – we think it was you – asked with this e-mail address to work on the page of { $government }:

    { $page }

    The campaign’s secretariat has not given access. It gives this reason:

    { $text }

    You can ask again at any time on that page. If this was not you, ignore this e-mail.

mail-refusal-not-confirmed = The government has not confirmed to us that you work for it.
mail-refusal-address-not-official = We cannot see that this e-mail address belongs to the government. Please ask again from an official address.
mail-refusal-ask-team = People of this government already work on its page. Please ask one of them to invite you.
mail-refusal-already-invited = This address has been invited already, or its owner works on the page already.
mail-refusal-other-government = You seem to work for another government than this one. Please ask on its own page.
mail-refusal-other = The campaign’s secretariat writes:

mail-removed-from-team-subject = You are no longer on the team of { $government }
mail-removed-from-team-body =
    You were removed from the team of { $government } and can no longer work on its page or its adhesion:

    { $page }

    Your account stays. If you think that this is a mistake, write to the team or to the campaign’s secretariat{ $contact }.

mail-adhesion-submitted-subject = Adhesion of { $government } to review
mail-adhesion-submitted-body =
    { $government } has sent its adhesion. It is waiting for review:

    { $link }

mail-adhesion-received-subject = We have received the adhesion of { $government }
mail-adhesion-received-body =
    Thank you. The adhesion of { $government } has reached the campaign’s secretariat, which will now check it. We will write to you
    when there is a question or a decision. You can follow its progress here:

    { $link }

mail-changes-requested-subject = Questions about the adhesion of { $government }
mail-changes-requested-body =
    The campaign’s secretariat has looked at the adhesion of { $government } and asks for changes:

    { $text }

    The comments stand beside the answers that they concern. Make the changes, then send the adhesion again:

    { $link }

mail-comment-added-subject = New comments on the adhesion of { $government }
mail-comment-added-body =
    There are new comments on the adhesion of { $government }. You can read them and reply here:

    { $link }

mail-adhesion-accepted-subject = { $government } is a member of the campaign
mail-adhesion-accepted-body =
    Congratulations: the adhesion of { $government } was accepted. It is a member of the campaign, and its page says so:

    { $page }

    This is what everybody can read there of the adhesion:

    { $public }

    You can change that at any time, and take back what you have agreed to:

    { $link }

    Membership is a commitment, not a certificate. Your team can keep the page up to date at any time.

mail-publication-changed-subject = What is public of { $government } was changed
mail-publication-changed-body =
    What is public of the adhesion of { $government } was changed, by your team or by the campaign’s secretariat. This is what everybody can
    read now:

    { $public }

    See who agreed to what, and change it:

    { $link }

mail-publication-waiting-subject = { $government } agrees to publish more
mail-publication-waiting-body =
    { $government } agrees to publish more of its adhesion than is public. It waits for you to publish it, or to leave it private:

    { $link }

mail-part-why-local-governments = Why local governments are essential to human rights
mail-part-why-human-rights = Why human rights guide local action
mail-part-motivations = Motivations
mail-part-policies = Policies, mechanisms and programmes
mail-part-political-act = The political act: kind, body, date and link
mail-part-act-document = The document of the political act
mail-part-signatory = Name, office and term of the signatory
mail-part-leader = Names, offices and terms of the political leaders
mail-part-none = Nothing of it.

mail-adhesion-declined-subject = The adhesion of { $government } was not accepted
mail-adhesion-declined-body =
    The campaign’s secretariat has decided not to accept the adhesion of { $government }. It gives this reason:

    { $text }

    You can file a new adhesion at any time. You can read the one that was declined here:

    { $link }

mail-adhesion-withdrawn-subject = The adhesion of { $government } was withdrawn
mail-adhesion-withdrawn-body =
    The team of { $government } has withdrawn its adhesion. There is nothing left to review:

    { $link }
