//! Where the bytes of documents are kept: a folder, or a bucket that speaks S3.
//!
//! Bytes are written before the row that names them, so that a row never points at nothing. Bytes without
//! a row are harmless.

use std::path::PathBuf;

use anyhow::Context;
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt, aws::AmazonS3Builder, local::LocalFileSystem, path::Path};
use uuid::Uuid;

use crate::{
    http::problem::{Problem, Result},
    settings::Settings,
};

pub struct Files {
    store: Box<dyn ObjectStore>,
    prefix: Path,
    /// Where the store is a folder.
    folder: Option<PathBuf>,
}

impl Files {
    /// Opens the store that the settings name; makes the folder where it is one.
    pub fn open(settings: &Settings) -> anyhow::Result<Self> {
        let Some(url) = &settings.files_url else {
            let folder = settings.data_dir.join("files");
            std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
            let store = LocalFileSystem::new_with_prefix(&folder).context("the folder of files cannot be opened")?;
            return Ok(Self { store: Box::new(store), prefix: Path::default(), folder: Some(folder) });
        };
        anyhow::ensure!(url.scheme() == "s3", "THOUSAND_FILES_URL: expected s3://BUCKET/PREFIX");
        let store = AmazonS3Builder::from_env().with_url(url.as_str()).build().context("THOUSAND_FILES_URL")?;
        Ok(Self { store: Box::new(store), prefix: Path::from(url.path()), folder: None })
    }

    fn path(&self, id: Uuid) -> Path {
        self.prefix.clone().join(id.to_string())
    }

    pub async fn put(&self, id: Uuid, bytes: Bytes) -> Result<()> {
        self.store.put(&self.path(id), bytes.into()).await.map_err(Problem::internal)?;
        match &self.folder {
            Some(folder) => flush(folder, id).await.map_err(Problem::internal),
            None => Ok(()),
        }
    }

    /// The bytes as they come from the store.
    pub async fn read(&self, id: Uuid) -> Result<impl Stream<Item = Result<Bytes>> + use<>> {
        let found = self.store.get(&self.path(id)).await.map_err(Problem::internal)?;
        Ok(found.into_stream().map_err(Problem::internal))
    }

    /// Removes the bytes, if they are there.
    pub async fn remove(&self, id: Uuid) -> anyhow::Result<()> {
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

/// A file that was acknowledged survives the loss of power, and so does its name in the folder.
async fn flush(folder: &std::path::Path, id: Uuid) -> std::io::Result<()> {
    tokio::fs::File::open(folder.join(id.to_string())).await?.sync_all().await?;
    tokio::fs::File::open(folder).await?.sync_all().await
}
