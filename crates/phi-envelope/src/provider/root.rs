//! A root key in this process's memory: what the local providers share.

use alloc::vec::Vec;

use phi_types::OsEntropy;

use super::{ProviderError, WrapContext};
use crate::key::{KeyMaterial, open_wrap, seal_wrap};

pub(super) struct RootKey(KeyMaterial);

impl RootKey {
    pub(super) const fn new(material: KeyMaterial) -> Self {
        Self(material)
    }

    pub(super) fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        seal_wrap(&self.0, &context.associated_data(), key, &OsEntropy).map_err(|_| ProviderError::Unavailable)
    }

    pub(super) fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        open_wrap(&self.0, &context.associated_data(), wrapped).ok_or(ProviderError::Refused)
    }
}
