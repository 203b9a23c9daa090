//! Nonces across forks: a child that was forked off a process with a filled pool of randomness never repeats what its parent or a sister
//! hands out. Here and not beside the pool, because `fork` needs `unsafe`.

use std::{
    collections::HashSet,
    io::{Read, Write, pipe},
    time::Instant,
};

use phi_envelope::PooledEntropy;
use phi_types::Entropy;

unsafe extern "C" {
    fn fork() -> i32;
    fn waitpid(pid: i32, status: *mut i32, options: i32) -> i32;
    fn _exit(status: i32) -> !;
}

const FORKS: usize = 1_000;
const EACH: usize = 20;

fn nonces() -> Vec<u8> {
    let mut all = vec![0; EACH * 24];
    for nonce in all.chunks_mut(24) {
        PooledEntropy::new().fill(nonce).unwrap();
    }
    all
}

#[test]
fn nonces_are_unique_across_a_thousand_forks() {
    let mut seen = HashSet::new();
    let mut take = |bytes: &[u8]| seen.extend(bytes.chunks(24).map(<[u8]>::to_vec));
    let mut shortest = u128::MAX;
    for _ in 0..FORKS {
        let (mut reads, mut writes) = pipe().unwrap();
        // The pool is filled and has just been used: the worst moment to fork.
        take(&nonces());
        let before = Instant::now();
        // SAFETY: the child uses what it has, writes to its pipe and exits without running anything else.
        let child = unsafe { fork() };
        if child == 0 {
            let passed = before.elapsed().as_nanos();
            let mut message = nonces();
            message.extend_from_slice(&passed.to_be_bytes());
            let written = writes.write_all(&message);
            // SAFETY: ends this child at once.
            unsafe { _exit(i32::from(written.is_err())) };
        }
        assert!(child > 0);
        drop(writes);
        take(&nonces());
        let mut message = Vec::new();
        reads.read_to_end(&mut message).unwrap();
        let (bytes, passed) = message.split_at(EACH * 24);
        take(bytes);
        shortest = shortest.min(u128::from_be_bytes(passed.try_into().unwrap()));
        // SAFETY: waits for the child that was just made.
        unsafe { waitpid(child, std::ptr::null_mut(), 0) };
    }
    println!("{FORKS} forks; the quickest child began {shortest} ns after its parent last looked at the clock");
    assert_eq!(seen.len(), FORKS * EACH * 3);
}
