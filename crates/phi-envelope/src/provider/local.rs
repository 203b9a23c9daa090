//! The local keyring file: a root key sealed by a passphrase, with Argon2id (RFC 9106).
//!
//! ```text
//! "phi-keyring\n" 12 | version 1 | memory KiB 4 | passes 4 | lanes 4 | salt 16 | nonce 24 | sealed root key 32 | tag 16
//! ```
//! Everything before the sealed key is associated data, so the parameters cannot be weakened unseen.

use alloc::{string::String, vec::Vec};
use std::{io, path::Path};

use argon2::{Algorithm, Argon2, Params, Version};
use phi_types::{Entropy, OsEntropy};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::{
    KeyLocation, KeyProvider, ProviderDescription, ProviderError, WrapContext,
    private_file::{read_private, replace_private, write_private},
    root::RootKey,
};
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
    /// Others than its owner may read the file, or anybody may write to its folder.
    #[error("others than its owner may read the keyring file or replace it: allow nobody else (mode 0600)")]
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
        let root = KeyMaterial::random(&OsEntropy).map_err(|_| LocalKeyringError::Entropy)?;
        write_private(path.as_ref(), &seal_file(&root, passphrase, COST, &OsEntropy)?)
    }

    /// Seals the same root key by another passphrase, with today's parameters, in one step: after a crash the file opens by the one
    /// or by the other. Copies and backups of the old file still open by the old passphrase.
    ///
    /// # Errors
    /// See [`LocalKeyringError`].
    pub fn change_passphrase(
        path: impl AsRef<Path>,
        old: &SecretString,
        new: &SecretString,
    ) -> Result<(), LocalKeyringError> {
        let path = path.as_ref();
        let root = open_file(&read_private(path, LENGTH)?, old).ok_or(LocalKeyringError::Refused)?;
        replace_private(path, &seal_file(&root, new, COST, &OsEntropy)?)
    }

    /// Opens a keyring file. Takes 64 MiB and a noticeable time, by design.
    ///
    /// # Errors
    /// See [`LocalKeyringError`].
    pub fn open(path: impl AsRef<Path>, passphrase: &SecretString) -> Result<Self, LocalKeyringError> {
        let bytes = read_private(path.as_ref(), LENGTH)?;
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
    open_with(bytes, |salt, cost| stretch(passphrase, salt, cost))
}

/// Opens a file's bytes with a key that is made from its salt and cost.
fn open_with(
    bytes: &[u8],
    stretch: impl FnOnce(&[u8; SALT], Cost) -> Option<Zeroizing<[u8; 32]>>,
) -> Option<KeyMaterial> {
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
    // Before any memory is taken.
    let key = cost.is_within_bounds().then(|| stretch(salt, cost))??;
    let opened = Suite::XChaCha20Poly1305.open(&key, nonce, header, sealed)?;
    let root: Zeroizing<[u8; 32]> = Zeroizing::new(opened.as_slice().try_into().ok()?);
    Some(KeyMaterial::from_bytes(&root))
}

impl Cost {
    fn is_within_bounds(self) -> bool {
        let within = |value, least, most| (least..=most).contains(&value);
        within(self.memory, LEAST.memory, MOST.memory)
            && within(self.passes, LEAST.passes, MOST.passes)
            && within(self.lanes, LEAST.lanes, MOST.lanes)
    }
}

fn stretch(passphrase: &SecretString, salt: &[u8; SALT], cost: Cost) -> Option<Zeroizing<[u8; 32]>> {
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
    use crate::testing;
    use std::{cell::Cell, fs, path::PathBuf};

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

    /// RFC 9106, section 5.3: the test vector of Argon2id. What `stretch` is built on gives what the document says.
    #[test]
    fn argon2id_is_that_of_the_rfc() {
        let params = argon2::ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(argon2::AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let argon2 = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        let hex: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    /// A quick stand-in for Argon2id that depends on all that it is given, so that each of 904 bits can be flipped.
    fn quick(salt: &[u8; SALT], cost: Cost) -> Option<Zeroizing<[u8; 32]>> {
        let numbers = [cost.memory, cost.passes, cost.lanes].map(u32::to_be_bytes).concat();
        expand(&[6; 32], &[salt, &numbers])
    }

    fn quickly_sealed() -> Vec<u8> {
        // As `seal_file` does it, with the stand-in.
        let mut bytes = sealed();
        bytes.truncate(HEADER);
        let salt = bytes[HEADER - NONCE - SALT..HEADER - NONCE].try_into().unwrap();
        let nonce = bytes[HEADER - NONCE..].try_into().unwrap();
        let key = quick(&salt, COST).unwrap();
        bytes.extend(Suite::XChaCha20Poly1305.seal(&key, &nonce, &bytes, &[5; 32]).unwrap());
        bytes
    }

    #[test]
    fn every_bit_flip_truncation_and_extension_is_refused() {
        let bytes = quickly_sealed();
        assert_eq!(open_with(&bytes, quick).unwrap().expose(), &[5; 32]);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(open_with(&flipped, quick).is_none(), "bit {bit}");
        }
        for cut in 0..LENGTH {
            assert!(open_with(&bytes[..cut], quick).is_none());
        }
        for more in 1..64 {
            assert!(open_with(&[bytes.as_slice(), &vec![0; more]].concat(), quick).is_none());
        }
        // And a few with Argon2id itself: salt, nonce, key, tag.
        let bytes = sealed();
        for at in [25, 41, 65, LENGTH - 1] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert!(open_file(&flipped, &phrase("twelve bytes or more")).is_none(), "byte {at}");
        }
    }

    #[test]
    fn parameter_bombs_and_weakened_parameters_are_refused_before_memory_is_taken() {
        let bytes = quickly_sealed();
        for (at, least, most) in
            [(13, LEAST.memory, MOST.memory), (17, LEAST.passes, MOST.passes), (21, LEAST.lanes, MOST.lanes)]
        {
            for value in [0, 1, 8, least - 1, most + 1, u32::MAX] {
                let mut bomb = bytes.clone();
                bomb[at..at + 4].copy_from_slice(&value.to_be_bytes());
                let stretched = Cell::new(false);
                let opened = open_with(&bomb, |salt, cost| {
                    stretched.set(true);
                    quick(salt, cost)
                });
                assert!(opened.is_none());
                assert_eq!(stretched.get(), (least..=most).contains(&value), "byte {at} is {value}");
            }
        }
    }

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("phi-keyring-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn a_file_is_private_and_never_overwritten() {
        let folder = Folder::new("private");
        let path = folder.0.join("root.keyring");
        LocalKeyring::create(&path, &phrase("twelve bytes or more")).unwrap();
        let again = LocalKeyring::create(&path, &phrase("twelve bytes or more"));
        assert!(matches!(again, Err(LocalKeyringError::Exists)));
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing is left beside it");
        let keyring = LocalKeyring::open(&path, &phrase("twelve bytes or more")).unwrap();
        assert_eq!(keyring.describe().location, KeyLocation::SealedFile);
        testing::key_provider(&keyring, testing::Effort::Every).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            for mode in [0o640, 0o604, 0o610, 0o622] {
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
                let open = LocalKeyring::open(&path, &phrase("twelve bytes or more"));
                assert!(matches!(open, Err(LocalKeyringError::Permissions)), "{mode:o}");
            }
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o777)).unwrap();
            let open = LocalKeyring::open(&path, &phrase("twelve bytes or more"));
            assert!(matches!(open, Err(LocalKeyringError::Permissions)), "anybody may put another file there");
            fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
            assert!(LocalKeyring::open(&path, &phrase("twelve bytes or more")).is_ok());
        }
    }

    #[test]
    fn another_passphrase_seals_the_same_root() {
        let folder = Folder::new("passphrase");
        let path = folder.0.join("root.keyring");
        let (old, new) = (phrase("the old passphrase"), phrase("the new passphrase"));
        LocalKeyring::create(&path, &old).unwrap();
        let before = LocalKeyring::open(&path, &old).unwrap();
        assert!(matches!(LocalKeyring::change_passphrase(&path, &new, &old), Err(LocalKeyringError::Refused)));
        LocalKeyring::change_passphrase(&path, &old, &new).unwrap();
        assert!(matches!(LocalKeyring::open(&path, &old), Err(LocalKeyringError::Refused)));
        testing::one_root(&before, &LocalKeyring::open(&path, &new).unwrap()).unwrap();
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn creators_who_meet_leave_one_good_file() {
        let folder = Folder::new("meet");
        let path = folder.0.join("root.keyring");
        let made: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| LocalKeyring::create(&path, &phrase("twelve bytes or more")).is_ok()))
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(made.iter().filter(|made| **made).count(), 1);
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
        assert!(LocalKeyring::open(&path, &phrase("twelve bytes or more")).is_ok());
    }
}
