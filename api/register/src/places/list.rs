//! `GET /v1/places`

use actix_web::{HttpRequest, get, http::header, web};
use kernel::{
    db::{Topic, cursor, search::Typed},
    problem::{Code, FieldCode, Problem, Result},
};
use rest::{
    answer,
    failure::Answer,
    input::{Params, search_text},
    language::Lang,
    page::{self, Page, PageInfo, PageParams},
};
use serde::Deserialize;

use super::{
    find::{self, Tier},
    model::{Answered, Place},
};
use crate::state::State;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PlaceParams {
    /// A name in any language and script, or its beginning. Forgives case, accents, word order and one typo.
    #[param(max_length = 200, example = "Gwangju")]
    q: Option<String>,
    /// Only places of this country, ISO 3166-1 alpha-2.
    #[param(example = "KR")]
    country: Option<String>,
}

/// Search places
///
/// Populated places of GeoNames (CC BY 4.0, geonames.org), as suggestions to a government that joins. Exact names come first, then
/// names that begin so, each by population. `page.total` is not counted. Without `q`, the largest places come first.
#[utoipa::path(
    operation_id = "list_places",
    tag = super::TAG,
    params(PlaceParams, PageParams),
    responses((status = 200, description = "A page of places.", body = Page<Place>)),
)]
#[get("/places")]
pub async fn list_places(
    request: HttpRequest,
    state: web::Data<State>,
    Params(params): Params<PlaceParams>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    let limit = page::limit(paging.limit)?;
    let country = country(params.country.as_deref())?;
    let q = search_text(params.q.as_deref())?;
    let after = match cursor::read_cursor::<(u8, i64)>(paging.cursor.as_deref())? {
        Some((tier, rank)) => Some((Tier::of(tier).filter(|_| rank >= 0).ok_or_else(|| Problem::new(Code::InvalidCursor))?, rank)),
        None => None,
    };
    let (mut response, unchanged) =
        answer::list(&request, answer::as_of(&state.db, &[Topic::Reference, Topic::Territories]), language, "json");
    if unchanged {
        return Ok(response.finish());
    }
    let (mut hits, asked) = match q.map(Typed::read) {
        None => (find::largest(&state, country.as_deref(), after, limit + 1).await?, None),
        // Nothing but symbols: no place is called so.
        Some(None) => (Vec::new(), None),
        Some(Some(typed)) => {
            let (hits, ask) = find::search(&state, &typed, country.as_deref(), after, limit + 1).await?;
            (hits, Some(Answered { exact: typed.exact(), ask }))
        }
    };
    let more = hits.len() as u64 > limit;
    hits.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = hits.last().filter(|_| more).map(|hit| cursor::write_cursor(&(hit.tier.number(), hit.rank)));
    let info = PageInfo::new(&request, &state.settings.public_url(), next, None);
    info.link(&mut response);
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    let (reference, cities) = (state.reference.get(&state.db).await?, state.cities.get(&state.db).await?);
    let place = |hit: find::Hit| {
        let country = reference.country_ref(&hit.country, language);
        Place::of(hit, asked.as_ref(), &cities, country)
    };
    Ok(response.json(Page { data: hits.into_iter().map(place).collect(), page: info }))
}

fn country(code: Option<&str>) -> Result<Option<String>> {
    match code {
        Some(code) if code.len() != 2 || !code.bytes().all(|c| c.is_ascii_alphabetic()) => {
            Err(Problem::query("country", FieldCode::UnknownValue))
        }
        other => Ok(other.map(str::to_ascii_uppercase)),
    }
}
