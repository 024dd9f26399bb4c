//! Shapes that records of many kinds share.

use entity::partial_date::{PartialDate, Precision};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A date as exact as it is known.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DateOut {
    /// `2022`, `2022-10` or `2022-10-14`.
    #[schema(example = "2022-10")]
    pub date: String,
    #[schema(inline)]
    pub precision: Precision,
}

impl DateOut {
    pub fn of(date: &PartialDate) -> Self {
        Self { date: date.as_str().to_owned(), precision: date.precision() }
    }
}

/// A text with its language.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Text {
    pub value: String,
    /// BCP 47.
    #[schema(example = "es")]
    pub lang: Option<String>,
    /// How a translation was made: `human` or `machine`; absent for an original.
    pub origin: Option<String>,
    /// Language of the original, if this is a translation.
    pub translated_from: Option<String>,
}

impl Text {
    pub fn original(value: impl Into<String>, lang: Option<&str>) -> Self {
        Self { value: value.into(), lang: lang.map(str::to_owned), origin: None, translated_from: None }
    }
}
