//! The texts that free text is measured on.

use std::{env, fs, path::Path};

/// Without the labelled notes.
const NOTE: &str = "Patient: Testcase, Ana M.   MRN: 00-9912\nDOB: 3/4/1951  Age: 74\n12 Sample Street, Northfield, MN 55057\n\
    Mrs. Testcase was seen on 10/28/2025 by Dr. Lee Example; her daughter Rosa called from 212-555-0142.\n\
    BP 162/94, HR 104, SpO2 97% on room air. A Foley was removed. Follow-up in two weeks, labs before.\n";

/// The labelled notes when `PHI_SHARED` names the folder that holds `corpora/notes/corpus.jsonl`, otherwise a small synthetic
/// one.
pub(crate) fn notes() -> Vec<String> {
    env::var("PHI_SHARED").ok().and_then(|shared| read(Path::new(&shared))).unwrap_or_else(|| vec![NOTE.to_owned()])
}

fn read(shared: &Path) -> Option<Vec<String>> {
    let lines = fs::read_to_string(shared.join("corpora/notes/corpus.jsonl")).ok()?;
    lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).ok()?.get("text")?.as_str().map(str::to_owned))
        .collect()
}

/// Numbers from a seed (Marsaglia's xorshift), so that each run sees the same texts.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// The note with other digits and with other letters inside its capitalised words: no two are the same, so that nothing
/// that was learned of one text helps with the next beyond the language that they share.
pub(crate) fn varied(note: &str, seeded: &mut Seeded) -> String {
    let mut varied = String::with_capacity(note.len());
    let (mut before, mut of_name) = (' ', None);
    for c in note.chars() {
        if c.is_ascii_uppercase() && !before.is_alphanumeric() {
            of_name = Some(0);
        } else if !c.is_alphanumeric() {
            of_name = None;
        }
        let is_inside = of_name.is_some_and(|letters| letters > 2);
        varied.push(match c {
            '0'..='9' if seeded.below(2) == 0 => char::from(b'0' + seeded.below(10) as u8),
            'a'..='z' if is_inside && seeded.below(4) == 0 => char::from(b'a' + seeded.below(26) as u8),
            _ => c,
        });
        of_name = of_name.map(|letters| letters + 1);
        before = c;
    }
    varied
}
