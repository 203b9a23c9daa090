//! The loud one: a root key in the clear, beside the data.

use alloc::{string::String, vec::Vec};
use std::path::Path;

use phi_types::{Entropy, OsEntropy};

use super::{
    KeyLocation, KeyProvider, LocalKeyringError, ProviderDescription, ProviderError, WrapContext,
    private_file::{read_private, write_private},
    root::RootKey,
};
use crate::key::KeyMaterial;

/// A root key that lies unsealed in a file beside the data. **Whoever takes the data takes the key with them.**
///
/// For development machines, and for the first day of a migration. Data under it count as unsecured:
/// [`EncryptionEvidence`](crate::EncryptionEvidence) says so, since the guidance on unsecured PHI (74 FR 19006) asks that keys be
/// kept "on a separate device from the data" that they protect.
pub struct InsecureColocated {
    root: RootKey,
}

impl InsecureColocated {
    /// Opens the key file, or makes one where there is none. Its owner alone may read it.
    ///
    /// # Errors
    /// See [`LocalKeyringError`].
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, LocalKeyringError> {
        let path = path.as_ref();
        if !path.exists() {
            let mut key = zeroize::Zeroizing::new([0; 32]);
            OsEntropy.fill(&mut *key).map_err(|_| LocalKeyringError::Entropy)?;
            match write_private(path, &*key) {
                // Another process was first: its key serves as well.
                Ok(()) | Err(LocalKeyringError::Exists) => {}
                Err(error) => return Err(error),
            }
        }
        let bytes = zeroize::Zeroizing::new(read_private(path, 32)?);
        let key = bytes.as_slice().try_into().map_err(|_| LocalKeyringError::Refused)?;
        Ok(Self { root: RootKey::new(KeyMaterial::from_bytes(key)) })
    }
}

impl KeyProvider for InsecureColocated {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        self.root.wrap(context, key)
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        self.root.unwrap(context, wrapped)
    }

    fn describe(&self) -> ProviderDescription {
        ProviderDescription {
            kind: "insecure, colocated",
            root_key: String::from("unsealed file beside the data"),
            location: KeyLocation::BesideTheData,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn it_works_says_what_it_is_and_is_private_at_least() {
        let folder = std::env::temp_dir().join(format!("phi-colocated-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("key");
        let one = InsecureColocated::open_or_create(&path).unwrap();
        testing::key_provider(&one, testing::Effort::Every).unwrap();
        testing::one_root(&one, &InsecureColocated::open_or_create(&path).unwrap()).unwrap();
        assert_eq!(one.describe().location, KeyLocation::BesideTheData);
        #[cfg(unix)]
        {
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o604)).unwrap();
            assert!(matches!(InsecureColocated::open_or_create(&path), Err(LocalKeyringError::Permissions)));
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
