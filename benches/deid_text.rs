//! How fast free text is de-identified, on one thread: `cargo bench -p phi-deid --bench deid_text`.
//!
//! The text is the labelled notes when `PHI_SHARED` names the folder that holds `corpora/notes/corpus.jsonl`, repeated to
//! 64 MB; otherwise a small synthetic note, repeated. The second row has the same notes with other digits and other letters in
//! the capitalised words each time, so that repetition cannot help. Ten rounds of each, in turn; processor time of the thread,
//! median and spread. The third row is one text of 8 MB, which is worked on in sections.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a measurement, no library"
)]

#[path = "deid/load.rs"]
mod load;

use std::time::Duration;

use phi_deid::{rule::Reference, text::TextEngine};
use rustix::time::{ClockId, clock_gettime};

const TOTAL: usize = 64_000_000;
const ROUNDS: usize = 10;
const LONG: usize = 8_000_000;

fn main() {
    let notes = load::notes();
    let engine = TextEngine::new().expect("the rules compile");
    let size: usize = notes.iter().map(String::len).sum();
    let times = TOTAL / ROUNDS / size + 1;
    let mut seeded = load::Seeded(88_172_645_463_325_252);
    let (mut same, mut varied) = (Vec::new(), Vec::new());
    // Once before, so that the automata have their states.
    rate(&engine, &notes);
    for _ in 0..ROUNDS {
        let spent: Duration = (0..times).map(|_| redact(&engine, &notes)).sum();
        same.push((times * size) as f64 / 1e6 / spent.as_secs_f64());
        let mut bytes = 0;
        let spent: Duration = (0..times)
            .map(|_| {
                let texts: Vec<String> = notes.iter().map(|note| load::varied(note, &mut seeded)).collect();
                bytes += texts.iter().map(String::len).sum::<usize>();
                redact(&engine, &texts)
            })
            .sum();
        varied.push(bytes as f64 / 1e6 / spent.as_secs_f64());
    }
    println!("{} notes, {size} bytes, repeated to {} MB", notes.len(), times * size * ROUNDS / 1_000_000);
    show("the notes, repeated", &mut same);
    show("the notes, varied each time", &mut varied);
    let mut long = String::new();
    while long.len() < LONG {
        for note in &notes {
            long.push_str(&load::varied(note, &mut seeded));
            long.push_str("\n\n");
        }
    }
    let mut rates: Vec<f64> = (0..3).map(|_| rate(&engine, std::slice::from_ref(&long))).collect();
    show("one text of 8 MB", &mut rates);
}

fn rate(engine: &TextEngine, texts: &[String]) -> f64 {
    let bytes: usize = texts.iter().map(String::len).sum();
    bytes as f64 / 1e6 / redact(engine, texts).as_secs_f64()
}

fn redact(engine: &TextEngine, texts: &[String]) -> Duration {
    let began = thread_time();
    for text in texts {
        std::hint::black_box(engine.redact(text, &[], Reference { year: 2026 })).expect("the notes are texts");
    }
    thread_time() - began
}

fn thread_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}

fn show(what: &str, rates: &mut [f64]) {
    rates.sort_by(f64::total_cmp);
    let (least, median, most) = (rates[0], rates[rates.len() / 2], rates[rates.len() - 1]);
    println!("{what}: {median:.2} MB/s, least {least:.2}, most {most:.2}");
}
