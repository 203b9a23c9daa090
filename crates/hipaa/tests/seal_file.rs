//! The example `seal_file` as its users run it.

#![allow(clippy::unwrap_used, reason = "a failed test is a panic by design")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn run(arguments: &[&Path]) -> Output {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().and_then(Path::parent).unwrap().join("examples/seal_file");
    assert!(program.exists(), "`cargo test` builds the example first; a single test target does not");
    Command::new(program).args(arguments).output().unwrap()
}

fn told(output: &Output, expected: &[String]) {
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    for expected in expected {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
}

/// What it says of a file of so many bytes.
fn expected(length: usize) -> Vec<String> {
    let more = 98 + 16 * (length / (16 * 1024) + 1);
    [
        &format!("{length} bytes of text, {} sealed: {more} more", length + more),
        "byte for byte what it was",
        "what stands there",
        "as a file of another row:   \"the file does not open\"",
        "one bit changed:            \"the file does not open\"",
        &format!("changed back:               opens, {length} bytes"),
        "cut at a chunk:             \"the file does not open\"",
        "the same, read anywhere:    \"the file does not open\"",
        "a writer without `finish`:  \"the file does not open\"",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn a_file_is_sealed_opened_and_refused_when_something_is_wrong() {
    told(&run(&[]), &expected(16 * 1024 * 1024));
    let folder = std::env::temp_dir().join(format!("seal-file-test-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("scan");
    for length in [0, 1, 16 * 1024, 100_000] {
        fs::write(&file, vec![7; length]).unwrap();
        told(&run(&[&file]), &expected(length));
        assert_eq!(fs::read(&file).unwrap(), vec![7; length], "the file itself is only read");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn bad_input_is_named_and_ends_with_two() {
    let nowhere = Path::new("there-is-no-such-file");
    for (arguments, says) in [
        (vec![nowhere], "the file cannot be sealed: entity not found"),
        (vec![Path::new(".")], "the file cannot be sealed: it is no regular file"),
        (vec![Path::new("--fast")], "seal_file [FILE]"),
        (vec![nowhere, nowhere], "seal_file [FILE]"),
    ] {
        let output = run(&arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(says), "{error}");
        assert!(!error.contains("no-such-file") && output.stdout.is_empty());
    }
}
