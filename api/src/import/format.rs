//! What a file is, by its first bytes: text in UTF-8, or something that was taken for it.

use std::io;

/// What is written in front of text in UTF-8 by some programs.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Text without the mark in front of it. What is plainly something else is an error that says what.
pub fn without_mark(beginning: &[u8]) -> io::Result<&[u8]> {
    let text = beginning.strip_prefix(MARK).unwrap_or(beginning);
    let wrong = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidData, format!("it is {what}, not text in UTF-8")));
    let first = text.trim_ascii_start();
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return wrong("UTF-16");
    }
    if let Some(kind) = infer::get(text) {
        return wrong(kind.mime_type());
    }
    if text.contains(&0) {
        return wrong("binary or UTF-16");
    }
    if first.starts_with(b"<") {
        return wrong("HTML or XML");
    }
    if first.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is empty"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a4_what_is_no_text_is_named() {
        for (bytes, said) in [
            (&b""[..], "empty"),
            (b"\xef\xbb\xbf \r\n", "empty"),
            (b"PK\x03\x04\x14\x00\x00\x00", "application/zip"),
            (b"\xff\xfe1\x00\t\x00", "UTF-16"),
            (b"1\x00\t\x00S\x00", "UTF-16"),
            (b"%PDF-1.7", "application/pdf"),
            (b"BZh91AY&SY", "application/x-bzip2"),
            (b"\n <!doctype html><html>", "html"),
            (b"<?xml version=\"1.0\"?>", "xml"),
        ] {
            let error = without_mark(bytes).expect_err(said).to_string();
            assert!(error.to_lowercase().contains(&said.to_lowercase()), "{error}");
        }
        assert_eq!(without_mark(b"\xef\xbb\xbfname,\xc3\xa9").expect("text"), "name,é".as_bytes());
    }
}
