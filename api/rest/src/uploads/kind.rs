//! What a file is, by its bytes; never what the sender says it is.

use image::ImageFormat;
use kernel::problem::{FieldCode, Problem, Result};

/// So many bytes tell what a file is.
pub const TELLING: usize = 512;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub media_type: &'static str,
    pub extension: &'static str,
    /// Absent for documents that are kept as they are.
    pub picture: Option<ImageFormat>,
}

impl Kind {
    pub const PDF: Self = Self { media_type: "application/pdf", extension: "pdf", picture: None };
    pub const JPEG: Self = Self { media_type: "image/jpeg", extension: "jpg", picture: Some(ImageFormat::Jpeg) };
    pub const PNG: Self = Self { media_type: "image/png", extension: "png", picture: Some(ImageFormat::Png) };
    pub const WEBP: Self = Self { media_type: "image/webp", extension: "webp", picture: Some(ImageFormat::WebP) };

    /// The kind of the file that begins with these bytes.
    pub fn of(start: &[u8]) -> Result<Self> {
        let media_type = infer::get(start).map(|found| found.mime_type());
        let known = [Self::PDF, Self::JPEG, Self::PNG, Self::WEBP].into_iter().find(|kind| Some(kind.media_type) == media_type);
        known.ok_or_else(|| Problem::field("/file", FieldCode::FileTypeUnknown))
    }
}
