//! The picture, and nothing else that a file of one may hold.

use std::{
    io::{self, BufReader, BufWriter, Write},
    path::Path,
};

use image::{
    ColorType, DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, Limits, Rgb,
    codecs::jpeg::JpegEncoder, metadata::Orientation,
};
use kernel::{
    files::spool::{Spool, Spooled},
    problem::{FieldCode, FieldError, Problem, Result},
};
use rest::uploads::{FILE_LIMIT, kind::Kind};

use super::{bare::bare, measure};

/// The first that gives no more than may be kept.
const JPEG_QUALITIES: [u8; 3] = [90, 75, 50];

/// How much larger than what was sent a picture without loss may become; beyond it, little of what is kept is the picture.
const GROWTH: u64 = 2;
/// Less is kept without loss in any case.
const SMALL: u64 = 256 * 1024;

/// A JPEG stays one. Others are kept as PNG, or as JPEG where that would be too large.
pub fn rewrite(file: &Spooled, format: ImageFormat, folder: &Path) -> Result<(Spooled, Kind)> {
    let (picture, orientation) = decode(&bare(file, format, folder).map_err(Problem::unavailable)?, format)?;
    if format == ImageFormat::Jpeg {
        return jpeg(&OnWhite { picture: &picture, orientation }, folder);
    }
    let mut picture = eight_bits(picture);
    picture.apply_orientation(orientation);
    let most = (file.bytes * GROWTH).clamp(SMALL, FILE_LIMIT);
    if let Some(kept) = written(folder, most, |out| png(&picture, out))? {
        return Ok((kept, Kind::PNG));
    }
    jpeg(&OnWhite { picture: &picture, orientation: Orientation::NoTransforms }, folder)
}

/// What is written, or nothing where that is more than so many bytes.
fn written(folder: &Path, most: u64, write: impl FnOnce(&mut BufWriter<Spool>) -> ImageResult<()>) -> Result<Option<Spooled>> {
    let mut out = BufWriter::new(Spool::new(folder, most).map_err(Problem::unavailable)?);
    let outcome = write(&mut out).and_then(|()| Ok(out.flush()?));
    if out.get_ref().is_full() {
        return Ok(None);
    }
    match outcome {
        Ok(()) => Ok(Some(out.into_parts().0.finish())),
        Err(ImageError::IoError(error)) => Err(Problem::unavailable(error)),
        Err(error) => Err(Problem::internal(error)),
    }
}

fn decode(file: &Spooled, format: ImageFormat) -> Result<(DynamicImage, Orientation)> {
    let unreadable = |error: ImageError| match error {
        ImageError::Limits(_) => too_large(measure::MOST_PIXELS),
        _ => Problem::field("/file", FieldCode::FileTypeUnknown),
    };
    let hidden = measure::hidden_pixels(BufReader::new(file.reader()), format).map_err(Problem::unavailable)?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(measure::MOST_BYTES);
    (limits.max_image_width, limits.max_image_height) = (Some(measure::MOST_SIDE), Some(measure::MOST_SIDE));
    let mut reader = ImageReader::with_format(BufReader::new(file.reader()), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    let most = measure::most_pixels(BufReader::new(file.reader()), format, decoder.color_type()).map_err(Problem::unavailable)?;
    if (u64::from(width) * u64::from(height)).max(hidden) > most {
        return Err(too_large(most));
    }
    limits.reserve(decoder.total_bytes()).map_err(unreadable)?;
    decoder.set_limits(limits).map_err(unreadable)?;
    // Which side is up stands in the metadata that goes.
    let orientation = decoder.orientation().map_err(unreadable)?;
    Ok((DynamicImage::from_decoder(decoder).map_err(unreadable)?, orientation))
}

/// With the pixels that there may be, told in millions; the words tell of the sides as well.
fn too_large(most: u64) -> Problem {
    let limit = i64::try_from((most / 1_000_000).max(1)).ok();
    Problem::fields(vec![FieldError { pointer: "/file".to_owned(), code: FieldCode::ImageTooLarge, limit }])
}

/// What a screen shows of it.
fn eight_bits(picture: DynamicImage) -> DynamicImage {
    match picture {
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(picture.into_luma8()),
        DynamicImage::ImageLumaA16(_) => DynamicImage::ImageLumaA8(picture.into_luma_alpha8()),
        DynamicImage::ImageRgb16(_) => DynamicImage::ImageRgb8(picture.into_rgb8()),
        DynamicImage::ImageRgba16(_) => DynamicImage::ImageRgba8(picture.into_rgba8()),
        other => other,
    }
}

/// Written row by row, so that one that grows too large ends early.
fn png(picture: &DynamicImage, out: &mut BufWriter<Spool>) -> ImageResult<()> {
    let color = match picture.color() {
        ColorType::L8 => png::ColorType::Grayscale,
        ColorType::La8 => png::ColorType::GrayscaleAlpha,
        ColorType::Rgb8 => png::ColorType::Rgb,
        ColorType::Rgba8 => png::ColorType::Rgba,
        other => return Err(io::Error::other(format!("a picture of kind {other:?}")).into()),
    };
    let mut encoder = png::Encoder::new(out, picture.width(), picture.height());
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(io::Error::from)?;
    let mut rows = writer.stream_writer().map_err(io::Error::from)?;
    rows.write_all(picture.as_bytes())?;
    rows.finish().map_err(io::Error::from)?;
    Ok(writer.finish().map_err(io::Error::from)?)
}

fn jpeg(picture: &OnWhite<'_>, folder: &Path) -> Result<(Spooled, Kind)> {
    for quality in JPEG_QUALITIES {
        let write = |out: &mut BufWriter<Spool>| JpegEncoder::new_with_quality(out, quality).encode_image(picture);
        if let Some(kept) = written(folder, FILE_LIMIT, write)? {
            return Ok((kept, Kind::JPEG));
        }
    }
    // At half the pixels it fits for certain.
    let (width, height) = picture.dimensions();
    Err(too_large(u64::from(width) * u64::from(height) / 2))
}

/// A picture the right way up and without holes, computed pixel by pixel: copies of it would be what takes most memory.
struct OnWhite<'a> {
    picture: &'a DynamicImage,
    orientation: Orientation,
}

impl GenericImageView for OnWhite<'_> {
    type Pixel = Rgb<u8>;

    fn dimensions(&self) -> (u32, u32) {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        let (width, height) = self.picture.dimensions();
        let lies = matches!(self.orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH);
        if lies { (height, width) } else { (width, height) }
    }

    fn get_pixel(&self, x: u32, y: u32) -> Rgb<u8> {
        let (width, height) = self.picture.dimensions();
        let (x, y) = match self.orientation {
            Orientation::NoTransforms => (x, y),
            Orientation::FlipHorizontal => (width - 1 - x, y),
            Orientation::FlipVertical => (x, height - 1 - y),
            Orientation::Rotate180 => (width - 1 - x, height - 1 - y),
            Orientation::Rotate90 => (y, height - 1 - x),
            Orientation::Rotate270 => (width - 1 - y, x),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate270FlipH => (width - 1 - y, height - 1 - x),
        };
        let [red, green, blue, alpha] = self.picture.get_pixel(x, y).0.map(u16::from);
        // Never above 255.
        Rgb([red, green, blue].map(|colour| ((colour * alpha + 255 * (255 - alpha)) / 255) as u8))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{Rgba, RgbaImage};

    use super::*;

    #[test]
    fn every_way_to_hold_a_camera_ends_upright() {
        let picture = DynamicImage::ImageRgba8(RgbaImage::from_fn(3, 2, |x, y| {
            Rgba([u8::try_from(x).expect("few"), u8::try_from(y).expect("few"), 0, 255])
        }));
        for tag in 1..=8 {
            let orientation = Orientation::from_exif(tag).expect("an orientation");
            let mut turned = picture.clone();
            turned.apply_orientation(orientation);
            let view = OnWhite { picture: &picture, orientation };
            assert_eq!(view.dimensions(), turned.dimensions(), "{tag}");
            for (x, y, pixel) in turned.to_rgb8().enumerate_pixels() {
                assert_eq!(view.get_pixel(x, y), *pixel, "{tag} at {x}, {y}");
            }
        }
    }

    #[test]
    fn holes_are_white() {
        let picture = DynamicImage::ImageRgba8(RgbaImage::from_fn(2, 1, |x, _| Rgba([0, 0, 0, if x == 0 { 0 } else { 255 }])));
        let view = OnWhite { picture: &picture, orientation: Orientation::NoTransforms };
        assert_eq!([view.get_pixel(0, 0), view.get_pixel(1, 0)], [Rgb([255; 3]), Rgb([0; 3])]);
    }

    /// Noise, which nothing makes smaller.
    fn noise(width: u32, height: u32) -> DynamicImage {
        let mut seed = 1_u64;
        DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |_, _| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let [a, b, c, d, ..] = seed.to_be_bytes();
            Rgba([a, b, c, d])
        }))
    }

    fn sent(picture: &DynamicImage, format: ImageFormat, folder: &Path) -> Spooled {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("encoded");
        let mut spool = Spool::new(folder, FILE_LIMIT).expect("a spool");
        spool.write_all(bytes.get_ref()).expect("written");
        spool.finish()
    }

    #[test]
    fn what_would_grow_is_kept_as_jpeg() {
        let folder = tempfile::tempdir().expect("a folder");
        let small = noise(20, 20);
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let (kept, kind) = rewrite(&sent(&small, format, folder.path()), format, folder.path()).expect("written");
            assert_eq!(kind, Kind::PNG, "{format:?}");
            let again = image::load_from_memory(&kept.pieces().expect("read").concat()).expect("a picture");
            assert_eq!(again, small, "without loss");
        }
        let large = noise(400, 400);
        assert!(written(folder.path(), SMALL, |out| png(&large, out)).expect("no failure").is_none(), "it ends as soon as it is too large");
    }
}
