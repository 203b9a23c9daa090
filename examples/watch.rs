//! Watching made-up hospitals: what was planted, what was found, and what was mistaken for it.
//!
//! `cargo run --release --example watch` prints the confusion table of ten seeds; `-- 1 2 3` takes other seeds, and
//! `-- --remarks 1 2 3` says what was missed and which alarms were false. `docs/watching.md` has the table and what it means.

#![allow(clippy::print_stdout, reason = "a program talks to its user")]

use hipaa::audit;
use hipaa::types;

#[path = "watch/hospital/mod.rs"]
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with tests and benches"
)]
mod hospital;

use audit::watch::{Thresholds, Watch};
use hospital::{Hospital, Score};

/// Seeds that were not looked at while the rules were written.
const HELD_OUT: std::ops::Range<u64> = 101..111;

fn main() {
    let (remarks, seeds): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|word| word == "--remarks");
    let seeds: Vec<u64> = seeds.iter().filter_map(|seed| seed.parse().ok()).collect();
    let seeds = if seeds.is_empty() { HELD_OUT.collect() } else { seeds };
    println!("seeds {seeds:?}\n");
    let mut score = Score::default();
    let mut example = None;
    for seed in seeds {
        let hospital = Hospital::new(seed);
        let found = hospital.watch(&mut Watch::new(Thresholds::default()));
        score.add(&hospital, &found);
        example = example.or(found.into_iter().find(|finding| finding.rule == audit::watch::Rule::CoWorker));
    }
    print!("{}", score.table());
    println!("\n{} entries; recall {:.3}, precision {:.3}", score.entries, score.recall(), score.precision());
    if let Some(example) = example {
        println!("\nA finding reads like this:\n{example}");
    }
    if !remarks.is_empty() {
        score.remarks.iter().for_each(|remark| println!("{remark}"));
    }
}
