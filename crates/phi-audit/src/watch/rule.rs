//! The rules by name, and the innocent explanations that each has to rule out.

use super::keep::kept_choice;

macro_rules! named {
    ($(#[$about:meta])* $name:ident: $count:literal { $( #[doc = $doc:literal] $one:ident = $word:literal, )* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $( #[doc = $doc] $one, )* }

        impl $name {
            /// Every one that this version knows.
            pub const ALL: [Self; $count] = [$( Self::$one, )*];

            /// A stable word for logs and reviews.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$one => $word, )* }
            }

            /// The one of this word.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.code() == code)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.code())
            }
        }

        kept_choice!($name);
    };
}
pub(super) use named;

named! {
    /// A rule: what it looks for. `docs/watching.md` says what each rules out, and what each misses.
    ///
    /// All of them serve the review of 45 CFR 164.308(a)(1)(ii)(D) and the examining of 164.312(b); the law names none of
    /// them.
    Rule: 17 {
        /// Somebody looked at their own record.
        OwnRecord = "own-record",
        /// The subject lives in the actor's household.
        Household = "household",
        /// The subject works in the actor's unit.
        CoWorker = "co-worker",
        /// The subject is of public interest.
        Vip = "vip",
        /// The subject has the actor's surname.
        SameSurname = "same-surname",
        /// The subject died some time ago.
        Deceased = "deceased",
        /// Nothing binds the actor to the subject.
        NoRelation = "no-relation",
        /// An emergency override without an emergency, or as a habit.
        BreakGlass = "break-glass",
        /// Far more entries than usual.
        Volume = "volume",
        /// Far more unexplained subjects than usual.
        Breadth = "breadth",
        /// A tour along the record numbers.
        Sequence = "sequence",
        /// Off duty, on subjects who were not the actor's on duty.
        OffHours = "off-hours",
        /// After the end of employment.
        Terminated = "terminated",
        /// Failed or denied several times, and then not.
        FailedThenSuccess = "failed-then-success",
        /// Far more records taken out than usual.
        ExportBurst = "export-burst",
        /// Entries are missing, or nothing was recorded when much should have been.
        LogGap = "log-gap",
        /// The clock of the log was set.
        ClockStep = "clock-step",
    }
}

named! {
    /// How soon somebody should look.
    Severity: 4 {
        /// With the next review.
        Low = "low",
        /// This week.
        Medium = "medium",
        /// Today.
        High = "high",
        /// Now.
        Critical = "critical",
    }
}

named! {
    /// An innocent explanation that was looked at.
    Innocent: 23 {
        /// A treatment relation, care team, appointment, consult, on-call cover or the like.
        Tie = "treatment-relation",
        /// The same, documented within the grace after the access.
        LateTie = "documented-late",
        /// The subject asked for it, through a portal of their own.
        SubjectAsked = "subject-asked",
        /// A record made up for training.
        MadeUp = "made-up-record",
        /// The wrong record was opened, and then the right one.
        MisSelected = "mis-selected",
        /// So many bear the surname that it says nothing.
        CommonSurname = "common-surname",
        /// The work reaches to anybody.
        Reach = "reach-of-work",
        /// The death is recent, and the record is being closed.
        RecentDeath = "recent-death",
        /// Usual for this actor.
        OwnBaseline = "own-baseline",
        /// Usual for their peers.
        PeersBaseline = "peers-baseline",
        /// The peers are as busy today.
        Surge = "surge",
        /// An approved task.
        Task = "approved-task",
        /// On duty.
        OnShift = "on-shift",
        /// On duty shortly before or after.
        Overtime = "overtime",
        /// A shift that was changed, and entered late.
        ShiftChanged = "shift-changed",
        /// On call.
        OnCall = "on-call",
        /// Writes up subjects of the last shift.
        WritingUp = "writing-up",
        /// Reads ahead before the next shift.
        ReadingAhead = "reading-ahead",
        /// From a place where this actor usually works.
        UsualNetwork = "usual-network",
        /// Those who failed signed in themselves soon after.
        TheySignedIn = "they-signed-in",
        /// Announced work on the system.
        Upkeep = "announced-upkeep",
        /// Entries of an emergency journal, drained into the log.
        Drained = "drained-journal",
        /// A quiet hour as in other weeks.
        QuietHour = "quiet-hour",
    }
}
