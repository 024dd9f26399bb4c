//! What a letter may say to somebody who never asked for it: what GeoNames and the lists of this project say, and nothing that a person typed.

use entity::{
    access_request, email_token, invitation,
    kinds::{Language, Level, PledgeState},
    place, pledge, report, territory,
};
use kernel::{
    links,
    mail::{About, Mail, Template},
    texts,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::state::State;

/// The most pledges that one letter asks about. Where more come together, there are more letters: none is left out.
const MOST: usize = 100;

/// A government as reference data knows it.
struct Government {
    geonames_id: Option<i64>,
    country: String,
    level: Level,
}

/// What may be said.
#[derive(Default)]
pub struct Reference {
    /// Place, country and kind of the government.
    pub government: Option<String>,
    /// Id of the government's page.
    pub page: Option<String>,
    /// Role of an invitation, by its key.
    pub role: Option<String>,
    /// What the secretariat answered to a report or a request, and what came of it: its own words, and nothing that it was asked.
    pub answer: Option<String>,
    pub outcome: Option<&'static str>,
    /// Why a request was declined, by the name of the reason.
    pub refusal: Option<&'static str>,
    /// Whether an invitation answers a request for access.
    pub asked: bool,
}

/// What a letter is about. No text that a person typed is even read.
pub async fn of(state: &State, mail: &Mail, language: Language) -> anyhow::Result<Reference> {
    let db = state.db.reader();
    if let Some(About::Report(id)) = mail.about {
        let Some(row) = report::Entity::find_by_id(id).one(db).await? else { return Ok(Reference::default()) };
        let government = described(state, row.territory_id, language).await?;
        // By its id: the address of a page may hold what somebody typed.
        let page = Some(row.territory_id.to_string());
        return Ok(Reference {
            government,
            page,
            answer: row.answer,
            outcome: row.outcome.map(|outcome| outcome.as_str()),
            ..Reference::default()
        });
    }
    if let Some(About::AccessRequest(id)) = mail.about {
        let Some(row) = access_request::Entity::find_by_id(id).one(db).await? else { return Ok(Reference::default()) };
        let government = described(state, row.territory_id, language).await?;
        let refusal = row.refusal.map(|reason| reason.as_str());
        // By its id: the address of a page may hold what somebody typed.
        let page = Some(row.territory_id.to_string());
        return Ok(Reference { government, page, refusal, answer: row.refusal_text, ..Reference::default() });
    }
    let (government, role) = match mail.about {
        Some(About::Pledge(id)) => (pledge::Entity::find_by_id(id).one(db).await?.map(|row| Government::pledged(&row)), None),
        Some(About::Invitation(id)) => match invitation::Entity::find_by_id(id).one(db).await? {
            Some(row) => (of_territory(state, row.territory_id).await?, Some(row.role)),
            None => (None, None),
        },
        Some(About::Territory(id) | About::AdhesionOf(id)) => (of_territory(state, Some(id)).await?, None),
        Some(About::Adhesion(_) | About::Comment(_) | About::Report(_) | About::AccessRequest(_)) | None => (None, None),
    };
    let government = match government {
        Some(government) => Some(government.describe(state, language).await?),
        None => None,
    };
    let asked = match mail.about {
        Some(About::Invitation(id)) => {
            let request = access_request::Entity::find().filter(access_request::Column::InvitationId.eq(id));
            request.count(db).await? > 0
        }
        _ => false,
    };
    Ok(Reference { government, role, asked, ..Reference::default() })
}

async fn described(state: &State, territory: Uuid, language: Language) -> anyhow::Result<Option<String>> {
    match of_territory(state, Some(territory)).await? {
        Some(government) => Ok(Some(government.describe(state, language).await?)),
        None => Ok(None),
    }
}

/// A pledge that a letter asks to confirm, and the row of its link.
pub type Asked = (pledge::Model, Uuid);

/// The pledges that a letter asks to confirm, each with its government and its link.
pub async fn pledges(state: &State, mail: &Mail, gathered: Option<Vec<Asked>>, language: Language, site: &str) -> anyhow::Result<String> {
    let (Template::ConfirmPledge, Some(About::Pledge(id))) = (mail.template, mail.about) else { return Ok(String::new()) };
    let asked = match (gathered, mail.link) {
        (Some(gathered), _) => gathered,
        (None, Some(link)) => pledge::Entity::find_by_id(id).one(state.db.reader()).await?.map(|row| (row, link)).into_iter().collect(),
        (None, None) => Vec::new(),
    };
    let mut items = Vec::new();
    for (row, link) in &asked {
        let government = Government::pledged(row).describe(state, language).await?;
        let token = links::secret(&state.keys, *link);
        items.push(format!("{government}\n{site}/pledge/confirm#id={}&token={token}", row.id));
    }
    Ok(items.join("\n\n"))
}

/// What the letter of the last of [`MOST`] links that were gathered for one mailbox asks about: all of them that still wait there, oldest first. None for
/// another than the last; nothing where a letter speaks for itself.
///
/// They are counted off as they were made, whatever has become of them since, so that each letter of one span sees the same ones.
pub async fn gathered(state: &State, mail: &Mail) -> anyhow::Result<Option<Vec<Asked>>> {
    let db = state.db.reader();
    let (Template::ConfirmPledge, Some(link)) = (mail.template, mail.link) else { return Ok(None) };
    let own = email_token::Entity::find_by_id(link).one(db).await?;
    let Some(own) = own.filter(|link| link.gathered_until.is_some()) else { return Ok(None) };
    let of_mailbox = email_token::Entity::find().filter(email_token::Column::Mailbox.eq(own.mailbox));
    let of_span = of_mailbox.filter(email_token::Column::GatheredUntil.eq(own.gathered_until));
    let links = of_span.order_by_asc(email_token::Column::CreatedAt).order_by_asc(email_token::Column::Id).all(db).await?;
    let letter = links.chunks(MOST).find(|links| links.last().is_some_and(|last| last.id == own.id)).unwrap_or_default();
    // The link of a pledge that was readdressed is void.
    let good: Vec<&email_token::Model> = letter.iter().filter(|link| link.used_at.is_none()).collect();
    let rows = pledge::Entity::find().filter(pledge::Column::Id.is_in(good.iter().map(|link| link.subject_id)));
    let rows = rows.filter(pledge::Column::State.eq(PledgeState::Unconfirmed)).all(db).await?;
    let asked = |link: &email_token::Model| rows.iter().find(|row| row.id == link.subject_id).map(|row| (row.clone(), link.id));
    Ok(Some(good.into_iter().filter_map(asked).collect()))
}

async fn of_territory(state: &State, id: Option<Uuid>) -> anyhow::Result<Option<Government>> {
    let Some(id) = id else { return Ok(None) };
    let row = territory::Entity::find_by_id(id).one(state.db.reader()).await?;
    Ok(row.map(|row| Government { geonames_id: row.geonames_id, country: row.country, level: row.level }))
}

impl Government {
    fn pledged(row: &pledge::Model) -> Self {
        Self { geonames_id: row.geonames_id, country: row.country.clone(), level: row.level }
    }

    async fn describe(&self, state: &State, language: Language) -> anyhow::Result<String> {
        let place = match self.geonames_id {
            Some(id) => place::Entity::find_by_id(id).one(state.db.reader()).await?.filter(|place| place.country == self.country),
            None => None,
        };
        let country = state.reference.get(&state.db).await?.country_ref(&self.country, language).name;
        let level = texts::text(language, &format!("mail-level-{}", self.level.as_str()), &[]);
        let (key, place) = place.map_or(("mail-government-unplaced", String::new()), |place| ("mail-government", place.name));
        Ok(texts::text(language, key, &[("place", place), ("country", country), ("level", level)]))
    }
}
