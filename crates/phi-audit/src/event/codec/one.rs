//! Version 1: the events of the gate, as they were written before events had agents, entities and sources. Read, and never written.
#![deny(clippy::arithmetic_side_effects)]

use phi_types::{ActorId, Purpose, Recipient, SessionId, TenantId};
use time::OffsetDateTime;

use super::read::Reader;
use crate::event::check::{LONGEST_SEALED, MOST_DUTIES, MOST_FIELDS};
use crate::event::gate::kind_of_word;
use crate::event::{
    Agent, AuditEvent, Decision, Due, DutyOwed, Ending, Entity, EventId, Parts, SealedNote, Source, Stage, Term,
};
use crate::pseudonym::SubjectPseudonym;

pub(super) const VERSION: u8 = 1;

pub(super) fn event(reader: &mut Reader<'_>) -> Option<AuditEvent> {
    let recorded = OffsetDateTime::from_unix_timestamp_nanos(i128::from_be_bytes(reader.array()?)).ok()?;
    let tenant = TenantId::new(reader.text()?).ok()?;
    let who = ActorId::new(reader.text()?).ok()?;
    let mut actor = if reader.flag()? { Agent::service(who) } else { Agent::human(who) };
    let on_behalf_of = reader.option(|reader| ActorId::new(reader.text()?).ok())?.map(Agent::human);
    actor.session = Some(SessionId::from_bytes(reader.array()?));
    let patient = reader
        .option(|reader| Some(SubjectPseudonym::from_parts(u16::from_be_bytes(reader.array()?), reader.array()?)))?;
    let mut record = reader.option(|reader| reader.text().map(Term::standing_for).map(Entity::record))?;
    let kind = kind_of_word(reader.text()?);
    let purpose = Purpose::from_code(reader.text()?)?;
    let recipient = reader.option(|reader| Recipient::new(reader.text()?).ok())?;
    let mut parts = Parts {
        on_behalf_of,
        patient,
        purpose: Some(purpose),
        epoch: u64::from_be_bytes(reader.array()?),
        ..Parts::new(EventId::NIL, recorded, tenant, kind, actor, Source::default())
    };
    happened(reader, &mut parts, record.as_mut())?;
    parts.entities.extend(record);
    parts.reason = reader.short_note()?;
    parts.note = reader.short_note()?;
    parts.complete(recipient.as_ref());
    crate::event::check::check(&parts).ok()?;
    Some(AuditEvent::completed(parts))
}

fn happened(reader: &mut Reader<'_>, parts: &mut Parts, record: Option<&mut Entity>) -> Option<()> {
    match reader.byte()? {
        1 => {
            let rule = Term::standing_for(reader.text()?);
            let mut decision = Decision::permitted(reader.array()?, rule);
            let fields = reader.texts(MOST_FIELDS)?;
            if let Some(record) = record {
                record.fields = fields.into_iter().map(Term::standing_for).collect();
            }
            decision.until = Some(i64::from_be_bytes(reader.array()?));
            decision.emergency = reader.flag()?;
            decision.duties = reader.texts(MOST_DUTIES)?.into_iter().map(duty).collect();
            parts.decision = Some(decision);
        }
        2 => {
            let rule = reader.option(Reader::text)?.map(Term::standing_for);
            let policy = reader.array()?;
            parts.deny(Decision::denied(policy, rule, Term::standing_for(reader.text()?)));
        }
        3 => {
            let grant = u64::from_be_bytes(reader.array()?);
            let ending = Ending::from_code(reader.text()?)?;
            parts.outcome = ending.outcome();
            parts.stage = Stage::Ended { grant, ending, uses: u32::from_be_bytes(reader.array()?) };
        }
        4 => {
            let grant = u64::from_be_bytes(reader.array()?);
            parts.stage = Stage::Discharged { grant, duty: Term::standing_for(reader.text()?) };
        }
        _ => return None,
    }
    Some(())
}

/// `review-within=86400s/after`, `redact/before`.
fn duty(text: &str) -> DutyOwed {
    let (what, due) = text.rsplit_once('/').unwrap_or((text, "after"));
    let (what, amount) = what.split_once('=').map_or((what, None), |(what, amount)| (what, amount.strip_suffix('s')));
    let amount = amount.and_then(|amount| amount.parse().ok());
    DutyOwed::new(Term::standing_for(what), amount, Due::from_code(due).unwrap_or(Due::After))
}

impl<'a> Reader<'a> {
    fn text(&mut self) -> Option<&'a str> {
        core::str::from_utf8(self.long()?).ok()
    }

    fn texts(&mut self, most: usize) -> Option<Vec<&'a str>> {
        let count = u32::from_be_bytes(self.array()?);
        if usize::try_from(count).ok()? > most {
            return None;
        }
        (0..count).map(|_| self.text()).collect()
    }

    fn short_note(&mut self) -> Option<SealedNote> {
        self.note().filter(|note| !matches!(note, SealedNote::Sealed(bytes) if bytes.len() > LONGEST_SEALED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{EntityKind, Kind, LegalBasis, Outcome};

    /// As version 1 wrote it.
    struct Old(Vec<u8>);

    impl Old {
        fn text(mut self, text: &str) -> Self {
            self.0.extend_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
            self.0.extend_from_slice(text.as_bytes());
            self
        }

        fn raw(mut self, bytes: &[u8]) -> Self {
            self.0.extend_from_slice(bytes);
            self
        }

        fn event(action: &str, recipient: Option<&str>) -> Self {
            let old = Self(vec![1]).raw(&1_772_352_000_000_000_000_i128.to_be_bytes());
            let old = old.text("north").text("nurse-7").raw(&[0, 0]).raw(&[9; 16]);
            let old = old.raw(&[1, 0, 3]).raw(&[5; 16]).raw(&[1]).text("Patient").text(action).text("TREAT");
            let old = match recipient {
                Some(recipient) => old.raw(&[1]).text(recipient),
                None => old.raw(&[0]),
            };
            old.raw(&7_u64.to_be_bytes())
        }
    }

    #[test]
    fn what_version_1_wrote_is_read() {
        let old = Old::event("read", None).raw(&[1]).text("nurses may read").raw(&[3; 32]);
        let old = old.raw(&2_u32.to_be_bytes()).text("name").text("allergies").raw(&99_i64.to_be_bytes()).raw(&[1]);
        let old = old.raw(&1_u32.to_be_bytes()).text("review-within=86400s/before");
        let old = old.raw(&[1, 0, 0, 0, 2, 8, 8]).raw(&[2]);
        let event = AuditEvent::decode(&old.0).unwrap();
        assert_eq!((event.kind, &event.stage, event.outcome), (Kind::Read, &Stage::Done, Outcome::Success));
        assert_eq!(event.patient, Some(SubjectPseudonym::from_parts(3, [5; 16])));
        assert_eq!(event.fields().map(Term::as_str).collect::<Vec<_>>(), ["name", "allergies"]);
        let decision = event.decision.as_ref().unwrap();
        assert_eq!(decision.rule, Some(Term::standing_for("nurses may read")));
        assert_eq!(decision.duties[0], DutyOwed::new(Term::fixed("review-within"), Some(86_400), Due::Before));
        assert!(decision.emergency && event.is_break_glass());
        assert_eq!((&event.reason, &event.note), (&SealedNote::Sealed(vec![8, 8]), &SealedNote::Lost));
        assert_eq!((event.id, event.epoch), (EventId::NIL, 7));
        assert_eq!(AuditEvent::decode(&event.encode()).unwrap(), event, "as version 2");
        assert!((0..old.0.len()).all(|cut| AuditEvent::decode(&old.0[..cut]).is_err()));
    }

    #[test]
    fn every_stage_of_version_1_is_read() {
        let denied = Old::event("disclose", Some("Example Registry")).raw(&[2, 0]).raw(&[3; 32]).text("no-rule");
        let denied = AuditEvent::decode(&denied.raw(&[0, 0]).0).unwrap();
        assert!(denied.is_denied() && !denied.outcome.is_success());
        let disclosure = denied.disclosure.as_ref().unwrap();
        assert_eq!((disclosure.recipient.as_str(), disclosure.basis), ("Example Registry", LegalBasis::Treatment));

        let ended = Old::event("read", None).raw(&[3]).raw(&12_u64.to_be_bytes()).text("not-found");
        let ended = AuditEvent::decode(&ended.raw(&[0, 0, 0, 2, 0, 0]).0).unwrap();
        assert_eq!(ended.stage, Stage::Ended { grant: 12, ending: Ending::NotFound, uses: 2 });

        let done = Old::event("rotate-key", None).raw(&[4]).raw(&12_u64.to_be_bytes()).text("redact").raw(&[0, 0]);
        let done = AuditEvent::decode(&done.0).unwrap();
        assert_eq!(done.stage, Stage::Discharged { grant: 12, duty: Term::fixed("redact") });
        assert!(done.entities.iter().any(|entity| entity.kind == EntityKind::Key));
    }
}
