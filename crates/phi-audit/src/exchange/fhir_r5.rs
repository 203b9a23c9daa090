//! FHIR R5 (5.0.0). The category of R4 is a list here, the subtypes have become codes, and the patient has a place of its own.

use base64ct::{Base64, Encoding as _};

use super::codes::{self, PATIENT, PERSON};
use super::fhir_parts::{assurance, coding, concept, head, reference, roles, who};
use super::instant;
use super::json_text::JsonText;
use super::message::{Agent, Entity, Message, Network};

/// The resource, in one line.
pub(super) fn write(message: &Message<'_>) -> String {
    let mut json = JsonText::with_capacity(4096);
    json.object(|json| {
        head(json, message);
        json.key("category").list(|json| concept(json, &[&message.category]));
        json.key("code");
        concept(json, &message.subtypes.iter().collect::<Vec<_>>());
        if let Some(action) = message.action {
            json.member("action", action.code());
        }
        if let Some((start, end)) = message.occurred {
            json.key("occurredPeriod").object(|json| {
                json.member("start", &instant::text(start));
                json.member("end", &instant::text(end));
            });
        }
        json.member("recorded", &instant::text(message.recorded));
        if let Some(outcome) = message.outcome {
            json.key("outcome").object(|json| {
                json.key("code");
                coding(json, &codes::outcome(outcome));
                if let Some(text) = &message.outcome_text {
                    json.key("detail").list(|json| json.object(|json| json.member("text", text)));
                }
            });
        }
        if !message.purposes.is_empty() {
            let purposes = &message.purposes;
            json.key("authorization").list(|json| purposes.iter().for_each(|purpose| concept(json, &[purpose])));
        }
        if let Some((system, value)) =
            message.entities.iter().find_map(|each| each.what.as_ref().filter(|_| is_patient(each)))
        {
            json.key("patient");
            reference(json, Some("Patient"), system, value);
        }
        json.key("agent").list(|json| message.agents.iter().for_each(|each| agent(json, each)));
        json.key("source").object(|json| {
            if let Some(site) = &message.source.site {
                json.key("site").object(|json| json.member("display", site));
            }
            json.key("observer");
            who(json, &message.source.observer);
            if let Some(kind) = &message.source.kind {
                json.key("type").list(|json| concept(json, &[kind]));
            }
        });
        if message.entities.iter().any(|each| !is_patient(each)) {
            json.key("entity").list(|json| {
                message.entities.iter().filter(|each| !is_patient(each)).for_each(|each| entity(json, each));
            });
        }
    });
    json.finish()
}

/// The entity that R5 writes as `patient`.
pub(super) fn is_patient(entity: &Entity<'_>) -> bool {
    entity.kind == PERSON && entity.role.as_ref() == Some(&PATIENT) && entity.what.is_some()
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
        if let Network::At(address) = &agent.network {
            json.member("networkString", address);
        }
    });
}

fn entity(json: &mut JsonText, entity: &Entity<'_>) {
    json.object(|json| {
        if let Some((system, value)) = &entity.what {
            json.key("what");
            reference(json, None, system, value);
        }
        // R5 has no `type`: the kind of thing stands in front of its role.
        let codes: Vec<_> = [Some(&entity.kind), entity.role.as_ref()].into_iter().flatten().collect();
        json.key("role");
        concept(json, &codes);
        if let Some(query) = &entity.query {
            json.member("query", &Base64::encode_string(query));
        }
        if !entity.details.is_empty() {
            json.key("detail").list(|json| {
                for (name, value) in &entity.details {
                    json.object(|json| {
                        json.key("type").object(|json| json.member("text", name));
                        json.member("valueString", value);
                    });
                }
            });
        }
    });
}
