//! An e-mail address: the one place that says which are taken, what is stored of one, and when two are the same.

use idna::{
    AsciiDenyList,
    uts46::{DnsLength, Hyphens, Uts46},
};
use unicode_normalization::UnicodeNormalization;

use crate::{
    characters::{is_hidden, is_joiner, is_of_a_word},
    problem::FieldCode,
};

/// Octets of an address, and of what stands before its `@` (RFC 5321, section 4.5.3.1).
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
/// No host is written longer than this before its labels are in ASCII.
const LONGEST_TYPED: usize = 1000;

/// What RFC 5322 calls atext beside letters and digits.
const ATEXT: &str = "!#$%&'*+-/=?^_`{|}~";

/// An address that mail can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress {
    text: String,
    key: String,
}

impl EmailAddress {
    /// Reads what somebody typed, or says what is wrong with it. Nothing is guessed: a character that looks like another, or like nothing, is
    /// refused and not replaced, since it would lead to somebody else's account.
    pub fn parse(typed: &str) -> Result<Self, FieldCode> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(FieldCode::Required);
        }
        let (local, host) = typed.rsplit_once('@').filter(|_| typed.len() <= LONGEST_TYPED).ok_or(FieldCode::NotAnEmail)?;
        // A host may need what joins letters; whether it does is for IDNA to say.
        if local.chars().any(is_hidden) || host.chars().any(|c| is_hidden(c) && !is_joiner(c)) {
            return Err(FieldCode::ControlCharacters);
        }
        if !typed.chars().all(stands_for_itself) {
            return Err(FieldCode::LookAlikeCharacters);
        }
        let local: String = local.nfc().collect();
        let host = host_in_ascii(host).ok_or(FieldCode::NotAnEmail)?;
        let lower = local.to_lowercase();
        let address = Self { text: format!("{local}@{host}"), key: format!("{lower}@{host}") };
        // The key is an address as well: letters for several spellings go there.
        let fits = [&local, &lower].iter().all(|local| local.len() <= LONGEST_LOCAL) && address.key.len() <= LONGEST;
        // Neither quoted nor a literal, whatever the standard would allow: nobody has one, and few programs send to it.
        let usable = local.split('.').all(is_atom) && fits && address.text.len() <= LONGEST;
        if usable && address.text.parse::<lettre::Address>().is_ok() { Ok(address) } else { Err(FieldCode::NotAnEmail) }
    }

    /// As it is stored and mailed to: as typed, the host in its A-label.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// As it is compared: whoever types it in capitals means the same mailbox.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The host, in its A-label.
    pub fn host(&self) -> &str {
        self.text.rsplit('@').next().unwrap_or_default()
    }
}

/// As addresses are compared; also what is none, since it was written before it had to be one.
pub fn key_of(address: &str) -> String {
    EmailAddress::parse(address).map_or_else(|_| address.trim().to_lowercase(), |address| address.key)
}

/// Whether a character is no other one in disguise: neither Unicode's compatibility characters nor those that it keeps for another's sake,
/// such as the sign of Kelvin.
fn stands_for_itself(c: char) -> bool {
    c.is_ascii() || std::iter::once(c).nfkc().eq(std::iter::once(c))
}

/// UTS 46. A host has a dot, and does not end in a number, which would be an address of the network.
fn host_in_ascii(host: &str) -> Option<String> {
    let ascii = Uts46::new().to_ascii(host.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify).ok()?;
    let (_, last) = ascii.rsplit_once('.')?;
    (!last.bytes().all(|byte| byte.is_ascii_digit())).then(|| ascii.into_owned())
}

fn is_atom(text: &str) -> bool {
    let fits = |c: char| if c.is_ascii() { c.is_ascii_alphanumeric() || ATEXT.contains(c) } else { is_of_a_word(c) };
    !text.is_empty() && text.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (String, String) {
        let address = EmailAddress::parse(text).unwrap_or_else(|code| panic!("{text}: {}", code.as_str()));
        (address.as_str().to_owned(), address.key().to_owned())
    }

    #[test]
    fn one_mailbox_has_one_key_however_it_is_typed() {
        assert_eq!(parsed(" Nora@Example.ORG "), ("Nora@example.org".to_owned(), "nora@example.org".to_owned()));
        for typed in ["büro@müller.example", "bu\u{308}ro@MÜLLER.example", "büro@xn--mller-kva.example", "büro@XN--MLLER-KVA.example"]
        {
            assert_eq!(parsed(typed), ("büro@xn--mller-kva.example".to_owned(), "büro@xn--mller-kva.example".to_owned()), "{typed}");
        }
        assert_eq!(parsed("a@例え。テスト").0, "a@xn--r8jz45g.xn--zckzah", "their own full stop");
        assert_eq!(parsed("o'neil+rights@city.gov.example").0, "o'neil+rights@city.gov.example");
    }

    #[test]
    fn what_looks_like_another_or_like_nothing_is_said() {
        let refused = |text: &str| EmailAddress::parse(text).expect_err(text);
        for disguised in
            ["\u{212A}im@city.example", "ｋim@city.example", "kim@\u{212A}city.example", "ﬁn@city.example", "kim@city．example"]
        {
            assert_eq!(refused(disguised), FieldCode::LookAlikeCharacters, "{disguised}");
        }
        for hidden in [
            "k\u{200B}im@city.example",
            "kim@ci\u{00AD}ty.example",
            "kim\u{200D}@city.example",
            "\u{FEFF}kim@city.example",
            "k\u{2800}@a.example",
        ] {
            assert_eq!(refused(hidden), FieldCode::ControlCharacters, "{hidden:?}");
        }
        assert_eq!(refused(" "), FieldCode::Required);
    }

    #[test]
    fn what_can_never_be_mailed_is_no_address() {
        let (long_local, long_host) = (format!("{}@city.example", "a".repeat(65)), format!("a@{}.example", "b".repeat(64)));
        for text in [
            "\"kim doe\"@city.example",
            "\"kim\"@city.example",
            "kim@[192.0.2.1]",
            "kim@[IPv6:2001:db8::1]",
            "kim@192.0.2.1",
            "kim",
            "@city.example",
            "kim@",
            "kim@city",
            "kim@city.example.",
            "kim@.example",
            "kim@-city.example",
            "kim@ci_ty.example",
            ".kim@city.example",
            "kim.@city.example",
            "k..im@city.example",
            "k im@city.example",
            "kim@doe@city.example",
            "kim(x)@city.example",
            "<kim@city.example>",
            "kim@city.example\nBcc: c@d.example",
            "🏙@city.example",
            "kim@xn--a.example",
            &long_local,
            &long_host,
        ] {
            assert_eq!(EmailAddress::parse(text), Err(FieldCode::NotAnEmail), "{text}");
        }
    }
}
