//! What a letter may say to somebody who has shown that they read mail at their address: what people typed, too.

use entity::{
    adhesion, comment, invitation,
    kinds::{AdhesionState, PublicationPart},
    leader, pledge, territory,
};
use kernel::mail::About;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::{
    state::State,
    territories::{model::Published, publication::page},
};

/// What the mail is about, as far as its words need.
#[derive(Default)]
pub struct Matter {
    pub government: Option<String>,
    /// Slug of the territory's page.
    pub slug: Option<String>,
    pub adhesion: Option<(Uuid, AdhesionState)>,
    /// A reason, a message or a comment.
    pub text: Option<String>,
    /// Role of an invitation.
    pub role: Option<String>,
    /// Code of the country.
    pub country: Option<String>,
    /// What came of a report.
    pub outcome: Option<&'static str>,
    /// Why a request was declined, by the name of the reason.
    pub refusal: Option<&'static str>,
    /// Whether an invitation answers a request for access.
    pub asked: bool,
    /// What everybody can read of the government's adhesion.
    pub public: Vec<PublicationPart>,
}

pub async fn matter(state: &State, about: About) -> anyhow::Result<Matter> {
    let db = state.db.reader();
    let (territory_id, mut matter) = match about {
        About::Territory(id) => (Some(id), Matter::default()),
        About::Pledge(id) => match pledge::Entity::find_by_id(id).one(db).await? {
            Some(row) => {
                let government = Some(row.name);
                (row.territory_id, Matter { government, text: row.removed_reason, country: Some(row.country), ..Matter::default() })
            }
            None => (None, Matter::default()),
        },
        About::Adhesion(id) => of_adhesion(adhesion::Entity::find_by_id(id).one(db).await?, None),
        About::AdhesionOf(territory) => {
            let sent = adhesion::Entity::find().filter(adhesion::Column::TerritoryId.eq(territory));
            let sent = sent.filter(adhesion::Column::SubmittedAt.is_not_null()).order_by_desc(adhesion::Column::CreatedAt);
            of_adhesion(sent.one(db).await?, None)
        }
        About::Comment(id) => match comment::Entity::find_by_id(id).one(db).await? {
            Some(row) => of_adhesion(adhesion::Entity::find_by_id(row.adhesion_id).one(db).await?, Some(row.body)),
            None => (None, Matter::default()),
        },
        // Nobody who is known here is told by mail of a report or a request but that it waits.
        About::Report(_) | About::AccessRequest(_) => (None, Matter::default()),
        About::Invitation(id) => match invitation::Entity::find_by_id(id).one(db).await? {
            Some(row) => (row.territory_id, Matter { role: Some(row.role), ..Matter::default() }),
            None => (None, Matter::default()),
        },
    };
    if let Some(id) = territory_id
        && let Some(row) = territory::Entity::find_by_id(id).one(db).await?
    {
        let leaders = leader::Entity::find().filter(leader::Column::TerritoryId.eq(id)).count(db).await?;
        matter.public = page::shown(&Published::read(&row), leaders > 0);
        matter.government = Some(row.name);
        matter.slug = Some(row.slug);
    }
    Ok(matter)
}

fn of_adhesion(row: Option<adhesion::Model>, text: Option<String>) -> (Option<Uuid>, Matter) {
    match row {
        Some(row) => {
            let adhesion = Some((row.id, row.state));
            (Some(row.territory_id), Matter { adhesion, text: text.or(row.decision_reason), ..Matter::default() })
        }
        None => (None, Matter::default()),
    }
}
