//! The local keyring file: a root key sealed by a passphrase, with Argon2id (RFC 9106).
//!
//! ```text
//! "phi-keyring\n" 12 | version 1 | memory KiB 4 | passes 4 | lanes 4 | salt 16 | nonce 24 | sealed root key 32 | tag 16
//! ```
//! Everything before the sealed key is associated data, so the parameters cannot be weakened unseen.

use alloc::{string::String, vec::Vec};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
};

use argon2::{Algorithm, Argon2, Params, Version};
use phi_types::{Entropy, OsEntropy};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::{KeyLocation, KeyProvider, ProviderDescription, ProviderError, WrapContext, root::RootKey};
use crate::{
    key::{KeyMaterial, expand},
    suite::{NONCE, Suite},
};

const MAGIC: &[u8; 12] = b"phi-keyring\n";
const VERSION: u8 = 1;
const SALT: usize = 16;
const HEADER: usize = 12 + 1 + 4 * 3 + SALT + NONCE;
const LENGTH: usize = HEADER + 32 + 16;

/// RFC 9106's second recommended choice: 64 MiB, three passes, four lanes.
const COST: Cost = Cost { memory: 64 * 1024, passes: 3, lanes: 4 };
/// The most that a file may ask for, checked before memory is taken; and the least that is accepted.
const MOST: Cost = Cost { memory: 1024 * 1024, passes: 16, lanes: 16 };
const LEAST: Cost = Cost { memory: 64 * 1024, passes: 3, lanes: 1 };

#[derive(Clone, Copy)]
struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

/// A root key that rests in a file, sealed by a passphrase.
///
/// Keep the file on another device or in another place than the data and the wrapped keys: whoever has all three and the
/// passphrase has everything.
///
/// ```no_run
/// use phi_envelope::LocalKeyring;
/// let passphrase = secrecy::SecretString::from("correct horse battery staple");
/// LocalKeyring::create("/etc/clinic/root.keyring", &passphrase)?;
/// let provider = LocalKeyring::open("/etc/clinic/root.keyring", &passphrase)?;
/// # Ok::<(), phi_envelope::LocalKeyringError>(())
/// ```
pub struct LocalKeyring {
    root: RootKey,
    name: String,
}

/// Why a keyring file was not created or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocalKeyringError {
    /// The file exists already; a keyring is never overwritten.
    #[error("the keyring file exists already")]
    Exists,
    /// The file cannot be read or written.
    #[error("the keyring file cannot be read or written: {0}")]
    Io(io::ErrorKind),
    /// Others than its owner may read the file.
    #[error("the keyring file may be read by others than its owner: allow nobody else (mode 0600)")]
    Permissions,
    /// The passphrase is shorter than twelve bytes.
    #[error("the passphrase is shorter than 12 bytes")]
    WeakPassphrase,
    /// Wrong passphrase, or not an intact keyring file. No detail: detail would be an oracle.
    #[error("the keyring file does not open with this passphrase")]
    Refused,
    /// The source of randomness failed.
    #[error("the source of randomness is unavailable")]
    Entropy,
}

impl From<io::Error> for LocalKeyringError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

impl LocalKeyring {
    /// Makes a new root key and writes its file, readable by its owner alone. Written whole beside and then renamed, so that
    /// a crash leaves either no file or a good one.
    ///
    /// # Errors
    /// See [`LocalKeyringError`].
    pub fn create(path: impl AsRef<Path>, passphrase: &SecretString) -> Result<(), LocalKeyringError> {
        let path = path.as_ref();
        if path.exists() {
            return Err(LocalKeyringError::Exists);
        }
        let root = KeyMaterial::random(&OsEntropy).map_err(|_| LocalKeyringError::Entropy)?;
        let bytes = seal_file(&root, passphrase, COST, &OsEntropy)?;
        // A name of its own: another creator who is at work keeps theirs.
        let mut unique = [0; 8];
        OsEntropy.fill(&mut unique).map_err(|_| LocalKeyringError::Entropy)?;
        let mut beside = path.as_os_str().to_owned();
        beside.push(alloc::format!(".{:016x}", u64::from_be_bytes(unique)));
        let beside = std::path::PathBuf::from(beside);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&beside).and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_all()?;
            // A hard link fails where the target exists, which a rename does not.
            fs::hard_link(&beside, path)?;
            match path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
                _ => File::open(".")?.sync_all(),
            }
        });
        let removed = fs::remove_file(&beside);
        written.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => LocalKeyringError::Exists,
            kind => LocalKeyringError::Io(kind),
        })?;
        Ok(removed?)
    }

    /// Opens a keyring file. Takes 64 MiB and a noticeable time, by design.
    ///
    /// # Errors
    /// See [`LocalKeyringError`].
    pub fn open(path: impl AsRef<Path>, passphrase: &SecretString) -> Result<Self, LocalKeyringError> {
        let file = File::open(path)?;
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::mode(&file.metadata()?) & 0o077 != 0 {
            return Err(LocalKeyringError::Permissions);
        }
        let mut bytes = Vec::with_capacity(LENGTH.saturating_add(1));
        // One byte more than a keyring has: enough to refuse what is longer, without reading it.
        file.take(LENGTH.saturating_add(1) as u64).read_to_end(&mut bytes)?;
        let root = open_file(&bytes, passphrase).ok_or(LocalKeyringError::Refused)?;
        let id = expand(root.expose(), &[b"phi-envelope 1 root id"]).ok_or(LocalKeyringError::Refused)?;
        let name = id.iter().take(8).map(|byte| alloc::format!("{byte:02x}")).collect();
        Ok(Self { root: RootKey::new(root), name })
    }
}

impl KeyProvider for LocalKeyring {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        self.root.wrap(context, key)
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        self.root.unwrap(context, wrapped)
    }

    fn describe(&self) -> ProviderDescription {
        ProviderDescription {
            kind: "local keyring file",
            root_key: self.name.clone(),
            location: KeyLocation::SealedFile,
        }
    }
}

fn seal_file(
    root: &KeyMaterial,
    passphrase: &SecretString,
    cost: Cost,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, LocalKeyringError> {
    if passphrase.expose_secret().len() < 12 {
        return Err(LocalKeyringError::WeakPassphrase);
    }
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
    entropy.fill(&mut salt).map_err(|_| LocalKeyringError::Entropy)?;
    entropy.fill(&mut nonce).map_err(|_| LocalKeyringError::Entropy)?;
    let mut out = Vec::with_capacity(LENGTH);
    out.extend_from_slice(MAGIC);
    out.push(VERSION);
    for number in [cost.memory, cost.passes, cost.lanes] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    out.extend_from_slice(&salt);
    out.extend_from_slice(&nonce);
    let key = stretch(passphrase, &salt, cost).ok_or(LocalKeyringError::Refused)?;
    let sealed = Suite::XChaCha20Poly1305.seal(&key, &nonce, &out, root.expose()).ok_or(LocalKeyringError::Refused)?;
    out.extend_from_slice(&sealed);
    Ok(out)
}

fn open_file(bytes: &[u8], passphrase: &SecretString) -> Option<KeyMaterial> {
    if bytes.len() != LENGTH {
        return None;
    }
    let (header, sealed) = bytes.split_at_checked(HEADER)?;
    let rest = header.strip_prefix(MAGIC)?.strip_prefix(&[VERSION])?;
    let (memory, rest) = rest.split_first_chunk()?;
    let (passes, rest) = rest.split_first_chunk()?;
    let (lanes, rest) = rest.split_first_chunk()?;
    let (salt, rest) = rest.split_first_chunk::<SALT>()?;
    let nonce: &[u8; NONCE] = rest.try_into().ok()?;
    let cost = Cost {
        memory: u32::from_be_bytes(*memory),
        passes: u32::from_be_bytes(*passes),
        lanes: u32::from_be_bytes(*lanes),
    };
    let key = stretch(passphrase, salt, cost)?;
    let opened = Suite::XChaCha20Poly1305.open(&key, nonce, header, sealed)?;
    let root: Zeroizing<[u8; 32]> = Zeroizing::new(opened.as_slice().try_into().ok()?);
    Some(KeyMaterial::from_bytes(&root))
}

fn stretch(passphrase: &SecretString, salt: &[u8; SALT], cost: Cost) -> Option<Zeroizing<[u8; 32]>> {
    let within = |value, least, most| (least..=most).contains(&value);
    if !within(cost.memory, LEAST.memory, MOST.memory)
        || !within(cost.passes, LEAST.passes, MOST.passes)
        || !within(cost.lanes, LEAST.lanes, MOST.lanes)
    {
        return None;
    }
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).ok()?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose_secret().as_bytes(), salt, &mut *out)
        .ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn sealed() -> Vec<u8> {
        seal_file(&KeyMaterial::from_bytes(&[5; 32]), &phrase("twelve bytes or more"), COST, &OsEntropy).unwrap()
    }

    #[test]
    fn opens_with_its_passphrase_alone() {
        let bytes = sealed();
        assert_eq!(bytes.len(), LENGTH);
        assert_eq!(open_file(&bytes, &phrase("twelve bytes or more")).unwrap().expose(), &[5; 32]);
        assert!(open_file(&bytes, &phrase("twelve bytes or less")).is_none());
        let short = seal_file(&KeyMaterial::from_bytes(&[5; 32]), &phrase("short"), COST, &OsEntropy);
        assert!(matches!(short, Err(LocalKeyringError::WeakPassphrase)));
    }

    #[test]
    fn a_flip_in_any_part_a_cut_and_an_extension_are_refused() {
        let bytes = sealed();
        // One flip in each part of the layout; flips in the sealed key and in the salt cost a whole Argon2id each.
        for at in [0, 11, 12, 25, 41, 65, 97, LENGTH - 1] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert!(open_file(&flipped, &phrase("twelve bytes or more")).is_none(), "byte {at}");
        }
        for cut in 0..LENGTH {
            assert!(open_file(&bytes[..cut], &phrase("twelve bytes or more")).is_none());
        }
        assert!(open_file(&[bytes.as_slice(), &[0]].concat(), &phrase("twelve bytes or more")).is_none());
    }

    #[test]
    fn parameter_bombs_and_weakened_parameters_are_refused_before_memory_is_taken() {
        let bytes = sealed();
        for (at, value) in [(13, u32::MAX), (13, 8), (17, u32::MAX), (17, 1), (21, u32::MAX), (21, 0)] {
            let mut bomb = bytes.clone();
            bomb[at..at + 4].copy_from_slice(&value.to_be_bytes());
            assert!(open_file(&bomb, &phrase("twelve bytes or more")).is_none());
        }
    }

    #[test]
    fn a_file_is_private_and_never_overwritten() {
        let folder = std::env::temp_dir().join(format!("phi-keyring-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("root.keyring");
        LocalKeyring::create(&path, &phrase("twelve bytes or more")).unwrap();
        let again = LocalKeyring::create(&path, &phrase("twelve bytes or more"));
        assert!(matches!(again, Err(LocalKeyringError::Exists)));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        let keyring = LocalKeyring::open(&path, &phrase("twelve bytes or more")).unwrap();
        assert_eq!(keyring.describe().location, KeyLocation::SealedFile);
        #[cfg(unix)]
        {
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
            let open = LocalKeyring::open(&path, &phrase("twelve bytes or more"));
            assert!(matches!(open, Err(LocalKeyringError::Permissions)));
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
