//! Where the bytes of documents are kept: a folder, or a bucket that speaks S3.
//!
//! Bytes are written after room for them is taken and before the row that names them (`api/register/src/documents/room.rs`): a row never points at
//! nothing, and no bytes are there that nobody knows of.

mod private;
pub mod spool;

use std::{path::PathBuf, time::Duration};

use anyhow::Context;
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt, aws::AmazonS3Builder, local::LocalFileSystem, path::Path};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::{
    files::spool::Spooled,
    problem::{Problem, Result},
    settings::Settings,
};

pub use self::private::{copy, database_companion, keep_private, private_file, private_folder, sync_folder};

/// How long storing a file may take, the time in which it waits for others included.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Files stored at a time: each is in memory meanwhile.
const AT_ONCE: usize = 2;

pub struct Files {
    store: Box<dyn ObjectStore>,
    prefix: Path,
    /// Where the store is a folder.
    folder: Option<PathBuf>,
    turns: Semaphore,
}

impl Files {
    /// Opens the store that the settings name; makes the folder where it is one.
    pub fn open(settings: &Settings) -> anyhow::Result<Self> {
        let turns = Semaphore::new(AT_ONCE);
        let Some(url) = &settings.files_url else {
            let folder = settings.data_dir.join("files");
            private_folder(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
            let store = LocalFileSystem::new_with_prefix(&folder).context("the folder of files cannot be opened")?;
            return Ok(Self { store: Box::new(store), prefix: Path::default(), folder: Some(folder), turns });
        };
        let store = bucket_of_variables().with_url(url.as_str()).build().context("THOUSAND_FILES_URL")?;
        Ok(Self { store: Box::new(store), prefix: Path::from(url.path()), folder: None, turns })
    }

    fn path(&self, id: Uuid) -> Path {
        self.prefix.clone().join(id.to_string())
    }

    /// Stores a file whole, or not at all. Where it fails, the file may still come to be there a little later.
    pub async fn put(&self, id: Uuid, file: Spooled) -> Result<()> {
        match tokio::time::timeout(PATIENCE, self.store(id, file)).await {
            Ok(outcome) => outcome.map_err(Problem::unavailable),
            Err(late) => Err(Problem::unavailable(late)),
        }
    }

    async fn store(&self, id: Uuid, file: Spooled) -> anyhow::Result<()> {
        let _turn = self.turns.acquire().await?;
        let pieces = tokio::task::spawn_blocking(move || file.pieces()).await??;
        self.store.put(&self.path(id), pieces.into_iter().collect()).await?;
        if let Some(folder) = &self.folder {
            flush(folder, id).await?;
        }
        Ok(())
    }

    /// The bytes as they come from the store.
    pub async fn read(&self, id: Uuid) -> Result<impl Stream<Item = Result<Bytes>> + use<>> {
        let found = self.store.get(&self.path(id)).await.map_err(Problem::internal)?;
        Ok(found.into_stream().map_err(Problem::internal))
    }

    /// Removes the bytes, if they are there, and what a crash left of storing them.
    pub async fn remove(&self, id: Uuid) -> anyhow::Result<()> {
        if let Some(folder) = &self.folder {
            // The name that a folder's store gives a file until it is whole; it does not show such files to anybody.
            absent_is_fine(tokio::fs::remove_file(folder.join(format!("{id}#1"))).await)?;
        }
        match self.store.delete(&self.path(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error).context("the file cannot be removed"),
        }
    }
}

/// The `AWS_*` variables, without those that are set to nothing.
fn bucket_of_variables() -> AmazonS3Builder {
    let mut builder = AmazonS3Builder::new();
    for (name, value) in std::env::vars_os() {
        if let (Some(name), Some(value)) = (name.to_str(), value.to_str())
            && name.starts_with("AWS_")
            && !value.trim().is_empty()
            && let Ok(key) = name.to_ascii_lowercase().parse()
        {
            builder = builder.with_config(key, value);
        }
    }
    builder
}

/// The SHA-256 of everything that is read, in hexadecimal digits.
pub fn sha256(mut source: impl std::io::Read) -> std::io::Result<String> {
    let mut sha = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = source.read(&mut buffer)?;
        if read == 0 {
            return Ok(sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        sha.update(&buffer[..read]);
    }
}

fn absent_is_fine(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// A file that was acknowledged survives the loss of power, and so does its name in the folder.
async fn flush(folder: &std::path::Path, id: Uuid) -> std::io::Result<()> {
    tokio::fs::File::open(folder.join(id.to_string())).await?.sync_all().await?;
    tokio::fs::File::open(folder).await?.sync_all().await
}
