//! Whether a copy is whole: the database itself, the chain of its history, the bytes of its documents.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, bail, ensure};
use entity::document;
use kernel::{
    chance::{Chance, System},
    db::{
        Db,
        history::{self, Verdict},
    },
    files::{database_companion, sha256},
    settings::sqlite_url,
};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement};

/// The longest wait for the last connection to close, and how often it is looked at.
const CLOSING: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(20);

/// Brings the copy's schema up to date and looks at everything in it. Without a folder the documents' bytes are kept elsewhere.
pub async fn check(database: &Path, files: Option<&Path>) -> anyhow::Result<()> {
    let db = Db::connect(&sqlite_url(database), Chance::new(System)).await.context("the copy of the database cannot be opened")?;
    let outcome = look_at(&db, files).await;
    db.close().await;
    outcome?;
    ensure!(is_folded_in(database).await, "the copy of the database could not be closed");
    Ok(())
}

/// Whether the last connection has folded its log in; otherwise the file alone is not the database. A connection that was not given back
/// but dropped closes on a thread of its own, a moment later.
async fn is_folded_in(database: &Path) -> bool {
    let log = database_companion(database, "-wal");
    for _ in 0..CLOSING.as_millis() / LOOK.as_millis() {
        if !log.exists() {
            return true;
        }
        tokio::time::sleep(LOOK).await;
    }
    !log.exists()
}

async fn look_at(db: &Db, files: Option<&Path>) -> anyhow::Result<()> {
    let pragma = Statement::from_string(db.reader().get_database_backend(), "PRAGMA integrity_check(1)");
    let row = db.reader().query_one_raw(pragma).await.context("the copy of the database is damaged")?;
    let said: String = row.context("the database does not answer")?.try_get_by_index(0)?;
    ensure!(said == "ok", "the copy of the database is damaged: {said}");
    db.migrate().await?;
    if let Verdict::Broken { seq, why } = history::verify(db).await? {
        bail!("the copy's history is broken at {seq}: {why}");
    }
    let Some(files) = files else { return Ok(()) };
    for row in document::Entity::find().order_by_asc(document::Column::Id).all(db.reader()).await? {
        let path = files.join(row.id.to_string());
        let found = tokio::task::spawn_blocking(move || digest(path)).await?;
        ensure!(found.is_ok_and(|digest| digest == row.sha256), "the copy has not the bytes of document {}", row.id);
    }
    Ok(())
}

fn digest(path: PathBuf) -> std::io::Result<String> {
    sha256(File::open(path)?)
}
