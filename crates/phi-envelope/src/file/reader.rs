//! Opening a file from its beginning to its end.

use std::io::{self, BufRead, Read};

use phi_types::gate::FileContext;

use super::{FileError, message::CHUNK, opener::Opener};

/// Opens what it reads. No text is handed out before its chunk verified, and none after something was wrong.
///
/// As a [`BufRead`] it shows the text where it was opened; what reads into a hand of its own gets it opened right into that, if it has room for
/// a chunk of 16 KiB.
///
/// The end of the text is the end of the file only once `read` answered 0: a file that was cut ends in an error. So use nothing of it before.
pub struct FileReader<'g, R: Read> {
    context: FileContext<'g>,
    opener: Opener,
    inner: R,
    borrow: Option<Borrow<R>>,
}

/// How a source shows its own memory.
struct Borrow<R> {
    fill: fn(&mut R) -> io::Result<&[u8]>,
    consume: fn(&mut R, usize),
}

impl<'g, R: Read> FileReader<'g, R> {
    pub(super) fn new(context: FileContext<'g>, opener: Opener, inner: R) -> Self {
        Self { context, opener, inner, borrow: None }
    }

    /// Opens on so many threads, at most eight. Without it: on as many as there are cores, once a file turns out to be large.
    #[must_use]
    pub fn workers(mut self, workers: usize) -> Self {
        self.opener.set_workers(workers);
        self
    }

    /// Opens whole chunks right from the source's own memory, on this thread, where that has as many: text in memory or in a mapped file, or a
    /// [`BufReader`](io::BufReader) with a large buffer. Nothing is copied then.
    #[must_use]
    pub fn borrowing(mut self) -> Self
    where
        R: BufRead,
    {
        self.borrow = Some(Borrow { fill: R::fill_buf, consume: R::consume });
        self
    }

    fn begin(&self) -> io::Result<()> {
        if self.opener.has_failed() {
            return Err(FileError::Refused.into());
        }
        // Asked for each portion that is handed out, not only for each that is opened.
        Ok(self.context.still_granted().map_err(FileError::from)?)
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

    /// Right from the source's memory into the hand.
    fn read_between(&mut self, out: &mut [u8]) -> Result<usize, FileError> {
        let Some(borrow) = self.borrow.as_ref().filter(|_| out.len() >= CHUNK && self.opener.is_clear()) else {
            return Ok(0);
        };
        let source = loop {
            match (borrow.fill)(&mut self.inner) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Asked twice, since what it shows is borrowed from here on.
                _ => break (borrow.fill)(&mut self.inner)?,
            }
        };
        let (taken, given) = self.opener.open_between(source, out)?;
        (borrow.consume)(&mut self.inner, taken);
        Ok(given)
    }
}

impl<R: Read> Read for FileReader<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            self.begin()?;
            let given = match self.read_between(out)? {
                0 => self.opener.take(out)?,
                given => given,
            };
            if given > 0 || self.opener.has_ended() {
                return Ok(given);
            }
            self.next_batch()?;
        }
    }
}

impl<R: Read> BufRead for FileReader<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        loop {
            self.begin()?;
            if self.opener.fill()? || self.opener.has_ended() {
                return Ok(self.opener.text());
            }
            self.next_batch()?;
        }
    }

    fn consume(&mut self, count: usize) {
        self.opener.consume(count);
    }
}
