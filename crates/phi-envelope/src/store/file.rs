//! A key store in one file: an image with a checksum, written beside and renamed.
//!
//! Each change writes the whole file, so that a destroyed key's bytes are not left inside it. That is right for thousands of
//! subjects; for millions implement [`KeyStore`] over a database.

use alloc::vec::Vec;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
};

use phi_types::{SubjectId, TenantId, port::framed};
use sha2::{Digest, Sha256};

use super::{
    KeyStore, Shelf, Shelved, StoreError, StoredKey,
    memory::{Shelves, add, destroy, rewrap, shelves},
};
use crate::frame::take;

const MAGIC: &[u8] = b"phi-key-store 1\n";
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
    /// Opens the store, or makes an empty one where there is none.
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
            Err(error) if error.kind() == io::ErrorKind::NotFound => Shelves::new(),
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
        Ok(self.lock()?.get(&(tenant.clone(), shelf)).cloned().unwrap_or_default())
    }

    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.change(|all| add(all, tenant, shelf, key))
    }

    fn rewrap(&self, tenant: &TenantId, shelf: Shelf, expected: u32, key: StoredKey) -> Result<(), StoreError> {
        self.change(|all| rewrap(all, tenant, shelf, expected, key))
    }

    fn destroy(&self, tenant: &TenantId, shelf: Shelf) -> Result<usize, StoreError> {
        self.change(|all| Ok(destroy(all, tenant, shelf)))
    }

    fn shelves(&self, tenant: &TenantId) -> Result<Vec<Shelf>, StoreError> {
        Ok(shelves(&*self.lock()?, tenant))
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
    for ((tenant, shelf), shelved) in shelves {
        let shelf = match shelf {
            Shelf::Tenant => Vec::from([0]),
            Shelf::Notes => Vec::from([1]),
            Shelf::Index(index) => [&[2], index.as_slice()].concat(),
            Shelf::Subject(subject) => subject.to_bytes().to_vec(),
        };
        let mut keys = Vec::new();
        for key in &shelved.keys {
            keys.extend(framed(&[&key.version.to_be_bytes(), &key.wrapped_under.to_be_bytes(), &key.wrapped]));
        }
        out.extend(framed(&[tenant.as_str().as_bytes(), &shelf, &[u8::from(shelved.destroyed)], &keys]));
    }
    // Against torn or rotten bytes, not against an attacker: each wrap is authenticated by itself.
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
    let mut shelves = Shelves::new();
    let most = rest.len();
    while !rest.is_empty() {
        let tenant = TenantId::new(core::str::from_utf8(take(&mut rest, most)?).ok()?).ok()?;
        let shelf = match take(&mut rest, most)? {
            [0] => Shelf::Tenant,
            [1] => Shelf::Notes,
            [2, index @ ..] if index.len() == 16 => Shelf::Index(index.try_into().ok()?),
            subject => Shelf::Subject(SubjectId::from_bytes(subject.try_into().ok()?)),
        };
        let destroyed = match take(&mut rest, most)? {
            [0] => false,
            [1] => true,
            _ => return None,
        };
        let mut keys = take(&mut rest, most)?;
        let mut shelved = Shelved { keys: Vec::new(), destroyed };
        while !keys.is_empty() {
            shelved.keys.push(StoredKey {
                version: u32::from_be_bytes(take(&mut keys, most)?.try_into().ok()?),
                wrapped_under: u32::from_be_bytes(take(&mut keys, most)?.try_into().ok()?),
                wrapped: take(&mut keys, most)?.to_vec(),
            });
        }
        shelves.insert((tenant, shelf), shelved);
    }
    Some(shelves)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(version: u32, byte: u8) -> StoredKey {
        StoredKey { version, wrapped_under: 1, wrapped: vec![byte; 40] }
    }

    #[test]
    fn a_store_survives_reopening_and_a_destroyed_key_is_not_in_the_file() {
        let folder = std::env::temp_dir().join(format!("phi-key-store-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("keys.store");
        let (tenant, shelf) = (TenantId::new("north").unwrap(), Shelf::Subject(SubjectId::from_bytes([4; 16])));
        {
            let store = FileKeyStore::open(&path).unwrap();
            assert_eq!(FileKeyStore::open(&path).err(), Some(StoreError::Taken), "one process at a time");
            store.add(&tenant, shelf, key(1, 0xAA)).unwrap();
            assert_eq!(store.add(&tenant, shelf, key(1, 0xBB)), Err(StoreError::Taken));
            store.add(&tenant, Shelf::Notes, key(1, 0xCC)).unwrap();
            let newer = StoredKey { wrapped_under: 2, ..key(1, 0xDD) };
            assert_eq!(store.rewrap(&tenant, shelf, 7, newer.clone()), Err(StoreError::Taken));
            store.rewrap(&tenant, shelf, 1, newer).unwrap();
        }
        let store = FileKeyStore::open(&path).unwrap();
        assert_eq!(store.shelf(&tenant, shelf).unwrap().keys, [StoredKey { wrapped_under: 2, ..key(1, 0xDD) }]);
        assert_eq!(store.shelves(&tenant).unwrap(), [Shelf::Notes, shelf]);
        assert_eq!(store.destroy(&tenant, shelf), Ok(1));
        assert_eq!(store.add(&tenant, shelf, key(2, 1)), Err(StoreError::Destroyed));
        let image = fs::read(&path).unwrap();
        assert!(
            !image.windows(8).any(|window| window == [0xDD; 8]) && image.windows(8).any(|window| window == [0xCC; 8])
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_damaged_image_is_refused() {
        let mut shelves = Shelves::new();
        add(&mut shelves, &TenantId::new("north").unwrap(), Shelf::Tenant, key(1, 9)).unwrap();
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
