//! What decoding a picture would take, told by its head, before anything is decoded.
//!
//! The decoders bound what they put out. What they need on the way there is counted here: all coefficients of a JPEG that is sent in
//! several scans, each of which goes through all of it, and the frame of a WebP file, which may be larger than the file says it is.

use std::io::{self, BufRead, Read, Seek};

use image::{ColorType, ImageFormat};

/// Pixels of a picture: A4 at 600 dots an inch has 35 million.
pub const MOST_PIXELS: u64 = 50_000_000;
/// Pixels of a side: A0 at 600 dots an inch has 28,000. What is done for every row, however short it is, is bounded by it.
/// The words of `field-image-too-large` name it.
pub const MOST_SIDE: u32 = 30_000;
/// Bytes that decoding one may take.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Pixels gone through in all scans of one.
const MOST_PASSES: u64 = 500_000_000;

/// Start of a scan.
pub const SOS: u8 = 0xda;

/// How many pixels this picture may have, by what its kind and make ask for.
pub fn most_pixels(file: impl BufRead + Seek, format: ImageFormat, color: ColorType) -> io::Result<u64> {
    let out = f64::from(color.bytes_per_pixel());
    let (of_pixel, passes) = match format {
        ImageFormat::Jpeg => {
            let made = Jpeg::read(file)?;
            let coefficients = if made.buffered { 2.0 * made.samples } else { 0.0 };
            (out + coefficients, if made.buffered { made.scans } else { 1 })
        }
        // One copy with eight bits a sample, and one turned the right way up.
        ImageFormat::Png => (out + 2.0 * f64::from(color.channel_count()), 1),
        // Canvas, frame and what is put out, each with four bytes a pixel.
        _ => (12.0, 1),
    };
    Ok(((MOST_BYTES as f64 / of_pixel) as u64).min(MOST_PASSES / passes.max(1)).min(MOST_PIXELS))
}

/// Pixels of the largest frame in a file, where that may be more than the file says.
pub fn hidden_pixels(mut file: impl BufRead + Seek, format: ImageFormat) -> io::Result<u64> {
    if format != ImageFormat::WebP {
        return Ok(0);
    }
    file.seek_relative(12)?;
    largest_frame(&mut file, u64::MAX, true)
}

/// How a JPEG is made.
#[derive(Debug, PartialEq)]
struct Jpeg {
    /// Samples of all components a pixel.
    samples: f64,
    /// Whether all coefficients are kept until the last scan.
    buffered: bool,
    scans: u64,
}

impl Jpeg {
    /// Whatever is not told is taken for the worst.
    fn read(mut file: impl BufRead + Seek) -> io::Result<Self> {
        let mut frame = None;
        file.seek_relative(2)?;
        while let Some((marker, length)) = segment(&mut file)? {
            match marker {
                SOS => {
                    let in_scan = array::<1>(&mut file)?.map_or(0, |[number]| number);
                    let (samples, progressive, components) = frame.unwrap_or((4.0, true, 4));
                    return Ok(Self { samples, buffered: progressive || in_scan < components, scans: 1 + scans(file)? });
                }
                // Frames of all kinds; the three between them are tables.
                0xc0..=0xcf if ![0xc4, 0xc8, 0xcc].contains(&marker) => {
                    let mut body = Vec::new();
                    (&mut file).take(u64::from(length)).read_to_end(&mut body)?;
                    frame = read_frame(marker, &body);
                }
                _ => file.seek_relative(i64::from(length))?,
            }
        }
        Ok(Self { samples: 4.0, buffered: true, scans: u64::MAX })
    }
}

/// The next so many bytes, if there are.
pub fn array<const N: usize>(file: &mut impl Read) -> io::Result<Option<[u8; N]>> {
    let mut bytes = [0; N];
    match file.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// The next segment with a body: its marker, and how long the body is.
pub fn segment(file: &mut impl BufRead) -> io::Result<Option<(u8, u16)>> {
    loop {
        file.skip_until(0xff)?;
        let mut marker = 0xff;
        while marker == 0xff {
            let Some([byte]) = array(file)? else { return Ok(None) };
            marker = byte;
        }
        // These stand alone.
        if matches!(marker, 0x00 | 0x01 | 0xd0..=0xd9) {
            continue;
        }
        return Ok(array(file)?.map(|length| (marker, u16::from_be_bytes(length).saturating_sub(2))));
    }
}

/// How many scans begin from here on. In what is coded, the two bytes mean nothing else.
fn scans(mut file: impl BufRead) -> io::Result<u64> {
    let (mut number, mut last) = (0, 0);
    loop {
        let piece = file.fill_buf()?;
        if piece.is_empty() {
            return Ok(number);
        }
        for byte in piece {
            number += u64::from(last == 0xff && *byte == SOS);
            last = *byte;
        }
        let length = piece.len();
        file.consume(length);
    }
}

/// Samples a pixel, whether it is progressive, and how many components it has.
fn read_frame(marker: u8, body: &[u8]) -> Option<(f64, bool, u8)> {
    let components = *body.get(5)?;
    let factors: Vec<(f64, f64)> = body.get(6..)?.chunks_exact(3).map(|c| (f64::from(c[1] >> 4), f64::from(c[1] & 15))).collect();
    let most = factors.iter().fold((1.0_f64, 1.0_f64), |most, factor| (most.0.max(factor.0), most.1.max(factor.1)));
    let samples = factors.iter().map(|(h, v)| h * v / (most.0 * most.1)).sum();
    Some((samples, !matches!(marker, 0xc0 | 0xc1), components))
}

/// The largest frame between here and this place of a WebP file; those of an animation stand in chunks of their own.
fn largest_frame(file: &mut (impl BufRead + Seek), end: u64, outer: bool) -> io::Result<u64> {
    let mut most = 0;
    while file.stream_position()? < end {
        let Some([name @ .., a, b, c, d]) = array::<8>(file)? else { break };
        let length = u64::from(u32::from_le_bytes([a, b, c, d]));
        let start = file.stream_position()?;
        most = most.max(match &name {
            b"ANMF" if outer => {
                file.seek_relative(16)?;
                largest_frame(file, start + length, false)?
            }
            b"VP8 " | b"VP8L" => array(file)?.map_or(0, |start| frame_pixels(name == *b"VP8 ", start)),
            _ => 0,
        });
        // Wherever reading it ended.
        let (here, next) = (file.stream_position()?, start + length + length % 2);
        file.seek_relative(next.cast_signed() - here.cast_signed())?;
    }
    Ok(most)
}

/// Width by height, from the beginning of a frame with loss or without.
fn frame_pixels(lossy: bool, start: [u8; 10]) -> u64 {
    match start {
        [_, _, _, 0x9d, 0x01, 0x2a, w, wide, h, high] if lossy => {
            let side = |low: u8, high: u8| u64::from(u16::from_le_bytes([low, high & 0x3f]));
            side(w, wide) * side(h, high)
        }
        [_, a, b, c, d, ..] if !lossy => {
            let bits = u64::from(u32::from_le_bytes([a, b, c, d]));
            ((bits & 0x3fff) + 1) * ((bits >> 14 & 0x3fff) + 1)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn jpeg(frame: u8, factors: &[u8], in_scan: u8, scans: usize) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        let mut add = |marker: u8, body: &[u8]| {
            bytes.extend([0xff, marker]);
            bytes.extend(u16::try_from(body.len() + 2).expect("short").to_be_bytes());
            bytes.extend(body);
        };
        // A small picture within the metadata is none of its scans.
        add(0xe1, &[0xff, 0xd8, 0xff, SOS, 0, 2, 0xff, 0xd9]);
        let mut body = vec![8, 0, 16, 0, 16, u8::try_from(factors.len()).expect("few")];
        factors.iter().for_each(|factor| body.extend([1, *factor, 0]));
        add(frame, &body);
        for _ in 0..scans {
            add(SOS, &[in_scan, 1, 0, 0, 63, 0]);
        }
        bytes
    }

    #[test]
    fn scans_and_coefficients_are_counted() {
        let read = |bytes: Vec<u8>| Jpeg::read(Cursor::new(bytes)).expect("read");
        let plain = read(jpeg(0xc0, &[0x22, 0x11, 0x11], 3, 1));
        assert_eq!(plain, Jpeg { samples: 1.5, buffered: false, scans: 1 });
        let progressive = read(jpeg(0xc2, &[0x11, 0x11, 0x11], 3, 10));
        assert_eq!(progressive, Jpeg { samples: 3.0, buffered: true, scans: 10 });
        assert!(read(jpeg(0xc0, &[0x11, 0x11, 0x11], 1, 3)).buffered, "a component at a time");
        assert_eq!(read(b"\xff\xd8\xff\xe0".to_vec()).scans, u64::MAX, "nothing is known of it");
        let most = |bytes: Vec<u8>| most_pixels(Cursor::new(bytes), ImageFormat::Jpeg, ColorType::Rgb8).expect("read") / 1_000_000;
        assert_eq!(most(jpeg(0xc0, &[0x22, 0x11, 0x11], 3, 1)), 50);
        assert_eq!(most(jpeg(0xc2, &[0x22, 0x11, 0x11], 3, 10)), 44);
        assert_eq!(most(jpeg(0xc2, &[0x11, 0x11, 0x11], 3, 10)), 29);
        assert_eq!(most(jpeg(0xc2, &[0x11, 0x11, 0x11], 3, 100)), 5);
    }

    #[test]
    fn a_frame_larger_than_its_file_is_found() {
        let chunk = |name: &[u8; 4], body: &[u8]| {
            let length = u32::try_from(body.len()).expect("short").to_le_bytes();
            [&name[..], &length, body, &vec![0; body.len() % 2]].concat()
        };
        let lossy = [0, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f];
        let lossless = [0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0];
        let most = 16383 * 16383;
        let canvas = chunk(b"VP8X", &[0; 10]);
        let file = |chunks: &[u8]| [b"RIFF\0\0\0\0WEBP", &canvas[..], chunks].concat();
        let pixels = |chunks: &[u8]| hidden_pixels(Cursor::new(file(chunks)), ImageFormat::WebP).expect("read");
        assert_eq!(pixels(&[]), 0);
        assert_eq!(pixels(&chunk(b"VP8 ", &lossy)), most);
        assert_eq!(pixels(&chunk(b"VP8L", &lossless)), 16384 * 16384);
        let frame = [&[0; 16][..], &chunk(b"ALPH", &[1]), &chunk(b"VP8 ", &lossy)].concat();
        assert_eq!(pixels(&chunk(b"ANMF", &frame)), most);
        let odd = [&[0; 16][..], b"ALPH\xff\xff\xff\xff"].concat();
        assert_eq!(pixels(&[chunk(b"ANMF", &odd), chunk(b"VP8 ", &lossy)].concat()), most, "what is within never hides what is behind");
    }
}
