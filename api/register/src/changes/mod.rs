//! `/v1/changes`: everything public that changed, in order, without a gap to miss.

mod around;
mod list;
mod mails;
mod redact;
pub mod redaction;
pub mod undone;

use std::collections::HashMap;

use actix_web::HttpRequest;
use chrono::{DateTime, Utc};
use entity::{
    api_token, history,
    kinds::{ActorKind, Audience, Language, RedactionReason, SubjectKind},
    organisation, territory,
};
use kernel::{
    db::{
        Topic, cursor,
        history::texts::{Told, told},
    },
    problem::{Code, Problem, Result},
    shapes::{DateOut, Text},
};
use rest::{
    answer,
    failure::Answer,
    page::{self, Page, PageInfo, PageParams},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::undone::Undone;
use crate::state::State;

pub const TAG: &str = "changes";

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_changes).service(redact::redact_change);
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
    pub actor: Capacity,
    /// Public name of the partner's integration that acted, where one did.
    #[schema(example = "Observatory of local rights")]
    pub integration: Option<String>,
    pub recorded_at: DateTime<Utc>,
    /// When it happened, where that is not when it was recorded. Where `facts` say `imported` and this is absent, no source says when.
    pub effective_on: Option<DateOut>,
    /// What is true since.
    #[schema(value_type = Object, example = json!({"stage": "on_hold", "from": "member", "reason": "The office was closed.", "reason_lang": "en"}))]
    pub facts: serde_json::Value,
    /// Where in `facts` stand words that somebody typed (JSON Pointers). They can be taken out later; nothing else of a change ever changes.
    #[schema(example = json!(["/reason"]))]
    pub texts: Vec<String>,
    /// That words were taken out of it.
    pub redacted: Option<Redacted>,
}

/// That words were taken out of a change, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Redacted {
    /// Where in `facts` they stood; null stands there now. None where all facts are withheld.
    #[schema(example = json!(["/reason"]))]
    pub texts: Vec<String>,
    /// The change that took them out.
    #[schema(example = 57)]
    pub by: i64,
    pub recorded_at: DateTime<Utc>,
    pub reason: RedactionReason,
    pub note: Option<Text>,
}

/// In what capacity somebody acted: never who.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    Secretariat,
    /// Of the territory.
    Team,
    /// A pledge made by somebody without an account.
    Public,
    /// A partner's software, by an API token.
    Integration,
    /// The platform itself.
    System,
}

impl From<ActorKind> for Capacity {
    fn from(kind: ActorKind) -> Self {
        match kind {
            ActorKind::Secretariat => Self::Secretariat,
            ActorKind::Team => Self::Team,
            ActorKind::Public => Self::Public,
            ActorKind::Token => Self::Integration,
            ActorKind::System => Self::System,
        }
    }
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
    let acted = rows.iter().filter(|row| row.actor_kind == ActorKind::Token).filter_map(|row| row.actor_id);
    let integrations: HashMap<Uuid, String> = api_token::Entity::find()
        .select_only()
        .columns([api_token::Column::Id, api_token::Column::PublicName])
        .filter(api_token::Column::Id.is_in(acted))
        .into_tuple()
        .all(state.db.reader())
        .await?
        .into_iter()
        .collect();
    slugs.extend(territories);
    slugs.extend(organisations);
    let mut told = told(state.db.reader(), &rows).await?;
    let redactions = redactions(state, &rows).await?;
    let undone = Undone::of(state.db.reader(), ids(SubjectKind::Territory)).await?;
    let shape = |row: history::Model| {
        let Told { facts, texts, erased } = undone.told_of(&row, told.remove(&row.seq).unwrap_or_default());
        let redaction = row.redacted_by.and_then(|by| redactions.get(&by));
        Change {
            seq: row.seq,
            subject: Subject { kind: row.subject_kind, id: row.subject_id, slug: slugs.get(&row.subject_id).cloned() },
            action: row.action,
            actor: row.actor_kind.into(),
            integration: row.actor_id.and_then(|id| integrations.get(&id).cloned()),
            recorded_at: row.recorded_at,
            effective_on: row.effective_on.as_ref().map(DateOut::of),
            facts,
            texts,
            redacted: redaction.map(|redaction| Redacted { texts: erased, ..redaction.clone() }),
        }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// The changes that took words out of these.
async fn redactions(state: &State, rows: &[history::Model]) -> Result<HashMap<i64, Redacted>> {
    let seqs: Vec<i64> = rows.iter().filter_map(|row| row.redacted_by).collect();
    if seqs.is_empty() {
        return Ok(HashMap::new());
    }
    let entries = history::Entity::find().filter(history::Column::Seq.is_in(seqs)).all(state.db.reader()).await?;
    let mut told = told(state.db.reader(), &entries).await?;
    let shape = |entry: history::Model| {
        let facts = told.remove(&entry.seq)?.facts;
        let text = |name: &str| facts[name].as_str();
        Some((
            entry.seq,
            Redacted {
                texts: Vec::new(),
                by: entry.seq,
                recorded_at: entry.recorded_at,
                reason: text("grounds")?.parse().ok()?,
                note: text("note").map(|note| Text::original(note, text("note_lang"))),
            },
        ))
    };
    Ok(entries.into_iter().filter_map(shape).collect())
}

/// One public or internal change as it is now.
async fn one(state: &State, seq: i64) -> Result<Change> {
    let row = history::Entity::find_by_id(seq).one(state.db.reader()).await?;
    let shaped = shape(state, row.into_iter().collect()).await?;
    shaped.into_iter().next().ok_or_else(|| Problem::new(Code::NotFound))
}

/// The public history of one record, newest first. What a false pledge brought about is not in it, only that it was removed.
pub async fn newest_of(request: &HttpRequest, state: &State, subject: Uuid, paging: &PageParams, language: Language) -> Answer {
    let limit = page::limit(paging.limit)?;
    let before: Option<i64> = cursor::read_cursor(paging.cursor.as_deref())?;
    let (mut response, unchanged) = answer::list(request, answer::as_of(&state.db, &[Topic::Changes]), language, "json");
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
    let next = rows.last().filter(|_| more).map(|row| cursor::write_cursor(&row.seq));
    let info = PageInfo::new(request, &state.settings.public_url(), next, Some(total));
    info.link(&mut response);
    Ok(response.json(Page { data: shape(state, rows).await?, page: info }))
}
