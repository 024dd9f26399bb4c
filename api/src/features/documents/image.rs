//! Images, decoded and written anew, so that nothing but the picture is kept: no place, no device, no hidden bytes.

use std::{
    io::Cursor,
    sync::{Arc, LazyLock},
};

use bytes::Bytes;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder};
use tokio::sync::Semaphore;

use crate::http::problem::{FieldCode, FieldError, Problem, Result};

/// Pixels on each side.
const LARGEST_SIDE: u32 = 10_000;
/// What one decoding may allocate.
const MOST_BYTES: u64 = 192 * 1024 * 1024;
const JPEG_QUALITY: u8 = 90;

/// One picture at a time: each may need [`MOST_BYTES`] twice over.
static TURN: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));

/// The picture alone, in the same format.
pub async fn picture_only(bytes: Bytes, format: ImageFormat) -> Result<Bytes> {
    let turn = TURN.clone().acquire_owned().await.map_err(Problem::internal)?;
    let work = move || {
        // Held until the work is done, even if the caller has gone away.
        let _turn = turn;
        rewrite(&bytes, format)
    };
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
}

fn rewrite(bytes: &[u8], format: ImageFormat) -> Result<Bytes> {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    let decoded = decode(bytes, format, limits).map_err(|error| match error {
        image::ImageError::Limits(_) => Problem::fields(vec![FieldError {
            pointer: "/file".to_owned(),
            code: FieldCode::ImageTooLarge,
            limit: Some(LARGEST_SIDE.into()),
        }]),
        _ => Problem::field("/file", FieldCode::FileTypeUnknown),
    })?;
    let mut out = Cursor::new(Vec::new());
    let written = match format {
        ImageFormat::Jpeg => {
            let picture = decoded.to_rgb8();
            let encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
            encoder.write_image(&picture, picture.width(), picture.height(), image::ExtendedColorType::Rgb8)
        }
        ImageFormat::WebP => DynamicImage::ImageRgba8(decoded.to_rgba8()).write_to(&mut out, format),
        _ => decoded.write_to(&mut out, format),
    };
    written.map_err(Problem::internal)?;
    Ok(out.into_inner().into())
}

fn decode(bytes: &[u8], format: ImageFormat, mut limits: Limits) -> image::ImageResult<DynamicImage> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    limits.check_dimensions(decoder.dimensions().0, decoder.dimensions().1)?;
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    // Which side is up stands in the metadata that goes.
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}
