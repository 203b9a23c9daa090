//! Whatever stands in a scope, a Permission or a policy, reading it ends with an answer; and what is read is written and read again.
#![no_main]

#[path = "../../crates/phi-access/policies/records.rs"]
mod records;

use libfuzzer_sys::fuzz_target;
use phi_access::{Policy, PolicyTests, Scopes};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if let Ok(scopes) = Scopes::parse(text) {
        for scope in &scopes.data {
            assert_eq!(scope.to_string().parse().as_ref(), Ok(scope), "one form for each scope");
        }
    }
    let catalogue = records::catalogue();
    if let Ok(policy) = Policy::from_permission(text, &catalogue) {
        let written = policy.to_permission().expect("what came from there can be said there");
        let again = Policy::from_permission(&written, &catalogue).expect("what was written is read");
        assert!(policy.diff(&again).is_empty());
    }
    let _ = PolicyTests::from_toml(text);
    if let Ok(findings) = Policy::lint_toml(text, &catalogue) {
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            let _ = fix.apply(text);
        }
    }
});
