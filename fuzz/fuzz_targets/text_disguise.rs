//! A found identifier is found in disguise too, or the text is refused.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use phi_deid::{rule::Reference, text::TextEngine};

static ENGINE: OnceLock<TextEngine> = OnceLock::new();

/// Sentences with the part that must go.
const PLAIN: &[(&str, &str, &str)] = &[
    ("Seen by Dr. ", "Testcase", " today."),
    ("Call ", "212-555-0142", " now."),
    ("SSN ", "900-12-3456", " on file."),
    ("DOB ", "03/14/1975", " noted."),
    ("Write to ", "ana@example.org", " today."),
    ("MRN: ", "00482917", " in chart."),
];

/// Characters without width, and marks of direction.
const HIDDEN: &[char] = &['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{feff}', '\u{202e}', '\u{202c}', '\u{2066}', '\u{fe0f}'];

fuzz_target!(|case: (u8, &[u8])| {
    let (which, steps) = case;
    let (before, value, after) = PLAIN[usize::from(which) % PLAIN.len()];
    let mut hidden = String::new();
    for (at, c) in value.chars().enumerate() {
        // Each step says which form the character takes, and what stands behind it.
        let step = steps.get(at).copied().unwrap_or(0);
        hidden.push(match (step & 3, c) {
            (1, '0'..='9') => char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap_or(c),
            (2, '0'..='9') => char::from_u32(u32::from(c) - 0x30 + 0x660).unwrap_or(c),
            (3, '0'..='9') => char::from_u32(u32::from(c) - 0x30 + 0x1d7ce).unwrap_or(c),
            (1, '-') => '\u{2011}',
            (2, '-') => '\u{2212}',
            (1, 'a') => '\u{430}',
            (1, 'e') => '\u{435}',
            (1, '/') => '\u{2044}',
            _ => c,
        });
        if step & 4 != 0 && at + 1 < value.len() {
            hidden.push(HIDDEN[usize::from(step >> 3) % HIDDEN.len()]);
        }
    }
    let text = format!("{before}{hidden}{after}");
    let engine = ENGINE.get_or_init(|| TextEngine::new().expect("the patterns compile"));
    let Ok(redacted) = engine.redact(&text, &[], Reference { year: 2026 }) else { return };
    for (at, c) in hidden.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let at = before.len() + at;
        assert!(redacted.spans.iter().any(|span| span.start <= at && at < span.end), "{c} at {at} stays");
    }
});
