//! Comparing takes the same number of instructions wherever two values of equal length differ: counted, not timed.

use std::process::Command;

/// Instructions of one comparison; `None` without valgrind.
fn instructions(kind: &str, place: &str) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*compare_probe*"])
        .args(["--callgrind-out-file=/dev/null", env!("CARGO_BIN_EXE_compare"), kind, place])
        .output()
        .ok()?;
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{kind} {place}: {report}");
    let line = report.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}

#[test]
fn equal_work_wherever_values_differ() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: valgrind is missing");
        return;
    }
    for kind in ["PersonName", "Mrn", "AsRecorded", "Photo", "Ssn", "BirthDate", "Age"] {
        let counts = ["first", "middle", "last", "nowhere"].map(|place| instructions(kind, place).unwrap());
        println!("{kind}: {counts:?}");
        assert!(counts[0] > 0, "{kind}: nothing was counted");
        assert!(counts.iter().all(|count| *count == counts[0]), "{kind}: {counts:?}");
    }
}

/// The counter sees what it is to see: the comparison of two slices does tell where they differ.
#[test]
fn a_plain_comparison_would_be_found() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: valgrind is missing");
        return;
    }
    let counts = ["first", "last"].map(|place| instructions("plain", place).unwrap());
    assert!(counts[0] < counts[1], "{counts:?}");
}
