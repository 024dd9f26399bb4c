//! `PATCH /v1/me`

use actix_web::{HttpResponse, patch, web};
use entity::{facts, kinds::SubjectKind, user};
use kernel::{
    db::Entry,
    fields::{Fields, tidy},
    policy::Permission,
    problem::{Code, FieldCode, Problem},
    state::State,
};
use rest::{answer, caller::Anybody, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::json;

use super::model::{Me, MePatch};

/// Change your own account
///
/// Name, language of mails and, for the secretariat, when it is told of new pledges and reports. What is left out stays.
#[utoipa::path(
    operation_id = "update_me",
    tag = super::TAG,
    security(("bearer" = [])),
    params(rest::parameters::IfMatchParam, rest::parameters::LangParam),
    request_body(content = MePatch, content_type = "application/merge-patch+json", example = json!({"language": "ar"})),
    responses((status = 200, description = "Your account as it is now.", body = Me)),
)]
#[patch("/me")]
pub async fn update_me(
    state: web::Data<State>,
    Anybody(caller): Anybody,
    if_match: IfMatch,
    Body(patch): Body<MePatch>,
    Lang(language): Lang,
) -> Answer {
    let (user, _, _) = caller.person()?;
    let mut fields = Fields::default();
    if let Some(name) = &patch.name {
        fields.name("/name", name, 200);
    }
    fields.require("/notices", patch.notices.is_none() || user.role.is_some(), FieldCode::MustBeEmpty);
    fields.finish()?;
    let (mut tx, _) = caller.write(&state, Permission::OwnAccount).await?;
    let row = user::Entity::find_by_id(user.id).lock_exclusive().one(&*tx).await?.ok_or_else(|| Problem::new(Code::SessionOver))?;
    if_match.check(row.revision)?;
    let mut change = row.clone().into_active_model();
    let name = patch.name.as_deref().and_then(tidy).unwrap_or_else(|| row.name.clone());
    let chosen = patch.language.unwrap_or(row.language);
    let notices = patch.notices.unwrap_or(row.notices);
    if (&name, chosen, notices) != (&row.name, row.language, row.notices) {
        change.name = Set(name.clone());
        change.language = Set(chosen);
        change.notices = Set(notices);
        change.updated_at = Set(tx.now());
        change.update(&*tx).await?;
        let entry = Entry::internal("user.updated", SubjectKind::User, row.id);
        tx.record(entry.facts(facts!({ "language": chosen, "notices": notices })).personal(json!({"name": name})));
    }
    let revision = tx.commit().await?.revision(row.id, row.revision);
    let me = Me::of(&state, row.id, language).await?;
    answer::private_change(HttpResponse::Ok(), revision, language, &me)
}
