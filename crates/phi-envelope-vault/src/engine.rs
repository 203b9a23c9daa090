//! The routes of the engine, and the trial that shows what it binds.

use phi_types::Entropy;
use zeroize::Zeroizing;

use crate::{
    error::{Failure, VaultError},
    server::{Budget, Server},
    transport::Method,
    wire::{self, Body, DataKey},
    wrap::{How, KEY, OVER, PLAIN, Way},
};

/// What goes with a plaintext into the engine and has to come again with the ciphertext.
#[derive(Clone, Copy)]
pub(crate) struct With<'a> {
    /// A derived key is derived with it: <https://openbao.org/docs/secrets/transit/>.
    context: Option<&'a [u8]>,
    associated: Option<&'a [u8]>,
}

impl<'a> With<'a> {
    /// All that this way of wrapping gives to the engine, in the same bytes.
    pub(crate) fn of(how: How, bound: &'a [u8]) -> Self {
        Self { context: how.derived.then_some(bound), associated: how.associated.then_some(bound) }
    }

    fn add(self, mut body: Body) -> Result<Body, Failure> {
        for (name, bytes) in [("context", self.context), ("associated_data", self.associated)] {
            body = match bytes {
                Some(bytes) => body.bytes(name, bytes)?,
                None => body,
            };
        }
        Ok(body)
    }
}

/// An engine for one operation.
pub(crate) struct Engine<'a> {
    pub(crate) server: &'a Server,
    pub(crate) budget: &'a mut Budget,
}

impl Engine<'_> {
    /// <https://openbao.org/docs/api/secret/transit/#encrypt-data>,
    /// <https://developer.hashicorp.com/vault/api-docs/secret/transit#encrypt-data>
    pub(crate) fn encrypt(&mut self, version: u32, with: With<'_>, plaintext: &[u8]) -> Result<Vec<u8>, Failure> {
        let body = with.add(Body::new().bytes("plaintext", plaintext)?)?.number("key_version", version).end();
        let answer = self.server.ask(self.budget, Method::Post, "encrypt", &body)?;
        let (told, ciphertext) = wire::ciphertext(&answer.body, plaintext.len().saturating_add(OVER))?;
        if told == version { Ok(ciphertext) } else { Err(VaultError::Answer.into()) }
    }

    /// <https://openbao.org/docs/api/secret/transit/#decrypt-data>,
    /// <https://developer.hashicorp.com/vault/api-docs/secret/transit#decrypt-data>
    pub(crate) fn decrypt(
        &mut self,
        version: u32,
        with: With<'_>,
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let body = with.add(Body::new().ciphertext(version, ciphertext)?)?.end();
        let answer = self.server.ask(self.budget, Method::Post, "decrypt", &body)?;
        wire::plaintext(&answer.body)
    }

    /// Makes a data key. Vault's documentation (1.20) has no associated data here, OpenBao's has.
    /// <https://openbao.org/docs/api/secret/transit/#generate-data-key>,
    /// <https://developer.hashicorp.com/vault/api-docs/secret/transit#generate-data-key>
    pub(crate) fn data_key(&mut self, with: With<'_>) -> Result<DataKey, Failure> {
        let body = with.add(Body::new().number("bits", 256))?.end();
        let answer = self.server.ask(self.budget, Method::Post, "datakey/plaintext", &body)?;
        wire::data_key(&answer.body, KEY + OVER)
    }

    /// Takes no associated data, in neither documentation, so what is bound by them cannot be re-wrapped there: OpenBao 2.7.2 answers
    /// that it does not open. <https://openbao.org/docs/api/secret/transit/#rewrap-data>,
    /// <https://developer.hashicorp.com/vault/api-docs/secret/transit#rewrap-data>
    pub(crate) fn rewrap(
        &mut self,
        (from, to): (u32, u32),
        with: With<'_>,
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let body = with.add(Body::new().ciphertext(from, ciphertext)?)?.number("key_version", to).end();
        let answer = self.server.ask(self.budget, Method::Post, "rewrap", &body)?;
        let (told, ciphertext) = wire::ciphertext(&answer.body, ciphertext.len())?;
        if told == to { Ok(ciphertext) } else { Err(VaultError::Answer.into()) }
    }

    /// Whether this way of making ciphertexts binds associated data here. Parameters that a server does not know it passes over in silence,
    /// so it is tried: what was made with some has to open with them, and with no others and without them it must not.
    pub(crate) fn binds_associated_data(
        &mut self,
        version: u32,
        way: Way,
        derived: bool,
        entropy: &dyn Entropy,
    ) -> Result<bool, Failure> {
        let mut plain = Zeroizing::new([0; PLAIN]);
        entropy.fill(&mut *plain).map_err(|_| VaultError::Unavailable)?;
        let how = How { way, associated: true, derived };
        let (here, elsewhere) = (how.bound(b"trial"), how.bound(b"trial elsewhere"));
        let with = With::of(how, &here);
        let DataKey { key: plain, version, ciphertext } = match way {
            Way::Encrypt => {
                let ciphertext = self.encrypt(version, with, &*plain)?;
                DataKey { key: Zeroizing::new(plain.to_vec()), version, ciphertext }
            }
            Way::DataKey => self.data_key(with)?,
        };
        let mut opens = |with| self.opens(version, with, &ciphertext, &plain);
        let (none, other) = (With { associated: None, ..with }, With { associated: Some(&elsewhere), ..with });
        let (same, strange, bare) = (opens(with)?, opens(other)?, opens(none)?);
        if derived
            && (opens(With { context: Some(&elsewhere), ..with })?
                || opens(With { context: Some(&elsewhere), ..none })?)
        {
            // It says that it derives, and does not.
            return Err(VaultError::Unfit.into());
        }
        match (same, strange, bare) {
            (true, false, false) => Ok(true),
            // Passed over by both routes, or by the one that makes.
            (true, true, true) | (false, false, true) => Ok(false),
            _ => Err(VaultError::Unfit.into()),
        }
    }

    fn opens(&mut self, version: u32, with: With<'_>, ciphertext: &[u8], plain: &[u8]) -> Result<bool, Failure> {
        match self.decrypt(version, with, ciphertext) {
            Ok(opened) if opened.as_slice() == plain => Ok(true),
            Ok(_) => Err(VaultError::Answer.into()),
            Err(Failure::BadRequest) => Ok(false),
            Err(failure) => Err(failure),
        }
    }
}
