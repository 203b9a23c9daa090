//! Version 2.
#![deny(clippy::arithmetic_side_effects)]

use std::net::IpAddr;

use phi_types::{ActorId, Purpose, Recipient, SessionId, TenantId};
use time::{OffsetDateTime, UtcOffset};

use super::read::Reader;
use super::write::Writer;
use crate::event::{
    Agent, AgentKind, Assurance, AuditEvent, Decision, Disclosure, Due, DutyOwed, Ending, Entity, EntityKind, EventId,
    Kind, LegalBasis, Network, Outcome, Parts, Period, RequestId, Source, SourceKind, Stage,
};
use crate::pseudonym::SubjectPseudonym;

/// The byte that leads. Two leads a [notice](crate::notice).
pub(super) const VERSION: u8 = 3;

pub(super) fn encode(event: &AuditEvent) -> Vec<u8> {
    let mut out = Writer(Vec::with_capacity(512));
    out.byte(VERSION);
    out.raw(&event.id.to_bytes());
    out.time(event.recorded);
    out.option(event.occurred, |out, period| {
        out.time(period.start);
        out.time(period.end);
    });
    out.name(event.tenant.as_str());
    out.byte(event.kind.byte());
    out.stage(&event.stage);
    out.byte(event.outcome.byte());
    out.option(event.purpose, |out, purpose| out.name(purpose.code()));
    out.agent(&event.actor);
    out.option(event.on_behalf_of.as_ref(), Writer::agent);
    out.option(event.source.site.as_ref(), |out, site| out.name(site.as_str()));
    out.name(event.source.observer.as_str());
    out.byte(event.source.kind.byte());
    out.option(event.patient, |out, patient| {
        out.raw(&patient.version().to_be_bytes());
        out.raw(&patient.to_bytes());
    });
    out.list(&event.entities, Writer::entity);
    out.option(event.decision.as_ref(), Writer::decision);
    out.option(event.disclosure.as_ref(), Writer::disclosure);
    for note in [&event.query, &event.reason, &event.note] {
        out.note(note);
    }
    out.option(event.request, |out, request| out.raw(&request.to_bytes()));
    out.raw(&event.epoch.to_be_bytes());
    out.0
}

pub(super) fn event(reader: &mut Reader<'_>) -> Option<AuditEvent> {
    let id = EventId::from_bytes(reader.array()?);
    let recorded = reader.time()?;
    let occurred = reader.option(|reader| Some(Period { start: reader.time()?, end: reader.time()? }))?;
    let tenant = TenantId::new(reader.name()?).ok()?;
    let kind = Kind::from_byte(reader.byte()?)?;
    let stage = reader.stage()?;
    let outcome = Outcome::from_byte(reader.byte()?)?;
    let purpose = reader.option(|reader| Purpose::from_code(reader.name()?))?;
    let actor = reader.agent()?;
    let on_behalf_of = reader.option(Reader::agent)?;
    let site = reader.option(Reader::term)?;
    let mut source = Source::new(reader.term()?, SourceKind::from_byte(reader.byte()?)?);
    source.site = site;
    let parts = Parts {
        occurred,
        stage,
        outcome,
        purpose,
        on_behalf_of,
        patient: reader.option(|reader| {
            Some(SubjectPseudonym::from_parts(u16::from_be_bytes(reader.array()?), reader.array()?))
        })?,
        entities: reader.list(Reader::entity)?,
        decision: reader.option(Reader::decision)?,
        disclosure: reader.option(Reader::disclosure)?,
        query: reader.note()?,
        reason: reader.note()?,
        note: reader.note()?,
        request: reader.option(|reader| reader.array().map(RequestId::from_bytes))?,
        epoch: u64::from_be_bytes(reader.array()?),
        ..Parts::new(id, recorded, tenant, kind, actor, source)
    };
    parts.check().ok()
}

impl Writer {
    /// Seconds since 1970, nanoseconds, and the offset in minutes.
    fn time(&mut self, at: OffsetDateTime) {
        self.raw(&at.unix_timestamp().to_be_bytes());
        self.raw(&at.nanosecond().to_be_bytes());
        self.raw(&at.offset().whole_minutes().to_be_bytes());
    }

    fn stage(&mut self, stage: &Stage) {
        match stage {
            Stage::Done => self.byte(1),
            Stage::Denied => self.byte(2),
            Stage::Ended { grant, ending, uses } => {
                self.byte(3);
                self.raw(&grant.to_be_bytes());
                self.byte(ending.byte());
                self.raw(&uses.to_be_bytes());
            }
            Stage::Discharged { grant, duty } => {
                self.byte(4);
                self.raw(&grant.to_be_bytes());
                self.name(duty.as_str());
            }
        }
    }

    fn agent(&mut self, agent: &Agent) {
        self.name(agent.who.as_str());
        self.byte(agent.kind.byte());
        self.list(&agent.roles, |out, role| out.name(role.as_str()));
        self.option(agent.session, |out, session| out.raw(&session.to_bytes()));
        self.option(agent.assurance, |out, assurance| out.byte(assurance_byte(assurance)));
        self.option(agent.network.as_ref(), |out, network| {
            out.address(&network.address);
            out.list(&network.via, Self::address);
        });
    }

    fn address(&mut self, address: &IpAddr) {
        match address {
            IpAddr::V4(address) => {
                self.byte(4);
                self.raw(&address.octets());
            }
            IpAddr::V6(address) => {
                self.byte(6);
                self.raw(&address.octets());
            }
        }
    }

    fn entity(&mut self, entity: &Entity) {
        self.byte(entity.kind.byte());
        self.name(entity.name.as_str());
        self.option(entity.id, |out, id| out.raw(&id));
        self.list(&entity.fields, |out, field| out.name(field.as_str()));
        self.option(entity.count, |out, count| out.raw(&count.to_be_bytes()));
        self.option(entity.digest, |out, digest| out.raw(&digest));
    }

    fn decision(&mut self, decision: &Decision) {
        self.raw(&decision.policy);
        self.option(decision.rule.as_ref(), |out, rule| out.name(rule.as_str()));
        self.option(decision.reason.as_ref(), |out, reason| out.name(reason.as_str()));
        self.option(decision.evidence, |out, evidence| out.raw(&evidence.to_be_bytes()));
        self.option(decision.until, |out, until| out.raw(&until.to_be_bytes()));
        self.flag(decision.emergency);
        self.list(&decision.duties, |out, owed| {
            out.name(owed.duty.as_str());
            out.option(owed.amount, |out, amount| out.raw(&amount.to_be_bytes()));
            out.byte(owed.due.byte());
        });
    }

    fn disclosure(&mut self, disclosure: &Disclosure) {
        self.name(disclosure.recipient.as_str());
        self.note(&disclosure.address);
        self.name(disclosure.what.as_str());
        self.note(&disclosure.description);
        self.byte(disclosure.basis.byte());
        self.option(disclosure.protocol.as_ref(), |out, protocol| out.name(protocol.as_str()));
    }
}

/// The byte of a level in the codec.
const fn assurance_byte(level: Assurance) -> u8 {
    match level {
        Assurance::Aal1 => 1,
        Assurance::Aal2 => 2,
        Assurance::Aal3 => 3,
    }
}

impl Reader<'_> {
    fn assurance(&mut self) -> Option<Assurance> {
        let byte = self.byte()?;
        Assurance::ALL.into_iter().find(|level| assurance_byte(*level) == byte)
    }

    fn time(&mut self) -> Option<OffsetDateTime> {
        let seconds = i64::from_be_bytes(self.array()?);
        let nanoseconds = u32::from_be_bytes(self.array()?);
        let minutes = i32::from(i16::from_be_bytes(self.array()?));
        let offset = UtcOffset::from_whole_seconds(minutes.checked_mul(60)?).ok()?;
        let at = OffsetDateTime::from_unix_timestamp(seconds).ok()?.replace_nanosecond(nanoseconds).ok()?;
        at.checked_to_offset(offset)
    }

    fn stage(&mut self) -> Option<Stage> {
        Some(match self.byte()? {
            1 => Stage::Done,
            2 => Stage::Denied,
            3 => Stage::Ended {
                grant: u64::from_be_bytes(self.array()?),
                ending: Ending::from_byte(self.byte()?)?,
                uses: u32::from_be_bytes(self.array()?),
            },
            4 => Stage::Discharged { grant: u64::from_be_bytes(self.array()?), duty: self.term()? },
            _ => return None,
        })
    }

    fn agent(&mut self) -> Option<Agent> {
        let who = ActorId::new(self.name()?).ok()?;
        let kind = AgentKind::from_byte(self.byte()?)?;
        Some(Agent {
            who,
            kind,
            roles: self.list(Reader::term)?,
            session: self.option(|reader| reader.array().map(SessionId::from_bytes))?,
            assurance: self.option(Reader::assurance)?,
            network: self.option(|reader| Some(Network::through(reader.address()?, reader.list(Reader::address)?)))?,
        })
    }

    fn address(&mut self) -> Option<IpAddr> {
        match self.byte()? {
            4 => self.array::<4>().map(IpAddr::from),
            6 => self.array::<16>().map(IpAddr::from),
            _ => None,
        }
    }

    fn entity(&mut self) -> Option<Entity> {
        Some(Entity {
            kind: EntityKind::from_byte(self.byte()?)?,
            name: self.term()?,
            id: self.option(Reader::array)?,
            fields: self.list(Reader::term)?,
            count: self.option(|reader| reader.array().map(u64::from_be_bytes))?,
            digest: self.option(Reader::array)?,
        })
    }

    fn decision(&mut self) -> Option<Decision> {
        Some(Decision {
            policy: self.array()?,
            rule: self.option(Reader::term)?,
            reason: self.option(Reader::term)?,
            evidence: self.option(|reader| reader.array().map(u64::from_be_bytes))?,
            until: self.option(|reader| reader.array().map(i64::from_be_bytes))?,
            emergency: self.flag()?,
            duties: self.list(|reader| {
                Some(DutyOwed {
                    duty: reader.term()?,
                    amount: reader.option(|reader| reader.array().map(u64::from_be_bytes))?,
                    due: Due::from_byte(reader.byte()?)?,
                })
            })?,
        })
    }

    fn disclosure(&mut self) -> Option<Disclosure> {
        Some(Disclosure {
            recipient: Recipient::new(self.name()?).ok()?,
            address: self.note()?,
            what: self.term()?,
            description: self.note()?,
            basis: LegalBasis::from_byte(self.byte()?)?,
            protocol: self.option(Reader::term)?,
        })
    }
}
