//! What was explained, and what could not be looked at: so that silence is not taken for peace.

use super::keep::{Keep, kept};
use super::rule::Innocent;

/// Counts since the watch began.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Census {
    /// Entries that were looked at.
    pub entries: u64,
    /// What could not be looked at.
    pub blind: Blind,
    explained: [u64; Innocent::ALL.len()],
}

/// How often an answer was missing. Where a count is high, the rules that need the answer are silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Blind {
    /// Entries by people of whom the host knows nothing.
    pub staff: u64,
    /// Accesses to subjects of whom the host knows nothing.
    pub person: u64,
    /// Accesses where the host does not know of relations.
    pub bond: u64,
    /// Accesses by people without a plan of shifts.
    pub shift: u64,
    /// Stretches of work without anything to compare them with.
    pub baseline: u64,
}

kept!(Census { entries, blind, explained });
kept!(Blind { staff, person, bond, shift, baseline });

impl Census {
    /// How often an explanation held.
    #[must_use]
    pub fn held(&self, innocent: Innocent) -> u64 {
        self.explained.get(innocent as usize).copied().unwrap_or(0)
    }

    pub(super) fn explained(&mut self, by: Innocent) {
        if let Some(count) = self.explained.get_mut(by as usize) {
            *count = count.saturating_add(1);
        }
    }
}

impl Default for Census {
    fn default() -> Self {
        Self { entries: 0, blind: Blind::default(), explained: [0; Innocent::ALL.len()] }
    }
}

impl<const N: usize> Keep for [u64; N] {
    fn keep(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|count| count.keep(out));
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        let mut counts = [0; N];
        for count in &mut counts {
            *count = u64::back(from)?;
        }
        Some(counts)
    }
}
