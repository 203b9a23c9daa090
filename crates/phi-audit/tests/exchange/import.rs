//! The 46 examples of IHE BALP are imported; what was imported is written, and accepted by every oracle.

use std::collections::BTreeMap;

use phi_audit::SubjectPseudonym;
use phi_audit::event::{Kind, Stage};
use phi_audit::exchange::{ExchangeError, Format, Resolver, import};
use phi_types::{ActorId, TenantId};

use crate::oracle::{Oracle, balp, scratch};

/// Knows everybody, and seals by reversing: enough for a test.
struct Everybody;

impl Resolver for Everybody {
    fn patient(&self, reference: &str) -> Option<SubjectPseudonym> {
        (reference == "Patient/ex-patient").then(|| SubjectPseudonym::from_parts(1, [1; 16]))
    }

    fn agent(&self, identifier: &str) -> Option<ActorId> {
        ActorId::new(&identifier.replace(' ', ".")).ok()
    }

    fn seal(&self, query: &[u8]) -> Option<Vec<u8>> {
        Some(query.iter().rev().copied().collect())
    }
}

/// Knows nobody.
struct Nobody;

impl Resolver for Nobody {
    fn patient(&self, _: &str) -> Option<SubjectPseudonym> {
        None
    }

    fn agent(&self, _: &str) -> Option<ActorId> {
        None
    }
}

fn tenant() -> TenantId {
    TenantId::new("north-clinic").unwrap()
}

fn profile(text: &str) -> Option<&str> {
    Some(text.split_once("IHE.BasicAudit.")?.1.split_once('"')?.0)
}

#[test]
fn the_examples_of_balp_are_imported_and_stay_valid() {
    let Some(examples) = balp() else { return };
    let (mut lines, mut kept, mut kinds) = (String::new(), 0, BTreeMap::new());
    for (name, json) in &examples {
        let imported = import(json, &tenant(), &Everybody).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(imported.lost.contains(&"id") && imported.lost.contains(&"meta"), "{name}: {:?}", imported.lost);
        let event = imported.event;
        *kinds.entry(event.kind.code()).or_insert(0) += 1;
        assert_eq!(event.stage == Stage::Denied, name.contains("-deny"), "{name}");
        assert_eq!(event.patient.is_some(), json.contains("\"Patient/ex-patient\""), "{name}: the patient");
        for format in Format::ALL {
            assert_eq!(format.parse(&format.render(&event)).as_ref(), Ok(&event), "{name}");
        }
        let text = Format::FhirR4.render(&event);
        if profile(&text).is_some() && profile(&text) == profile(json) {
            kept += 1;
        }
        lines.push_str(&text);
        lines.push('\n');
        // A second time it is the same event: nothing is counted twice.
        assert_eq!(import(json, &tenant(), &Everybody).unwrap().event, event, "{name}");
    }
    println!("{} imported, {kept} under the profile that they had, kinds: {kinds:?}", examples.len());
    // The other twelve are uses of tokens, decisions by consent and receipts: an event here holds neither.
    assert_eq!((examples.len(), kept), (46, 34), "{kinds:?}");

    let file = scratch("imported").join("r4");
    std::fs::write(&file, lines).unwrap();
    for oracle in [Oracle::R4b, Oracle::Schema, Oracle::Medplum, Oracle::Profile] {
        let Some(verdicts) = oracle.ask(&file) else { continue };
        for ((name, _), verdict) in examples.iter().zip(verdicts) {
            assert_eq!(verdict, Ok(()), "{oracle:?} on {name}");
        }
    }
}

#[test]
fn nothing_of_a_foreign_event_comes_in_unresolved() {
    const CANARY: &str = "Zebra7quxCanary";
    let json = format!(
        r#"{{"resourceType":"AuditEvent","id":"{CANARY}","language":"{CANARY}","{CANARY}":"{CANARY}",
        "meta":{{"profile":["{CANARY}"]}},
        "type":{{"system":"{CANARY}","code":"rest","display":"{CANARY}"}},
        "subtype":[{{"system":"{CANARY}","code":"search-type","display":"{CANARY}"}}],
        "action":"E","recorded":"2026-11-26T08:15:00Z","outcome":"8","outcomeDesc":"{CANARY}",
        "purposeOfEvent":[{{"coding":[{{"system":"{CANARY}","code":"TREAT"}}],"text":"{CANARY}"}}],
        "agent":[{{"type":{{"coding":[{{"system":"{CANARY}","code":"IRCP"}}]}},"who":{{"display":"{CANARY}"}},"name":"{CANARY}",
          "altId":"{CANARY}","requestor":true,"role":[{{"coding":[{{"code":"{CANARY} x"}}]}}],"policy":["{CANARY}"],
          "network":{{"address":"{CANARY}","type":"1"}}}}],
        "source":{{"site":"{CANARY} x","observer":{{"reference":"{CANARY}/1"}}}},
        "entity":[{{"what":{{"reference":"Patient/{CANARY}"}},"role":{{"code":"1"}},"name":"{CANARY}"}},
          {{"what":{{"reference":"{CANARY}/{CANARY}"}},"description":"{CANARY}","detail":[{{"type":"{CANARY}","valueString":"{CANARY}"}}]}},
          {{"role":{{"code":"24"}},"query":"WmVicmE3cXV4Q2FuYXJ5"}}]}}"#
    );
    let imported = import(&json, &tenant(), &Nobody).unwrap();
    assert_eq!((imported.event.kind, imported.event.actor.who.as_str()), (Kind::Query, "unresolved"));
    let mut outputs: Vec<_> = Format::ALL.iter().map(|format| format.render(&imported.event)).collect();
    outputs.extend([format!("{imported:?}"), imported.event.to_string(), imported.lost.join(" ")]);
    for output in outputs {
        assert!(!output.contains("Zebra7") && !output.contains("WmVicmE3"), "{output}");
    }
    assert_eq!(
        imported.lost,
        [
            "agent.altId",
            "agent.name",
            "agent.network",
            "agent.policy",
            "agent.role",
            "agent.who",
            "an element that is not known",
            "entity.description",
            "entity.detail",
            "entity.name",
            "entity.query",
            "entity.type",
            "entity.what",
            "id",
            "language",
            "meta",
            "outcomeDesc",
            "source.observer",
            "source.site",
        ]
    );
    for (from, to) in [
        ("\"recorded\":\"2026-11-26T08:15:00Z\"", "\"recorded\":\"Zebra7\""),
        ("\"outcome\":\"8\"", "\"outcome\":\"Zebra7\""),
        ("\"requestor\":true", "\"requestor\":\"Zebra7\""),
        ("AuditEvent", "Zebra7"),
        ("}}]}", "}}]}Zebra7"),
    ] {
        let changed = json.replacen(from, to, 1);
        if changed != json {
            let error = import(&changed, &tenant(), &Nobody).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("Zebra7"), "{error}");
        }
    }
}

#[test]
fn what_forbids_to_be_read_without_knowing_it_is_not_read() {
    let json = r#"{"resourceType":"AuditEvent","modifierExtension":[{"url":"x"}],"recorded":"2026-11-26T08:15:00Z"}"#;
    assert_eq!(import(json, &tenant(), &Nobody), Err(ExchangeError::Malformed("modifierExtension")));
}

#[test]
fn an_event_of_ours_is_imported_whole() {
    for (name, event) in crate::patterns::all() {
        let (text, other) = (Format::FhirR4.render(&event), TenantId::new("another").unwrap());
        let refused = import(&text, &other, &Nobody);
        assert_eq!(refused, Err(ExchangeError::Contradictory), "the tenant is not the text's to say");
        let imported = import(&text, &event.tenant, &Nobody).unwrap();
        assert_eq!((imported.event, imported.lost), (event, Vec::new()), "{name}");
    }
}
