//! `GET /v1/adhesions/{id}/comments`

use actix_web::{HttpRequest, get, web};
use entity::comment;
use kernel::{
    db::keyset::{Key, Keyset},
    policy::Permission,
    problem::{FieldCode, Problem, Result},
};
use rest::{
    caller::SignedIn,
    failure::Answer,
    input::Params,
    page::{self, Page, PageParams},
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Select};
use serde::Deserialize;

use super::{
    super::{find, model::Comment},
    create::is_whole_answer,
    with_authors,
};
use crate::state::State;

/// What is asked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// JSON Pointer of an answer, for the comments on it and on its items; `whole` for those on the whole.
    #[param(example = "/fields/motivations")]
    field: Option<String>,
    /// Order: `created`; `-` before it reverses it. Unless said: `created`.
    #[param(example = "-created")]
    sort: Option<String>,
}

/// List an adhesion's comments
///
/// Oldest first unless said, replies among them.
#[utoipa::path(
    operation_id = "list_adhesion_comments",
    tag = super::super::TAG,
    params(("id" = String, Path, description = "Id of the adhesion.", example = "01990000-0000-7000-8000-000000000000"), Filters, PageParams),
    responses((status = 200, description = "A page of comments.", body = Page<Comment>)),
    security(("bearer" = ["adhesions:read"])),
)]
#[get("/adhesions/{id}/comments")]
pub async fn list_adhesion_comments(
    request: HttpRequest,
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Params(filters): Params<Filters>,
    Params(paging): Params<PageParams>,
) -> Answer {
    let (row, _) = find::reachable(&state, &caller, &id, Permission::ReadAdhesion).await?;
    let keyset = keyset(filters.sort.as_deref())?;
    let select = about(comment::Entity::find().filter(comment::Column::AdhesionId.eq(row.id)), filters.field.as_deref())?;
    let (rows, info) = page::read(&request, &state, &keyset, select, &paging).await?;
    page::private(&request, with_authors(state.db.reader(), rows).await?, info)
}

fn keyset(sort: Option<&str>) -> Result<Keyset<comment::Model>> {
    use comment::{Column, Model};
    let sort = sort.unwrap_or("created");
    let descending = match sort {
        "created" => false,
        "-created" => true,
        _ => return Err(Problem::query("sort", FieldCode::UnknownValue)),
    };
    let created = Key::new(Column::CreatedAt, descending, |row: &Model| row.created_at.into());
    Ok(Keyset::new(vec![created, Key::new(Column::Id, descending, |row: &Model| row.id.into())], sort.to_owned()))
}

/// The comments on one answer or on the whole, where that is asked for.
fn about(comments: Select<comment::Entity>, field: Option<&str>) -> Result<Select<comment::Entity>> {
    use comment::Column;
    Ok(match field {
        None => comments,
        Some("whole") => comments.filter(Column::Field.is_null()),
        Some(pointer) if is_whole_answer(pointer) => {
            comments.filter(Column::Field.eq(pointer).or(Column::Field.starts_with(format!("{pointer}/"))))
        }
        Some(_) => return Err(Problem::query("field", FieldCode::UnknownValue)),
    })
}
