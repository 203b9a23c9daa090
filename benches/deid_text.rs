//! How fast free text is de-identified, on one thread: `cargo bench -p phi-deid --bench deid_text`.
//!
//! The text is the labelled notes when `PHI_SHARED` names the folder that holds `corpora/notes/corpus.jsonl`, repeated to
//! 64 MB; otherwise a small synthetic note, repeated. Ten rounds, the median and the spread are printed.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measurement, no library"
)]

use std::{env, fs, path::Path, time::Instant};

use phi_deid::{rule::Reference, text::TextEngine};

const TOTAL: usize = 64_000_000;
const ROUNDS: usize = 10;

const NOTE: &str = "Patient: Testcase, Ana M.   MRN: 00-9912\nDOB: 3/4/1951  Age: 74\n12 Sample Street, Northfield, MN 55057\n\
    Mrs. Testcase was seen on 10/28/2025 by Dr. Lee Example; her daughter Rosa called from 212-555-0142.\n\
    BP 162/94, HR 104, SpO2 97% on room air. A Foley was removed. Follow-up in two weeks, labs before.\n";

fn main() {
    let notes = env::var("PHI_SHARED")
        .ok()
        .and_then(|shared| read(Path::new(&shared)))
        .unwrap_or_else(|| vec![NOTE.to_owned()]);
    let engine = TextEngine::new().expect("the rules compile");
    let reference = Reference { year: 2026 };
    let size: usize = notes.iter().map(String::len).sum();
    let share = TOTAL / ROUNDS / size + 1;
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        for note in notes.iter().cycle().take(share * notes.len()) {
            let redacted = engine.redact(note, &[], reference);
            std::hint::black_box(&redacted);
        }
        rates.push((share * size) as f64 / 1e6 / began.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    println!("{} notes, {size} bytes, repeated to {} MB", notes.len(), share * size * ROUNDS / 1_000_000);
    println!("MB/s, one thread: median {:.2}, least {:.2}, most {:.2}", rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1]);
}

fn read(shared: &Path) -> Option<Vec<String>> {
    let lines = fs::read_to_string(shared.join("corpora/notes/corpus.jsonl")).ok()?;
    lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).ok()?.get("text")?.as_str().map(str::to_owned))
        .collect()
}
