//! What a letter may say to somebody who never asked for it: what GeoNames and the lists of this project say, and nothing that a person typed.

use chrono::{DateTime, Utc};
use entity::{
    access_request, email_token, invitation,
    kinds::{EmailTokenPurpose, Language, Level, PledgeState},
    place, pledge, report, territory,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{About, Mail, Template};
use crate::{features::pledges::letter, links, state::State, texts};

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

/// The pledges that a letter asks to confirm, each with its government and its link; nothing where a later letter asks for this one too.
pub async fn pledges(state: &State, mail: &Mail, language: Language, site: &str) -> anyhow::Result<Option<String>> {
    let (Template::ConfirmPledge, Some(About::Pledge(id))) = (mail.template, mail.about) else { return Ok(Some(String::new())) };
    let db = state.db.reader();
    let Some(own) = pledge::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let rows = match mail.gathered {
        None => vec![own],
        Some(span) => match gathered(state, own, span).await? {
            Some(rows) => rows,
            None => return Ok(None),
        },
    };
    let mut items = Vec::new();
    for row in &rows {
        let link = match mail.link.filter(|_| row.id == id) {
            Some(link) => Some(link),
            None => link_of(state, row).await?,
        };
        let Some(link) = link else { continue };
        let government = Government::pledged(row).describe(state, language).await?;
        let token = links::secret(&state.keys, link);
        items.push(format!("{government}\n{site}/pledge/confirm#id={}&token={token}", row.id));
    }
    Ok(Some(items.join("\n\n")))
}

/// What the letter of the last of [`MOST`] pledges asks about: all of them that still wait, oldest first. Nothing for another than the last.
///
/// They are counted off by when they came, confirmed or not, so that each letter of one span sees the same ones.
async fn gathered(state: &State, own: pledge::Model, [since, until]: [DateTime<Utc>; 2]) -> anyhow::Result<Option<Vec<pledge::Model>>> {
    let of_mailbox = pledge::Entity::find().filter(pledge::Column::EmailKey.eq(own.email_key));
    let of_span = of_mailbox.filter(pledge::Column::CreatedAt.gte(since)).filter(pledge::Column::CreatedAt.lt(until));
    let rows = of_span.order_by_asc(pledge::Column::CreatedAt).order_by_asc(pledge::Column::Id).all(state.db.reader()).await?;
    let letter = rows.chunks(MOST).find(|rows| rows.last().is_some_and(|last| last.id == own.id));
    Ok(letter.map(|rows| rows.iter().filter(|row| row.state == PledgeState::Unconfirmed).cloned().collect()))
}

/// The link of a pledge that a letter for several may hold. One that went at once, to another spelling of the address, stays there: whoever reads
/// this letter would have what it gives.
async fn link_of(state: &State, row: &pledge::Model) -> anyhow::Result<Option<Uuid>> {
    let links = email_token::Entity::find().filter(email_token::Column::SubjectId.eq(row.id));
    let links = links.filter(email_token::Column::Purpose.eq(EmailTokenPurpose::ConfirmPledge));
    let newest = links.order_by_desc(email_token::Column::CreatedAt).one(state.db.reader()).await?;
    let here = |link: &email_token::Model| links::was_mailed_to(&state.keys, link, letter::address(row, true));
    Ok(newest.filter(here).map(|link| link.id))
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
