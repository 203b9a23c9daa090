//! From root to data key: fetching and creating along the hierarchy, and what each key may be used for.
//!
//! Root key in a provider → tenant key → data keys of a subject. Only the wraps are stored. No lock is held while a provider or a
//! store is asked.

use alloc::{collections::BTreeMap, sync::Arc, vec::Vec};
use core::cell::Cell;
use std::sync::{Mutex, PoisonError};

use phi_types::{Clock, Entropy, SystemClock, TenantId, port::framed};
use time::OffsetDateTime;

use crate::{
    cache::{CacheLimits, CacheReport, Cost, Failure, FlightCache, Hung, Loaded, Ring},
    journal::{JournalEntry, KeyEvent, KeyJournal, MemoryJournal},
    key::{DataKey, KeyId, KeyMaterial, KeyOrigin, KeyRecord, KeyState, Place, WrappingKey},
    pool::PooledEntropy,
    provider::{KeyProvider, ProviderError, WrapContext, WrapRole},
    store::{KeyStore, Shelf, Shelved, StoreError, StoredKey},
    suite::Sealer,
};

/// Why no key was to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyFailure {
    /// Provider or store is down.
    Unavailable,
    /// The source of randomness failed.
    Entropy,
    /// The shelf was destroyed.
    Destroyed,
    /// A wrap does not open: damaged, moved, or of another root key.
    Refused,
    /// There is no key.
    Absent,
    /// The state of the key does not allow it.
    State,
    /// One message is larger than the cache's limit of bytes.
    OverLimit,
    /// A legal hold stands.
    Held,
    /// The journal does not take it.
    Journal,
}

impl Failure for KeyFailure {
    fn is_outage(&self) -> bool {
        *self == Self::Unavailable
    }

    fn is_absent(&self) -> bool {
        *self == Self::Absent
    }

    fn over_limit() -> Self {
        Self::OverLimit
    }
}

impl From<StoreError> for KeyFailure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Destroyed => Self::Destroyed,
            StoreError::Held => Self::Held,
            StoreError::Taken | StoreError::Unavailable => Self::Unavailable,
        }
    }
}

impl From<ProviderError> for KeyFailure {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Refused => Self::Refused,
            ProviderError::Unavailable => Self::Unavailable,
        }
    }
}

/// Why a state was not changed.
enum Changed {
    /// Another writer was first.
    ByAnother,
    Not(KeyFailure),
}

impl From<KeyFailure> for Changed {
    fn from(failure: KeyFailure) -> Self {
        Self::Not(failure)
    }
}

/// A tenant key ready to wrap and unwrap.
pub(crate) struct TenantKey {
    state: KeyState,
    pub(crate) wrapping: WrappingKey,
    /// The record as it was when the key was unwrapped, if the key vouched for all of it.
    proven: Option<KeyRecord>,
}

impl TenantKey {
    pub(crate) fn vouches_for(&self, record: &KeyRecord) -> bool {
        self.proven.as_ref() == Some(record)
    }
}

/// A tenant key as it was handed out.
pub(crate) struct HandedOut {
    pub(crate) key: Arc<TenantKey>,
    /// Past its lifetime, because its source is down.
    late: bool,
    /// Compromised, under an override.
    pub(crate) compromised: bool,
}

/// The keys of a shelf as they were handed out for one message.
pub(crate) struct AtHand {
    pub(crate) ring: Arc<Ring>,
    /// Somebody was waited for: a store, a provider, or another thread that asked them.
    pub(crate) waited: bool,
}

type Rings = FlightCache<(TenantId, Shelf), Ring, KeyFailure>;
type TenantKeys = FlightCache<(TenantId, u32), TenantKey, KeyFailure>;

pub(crate) struct Hierarchy<P, S> {
    pub(crate) provider: P,
    pub(crate) recovery: Option<Arc<dyn KeyProvider>>,
    pub(crate) store: S,
    pub(crate) entropy: Arc<dyn Entropy>,
    /// INVARIANT: replaced by `set_clock` alone.
    pub(crate) clock: Arc<dyn Clock>,
    /// Whether the clock is the host's, and to be asked in any case.
    clock_given: bool,
    pub(crate) journal: Arc<dyn KeyJournal>,
    pub(crate) limits: CacheLimits,
    /// The suite and the backend that are written into records and evidence.
    pub(crate) made_with: Sealer,
    rings: Rings,
    tenants: TenantKeys,
    /// Until when compromised keys of a shelf may open.
    overrides: Mutex<BTreeMap<(TenantId, Shelf), OffsetDateTime>>,
}

impl<P: KeyProvider, S: KeyStore> Hierarchy<P, S> {
    pub(crate) fn new(provider: P, store: S) -> Self {
        Self {
            provider,
            recovery: None,
            store,
            entropy: Arc::new(PooledEntropy::new()),
            clock: Arc::new(SystemClock),
            clock_given: false,
            journal: Arc::new(MemoryJournal::default()),
            limits: CacheLimits::default(),
            made_with: Sealer::default(),
            rings: Rings::new(),
            tenants: TenantKeys::new(),
            overrides: Mutex::new(BTreeMap::new()),
        }
    }

    pub(crate) fn set_clock(&mut self, clock: Arc<dyn Clock>) {
        (self.clock, self.clock_given) = (clock, true);
    }

    /// The data keys of a shelf, for one message of so many bytes. With `create`, a shelf without keys gets its first one.
    pub(crate) fn ring(
        &self,
        tenant: &TenantId,
        shelf: Shelf,
        create: bool,
        bytes: usize,
    ) -> Result<Arc<Ring>, KeyFailure> {
        self.ring_at(tenant, shelf, create, bytes, None).map(|at_hand| at_hand.ring)
    }

    /// The same for a caller who has just looked at the clock. A clock of the keyring's own is asked all the same.
    pub(crate) fn ring_at(
        &self,
        tenant: &TenantId,
        shelf: Shelf,
        create: bool,
        bytes: usize,
        now: Option<OffsetDateTime>,
    ) -> Result<AtHand, KeyFailure> {
        let cost = Cost { messages: 1, bytes: bytes as u64 };
        // What is at hand is handed out after one look. Whoever looks again has waited, and what the caller saw is old.
        let looks = Cell::new(0_u32);
        let clock = || {
            looks.set(looks.get().saturating_add(1));
            now.filter(|_| looks.get() == 1 && !self.clock_given).unwrap_or_else(|| self.clock.now())
        };
        let served = self.rings.fetch(&(tenant.clone(), shelf), cost, &self.limits.rings(), &clock, &|| {
            self.load_ring(tenant, shelf, create)
        })?;
        if served.found_outage {
            self.note_outage(tenant, shelf);
        }
        Ok(AtHand { ring: served.value, waited: looks.get() != 1 })
    }

    /// The key of a ring that a message names, if it may open: by its state, or by an override that is on record.
    pub(crate) fn opening_key<'r>(
        &self,
        tenant: &TenantId,
        shelf: Shelf,
        ring: &'r Ring,
        id: &KeyId,
    ) -> Option<&'r Arc<DataKey>> {
        if let Some(key) = ring.find(id) {
            return Some(key);
        }
        let hung = ring.named(id).filter(|hung| hung.state == KeyState::Compromised)?;
        self.overridden(tenant, shelf).then_some(&hung.key)
    }

    /// The tenant key of this version, if its state allows to unwrap with it.
    pub(crate) fn tenant_key(&self, tenant: &TenantId, version: u32) -> Result<HandedOut, KeyFailure> {
        let served = self.tenants.fetch(
            &(tenant.clone(), version),
            Cost::NOTHING,
            &self.limits.tenants(),
            &|| self.clock.now(),
            &|| self.load_tenant_key(tenant, version),
        )?;
        if served.found_outage {
            self.note_outage(tenant, Shelf::Tenant);
        }
        let state = served.value.state;
        let compromised = state == KeyState::Compromised;
        let allowed = state.may_process() || compromised && self.overridden(tenant, Shelf::Tenant);
        if !allowed {
            return Err(KeyFailure::State);
        }
        Ok(HandedOut { key: served.value, late: served.in_outage, compromised })
    }

    /// The newest tenant key that may wrap; the first one is made where there is none.
    pub(crate) fn wrapping_version(&self, tenant: &TenantId) -> Result<u32, KeyFailure> {
        let shelved = self.store.shelf(tenant, Shelf::Tenant)?;
        if shelved.keys.is_empty() {
            self.add_tenant_key(tenant, 1, KeyState::Active)?;
            return Ok(1);
        }
        let active = shelved.keys.iter().rev().find(|key| key.record.state.may_protect());
        active.map(|key| key.version).ok_or(KeyFailure::State)
    }

    /// Makes a tenant key, wraps it under each root, and adds it.
    pub(crate) fn add_tenant_key(&self, tenant: &TenantId, version: u32, state: KeyState) -> Result<(), KeyFailure> {
        let context = WrapContext { tenant, version, role: WrapRole::Primary };
        let (key, wrapped) = match self.provider.generate(&context)? {
            Some(made) => made,
            None => {
                let key = KeyMaterial::random(&*self.entropy).map_err(|_| KeyFailure::Entropy)?;
                let wrapped = self.provider.wrap(&context, &key)?;
                (key, wrapped)
            }
        };
        let place = Place { tenant, shelf: Shelf::Tenant, version };
        let mut record = KeyRecord::new(place, &key, None, state, self.now()).ok_or(KeyFailure::Refused)?;
        record.origin = Some(KeyOrigin::of(&self.provider.describe()));
        let record = record.proven(place, &key).ok_or(KeyFailure::Refused)?;
        let recovery = match &self.recovery {
            Some(recovery) => recovery.wrap(&WrapContext { tenant, version, role: WrapRole::Recovery }, &key)?,
            None => Vec::new(),
        };
        let stored = StoredKey { version, revision: 0, wrapped_under: 0, wrapped, recovery, record };
        match self.store.add(tenant, Shelf::Tenant, stored) {
            Ok(()) => {
                self.record(tenant, KeyEvent::Made { shelf: Shelf::Tenant, version, state }).ok();
                Ok(())
            }
            // Another process rotated or began at the same time: its key serves as well.
            Err(StoreError::Taken) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes a data key of this version on a shelf.
    pub(crate) fn add_data_key(&self, tenant: &TenantId, shelf: Shelf, version: u32) -> Result<(), KeyFailure> {
        let under = self.wrapping_version(tenant)?;
        let tenant_key = self.tenant_key(tenant, under)?.key;
        let key = KeyMaterial::random(&*self.entropy).map_err(|_| KeyFailure::Entropy)?;
        let place = Place { tenant, shelf, version };
        let record = KeyRecord::new(place, &key, Some(self.made_with.suite), KeyState::Active, self.now());
        let record = record.ok_or(KeyFailure::Refused)?;
        let wrapped = tenant_key
            .wrapping
            .seal(&data_key_context(place, under), &key, &*self.entropy)
            .map_err(|_| KeyFailure::Entropy)?;
        let stored = StoredKey { version, revision: 0, wrapped_under: under, wrapped, recovery: Vec::new(), record };
        match self.store.add(tenant, shelf, stored) {
            // Whoever was first, the key on the shelf is the key.
            Ok(()) | Err(StoreError::Taken) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Unwraps a data key. Also answers the tenant key under which it was.
    pub(crate) fn unwrap_data_key(
        &self,
        place: Place<'_>,
        stored: &StoredKey,
    ) -> Result<(KeyMaterial, HandedOut), KeyFailure> {
        let under = self.tenant_key(place.tenant, stored.wrapped_under)?;
        let context = data_key_context(place, stored.wrapped_under);
        let key = under.key.wrapping.open(&context, &stored.wrapped).ok_or(KeyFailure::Refused)?;
        Ok((key, under))
    }

    /// Unwraps a tenant key, whatever its state.
    pub(crate) fn unwrap_tenant_key(&self, tenant: &TenantId, stored: &StoredKey) -> Result<KeyMaterial, KeyFailure> {
        let context = WrapContext { tenant, version: stored.version, role: WrapRole::Primary };
        Ok(self.provider.unwrap(&context, &stored.wrapped)?)
    }

    /// Changes a key's state, if SP 800-57 knows the way. On record first. What restricts asks no provider.
    pub(crate) fn change_state(&self, place: Place<'_>, to: KeyState) -> Result<(), KeyFailure> {
        // Another process may be at the same key: whoever comes second looks again.
        for _ in 0..8 {
            match self.try_change_state(place, to) {
                Err(Changed::ByAnother) => {
                    let now = self.standing(place.tenant, place.shelf)?;
                    if now.keys.iter().any(|key| key.version == place.version && key.record.state == to) {
                        return Ok(());
                    }
                }
                Err(Changed::Not(failure)) => return Err(failure),
                Ok(()) => return Ok(()),
            }
        }
        Err(KeyFailure::Unavailable)
    }

    fn try_change_state(&self, place: Place<'_>, to: KeyState) -> Result<(), Changed> {
        let Place { tenant, shelf, version } = place;
        let shelved = self.standing(tenant, shelf)?;
        let stored = shelved.keys.iter().find(|key| key.version == version).ok_or(KeyFailure::Absent)?;
        let from = stored.record.state;
        if !from.may_become(to) {
            return Err(KeyFailure::State.into());
        }
        if to == KeyState::Destroyed && shelved.held {
            return Err(KeyFailure::Held.into());
        }
        self.record(tenant, KeyEvent::StateChanges { shelf, version, from, to })?;
        let mut next = stored.changed();
        next.record = KeyRecord { state: to, since: self.now(), ..next.record };
        if to.wants_proof() {
            let key = match shelf {
                Shelf::Tenant => self.unwrap_tenant_key(tenant, stored)?,
                Shelf::Notes | Shelf::Index(_) | Shelf::Subject(_) => self.unwrap_data_key(place, stored)?.0,
            };
            // A forged record is not vouched for by touching it.
            if !stored.record.holds(place, &key) {
                return Err(KeyFailure::Refused.into());
            }
            next.record = next.record.proven(place, &key).ok_or(KeyFailure::Refused)?;
        }
        if to == KeyState::Destroyed {
            (next.wrapped, next.recovery) = (Vec::new(), Vec::new());
        }
        let replaced = self.store.replace(tenant, shelf, next);
        // In any case: a store that cannot say whether it lasts may have done it.
        if shelf == Shelf::Tenant {
            self.forget_tenant(tenant)
        } else {
            self.forget(tenant, shelf)
        }
        replaced
            .map_err(|error| if error == StoreError::Taken { Changed::ByAnother } else { Changed::Not(error.into()) })
    }

    pub(crate) fn forget(&self, tenant: &TenantId, shelf: Shelf) {
        self.rings.forget_one(&(tenant.clone(), shelf));
    }

    pub(crate) fn forget_tenant(&self, tenant: &TenantId) {
        // First the keys above, then those below: a ring that is being loaded meanwhile is forgotten with its flight.
        self.tenants.forget(|(of, _)| of == tenant);
        self.rings.forget(|(of, _)| of == tenant);
    }

    pub(crate) fn sweep(&self) {
        let now = self.clock.now();
        self.rings.sweep(now, &self.limits.rings());
        self.tenants.sweep(now, &self.limits.tenants());
    }

    pub(crate) fn cache_report(&self) -> CacheReport {
        CacheReport::of(self.rings.counts(), self.tenants.counts())
    }

    /// Lets compromised keys of a shelf open up to an instant. On record first.
    pub(crate) fn override_until(
        &self,
        tenant: &TenantId,
        shelf: Shelf,
        until: OffsetDateTime,
    ) -> Result<(), KeyFailure> {
        self.record(tenant, KeyEvent::CompromisedPermitted { shelf, until })?;
        let mut overrides = self.overrides.lock().unwrap_or_else(PoisonError::into_inner);
        overrides.insert((tenant.clone(), shelf), until);
        drop(overrides);
        // What could not be unwrapped before was left off the rings.
        if shelf == Shelf::Tenant {
            self.forget_tenant(tenant)
        } else {
            self.forget(tenant, shelf)
        }
        Ok(())
    }

    /// Takes down an event.
    pub(crate) fn record(&self, tenant: &TenantId, event: KeyEvent) -> Result<(), KeyFailure> {
        let entry = JournalEntry { at: self.clock.now(), tenant: tenant.clone(), event };
        self.journal.record(&entry).map_err(|_| KeyFailure::Journal)
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now().unix_timestamp()
    }

    /// Whether an override stands, and its use is on record. An override that nobody can vouch for does not serve.
    fn overridden(&self, tenant: &TenantId, shelf: Shelf) -> bool {
        let overrides = self.overrides.lock().unwrap_or_else(PoisonError::into_inner);
        let until = overrides.get(&(tenant.clone(), shelf)).copied();
        drop(overrides);
        until.is_some_and(|until| self.clock.now() < until)
            && self.record(tenant, KeyEvent::CompromisedUsed { shelf }).is_ok()
    }

    /// Best effort: a journal that is down in an outage must not keep care from what is cached. The count is kept in any case.
    fn note_outage(&self, tenant: &TenantId, shelf: Shelf) {
        self.record(tenant, KeyEvent::ServesInOutage { shelf }).ok();
    }

    fn load_ring(&self, tenant: &TenantId, shelf: Shelf, create: bool) -> Result<Loaded<Ring>, KeyFailure> {
        let mut shelved = self.standing(tenant, shelf)?;
        if shelved.keys.is_empty() {
            if !create {
                return Err(KeyFailure::Absent);
            }
            self.add_data_key(tenant, shelf, 1)?;
            shelved = self.standing(tenant, shelf)?;
        }
        let (mut keys, mut failure, mut in_outage, mut keep) = (Vec::new(), KeyFailure::State, false, true);
        for stored in &shelved.keys {
            let state = stored.record.state;
            if !state.may_process() && state != KeyState::Compromised {
                continue;
            }
            let place = Place { tenant, shelf, version: stored.version };
            match self.unwrap_data_key(place, stored) {
                Ok((key, under)) if stored.record.holds(place, &key) => {
                    in_outage |= under.late;
                    keep &= !under.late && !under.compromised;
                    // What hangs on a compromised key seals no more.
                    let state = if under.compromised && state.may_protect() { KeyState::Deactivated } else { state };
                    keys.push(Hung { state, key: Arc::new(DataKey::new(&key).ok_or(KeyFailure::Refused)?) });
                }
                // One rotten or forged entry, or one tenant key that is set aside, takes nothing else with it.
                Ok(_) | Err(KeyFailure::Refused | KeyFailure::Absent) => failure = KeyFailure::Refused,
                Err(KeyFailure::State) => {}
                Err(failure) => return Err(failure),
            }
        }
        if keys.is_empty() { Err(failure) } else { Ok(Loaded { value: Ring { keys }, in_outage, keep }) }
    }

    fn load_tenant_key(&self, tenant: &TenantId, version: u32) -> Result<Loaded<TenantKey>, KeyFailure> {
        let shelved = self.standing(tenant, Shelf::Tenant)?;
        let stored = shelved.keys.iter().find(|key| key.version == version).ok_or(KeyFailure::Absent)?;
        let state = stored.record.state;
        // A key that may do nothing is not unwrapped at all.
        if !state.may_process() && state != KeyState::Compromised {
            return Err(KeyFailure::State);
        }
        let key = self.unwrap_tenant_key(tenant, stored)?;
        let place = Place { tenant, shelf: Shelf::Tenant, version };
        let proven = stored.record.is_proven(place, &key).then(|| stored.record.clone());
        if proven.is_none() && state.wants_proof() {
            return Err(KeyFailure::Refused);
        }
        let wrapping = WrappingKey::new(&key).ok_or(KeyFailure::Refused)?;
        Ok(Loaded { value: TenantKey { state, wrapping, proven }, in_outage: false, keep: true })
    }

    fn standing(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, KeyFailure> {
        let shelved = self.store.shelf(tenant, shelf)?;
        if shelved.destroyed.is_some() { Err(KeyFailure::Destroyed) } else { Ok(shelved) }
    }
}

/// What a data key's wrap is bound to.
pub(crate) fn data_key_context(place: Place<'_>, under: u32) -> Vec<u8> {
    let (kind, subject) = match place.shelf {
        Shelf::Tenant => (b"tenant".as_slice(), [0; 16]),
        Shelf::Notes => (b"notes".as_slice(), [0; 16]),
        Shelf::Index(index) => (b"index".as_slice(), index),
        Shelf::Subject(subject) => (b"subject".as_slice(), subject.to_bytes()),
    };
    let (version, under) = (place.version.to_be_bytes(), under.to_be_bytes());
    framed(&[b"phi-data-key-1", place.tenant.as_str().as_bytes(), kind, &subject, &version, &under])
}
