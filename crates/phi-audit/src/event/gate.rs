//! The events of the gate.

use phi_types::{
    Action, Actor, Recipient, SubjectId,
    gate::{AccessEntry, Duty, EntryEvent, Obligation, Stage as GateStage},
    record::FieldMask,
};
use time::UtcOffset;

use super::check::{MOST_DUTIES, MOST_FIELDS, is_sound};
use super::{
    Agent, AuditEvent, Decision, Disclosure, Due, DutyOwed, Ending, Entity, EntityKind, EventId, Kind, LegalBasis,
    Outcome, Parts, SealedNote, Source, Stage, Term,
};
use crate::pseudonym::SubjectPseudonymKey;

impl AuditEvent {
    /// The event of an entry at the gate, its reason and note already sealed. It is made whatever the entry says: an access in an
    /// emergency is not refused because of a name that does not fit.
    #[must_use]
    pub fn of(
        entry: &AccessEntry<'_>,
        id: EventId,
        pseudonyms: &SubjectPseudonymKey,
        source: &Source,
        reason: SealedNote,
        note: SealedNote,
    ) -> Self {
        let kind = Kind::of(entry.action);
        let actor = Agent::acting(entry.actor, entry.session, entry.roles, entry.assurance, entry.request);
        let recorded = if is_sound(entry.at) { entry.at } else { entry.at.to_offset(UtcOffset::UTC) };
        let mut parts = Parts::new(id, recorded, entry.tenant.clone(), kind, actor, source.clone());
        if let Actor::Service { on_behalf_of: Some(human), .. } = entry.actor {
            parts.on_behalf_of = Some(Agent::human(human.clone()));
        }
        parts.purpose = Some(entry.purpose);
        parts.patient = entry.subject.map(|subject: SubjectId| pseudonyms.pseudonym(entry.tenant, subject));
        parts.request = entry.request.map(|request| request.id);
        parts.epoch = entry.epoch;
        (parts.reason, parts.note) = (reason, note);
        let mut record = entry.schema.map(|schema| Entity::record(Term::standing_for(schema.name)));
        parts.happened(entry, record.as_mut());
        parts.entities.extend(record);
        parts.complete(entry.recipient);
        Self(parts)
    }

    /// Of parts that [`Parts::complete`] has seen to.
    pub(super) const fn completed(parts: Parts) -> Self {
        Self(parts)
    }
}

impl Parts {
    fn happened(&mut self, entry: &AccessEntry<'_>, record: Option<&mut Entity>) {
        match entry.event {
            EntryEvent::Permitted { rule, policy, fields, until, emergency, obligations, evidence } => {
                if let (Some(record), Some(schema)) = (record, entry.schema) {
                    record.fields = names(schema, fields);
                }
                let mut decision = Decision::permitted(*policy.as_bytes(), Term::standing_for(rule.as_str()));
                decision.until = Some(until.unix_timestamp());
                decision.emergency = emergency;
                decision.evidence = evidence;
                decision.duties = obligations.iter().take(MOST_DUTIES).map(owed).collect();
                self.decision = Some(decision);
            }
            EntryEvent::Denied { rule, policy, reason } => {
                let rule = rule.map(|rule| Term::standing_for(rule.as_str()));
                self.deny(Decision::denied(*policy.as_bytes(), rule, Term::fixed(reason.code())));
            }
            EntryEvent::Ended { grant, outcome, uses } => {
                let ending = Ending::from_code(outcome.code()).unwrap_or(Ending::Unknown);
                self.outcome = ending.outcome();
                self.stage = Stage::Ended { grant: grant.index, ending, uses };
            }
            EntryEvent::Discharged { grant, duty } => {
                self.stage = Stage::Discharged { grant: grant.index, duty: Term::fixed(duty.code()) };
            }
            // A kind of event that this version does not know is recorded as what it is: something that was not permitted.
            _ => self.deny(Decision::denied([0; 32], None, Term::fixed("unknown-event"))),
        }
    }

    pub(super) fn deny(&mut self, decision: Decision) {
        (self.stage, self.outcome) = (Stage::Denied, Outcome::SeriousFailure);
        self.decision = Some(decision);
    }

    /// Adds what the pattern demands and the gate says otherwise, or not at all.
    pub(super) fn complete(&mut self, recipient: Option<&Recipient>) {
        let named = match self.kind {
            Kind::Read | Kind::Create | Kind::Update | Kind::DeIdentification => Some((EntityKind::Record, "unnamed")),
            // The subject's keys, or the tenant's.
            Kind::KeyRotation if self.patient.is_none() => Some((EntityKind::Key, "tenant-key")),
            Kind::KeyRotation | Kind::Shredding => Some((EntityKind::Key, "subject-keys")),
            Kind::LogUsed => Some((EntityKind::Log, "sealed-notes")),
            _ => None,
        };
        if let Some((kind, name)) = named
            && !self.entities.iter().any(|entity| entity.kind == kind)
        {
            self.entities.push(Entity::new(kind, Term::fixed(name)));
        }
        if self.kind == Kind::Disclose {
            let recipient = recipient.cloned().or_else(|| Recipient::new("unstated").ok());
            let what = self.record().cloned().unwrap_or_else(|| Term::fixed("unnamed"));
            self.disclosure = recipient.map(|recipient| Disclosure::new(recipient, what, self.basis()));
        }
    }

    /// On which ground the gate disclosed. The policy's word that a disclosure is to be accounted for outweighs what the purpose
    /// alone would say.
    fn basis(&self) -> LegalBasis {
        let basis = self.purpose.map_or(LegalBasis::Unstated, LegalBasis::of_purpose);
        let duties = self.decision.iter().flat_map(|decision| &decision.duties);
        let accounted = duties.into_iter().any(|owed| owed.duty.as_str() == Duty::AccountForDisclosure.code());
        if basis.is_excluded() && accounted { LegalBasis::Unstated } else { basis }
    }
}

fn names(schema: &phi_types::record::Schema, mask: FieldMask) -> Vec<Term> {
    schema.names(mask).take(MOST_FIELDS).map(Term::standing_for).collect()
}

fn owed(obligation: &Obligation) -> DutyOwed {
    let amount = match obligation.duty {
        Duty::ReviewWithin(within) => u64::try_from(within.whole_seconds()).ok(),
        Duty::RateLimit(rate) => Some(u64::from(rate)),
        _ => None,
    };
    let due = match obligation.stage {
        GateStage::Before => Due::Before,
        GateStage::After => Due::After,
    };
    DutyOwed::new(Term::fixed(obligation.duty.code()), amount, due)
}

/// Version 1 of the codec wrote the words of the gate.
pub(super) fn kind_of_word(action: &str) -> Kind {
    Action::from_code(action).map_or(Kind::Other, Kind::of)
}
