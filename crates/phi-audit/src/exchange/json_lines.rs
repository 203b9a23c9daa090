//! JSON lines: the event itself, member by member, for tools that know no standard. What is absent is left out.

use super::json_text::JsonText;
use super::{hex, instant};
use crate::event::{Agent, AuditEvent, Decision, Disclosure, Entity, Network, SealedNote, Stage};
use base64ct::{Base64, Encoding as _};

/// The event in one line, without the line feed.
pub(super) fn write(event: &AuditEvent) -> String {
    let mut json = JsonText::with_capacity(1024);
    json.object(|json| {
        json.key("version").number(1);
        json.member("id", &event.id.to_string());
        json.member("recorded", &instant::text(event.recorded));
        if let Some(period) = &event.occurred {
            json.key("occurred").object(|json| {
                json.member("start", &instant::text(period.start));
                json.member("end", &instant::text(period.end));
            });
        }
        json.member("tenant", event.tenant.as_str());
        json.member("kind", event.kind.code());
        stage(json, &event.stage);
        json.key("outcome").number(u64::from(event.outcome.number()));
        if let Some(purpose) = event.purpose {
            json.member("purpose", purpose.code());
        }
        json.key("actor");
        agent(json, &event.actor);
        if let Some(behalf) = &event.on_behalf_of {
            json.key("on_behalf_of");
            agent(json, behalf);
        }
        json.key("source").object(|json| {
            if let Some(site) = &event.source.site {
                json.member("site", site.as_str());
            }
            json.member("observer", event.source.observer.as_str());
            json.member("kind", event.source.kind.code());
        });
        if let Some(patient) = &event.patient {
            json.key("patient").object(|json| {
                json.key("version").number(u64::from(patient.version()));
                json.member("pseudonym", &hex::text(&patient.to_bytes()));
            });
        }
        if !event.entities.is_empty() {
            json.key("entities").list(|json| event.entities.iter().for_each(|each| entity(json, each)));
        }
        if let Some(of) = &event.decision {
            json.key("decision").object(|json| decision(json, of));
        }
        if let Some(of) = &event.disclosure {
            json.key("disclosure").object(|json| disclosure(json, of));
        }
        note(json, "query", &event.query);
        note(json, "reason", &event.reason);
        note(json, "note", &event.note);
        if let Some(request) = &event.request {
            json.member("request", &request.to_string());
        }
        if event.epoch != 0 {
            json.key("epoch").number(event.epoch);
        }
    });
    json.finish()
}

fn stage(json: &mut JsonText, stage: &Stage) {
    match stage {
        Stage::Done => json.member("stage", "done"),
        Stage::Denied => json.member("stage", "denied"),
        Stage::Ended { grant, ending, uses } => {
            json.member("stage", "ended");
            json.key("grant").number(*grant);
            json.member("ending", ending.code());
            json.key("uses").number(u64::from(*uses));
        }
        Stage::Discharged { grant, duty } => {
            json.member("stage", "discharged");
            json.key("grant").number(*grant);
            json.member("duty", duty.as_str());
        }
    }
}

fn agent(json: &mut JsonText, agent: &Agent) {
    json.object(|json| {
        json.member("who", agent.who.as_str());
        json.member("kind", agent.kind.code());
        if !agent.roles.is_empty() {
            json.key("roles").list(|json| agent.roles.iter().for_each(|role| json.text(role.as_str())));
        }
        if let Some(session) = &agent.session {
            json.member("session", &hex::text(&session.to_bytes()));
        }
        if let Some(level) = agent.assurance {
            json.member("assurance", level.code());
        }
        if let Some(Network { address, via, .. }) = &agent.network {
            json.key("network").object(|json| {
                json.member("address", &address.to_string());
                if !via.is_empty() {
                    json.key("via").list(|json| via.iter().for_each(|proxy| json.text(&proxy.to_string())));
                }
            });
        }
    });
}

fn entity(json: &mut JsonText, entity: &Entity) {
    json.object(|json| {
        json.member("kind", entity.kind.code());
        json.member("name", entity.name.as_str());
        if let Some(id) = &entity.id {
            json.member("id", &hex::text(id));
        }
        if !entity.fields.is_empty() {
            json.key("fields").list(|json| entity.fields.iter().for_each(|field| json.text(field.as_str())));
        }
        if let Some(count) = entity.count {
            json.key("count").number(count);
        }
        if let Some(digest) = &entity.digest {
            json.member("digest", &hex::text(digest));
        }
    });
}

fn decision(json: &mut JsonText, decision: &Decision) {
    json.member("policy", &hex::text(&decision.policy));
    if let Some(rule) = &decision.rule {
        json.member("rule", rule.as_str());
    }
    if let Some(reason) = &decision.reason {
        json.member("reason", reason.as_str());
    }
    if let Some(evidence) = decision.evidence {
        json.key("evidence").number(evidence);
    }
    if let Some(until) = decision.until {
        json.member("until", &until.to_string());
    }
    if decision.emergency {
        json.fixed("emergency", "true");
    }
    if !decision.duties.is_empty() {
        json.key("duties").list(|json| {
            for owed in &decision.duties {
                json.object(|json| {
                    json.member("duty", owed.duty.as_str());
                    if let Some(amount) = owed.amount {
                        json.key("amount").number(amount);
                    }
                    json.member("due", owed.due.code());
                });
            }
        });
    }
}

fn disclosure(json: &mut JsonText, disclosure: &Disclosure) {
    json.member("recipient", disclosure.recipient.as_str());
    note(json, "address", &disclosure.address);
    json.member("what", disclosure.what.as_str());
    note(json, "description", &disclosure.description);
    json.member("basis", disclosure.basis.code());
    if let Some(protocol) = &disclosure.protocol {
        json.member("protocol", protocol.as_str());
    }
}

/// A sealed note as base64 in an object, one that was lost as an empty object.
fn note(json: &mut JsonText, key: &'static str, note: &SealedNote) {
    match note {
        SealedNote::None => {}
        SealedNote::Sealed(bytes) => {
            json.key(key).object(|json| json.member("sealed", &Base64::encode_string(bytes)));
        }
        SealedNote::Lost => json.key(key).object(|_| ()),
    }
}
