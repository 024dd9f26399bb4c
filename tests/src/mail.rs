//! Mail as its reader gets it.

use std::path::Path;

/// A mail, decoded.
#[derive(Clone, Debug)]
pub struct ReceivedMail {
    pub to: String,
    pub to_name: String,
    pub subject: String,
    pub body: String,
    pub message_id: String,
    pub language: String,
}

impl ReceivedMail {
    /// The line of the body that is an address of this page, such as `/pledge/confirm`.
    pub fn link(&self, page: &str) -> String {
        let line = self.body.lines().find(|line| line.starts_with("http") && line.contains(page));
        line.unwrap_or_else(|| panic!("no link to {page} in:\n{}", self.body)).trim().to_owned()
    }

    /// The secret at the end of its link to this page.
    pub fn token(&self, page: &str) -> String {
        let link = self.link(page);
        link.split("token=").nth(1).unwrap_or_else(|| panic!("no token in {link}")).to_owned()
    }
}

/// All mails written into a folder, oldest first.
pub fn read_folder(folder: &Path) -> Vec<ReceivedMail> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    // Named after their jobs, whose ids sort by time.
    files.sort();
    files.iter().filter(|file| file.extension().is_some_and(|ext| ext == "eml")).map(|file| read(file)).collect()
}

fn read(file: &Path) -> ReceivedMail {
    let text = std::fs::read_to_string(file).expect("the mail can be read");
    let (head, body) = text.split_once("\r\n\r\n").expect("headers and a body");
    // A header goes on where a line begins with a space.
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let header = |name: &str| {
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())));
        line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let to = header("To");
    let (name, address) = to.rsplit_once('<').unwrap_or(("", &to));
    let body = match header("Content-Transfer-Encoding").as_str() {
        "base64" => from_base64(body),
        "quoted-printable" => from_quoted_printable(&body.replace("=\r\n", "")),
        _ => body.as_bytes().to_vec(),
    };
    ReceivedMail {
        to: address.trim_end_matches('>').to_owned(),
        to_name: decode_words(name.trim()).trim_matches('"').to_owned(),
        subject: decode_words(&header("Subject")),
        body: String::from_utf8(body).expect("UTF-8").replace("\r\n", "\n"),
        message_id: header("Message-ID").trim_matches(['<', '>']).to_owned(),
        language: header("Content-Language"),
    }
}

/// RFC 2047: `=?utf-8?b?…?=`, with the space between two of them left out.
fn decode_words(text: &str) -> String {
    let mut decoded = String::new();
    let mut bytes = Vec::new();
    for word in text.split(' ') {
        let encoded = word.strip_prefix("=?utf-8?b?").and_then(|rest| rest.strip_suffix("?="));
        match encoded {
            Some(encoded) => {
                if bytes.is_empty() && !decoded.is_empty() {
                    decoded.push(' ');
                }
                bytes.extend(from_base64(encoded));
            }
            None => {
                decoded.push_str(std::str::from_utf8(&std::mem::take(&mut bytes)).expect("UTF-8"));
                if !decoded.is_empty() {
                    decoded.push(' ');
                }
                decoded.push_str(word);
            }
        }
    }
    decoded.push_str(std::str::from_utf8(&bytes).expect("UTF-8"));
    decoded
}

fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for value in text.chars().filter_map(|c| ALPHABET.find(c)) {
        held = held << 6 | u32::try_from(value).expect("six bits");
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    bytes
}

fn from_quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes().iter();
    while let Some(byte) = rest.next() {
        if *byte == b'=' {
            let digits = [*rest.next().expect("a digit"), *rest.next().expect("a digit")];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).expect("digits"), 16).expect("hexadecimal"));
        } else {
            bytes.push(*byte);
        }
    }
    bytes
}
