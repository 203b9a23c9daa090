//! What FHIR R4 and R5 write alike: codings, references, extensions.

use super::codes::Code;
use super::json_text::JsonText;
use super::message::{Message, Who};

/// The extension for what FHIR has no place for: a complex one, with one member a name. `docs/audit-exchange.md` lists them.
pub(super) const EXTENSION: &str = "https://example.org/hipaa/fhir/StructureDefinition/audit-event";
/// IHE BALP: the level of assurance of an agent's authentication.
pub(super) const ASSURANCE: &str = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/ihe-assuranceLevel";
/// HL7: a value that has to be there and is not known.
pub(super) const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
/// Our levels of assurance and our roles, as code systems.
pub(super) const ASSURANCE_SYSTEM: &str = "https://example.org/hipaa/fhir/CodeSystem/assurance";
/// Our roles.
pub(super) const ROLE_SYSTEM: &str = "https://example.org/hipaa/fhir/CodeSystem/role";

/// A coding.
pub(super) fn coding(json: &mut JsonText, code: &Code<'_>) {
    json.object(|json| {
        json.member("system", &code.system);
        json.member("code", &code.code);
        if !code.display.is_empty() {
            json.member("display", &code.display);
        }
    });
}

/// A concept with these codings.
pub(super) fn concept(json: &mut JsonText, codes: &[&Code<'_>]) {
    json.object(|json| {
        json.key("coding").list(|json| codes.iter().for_each(|code| coding(json, code)));
    });
}

/// A reference by identifier: nothing here is a resource that could be fetched.
pub(super) fn reference(json: &mut JsonText, of: Option<&'static str>, system: &str, value: &str) {
    json.object(|json| {
        if let Some(of) = of {
            json.member("type", of);
        }
        json.key("identifier").object(|json| {
            json.member("system", system);
            json.member("value", value);
        });
    });
}

/// A reference to somebody, or the statement that nobody is known.
pub(super) fn who(json: &mut JsonText, who: &Who<'_>) {
    match who {
        Who::Id(system, value) => reference(json, None, system, value),
        Who::Unknown => json.object(absent),
    }
}

/// The member that says that a value is not known.
pub(super) fn absent(json: &mut JsonText) {
    json.key("extension").list(|json| {
        json.object(|json| {
            json.member("url", ABSENT);
            json.fixed("valueCode", "\"unknown\"");
        });
    });
}

/// The beginning of a resource: what it is, its id, its profile, our extension.
pub(super) fn head(json: &mut JsonText, message: &Message<'_>) {
    json.fixed("resourceType", "\"AuditEvent\"");
    json.member("id", &message.id);
    if let Some(profile) = &message.profile {
        json.key("meta").object(|json| json.key("profile").list(|json| json.text(profile)));
    }
    if !message.extras.is_empty() {
        json.key("extension").list(|json| {
            json.object(|json| {
                json.key("extension").list(|json| {
                    for (name, value) in &message.extras {
                        json.object(|json| {
                            json.member("url", name);
                            json.member("valueString", value);
                        });
                    }
                });
                json.member("url", EXTENSION);
            });
        });
    }
}

/// The extension for an agent's level of assurance.
pub(super) fn assurance(json: &mut JsonText, level: &str) {
    json.key("extension").list(|json| {
        json.object(|json| {
            json.member("url", ASSURANCE);
            json.key("valueCodeableConcept");
            concept(json, &[&Code::of(ASSURANCE_SYSTEM, level)]);
        });
    });
}

/// An agent's roles.
pub(super) fn roles(json: &mut JsonText, roles: &[std::borrow::Cow<'_, str>]) {
    if !roles.is_empty() {
        json.key("role").list(|json| roles.iter().for_each(|role| concept(json, &[&Code::of(ROLE_SYSTEM, role)])));
    }
}
