//! Sets of actions and purposes as bits.

use phi_types::{Action, Purpose};

/// A set of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct Actions(u16);

impl Actions {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn of(action: Action) -> Self {
        Self(1 << action as u16)
    }

    pub(crate) fn all(actions: &[Action]) -> Self {
        actions.iter().fold(Self::NONE, |set, action| Self(set.0 | Self::of(*action).0))
    }

    pub(crate) fn every() -> Self {
        Self::all(&Action::ALL)
    }

    pub(crate) const fn contains(self, action: Action) -> bool {
        self.0 & 1 << action as u16 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Action> {
        Action::ALL.into_iter().filter(move |action| self.contains(*action))
    }
}

/// Whether the action writes: the fields that count are then those that may be written.
pub(crate) const fn writes(action: Action) -> bool {
    matches!(action, Action::Create | Action::Update)
}

/// Acts on keys and on the log, which are about no record.
pub(crate) const fn administers(action: Action) -> bool {
    matches!(action, Action::RotateKey | Action::ShredSubject | Action::ReadLog)
}

/// A set of purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct Purposes(u64);

impl Purposes {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn of(purpose: Purpose) -> Self {
        Self(1 << purpose as u64)
    }

    pub(crate) fn all(purposes: &[Purpose]) -> Self {
        purposes.iter().fold(Self::NONE, |set, purpose| set.union(Self::of(*purpose)))
    }

    pub(crate) fn every() -> Self {
        Self::all(Purpose::ALL)
    }

    /// These purposes and every case of them: the is-a rule of HL7's tree.
    pub(crate) fn with_cases(self) -> Self {
        // Parents stand before their children, so one pass reaches every depth.
        Purpose::ALL.iter().fold(self, |set, purpose| match purpose.parent() {
            Some(parent) if set.contains(parent) => set.union(Self::of(*purpose)),
            _ => set,
        })
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) const fn contains(self, purpose: Purpose) -> bool {
        self.0 & 1 << purpose as u64 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Purpose> {
        Purpose::ALL.iter().copied().filter(move |purpose| self.contains(*purpose))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_follow_the_tree() {
        for general in Purpose::ALL {
            let cases = Purposes::of(*general).with_cases();
            for purpose in Purpose::ALL {
                assert_eq!(cases.contains(*purpose), purpose.is_a(*general), "{purpose} {general}");
            }
        }
        assert!(Action::ALL.into_iter().all(|action| Actions::every().contains(action)));
    }
}
