//! Room for a file, taken before its bytes are stored, so that none are stored that nobody counts or knows of.
//!
//! 1. A row in `upload` is committed, with a job that is due when it expires. What a territory may hand in counts these rows too.
//! 2. The bytes are stored under the row's id.
//! 3. One commit replaces the row by the document's, and the job with it.
//!
//! Whatever happens between two of these steps, the job finds the row, or no document, and removes the bytes (`jobs/removed_file.rs`). It
//! comes at once where they are known to lie in the store; after a second step that failed, not before the row expires.

use chrono::{DateTime, Duration, Utc};
use entity::{document, territory, upload};
use kernel::{
    caller::Caller,
    db::{Actor, Tx, claim::before_the_effect},
    fields::Fields,
    files::spool::Spooled,
    policy::Permission,
    problem::{Code, FieldCode, Problem, Result},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{documents::removed_file, state::State};

/// Documents that one territory may hand in, since they take space for good.
const MOST_DOCUMENTS: usize = 100;
/// Bytes of all of them.
const MOST_BYTES: i64 = 500 * 1024 * 1024;

/// How long the bytes may take into the store. After [`kernel::files::PATIENCE`] nobody waits for them any more, but what is on its way may
/// still arrive: nothing stops a thread that writes, or takes back what was sent to a bucket. The rest is time for that.
const LIFETIME: Duration = Duration::minutes(10);

/// Room that is taken.
pub struct Room {
    pub id: Uuid,
    territory_id: Uuid,
    expires_at: DateTime<Utc>,
}

impl Room {
    /// Takes room in what a territory may hand in.
    pub async fn take(state: &State, caller: &Caller, territory_id: Uuid, file: &Spooled) -> Result<Self> {
        before_the_effect(async {
            let (tx, caller) = caller.write(state, Permission::FileAdhesion(territory_id)).await?;
            let by = caller.id().ok_or_else(|| Problem::new(Code::NotSignedIn))?;
            let bytes = i64::try_from(file.bytes).unwrap_or(i64::MAX);
            // Locked, so that of two at once the second counts the first.
            let known = territory::Entity::find_by_id(territory_id).lock_exclusive().one(&*tx).await?;
            // Only a caller who may do anything gets this far with a territory that is not there.
            known.filter(|row| row.removed_at.is_none()).ok_or_else(|| Problem::field("/territory_id", FieldCode::UnknownValue))?;
            must_fit(&tx, territory_id, bytes).await?;
            let (id, now) = (tx.chance().id(), tx.now());
            let row = upload::Model { id, territory_id, uploaded_by: by, bytes, created_at: now, expires_at: now + LIFETIME };
            let room = Self { id, territory_id, expires_at: row.expires_at };
            row.into_active_model().insert(&*tx).await?;
            removed_file::watch(&tx, id, room.expires_at).await?;
            tx.commit().await?;
            Ok(room)
        })
        .await
    }

    /// Ends the waiting in the transaction that names the bytes. Its territory is locked, as for everybody who changes its documents.
    pub async fn fill(self, tx: &Tx) -> Result<()> {
        territory::Entity::find_by_id(self.territory_id).lock_exclusive().one(&**tx).await?;
        let taken = upload::Entity::delete_by_id(self.id).exec(&**tx).await?.rows_affected;
        if taken == 0 || self.expires_at <= tx.now() {
            // It took too long, or what the territory handed in was erased meanwhile.
            return Err(Problem::new(Code::Unavailable).retry_after(1));
        }
        removed_file::unwatch(tx, self.id).await?;
        Ok(())
    }
}

/// Gives room back at once, since nothing comes of it, or nothing is known to have. Only for bytes that were stored: those that are still
/// on their way would arrive after they were removed. Where this fails, the job does the same later.
pub async fn give_back(state: &State, id: Uuid) {
    let given_back = before_the_effect(async {
        let tx = state.db.write(Actor::SYSTEM).await?;
        removed_file::hasten(&tx, id).await?;
        tx.commit().await
    });
    if let Err(error) = given_back.await {
        tracing::warn!(upload = %id, %error, "room that was taken for nothing is given back when it expires");
    }
}

/// Frees what is taken for a territory: who still stores something finds the room gone. The jobs see to the bytes.
pub async fn clear(tx: &Tx, territory_id: Uuid) -> Result<()> {
    upload::Entity::delete_many().filter(upload::Column::TerritoryId.eq(territory_id)).exec(&**tx).await?;
    Ok(())
}

/// The territory has handed in less than it may, what is under way included.
async fn must_fit(tx: &Tx, territory_id: Uuid, bytes: i64) -> Result<()> {
    let documents = document::Entity::find().filter(document::Column::TerritoryId.eq(territory_id));
    let mut sizes: Vec<i64> = documents.select_only().column(document::Column::Bytes).into_tuple().all(&**tx).await?;
    let coming = upload::Entity::find().filter(upload::Column::TerritoryId.eq(territory_id));
    sizes.extend(coming.select_only().column(upload::Column::Bytes).into_tuple::<i64>().all(&**tx).await?);
    let mut fields = Fields::default();
    if sizes.len() >= MOST_DOCUMENTS {
        fields.wrong_by("/file", FieldCode::TooMany, MOST_DOCUMENTS as i64);
    } else if sizes.iter().sum::<i64>() + bytes > MOST_BYTES {
        fields.wrong_by("/file", FieldCode::NoRoom, MOST_BYTES / 1024 / 1024);
    }
    fields.finish()
}
