//! Sealing single values with key material at hand.

use phi_types::{Entropy, port::SealError};
use zeroize::Zeroizing;

use super::{OpeningContext, Sealed, SealingContext};
use crate::{
    backend::Backend,
    header::{Form, LARGEST_FIELD, START, Start},
    key::{DataKey, KeyId, KeyMaterial},
    suite::{NONCE, Sealer, Suite},
};

/// Seals and opens single values: for a tool, an adapter or a job that holds key material of its own.
///
/// Records go through the gate, and nothing here reaches them: a keyring never gives its data keys away, and the subkeys of values
/// are others than those of rows and notes. A value is 75 bytes longer when it is sealed, 107 with
/// [`Suite::Aes256GcmCommitting`].
///
/// ```
/// use phi_envelope::{KeyMaterial, Sealed, ValueContext, ValueKey};
/// use phi_types::{OsEntropy, RecordId, TenantId};
///
/// let key = ValueKey::new(&KeyMaterial::random(&OsEntropy)?).unwrap();
/// let (tenant, record) = (TenantId::new("north").unwrap(), RecordId::random(&OsEntropy)?);
/// let context = ValueContext::new(&tenant, "Attachment", record, "scan", 1);
/// let sealed: Sealed<[u8]> = key.seal(&context.sealing(), b"a scan", &OsEntropy).unwrap();
/// assert_eq!(sealed.as_bytes().len(), 6 + 75);
/// assert_eq!(**key.open(&context.opening(), &sealed).unwrap(), *b"a scan");
///
/// let elsewhere = ValueContext::new(&tenant, "Attachment", record, "photo", 1);
/// assert!(key.open(&elsewhere.opening(), &sealed).is_err());
/// # Ok::<(), phi_types::EntropyUnavailable>(())
/// ```
pub struct ValueKey {
    key: DataKey,
    sealer: Sealer,
}

/// The value does not open: changed, moved, of another key or suite. No detail: detail would be an oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the value does not open")]
pub struct NotOpened;

impl ValueKey {
    /// A key of this material.
    ///
    /// # Errors
    /// [`NotOpened`] is never answered by this version: HKDF gives 32 bytes from any key.
    pub fn new(material: &KeyMaterial) -> Result<Self, NotOpened> {
        let key = DataKey::new(material).ok_or(NotOpened)?;
        Ok(Self { key, sealer: Sealer::default() })
    }

    /// Seals with another suite. What was sealed with any suite of the list still opens.
    #[must_use]
    pub fn with_suite(mut self, suite: Suite) -> Self {
        self.sealer.suite = suite;
        self
    }

    /// Opens what these suites sealed, and refuses every other.
    #[must_use]
    pub fn reading_only(mut self, suites: &[Suite]) -> Self {
        self.sealer = self.sealer.reading_only(suites);
        self
    }

    /// Takes the ciphers from another backend. The bytes are the same.
    #[must_use]
    pub fn with_backend(mut self, backend: Backend) -> Self {
        self.sealer.backend = backend;
        self
    }

    /// The key's number, which stands in the header of what it sealed: derived from the key, and no secret.
    #[must_use]
    pub const fn id(&self) -> &KeyId {
        self.key.id()
    }

    /// Seals a value under a fresh nonce.
    ///
    /// # Errors
    /// [`SealError::Entropy`] when the source of randomness fails, [`SealError::TooLarge`] above 16 MiB.
    pub fn seal<T: ?Sized>(
        &self,
        context: &SealingContext<'_>,
        value: &[u8],
        entropy: &(impl Entropy + ?Sized),
    ) -> Result<Sealed<T>, SealError> {
        if value.len() > LARGEST_FIELD {
            return Err(SealError::TooLarge);
        }
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce).map_err(|_| SealError::Entropy)?;
        let start = Start { suite: self.sealer.suite, key: *self.key.id(), nonce };
        let mut out = start.write_message(Form::Value, value.len());
        let header = *out.first_chunk::<START>().ok_or(SealError::TooLarge)?;
        let key = self.key.values(start.suite).ok_or(SealError::TooLarge)?;
        context
            .with_associated_data(&header, |aad| key.seal(self.sealer.backend, &nonce, aad, value, &mut out))
            .ok_or(SealError::TooLarge)?;
        Ok(Sealed::new(out))
    }

    /// Opens a value.
    ///
    /// # Errors
    /// [`NotOpened`], whatever is wrong.
    pub fn open<T: ?Sized>(
        &self,
        context: &OpeningContext<'_>,
        sealed: &Sealed<T>,
    ) -> Result<Zeroizing<alloc::vec::Vec<u8>>, NotOpened> {
        let (start, header, text) = Start::read_message(Form::Value, sealed.as_bytes()).ok_or(NotOpened)?;
        // Key numbers stand in the clear in every header, so this comparison has nothing to hide.
        if start.key != *self.key.id() || !self.sealer.reads(start.suite) {
            return Err(NotOpened);
        }
        let key = self.key.values(start.suite).ok_or(NotOpened)?;
        context
            .with_associated_data(header, |aad| key.open(self.sealer.backend, &start.nonce, aad, text))
            .ok_or(NotOpened)
    }
}

impl core::fmt::Debug for ValueKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("[value key]")
    }
}
