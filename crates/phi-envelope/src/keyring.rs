//! The keyring: fills the sealing port of `phi-types`, rotates and shreds.

use alloc::{sync::Arc, vec::Vec};
use std::sync::Mutex;

use phi_types::{
    Clock, Entropy, SubjectId, SystemClock,
    gate::{Administration, Authority, Brand, GrantError},
    port::{
        AmendContext, Keyring, NoteContext, NoteSealer, OpenContext, OpenError, OpenedFields, PlainField, SealContext,
        SealError,
    },
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::{
    backend::Backend,
    cache::{Cache, CacheLimits},
    header::{Form, LARGEST_FIELD, Start},
    hierarchy::{Hierarchy, KeyFailure},
    pool::PooledEntropy,
    provider::{KeyProvider, ProviderDescription},
    row,
    store::{KeyStore, Shelf},
    suite::{NONCE, Sealer, Suite},
};

/// Seals and opens for one gate.
///
/// Helps implement 45 CFR 164.312(a)(2)(iv) and 164.312(c): each field is encrypted under a key of its subject and bound to
/// tenant, record type, subject, row, row version and field. What stays with the adopter: to keep the root key apart from the
/// data, and to keep backups of the key store as long as the data must open, and no longer.
pub struct EnvelopeKeyring<P, S> {
    pub(crate) brand: Brand,
    sealer: Sealer,
    pub(crate) keys: Hierarchy<P, S>,
}

/// What a rotation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rotation {
    /// The version that the tenant key has now.
    pub version: u32,
    /// How many data keys were re-wrapped under it. No data was touched.
    pub rewrapped: usize,
    /// How many still hang on an older version, because another writer was at them: rotate again.
    pub left: usize,
    /// How many wraps did not open and were passed over: damaged, or of another root key. Restore them from a backup.
    pub broken: usize,
}

/// What a shredding did, and what it cannot reach.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DestructionRecord {
    /// When.
    pub at: OffsetDateTime,
    /// How many wrapped keys were destroyed.
    pub keys: usize,
    /// What it does not reach. The record is provisional until these are gone as well (NIST SP 800-88 Rev 2).
    pub out_of_reach: &'static [&'static str],
}

/// Why an act on keys was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyringError {
    /// The authority does not serve.
    #[error(transparent)]
    Authority(#[from] GrantError),
    /// Provider or store cannot be reached; nothing was lost, and the act can be repeated.
    #[error("the keys are unavailable")]
    Unavailable,
    /// The source of randomness failed.
    #[error("the source of randomness is unavailable")]
    Entropy,
    /// A stored wrap does not open under this root key.
    #[error("a wrapped key does not open")]
    Refused,
}

impl From<KeyFailure> for KeyringError {
    fn from(failure: KeyFailure) -> Self {
        match failure {
            KeyFailure::Unavailable => Self::Unavailable,
            KeyFailure::Entropy => Self::Entropy,
            KeyFailure::Destroyed | KeyFailure::Refused => Self::Refused,
        }
    }
}

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// A keyring for the gate with this brand.
    pub fn new(brand: Brand, provider: P, store: S) -> Self {
        Self {
            brand,
            sealer: Sealer::default(),
            keys: Hierarchy {
                provider,
                store,
                entropy: Arc::new(PooledEntropy::new()),
                clock: Arc::new(SystemClock),
                limits: CacheLimits::default(),
                cache: Mutex::new(Cache::default()),
            },
        }
    }

    /// Seals with another suite. What was sealed with any suite of the list still opens.
    #[must_use]
    pub fn with_suite(mut self, suite: Suite) -> Self {
        self.sealer.suite = suite;
        self
    }

    /// Opens what these suites sealed, and refuses every other. Without it, all suites of the closed list are read.
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

    /// Takes randomness from elsewhere.
    #[must_use]
    pub fn with_entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.keys.entropy = Arc::new(entropy);
        self
    }

    /// Takes the time from elsewhere.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.keys.clock = Arc::new(clock);
        self
    }

    /// Sets how much is cached, and for how long.
    #[must_use]
    pub fn with_cache(mut self, limits: CacheLimits) -> Self {
        self.keys.limits = limits;
        self
    }

    /// The provider that holds the root key, for evidence.
    #[must_use]
    pub fn provider(&self) -> ProviderDescription {
        self.keys.provider.describe()
    }

    /// Rotates the tenant's key: a new version, and every data key re-wrapped under it. No data is rewritten, and everything
    /// opens throughout. Killed half-way, or with something `left`, rotate again.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn rotate(&self, authority: &Authority) -> Result<Rotation, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::RotateKey)?;
        let version = self.keys.new_tenant_key(tenant)?;
        let rewrapped = self.keys.rewrap_all(tenant, version)?;
        Ok(Rotation { version, rewrapped: rewrapped.done, left: rewrapped.left, broken: rewrapped.broken })
    }

    /// Destroys every wrapped key of a subject, so that its rows no longer open, and leaves a tombstone, so that none is
    /// sealed for it again.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn shred(&self, authority: &Authority, subject: SubjectId) -> Result<DestructionRecord, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::ShredSubject(subject))?;
        let shelf = Shelf::Subject(subject);
        let destroyed = self.keys.store.destroy(tenant, shelf);
        // After the store, not before: a reader in between would fill the cache again. And in any case: a store that cannot say
        // whether it lasts may have destroyed them.
        self.keys.forget(tenant, shelf);
        let keys = destroyed.map_err(KeyFailure::from)?;
        Ok(DestructionRecord {
            at: self.keys.clock.now(),
            keys,
            out_of_reach: &[
                "backups and replicas of the key store",
                "other processes' key caches, until their time is over",
                "what was shown, exported or de-identified before",
            ],
        })
    }
}

impl<P: KeyProvider, S: KeyStore> Keyring for EnvelopeKeyring<P, S> {
    fn brand(&self) -> Brand {
        self.brand
    }

    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        let row = context.row();
        self.same_gate(row.brand()).ok_or(SealError::ForeignGate)?;
        let ring = self.keys.ring(row.tenant(), Shelf::Subject(row.subject()), true).map_err(seal_error)?;
        let key = ring.newest().ok_or(SealError::KeyState)?;
        let fields: Vec<_> = fields.iter().map(|field| (field.spec(), field.bytes())).collect();
        row::seal(self.sealer, key, row, &fields, &*self.keys.entropy)
    }

    fn open_row(&self, context: &OpenContext<'_>, sealed: &[u8]) -> Result<OpenedFields, OpenError> {
        let row = context.row();
        self.same_gate(row.brand()).ok_or(OpenError::ForeignGate)?;
        let ring = self.keys.ring(row.tenant(), Shelf::Subject(row.subject()), false).map_err(open_error)?;
        row::open(self.sealer, row, sealed, context.fields(), &|id| ring.find(id)).ok_or(OpenError::Refused)
    }

    fn amend_row(
        &self,
        context: &AmendContext<'_>,
        sealed: &[u8],
        fields: &[PlainField<'_>],
    ) -> Result<Vec<u8>, SealError> {
        let row = context.new_row().row();
        self.same_gate(row.brand()).ok_or(SealError::ForeignGate)?;
        let ring = self.keys.ring(row.tenant(), Shelf::Subject(row.subject()), false).map_err(seal_error)?;
        let key = ring.newest().ok_or(SealError::KeyState)?;
        let kept = row::carry_over(self.sealer, context.old(), sealed, fields, &|id| ring.find(id))
            .ok_or(SealError::Refused)?;
        let kept =
            kept.iter().filter_map(|(at, bytes)| row.schema().fields.get(*at).map(|spec| (spec, bytes.as_slice())));
        let all: Vec<_> = fields.iter().map(|field| (field.spec(), field.bytes())).chain(kept).collect();
        row::seal(self.sealer, key, row, &all, &*self.keys.entropy)
    }
}

impl<P: KeyProvider, S: KeyStore> NoteSealer for EnvelopeKeyring<P, S> {
    fn seal_note(&self, context: &NoteContext<'_>, note: &str) -> Result<Vec<u8>, SealError> {
        self.same_gate(context.brand()).ok_or(SealError::ForeignGate)?;
        if note.len() > LARGEST_FIELD {
            return Err(SealError::TooLarge);
        }
        let ring = self.keys.ring(context.tenant(), Shelf::Notes, true).map_err(seal_error)?;
        let key = ring.newest().ok_or(SealError::KeyState)?;
        let mut nonce = [0; NONCE];
        self.keys.entropy.fill(&mut nonce).map_err(|_| SealError::Entropy)?;
        let start = Start { suite: self.sealer.suite, key: *key.id(), nonce };
        let mut out = start.write_message(Form::Note, note.len());
        let aad = context.associated_data(&out);
        key.notes(start.suite)
            .and_then(|key| key.seal(self.sealer.backend, &nonce, &aad, note.as_bytes(), &mut out))
            .ok_or(SealError::TooLarge)?;
        Ok(out)
    }

    fn open_note(&self, context: &NoteContext<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.same_gate(context.brand()).ok_or(OpenError::ForeignGate)?;
        let (start, header, sealed) = Start::read_message(Form::Note, sealed).ok_or(OpenError::Refused)?;
        if !self.sealer.reads(start.suite) {
            return Err(OpenError::Refused);
        }
        let ring = self.keys.ring(context.tenant(), Shelf::Notes, false).map_err(open_error)?;
        let key = ring.find(&start.key).ok_or(OpenError::Refused)?;
        let aad = context.associated_data(header);
        key.notes(start.suite)
            .and_then(|key| key.open(self.sealer.backend, &start.nonce, &aad, sealed))
            .ok_or(OpenError::Refused)
    }
}

impl<P, S> EnvelopeKeyring<P, S> {
    fn same_gate(&self, brand: Brand) -> Option<()> {
        (brand == self.brand).then_some(())
    }
}

pub(crate) fn seal_error(failure: KeyFailure) -> SealError {
    match failure {
        KeyFailure::Unavailable => SealError::KeysUnavailable,
        KeyFailure::Entropy => SealError::Entropy,
        KeyFailure::Destroyed | KeyFailure::Refused => SealError::KeyState,
    }
}

fn open_error(failure: KeyFailure) -> OpenError {
    match failure {
        KeyFailure::Unavailable | KeyFailure::Entropy => OpenError::KeysUnavailable,
        KeyFailure::Destroyed | KeyFailure::Refused => OpenError::Refused,
    }
}
