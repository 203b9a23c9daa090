//! The test kit on the example policies: which of their rules their own tests decide by, and what a table of tests tells.

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

use phi_access::{LoadError, Policy, PolicyTests, TestReport};
use records::{POLICIES, catalogue};

fn clinic() -> Policy {
    Policy::from_toml(POLICIES[0].1, &catalogue()).unwrap()
}

const TABLE: &str = r#"
[[table]]
name = "who reads the medications"
action = "read"
purpose = "TREAT"
record = "Encounter"
fields = ["medications"]
rows = [
    { roles = ["nurse"], relationships = ["treating"], expect = "permit", by = "nurse-care" },
    { roles = ["nurse"], expect = "deny" },
    { roles = ["biller"], relationships = ["treating"], expect = "deny" },
]

[[test]]
name = "the desk finds somebody"
roles = ["reception"]
action = "list"
purpose = "PATADMIN"
record = "Person"
fields = ["name"]
expect = "permit"
"#;

#[test]
fn a_table_is_a_test_for_each_row() -> Result<(), TestReport> {
    let tests = PolicyTests::from_toml(TABLE).unwrap();
    assert_eq!(tests.len(), 4);
    let report = tests.check(&clinic())?;
    assert!(report.decided.iter().any(|rule| rule.as_str() == "desk"));
    let untested: Vec<&str> = report.untested.iter().map(phi_types::RuleId::as_str).collect();
    assert_eq!(untested, ["claims", "nurse-person", "own-person", "referral", "reviews"]);
    assert!(report.to_string().contains("no test decides by `referral`"));
    Ok(())
}

#[test]
fn a_row_that_is_wrong_is_named() {
    let wrong = TABLE.replacen("expect = \"deny\"", "expect = \"permit\"", 1);
    let report = PolicyTests::from_toml(&wrong).unwrap().check(&clinic()).unwrap_err();
    assert_eq!(report.failed.len(), 1);
    assert_eq!(report.failed[0].0, "who reads the medications, row 2");
    let unknown = TABLE.replace("\"biller\"", "\"bilker\"");
    let report = PolicyTests::from_toml(&unknown).unwrap().run(&clinic());
    assert!(report.failed[0].1.contains("did you mean `biller`?"), "{report}");
}

#[test]
fn what_is_no_table_of_tests_is_refused() {
    for text in [
        "[[tests]]",
        "[[table]]\nname = \"x\"",
        "table = 1",
        "[[table]]\nrows = [1]",
        "[[test]]\nname = \"x\"",
        "[[table]]\nrows = [{ nonsense = 1 }]",
    ] {
        assert!(matches!(PolicyTests::from_toml(text), Err(LoadError::Syntax { .. })), "{text}");
    }
}

/// A rule that is taken out is noticed by the tests exactly where the report says that a test decides by it, or a denial follows from it.
#[test]
fn coverage_means_that_somebody_would_notice() {
    for (name, text) in POLICIES {
        let policy = Policy::from_toml(text, &catalogue()).unwrap();
        let report = PolicyTests::none().run(&policy);
        assert!(report.failed.is_empty() && report.ran >= 5, "{name}: {report}");
        for rule in &report.untested {
            let mut document: toml::Table = text.parse().unwrap();
            let rules = document.get_mut("rule").unwrap().as_array_mut().unwrap();
            rules.retain(|one| one["id"].as_str() != Some(rule.as_str()));
            let text = toml::to_string(&document).unwrap();
            let without = Policy::from_toml(&text, &catalogue());
            // Without the rule a record type may be in no rule at all; a test that names it then fails to load.
            assert!(
                without.is_ok() || matches!(without, Err(LoadError::Unknown { .. } | LoadError::Test { .. })),
                "{name}: {rule}"
            );
        }
        println!("{name}: {report}");
    }
}
