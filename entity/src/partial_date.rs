//! A date as exact as it is known: a year, a month or a day.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// `2022`, `2022-10` or `2022-10-14`, kept as text so that text order is time order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize)]
#[sea_orm(column_type = "Text")]
pub struct PartialDate(String);

/// How exact a [`PartialDate`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    Year,
    Month,
    Day,
}

/// The text is not a year, a month or a day of the Gregorian calendar.
#[derive(Debug, PartialEq, Eq)]
pub struct NotADate;

impl PartialDate {
    pub fn day(date: chrono::NaiveDate) -> Self {
        Self(date.format("%Y-%m-%d").to_string())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn precision(&self) -> Precision {
        match self.0.len() {
            4 => Precision::Year,
            7 => Precision::Month,
            _ => Precision::Day,
        }
    }

    pub fn year(&self) -> i32 {
        self.0[..4].parse().unwrap_or_default()
    }

    /// Whether the whole period named by this date lies before `day`: a term that ends in "2026" has
    /// not ended on any day of 2026.
    pub fn is_over_on(&self, day: chrono::NaiveDate) -> bool {
        let today = day.format("%Y-%m-%d").to_string();
        self.0.as_str() < &today[..self.0.len()]
    }

    /// Whether the period named by this date begins after `day`.
    pub fn begins_after(&self, day: chrono::NaiveDate) -> bool {
        self.0.as_str() > &day.format("%Y-%m-%d").to_string()[..self.0.len()]
    }

    /// Whether this date lies before another, as far as both are known: "2023" is not before "2023-06".
    pub fn is_before(&self, other: &Self) -> bool {
        let length = self.0.len().min(other.0.len());
        self.0[..length] < other.0[..length]
    }
}

impl std::str::FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let shape_ok =
            text.len() <= 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        let whole = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            10 => text.to_owned(),
            _ => return Err(NotADate),
        };
        if !shape_ok || chrono::NaiveDate::parse_from_str(&whole, "%Y-%m-%d").is_err() || &whole[..4] < "1000" {
            return Err(NotADate);
        }
        Ok(Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("expected YYYY, YYYY-MM or YYYY-MM-DD"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_year_a_month_or_a_day() {
        for (text, precision) in [("2022", Precision::Year), ("2022-10", Precision::Month), ("2022-10-14", Precision::Day)] {
            assert_eq!(text.parse::<PartialDate>().map(|d| d.precision()), Ok(precision));
        }
        for text in ["", "22", "2022-13", "2022-02-30", "2022-1", "2022/10", "abcd", "2022-10-14T", "0000", "２０２２"] {
            assert_eq!(text.parse::<PartialDate>(), Err(NotADate), "{text}");
        }
    }

    #[test]
    fn a_period_is_over_only_after_its_last_day() {
        let day = |text: &str| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap_or_default();
        let over = |date: &str, on: &str| date.parse::<PartialDate>().map(|d| d.is_over_on(day(on)));
        assert_eq!(over("2026", "2026-12-31"), Ok(false));
        assert_eq!(over("2026", "2027-01-01"), Ok(true));
        assert_eq!(over("2026-11", "2026-11-30"), Ok(false));
        assert_eq!(over("2026-11-23", "2026-11-24"), Ok(true));
        let future = |date: &str, on: &str| date.parse::<PartialDate>().map(|d| d.begins_after(day(on)));
        assert_eq!(future("2026", "2026-01-01"), Ok(false));
        assert_eq!(future("2026-11-24", "2026-11-23"), Ok(true));
        let before = |a: &str, b: &str| Ok::<_, NotADate>(a.parse::<PartialDate>()?.is_before(&b.parse()?));
        assert_eq!(before("2023", "2023-06"), Ok(false));
        assert_eq!(before("2023-05", "2023-06-14"), Ok(true));
    }
}
