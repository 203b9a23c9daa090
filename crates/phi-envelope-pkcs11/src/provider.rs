//! The key provider over a token.

use std::sync::Arc;

use cryptoki::context::Pkcs11;
use phi_envelope::{
    KeyLocation, KeyMaterial, KeyProvider, ProviderDescription, ProviderError, WrapContext, url::Pkcs11Url,
};
use phi_types::{Entropy, OsEntropy};
use secrecy::SecretString;

use crate::{
    error::{Failure, Pkcs11Error},
    key,
    token::{self, Token},
    way::{self, Iv, Way},
};

/// A root key in a token.
///
/// Sessions are pooled, a call takes one for itself. Each call finds the key and checks it anew, so one that was replaced by a weaker is
/// not used; that is a few questions to the token, and calls are as rare as tenants.
pub struct Pkcs11Provider {
    token: Token,
    way: Way,
    iv: Iv,
    entropy: Arc<dyn Entropy>,
}

impl Pkcs11Provider {
    /// Loads the module that the URL names, logs in, and checks the key.
    ///
    /// # Errors
    /// See [`Pkcs11Error`].
    pub fn open(url: &Pkcs11Url, pin: SecretString) -> Result<Self, Pkcs11Error> {
        Self::with_module(token::load(url)?, url, pin)
    }

    /// [`open`](Self::open) with a module that the program has loaded and initialised (with locking by the operating system).
    ///
    /// # Errors
    /// See [`Pkcs11Error`].
    pub fn with_module(module: Pkcs11, url: &Pkcs11Url, pin: SecretString) -> Result<Self, Pkcs11Error> {
        let token = Token::new(module, url.clone(), pin);
        token.with_session(|session| key::find(session, url))?;
        Ok(Self { token, way: Way::default(), iv: Iv::default(), entropy: Arc::new(OsEntropy) })
    }

    /// Wraps in this way from now on. What was wrapped in the other opens as before, if the key may do it.
    #[must_use]
    pub const fn wrapping_by(mut self, way: Way) -> Self {
        self.way = way;
        self
    }

    /// Lets the token make the IVs of AES-GCM, as some do: they are given zeros, and one that leaves them is refused.
    #[must_use]
    pub const fn with_ivs_of_the_token(mut self) -> Self {
        self.iv = Iv::Token;
        self
    }

    /// Draws IVs from this source instead of the system's.
    #[must_use]
    pub fn with_entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// Uses at most so many sessions at a time, beside the one that holds the login; 8 unless told otherwise. A call that finds none
    /// free waits up to ten seconds.
    #[must_use]
    pub fn with_sessions(mut self, most: usize) -> Self {
        self.token.limit_sessions(most);
        self
    }
}

impl KeyProvider for Pkcs11Provider {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        let context = context.associated_data();
        let wrapped = self.token.with_session(|session| {
            let root = key::find(session, self.token.url())?;
            way::wrap(session, root, (self.way, self.iv), &context, key, &*self.entropy)
        });
        wrapped.map_err(ProviderError::from)
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        // What is not formed like a wrap does not reach the token.
        way::read(wrapped).ok_or(ProviderError::Refused)?;
        let context = context.associated_data();
        let key = self.token.with_session(|session| {
            let root = key::find(session, self.token.url())?;
            way::unwrap(session, root, &context, wrapped)
        });
        key.map_err(|failure: Failure| failure.into())
    }

    fn describe(&self) -> ProviderDescription {
        ProviderDescription {
            kind: "pkcs11",
            root_key: self.token.url().without_module().to_string(),
            location: KeyLocation::External,
        }
    }
}

impl core::fmt::Debug for Pkcs11Provider {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Pkcs11Provider")
    }
}
