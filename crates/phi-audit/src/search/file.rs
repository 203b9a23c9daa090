//! The index of a sealed segment, read from its file.
#![deny(clippy::arithmetic_side_effects)]

use std::fs::File;
use std::io;
use std::path::Path;

use super::build::{BUCKETS, MAGIC, Posting, ROWS_A_LEAF, kind_bit, outcome_bit};
use super::digest::{KEY_LEN, Key, ROW_LEN, Row};
use super::filter::Filter;
use super::query::Query;
use crate::audit_log::read_exact_at;
use crate::log::wide;
use crate::merkle::{HASH_LEN, Hash, Tree, prove_inclusion};

pub(super) const FIXED: usize = 18 + 16 + 8 + 8 + 4 + 8 + 8 + 8 + 2 + 1 + 4 + 4 + 2 * BUCKETS * 4;

/// What stands in front, and stays in memory.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) log_id: [u8; 16],
    pub(super) segment: u64,
    pub(super) first: u64,
    pub(super) entries: u32,
    earliest: i64,
    latest: i64,
    kinds: u64,
    outcomes: u16,
    break_glass: bool,
    filter_lens: [usize; 2],
    filters: [Filter; 2],
    bucket_lens: Vec<u32>,
}

/// Which half of the buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Patient,
    User,
}

impl Head {
    /// Reads the fixed part, and says how long the whole is.
    pub(super) fn fixed(bytes: &[u8; FIXED]) -> Option<Self> {
        let mut rest = Rest(bytes.strip_prefix(MAGIC)?);
        let (log_id, segment, first) =
            (rest.array()?, u64::from_be_bytes(rest.array()?), u64::from_be_bytes(rest.array()?));
        let entries = u32::from_be_bytes(rest.array()?);
        let (earliest, latest) = (i64::from_be_bytes(rest.array()?), i64::from_be_bytes(rest.array()?));
        let (kinds, outcomes) = (u64::from_be_bytes(rest.array()?), u16::from_be_bytes(rest.array()?));
        let break_glass = match rest.array()? {
            [0] => false,
            [1] => true,
            _ => return None,
        };
        let mut length = || rest.array().map(u32::from_be_bytes);
        let filter_lens = [usize::try_from(length()?).ok()?, usize::try_from(length()?).ok()?];
        let bucket_lens: Vec<u32> = (0..2 * BUCKETS).map(|_| length()).collect::<Option<_>>()?;
        let filters = [Filter(Vec::new()), Filter(Vec::new())];
        Some(Self {
            log_id,
            segment,
            first,
            entries,
            earliest,
            latest,
            kinds,
            outcomes,
            break_glass,
            filter_lens,
            filters,
            bucket_lens,
        })
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (fixed, rest) = bytes.split_first_chunk::<FIXED>()?;
        let mut head = Self::fixed(fixed)?;
        let (patients, users) = rest.split_at_checked(head.filter_lens[0])?;
        if users.len() != head.filter_lens[1] {
            return None;
        }
        head.filters = [Filter(patients.to_vec()), Filter(users.to_vec())];
        Some(head)
    }

    pub(super) fn len(&self) -> u64 {
        wide(FIXED).saturating_add(wide(self.filter_lens[0])).saturating_add(wide(self.filter_lens[1]))
    }

    pub(super) fn bucket_lens(&self) -> &[u32] {
        &self.bucket_lens
    }

    fn buckets_len(&self) -> u64 {
        self.bucket_lens.iter().map(|len| u64::from(*len)).sum()
    }

    fn row_leaves(&self) -> u64 {
        u64::from(self.entries).div_ceil(wide(ROWS_A_LEAF))
    }

    /// How many leaves the tree has.
    fn leaves(&self) -> u64 {
        self.row_leaves().saturating_add(wide(2 * BUCKETS)).saturating_add(1)
    }

    /// How long the file is.
    fn file_len(&self) -> u64 {
        let rows = u64::from(self.entries).saturating_mul(wide(ROW_LEN));
        let leaves = self.leaves().saturating_mul(wide(HASH_LEN));
        self.len().saturating_add(self.buckets_len()).saturating_add(rows).saturating_add(leaves)
    }

    pub(super) fn bucket_number(by: By, key: &Key) -> usize {
        usize::from(key.bucket()).saturating_add(if by == By::User { BUCKETS } else { 0 })
    }

    pub(super) fn end(&self) -> u64 {
        self.first.saturating_add(u64::from(self.entries))
    }

    /// Whether something in the segment may be asked for.
    pub(super) fn may_answer(&self, query: &Query) -> bool {
        query.seconds().is_none_or(|(from, to)| self.latest >= from && self.earliest <= to)
            && (query.kinds.is_empty() || query.kinds.iter().any(|kind| self.kinds & kind_bit(kind.byte()) != 0))
            && (query.outcomes.is_empty()
                || query.outcomes.iter().any(|outcome| self.outcomes & outcome_bit(outcome.number()) != 0))
            && (query.break_glass != Some(true) || self.break_glass)
    }

    pub(super) fn may_hold(&self, by: By, key: &Key) -> bool {
        let [patients, users] = &self.filters;
        match by {
            By::Patient => patients.may_hold(key),
            By::User => users.may_hold(key),
        }
    }
}

/// Where the bytes of an index stand.
pub(super) trait Place {
    fn size(&self) -> io::Result<u64>;
    fn read(&self, out: &mut [u8], offset: u64) -> io::Result<()>;
}

impl Place for File {
    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read(&self, out: &mut [u8], offset: u64) -> io::Result<()> {
        read_exact_at(self, out, offset)
    }
}

/// An index that is open.
#[derive(Debug)]
pub(super) struct IndexFile<P = File> {
    file: P,
    pub(super) head: Head,
    head_bytes: Vec<u8>,
    leaves: Vec<Hash>,
    pub(super) root: Hash,
}

impl IndexFile {
    /// Opens an index and checks its head. `None` if it is none, or one of another log or segment.
    pub(super) fn open(path: &Path, log_id: &[u8; 16], segment: u64, first: u64) -> io::Result<Option<Self>> {
        match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            file => Self::of(file?, log_id, segment, first),
        }
    }
}

impl<P: Place> IndexFile<P> {
    /// The index that stands there, if it is one, of this log and segment.
    pub(super) fn of(file: P, log_id: &[u8; 16], segment: u64, first: u64) -> io::Result<Option<Self>> {
        let len = file.size()?;
        let mut fixed = [0; FIXED];
        if len < wide(FIXED) {
            return Ok(None);
        }
        file.read(&mut fixed, 0)?;
        let Some(head) = Head::fixed(&fixed) else { return Ok(None) };
        if len != head.file_len() || head.log_id != *log_id || (head.segment, head.first) != (segment, first) {
            return Ok(None);
        }
        let mut head_bytes = vec![0; usize::try_from(head.len()).unwrap_or(0)];
        file.read(&mut head_bytes, 0)?;
        let leaves_len = head.leaves().saturating_mul(wide(HASH_LEN));
        let mut leaves = vec![0; usize::try_from(leaves_len).unwrap_or(0)];
        file.read(&mut leaves, len.saturating_sub(leaves_len))?;
        let leaves: Vec<_> = leaves.as_chunks().0.iter().map(|hash| Hash::from_bytes(*hash)).collect();
        let Some(head) = Head::decode(&head_bytes) else { return Ok(None) };
        if leaves.first() != Some(&Hash::leaf(&head_bytes)) {
            return Ok(None);
        }
        let mut tree = Tree::new();
        for leaf in &leaves {
            let _ = tree.push(*leaf);
        }
        let root = tree.root();
        Ok(Some(Self { file, head, head_bytes, leaves, root }))
    }

    /// The bytes of a bucket, held against its leaf. `None` if they differ.
    pub(super) fn bucket(&self, number: usize) -> io::Result<Option<Vec<u8>>> {
        let before: u64 = self.head.bucket_lens.iter().take(number).map(|len| u64::from(*len)).sum();
        let len = self.head.bucket_lens.get(number).copied().unwrap_or(0);
        self.part(self.head.len().saturating_add(before), u64::from(len), number.saturating_add(1))
    }

    /// All rows, held against their leaves. `None` if they differ.
    pub(super) fn rows(&self) -> io::Result<Option<Vec<Row>>> {
        let (start, entries) = (self.head.len().saturating_add(self.head.buckets_len()), u64::from(self.head.entries));
        let mut rows = Vec::new();
        for leaf in 0..self.head.row_leaves() {
            let from = leaf.saturating_mul(wide(ROWS_A_LEAF));
            let count = entries.saturating_sub(from).min(wide(ROWS_A_LEAF));
            let offset = start.saturating_add(from.saturating_mul(wide(ROW_LEN)));
            let number = usize::try_from(leaf).unwrap_or(usize::MAX).saturating_add(2 * BUCKETS).saturating_add(1);
            let Some(bytes) = self.part(offset, count.saturating_mul(wide(ROW_LEN)), number)? else { return Ok(None) };
            let read = bytes.as_chunks().0.iter().map(Row::decode).collect::<Option<Vec<_>>>();
            let Some(read) = read else { return Ok(None) };
            rows.extend(read);
        }
        Ok(Some(rows))
    }

    fn part(&self, offset: u64, len: u64, leaf: usize) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = vec![0; usize::try_from(len).unwrap_or(0)];
        self.file.read(&mut bytes, offset)?;
        Ok((self.leaves.get(leaf) == Some(&Hash::leaf(&bytes))).then_some(bytes))
    }

    /// The head, the bucket of a key, and the hashes that lead from both to the root.
    pub(super) fn evidence(&self, by: By, key: &Key) -> io::Result<Option<Evidence>> {
        let number = Head::bucket_number(by, key);
        let Some(bucket) = self.bucket(number)? else { return Ok(None) };
        let path = |leaf: usize| prove_inclusion(&self.leaves, wide(leaf)).ok();
        let (Some(head_path), Some(bucket_path)) = (path(0), path(number.saturating_add(1))) else { return Ok(None) };
        Ok(Some(Evidence { head: self.head_bytes.clone(), head_path, bucket, bucket_path, leaves: self.head.leaves() }))
    }
}

pub(super) struct Evidence {
    pub(super) head: Vec<u8>,
    pub(super) head_path: Vec<Hash>,
    pub(super) bucket: Vec<u8>,
    pub(super) bucket_path: Vec<Hash>,
    pub(super) leaves: u64,
}

/// The entries of a key in the bytes of its bucket. `None` if they are no bucket.
pub(super) fn postings(bucket: &[u8], wanted: &Key) -> Option<Vec<Posting>> {
    let (mut rest, mut found, mut before) = (Rest(bucket), Vec::new(), None);
    while !rest.0.is_empty() {
        let key = Key(rest.array::<KEY_LEN>()?);
        if before.is_some_and(|before| before >= key) {
            return None;
        }
        before = Some(key);
        let count = usize::try_from(u32::from_be_bytes(rest.array()?)).ok()?;
        let (postings, after) = rest.0.split_at_checked(count.checked_mul(8)?)?;
        rest.0 = after;
        if key == *wanted {
            let mut postings = Rest(postings);
            for _ in 0..count {
                found.push((u32::from_be_bytes(postings.array()?), u32::from_be_bytes(postings.array()?)));
            }
        }
    }
    Some(found)
}

struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_an_index_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..2600), key in any::<[u8; 18]>()) {
            let _ = Head::decode(&bytes);
            let _ = Head::decode(&[&MAGIC[..], &bytes].concat()).map(|head| head.file_len());
            let _ = postings(&bytes, &Key(key));
        }
    }
}
