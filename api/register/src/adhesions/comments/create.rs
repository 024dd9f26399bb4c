//! `POST /v1/adhesions/{id}/comments`

use actix_web::{HttpResponse, http::header, post, web};
use entity::comment;
use kernel::{
    db::Tx,
    fields::Fields,
    mail::{About, Template},
    policy::Permission,
    problem::{FieldCode, Problem, Result},
};
use rest::{caller::SignedIn, failure::Answer, input::Body};
use sea_orm::EntityTrait;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    super::{
        answers, find, mails,
        model::Comment,
        rules::{self, OPEN},
    },
    Remark, by_secretariat, count, with_authors,
};
use crate::state::State;

/// What is said, about what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentIn {
    /// JSON Pointer of an answer, such as `/fields/motivations` or `/fields/policies/2`; absent for the whole.
    #[schema(example = "/fields/motivations")]
    field: Option<String>,
    #[schema(max_length = 5000, example = "Could you name the programme?")]
    body: String,
    /// A comment on the same adhesion. A reply is about what that one is about.
    reply_to: Option<Uuid>,
}

/// Comment on an adhesion
///
/// Or answer a comment. The other side is told by mail, once for all comments of a few minutes. The adhesion's ETag stays good. Each
/// side may write 500 comments on one adhesion.
#[utoipa::path(
    operation_id = "create_adhesion_comment",
    tag = super::super::TAG,
    params(
        ("id" = String, Path, description = "Id of the adhesion.", example = "01990000-0000-7000-8000-000000000000"),
        rest::parameters::IdempotencyParam,
    ),
    request_body(content = CommentIn, example = json!({ "field": "/fields/motivations", "body": "Could you name the programme?" })),
    responses(
        (status = 201, description = "The comment.", body = Comment),
        (status = 409, description = "`wrong_state`: the adhesion is decided. `comments_full`: your side has written 500."),
    ),
    security(("bearer" = ["adhesions:write"])),
)]
#[post("/adhesions/{id}/comments")]
pub async fn create_adhesion_comment(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Body(body): Body<CommentIn>,
) -> Answer {
    let (row, right) = find::reachable(&state, &caller, &id, Permission::FileAdhesion).await?;
    let mut fields = Fields::default();
    rules::prose("/body", &body.body, &mut fields);
    fields.require("/field", body.field.as_deref().is_none_or(is_answer), FieldCode::UnknownValue);
    fields.finish()?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let adhesion = find::for_change(&tx, row.id).await?;
    rules::must_be(&adhesion, &OPEN)?;
    count::must_have_room(&tx, adhesion.id, by_secretariat(&tx)).await?;
    let (field, reply_to) = match body.reply_to {
        Some(id) => {
            let answered = answered(&tx, adhesion.id, id).await?;
            // A reply to a reply belongs to the same thread.
            (answered.field, Some(answered.reply_to.unwrap_or(answered.id)))
        }
        None => (body.field, None),
    };
    let comment = super::write(&mut tx, Remark { adhesion_id: adhesion.id, field, reply_to, body: body.body }).await?;
    let about = About::Adhesion(adhesion.id);
    if comment.by_secretariat {
        mails::tell_team(&tx, adhesion.territory_id, Template::CommentAdded, about).await?;
    } else {
        mails::tell_secretariat(&tx, Template::CommentAdded, about).await?;
    }
    tx.commit().await?;
    let location = format!("{}/v1/adhesions/{}/comments", state.settings.public_url(), adhesion.id);
    let shaped = with_authors(state.db.reader(), vec![comment]).await?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(shaped.first()))
}

/// The comment that is answered.
async fn answered(tx: &Tx, adhesion_id: Uuid, id: Uuid) -> Result<comment::Model> {
    let found = comment::Entity::find_by_id(id).one(&**tx).await?.filter(|row| row.adhesion_id == adhesion_id);
    found.ok_or_else(|| Problem::field("/reply_to", FieldCode::UnknownValue))
}

/// Whether a pointer names an answer that there is, with all its items.
pub fn is_whole_answer(pointer: &str) -> bool {
    pointer.strip_prefix("/fields/").is_some_and(|name| answers::NAMES.contains(&name))
}

/// Whether a pointer names an answer, or one item of an answer that has several.
fn is_answer(pointer: &str) -> bool {
    let Some(path) = pointer.strip_prefix("/fields/") else { return false };
    match path.split_once('/') {
        None => answers::NAMES.contains(&path),
        Some(("names" | "policies" | "contacts", item)) => item.parse::<u8>().is_ok(),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_answer;

    #[test]
    fn comments_point_at_answers_only() {
        for pointer in ["/fields/name", "/fields/policies/12", "/fields/contacts/0"] {
            assert!(is_answer(pointer), "{pointer}");
        }
        for pointer in ["", "/fields", "/fields/", "/fields/x", "name", "/fields/name/0", "/fields/policies/x", "/fields/policies/1/2"] {
            assert!(!is_answer(pointer), "{pointer}");
        }
    }
}
