//! The example as its users run it: what it says of bad input, and that its page holds nothing of a patient.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design, and it says what it ran"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The example is built with the tests, beside them.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().and_then(Path::parent).unwrap().join("examples/clinic");
    assert!(program.exists(), "`cargo test` builds the example first; a single test target does not");
    program
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("clinic-test-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, arguments: &[&Path]) -> Output {
        Command::new(program()).args(arguments).current_dir(&self.0).output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn bad_input_names_the_argument_and_nothing_of_it() {
    let folder = Folder::new("bad");
    let good = folder.file("good.txt", b"Seen for a cough.");
    let canary = "Zyzzyva";
    let cases = [
        (folder.file("cut.json", br#"{"resourceType":"Bundle","entry":[{"name":"Zyzzyva"#), "the JSON ends too early"),
        (folder.file("binary", b"\x00\x01Zyzzyva\xff"), "not text"),
        (folder.file("empty", b""), "the file is empty"),
        (folder.file("cut.hl7", b"MSH|^~\\&|Zyzzyva"), "ends before its message type"),
        (folder.file("odd.json", br#"{"Zyzzyva": 1}"#), "no FHIR resource"),
        (folder.0.join("Zyzzyva.hl7"), "cannot be read: entity not found"),
        (folder.0.clone(), "cannot be read: is a directory"),
    ];
    for (path, says) in &cases {
        let output = folder.run(&[&good, path]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.starts_with("argument 2: ") && error.contains(says), "{error}");
        assert!(!error.contains(canary) && !String::from_utf8(output.stdout).unwrap().contains(canary));
    }
}

#[test]
fn a_valid_file_without_a_patient_is_no_error() {
    let folder = Folder::new("nobody");
    let ack = folder.file("ack.hl7", b"MSH|^~\\&|LAB|A|EHR|B|20260301||ACK|1|T|2.5.1\rMSA|AA|1\r");
    let organisation = folder.file("o.json", br#"{"resourceType":"Organization","name":"North"}"#);
    let output = folder.run(&[&ack, &organisation]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        told.contains("argument 1: a valid file without a patient") && told.contains("argument 2: a valid"),
        "{told}"
    );
    assert!(!folder.0.join("clinic-report.html").exists());
}

#[test]
fn the_whole_journey_and_a_page_without_values() {
    let folder = Folder::new("whole");
    let output = folder.run(&[]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    for expected in [
        "[IntakePatient] Some([PersonName])",
        "permitted by `nurse-care`",
        "permitted by `physician-care`",
        "permitted by `billing`",
        "denied, other-tenant",
        "one byte changed: entry",
        "its end was cut off",
        "permitted by `emergency-override`",
        "(R) other identifying codes",
        "no row was rewritten",
        "its row: the row does not open",
        "Written: clinic-report.html",
    ] {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
    let page = fs::read_to_string(folder.0.join("clinic-report.html")).unwrap();
    for value in
        ["Testpatient", "MRN-000", "900-12-3456", "1931", "Greensboro", "27401", "555-01", "example.org/p", "Sample"]
    {
        assert!(told.contains(value), "the terminal shows what was granted: {value}");
        assert!(!page.contains(value), "{value} is on the page");
    }
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
}

#[test]
fn real_messages_where_they_are_to_be_had() {
    let Some(shared) = std::env::var_os("PHI_SHARED").map(PathBuf::from) else {
        println!("skipped: PHI_SHARED is not set");
        return;
    };
    let folder = Folder::new("real");
    for corpus in ["hl7v2", "fhir-synthea", "fhir-examples"] {
        let mut files: Vec<_> = fs::read_dir(shared.join("corpora").join(corpus))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "hl7" || end == "json"))
            .filter(|path| path.file_stem().is_none_or(|stem| stem != "package"))
            .collect();
        files.sort();
        let output = folder.run(&[&files[0]]);
        println!("{corpus}: exit {:?}, {} bytes told", output.status.code(), output.stdout.len());
        assert_eq!(output.status.code(), Some(0), "{corpus}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
