//! What hangs on an account that is erased.

use std::collections::HashSet;

use entity::{api_token, document, invitation, kinds::Language, user};
use kernel::{
    db::Tx,
    email_address::key_of,
    problem::{Code, Problem, Result},
};
use people::{
    invitations, tokens,
    users::{self, memberships::TeamTerritory, team},
};
use register::documents::model::Document;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// The account of an address, locked; 409 `last_administrator` where it is the last that can look after the installation.
pub async fn locked(tx: &Tx, address: &str) -> Result<Option<user::Model>> {
    let administrators = users::rules::lock_administrators(tx).await?;
    let account = user::Entity::find().filter(user::Column::EmailKey.eq(key_of(address))).lock_exclusive().one(&**tx).await?;
    match account {
        Some(account) if administrators == [account.id] => Err(Problem::new(Code::LastAdministrator)),
        account => Ok(account),
    }
}

/// Ends what the account may do and what it has handed out: its places in teams, the open invitations and the tokens from it. Names the
/// governments whose team nobody leads any more.
pub async fn close(tx: &mut Tx, account: &user::Model) -> Result<Vec<TeamTerritory>> {
    let memberships = users::memberships::memberships(&**tx, &[account.id], Language::En).await?.remove(&account.id).unwrap_or_default();
    let mut without_lead = Vec::new();
    for membership in memberships {
        let team = team::for_change(tx, membership.territory.id).await?;
        match team::keep_a_lead(tx, &team, account.id).await {
            Err(problem) if problem.code == Code::LastLead => without_lead.push(membership.territory.clone()),
            outcome => outcome?,
        }
        team::leave(tx, membership.territory.id, account.id).await?;
    }
    invitations::rules::revoke_open(tx, invitation::Column::InvitedBy.eq(account.id)).await?;
    let issued = api_token::Entity::find().filter(api_token::Column::CreatedBy.eq(account.id)).order_by_asc(api_token::Column::Id);
    for token in issued.filter(api_token::Column::RevokedAt.is_null()).lock_exclusive().all(&**tx).await? {
        tokens::rules::revoke(tx, token).await?;
    }
    Ok(without_lead)
}

/// The files that they handed in.
pub async fn files(tx: &Tx, people: &HashSet<Uuid>) -> Result<Vec<Document>> {
    let query = document::Entity::find().filter(document::Column::UploadedBy.is_in(people.iter().copied()));
    Ok(query.order_by_asc(document::Column::Id).all(&**tx).await?.into_iter().map(Document::of).collect())
}
