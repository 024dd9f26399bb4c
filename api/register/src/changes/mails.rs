//! The mails in the data folder that go with words: those about the records around which repeat them.

use std::collections::{HashMap, HashSet};

use entity::{access_request, comment, history, invitation, job, report};
use kernel::{
    db::Tx,
    mail::{Mail, kept},
    problem::{Problem, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{around::Around, redaction::words_at};
use crate::state::State;

/// Characters of words that nothing but what was taken out says: shorter ones stand in many a mail.
const TELLING: usize = 16;
/// Mails that one question asks about.
const AT_ONCE: usize = 1000;

/// What was found in the folder before the transaction, since looking through it takes long.
pub struct Mails {
    repeating: Vec<Uuid>,
    /// Those of them that repeat words of some length.
    telling: HashSet<Uuid>,
}

/// The mails that repeat the words at these places, where mail is written into the folder.
pub async fn that_repeat(state: &State, entry: &history::Model, places: &[String]) -> Result<Mails> {
    let words = words_at(state.db.reader(), entry.seq, places).await?;
    let long: Vec<String> = words.iter().filter(|word| word.chars().count() >= TELLING).cloned().collect();
    let find = async |words: Vec<String>| {
        let says = move |mail: &str| words.iter().any(|word| kept::repeats(mail, word));
        state.mailer.kept_that(says).await.map_err(Problem::internal)
    };
    Ok(Mails { repeating: find(words.into_iter().collect()).await?, telling: find(long).await?.into_iter().collect() })
}

impl Mails {
    /// Those that are about the records around. A mail that does not say what it is about goes where it repeats words of some length.
    pub async fn around(self, tx: &Tx, around: &Around) -> Result<Vec<Uuid>> {
        if self.repeating.is_empty() {
            return Ok(Vec::new());
        }
        let near = told_of(tx, around).await?;
        let mut asked = HashMap::new();
        for ids in self.repeating.chunks(AT_ONCE) {
            let jobs = job::Entity::find().filter(job::Column::Id.is_in(ids.iter().copied())).all(&**tx).await?;
            asked.extend(jobs.into_iter().filter_map(|job| Some((job.id, serde_json::from_value::<Mail>(job.payload).ok()?.tells_of()))));
        }
        let goes = |id: &Uuid| match asked.get(id).map(Vec::as_slice) {
            None | Some([]) => self.telling.contains(id),
            Some(records) => records.iter().any(|record| near.contains(record)),
        };
        Ok(self.repeating.iter().copied().filter(goes).collect())
    }
}

/// The records around that a mail may be about.
async fn told_of(tx: &Tx, around: &Around) -> Result<HashSet<Uuid>> {
    let mut near: HashSet<Uuid> = around.subjects.iter().copied().collect();
    let Some(territory) = &around.territory else { return Ok(near) };
    near.extend(ids::<invitation::Entity>(tx, invitation::Column::Id, invitation::Column::TerritoryId.eq(territory.id)).await?);
    near.extend(ids::<access_request::Entity>(tx, access_request::Column::Id, access_request::Column::TerritoryId.eq(territory.id)).await?);
    near.extend(ids::<report::Entity>(tx, report::Column::Id, report::Column::TerritoryId.eq(territory.id)).await?);
    let of_adhesions = comment::Column::AdhesionId.is_in(around.adhesions.iter().map(|row| row.id));
    near.extend(ids::<comment::Entity>(tx, comment::Column::Id, of_adhesions).await?);
    Ok(near)
}

async fn ids<E: EntityTrait>(tx: &Tx, id: E::Column, of: sea_orm::sea_query::SimpleExpr) -> Result<Vec<Uuid>> {
    Ok(E::find().select_only().column(id).filter(of).into_tuple().all(&**tx).await?)
}
