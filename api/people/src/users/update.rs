//! `PATCH /v1/users/{id}`

use actix_web::{HttpResponse, patch, web};
use entity::{
    facts, invitation,
    kinds::{SecretariatRole, SubjectKind},
    user,
};
use kernel::{
    db::{Entry, Tx},
    policy::Permission,
    problem::{Code, Problem, Result},
    state::State,
};
use rest::{
    answer,
    caller::Anybody,
    conditional::IfMatch,
    failure::Answer,
    input::{self, Body},
    language::Lang,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::json;

use super::{
    model::{TokensOfUser, User, UserPatch},
    rules,
};
use crate::{invitations, sessions, tokens};

/// Change a person
///
/// Role in the secretariat, and whether the account can be used; for administrators. The last administrator stays one. Who loses a role or
/// the use of the account does not come back by an invitation: the open ones from them, and those to them into the secretariat, are revoked. An administrator's
/// API tokens end with the role, or you take them over.
#[utoipa::path(
    operation_id = "update_user",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the person."), rest::parameters::IfMatchParam, rest::parameters::LangParam),
    request_body(content = UserPatch, content_type = "application/merge-patch+json", example = json!({"role": "reviewer"})),
    responses(
        (status = 200, description = "The person as now.", body = User),
        (
            status = 409,
            description = "`last_administrator`. `tokens_undecided`, with `tokens`: the person answers for tokens that still work."
        ),
    ),
    security(("bearer" = [])),
)]
#[patch("/users/{id}")]
pub async fn update_user(
    state: web::Data<State>,
    Anybody(caller): Anybody,
    if_match: IfMatch,
    id: web::Path<String>,
    Body(patch): Body<UserPatch>,
    Lang(language): Lang,
) -> Answer {
    caller.must(Permission::ManagePeople)?;
    let id = input::id(&id)?;
    let (mut tx, _) = caller.write(&state, Permission::ManagePeople).await?;
    let administrators = rules::lock_administrators(&tx).await?;
    let row = user::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    if_match.check(row.revision)?;
    let role = patch.role.apply(row.role);
    let disabled_at = match patch.disabled {
        Some(true) => row.disabled_at.or(Some(tx.now())),
        Some(false) => None,
        None => row.disabled_at,
    };
    let lowered = row.role.is_some() && role != row.role && role != Some(SecretariatRole::Administrator);
    let stays = role == Some(SecretariatRole::Administrator) && disabled_at.is_none();
    if administrators == [id] && !stays {
        return Err(Problem::new(Code::LastAdministrator).into());
    }
    let mut change = row.into_active_model();
    change.role = Set(role);
    change.disabled_at = Set(disabled_at);
    change.updated_at = Set(tx.now());
    let row = change.update(&*tx).await?;
    if disabled_at.is_some() {
        sessions::rules::end_all(&tx, id).await?;
    }
    if disabled_at.is_some() || lowered {
        invitations::rules::revoke_open(&mut tx, invitation::Column::InvitedBy.eq(id)).await?;
        invitations::rules::revoke_open_of(&mut tx, None, &row).await?;
    }
    if !stays {
        decide_tokens(&mut tx, id, patch.tokens).await?;
    }
    tx.record(Entry::internal("user.updated", SubjectKind::User, id).facts(facts!({ "role": role, "disabled": disabled_at.is_some() })));
    let done = tx.commit().await?;
    let revision = done.revision(id, row.revision);
    answer::private_change(HttpResponse::Ok(), revision, language, &User::of(&state, row, language).await?)
}

/// What the person answered for ends with them or passes to who decides. 409 with the tokens where that is not said.
async fn decide_tokens(tx: &mut Tx, person: uuid::Uuid, decision: Option<TokensOfUser>) -> Result<()> {
    let tokens = tokens::rules::live_of(tx, person).await?;
    let heir = tx.actor().id().filter(|id| *id != person);
    match (decision, heir) {
        _ if tokens.is_empty() => {}
        (Some(TokensOfUser::Revoke), _) => {
            for token in tokens {
                tokens::rules::revoke(tx, token).await?;
            }
        }
        (Some(TokensOfUser::TakeOver), Some(heir)) => {
            for token in tokens {
                tokens::rules::take_over(tx, token, heir).await?;
            }
        }
        (None, _) | (Some(TokensOfUser::TakeOver), None) => {
            let names: Vec<_> = tokens.iter().map(|token| json!({"id": token.id, "name": token.name})).collect();
            return Err(Problem::new(Code::TokensUndecided).with("tokens", names));
        }
    }
    Ok(())
}
