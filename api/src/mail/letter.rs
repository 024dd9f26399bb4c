//! Writing a mail: who it goes to, what it is about, in whose language. Everything is read when it is sent.

use anyhow::Context;
use chrono::Duration;
use entity::{adhesion, comment, invitation, kinds::Language, pledge, territory, user};
use lettre::{Address, message::Mailbox};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::{About, Mail, Recipient, Template};
use crate::{
    features::{invitations, password_resets, pledges, users},
    links,
    state::State,
    texts,
};

/// A mail in words.
pub struct Letter {
    pub to: Mailbox,
    pub language: Language,
    pub subject: String,
    pub body: String,
}

/// Whom the mail goes to.
struct Reader {
    email: String,
    name: String,
    language: Language,
    secretariat: bool,
}

/// What the mail is about, as far as its words need.
#[derive(Default)]
struct Matter {
    government: Option<String>,
    /// Slug of the territory's page.
    slug: Option<String>,
    adhesion: Option<Uuid>,
    /// A reason, a message or a comment.
    text: Option<String>,
    /// Role of an invitation.
    role: Option<String>,
}

/// Writes the mail, unless nobody is left to read it, or its link leads nowhere any more.
pub async fn write(state: &State, mail: &Mail) -> anyhow::Result<Option<Letter>> {
    let Some(reader) = reader(state, mail.to).await? else { return Ok(None) };
    if let Some(link) = mail.link
        && links::is_spent(state.db.reader(), link).await?
    {
        return Ok(None);
    }
    let matter = match mail.about {
        Some(about) => matter(state, about).await?,
        None => Matter::default(),
    };
    let address: Address = reader.email.parse().map_err(|_| anyhow::anyhow!("the recipient's address cannot be used"))?;
    let service = state.settings.operator.clone().unwrap_or_else(|| "Thousand".to_owned());
    let language = reader.language;
    let site = format!("{}/{}", state.settings.public_url(), language.as_str());
    let page = matter.slug.as_ref().map(|slug| format!("{site}/territories/{slug}")).unwrap_or_default();
    let role = matter.role.as_ref().map(|role| texts::text(language, &format!("mail-role-{role}"), &[]));
    let arguments = [
        ("name", reader.name.clone()),
        ("government", matter.government.clone().unwrap_or_else(|| service.clone())),
        ("link", link(state, mail, &matter, &reader, &site)),
        ("page", page),
        ("text", matter.text.clone().unwrap_or_default()),
        ("role", role.unwrap_or_default()),
        ("lasts", lasting(mail.template).map(|time| duration(language, time)).unwrap_or_default()),
        ("service", service),
    ];
    let words = |key: &str| texts::find(language, key, &arguments).with_context(|| format!("no words for {key}"));
    let key = key(mail, &matter);
    let greeting = if reader.name.is_empty() { "mail-greeting-nameless" } else { "mail-greeting" };
    let body = format!("{}\n\n{}\n\n{}\n", words(greeting)?, words(&format!("{key}-body"))?, words("mail-closing")?);
    let subject = words(&format!("{key}-subject"))?.replace(char::is_control, " ");
    let name = (!reader.name.is_empty()).then(|| reader.name.replace(char::is_control, " "));
    Ok(Some(Letter { to: Mailbox::new(name, address), language, subject, body }))
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

/// An invitation to the secretariat is worded differently from one to a team.
fn key(mail: &Mail, matter: &Matter) -> String {
    let name: &str = mail.template.into();
    match (mail.template, &matter.government) {
        (Template::Invitation, None) => "mail-invitation-secretariat".to_owned(),
        _ => format!("mail-{name}"),
    }
}

async fn reader(state: &State, to: Recipient) -> anyhow::Result<Option<Reader>> {
    let db = state.db.reader();
    Ok(match to {
        Recipient::User(id) => user::Entity::find_by_id(id).one(db).await?.filter(|row| row.disabled_at.is_none()).map(|row| Reader {
            email: row.email,
            name: row.name,
            language: row.language,
            secretariat: row.role.is_some(),
        }),
        Recipient::Pledge(id) => pledge::Entity::find_by_id(id).one(db).await?.map(|row| Reader {
            email: row.email,
            name: row.contact_name,
            language: row.language,
            secretariat: false,
        }),
        Recipient::Invitation(id) => invitation::Entity::find_by_id(id)
            .one(db)
            .await?
            .filter(|row| row.revoked_at.is_none())
            .map(|row| Reader { email: row.email, name: String::new(), language: row.language, secretariat: row.territory_id.is_none() }),
    }
    .filter(|reader| !reader.email.is_empty()))
}

async fn matter(state: &State, about: About) -> anyhow::Result<Matter> {
    let db = state.db.reader();
    let (territory_id, mut matter) = match about {
        About::Territory(id) => (Some(id), Matter::default()),
        About::Pledge(id) => match pledge::Entity::find_by_id(id).one(db).await? {
            Some(row) => (row.territory_id, Matter { government: Some(row.name), text: row.removed_reason.clone(), ..Matter::default() }),
            None => (None, Matter::default()),
        },
        About::Adhesion(id) => of_adhesion(state, id, None).await?,
        About::Comment(id) => match comment::Entity::find_by_id(id).one(db).await? {
            Some(row) => of_adhesion(state, row.adhesion_id, Some(row.body)).await?,
            None => (None, Matter::default()),
        },
        About::Invitation(id) => match invitation::Entity::find_by_id(id).one(db).await? {
            Some(row) => (row.territory_id, Matter { role: Some(row.role), ..Matter::default() }),
            None => (None, Matter::default()),
        },
    };
    if let Some(id) = territory_id
        && let Some(row) = territory::Entity::find_by_id(id).one(db).await?
    {
        matter.government = Some(row.name);
        matter.slug = Some(row.slug);
    }
    Ok(matter)
}

async fn of_adhesion(state: &State, id: Uuid, text: Option<String>) -> anyhow::Result<(Option<Uuid>, Matter)> {
    let row = adhesion::Entity::find_by_id(id).one(state.db.reader()).await?;
    Ok(match row {
        Some(row) => (Some(row.territory_id), Matter { adhesion: Some(id), text: text.or(row.decision_reason), ..Matter::default() }),
        None => (None, Matter::default()),
    })
}

/// The one address that the mail asks to open. Secrets stand behind `#`, which browsers send to nobody.
fn link(state: &State, mail: &Mail, matter: &Matter, reader: &Reader, site: &str) -> String {
    let token = mail.link.map(|id| links::secret(&state.keys, id));
    let with_token = |page: &str| match &token {
        Some(token) => format!("{site}/{page}#token={token}"),
        None => format!("{site}/{page}"),
    };
    let adhesion = || {
        let folder = if reader.secretariat { "secretariat/adhesions" } else { "adhesions" };
        matter.adhesion.map(|id| format!("{site}/{folder}/{id}")).unwrap_or_else(|| site.to_owned())
    };
    match mail.template {
        Template::ConfirmPledge => match (mail.about, &token) {
            (Some(About::Pledge(id)), Some(token)) => format!("{site}/pledge/confirm#id={id}&token={token}"),
            _ => site.to_owned(),
        },
        Template::PledgeConfirmed | Template::PledgeConfirmedAgain | Template::AccountExists => format!("{site}/sign-in"),
        Template::VerifyEmail => with_token("verify-email"),
        Template::ResetPassword => with_token("reset-password"),
        Template::PasswordChanged => format!("{site}/forgot-password"),
        Template::Invitation => with_token("invitation"),
        Template::AdhesionAccepted => matter.slug.as_ref().map_or_else(|| site.to_owned(), |slug| format!("{site}/territories/{slug}")),
        Template::PledgeRemoved | Template::RemovedFromTeam => site.to_owned(),
        Template::AdhesionSubmitted
        | Template::AdhesionReceived
        | Template::ChangesRequested
        | Template::CommentAdded
        | Template::AdhesionDeclined
        | Template::AdhesionWithdrawn => adhesion(),
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn every_template_has_words_in_every_language() {
        let arguments = ["name", "government", "link", "page", "text", "role", "lasts", "service"].map(|name| (name, "…".to_owned()));
        let names = Template::VARIANTS.iter().map(|template| (*template).into());
        for name in names.chain(["invitation-secretariat"]) {
            let name: &'static str = name;
            for language in Language::ALL {
                for part in ["subject", "body"] {
                    assert!(texts::find(*language, &format!("mail-{name}-{part}"), &arguments).is_some(), "{name} {part} in {language:?}");
                }
            }
        }
    }
}
