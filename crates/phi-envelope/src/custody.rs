//! Custody of keys: their states, overrides, legal holds, and what is cached of them.

use phi_types::{
    SubjectId, TenantId,
    gate::{Administration, Authority},
};
use time::Duration;

use crate::{
    cache::CacheReport,
    hierarchy::KeyFailure,
    journal::KeyEvent,
    key::{KeyState, Place},
    keyring::{EnvelopeKeyring, KeyringError},
    provider::KeyProvider,
    store::{KeyStore, Shelf},
};

/// The longest time that an override of compromised keys stands.
pub const LONGEST_OVERRIDE: Duration = Duration::hours(24);

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Changes the state of one key. Takes an authority for [`Administration::KeyCustody`] over the subject, or for
    /// [`Administration::RotateKey`] where the shelf is no subject's. Into [`KeyState::Destroyed`] for a single data key; a tenant key
    /// goes by [`retire`](Self::retire), a whole subject by [`shred`](Self::shred).
    ///
    /// # Errors
    /// [`KeyringError::State`] when no way leads there, [`KeyringError::Absent`] when there is no such key,
    /// [`KeyringError::Held`] under a legal hold; others see [`KeyringError`].
    pub fn set_state(
        &self,
        authority: &Authority,
        shelf: Shelf,
        version: u32,
        to: KeyState,
    ) -> Result<(), KeyringError> {
        let tenant = self.custodian(authority, shelf)?;
        if shelf == Shelf::Tenant && to == KeyState::Destroyed {
            return Err(KeyringError::State);
        }
        Ok(self.keys.change_state(Place { tenant, shelf, version }, to)?)
    }

    /// The states of the keys on a shelf, ascending by version.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn states(&self, tenant: &TenantId, shelf: Shelf) -> Result<alloc::vec::Vec<(u32, KeyState)>, KeyringError> {
        let shelved = self.keys.store.shelf(tenant, shelf).map_err(KeyFailure::from)?;
        Ok(shelved.keys.iter().map(|key| (key.version, key.record.state)).collect())
    }

    /// Lets the compromised keys of a shelf open, never seal, for a time of at most [`LONGEST_OVERRIDE`]; for [`Shelf::Tenant`], lets
    /// its compromised versions unwrap, as a rotation away from them needs. In this process alone, on record before it stands, and
    /// each use again.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn permit_compromised(&self, authority: &Authority, shelf: Shelf, time: Duration) -> Result<(), KeyringError> {
        let tenant = self.custodian(authority, shelf)?;
        let until = self.keys.clock.now().checked_add(time.min(LONGEST_OVERRIDE)).ok_or(KeyringError::State)?;
        Ok(self.keys.override_until(tenant, shelf, until)?)
    }

    /// Sets or lifts a legal hold: while it stands, the subject's keys are not destroyed.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn hold(&self, authority: &Authority, subject: SubjectId, held: bool) -> Result<(), KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::KeyCustody(subject))?;
        self.keys.record(tenant, KeyEvent::Holds { subject, held })?;
        Ok(self.keys.store.hold(tenant, Shelf::Subject(subject), held).map_err(KeyFailure::from)?)
    }

    /// Drops what is cached of a tenant's keys, or of one shelf. Another process that shares the store calls it when it hears of a
    /// shredding or a change of state.
    pub fn invalidate(&self, tenant: &TenantId, shelf: Option<Shelf>) {
        match shelf {
            None | Some(Shelf::Tenant) => self.keys.forget_tenant(tenant),
            Some(shelf) => self.keys.forget(tenant, shelf),
        }
    }

    /// Drops whatever is cached past its time. It goes by itself when others come in; a process that idles calls this on a timer.
    pub fn sweep(&self) {
        self.keys.sweep();
    }

    /// How the key cache was used.
    #[must_use]
    pub fn cache_report(&self) -> CacheReport {
        self.keys.cache_report()
    }

    fn custodian<'a>(&self, authority: &'a Authority, shelf: Shelf) -> Result<&'a TenantId, KeyringError> {
        let act = match shelf {
            Shelf::Subject(subject) => Administration::KeyCustody(subject),
            Shelf::Tenant | Shelf::Notes | Shelf::Index(_) => Administration::RotateKey,
        };
        Ok(authority.confirm(self.brand, act)?)
    }
}
