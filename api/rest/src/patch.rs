//! The three states of a member in a JSON Merge Patch (RFC 7396): absent, null, or a value.

use serde::{Deserialize, Deserializer};

/// What a patch says about one member. Needs `#[serde(default)]` on the member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Absent: stays as it is.
    #[default]
    Keep,
    /// Null: goes away.
    Remove,
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the patch says anything about the member.
    pub fn is_given(&self) -> bool {
        !matches!(self, Self::Keep)
    }

    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            _ => None,
        }
    }

    /// The member after the patch.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Keep => current,
            Self::Remove => None,
            Self::Set(value) => Some(value),
        }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Remove => Patch::Remove,
            Self::Set(value) => Patch::Set(change(value)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Remove, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Sample {
        #[serde(default)]
        website: Patch<String>,
    }

    #[test]
    fn absent_null_and_value_are_told_apart() {
        let read = |text: &str| serde_json::from_str::<Sample>(text).map(|sample| sample.website).ok();
        assert_eq!(read("{}"), Some(Patch::Keep));
        assert_eq!(read(r#"{"website":null}"#), Some(Patch::Remove));
        assert_eq!(read(r#"{"website":"a"}"#), Some(Patch::Set("a".to_owned())));
        assert_eq!(read(r#"{"website":1}"#), None);
        let after = |patch: Patch<i32>| patch.apply(Some(1));
        assert_eq!([after(Patch::Keep), after(Patch::Remove), after(Patch::Set(2))], [Some(1), None, Some(2)]);
    }
}
