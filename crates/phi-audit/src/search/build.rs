//! The index of a sealed segment, from its entries to its bytes.
//!
//! | bytes | |
//! |---|---|
//! | 18 | `phi-audit index 1` and a newline |
//! | 16 | log id |
//! | 8, 8, 4 | number of the segment, index of its first entry, count of its entries |
//! | 8, 8 | earliest and latest second of an event |
//! | 8, 2, 1 | bits of the kinds and the outcomes that occur; 1 if an event is a break-glass |
//! | 4, 4 | lengths of the two filters |
//! | 512 × 4 | lengths of the buckets: 256 of patients, 256 of users |
//! | | the filters |
//! | | the buckets: keys in order, each with the count of its entries and, for each, its number in the segment and its offset there |
//! | | a row of 16 bytes for each entry |
//! | | 32 bytes for each leaf: all up to the filters, each bucket, each 1024 rows |
//!
//! The root is that of the RFC 6962 tree over these leaves. Equal entries give equal bytes.

use std::collections::BTreeMap;

use super::digest::{Key, Row, keys};
use super::filter::Filter;
use crate::event::AuditEvent;
use crate::log::wide;
use crate::merkle::{Hash, Tree};

pub(super) const MAGIC: &[u8; 18] = b"phi-audit index 1\n";
pub(super) const BUCKETS: usize = 256;
pub(super) const ROWS_A_LEAF: usize = 1024;

/// Number in the segment, and offset there.
pub(super) type Posting = (u32, u32);
type Directory = BTreeMap<Key, Vec<Posting>>;

/// Takes the entries of a segment in.
pub(super) struct Builder {
    log_id: [u8; 16],
    segment: u64,
    pub(super) first: u64,
    patients: Directory,
    users: Directory,
    rows: Vec<Row>,
}

/// A built index.
pub(super) struct Built {
    pub(super) bytes: Vec<u8>,
    pub(super) root: Hash,
    pub(super) entries: u64,
}

impl Builder {
    pub(super) const fn new(log_id: [u8; 16], segment: u64, first: u64) -> Self {
        Self { log_id, segment, first, patients: BTreeMap::new(), users: BTreeMap::new(), rows: Vec::new() }
    }

    pub(super) fn push(&mut self, offset: u32, payload: &[u8]) {
        let Ok(number) = u32::try_from(self.rows.len()) else { return };
        let Ok(event) = AuditEvent::decode(payload) else {
            self.rows.push(Row::blank(offset));
            return;
        };
        let (patient, users) = keys(&event);
        if let Some(patient) = patient {
            self.patients.entry(patient).or_default().push((number, offset));
        }
        for user in users {
            let postings = self.users.entry(user).or_default();
            // Somebody may act on behalf of themselves.
            if postings.last().is_none_or(|(last, _)| *last != number) {
                postings.push((number, offset));
            }
        }
        self.rows.push(Row::of(&event, offset));
    }

    pub(super) fn finish(self) -> Built {
        let filters = [Filter::of(self.patients.keys()), Filter::of(self.users.keys())];
        let buckets: Vec<Vec<u8>> = [&self.patients, &self.users].into_iter().flat_map(buckets).collect();
        let events = || self.rows.iter().filter(|row| row.kind != 0);
        let mut head = MAGIC.to_vec();
        head.extend_from_slice(&self.log_id);
        head.extend_from_slice(&self.segment.to_be_bytes());
        head.extend_from_slice(&self.first.to_be_bytes());
        head.extend_from_slice(&u32::try_from(self.rows.len()).unwrap_or(u32::MAX).to_be_bytes());
        head.extend_from_slice(&events().map(|row| row.at).min().unwrap_or(i64::MAX).to_be_bytes());
        head.extend_from_slice(&events().map(|row| row.at).max().unwrap_or(i64::MIN).to_be_bytes());
        let kinds = events().fold(0_u64, |bits, row| bits | kind_bit(row.kind));
        let outcomes = events().fold(0_u16, |bits, row| bits | outcome_bit(row.outcome));
        head.extend_from_slice(&kinds.to_be_bytes());
        head.extend_from_slice(&outcomes.to_be_bytes());
        head.push(u8::from(events().any(|row| row.break_glass)));
        for part in filters.iter().map(|filter| &filter.0).chain(&buckets) {
            head.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        }
        for filter in &filters {
            head.extend_from_slice(&filter.0);
        }
        let rows = self.rows.chunks(ROWS_A_LEAF).map(|rows| {
            let mut out = Vec::new();
            rows.iter().for_each(|row| row.encode(&mut out));
            out
        });
        let (mut bytes, mut leaves, mut tree) = (Vec::new(), Vec::new(), Tree::new());
        for part in [head].into_iter().chain(buckets).chain(rows) {
            let leaf = Hash::leaf(&part);
            bytes.extend_from_slice(&part);
            leaves.extend_from_slice(leaf.as_bytes());
            // INVARIANT: a segment has less than 2^32 entries, and the tree room for 2^63.
            let _ = tree.push(leaf);
        }
        bytes.extend_from_slice(&leaves);
        Built { bytes, root: tree.root(), entries: wide(self.rows.len()) }
    }
}

pub(super) fn kind_bit(kind: u8) -> u64 {
    1_u64.checked_shl(u32::from(kind)).unwrap_or(0)
}

pub(super) fn outcome_bit(outcome: u8) -> u16 {
    1_u16.checked_shl(u32::from(outcome)).unwrap_or(0)
}

fn buckets(directory: &Directory) -> Vec<Vec<u8>> {
    let mut buckets = vec![Vec::new(); BUCKETS];
    for (key, postings) in directory {
        let Some(bucket) = buckets.get_mut(usize::from(key.bucket())) else { continue };
        bucket.extend_from_slice(&key.0);
        bucket.extend_from_slice(&u32::try_from(postings.len()).unwrap_or(u32::MAX).to_be_bytes());
        for (number, offset) in postings {
            bucket.extend_from_slice(&number.to_be_bytes());
            bucket.extend_from_slice(&offset.to_be_bytes());
        }
    }
    buckets
}
