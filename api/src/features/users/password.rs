//! What a password must be like, and what choosing one does.

use entity::{
    facts,
    kinds::{EmailTokenPurpose, SubjectKind},
    user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::link;
use crate::{
    db::{Entry, Tx},
    features::sessions,
    http::{
        fields::Fields,
        problem::{FieldCode, Result},
    },
    mail::{Mail, Recipient, Template},
};

const SHORTEST: usize = 10;
const LONGEST: usize = 256;

/// Long enough, and not what a guesser tries first. What is known of the person counts as guessable.
pub fn check(pointer: &str, password: &str, known: &[&str], fields: &mut Fields) {
    let length = password.chars().count();
    if length < SHORTEST {
        return fields.wrong_by(pointer, FieldCode::TooShort, i64::try_from(SHORTEST).unwrap_or_default());
    }
    if length > LONGEST {
        return fields.wrong_by(pointer, FieldCode::TooLong, i64::try_from(LONGEST).unwrap_or_default());
    }
    let strong = zxcvbn::zxcvbn(password, known).score() >= zxcvbn::Score::Three;
    fields.require(pointer, strong, FieldCode::PasswordTooWeak);
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
