//! Putting a backup where the settings expect the data, whole or not at all.
//!
//! Everything is copied beside its place first, into names that nothing else uses, and looked at there. Only then a note says that it is whole,
//! and each part gets its own name. Whatever moment it is cut off at, the folder that is left says so: no server starts on it, and the same
//! restore begins anew before the note, or goes on after it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use kernel::{
    files::{copy, database_companion, private_file, private_folder, sync_folder},
    settings::Settings,
};

use super::{
    COMPANIONS, DATABASE, FILES, KEY, MAIL, ON_POSTGRES, absent_is_fine, check, copy_folder, count_files, parent, remove_companions,
};

/// In the data folder while a restore is under way.
const UNDER_WAY: &str = "restore.partial";
/// What becomes of it at the end; nothing minds it.
const DONE: &str = "restore.done";
/// In the first when all is copied and whole: where it came from.
const WHOLE: &str = "whole";

/// The places that a restore fills.
struct Places {
    under_way: PathBuf,
    database: PathBuf,
    /// Beside it: it must be on the same file system to be renamed.
    partial_database: PathBuf,
    data: PathBuf,
}

impl Places {
    fn of(settings: &Settings) -> Option<Self> {
        let database = std::path::absolute(settings.database_file()?).ok()?;
        let data = std::path::absolute(&settings.data_dir).ok()?;
        Some(Self { under_way: data.join(UNDER_WAY), partial_database: database_companion(&database, ".partial"), database, data })
    }

    /// Everything that an installation may have, with what SQLite keeps beside a database.
    fn all(&self) -> Vec<PathBuf> {
        let mut all = vec![self.database.clone()];
        all.extend(COMPANIONS.iter().map(|suffix| database_companion(&self.database, suffix)));
        all.extend([KEY, FILES, MAIL].map(|name| self.data.join(name)));
        all
    }

    fn refuse_to_overwrite(&self) -> anyhow::Result<()> {
        for place in self.all() {
            // Also a link that leads nowhere is there.
            ensure!(place.symlink_metadata().is_err(), "{} exists already: a restore never overwrites", place.display());
        }
        Ok(())
    }
}

/// A server on half of a backup would give itself the other half.
pub fn refuse_half_restored(settings: &Settings) -> anyhow::Result<()> {
    let Some(places) = Places::of(settings) else { return Ok(()) };
    ensure!(
        !places.under_way.exists(),
        "{} is there: a restore was cut off or is under way; run the same `thousand restore` again to finish it",
        places.under_way.display()
    );
    Ok(())
}

/// Puts a backup where the settings expect the data. Never overwrites.
pub async fn restore(settings: &Settings, source: &Path) -> anyhow::Result<String> {
    let Some(places) = Places::of(settings) else { bail!(ON_POSTGRES) };
    ensure!(source.join(DATABASE).is_file(), "{} is not a backup: it has no {DATABASE}", source.display());
    for suffix in COMPANIONS {
        let beside = database_companion(&source.join(DATABASE), suffix);
        ensure!(!beside.exists(), "{} is not a backup: it has {}; make one with `thousand backup`", source.display(), beside.display());
    }
    let from = source.canonicalize()?.display().to_string();
    match std::fs::read_to_string(places.under_way.join(WHOLE)) {
        Ok(earlier) => {
            ensure!(earlier == from, "a restore from {earlier} was cut off: run `thousand restore {earlier}` to finish it");
        }
        Err(_) => {
            places.refuse_to_overwrite()?;
            let prepared = prepare(settings, &places, source, &from).await;
            if prepared.is_err() {
                clear(&places)?;
            }
            prepared?;
        }
    }
    put_in_place(&places)?;
    let files = count_files(&places.data.join(FILES))?;
    let remark = if settings.files_url.is_some() { "; files are where THOUSAND_FILES_URL says and were not looked at" } else { "" };
    Ok(format!("restored from {}: database, {files} files{remark}", source.display()))
}

/// Removes what a restore has copied so far.
fn clear(places: &Places) -> anyhow::Result<()> {
    remove_companions(&places.partial_database)?;
    std::fs::remove_file(&places.partial_database).or_else(absent_is_fine)?;
    std::fs::remove_dir_all(places.data.join(DONE)).or_else(absent_is_fine)?;
    // Last: it is what says that there was something.
    std::fs::remove_dir_all(&places.under_way).or_else(absent_is_fine)?;
    Ok(())
}

/// Copies everything beside its place, and looks whether it is whole.
async fn prepare(settings: &Settings, places: &Places, source: &Path, from: &str) -> anyhow::Result<()> {
    clear(places)?;
    private_folder(&places.under_way).with_context(|| format!("cannot make {}", places.under_way.display()))?;
    private_folder(parent(&places.database))?;
    if source.join(KEY).is_file() {
        copy(&source.join(KEY), &places.under_way.join(KEY))?;
    }
    let files = places.under_way.join(FILES);
    copy_folder(&source.join(FILES), &files)?;
    copy(&source.join(DATABASE), &places.partial_database)
        .with_context(|| format!("cannot write {}", places.partial_database.display()))?;
    check::check(&places.partial_database, settings.files_url.is_none().then_some(&*files)).await?;
    std::fs::File::open(&places.partial_database)?.sync_all()?;
    std::io::Write::write_all(&mut private_file(&places.under_way.join("note"))?, from.as_bytes())?;
    std::fs::File::open(places.under_way.join("note"))?.sync_all()?;
    std::fs::rename(places.under_way.join("note"), places.under_way.join(WHOLE))?;
    sync_folder(&places.under_way)?;
    sync_folder(parent(&places.database))?;
    Ok(())
}

/// Gives each part its name, unless an earlier run has done so.
fn put_in_place(places: &Places) -> anyhow::Result<()> {
    let parts = [KEY, FILES].map(|name| (places.under_way.join(name), places.data.join(name)));
    for (partial, place) in parts.into_iter().chain([(places.partial_database.clone(), places.database.clone())]) {
        if partial.symlink_metadata().is_err() {
            continue;
        }
        ensure!(place.symlink_metadata().is_err(), "{} exists already: a restore never overwrites", place.display());
        std::fs::rename(&partial, &place).with_context(|| format!("cannot name {}", place.display()))?;
    }
    sync_folder(&places.data)?;
    sync_folder(parent(&places.database))?;
    // At one stroke: a folder that is half removed would say that a restore is to be finished.
    std::fs::rename(&places.under_way, places.data.join(DONE))?;
    sync_folder(&places.data)?;
    std::fs::remove_dir_all(places.data.join(DONE))?;
    Ok(())
}
