//! The operating system's randomness, a little in advance.
//!
//! A call into the kernel for each nonce can cost more than the cipher. So a thread asks for many bytes at once and hands them out.
//! What could go wrong with that is a pool that is used twice:
//!
//! * by a forked child. After a fork only the thread that forked lives on in the child, so the child can only ever come upon the pool of
//!   that thread, and some time has passed since its last use: a fork copies the address space, which takes tens of microseconds.
//!   Whenever more than [`UNCHECKED`] has passed since the last use, the process's number is compared, and a pool of another
//!   process is thrown away.
//! * by a cloned virtual machine, or one that is put back to a snapshot: no program can see that. What is left in the pools at that
//!   moment (at most [`POOL`] bytes a thread) is handed out by both clones. Take [`OsEntropy`](phi_types::OsEntropy) where
//!   running machines are cloned, or the suite AES-256-GCM-SIV, which survives a repeated nonce: see `docs/backends.md`.

use std::{
    cell::RefCell,
    process,
    time::{Duration, Instant},
};

use phi_types::{Entropy, EntropyUnavailable, OsEntropy};
use zeroize::{Zeroize, Zeroizing};

/// How many bytes a thread asks for at once: 42 nonces.
const POOL: usize = 1024;
/// The time within which nobody can have forked: a fork takes at least ten times as long.
const UNCHECKED: Duration = Duration::from_micros(2);

/// The operating system's source through a small pool for each thread: safe across forks, not across clones of a running virtual
/// machine.
///
/// A failing source is an error, and a pool that was not filled is never handed out.
#[derive(Clone, Copy, Debug, Default)]
pub struct PooledEntropy(());

impl PooledEntropy {
    /// The pooled source.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

struct Pool {
    bytes: Zeroizing<[u8; POOL]>,
    /// How many of them, from the end, are left.
    left: usize,
    owner: u32,
    used: Option<Instant>,
}

thread_local! {
    static OF_THREAD: RefCell<Pool> = RefCell::new(Pool::empty());
}

impl Entropy for PooledEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        OF_THREAD
            // A thread that is ending has no pool any more, and one that is asked from within itself shares none.
            .try_with(|pool| pool.try_borrow_mut().ok().map(|mut pool| pool.fill(buffer, &OsEntropy)))
            .ok()
            .flatten()
            .unwrap_or_else(|| OsEntropy.fill(buffer))
    }
}

impl Pool {
    fn empty() -> Self {
        Self { bytes: Zeroizing::new([0; POOL]), left: 0, owner: 0, used: None }
    }

    fn fill(&mut self, buffer: &mut [u8], source: &dyn Entropy) -> Result<(), EntropyUnavailable> {
        if buffer.len() > POOL / 8 {
            return source.fill(buffer);
        }
        let now = Instant::now();
        let recent = self.used.is_some_and(|used| now.saturating_duration_since(used) < UNCHECKED && now >= used);
        if !recent {
            let process = process::id();
            if process != self.owner {
                self.drain();
                self.owner = process;
            }
        }
        if self.left < buffer.len() {
            self.drain();
            source.fill(&mut *self.bytes).inspect_err(|_| self.bytes.zeroize())?;
            self.left = POOL;
        }
        self.used = Some(now);
        self.take(buffer)
    }

    /// Hands bytes out and wipes them, so that they are handed out once.
    fn take(&mut self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        let from = self.left.checked_sub(buffer.len()).ok_or(EntropyUnavailable)?;
        let taken = self.bytes.get_mut(from..self.left).ok_or(EntropyUnavailable)?;
        buffer.copy_from_slice(taken);
        taken.zeroize();
        self.left = from;
        Ok(())
    }

    fn drain(&mut self) {
        self.bytes.zeroize();
        self.left = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU8, Ordering};

    /// Fills with ones, then twos, and so on.
    struct Counts(AtomicU8);

    impl Entropy for Counts {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
            buffer.fill(self.0.fetch_add(1, Ordering::SeqCst) + 1);
            Ok(())
        }
    }

    struct Fails;

    impl Entropy for Fails {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
            buffer.fill(9);
            Err(EntropyUnavailable)
        }
    }

    #[test]
    fn bytes_are_handed_out_once_and_wiped() {
        let (mut pool, source) = (Pool::empty(), Counts(AtomicU8::new(0)));
        let mut nonce = [0; 24];
        for _ in 0..POOL / 24 {
            pool.fill(&mut nonce, &source).unwrap();
            assert_eq!(nonce, [1; 24]);
            assert!(pool.bytes[pool.left..].iter().all(|byte| *byte == 0));
        }
        // Sixteen bytes are left, which is too few: they go, and a nonce is never made of two fillings.
        pool.fill(&mut nonce, &source).unwrap();
        assert_eq!(nonce, [2; 24]);
    }

    #[test]
    fn a_failing_source_is_an_error_and_leaves_nothing_to_hand_out() {
        let mut pool = Pool::empty();
        for _ in 0..3 {
            assert!(pool.fill(&mut [0; 24], &Fails).is_err());
            assert_eq!(pool.left, 0);
        }
        assert!(pool.fill(&mut [0; 300], &Fails).is_err());
        pool.fill(&mut [0; 24], &Counts(AtomicU8::new(0))).unwrap();
    }

    #[test]
    fn another_process_throws_the_pool_away() {
        let (mut pool, source) = (Pool::empty(), Counts(AtomicU8::new(0)));
        let mut bytes = [0; 8];
        pool.fill(&mut bytes, &source).unwrap();
        // What a child finds after a fork: a pool of its parent, last used before the fork.
        pool.owner = pool.owner.wrapping_add(1);
        pool.used = Instant::now().checked_sub(Duration::from_micros(50));
        pool.fill(&mut bytes, &source).unwrap();
        assert_eq!((bytes, pool.owner), ([2; 8], process::id()));
        // A time before the last use is no reason for trust either.
        pool.owner = pool.owner.wrapping_add(1);
        pool.used = Some(Instant::now() + Duration::from_secs(60));
        pool.fill(&mut bytes, &source).unwrap();
        assert_eq!(bytes, [3; 8]);
    }

    #[test]
    fn large_requests_go_to_the_source() {
        let (mut pool, source) = (Pool::empty(), Counts(AtomicU8::new(0)));
        let mut large = [0; 300];
        pool.fill(&mut large, &source).unwrap();
        assert_eq!((large, pool.left), ([1; 300], 0));
    }
}
