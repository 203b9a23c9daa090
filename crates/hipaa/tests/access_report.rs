//! The example `access_report` as its users run it.

#![allow(clippy::unwrap_used, reason = "a failed test is a panic by design")]

use std::{fs, path::Path, process::Command};

#[test]
fn a_week_is_reported_and_the_log_names_nobody() {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().and_then(Path::parent).unwrap().join("examples/access_report");
    assert!(program.exists(), "`cargo test` builds the example first; a single test target does not");
    let folder = std::env::temp_dir().join(format!("access-report-test-{}", std::process::id()));
    let output = Command::new(program).arg(&folder).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}{told}", String::from_utf8_lossy(&output.stderr));
    for expected in [
        "Accounting of disclosures: Testpatient, Ana",
        "State Registry (example)",
        "public-health, 45 CFR 164.512(b)",
        "(break-glass)",
        "Dr. Example (physician.one)",
        "no-relationship",
        "192.0.2.7",
    ] {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
    let page = fs::read_to_string(folder.join("timeline.html")).unwrap();
    assert!(page.contains("default-src 'none'") && !page.contains("<script") && page.matches("<svg").count() >= 5);

    // What rests names no patient, and the reason of the emergency is sealed.
    let mut searched = 0;
    let mut folders = vec![folder.join("audit")];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            searched += usize::from(path.extension().is_some_and(|extension| extension == "index"));
            for canary in ["Testpatient", "unconscious", "Cleo"] {
                assert!(!bytes.windows(canary.len()).any(|window| window == canary.as_bytes()), "{canary} in {path:?}");
            }
        }
    }
    assert!(searched > 0, "an index was searched");
    fs::remove_dir_all(folder).unwrap();
}
