//! A ZIP that is written while it is made: what the compressor gives off goes to the world at once, so that memory stays
//! flat. Files come one after the other; nothing is written twice or out of order.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, ZipArchiveWriter, ZipDataWriter, ZipEntryWriter};
use sha2::{Digest, Sha256};

use super::manifest::FileSum;
use crate::client::World;
use crate::client::world::ArchiveError;
use crate::protocol::ArchivePlace;

/// What has gathered is handed on at this size.
const CHUNK: usize = 256 * 1024;

/// Collects what the ZIP writer writes until it is handed on.
#[derive(Clone, Default)]
struct Spool(Rc<RefCell<Vec<u8>>>);

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive being written.
pub struct Archive<'w, W> {
    out: Out<'w, W>,
    zip: ZipArchiveWriter<Spool>,
    in_file: bool,
}

struct Out<'w, W> {
    world: &'w W,
    spool: Spool,
    written: u64,
}

impl<W: World> Out<'_, W> {
    async fn hand_on(&mut self, at_least: usize) -> Result<(), ArchiveError> {
        if self.spool.0.borrow().len() < at_least {
            return Ok(());
        }
        let bytes = self.spool.0.take();
        self.world.write_archive(&bytes).await?;
        self.written += bytes.len() as u64;
        Ok(())
    }
}

/// A file of the archive being written.
pub struct ArchiveFile<'a, 'w, W> {
    out: &'a mut Out<'w, W>,
    in_file: &'a mut bool,
    writer: ZipDataWriter<DeflateEncoder<ZipEntryWriter<'a, Spool>>>,
    name: String,
    bytes: u64,
    hash: Sha256,
}

fn broken<E>(_: E) -> ArchiveError {
    ArchiveError::NotWritten
}

impl<'w, W: World> Archive<'w, W> {
    /// Opens an archive at a place.
    ///
    /// # Errors
    /// When the place can't be opened.
    pub async fn open(world: &'w W, place: ArchivePlace) -> Result<Self, ArchiveError> {
        world.open_archive(place).await?;
        let spool = Spool::default();
        let zip = ZipArchiveWriter::new(spool.clone());
        Ok(Self {
            out: Out {
                world,
                spool,
                written: 0,
            },
            zip,
            in_file: false,
        })
    }

    /// Begins a file. The name is one of our own: no name from a tenant ever becomes a path.
    ///
    /// # Errors
    /// When the ZIP's form doesn't allow it.
    pub fn file<'a>(&'a mut self, name: &str) -> Result<ArchiveFile<'a, 'w, W>, ArchiveError> {
        let builder = self.zip.new_file(name).compression_method(CompressionMethod::DEFLATE);
        let (entry, config) = builder.start().map_err(broken)?;
        let writer = config.wrap(DeflateEncoder::new(entry, Compression::default()));
        self.in_file = true;
        Ok(ArchiveFile {
            out: &mut self.out,
            in_file: &mut self.in_file,
            writer,
            name: name.to_owned(),
            bytes: 0,
            hash: Sha256::new(),
        })
    }

    /// Whether a file was begun and not finished.
    #[must_use]
    pub const fn is_in_file(&self) -> bool {
        self.in_file
    }

    /// Bytes handed on so far.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.out.written
    }

    /// Writes the directory and closes the archive. Returns its size.
    ///
    /// # Errors
    /// When the file system doesn't take it.
    pub async fn close(self) -> Result<u64, ArchiveError> {
        let Self { mut out, zip, .. } = self;
        zip.finish().map_err(broken)?;
        out.hand_on(1).await?;
        out.world.close_archive().await?;
        Ok(out.written)
    }
}

impl<W: World> ArchiveFile<'_, '_, W> {
    /// Adds to the file.
    ///
    /// # Errors
    /// When the file system doesn't take it.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.writer.write_all(bytes).map_err(broken)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.out.hand_on(CHUNK).await
    }

    /// Ends the file and returns its sum.
    ///
    /// # Errors
    /// When the file system doesn't take it.
    pub async fn finish(self, rows: u64) -> Result<FileSum, ArchiveError> {
        let (encoder, descriptor) = self.writer.finish().map_err(broken)?;
        encoder.finish().map_err(broken)?.finish(descriptor).map_err(broken)?;
        *self.in_file = false;
        self.out.hand_on(CHUNK).await?;
        let sha256 = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(FileSum {
            name: self.name,
            bytes: self.bytes,
            rows,
            sha256,
        })
    }
}
