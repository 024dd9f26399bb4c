//! What public answers depend on, and when each of it last changed.
//!
//! A topic's revision is the sequence of the last entry of the history that moved it. Internal entries move none unless they say so: a draft, a
//! comment or a sign-up empties no public cache. The chain itself stays one.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use entity::{
    kinds::{Audience, SubjectKind},
    topic,
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, sea_query::OnConflict};
use strum::{EnumCount, VariantArray};

/// A part of what everybody may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::EnumCount, strum::EnumString, strum::IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Topic {
    /// Governments, their pledges, pages and teams' public statements.
    Territories,
    Organisations,
    /// Files that are published.
    Documents,
    /// Countries, areas and places: what only seeding and importing change.
    Reference,
    /// The feed of changes, and the history of each record.
    Changes,
}

impl Topic {
    /// What an entry about such a subject moves, beside the feed.
    fn of(kind: SubjectKind) -> Option<Self> {
        match kind {
            SubjectKind::Territory => Some(Self::Territories),
            SubjectKind::Organisation => Some(Self::Organisations),
            SubjectKind::Document => Some(Self::Documents),
            _ => None,
        }
    }

    /// What an entry moves that says nothing else.
    pub(super) fn moved_by(kind: SubjectKind, audience: Audience) -> Vec<Self> {
        match audience {
            // What was brought in from outside is told to the secretariat alone, and shown to everybody.
            _ if kind == SubjectKind::Import => vec![Self::Reference],
            Audience::Public => Self::of(kind).into_iter().chain([Self::Changes]).collect(),
            Audience::Internal => Vec::new(),
        }
    }
}

/// The revisions as this process last saw them.
#[derive(Clone, Default)]
pub(super) struct Topics {
    revisions: Arc<[AtomicI64; Topic::COUNT]>,
    /// The head at which all of them were read from the database, where other processes move them too.
    read_at: Arc<AtomicI64>,
}

impl Topics {
    pub fn revision(&self, topic: Topic) -> i64 {
        self.revisions[topic as usize].load(Ordering::Acquire)
    }

    pub fn moved(&self, topics: &[Topic], seq: i64) {
        for topic in topics {
            self.revisions[*topic as usize].fetch_max(seq, Ordering::AcqRel);
        }
    }

    /// Reads them anew, unless that was done at this head.
    pub async fn refresh(&self, db: &impl ConnectionTrait, head: i64) -> Result<(), DbErr> {
        if self.read_at.load(Ordering::Acquire) == head {
            return Ok(());
        }
        for row in topic::Entity::find().all(db).await? {
            if let Ok(topic) = row.name.parse::<Topic>() {
                self.moved(&[topic], row.revision);
            }
        }
        self.read_at.store(head, Ordering::Release);
        Ok(())
    }
}

/// Stores what the entries of a transaction have moved; the head of the history is locked.
pub(super) async fn store(db: &impl ConnectionTrait, topics: &[Topic], seq: i64) -> Result<(), DbErr> {
    if topics.is_empty() {
        return Ok(());
    }
    let rows = topics.iter().map(|topic| {
        let name: &str = topic.into();
        topic::ActiveModel::from(topic::Model { name: name.to_owned(), revision: seq })
    });
    let known = OnConflict::column(topic::Column::Name).update_column(topic::Column::Revision).to_owned();
    topic::Entity::insert_many(rows).on_conflict(known).exec_without_returning(db).await.map(drop)
}
