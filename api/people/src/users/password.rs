//! What a new password must be like, and what choosing one does.

use entity::{
    facts,
    kinds::{EmailTokenPurpose, SubjectKind},
    team_member, territory, territory_name, user,
};
use kernel::{
    db::{Entry, Tx},
    mail::{Mail, Recipient, Template},
    passwords::{Password, Passwords},
    problem::{FieldCode, Problem, Result},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::link;
use crate::sessions;

const SHORTEST: usize = 10;

/// Bytes of a name: one of three Latin letters stands in too many words to say anything, one of two Chinese characters does not.
const SHORTEST_NAME: usize = 4;

/// Of what is known of a person so many texts are looked at, so many characters of each, and so many words in all: a government has a name
/// in dozens of languages, and somebody may be in many teams.
const KNOWN: usize = 200;
const LONGEST_KNOWN: usize = 254;
const WORDS: usize = 1000;

/// Long enough, nothing that says who it is, and not what a guesser tries first. This costs: count whoever asks before, and ask when
/// everything else that was sent is right.
pub async fn check(passwords: &Passwords, pointer: &str, password: &Password, known: Vec<String>) -> Result<()> {
    if password.expose().chars().count() < SHORTEST {
        return Err(Problem::field(pointer, FieldCode::TooShort).bound(SHORTEST as u64));
    }
    let password = password.clone();
    match passwords.look_at(move || fault(&password, &looked_at(known))).await? {
        Some(code) => Err(Problem::field(pointer, code)),
        None => Ok(()),
    }
}

/// What is wrong with a password of somebody of whom this is known.
fn fault(password: &Password, known: &[String]) -> Option<FieldCode> {
    if is_personal(password.expose(), known) {
        return Some(FieldCode::PasswordPersonal);
    }
    (!password.is_strong(known)).then_some(FieldCode::PasswordTooWeak)
}

/// As much of what is known as is looked at.
fn looked_at(mut known: Vec<String>) -> Vec<String> {
    known.truncate(KNOWN);
    for text in &mut known {
        let end = text.char_indices().nth(LONGEST_KNOWN).map(|(end, _)| end);
        text.truncate(end.unwrap_or(text.len()));
    }
    known
}

/// What anybody knows who looks at an account: its address, its name, and what its governments are called.
pub async fn known_of(db: &impl ConnectionTrait, user: &user::Model) -> Result<Vec<String>> {
    let teams = team_member::Entity::find().select_only().column(team_member::Column::TerritoryId);
    let ids: Vec<Uuid> = teams.filter(team_member::Column::UserId.eq(user.id)).into_tuple().all(db).await?;
    let mut known = vec![user.email.clone(), user.name.clone()];
    known.extend(names_of(db, ids).await?);
    Ok(known)
}

/// What these governments are called, in every language; no more of it than is looked at.
pub async fn names_of(db: &impl ConnectionTrait, territories: Vec<Uuid>) -> Result<Vec<String>> {
    let own = territory::Entity::find().select_only().column(territory::Column::Name).limit(KNOWN as u64);
    let mut names: Vec<String> = own.filter(territory::Column::Id.is_in(territories.iter().copied())).into_tuple().all(db).await?;
    let others = territory_name::Entity::find().select_only().column(territory_name::Column::Name).limit(KNOWN as u64);
    let others = others.filter(territory_name::Column::TerritoryId.is_in(territories));
    names.extend(others.into_tuple::<String>().all(db).await?);
    Ok(names)
}

/// Whether what is known of a person makes up at least half of a password, however it is written.
fn is_personal(password: &str, known: &[String]) -> bool {
    let whole = letters(password);
    let names = known.iter().flat_map(|text| parts(text)).filter(|name| name.len() >= SHORTEST_NAME);
    let mut names: Vec<String> = names.take(WORDS).collect();
    // The longest first: a shorter one may be a part of it.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let rest = names.iter().fold(whole.clone(), |rest, name| rest.replace(name, ""));
    rest.chars().count() * 2 <= whole.chars().count() && rest != whole
}

/// A name as it is, each word of it, and of an address what stands before the `@` and the host.
fn parts(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(letters);
    let halves = text.split('@').map(letters);
    words.chain(halves).chain([letters(text)]).collect()
}

/// Letters and digits alone, without accents and case.
fn letters(text: &str) -> String {
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Gives a locked account another password: whoever was signed in is signed out, no link for choosing one works any more, and the owner is
/// told.
pub async fn change(tx: &mut Tx, row: user::Model, hash: String) -> Result<user::Model> {
    let now = tx.now();
    let had_one = row.password_hash.is_some();
    let mut change = row.into_active_model();
    change.password_hash = Set(Some(hash));
    change.password_is_initial = Set(false);
    change.updated_at = Set(now);
    // Who could use a mailed link reads mail at that address.
    if change.email_verified_at.as_ref().is_none() {
        change.email_verified_at = Set(Some(now));
    }
    let row = change.update(&**tx).await?;
    sessions::rules::end_all(tx, row.id).await?;
    link::use_up(tx, EmailTokenPurpose::ResetPassword, row.id).await?;
    tx.record(Entry::internal("user.updated", SubjectKind::User, row.id).facts(facts!({ "password": "chosen" })));
    if had_one {
        Mail::new(Template::PasswordChanged, Recipient::User(row.id)).enqueue(tx).await?;
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_who_one_is_is_no_password() {
        let known = ["nora.ferrer@rosario.example", "Nora Ferrer", "Rosario", "Área Metropolitana"].map(str::to_owned);
        for password in [
            "nora.ferrer@rosario.example",
            "NoraFerrer2026",
            "nora-ferrer-nora",
            "Rosario-Rosario!",
            "rosario.example",
            "Rosario2026!",
            "area metropolitana",
            "Área-Metropolitana-7",
            "ferrer rosario 12",
        ] {
            assert!(is_personal(password, &known), "{password}");
        }
        for password in ["plenty lantern orbit mosaic", "rosario plenty lantern orbit", "!!!!!!!!!!!!", "أربع كلمات لا رابط بينها"]
        {
            assert!(!is_personal(password, &known), "{password}");
        }
    }

    #[test]
    fn however_much_is_known_so_much_is_looked_at() {
        let known = looked_at(vec!["\u{FDFA}".repeat(80_000); 10_000]);
        assert_eq!((known.len(), known[0].chars().count()), (KNOWN, LONGEST_KNOWN));
        assert_eq!(looked_at(vec!["é".repeat(LONGEST_KNOWN), "Nora".to_owned()]), ["é".repeat(LONGEST_KNOWN), "Nora".to_owned()]);
    }
}
