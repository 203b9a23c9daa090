//! The index beside the segments: all nodes of the tree, and where each entry stands. It is computed from the log, so it
//! is written without syncing and made good whenever the log is opened.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::log::wide;
use crate::merkle::{HASH_LEN, Hash, Tree};

const NODES: &str = "nodes";
const PLACES: &str = "places";
const PLACE_LEN: usize = 8;

/// Writes the index.
pub(super) struct IndexWriter {
    tree: Tree,
    nodes: Column,
    places: Column,
}

impl IndexWriter {
    /// Begins at the first entry. What the files hold already is compared, and written only where it differs.
    pub(super) fn restore(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            tree: Tree::new(),
            nodes: Column::open(&folder.join(NODES))?,
            places: Column::open(&folder.join(PLACES))?,
        })
    }

    pub(super) fn push(&mut self, leaf: Hash, offset: u64) -> io::Result<()> {
        let (nodes, mut result) = (&mut self.nodes, Ok(()));
        self.tree
            .push_watched(leaf, |node| {
                if result.is_ok() {
                    result = nodes.put(node.as_bytes());
                }
            })
            .map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
        result?;
        self.places.put(&offset.to_be_bytes())
    }

    /// Everything that was pushed is in the files, and nothing else.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.nodes.flush()?;
        self.places.flush()
    }
}

/// A file of records of one length.
struct Column {
    file: File,
    /// How many bytes of the file are known to be right.
    good: u64,
    /// What was read ahead while the file is compared with what it should hold.
    comparing: Option<Vec<u8>>,
    read: usize,
    pending: Vec<u8>,
}

const AHEAD: usize = 64 << 10;

impl Column {
    fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        Ok(Self { file, good: 0, comparing: Some(Vec::new()), read: 0, pending: Vec::new() })
    }

    fn put(&mut self, record: &[u8]) -> io::Result<()> {
        if self.matches(record)? {
            self.read = self.read.saturating_add(record.len());
            self.good = self.good.saturating_add(wide(record.len()));
            return Ok(());
        }
        self.pending.extend_from_slice(record);
        if self.pending.len() >= AHEAD { self.write() } else { Ok(()) }
    }

    fn matches(&mut self, record: &[u8]) -> io::Result<bool> {
        let Some(ahead) = self.comparing.as_mut() else { return Ok(false) };
        if ahead.len() < self.read.saturating_add(record.len()) {
            ahead.drain(..self.read.min(ahead.len()));
            self.read = 0;
            self.file.seek(SeekFrom::Start(self.good.saturating_add(wide(ahead.len()))))?;
            (&mut self.file).take(wide(AHEAD)).read_to_end(ahead)?;
        }
        let same = ahead.get(self.read..).is_some_and(|ahead| ahead.starts_with(record));
        if !same {
            self.comparing = None;
        }
        Ok(same)
    }

    fn write(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.good))?;
        self.file.write_all(&self.pending)?;
        self.good = self.good.saturating_add(wide(self.pending.len()));
        self.pending.clear();
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.comparing.take().is_some() || !self.pending.is_empty() {
            self.write()?;
            // What the log does not hold, the index does not either.
            if self.file.metadata()?.len() > self.good {
                self.file.set_len(self.good)?;
            }
        }
        Ok(())
    }
}

/// Reads the index, also while it is written.
#[derive(Debug)]
pub(super) struct IndexReader {
    nodes: File,
    places: File,
}

impl IndexReader {
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self { nodes: File::open(folder.join(NODES))?, places: File::open(folder.join(PLACES))? })
    }

    pub(super) fn node(&self, place: u64) -> io::Result<Hash> {
        let mut hash = [0; HASH_LEN];
        read_exact_at(&self.nodes, &mut hash, place.saturating_mul(wide(HASH_LEN)))?;
        Ok(Hash::from_bytes(hash))
    }

    pub(super) fn place(&self, index: u64) -> io::Result<u64> {
        let mut place = [0; PLACE_LEN];
        read_exact_at(&self.places, &mut place, index.saturating_mul(wide(PLACE_LEN)))?;
        Ok(u64::from_be_bytes(place))
    }
}

/// Writes down where entries stand now. The writer only adds behind these.
pub(super) fn patch_places(folder: &Path, moved: &[(u64, u64)]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(folder.join(PLACES))?;
    let Some((first, _)) = moved.first() else { return Ok(()) };
    let places: Vec<u8> = moved.iter().flat_map(|(_, offset)| offset.to_be_bytes()).collect();
    file.seek(SeekFrom::Start(first.saturating_mul(wide(PLACE_LEN))))?;
    file.write_all(&places)
}

pub(crate) fn read_exact_at(mut file: &File, out: &mut [u8], offset: u64) -> io::Result<()> {
    #[cfg(unix)]
    let _ = &mut file;
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_exact_at(file, out, offset);
    #[cfg(not(unix))]
    {
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{ProofError, inclusion_from, node_count, prove_inclusion, reference};

    fn fill(folder: &Path, leaves: &[Hash]) {
        let mut index = IndexWriter::restore(folder).unwrap();
        for (leaf, place) in leaves.iter().zip(0..) {
            index.push(*leaf, place * 100).unwrap();
        }
        index.flush().unwrap();
    }

    #[test]
    fn whatever_the_files_hold_they_are_made_good() {
        let folder = crate::log::ScratchFolder::new();
        std::fs::create_dir(folder.path("index")).unwrap();
        let folder = folder.path("index");
        let leaves = reference::leaves(5000);
        fill(&folder, &leaves[..3000]);
        let sound = std::fs::read(folder.join(NODES)).unwrap();
        assert_eq!(sound.len() as u64, node_count(3000) * 32);
        for harm in 0..5 {
            let mut bytes = sound.clone();
            match harm {
                0 => bytes.truncate(70_001),
                1 => bytes[80_000] ^= 1,
                2 => bytes.extend_from_slice(&[7; 1000]),
                3 => bytes.clear(),
                _ => {}
            }
            std::fs::write(folder.join(NODES), bytes).unwrap();
            fill(&folder, &leaves[..3000]);
            assert!(std::fs::read(folder.join(NODES)).unwrap() == sound, "harm {harm}");
        }
        fill(&folder, &leaves);
        let reader = IndexReader::open(&folder).unwrap();
        let node = |place| reader.node(place).map_err(|_| ProofError::WrongLength);
        assert_eq!(inclusion_from(4999, 77, node), prove_inclusion(&leaves[..4999], 77));
        assert_eq!(reader.place(4999).unwrap(), 499_900);
        assert!(reader.place(5000).is_err());
    }
}
