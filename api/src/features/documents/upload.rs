//! A `multipart/form-data` body with one file, read piece by piece and refused as early as can be.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::{Charset, DispositionParam};
use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use image::ImageFormat;
use uuid::Uuid;

use crate::{
    http::{
        caller::Caller,
        fields::Fields,
        problem::{Code, FieldCode, Problem, Result},
    },
    policy::Permission,
};

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;
/// Of the other parts; an id has 36.
const TEXT_LIMIT: usize = 100;
/// So many bytes tell what a file is.
const TELLING: usize = 512;

/// What was sent.
pub struct Upload {
    pub territory_id: Uuid,
    pub filename: String,
    pub kind: Kind,
    pub bytes: Bytes,
}

/// What a file is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub media_type: &'static str,
    pub extension: &'static str,
    /// Absent for documents that are kept as they are.
    pub picture: Option<ImageFormat>,
}

const KINDS: [Kind; 4] = [
    Kind { media_type: "application/pdf", extension: "pdf", picture: None },
    Kind { media_type: "image/jpeg", extension: "jpg", picture: Some(ImageFormat::Jpeg) },
    Kind { media_type: "image/png", extension: "png", picture: Some(ImageFormat::Png) },
    Kind { media_type: "image/webp", extension: "webp", picture: Some(ImageFormat::WebP) },
];

/// Reads the body. Permission is checked as soon as the territory is known, before the file where it comes second.
pub async fn read(mut body: Multipart, caller: &Caller) -> Result<Upload> {
    let (mut territory, mut file) = (None, None);
    while let Some(part) = body.try_next().await.map_err(unreadable)? {
        match part.name().unwrap_or_default() {
            "territory_id" if territory.is_none() => {
                let text = collect(part, TEXT_LIMIT, |_| Ok(())).await?;
                let id = std::str::from_utf8(&text).ok().and_then(|text| Uuid::try_parse(text.trim()).ok());
                let id = id.ok_or_else(|| Problem::field("/territory_id", FieldCode::WrongType))?;
                caller.must(Permission::FileAdhesion(id))?;
                territory = Some(id);
            }
            "file" if file.is_none() => {
                let filename = name_of(&part);
                let bytes = collect(part, FILE_LIMIT, |start| kind(start).map(|_| ())).await?;
                file = Some((filename, kind(&bytes)?, bytes));
            }
            "territory_id" | "file" => return Err(Problem::new(Code::MalformedRequest)),
            other => return Err(Problem::field(format!("/{}", other.replace('~', "~0").replace('/', "~1")), FieldCode::UnknownField)),
        }
    }
    let mut fields = Fields::default();
    fields.require("/territory_id", territory.is_some(), FieldCode::Required);
    fields.require("/file", file.is_some(), FieldCode::Required);
    fields.finish()?;
    match (territory, file) {
        (Some(territory_id), Some((filename, kind, bytes))) => Ok(Upload { territory_id, filename, kind, bytes }),
        _ => Err(Problem::new(Code::MalformedRequest)),
    }
}

/// The bytes of one part; `check` sees its beginning before the rest is read.
async fn collect(mut part: Field, limit: usize, check: impl Fn(&[u8]) -> Result<()>) -> Result<Bytes> {
    let mut bytes = BytesMut::new();
    let mut checked = false;
    while let Some(chunk) = part.try_next().await.map_err(unreadable)? {
        if bytes.len() + chunk.len() > limit {
            return Err(Problem::new(Code::TooLarge));
        }
        bytes.extend_from_slice(&chunk);
        if !checked && bytes.len() >= TELLING {
            check(&bytes)?;
            checked = true;
        }
    }
    Ok(bytes.freeze())
}

/// What the bytes are; never what the sender says they are.
fn kind(bytes: &[u8]) -> Result<Kind> {
    let media_type = infer::get(bytes).map(|found| found.mime_type());
    let known = KINDS.into_iter().find(|kind| Some(kind.media_type) == media_type);
    known.ok_or_else(|| Problem::field("/file", FieldCode::FileTypeUnknown))
}

fn name_of(part: &Field) -> String {
    let parameters = part.content_disposition().map(|header| header.parameters.as_slice()).unwrap_or_default();
    let extended = parameters.iter().find_map(|parameter| match parameter {
        DispositionParam::FilenameExt(name) if name.charset == Charset::Ext("UTF-8".to_owned()) => {
            String::from_utf8(name.value.clone()).ok()
        }
        _ => None,
    });
    let plain = || parameters.iter().find_map(|parameter| parameter.as_filename()).map(str::to_owned);
    extended.or_else(plain).unwrap_or_default()
}

fn unreadable(error: MultipartError) -> Problem {
    Problem::new(match error {
        MultipartError::ContentTypeMissing | MultipartError::ContentTypeParse | MultipartError::ContentTypeIncompatible => {
            Code::UnsupportedMediaType
        }
        _ => Code::MalformedRequest,
    })
}
