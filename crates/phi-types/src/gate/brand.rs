//! The random brand that ties grants, keyrings and de-identifiers to one gate.

use core::fmt;

use uuid::Uuid;

use crate::entropy::{Entropy, EntropyUnavailable};

/// The mark of one gate. A keyring and a de-identifier are made for one brand and refuse grants of any other, so a second
/// gate with a laxer policy opens nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Brand(Uuid);

impl fmt::Debug for Brand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[Brand]")
    }
}

/// What a gate grows from. Made before the gate, because keyring and log are made for its brand; spent by
/// [`Gate::new`](super::Gate::new), so that no two gates share one. Not `Clone`.
///
/// ```
/// use phi_types::{OsEntropy, gate::GateSeed};
/// let seed = GateSeed::generate(&OsEntropy)?;
/// let brand = seed.brand(); // for the keyring and the de-identifier; then the seed goes into the gate
/// # Ok::<(), phi_types::EntropyUnavailable>(())
/// ```
pub struct GateSeed(Brand);

impl GateSeed {
    /// A seed with a new random brand.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn generate(entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes)?;
        Ok(Self(Brand(Uuid::from_bytes(bytes))))
    }

    /// The brand of the gate to be.
    #[must_use]
    pub const fn brand(&self) -> Brand {
        self.0
    }
}
