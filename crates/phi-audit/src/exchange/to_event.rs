//! A [`Message`] as an event, exactly: whatever an event would not say in these words is refused.

use std::net::IpAddr;

use base64ct::{Base64, Encoding as _};
use phi_types::{ActorId, Purpose, Recipient, SessionId, TenantId};

use super::codes::{self, system};
use super::message::{self, Message, Who, unsay};
use super::names::{self, detail, extra};
use super::{ExchangeError, hex, hex::uuid};
use crate::event::{
    Agent, AgentKind, Assurance, AuditEvent, Decision, Disclosure, Due, DutyOwed, Ending, Entity, EventId, Kind,
    LegalBasis, Network, Parts, Period, RequestId, SealedNote, Source, SourceKind, Stage, Term,
};
use crate::pseudonym::SubjectPseudonym;

type Found<T> = Result<T, ExchangeError>;

impl Message<'_> {
    /// The event that says this.
    pub(super) fn event(&self) -> Found<AuditEvent> {
        let kind = self.subtypes.iter().find_map(|code| match &*code.system {
            names::KIND => Kind::from_code(&code.code),
            system::RESTFUL => names::restful(&code.code),
            _ => None,
        });
        let kind = kind.ok_or(ExchangeError::Missing("event-kind"))?;
        let (actor, on_behalf_of) = self.people()?;
        let outcome = self.outcome.ok_or(ExchangeError::Missing("outcome"))?;
        let id = uuid(&self.id).map(EventId::from_bytes).ok_or(ExchangeError::Malformed("id"))?;
        let mut parts = Parts::new(id, self.recorded, self.tenant()?, kind, actor, self.source()?);
        parts.on_behalf_of = on_behalf_of;
        parts.outcome = outcome;
        parts.occurred = self.occurred.map(|(start, end)| Period { start, end });
        parts.stage = self.stage()?;
        parts.purpose = match self.purposes.as_slice() {
            [] => None,
            [code] if code.system == system::REASON => {
                Some(Purpose::from_code(&code.code).ok_or(ExchangeError::Malformed("purpose"))?)
            }
            _ => return Err(ExchangeError::Malformed("purpose")),
        };
        parts.epoch = self.parsed(extra::EPOCH)?.unwrap_or(0);
        parts.decision = self.decision()?;
        parts.disclosure = self.disclosure()?;
        parts.query = self.note(extra::QUERY)?;
        parts.reason = self.note(extra::REASON)?;
        parts.note = self.note(extra::NOTE)?;
        for each in &self.entities {
            if each.kind == codes::REQUEST_ID {
                let (_, value) = each.what.as_ref().ok_or(ExchangeError::Missing("request"))?;
                let request = uuid(value).ok_or(ExchangeError::Malformed("request"))?;
                parts.request = Some(RequestId::from_bytes(request));
            } else if each.role.as_ref() == Some(&codes::PATIENT) {
                parts.patient = Some(pseudonym(each)?);
            } else if each.role.as_ref() == Some(&codes::QUERY_ROLE) {
                let query = each.query.as_ref().ok_or(ExchangeError::Missing("query"))?;
                parts.query = SealedNote::Sealed(query.to_vec());
            } else {
                parts.entities.push(entity(each)?);
            }
        }
        parts.check().map_err(|_| ExchangeError::Incomplete)
    }

    fn tenant(&self) -> Found<TenantId> {
        let tenant = self.extra(extra::TENANT).ok_or(ExchangeError::Missing(extra::TENANT))?;
        name(tenant, extra::TENANT, |name| TenantId::new(name).ok())
    }

    fn source(&self) -> Found<Source> {
        let Who::Id(_, observer) = &self.source.observer else { return Err(ExchangeError::Missing("observer")) };
        let kind = self.source.kind.as_ref().ok_or(ExchangeError::Missing("source type"))?;
        let kind = SourceKind::from_code(&kind.code).ok_or(ExchangeError::Malformed("source type"))?;
        let mut source = Source::new(term(observer, "observer")?, kind);
        source.site = self.source.site.as_deref().map(|site| term(site, "site")).transpose()?;
        Ok(source)
    }

    /// The actor, and for whom it acts. Of a service the first agent is the actor; a human stands behind a client.
    fn people(&self) -> Found<(Agent, Option<Agent>)> {
        let kind = self.coded(extra::ACTOR_KIND, AgentKind::from_code)?.unwrap_or(AgentKind::Human);
        let people: Vec<_> = self
            .agents
            .iter()
            .filter(|agent| matches!(&agent.who, Who::Id(system, _) if system == names::ACTOR))
            .collect();
        let (actor, behalf) = match people.as_slice() {
            [actor] => (*actor, None),
            [actor, behalf] => (*actor, Some(*behalf)),
            _ => return Err(ExchangeError::Malformed("agent")),
        };
        let mut actor = agent(actor, kind)?;
        actor.session = self.session(extra::SESSION)?;
        let address = self.agents.iter().find_map(|agent| match &agent.network {
            message::Network::At(address) => Some(address),
            _ => None,
        });
        if let Some(address) = address {
            actor.network = Some(Network::through(ip(address)?, self.via(extra::VIA)?));
        }
        let Some(behalf) = behalf else { return Ok((actor, None)) };
        let kind = self.coded(extra::BEHALF_KIND, AgentKind::from_code)?.unwrap_or(AgentKind::Human);
        let mut behalf = agent(behalf, kind)?;
        behalf.session = self.session(extra::BEHALF_SESSION)?;
        if let Some(address) = self.extra(extra::BEHALF_ADDRESS) {
            behalf.network = Some(Network::through(ip(address)?, self.via(extra::BEHALF_VIA)?));
        }
        Ok((actor, Some(behalf)))
    }

    fn stage(&self) -> Found<Stage> {
        if let Some(grant) = self.parsed(extra::ENDED_GRANT)? {
            let ending = self.coded(extra::ENDING, Ending::from_code)?.ok_or(ExchangeError::Missing(extra::ENDING))?;
            let uses = self.parsed(extra::USES)?.ok_or(ExchangeError::Missing(extra::USES))?;
            return Ok(Stage::Ended { grant, ending, uses });
        }
        if let Some(grant) = self.parsed(extra::DISCHARGED_GRANT)? {
            let duty = self.extra(extra::DISCHARGED_DUTY).ok_or(ExchangeError::Missing(extra::DISCHARGED_DUTY))?;
            return Ok(Stage::Discharged { grant, duty: term(duty, extra::DISCHARGED_DUTY)? });
        }
        let denied = self.subtypes.first().is_some_and(|code| *code == codes::AUTHZ_ROLE);
        Ok(if denied { Stage::Denied } else { Stage::Done })
    }

    fn decision(&self) -> Found<Option<Decision>> {
        let Some(policy) = self.extra(extra::POLICY) else { return Ok(None) };
        let policy = hex::read(policy).ok_or(ExchangeError::Malformed(extra::POLICY))?;
        let mut duties = Vec::new();
        for duty in self.all(extra::DUTY) {
            duties.push(owed(duty).ok_or(ExchangeError::Malformed(extra::DUTY))?);
        }
        Ok(Some(Decision {
            policy,
            rule: self.extra(extra::RULE).map(|rule| term(rule, extra::RULE)).transpose()?,
            reason: self.outcome_text.as_deref().map(|reason| term(reason, "reason")).transpose()?,
            evidence: self.parsed(extra::EVIDENCE)?,
            until: self.parsed(extra::UNTIL)?,
            emergency: self.extra(extra::EMERGENCY).is_some(),
            duties,
        }))
    }

    fn disclosure(&self) -> Found<Option<Disclosure>> {
        let recipient = self.agents.iter().find_map(|agent| match &agent.who {
            Who::Id(system, name) if system == names::RECIPIENT => Some(name),
            _ => None,
        });
        let Some(recipient) = recipient else { return Ok(None) };
        let what = self.extra(extra::DISCLOSED).ok_or(ExchangeError::Missing(extra::DISCLOSED))?;
        let basis = self.coded(extra::BASIS, LegalBasis::from_code)?.ok_or(ExchangeError::Missing(extra::BASIS))?;
        Ok(Some(Disclosure {
            recipient: name(recipient, "recipient", |name| Recipient::new(name).ok())?,
            address: self.note(extra::ADDRESS)?,
            what: term(what, extra::DISCLOSED)?,
            description: self.note(extra::DESCRIPTION)?,
            basis,
            protocol: self.extra(extra::PROTOCOL).map(|protocol| term(protocol, extra::PROTOCOL)).transpose()?,
        }))
    }

    fn extra(&self, name: &'static str) -> Option<&str> {
        self.all(name).next()
    }

    fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.extras.iter().filter(move |(key, _)| key == name).map(|(_, value)| &**value)
    }

    fn parsed<T: std::str::FromStr>(&self, name: &'static str) -> Found<Option<T>> {
        self.extra(name).map(|value| value.parse().map_err(|_| ExchangeError::Malformed(name))).transpose()
    }

    fn coded<T>(&self, name: &'static str, of: impl Fn(&str) -> Option<T>) -> Found<Option<T>> {
        self.extra(name).map(|value| of(value).ok_or(ExchangeError::Malformed(name))).transpose()
    }

    fn session(&self, name: &'static str) -> Found<Option<SessionId>> {
        self.coded(name, |value| hex::read(value).map(SessionId::from_bytes))
    }

    fn via(&self, name: &'static str) -> Found<Vec<IpAddr>> {
        self.all(name).map(ip).collect()
    }

    fn note(&self, name: &'static str) -> Found<SealedNote> {
        match self.extra(name) {
            None => Ok(SealedNote::None),
            Some("lost") => Ok(SealedNote::Lost),
            Some(sealed) => {
                let bytes = sealed.strip_prefix("sealed:").and_then(|coded| Base64::decode_vec(coded).ok());
                bytes.map(SealedNote::Sealed).ok_or(ExchangeError::Malformed(name))
            }
        }
    }
}

fn agent(of: &message::Agent<'_>, kind: AgentKind) -> Found<Agent> {
    let Who::Id(_, who) = &of.who else { return Err(ExchangeError::Missing("who")) };
    let level = |code: &str| Assurance::from_code(code).ok_or(ExchangeError::Malformed("assurance"));
    Ok(Agent {
        who: name(who, "who", |name| ActorId::new(name).ok())?,
        kind,
        roles: of.roles.iter().map(|role| term(role, "role")).collect::<Found<_>>()?,
        session: None,
        assurance: of.assurance.as_deref().map(level).transpose()?,
        network: None,
    })
}

fn entity(of: &message::Entity<'_>) -> Found<Entity> {
    let kind = of.role.as_ref().and_then(names::entity_kind).ok_or(ExchangeError::Malformed("role"))?;
    let (_, value) = of.what.as_ref().ok_or(ExchangeError::Missing("what"))?;
    let mut entity = Entity::new(kind, term(value, "what")?);
    for (name, value) in &of.details {
        match &**name {
            detail::ID => entity.id = Some(hex::read(value).ok_or(ExchangeError::Malformed("id"))?),
            detail::FIELD => entity.fields.push(term(value, "field")?),
            detail::COUNT => entity.count = Some(value.parse().map_err(|_| ExchangeError::Malformed("count"))?),
            detail::DIGEST => entity.digest = Some(hex::read(value).ok_or(ExchangeError::Malformed("digest"))?),
            _ => return Err(ExchangeError::Unknown),
        }
    }
    Ok(entity)
}

fn pseudonym(of: &message::Entity<'_>) -> Found<SubjectPseudonym> {
    let read = || {
        let (version, bytes) = of.what.as_ref()?.1.split_once('-')?;
        Some(SubjectPseudonym::from_parts(version.parse().ok()?, hex::read(bytes)?))
    };
    read().ok_or(ExchangeError::Malformed("patient"))
}

fn owed(duty: &str) -> Option<DutyOwed> {
    let (duty, due) = duty.split_once(' ')?;
    let (duty, amount) = match duty.split_once('=') {
        Some((duty, amount)) => (duty, Some(amount.parse().ok()?)),
        None => (duty, None),
    };
    Some(DutyOwed { duty: Term::new(duty).ok()?, amount, due: Due::from_code(due)? })
}

fn term(text: &str, what: &'static str) -> Found<Term> {
    Term::new(text).map_err(|_| ExchangeError::Malformed(what))
}

fn name<T>(said: &str, what: &'static str, of: impl Fn(&str) -> Option<T>) -> Found<T> {
    unsay(said).and_then(|name| of(&name)).ok_or(ExchangeError::Malformed(what))
}

fn ip(text: &str) -> Found<IpAddr> {
    text.parse().map_err(|_| ExchangeError::Malformed("network"))
}
