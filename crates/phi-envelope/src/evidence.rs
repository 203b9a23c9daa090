//! Evidence of how data were encrypted, for the day on which somebody has to judge whether a breach was one of unsecured PHI.

use alloc::{string::String, vec::Vec};

use phi_types::{SubjectId, TenantId};
use time::OffsetDateTime;

use crate::{
    backend::Backend,
    hierarchy::KeyFailure,
    key::{KeyId, KeyState, Place},
    keyring::{EnvelopeKeyring, KeyringError},
    provider::{KeyLocation, KeyProvider},
    store::{KeyStore, Shelf, StoredKey},
    suite::Suite,
};

/// How one data key protects, and where what opens it is kept.
///
/// Take it regularly and keep it apart from the key store: after an incident the store may be gone, or not to be believed. Serves
/// 45 CFR 164.402 ("unsecured protected health information") and the guidance at 74 FR 19006; the judgement is a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncryptionEvidence {
    /// The data key's number, as it stands in the headers of what it sealed.
    pub key: KeyId,
    /// Its version on its shelf.
    pub version: u32,
    /// The suite that was chosen when it was made. Each header names the one that was used.
    pub algorithm: Option<Suite>,
    /// The suite with which the keyring sealed when this was taken: a key outlives a change of the suite.
    pub sealing: Suite,
    /// How the key itself is wrapped.
    pub wrapping: &'static str,
    /// The backend that served when this was taken.
    pub backend: Backend,
    /// The version of the tenant key under which it is wrapped.
    pub wrapped_under: u32,
    /// The kind of provider that holds the root key.
    pub provider: Option<String>,
    /// The provider's name of its root key.
    pub root_key: Option<String>,
    /// Where the root key is.
    pub location: Option<KeyLocation>,
    /// The data key's state.
    pub state: KeyState,
    /// The state of the tenant key.
    pub tenant_key_state: Option<KeyState>,
    /// When the data key was made.
    pub made: OffsetDateTime,
    /// Since when it has been in its state.
    pub since: OffsetDateTime,
    /// When this was taken.
    pub taken: OffsetDateTime,
    /// Whether the keys vouch for what the records say. A store that was forged says anything.
    pub proven: bool,
}

/// What the evidence speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assessment {
    /// An approved algorithm, a key that is not known to be in wrong hands, a root in another place than the data.
    Secured,
    /// Not that, or not known.
    Unsecured(UnsecuredReason),
}

/// Why data count as unsecured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnsecuredReason {
    /// The keys do not vouch for the records, or could not be asked.
    #[error("the records are not vouched for by their keys")]
    Unproven,
    /// The suite is none that NIST approves (SP 800-111), or not known.
    #[error("the algorithm is not known to be one that NIST approves")]
    Algorithm,
    /// Data key or tenant key is compromised, or its state is not known.
    #[error("a key is compromised, or its state is not known")]
    KeyState,
    /// It is not known where the root key is.
    #[error("it is not known where the root key is kept")]
    UnknownLocation,
    /// The root key is kept beside the data.
    #[error("the root key is kept beside the data")]
    Colocated,
}

impl EncryptionEvidence {
    /// What the evidence speaks for. Whatever is unknown counts as unsecured.
    ///
    /// It speaks for the key, and not for each row. Where the keyring sealed with another suite in between, the header of each row tells:
    /// its second byte is [`Suite::byte`].
    #[must_use]
    pub fn assess(&self) -> Assessment {
        use UnsecuredReason::{Algorithm, Colocated, KeyState as State, UnknownLocation, Unproven};
        let bad = |state| matches!(state, None | Some(KeyState::Compromised | KeyState::PreActive));
        if bad(Some(self.state)) || bad(self.tenant_key_state) {
            return Assessment::Unsecured(State);
        }
        if !self.proven {
            return Assessment::Unsecured(Unproven);
        }
        // AES-256-GCM with a key from NIST's KDFs. The other suites are sound, and not on the list.
        let approved = |suite: Suite| matches!(suite.byte(), 1 | 2);
        if !self.algorithm.is_some_and(approved) || !approved(self.sealing) {
            return Assessment::Unsecured(Algorithm);
        }
        match self.location {
            None => Assessment::Unsecured(UnknownLocation),
            Some(KeyLocation::BesideTheData) => Assessment::Unsecured(Colocated),
            Some(KeyLocation::ProcessMemory | KeyLocation::SealedFile | KeyLocation::External) => Assessment::Secured,
        }
    }
}

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Evidence of each data key of a subject. Nothing of it is secret; the subject is.
    ///
    /// # Errors
    /// When the store cannot be read. Where the provider cannot be reached, the evidence comes unproven.
    pub fn evidence(&self, tenant: &TenantId, subject: SubjectId) -> Result<Vec<EncryptionEvidence>, KeyringError> {
        let shelf = Shelf::Subject(subject);
        let stored = self.keys.store.shelf(tenant, shelf).map_err(KeyFailure::from)?;
        let above = self.keys.store.shelf(tenant, Shelf::Tenant).map_err(KeyFailure::from)?;
        Ok(stored
            .keys
            .iter()
            .map(|key| self.evidence_of(Place { tenant, shelf, version: key.version }, key, &above.keys))
            .collect())
    }

    fn evidence_of(&self, place: Place<'_>, key: &StoredKey, above: &[StoredKey]) -> EncryptionEvidence {
        let tenant_key = above.iter().find(|above| above.version == key.wrapped_under);
        let origin = tenant_key.and_then(|above| above.record.origin.as_ref());
        let unwrapped = self.keys.unwrap_data_key(place, key);
        let proven = unwrapped.is_ok_and(|(material, under)| {
            key.record.is_proven(place, &material)
                && tenant_key.is_some_and(|above| under.key.vouches_for(&above.record))
        });
        let time = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        EncryptionEvidence {
            key: key.record.id,
            version: key.version,
            algorithm: Suite::from_byte(key.record.suite),
            sealing: self.keys.made_with.suite,
            wrapping: "XAES-256-GCM",
            backend: self.keys.made_with.backend,
            wrapped_under: key.wrapped_under,
            provider: origin.map(|origin| origin.kind.clone()),
            root_key: origin.map(|origin| origin.root_key.clone()),
            location: origin.and_then(|origin| KeyLocation::from_byte(origin.location)),
            state: key.record.state,
            tenant_key_state: tenant_key.map(|above| above.record.state),
            made: time(key.record.made),
            since: time(key.record.since),
            taken: self.keys.clock.now(),
            proven,
        }
    }
}
