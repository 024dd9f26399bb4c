//! Texts as words that both databases find alike: segmented, folded and normalised, in every script.

use std::sync::LazyLock;

use icu::{
    casemap::{CaseMapper, CaseMapperBorrowed},
    normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed},
    properties::{
        CodePointMapData, CodePointMapDataBorrowed,
        props::{GeneralCategory, GeneralCategoryGroup, Script},
    },
    segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions},
};

const DECOMPOSE: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();
const COMPOSE: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const FOLD_CASE: CaseMapperBorrowed<'static> = CaseMapper::new();
const SCRIPT: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();
const CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::<GeneralCategory>::new();

/// Finds words where none are separated by spaces (Han, Kana, Thai, Lao, Khmer, Burmese).
static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()));

/// Longer words are cut; no honest word is.
const LONGEST_WORD: usize = 60;

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<String> {
    if text.is_ascii() {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        return words.map(|word| cut(word.to_ascii_lowercase())).collect();
    }
    let folded = fold(text);
    let mut words = Vec::new();
    for run in folded.split(|c| !in_word(c)).filter(|run| run.chars().any(char::is_alphanumeric)) {
        if run.chars().any(is_unspaced) {
            let mut start = 0;
            for end in SEGMENTER.segment_str(run).filter(|end| *end > 0) {
                words.push(cut(run[start..end].to_owned()));
                start = end;
            }
        } else {
            words.push(cut(run.to_owned()));
        }
    }
    words
}

fn cut(word: String) -> String {
    match word.char_indices().nth(LONGEST_WORD) {
        Some((end, _)) => word[..end].to_owned(),
        None => word,
    }
}

/// Takes away what people leave out or vary when they type: case, compatibility forms, accents where a script
/// can do without them, and the variants of one Arabic letter.
fn fold(text: &str) -> String {
    let decomposed = DECOMPOSE.normalize(text);
    let mut bare = String::with_capacity(decomposed.len());
    let mut base = Script::Common;
    for c in FOLD_CASE.fold_string(&decomposed).chars() {
        let category = CATEGORY.get(c);
        if GeneralCategoryGroup::Mark.contains(category) {
            if !drops_marks(base) {
                bare.push(c);
            }
            continue;
        }
        base = SCRIPT.get(c);
        match c {
            'æ' => bare.push_str("ae"),
            'œ' => bare.push_str("oe"),
            'þ' => bare.push_str("th"),
            'ø' => bare.push('o'),
            'ł' => bare.push('l'),
            'đ' | 'ð' => bare.push('d'),
            'ħ' => bare.push('h'),
            'ŧ' => bare.push('t'),
            'ı' => bare.push('i'),
            'ə' => bare.push('e'),
            'ٱ' => bare.push('ا'),
            'ى' | 'ی' => bare.push('ي'),
            'ک' => bare.push('ك'),
            'ة' => bare.push('ه'),
            // Tatweel only stretches a word; joiners only shape it.
            'ـ' | '\u{200c}' | '\u{200d}' => {}
            // Within a word these are apostrophes, whatever Unicode calls them.
            'ʻ' | 'ʼ' | 'ʹ' | 'ʾ' | 'ʿ' => bare.push(' '),
            _ => bare.push(c),
        }
    }
    COMPOSE.normalize(&bare).into_owned()
}

fn drops_marks(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Greek | Script::Cyrillic | Script::Arabic | Script::Hebrew)
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || GeneralCategoryGroup::Mark.contains(CATEGORY.get(c))
}

fn is_unspaced(c: char) -> bool {
    matches!(
        SCRIPT.get(c),
        Script::Han | Script::Hiragana | Script::Katakana | Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar
    )
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_people_type_and_what_is_written_become_the_same_words() {
        for (written, typed) in [
            ("Salé", "SALE"),
            ("Saint-Denis", "saint denis"),
            ("L’Hospitalet de Llobregat", "l'hospitalet de llobregat"),
            ("Großenhain", "grossenhain"),
            ("Ærøskøbing", "aeroskobing"),
            ("Łódź", "lodz"),
            ("Αθήνα", "αθηνα"),
            ("Йошкар-Ола", "йошкар ола"),
            ("أم القرى", "ام القري"),
            ("سـلا", "سلا"),
            ("مكة", "مكه"),
            ("ｋｙｏｔｏ", "kyoto"),
            ("İzmir", "izmir"),
            ("Đà Nẵng", "da nang"),
            ("St. John's", "st john s"),
        ] {
            assert_eq!(words(written), words(typed), "{written}");
        }
    }

    #[test]
    fn scripts_keep_what_they_need() {
        assert_eq!(words("광주"), ["광주"]);
        assert_eq!(words("が"), ["が"], "a voiced kana is another letter");
        assert_eq!(words("दिल्ली"), ["दिल्ली"], "vowel signs are letters");
        assert_eq!(words("नई दिल्ली").len(), 2);
        assert!(!words("東京都千代田区").is_empty());
        assert_eq!(words("กรุงเทพมหานคร").concat(), "กรุงเทพมหานคร");
    }

    #[test]
    fn what_is_not_a_word_is_nothing() {
        for text in ["", " ", "🏙️🎉", "…—!?", "'\"*()", "\u{301}"] {
            assert!(words(text).is_empty(), "{text}");
        }
        assert_eq!(words(&"x".repeat(500)), ["x".repeat(60)]);
    }
}
