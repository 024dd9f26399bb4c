//! Where a page of a list ended, as a text that means nothing to who sends it back.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use crate::problem::{Code, Problem, Result};

/// Writes the place in a list that a page ended at.
pub fn write_cursor(place: &impl Serialize) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// Reads what [`write_cursor`] wrote.
pub fn read_cursor<T: DeserializeOwned>(cursor: Option<&str>) -> Result<Option<T>> {
    let Some(text) = cursor else { return Ok(None) };
    let read = || serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok();
    read().map(Some).ok_or_else(|| Problem::new(Code::InvalidCursor))
}
