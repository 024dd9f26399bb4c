//! Whom things belong to: teams, tokens, documents. Found and locked here, and refused where the record is gone.

use entity::territory;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    db::Tx,
    problem::{Code, FieldCode, Problem, Result},
    shapes::Text,
};

/// For the document.
pub const GONE: &str =
    "`pledge_removed`, with `removed_on` and the public `reason`: the record was there only by a pledge that was not genuine.";

/// 410 where the record is gone, with the day and the public reason.
pub fn refuse_gone(row: &territory::Model) -> Result<()> {
    let Some(at) = row.removed_at else { return Ok(()) };
    let reason = row.stage_reason.clone().map(|value| Text::original(value, row.stage_reason_lang.as_deref()));
    Err(Problem::new(Code::PledgeRemoved).with("removed_on", at.date_naive()).with("reason", reason))
}

/// A territory by id or slug. Withdrawn ones keep their page; of one that is gone with a false pledge it is said that it is.
pub async fn by_id_or_slug(db: &impl ConnectionTrait, key: &str) -> Result<territory::Model> {
    let row = also_gone(db, key).await?;
    refuse_gone(&row)?;
    Ok(row)
}

/// As [`by_id_or_slug`], for the secretariat's own records of one that is gone.
pub async fn also_gone(db: &impl ConnectionTrait, key: &str) -> Result<territory::Model> {
    let query = match Uuid::try_parse(key) {
        Ok(id) => territory::Entity::find_by_id(id),
        Err(_) => territory::Entity::find().filter(territory::Column::Slug.eq(key)),
    };
    query.one(db).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// The id that a filter of the secretariat's lists names, also of one that is gone.
pub async fn asked_for(db: &impl ConnectionTrait, key: &str) -> Result<Uuid> {
    match also_gone(db, key).await {
        Ok(found) => Ok(found.id),
        Err(problem) if problem.code == Code::NotFound => Err(Problem::query("territory", FieldCode::UnknownValue)),
        Err(problem) => Err(problem),
    }
}

/// A territory that another record points at.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<territory::Model> {
    territory::Entity::find_by_id(id).one(db).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// As [`by_id_or_slug`], locked until the transaction ends.
pub async fn for_change(tx: &Tx, key: &str) -> Result<territory::Model> {
    let id = by_id_or_slug(&**tx, key).await?.id;
    let row = territory::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    refuse_gone(&row)?;
    Ok(row)
}
