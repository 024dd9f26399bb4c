//! `GET /v1/organisations`

use actix_web::{HttpRequest, get, http::header, web};
use entity::{kinds::OrganisationKind, organisation};
use kernel::{
    db::{
        Topic,
        keyset::{Key, Keyset},
    },
    json,
};
use rest::{
    answer,
    failure::Answer,
    input::Params,
    language::Lang,
    page::{self, Page, PageParams},
};
use sea_orm::EntityTrait;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{reference::CountryRef, state::State, territories::model::Name};

/// A network or coalition that supports the campaign.
#[derive(Serialize, ToSchema)]
pub struct Organisation {
    id: Uuid,
    #[schema(example = "marmara-municipalities-union")]
    slug: String,
    #[schema(example = "Marmara Municipalities Union")]
    name: String,
    names: Vec<Name>,
    kind: OrganisationKind,
    country: Option<CountryRef>,
    #[schema(example = 2026)]
    joined_year: Option<i32>,
    source_url: Option<String>,
    /// Addresses of all pages that it is known from.
    sources: Vec<String>,
}

/// List organisations
///
/// Networks and civil society coalitions with a membership. They are not governments and never counted as such.
#[utoipa::path(
    operation_id = "list_organisations",
    tag = "organisations",
    params(PageParams),
    responses((status = 200, description = "A page of organisations.", body = Page<Organisation>)),
)]
#[get("/organisations")]
pub async fn list_organisations(
    request: HttpRequest,
    state: web::Data<State>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    let keyset = Keyset::new(
        vec![
            Key::new(organisation::Column::NameKey, false, |row: &organisation::Model| row.name_key.clone().into()),
            Key::new(organisation::Column::Id, false, |row: &organisation::Model| row.id.into()),
        ],
        String::new(),
    );
    let (mut response, unchanged) =
        answer::list(&request, answer::as_of(&state.db, &[Topic::Organisations, Topic::Reference]), language, "json");
    if unchanged {
        return Ok(response.finish());
    }
    let (rows, info) = page::read(&request, &state, &keyset, organisation::Entity::find(), &paging).await?;
    let reference = state.reference.get(&state.db).await?;
    let data = rows
        .into_iter()
        .map(|row| {
            let names: Vec<Name> = json::kept(&row.names, "organisation.names", row.id);
            let name = names.iter().find(|name| name.lang == language.as_str()).map_or(row.name, |name| name.name.clone());
            Organisation {
                id: row.id,
                slug: row.slug,
                name,
                names,
                kind: row.kind,
                country: row.country.map(|code| reference.country_ref(&code, language)),
                joined_year: row.joined_year,
                source_url: row.source_url,
                sources: json::kept(&row.sources, "organisation.sources", row.id),
            }
        })
        .collect();
    info.link(&mut response);
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(Page { data, page: info }))
}
