//! What adhesions, and the pages that were made of them, say of a person.

use entity::{adhesion, kinds::SubjectKind, territory};
use kernel::{
    db::Tx,
    problem::{Problem, Result},
};
use register::{adhesions::answers::Answers, territories::model::Published};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::{changes::Changes, person::Person};

/// Takes a person out of the answers of adhesions and off the pages: as a contact, a signatory and a leader.
pub async fn forget(tx: &Tx, person: &Person, changes: &mut Changes) -> Result<()> {
    let near = || person.near.iter().copied();
    let adhesions = adhesion::Entity::find().filter(adhesion::Column::TerritoryId.is_in(near())).order_by_asc(adhesion::Column::Id);
    for mut row in adhesions.lock_exclusive().all(&**tx).await? {
        // Nothing is known of what cannot be read; its texts are masked like others.
        let Ok(before) = Answers::read(&row.fields) else { continue };
        let mut answers = before.clone();
        if from_answers(&mut answers, person) {
            // Nobody has said yet that whoever signs instead may do so.
            row.authority_confirmed_by = None;
            row.authority_how = None;
            row.authority_on = None;
            row.authority_recorded_by = None;
            row.authority_recorded_at = None;
        }
        if answers != before {
            row.fields = answers.write()?;
            changes.of(SubjectKind::Adhesion, row.id, "fields");
            row.into_active_model().reset_all().update(&**tx).await?;
        }
    }
    let territories = territory::Entity::find().filter(territory::Column::Id.is_in(near())).order_by_asc(territory::Column::Id);
    for mut row in territories.lock_exclusive().all(&**tx).await? {
        let mut published = Published::read(&row);
        if published.signatory.as_ref().is_some_and(|signatory| person.is_name(&signatory.name)) {
            published.signatory = None;
            row.published = Some(serde_json::to_value(published).map_err(Problem::internal)?);
            changes.of(SubjectKind::Territory, row.id, "signatory");
            row.into_active_model().reset_all().update(&**tx).await?;
        }
    }
    Ok(())
}

/// Tells whether the person was who signs.
fn from_answers(answers: &mut Answers, person: &Person) -> bool {
    let is_name = |name: &Option<String>| name.as_ref().is_some_and(|name| person.is_name(name));
    answers.contacts.retain(|contact| !contact.email.as_ref().is_some_and(|email| person.is_address(email)) && !is_name(&contact.name));
    if is_name(&answers.leader_name) {
        (answers.leader_name, answers.leader_office) = (None, None);
        (answers.leader_term_from, answers.leader_term_to) = (None, None);
    }
    let signed = is_name(&answers.signatory_name);
    if signed {
        (answers.signatory_name, answers.signatory_office) = (None, None);
        (answers.signatory_term_from, answers.signatory_term_to) = (None, None);
    }
    signed
}
