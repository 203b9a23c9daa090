//! The example `policy` as its users run it.

#![allow(clippy::unwrap_used, reason = "a failed test is a panic by design")]

use std::{path::Path, process::Command};

fn run(arguments: &[&str]) -> (bool, String) {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().and_then(Path::parent).unwrap().join("examples/policy");
    assert!(program.exists(), "`cargo test` builds the example first; a single test target does not");
    let output = Command::new(program).args(arguments).output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn it_tells_what_a_change_does() {
    let (success, told) = run(&[]);
    assert!(success, "{told}");
    for name in ["clinic", "hospital", "payer", "laboratory", "research"] {
        assert!(told.lines().any(|line| line.contains(name) && line.ends_with(", 0 findings")), "{name}: {told}");
    }
    for expected in
        ["its own tests: the test `and of nobody else` failed", "L32 warning: `nurse-care`", "L14 warning: `claims`"]
    {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
}

#[test]
fn each_word_does_its_work() {
    assert_eq!(run(&["lint"]), (true, run(&["lint"]).1));
    assert!(run(&["matrix", "hospital", "html"]).1.starts_with("<!doctype html>"));
    assert!(run(&["matrix", "clinic"]).1.contains("| nurse | Encounter |"));
    let (same, told) = run(&["diff", "clinic", "clinic"]);
    assert!(same && told.is_empty());
    assert!(run(&["diff", "clinic", "payer"]).1.contains("+ underwriter: read Claim"));
    assert!(run(&["test", "research"]).1.contains("0 failed"));
    assert!(!run(&["nonsense"]).0);
}
