//! The example policies: they load, their tests pass, no lint has anything to say, and their document stays theirs through every format.

#[path = "../policies/records.rs"]
mod records;

use phi_access::Policy;
use records::{POLICIES, catalogue};

#[test]
fn they_load_and_no_lint_has_anything_to_say() {
    for (name, text) in POLICIES {
        let policy = Policy::from_toml(text, &catalogue()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let findings: Vec<String> = policy.lint().iter().map(ToString::to_string).collect();
        assert_eq!(findings, Vec::<String>::new(), "{name}");
        assert!(!policy.cells().is_empty());
        assert!(policy.diff(&policy).is_empty(), "{name}");
        let again = Policy::from_toml(&policy.to_toml(), &catalogue()).unwrap();
        assert!(policy.diff(&again).is_empty() && policy.digest() == again.digest());
    }
}
