//! `POST /v1/documents`

use actix_web::{HttpResponse, http::header, post, web};
use entity::{
    document, facts,
    facts::typed,
    kinds::{Language, SubjectKind, Visibility},
};
use kernel::{caller::Caller, db::Entry, policy::Permission, problem::Result};
use rest::{caller::SignedIn, conditional, failure::Answer, uploads::Upload};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    filename,
    model::Document,
    room::{self, Room},
};
use crate::state::State;

/// The parts of the body.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read by http::uploads, declared here for the document")]
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
/// taken, as PNG or JPEG and never larger than 20 MB; PDF files are kept as they are. A territory may hand in 100 documents of 500 MB
/// in all. Nobody but the territory's team and the secretariat can see one until it is published.
#[utoipa::path(
    operation_id = "create_document",
    tag = super::TAG,
    params(rest::parameters::IdempotencyParam),
    request_body(
        content = DocumentForm,
        content_type = "multipart/form-data",
        example = json!({ "territory_id": "01990000-0000-7000-8000-000000000000", "file": "(the bytes of the file)" }),
    ),
    responses((status = 201, description = "The document.", body = Document)),
    security(("bearer" = ["adhesions:write"])),
)]
#[post("/documents")]
pub async fn create_document(SignedIn(caller): SignedIn, state: web::Data<State>, upload: Upload) -> Answer {
    let by = caller.must(Permission::FileAdhesion(upload.territory_id))?.id;
    let (file, kind) = match upload.kind.picture {
        Some(format) => state.pictures.alone(by, upload.file, format).await?,
        None => (upload.file, upload.kind),
    };
    let room = Room::take(&state, &caller, upload.territory_id, &file).await?;
    let row = document::Model {
        id: room.id,
        territory_id: upload.territory_id,
        uploaded_by: by,
        filename: filename::clean(&upload.filename, kind.extension),
        media_type: kind.media_type.to_owned(),
        bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
        sha256: file.sha256.clone(),
        visibility: Visibility::Private,
        created_at: state.chance.now(),
        revision: 0,
    };
    // Outside the transaction, since it may take long. Where it fails, bytes may still arrive: their room is taken until it expires.
    state.files.put(row.id, file).await?;
    let revision = match name(&state, &caller, room, &row).await {
        Ok(revision) => revision,
        Err(problem) => {
            room::give_back(&state, row.id).await;
            return Err(problem.into());
        }
    };
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("{}/v1/documents/{}", state.settings.public_url(), row.id)))
        .insert_header((header::ETAG, conditional::record_tag(revision, Language::En, "json")))
        .json(Document::of(row)))
}

/// Stores the row that names the bytes; its revision.
async fn name(state: &State, caller: &Caller, room: Room, row: &document::Model) -> Result<i64> {
    let (mut tx, _) = caller.write(state, Permission::FileAdhesion(row.territory_id)).await?;
    room.fill(&tx).await?;
    let (media_type, sha256) = (typed(row.media_type.as_str()), facts::digest(&row.sha256));
    let facts = facts!({ "territory_id": row.territory_id, "media_type": media_type, "bytes": row.bytes, "sha256": sha256 });
    let entry = Entry::internal("document.added", SubjectKind::Document, row.id).facts(facts);
    tx.record(entry.personal(json!({ "filename": row.filename })));
    row.clone().into_active_model().insert(&*tx).await?;
    Ok(tx.commit().await?.revision(row.id, row.revision))
}
