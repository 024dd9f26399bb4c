//! `GET /v1/places/{geonames_id}`

use actix_web::{HttpRequest, get, http::header, web};
use kernel::{
    db::Topic,
    problem::{Code, Problem},
};
use rest::{answer, failure::Answer, language::Lang};

use super::{find, model::Place};
use crate::state::State;

/// Read a place
///
/// A populated place by its GeoNames id.
#[utoipa::path(
    operation_id = "get_place",
    tag = super::TAG,
    params(("geonames_id" = i64, Path, description = "Id of the place in GeoNames.", example = 2537763), rest::parameters::LangParam),
    responses((status = 200, description = "The place.", body = Place)),
)]
#[get("/places/{geonames_id}")]
pub async fn get_place(request: HttpRequest, state: web::Data<State>, id: web::Path<String>, Lang(language): Lang) -> Answer {
    let unknown = || Problem::new(Code::NotFound);
    let id: i64 = id.parse().map_err(|_| unknown())?;
    let depends = answer::as_of(&state.db, &[Topic::Reference, Topic::Territories]);
    let hit = find::by_id(&state, id).await?.ok_or_else(unknown)?;
    let (mut response, unchanged) = answer::list(&request, depends, language, "json");
    if unchanged {
        return Ok(response.finish());
    }
    let country = state.reference.get(&state.db).await?.country_ref(&hit.country, language);
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    let cities = state.cities.get(&state.db).await?;
    Ok(response.json(Place::of(hit, None, &cities, country)))
}
