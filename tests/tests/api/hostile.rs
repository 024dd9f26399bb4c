//! Pictures that ask for more than they show.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

/// Bits of a JPEG's scan.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    rest: u8,
    number: u8,
}

impl Bits {
    fn put(&mut self, value: u32, length: u32) {
        for at in (0..length).rev() {
            self.rest = self.rest << 1 | u8::from(value >> at & 1 == 1);
            self.number += 1;
            if self.number == 8 {
                self.bytes.push(self.rest);
                if self.rest == 0xff {
                    self.bytes.push(0);
                }
                (self.rest, self.number) = (0, 0);
            }
        }
    }

    fn end(mut self) -> Vec<u8> {
        while self.number > 0 {
            self.put(1, 1);
        }
        self.bytes
    }
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend([0xff, marker]);
    out.extend(u16::try_from(body.len() + 2).expect("short").to_be_bytes());
    out.extend(body);
}

/// Codes of four bits for these symbols.
fn huffman(class: u8, symbols: &[u8]) -> Vec<u8> {
    let mut lengths = [0; 16];
    lengths[3] = u8::try_from(symbols.len()).expect("few");
    [&[class][..], &lengths, symbols].concat()
}

/// A grey picture of three components in full, with a first scan and so many for each component, which say next to nothing.
pub fn progressive(width: u16, height: u16, scans: u32) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    segment(&mut out, 0xdb, &[&[0][..], &[1; 64]].concat());
    let [h1, h2] = height.to_be_bytes();
    let [w1, w2] = width.to_be_bytes();
    segment(&mut out, 0xc2, &[8, h1, h2, w1, w2, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    segment(&mut out, 0xc4, &huffman(0x00, &[0, 1, 2]));
    // A run of at least 16,384 blocks without anything, and of one.
    segment(&mut out, 0xc4, &huffman(0x10, &[0xe0, 0x00]));
    let blocks = u32::from(width).div_ceil(8) * u32::from(height).div_ceil(8);
    segment(&mut out, 0xda, &[3, 1, 0, 2, 0, 3, 0, 0, 0, 0]);
    let mut bits = Bits::default();
    (0..blocks * 3).for_each(|_| bits.put(0, 4));
    out.extend(bits.end());
    for scan in 0..scans {
        for component in 1..=3 {
            segment(&mut out, 0xda, &[1, component, 0, 1, 63, if scan == 0 { 13 } else { 0x10 }]);
            let (mut bits, mut left) = (Bits::default(), blocks);
            while left > 0 {
                let run = if left >= 16384 { left.min(32767) } else { 1 };
                bits.put(u32::from(run == 1), 4);
                if run > 1 {
                    bits.put(run - 16384, 14);
                }
                left -= run;
            }
            out.extend(bits.end());
        }
    }
    out.extend([0xff, 0xd9]);
    out
}

/// A progressive picture before which a text comes in so many pieces, each of one letter.
pub fn text_in_pieces(width: u16, height: u16, pieces: u32) -> Vec<u8> {
    let picture = progressive(width, height, 3);
    let mut out = picture[..2].to_vec();
    for at in 0..pieces {
        let whole = [&b"http://ns.adobe.com/xmp/extension/\0"[..], &[b'0'; 32], &u32::MAX.to_be_bytes(), &at.to_be_bytes(), b"x"];
        segment(&mut out, 0xe1, &whole.concat());
    }
    out.extend(&picture[2..]);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend(u32::try_from(body.len()).expect("short").to_be_bytes());
    let start = out.len();
    out.extend(name);
    out.extend(body);
    let mut sum = flate2::Crc::new();
    sum.update(&out[start..]);
    out.extend(sum.sum().to_be_bytes());
}

fn png(width: u32, height: u32, depth: u8, color: u8, rows: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, color, 0, 0, 0]].concat());
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    rows.for_each(|row| zlib.write_all(&[&[0][..], &row].concat()).expect("compressed"));
    chunk(&mut out, b"IDAT", &zlib.finish().expect("compressed"));
    chunk(&mut out, b"IEND", &[]);
    out
}

/// The same PNG with a colour profile that says nothing in so many bytes.
pub fn profiled(png: &[u8], bytes: usize) -> Vec<u8> {
    // Behind the first chunk.
    let (head, rest) = png.split_at(33);
    let mut zlib = ZlibEncoder::new(b"profile\0\0".to_vec(), Compression::best());
    (0..bytes / 1024).for_each(|_| zlib.write_all(&[0; 1024]).expect("compressed"));
    let mut out = head.to_vec();
    chunk(&mut out, b"iCCP", &zlib.finish().expect("compressed"));
    out.extend(rest);
    out
}

/// A picture in which nothing is to be seen.
pub fn blank_png(width: u32, height: u32) -> Vec<u8> {
    png(width, height, 8, 0, (0..height).map(|_| vec![0; width as usize]))
}

/// The same with colours, transparency and 16 bits of each.
pub fn deep_png(width: u32, height: u32) -> Vec<u8> {
    png(width, height, 16, 6, (0..height).map(|_| vec![0; width as usize * 8]))
}

/// Noise in colour and transparency, which nothing makes smaller.
pub fn noise(side: u32) -> Vec<u8> {
    let mut seed = 1_u64;
    let mut row = || {
        let mut bytes = Vec::with_capacity(side as usize * 4);
        for _ in 0..side {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            bytes.extend(&seed.to_be_bytes()[..4]);
        }
        bytes
    };
    png(side, side, 8, 6, (0..side).map(|_| row()))
}

/// A WebP of one pixel, by what it says, that holds a frame of 16,383 by 16,383.
pub fn large_frame() -> Vec<u8> {
    let canvas = [&b"VP8X"[..], &10_u32.to_le_bytes(), &[0; 10]].concat();
    let frame = [0x30, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f].into_iter().chain([0; 4000]).collect::<Vec<u8>>();
    let frame = [&b"VP8 "[..], &u32::try_from(frame.len()).expect("short").to_le_bytes(), &frame].concat();
    let length = u32::try_from(4 + canvas.len() + frame.len()).expect("short");
    [&b"RIFF"[..], &length.to_le_bytes(), b"WEBP", &canvas, &frame].concat()
}
