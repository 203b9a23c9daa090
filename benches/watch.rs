//! What watching costs: entries a second of one core with all detectors on, and how much is remembered.
//!
//! `cargo bench -p hipaa --bench watch`. CPU time of the thread, ten interleaved rounds, the median of each. The peer in the same
//! run is the raw primitive below: two look-ups in hash maps for each entry, by actor and by subject. A made-up hospital of
//! five weeks; its host answers from memory, which is part of what is measured.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench talks to its user and stops when something is wrong"
)]

use std::collections::HashMap;
use std::hint::black_box;

use hipaa::audit;
use hipaa::types;

#[path = "../examples/watch/hospital/mod.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, unused_imports, reason = "shared with the example")]
mod hospital;

use audit::watch::{Thresholds, Watch};
use hospital::Hospital;
use rustix::time::{ClockId, clock_gettime};

const ROUNDS: usize = 10;

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Resident memory of the process, in kibibytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn main() {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let hospital = Hospital::new(1);
    let entries = hospital.entries.len();
    println!("{entries} entries, load {}", load.trim());
    let (mut all, mut raw) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut watch = Watch::new(Thresholds::default());
        let began = cpu();
        let found = hospital.watch(&mut watch);
        all.push(cpu() - began);
        black_box(found.len());

        let (mut actors, mut subjects) = (HashMap::<&str, u64>::new(), HashMap::new());
        let began = cpu();
        for entry in &hospital.entries {
            *actors.entry(hospital.facts.world.staff[entry.actor].name.as_str()).or_default() += 1;
            if let Some(subject) = entry.subject {
                *subjects.entry(hospital.facts.world.patients[subject].pseudonym).or_insert(0_u64) += 1;
            }
        }
        raw.push(cpu() - began);
        black_box((actors.len(), subjects.len()));
    }
    let (all, raw) = (median(all), median(raw));
    println!(
        "all detectors: {:.0} entries a second of one core, {:.2} µs each",
        entries as f64 / all,
        all / entries as f64 * 1e6
    );
    println!(
        "peer, two look-ups: {:.0} entries a second, {:.3} µs each; ratio {:.1}",
        entries as f64 / raw,
        raw / entries as f64 * 1e6,
        all / raw
    );

    let before = resident();
    let (mut watch, mut out, mut most) = (Watch::new(Thresholds::default()), Vec::new(), 0);
    for tenth in 0..10 {
        hospital.feed(&mut watch, entries * tenth / 10..entries * (tenth + 1) / 10, &mut out);
        most = most.max(watch.snapshot().len());
        if tenth == 4 || tenth == 9 {
            println!("after {} tenths: {:?}", tenth + 1, watch.held());
        }
    }
    println!(
        "largest snapshot {} KiB, resident {} KiB above the beginning",
        most / 1024,
        resident().saturating_sub(before)
    );
}
