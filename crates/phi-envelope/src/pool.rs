//! The operating system's randomness, a little in advance.
//!
//! A call into the kernel for each nonce can cost more than the cipher, and so do the kernel's bytes. So a thread asks for a seed of 256 bits,
//! makes a pool of it with AES-256 in counter mode, forgets the seed, and hands the pool out: nonces and the like, which are
//! no secrets. Whatever is longer, as keys are, comes from the kernel itself.
//!
//! What could go wrong with that is a pool that is used twice:
//!
//! * by a forked child. After a fork only the thread that forked lives on in the child, so the child can only ever come upon the pool of
//!   that thread, and some time has passed since its last use: a fork copies the address space, which takes tens of microseconds (44 at
//!   the least, of 6000 forks of the smallest process on a machine of 2026).
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

use aes::{
    Aes256Enc, Block,
    cipher::{KeyInit, array::Array},
};
use phi_types::{Entropy, EntropyUnavailable, OsEntropy};
use zeroize::{Zeroize, Zeroizing};

use crate::{backend::few, suite::NONCE};

/// How many bytes are made of one seed: 42 nonces.
const POOL: usize = 1024;
/// The longest request that is answered from a pool.
const LONGEST: usize = NONCE;
/// The time within which nobody can have forked: a fork takes at least ten times as long.
const UNCHECKED: Duration = Duration::from_micros(4);

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
    blocks: [Block; POOL / 16],
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
        Self { blocks: [Array([0; 16]); POOL / 16], left: 0, owner: 0, used: None }
    }

    fn fill(&mut self, buffer: &mut [u8], source: &dyn Entropy) -> Result<(), EntropyUnavailable> {
        if buffer.len() > LONGEST {
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
            let mut seed = Zeroizing::new([0; 32]);
            source.fill(&mut *seed)?;
            few::encrypt(&Aes256Enc::new(&(*seed).into()), &mut self.blocks, u128::from);
            self.left = POOL;
        }
        self.used = Some(now);
        self.take(buffer)
    }

    /// Hands bytes out and wipes them, so that they are handed out once.
    fn take(&mut self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        let from = self.left.checked_sub(buffer.len()).ok_or(EntropyUnavailable)?;
        let taken =
            Block::slice_as_flattened_mut(&mut self.blocks).get_mut(from..self.left).ok_or(EntropyUnavailable)?;
        buffer.copy_from_slice(taken);
        taken.zeroize();
        self.left = from;
        Ok(())
    }

    fn drain(&mut self) {
        Block::slice_as_flattened_mut(&mut self.blocks).zeroize();
        self.left = 0;
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.drain();
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

    /// The pool that is made of a seed of these bytes, from the end, as it is handed out.
    fn made_of(seed: u8) -> Vec<u8> {
        use aes::cipher::BlockCipherEncrypt;
        let cipher = aes::Aes256::new(&[seed; 32].into());
        let blocks = (0..POOL as u128 / 16).map(|counter| {
            let mut block = counter.to_be_bytes().into();
            cipher.encrypt_block(&mut block);
            <[u8; 16]>::from(block)
        });
        blocks.collect::<Vec<_>>().concat()
    }

    #[test]
    fn bytes_are_handed_out_once_and_wiped() {
        let (mut pool, source) = (Pool::empty(), Counts(AtomicU8::new(0)));
        let mut nonce = [0; 24];
        for expected in made_of(1).rchunks_exact(24) {
            pool.fill(&mut nonce, &source).unwrap();
            assert_eq!(nonce, expected);
            let bytes = Block::slice_as_flattened(&pool.blocks);
            assert!(bytes[pool.left..].iter().all(|byte| *byte == 0));
        }
        // Sixteen bytes are left, which is too few: they go, and a nonce is never made of two fillings.
        pool.fill(&mut nonce, &source).unwrap();
        assert_eq!(nonce, made_of(2)[POOL - 24..]);
    }

    #[test]
    fn a_failing_source_is_an_error_and_leaves_nothing_to_hand_out() {
        let mut pool = Pool::empty();
        for _ in 0..3 {
            assert!(pool.fill(&mut [0; 24], &Fails).is_err());
            assert_eq!(pool.left, 0);
        }
        assert!(pool.fill(&mut [0; 32], &Fails).is_err());
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
        assert_eq!((&bytes[..], pool.owner), (&made_of(2)[POOL - 8..], process::id()));
        // A time before the last use is no reason for trust either.
        pool.owner = pool.owner.wrapping_add(1);
        pool.used = Some(Instant::now() + Duration::from_secs(60));
        pool.fill(&mut bytes, &source).unwrap();
        assert_eq!(bytes, made_of(3)[POOL - 8..]);
    }

    #[test]
    fn keys_come_from_the_source_itself() {
        let (mut pool, source) = (Pool::empty(), Counts(AtomicU8::new(0)));
        let mut key = [0; 32];
        pool.fill(&mut key, &source).unwrap();
        assert_eq!((key, pool.left), ([1; 32], 0));
    }
}
