//! Lists: `limit`, an opaque `cursor`, and the address of the next page.

use actix_web::{HttpRequest, HttpResponseBuilder, http::header};
use kernel::{
    db::{cursor, keyset::Keyset},
    problem::{FieldCode, Problem, Result},
    state::State,
};
use sea_orm::{EntityTrait, FromQueryResult, PaginatorTrait, Select};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{conditional, language};
use crate::failure::Answer;

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 200;

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    pub data: Vec<T>,
    pub page: PageInfo,
}

/// Where a list goes on.
#[derive(Serialize, ToSchema)]
pub struct PageInfo {
    /// Address of the next page; absent on the last.
    #[schema(example = "https://example.org/v1/territories?cursor=WyJ4Il0")]
    pub next: Option<String>,
    /// How many records match, over all pages.
    #[schema(example = 41)]
    pub total: Option<u64>,
}

/// Checks the `limit` parameter.
pub fn limit(asked: Option<u64>) -> Result<u64> {
    match asked.unwrap_or(DEFAULT_LIMIT) {
        n @ 1..=MAX_LIMIT => Ok(n),
        0 => Err(Problem::query("limit", FieldCode::TooSmall).bound(1)),
        _ => Err(Problem::query("limit", FieldCode::TooLarge).bound(MAX_LIMIT)),
    }
}

impl PageInfo {
    /// `next` is the request's own address with another cursor.
    pub fn new(request: &HttpRequest, base: &str, next_cursor: Option<String>, total: Option<u64>) -> Self {
        let next = next_cursor.map(|cursor| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(url::form_urlencoded::parse(request.query_string().as_bytes()).filter(|(name, _)| name != "cursor"));
            query.append_pair("cursor", &cursor);
            format!("{base}{}?{}", request.path(), query.finish())
        });
        Self { next, total }
    }

    /// Repeats the address in a `Link` header (RFC 8288).
    pub fn link(&self, response: &mut HttpResponseBuilder) {
        if let Some(next) = &self.next {
            response.insert_header(("Link", format!("<{next}>; rel=\"next\"")));
        }
    }
}

/// A page of a query: its rows, and where it goes on.
pub async fn read<E, M>(
    request: &HttpRequest,
    state: &State,
    keyset: &Keyset<M>,
    select: Select<E>,
    paging: &PageParams,
) -> Result<(Vec<M>, PageInfo)>
where
    E: EntityTrait<Model = M>,
    M: FromQueryResult + Send + Sync,
{
    let limit = limit(paging.limit)?;
    let db = state.db.reader();
    let mut rows = keyset.page(select.clone(), paging.cursor.as_deref(), limit)?.all(db).await?;
    let next = keyset.cut(&mut rows, limit);
    let total = select.count(db).await?;
    Ok((rows, PageInfo::new(request, &state.settings.public_url(), next, Some(total))))
}

/// The answer to a list that is not for everybody, and of which not everything is history.
pub fn private<T: Serialize>(request: &HttpRequest, data: Vec<T>, page: PageInfo) -> Answer {
    let page = Page { data, page };
    let body = serde_json::to_vec(&page).map_err(Problem::internal)?;
    let (mut response, unchanged) = conditional::answer(request, &conditional::content_tag(&body));
    response.insert_header(conditional::PRIVATE).insert_header((header::CONTENT_LANGUAGE, language::negotiate(request)?.as_str()));
    if unchanged {
        return Ok(response.finish());
    }
    page.page.link(&mut response);
    Ok(response.content_type("application/json").body(body))
}

/// The parameters that every list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// Records a page, 1 to 200; 50 unless said.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where to go on, from `page.next` of the page before.
    pub cursor: Option<String>,
    /// Language of the answer: `en`, `fr`, `es` or `ar`. Otherwise `Accept-Language` decides.
    #[param(value_type = Option<entity::kinds::Language>)]
    pub lang: Option<String>,
}

/// A page of something kept in memory, in the order of its unique key.
pub fn slice<'a, T>(
    request: &HttpRequest,
    state: &State,
    all: &'a [T],
    params: &PageParams,
    key: fn(&T) -> &String,
) -> Result<(&'a [T], PageInfo)> {
    let limit = usize::try_from(limit(params.limit)?).unwrap_or(usize::MAX);
    let after: Option<String> = cursor::read_cursor(params.cursor.as_deref())?;
    let start = after.map_or(0, |after| all.partition_point(|item| *key(item) <= after));
    let end = all.len().min(start.saturating_add(limit));
    let next = (end < all.len()).then(|| cursor::write_cursor(key(&all[end - 1])));
    Ok((&all[start..end], PageInfo::new(request, &state.settings.public_url(), next, Some(all.len() as u64))))
}
