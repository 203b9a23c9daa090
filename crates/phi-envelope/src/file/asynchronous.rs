//! Sealing and opening over asynchronous sources, of any runtime: the traits are those of `futures-io`.
//!
//! Nothing is lost when a future is dropped: what was taken stays in the reader or writer, and the next call goes on. Sealing and opening a
//! batch happens in the call itself; it takes milliseconds at most.

use core::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::io;

use futures_io::{AsyncRead, AsyncWrite};
use phi_types::gate::{FileContext, OpenFile, SealFile};

use super::{FileError, batch::cores, header::BEFORE, opener::Opener, sealer::Sealer};
use crate::{keyring::EnvelopeKeyring, provider::KeyProvider, store::KeyStore};

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// [`seal_file`](Self::seal_file) to an asynchronous sink. The keys are asked for at once, as always; only the file is waited for.
    ///
    /// # Errors
    /// See [`FileError`].
    pub async fn seal_file_async<'g, W>(
        &self,
        file: SealFile<'g>,
        mut to: W,
    ) -> Result<AsyncFileWriter<'g, W>, FileError>
    where
        W: AsyncWrite + Unpin,
    {
        let context = file.into_context();
        let (before, message) = self.new_message(&context)?;
        let mut at = 0;
        poll_fn(|cx| write_out(&mut to, cx, &before, &mut at)).await?;
        let sealer = Sealer::new(message, cores());
        Ok(AsyncFileWriter { context, sealer, inner: to, at: 0, failed: None })
    }

    /// [`open_file`](Self::open_file) from an asynchronous source.
    ///
    /// # Errors
    /// See [`FileError`].
    pub async fn open_file_async<'g, R>(
        &self,
        file: OpenFile<'g>,
        mut from: R,
    ) -> Result<AsyncFileReader<'g, R>, FileError>
    where
        R: AsyncRead + Unpin,
    {
        let context = file.into_context();
        let before = read_before(&mut from).await?;
        let message = self.known_message(&context, &before)?;
        Ok(AsyncFileReader { context, opener: Opener::new(message, cores()), inner: from })
    }
}

/// [`FileWriter`](super::FileWriter) over an asynchronous sink. End it with [`finish`](Self::finish): closing it, as generic code does also
/// when something went wrong, marks no end, and what was written does not open.
#[must_use = "what is not finished does not open"]
pub struct AsyncFileWriter<'g, W> {
    context: FileContext<'g>,
    sealer: Sealer,
    inner: W,
    /// How much of what is due is written.
    at: usize,
    failed: Option<FileError>,
}

impl<W: AsyncWrite + Unpin> AsyncFileWriter<'_, W> {
    /// Seals on so many threads, at most eight.
    pub fn workers(mut self, workers: usize) -> Self {
        self.sealer.set_workers(workers);
        self
    }

    /// Seals what is left, marks the end, and gives back what was written to, flushed.
    ///
    /// # Errors
    /// See [`FileError`]; what was written then does not open.
    pub async fn finish(mut self) -> Result<W, FileError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.sealer.end();
        poll_fn(|cx| self.poll_drain(cx, true)).await?;
        self.context.still_granted()?;
        poll_fn(|cx| Pin::new(&mut self.inner).poll_flush(cx)).await?;
        Ok(self.inner)
    }

    /// Writes what was sealed: as much as has to be written before there is room for more, or all.
    fn poll_drain(&mut self, cx: &mut Context<'_>, all: bool) -> Poll<Result<(), FileError>> {
        while self.sealer.is_due(all)? {
            self.context.still_granted()?;
            ready!(write_out(&mut self.inner, cx, self.sealer.due(), &mut self.at))?;
            self.sealer.written();
            self.at = 0;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_take(&mut self, cx: &mut Context<'_>, text: &[u8]) -> Poll<Result<usize, FileError>> {
        ready!(self.poll_drain(cx, false))?;
        Poll::Ready(self.sealer.push(text))
    }

    fn keep<T>(&mut self, result: Poll<Result<T, FileError>>) -> Poll<io::Result<T>> {
        result.map(|result| {
            self.failed = result.as_ref().err().copied();
            Ok(result?)
        })
    }
}

impl<W: AsyncWrite + Unpin> AsyncWrite for AsyncFileWriter<'_, W> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, text: &[u8]) -> Poll<io::Result<usize>> {
        if let Some(error) = self.failed {
            return Poll::Ready(Err(error.into()));
        }
        let result = self.poll_take(cx, text);
        self.keep(result)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Some(error) = self.failed {
            return Poll::Ready(Err(error.into()));
        }
        let result = self.poll_drain(cx, true);
        ready!(self.keep(result))?;
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.as_mut().poll_flush(cx))?;
        Pin::new(&mut self.inner).poll_close(cx)
    }
}

/// [`FileReader`](super::FileReader) over an asynchronous source.
pub struct AsyncFileReader<'g, R> {
    context: FileContext<'g>,
    opener: Opener,
    inner: R,
}

impl<R: AsyncRead + Unpin> AsyncFileReader<'_, R> {
    /// Opens on so many threads, at most eight.
    #[must_use]
    pub fn workers(mut self, workers: usize) -> Self {
        self.opener.set_workers(workers);
        self
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for AsyncFileReader<'_, R> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut [u8]) -> Poll<io::Result<usize>> {
        if out.is_empty() {
            return Poll::Ready(Ok(0));
        }
        let Self { context, opener, inner } = &mut *self;
        loop {
            if opener.has_failed() {
                return Poll::Ready(Err(FileError::Refused.into()));
            }
            context.still_granted().map_err(FileError::from)?;
            let given = opener.take(out)?;
            if given > 0 || opener.has_ended() {
                return Poll::Ready(Ok(given));
            }
            while opener.wants_more() {
                match Pin::new(&mut *inner).poll_read(cx, opener.room()) {
                    Poll::Ready(Ok(count)) => opener.filled(count),
                    Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(FileError::from(error).into())),
                    // What was read ahead is handed out meanwhile.
                    Poll::Pending if opener.is_dry() => {}
                    Poll::Pending => return Poll::Pending,
                }
            }
        }
    }
}

/// What stands before the first chunk.
pub(super) async fn read_before<R: AsyncRead + Unpin>(from: &mut R) -> Result<[u8; BEFORE], FileError> {
    let (mut before, mut filled) = ([0; BEFORE], 0_usize);
    while filled < BEFORE {
        let room = before.get_mut(filled..).unwrap_or_default();
        match poll_fn(|cx| Pin::new(&mut *from).poll_read(cx, room)).await {
            Ok(0) => return Err(FileError::Refused),
            Ok(count) => filled = filled.saturating_add(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(before)
}

/// Writes what is left of `bytes` behind `at`, and counts `at` up as far as it got.
fn write_out<W: AsyncWrite + Unpin>(
    to: &mut W,
    cx: &mut Context<'_>,
    bytes: &[u8],
    at: &mut usize,
) -> Poll<io::Result<()>> {
    while let Some(rest) = bytes.get(*at..).filter(|rest| !rest.is_empty()) {
        match ready!(Pin::new(&mut *to).poll_write(cx, rest)) {
            Ok(0) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
            Ok(count) => *at = at.saturating_add(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Poll::Ready(Err(error)),
        }
    }
    Poll::Ready(Ok(()))
}
