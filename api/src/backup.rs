//! A copy of everything that an installation on SQLite has: database, files, keys.
//!
//! PostgreSQL has tools of its own for this, which also know what happens while they copy.

mod check;
mod restore;

use std::{
    collections::BTreeSet,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use kernel::{
    files::{copy, private_folder, sync_folder},
    state::State,
};
use sea_orm::{ConnectionTrait, DatabaseBackend};

pub use self::restore::{refuse_half_restored, restore};

const DATABASE: &str = "thousand.sqlite";
const KEY: &str = "secret.key";
const FILES: &str = "files";
const MAIL: &str = "mail";
/// What SQLite keeps beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];
const ON_POSTGRES: &str = "the data is on PostgreSQL: use pg_dump and pg_restore, and copy the data folder's files";

/// Copies everything into a folder that does not exist yet, while the server may go on.
pub async fn backup(state: &State, target: &Path) -> anyhow::Result<String> {
    ensure!(state.db.reader().get_database_backend() == DatabaseBackend::Sqlite, ON_POSTGRES);
    ensure!(!target.exists(), "{} exists already: a backup never overwrites", target.display());
    // Complete or not there at all: it gets its name last.
    let mut partial = std::path::absolute(target)?.into_os_string();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    // What an interrupted backup of this name has left.
    if partial.exists() {
        std::fs::remove_dir_all(&partial).with_context(|| format!("cannot remove {}", partial.display()))?;
    }
    private_folder(&partial).with_context(|| format!("cannot make {}", partial.display()))?;
    let (data, copied) = (&state.settings.data_dir, partial.join(DATABASE));
    let keeps_files = state.settings.files_url.is_none();
    // Both before and after the database's moment: what is removed meanwhile was there before it, what is added is there after it.
    if keeps_files {
        copy_folder(&data.join(FILES), &partial.join(FILES))?;
    }
    // One consistent moment, without the write-ahead log and without free pages.
    state.db.reader().execute_unprepared(&format!("VACUUM INTO '{}'", copied.display().to_string().replace('\'', "''"))).await?;
    let mut said = format!("backup in {}: database", target.display());
    if data.join(KEY).is_file() {
        copy(&data.join(KEY), &partial.join(KEY))?;
        said.push_str(", key");
    }
    if keeps_files {
        copy_folder(&data.join(FILES), &partial.join(FILES))?;
        said.push_str(&format!(", {} files", count_files(&partial.join(FILES))?));
    } else {
        said.push_str("; files are where THOUSAND_FILES_URL says and are not in it");
    }
    // It is worth only what can be restored from it.
    check::check(&copied, keeps_files.then(|| partial.join(FILES)).as_deref()).await?;
    sync_folder(&partial)?;
    std::fs::rename(&partial, target)?;
    sync_folder(parent(target))?;
    Ok(said)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Copies what a folder has and the target has not, with all below it.
fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    private_folder(to).with_context(|| format!("cannot make {}", to.display()))?;
    let there: BTreeSet<OsString> = names(to)?.into_iter().collect();
    for name in names(from)? {
        let (source, target) = (from.join(&name), to.join(&name));
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else if !there.contains(&name) {
            match copy(&source, &target) {
                // Removed since the folder was read.
                Err(_) if !source.exists() => std::fs::remove_file(&target).or_else(absent_is_fine)?,
                outcome => outcome.with_context(|| format!("cannot copy {} to {}", source.display(), target.display()))?,
            }
        }
    }
    sync_folder(to)?;
    Ok(())
}

fn names(folder: &Path) -> anyhow::Result<Vec<OsString>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    Ok(entries.map(|entry| Ok(entry?.file_name())).collect::<std::io::Result<_>>()?)
}

fn count_files(folder: &Path) -> anyhow::Result<usize> {
    if !folder.is_dir() {
        return Ok(0);
    }
    let mut count = 0;
    for name in names(folder)? {
        let path = folder.join(name);
        count += if path.is_dir() { count_files(&path)? } else { 1 };
    }
    Ok(count)
}

/// After its last connection has closed, a database needs nothing that was beside it.
fn remove_companions(database: &Path) -> std::io::Result<()> {
    COMPANIONS
        .iter()
        .try_for_each(|suffix| std::fs::remove_file(kernel::files::database_companion(database, suffix)).or_else(absent_is_fine))
}

fn absent_is_fine(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
