//! A copy of everything that an installation on SQLite has: database, files, keys.
//!
//! PostgreSQL has tools of its own for this, which also know what happens while they copy.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use sea_orm::{ConnectionTrait, DatabaseBackend};
use secrecy::ExposeSecret;

use crate::{files::private_folder, settings::Settings, state::State};

const DATABASE: &str = "thousand.sqlite";
const KEY: &str = "secret.key";
const FILES: &str = "files";
const ON_POSTGRES: &str = "the data is on PostgreSQL: use pg_dump and pg_restore, and copy the data folder's files";

/// Copies everything into a folder that does not exist yet, while the server may go on.
pub async fn backup(state: &State, target: &Path) -> anyhow::Result<String> {
    ensure!(state.db.reader().get_database_backend() == DatabaseBackend::Sqlite, ON_POSTGRES);
    ensure!(!target.exists(), "{} exists already: a backup never overwrites", target.display());
    // Complete or not there at all: it gets its name last.
    let mut partial = target.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    // What an interrupted backup of this name has left.
    if partial.exists() {
        std::fs::remove_dir_all(&partial).with_context(|| format!("cannot remove {}", partial.display()))?;
    }
    private_folder(&partial).with_context(|| format!("cannot make {}", partial.display()))?;
    let copy = partial.join(DATABASE).display().to_string();
    // One consistent moment, without the write-ahead log and without free pages.
    state.db.reader().execute_unprepared(&format!("VACUUM INTO '{}'", copy.replace('\'', "''"))).await?;
    let data = &state.settings.data_dir;
    let mut said = format!("backup in {}: database", target.display());
    if data.join(KEY).is_file() {
        std::fs::copy(data.join(KEY), partial.join(KEY))?;
        said.push_str(", key");
    }
    if state.settings.files_url.is_some() {
        said.push_str("; files are where THOUSAND_FILES_URL says and are not in it");
    } else {
        said.push_str(&format!(", {} files", copy_folder(&data.join(FILES), &partial.join(FILES))?));
    }
    std::fs::rename(&partial, target)?;
    Ok(said)
}

/// Puts a backup where the settings expect the data. Never overwrites.
pub fn restore(settings: &Settings, source: &Path) -> anyhow::Result<String> {
    let url = settings.database_url();
    let Some(database) = url.expose_secret().strip_prefix("sqlite://").map(PathBuf::from) else { bail!(ON_POSTGRES) };
    ensure!(source.join(DATABASE).is_file(), "{} is not a backup: it has no {DATABASE}", source.display());
    let data = &settings.data_dir;
    for place in [&database, &data.join(KEY), &data.join(FILES)] {
        ensure!(!place.exists(), "{} exists already: a restore never overwrites", place.display());
    }
    private_folder(data)?;
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder)?;
    }
    if source.join(KEY).is_file() {
        std::fs::copy(source.join(KEY), data.join(KEY))?;
    }
    let files = copy_folder(&source.join(FILES), &data.join(FILES))?;
    // Last: with the database in place, the restore is complete.
    std::fs::copy(source.join(DATABASE), &database)?;
    Ok(format!("restored from {}: database, {files} files", source.display()))
}

/// Copies a folder with all below it, and says how many files that were.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<usize> {
    if !from.is_dir() {
        return Ok(0);
    }
    std::fs::create_dir_all(to)?;
    let mut files = 0;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            files += copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
            files += 1;
        }
    }
    Ok(files)
}
