//! A key store in one file: an image with a checksum, written beside and renamed.
//!
//! Each change writes the whole file, so that a destroyed key's bytes are not left inside it. That is right for thousands of
//! subjects; for millions implement [`KeyStore`] over a database.

use alloc::{collections::BTreeMap, vec::Vec};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
};

use phi_types::{SubjectId, TenantId, port::framed};
use sha2::{Digest, Sha256};

use super::{
    KeyStore, Shelf, Shelved, StoreError, StoredKey, Tombstone,
    codec::{read_shelved, write_shelved},
    memory::Shelves,
};
use crate::frame::take;

const MAGIC: &[u8] = b"phi-key-store 2\n";
/// The largest image that is read: 1 GiB.
const LARGEST: u64 = 1 << 30;

/// Wrapped keys in one file, for a single process.
///
/// Keep it on another device or in another place than the data. It is locked while it is open: a second process is refused.
pub struct FileKeyStore {
    path: PathBuf,
    shelves: Mutex<Shelves>,
    _lock: File,
}

impl FileKeyStore {
    /// Opens the store, or makes an empty one where there is none. A wrong path, or a mount that is not there, looks like a first day:
    /// what was sealed before does not open then, and what is sealed meanwhile has its keys in the new file alone. A host that is not
    /// new should make sure that the file is there.
    ///
    /// # Errors
    /// [`StoreError::Taken`] while another process has it open; [`StoreError::Unavailable`] when it cannot be read or is
    /// damaged.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let path = path.into();
        let lock = options().open(beside(&path, ".lock")).map_err(|_| StoreError::Unavailable)?;
        lock.try_lock().map_err(|_| StoreError::Taken)?;
        let shelves = match File::open(&path) {
            Ok(file) => {
                let mut bytes = Vec::new();
                file.take(LARGEST).read_to_end(&mut bytes).map_err(|_| StoreError::Unavailable)?;
                read_image(&bytes).ok_or(StoreError::Unavailable)?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Shelves::default(),
            Err(_) => return Err(StoreError::Unavailable),
        };
        Ok(Self { path, shelves: Mutex::new(shelves), _lock: lock })
    }

    fn lock(&self) -> Result<MutexGuard<'_, Shelves>, StoreError> {
        self.shelves.lock().map_err(|_| StoreError::Unavailable)
    }

    /// Tries a change on a copy, writes the copy, and only then makes it the state: a failed write changes nothing.
    fn change<T>(&self, change: impl FnOnce(&mut Shelves) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut state = self.lock()?;
        let mut copy = state.clone();
        let answer = change(&mut copy)?;
        replace(&self.path, &write_image(&copy)).map_err(|_| StoreError::Unavailable)?;
        *state = copy;
        // The file is the new one from here on. If its folder does not sync, a power cut may bring the old one back: the change
        // is in force, and the caller is told that it may not last.
        sync_folder(&self.path).map_err(|_| StoreError::Unavailable)?;
        Ok(answer)
    }
}

impl KeyStore for FileKeyStore {
    fn shelf(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, StoreError> {
        Ok(self.lock()?.get(tenant, shelf))
    }

    fn page(
        &self,
        tenant: &TenantId,
        after: Option<Shelf>,
        most: usize,
    ) -> Result<Vec<(Shelf, Vec<StoredKey>)>, StoreError> {
        Ok(self.lock()?.page(tenant, after, most))
    }

    fn hanging(&self, tenant: &TenantId) -> Result<BTreeMap<u32, usize>, StoreError> {
        Ok(self.lock()?.hanging(tenant))
    }

    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.change(|all| all.add(tenant, shelf, key))
    }

    fn replace(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.change(|all| all.replace(tenant, shelf, key))
    }

    /// One new file for all of them.
    fn replace_many(
        &self,
        tenant: &TenantId,
        keys: Vec<(Shelf, StoredKey)>,
    ) -> Result<Vec<Result<(), StoreError>>, StoreError> {
        self.change(|all| Ok(keys.into_iter().map(|(shelf, key)| all.replace(tenant, shelf, key)).collect()))
    }

    fn destroy(&self, tenant: &TenantId, shelf: Shelf, at: i64) -> Result<Tombstone, StoreError> {
        self.change(|all| all.destroy(tenant, shelf, at))
    }

    fn hold(&self, tenant: &TenantId, shelf: Shelf, held: bool) -> Result<(), StoreError> {
        self.change(|all| all.hold(tenant, shelf, held))
    }

    fn set_merged(
        &self,
        tenant: &TenantId,
        subject: SubjectId,
        expected: Option<SubjectId>,
        into: Option<SubjectId>,
    ) -> Result<(), StoreError> {
        self.change(|all| all.set_merged(tenant, subject, expected, into))
    }

    fn merged_into(&self, tenant: &TenantId, subject: SubjectId) -> Result<Vec<SubjectId>, StoreError> {
        Ok(self.lock()?.merged_into(tenant, subject))
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The path with something behind its whole name, so that two stores in one folder never share it.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn replace(path: &Path, image: &[u8]) -> io::Result<()> {
    let new = beside(path, ".new");
    let mut file = options().truncate(true).open(&new)?;
    file.write_all(image)?;
    file.sync_all()?;
    fs::rename(&new, path)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn write_image(shelves: &Shelves) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for (tenant, shelf, shelved) in shelves.iter() {
        out.extend(framed(&[tenant.as_str().as_bytes(), shelf.code().as_ref(), &write_shelved(shelved)]));
    }
    // Against torn or rotten bytes, not against an attacker: each wrap and each record is authenticated by itself.
    let digest = Sha256::digest(&out);
    out.extend_from_slice(&digest);
    out
}

fn read_image(bytes: &[u8]) -> Option<Shelves> {
    let (image, digest) = bytes.split_last_chunk::<32>()?;
    if Sha256::digest(image).as_slice() != digest {
        return None;
    }
    let mut rest = image.strip_prefix(MAGIC)?;
    let mut shelves = Shelves::default();
    let most = rest.len();
    while !rest.is_empty() {
        let tenant = TenantId::new(core::str::from_utf8(take(&mut rest, most)?).ok()?).ok()?;
        let shelf = Shelf::from_code(take(&mut rest, most)?)?;
        if !shelves.put(tenant, shelf, read_shelved(take(&mut rest, most)?)?) {
            return None;
        }
    }
    Some(shelves)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("phi-key-store-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn key(version: u32, byte: u8) -> StoredKey {
        StoredKey { version, wrapped_under: 1, wrapped: vec![byte; 40], ..StoredKey::default() }
    }

    #[test]
    fn keeps_what_key_stores_promise() {
        let folder = Folder::new("promise");
        let mut count = 0;
        testing::key_store(|| {
            count += 1;
            FileKeyStore::open(folder.0.join(format!("{count}.store"))).unwrap()
        })
        .unwrap();
    }

    #[test]
    fn a_store_survives_reopening_and_a_destroyed_key_is_not_in_the_file() {
        let folder = Folder::new("reopen");
        let path = folder.0.join("keys.store");
        let (tenant, shelf) = (TenantId::new("north").unwrap(), Shelf::Subject(SubjectId::from_bytes([4; 16])));
        {
            let store = FileKeyStore::open(&path).unwrap();
            assert_eq!(FileKeyStore::open(&path).err(), Some(StoreError::Taken), "one process at a time");
            store.add(&tenant, shelf, key(1, 0xAA)).unwrap();
            store.add(&tenant, Shelf::Notes, key(1, 0xCC)).unwrap();
            store.replace(&tenant, shelf, StoredKey { revision: 1, ..key(1, 0xDD) }).unwrap();
        }
        let store = FileKeyStore::open(&path).unwrap();
        assert_eq!(store.shelf(&tenant, shelf).unwrap().keys, [StoredKey { revision: 1, ..key(1, 0xDD) }]);
        assert_eq!(store.destroy(&tenant, shelf, 7), Ok(Tombstone { at: 7, keys: 1 }));
        let image = fs::read(&path).unwrap();
        assert!(
            !image.windows(8).any(|window| window == [0xDD; 8]) && image.windows(8).any(|window| window == [0xCC; 8])
        );
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&fs::metadata(&path).unwrap()) & 0o777, 0o600);
        drop(store);
        let store = FileKeyStore::open(&path).unwrap();
        assert_eq!(store.add(&tenant, shelf, key(2, 1)), Err(StoreError::Destroyed), "the tombstone stays");
    }

    #[test]
    fn a_damaged_image_is_refused() {
        let mut shelves = Shelves::default();
        shelves.add(&TenantId::new("north").unwrap(), Shelf::Tenant, key(1, 9)).unwrap();
        let image = write_image(&shelves);
        assert_eq!(read_image(&image), Some(shelves));
        for bit in 0..image.len() * 8 {
            let mut flipped = image.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(read_image(&flipped).is_none(), "bit {bit}");
        }
        for cut in 0..image.len() {
            assert!(read_image(&image[..cut]).is_none());
        }
    }
}
