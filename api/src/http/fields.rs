//! Checks of single values, collecting everything that is wrong before answering.

use chrono::NaiveDate;
use entity::partial_date::PartialDate;

use super::problem::{FieldCode, FieldError, Problem, Result};

/// Collects what is wrong with a body.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    pub fn wrong(&mut self, pointer: &str, code: FieldCode) {
        self.0.push(FieldError { pointer: pointer.to_owned(), code, limit: None });
    }

    pub fn wrong_by(&mut self, pointer: &str, code: FieldCode, limit: i64) {
        self.0.push(FieldError { pointer: pointer.to_owned(), code, limit: Some(limit) });
    }

    pub fn require(&mut self, pointer: &str, holds: bool, code: FieldCode) {
        if !holds {
            self.wrong(pointer, code);
        }
    }

    /// A required line of text, at most `max` characters.
    pub fn line(&mut self, pointer: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.wrong(pointer, FieldCode::Required);
        }
        self.optional_line(pointer, Some(text), max);
    }

    /// A required name of a person, an office or a place: a line without a web address, because mails of ours repeat it to whomever they go.
    pub fn name(&mut self, pointer: &str, text: &str, max: usize) {
        self.line(pointer, text, max);
        let text = text.to_lowercase();
        self.require(pointer, !text.contains("://") && !text.contains("www."), FieldCode::WrongFormat);
    }

    /// A line of text that may be absent.
    pub fn optional_line(&mut self, pointer: &str, text: Option<&str>, max: usize) {
        let Some(text) = text else { return };
        if text.chars().any(|c| c.is_control() || is_direction(c)) {
            self.wrong(pointer, FieldCode::ControlCharacters);
        }
        self.length(pointer, text, max);
    }

    /// Several lines of text that may be absent.
    pub fn optional_prose(&mut self, pointer: &str, text: Option<&str>, max: usize) {
        let Some(text) = text else { return };
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.wrong(pointer, FieldCode::ControlCharacters);
        }
        self.length(pointer, text, max);
    }

    fn length(&mut self, pointer: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.wrong_by(pointer, FieldCode::TooLong, i64::try_from(max).unwrap_or(i64::MAX));
        }
    }

    pub fn between(&mut self, pointer: &str, value: Option<i64>, min: i64, max: i64) {
        match value {
            Some(n) if n < min => self.wrong_by(pointer, FieldCode::TooSmall, min),
            Some(n) if n > max => self.wrong_by(pointer, FieldCode::TooLarge, max),
            _ => {}
        }
    }

    /// An e-mail address that mail can be sent to.
    pub fn email(&mut self, pointer: &str, text: &str) {
        let usable =
            text.len() <= 254 && text.parse::<lettre::Address>().is_ok() && text.rsplit('@').next().is_some_and(|host| host.contains('.'));
        if text.trim().is_empty() {
            self.wrong(pointer, FieldCode::Required);
        } else if !usable {
            self.wrong(pointer, FieldCode::NotAnEmail);
        }
    }

    /// A web address that a page may link to; `javascript:` and the like are not.
    pub fn optional_web_address(&mut self, pointer: &str, text: Option<&str>) {
        let Some(text) = text else { return };
        let usable = url::Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some_and(|host| host.contains('.'))
                && url.username().is_empty()
                && url.password().is_none()
        });
        self.require(pointer, usable && text.len() <= 2000, FieldCode::NotAnAddress);
    }

    /// A BCP 47 language tag, no longer than everybody must be able to keep (RFC 5646, section 4.4.1).
    pub fn language_tag(&mut self, pointer: &str, tag: &str) {
        let known = tag.len() <= 35 && icu::locale::Locale::try_from_str(tag).is_ok_and(|locale| !locale.id.language.is_unknown());
        self.require(pointer, known, FieldCode::NotALanguage);
    }

    /// A date that may be absent, as exact as it is known.
    pub fn optional_date(&mut self, pointer: &str, text: Option<&str>) -> Option<PartialDate> {
        let date = text?.parse().ok();
        self.require(pointer, date.is_some(), FieldCode::NotADate);
        date
    }

    /// As [`Fields::optional_date`], of something that has happened.
    pub fn optional_past_date(&mut self, pointer: &str, text: Option<&str>, today: NaiveDate) -> Option<PartialDate> {
        let date = self.optional_date(pointer, text)?;
        self.require(pointer, !date.begins_after(today), FieldCode::InTheFuture);
        Some(date)
    }

    /// A period whose ends may be unknown. The pointers are those of its ends.
    pub fn period(&mut self, (from, from_text): (&str, Option<&str>), (to, to_text): (&str, Option<&str>)) -> [Option<PartialDate>; 2] {
        let ends = [self.optional_date(from, from_text), self.optional_date(to, to_text)];
        if let [Some(start), Some(end)] = &ends {
            self.require(to, !end.is_before(start), FieldCode::OutOfOrder);
        }
        ends
    }

    /// At most so many items.
    pub fn at_most<T>(&mut self, pointer: &str, items: &[T], max: usize) {
        if items.len() > max {
            self.wrong_by(pointer, FieldCode::TooMany, i64::try_from(max).unwrap_or(i64::MAX));
        }
    }

    /// 422 with everything that was wrong.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::fields(self.0)) }
    }
}

/// What turns the direction of the text around it, so that a name looks like another. The marks that Arabic and Hebrew need are not among it.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A language tag in the writing that BCP 47 recommends: `pt-BR`, however it was typed.
pub fn tidy_tag(tag: &str) -> String {
    icu::locale::Locale::try_from_str(tag).map_or_else(|_| tag.to_owned(), |locale| locale.to_string())
}

/// A text with its spaces put in order; absent when nothing is left.
pub fn tidy(text: &str) -> Option<String> {
    let tidy = text.trim();
    (!tidy.is_empty()).then(|| tidy.to_owned())
}
