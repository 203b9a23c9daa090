//! AuditEvents of other systems, FHIR R4: what of them an event has room for, and a list of what it has not.

use phi_types::{ActorId, Purpose, Recipient, TenantId};
use sha2::{Digest as _, Sha256};

use super::fhir_foreign::{Coding, Foreign, Lost, first_coding};
use super::json_tree::{Map, needed, object, objects, read_object, text};
use super::{ExchangeError, Format, hex, instant, names};
use crate::SubjectPseudonym;
use crate::event::{
    Agent, AuditEvent, Decision, Disclosure, Entity, EntityKind, EventId, Kind, LegalBasis, Network, Outcome, Parts,
    Period, RequestId, SealedNote, Source, SourceKind, Stage, Term,
};
use base64ct::{Base64, Encoding as _};

type Found<T> = Result<T, ExchangeError>;

/// What the host knows of those whom a foreign event names. An event here names no patient and no person by their name, so
/// somebody has to say who is meant.
///
/// ```
/// use phi_audit::{SubjectPseudonym, exchange::Resolver};
/// use phi_types::ActorId;
///
/// struct Clinic;
/// impl Resolver for Clinic {
///     fn patient(&self, reference: &str) -> Option<SubjectPseudonym> {
///         // The host looks up its subject, and asks `SubjectPseudonymKey::pseudonym`.
///         (reference == "Patient/17").then(|| SubjectPseudonym::from_parts(1, [1; 16]))
///     }
///     fn agent(&self, identifier: &str) -> Option<ActorId> {
///         ActorId::new(identifier).ok() // if identifiers of the sender are no names of people
///     }
/// }
/// ```
///
/// # Implementing
/// What `agent` returns stands in the log as it is: it must be no patient's name. A patient who acts on their own record has a user's
/// account, and that account is what to return.
pub trait Resolver {
    /// The pseudonym of the patient with this reference or identifier.
    fn patient(&self, reference: &str) -> Option<SubjectPseudonym>;

    /// The name under which the log knows this user, device or organisation. `identifier` is an identifier if there is one,
    /// else a reference, else whatever was displayed.
    fn agent(&self, identifier: &str) -> Option<ActorId>;

    /// Seals the words of a query. Without it they are not kept.
    fn seal(&self, query: &[u8]) -> Option<Vec<u8>> {
        let _ = query;
        None
    }
}

/// A foreign event, imported.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// The event.
    pub event: AuditEvent,
    /// The elements that it does not keep, by their names in FHIR, sorted, each once. No value among them.
    pub lost: Vec<&'static str>,
}

/// Imports an AuditEvent of FHIR R4 or R4B into this tenant. One that [`Format::FhirR4`] wrote for this tenant is read exactly, and
/// nothing of it is lost: its pseudonym and its users are not asked of the resolver, so take such text from your own systems alone.
///
/// # Errors
/// [`ExchangeError`], if it is no AuditEvent, if its time is none, or if it says that it must not be read without an extension
/// that is not known here (`modifierExtension`, `implicitRules`); [`ExchangeError::Contradictory`] if it was written for another tenant.
pub fn import(json: &str, tenant: &TenantId, resolver: &dyn Resolver) -> Found<Imported> {
    if let Ok(event) = Format::FhirR4.parse(json) {
        // Which tenant it is for is not for the text to say.
        let own = event.tenant == *tenant;
        return if own { Ok(Imported { event, lost: Vec::new() }) } else { Err(ExchangeError::Contradictory) };
    }
    let mut map = read_object(json)?;
    if needed(&mut map, "resourceType")? != "AuditEvent" {
        return Err(ExchangeError::Malformed("resourceType"));
    }
    for refused in ["modifierExtension", "implicitRules"] {
        if map.contains_key(refused) {
            return Err(ExchangeError::Malformed(refused));
        }
    }
    let mut lost = Lost::default();
    let id = event_id(text(&mut map, "id")?, json, &mut lost);
    let recorded = instant::read(&needed(&mut map, "recorded")?).ok_or(ExchangeError::Malformed("recorded"))?;
    let category = object(&mut map, "type")?.and_then(Coding::of).ok_or(ExchangeError::Missing("type"))?;
    let subtypes: Vec<_> = objects(&mut map, "subtype")?.into_iter().filter_map(Coding::of).collect();
    let action = text(&mut map, "action")?;
    let kind = kind(&category, &subtypes, action.as_deref(), &mut lost);
    let source = source(&mut map, resolver, &mut lost)?;
    let agents = objects(&mut map, "agent")?.into_iter().map(Foreign::of).collect::<Found<Vec<_>>>()?;
    let actor = actor(&agents, resolver, &mut lost)?;
    let mut parts = Parts::new(id, recorded, tenant.clone(), kind, actor, source);
    if let Some(mut period) = object(&mut map, "period")? {
        let mut moment = |key| text(&mut period, key).map(|text| text.as_deref().and_then(instant::read));
        match (moment("start")?, moment("end")?) {
            (Some(start), Some(end)) => parts.occurred = Some(Period { start, end }),
            _ => lost.note("period"),
        }
    }
    parts.outcome = match text(&mut map, "outcome")? {
        // RFC 3881, 5.1.4: success is said where nothing is known.
        None => Outcome::Success,
        Some(code) => Outcome::from_code(&code).ok_or(ExchangeError::Malformed("outcome"))?,
    };
    parts.purpose = purpose(&mut map, &agents, &mut lost)?;
    for entity in objects(&mut map, "entity")? {
        take_entity(entity, &mut parts, resolver, &mut lost)?;
    }
    if category.is("DCM", "110113")
        && subtypes.iter().any(|code| code.code.starts_with("AuthZ-"))
        && !parts.outcome.is_success()
    {
        // The policy of another system: its digest is not known here, and its reason was written for people.
        parts.stage = Stage::Denied;
        parts.decision = Some(Decision::denied([0; 32], None, Term::fixed("unstated")));
    }
    if kind == Kind::Disclose {
        disclose(&mut parts, &agents, resolver, &mut lost);
    }
    complete(&mut parts, &mut lost);
    agents.into_iter().for_each(|agent| lost.rest("agent", agent.rest));
    lost.rest("", map);
    let event = parts.check().map_err(|_| ExchangeError::Incomplete)?;
    Ok(Imported { event, lost: lost.finish() })
}

/// The id as it is if it is a UUID; else one that is the same whenever the same event is imported.
fn event_id(id: Option<String>, json: &str, lost: &mut Lost) -> EventId {
    if let Some(bytes) = id.as_deref().and_then(hex::uuid) {
        return EventId::from_bytes(bytes);
    }
    if id.is_some() {
        lost.note("id");
    }
    let digest =
        Sha256::new().chain_update(b"phi-audit import 1").chain_update(id.as_deref().unwrap_or(json)).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    EventId::from_bytes(bytes)
}

fn kind(category: &Coding, subtypes: &[Coding], action: Option<&str>, lost: &mut Lost) -> Kind {
    let has = |code: &str| subtypes.iter().any(|subtype| subtype.code == code);
    let by_action = || match action {
        Some("C") => Kind::Create,
        Some("R") => Kind::Read,
        Some("U") => Kind::Update,
        Some("D") => Kind::Delete,
        _ => Kind::Other,
    };
    let kind = match &*category.code {
        "rest" => match subtypes.iter().find_map(|subtype| names::restful(&subtype.code)) {
            Some(kind) => kind,
            None => by_action(),
        },
        "110106" if has("disclose") => Kind::Disclose,
        "110106" => Kind::Export,
        "110110" | "110103" => by_action(),
        "110112" => Kind::Query,
        "110114" if has("110123") => Kind::Logout,
        "110114" => Kind::Login,
        "110113" if has("110127") => Kind::BreakGlassStart,
        "110113" if has("110138") => Kind::BreakGlassEnd,
        "110101" => Kind::LogUsed,
        _ => Kind::Other,
    };
    if kind == Kind::Other {
        lost.note("type");
        lost.note("subtype");
        lost.note("action");
    }
    kind
}

fn source(map: &mut Map, resolver: &dyn Resolver, lost: &mut Lost) -> Found<Source> {
    let mut source = object(map, "source")?.ok_or(ExchangeError::Missing("source"))?;
    let observer = object(&mut source, "observer")?.and_then(|mut who| super::fhir_foreign::who(&mut who));
    let observer = observer.and_then(|observer| resolver.agent(&observer));
    let observer = lost.term("source.observer", observer.as_ref().map(ActorId::as_str));
    let kind = objects(&mut source, "type")?.into_iter().find_map(Coding::of);
    let kind = kind.and_then(|kind| SourceKind::from_code(&kind.code)).unwrap_or(SourceKind::Other);
    let mut origin = Source::new(observer, kind);
    origin.site = text(&mut source, "site")?.map(|site| lost.term("source.site", Some(&site)));
    lost.rest("source", source);
    Ok(origin)
}

/// Who asked: the one who says so, else the program at the other end.
fn actor(agents: &[Foreign], resolver: &dyn Resolver, lost: &mut Lost) -> Found<Agent> {
    let asked = agents.iter().find(|agent| agent.requestor);
    let client = agents.iter().find(|agent| agent.is_client());
    let chosen = asked.or(client).or_else(|| agents.first());
    let who = chosen.and_then(|agent| agent.who.as_deref()).and_then(|who| resolver.agent(who));
    if who.is_none() || agents.iter().filter(|agent| !agent.is_endpoint()).count() > 1 {
        lost.note("agent.who");
    }
    let human = chosen.is_some_and(Foreign::is_human);
    let who = who.or_else(|| ActorId::new("unresolved").ok()).ok_or(ExchangeError::Malformed("agent"))?;
    let mut actor = if human { Agent::human(who) } else { Agent::service(who) };
    for role in chosen.into_iter().flat_map(|agent| &agent.roles) {
        match Term::new(role) {
            Ok(role) => actor.roles.push(role),
            Err(_) => lost.note("agent.role"),
        }
    }
    let address =
        chosen.and_then(|agent| agent.address.as_deref()).or(client.and_then(|agent| agent.address.as_deref()));
    actor.network = address.and_then(|address| address.parse().ok()).map(Network::direct);
    if agents.iter().filter(|agent| agent.address.is_some()).count() > usize::from(actor.network.is_some()) {
        lost.note("agent.network");
    }
    Ok(actor)
}

fn purpose(map: &mut Map, agents: &[Foreign], lost: &mut Lost) -> Found<Option<Purpose>> {
    let mut codes = Vec::new();
    for concept in objects(map, "purposeOfEvent")? {
        codes.extend(first_coding(concept));
    }
    codes.extend(agents.iter().flat_map(|agent| agent.purposes.iter().cloned()));
    let purpose = codes.iter().find_map(|coding| Purpose::from_code(&coding.code));
    codes.dedup_by(|one, other| one.code == other.code);
    if codes.len() > usize::from(purpose.is_some()) {
        lost.note("purposeOfEvent");
    }
    Ok(purpose)
}

fn take_entity(mut entity: Map, parts: &mut Parts, resolver: &dyn Resolver, lost: &mut Lost) -> Found<()> {
    let kind = object(&mut entity, "type")?.and_then(Coding::of);
    let role = object(&mut entity, "role")?.and_then(Coding::of);
    let role = role.as_ref().map_or("", |role| &role.code);
    let what = object(&mut entity, "what")?;
    let query = text(&mut entity, "query")?;
    let reference = what.and_then(|mut what| super::fhir_foreign::who(&mut what));
    if role == "1" || reference.as_deref().is_some_and(|reference| reference.starts_with("Patient/")) {
        match reference.and_then(|reference| resolver.patient(&reference)) {
            Some(patient) if parts.patient.is_none() => parts.patient = Some(patient),
            _ => lost.note("entity.what"),
        }
    } else if kind.as_ref().is_some_and(|kind| kind.code == "XrequestId") {
        match reference.as_deref().and_then(hex::uuid) {
            Some(id) => parts.request = Some(RequestId::from_bytes(id)),
            None => lost.note("entity.what"),
        }
    } else if let Some(query) = query {
        let words = Base64::decode_vec(&query).map_err(|_| ExchangeError::Malformed("query"))?;
        parts.query = resolver.seal(&words).map_or(SealedNote::Lost, SealedNote::Sealed);
        if parts.query == SealedNote::Lost {
            lost.note("entity.query");
        }
    } else {
        // Which one it was is not kept: an id of another system may be a medical record number.
        let named = reference.as_deref().and_then(|reference| reference.split_once('/')).map(|(of, _)| of);
        let named = named.or_else(|| kind.as_ref().map(|kind| &*kind.code));
        // Names of resource types are letters alone; nothing else can stand before the id, or is a code that names a type.
        let named = named.filter(|named| named.len() > 2 && named.bytes().all(|byte| byte.is_ascii_alphabetic()));
        lost.note("entity.what");
        let kind = match role {
            "3" => EntityKind::Document,
            "20" => EntityKind::Finding,
            "13" => EntityKind::Key,
            "14" => EntityKind::Policy,
            "17" => EntityKind::Log,
            "11" | "6" => EntityKind::Account,
            _ => EntityKind::Record,
        };
        parts.entities.push(Entity::new(kind, lost.term("entity.type", named)));
    }
    lost.rest("entity", entity);
    Ok(())
}

fn disclose(parts: &mut Parts, agents: &[Foreign], resolver: &dyn Resolver, lost: &mut Lost) {
    let recipient = agents.iter().find(|agent| agent.part == "110152").and_then(|agent| agent.who.as_deref());
    let recipient = recipient.and_then(|who| resolver.agent(who)).and_then(|who| Recipient::new(who.as_str()).ok());
    match (recipient, parts.purpose) {
        (Some(recipient), Some(purpose)) => {
            let what = parts.entities.first().map_or_else(|| Term::fixed("unstated"), |entity| entity.name.clone());
            parts.disclosure = Some(Disclosure::new(recipient, what, LegalBasis::of_purpose(purpose)));
        }
        // Without its recipient and its purpose it is no disclosure that could be accounted for.
        _ => {
            lost.note("subtype");
            parts.kind = Kind::Export;
        }
    }
}

/// Adds what an event of the kind has to have, and takes away what it may not have.
fn complete(parts: &mut Parts, lost: &mut Lost) {
    let names = |parts: &Parts, kinds: &[EntityKind]| parts.entities.iter().any(|entity| kinds.contains(&entity.kind));
    let unstated = |kind| Entity::new(kind, Term::fixed("unstated"));
    match parts.kind {
        Kind::Read | Kind::Create | Kind::Update | Kind::Delete | Kind::Export
            if !names(parts, &[EntityKind::Record, EntityKind::Document]) =>
        {
            parts.entities.push(unstated(EntityKind::Record));
        }
        Kind::LogUsed if !names(parts, &[EntityKind::Log]) => parts.entities.push(unstated(EntityKind::Log)),
        Kind::BreakGlassStart => parts.reason = SealedNote::Lost,
        Kind::Query if !parts.query.is_there() => parts.query = SealedNote::Lost,
        Kind::Login | Kind::Logout if parts.patient.take().is_some() => lost.note("entity.what"),
        _ => {}
    }
}
