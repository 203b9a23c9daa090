//! Sealing a file as it is written.

use std::io::{self, Write};

use phi_types::gate::FileContext;

use super::{FileError, message::CHUNK, sealer::Sealer};

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

    /// Seals what is left, marks the end, and gives back what was written to, flushed. That it lasts is the caller's: a file of the host's
    /// wants its `sync_all`.
    ///
    /// # Errors
    /// See [`FileError`]; what was written then does not open.
    pub fn finish(mut self) -> Result<W, FileError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.context.still_granted()?;
        self.inner.write_all(self.sealer.seal_end()?)?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    fn take(&mut self, text: &[u8]) -> Result<usize, FileError> {
        if self.sealer.is_full() {
            self.context.still_granted()?;
            self.inner.write_all(self.sealer.seal()?)?;
            self.sealer.grow();
        }
        if self.sealer.is_empty() && text.len() >= CHUNK {
            self.context.still_granted()?;
            let (taken, sealed) = self.sealer.seal_at_hand(text)?;
            self.inner.write_all(sealed)?;
            self.sealer.grow();
            return Ok(taken);
        }
        Ok(self.sealer.push(text))
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
        match self.failed {
            Some(error) => Err(error.into()),
            None => self.inner.flush(),
        }
    }
}
