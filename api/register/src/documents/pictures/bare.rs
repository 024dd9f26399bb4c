//! A file with what its picture is decoded from, and nothing that only describes it.
//!
//! Before the first pixel, decoders unpack colour profiles, keep texts, and compare each piece of them with all others. None of that
//! reaches them, and the head that they read is the one that was measured. Which side is up stays, since it stands in the metadata.

use std::{
    io::{self, BufRead, BufReader, BufWriter, IntoInnerError, Read, Seek, Write},
    mem,
    path::Path,
};

use image::ImageFormat;
use kernel::files::spool::{Spool, Spooled};

use super::measure::{SOS, array, segment};

/// Bytes of the metadata that tells which side is up. In a JPEG they are fewer than 64 KiB.
const MOST_EXIF: u64 = 1024 * 1024;

/// Of the flags of a WebP: transparency and animation.
const PICTURE_FLAGS: u8 = 0x12;

/// The file, bare, on the same disk.
pub fn bare(file: &Spooled, format: ImageFormat, folder: &Path) -> io::Result<Spooled> {
    let mut from = BufReader::new(file.reader());
    let mut to = BufWriter::new(Spool::new(folder, file.bytes)?);
    match format {
        ImageFormat::Jpeg => jpeg(&mut from, &mut to)?,
        ImageFormat::Png => png(&mut from, &mut to)?,
        _ => webp(&mut from, &mut to)?,
    }
    Ok(to.into_inner().map_err(IntoInnerError::into_error)?.finish())
}

/// Frames, tables, what tells how colours are coded, and everything from the first scan on.
fn jpeg(from: &mut (impl BufRead + Seek), to: &mut impl Write) -> io::Result<()> {
    let (mut body, mut exif) = (Vec::new(), false);
    copy(from, to, 2)?;
    while let Some((marker, length)) = segment(from)? {
        body.clear();
        from.by_ref().take(u64::from(length)).read_to_end(&mut body)?;
        let kept = match marker {
            0xc0..=0xcf | SOS | 0xdb | 0xdd | 0xe0 | 0xee => true,
            0xe1 => body.starts_with(b"Exif\0\0") && !mem::replace(&mut exif, true),
            _ => false,
        };
        if kept {
            to.write_all(&[0xff, marker])?;
            to.write_all(&(length + 2).to_be_bytes())?;
            to.write_all(&body)?;
        }
        if marker == SOS {
            return copy(from, to, u64::MAX);
        }
    }
    Ok(())
}

/// Chunks without which there is no picture, and transparency.
fn png(from: &mut (impl BufRead + Seek), to: &mut impl Write) -> io::Result<()> {
    let mut exif = false;
    copy(from, to, 8)?;
    while let Some(head @ [a, b, c, d, name @ ..]) = array::<8>(from)? {
        // With the sum behind it.
        let length = u64::from(u32::from_be_bytes([a, b, c, d])) + 4;
        let kept = match &name {
            b"tRNS" => true,
            b"eXIf" => length <= MOST_EXIF && !mem::replace(&mut exif, true),
            // The case of the first letter tells.
            [first, ..] => first & 0x20 == 0,
        };
        if kept {
            to.write_all(&head)?;
            copy(from, to, length)?;
        } else {
            from.seek_relative(length.cast_signed())?;
        }
        if name == *b"IEND" {
            break;
        }
    }
    Ok(())
}

/// Frames, and what says how they are shown.
fn webp(from: &mut (impl BufRead + Seek), to: &mut impl Write) -> io::Result<()> {
    let mut exif = false;
    copy(from, to, 12)?;
    while let Some(head @ [name @ .., a, b, c, d]) = array::<8>(from)? {
        let length = u64::from(u32::from_le_bytes([a, b, c, d]));
        let mut rest = length + length % 2;
        let kept = match &name {
            b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" => true,
            b"EXIF" => length <= MOST_EXIF && !mem::replace(&mut exif, true),
            _ => false,
        };
        if !kept {
            from.seek_relative(rest.cast_signed())?;
            continue;
        }
        to.write_all(&head)?;
        if name == *b"VP8X"
            && rest > 0
            && let Some([flags]) = array(from)?
        {
            to.write_all(&[flags & PICTURE_FLAGS])?;
            rest -= 1;
        }
        copy(from, to, rest)?;
    }
    Ok(())
}

/// So many bytes, or as many as there are.
fn copy(from: &mut impl BufRead, to: &mut impl Write, bytes: u64) -> io::Result<()> {
    io::copy(&mut from.take(bytes), to).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a file.
    fn left(file: &[u8], format: ImageFormat) -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut spool = Spool::new(folder.path(), file.len() as u64).expect("a spool");
        spool.write_all(file).expect("written");
        bare(&spool.finish(), format, folder.path()).expect("bare").pieces().expect("read").concat()
    }

    fn pieces(all: &[Vec<u8>], which: &[usize]) -> Vec<u8> {
        which.iter().flat_map(|at| all[*at].clone()).collect()
    }

    #[test]
    fn a_jpeg_keeps_its_frames_and_which_side_is_up() {
        let part = |marker: u8, body: &[u8]| [&[0xff, marker, 0, u8::try_from(body.len() + 2).expect("short")], body].concat();
        let all = [
            vec![0xff, 0xd8],
            part(0xe0, b"JFIF\0"),
            part(0xe1, b"http://ns.adobe.com/xmp/extension/\0"),
            part(0xe1, b"Exif\0\0first"),
            part(0xe1, b"Exif\0\0second"),
            part(0xe2, b"ICC_PROFILE\0\x01\x01"),
            part(0xed, b"Photoshop 3.0\0"),
            // Two bytes that nobody asked for; a decoder might read on at another place.
            vec![0xff, 0x00],
            part(0xee, b"Adobe\0d\0\0\0\0\0"),
            part(0xfe, b"a comment"),
            part(0xdb, &[0; 65]),
            part(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
            part(0xc4, &[0; 17]),
            part(SOS, &[1, 1, 0, 0, 63, 0]),
            b"coded \xff\xfe\0\x02 until the end\xff\xd9".to_vec(),
        ];
        assert_eq!(left(&all.concat(), ImageFormat::Jpeg), pieces(&all, &[0, 1, 3, 8, 10, 11, 12, 13, 14]));
        assert_eq!(left(b"\xff\xd8\xff\xe1", ImageFormat::Jpeg), b"\xff\xd8", "what ends early");
    }

    #[test]
    fn a_png_keeps_its_picture_and_which_side_is_up() {
        let part =
            |name: &[u8; 4], body: &[u8]| [&u32::try_from(body.len()).expect("short").to_be_bytes(), &name[..], body, b"sum!"].concat();
        let all = [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            part(b"IHDR", &[0; 13]),
            part(b"iCCP", b"a profile"),
            part(b"zTXt", b"words"),
            part(b"eXIf", &vec![0; 1024 * 1024]),
            part(b"eXIf", b"first"),
            part(b"eXIf", b"second"),
            part(b"PLTE", &[0; 3]),
            part(b"tRNS", &[0; 1]),
            part(b"IDAT", b"coded"),
            part(b"IEND", b""),
            b"another file".to_vec(),
        ];
        assert_eq!(left(&all.concat(), ImageFormat::Png), pieces(&all, &[0, 1, 5, 7, 8, 9, 10]));
    }

    #[test]
    fn a_webp_keeps_its_frames_and_which_side_is_up() {
        let part = |name: &[u8; 4], body: &[u8]| {
            let length = u32::try_from(body.len()).expect("short").to_le_bytes();
            [&name[..], &length, body, &vec![0; body.len() % 2]].concat()
        };
        let all = [
            b"RIFF\0\0\0\0WEBP".to_vec(),
            part(b"VP8X", &[0xff, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
            part(b"ICCP", b"a profile"),
            part(b"ALPH", b"odd"),
            part(b"VP8 ", b"coded"),
            part(b"EXIF", b"first"),
            part(b"EXIF", b"second"),
            part(b"XMP ", b"words"),
            // It says that it is larger than memory.
            b"EXIF\xff\xff\xff\xff".to_vec(),
        ];
        let mut kept = pieces(&all, &[0, 1, 3, 4, 5]);
        // Nothing is promised any more that is gone.
        kept[20] = PICTURE_FLAGS;
        assert_eq!(left(&all.concat(), ImageFormat::WebP), kept);
        assert_eq!(left(&pieces(&all, &[0, 4, 8]), ImageFormat::WebP), pieces(&all, &[0, 4]));
    }
}
