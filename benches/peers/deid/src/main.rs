//! phi-deid's free text beside redact-core, on the same notes in the same run.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/Cargo.toml -p phi-peers-deid
//! ```
//!
//! The notes are those of `PHI_SHARED`, or a small synthetic one. Both take turns, ten rounds, processor time of the thread. The
//! peer is measured twice: finding alone, and finding with writing; phi-deid finds, writes, and looks at what it has written.

#[allow(dead_code, reason = "the varied notes are for the other program")]
#[path = "../../../deid/load.rs"]
mod load;

use std::{collections::BTreeMap, time::Duration};

use phi_deid::{rule::Reference, text::TextEngine};
use redact_core::{AnalyzerEngine, AnonymizerConfig};
use rustix::time::{ClockId, clock_gettime};

const ROUNDS: usize = 10;

fn main() {
    let notes = load::notes();
    let bytes: usize = notes.iter().map(String::len).sum();
    let ours = TextEngine::new().expect("the rules compile");
    let peer = AnalyzerEngine::new();
    let config = AnonymizerConfig::default();
    let reference = Reference { year: 2026 };
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for note in &notes {
        for entity in peer.analyze(note, None).expect("it is a text").detected_entities {
            *found.entry(format!("{:?}", entity.entity_type)).or_default() += 1;
        }
    }
    let spans: usize = notes.iter().map(|note| ours.redact(note, &[], reference).map_or(0, |r| r.spans.len())).sum();
    println!("{} notes, {bytes} bytes; phi-deid removes {spans} stretches", notes.len());
    println!("redact-core finds {}: {found:?}", found.values().sum::<usize>());
    let mut rates = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        rates[0].push(rate(bytes, 4, || {
            notes.iter().for_each(|note| drop(std::hint::black_box(ours.redact(note, &[], reference))));
        }));
        rates[1].push(rate(bytes, 1, || {
            notes.iter().for_each(|note| drop(std::hint::black_box(peer.analyze(note, None))));
        }));
        rates[2].push(rate(bytes, 1, || {
            notes.iter().for_each(|note| drop(std::hint::black_box(peer.analyze_and_anonymize(note, None, &config))));
        }));
    }
    for (what, rates) in ["phi-deid", "redact-core, finding", "redact-core, finding and writing"].iter().zip(&mut rates)
    {
        rates.sort_by(f64::total_cmp);
        println!("{what}: {:.2} MB/s, least {:.2}, most {:.2}", rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1]);
    }
}

fn rate(bytes: usize, times: usize, mut work: impl FnMut()) -> f64 {
    let began = thread_time();
    (0..times).for_each(|_| work());
    (bytes * times) as f64 / 1e6 / (thread_time() - began).as_secs_f64()
}

fn thread_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}
