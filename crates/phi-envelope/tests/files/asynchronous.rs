//! The same over asynchronous sources that wait at every call, and futures that are dropped in between.

use std::{
    future::Future,
    io,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use futures_io::{AsyncRead, AsyncWrite};
use phi_envelope::file::FileError;
use proptest::prelude::*;

use crate::{
    CHUNK, ask, open, seal, text,
    world::{Patient, row_id, world},
};

/// Is never ready at the first try, and then takes or gives little.
pub(crate) struct Slow<T> {
    pub(crate) inner: T,
    pub(crate) at: usize,
    ready: bool,
    most: usize,
}

impl<T> Slow<T> {
    pub(crate) fn new(inner: T, most: usize) -> Self {
        Self { inner, at: 0, ready: false, most }
    }

    pub(crate) fn turn(&mut self, cx: &Context<'_>) -> Poll<()> {
        self.ready = !self.ready;
        cx.waker().wake_by_ref();
        if self.ready { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl AsyncWrite for Slow<Vec<u8>> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.turn(cx).map(|()| {
            let count = bytes.len().min(self.most);
            self.inner.extend_from_slice(&bytes[..count]);
            Ok(count)
        })
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.turn(cx).map(Ok)
    }
    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Slow<Vec<u8>> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut [u8]) -> Poll<io::Result<usize>> {
        self.turn(cx).map(|()| {
            let rest = &self.inner[self.at..];
            let count = rest.len().min(self.most).min(out.len());
            out[..count].copy_from_slice(&rest[..count]);
            self.at += count;
            Ok(count)
        })
    }
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

async fn write_all<W: AsyncWrite + Unpin>(to: &mut W, mut text: &[u8], piece: usize) -> io::Result<()> {
    while !text.is_empty() {
        let now = &text[..text.len().min(piece)];
        // Each call is dropped once before it is made, as a timeout would.
        let _ = Pin::new(&mut *to).poll_write(&mut Context::from_waker(Waker::noop()), &[]);
        let count = std::future::poll_fn(|cx| Pin::new(&mut *to).poll_write(cx, now)).await?;
        text = &text[count..];
    }
    Ok(())
}

async fn read_all<R: AsyncRead + Unpin>(from: &mut R, piece: usize) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let mut out = vec![0; piece];
        let count = std::future::poll_fn(|cx| Pin::new(&mut *from).poll_read(cx, &mut out)).await?;
        if count == 0 {
            return Ok(all);
        }
        all.extend_from_slice(&out[..count]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slow_sources_and_sinks_change_nothing(length in 0..4 * CHUNK, piece in 1..40_000_usize, most in 100..30_000_usize) {
        let world = world();
        let text = text(length);
        let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
        let sealed = block_on(async {
            let file = grant.file(row_id(1), Patient::NOTE).unwrap();
            let mut writer = world.keys.seal_file_async(file, Slow::new(Vec::new(), most)).await.unwrap();
            write_all(&mut writer, &text, piece).await.unwrap();
            writer.finish().await.unwrap().inner
        });
        prop_assert!(open(&world, &sealed).unwrap() == text);
        let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
        let opened = block_on(async {
            let file = grant.file(row_id(1), Patient::NOTE).unwrap();
            let mut reader = world.keys.open_file_async(file, Slow::new(sealed, most)).await.unwrap();
            read_all(&mut reader, piece).await.unwrap()
        });
        prop_assert!(opened == text);
    }
}

#[test]
fn a_writer_that_is_closed_and_not_finished_leaves_nothing_that_opens() {
    let world = world();
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    let mut sink = Slow::new(Vec::new(), 5000);
    block_on(async {
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        let mut writer = world.keys.seal_file_async(file, &mut sink).await.unwrap();
        write_all(&mut writer, &text(3 * CHUNK), 7000).await.unwrap();
        std::future::poll_fn(|cx| Pin::new(&mut writer).poll_close(cx)).await.unwrap();
    });
    assert!(!sink.inner.is_empty());
    assert_eq!(open(&world, &sink.inner), Err(FileError::Refused));
}

/// Gives what it has, and then nothing for ever.
struct Dry(Slow<Vec<u8>>);

impl AsyncRead for Dry {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut [u8]) -> Poll<io::Result<usize>> {
        if self.0.at == self.0.inner.len() { Poll::Pending } else { Pin::new(&mut self.0).poll_read(cx, out) }
    }
}

#[test]
fn what_was_read_ahead_is_handed_out_while_the_source_has_nothing() {
    let world = world();
    let mut sealed = seal(&world, &text(200 * CHUNK));
    sealed.truncate(sealed.len() - 9000);
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    let from = Dry(Slow::new(sealed, 30_000));
    let mut reader = block_on(world.keys.open_file_async(file, from)).unwrap().workers(2);
    let (mut opened, mut out, mut idle) = (Vec::new(), vec![0; 50_000], 0);
    while idle < 200 {
        match Pin::new(&mut reader).poll_read(&mut Context::from_waker(Waker::noop()), &mut out) {
            Poll::Ready(count) => (opened.extend_from_slice(&out[..count.unwrap()]), idle = 0).1,
            Poll::Pending => idle += 1,
        }
    }
    assert!(opened.len() >= 150 * CHUNK && opened == text(200 * CHUNK)[..opened.len()], "{}", opened.len() / CHUNK);
}

#[test]
fn a_changed_file_and_a_cut_one_are_refused() {
    let world = world();
    let sealed = seal(&world, &text(2 * CHUNK + 9));
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let read = |bytes: &[u8]| {
        block_on(async {
            let file = grant.file(row_id(1), Patient::NOTE).unwrap();
            let mut reader = world.keys.open_file_async(file, Slow::new(bytes.to_vec(), 9000)).await?;
            Ok::<_, FileError>(read_all(&mut reader, 4000).await?)
        })
    };
    assert_eq!(read(&sealed).unwrap(), text(2 * CHUNK + 9));
    for at in [0, 30, 60, 90, 100, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(read(&changed), Err(FileError::Refused));
        assert_eq!(read(&sealed[..at]), Err(FileError::Refused));
    }
}
