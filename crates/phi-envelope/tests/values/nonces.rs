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

/// `PHI_LONG=1 cargo test --release -p phi-envelope --test values nonces -- --nocapture` seals ten million times and restarts a thousand.
fn long(short: usize, long: usize) -> usize {
    if std::env::var_os("PHI_LONG").is_some() { long } else { short }
}

#[test]
fn nonces_are_unique_on_threads() {
    let each = long(12_500, 1_250_000);
    assert_eq!(on_threads(8, each), 8 * each);
    println!("{} seals on 8 threads: as many nonces", 8 * each);
}

/// Says to a process that it was started by the test of restarts.
const CHILD: &str = "PHI_NONCES_CHILD";

/// What a restarted process does: seals a few times and says its nonces.
#[test]
fn one_run() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    for nonce in nonces(20) {
        println!("nonce {}", nonce.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    }
}

fn restarts(times: usize) -> usize {
    let mut seen = HashSet::new();
    for _ in 0..times {
        let program = std::env::current_exe().unwrap();
        let output = Command::new(program).args(["nonces::one_run", "--exact", "--nocapture"]).env(CHILD, "1").output();
        let text = String::from_utf8(output.unwrap().stdout).unwrap();
        let lines: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("nonce ")).map(str::to_owned).collect();
        assert_eq!(lines.len(), 20);
        seen.extend(lines);
    }
    seen.len()
}

#[test]
fn nonces_are_unique_across_restarts() {
    let times = long(20, 1_000);
    assert_eq!(restarts(times), 20 * times);
    println!("{times} restarts with 20 seals each: {} nonces", 20 * times);
}
