//! An event as a [`Message`].

use std::borrow::Cow;
use std::fmt::Display;

use base64ct::{Base64, Encoding as _};

use super::codes::{self, Code, source_type, system};
use super::hex;
use super::message::{self, Message, Network, Who, say};
use super::names::{self, detail, extra};
use crate::event::{Agent, AgentKind, AuditEvent, Crude, Entity, EntityKind, Kind, Outcome, SealedNote, Stage};

/// IHE BALP 1.1.
const BALP: &str = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";

type Extras<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

impl<'a> Message<'a> {
    /// An event as the standards see it.
    pub(super) fn of(event: &'a AuditEvent) -> Self {
        let mut extras: Extras<'a> = Vec::with_capacity(16);
        let codes = names::codes(event.kind);
        // What is done with a grant later is no further access: it must not be counted as one.
        let access = matches!(event.stage, Stage::Done);
        let rest = if access { codes.rest } else { None };
        let (category, action) = match event.stage {
            Stage::Done => (codes.category, crude(event.kind)),
            Stage::Denied => (codes::SECURITY_ALERT, Crude::Execute),
            _ => (codes::APPLICATION_ACTIVITY, Crude::Execute),
        };
        let mut subtypes = Vec::with_capacity(3);
        match event.stage {
            Stage::Done => subtypes.push(codes.subtype),
            Stage::Denied => subtypes.push(codes::AUTHZ_ROLE),
            _ => {}
        }
        // Of a RESTful event its interaction says the kind, and a profile that asks for it may count what stands beside it.
        if rest.is_none() {
            subtypes.push(Code::of(names::KIND, event.kind.code()));
        }

        put(&mut extras, extra::TENANT, say(event.tenant.as_str()));
        if event.epoch != 0 {
            put_shown(&mut extras, extra::EPOCH, event.epoch);
        }
        put_stage(&mut extras, &event.stage);
        put_decision(&mut extras, event);
        put_note(&mut extras, extra::REASON, &event.reason);
        put_note(&mut extras, extra::NOTE, &event.note);

        let agents = agents(event, rest.as_ref(), &mut extras);
        let entities = entities(event, rest.is_some(), &mut extras);
        let mut message = Message {
            id: Cow::Owned(event.id.to_string()),
            profile: None,
            category,
            subtypes,
            action: Some(action),
            recorded: event.recorded,
            occurred: event.occurred.map(|period| (period.start, period.end)),
            outcome: Some(event.outcome),
            outcome_text: event
                .decision
                .as_ref()
                .and_then(|decision| decision.reason.as_ref())
                .map(|it| it.as_str().into()),
            purposes: event.purpose.iter().map(|purpose| Code::of(system::REASON, purpose.code())).collect(),
            agents,
            source: message::Source {
                site: event.source.site.as_ref().map(|site| site.as_str().into()),
                observer: Who::Id(names::OBSERVER.into(), event.source.observer.as_str().into()),
                kind: Some(source_type(event.source.kind)),
            },
            entities,
            extras,
        };
        message.profile = profile(event, &message);
        message
    }
}

/// What is done. BALP files under "read" whatever leaves.
fn crude(kind: Kind) -> Crude {
    if kind == Kind::DeIdentification { Crude::Read } else { kind.crude() }
}

/// The profile of BALP that the message follows, if it does. BALP describes successes alone.
fn profile(event: &AuditEvent, message: &Message<'_>) -> Option<Cow<'static, str>> {
    if event.stage != Stage::Done || event.outcome != Outcome::Success {
        return None;
    }
    let patient = event.patient.is_some();
    let data = message.entities.iter().any(|entity| entity.kind == codes::OBJECT && entity.what.is_some());
    let name = match event.kind {
        Kind::Read if data => ["Read", "PatientRead"],
        Kind::Create if data => ["Create", "PatientCreate"],
        Kind::Update if data => ["Update", "PatientUpdate"],
        Kind::Delete if data => ["Delete", "PatientDelete"],
        Kind::Query if matches!(event.query, SealedNote::Sealed(ref query) if !query.is_empty()) => {
            ["Query", "PatientQuery"]
        }
        // The profile of a disclosure wants a patient and something disclosed.
        Kind::Disclose if patient && message.entities.len() > 1 && event.disclosure.is_some() => {
            ["PrivacyDisclosure.Source", "PrivacyDisclosure.Source"]
        }
        _ => return None,
    };
    let [without, with] = name;
    Some(Cow::Owned([BALP, if patient { with } else { without }].concat()))
}

fn agents<'a>(
    event: &'a AuditEvent,
    rest: Option<&[Code<'static>; 3]>,
    extras: &mut Extras<'a>,
) -> Vec<message::Agent<'a>> {
    let mut agents = Vec::with_capacity(4);
    let actor = &event.actor;
    let service = matches!(actor.kind, AgentKind::Service);
    match actor.kind {
        AgentKind::Human => {}
        AgentKind::Service => put(extras, extra::ACTOR_KIND, "service".into()),
        AgentKind::Unidentified => put(extras, extra::ACTOR_KIND, "unidentified".into()),
    }
    if let Some(session) = &actor.session {
        put(extras, extra::SESSION, hex::text(&session.to_bytes()).into());
    }
    let network = actor.network.as_ref().map(|network| {
        network.via.iter().for_each(|via| put_shown(extras, extra::VIA, via));
        Cow::Owned(network.address.to_string())
    });
    let direct = |network: Option<Cow<'a, str>>| network.map_or(Network::None, Network::At);
    let wanted = |network: Option<Cow<'a, str>>| network.map_or(Network::Unknown, Network::At);
    match rest {
        Some([client, server, user]) => {
            if service {
                let asks = event.on_behalf_of.is_none();
                agents.push(agent(client.clone(), actor, asks, wanted(network)));
            } else {
                let who = actor.session.as_ref().map_or(Who::Unknown, |session| {
                    Who::Id(names::SESSION.into(), hex::text(&session.to_bytes()).into())
                });
                agents.push(bare(client.clone(), who, wanted(network)));
            }
            let observer = Who::Id(names::OBSERVER.into(), event.source.observer.as_str().into());
            agents.push(bare(server.clone(), observer, Network::Unknown));
            if !service {
                agents.push(agent(user.clone(), actor, true, Network::None));
            }
        }
        None if service => agents.push(agent(codes::APPLICATION, actor, event.on_behalf_of.is_none(), direct(network))),
        None => agents.push(agent(codes::HUMAN_USER, actor, true, direct(network))),
    }
    if let Some(behalf) = &event.on_behalf_of {
        match behalf.kind {
            AgentKind::Human => {}
            AgentKind::Service => put(extras, extra::BEHALF_KIND, "service".into()),
            AgentKind::Unidentified => put(extras, extra::BEHALF_KIND, "unidentified".into()),
        }
        if let Some(session) = &behalf.session {
            put(extras, extra::BEHALF_SESSION, hex::text(&session.to_bytes()).into());
        }
        if let Some(network) = &behalf.network {
            put_shown(extras, extra::BEHALF_ADDRESS, network.address);
            network.via.iter().for_each(|via| put_shown(extras, extra::BEHALF_VIA, via));
        }
        let part = match rest {
            Some([_, _, user]) if service => user.clone(),
            None if service => codes::HUMAN_USER,
            _ => codes::RESPONSIBLE,
        };
        agents.push(agent(part, behalf, true, Network::None));
    }
    if let Some(disclosure) = &event.disclosure {
        let observer = Who::Id(names::OBSERVER.into(), event.source.observer.as_str().into());
        agents.push(bare(codes::SOURCE, observer, Network::Unknown));
        let recipient = Who::Id(names::RECIPIENT.into(), say(disclosure.recipient.as_str()));
        agents.push(bare(codes::DESTINATION, recipient, Network::Unknown));
        put(extras, extra::DISCLOSED, disclosure.what.as_str().into());
        put(extras, extra::BASIS, disclosure.basis.code().into());
        if let Some(protocol) = &disclosure.protocol {
            put(extras, extra::PROTOCOL, protocol.as_str().into());
        }
        put_note(extras, extra::ADDRESS, &disclosure.address);
        put_note(extras, extra::DESCRIPTION, &disclosure.description);
    }
    agents
}

fn agent<'a>(part: Code<'static>, agent: &'a Agent, requestor: bool, network: Network<'a>) -> message::Agent<'a> {
    message::Agent {
        part,
        who: Who::Id(names::ACTOR.into(), say(agent.who.as_str())),
        requestor,
        roles: agent.roles.iter().map(|role| role.as_str().into()).collect(),
        assurance: agent.assurance.map(|level| level.code().into()),
        network,
    }
}

fn bare<'a>(part: Code<'static>, who: Who<'a>, network: Network<'a>) -> message::Agent<'a> {
    message::Agent { part, who, requestor: false, roles: Vec::new(), assurance: None, network }
}

fn entities<'a>(event: &'a AuditEvent, rest: bool, extras: &mut Extras<'a>) -> Vec<message::Entity<'a>> {
    let mut entities = Vec::with_capacity(event.entities.len().saturating_add(3));
    let plain = |kind, role, what| message::Entity { kind, role, what, query: None, details: Vec::new() };
    if let Some(patient) = &event.patient {
        let value = format!("{}-{}", patient.version(), hex::text(&patient.to_bytes()));
        let what = Some((names::PSEUDONYM.into(), value.into()));
        entities.push(plain(codes::PERSON, Some(codes::PATIENT), what));
    }
    match &event.query {
        SealedNote::Sealed(query) if !query.is_empty() => entities.push(message::Entity {
            query: Some(Cow::Borrowed(query)),
            ..plain(codes::OBJECT, Some(codes::QUERY_ROLE), None)
        }),
        other => put_note(extras, extra::QUERY, other),
    }
    // BALP has room for one object of the kind "system object" beside the patient; further ones are "other".
    let mut room = !(rest && event.kind == Kind::Query);
    for each in &event.entities {
        let fits = !rest || matches!(each.kind, EntityKind::Record | EntityKind::Document | EntityKind::Finding);
        let kind = if room && fits { codes::OBJECT } else { codes::OTHER };
        room = room && !(rest && fits);
        let what = Some((names::ENTITY.into(), each.name.as_str().into()));
        entities.push(message::Entity { details: details(each), ..plain(kind, Some(names::role(each.kind)), what) });
    }
    if let Some(request) = &event.request {
        let what = Some((names::REQUEST.into(), request.to_string().into()));
        entities.push(plain(codes::REQUEST_ID, None, what));
    }
    entities
}

fn details(entity: &Entity) -> Extras<'_> {
    let mut details: Extras<'_> = Vec::with_capacity(entity.fields.len().saturating_add(3));
    if let Some(id) = &entity.id {
        put(&mut details, detail::ID, hex::text(id).into());
    }
    entity.fields.iter().for_each(|field| put(&mut details, detail::FIELD, field.as_str().into()));
    if let Some(count) = entity.count {
        put_shown(&mut details, detail::COUNT, count);
    }
    if let Some(digest) = &entity.digest {
        put(&mut details, detail::DIGEST, hex::text(digest).into());
    }
    details
}

fn put_stage(extras: &mut Extras<'_>, stage: &Stage) {
    match stage {
        Stage::Done | Stage::Denied => {}
        Stage::Ended { grant, ending, uses } => {
            put_shown(extras, extra::ENDED_GRANT, grant);
            put(extras, extra::ENDING, ending.code().into());
            put_shown(extras, extra::USES, uses);
        }
        Stage::Discharged { grant, duty } => {
            put_shown(extras, extra::DISCHARGED_GRANT, grant);
            put(extras, extra::DISCHARGED_DUTY, duty.as_str().to_owned().into());
        }
    }
}

fn put_decision<'a>(extras: &mut Extras<'a>, event: &'a AuditEvent) {
    let Some(decision) = &event.decision else { return };
    put(extras, extra::POLICY, hex::text(&decision.policy).into());
    if let Some(rule) = &decision.rule {
        put(extras, extra::RULE, rule.as_str().into());
    }
    if let Some(evidence) = decision.evidence {
        put_shown(extras, extra::EVIDENCE, evidence);
    }
    if let Some(until) = decision.until {
        put_shown(extras, extra::UNTIL, until);
    }
    if decision.emergency {
        put(extras, extra::EMERGENCY, "true".into());
    }
    for owed in &decision.duties {
        let amount = owed.amount.map_or(String::new(), |amount| format!("={amount}"));
        put(extras, extra::DUTY, format!("{}{amount} {}", owed.duty, owed.due).into());
    }
}

/// A sealed note as `sealed:` with base64, or `lost`.
fn put_note(extras: &mut Extras<'_>, name: &'static str, note: &SealedNote) {
    match note {
        SealedNote::None => {}
        SealedNote::Sealed(bytes) => put(extras, name, format!("sealed:{}", Base64::encode_string(bytes)).into()),
        SealedNote::Lost => put(extras, name, "lost".into()),
    }
}

fn put<'a>(extras: &mut Extras<'a>, name: &'static str, value: Cow<'a, str>) {
    extras.push((Cow::Borrowed(name), value));
}

fn put_shown(extras: &mut Extras<'_>, name: &'static str, value: impl Display) {
    put(extras, name, value.to_string().into());
}
