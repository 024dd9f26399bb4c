//! Names of files, made safe to store, show and download.

use kernel::characters::breaks_a_line;

/// Characters of a name, its ending included.
const LONGEST: usize = 120;

/// A name without folders, control characters, marks that turn the reading direction, and characters that file systems
/// refuse; its ending says what the bytes are.
pub fn clean(given: &str, extension: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let kept: String = stem.chars().filter(|c| !is_unwelcome(*c)).collect();
    let short: String = kept.trim_matches([' ', '.']).chars().take(LONGEST - extension.len() - 1).collect();
    let stem = if short.is_empty() { "document" } else { short.trim_end() };
    format!("{stem}.{extension}")
}

fn is_unwelcome(c: char) -> bool {
    let turns_direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    breaks_a_line(c) || turns_direction || matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn names_are_kept_as_far_as_they_are_safe() {
        for (given, expected) in [
            ("Acuerdo del pleno.PDF", "Acuerdo del pleno.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            (r"C:\acts\قرار.pdf", "قرار.pdf"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.pdf"),
            ("a\r\nb\u{2028}c\".pdf", "abc.pdf"),
            (".htaccess", "document.pdf"),
            ("", "document.pdf"),
        ] {
            assert_eq!(clean(given, "pdf"), expected, "{given:?}");
        }
        assert_eq!(clean(&"é".repeat(300), "webp").chars().count(), 120);
    }
}
