//! Questions about requests for access.

use actix_web::{HttpResponse, HttpResponseBuilder, http::header};
use entity::{access_request, kinds::Language, territory};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{marks::Surroundings, model::AccessRequest};
use crate::{
    http::{
        conditional,
        problem::{Code, Problem, Result},
    },
    state::State,
};

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

/// The marks change without the request: the head of the history stands in the tag too.
pub fn tag(state: &State, revision: i64, language: Language) -> String {
    conditional::record_tag(revision, language, &format!("json.{}", state.db.head()))
}

/// The answer to a change: the request as it is now.
pub async fn as_it_is_now(state: &State, id: Uuid, language: Language) -> Result<HttpResponse> {
    let row = by_id(state, id).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, tag(state, row.revision, language))).insert_header(conditional::PRIVATE);
    one(response, state, row, language).await
}

/// One request, in an answer that is begun.
pub async fn one(mut response: HttpResponseBuilder, state: &State, row: access_request::Model, language: Language) -> Result<HttpResponse> {
    let request = shaped(state, vec![row], language).await?.pop().ok_or_else(|| Problem::new(Code::NotFound))?;
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(request))
}
