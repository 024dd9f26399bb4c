//! Writing a mail: who it goes to, what it is about, in whose language. Everything is read when it is sent.
//!
//! Who has shown that they read mail at their address is told what people typed ([`known`]). Everybody else is a stranger, who may never have
//! asked: a letter to them has no words but ours and those of reference data ([`reference`]), and no other are read for it.

pub mod digest;
mod known;
mod reference;

use anyhow::Context;
use chrono::Duration;
use entity::{
    access_request, invitation, job,
    kinds::{AdhesionState, Language, PublicationPart},
    pledge, report, user,
};
use kernel::{
    characters::breaks_a_line,
    links,
    mail::{About, Letter, Mail, Recipient, Template},
    texts,
};
use lettre::{Address, message::Mailbox};
use people::{invitations, password_resets, users};
use sea_orm::EntityTrait;

use self::known::Matter;
use crate::{pledges, state::State, territories};

/// Does a job of kind [`kernel::mail::SEND_MAIL`]. A mail whose recipient is gone has nobody to reach and counts as done.
pub async fn send(state: &State, job: &job::Model) -> anyhow::Result<()> {
    let mail: Mail = serde_json::from_value(job.payload.clone()).context("payload of another version")?;
    match write(state, &mail).await? {
        Some(letter) => state.mailer.send(job.id, state.chance.now(), &letter).await,
        None => Ok(()),
    }
}

/// Whom the mail goes to.
struct Reader {
    email: String,
    language: Language,
    standing: Standing,
}

enum Standing {
    /// Nobody has shown that they read mail at this address.
    Stranger,
    Known {
        name: String,
        secretariat: bool,
    },
}

/// Writes the mail, unless nobody is left to read it, or nothing is left to say.
pub async fn write(state: &State, mail: &Mail) -> anyhow::Result<Option<Letter>> {
    let gathered = reference::gathered(state, mail).await?;
    let Some(reader) = reader(state, mail, gathered.as_deref()).await? else { return Ok(None) };
    // One that speaks for several knows of which links it does not.
    if let (None, Some(link)) = (&gathered, mail.link)
        && links::is_spent(state.db.reader(), link).await?
    {
        return Ok(None);
    }
    let language = reader.language;
    let site = format!("{}/{}", state.settings.public_url(), language.as_str());
    let pledges = reference::pledges(state, mail, gathered, language, &site).await?;
    let (name, secretariat, matter) = match &reader.standing {
        Standing::Known { name, secretariat } => {
            let mut matter = match mail.about {
                Some(about) => known::matter(state, about).await?,
                None => Matter::default(),
            };
            if let (Some(action), Some(About::Territory(id))) = (moved(mail.template), mail.about) {
                matter.text = territories::rules::last_reason(state.db.reader(), id, action).await.map_err(anyhow::Error::new)?;
            }
            (name.clone(), *secretariat, matter)
        }
        Standing::Stranger => {
            let reference = reference::of(state, mail, language).await?;
            let reference::Reference { government, page, role, answer, outcome, refusal, asked } = reference;
            (String::new(), false, Matter { government, slug: page, role, text: answer, outcome, refusal, asked, ..Matter::default() })
        }
    };
    let Some(key) = key(mail, &matter) else { return Ok(None) };
    let address: Address = reader.email.parse().map_err(|_| anyhow::anyhow!("the recipient's address cannot be used"))?;
    let service = state.settings.operator.clone().unwrap_or_else(|| "Thousand".to_owned());
    let Some(news) = digest::news(state, mail, secretariat, language, &site).await? else { return Ok(None) };
    let country = match &matter.country {
        Some(code) => state.reference.get(&state.db).await.map_err(anyhow::Error::new)?.country_ref(code, language).name,
        None => String::new(),
    };
    let outcome = matter.outcome.map(|outcome| texts::text(language, &format!("mail-report-outcome-{outcome}"), &[]));
    let page = matter.slug.as_ref().map(|slug| format!("{site}/territories/{slug}")).unwrap_or_default();
    let role = matter.role.as_ref().map(|role| texts::text(language, &format!("mail-role-{role}"), &[]));
    // Where one writes to the secretariat, as far as the operator says so.
    let contact = state.settings.contact.as_ref().map(|contact| format!(" ({contact})")).unwrap_or_default();
    let arguments = [
        ("name", name.clone()),
        ("government", matter.government.clone().unwrap_or_else(|| service.clone())),
        ("link", link(state, mail, &matter, secretariat, &site)),
        ("page", page),
        ("text", said(language, &matter).unwrap_or(news)),
        ("public", public(language, &matter.public)),
        ("country", country),
        ("outcome", outcome.unwrap_or_default()),
        ("role", role.unwrap_or_default()),
        ("pledges", pledges),
        ("lasts", lasting(mail.template).map(|time| duration(language, time)).unwrap_or_default()),
        ("contact", contact),
        ("service", service),
    ];
    let words = |key: &str| texts::find(language, key, &arguments).with_context(|| format!("no words for {key}"));
    let greeting = if name.is_empty() { "mail-greeting-nameless" } else { "mail-greeting" };
    // What there is nothing to say of takes no room.
    let mut said = words(&format!("{key}-body"))?;
    while said.contains("\n\n\n") {
        said = said.replace("\n\n\n", "\n\n");
    }
    let body = format!("{}\n\n{said}\n\n{}\n", words(greeting)?, words("mail-closing")?);
    let subject = words(&format!("{key}-subject"))?.replace(breaks_a_line, " ");
    let name = (!name.is_empty()).then(|| name.replace(breaks_a_line, " "));
    Ok(Some(Letter { to: Mailbox::new(name, address), language, subject, body }))
}

/// The move of a territory that a mail tells of.
const fn moved(template: Template) -> Option<&'static str> {
    match template {
        Template::TerritoryHeld => Some("territory.held"),
        Template::TerritoryReinstated => Some("territory.reinstated"),
        Template::TerritoryWithdrawn => Some("territory.withdrawn"),
        _ => None,
    }
}

/// A reason of the closed list in words, then what somebody wrote.
fn said(language: Language, matter: &Matter) -> Option<String> {
    let reason = matter.refusal.map(|name| texts::text(language, &format!("mail-refusal-{}", dashed(name)), &[]));
    let parts: Vec<String> = [reason, matter.text.clone()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// What is public, a line each.
fn public(language: Language, parts: &[PublicationPart]) -> String {
    let line = |part: &PublicationPart| format!("– {}", texts::text(language, &format!("mail-part-{}", dashed(part.as_str())), &[]));
    match parts {
        [] => texts::text(language, "mail-part-none", &[]),
        parts => parts.iter().map(line).collect::<Vec<_>>().join("\n"),
    }
}

fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

/// How long the link of a mail can be used.
fn lasting(template: Template) -> Option<Duration> {
    match template {
        Template::ConfirmPledge => Some(pledges::rules::LIFETIME),
        Template::VerifyEmail => Some(users::rules::VERIFYING),
        Template::ResetPassword => Some(password_resets::LIFETIME),
        Template::Invitation => Some(invitations::rules::LIFETIME),
        _ => None,
    }
}

fn duration(language: Language, time: Duration) -> String {
    let (days, hours) = (time.num_days(), time.num_hours());
    if days * 24 == hours { texts::counted(language, "mail-days", days) } else { texts::counted(language, "mail-hours", hours) }
}

/// The words of a mail: of some they depend on what it is about, as that is now. Nothing where there is nothing left to say.
fn key(mail: &Mail, matter: &Matter) -> Option<String> {
    let name: &str = mail.template.into();
    let state = matter.adhesion.map(|(_, state)| state);
    Some(match (mail.template, &matter.government, state) {
        (Template::Invitation, None, _) => "mail-invitation-secretariat".to_owned(),
        (Template::Invitation, _, _) if matter.asked => "mail-invitation-asked".to_owned(),
        (Template::AdhesionMoved, _, Some(AdhesionState::Submitted)) => "mail-adhesion-submitted".to_owned(),
        (Template::AdhesionMoved, _, Some(AdhesionState::Withdrawn)) => "mail-adhesion-withdrawn".to_owned(),
        // The secretariat itself has moved it on, or it is gone.
        (Template::AdhesionMoved, _, _) => return None,
        (Template::AdhesionReceived, _, None | Some(AdhesionState::Withdrawn)) => return None,
        // A reason is not asked for there.
        (Template::TerritoryReinstated, _, _) if matter.text.is_none() => "mail-territory-reinstated-plainly".to_owned(),
        _ => format!("mail-{name}"),
    })
}

async fn reader(state: &State, mail: &Mail, gathered: Option<&[reference::Asked]>) -> anyhow::Result<Option<Reader>> {
    let db = state.db.reader();
    Ok(match mail.to {
        Recipient::User(id) => user::Entity::find_by_id(id).one(db).await?.filter(|row| row.disabled_at.is_none()).map(|row| Reader {
            standing: match row.email_verified_at {
                Some(_) => Standing::Known { name: row.name, secretariat: row.role.is_some() },
                None => Standing::Stranger,
            },
            email: row.email,
            language: row.language,
        }),
        Recipient::Pledge(id) => {
            let row = match gathered {
                Some(rows) => rows.last().map(|(row, _)| row.clone()),
                None => pledge::Entity::find_by_id(id).one(db).await?,
            };
            row.map(|row| Reader {
                email: pledges::letter::address(&row, gathered.is_some()).to_owned(),
                language: row.language,
                standing: Standing::Stranger,
            })
        }
        Recipient::Invitation(id) => {
            let row = invitation::Entity::find_by_id(id).one(db).await?.filter(|row| row.revoked_at.is_none());
            row.map(|row| Reader { email: row.email, language: row.language, standing: Standing::Stranger })
        }
        Recipient::Report(id) => {
            let row = report::Entity::find_by_id(id).one(db).await?;
            row.map(|row| Reader { email: row.email.unwrap_or_default(), language: row.language, standing: Standing::Stranger })
        }
        // Who asked may have typed anything as a name, and somebody else's address.
        Recipient::AccessRequest(id) => {
            let row = access_request::Entity::find_by_id(id).one(db).await?;
            row.map(|row| Reader { email: row.email, language: row.language, standing: Standing::Stranger })
        }
    }
    .filter(|reader| !reader.email.is_empty()))
}

/// The one address that the mail asks to open. Secrets stand behind `#`, which browsers send to nobody.
fn link(state: &State, mail: &Mail, matter: &Matter, secretariat: bool, site: &str) -> String {
    let token = mail.link.map(|id| links::secret(&state.keys, id));
    let with_token = |page: &str| match &token {
        Some(token) => format!("{site}/{page}#token={token}"),
        None => format!("{site}/{page}"),
    };
    let adhesion = || {
        let folder = if secretariat { "secretariat/adhesions" } else { "adhesions" };
        matter.adhesion.map(|(id, _)| format!("{site}/{folder}/{id}")).unwrap_or_else(|| site.to_owned())
    };
    match mail.template {
        // Its links stand beside what they confirm.
        Template::ConfirmPledge => site.to_owned(),
        Template::PledgeConfirmed | Template::PledgeConfirmedAgain | Template::AccountExists => format!("{site}/sign-in"),
        Template::VerifyEmail => with_token("verify-email"),
        Template::ResetPassword => with_token("reset-password"),
        Template::PasswordChanged => format!("{site}/forgot-password"),
        Template::Invitation => with_token("invitation"),
        Template::AdhesionAccepted | Template::PublicationChanged | Template::PublicationWaiting => {
            matter.slug.as_ref().map_or_else(|| site.to_owned(), |slug| format!("{site}/my/publication?territory={slug}"))
        }
        Template::AccessRequested => format!("{site}/secretariat/access-requests"),
        Template::PledgeRemoved | Template::RemovedFromTeam | Template::ReportAnswered | Template::AccessDeclined => site.to_owned(),
        Template::PledgePublic => match &matter.slug {
            Some(slug) => format!("{site}/secretariat/pledges?territory={slug}"),
            None => format!("{site}/secretariat/pledges"),
        },
        Template::ReportsWaiting => format!("{site}/secretariat/reports"),
        Template::Digest => format!("{site}/my/details"),
        Template::TerritoryHeld | Template::TerritoryReinstated | Template::TerritoryWithdrawn => format!("{site}/my"),
        Template::AdhesionMoved
        | Template::AdhesionReceived
        | Template::ChangesRequested
        | Template::CommentAdded
        | Template::AdhesionDeclined => adhesion(),
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::AccessRefusal;
    use strum::VariantArray;

    use super::*;

    #[test]
    fn every_part_and_reason_has_words_in_every_language() {
        for language in Language::ALL {
            let parts = PublicationPart::ALL.iter().map(|part| format!("mail-part-{}", dashed(part.as_str())));
            let reasons = AccessRefusal::ALL.iter().map(|reason| format!("mail-refusal-{}", dashed(reason.as_str())));
            for key in parts.chain(reasons).chain(["mail-part-none".to_owned()]) {
                assert!(texts::find(*language, &key, &[]).is_some(), "{key} in {language:?}");
            }
        }
    }

    #[test]
    fn every_template_has_words_in_every_language() {
        let arguments = [
            "name",
            "government",
            "country",
            "link",
            "page",
            "text",
            "outcome",
            "role",
            "pledges",
            "public",
            "lasts",
            "contact",
            "service",
        ]
        .map(|name| (name, "…".to_owned()));
        let names = Template::VARIANTS.iter().filter(|template| **template != Template::AdhesionMoved).map(|template| (*template).into());
        for name in names.chain([
            "invitation-secretariat",
            "invitation-asked",
            "adhesion-submitted",
            "adhesion-withdrawn",
            "territory-reinstated-plainly",
        ]) {
            let name: &'static str = name;
            for language in Language::ALL {
                for part in ["subject", "body"] {
                    assert!(texts::find(*language, &format!("mail-{name}-{part}"), &arguments).is_some(), "{name} {part} in {language:?}");
                }
            }
        }
    }
}
