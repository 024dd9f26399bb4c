//! Checks of single values, collecting everything that is wrong before answering.

use chrono::NaiveDate;
use entity::partial_date::PartialDate;

use super::{
    characters::{breaks_a_line, is_hidden, is_needed, is_turning, is_visible_letter},
    problem::{FieldCode, FieldError, Problem, Result},
};
use crate::{email_address::EmailAddress, passwords::Password};

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

    /// A required name, of a person, an office, a place or whatever else is called something: the one check of all names.
    pub fn name(&mut self, pointer: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.wrong(pointer, FieldCode::Required);
        }
        self.optional_name(pointer, Some(text), max);
    }

    /// As [`Fields::name`], of what may be absent; nothing but spaces is absent. A name has something to be seen, and hides nothing. That it is
    /// no web address is a courtesy to whoever fills the wrong field: nothing relies on it.
    pub fn optional_name(&mut self, pointer: &str, text: Option<&str>, max: usize) {
        let fits = self.fits_a_line(pointer, text, max);
        let Some(text) = text.map(str::trim).filter(|text| fits && !text.is_empty()) else { return };
        let looks_like_nothing = text.chars().any(|c| is_hidden(c) && !is_needed(c) && !is_turning(c));
        self.require(pointer, !looks_like_nothing, FieldCode::ControlCharacters);
        self.require(pointer, looks_like_nothing || text.chars().any(is_visible_letter), FieldCode::NoLetters);
        let lower = text.to_lowercase();
        self.require(pointer, !lower.contains("://") && !lower.contains("www."), FieldCode::WrongFormat);
    }

    /// A line of text that may be absent.
    pub fn optional_line(&mut self, pointer: &str, text: Option<&str>, max: usize) {
        self.fits_a_line(pointer, text, max);
    }

    /// As [`Fields::optional_line`]; whether it is short enough to be looked at more closely.
    fn fits_a_line(&mut self, pointer: &str, text: Option<&str>, max: usize) -> bool {
        let Some(text) = text else { return true };
        let fits = self.length(pointer, text, max);
        self.require(pointer, !fits || !text.chars().any(|c| breaks_a_line(c) || is_turning(c)), FieldCode::ControlCharacters);
        fits
    }

    /// Several lines of text that may be absent.
    pub fn optional_prose(&mut self, pointer: &str, text: Option<&str>, max: usize) {
        let Some(text) = text else { return };
        let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        if self.length(pointer, text, max) {
            self.require(pointer, text.chars().all(is_text), FieldCode::ControlCharacters);
        }
    }

    /// Whether a text is no longer than this. It is asked before anything else: whatever else is looked at costs more the longer a text is.
    fn length(&mut self, pointer: &str, text: &str, max: usize) -> bool {
        let fits = text.chars().nth(max).is_none();
        if !fits {
            self.wrong_by(pointer, FieldCode::TooLong, i64::try_from(max).unwrap_or(i64::MAX));
        }
        fits
    }

    pub fn between(&mut self, pointer: &str, value: Option<i64>, min: i64, max: i64) {
        match value {
            Some(n) if n < min => self.wrong_by(pointer, FieldCode::TooSmall, min),
            Some(n) if n > max => self.wrong_by(pointer, FieldCode::TooLarge, max),
            _ => {}
        }
    }

    /// An e-mail address that mail can be sent to.
    pub fn email(&mut self, pointer: &str, text: &str) -> Option<EmailAddress> {
        self.read(pointer, EmailAddress::parse(text))
    }

    /// A password, of an account that there is or that is to be.
    pub fn password(&mut self, pointer: &str, text: &str) -> Option<Password> {
        if self.length(pointer, text, Password::LONGEST) { self.read(pointer, Password::read(text)) } else { None }
    }

    /// A web address that a page may link to, as it is stored; `javascript:` and the like are not.
    pub fn web_address(&mut self, pointer: &str, text: &str) -> Option<String> {
        self.read(pointer, web_address(text).ok_or(FieldCode::NotAnAddress))
    }

    fn read<T>(&mut self, pointer: &str, value: std::result::Result<T, FieldCode>) -> Option<T> {
        value.map_err(|code| self.wrong(pointer, code)).ok()
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

    /// At most so many items; whether they are so few that each may be looked at.
    pub fn at_most<T>(&mut self, pointer: &str, items: &[T], max: usize) -> bool {
        let fits = items.len() <= max;
        if !fits {
            self.wrong_by(pointer, FieldCode::TooMany, i64::try_from(max).unwrap_or(i64::MAX));
        }
        fits
    }

    /// As [`Fields::finish`], with two values that were read: either both are there, or what is wrong with one was noted.
    pub fn all<A, B>(self, (a, b): (Option<A>, Option<B>)) -> Result<(A, B)> {
        self.finish()?;
        a.zip(b).ok_or_else(|| Problem::new(super::problem::Code::InvalidFields))
    }

    /// As [`Fields::all`], with one.
    pub fn one<A>(self, a: Option<A>) -> Result<A> {
        Ok(self.all((a, Some(())))?.0)
    }

    /// 422 with everything that was wrong.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::fields(self.0)) }
    }
}

/// A web address as browsers read it: without what surrounds it, scheme and host in lower case, the host by its A-label.
fn web_address(text: &str) -> Option<String> {
    const LONGEST: usize = 2000;
    let typed = text.trim();
    let url = url::Url::parse(Some(typed).filter(|typed| typed.len() <= LONGEST && !typed.chars().any(breaks_a_line))?).ok()?;
    let named = url.domain().is_some_and(|host| host.contains('.'));
    let usable = matches!(url.scheme(), "http" | "https") && named && url.username().is_empty() && url.password().is_none();
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let text = if bare { url.as_str().trim_end_matches('/') } else { url.as_str() };
    (usable && text.len() <= LONGEST).then(|| text.to_owned())
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
