//! The names under which an event's own parts stand in the formats: identifier systems, codes of kinds, and the extension's
//! members.

use super::codes::{self, Code};
use crate::event::{EntityKind, Kind};

/// Kinds of events.
pub(super) const KIND: &str = "https://example.org/hipaa/fhir/CodeSystem/event-kind";
/// Users and services.
pub(super) const ACTOR: &str = "https://example.org/hipaa/fhir/NamingSystem/actor";
/// Sessions.
pub(super) const SESSION: &str = "https://example.org/hipaa/fhir/NamingSystem/session";
/// Systems that report.
pub(super) const OBSERVER: &str = "https://example.org/hipaa/fhir/NamingSystem/observer";
/// Recipients of disclosures.
pub(super) const RECIPIENT: &str = "https://example.org/hipaa/fhir/NamingSystem/recipient";
/// Pseudonyms of subjects: the version of their key, a dash, 32 hexadecimal digits.
pub(super) const PSEUDONYM: &str = "https://example.org/hipaa/fhir/NamingSystem/subject-pseudonym";
/// Record types, keys, policies: what an entity's name names.
pub(super) const ENTITY: &str = "https://example.org/hipaa/fhir/NamingSystem/entity";
/// Ids of requests.
pub(super) const REQUEST: &str = "urn:ietf:rfc:3986";

/// The systems of those who take part, each with a word for formats that have no place for a system.
pub(super) const IDENTIFIERS: [(&str, &str); 4] =
    [(ACTOR, "actor"), (SESSION, "session"), (OBSERVER, "observer"), (RECIPIENT, "recipient")];

/// The members of the extension.
pub(super) mod extra {
    pub(in super::super) const TENANT: &str = "tenant";
    pub(in super::super) const EPOCH: &str = "epoch";
    pub(in super::super) const ACTOR_KIND: &str = "actor-kind";
    pub(in super::super) const SESSION: &str = "session";
    pub(in super::super) const VIA: &str = "via";
    pub(in super::super) const BEHALF_KIND: &str = "on-behalf-of-kind";
    pub(in super::super) const BEHALF_SESSION: &str = "on-behalf-of-session";
    pub(in super::super) const BEHALF_ADDRESS: &str = "on-behalf-of-address";
    pub(in super::super) const BEHALF_VIA: &str = "on-behalf-of-via";
    pub(in super::super) const ENDED_GRANT: &str = "ended-grant";
    pub(in super::super) const ENDING: &str = "ending";
    pub(in super::super) const USES: &str = "uses";
    pub(in super::super) const DISCHARGED_GRANT: &str = "discharged-grant";
    pub(in super::super) const DISCHARGED_DUTY: &str = "discharged-duty";
    pub(in super::super) const POLICY: &str = "policy";
    pub(in super::super) const RULE: &str = "rule";
    pub(in super::super) const EVIDENCE: &str = "evidence";
    pub(in super::super) const UNTIL: &str = "until";
    pub(in super::super) const EMERGENCY: &str = "emergency";
    pub(in super::super) const DUTY: &str = "duty";
    pub(in super::super) const DISCLOSED: &str = "disclosed";
    pub(in super::super) const BASIS: &str = "legal-basis";
    pub(in super::super) const PROTOCOL: &str = "protocol";
    pub(in super::super) const ADDRESS: &str = "recipient-address";
    pub(in super::super) const DESCRIPTION: &str = "description";
    pub(in super::super) const QUERY: &str = "query";
    pub(in super::super) const REASON: &str = "reason";
    pub(in super::super) const NOTE: &str = "note";
}

/// The members of an entity's details.
pub(super) mod detail {
    pub(in super::super) const ID: &str = "id";
    pub(in super::super) const FIELD: &str = "field";
    pub(in super::super) const COUNT: &str = "count";
    pub(in super::super) const DIGEST: &str = "digest";
}

/// Which codes a kind of event has.
pub(super) struct Codes {
    /// The kind of event.
    pub(super) category: Code<'static>,
    /// The same, more exactly.
    pub(super) subtype: Code<'static>,
    /// The part of who asks, of the system that answers, of the person behind it: for RESTful events alone.
    pub(super) rest: Option<[Code<'static>; 3]>,
}

/// The codes of a kind.
pub(super) fn codes(kind: Kind) -> Codes {
    use codes::*;
    let rest = |subtype, client, server, user| (REST, subtype, Some([client, server, user]));
    let (category, subtype, rest) = match kind {
        Kind::Read => rest(READ, DESTINATION, SOURCE, codes::RECIPIENT),
        Kind::Create => rest(CREATE, SOURCE, DESTINATION, AUTHOR),
        Kind::Update => rest(UPDATE, SOURCE, DESTINATION, AUTHOR),
        Kind::Delete => rest(DELETE, APPLICATION, CUSTODIAN, AUTHOR),
        Kind::Query => rest(SEARCH, SOURCE, DESTINATION, codes::RECIPIENT),
        Kind::Disclose => (EXPORT, DISCLOSE, None),
        Kind::Export => (EXPORT, EXTRACT, None),
        Kind::Print => (EXPORT, REPORT, None),
        Kind::Login => (USER_AUTHENTICATION, LOGIN, None),
        Kind::Logout => (USER_AUTHENTICATION, LOGOUT, None),
        Kind::BreakGlassStart => (SECURITY_ALERT, EMERGENCY_OVERRIDE_STARTED, None),
        Kind::BreakGlassEnd => (SECURITY_ALERT, EMERGENCY_OVERRIDE_STOPPED, None),
        Kind::KeyUse => (SECURITY_ALERT, RESTRICTED_FUNCTION, None),
        Kind::KeyRotation | Kind::PolicyChange => (SECURITY_ALERT, SECURITY_CONFIGURATION, None),
        Kind::Shredding => (PATIENT_RECORD, DESTROY, None),
        Kind::DeIdentification => (EXPORT, DE_IDENTIFY, None),
        Kind::Retention => (APPLICATION_ACTIVITY, ARCHIVE, None),
        Kind::LogUsed => (AUDIT_LOG_USED, ACCESS, None),
        Kind::Review => (AUDIT_LOG_USED, VERIFY, None),
        _ => (APPLICATION_ACTIVITY, Code::new(KIND, "other", ""), None),
    };
    Codes { category, subtype, rest }
}

/// The kind of a RESTful interaction, <http://hl7.org/fhir/restful-interaction>.
pub(super) fn restful(interaction: &str) -> Option<Kind> {
    Some(match interaction {
        "read" | "vread" => Kind::Read,
        "create" => Kind::Create,
        "update" | "patch" => Kind::Update,
        "delete" => Kind::Delete,
        _ if interaction.starts_with("search") => Kind::Query,
        _ => return None,
    })
}

/// The role of an entity. Each kind has its own, so that it is known from the role.
pub(super) fn role(kind: EntityKind) -> Code<'static> {
    match kind {
        EntityKind::Record => codes::DOMAIN_RESOURCE,
        EntityKind::Document => Code::new(codes::system::OBJECT_ROLE, "3", "Report"),
        EntityKind::Finding => Code::new(codes::system::OBJECT_ROLE, "20", "Job"),
        EntityKind::Key => codes::SECURITY_RESOURCE,
        EntityKind::Policy => Code::new(codes::system::OBJECT_ROLE, "14", "Security Granularity Definition"),
        EntityKind::Account => Code::new(codes::system::OBJECT_ROLE, "11", "Security User Entity"),
        EntityKind::Log => Code::new(codes::system::OBJECT_ROLE, "17", "Data Repository"),
    }
}

/// The kind of an entity with this role.
pub(super) fn entity_kind(role: &Code<'_>) -> Option<EntityKind> {
    [
        EntityKind::Record,
        EntityKind::Document,
        EntityKind::Finding,
        EntityKind::Key,
        EntityKind::Policy,
        EntityKind::Account,
        EntityKind::Log,
    ]
    .into_iter()
    .find(|kind| self::role(*kind) == *role)
}
