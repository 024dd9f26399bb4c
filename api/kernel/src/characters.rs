//! What a reader sees of a text: Unicode's properties of characters, and nothing of what a text is for.

use icu::properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup},
};

/// Takes room on the screen and shows nothing: U+2800 is a blank cell of Braille, and a symbol to Unicode.
const BLANK_CELL: char = '\u{2800}';

/// Whether nothing is seen of a character, or only that there is room.
pub fn is_hidden(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) || c == BLANK_CELL
}

/// Hidden, and needed by honest text: what joins letters or parts them in Arabic script and in India, marks of direction, and what chooses
/// between forms of a character in Han and Mongolian.
pub const fn is_needed(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}' | '\u{061C}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180F}')
}

/// What joins or parts letters of one word.
pub const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// What turns the direction of the text around it, so that a name looks like another. The marks that Arabic and Hebrew need are not among it.
pub const fn is_turning(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What ends a line, or is no text: controls, and the separators of lines and paragraphs, which Unicode does not count among them.
pub fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A letter or a digit that can be seen. There are letters that cannot, such as the filler of Hangul.
pub fn is_visible_letter(c: char) -> bool {
    let group = GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Number);
    group.contains(category(c)) && !is_hidden(c)
}

/// A letter, a digit, or what is written above or below one.
pub fn is_of_a_word(c: char) -> bool {
    is_visible_letter(c) || GeneralCategoryGroup::Mark.contains(category(c)) && !is_hidden(c)
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_no_letter() {
        for hidden in ['\u{3164}', '\u{115F}', '\u{1160}', '\u{FFA0}', '\u{2800}', '\u{200B}', '\u{FEFF}', '\u{00AD}', '\u{E0041}'] {
            assert!(is_hidden(hidden) && !is_visible_letter(hidden), "{hidden:?}");
            assert!(!is_needed(hidden), "{hidden:?}");
        }
        for letter in ['a', 'ñ', '광', 'س', '東', '7', 'ⵣ', '𞤀', '٣'] {
            assert!(is_visible_letter(letter) && !is_hidden(letter), "{letter:?}");
        }
        for other in ['-', '.', '’', '·', '🏙', '\u{0301}'] {
            assert!(!is_visible_letter(other), "{other:?}");
        }
    }
}
