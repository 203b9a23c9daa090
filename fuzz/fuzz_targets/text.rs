//! Spans are sorted, disjoint and on character boundaries; text outside them stays; a second run finds nothing new.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use phi_deid::{rule::Reference, text::TextEngine};

static ENGINE: OnceLock<TextEngine> = OnceLock::new();

fuzz_target!(|text: &str| {
    let engine = ENGINE.get_or_init(|| TextEngine::new().expect("the patterns compile"));
    let reference = Reference { year: 2026 };
    let Ok(redacted) = engine.redact(text, &[], reference) else { return };
    let mut last = 0;
    for span in &redacted.spans {
        assert!(last <= span.start && span.start < span.end, "sorted and disjoint");
        assert!(text.get(last..span.start).is_some_and(|kept| redacted.text.contains(kept)));
        last = span.end;
    }
    assert!(text.get(last..).is_some_and(|kept| redacted.text.ends_with(kept)));
    let again = engine.redact(&redacted.text, &[], reference).expect("what was written can be read");
    assert_eq!(again.text, redacted.text);
});
