//! Questions about pledges.

use entity::{pledge, territory};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::model::Pledge;
use crate::{
    db::Tx,
    http::problem::{Code, Problem, Result},
    state::State,
};

/// A pledge by id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<pledge::Model> {
    pledge::Entity::find_by_id(id).one(db).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// As [`by_id`], locked until the transaction ends.
pub async fn for_change(tx: &Tx, id: Uuid) -> Result<pledge::Model> {
    pledge::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// Pledges as the secretariat sees them, with their territories.
pub async fn shaped(state: &State, rows: Vec<pledge::Model>, language: entity::kinds::Language) -> Result<Vec<Pledge>> {
    let reference = state.reference.get(&state.db).await?;
    let ids = rows.iter().filter_map(|row| row.territory_id);
    let territories = territory::Entity::find().filter(territory::Column::Id.is_in(ids)).all(state.db.reader()).await?;
    let of = |row: &pledge::Model| territories.iter().find(|territory| Some(territory.id) == row.territory_id);
    Ok(rows
        .into_iter()
        .map(|row| {
            let territory = of(&row);
            Pledge::of(row, territory, &reference, language)
        })
        .collect())
}
