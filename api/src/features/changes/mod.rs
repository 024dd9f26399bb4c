//! `/v1/changes`: everything public that changed, in order, without a gap to miss.

mod list;
pub mod undone;

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use entity::{
    history,
    kinds::{ActorKind, Audience, Language, SubjectKind},
    organisation, territory,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::undone::Undone;
use super::territories::model::DateOut;
use crate::{
    http::{
        conditional,
        page::{self, Page, PageInfo, PageParams},
        problem::Result,
    },
    state::State,
};

pub const TAG: &str = "changes";

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_changes);
}

/// One change.
#[derive(Serialize, ToSchema)]
pub struct Change {
    /// Place in the history; grows with every change.
    #[schema(example = 42)]
    pub seq: i64,
    /// What happened, as `<noun>.<past participle>`.
    #[schema(example = "territory.joined")]
    pub action: String,
    pub subject: Subject,
    /// In what capacity somebody acted.
    pub actor: ActorKind,
    pub recorded_at: DateTime<Utc>,
    /// When it happened, where that is not when it was recorded. Where `facts` say `imported` and this is absent, no source says when.
    pub effective_on: Option<DateOut>,
    /// What is true since.
    #[schema(value_type = Object, example = json!({"stage": "member"}))]
    pub facts: serde_json::Value,
}

/// What a change is about.
#[derive(Serialize, ToSchema)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: Uuid,
    /// Slug, for records that have one. None where a false pledge brought the record about: it is gone.
    #[schema(example = "barcelona")]
    pub slug: Option<String>,
}

/// Shapes entries, with the slugs of what they are about.
async fn shape(state: &State, rows: Vec<history::Model>) -> Result<Vec<Change>> {
    let ids = |kind: SubjectKind| rows.iter().filter(move |row| row.subject_kind == kind).map(|row| row.subject_id);
    let mut slugs: HashMap<Uuid, String> = HashMap::new();
    let territories = territory::Entity::find()
        .select_only()
        .columns([territory::Column::Id, territory::Column::Slug])
        .filter(territory::Column::Id.is_in(ids(SubjectKind::Territory)))
        .filter(territory::Column::RemovedAt.is_null())
        .into_tuple()
        .all(state.db.reader())
        .await?;
    let organisations = organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Slug])
        .filter(organisation::Column::Id.is_in(ids(SubjectKind::Organisation)))
        .into_tuple()
        .all(state.db.reader())
        .await?;
    slugs.extend(territories);
    slugs.extend(organisations);
    let undone = Undone::of(state.db.reader(), ids(SubjectKind::Territory)).await?;
    Ok(rows
        .into_iter()
        .map(|row| Change {
            facts: undone.facts_of(&row),
            seq: row.seq,
            subject: Subject { kind: row.subject_kind, id: row.subject_id, slug: slugs.get(&row.subject_id).cloned() },
            action: row.action,
            actor: row.actor_kind,
            recorded_at: row.recorded_at,
            effective_on: row.effective_on.as_ref().map(DateOut::of),
        })
        .collect())
}

/// The public history of one record, newest first. What a false pledge brought about is not in it, only that it was removed.
pub async fn newest_of(
    request: &HttpRequest,
    state: &State,
    subject: Uuid,
    paging: &PageParams,
    language: Language,
) -> Result<HttpResponse> {
    let limit = page::limit(paging.limit)?;
    let before: Option<i64> = page::read_cursor(paging.cursor.as_deref())?;
    let (mut response, unchanged) = conditional::answer(request, &conditional::list_tag(state.db.head(), language, "json"));
    if unchanged {
        return Ok(response.finish());
    }
    let undone = Undone::of(state.db.reader(), [subject]).await?;
    let all = history::Entity::find()
        .filter(history::Column::SubjectId.eq(subject))
        .filter(history::Column::Audience.eq(Audience::Public))
        .filter(undone.others(subject));
    let total = all.clone().count(state.db.reader()).await?;
    let mut query = all.order_by_desc(history::Column::Seq).limit(limit + 1);
    if let Some(before) = before {
        query = query.filter(history::Column::Seq.lt(before));
    }
    let mut rows = query.all(state.db.reader()).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| page::write_cursor(&row.seq));
    let info = PageInfo::new(request, &state.settings.public_url(), next, Some(total));
    info.link(&mut response);
    Ok(response.json(Page { data: shape(state, rows).await?, page: info }))
}
