//! DICOM PS3.15 A.5: the audit message as XML, with `csd-code`, valid against the schema of A.5.1.
//!
//! What the schema has no place for (the event's id, the purpose of use, the decision) stands as details of an object of its own,
//! which is the way that the schema leaves open. Values of details are base64, as the schema wants them.

use base64ct::{Base64, Encoding as _};

use super::codes::{self, Code, system};
use super::dicom_xml::XmlText;
use super::message::{Agent, Entity, Message, Network, Who, network_kind};
use super::{instant, names};

/// What kind of identifier a participant has.
pub(super) const IDENTIFIER: &str = "https://example.org/hipaa/fhir/CodeSystem/identifier-kind";
/// The object that holds what has no place elsewhere.
pub(super) const EXTRAS: Code<'static> =
    Code::new("https://example.org/hipaa/fhir/CodeSystem/object-kind", "audit-event", "Audit event");
/// An object with a name of ours.
const NAMED: Code<'static> = Code::new("https://example.org/hipaa/fhir/CodeSystem/object-kind", "entity", "Entity");
const PATIENT_NUMBER: Code<'static> = Code::new("RFC-3881", "2", "Patient Number");
const SEARCH_CRITERIA: Code<'static> = Code::new("RFC-3881", "10", "Search Criteria");
/// Members of that object which have a place in FHIR.
pub(super) const START: &str = "start";
pub(super) const END: &str = "end";
pub(super) const PURPOSE: &str = "purpose-of-use";
/// Who is not known.
pub(super) const UNKNOWN: &str = "unknown";

/// The message, in one line.
pub(super) fn write(message: &Message<'_>) -> String {
    let mut xml = XmlText::with_capacity(4096);
    xml.element(
        "AuditMessage",
        |_| (),
        |xml| {
            event(xml, message);
            message.agents.iter().for_each(|agent| participant(xml, agent));
            source(xml, message);
            message.entities.iter().for_each(|entity| object(xml, entity));
            extras(xml, message);
        },
    );
    xml.finish()
}

fn event(xml: &mut XmlText, message: &Message<'_>) {
    let attributes = |xml: &mut XmlText| {
        if let Some(action) = message.action {
            xml.attribute("EventActionCode", action.code());
        }
        xml.attribute("EventDateTime", &instant::text(message.recorded));
        if let Some(outcome) = message.outcome {
            xml.attribute("EventOutcomeIndicator", outcome.code());
        }
    };
    xml.element("EventIdentification", attributes, |xml| {
        coded(xml, "EventID", &message.category);
        message.subtypes.iter().for_each(|code| coded(xml, "EventTypeCode", code));
        if let Some(text) = &message.outcome_text {
            xml.element("EventOutcomeDescription", |_| (), |xml| xml.text(text));
        }
    });
}

fn participant(xml: &mut XmlText, agent: &Agent<'_>) {
    let attributes = |xml: &mut XmlText| {
        xml.attribute("UserID", if let Who::Id(_, value) = &agent.who { value } else { UNKNOWN });
        xml.attribute("UserIsRequestor", if agent.requestor { "true" } else { "false" });
        if let Network::At(address) = &agent.network {
            xml.attribute("NetworkAccessPointID", address);
            xml.attribute("NetworkAccessPointTypeCode", network_kind(address));
        }
    };
    xml.element("ActiveParticipant", attributes, |xml| {
        coded(xml, "RoleIDCode", &agent.part);
        if let Who::Id(system, _) = &agent.who {
            let kind = names::IDENTIFIERS.iter().find(|(of, _)| of == system).map_or("", |(_, kind)| kind);
            coded(xml, "RoleIDCode", &Code::of(IDENTIFIER, kind));
        }
        for role in &agent.roles {
            coded(xml, "RoleIDCode", &Code::of(super::fhir_parts::ROLE_SYSTEM, role));
        }
        if let Some(level) = &agent.assurance {
            coded(xml, "RoleIDCode", &Code::of(super::fhir_parts::ASSURANCE_SYSTEM, level));
        }
    });
}

fn source(xml: &mut XmlText, message: &Message<'_>) {
    let source = &message.source;
    let attributes = |xml: &mut XmlText| {
        if let Some(site) = &source.site {
            xml.attribute("AuditEnterpriseSiteID", site);
        }
        xml.attribute("AuditSourceID", if let Who::Id(_, value) = &source.observer { value } else { UNKNOWN });
    };
    xml.element("AuditSourceIdentification", attributes, |xml| {
        if let Some(kind) = &source.kind {
            xml.empty("AuditSourceTypeCode", |xml| xml.attribute("csd-code", &kind.code));
        }
    });
}

fn object(xml: &mut XmlText, entity: &Entity<'_>) {
    let id_type = if entity.role.as_ref() == Some(&codes::PATIENT) {
        PATIENT_NUMBER
    } else if entity.query.is_some() {
        SEARCH_CRITERIA
    } else if entity.kind == codes::REQUEST_ID {
        codes::REQUEST_ID
    } else {
        NAMED
    };
    let attributes = |xml: &mut XmlText| {
        xml.attribute("ParticipantObjectID", entity.what.as_ref().map_or("query", |(_, value)| value));
        let kind = if entity.kind.system == system::ENTITY_TYPE { &*entity.kind.code } else { "4" };
        xml.attribute("ParticipantObjectTypeCode", kind);
        if let Some(role) = &entity.role {
            xml.attribute("ParticipantObjectTypeCodeRole", &role.code);
        }
    };
    xml.element("ParticipantObjectIdentification", attributes, |xml| {
        coded(xml, "ParticipantObjectIDTypeCode", &id_type);
        match &entity.query {
            Some(query) => {
                let query = Base64::encode_string(query);
                xml.element("ParticipantObjectQuery", |_| (), |xml| xml.text(&query));
            }
            None => xml.element("ParticipantObjectName", |_| (), |xml| xml.text(id_type.shown())),
        }
        entity.details.iter().for_each(|(name, value)| detail(xml, name, value));
    });
}

fn extras(xml: &mut XmlText, message: &Message<'_>) {
    let attributes = |xml: &mut XmlText| {
        xml.attribute("ParticipantObjectID", &message.id);
        xml.attribute("ParticipantObjectTypeCode", "4");
    };
    xml.element("ParticipantObjectIdentification", attributes, |xml| {
        coded(xml, "ParticipantObjectIDTypeCode", &EXTRAS);
        xml.element("ParticipantObjectName", |_| (), |xml| xml.text(EXTRAS.shown()));
        if let Some((start, end)) = message.occurred {
            detail(xml, START, &instant::text(start));
            detail(xml, END, &instant::text(end));
        }
        message.purposes.iter().for_each(|purpose| detail(xml, PURPOSE, &purpose.code));
        message.extras.iter().for_each(|(name, value)| detail(xml, name, value));
    });
}

fn detail(xml: &mut XmlText, name: &str, value: &str) {
    xml.empty("ParticipantObjectDetail", |xml| {
        xml.attribute("type", name);
        xml.attribute("value", &Base64::encode_string(value.as_bytes()));
    });
}

fn coded(xml: &mut XmlText, element: &'static str, code: &Code<'_>) {
    xml.empty(element, |xml| {
        xml.attribute("csd-code", &code.code);
        xml.attribute("codeSystemName", if code.system == system::DCM { "DCM" } else { &code.system });
        xml.attribute("originalText", code.shown());
    });
}
