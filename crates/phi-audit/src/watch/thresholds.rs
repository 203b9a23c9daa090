//! The numbers of the rules. None of them is law.

use super::keep::kept;

/// How much is too much, and how long to wait. Seconds, counts and tenths; the defaults are ours, and no rule names any.
///
/// ```
/// use phi_audit::watch::Thresholds;
/// let stricter = Thresholds { breadth_floor: 8, ..Thresholds::default() };
/// assert_eq!(stricter.grace, 8 * 3600);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// How long a relation or a shift may be documented late, in seconds: an access is judged when it has passed.
    pub grace: i64,
    /// How long the same rule stays silent about the same actor and subject after a finding, in seconds.
    pub quiet: i64,
    /// How soon the right record follows one that was opened by mistake, in seconds.
    pub mis_selection: i64,
    /// From how many fields on a look is more than a glimpse.
    pub glimpse_fields: u16,
    /// For how long after a death closing the record is ordinary, in seconds.
    pub after_death: i64,
    /// A gap in somebody's work that ends a stretch of it, in seconds; a stretch is what a day is to a baseline, night
    /// shifts and time zones included.
    pub stretch_gap: i64,
    /// The longest stretch, in seconds: for services, which never pause.
    pub stretch_most: i64,
    /// How many stretches of one's own make a baseline.
    pub own_stretches: u32,
    /// How many stretches of peers make a baseline.
    pub peer_stretches: u32,
    /// Entries in a stretch below which nobody's volume is looked at.
    pub volume_floor: u32,
    /// The same for services.
    pub service_floor: u32,
    /// Unexplained subjects in a stretch below which nobody's breadth is looked at.
    pub breadth_floor: u32,
    /// Exports in a stretch below which nobody's exports are looked at.
    pub export_floor: u32,
    /// How many tenths of the own baseline are too many; 40 is four times.
    pub own_tenths: u32,
    /// How many tenths of the peers' 95th percentile are too many.
    pub peer_tenths: u32,
    /// How many steps along the record numbers are a tour.
    pub tour: u32,
    /// How far apart two numbers of a tour are at most.
    pub tour_step: u64,
    /// The longest pause in a tour, in seconds.
    pub tour_pause: i64,
    /// How many overrides within a week are a habit.
    pub glass_habit: u32,
    /// How far from a shift work is overtime, in seconds.
    pub overtime: i64,
    /// How far before a shift reading ahead is ordinary, in seconds.
    pub reading_ahead: i64,
    /// How many entries off duty are looked at.
    pub off_hours: u32,
    /// Failed sign-ins from a strange network before a success that are too many.
    pub failures: u32,
    /// The same from the usual network: somebody who mistypes.
    pub failures_usual: u32,
    /// Within which time failures and the success belong together, in seconds.
    pub failure_window: i64,
    /// From how many actors who failed at one network, and did not sign in soon after, it is no coincidence.
    pub sprayed: u32,
    /// The longest silence that is never looked at, in seconds.
    pub silence: i64,
    /// How many entries have to be expected in a silence by the same hours of other weeks.
    pub silence_expected: u32,
    /// How far clocks of several machines may disagree, in seconds.
    pub clock_tolerance: i64,
    /// After how long without an entry an actor is forgotten, in seconds.
    pub memory: i64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            grace: 8 * HOUR,
            quiet: 7 * DAY,
            mis_selection: 180,
            glimpse_fields: 8,
            after_death: 30 * DAY,
            stretch_gap: 6 * HOUR,
            stretch_most: DAY,
            own_stretches: 5,
            peer_stretches: 40,
            volume_floor: 150,
            service_floor: 2_000,
            breadth_floor: 12,
            export_floor: 20,
            own_tenths: 30,
            peer_tenths: 20,
            tour: 8,
            tour_step: 3,
            tour_pause: 600,
            glass_habit: 4,
            overtime: 2 * HOUR,
            reading_ahead: 14 * HOUR,
            off_hours: 5,
            failures: 5,
            failures_usual: 10,
            failure_window: 900,
            sprayed: 5,
            silence: 1_800,
            silence_expected: 50,
            clock_tolerance: 120,
            memory: 35 * DAY,
        }
    }
}

pub(super) const HOUR: i64 = 3_600;
pub(super) const DAY: i64 = 24 * HOUR;

impl Thresholds {
    /// Nothing that a rule still needs is forgotten, whatever was set.
    pub(super) fn mended(mut self) -> Self {
        let longest = self.quiet.max(self.grace).max(self.stretch_most).max(self.failure_window);
        self.memory = self.memory.max(longest.saturating_mul(2));
        self.stretch_most = self.stretch_most.max(self.stretch_gap);
        self
    }
}

kept!(Thresholds {
    grace,
    quiet,
    mis_selection,
    glimpse_fields,
    after_death,
    stretch_gap,
    stretch_most,
    own_stretches,
    peer_stretches,
    volume_floor,
    service_floor,
    breadth_floor,
    export_floor,
    own_tenths,
    peer_tenths,
    tour,
    tour_step,
    tour_pause,
    glass_habit,
    overtime,
    reading_ahead,
    off_hours,
    failures,
    failures_usual,
    failure_window,
    sprayed,
    silence,
    silence_expected,
    clock_tolerance,
    memory
});
