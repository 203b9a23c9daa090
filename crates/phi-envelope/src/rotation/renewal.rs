//! Renewing a subject's data key: what re-encryption begins with. Unlike a rotation it means writing rows anew.

use phi_types::{
    SubjectId,
    gate::{Administration, Authority},
};

use crate::{
    header::{Form, RowHeader, Start},
    hierarchy::KeyFailure,
    key::{KeyState, Place},
    keyring::{EnvelopeKeyring, KeyringError},
    provider::KeyProvider,
    store::{KeyStore, Shelf},
};

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Gives a subject a new data key. From here on rows are sealed under it; older rows open under their own keys until each was
    /// written anew: amend it with an empty patch, under a grant to update. [`is_current`](Self::is_current) tells which are left.
    /// When none is, [`set_state`](Self::set_state) may destroy the old key.
    ///
    /// For a data key that is compromised, or old. Answers the new version.
    ///
    /// # Errors
    /// See [`KeyringError`]; [`KeyringError::Absent`] for a subject without keys.
    pub fn renew(&self, authority: &Authority, subject: SubjectId) -> Result<u32, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::KeyCustody(subject))?;
        let shelf = Shelf::Subject(subject);
        let shelved = self.keys.store.shelf(tenant, shelf).map_err(KeyFailure::from)?;
        if shelved.destroyed.is_some() {
            return Err(KeyFailure::Destroyed.into());
        }
        let newest = shelved.keys.last().ok_or(KeyringError::Absent)?;
        let version = newest.version.checked_add(1).ok_or(KeyringError::State)?;
        // First the new one, then the old: killed in between, the newest active key seals.
        self.keys.add_data_key(tenant, shelf, version)?;
        self.keys.forget(tenant, shelf);
        for older in shelved.keys.iter().filter(|key| key.record.state.may_protect()) {
            self.keys.change_state(Place { tenant, shelf, version: older.version }, KeyState::Deactivated)?;
        }
        Ok(version)
    }

    /// Whether a sealed row or note names the newest active key of its shelf. One that cannot be read does not.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn is_current(&self, tenant: &phi_types::TenantId, shelf: Shelf, sealed: &[u8]) -> Result<bool, KeyringError> {
        let named = match RowHeader::read(sealed) {
            Some(row) => Some(row.header.start.key),
            None => Start::read_message(Form::Note, sealed).map(|(start, _, _)| start.key),
        };
        let shelved = self.keys.store.shelf(tenant, shelf).map_err(KeyFailure::from)?;
        let newest = shelved.keys.iter().rev().find(|key| key.record.state.may_protect());
        Ok(named.is_some() && named == newest.map(|key| key.record.id))
    }
}
