//! The writer that scrubs the finished line.

use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

use crate::scrub;

/// Wraps a `MakeWriter`: each event is scrubbed as a whole before the inner writer sees a byte of it.
///
/// It stands behind every format, the JSON one too. What is no UTF-8 is not written at all: `[not text]` stands for it.
///
/// ```
/// use phi_tracing::ScrubbingWriter;
/// let subscriber = tracing_subscriber::fmt().with_writer(ScrubbingWriter::new(std::io::stderr)).finish();
/// # drop(subscriber);
/// ```
#[derive(Clone, Debug)]
pub struct ScrubbingWriter<M>(M);

impl<M> ScrubbingWriter<M> {
    /// Scrubs what goes to `inner`.
    pub const fn new(inner: M) -> Self {
        Self(inner)
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for ScrubbingWriter<M> {
    type Writer = LineWriter<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        LineWriter { inner: self.0.make_writer(), held: Vec::new() }
    }

    fn make_writer_for(&'a self, meta: &tracing::Metadata<'_>) -> Self::Writer {
        LineWriter { inner: self.0.make_writer_for(meta), held: Vec::new() }
    }
}

/// Holds what is written until it is flushed or dropped, then scrubs and passes it on: an identifier that comes in two writes is
/// still one.
#[derive(Debug)]
pub struct LineWriter<W: Write> {
    inner: W,
    held: Vec<u8>,
}

impl<W: Write> LineWriter<W> {
    fn pass_on(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        if held.is_empty() {
            return Ok(());
        }
        match std::str::from_utf8(&held) {
            Ok(text) => self.inner.write_all(scrub(text).text.as_bytes()),
            Err(_) => self.inner.write_all(b"[not text]\n"),
        }
    }
}

impl<W: Write> Write for LineWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.inner.flush()
    }
}

impl<W: Write> Drop for LineWriter<W> {
    fn drop(&mut self) {
        // A destructor can report nothing; the subscriber ignores errors of its writer as well.
        let _ = self.pass_on();
    }
}
