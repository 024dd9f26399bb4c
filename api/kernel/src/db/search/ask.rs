//! What is searched for, in the languages of both engines.

use super::words::words;

/// A condition on the words of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Word(String),
    /// A name of just these words.
    Name(Vec<String>),
    Prefix(String),
    All(Vec<Ask>),
    Any(Vec<Ask>),
    /// The first and not the second.
    Except(Box<Ask>, Box<Ask>),
}

/// Words beyond these are not looked at.
const MOST_WORDS: usize = 10;

/// What somebody typed.
#[derive(Clone, Debug)]
pub struct Typed {
    pub words: Vec<String>,
}

impl Typed {
    /// Nothing where the text has no word in it.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = words(text);
        words.truncate(MOST_WORDS);
        (!words.is_empty()).then_some(Self { words })
    }

    /// Records one of whose names is just this.
    pub fn exact(&self) -> Ask {
        Ask::Name(self.words.clone())
    }

    /// Records that have all the words, the last of which may be unfinished.
    pub fn begun(&self) -> Ask {
        self.with(None)
    }

    /// As [`Typed::begun`], with one word replaced by any of these.
    pub fn corrected(&self, position: usize, candidates: Vec<String>) -> Ask {
        self.with(Some((position, candidates)))
    }

    fn with(&self, replaced: Option<(usize, Vec<String>)>) -> Ask {
        let last = self.words.len() - 1;
        let condition = |(i, word): (usize, &String)| match &replaced {
            Some((position, candidates)) if *position == i => Ask::Any(candidates.iter().cloned().map(Ask::Word).collect()),
            _ if i == last => Ask::Prefix(word.clone()),
            _ => Ask::Word(word.clone()),
        };
        Ask::All(self.words.iter().enumerate().map(condition).collect())
    }
}

/// One word that stands for a whole name. No text can spell it: its marks are no letters.
pub fn whole_name(words: &[String]) -> String {
    format!("§{}", words.join("·"))
}

/// One word that stands for a country.
pub fn country_word(code: &str) -> String {
    format!("¤{}", code.to_ascii_lowercase())
}

impl Ask {
    pub fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }

    pub fn except(self, other: Self) -> Self {
        Self::Except(Box::new(self), Box::new(other))
    }

    /// For FTS5. Words hold letters, digits and marks only, never a quote.
    pub fn fts5(&self) -> String {
        match self {
            Self::Word(word) => format!("\"{word}\""),
            Self::Name(words) => format!("\"{}\"", whole_name(words)),
            Self::Prefix(word) => format!("\"{word}\"*"),
            Self::All(parts) => format!("({})", join(parts, " AND ", Self::fts5)),
            Self::Any(parts) => format!("({})", join(parts, " OR ", Self::fts5)),
            Self::Except(a, b) => format!("({} NOT {})", a.fts5(), b.fts5()),
        }
    }

    /// For PostgreSQL's `tsquery`.
    pub fn tsquery(&self) -> String {
        match self {
            Self::Word(word) => format!("'{word}'"),
            Self::Name(words) => format!("'{}'", whole_name(words)),
            Self::Prefix(word) => format!("'{word}':*"),
            Self::All(parts) => format!("({})", join(parts, " & ", Self::tsquery)),
            Self::Any(parts) => format!("({})", join(parts, " | ", Self::tsquery)),
            Self::Except(a, b) => format!("({} & !{})", a.tsquery(), b.tsquery()),
        }
    }

    /// Whether a single name answers.
    pub fn holds_for(&self, name: &str) -> bool {
        self.holds(&words(name))
    }

    fn holds(&self, words: &[String]) -> bool {
        match self {
            Self::Word(word) => words.contains(word),
            Self::Name(name) => words == name,
            Self::Prefix(start) => words.iter().any(|word| word.starts_with(start.as_str())),
            Self::All(parts) => parts.iter().all(|part| part.holds(words)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(words)),
            Self::Except(a, b) => a.holds(words) && !b.holds(words),
        }
    }
}

fn join(parts: &[Ask], by: &str, write: fn(&Ask) -> String) -> String {
    parts.iter().map(write).collect::<Vec<_>>().join(by)
}
