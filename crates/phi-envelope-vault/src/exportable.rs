//! The loud one: a root key that can be read from the server.

use phi_envelope::{KeyMaterial, KeyProvider, ProviderDescription, ProviderError, WrapContext, url::VaultUrl};

use crate::{VaultError, VaultProvider, token::TokenSource, transport::Transport};

/// A root key that is exportable, or may be backed up in the clear. **Whoever may call `export` or `backup` on the server walks away with
/// the root of all data**, and nothing shows afterwards where it went.
///
/// For a key that has to be taken elsewhere, until data are moved to one that cannot leave
/// ([`move_root`](phi_envelope::EnvelopeKeyring::move_root)). Neither setting can be taken back from a key. The evidence names the kind.
pub struct InsecureExportable(VaultProvider);

impl InsecureExportable {
    /// As [`VaultProvider::open`], for a key that it refuses.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub fn open(
        url: &VaultUrl,
        tokens: impl TokenSource + 'static,
        transport: impl Transport + 'static,
    ) -> Result<Self, VaultError> {
        let provider = VaultProvider::new(url, tokens, transport).leniently();
        provider.check()?;
        Ok(Self(provider))
    }
}

impl KeyProvider for InsecureExportable {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        self.0.wrap(context, key)
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        self.0.unwrap(context, wrapped)
    }

    fn rewrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError> {
        self.0.rewrap(context, wrapped)
    }

    fn describe(&self) -> ProviderDescription {
        ProviderDescription { kind: "insecure, vault transit, exportable", ..self.0.describe() }
    }
}
