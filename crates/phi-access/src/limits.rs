//! How long a session lasts.

use alloc::{string::String, sync::Arc};

use time::Duration;

/// A kind of workplace, with the most that is usual there.
///
/// 45 CFR 164.312(a)(2)(iii) asks for logoff after "a predetermined time of inactivity" and names no number. These are
/// conventions, not law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preset {
    /// Administrators: 15 minutes without activity, 8 hours in all.
    Admin,
    /// Desks: 15 minutes without activity, 12 hours in all.
    Office,
    /// Clinical work: 30 minutes without activity, 12 hours in all.
    Clinical,
    /// Patients at home: 15 minutes without activity, 2 hours in all.
    Portal,
    /// A shared device in a public place: 2 minutes without activity, 30 minutes in all.
    Kiosk,
}

impl Preset {
    /// The longest without activity.
    #[must_use]
    pub const fn idle(self) -> Duration {
        match self {
            Self::Admin | Self::Office | Self::Portal => Duration::minutes(15),
            Self::Clinical => Duration::minutes(30),
            Self::Kiosk => Duration::minutes(2),
        }
    }

    /// The longest in all.
    #[must_use]
    pub const fn absolute(self) -> Duration {
        match self {
            Self::Admin => Duration::hours(8),
            Self::Office | Self::Clinical => Duration::hours(12),
            Self::Portal => Duration::hours(2),
            Self::Kiosk => Duration::minutes(30),
        }
    }
}

/// The limits of a session: within a preset's, or beyond them for a reason that stays with the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    idle: Duration,
    absolute: Duration,
    deviation: Option<Arc<str>>,
}

/// Why these are no limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidLimits {
    /// No time at all, or less.
    #[error("a session lasts some time")]
    Nothing,
    /// Longer than the preset has it, and nobody said why.
    #[error("longer than the preset: say why")]
    BeyondPreset,
    /// The reason is blank.
    #[error("a deviation needs a written reason")]
    Reason,
}

impl SessionLimits {
    /// Fifteen minutes without activity, twelve hours in all.
    pub const OFFICE: Self = Self::of(Preset::Office);
    /// Thirty minutes without activity, twelve hours in all: for clinical work.
    pub const CLINICAL: Self = Self::of(Preset::Clinical);
    /// Fifteen minutes without activity, eight hours in all.
    pub const ADMIN: Self = Self::of(Preset::Admin);
    /// Fifteen minutes without activity, two hours in all.
    pub const PORTAL: Self = Self::of(Preset::Portal);
    /// Two minutes without activity, half an hour in all.
    pub const KIOSK: Self = Self::of(Preset::Kiosk);

    const fn of(preset: Preset) -> Self {
        Self { idle: preset.idle(), absolute: preset.absolute(), deviation: None }
    }

    /// Limits within a preset's.
    ///
    /// # Errors
    /// When one is longer than the preset has it, or no time at all.
    pub fn within(preset: Preset, idle: Duration, absolute: Duration) -> Result<Self, InvalidLimits> {
        if idle <= Duration::ZERO || absolute <= Duration::ZERO {
            Err(InvalidLimits::Nothing)
        } else if idle > preset.idle() || absolute > preset.absolute() {
            Err(InvalidLimits::BeyondPreset)
        } else {
            Ok(Self { idle, absolute, deviation: None })
        }
    }

    /// Limits beyond a preset's, for a reason that a review can ask for: [`deviation`](Self::deviation).
    ///
    /// # Errors
    /// When the reason is blank, or a limit is no time at all.
    pub fn deviating(idle: Duration, absolute: Duration, reason: &str) -> Result<Self, InvalidLimits> {
        if idle <= Duration::ZERO || absolute <= Duration::ZERO {
            Err(InvalidLimits::Nothing)
        } else if reason.trim().is_empty() || reason.chars().any(char::is_control) {
            Err(InvalidLimits::Reason)
        } else {
            Ok(Self { idle, absolute, deviation: Some(Arc::from(String::from(reason.trim()))) })
        }
    }

    /// The longest without activity.
    #[must_use]
    pub const fn idle(&self) -> Duration {
        self.idle
    }

    /// The longest in all.
    #[must_use]
    pub const fn absolute(&self) -> Duration {
        self.absolute
    }

    /// Why it goes beyond a preset, if it does.
    #[must_use]
    pub fn deviation(&self) -> Option<&str> {
        self.deviation.as_deref()
    }
}
