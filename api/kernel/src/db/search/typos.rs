//! One typo forgiven: words of the index that differ from a typed one by one letter added, left out, changed
//! or swapped with its neighbour.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

use super::{Noun, ask::Typed};

/// Shorter words are too like each other.
const SHORTEST: usize = 4;
/// Candidates of one word.
const MOST: usize = 20;

/// The words that may have been meant, by the position of the one that was mistyped.
pub async fn corrections(db: &impl ConnectionTrait, noun: Noun, typed: &Typed) -> Result<Vec<(usize, Vec<String>)>, DbErr> {
    let mut found = Vec::new();
    for (position, word) in typed.words.iter().enumerate() {
        if word.chars().count() >= SHORTEST {
            let meant = meant(db, noun, word).await?;
            if !meant.is_empty() {
                found.push((position, meant));
            }
        }
    }
    Ok(found)
}

/// A word with one typo shares its first or its last half with the word that was meant, unless the letters on
/// both sides of the middle are swapped: that word is looked up as such.
async fn meant(db: &impl ConnectionTrait, noun: Noun, word: &str) -> Result<Vec<String>, DbErr> {
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let first: String = letters[..middle].iter().collect();
    let last: String = letters[middle..].iter().rev().collect();
    let mut swapped = letters.clone();
    swapped.swap(middle - 1, middle);
    let swapped: String = swapped.into_iter().collect();
    let (shortest, longest) = (letters.len() - 1, letters.len() + 1);
    let placeholders = match db.get_database_backend() {
        DbBackend::Postgres => ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8"],
        _ => ["?1", "?2", "?3", "?4", "?5", "?6", "?7", "?8"],
    };
    let [noun_at, first_at, after_first, last_at, after_last, swapped_at, shortest_at, longest_at] = placeholders;
    let sql = format!(
        "SELECT word FROM search_word WHERE noun = {noun_at} AND word >= {first_at} AND word < {after_first} \
           AND length(word) BETWEEN {shortest_at} AND {longest_at} \
         UNION SELECT word FROM search_word WHERE noun = {noun_at} AND reversed >= {last_at} AND reversed < {after_last} \
           AND length(word) BETWEEN {shortest_at} AND {longest_at} \
         UNION SELECT word FROM search_word WHERE noun = {noun_at} AND word = {swapped_at}"
    );
    let values: [Value; 8] = [
        noun.as_str().into(),
        first.clone().into(),
        after(&first).into(),
        last.clone().into(),
        after(&last).into(),
        swapped.into(),
        i32::try_from(shortest).unwrap_or(i32::MAX).into(),
        i32::try_from(longest).unwrap_or(i32::MAX).into(),
    ];
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    let mut meant = Vec::new();
    for row in rows {
        let candidate: String = row.try_get_by_index(0)?;
        if differ_by_one(&letters, &candidate.chars().collect::<Vec<_>>()) {
            meant.push(candidate);
        }
    }
    meant.sort();
    meant.truncate(MOST);
    Ok(meant)
}

/// Whether one letter added, left out, changed, or swapped with its neighbour makes one of the other.
fn differ_by_one(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], [_]) | ([_], []) => true,
        ([x, y, a @ ..], [v, w, b @ ..]) if x == w && y == v && a == b => true,
        ([_, a_rest @ ..], [_, b_rest @ ..]) => a_rest == b_rest || a_rest == b || a == b_rest,
        _ => false,
    }
}

/// The least text greater than every text that begins so.
fn after(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

#[cfg(test)]
mod tests {
    use super::differ_by_one;

    #[test]
    fn a_typo_is_one_letter_added_left_out_changed_or_swapped() {
        let differ = |a: &str, b: &str| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!(differ_by_one(&a, &b), differ_by_one(&b, &a));
            differ_by_one(&a, &b)
        };
        for typo in ["quilmess", "quilme", "uilmes", "quilmas", "quilmse", "uqilmes", "quimles", "xquilmes", "quiilmes"] {
            assert!(differ("quilmes", typo), "{typo}");
        }
        for other in ["quilmes", "quilm", "qulimse", "quilmesss", "semliuq", "kuilmez", ""] {
            assert!(!differ("quilmes", other), "{other}");
        }
    }
}
