//! The keyring: fills the sealing port of `phi-types`. What else is done with keys is in the rooms beside it.

use alloc::{sync::Arc, vec::Vec};
use core::cell::Cell;

use phi_types::{
    Clock, Entropy, SubjectId,
    gate::{Brand, GrantError},
    port::{
        AmendContext, Keyring, NoteContext, NoteSealer, OpenContext, OpenError, OpenedFields, PlainField, RowContext,
        SealContext, SealError,
    },
};
use zeroize::Zeroizing;

use crate::{
    backend::Backend,
    cache::CacheLimits,
    header::{Form, LARGEST_FIELD, Start},
    hierarchy::{AtHand, Hierarchy, KeyFailure},
    journal::KeyJournal,
    migration::{Migration, MigrationMode, MigrationReport, PlainRow},
    provider::{KeyProvider, ProviderDescription},
    row,
    shred::IndexRows,
    store::{KeyStore, Shelf},
    suite::{NONCE, Sealer, Suite},
};

/// A row that is not longer is opened within some tens of microseconds, and the gate's look at the clock is fresh enough.
const PROMPT: usize = 64 * 1024;

/// Seals and opens for one gate.
///
/// Helps implement 45 CFR 164.312(a)(2)(iv) and 164.312(c): each field is encrypted under a key of its subject and bound to
/// tenant, record type, subject, row, row version and field. What stays with the adopter: to keep the root key apart from the
/// data, and to keep backups of the key store as long as the data must open, and no longer.
pub struct EnvelopeKeyring<P, S> {
    pub(crate) brand: Brand,
    pub(crate) sealer: Sealer,
    pub(crate) keys: Hierarchy<P, S>,
    pub(crate) index: Option<Arc<dyn IndexRows>>,
    migration: Migration,
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
    /// A stored wrap does not open under this root key, or the keys were destroyed.
    #[error("a wrapped key does not open")]
    Refused,
    /// There is no such key.
    #[error("there is no such key")]
    Absent,
    /// The state of the key does not allow it.
    #[error("the key's state does not allow it")]
    State,
    /// A legal hold stands. Lift it first.
    #[error("the keys are under a legal hold")]
    Held,
    /// Data keys still hang on the version. Re-wrap them first.
    #[error("{0} data keys still hang on this version: re-wrap them first")]
    InUse(usize),
    /// The version was deactivated too short a time ago: other processes may still use it.
    #[error("the version was deactivated less than a cache's lifetime ago")]
    TooSoon,
    /// The subject was merged into another, or would be merged into itself.
    #[error("the subject was merged into another, or the merge would go in a circle")]
    Merged,
    /// The journal does not take the entry, and the act waits for it.
    #[error("the key journal is unavailable")]
    Journal,
}

impl From<KeyFailure> for KeyringError {
    fn from(failure: KeyFailure) -> Self {
        match failure {
            KeyFailure::Unavailable => Self::Unavailable,
            KeyFailure::Entropy => Self::Entropy,
            KeyFailure::Destroyed | KeyFailure::Refused => Self::Refused,
            KeyFailure::Absent => Self::Absent,
            KeyFailure::State | KeyFailure::OverLimit => Self::State,
            KeyFailure::Held => Self::Held,
            KeyFailure::Journal => Self::Journal,
        }
    }
}

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// A keyring for the gate with this brand.
    pub fn new(brand: Brand, provider: P, store: S) -> Self {
        Self {
            brand,
            sealer: Sealer::default(),
            keys: Hierarchy::new(provider, store),
            index: None,
            migration: Migration::default(),
        }
    }

    /// Seals with another suite. What was sealed with any suite of the list still opens.
    #[must_use]
    pub fn with_suite(mut self, suite: Suite) -> Self {
        self.sealer.suite = suite;
        self.keys.made_with = self.sealer;
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
        self.keys.made_with = self.sealer;
        self
    }

    /// Wraps each tenant key a second time, under another root, so that the loss of one root does not lose the data. Keep the second
    /// root where the first cannot be lost with it.
    #[must_use]
    pub fn with_recovery(mut self, recovery: impl KeyProvider + 'static) -> Self {
        self.keys.recovery = Some(Arc::new(recovery));
        self
    }

    /// Takes down what is done with keys. Without it, the newest 1024 entries are kept in memory.
    #[must_use]
    pub fn with_journal(mut self, journal: impl KeyJournal + 'static) -> Self {
        self.keys.journal = Arc::new(journal);
        self
    }

    /// Knows where index rows are, so that shredding deletes them.
    #[must_use]
    pub fn with_index_rows(mut self, index: impl IndexRows + 'static) -> Self {
        self.index = Some(Arc::new(index));
        self
    }

    /// Reads rows that are not sealed yet, for the time of a migration.
    #[must_use]
    pub fn with_migration(mut self, mode: MigrationMode) -> Self {
        self.migration.mode = mode;
        self
    }

    /// What a migration has seen.
    #[must_use]
    pub fn migration_report(&self) -> MigrationReport {
        self.migration.report()
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
        self.keys.set_clock(Arc::new(clock));
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
}

impl<P: KeyProvider, S: KeyStore> Keyring for EnvelopeKeyring<P, S> {
    fn brand(&self) -> Brand {
        self.brand
    }

    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        let row = context.row();
        self.same_gate(row.brand()).ok_or(SealError::ForeignGate)?;
        let size = fields.iter().map(|field| field.bytes().len()).sum();
        let shelf = Shelf::Subject(row.subject());
        let at_hand = self.keys.ring_at(row.tenant(), shelf, true, size, Some(row.asked())).map_err(seal_error)?;
        let key = at_hand.ring.newest().ok_or(SealError::KeyState)?;
        let fields: Vec<_> = fields.iter().map(|field| (field.spec(), field.bytes())).collect();
        row::seal(self.sealer, key, row, fields, &*self.keys.entropy)
    }

    fn open_row(&self, context: &OpenContext<'_>, sealed: &[u8]) -> Result<OpenedFields, OpenError> {
        let row = context.row();
        self.same_gate(row.brand()).ok_or(OpenError::ForeignGate)?;
        match self.migration.read(row.schema(), sealed, context.fields(), false) {
            PlainRow::No => {}
            PlainRow::Refused => return Err(OpenError::Refused),
            PlainRow::Fields(fields) => return Ok(fields),
        }
        let (tenant, shelf) = (row.tenant(), Shelf::Subject(row.subject()));
        let AtHand { ring, waited } =
            self.keys.ring_at(tenant, shelf, false, sealed.len(), Some(row.asked())).map_err(open_error)?;
        let waited = Cell::new(waited || sealed.len() > PROMPT);
        let find = |id: &_| {
            let found = ring.find(id);
            // Whatever else there is stands on record first.
            waited.set(waited.get() || found.is_none());
            found.or_else(|| self.keys.opening_key(tenant, shelf, &ring, id)).map(|key| &**key)
        };
        let opened = row::open(self.sealer, row, sealed, context.fields(), &find).ok_or(OpenError::Refused)?;
        Ok(if waited.get() { opened } else { opened.opened_promptly() })
    }

    fn amend_row(
        &self,
        context: &AmendContext<'_>,
        sealed: &[u8],
        fields: &[PlainField<'_>],
    ) -> Result<Vec<u8>, SealError> {
        let row = context.new_row().row();
        self.same_gate(row.brand()).ok_or(SealError::ForeignGate)?;
        let (tenant, shelf) = (row.tenant(), Shelf::Subject(row.subject()));
        let replaced = fields.iter().fold(context.old().schema().all(), |kept, field| {
            kept.without(phi_types::record::FieldMask::at(field.position()))
        });
        let plain = self.migration.read(context.old().schema(), sealed, replaced, true);
        if matches!(plain, PlainRow::Refused) {
            return Err(SealError::Refused);
        }
        // A row that was plain may be the first that is sealed for its subject.
        let create = matches!(plain, PlainRow::Fields(_));
        let size = fields.iter().map(|field| field.bytes().len()).sum::<usize>().saturating_add(sealed.len());
        let AtHand { ring, .. } =
            self.keys.ring_at(tenant, shelf, create, size, Some(row.asked())).map_err(seal_error)?;
        let key = ring.newest().ok_or(SealError::KeyState)?;
        let find = |id: &_| self.keys.opening_key(tenant, shelf, &ring, id).map(|key| &**key);
        let kept = match plain {
            PlainRow::Fields(kept) => kept,
            PlainRow::No | PlainRow::Refused => {
                row::carry_over(self.sealer, context.old(), sealed, fields, &find).ok_or(SealError::Refused)?
            }
        };
        let kept = kept.iter().filter_map(|(at, bytes)| row.schema().fields.get(at).map(|spec| (spec, bytes)));
        let all: Vec<_> = fields.iter().map(|field| (field.spec(), field.bytes())).chain(kept).collect();
        row::seal(self.sealer, key, row, all, &*self.keys.entropy)
    }

    fn is_merged_into(&self, row: &RowContext<'_>, survivor: SubjectId) -> bool {
        self.same_gate(row.brand()).is_some() && self.follows(row.tenant(), row.subject(), survivor)
    }
}

impl<P: KeyProvider, S: KeyStore> NoteSealer for EnvelopeKeyring<P, S> {
    fn seal_note(&self, context: &NoteContext<'_>, note: &str) -> Result<Vec<u8>, SealError> {
        self.same_gate(context.brand()).ok_or(SealError::ForeignGate)?;
        if note.len() > LARGEST_FIELD {
            return Err(SealError::TooLarge);
        }
        let ring = self.keys.ring(context.tenant(), Shelf::Notes, true, note.len()).map_err(seal_error)?;
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
        let ring = self.keys.ring(context.tenant(), Shelf::Notes, false, sealed.len()).map_err(open_error)?;
        let key = self.keys.opening_key(context.tenant(), Shelf::Notes, &ring, &start.key).ok_or(OpenError::Refused)?;
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
        KeyFailure::Unavailable | KeyFailure::Journal => SealError::KeysUnavailable,
        KeyFailure::Entropy => SealError::Entropy,
        KeyFailure::OverLimit => SealError::TooLarge,
        KeyFailure::Destroyed | KeyFailure::Refused | KeyFailure::Absent | KeyFailure::State | KeyFailure::Held => {
            SealError::KeyState
        }
    }
}

fn open_error(failure: KeyFailure) -> OpenError {
    match failure {
        KeyFailure::Unavailable | KeyFailure::Journal | KeyFailure::Entropy => OpenError::KeysUnavailable,
        KeyFailure::Destroyed
        | KeyFailure::Refused
        | KeyFailure::Absent
        | KeyFailure::State
        | KeyFailure::OverLimit
        | KeyFailure::Held => OpenError::Refused,
    }
}
