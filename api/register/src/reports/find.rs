//! Questions about reports.

use std::collections::HashMap;

use entity::{report, territory};
use kernel::{
    db::Tx,
    problem::{Code, Problem, Result},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::model::Report;
use crate::adhesions;

/// A report by id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<report::Model> {
    report::Entity::find_by_id(id).one(db).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// As [`by_id`], locked until the transaction ends.
pub async fn for_change(tx: &Tx, id: Uuid) -> Result<report::Model> {
    report::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// Reports with the records that they are about, and who answered.
pub async fn shaped(db: &impl ConnectionTrait, rows: Vec<report::Model>) -> Result<Vec<Report>> {
    let territories =
        territory::Entity::find().filter(territory::Column::Id.is_in(rows.iter().map(|row| row.territory_id))).all(db).await?;
    let territories: HashMap<Uuid, territory::Model> = territories.into_iter().map(|row| (row.id, row)).collect();
    let answerers: Vec<Uuid> = rows.iter().filter_map(|row| row.answered_by).collect();
    let names = adhesions::find::names(db, &answerers).await?;
    let shape = |row: report::Model| {
        let territory = territories.get(&row.territory_id)?;
        let answered_by = row.answered_by.and_then(|id| names.get(&id).cloned());
        Some(Report::of(row, territory, answered_by))
    };
    Ok(rows.into_iter().filter_map(shape).collect())
}

/// One report.
pub async fn one(db: &impl ConnectionTrait, row: report::Model) -> Result<Report> {
    shaped(db, vec![row]).await?.pop().ok_or_else(|| Problem::new(Code::NotFound))
}
