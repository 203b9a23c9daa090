//! FHIR R4 (4.0.1) and R4B (4.3.0), which have the same AuditEvent, after IHE BALP 1.1.

use base64ct::{Base64, Encoding as _};

use super::fhir_parts::{absent, assurance, coding, concept, head, reference, roles, who};
use super::instant;
use super::json_text::JsonText;
use super::message::{Agent, Entity, Message, Network, network_kind};

/// The resource, in one line.
pub(super) fn write(message: &Message<'_>) -> String {
    let mut json = JsonText::with_capacity(4096);
    json.object(|json| {
        head(json, message);
        json.key("type");
        coding(json, &message.category);
        json.key("subtype").list(|json| message.subtypes.iter().for_each(|code| coding(json, code)));
        if let Some(action) = message.action {
            json.member("action", action.code());
        }
        if let Some((start, end)) = message.occurred {
            json.key("period").object(|json| {
                json.member("start", &instant::text(start));
                json.member("end", &instant::text(end));
            });
        }
        json.member("recorded", &instant::text(message.recorded));
        if let Some(outcome) = message.outcome {
            json.member("outcome", outcome.code());
        }
        if let Some(text) = &message.outcome_text {
            json.member("outcomeDesc", text);
        }
        if !message.purposes.is_empty() {
            let purposes = &message.purposes;
            json.key("purposeOfEvent").list(|json| purposes.iter().for_each(|purpose| concept(json, &[purpose])));
        }
        json.key("agent").list(|json| message.agents.iter().for_each(|each| agent(json, each)));
        json.key("source").object(|json| {
            if let Some(site) = &message.source.site {
                json.member("site", site);
            }
            json.key("observer");
            who(json, &message.source.observer);
            if let Some(kind) = &message.source.kind {
                json.key("type").list(|json| coding(json, kind));
            }
        });
        if !message.entities.is_empty() {
            json.key("entity").list(|json| message.entities.iter().for_each(|each| entity(json, each)));
        }
    });
    json.finish()
}

fn agent(json: &mut JsonText, agent: &Agent<'_>) {
    json.object(|json| {
        if let Some(level) = &agent.assurance {
            assurance(json, level);
        }
        json.key("type");
        concept(json, &[&agent.part]);
        roles(json, &agent.roles);
        json.key("who");
        who(json, &agent.who);
        json.fixed("requestor", if agent.requestor { "true" } else { "false" });
        match &agent.network {
            Network::None => {}
            Network::Unknown => json.key("network").object(absent),
            Network::At(address) => json.key("network").object(|json| {
                json.member("address", address);
                json.member("type", network_kind(address));
            }),
        }
    });
}

fn entity(json: &mut JsonText, entity: &Entity<'_>) {
    json.object(|json| {
        if let Some((system, value)) = &entity.what {
            let patient = entity.role.as_ref() == Some(&super::codes::PATIENT);
            json.key("what");
            reference(json, patient.then_some("Patient"), system, value);
        }
        json.key("type");
        coding(json, &entity.kind);
        if let Some(role) = &entity.role {
            json.key("role");
            coding(json, role);
        }
        if let Some(query) = &entity.query {
            json.member("query", &Base64::encode_string(query));
        }
        if !entity.details.is_empty() {
            json.key("detail").list(|json| {
                for (name, value) in &entity.details {
                    json.object(|json| {
                        json.member("type", name);
                        json.member("valueString", value);
                    });
                }
            });
        }
    });
}
