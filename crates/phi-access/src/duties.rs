//! Obligations as a small set that is copied and joined without allocating.

use core::fmt;

use phi_types::gate::{Duty, Obligation, Stage};
use time::Duration;

/// A set of obligations. Joined with another one, each duty is owed once: the shorter time and the lower rate count.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duties {
    bits: u32,
    review_seconds: i64,
    rate: u32,
}

impl Default for Duties {
    fn default() -> Self {
        Self::NONE
    }
}

impl Duties {
    /// None.
    pub const NONE: Self = Self { bits: 0, review_seconds: i64::MAX, rate: u32::MAX };

    /// This set and one more.
    #[must_use]
    #[inline]
    pub fn with(mut self, duty: Duty, stage: Stage) -> Self {
        self.bits |= bit(kind(duty), stage);
        match duty {
            Duty::ReviewWithin(within) => self.review_seconds = self.review_seconds.min(within.whole_seconds()),
            Duty::RateLimit(rate) => self.rate = self.rate.min(rate),
            _ => {}
        }
        self
    }

    /// Both sets together.
    #[must_use]
    #[inline]
    pub fn union(self, other: Self) -> Self {
        Self {
            bits: self.bits | other.bits,
            review_seconds: self.review_seconds.min(other.review_seconds),
            rate: self.rate.min(other.rate),
        }
    }

    /// With what follows from the decision itself: an entry in the accounting, and word of a forbid that was lifted.
    #[inline]
    pub(crate) fn with_extras(self, accounting: bool, lifted: bool) -> Self {
        let duties = if accounting { self.with(Duty::AccountForDisclosure, Stage::After) } else { self };
        if lifted { duties.with(Duty::NotifyPrivacyOfficer, Stage::After) } else { duties }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Whether a duty of this kind is owed at either stage.
    #[must_use]
    pub fn owes(self, duty: Duty) -> bool {
        self.bits & (bit(kind(duty), Stage::Before) | bit(kind(duty), Stage::After)) != 0
    }

    /// The obligations, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Obligation> {
        let kinds = [
            Duty::NotifyPrivacyOfficer,
            Duty::ReviewWithin(Duration::seconds(self.review_seconds)),
            Duty::AttachPart2Notice,
            Duty::AccountForDisclosure,
            Duty::Redact,
            Duty::NoFurtherUse,
            Duty::Watermark,
            Duty::RateLimit(self.rate),
            Duty::DocumentMedicalEmergency,
        ];
        kinds.into_iter().flat_map(move |duty| {
            [Stage::Before, Stage::After]
                .into_iter()
                .filter(move |stage| self.bits & bit(kind(duty), *stage) != 0)
                .map(move |stage| Obligation { duty, stage })
        })
    }
}

impl fmt::Debug for Duties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The kinds of duty that a host has declared it fulfils. A permit that obliges to anything else, with nothing that holds it
/// back until the duty is done, does not apply.
///
/// A duty that comes [before](Stage::Before) needs no declaration: the gate shows nothing until it is discharged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fulfils(u16);

impl Default for Fulfils {
    /// What the library itself puts on record: the review and the notice to the privacy officer as open tasks, the accounting entry
    /// in the log.
    fn default() -> Self {
        Self(0)
            .and(Duty::NotifyPrivacyOfficer)
            .and(Duty::ReviewWithin(Duration::ZERO))
            .and(Duty::AccountForDisclosure)
            .and(Duty::DocumentMedicalEmergency)
    }
}

impl Fulfils {
    /// The host fulfils this kind of duty as well; the time or the rate in it does not matter.
    #[must_use]
    pub const fn and(self, duty: Duty) -> Self {
        Self(self.0 | 1 << kind(duty))
    }

    /// Every kind of duty: for tests of a policy, where nothing is fulfilled for real.
    pub(crate) const fn everything() -> Self {
        Self(u16::MAX)
    }

    /// Whether nothing is owed that was not declared.
    pub(crate) fn covers(self, duties: Duties) -> bool {
        (0..16).all(|kind| duties.bits & bit(kind, Stage::After) == 0 || self.0 & 1 << kind != 0)
    }
}

const fn bit(kind: u32, stage: Stage) -> u32 {
    1 << (kind * 2 + matches!(stage, Stage::After) as u32)
}

const fn kind(duty: Duty) -> u32 {
    match duty {
        Duty::NotifyPrivacyOfficer => 0,
        Duty::ReviewWithin(_) => 1,
        Duty::AttachPart2Notice => 2,
        Duty::AccountForDisclosure => 3,
        Duty::Redact => 4,
        Duty::NoFurtherUse => 5,
        Duty::Watermark => 6,
        Duty::RateLimit(_) => 7,
        Duty::DocumentMedicalEmergency => 8,
        // A duty that this version does not know is one that nobody has declared.
        _ => 15,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stricter_time_and_rate_count() {
        let long = Duties::NONE.with(Duty::ReviewWithin(Duration::days(3)), Stage::After);
        let short = Duties::NONE.with(Duty::ReviewWithin(Duration::HOUR), Stage::After);
        let both = long.union(short).with(Duty::RateLimit(9), Stage::Before).with(Duty::RateLimit(20), Stage::Before);
        let expected = [
            Obligation { duty: Duty::ReviewWithin(Duration::HOUR), stage: Stage::After },
            Obligation { duty: Duty::RateLimit(9), stage: Stage::Before },
        ];
        assert_eq!(both.iter().collect::<Vec<_>>(), expected);
        assert!(Duties::NONE.iter().next().is_none());
    }

    #[test]
    fn what_comes_after_must_have_been_declared() {
        let after = Duties::NONE.with(Duty::Watermark, Stage::After);
        assert!(!Fulfils::default().covers(after));
        assert!(Fulfils::default().and(Duty::Watermark).covers(after));
        assert!(Fulfils::default().covers(Duties::NONE.with(Duty::Watermark, Stage::Before)));
    }
}
