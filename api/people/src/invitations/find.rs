//! Questions about invitations.

use chrono::{DateTime, Utc};
use entity::{invitation, territory};
use kernel::{
    db::Tx,
    keys::Keys,
    links,
    problem::{Code, Problem, Result},
    state::State,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::model::{Invitation, InvitationState};

/// The open invitation that a link is for. 404 `link_invalid`, 410 `link_used` or 410 `link_expired` otherwise.
pub async fn by_secret(db: &impl ConnectionTrait, keys: &Keys, secret: &str, now: DateTime<Utc>) -> Result<invitation::Model> {
    open(of_secret(secret).one(db).await?, keys, secret, now)
}

/// As [`by_secret`], locked until the transaction ends.
pub async fn by_secret_for_change(tx: &Tx, keys: &Keys, secret: &str) -> Result<invitation::Model> {
    open(of_secret(secret).lock_exclusive().one(&**tx).await?, keys, secret, tx.now())
}

fn of_secret(secret: &str) -> Select<invitation::Entity> {
    invitation::Entity::find().filter(invitation::Column::Hash.eq(links::digest(secret)))
}

fn open(row: Option<invitation::Model>, keys: &Keys, secret: &str, now: DateTime<Utc>) -> Result<invitation::Model> {
    // Who changes the key, since somebody else has it, ends the links that were made with it.
    let row = row.filter(|row| links::secret(keys, row.id) == secret).ok_or_else(|| Problem::new(Code::LinkInvalid))?;
    match InvitationState::of(&row, now) {
        InvitationState::Open => Ok(row),
        InvitationState::Expired => Err(Problem::new(Code::LinkExpired)),
        InvitationState::Accepted => Err(Problem::new(Code::LinkUsed)),
        InvitationState::Revoked => Err(Problem::new(Code::LinkInvalid)),
    }
}

/// The territory that an invitation is to.
pub async fn territory(db: &impl ConnectionTrait, row: &invitation::Model) -> Result<Option<territory::Model>> {
    match row.territory_id {
        Some(id) => Ok(territory::Entity::find_by_id(id).one(db).await?),
        None => Ok(None),
    }
}

/// Invitations with the territories they are to.
pub async fn shaped(state: &State, rows: Vec<invitation::Model>) -> Result<Vec<Invitation>> {
    let ids = rows.iter().filter_map(|row| row.territory_id);
    let territories = territory::Entity::find().filter(territory::Column::Id.is_in(ids)).all(state.db.reader()).await?;
    let now = state.chance.now();
    Ok(rows
        .into_iter()
        .map(|row| {
            let territory = territories.iter().find(|territory| Some(territory.id) == row.territory_id);
            Invitation::of(row, territory, now)
        })
        .collect())
}
