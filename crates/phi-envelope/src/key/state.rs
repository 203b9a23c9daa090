//! The states of a key, after NIST SP 800-57 Part 1 Rev. 5, section 7.

/// What a key may be used for. Enforced here, whatever the provider does.
///
/// | state | seal, wrap | open, unwrap |
/// |---|---|---|
/// | pre-active | no | no |
/// | active | yes | yes |
/// | suspended | no | no |
/// | deactivated | no | yes |
/// | compromised | no | under a recorded override alone |
/// | destroyed | no | no |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum KeyState {
    /// Made and not yet to be used.
    #[default]
    PreActive,
    /// In use.
    Active,
    /// Set aside for a while, for instance while a suspicion is looked into.
    Suspended,
    /// Opens what it sealed, and seals no more.
    Deactivated,
    /// Known or suspected to be in wrong hands.
    Compromised,
    /// Gone; its record stays.
    Destroyed,
}

impl KeyState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::PreActive, Self::Active, Self::Suspended, Self::Deactivated, Self::Compromised, Self::Destroyed];

    /// Whether a key in this state may seal or wrap.
    #[must_use]
    pub const fn may_protect(self) -> bool {
        matches!(self, Self::Active)
    }

    /// Whether a key in this state may open or unwrap without an override.
    #[must_use]
    pub const fn may_process(self) -> bool {
        matches!(self, Self::Active | Self::Deactivated)
    }

    /// Whether a key in this state may become another (after SP 800-57 Part 1 Rev. 5, section 7). Nothing leads back from
    /// deactivated or compromised to active.
    ///
    /// ```
    /// use phi_envelope::KeyState::{Active, Compromised, Deactivated};
    /// assert!(Active.may_become(Deactivated));
    /// assert!(!Deactivated.may_become(Active) && !Compromised.may_become(Active));
    /// ```
    #[must_use]
    pub const fn may_become(self, to: Self) -> bool {
        match self {
            Self::PreActive => matches!(to, Self::Active | Self::Suspended | Self::Compromised | Self::Destroyed),
            Self::Active => matches!(to, Self::Suspended | Self::Deactivated | Self::Compromised),
            Self::Suspended => {
                matches!(to, Self::Active | Self::Deactivated | Self::Compromised | Self::Destroyed)
            }
            Self::Deactivated => matches!(to, Self::Compromised | Self::Destroyed),
            Self::Compromised => matches!(to, Self::Destroyed),
            Self::Destroyed => false,
        }
    }

    /// Whether the state must be vouched for by the key itself. What only restricts needs no proof: a key must be set aside at
    /// once even when nobody can unwrap it, and whoever can write the store could delete it as well.
    pub(crate) const fn wants_proof(self) -> bool {
        matches!(self, Self::PreActive | Self::Active | Self::Deactivated)
    }

    /// Its byte in stored records.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::PreActive => 1,
            Self::Active => 2,
            Self::Suspended => 3,
            Self::Deactivated => 4,
            Self::Compromised => 5,
            Self::Destroyed => 6,
        }
    }

    /// The state with this byte.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.byte() == byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_active_protects_and_only_active_and_deactivated_process() {
        let protect: Vec<_> = KeyState::ALL.into_iter().filter(|state| state.may_protect()).collect();
        let process: Vec<_> = KeyState::ALL.into_iter().filter(|state| state.may_process()).collect();
        assert_eq!(protect, [KeyState::Active]);
        assert_eq!(process, [KeyState::Active, KeyState::Deactivated]);
    }

    #[test]
    fn nothing_comes_back_from_compromised_or_destroyed_and_a_deactivated_key_never_seals_again() {
        use KeyState::{Active, Compromised, Deactivated, Destroyed, PreActive};
        for to in KeyState::ALL {
            assert!(!Destroyed.may_become(to));
            assert_eq!(Compromised.may_become(to), to == Destroyed);
            assert!(!to.may_become(PreActive) && !to.may_become(to));
        }
        assert!(!Deactivated.may_become(Active) && !Deactivated.may_become(KeyState::Suspended));
        assert!(!Active.may_become(Destroyed), "deactivate it first");
    }

    #[test]
    fn every_state_has_a_byte_of_its_own() {
        for byte in 0..=u8::MAX {
            assert_eq!(KeyState::from_byte(byte).map(KeyState::byte), (1..=6).contains(&byte).then_some(byte));
        }
    }
}
