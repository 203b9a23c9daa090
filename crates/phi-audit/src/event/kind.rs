//! What happened: the kind of act, how far it got, and how it came out.

use phi_types::Action;

use super::codes::codes;
use super::term::Term;

codes! {
    /// The kind of act, as it was done or attempted.
    Kind {
        Read "read" 1, "A record was read inside the entity.";
        Create "create" 2, "A record was made.";
        Update "update" 3, "A record was changed.";
        Delete "delete" 4, "A record was deleted.";
        Query "query" 5, "Records were searched for. Each patient found has an event of their own beside it.";
        Disclose "disclose" 6, "Something was given to somebody outside, 45 CFR 164.528.";
        Export "export" 7, "Something was written to a medium or a file.";
        Print "print" 8, "Something was printed.";
        Login "login" 9, "Somebody logged in, or failed to: the outcome tells.";
        Logout "logout" 10, "Somebody logged out.";
        BreakGlassStart "break-glass-start" 11, "An emergency override began, 45 CFR 164.312(a)(2)(ii).";
        BreakGlassEnd "break-glass-end" 12, "An emergency override ended.";
        KeyUse "key-use" 13, "A key was used outside the way of a record.";
        KeyRotation "key-rotation" 14, "A key was rotated, or its custody changed.";
        Shredding "shredding" 15, "The keys of a subject were destroyed.";
        DeIdentification "de-identification" 16, "A record went through the de-identifier, 45 CFR 164.514.";
        PolicyChange "policy-change" 17, "Another policy came into force.";
        Retention "retention" 18, "Old entries or records were taken away under a rule.";
        LogUsed "log-used" 19, "The log itself was read, searched or reported on.";
        Review "review" 20, "Somebody reviewed what the log shows, 45 CFR 164.308(a)(1)(ii)(D).";
        Other "other" 21, "An act for which this version has no kind.";
    }
}

codes! {
    /// What an act does to what it touches, with the letters of FHIR AuditEvent.action and DICOM EventActionCode.
    Crude {
        Create "C" 1, "Makes.";
        Read "R" 2, "Reads.";
        Update "U" 3, "Changes.";
        Delete "D" 4, "Takes away.";
        Execute "E" 5, "Carries out.";
    }
}

impl Kind {
    /// The letter of FHIR and DICOM for acts of this kind.
    #[must_use]
    pub const fn crude(self) -> Crude {
        match self {
            Self::Create => Crude::Create,
            Self::Read | Self::Disclose | Self::Export | Self::Print | Self::LogUsed => Crude::Read,
            Self::Update | Self::KeyRotation | Self::PolicyChange => Crude::Update,
            Self::Delete | Self::Shredding | Self::Retention => Crude::Delete,
            _ => Crude::Execute,
        }
    }

    /// The kind of an action at the gate.
    #[must_use]
    pub const fn of(action: Action) -> Self {
        match action {
            Action::Read => Self::Read,
            Action::List => Self::Query,
            Action::Disclose => Self::Disclose,
            Action::Create => Self::Create,
            Action::Update => Self::Update,
            Action::DeIdentify => Self::DeIdentification,
            Action::RotateKey => Self::KeyRotation,
            Action::ShredSubject => Self::Shredding,
            Action::ReadLog => Self::LogUsed,
            _ => Self::Other,
        }
    }
}

codes! {
    /// How it came out, with the four cases of FHIR AuditEvent.outcome (R4) and DICOM EventOutcomeIndicator.
    Outcome {
        Success "0" 0, "It succeeded.";
        MinorFailure "4" 4, "It failed and can be tried again: a wrong password, no such row.";
        SeriousFailure "8" 8, "It failed and was stopped: denied, refused.";
        MajorFailure "12" 12, "It failed and something is out of order: a store is down.";
    }
}

impl Outcome {
    /// The number that FHIR and DICOM use: 0, 4, 8 or 12.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.byte()
    }

    /// Whether it succeeded.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Success)
    }
}

/// How far the act got. One act can have several events: it was permitted, a duty was discharged, its grant ended. To count acts
/// is to count what is [`Done`](Self::Done).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// It was done, or permitted to be done; the outcome says how it came out.
    Done,
    /// It was attempted and denied.
    Denied,
    /// A grant ended.
    Ended {
        /// The index of the entry with which it began.
        grant: u64,
        /// What became of it.
        ending: Ending,
        /// How many times it was used.
        uses: u32,
    },
    /// A duty was declared done.
    Discharged {
        /// The index of the entry with which the grant began.
        grant: u64,
        /// The duty.
        duty: Term,
    },
}

codes! {
    /// What became of a grant, see [`phi_types::gate::Outcome`].
    Ending {
        Completed "completed" 1, "It was used as intended.";
        Failed "failed" 2, "It was used in part, or the operation failed.";
        NotFound "not-found" 3, "There was no such row.";
        Unknown "unknown" 4, "The grant was dropped without a word.";
    }
}

impl Ending {
    /// How that came out.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Completed => Outcome::Success,
            Self::NotFound | Self::Unknown => Outcome::MinorFailure,
            Self::Failed => Outcome::SeriousFailure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_bytes_are_read_back_and_stand_once() {
        for kind in Kind::ALL {
            assert_eq!((Kind::from_code(kind.code()), Kind::from_byte(kind.byte())), (Some(*kind), Some(*kind)));
        }
        assert!(Kind::ALL.windows(2).all(|pair| pair[0].byte() < pair[1].byte()));
        assert_eq!(Outcome::ALL.iter().map(|outcome| outcome.number()).collect::<Vec<_>>(), [0, 4, 8, 12]);
        assert!(Action::ALL.into_iter().all(|action| Kind::of(action) != Kind::Other));
    }
}
