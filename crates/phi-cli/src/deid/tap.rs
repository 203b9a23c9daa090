//! What flows in and out is digested and counted on its way.

use std::{
    io::{self, IsTerminal as _, Read, Seek, SeekFrom, Write},
    time::{Duration, Instant},
};

use phi_deid::digest::Digesting;

/// How often the line of progress changes.
const PAUSE: Duration = Duration::from_millis(500);

/// Passes bytes on, to a digest too where there is one.
pub(crate) struct Tap<'a, T> {
    inner: T,
    digest: Option<&'a mut Digesting>,
    progress: Option<&'a mut Progress>,
}

impl<'a, T> Tap<'a, T> {
    pub(crate) const fn new(inner: T, digest: Option<&'a mut Digesting>, progress: Option<&'a mut Progress>) -> Self {
        Self { inner, digest, progress }
    }
}

impl<T: Read> Read for Tap<'_, T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some(digest) = &mut self.digest {
            digest.update(buffer.get(..count).unwrap_or_default());
        }
        if let Some(progress) = &mut self.progress {
            progress.add(count);
        }
        Ok(count)
    }
}

/// A second pass is no new input: neither digest nor progress goes along.
impl<T: Seek> Seek for Tap<'_, T> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.digest = None;
        self.progress = None;
        self.inner.seek(to)
    }
}

impl<T: Write> Write for Tap<'_, T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        if let Some(digest) = &mut self.digest {
            digest.update(bytes.get(..count).unwrap_or_default());
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A line on a terminal's standard error that says how much was read.
pub(crate) struct Progress {
    read: u64,
    last: Instant,
    shown: bool,
}

impl Progress {
    /// Where standard error is a terminal.
    pub(crate) fn on_terminal() -> Option<Self> {
        io::stderr().is_terminal().then(|| Self { read: 0, last: Instant::now(), shown: false })
    }

    fn add(&mut self, count: usize) {
        self.read += count as u64;
        if self.last.elapsed() >= PAUSE {
            self.last = Instant::now();
            self.shown = true;
            let _ = write!(io::stderr(), "\r{}", line(self.read));
        }
    }
}

/// The line does not stay.
impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{:1$}\r", "", line(self.read).len());
        }
    }
}

fn line(read: u64) -> String {
    format!("phi: {}.{} MB read", read / 1_000_000, read / 100_000 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use phi_deid::{digest::DigestKey, replace::SecretKey};

    #[test]
    fn what_flows_is_digested_once() {
        let key = DigestKey::new(&SecretKey::new(&[7; 32]));
        let mut digest = key.begin();
        let mut progress = Progress { read: 0, last: Instant::now(), shown: false };
        let mut tap = Tap::new(io::Cursor::new(b"one note"), Some(&mut digest), Some(&mut progress));
        let mut text = String::new();
        tap.read_to_string(&mut text).unwrap();
        tap.seek(SeekFrom::Start(0)).unwrap();
        tap.read_to_string(&mut text).unwrap();
        assert_eq!(text, "one noteone note");
        assert_eq!((digest.finish(), progress.read), (key.of(b"one note"), 8));
        assert_eq!(line(12_345_678), "phi: 12.3 MB read");
    }

    #[test]
    fn what_is_written_is_digested() {
        let key = DigestKey::new(&SecretKey::new(&[7; 32]));
        let (mut digest, mut out) = (key.begin(), Vec::new());
        Tap::new(&mut out, Some(&mut digest), None).write_all(b"[NAME-1]").unwrap();
        assert_eq!((digest.finish(), out.as_slice()), (key.of(b"[NAME-1]"), &b"[NAME-1]"[..]));
    }
}
