//! Reading anywhere in a sealed file, over an asynchronous source.

use core::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::io::{self, SeekFrom};

use futures_io::{AsyncRead, AsyncSeek};
use phi_types::gate::{FileContext, OpenFile};

use super::{FileError, anywhere::Anywhere, asynchronous::read_before};
use crate::{keyring::EnvelopeKeyring, provider::KeyProvider, store::KeyStore};

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// [`open_seekable_file`](Self::open_seekable_file) from an asynchronous source, which holds the sealed file alone.
    ///
    /// # Errors
    /// See [`FileError`]; also when the file was cut, which its last chunk tells.
    pub async fn open_seekable_file_async<'g, R>(
        &self,
        file: OpenFile<'g>,
        mut from: R,
    ) -> Result<AsyncSeekableFile<'g, R>, FileError>
    where
        R: AsyncRead + AsyncSeek + Unpin,
    {
        let context = file.into_context();
        poll_fn(|cx| poll_seek(&mut from, cx, SeekFrom::Start(0))).await?;
        let before = read_before(&mut from).await?;
        let message = self.known_message(&context, &before)?;
        let sealed = poll_fn(|cx| poll_seek(&mut from, cx, SeekFrom::End(0))).await?;
        let file = Anywhere::new(message, sealed).ok_or(FileError::Refused)?;
        let mut file = AsyncSeekableFile { context, file, inner: from, load: None };
        let last = file.file.last();
        poll_fn(|cx| file.poll_load(cx, last)).await?;
        Ok(file)
    }
}

/// [`SeekableFile`](super::SeekableFile) over an asynchronous source. A read that is dropped loses nothing: the next one of the same place goes
/// on where it stopped.
pub struct AsyncSeekableFile<'g, R> {
    context: FileContext<'g>,
    file: Anywhere,
    inner: R,
    load: Option<Load>,
}

/// A chunk that is being read.
#[derive(Clone, Copy)]
struct Load {
    number: u64,
    /// The source stands where it is to be read on.
    there: bool,
    filled: usize,
}

impl<R> AsyncSeekableFile<'_, R> {
    /// Bytes of text.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.file.length()
    }

    /// Whether it holds no text.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<R: AsyncRead + AsyncSeek + Unpin> AsyncSeekableFile<'_, R> {
    fn poll_load(&mut self, cx: &mut Context<'_>, number: u64) -> Poll<Result<(), FileError>> {
        let begun = self.load.filter(|load| load.number == number);
        let load = self.load.insert(begun.unwrap_or(Load { number, there: false, filled: 0 }));
        let result = ready!(poll_chunk(&mut self.inner, &mut self.file, cx, load));
        self.load = None;
        Poll::Ready(result.and_then(|()| self.file.filled(number)))
    }
}

/// Reads a sealed chunk as far as it goes, and keeps how far.
fn poll_chunk<R: AsyncRead + AsyncSeek + Unpin>(
    from: &mut R,
    file: &mut Anywhere,
    cx: &mut Context<'_>,
    load: &mut Load,
) -> Poll<Result<(), FileError>> {
    let start = Anywhere::start(load.number).ok_or(FileError::Refused)?;
    let chunk = file.room(load.number);
    if !load.there {
        ready!(poll_seek(from, cx, SeekFrom::Start(start)))?;
        load.there = true;
    }
    while let Some(room) = chunk.get_mut(load.filled..).filter(|room| !room.is_empty()) {
        match ready!(Pin::new(&mut *from).poll_read(cx, room)) {
            // Cut since it was opened: no chunk is read in part.
            Ok(0) => return Poll::Ready(Err(FileError::Refused)),
            Ok(count) => load.filled = load.filled.saturating_add(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Poll::Ready(Err(error.into())),
        }
    }
    Poll::Ready(Ok(()))
}

fn poll_seek<R: AsyncSeek + Unpin>(from: &mut R, cx: &mut Context<'_>, to: SeekFrom) -> Poll<io::Result<u64>> {
    loop {
        match ready!(Pin::new(&mut *from).poll_seek(cx, to)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return Poll::Ready(result),
        }
    }
}

impl<R: AsyncRead + AsyncSeek + Unpin> AsyncRead for AsyncSeekableFile<'_, R> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut [u8]) -> Poll<io::Result<usize>> {
        self.context.still_granted().map_err(FileError::from)?;
        let mut given = 0_usize;
        loop {
            given = given.saturating_add(self.file.serve(out.get_mut(given..).unwrap_or_default()));
            let Some(number) = self.file.needs().filter(|_| given < out.len()) else { return Poll::Ready(Ok(given)) };
            match self.poll_load(cx, number) {
                Poll::Ready(Ok(())) => {}
                // What was opened before is handed out first; the rest, or the error, comes with the next read.
                _ if given > 0 => return Poll::Ready(Ok(given)),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error.into())),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl<R: Unpin> AsyncSeek for AsyncSeekableFile<'_, R> {
    /// Beyond the end is allowed and reads nothing; before the beginning is an error. The source is asked for nothing.
    fn poll_seek(mut self: Pin<&mut Self>, _: &mut Context<'_>, to: SeekFrom) -> Poll<io::Result<u64>> {
        Poll::Ready(self.file.seek(to))
    }
}
