//! What the government says of its page counts for the adhesion that is on its way, too.

use entity::{adhesion, facts, kinds::PublicationPart};
use kernel::{db::Tx, problem::Result};
use uuid::Uuid;

use super::{
    answers::Answers,
    find,
    rules::{self, OPEN},
};

/// The territory's adhesion that is not decided, locked. To be called before the territory is locked, as deciding does.
pub async fn open_of(tx: &Tx, territory: Uuid) -> Result<Option<adhesion::Model>> {
    let Some(open) = find::open_of(tx, territory).await? else { return Ok(None) };
    let row = find::for_change(tx, open.id).await?;
    Ok(OPEN.contains(&row.state).then_some(row))
}

/// Notes in a locked adhesion that these parts are not to be published. A yes is not taken over: it was said to what an earlier adhesion says.
pub async fn refuse(tx: &mut Tx, mut row: adhesion::Model, parts: &[PublicationPart]) -> Result<()> {
    let before = Answers::read(&row.fields)?;
    let mut answers = before.clone();
    for part in parts {
        *answers.consent_mut(*part) = Some(false);
    }
    let changed = answers.changed_since(&before)?;
    if !changed.is_empty() {
        row.fields = answers.write()?;
        rules::save(tx, row, "adhesion.filled_in", facts!({ "fields": changed })).await?;
    }
    Ok(())
}
