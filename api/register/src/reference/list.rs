//! Lists of what is kept in memory.

use actix_web::{HttpRequest, http::header};
use entity::kinds::Language;
use kernel::db::Topic;
use rest::{
    answer,
    failure::Answer,
    page::{self, Page, PageParams},
};
use serde::Serialize;

use super::Reference;
use crate::state::State;

/// A page of one of the lists, in the order of its key.
pub async fn page_of<T, S: Serialize>(
    request: &HttpRequest,
    state: &State,
    paging: &PageParams,
    language: Language,
    of: fn(&Reference) -> &Vec<T>,
    key: fn(&T) -> &String,
    shape: impl Fn(&T, &Reference) -> S,
) -> Answer {
    let depends = answer::as_of(&state.db, &[Topic::Reference]);
    let reference = state.reference.get(&state.db).await?;
    let (rows, page) = page::slice(request, state, of(&reference), paging, key)?;
    let (mut response, unchanged) = answer::list(request, depends, language, "json");
    if unchanged {
        return Ok(response.finish());
    }
    page.link(&mut response);
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(Page { data: rows.iter().map(|row| shape(row, &reference)).collect(), page }))
}
