//! Addresses as mail programs leave them: with the `#` of a link written as `%23`, percent-encoded altogether, or with the full stop or
//! bracket behind it taken for a part of it.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What cannot stand as it is behind `#` in a header.
const FRAGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// What stands around links in texts, and at the end of no page's address.
const PUNCTUATION: &[char] =
    &['.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '<', '"', '\'', '`', '*', '_', '»', '”', '’', '،', '؛', '؟', ' ', '/'];

/// The address that was meant by a path of which there is no page.
#[derive(Debug, PartialEq, Eq)]
pub struct Meant {
    /// Without slashes around it.
    pub page: String,
    /// What belongs behind `#`, as it goes into a header.
    fragment: String,
}

impl Meant {
    /// Nothing where there is nothing to mend.
    pub fn by(path: &str) -> Option<Self> {
        let decoded = decoded(path);
        let (page, fragment) = decoded.split_once('#').unwrap_or((&decoded, ""));
        let page = page.trim_matches(PUNCTUATION);
        (page != path && !page.is_empty())
            .then(|| Self { page: page.to_owned(), fragment: utf8_percent_encode(fragment, FRAGMENT).to_string() })
    }

    /// Where it is. Never on another server: the page is one of ours.
    pub fn address(&self) -> String {
        let mark = if self.fragment.is_empty() { "" } else { "#" };
        format!("/{}{mark}{}", self.page, self.fragment)
    }
}

/// Some programs encode what others have encoded already.
fn decoded(path: &str) -> String {
    let once = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    once(&once(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_where_they_were_meant_to() {
        for (path, address) in [
            ("en/pledge/confirm%23id=0199&token=a-b_c", "/en/pledge/confirm#id=0199&token=a-b_c"),
            ("en/pledge/confirm%2523id=0199&token=a", "/en/pledge/confirm#id=0199&token=a"),
            ("en%2Fpledge%2Fconfirm%23id%3D0199%26token%3Da", "/en/pledge/confirm#id=0199&token=a"),
            ("en/invitation%23token=a%3E", "/en/invitation#token=a%3E"),
            ("fr/sign-in).", "/fr/sign-in"),
            ("ar/sign-in%3E", "/ar/sign-in"),
            ("//evil.example%23token=a", "/evil.example#token=a"),
        ] {
            assert_eq!(Meant::by(path).map(|meant| meant.address()).as_deref(), Some(address), "{path}");
        }
        for path in ["en/nowhere", "", "%23token=a", "en/pledge"] {
            assert_eq!(Meant::by(path), None, "{path}");
        }
        let header = Meant::by("en/invitation%23token=a%0D%0ASet-Cookie:%20x").expect("mended").address();
        assert_eq!(header, "/en/invitation#token=a%0D%0ASet-Cookie:%20x");
    }
}
