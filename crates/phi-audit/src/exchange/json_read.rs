//! JSON lines read back, strictly: a member that is not known, or one that is written in another way than
//! [`write`](super::json_lines::write) would, is refused.

use std::net::IpAddr;

use base64ct::{Base64, Encoding as _};
use phi_types::{ActorId, Purpose, Recipient, SessionId, TenantId};

use super::json_tree::{Map, flag, needed, number, object, objects, read_object, text, texts};
use super::{ExchangeError, hex, instant};
use crate::event::{
    Agent, AgentKind, Assurance, AuditEvent, Decision, Disclosure, Due, DutyOwed, Ending, Entity, EntityKind, EventId,
    Kind, LegalBasis, Network, Outcome, Parts, Period, RequestId, SealedNote, Source, SourceKind, Stage, Term,
};
use crate::pseudonym::SubjectPseudonym;

type Found<T> = Result<T, ExchangeError>;

/// Reads a line.
pub(super) fn read(line: &str) -> Found<AuditEvent> {
    let mut map = read_object(line)?;
    if number(&mut map, "version")? != Some(1) {
        return Err(ExchangeError::Malformed("version"));
    }
    let id = coded(&mut map, "id", |id| hex::uuid(id).map(EventId::from_bytes))?;
    let recorded = coded(&mut map, "recorded", instant::read)?;
    let tenant = coded(&mut map, "tenant", |name| TenantId::new(name).ok())?;
    let kind = coded(&mut map, "kind", Kind::from_code)?;
    let actor = agent(needed_object(&mut map, "actor")?)?;
    let mut source = needed_object(&mut map, "source")?;
    let mut origin = Source::new(term(&mut source, "observer")?, coded(&mut source, "kind", SourceKind::from_code)?);
    origin.site = optional(&mut source, "site", |site| Term::new(site).ok())?;
    end(source)?;
    let mut parts = Parts::new(id, recorded, tenant, kind, actor, origin);
    if let Some(mut period) = object(&mut map, "occurred")? {
        let start = coded(&mut period, "start", instant::read)?;
        parts.occurred = Some(Period { start, end: coded(&mut period, "end", instant::read)? });
        end(period)?;
    }
    parts.stage = stage(&mut map)?;
    let outcome = number(&mut map, "outcome")?.ok_or(ExchangeError::Missing("outcome"))?;
    let outcome = Outcome::ALL.iter().find(|each| u64::from(each.number()) == outcome);
    parts.outcome = *outcome.ok_or(ExchangeError::Malformed("outcome"))?;
    parts.purpose = optional(&mut map, "purpose", Purpose::from_code)?;
    parts.on_behalf_of = object(&mut map, "on_behalf_of")?.map(agent).transpose()?;
    if let Some(mut patient) = object(&mut map, "patient")? {
        let version = number(&mut patient, "version")?.and_then(|version| u16::try_from(version).ok());
        let version = version.ok_or(ExchangeError::Malformed("version"))?;
        parts.patient = Some(SubjectPseudonym::from_parts(version, coded(&mut patient, "pseudonym", hex::read)?));
        end(patient)?;
    }
    parts.entities = objects(&mut map, "entities")?.into_iter().map(entity).collect::<Found<_>>()?;
    parts.decision = object(&mut map, "decision")?.map(decision).transpose()?;
    parts.disclosure = object(&mut map, "disclosure")?.map(disclosure).transpose()?;
    parts.query = note(&mut map, "query")?;
    parts.reason = note(&mut map, "reason")?;
    parts.note = note(&mut map, "note")?;
    parts.request = optional(&mut map, "request", |id| hex::uuid(id).map(RequestId::from_bytes))?;
    parts.epoch = number(&mut map, "epoch")?.unwrap_or(0);
    end(map)?;
    parts.check().map_err(|_| ExchangeError::Incomplete)
}

fn stage(map: &mut Map) -> Found<Stage> {
    let grant = |map: &mut Map| number(map, "grant")?.ok_or(ExchangeError::Missing("grant"));
    Ok(match &*needed(map, "stage")? {
        "done" => Stage::Done,
        "denied" => Stage::Denied,
        "ended" => {
            let uses = number(map, "uses")?.and_then(|uses| u32::try_from(uses).ok());
            let uses = uses.ok_or(ExchangeError::Malformed("uses"))?;
            Stage::Ended { grant: grant(map)?, ending: coded(map, "ending", Ending::from_code)?, uses }
        }
        "discharged" => Stage::Discharged { grant: grant(map)?, duty: term(map, "duty")? },
        _ => return Err(ExchangeError::Malformed("stage")),
    })
}

fn agent(mut map: Map) -> Found<Agent> {
    let who = coded(&mut map, "who", |name| ActorId::new(name).ok())?;
    let kind = coded(&mut map, "kind", AgentKind::from_code)?;
    let roles = terms(&mut map, "roles")?;
    let session = optional(&mut map, "session", |id| hex::read(id).map(SessionId::from_bytes))?;
    let assurance = optional(&mut map, "assurance", Assurance::from_code)?;
    let network = match object(&mut map, "network")? {
        None => None,
        Some(mut network) => {
            let address = coded(&mut network, "address", ip)?;
            let via = texts(&mut network, "via")?.iter().map(|proxy| ip(proxy)).collect::<Option<_>>();
            end(network)?;
            Some(Network::through(address, via.ok_or(ExchangeError::Malformed("via"))?))
        }
    };
    end(map)?;
    Ok(Agent { who, kind, roles, session, assurance, network })
}

fn entity(mut map: Map) -> Found<Entity> {
    let kind = coded(&mut map, "kind", EntityKind::from_code)?;
    let mut entity = Entity::new(kind, term(&mut map, "name")?);
    entity.id = optional(&mut map, "id", hex::read)?;
    entity.fields = terms(&mut map, "fields")?;
    entity.count = number(&mut map, "count")?;
    entity.digest = optional(&mut map, "digest", hex::read)?;
    end(map)?;
    Ok(entity)
}

fn decision(mut map: Map) -> Found<Decision> {
    let mut duties = Vec::new();
    for mut owed in objects(&mut map, "duties")? {
        let due = coded(&mut owed, "due", Due::from_code)?;
        duties.push(DutyOwed { duty: term(&mut owed, "duty")?, amount: number(&mut owed, "amount")?, due });
        end(owed)?;
    }
    let decision = Decision {
        policy: coded(&mut map, "policy", hex::read)?,
        rule: optional(&mut map, "rule", |rule| Term::new(rule).ok())?,
        reason: optional(&mut map, "reason", |reason| Term::new(reason).ok())?,
        evidence: number(&mut map, "evidence")?,
        until: optional(&mut map, "until", |until| {
            until.parse().ok().filter(|number: &i64| number.to_string() == until)
        })?,
        emergency: match flag(&mut map, "emergency")? {
            None => false,
            Some(true) => true,
            Some(false) => return Err(ExchangeError::Malformed("emergency")),
        },
        duties,
    };
    end(map)?;
    Ok(decision)
}

fn disclosure(mut map: Map) -> Found<Disclosure> {
    let disclosure = Disclosure {
        recipient: coded(&mut map, "recipient", |name| Recipient::new(name).ok())?,
        address: note(&mut map, "address")?,
        what: term(&mut map, "what")?,
        description: note(&mut map, "description")?,
        basis: coded(&mut map, "basis", LegalBasis::from_code)?,
        protocol: optional(&mut map, "protocol", |protocol| Term::new(protocol).ok())?,
    };
    end(map)?;
    Ok(disclosure)
}

fn note(map: &mut Map, key: &'static str) -> Found<SealedNote> {
    let Some(mut note) = object(map, key)? else { return Ok(SealedNote::None) };
    let sealed = optional(&mut note, "sealed", |coded| Base64::decode_vec(coded).ok())?;
    end(note)?;
    Ok(sealed.map_or(SealedNote::Lost, SealedNote::Sealed))
}

fn ip(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

fn term(map: &mut Map, key: &'static str) -> Found<Term> {
    coded(map, key, |text| Term::new(text).ok())
}

fn terms(map: &mut Map, key: &'static str) -> Found<Vec<Term>> {
    let terms = texts(map, key)?.iter().map(|text| Term::new(text).ok()).collect::<Option<_>>();
    terms.ok_or(ExchangeError::Malformed(key))
}

fn coded<T>(map: &mut Map, key: &'static str, of: impl Fn(&str) -> Option<T>) -> Found<T> {
    optional(map, key, of)?.ok_or(ExchangeError::Missing(key))
}

fn optional<T>(map: &mut Map, key: &'static str, of: impl Fn(&str) -> Option<T>) -> Found<Option<T>> {
    text(map, key)?.map(|text| of(&text).ok_or(ExchangeError::Malformed(key))).transpose()
}

fn needed_object(map: &mut Map, key: &'static str) -> Found<Map> {
    object(map, key)?.ok_or(ExchangeError::Missing(key))
}

fn end(map: Map) -> Found<()> {
    if map.is_empty() { Ok(()) } else { Err(ExchangeError::Unknown) }
}
