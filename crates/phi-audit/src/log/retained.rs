//! Which entries retention took away, and whether a signed retention entry of the same log allows for each.

use core::ops::Range;

use super::frame::FrameHeader;
use super::{Damage, DamageReason};
use crate::note::NoteVerifier;
use crate::notice::Notice;

/// Collects on the way through a log.
#[derive(Default)]
pub(super) struct Pruned {
    /// What is gone, in order, with the place of the first of each range.
    gone: Vec<(Range<u64>, u64)>,
    /// What signed retention entries allow to be gone.
    allowed: Vec<Range<u64>>,
}

impl Pruned {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn pass(&mut self, frame: &FrameHeader, offset: u64, payload: &[u8], key: &NoteVerifier) {
        if frame.pruned {
            let next = frame.index.saturating_add(1);
            match self.gone.last_mut() {
                Some((last, _)) if last.end == frame.index => last.end = next,
                _ => self.gone.push((frame.index..next, offset)),
            }
        } else if let Some(Notice::Retention(retention)) = Notice::decode(payload)
            && let Some(ranges) = retention.verified(key)
        {
            // Nothing that comes after the retention entry can have been its matter.
            self.allowed.extend(ranges.into_iter().filter(|range| range.end <= frame.index));
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.gone.iter().map(|(range, _)| range.end.saturating_sub(range.start)).fold(0, u64::saturating_add)
    }

    /// The first entry that is gone without permission.
    pub(super) fn unaccounted(&self) -> Result<(), Damage> {
        let mut allowed = self.allowed.clone();
        allowed.sort_by_key(|range| range.start);
        for (range, offset) in &self.gone {
            let mut next = range.start;
            for allowed in &allowed {
                if allowed.start <= next && next < allowed.end {
                    next = allowed.end;
                }
            }
            if next < range.end {
                return Err(Damage { index: next, offset: *offset, reason: DamageReason::Withdrawn });
            }
        }
        Ok(())
    }
}
