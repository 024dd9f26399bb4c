//! Where the bytes of documents are kept: a folder, or a bucket that speaks S3.
//!
//! Bytes are written after room for them is taken and before the row that names them (`features/documents/room.rs`): a row never points at
//! nothing, and no bytes are there that nobody knows of.

use std::{path::PathBuf, time::Duration};

use anyhow::Context;
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt, aws::AmazonS3Builder, local::LocalFileSystem, path::Path};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::{
    http::{
        problem::{Problem, Result},
        uploads::spool::Spooled,
    },
    settings::Settings,
};

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
            std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
            let store = LocalFileSystem::new_with_prefix(&folder).context("the folder of files cannot be opened")?;
            return Ok(Self { store: Box::new(store), prefix: Path::default(), folder: Some(folder), turns });
        };
        anyhow::ensure!(url.scheme() == "s3", "THOUSAND_FILES_URL: expected s3://BUCKET/PREFIX");
        let store = AmazonS3Builder::from_env().with_url(url.as_str()).build().context("THOUSAND_FILES_URL")?;
        Ok(Self { store: Box::new(store), prefix: Path::from(url.path()), folder: None, turns })
    }

    fn path(&self, id: Uuid) -> Path {
        self.prefix.clone().join(id.to_string())
    }

    /// Stores a file whole, or not at all.
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

/// Makes a folder, with those above it, that nobody else on this machine may look into. One that is there stays as it is.
pub fn private_folder(path: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
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
