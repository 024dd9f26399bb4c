//! A file that is being received or made: on the disk without a name, so that nothing of it stays when it is let go, not even in a crash.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::FileExt,
    path::Path,
};

use bytes::Bytes;
use sha2::{Digest, Sha256};

/// Bytes of a piece of a whole file.
const PIECE: usize = 128 * 1024;

/// What is written so far. Every write goes to the disk: gather before.
pub struct Spool {
    file: File,
    digest: Sha256,
    bytes: u64,
    most: u64,
    full: bool,
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
        Ok(Self { file: tempfile::tempfile_in(folder)?, digest: Sha256::new(), bytes: 0, most, full: false })
    }

    /// Whether it failed for that: those who write through others may be told by them of another failure.
    pub fn is_full(&self) -> bool {
        self.full
    }

    pub fn finish(self) -> Spooled {
        let sha256 = self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Spooled { file: self.file, bytes: self.bytes, sha256 }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes + bytes.len() as u64 > self.most {
            self.full = true;
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
    /// The file from its beginning.
    pub fn reader(&self) -> Reader<'_> {
        Reader { file: &self.file, at: 0, bytes: self.bytes }
    }

    /// All of it, in pieces of moderate size: memory that is asked for in large ones may stay with the process for long.
    pub fn pieces(&self) -> io::Result<Vec<Bytes>> {
        let (mut reader, mut pieces) = (self.reader(), Vec::new());
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            if (&mut reader).take(PIECE as u64).read_to_end(&mut piece)? == 0 {
                return Ok(pieces);
            }
            pieces.push(piece.into());
        }
    }
}

/// Reads a file; several may at a time.
pub struct Reader<'a> {
    file: &'a File,
    at: u64,
    bytes: u64,
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Reader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (start, offset) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(offset) => (self.at, offset),
            SeekFrom::End(offset) => (self.bytes, offset),
        };
        self.at = start.checked_add_signed(offset).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
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
        assert_eq!(spooled.pieces().expect("read"), [Bytes::from_static(b"1234567890")]);
        let (mut one, mut other) = (spooled.reader(), spooled.reader());
        one.seek(SeekFrom::End(-3)).expect("a place");
        assert_eq!(io::read_to_string(&mut one).expect("read"), "890");
        assert_eq!(io::read_to_string(&mut other).expect("read"), "1234567890", "each has its own place");
        assert!(one.seek(SeekFrom::Current(-11)).is_err());
    }
}
