//! Events: what an entry of the log says.
//!
//! An event holds names of fields and never their values. The subject is a [pseudonym](crate::SubjectPseudonym); a free note
//! is sealed.

mod codec;
mod show;

pub use codec::EventError;

use phi_types::{
    gate::{AccessEntry, Duty, EntryEvent, Obligation, Stage},
    record::FieldMask,
};
use time::OffsetDateTime;

use crate::pseudonym::{SubjectPseudonym, SubjectPseudonymKey};

/// One event of the log, complete: who, what, about whom, what for, which fields, what was decided and why.
///
/// Helps implement 45 CFR 164.312(b), which asks for mechanisms that "record and examine activity"; the rule names no fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuditEvent {
    /// When, in UTC.
    pub at: OffsetDateTime,
    /// The tenant.
    pub tenant: String,
    /// Who.
    pub actor: String,
    /// Whether the actor is a program.
    pub service: bool,
    /// For whom a program acts.
    pub on_behalf_of: Option<String>,
    /// The session's id.
    pub session: [u8; 16],
    /// About whom.
    pub subject: Option<SubjectPseudonym>,
    /// The record type.
    pub record: Option<String>,
    /// What, see [`phi_types::Action::code`].
    pub action: String,
    /// What for, an HL7 PurposeOfUse code.
    pub purpose: String,
    /// Whom a disclosure went to.
    pub recipient: Option<String>,
    /// The epoch of policy and sessions.
    pub epoch: u64,
    /// What happened.
    pub happened: Happened,
    /// The reason that stands behind the actor, as for an emergency override.
    pub reason: SealedNote,
    /// A free note of the request.
    pub note: SealedNote,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Happened {
    /// The policy permitted it.
    Permitted {
        /// The rule that decided.
        rule: String,
        /// The digest of the policy that decided.
        policy: [u8; 32],
        /// The names of the fields granted.
        fields: Vec<String>,
        /// When the grant ends, in seconds since 1970.
        until: i64,
        /// Whether an emergency override stood behind it.
        emergency: bool,
        /// The duties that came with it.
        duties: Vec<String>,
    },
    /// The policy denied it.
    Denied {
        /// The forbid that decided, if one did.
        rule: Option<String>,
        /// The digest of the policy that decided.
        policy: [u8; 32],
        /// The true reason.
        reason: String,
    },
    /// A grant ended.
    Ended {
        /// The index of the entry with which it began.
        grant: u64,
        /// What became of it.
        outcome: String,
        /// How many times it was used.
        uses: u32,
    },
    /// A duty was declared done.
    Discharged {
        /// The index of the entry with which the grant began.
        grant: u64,
        /// The duty.
        duty: String,
    },
}

/// A free note, which may hold PHI.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealedNote {
    /// There was none.
    None,
    /// Sealed under the tenant's key; an [`Authority`](phi_types::gate::Authority) to read the log opens it.
    Sealed(Vec<u8>),
    /// There was one, but it could not be sealed. The event is recorded without it, since refusing an emergency for want of
    /// its paperwork would be worse.
    Lost,
}

impl AuditEvent {
    /// The event of an entry at the gate, its reason and note already sealed.
    #[must_use]
    pub fn of(entry: &AccessEntry<'_>, pseudonyms: &SubjectPseudonymKey, reason: SealedNote, note: SealedNote) -> Self {
        let names = |mask: FieldMask| -> Vec<String> {
            entry.schema.map(|schema| schema.names(mask).map(str::to_owned).collect()).unwrap_or_default()
        };
        let (service, on_behalf_of) = match entry.actor {
            phi_types::Actor::Service { on_behalf_of, .. } => (true, on_behalf_of.as_ref().map(ToString::to_string)),
            _ => (false, None),
        };
        let happened = match entry.event {
            EntryEvent::Permitted { rule, policy, fields, until, emergency, obligations } => Happened::Permitted {
                rule: rule.to_string(),
                policy: *policy.as_bytes(),
                fields: names(fields),
                until: until.unix_timestamp(),
                emergency,
                duties: obligations.iter().map(duty).collect(),
            },
            EntryEvent::Ended { grant, outcome, uses } => {
                Happened::Ended { grant: grant.index, outcome: outcome.code().to_owned(), uses }
            }
            EntryEvent::Discharged { grant, duty } => {
                Happened::Discharged { grant: grant.index, duty: duty.code().to_owned() }
            }
            EntryEvent::Denied { rule, policy, reason } => Happened::Denied {
                rule: rule.map(ToString::to_string),
                policy: *policy.as_bytes(),
                reason: reason.code().to_owned(),
            },
            // A kind of event that this version does not know is recorded as what it is: something that was not permitted.
            _ => Happened::Denied { rule: None, policy: [0; 32], reason: "unknown-event".to_owned() },
        };
        Self {
            at: entry.at,
            tenant: entry.tenant.to_string(),
            actor: entry.actor.id().to_string(),
            service,
            on_behalf_of,
            session: entry.session.to_bytes(),
            subject: entry.subject.map(|subject| pseudonyms.pseudonym(entry.tenant, subject)),
            record: entry.schema.map(|schema| schema.name.to_owned()),
            action: entry.action.code().to_owned(),
            purpose: entry.purpose.code().to_owned(),
            recipient: entry.recipient.map(ToString::to_string),
            epoch: entry.epoch,
            happened,
            reason,
            note,
        }
    }
}

/// A duty with its stage and its time, so that what is owed can be read off the log again.
fn duty(obligation: &Obligation) -> String {
    let stage = match obligation.stage {
        Stage::Before => "before",
        Stage::After => "after",
    };
    match obligation.duty {
        Duty::ReviewWithin(within) => format!("{}={}s/{stage}", obligation.duty.code(), within.whole_seconds()),
        _ => format!("{}/{stage}", obligation.duty.code()),
    }
}
