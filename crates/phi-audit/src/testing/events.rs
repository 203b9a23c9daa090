//! Any event: a strategy of proptest.

use std::net::IpAddr;

use phi_types::{ActorId, Purpose, Recipient, SessionId, TenantId};
use proptest::{collection::vec, option, prelude::*, sample::select};
use time::{OffsetDateTime, UtcOffset};

use crate::SubjectPseudonym;
use crate::event::{
    Agent, AgentKind, Assurance, AuditEvent, Decision, Disclosure, Due, DutyOwed, Ending, Entity, EntityKind, EventId,
    Kind, LegalBasis, Network, Outcome, Parts, Period, RequestId, SealedNote, Source, SourceKind, Stage, Term,
};

/// Any event whatever: all kinds, stages and parts, with names that try to break out of every format.
pub fn events() -> BoxedStrategy<AuditEvent> {
    any_of(select(Kind::ALL).boxed())
}

/// Any event of a kind.
pub fn events_of(kind: Kind) -> BoxedStrategy<AuditEvent> {
    any_of(Just(kind).boxed())
}

// Boxed throughout: the trees of so many parts would fill the stack of a test.
fn any_of(kinds: BoxedStrategy<Kind>) -> BoxedStrategy<AuditEvent> {
    let head = (any::<[u8; 16]>(), times(), option::of((times(), times())), names(), stages(), outcomes());
    let who = (agents(), option::of(agents()), sources(), option::of(patients()));
    let what = (option::of(select(Purpose::ALL)), vec(entities(), 0..4), option::of(decisions()));
    let rest = (disclosures(), notes(), notes(), notes(), option::of(any::<[u8; 16]>()), any::<u64>(), any::<bool>());
    (kinds, head, who, what, rest)
        .prop_map(|(kind, head, who, what, rest)| {
            let (id, recorded, occurred, tenant, stage, outcome) = head;
            let (actor, on_behalf_of, source, patient) = who;
            let (purpose, entities, decision) = what;
            let (disclosure, query, reason, note, request, epoch, discloses) = rest;
            let tenant = fallible(TenantId::new(&tenant), || TenantId::new("tenant"));
            let mut parts = Parts::new(EventId::from_bytes(id), recorded, tenant, kind, actor, source);
            parts.occurred = occurred.map(|(one, two)| Period { start: one.min(two), end: one.max(two) });
            (parts.stage, parts.outcome, parts.purpose) = (stage, outcome, purpose);
            (parts.on_behalf_of, parts.patient, parts.entities, parts.decision) =
                (on_behalf_of, patient, entities, decision);
            (parts.query, parts.reason, parts.note) = (query, reason, note);
            (parts.request, parts.epoch) = (request.map(RequestId::from_bytes), epoch);
            if discloses {
                parts.disclosure = Some(disclosure.clone());
            }
            mend(&mut parts, disclosure);
            parts.check()
        })
        .prop_filter_map("a sound event", Result::ok)
        .boxed()
}

/// Sees to what the kind demands, so that nearly everything that is generated is an event.
fn mend(parts: &mut Parts, disclosure: Disclosure) {
    if parts.stage == Stage::Denied {
        if parts.outcome.is_success() {
            parts.outcome = Outcome::SeriousFailure;
        }
        let decision = parts.decision.get_or_insert_with(|| Decision::denied([0; 32], None, Term::fixed("no-rule")));
        decision.reason.get_or_insert_with(|| Term::fixed("no-rule"));
    } else if let Some(decision) = &mut parts.decision {
        decision.reason = None;
    }
    if parts.actor.kind == AgentKind::Unidentified && parts.outcome.is_success() {
        parts.actor.kind = AgentKind::Human;
    }
    match parts.kind {
        Kind::Login | Kind::Logout => parts.patient = None,
        Kind::Disclose => {
            parts.disclosure = Some(disclosure);
            parts.purpose.get_or_insert(Purpose::PublicHealth);
        }
        Kind::Query | Kind::BreakGlassStart if !parts.query.is_there() => {
            (parts.query, parts.reason) = (SealedNote::Lost, SealedNote::Sealed(vec![7; 9]));
        }
        Kind::BreakGlassStart => parts.reason = SealedNote::Lost,
        _ => {}
    }
    if !matches!(parts.kind, Kind::Disclose | Kind::Export | Kind::Print) {
        parts.disclosure = None;
    }
    let kind = match parts.kind {
        Kind::KeyUse | Kind::KeyRotation | Kind::Shredding => EntityKind::Key,
        Kind::PolicyChange => EntityKind::Policy,
        Kind::Retention | Kind::LogUsed => EntityKind::Log,
        Kind::Review => EntityKind::Finding,
        _ => EntityKind::Record,
    };
    match parts.entities.first_mut() {
        Some(entity) => entity.kind = kind,
        None => parts.entities.push(Entity::new(kind, Term::fixed("named"))),
    }
}

fn fallible<T, E>(made: Result<T, E>, otherwise: impl Fn() -> Result<T, E>) -> T {
    loop {
        // The fixed name is a good one: this ends at once.
        if let Ok(made) = made {
            return made;
        }
        if let Ok(made) = otherwise() {
            return made;
        }
    }
}

/// Names as `phi-types` takes them, among them what would break out of XML, JSON, CSV, HTML, a header or a line.
fn names() -> BoxedStrategy<String> {
    prop_oneof![
        3 => "[a-z]{1,12}(-[0-9]{1,3})?",
        1 => "\\PC{1,24}".prop_map(|name| name.trim().to_owned()).prop_filter("not empty", |name| {
            !name.is_empty() && name.len() <= 128 && !name.chars().any(char::is_control)
        }),
        1 => select(&[
            "\"><script>alert(1)</script>", "a&amp;b]]>", "=HYPERLINK(1)", "@SUM(1)", "x\\\"],\"y\":[\\", "two\u{2028}lines",
            "\u{202e}back", "]\\\"<86>1", "comma, \"quote\"", "'; DROP TABLE log; --", "\u{1F3E5}", "Example Registry (555-0100)",
        ][..]).prop_map(str::to_owned),
    ].boxed()
}

fn terms() -> BoxedStrategy<Term> {
    "[A-Za-z][a-z._:/+-]{0,12}[0-9]{0,6}".prop_map(|text| Term::standing_for(&text)).boxed()
}

fn times() -> BoxedStrategy<OffsetDateTime> {
    let seconds = prop_oneof![3 => 0..4_000_000_000_i64, 1 => -62_000_000_000..250_000_000_000_i64];
    let nanoseconds =
        prop_oneof![Just(0_u32), 0..1_000_000_000_u32, (0..1000_u32).prop_map(|ms| ms.saturating_mul(1_000_000))];
    let minutes = prop_oneof![Just(0), Just(-300), -840..=840_i32];
    (seconds, nanoseconds, minutes)
        .prop_map(|(seconds, nanoseconds, minutes)| {
            let offset = UtcOffset::from_whole_seconds(minutes.saturating_mul(60)).unwrap_or(UtcOffset::UTC);
            let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
            at.replace_nanosecond(nanoseconds).unwrap_or(at).to_offset(offset)
        })
        .boxed()
}

fn stages() -> BoxedStrategy<Stage> {
    prop_oneof![
        4 => Just(Stage::Done),
        2 => Just(Stage::Denied),
        1 => (any::<u64>(), select(Ending::ALL), any::<u32>())
            .prop_map(|(grant, ending, uses)| Stage::Ended { grant, ending, uses }),
        1 => (any::<u64>(), terms()).prop_map(|(grant, duty)| Stage::Discharged { grant, duty }),
    ]
    .boxed()
}

fn outcomes() -> BoxedStrategy<Outcome> {
    prop_oneof![3 => Just(Outcome::Success), 1 => select(Outcome::ALL)].boxed()
}

fn agents() -> BoxedStrategy<Agent> {
    let network = (any::<IpAddr>(), vec(any::<IpAddr>(), 0..3)).prop_map(|(address, via)| {
        let mut network = Network::direct(address);
        network.via = via;
        network
    });
    let session = option::of(any::<[u8; 16]>());
    let kinds = select(AgentKind::ALL);
    (names(), kinds, vec(terms(), 0..3), session, option::of(select(&Assurance::ALL[..])), option::of(network))
        .prop_map(|(who, kind, roles, session, assurance, network)| {
            let mut agent = Agent::human(fallible(ActorId::new(&who), || ActorId::new("actor")));
            (agent.kind, agent.roles, agent.session) = (kind, roles, session.map(SessionId::from_bytes));
            (agent.assurance, agent.network) = (assurance, network);
            agent
        })
        .boxed()
}

fn sources() -> BoxedStrategy<Source> {
    (option::of(terms()), terms(), select(SourceKind::ALL))
        .prop_map(|(site, observer, kind)| {
            let mut source = Source::new(observer, kind);
            source.site = site;
            source
        })
        .boxed()
}

fn patients() -> BoxedStrategy<SubjectPseudonym> {
    any::<(u16, [u8; 16])>().prop_map(|(version, bytes)| SubjectPseudonym::from_parts(version, bytes)).boxed()
}

fn entities() -> BoxedStrategy<Entity> {
    let numbers = (option::of(any::<[u8; 16]>()), option::of(any::<u64>()), option::of(any::<[u8; 32]>()));
    (select(EntityKind::ALL), terms(), vec(terms(), 0..4), numbers)
        .prop_map(|(kind, name, fields, (id, count, digest))| {
            let mut entity = Entity::new(kind, name).fields(fields);
            (entity.id, entity.count, entity.digest) = (id, count, digest);
            entity
        })
        .boxed()
}

fn decisions() -> BoxedStrategy<Decision> {
    let duty = (terms(), option::of(any::<u64>()), select(Due::ALL))
        .prop_map(|(duty, amount, due)| DutyOwed::new(duty, amount, due));
    let grounds = (option::of(terms()), option::of(terms()), option::of(any::<u64>()), option::of(any::<i64>()));
    (any::<[u8; 32]>(), grounds, any::<bool>(), vec(duty, 0..3))
        .prop_map(|(policy, (rule, reason, evidence, until), emergency, duties)| {
            let mut decision = Decision::denied(policy, rule, Term::fixed("no-rule"));
            (decision.reason, decision.evidence, decision.until) = (reason, evidence, until);
            (decision.emergency, decision.duties) = (emergency, duties);
            decision
        })
        .boxed()
}

fn disclosures() -> BoxedStrategy<Disclosure> {
    (names(), notes(), terms(), notes(), select(LegalBasis::ALL), option::of(terms()))
        .prop_map(|(recipient, address, what, description, basis, protocol)| {
            let recipient = fallible(Recipient::new(&recipient), || Recipient::new("recipient"));
            let mut disclosure = Disclosure::new(recipient, what, basis).address(address).description(description);
            disclosure.protocol = protocol;
            disclosure
        })
        .boxed()
}

fn notes() -> BoxedStrategy<SealedNote> {
    prop_oneof![
        3 => Just(SealedNote::None),
        1 => Just(SealedNote::Lost),
        1 => vec(any::<u8>(), 0..20).prop_map(SealedNote::Sealed),
    ]
    .boxed()
}
