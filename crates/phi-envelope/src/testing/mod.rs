//! For those who implement the open traits: what every provider and every store has to do, as tests to run over your own; and
//! providers and stores that count and fail when told to.
//!
//! ```
//! use phi_envelope::{EphemeralProvider, MemoryKeyStore, testing};
//! use phi_types::OsEntropy;
//! let provider = EphemeralProvider::generate(&OsEntropy)?;
//! println!("{} checks passed", testing::key_provider(&provider, testing::Effort::Every).unwrap());
//! println!("{} checks passed", testing::key_store(MemoryKeyStore::new).unwrap());
//! # Ok::<(), phi_types::EntropyUnavailable>(())
//! ```

mod faults;
mod provider;
mod store;

pub use faults::{Faulty, Moment};
pub use provider::{Effort, async_key_provider, key_provider, one_root, wrap_context};
pub use store::key_store;

/// A promise that an implementation does not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a promise is not kept: {0}")]
pub struct Broken(pub &'static str);

/// Counts checks, and stops at the first that fails.
#[derive(Default)]
struct Checks(usize);

impl Checks {
    fn that(&mut self, kept: bool, promise: &'static str) -> Result<(), Broken> {
        self.0 = self.0.saturating_add(1);
        if kept { Ok(()) } else { Err(Broken(promise)) }
    }
}
