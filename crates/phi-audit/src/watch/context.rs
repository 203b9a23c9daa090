//! What the host knows about people, in keys and never in names.

use core::fmt;

use time::OffsetDateTime;

use crate::pseudonym::SubjectPseudonym;

/// What the log cannot know, since it holds pseudonyms only: answered by the host, in keys that are as meaningless as the
/// pseudonyms.
///
/// Every answer may be "unknown", and by default is. A rule that lacks an answer stays silent, and the
/// [census](super::Census) counts how often.
///
/// # Implementing
/// * Answer from memory: `staff`, `person` and `bond` are asked for almost every entry.
/// * An answer depends on its arguments and on what is recorded by then, and on nothing else. [`bond`](Self::bond),
///   [`shift`](Self::shift) and [`task`](Self::task) are asked again when the grace has passed, about the time of the entry:
///   what was documented late then counts.
/// * Keys are made with a secret of the host ([`Key`]); no name, address or number of a person goes in.
/// * What is answered here can clear somebody. Who may write treatment relations, shifts and tasks can hide, so those
///   writings belong into the log as well.
pub trait Context {
    /// Who an actor is, at that time: where people float, the unit and the peers of that day.
    fn staff(&self, actor: &str, at: OffsetDateTime) -> Option<Staff> {
        let _ = (actor, at);
        None
    }

    /// Who a subject is.
    fn person(&self, subject: &SubjectPseudonym) -> Option<Person> {
        let _ = subject;
        None
    }

    /// What binds an actor to a subject at that time.
    fn bond(&self, actor: &str, subject: &SubjectPseudonym, at: OffsetDateTime) -> Bond {
        let _ = (actor, subject, at);
        Bond::Unknown
    }

    /// Whether an actor is on duty at that time.
    fn shift(&self, actor: &str, at: OffsetDateTime) -> Shift {
        let _ = (actor, at);
        Shift::Unknown
    }

    /// A task that was approved beforehand and makes much of what looks like too much: a nightly job of a service, a
    /// release of records for a court, the move of a ward.
    fn task(&self, actor: &str, at: OffsetDateTime) -> Option<Task> {
        let _ = (actor, at);
        None
    }

    /// Work on the system itself that was announced: a downtime, a restore, a correction of the clock.
    fn upkeep(&self, at: OffsetDateTime) -> Option<Upkeep> {
        let _ = at;
        None
    }

    /// The pseudonym under which a subject goes now, after merges and changes of the pseudonym key.
    fn current(&self, subject: SubjectPseudonym) -> SubjectPseudonym {
        subject
    }
}

impl<C: Context + ?Sized> Context for &C {
    fn staff(&self, actor: &str, at: OffsetDateTime) -> Option<Staff> {
        (**self).staff(actor, at)
    }
    fn person(&self, subject: &SubjectPseudonym) -> Option<Person> {
        (**self).person(subject)
    }
    fn bond(&self, actor: &str, subject: &SubjectPseudonym, at: OffsetDateTime) -> Bond {
        (**self).bond(actor, subject, at)
    }
    fn shift(&self, actor: &str, at: OffsetDateTime) -> Shift {
        (**self).shift(actor, at)
    }
    fn task(&self, actor: &str, at: OffsetDateTime) -> Option<Task> {
        (**self).task(actor, at)
    }
    fn upkeep(&self, at: OffsetDateTime) -> Option<Upkeep> {
        (**self).upkeep(at)
    }
    fn current(&self, subject: SubjectPseudonym) -> SubjectPseudonym {
        (**self).current(subject)
    }
}

/// A host that knows nothing: the rules that look at the log alone still run.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContext;

impl Context for NoContext {}

/// A keyed hash of something about a person, such as the folded surname: equal keys, equal things.
///
/// Make it with a secret of the host, as 8 bytes of an HMAC; a plain hash of a surname can be guessed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

/// The same for every key: two keys that print alike would tell who is related.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

/// Who an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The pseudonym of their own record, if they are a patient too.
    pub own: Option<SubjectPseudonym>,
    /// The key of their surname.
    pub surname: Option<Key>,
    /// The key of their household: address, or who is insured with whom.
    pub household: Option<Key>,
    /// Where they work on that day.
    pub unit: u32,
    /// Whom their habits are compared with, such as "nurses of ward 7".
    pub peers: u32,
    /// How far their work reaches.
    pub reach: Reach,
    /// When their employment ends or ended.
    pub ended: Option<OffsetDateTime>,
}

/// How far somebody's work reaches of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reach {
    /// To the subjects whom they treat: clinicians.
    CareTeam,
    /// To anybody, as the work comes: registration, billing, records, a call centre, quality, infection control.
    Anybody,
}

/// Who a subject is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The key of their surname.
    pub surname: Option<Key>,
    /// Whether so many bear that surname that sharing it says nothing; as a rule of thumb, more than 1 in 1 000 of the
    /// host's patients.
    pub common_surname: bool,
    /// The key of their household.
    pub household: Option<Key>,
    /// The unit where they work, if they are staff.
    pub unit: Option<u32>,
    /// Whether their record is of public interest.
    pub vip: bool,
    /// When they died.
    pub died: Option<OffsetDateTime>,
    /// Their place in the order of the record numbers, which a tour through the numbers would follow. Any shift will do.
    pub ordinal: Option<u64>,
    /// Whether the record is made up, for training and tests.
    pub made_up: bool,
}

/// What binds an actor to a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bond {
    /// One of the relations that explain an access.
    Tied(Tie),
    /// The host knows the relations, and there is none.
    Untied,
    /// The host does not know.
    Unknown,
}

/// A relation that explains an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tie {
    /// An encounter in the actor's unit, or a place in the care team.
    CareTeam,
    /// An appointment, past or coming.
    Appointment,
    /// On call for the subject's unit.
    OnCall,
    /// Asked to consult.
    Consult,
    /// Works in another's stead: a delegated service, a colleague's cover.
    Delegated,
    /// Sent to the subject's unit for the day.
    Float,
    /// Registers, bills or schedules this subject.
    Registration,
    /// A request for this subject's record is being worked on: release, quality, occupational health.
    Assigned,
    /// The subject's personal representative, or authorised by the subject.
    Authorised,
}

/// Whether an actor is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shift {
    /// On duty.
    On,
    /// On call, at home or in the house.
    OnCall,
    /// Off duty, holidays included.
    Off,
    /// The host has no plan for this actor; their own habits are looked at instead.
    Unknown,
}

/// A task that was approved beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Up to how many entries it may make in a stretch of work.
    pub entries: u32,
}

/// Work on the system itself that was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upkeep {
    /// The system is down.
    Downtime,
    /// An archive or a backup is being restored.
    Restore,
    /// The clock is being corrected.
    Clock,
}
