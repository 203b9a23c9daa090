//! Whether what stands at the end of a file is the trace of a crash, or damage.
//!
//! A batch that was being written when the power failed was never acknowledged, and may go. Anything else must stay
//! as it is, for someone to look at. The file alone has to tell the two apart:
//!
//! - What a crash leaves behind belongs to one batch, the last. So nothing of any other batch may follow.
//! - It is sound as far as it was written. It breaks off where the file ends, or at a sector that still holds zeros
//!   (a disk writes whole sectors, in any order). No sector of a sound frame is all zeros, see
//!   [`frame`](super::frame), save within a payload that has as many zeros itself; a hole that lies wholly within
//!   such a payload is taken for damage.
//!
//! A bit that flips in an acknowledged entry makes neither the file shorter nor a sector zero: that is damage, also
//! in the last entry.
#![deny(clippy::arithmetic_side_effects)]

use core::ops::Range;

use super::batch::{Stop, Walk, holds_frame_of_other_batch, walk};
use super::frame::{SECTOR, wide};
use super::header::Header;
use super::{Damage, DamageReason, MAX_BATCH_LEN};

/// Judges the end of a log, from the end of the last complete batch on; `offset` is where it begins and `first`
/// the index of the entry that should stand there. `tail` reaches to the last byte that is not zero, but need not be
/// longer than the longest batch and one byte more; `followed` says that something stands in a later part.
///
/// Passes it if it may be the trace of a crash, or a batch that another process is writing at this moment.
pub(super) fn judge(tail: &[u8], offset: u64, log: &Header, first: u64, followed: bool) -> Result<(), Damage> {
    let (stop, reason, crashed) = match walk(tail, log, first, |_, _| ()) {
        Walk::Complete(_) => return Ok(()),
        Walk::Short(stop) => (stop, DamageReason::Interrupted, true),
        Walk::Bad { stop, reason, suspect } => {
            (stop, reason, suspect.is_some_and(|suspect| has_unwritten_sector(tail, offset, suspect)))
        }
    };
    if crashed && !followed && tail.len() <= MAX_BATCH_LEN && !holds_frame_of_other_batch(after(tail, stop), log, first)
    {
        return Ok(());
    }
    Err(Damage { index: stop.index, offset: offset.saturating_add(wide(stop.at)), reason })
}

/// All but the first byte of the frame that the walk stopped at: it is known not to be sound.
fn after(tail: &[u8], stop: Stop) -> &[u8] {
    tail.get(stop.at.saturating_add(1)..).unwrap_or_default()
}

/// Whether any sector that `suspect` has a part in is all zeros, as far as it belongs to the tail. The tail begins
/// at `offset` in the file, where the sectors are aligned.
fn has_unwritten_sector(tail: &[u8], offset: u64, suspect: Range<usize>) -> bool {
    // Below SECTOR, so it fits.
    let skew = usize::try_from(offset.checked_rem(wide(SECTOR)).unwrap_or(0)).unwrap_or(0);
    let first = suspect.start.saturating_add(skew).checked_div(SECTOR).unwrap_or(0);
    (first..)
        .map(|sector| sector.saturating_mul(SECTOR).saturating_sub(skew))
        .take_while(|start| *start < suspect.end)
        .zip((first..).map(|sector| sector.saturating_add(1).saturating_mul(SECTOR).saturating_sub(skew)))
        .filter_map(|(start, end)| tail.get(start..end.min(tail.len())))
        .any(|sector| !sector.is_empty() && sector.iter().all(|byte| *byte == 0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]
    use super::super::batch::encode;
    use super::*;

    fn log() -> Header {
        Header::new("audit.example/clinic", [9; 16]).unwrap()
    }

    fn batch(payloads: &[&[u8]]) -> Vec<u8> {
        let entries: Vec<_> = payloads.iter().map(|payload| ([1; 16], *payload)).collect();
        encode(&log(), 7, &entries, &vec![[2; 16]; payloads.len()]).unwrap().bytes
    }

    fn judged(tail: &[u8], offset: u64) -> Result<(), DamageReason> {
        judge(tail, offset, &log(), 7, false).map_err(|damage| damage.reason)
    }

    #[test]
    fn a_sector_is_seen_wherever_the_tail_begins() {
        for offset in [0, 1, 100, 511, 512, 1000] {
            let skew = (offset % 512) as usize;
            for hole in 0..4 {
                let mut tail = vec![1; 2000];
                let range = (hole * 512_usize).saturating_sub(skew)..((hole + 1) * 512 - skew).min(2000);
                tail[range.clone()].fill(0);
                assert!(has_unwritten_sector(&tail, offset, 0..2000));
                assert!(has_unwritten_sector(&tail, offset, range.start..range.start + 1));
                assert!(has_unwritten_sector(&tail, offset, range.end - 1..range.end));
                let next = range.end..(range.end + 1).min(2000);
                assert!(next.is_empty() || !has_unwritten_sector(&tail, offset, next));
                tail[range.end - 1] = 1;
                assert!(!has_unwritten_sector(&tail, offset, 0..2000));
            }
        }
        assert!(!has_unwritten_sector(&[], 0, 0..96));
    }

    #[test]
    fn any_sectors_may_be_missing_from_a_batch_that_was_being_written() {
        let bytes = batch(&[&[1; 700], b"short", &[2; 900], b""]);
        for offset in [0, 40, 90, 300, 500] {
            let skew = (offset % 512) as usize;
            let sectors = (bytes.len() + skew).div_ceil(512);
            for written in 0..1_u32 << sectors {
                let mut tail = bytes.clone();
                for (at, byte) in tail.iter_mut().enumerate() {
                    if written >> ((at + skew) / 512) & 1 == 0 {
                        *byte = 0;
                    }
                }
                assert_eq!(judged(&tail, offset), Ok(()), "offset {offset}, written {written:b}");
            }
        }
    }

    #[test]
    fn flipped_bits_are_not_taken_for_a_crash() {
        // Zeros in the payload are what a crash would leave as well, so these must not count.
        let bytes = batch(&[&[0; 1500], b"short", &[1; 600]]);
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut tail = bytes.clone();
                tail[at] ^= 1 << bit;
                assert!(judged(&tail, 300).is_err(), "byte {at}, bit {bit}");
            }
        }
    }

    #[test]
    fn nothing_of_another_batch_may_follow() {
        let bytes = batch(&[&[1; 700], b"short"]);
        let next = encode(&log(), 9, &[([1; 16], b"next")], &[[2; 16]]).unwrap().bytes;
        let cut = [&bytes[..bytes.len() - 50], &next].concat();
        assert_eq!(judged(&cut, 0), Err(DamageReason::Header));
        let mut hole = [&bytes[..], &next].concat();
        hole[512..796].fill(0);
        hole[..512].fill(0);
        assert_eq!(judged(&hole, 0), Err(DamageReason::NotAnEntry));
        assert_eq!(judged(&hole[..bytes.len()], 0), Ok(()));
    }

    #[test]
    fn zeros_may_follow_but_not_more_than_a_batch_could_have_left() {
        assert_eq!(judged(&[0; 10_000], 0), Ok(()));
        assert_eq!(judged(&vec![0; MAX_BATCH_LEN + 1], 0), Err(DamageReason::NotAnEntry));
        assert_eq!(judged(&[7; 10_000], 0), Err(DamageReason::NotAnEntry));
    }
}
