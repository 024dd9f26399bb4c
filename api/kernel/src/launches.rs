//! Named events: for an hour or so, and from one place, more pledges are mailed than a stranger's address may cause.
//!
//! An event is a row, so that every server knows of it, and its opening and closing stand in the history. Servers look only where they would
//! refuse somebody.

use std::{net::IpAddr, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use entity::{event, facts, kinds::SubjectKind};
use moka::future::Cache;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    db::{Actor, Db, Entry},
    fields::Fields,
    network::ClientIp,
    problem::Result,
};

/// Characters of a name.
const NAME: usize = 200;

/// The longest that one may stay open. A forgotten one ends by itself.
pub const LONGEST: i64 = 12 * 60;

/// How long a server believes what it read: an event opened by another is known there after this.
const BELIEVED: Duration = Duration::from_secs(5);

/// Opens an event, or lets one of this name that is open go on until then.
pub async fn open(db: &Db, known: &OpenEvents, name: &str, address: Option<IpAddr>, minutes: i64) -> anyhow::Result<event::Model> {
    let mut fields = Fields::default();
    fields.name("name", name, NAME);
    fields.between("minutes", Some(minutes), 1, LONGEST);
    fields.finish().map_err(|_| anyhow::anyhow!("an event has a name of at most {NAME} characters and at most {LONGEST} minutes"))?;
    let mut tx = db.write(Actor::SYSTEM).await?;
    let now = tx.now();
    let closes_at = now + chrono::Duration::minutes(minutes);
    let address = address.map(|address| ClientIp::network_of(address).to_string());
    let same = Condition::all().add(event::Column::Name.eq(name.trim())).add(event::Column::ClosesAt.gt(now));
    let same_open = event::Entity::find().filter(same).order_by_desc(event::Column::OpenedAt).lock_exclusive().one(&*tx).await?;
    let row = match same_open {
        Some(known) => event::Model { address, closes_at, ..known }.into_active_model().reset_all().update(&*tx).await?,
        None => {
            let row = event::Model { id: tx.chance().id(), name: name.trim().to_owned(), address, opened_at: now, closes_at, revision: 0 };
            row.into_active_model().insert(&*tx).await?
        }
    };
    let entry = Entry::internal("event.opened", SubjectKind::Event, row.id).facts(facts!({ "closes_at": row.closes_at }));
    tx.record(entry.personal(json!({ "name": row.name, "address": row.address })));
    tx.commit().await?;
    known.forget();
    Ok(row)
}

/// Closes every open event of this name; how many there were.
pub async fn close(db: &Db, known: &OpenEvents, name: &str) -> anyhow::Result<usize> {
    let mut tx = db.write(Actor::SYSTEM).await?;
    let now = tx.now();
    let open = Condition::all().add(event::Column::Name.eq(name.trim())).add(event::Column::ClosesAt.gt(now));
    let rows = event::Entity::find().filter(open).order_by_asc(event::Column::Id).lock_exclusive().all(&*tx).await?;
    let count = rows.len();
    for row in rows {
        let id = row.id;
        let mut change = row.into_active_model();
        change.closes_at = Set(now);
        change.update(&*tx).await?;
        tx.record(Entry::internal("event.closed", SubjectKind::Event, id));
    }
    tx.commit().await?;
    known.forget();
    Ok(count)
}

/// The events that are open, those that close first before the others.
pub async fn open_now(db: &Db) -> Result<Vec<event::Model>> {
    let open = event::Entity::find().filter(event::Column::ClosesAt.gt(db.now()));
    Ok(open.order_by_asc(event::Column::ClosesAt).order_by_asc(event::Column::Id).all(db.reader()).await?)
}

/// What this process knows of open events.
pub struct OpenEvents(Cache<(), Arc<[Open]>>);

struct Open {
    id: Uuid,
    address: Option<IpAddr>,
    closes_at: DateTime<Utc>,
}

impl Default for OpenEvents {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(1).time_to_live(BELIEVED).build())
    }
}

impl OpenEvents {
    /// The event that is open at an address. Asked only where somebody would be refused, and read seldom however often that is.
    pub async fn at(&self, db: &Db, from: ClientIp) -> Result<Option<Uuid>> {
        let open = match self.0.get(&()).await {
            Some(open) => open,
            None => {
                let read: Arc<[Open]> = open_now(db).await?.into_iter().map(Open::of).collect();
                self.0.insert((), read.clone()).await;
                read
            }
        };
        let now = db.now();
        let here = |event: &&Open| event.closes_at > now && event.address.is_none_or(|address| address == from.0);
        Ok(open.iter().find(here).map(|event| event.id))
    }

    fn forget(&self) {
        self.0.invalidate_all();
    }
}

impl Open {
    fn of(row: event::Model) -> Self {
        // What cannot be read is nowhere, rather than everywhere.
        let address = row.address.map(|text| text.parse().unwrap_or(IpAddr::from([0, 0, 0, 0])));
        Self { id: row.id, address, closes_at: row.closes_at }
    }
}
