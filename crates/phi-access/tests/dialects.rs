//! Other languages: round trips, refusals, and a scope that only takes away.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a failed test is a panic by design"
)]

#[path = "../policies/records.rs"]
mod records;

use phi_access::{
    AccessControl, Authentication, NamedQuery, PermissionError, Policy, Register, Role, Scope, Scopes, Session,
    SessionLimits, SignIn, Standing, UserId,
};
use phi_types::{OsEntropy, SubjectId, TenantId, record::FieldMask};
use proptest::prelude::*;
use records::{POLICIES, catalogue};
use serde_json::Value;
use time::macros::datetime;

#[test]
fn scopes_of_both_versions() {
    for (text, canonical) in [
        ("patient/Observation.rs", "patient/Observation.rs"),
        ("patient/*.read", "patient/*.rs"),
        ("user/Patient.write", "user/Patient.cud"),
        ("system/*.*", "system/*.cruds"),
        ("user/Encounter.cruds", "user/Encounter.cruds"),
        (
            "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory",
            "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory",
        ),
        ("patient/Observation.s?code=a%26b&status=final", "patient/Observation.s?code=a%26b&status=final"),
    ] {
        assert_eq!(text.parse::<Scope>().unwrap().to_string(), canonical);
    }
    for wrong in [
        "openid",
        "patient",
        "patient/",
        "patient/Observation",
        "patient/Observation.",
        "patient/Observation.sr",
        "patient/Observation.rr",
        "patient/Observation.x",
        "patient/observation.rs",
        "patient/Obs ervation.rs",
        "Patient/Observation.rs",
        "patient/Observation.rs?",
        "patient/Observation.rs?category",
        "patient/Observation.rs?category=",
        "patient/Observation.rs?=x",
        "patient/Observation.rs?a=%zz",
        "patient/Observation.Read",
        "patient/**.rs",
        "patient/Observation.rs\u{a0}",
        "patient/Observation.rs?a=\"",
    ] {
        assert!(wrong.parse::<Scope>().is_err(), "{wrong}");
    }
    let scopes = Scopes::parse("openid fhirUser launch/patient patient/Observation.rs").unwrap();
    assert_eq!((scopes.data.len(), scopes.others.len()), (1, 3));
    assert!(Scopes::parse("openid patient/Observation.sr").is_err(), "what looks like a scope over data has to be one");
}

fn scope() -> impl Strategy<Value = String> {
    let context = prop_oneof![Just("patient"), Just("user"), Just("system")];
    let resource = prop_oneof![Just("*"), Just("Person"), Just("Encounter"), Just("Claim")];
    let letters = prop_oneof![
        Just("c"),
        Just("r"),
        Just("rs"),
        Just("u"),
        Just("cud"),
        Just("cruds"),
        Just("read"),
        Just("write"),
        Just("*"),
        Just("ds")
    ];
    let query = prop_oneof![3 => Just(String::new()), 1 => "\\?[a-z]{1,4}=[!-~&&[^&%\"\\\\ ]]{1,9}"];
    (context, resource, letters, query)
        .prop_map(|(context, resource, letters, query)| format!("{context}/{resource}.{letters}{query}"))
}

fn session(role: &str) -> Session {
    let at = datetime!(2026-03-02 15:00 UTC);
    let event = Authentication::new(at, &["hwk", "pin"], Some("phrh"));
    SignIn::person(TenantId::new("north").unwrap(), UserId::new("u.somebody").unwrap(), event)
        .roles([Role::new(role)])
        .limits(SessionLimits::CLINICAL)
        .open(at, &OsEntropy)
        .unwrap()
}

proptest! {
    #[test]
    fn a_scope_is_read_back_as_it_was_written(text in scope()) {
        let scope: Scope = text.parse().unwrap();
        prop_assert_eq!(scope.to_string().parse::<Scope>().unwrap(), scope);
    }

    #[test]
    fn nothing_in_a_scope_panics(text in ".{0,60}") {
        if let Ok(scopes) = Scopes::parse(&text) {
            prop_assert!(scopes.data.iter().all(|scope| scope.to_string().parse::<Scope>().as_ref() == Ok(scope)));
        }
    }

    /// Whatever stands in a token, what comes out is within what the policy said without it.
    #[test]
    fn scopes_only_take_away(
        texts in prop::collection::vec(scope(), 0..4),
        which in 0..5_usize,
        role in any::<prop::sample::Index>(),
        asked in any::<prop::sample::Index>(),
        bits in any::<(u8, u8, bool, bool)>(),
    ) {
        let policy = Policy::from_toml(POLICIES[which].1, &catalogue()).unwrap();
        let cells = policy.cells();
        // A cell that somebody could reach, asked for by anybody, so that both answers occur.
        let (cell, roles) = (asked.get(&cells).clone(), cells.iter().map(|cell| cell.role.name().to_owned()).collect::<Vec<_>>());
        let role = if bits.3 { cell.role.name().to_owned() } else { role.get(&roles).clone() };
        let (Some(record), Some(field)) = (cell.record, cell.field) else { return Ok(()) };
        let access = AccessControl::new(policy, Register::new());
        let who = session(&role);
        let prepared = access.prepare(&who);
        let related = phi_access::Relationship::ALL.into_iter().enumerate().filter(|(at, _)| bits.0 & 1 << at != 0);
        let filed = phi_access::Fact::ALL.into_iter().enumerate().filter(|(at, _)| bits.1 & 1 << at != 0);
        let standing = Standing::here(related.fold(phi_access::RelationshipSet::NONE, |set, (_, one)| set.with(one)))
            .facts(filed.fold(phi_access::Facts::NONE, |set, (_, one)| set.with(one)));
        let fields = [field];
        let query = NamedQuery { record, action: cell.action.code(), purpose: cell.purpose.code(), fields: &fields };
        let unix = datetime!(2026-03-02 15:00 UTC).unix_timestamp();
        let alone = prepared.decide_named(&who, &query, SubjectId::from_bytes([1; 16]), &standing, unix);
        let scopes = Scopes::parse(&texts.join(" ")).unwrap();
        let narrowed = scopes.narrow(alone, record, cell.action, bits.2, |_, value| value.len() % 2 == 0);
        prop_assert!(narrowed.readable.is_subset_of(alone.readable) && narrowed.writable.is_subset_of(alone.writable));
        prop_assert!(!narrowed.is_permit() || alone.is_permit());
        let allowed = scopes.allow(record, cell.action, bits.2, |_, value| value.len() % 2 == 0);
        prop_assert_eq!(narrowed.is_permit(), alone.is_permit() && allowed);
        if !narrowed.is_permit() {
            prop_assert_eq!((narrowed.readable, narrowed.writable), (FieldMask::EMPTY, FieldMask::EMPTY));
        }
    }

    #[test]
    fn permission_there_and_back(seeds in prop::collection::vec((0..3_usize, 1_u8..64, 1_u8..32, 0..4_usize, any::<bool>(), 0..3_u8), 1..6)) {
        let policy = Policy::from_toml(&document(&seeds), &catalogue()).unwrap();
        let permission = policy.to_permission().unwrap();
        let again = Policy::from_permission(&permission, &catalogue()).unwrap();
        let diff = policy.diff(&again);
        prop_assert!(diff.is_empty(), "{}", diff);
        prop_assert_eq!(again.to_permission().unwrap(), permission);
    }
}

/// A policy that `Permission` can say: roles that inherit, permits over fields, forbids over whole records and by label.
fn document(seeds: &[(usize, u8, u8, usize, bool, u8)]) -> String {
    let mut text = String::from(
        "version = 1\n[[role]]\nname = \"a\"\n[[role]]\nname = \"b\"\ninherits = [\"a\"]\n[[role]]\nname = \"c\"\n",
    );
    for (at, (role, actions, fields, purposes, permit, kind)) in seeds.iter().enumerate() {
        let some = |bits: u8, words: &[&str]| {
            let some: Vec<_> =
                words.iter().enumerate().filter(|(at, _)| bits & 1 << at != 0).map(|(_, word)| *word).collect();
            if some.is_empty() {
                vec![words[0].to_owned()]
            } else {
                some.into_iter().map(str::to_owned).collect::<Vec<_>>()
            }
        };
        let purposes =
            [["TREAT", "HPAYMT"], ["TREAT", "COC"], ["HRESCH", "PUBHLTH"], ["BIORCH", "HQUALIMP"]][*purposes];
        let roles = ["a", "b", "c"][*role];
        let actions = some(*actions, &["read", "list", "create", "update", "disclose", "de-identify"]);
        let (effect, reach) = match (permit, kind) {
            (true, _) => ("permit", format!("fields = {:?}\nprotocol = \"p\"", some(*fields, &["seen", "reason", "allergies", "medications", "summary"]))),
            (false, 0) => ("forbid", "labelled = [\"HIV\"]".to_owned()),
            (false, 1) => ("forbid", "labelled = [\"HIV\", \"GDIS\"]".to_owned()),
            (false, _) => ("forbid", r#"fields = ["seen", "reason", "allergies", "medications", "summary", "serology", "program", "genome", "revision"]"#.to_owned()),
        };
        let who = if *permit || *kind > 0 {
            format!("roles = [\"{roles}\"]\npurposes = {purposes:?}\nactions = {actions:?}\n")
        } else {
            format!("actions = {actions:?}\n")
        };
        text += &format!("[[rule]]\nid = \"r{at}\"\neffect = \"{effect}\"\n{who}record = \"Encounter\"\n{reach}\n");
    }
    text
}

#[test]
fn what_permission_cannot_say_is_named() {
    for (name, text) in POLICIES {
        let policy = Policy::from_toml(text, &catalogue()).unwrap();
        let refused = policy.to_permission().unwrap_err();
        assert!(!refused.at.is_empty(), "{name}: {refused}");
    }
    let base = |more: &str| {
        format!(
            "version = 1\n[[role]]\nname = \"a\"\n[[rule]]\nid = \"one\"\neffect = \"permit\"\nroles = [\"a\"]\nactions = [\"read\"]\npurposes = [\"TREAT\"]\nrecord = \"Encounter\"\nfields = [\"seen\"]\n{more}"
        )
    };
    for (more, what) in [
        ("when = [\"treating\"]", "conditions"),
        ("needs = [\"authorization\"]", "conditions"),
        ("networks = [\"ward\"]", "conditions"),
        ("assurance = \"aal2\"", "conditions"),
        ("valid_until = \"2027-01-01T00:00:00Z\"", "conditions"),
        ("obliges = [\"before watermark\"]", "obligations"),
        ("exempt = \"individual\"", "exemptions and reviews"),
        (
            "[[rule]]\nid = \"two\"\neffect = \"forbid\"\nrecord = \"Encounter\"\nfields = [\"seen\"]",
            "a forbid over some fields",
        ),
        (
            "[[rule]]\nid = \"two\"\neffect = \"forbid\"\nrecord = \"Encounter\"\nlabelled = [\"HIV\"]\nliftable = true",
            "lifting in an emergency",
        ),
        (
            "[[break_glass]]\nid = \"two\"\nroles = [\"a\"]\nrecord = \"Encounter\"\nfields = [\"seen\"]",
            "breaking the glass",
        ),
    ] {
        let refused = Policy::from_toml(&base(more), &catalogue()).unwrap().to_permission().unwrap_err();
        assert_eq!((refused.what, refused.at.as_str()), (what, if more.contains("\"two\"") { "two" } else { "one" }));
    }
}

/// Every element has to be understood: another one, anywhere, is an error, and so is every value that means something else.
#[test]
fn an_import_passes_over_nothing() {
    let policy = Policy::from_toml(&document(&[(1, 3, 6, 0, true, 0), (0, 1, 1, 0, false, 1)]), &catalogue()).unwrap();
    let good: Value = serde_json::from_str(&policy.to_permission().unwrap()).unwrap();
    let paths = [
        "",
        "/rule/0",
        "/rule/0/activity/0",
        "/rule/0/data/0",
        "/rule/0/limit/0",
        "/rule/0/activity/0/action/0/coding/0",
    ];
    for path in paths {
        let mut broken = good.clone();
        broken
            .pointer_mut(path)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .insert("modifierExtension".into(), serde_json::json!([]));
        let refused = Policy::from_permission(&broken.to_string(), &catalogue());
        assert!(matches!(refused, Err(PermissionError::Shape(_))), "{path}");
    }
    for (path, value) in [
        ("/combining", "permit-overrides"),
        ("/status", "draft"),
        ("/resourceType", "Consent"),
        ("/rule/0/type", "allow"),
        ("/rule/0/data/0/expression/language", "text/fhirpath"),
        ("/rule/0/data/0/expression/expression", "Nothing"),
        ("/rule/0/activity/0/actor/0/role/coding/0/system", "http://example.org"),
        ("/rule/0/activity/0/action/0/coding/0/code", "vread"),
        ("/rule/0/limit/0/element/0", "Encounter.nothing"),
        ("/rule/1/data/0/security/0/system", "http://example.org"),
    ] {
        let mut broken = good.clone();
        *broken.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = Value::String(value.into());
        assert!(
            matches!(Policy::from_permission(&broken.to_string(), &catalogue()), Err(PermissionError::Value { .. })),
            "{path}"
        );
    }
    let mut fewer = good;
    fewer.pointer_mut("/rule/0/activity").unwrap().as_array_mut().unwrap().pop();
    let refused = Policy::from_permission(&fewer.to_string(), &catalogue());
    assert!(matches!(refused, Err(PermissionError::Value { .. })), "not all pairs");
}

#[test]
fn cedar_says_what_it_leaves_out() {
    let policy = Policy::from_toml(POLICIES[1].1, &catalogue()).unwrap();
    let cedar = policy.to_cedar();
    assert!(cedar.policies.contains(
        "@id(\"ward-care\")\npermit(principal, action in [Action::\"read\"], resource == Record::\"Encounter\")"
    ));
    assert!(cedar.left_out.iter().any(
        |one| one.contains("key-keeper, privacy-officer exclude each other") || one.contains("exclude each other")
    ));
    assert!(cedar.left_out.iter().any(|one| one == "no service holds `therapist`"));
    let entities: Value = serde_json::from_str(&cedar.entities).unwrap();
    let nurse = entities.as_array().unwrap().iter().find(|one| one["uid"]["id"] == "ward-nurse").unwrap();
    assert_eq!(nurse["parents"][0]["id"], "clinician");
}
