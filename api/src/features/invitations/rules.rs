//! Who may invite to what, and what accepting does.

use entity::{
    invitation,
    kinds::{SecretariatRole, SubjectKind, TeamRole},
    user,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::SimpleExpr,
};
use serde_json::json;
use uuid::Uuid;

use super::model::Role;
use crate::{
    db::{Entry, Tx},
    features::users::{rules::email_key, team},
    http::problem::Result,
    policy::Permission,
};

/// How long an invitation can be accepted.
pub const LIFETIME: chrono::Duration = chrono::Duration::days(14);

/// Whether the account of an invited address is yet to learn whose it is.
pub fn needs_name(known: Option<&user::Model>) -> bool {
    known.is_none_or(|known| known.email_verified_at.is_none())
}

/// What inviting needs: to a team, the right to that team; to the secretariat, the right to manage people.
pub fn permission(territory: Option<Uuid>) -> Permission {
    territory.map_or(Permission::ManagePeople, Permission::ManageTeam)
}

/// Gives the account what the invitation promised. An account never loses a higher role by accepting a lower one.
pub async fn admit(tx: &mut Tx, row: &invitation::Model, role: Role, user: user::Model) -> Result<()> {
    match (row.territory_id, role) {
        (Some(territory), Role::Lead) => team::join(tx, territory, user.id, TeamRole::Lead).await?,
        (Some(territory), _) => team::join(tx, territory, user.id, TeamRole::Editor).await?,
        (None, Role::Administrator) => appoint(tx, user, SecretariatRole::Administrator).await?,
        (None, _) if user.role.is_none() => appoint(tx, user, SecretariatRole::Reviewer).await?,
        (None, _) => {}
    }
    let mut accepted = row.clone().into_active_model();
    accepted.accepted_at = Set(Some(tx.now()));
    accepted.update(&**tx).await?;
    let facts = json!({"territory": row.territory_id, "role": row.role});
    tx.record(Entry::internal("invitation.accepted", SubjectKind::Invitation, row.id).facts(facts));
    Ok(())
}

/// Makes the link of an open, locked invitation stop working.
pub async fn revoke(tx: &mut Tx, row: invitation::Model) -> Result<()> {
    let (id, mut change) = (row.id, row.into_active_model());
    change.revoked_at = Set(Some(tx.now()));
    change.update(&**tx).await?;
    tx.record(Entry::internal("invitation.revoked", SubjectKind::Invitation, id).facts(json!({})));
    Ok(())
}

/// Revokes every open invitation of these.
pub async fn revoke_open(tx: &mut Tx, of: SimpleExpr) -> Result<()> {
    for row in open(tx, of).await? {
        revoke(tx, row).await?;
    }
    Ok(())
}

/// Revokes what would give somebody back what they lost in a team, or in the secretariat where none is named: the open invitations to them,
/// and those from them.
pub async fn revoke_open_of(tx: &mut Tx, territory: Option<Uuid>, person: &user::Model) -> Result<()> {
    let there = territory.map_or_else(|| invitation::Column::TerritoryId.is_null(), |id| invitation::Column::TerritoryId.eq(id));
    for row in open(tx, there).await? {
        if row.invited_by == Some(person.id) || email_key(&row.email) == person.email_key {
            revoke(tx, row).await?;
        }
    }
    Ok(())
}

/// The open invitations of these, locked.
async fn open(tx: &Tx, of: SimpleExpr) -> Result<Vec<invitation::Model>> {
    let open = invitation::Entity::find()
        .filter(of)
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .order_by_asc(invitation::Column::Id)
        .lock_exclusive();
    Ok(open.all(&**tx).await?)
}

async fn appoint(tx: &mut Tx, user: user::Model, role: SecretariatRole) -> Result<()> {
    let id = user.id;
    let mut change = user.into_active_model();
    change.role = Set(Some(role));
    change.updated_at = Set(tx.now());
    change.update(&**tx).await?;
    tx.record(Entry::internal("user.updated", SubjectKind::User, id).facts(json!({"role": role})));
    Ok(())
}
