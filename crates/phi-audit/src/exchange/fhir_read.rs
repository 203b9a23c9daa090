//! FHIR R4 and R5 as a [`Message`]: everything that is there is understood, or the resource is refused.
//!
//! The order of members and white space are free, since a FHIR server may rewrite both.

use std::borrow::Cow;

use base64ct::{Base64, Encoding as _};
use time::OffsetDateTime;

use super::codes::{self, Code};
use super::fhir_parts::{ABSENT, ASSURANCE, ASSURANCE_SYSTEM, EXTENSION, ROLE_SYSTEM};
use super::json_tree::{Map, flag, needed, object, objects, text, texts};
use super::message::{Agent, Entity, Message, Network, Source, Who, network_kind};
use super::{ExchangeError, instant};
use crate::event::{Crude, Outcome};

type Found<T> = Result<T, ExchangeError>;
type Owned = Message<'static>;

/// Reads R4 or R4B.
pub(super) fn r4(map: &mut Map) -> Found<Owned> {
    let category = coding(needed_object(map, "type")?)?;
    let subtypes = objects(map, "subtype")?.into_iter().map(coding).collect::<Found<_>>()?;
    let occurred = period(map, "period")?;
    let outcome = text(map, "outcome")?.map(|code| outcome(&code)).transpose()?;
    let outcome_text = text(map, "outcomeDesc")?;
    let purposes = concepts(map, "purposeOfEvent")?;
    let mut agents = Vec::new();
    for mut agent in objects(map, "agent")? {
        let network = match object(&mut agent, "network")? {
            None => Network::None,
            Some(mut network) if network.contains_key("extension") => {
                absent(&mut network)?;
                Network::Unknown
            }
            Some(mut network) => {
                let address = needed(&mut network, "address")?;
                if needed(&mut network, "type")? != network_kind(&address) {
                    return Err(ExchangeError::Malformed("network"));
                }
                end(network)?;
                Network::At(address.into())
            }
        };
        agents.push(self::agent(agent, network)?);
    }
    let mut source = needed_object(map, "source")?;
    let site = text(&mut source, "site")?;
    let kind = objects(&mut source, "type")?.into_iter().map(coding).collect::<Found<Vec<_>>>()?;
    let source = self::source(source, site, kind)?;
    let mut entities = Vec::new();
    for mut entity in objects(map, "entity")? {
        let kind = coding(needed_object(&mut entity, "type")?)?;
        let role = object(&mut entity, "role")?.map(coding).transpose()?;
        let details = details(&mut entity, |detail| needed(detail, "type"))?;
        entities.push(self::entity(entity, kind, role, details)?);
    }
    let rest = Message {
        category,
        subtypes,
        occurred,
        outcome,
        outcome_text: outcome_text.map(Cow::Owned),
        purposes,
        agents,
        source,
        entities,
        ..head(map)?
    };
    Ok(rest)
}

/// Reads R5.
pub(super) fn r5(map: &mut Map) -> Found<Owned> {
    let category = single(concepts(map, "category")?, "category")?;
    let subtypes = codings(needed_object(map, "code")?)?;
    let occurred = period(map, "occurredPeriod")?;
    let (outcome, outcome_text) = match object(map, "outcome")? {
        None => (None, None),
        Some(mut outcome) => {
            let code = coding(needed_object(&mut outcome, "code")?)?;
            let detail = match objects(&mut outcome, "detail")?.into_iter().next() {
                None => None,
                Some(mut detail) => {
                    let text = needed(&mut detail, "text")?;
                    end(detail)?;
                    Some(Cow::Owned(text))
                }
            };
            end(outcome)?;
            (Some(self::outcome(&code.code)?), detail)
        }
    };
    let purposes = concepts(map, "authorization")?;
    let mut agents = Vec::new();
    for mut agent in objects(map, "agent")? {
        let network = text(&mut agent, "networkString")?;
        agents.push(self::agent(agent, network.map_or(Network::None, |address| Network::At(address.into())))?);
    }
    let mut source = needed_object(map, "source")?;
    let site = match object(&mut source, "site")? {
        None => None,
        Some(mut site) => {
            let display = needed(&mut site, "display")?;
            end(site)?;
            Some(display)
        }
    };
    let kind = concepts(&mut source, "type")?;
    let source = self::source(source, site, kind)?;
    let mut entities = Vec::new();
    if let Some(patient) = object(map, "patient")? {
        let what = reference(patient, Some("Patient"))?;
        let role = Some(codes::PATIENT);
        entities.push(Entity { kind: codes::PERSON, role, what: Some(what), query: None, details: Vec::new() });
    }
    for mut entity in objects(map, "entity")? {
        let mut codes = codings(needed_object(&mut entity, "role")?)?.into_iter();
        let kind = codes.next().ok_or(ExchangeError::Missing("role"))?;
        let name = |detail: &mut Map| {
            let mut name = needed_object(detail, "type")?;
            let text = needed(&mut name, "text")?;
            end(name).map(|()| text)
        };
        let details = details(&mut entity, name)?;
        entities.push(self::entity(entity, kind, codes.next(), details)?);
    }
    Ok(Message {
        category,
        subtypes,
        occurred,
        outcome,
        outcome_text,
        purposes,
        agents,
        source,
        entities,
        ..head(map)?
    })
}

/// The members that both have, and a message that has nothing else yet.
fn head(map: &mut Map) -> Found<Owned> {
    if needed(map, "resourceType")? != "AuditEvent" {
        return Err(ExchangeError::Malformed("resourceType"));
    }
    let profile = match object(map, "meta")? {
        None => None,
        Some(mut meta) => {
            // What a FHIR server notes of its own copy is no part of the event.
            ["versionId", "lastUpdated", "source", "tag"].into_iter().for_each(|noted| drop(meta.remove(noted)));
            let profiles = texts(&mut meta, "profile")?;
            end(meta)?;
            if profiles.is_empty() { None } else { Some(Cow::Owned(single(profiles, "profile")?)) }
        }
    };
    let mut extras = Vec::new();
    for mut extension in objects(map, "extension")? {
        if needed(&mut extension, "url")? != EXTENSION {
            return Err(ExchangeError::Unknown);
        }
        for mut member in objects(&mut extension, "extension")? {
            extras.push((needed(&mut member, "url")?.into(), needed(&mut member, "valueString")?.into()));
            end(member)?;
        }
        end(extension)?;
    }
    let action = text(map, "action")?.map(|code| Crude::from_code(&code).ok_or(ExchangeError::Malformed("action")));
    Ok(Message {
        id: needed(map, "id")?.into(),
        profile,
        category: codes::REST,
        subtypes: Vec::new(),
        action: action.transpose()?,
        recorded: time(&needed(map, "recorded")?, "recorded")?,
        occurred: None,
        outcome: None,
        outcome_text: None,
        purposes: Vec::new(),
        agents: Vec::new(),
        source: Source { site: None, observer: Who::Unknown, kind: None },
        entities: Vec::new(),
        extras,
    })
}

fn agent(mut agent: Map, network: Network<'static>) -> Found<Agent<'static>> {
    let mut assurance = None;
    for mut extension in objects(&mut agent, "extension")? {
        if needed(&mut extension, "url")? != ASSURANCE {
            return Err(ExchangeError::Unknown);
        }
        let level = single(codings(needed_object(&mut extension, "valueCodeableConcept")?)?, "assurance")?;
        if level.system != ASSURANCE_SYSTEM {
            return Err(ExchangeError::Malformed("assurance"));
        }
        assurance = Some(level.code);
    }
    let roles = concepts(&mut agent, "role")?.into_iter();
    let roles = roles
        .map(|role| if role.system == ROLE_SYSTEM { Ok(role.code) } else { Err(ExchangeError::Malformed("role")) });
    let read = Agent {
        part: single(codings(needed_object(&mut agent, "type")?)?, "agent.type")?,
        who: who(needed_object(&mut agent, "who")?)?,
        requestor: flag(&mut agent, "requestor")?.ok_or(ExchangeError::Missing("requestor"))?,
        roles: roles.collect::<Found<_>>()?,
        assurance,
        network,
    };
    end(agent)?;
    Ok(read)
}

fn source(mut source: Map, site: Option<String>, kinds: Vec<Code<'static>>) -> Found<Source<'static>> {
    let observer = who(needed_object(&mut source, "observer")?)?;
    end(source)?;
    let kind = if kinds.is_empty() { None } else { Some(single(kinds, "source.type")?) };
    Ok(Source { site: site.map(Cow::Owned), observer, kind })
}

type Details = Vec<(Cow<'static, str>, Cow<'static, str>)>;

fn details(entity: &mut Map, name: impl Fn(&mut Map) -> Found<String>) -> Found<Details> {
    let mut details = Vec::new();
    for mut detail in objects(entity, "detail")? {
        details.push((name(&mut detail)?.into(), needed(&mut detail, "valueString")?.into()));
        end(detail)?;
    }
    Ok(details)
}

fn entity(
    mut entity: Map,
    kind: Code<'static>,
    role: Option<Code<'static>>,
    details: Details,
) -> Found<Entity<'static>> {
    let query = text(&mut entity, "query")?;
    let query = query.map(|query| Base64::decode_vec(&query).map_err(|_| ExchangeError::Malformed("query")));
    let of = if role.as_ref() == Some(&codes::PATIENT) { Some("Patient") } else { None };
    let what = object(&mut entity, "what")?.map(|what| reference(what, of)).transpose()?;
    end(entity)?;
    Ok(Entity { kind, role, what, query: query.transpose()?.map(Cow::Owned), details })
}

/// A reference by identifier, of this type.
fn reference(mut reference: Map, of: Option<&str>) -> Found<(Cow<'static, str>, Cow<'static, str>)> {
    if text(&mut reference, "type")?.as_deref() != of {
        return Err(ExchangeError::Malformed("what"));
    }
    let mut identifier = needed_object(&mut reference, "identifier")?;
    end(reference)?;
    let read = (needed(&mut identifier, "system")?.into(), needed(&mut identifier, "value")?.into());
    end(identifier)?;
    Ok(read)
}

fn who(mut map: Map) -> Found<Who<'static>> {
    if map.contains_key("extension") {
        absent(&mut map)?;
        end(map)?;
        return Ok(Who::Unknown);
    }
    reference(map, None).map(|(system, value)| Who::Id(system, value))
}

/// Takes the extension that says that a value is not known.
fn absent(map: &mut Map) -> Found<()> {
    let mut extension = single(objects(map, "extension")?, "extension")?;
    let said = (needed(&mut extension, "url")?, needed(&mut extension, "valueCode")?);
    if said != (ABSENT.to_owned(), "unknown".to_owned()) {
        return Err(ExchangeError::Unknown);
    }
    end(extension)
}

fn concepts(map: &mut Map, key: &'static str) -> Found<Vec<Code<'static>>> {
    objects(map, key)?.into_iter().map(|concept| single(codings(concept)?, key)).collect()
}

fn codings(mut concept: Map) -> Found<Vec<Code<'static>>> {
    let codings = objects(&mut concept, "coding")?.into_iter().map(coding).collect::<Found<_>>()?;
    end(concept)?;
    Ok(codings)
}

fn coding(mut coding: Map) -> Found<Code<'static>> {
    let code = Code {
        system: needed(&mut coding, "system")?.into(),
        code: needed(&mut coding, "code")?.into(),
        display: text(&mut coding, "display")?.unwrap_or_default().into(),
    };
    end(coding)?;
    Ok(code)
}

fn period(map: &mut Map, key: &'static str) -> Found<Option<(OffsetDateTime, OffsetDateTime)>> {
    let Some(mut period) = object(map, key)? else { return Ok(None) };
    let read = (time(&needed(&mut period, "start")?, key)?, time(&needed(&mut period, "end")?, key)?);
    end(period)?;
    Ok(Some(read))
}

fn time(text: &str, key: &'static str) -> Found<OffsetDateTime> {
    instant::read(text).ok_or(ExchangeError::Malformed(key))
}

fn outcome(code: &str) -> Found<Outcome> {
    Outcome::from_code(code).ok_or(ExchangeError::Malformed("outcome"))
}

fn needed_object(map: &mut Map, key: &'static str) -> Found<Map> {
    object(map, key)?.ok_or(ExchangeError::Missing(key))
}

fn single<T>(list: Vec<T>, key: &'static str) -> Found<T> {
    let mut list = list.into_iter();
    match (list.next(), list.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(ExchangeError::Missing(key)),
        _ => Err(ExchangeError::Malformed(key)),
    }
}

fn end(map: Map) -> Found<()> {
    if map.is_empty() { Ok(()) } else { Err(ExchangeError::Unknown) }
}
