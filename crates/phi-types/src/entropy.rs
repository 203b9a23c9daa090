//! Where randomness comes from: injected, so that its failure can be tested.

/// A source of cryptographically secure random bytes.
///
/// # Implementing
/// Fill the whole buffer or fail. A failing source must never leave a buffer that looks filled: every caller treats an
/// error as an error, never as zero bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    ///
    /// # Errors
    /// When the source cannot give random bytes now.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable>;
}

/// The source of randomness failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the source of randomness is unavailable")]
pub struct EntropyUnavailable;

impl<E: Entropy + ?Sized> Entropy for &E {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        (**self).fill(buffer)
    }
}

impl<E: Entropy + ?Sized> Entropy for alloc::sync::Arc<E> {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        (**self).fill(buffer)
    }
}

/// The operating system's source.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

#[cfg(feature = "std")]
impl Entropy for OsEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        getrandom::fill(buffer).map_err(|_| EntropyUnavailable)
    }
}
