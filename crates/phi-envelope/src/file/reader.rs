//! Opening a file from its beginning to its end.

use std::io::{self, Read};

use phi_types::gate::FileContext;

use super::{FileError, opener::Opener};

/// Opens what it reads. No text is handed out before its chunk verified, and none after something was wrong.
///
/// The end of the text is the end of the file only once `read` answered 0: a file that was cut ends in an error. So use nothing of it before.
pub struct FileReader<'g, R: Read> {
    context: FileContext<'g>,
    opener: Opener,
    inner: R,
}

impl<'g, R: Read> FileReader<'g, R> {
    pub(super) fn new(context: FileContext<'g>, opener: Opener, inner: R) -> Self {
        Self { context, opener, inner }
    }

    /// Opens on so many threads, at most eight. Without it: on as many as there are cores, once a file turns out to be large.
    #[must_use]
    pub fn workers(mut self, workers: usize) -> Self {
        self.opener.set_workers(workers);
        self
    }

    fn next_batch(&mut self) -> Result<(), FileError> {
        while self.opener.wants_more() {
            match self.inner.read(self.opener.room()) {
                Ok(count) => self.opener.filled(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // What was collected stays: a source that recovers is read on.
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for FileReader<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if self.opener.has_failed() {
                return Err(FileError::Refused.into());
            }
            // Asked for each portion that is handed out, not only for each that is opened.
            self.context.still_granted().map_err(FileError::from)?;
            let given = self.opener.take(out)?;
            if given > 0 || self.opener.has_ended() {
                return Ok(given);
            }
            self.next_batch()?;
        }
    }
}
