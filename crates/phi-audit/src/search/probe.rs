//! An index without a log: built of payloads, sealed anew, and read to the last byte. For fuzzing and for tests.
#![deny(clippy::arithmetic_side_effects)]

use std::io;

use super::build::{BUCKETS, Builder, ROWS_A_LEAF};
use super::digest::{KEY_LEN, Key, ROW_LEN};
use super::file::{By, FIXED, Head, IndexFile, Place, postings};
use super::{Completeness, SubjectPseudonym};
use crate::merkle::Hash;
use crate::notice::Notice;

/// The index of a segment that holds these payloads, as it would stand beside it.
#[must_use]
pub fn build_index(payloads: &[Vec<u8>]) -> Vec<u8> {
    let mut builder = Builder::new([7; 16], 3, 1000);
    for (offset, payload) in (0..).zip(payloads) {
        builder.push(offset, payload);
    }
    builder.finish().bytes
}

/// The same bytes with the hashes that fit them in place of those that stand there, so that what reads them is reached behind the
/// hashes as well. `None` if they are too short for what their head says.
#[must_use]
pub fn seal_index(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = Head::fixed(bytes.first_chunk::<FIXED>()?)?;
    let rows = usize::try_from(head.entries).ok()?.checked_mul(ROW_LEN)?;
    let lens = [usize::try_from(head.len()).ok()?]
        .into_iter()
        .chain(head.bucket_lens().iter().map(|len| usize::try_from(*len).unwrap_or(usize::MAX)))
        .chain(
            (0..rows)
                .step_by(ROWS_A_LEAF.saturating_mul(ROW_LEN))
                .map(|from| rows.saturating_sub(from).min(ROWS_A_LEAF.saturating_mul(ROW_LEN))),
        );
    let (mut rest, mut out, mut leaves) = (bytes, Vec::new(), Vec::new());
    for len in lens {
        let (part, after) = rest.split_at_checked(len)?;
        leaves.extend_from_slice(Hash::leaf(part).as_bytes());
        out.extend_from_slice(part);
        rest = after;
    }
    out.extend(leaves);
    Some(out)
}

/// Reads bytes as the index of a segment is read, each part of it, with the proof that each bucket is whole. Answers how many entries
/// the first keys of the buckets have, and how many rows there are; `None` if any part is refused.
#[must_use]
pub fn read_index(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = Head::fixed(bytes.first_chunk::<FIXED>()?)?;
    let index = IndexFile::of(bytes, &head.log_id, head.segment, head.first).ok()??;
    let notice = Notice::Indexed {
        segment: head.segment,
        first: head.first,
        entries: u64::from(head.entries),
        root: *index.root.as_bytes(),
    };
    let mut found = 0_usize;
    for number in 0..2 * BUCKETS {
        let bucket = index.bucket(number).ok()??;
        let Some(key) = bucket.first_chunk::<KEY_LEN>().map(|key| Key(*key)) else { continue };
        let there = postings(&bucket, &key)?;
        found = found.saturating_add(there.len());
        let by = if number < BUCKETS { By::Patient } else { By::User };
        if !index.head.may_hold(by, &key) || Head::bucket_number(by, &key) != number {
            return None;
        }
        if let (By::Patient, Some((pseudonym, version))) = (by, key.0.split_first_chunk()) {
            let patient = SubjectPseudonym::from_parts(u16::from_be_bytes(version.try_into().ok()?), *pseudonym);
            let proof = Completeness::new(patient, 0, index.evidence(by, &key).ok()??);
            if proof.verify(&notice).ok()?.len() != there.len() {
                return None;
            }
        }
    }
    Some((found, index.rows().ok()??.len()))
}

impl Place for &[u8] {
    fn size(&self) -> io::Result<u64> {
        Ok(crate::log::wide(self.len()))
    }

    fn read(&self, out: &mut [u8], offset: u64) -> io::Result<()> {
        let part = usize::try_from(offset).ok().and_then(|from| self.get(from..)?.get(..out.len()));
        let part = part.ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(part);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::events;
    use proptest::prelude::*;

    fn payloads() -> impl Strategy<Value = Vec<Vec<u8>>> {
        let payload = prop_oneof![4 => events().prop_map(|event| event.encode()), 1 => Just(vec![2, 7])];
        proptest::collection::vec(payload, 0..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn an_index_with_any_byte_changed_is_refused_and_one_that_is_sealed_anew_is_read_without_a_panic(
            payloads in payloads(),
            harm in proptest::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..4),
        ) {
            let sound = build_index(&payloads);
            prop_assert_eq!(read_index(&sound).map(|(_, rows)| rows), Some(payloads.len()));
            prop_assert!(seal_index(&sound).is_some_and(|again| again == sound));
            let mut harmed = sound.clone();
            for (at, bits) in harm {
                let at = at.index(harmed.len());
                harmed[at] ^= bits;
                if harmed != sound {
                    prop_assert_eq!(read_index(&harmed), None);
                }
                if let Some(again) = seal_index(&harmed) {
                    let _ = read_index(&again);
                }
                prop_assert_eq!(read_index(&harmed[..at]), None);
            }
        }
    }
}
