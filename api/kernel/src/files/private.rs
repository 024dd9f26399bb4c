//! What the program keeps on disk is for its own user alone.

use std::{
    fs::{DirBuilder, File, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use crate::settings::Settings;

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;

/// Makes a folder, with those above it, that nobody else on this machine may look into. One that is there stays as it is.
pub fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(FOLDER).recursive(true).create(path)
}

/// Makes a file that nobody else may read. There must be none of this name.
pub fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(FILE).open(path)
}

/// Copies a file for this user alone, so that it survives the loss of power.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut target = private_file(to)?;
    io::copy(&mut File::open(from)?, &mut target)?;
    target.sync_all()
}

/// Makes names in a folder survive the loss of power.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Takes everybody else's rights from what is there already: an earlier version, a copy by hand or a generous folder may have given them. The
/// data folder itself is left alone, as it may be there for others too.
pub fn keep_private(settings: &Settings) {
    let mut paths = vec![settings.data_dir.join("secret.key"), settings.data_dir.join("files"), settings.data_dir.join("mail")];
    if let Some(database) = settings.database_file() {
        paths.extend(["", "-wal", "-shm", "-journal"].map(|suffix| database_companion(&database, suffix)));
    }
    for path in paths {
        match restrict(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(path = %path.display(), %error, "others on this machine may read it");
            }
            _ => {}
        }
    }
}

/// The name of a file that SQLite keeps beside a database.
pub fn database_companion(database: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A folder gets its mode last: where it has it already, nobody else comes to what is in it.
fn restrict(path: &Path) -> io::Result<()> {
    let known = std::fs::metadata(path)?;
    let wanted = if known.is_dir() { FOLDER } else { FILE };
    if known.permissions().mode() & 0o777 == wanted {
        return Ok(());
    }
    if known.is_dir() {
        for entry in std::fs::read_dir(path)? {
            restrict(&entry?.path())?;
        }
    }
    std::fs::set_permissions(path, Permissions::from_mode(wanted))
}
