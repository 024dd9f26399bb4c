//! `POST /v1/adhesions/{id}/comments/{comment_id}/resolve`

use actix_web::{HttpResponse, post, web};
use entity::{comment, facts, kinds::SubjectKind};
use kernel::{
    db::Entry,
    policy::Permission,
    problem::{Code, Problem},
};
use rest::{
    caller::SignedIn,
    failure::Answer,
    input::{self, Body, Nothing},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use super::{
    super::{find, model::Comment},
    with_authors,
};
use crate::state::State;

/// Mark a comment as resolved
///
/// With everything that was answered to it. Doing so twice changes nothing.
#[utoipa::path(
    operation_id = "resolve_adhesion_comment",
    tag = super::super::TAG,
    params(
        ("id" = String, Path, description = "Id of the adhesion.", example = "01990000-0000-7000-8000-000000000000"),
        ("comment_id" = String, Path, description = "Id of the comment.", example = "01990000-0000-7000-8000-000000000001"),
    ),
    request_body(content = Nothing, example = json!({})),
    responses(
        (status = 200, description = "The comment.", body = Comment),
        (status = 409, description = "`wrong_state`: a reply is resolved with what it answers."),
    ),
    security(("bearer" = ["adhesions:write"])),
)]
#[post("/adhesions/{id}/comments/{comment_id}/resolve")]
pub async fn resolve_adhesion_comment(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer {
    let (id, comment_id) = path.into_inner();
    let (adhesion, right) = find::reachable(&state, &caller, &id, Permission::FileAdhesion).await?;
    let (mut tx, _) = caller.write(&state, right).await?;
    find::for_change(&tx, adhesion.id).await?;
    let found = comment::Entity::find_by_id(input::id(&comment_id)?).one(&*tx).await?;
    let mut row = found.filter(|row| row.adhesion_id == adhesion.id).ok_or_else(|| Problem::new(Code::NotFound))?;
    if row.reply_to.is_some() {
        return Err(Problem::new(Code::WrongState).into());
    }
    if row.resolved_at.is_none() {
        row.resolved_at = Some(tx.now());
        row.resolved_by = tx.actor().id();
        let facts = facts!({ "adhesion_id": adhesion.id });
        tx.record(Entry::internal("comment.resolved", SubjectKind::Comment, row.id).facts(facts));
        row.clone().into_active_model().reset_all().update(&*tx).await?;
    }
    tx.commit().await?;
    Ok(HttpResponse::Ok().json(with_authors(state.db.reader(), vec![row]).await?.first()))
}
