//! `POST /v1/documents`

use actix_multipart::Multipart;
use actix_web::{HttpResponse, http::header, post, web};
use entity::{
    document, facts,
    facts::typed,
    kinds::{Language, SubjectKind, Visibility},
    territory,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{filename, image, model::Document, upload};
use crate::{
    db::{Entry, Tx, history::digest},
    http::{
        caller::SignedIn,
        conditional,
        fields::Fields,
        problem::{Code, FieldCode, Problem, Result},
    },
    policy::Permission,
    state::State,
};

/// Documents that one territory may hand in, since they take space for good.
const MOST_DOCUMENTS: i64 = 100;

/// The parts of the body.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read by upload, declared here for the document")]
struct DocumentForm {
    /// The territory that hands it in. Send it first, so that what is not allowed is refused before the file is sent.
    territory_id: Uuid,
    /// A PDF, JPEG, PNG or WebP file, at most 20 MB.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Hand in a document
///
/// The type is found by looking at the bytes. Images are written anew without their metadata, such as the place where they were
/// taken; PDF files are kept as they are. Nobody but the territory's team and the secretariat can see it until it is published.
#[utoipa::path(
    operation_id = "create_document",
    tag = super::TAG,
    params(crate::openapi::IdempotencyParam),
    request_body(
        content = DocumentForm,
        content_type = "multipart/form-data",
        example = json!({ "territory_id": "01990000-0000-7000-8000-000000000000", "file": "(the bytes of the file)" }),
    ),
    responses((status = 201, description = "The document.", body = Document)),
    security(("bearer" = ["adhesions:write"])),
)]
#[post("/documents")]
pub async fn create_document(SignedIn(caller): SignedIn, state: web::Data<State>, body: Multipart) -> Result<HttpResponse> {
    let upload = upload::read(body, &caller).await?;
    let bytes = match upload.kind.picture {
        Some(format) => image::picture_only(upload.bytes, format).await?,
        None => upload.bytes,
    };
    let row = document::Model {
        id: state.chance.id(),
        territory_id: upload.territory_id,
        uploaded_by: caller.id().ok_or_else(|| Problem::new(Code::NotSignedIn))?,
        filename: filename::clean(&upload.filename, upload.kind.extension),
        media_type: upload.kind.media_type.to_owned(),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        sha256: digest(&bytes),
        visibility: Visibility::Private,
        created_at: state.chance.now(),
        revision: 0,
    };
    // Before the row that names them, and outside the transaction, since it may take long.
    state.files.put(row.id, bytes).await?;
    let (mut tx, _) = caller.write(&state, Permission::FileAdhesion(row.territory_id)).await?;
    if let Err(problem) = must_fit(&tx, row.territory_id).await {
        // What is wrong with the upload is told in any case.
        drop(tx);
        if let Err(error) = state.files.remove(row.id).await {
            tracing::error!(document = %row.id, error = format!("{error:#}"), "the bytes of a refused upload stay");
        }
        return Err(problem);
    }
    let (media_type, sha256) = (typed(row.media_type.as_str()), facts::digest(&row.sha256));
    let facts = facts!({ "territory_id": row.territory_id, "media_type": media_type, "bytes": row.bytes, "sha256": sha256 });
    let entry = Entry::internal("document.added", SubjectKind::Document, row.id).facts(facts);
    tx.record(entry.personal(json!({ "filename": row.filename })));
    row.clone().into_active_model().insert(&*tx).await?;
    let revision = tx.commit().await?.revision(row.id, row.revision);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("{}/v1/documents/{}", state.settings.public_url(), row.id)))
        .insert_header((header::ETAG, conditional::record_tag(revision, Language::En, "json")))
        .json(Document::of(row)))
}

/// The territory is there, and has handed in less than it may. Locked, so that of two at once the second counts the first.
async fn must_fit(tx: &Tx, territory_id: Uuid) -> Result<()> {
    // Only a caller who may do anything gets this far with a territory that is not there.
    let known = territory::Entity::find_by_id(territory_id).lock_exclusive().one(&**tx).await?;
    known.filter(|row| row.removed_at.is_none()).ok_or_else(|| Problem::field("/territory_id", FieldCode::UnknownValue))?;
    let handed_in = document::Entity::find().filter(document::Column::TerritoryId.eq(territory_id)).count(&**tx).await?;
    let mut fields = Fields::default();
    if i64::try_from(handed_in).unwrap_or(i64::MAX) >= MOST_DOCUMENTS {
        fields.wrong_by("/file", FieldCode::TooMany, MOST_DOCUMENTS);
    }
    fields.finish()
}
