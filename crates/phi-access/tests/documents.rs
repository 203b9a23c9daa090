//! Policies as documents: what loads, what does not, and what the error says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

mod oracle;
mod world;

use phi_access::{Catalogue, LoadError, Policy, PolicyError};
use world::Patient;

const GOOD: &str = r#"
version = 1
label = "clinic, autumn"

[[role]]
name = "staff"
[[role]]
name = "nurse"
inherits = ["staff"]
clinical = true
[[role]]
name = "auditor"

[[exclusive]]
at = "assignment"
roles = ["nurse", "auditor"]

[[rule]]
id = "nurse-care"
effect = "permit"
roles = ["nurse"]
actions = ["read", "update"]
purposes = ["TREAT"]
record = "Patient"
fields = ["name"]
read = ["allergies"]
when = ["treating", "care-team"]
networks = ["ward"]
assurance = "aal2"
valid_from = "2026-01-01T00:00:00Z"
obliges = ["after notify-privacy-officer", "before rate-limit 20", "after review-within 3600"]
hours = { days = ["mon", "tue", "sat"], from = "07:00", to = "19:30", minutes_ahead_of_utc = -300 }

[[rule]]
id = "no-hiv"
effect = "forbid"
record = "Patient"
labelled = ["HIV"]
liftable = true

[[rule]]
id = "key-custody"
effect = "permit"
roles = ["auditor"]
actions = ["read-log"]
purposes = ["HSYSADMIN"]
administration = true

[[break_glass]]
id = "emergency"
roles = ["nurse"]
record = "Patient"
fields = ["name", "allergies"]
minutes = 30

[[test]]
name = "a nurse on the ward reads what she needs"
roles = ["nurse"]
action = "read"
purpose = "ETREAT"
record = "Patient"
relationships = ["treating"]
networks = ["ward"]
assurance = "aal2"
at = "2026-03-02T15:00:00Z"
expect = "permit"
granted = ["name", "allergies", "revision"]
by = "nurse-care"

[[test]]
name = "and a stranger does not"
roles = ["nurse"]
action = "read"
purpose = "TREAT"
record = "Patient"
networks = ["ward"]
assurance = "aal2"
at = "2026-03-02T15:00:00Z"
expect = "deny"
"#;

fn catalogue() -> Catalogue {
    Catalogue::new().with::<Patient>()
}

fn load(text: &str) -> Result<Policy, LoadError> {
    Policy::from_toml(text, &catalogue())
}

fn with(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    load(&GOOD.replacen(from, to, 1)).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn toml_to_policy_to_toml_is_a_fixed_point() {
    let first = load(GOOD).unwrap();
    let text = first.to_toml();
    let second = load(&text).unwrap();
    assert_eq!(second.to_toml(), text);
    assert_eq!(second.digest(), first.digest());
    assert_eq!(Policy::from_json(&first.to_json(), &catalogue()).unwrap().digest(), first.digest());
}

#[test]
fn a_typo_is_an_error_with_a_suggestion() {
    for (from, to, says) in [
        (r#"roles = ["nurse"]"#, r#"roles = ["nurze"]"#, "there is no role `nurze`; did you mean `nurse`?"),
        (r#"inherits = ["staff"]"#, r#"inherits = ["stuff"]"#, "there is no role `stuff`; did you mean `staff`?"),
        (r#"record = "Patient""#, r#"record = "Patent""#, "there is no record type `Patent`; did you mean `Patient`?"),
        (r#"fields = ["name"]"#, r#"fields = ["nome"]"#, "there is no field `nome`; did you mean `name`?"),
        (r#"purposes = ["TREAT"]"#, r#"purposes = ["TREET"]"#, "there is no purpose `TREET`; did you mean `TREAT`?"),
        (r#"actions = ["read", "#, r#"actions = ["reed", "#, "there is no action `reed`; did you mean `read`?"),
        (r#"when = ["treating""#, r#"when = ["treeting""#, "did you mean `treating`?"),
        (r#"labelled = ["HIV"]"#, r#"labelled = ["HIB"]"#, "did you mean `HIV`?"),
        (r#"effect = "forbid""#, r#"effect = "forbit""#, "did you mean `forbid`?"),
        ("after notify-privacy-officer", "after notify-privacy-offices", "did you mean `notify-privacy-officer`?"),
        (r#"["mon", "#, r#"["mom", "#, "did you mean `mon`?"),
        (r#"roles = ["nurse"]"#, r#"roles = ["q"]"#, "there is no role `q`"),
    ] {
        let error = with(from, to);
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn unknown_keys_versions_and_shapes_are_errors() {
    assert!(with("clinical = true", "klinical = true").contains("unknown field"));
    assert!(with("label =", "lable =").starts_with("line "));
    assert_eq!(with("version = 1", "version = 2"), "version 2 is not known: this library reads version 1");
    assert!(with("version = 1", "").contains("version"));
    assert!(with("minutes = 30", "minutes = 300").contains("four hours"));
    assert!(with("minutes = 30", "minutes = -9223372036854775808").contains("four hours"));
    assert!(with("07:00", "7:00").contains("hours"));
    assert!(with("2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z").contains("an instant"));
    assert!(with("before rate-limit 20", "before rate-limit").contains("number of an obligation"));
    assert!(
        with("administration = true", "record = \"Patient\"\nadministration = true").contains("what the rule reaches")
    );
    assert!(with("inherits = [\"staff\"]", "inherits = [\"nurse\"]").contains("nurse -> nurse"));
    assert!(matches!(Policy::from_json("{\"version\":1,\"version\":1}", &catalogue()), Err(LoadError::Syntax { .. })));
    assert!(load("version = 1").unwrap().is_empty());
}

#[test]
fn a_test_that_fails_is_no_policy() {
    let error = with("expect = \"deny\"", "expect = \"permit\"");
    assert_eq!(error, "the test `and a stranger does not` failed: denied (Subject)");
    let error = with(r#"granted = ["name", "allergies", "revision"]"#, r#"granted = ["name"]"#);
    assert!(error.contains("granted: name, allergies, revision"), "{error}");
    assert!(with("by = \"nurse-care\"", "by = \"other\"").contains("decided by `nurse-care`"));
    assert!(with("expect = \"permit\"", "expect = \"perhaps\"").contains("there is no outcome `perhaps`"));
}

#[test]
fn ten_megabytes_and_a_deep_nest_are_refused() {
    let long = format!("version = 1\n# {}", "x".repeat(10 << 20));
    assert_eq!(load(&long).map(|_| ()), Err(LoadError::TooLarge));
    assert_eq!(Policy::from_json(&long, &catalogue()).map(|_| ()), Err(LoadError::TooLarge));
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let nest = format!("version = 1\nrole = {}1{}", open.repeat(1 << 20), close.repeat(1 << 20));
        assert_eq!(load(&nest).map(|_| ()), Err(LoadError::TooLarge));
        // What stands in a string or a comment is no nest.
        let quoted = format!("version = 1 # {0}\nlabel = \"{0}\"\n", open.repeat(1000));
        assert_eq!(load(&quoted).map(|_| ()), Ok(()));
    }
    let nest = format!("{{\"version\":1,\"role\":{}{}}}", "[".repeat(1 << 20), "]".repeat(1 << 20));
    assert_eq!(Policy::from_json(&nest, &catalogue()).map(|_| ()), Err(LoadError::TooLarge));
}

#[test]
fn two_types_of_one_name_are_no_policy() {
    use phi_access::Rule;
    use phi_types::{PersonName, PhiRecord, SubjectId};
    #[derive(PhiRecord)]
    #[phi(record = "Patient")]
    struct Other {
        #[phi(subject)]
        subject: SubjectId,
        #[phi(name)]
        name: PersonName,
    }
    let built = Policy::builder()
        .rule(Rule::forbid("a").fields(Patient::NAME))
        .rule(Rule::forbid("b").fields(Other::NAME))
        .build();
    assert_eq!(built.map(|_| ()).unwrap_err(), PolicyError::SameRecordName("Patient".into()));
}

#[test]
fn the_digest_sees_every_part() {
    let base = load(GOOD).unwrap().digest();
    for (from, to) in [
        ("clinic, autumn", "clinic, winter"),
        ("clinical = true", "clinical = false"),
        ("at = \"assignment\"", "at = \"session\""),
        ("when = [\"treating\", \"care-team\"]", "when = [\"treating\", \"same-unit\"]"),
        (
            "networks = [\"ward\"]\nassurance = \"aal2\"\nvalid",
            "networks = [\"ward\", \"home\"]\nassurance = \"aal2\"\nvalid",
        ),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"),
        ("19:30", "19:31"),
        ("before rate-limit 20", "before rate-limit 21"),
        ("liftable = true", "liftable = false"),
        ("minutes = 30", "minutes = 31"),
        ("minutes = 30", "minutes = 30\nsecond_person = true"),
    ] {
        assert!(GOOD.contains(from), "{from}");
        assert_ne!(load(&GOOD.replacen(from, to, 1)).unwrap().digest(), base, "{from}");
    }
}
