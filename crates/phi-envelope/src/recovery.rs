//! The second wrap of each tenant key, under another root: so that one lost root does not lose the data.

use alloc::vec::Vec;

use phi_types::{
    TenantId,
    gate::{Administration, Authority},
};

use crate::{
    hierarchy::KeyFailure,
    journal::KeyEvent,
    key::{KeyMaterial, KeyOrigin, KeyState, Place},
    keyring::{EnvelopeKeyring, KeyringError},
    provider::{KeyProvider, ProviderError, WrapContext, WrapRole},
    store::{KeyStore, Shelf, StoreError, StoredKey},
};

/// What a drill found: whether the tenant's keys could be restored today.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drill {
    /// Versions whose recovery wrap opens to the key that the record names.
    pub recoverable: Vec<u32>,
    /// Versions without a recovery wrap: [`EnvelopeKeyring::add_recovery`].
    pub without: Vec<u32>,
    /// Versions whose recovery wrap does not open, or opens to another key.
    pub failing: Vec<u32>,
    /// Whether the two providers describe different roots. Where they do not, one loss takes both.
    pub independent: bool,
}

impl Drill {
    /// Whether everything could be restored.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.independent && self.without.is_empty() && self.failing.is_empty()
    }
}

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Adds the recovery wrap to tenant keys that have none. Answers how many got one.
    ///
    /// # Errors
    /// See [`KeyringError`]; [`KeyringError::Absent`] when the keyring has no recovery provider.
    pub fn add_recovery(&self, authority: &Authority) -> Result<usize, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::RotateKey)?;
        let recovery = self.keys.recovery.as_ref().ok_or(KeyringError::Absent)?;
        let mut added = 0_usize;
        for stored in self.wrapped_tenant_keys(tenant)?.iter().filter(|stored| stored.recovery.is_empty()) {
            let key = self.keys.unwrap_tenant_key(tenant, stored)?;
            let context = WrapContext { tenant, version: stored.version, role: WrapRole::Recovery };
            let recovery = recovery.wrap(&context, &key).map_err(KeyFailure::from)?;
            self.replace_tenant_key(tenant, StoredKey { recovery, ..stored.changed() })?;
            added = added.saturating_add(1);
        }
        Ok(added)
    }

    /// Tries whether every key of a tenant could be restored through `recovery`, and changes nothing. Run it regularly, with the
    /// recovery root fetched from where it would be fetched in earnest (45 CFR 164.308(a)(7)(ii)(D) asks to test such plans).
    ///
    /// # Errors
    /// When store or recovery provider cannot be reached.
    pub fn restore_drill(&self, tenant: &TenantId, recovery: &dyn KeyProvider) -> Result<Drill, KeyringError> {
        let independent = recovery.describe() != self.keys.provider.describe();
        let mut drill = Drill { recoverable: Vec::new(), without: Vec::new(), failing: Vec::new(), independent };
        for stored in self.wrapped_tenant_keys(tenant)? {
            let list = if stored.recovery.is_empty() {
                &mut drill.without
            } else {
                match recover(tenant, &stored, recovery, WrapRole::Recovery) {
                    Ok(_) => &mut drill.recoverable,
                    Err(KeyFailure::Unavailable) => return Err(KeyringError::Unavailable),
                    Err(_) => &mut drill.failing,
                }
            };
            list.push(stored.version);
        }
        Ok(drill)
    }

    /// After the loss of the primary root: opens each recovery wrap, and wraps the key under the provider that this keyring has now.
    /// What the provider opens already is passed over, so it can be repeated. Answers how many were restored.
    ///
    /// # Errors
    /// See [`KeyringError`]; what was restored before a failure stays restored.
    pub fn restore(&self, authority: &Authority, recovery: &dyn KeyProvider) -> Result<usize, KeyringError> {
        self.wrap_anew(authority, recovery, WrapRole::Recovery)
    }

    /// Moves a tenant from another root to the provider that this keyring has now, while the old one still answers: opens each primary
    /// wrap through `old`. Repeatable as [`restore`](Self::restore) is. Until it is done a process with the old provider works on;
    /// afterwards it does not.
    ///
    /// # Errors
    /// See [`KeyringError`]; what was moved before a failure stays moved.
    pub fn move_root(&self, authority: &Authority, old: &dyn KeyProvider) -> Result<usize, KeyringError> {
        self.wrap_anew(authority, old, WrapRole::Primary)
    }

    /// Wraps each tenant key anew under the roots that it has, primary and recovery: after such a root got new key material in its own
    /// system, where older wraps would hang on the old. Each new wrap is opened before it takes the place of the old one. Answers how many
    /// keys have new wraps. Data and data keys are not touched. For another root see [`move_root`](Self::move_root).
    ///
    /// # Errors
    /// See [`KeyringError`]; keys that were wrapped anew before a failure stay so. Repeat it: nothing is lost by wrapping twice.
    pub fn rewrap_tenant_keys(&self, authority: &Authority) -> Result<usize, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::RotateKey)?;
        let (mut renewed, mut failed) = (0_usize, None);
        for stored in self.wrapped_tenant_keys(tenant)? {
            match self.renew_wraps(tenant, &stored) {
                Ok(next) => {
                    self.replace_tenant_key(tenant, next)?;
                    renewed = renewed.saturating_add(1);
                }
                Err(KeyFailure::Refused) => failed = Some(KeyFailure::Refused),
                Err(failure) => return Err(failure.into()),
            }
        }
        failed.map_or(Ok(renewed), |failure| Err(failure.into()))
    }

    fn renew_wraps(&self, tenant: &TenantId, stored: &StoredKey) -> Result<StoredKey, KeyFailure> {
        let context = |role| WrapContext { tenant, version: stored.version, role };
        self.keys.record(tenant, KeyEvent::WrappedAnew { version: stored.version })?;
        let mut next = stored.changed();
        next.wrapped = self.keys.provider.rewrap(&context(WrapRole::Primary), &stored.wrapped)?;
        recover(tenant, &next, &self.keys.provider, WrapRole::Primary)?;
        if let Some(recovery) = self.keys.recovery.as_deref().filter(|_| !stored.recovery.is_empty()) {
            next.recovery = recovery.rewrap(&context(WrapRole::Recovery), &stored.recovery)?;
            recover(tenant, &next, recovery, WrapRole::Recovery)?;
        }
        Ok(next)
    }

    fn wrap_anew(&self, authority: &Authority, from: &dyn KeyProvider, role: WrapRole) -> Result<usize, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::RotateKey)?;
        let (mut restored, mut failed) = (0_usize, None);
        for stored in self.wrapped_tenant_keys(tenant)? {
            let context = WrapContext { tenant, version: stored.version, role: WrapRole::Primary };
            match self.keys.provider.unwrap(&context, &stored.wrapped) {
                Ok(_) => continue,
                Err(ProviderError::Refused) => {}
                Err(ProviderError::Unavailable) => return Err(KeyringError::Unavailable),
            }
            let key = match recover(tenant, &stored, from, role) {
                Ok(key) => key,
                Err(KeyFailure::Unavailable) => return Err(KeyringError::Unavailable),
                // One that is lost does not keep the others from being restored.
                Err(failure) => {
                    failed = Some(failure);
                    continue;
                }
            };
            self.keys.record(tenant, KeyEvent::Restored { version: stored.version })?;
            let wrapped = self.keys.provider.wrap(&context, &key).map_err(KeyFailure::from)?;
            let place = Place { tenant, shelf: Shelf::Tenant, version: stored.version };
            let mut next = StoredKey { wrapped, ..stored.changed() };
            next.record.origin = Some(KeyOrigin::of(&self.keys.provider.describe()));
            next.record = next.record.proven(place, &key).ok_or(KeyringError::Refused)?;
            self.replace_tenant_key(tenant, next)?;
            restored = restored.saturating_add(1);
        }
        self.keys.forget_tenant(tenant);
        failed.map_or(Ok(restored), |failure| Err(failure.into()))
    }

    fn wrapped_tenant_keys(&self, tenant: &TenantId) -> Result<Vec<StoredKey>, KeyringError> {
        let mut keys = self.keys.store.shelf(tenant, Shelf::Tenant).map_err(KeyFailure::from)?.keys;
        keys.retain(|key| key.record.state != KeyState::Destroyed);
        Ok(keys)
    }

    fn replace_tenant_key(&self, tenant: &TenantId, key: StoredKey) -> Result<(), KeyringError> {
        match self.keys.store.replace(tenant, Shelf::Tenant, key) {
            // Another process did the same.
            Ok(()) | Err(StoreError::Taken) => Ok(()),
            Err(error) => Err(KeyFailure::from(error).into()),
        }
    }
}

/// Opens one of a key's two wraps, and holds the key against the record.
fn recover(
    tenant: &TenantId,
    stored: &StoredKey,
    from: &dyn KeyProvider,
    role: WrapRole,
) -> Result<KeyMaterial, KeyFailure> {
    let wrapped = match role {
        WrapRole::Primary => &stored.wrapped,
        WrapRole::Recovery => &stored.recovery,
    };
    let key = from.unwrap(&WrapContext { tenant, version: stored.version, role }, wrapped)?;
    let place = Place { tenant, shelf: Shelf::Tenant, version: stored.version };
    if stored.record.is_of(place, &key) && stored.record.holds(place, &key) {
        Ok(key)
    } else {
        Err(KeyFailure::Refused)
    }
}
