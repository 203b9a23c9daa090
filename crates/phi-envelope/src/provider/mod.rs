//! Key providers: who holds the root key.

mod asynchronous;
mod colocated;
mod local;
mod memory;
mod private_file;
mod root;
pub mod url;

pub use asynchronous::{AsyncKeyProvider, BlockingProvider, ProviderFuture, ThreadedProvider};
pub use colocated::InsecureColocated;
pub use local::{LocalKeyring, LocalKeyringError};
pub use memory::EphemeralProvider;

use alloc::vec::Vec;

use phi_types::TenantId;

use crate::key::KeyMaterial;

/// Wraps and unwraps tenant keys under a root key that never leaves it.
///
/// Providers are asked only to wrap and unwrap, once for each tenant in use: their cost grows with tenants, not with
/// records.
///
/// # Implementing
/// Bind the wrap to [`WrapContext::associated_data`]; answer every failure to unwrap that is not an outage with
/// [`ProviderError::Refused`]; keep the root key in another place than the wrapped keys (74 FR 19006 speaks of "a location
/// separate from the data"). A provider must not call the keyring that asks it: it would wait for itself. No lock is held while it
/// is asked, and each key is asked for by one caller at a time. An async client implements [`AsyncKeyProvider`] and is adapted by
/// [`BlockingProvider`]. Run [`testing::key_provider`](crate::testing::key_provider) over it.
pub trait KeyProvider: Send + Sync {
    /// Wraps a tenant key.
    ///
    /// # Errors
    /// See [`ProviderError`].
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError>;

    /// Unwraps a tenant key.
    ///
    /// # Errors
    /// See [`ProviderError`].
    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError>;

    /// Makes a tenant key and wraps it, where the root's system has a generator and does both in one call. `None`, unless it is
    /// written anew: the keyring draws the key and has it wrapped.
    ///
    /// # Errors
    /// See [`ProviderError`].
    fn generate(&self, context: &WrapContext<'_>) -> Result<Option<GeneratedKey>, ProviderError> {
        let _ = context;
        Ok(None)
    }

    /// Wraps anew what it wrapped before: under the newest version of its root key, where such a key has versions. Unwraps and wraps,
    /// unless it is written anew for a system that does it without handing out the key.
    ///
    /// # Errors
    /// See [`ProviderError`].
    fn rewrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError> {
        self.wrap(context, &self.unwrap(context, wrapped)?)
    }

    /// What the provider is and which root key it uses, for evidence; never a secret.
    fn describe(&self) -> ProviderDescription;
}

/// A tenant key that a provider made, and its wrap.
pub type GeneratedKey = (KeyMaterial, Vec<u8>);

/// What a tenant key's wrap is bound to: tenant, version, and which of its two wraps it is. None is PHI, so a cloud provider may
/// see it.
#[derive(Clone, Copy, Debug)]
pub struct WrapContext<'a> {
    pub(crate) tenant: &'a TenantId,
    pub(crate) version: u32,
    pub(crate) role: WrapRole,
}

/// Which of a tenant key's two wraps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapRole {
    /// The one for every day.
    Primary,
    /// The one under another root, for the day on which the first root is lost.
    Recovery,
}

impl WrapContext<'_> {
    /// The tenant.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        self.tenant
    }

    /// The version of the tenant key.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Which of the two wraps.
    #[must_use]
    pub const fn role(&self) -> WrapRole {
        self.role
    }

    /// The canonical encoding to bind the wrap to.
    #[must_use]
    pub fn associated_data(&self) -> Vec<u8> {
        let label: &[u8] = match self.role {
            WrapRole::Primary => b"phi-tenant-key-1",
            WrapRole::Recovery => b"phi-tenant-key-recovery-1",
        };
        phi_types::port::framed(&[label, self.tenant.as_str().as_bytes(), &self.version.to_be_bytes()])
    }
}

/// What a provider says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderDescription {
    /// The kind of provider.
    pub kind: &'static str,
    /// A name of the root key that is no secret: an ARN, a label, a digest.
    pub root_key: alloc::string::String,
    /// Where the root key is.
    pub location: KeyLocation,
}

/// Where a root key is, as the guidance on unsecured PHI asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyLocation {
    /// In the memory of this process alone; gone when it ends.
    ProcessMemory,
    /// In a file, sealed by a passphrase.
    SealedFile,
    /// In another system.
    External,
    /// Beside the data, so that whoever takes the data takes the key.
    BesideTheData,
}

impl KeyLocation {
    /// Every location.
    pub const ALL: [Self; 4] = [Self::ProcessMemory, Self::SealedFile, Self::External, Self::BesideTheData];

    /// Its byte in stored records.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::ProcessMemory => 1,
            Self::SealedFile => 2,
            Self::External => 3,
            Self::BesideTheData => 4,
        }
    }

    /// The location with this byte.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|location| location.byte() == byte)
    }
}

/// Why a provider did not wrap or unwrap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderError {
    /// It cannot be reached now.
    #[error("the key provider is unavailable")]
    Unavailable,
    /// It does not unwrap this. No detail: detail would be an oracle.
    #[error("the key provider refuses the wrapped key")]
    Refused,
}

impl<P: KeyProvider + ?Sized> KeyProvider for alloc::sync::Arc<P> {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        (**self).wrap(context, key)
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        (**self).unwrap(context, wrapped)
    }

    fn generate(&self, context: &WrapContext<'_>) -> Result<Option<GeneratedKey>, ProviderError> {
        (**self).generate(context)
    }

    fn rewrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError> {
        (**self).rewrap(context, wrapped)
    }

    fn describe(&self) -> ProviderDescription {
        (**self).describe()
    }
}
