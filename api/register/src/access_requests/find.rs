//! Questions about requests for access.

use actix_web::HttpResponse;
use entity::{access_request, kinds::Language, territory};
use kernel::problem::{Code, Problem, Result};
use rest::{answer, failure::Answer};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{marks::Surroundings, model::AccessRequest};
use crate::state::State;

/// A request by id.
pub async fn by_id(state: &State, id: Uuid) -> Result<access_request::Model> {
    let found = access_request::Entity::find_by_id(id).one(state.db.reader()).await?;
    found.ok_or_else(|| Problem::new(Code::NotFound))
}

/// Requests with their governments, and what to look at.
pub async fn shaped(state: &State, rows: Vec<access_request::Model>, language: Language) -> Result<Vec<AccessRequest>> {
    let (db, reference) = (state.db.reader(), state.reference.get(&state.db).await?);
    let ids = rows.iter().map(|row| row.territory_id);
    let territories = territory::Entity::find().filter(territory::Column::Id.is_in(ids)).all(db).await?;
    let around = Surroundings::of(db, &rows).await?;
    let shape = |row: access_request::Model| {
        let territory = territories.iter().find(|territory| territory.id == row.territory_id)?;
        let marks = around.marks(&row, territory);
        Some(AccessRequest::of(row, territory, marks, &reference, language))
    };
    Ok(rows.into_iter().filter_map(shape).collect())
}

/// The answer to a change: the request as it is now.
pub async fn as_it_is_now(state: &State, id: Uuid, language: Language) -> Answer {
    let row = by_id(state, id).await?;
    let revision = row.revision;
    answer::private_change(HttpResponse::Ok(), revision, language, &one(state, row, language).await?)
}

/// One request.
pub async fn one(state: &State, row: access_request::Model, language: Language) -> Result<AccessRequest> {
    shaped(state, vec![row], language).await?.pop().ok_or_else(|| Problem::new(Code::NotFound))
}
