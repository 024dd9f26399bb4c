//! A `multipart/form-data` body with one file, read piece by piece and refused as early as can be.

use std::{
    cell::Cell,
    io::{self, Write},
    path::Path,
    rc::Rc,
    task::Poll,
};

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{
    dev::Payload,
    error::PayloadError,
    http::header::{Charset, DispositionParam, HeaderMap},
};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use kernel::{
    fields::Fields,
    files::spool::{Spool, Spooled},
    policy::Grant,
    problem::{Code, FieldCode, Problem, Result},
};
use uuid::Uuid;

use super::{
    FILE_LIMIT, Upload,
    kind::{Kind, TELLING},
};
use crate::failure::of_body;

/// Of the other parts; an id has 36 characters.
const TEXT_LIMIT: usize = 100;
/// Between two pieces of parts: the names of a part and what surrounds them.
const LOOSE_LIMIT: usize = 64 * 1024;
/// Bytes of a file that are gathered before they are written.
const GATHERED: usize = 64 * 1024;

/// Reads the body. Whether it may be handed in is checked as soon as the territory is known, before the file where it comes second.
pub async fn read(headers: &HeaderMap, payload: Payload, may: &impl Fn(Uuid) -> Result<Grant>, folder: &Path) -> Result<Upload> {
    let loose = Rc::new(Cell::new(0));
    let mut body = Multipart::new(headers, bounded(payload, loose.clone()));
    let (mut territory, mut file) = (None, None);
    while let Some(part) = body.try_next().await.map_err(unreadable)? {
        loose.set(0);
        match part.name().unwrap_or_default() {
            "territory_id" if territory.is_none() => {
                let text = short(part).await?;
                let id = std::str::from_utf8(&text).ok().and_then(|text| Uuid::try_parse(text.trim()).ok());
                let id = id.ok_or_else(|| Problem::field("/territory_id", FieldCode::WrongType))?;
                may(id)?;
                territory = Some(id);
            }
            "file" if file.is_none() => {
                let filename = name_of(&part);
                file = Some((filename, receive(part, &loose, folder).await?));
            }
            "territory_id" | "file" => return Err(Problem::new(Code::MalformedRequest)),
            other => return Err(Problem::field(format!("/{}", other.replace('~', "~0").replace('/', "~1")), FieldCode::UnknownField)),
        }
        loose.set(0);
    }
    let mut fields = Fields::default();
    fields.require("/territory_id", territory.is_some(), FieldCode::Required);
    fields.require("/file", file.is_some(), FieldCode::Required);
    fields.finish()?;
    match (territory, file) {
        (Some(territory_id), Some((filename, (kind, file)))) => Ok(Upload { territory_id, filename, kind, file }),
        _ => Err(Problem::new(Code::MalformedRequest)),
    }
}

/// Fails where the reader asks for more and more before it gives a piece of a part: it would gather that without end.
fn bounded(payload: Payload, loose: Rc<Cell<usize>>) -> impl Stream<Item = std::result::Result<Bytes, PayloadError>> {
    let (mut payload, mut waited) = (payload, false);
    stream::poll_fn(move |context| {
        let Poll::Ready(chunk) = payload.poll_next_unpin(context) else {
            waited = true;
            return Poll::Pending;
        };
        // What had come by then is read in one go, however much it is.
        if std::mem::take(&mut waited) && loose.get() > LOOSE_LIMIT {
            return Poll::Ready(Some(Err(PayloadError::Overflow)));
        }
        loose.set(loose.get() + chunk.as_ref().and_then(|chunk| chunk.as_ref().ok()).map_or(0, Bytes::len));
        Poll::Ready(chunk)
    })
}

/// A part that is no file.
async fn short(mut part: Field) -> Result<BytesMut> {
    let mut text = BytesMut::new();
    while let Some(chunk) = part.try_next().await.map_err(unreadable)? {
        if text.len() + chunk.len() > TEXT_LIMIT {
            return Err(Problem::new(Code::TooLarge));
        }
        text.extend_from_slice(&chunk);
    }
    Ok(text)
}

/// The file; what it is, is looked at before the rest is read.
async fn receive(mut part: Field, loose: &Cell<usize>, folder: &Path) -> Result<(Kind, Spooled)> {
    let mut spool = Spool::new(folder, FILE_LIMIT).map_err(Problem::unavailable)?;
    let (mut gathered, mut kind) = (BytesMut::new(), None);
    while let Some(chunk) = part.try_next().await.map_err(unreadable)? {
        loose.set(0);
        gathered.extend_from_slice(&chunk);
        if kind.is_none() && gathered.len() >= TELLING {
            kind = Some(Kind::of(&gathered)?);
        }
        if gathered.len() >= GATHERED {
            spool = write(spool, gathered.split().freeze()).await?;
        }
    }
    let kind = kind.map_or_else(|| Kind::of(&gathered), Ok)?;
    Ok((kind, write(spool, gathered.freeze()).await?.finish()))
}

/// Off the threads that serve requests: a disk may be slow.
async fn write(mut spool: Spool, bytes: Bytes) -> Result<Spool> {
    let written = tokio::task::spawn_blocking(move || spool.write_all(&bytes).map(|()| spool)).await.map_err(Problem::internal)?;
    written.map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => Problem::new(Code::TooLarge),
        _ => Problem::unavailable(error),
    })
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
    match error {
        MultipartError::ContentTypeMissing | MultipartError::ContentTypeParse | MultipartError::ContentTypeIncompatible => {
            Problem::new(Code::UnsupportedMediaType)
        }
        MultipartError::Payload(error) => of_body(error),
        _ => Problem::new(Code::MalformedRequest),
    }
}
