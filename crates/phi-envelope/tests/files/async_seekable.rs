//! Reading anywhere over an asynchronous source that waits at every call, is dropped in between, and fails.

use std::{
    future::poll_fn,
    io::{self, SeekFrom},
    pin::Pin,
    task::{Context, Poll, Waker},
};

use futures_io::{AsyncRead, AsyncSeek};
use phi_envelope::file::{AsyncSeekableFile, FileError};
use proptest::prelude::*;

use crate::{
    BEFORE, CHUNK, SEALED, ask,
    asynchronous::{Slow, block_on},
    seal, text,
    world::{Patient, World, row_id, world},
};

impl AsyncSeek for Slow<Vec<u8>> {
    fn poll_seek(mut self: Pin<&mut Self>, cx: &mut Context<'_>, to: SeekFrom) -> Poll<io::Result<u64>> {
        self.turn(cx).map(|()| {
            let at = match to {
                SeekFrom::Start(at) => Some(at),
                SeekFrom::End(by) => (self.inner.len() as u64).checked_add_signed(by),
                SeekFrom::Current(by) => (self.at as u64).checked_add_signed(by),
            };
            let at = at.ok_or(io::ErrorKind::InvalidInput)?;
            self.at = usize::try_from(at).unwrap().min(self.inner.len());
            Ok(at)
        })
    }
}

/// Fails at one call.
struct Faulty(Slow<Vec<u8>>, usize);

impl Faulty {
    fn call(&mut self) -> io::Result<()> {
        self.1 = self.1.wrapping_sub(1);
        if self.1 == 0 { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
    }
}

impl AsyncRead for Faulty {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut [u8]) -> Poll<io::Result<usize>> {
        self.call()?;
        Pin::new(&mut self.0).poll_read(cx, out)
    }
}

impl AsyncSeek for Faulty {
    fn poll_seek(mut self: Pin<&mut Self>, cx: &mut Context<'_>, to: SeekFrom) -> Poll<io::Result<u64>> {
        self.call()?;
        Pin::new(&mut self.0).poll_seek(cx, to)
    }
}

/// Asks once, without waiting: as a future that is dropped after its first poll.
fn ask_once<R: AsyncRead + AsyncSeek + Unpin>(
    file: &mut AsyncSeekableFile<'_, R>,
    out: &mut [u8],
) -> Poll<io::Result<usize>> {
    Pin::new(file).poll_read(&mut Context::from_waker(Waker::noop()), out)
}

async fn read_at<R: AsyncRead + AsyncSeek + Unpin>(
    file: &mut AsyncSeekableFile<'_, R>,
    to: SeekFrom,
    out: &mut [u8],
) -> io::Result<usize> {
    poll_fn(|cx| Pin::new(&mut *file).poll_seek(cx, to)).await?;
    let mut given = 0;
    while given < out.len() {
        match poll_fn(|cx| Pin::new(&mut *file).poll_read(cx, &mut out[given..])).await? {
            0 => break,
            count => given += count,
        }
    }
    Ok(given)
}

fn open_as<R: AsyncRead + AsyncSeek + Unpin>(world: &World, from: R, then: impl AsyncFnOnce(AsyncSeekableFile<'_, R>)) {
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    block_on(async {
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        then(world.keys.open_seekable_file_async(file, from).await.unwrap()).await;
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_anywhere_is_reading_there_whatever_was_dropped_before(
        length in 0..5 * CHUNK,
        most in 3000..30_000_usize,
        places in prop::collection::vec((0..6 * CHUNK, 0..2 * CHUNK, 0..9_usize, 0..6 * CHUNK), 1..12),
    ) {
        let world = world();
        let text = text(length);
        open_as(&world, Slow::new(seal(&world, &text), most), async |mut file| {
            assert_eq!((file.len(), file.is_empty()), (length as u64, length == 0));
            for (at, count, dropped, elsewhere) in places {
                // Some reads of another place are begun and dropped.
                poll_fn(|cx| Pin::new(&mut file).poll_seek(cx, SeekFrom::Start(elsewhere as u64))).await.unwrap();
                for _ in 0..dropped {
                    if let Poll::Ready(given) = ask_once(&mut file, &mut [0; 100]) {
                        assert!(given.is_ok());
                    }
                }
                let mut out = vec![0; count];
                let given = read_at(&mut file, SeekFrom::Start(at as u64), &mut out).await.unwrap();
                assert!(out[..given] == *text.get(at..(at + count).min(length)).unwrap_or_default());
            }
        });
    }
}

#[test]
fn a_read_that_is_dropped_is_gone_on_with() {
    let world = world();
    open_as(&world, Slow::new(seal(&world, &text(3 * CHUNK)), 1000), async |mut file| {
        let mut out = [0; 10];
        // One seek and seventeen reads, each of which waits once; no more of them than if nobody had dropped anything.
        let waits = std::iter::repeat_with(|| ask_once(&mut file, &mut out)).take_while(Poll::is_pending).count();
        assert_eq!(waits, 18);
        assert_eq!(out, text(3 * CHUNK)[..10]);
    });
}

#[test]
fn beyond_the_end_there_is_nothing_and_before_the_beginning_an_error() {
    let world = world();
    open_as(&world, Slow::new(seal(&world, &text(CHUNK + 5)), 9000), async |mut file| {
        let mut out = [0; 8];
        for to in [SeekFrom::End(0), SeekFrom::End(1), SeekFrom::Start(u64::MAX), SeekFrom::Current(0)] {
            assert_eq!(read_at(&mut file, to, &mut out).await.unwrap(), 0);
        }
        for to in [SeekFrom::End(-(CHUNK as i64) - 6), SeekFrom::End(i64::MIN)] {
            assert!(read_at(&mut file, to, &mut out).await.is_err());
        }
        assert_eq!(read_at(&mut file, SeekFrom::End(-3), &mut out).await.unwrap(), 3);
        assert_eq!(out[..3], text(CHUNK + 5)[CHUNK + 2..]);
    });
}

#[test]
fn a_fault_at_each_call_is_an_error_and_the_next_read_tries_again() {
    let world = world();
    let (text, sealed) = (text(3 * CHUNK + 7), seal(&world, &text(3 * CHUNK + 7)));
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let (mut refused, mut failed) = (0, 0);
    for fails_at in 1.. {
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        let from = Faulty(Slow::new(sealed.clone(), 5000), fails_at);
        match block_on(world.keys.open_seekable_file_async(file, from)) {
            Err(error) => {
                assert_eq!(error, FileError::Io(io::ErrorKind::TimedOut));
                refused += 1;
            }
            Ok(mut file) => {
                let mut out = vec![0; text.len()];
                let first = block_on(read_at(&mut file, SeekFrom::Start(0), &mut out));
                failed += usize::from(first.is_err());
                assert_eq!(block_on(read_at(&mut file, SeekFrom::Start(0), &mut out)).unwrap(), text.len());
                assert!(out == text, "{fails_at}");
                if first.is_ok() {
                    break;
                }
            }
        }
    }
    println!("a fault at {refused} calls of opening and at {failed} of reading");
    assert!(refused > 4 && failed > 8);
}

#[test]
fn changed_cut_and_cut_since_are_refused() {
    let world = world();
    let sealed = seal(&world, &text(3 * CHUNK + 7));
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let open = |sealed: Vec<u8>| {
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        block_on(world.keys.open_seekable_file_async(file, Slow::new(sealed, 9000)))
    };
    for at in [0, 50, 97, BEFORE, BEFORE + SEALED, BEFORE + 3 * SEALED, sealed.len() - 1] {
        assert_eq!(open(sealed[..at].to_vec()).err(), Some(FileError::Refused), "{at}");
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        let read = open(changed).and_then(|mut file| {
            Ok(block_on(read_at(&mut file, SeekFrom::Start(0), &mut vec![0; 4 * CHUNK])).map(drop)?)
        });
        assert_eq!(read, Err(FileError::Refused), "{at}");
    }
    /// The bytes of a source that becomes shorter while it is open.
    struct Shrinks(Slow<Vec<u8>>);
    impl AsyncRead for Shrinks {
        fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut [u8]) -> Poll<io::Result<usize>> {
            if self.0.at == BEFORE + SEALED {
                self.0.inner.truncate(BEFORE + SEALED + 100);
            }
            Pin::new(&mut self.0).poll_read(cx, out)
        }
    }
    impl AsyncSeek for Shrinks {
        fn poll_seek(mut self: Pin<&mut Self>, cx: &mut Context<'_>, to: SeekFrom) -> Poll<io::Result<u64>> {
            Pin::new(&mut self.0).poll_seek(cx, to)
        }
    }
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    let mut file = block_on(world.keys.open_seekable_file_async(file, Shrinks(Slow::new(sealed, 9000)))).unwrap();
    let mut out = vec![0; 2 * CHUNK];
    let error = block_on(read_at(&mut file, SeekFrom::Start(0), &mut out)).unwrap_err();
    assert_eq!(FileError::from(error), FileError::Refused);
    assert!(out[..CHUNK] == text(CHUNK)[..], "what stood before it was handed out");
}
