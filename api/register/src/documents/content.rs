//! `GET /v1/documents/{id}/content`

use actix_web::{
    HttpRequest,
    body::SizedStream,
    get,
    http::header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    web,
};
use entity::{
    document,
    kinds::{Language, Visibility},
};
use kernel::db::Topic;
use rest::{answer, caller::Anybody, conditional, failure::Answer};

use super::find;
use crate::state::State;

/// Download a document
///
/// The file itself, always as an attachment.
#[utoipa::path(
    operation_id = "get_document_content",
    tag = super::TAG,
    params(("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000")),
    responses((
        status = 200,
        description = "The file.",
        content((Vec<u8> = "application/pdf"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "image/webp")),
    )),
    security((), ("bearer" = ["adhesions:read"])),
)]
#[get("/documents/{id}/content")]
pub async fn get_document_content(
    request: HttpRequest,
    Anybody(caller): Anybody,
    state: web::Data<State>,
    id: web::Path<String>,
) -> Answer {
    let depends = answer::as_of(&state.db, &[Topic::Documents]);
    let row = find::visible(&state, &caller, &id).await?;
    let (mut response, unchanged) = answer::record(&request, depends, (row.revision, Language::En, "content"));
    if row.visibility == Visibility::Private {
        response.insert_header(conditional::PRIVATE);
    }
    if unchanged {
        return Ok(response.finish());
    }
    let bytes = state.files.read(row.id).await?;
    response
        .insert_header((header::CONTENT_TYPE, row.media_type.as_str()))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        // These formats are compressed already.
        .insert_header(header::ContentEncoding::Identity)
        .insert_header(attachment(&row));
    Ok(response.body(SizedStream::new(u64::try_from(row.bytes).unwrap_or_default(), bytes)))
}

/// RFC 6266: the name in ASCII for the old, in full for everybody else.
fn attachment(row: &document::Model) -> ContentDisposition {
    let ascii = row.filename.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let full = ExtendedValue { charset: Charset::Ext("UTF-8".to_owned()), language_tag: None, value: row.filename.as_bytes().to_vec() };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(ascii), DispositionParam::FilenameExt(full)],
    }
}
