//! A file that is being received or made: on the disk without a name, so that nothing of it stays when it is let go, not even in a crash.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

/// What is written so far. Every write goes to the disk: gather before.
pub struct Spool {
    file: File,
    digest: Sha256,
    bytes: u64,
    most: u64,
}

/// A whole file.
pub struct Spooled {
    file: File,
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Spool {
    /// Nothing yet, in a folder of the disk. Past `most` bytes, writing fails with `FileTooLarge`.
    pub fn new(folder: &Path, most: u64) -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile_in(folder)?, digest: Sha256::new(), bytes: 0, most })
    }

    pub fn finish(self) -> Spooled {
        let sha256 = self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Spooled { file: self.file, bytes: self.bytes, sha256 }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes + bytes.len() as u64 > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Spooled {
    /// The file from its beginning. One reader at a time: all of them stand at the same place.
    pub fn reader(&self) -> io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    /// All of it.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.bytes.try_into().unwrap_or_default());
        self.reader()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::history::digest;

    #[test]
    fn it_keeps_what_was_written_has_no_name_and_an_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut spool = Spool::new(folder.path(), 10).expect("a spool");
        spool.write_all(b"12345").expect("written");
        spool.write_all(b"67890").expect("written");
        assert_eq!(spool.write_all(b"!").expect_err("full").kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
        let spooled = spool.finish();
        assert_eq!((spooled.bytes, spooled.sha256.as_str()), (10, digest(b"1234567890").as_str()));
        for _ in 0..2 {
            assert_eq!(spooled.read().expect("read"), b"1234567890");
        }
    }
}
