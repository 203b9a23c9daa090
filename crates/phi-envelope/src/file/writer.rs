//! Sealing a file as it is written.

use std::io::{self, Read, Write};

use phi_types::gate::FileContext;

use super::{FileError, sealer::Sealer};

/// Seals what is written to it.
///
/// End it with [`finish`](Self::finish). One that is dropped without it has written nothing that opens: the last chunk is missing, and only
/// that says that a file is whole. Text waits in memory until a batch of chunks is full; [`flush`](Write::flush) passes on what was sealed.
#[must_use = "what is not finished does not open"]
pub struct FileWriter<'g, W: Write> {
    context: FileContext<'g>,
    sealer: Sealer,
    inner: W,
    /// After an error it is not known what was written.
    failed: Option<FileError>,
}

impl<'g, W: Write> FileWriter<'g, W> {
    pub(super) fn new(context: FileContext<'g>, sealer: Sealer, inner: W) -> Self {
        Self { context, sealer, inner, failed: None }
    }

    /// Seals on so many threads, at most eight. Without it: on as many as there are cores, once a file turns out to be large.
    pub fn workers(mut self, workers: usize) -> Self {
        self.sealer.set_workers(workers);
        self
    }

    /// Reads all that a source has right to the place where it is sealed, and answers how many bytes that was. What [`io::copy`] does goes
    /// through another buffer.
    ///
    /// # Errors
    /// See [`FileError`]. After an error of the source the writer goes on: what was read of it before is part of the text.
    pub fn read_from<R: Read>(&mut self, mut from: R) -> Result<u64, FileError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut all = 0_u64;
        loop {
            if let Err(error) = self.drain(false) {
                self.failed = Some(error);
                return Err(error);
            }
            match from.read_vectored(&mut self.sealer.rooms()) {
                Ok(0) => return Ok(all),
                Ok(count) => {
                    self.sealer.filled(count);
                    all = all.saturating_add(count as u64);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Seals what is left, marks the end, and gives back what was written to, flushed. That it lasts is the caller's: a file of the host's
    /// wants its `sync_all`.
    ///
    /// # Errors
    /// See [`FileError`]; what was written then does not open.
    pub fn finish(mut self) -> Result<W, FileError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.sealer.end();
        self.drain(true)?;
        self.context.still_granted()?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    /// Writes what was sealed: as much as has to be written before there is room for more, or all.
    fn drain(&mut self, all: bool) -> Result<(), FileError> {
        while self.sealer.is_due(all)? {
            // Asked for each portion, since a long file must not outlast a revocation.
            self.context.still_granted()?;
            self.inner.write_all(self.sealer.due())?;
            self.sealer.written();
        }
        Ok(())
    }

    fn take(&mut self, text: &[u8]) -> Result<usize, FileError> {
        self.drain(false)?;
        self.sealer.push(text)
    }
}

impl<W: Write> Write for FileWriter<'_, W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        let taken = self.take(text);
        if let Err(error) = taken {
            self.failed = Some(error);
        }
        Ok(taken?)
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        if let Err(error) = self.drain(true) {
            self.failed = Some(error);
            return Err(error.into());
        }
        self.inner.flush()
    }
}
