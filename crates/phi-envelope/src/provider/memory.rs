//! A root key in memory: for tests and demonstrations.

use alloc::{string::String, vec::Vec};

use phi_types::{Entropy, EntropyUnavailable};

use super::{KeyLocation, KeyProvider, ProviderDescription, ProviderError, WrapContext, root::RootKey};
use crate::key::KeyMaterial;

/// A provider whose root key lives and dies with the process. What it wrapped opens for nobody afterwards, so it is for tests
/// and demonstrations.
pub struct EphemeralProvider {
    root: RootKey,
}

impl EphemeralProvider {
    /// A new random root key.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn generate(entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
        KeyMaterial::random(entropy).map(|root| Self { root: RootKey::new(root) })
    }
}

impl KeyProvider for EphemeralProvider {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        self.root.wrap(context, key)
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        self.root.unwrap(context, wrapped)
    }

    fn describe(&self) -> ProviderDescription {
        ProviderDescription {
            kind: "ephemeral",
            root_key: String::from("process memory"),
            location: KeyLocation::ProcessMemory,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use phi_types::OsEntropy;

    #[test]
    fn keeps_what_providers_promise() {
        let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
        testing::key_provider(&provider, testing::Effort::Every).unwrap();
        let other = EphemeralProvider::generate(&OsEntropy).unwrap();
        assert!(testing::one_root(&provider, &other).is_err());
    }
}
