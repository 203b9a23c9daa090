//! Catches what is written: by tracing, by a panic.

use std::{
    io::{self, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What `act` writes through tracing, without the time.
pub fn traced(act: impl FnOnce()) -> String {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .without_time()
        .with_writer(kept.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, act);
    let written = kept.0.lock().unwrap().clone();
    String::from_utf8_lossy(&written).into_owned()
}

/// The message with which `act` panics.
pub fn panic_of(act: impl FnOnce()) -> String {
    static MESSAGE: Mutex<String> = Mutex::new(String::new());
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(|panic| {
        *MESSAGE.lock().unwrap() = panic.payload_as_str().unwrap_or_default().to_owned();
    }));
    let _ = catch_unwind(AssertUnwindSafe(act));
    std::panic::set_hook(before);
    std::mem::take(&mut MESSAGE.lock().unwrap())
}
