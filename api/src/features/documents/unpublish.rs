//! `POST /v1/documents/{id}/unpublish`

use actix_web::{HttpResponse, http::header, post, web};
use entity::{
    document, facts,
    kinds::{Language, SubjectKind, Visibility},
    territory,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use super::{
    find,
    model::{Document, content_address},
    visibility,
};
use crate::{
    db::{Entry, Tx},
    features::territories::model::Published,
    http::{
        caller::SignedIn,
        conditional::{self, IfMatch},
        input::{Body, Nothing},
        problem::{Code, Problem, Result},
    },
    policy::Permission,
    state::State,
};

/// Unpublish a document
///
/// It is private again, and the territory's page no longer links to it; for the secretariat. What the page says of the political act stays.
#[utoipa::path(
    operation_id = "unpublish_document",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"),
        crate::openapi::IfMatchParam,
    ),
    request_body(content = Nothing, example = json!({})),
    responses(
        (status = 200, description = "The document as it is now.", body = Document),
        (status = 409, description = "`wrong_state`: it is not public."),
    ),
    security(("bearer" = ["adhesions:decide"])),
)]
#[post("/documents/{id}/unpublish")]
pub async fn unpublish_document(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    if_match: IfMatch,
    Body(Nothing {}): Body<Nothing>,
) -> Result<HttpResponse> {
    let known = find::visible(&state, &caller, &id).await?;
    let right = Permission::ReviewAdhesion(known.territory_id);
    caller.must(right)?;
    let (mut tx, _) = caller.write(&state, right).await?;
    // The territory first, as accepting does.
    let territory = territory::Entity::find_by_id(known.territory_id).lock_exclusive().one(&*tx).await?;
    let row = document::Entity::find_by_id(known.id).lock_exclusive().one(&*tx).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    if_match.check(row.revision)?;
    if row.visibility != Visibility::Public {
        return Err(Problem::new(Code::WrongState));
    }
    if let Some(territory) = territory {
        unlink(&mut tx, territory, &row).await?;
    }
    let row = visibility::set(&mut tx, row, Visibility::Private).await?;
    let revision = tx.commit().await?.revision(row.id, row.revision);
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, conditional::record_tag(revision, Language::En, "json"))).insert_header(conditional::PRIVATE);
    Ok(response.json(Document::of(row)))
}

/// Takes the link to the document off the territory's page.
async fn unlink(tx: &mut Tx, mut row: territory::Model, document: &document::Model) -> Result<()> {
    let Some(stored) = row.published.take() else { return Ok(()) };
    let mut published: Published = serde_json::from_value(stored).map_err(Problem::internal)?;
    published.political_act = published.political_act.and_then(|act| act.without_document(&content_address(document.id)));
    row.published = Some(serde_json::to_value(published).map_err(Problem::internal)?);
    row.updated_at = tx.now();
    tx.record(
        Entry::public("territory.document_unpublished", SubjectKind::Territory, row.id).facts(facts!({ "document_id": document.id })),
    );
    row.into_active_model().reset_all().update(&**tx).await?;
    Ok(())
}
