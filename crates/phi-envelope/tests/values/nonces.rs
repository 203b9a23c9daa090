//! Nonces never repeat: over many seals on threads, across restarts and across forks of the process.

use std::{collections::HashSet, process::Command};

use phi_envelope::{PooledEntropy, Sealed, ValueContext};
use phi_types::{RecordId, TenantId};

use crate::forms::key;

/// Seals so often, and answers the nonces.
fn nonces(times: usize) -> Vec<[u8; 24]> {
    let tenant = TenantId::new("north").unwrap();
    let context = ValueContext::new(&tenant, "Patient", RecordId::from_bytes([7; 16]), "note", 1).sealing();
    let (key, entropy) = (key(1), PooledEntropy::new());
    let nonce = |_| {
        let sealed: Sealed<str> = key.seal(&context, b"value", &entropy).unwrap();
        sealed.as_bytes()[35..59].try_into().unwrap()
    };
    (0..times).map(nonce).collect()
}

fn on_threads(threads: usize, each: usize) -> usize {
    let all: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(move || nonces(each))).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let mut sorted = all;
    sorted.sort_unstable();
    sorted.dedup();
    assert!(!sorted.contains(&[0; 24]));
    sorted.len()
}

#[test]
fn nonces_are_unique_on_threads() {
    assert_eq!(on_threads(8, 12_500), 100_000);
}

#[test]
#[ignore = "ten million seals: cargo test --release -p phi-envelope --test values -- --ignored ten_million"]
fn nonces_are_unique_over_ten_million_seals_on_threads() {
    assert_eq!(on_threads(8, 1_250_000), 10_000_000);
    println!("10000000 seals on 8 threads: as many nonces");
}

/// What a restarted process does: seals a few times and says its nonces.
#[test]
#[ignore = "run by the test of restarts in a process of its own"]
fn one_run() {
    for nonce in nonces(20) {
        println!("nonce {}", nonce.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    }
}

fn restarts(times: usize) -> usize {
    let mut seen = HashSet::new();
    for _ in 0..times {
        let program = std::env::current_exe().unwrap();
        let output = Command::new(program).args(["nonces::one_run", "--exact", "--ignored", "--nocapture"]).output();
        let text = String::from_utf8(output.unwrap().stdout).unwrap();
        let lines: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("nonce ")).map(str::to_owned).collect();
        assert_eq!(lines.len(), 20);
        seen.extend(lines);
    }
    seen.len()
}

#[test]
fn nonces_are_unique_across_restarts() {
    assert_eq!(restarts(20), 400);
}

#[test]
#[ignore = "a thousand processes: cargo test --release -p phi-envelope --test values -- --ignored thousand"]
fn nonces_are_unique_across_a_thousand_restarts() {
    assert_eq!(restarts(1_000), 20_000);
    println!("1000 restarts with 20 seals each: 20000 nonces");
}
