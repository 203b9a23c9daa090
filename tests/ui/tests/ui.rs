//! The negative guarantees: each case in `cases/fail` must not compile, with the message that is pinned beside it; its
//! twin of the same name in `cases/pass` does the nearest allowed thing and compiles. Without the twin a case could fail
//! for a reason that has nothing to do with the law it pins.
//!
//! To pin messages anew, after reading what changed: `TRYBUILD=overwrite cargo test -p phi-test-ui`.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use std::{collections::BTreeSet, path::Path};

fn names(folder: &str, extension: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_case_has_its_twin_and_its_message() {
    let cases = names("fail", "rs");
    assert!(!cases.is_empty());
    assert_eq!(cases, names("pass", "rs"), "a twin is missing");
    assert_eq!(cases, names("fail", "stderr"), "a message is not pinned, or belongs to no case");
}

/// One test, since trybuild keeps one project for the whole package.
#[test]
fn cases_fail_and_their_twins_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/cases/fail/*.rs");
    cases.pass("tests/cases/pass/*.rs");
}
