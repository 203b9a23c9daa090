//! However a long text is read, the same is written as at once.
#![no_main]

use std::{
    io::{Cursor, Read, Result, Seek, SeekFrom},
    sync::OnceLock,
};

use libfuzzer_sys::fuzz_target;
use phi_deid::{
    profile::SafeHarbor,
    replace::Replacement,
    rule::Reference,
    text::{Span, TextEngine},
};

static ENGINE: OnceLock<TextEngine> = OnceLock::new();

/// Gives its bytes in pieces of the sizes that it is told.
struct Dripping<'a>(Cursor<&'a [u8]>, &'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let size = self.1.get(self.2).copied().map_or(usize::MAX, |size| usize::from(size) + 1);
        self.2 = (self.2 + 1) % self.1.len().max(1);
        let end = size.min(buffer.len());
        self.0.read(&mut buffer[..end])
    }
}

impl Seek for Dripping<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.0.seek(to)
    }
}

fuzz_target!(|case: (&str, &[u8])| {
    let (text, sizes) = case;
    let engine = ENGINE.get_or_init(|| TextEngine::new().expect("the patterns compile"));
    let (by, reference) = (Replacement::<SafeHarbor>::new(), Reference { year: 2026 });
    let (mut out, mut spans) = (Vec::new(), Vec::new());
    let mut input = Dripping(Cursor::new(text.as_bytes()), sizes, 0);
    // A section's spans count from where it begins.
    let mut add = |offset: u64, mut span: Span| {
        let offset = usize::try_from(offset).expect("the text is in memory");
        (span.start, span.end) = (span.start + offset, span.end + offset);
        spans.push(span);
    };
    let done = engine.redact_stream(&by, &mut input, &mut out, &[], reference, &mut add);
    match engine.redact(text, &[], reference) {
        Ok(whole) => {
            done.expect("what is taken at once is taken in pieces");
            assert_eq!((out, spans), (whole.text.into_bytes(), whole.spans));
        }
        Err(_) => assert!(done.is_err()),
    }
});
