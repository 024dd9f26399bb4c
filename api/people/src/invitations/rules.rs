//! Who may invite to what, and what accepting does.

use entity::{
    facts, invitation,
    kinds::{Language, SecretariatRole, SubjectKind, TeamRole},
    user,
};
use kernel::{
    db::{Entry, Tx},
    email_address::EmailAddress,
    keys::Keys,
    links,
    mail::{About, Mail, Recipient, Template},
    party,
    policy::Permission,
    problem::{Code, Problem, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::SimpleExpr,
};
use serde_json::json;
use uuid::Uuid;

use super::model::Role;
use crate::users::{self, team};

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

/// The address that an invitation was mailed to.
pub fn address(row: &invitation::Model) -> Result<EmailAddress> {
    EmailAddress::parse(&row.email).map_err(|_| Problem::new(Code::LinkInvalid))
}

/// Whether accepting chooses the password of this account, if it is there; otherwise it asks for the one that it has.
pub fn may_choose(known: Option<&user::Model>, row: &invitation::Model) -> Result<bool> {
    let address = address(row)?;
    Ok(known.is_none_or(|user| users::rules::obeys(user, &address)))
}

/// Whom to invite to what.
pub struct NewInvitation {
    pub email: EmailAddress,
    /// Language of the mail.
    pub language: Language,
    /// Absent for the secretariat.
    pub territory_id: Option<Uuid>,
    pub role: Role,
}

/// The entry of the history that says who invited.
pub const CREATED: &str = "invitation.created";

/// Invites in the actor's name: the row, its entry in the history, and the mail with the link.
pub async fn issue(tx: &mut Tx, keys: &Keys, new: NewInvitation) -> Result<invitation::Model> {
    if let Some(territory) = new.territory_id {
        party::for_change(tx, &territory.to_string()).await?;
    }
    let (id, now) = (tx.chance().id(), tx.now());
    let role: &str = new.role.into();
    let row = invitation::Model {
        id,
        email: new.email.as_str().to_owned(),
        email_key: new.email.key().to_owned(),
        language: new.language,
        territory_id: new.territory_id,
        role: role.to_owned(),
        hash: links::digest(&links::secret(keys, id)),
        invited_by: tx.actor().id(),
        created_at: now,
        expires_at: now + LIFETIME,
        accepted_at: None,
        revoked_at: None,
        revision: 0,
    };
    invitation::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    let facts = facts!({ "territory": row.territory_id, "role": new.role });
    let entry = Entry::internal(CREATED, SubjectKind::Invitation, id).facts(facts);
    tx.record(entry.personal(json!({"email": row.email})));
    Mail::new(Template::Invitation, Recipient::Invitation(id)).about(About::Invitation(id)).link(id).enqueue(tx).await?;
    Ok(row)
}

/// Locks the government whose team an invitation is to, before the invitation and the account. 404 `link_invalid` where its record is gone.
pub async fn hold_territory(tx: &Tx, territory: Option<Uuid>) -> Result<()> {
    let Some(territory) = territory else { return Ok(()) };
    let held = party::for_change(tx, &territory.to_string()).await;
    held.map(drop).map_err(|problem| match problem.code {
        Code::PledgeRemoved | Code::NotFound => Problem::new(Code::LinkInvalid),
        _ => problem,
    })
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
    let facts = facts!({ "territory": row.territory_id, "role": role });
    tx.record(Entry::internal("invitation.accepted", SubjectKind::Invitation, row.id).facts(facts));
    Ok(())
}

/// Makes the link of an open, locked invitation stop working.
pub async fn revoke(tx: &mut Tx, row: invitation::Model) -> Result<()> {
    let (id, mut change) = (row.id, row.into_active_model());
    change.revoked_at = Set(Some(tx.now()));
    change.update(&**tx).await?;
    tx.record(Entry::internal("invitation.revoked", SubjectKind::Invitation, id));
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
        if row.invited_by == Some(person.id) || row.email_key == person.email_key {
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
    tx.record(Entry::internal("user.updated", SubjectKind::User, id).facts(facts!({ "role": role })));
    Ok(())
}
