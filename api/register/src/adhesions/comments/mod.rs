//! `/v1/adhesions/{id}/comments`: what secretariat and team say to each other about an adhesion.

pub mod count;
mod create;
mod list;
mod resolve;

use entity::{
    comment, facts,
    facts::typed,
    kinds::{ActorKind, SubjectKind},
};
use kernel::{
    db::{Entry, Tx},
    problem::Result,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{find, model::Comment};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_adhesion_comments).service(create::create_adhesion_comment).service(resolve::resolve_adhesion_comment);
}

/// What is said, about what.
pub struct Remark {
    pub adhesion_id: Uuid,
    pub field: Option<String>,
    pub reply_to: Option<Uuid>,
    pub body: String,
}

/// Writes a comment in the actor's name. A partner who files for a government speaks for its side.
pub async fn write(tx: &mut Tx, remark: Remark) -> Result<comment::Model> {
    let actor = tx.actor();
    let row = comment::Model {
        id: tx.chance().id(),
        adhesion_id: remark.adhesion_id,
        field: remark.field,
        reply_to: remark.reply_to,
        author_id: actor.id().unwrap_or_default(),
        by_secretariat: by_secretariat(tx),
        body: remark.body.trim().to_owned(),
        created_at: tx.now(),
        resolved_at: None,
        resolved_by: None,
    };
    let facts = facts!({ "adhesion_id": row.adhesion_id, "field": typed(row.field.as_deref()), "reply_to": row.reply_to });
    tx.record(Entry::internal("comment.added", SubjectKind::Comment, row.id).facts(facts));
    Ok(row.into_active_model().insert(&**tx).await?)
}

/// For which side whoever the transaction acts for speaks.
fn by_secretariat(tx: &Tx) -> bool {
    tx.actor().kind() == ActorKind::Secretariat
}

/// Comments with the names of their authors.
async fn with_authors(db: &impl ConnectionTrait, rows: Vec<comment::Model>) -> Result<Vec<Comment>> {
    let authors: Vec<Uuid> = rows.iter().map(|row| row.author_id).collect();
    let names = find::names(db, &authors).await?;
    Ok(rows
        .into_iter()
        .map(|row| (names.get(&row.author_id).cloned().unwrap_or_default(), row))
        .map(|(n, row)| Comment::of(row, n))
        .collect())
}
