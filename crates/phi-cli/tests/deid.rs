//! The command as its users meet it.
#![allow(clippy::unwrap_used, reason = "a failed test is a panic by design")]

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

fn phi(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_phi"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap()
}

#[test]
fn text_goes_through() {
    let done = phi(&["deid"], b"Dr. Testcase called 212-555-0142.\n");
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(0), "Dr. [NAME-1] called [PHONE-1].\n"));
    assert!(done.stderr.is_empty());
}

#[test]
fn the_exit_tells_whether_anything_was_found() {
    assert_eq!(phi(&["deid", "--fail-if-found"], b"BP 120/80").status.code(), Some(0));
    assert_eq!(phi(&["deid", "--fail-if-found"], b"SSN 900-12-3456").status.code(), Some(1));
    assert_eq!(phi(&["deid", "--nonsense"], b"").status.code(), Some(2));
}

#[test]
fn an_id_is_answered_as_it_came() {
    let ids = ["12345678901234567890123", "1.50e3", "\"a\\u0041\"", "{\"a\": [1.0]}", "null"];
    let lines: String = ids.iter().map(|id| format!("{{\"id\": {id}, \"text\": \"fine\"}}\n")).collect();
    let done = phi(&["deid", "--format", "ndjson", "--spans"], lines.as_bytes());
    let expected: String = ids.iter().map(|id| format!("{{\"id\":{id},\"spans\":[],\"text\":\"fine\"}}\n")).collect();
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(0), expected.as_str()));
}

#[test]
fn ndjson_keeps_the_order_and_says_where() {
    let mut input = Vec::new();
    for at in 0..500 {
        input.extend_from_slice(format!("{{\"id\": {at}, \"text\": \"call 212-555-0142\"}}\n").as_bytes());
    }
    for jobs in ["1", "4"] {
        let done = phi(&["deid", "--format", "ndjson", "--spans", "--jobs", jobs], &input);
        assert_eq!(done.status.code(), Some(0));
        for (at, line) in text(&done.stdout).lines().enumerate() {
            let answer: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(answer["id"], at);
            assert_eq!(answer["text"], "call [PHONE-1]");
            assert_eq!((&answer["spans"][0]["start"], &answer["spans"][0]["end"]), (&5.into(), &17.into()));
        }
        assert_eq!(text(&done.stdout).lines().count(), 500);
    }
}

#[test]
fn a_refused_document_stops_no_other_and_shows_no_value() {
    let input =
        b"{\"id\": \"a\", \"text\": \"Testcase\\u0000\"}\nTestcase{\n{\"id\": \"b\", \"text\": \"well\"}\n\xff\n";
    let done = phi(&["deid", "--format", "ndjson"], input);
    assert_eq!(done.status.code(), Some(2));
    let lines: Vec<serde_json::Value> =
        text(&done.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["id"], "a");
    assert!(
        lines[0].get("text").is_none() && lines[0]["error"].is_string() && lines[0]["spans"] == serde_json::json!([])
    );
    assert_eq!((&lines[2]["id"], &lines[2]["text"]), (&"b".into(), &"well".into()));
    let errors = text(&done.stderr);
    assert!(
        errors.contains("line 1, column 9")
            && errors.contains("line 2, column 1")
            && errors.contains("line 4, column 1")
    );
    assert!(!errors.contains("Testcase") && !text(&done.stdout).contains("Testcase"));
}

#[test]
fn csv_scans_the_columns_that_were_chosen() {
    let input = b"id,note,code\n1,\"Dr. Testcase, called\",Dr. Testcase\n";
    let done = phi(&["deid", "--format", "csv", "--columns", "note"], input);
    assert_eq!(text(&done.stdout), "id,note,code\n1,\"Dr. [NAME-1], called\",Dr. Testcase\n");
    let missing = phi(&["deid", "--format", "csv", "--columns", "none"], input);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn bytes_are_refused() {
    let done = phi(&["deid"], b"Dr. Testcase\n\xff\xfe");
    assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0));
    assert!(text(&done.stderr).contains("line 2, column 1"));
}

#[test]
fn a_limited_data_set_keeps_dates_and_towns() {
    let note = b"Dr. Testcase, 12 Sample Street, Northfield, MN 55057, 3/4/2019, 212-555-0142\n";
    let done = phi(&["deid", "--profile", "limited-data-set"], note);
    assert_eq!(text(&done.stdout), "Dr. [NAME-1], [LOCATION-1], Northfield, MN 55057, 3/4/2019, [PHONE-1]\n");
}

#[test]
fn postures_are_taken() {
    let note = b"Patient with qqxzzk took aspirin 81 mg.\n";
    assert_eq!(text(&phi(&["deid", "--posture", "balanced"], note).stdout).as_bytes(), note);
    let recall = phi(&["deid", "--posture", "recall"], note);
    assert_eq!(text(&recall.stdout), "Patient with [NAME-1] took aspirin 81 mg.\n");
    let block = phi(&["deid", "--posture", "block"], note);
    assert_eq!((block.status.code(), block.stdout.len()), (Some(2), 0));
}

#[test]
fn the_report_digests_input_and_output_under_a_key() {
    let folder = std::env::temp_dir().join(format!("phi-report-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (key, report) = (folder.join("key"), folder.join("report.json"));
    let run = |bytes: &[u8], input: &[u8]| -> serde_json::Value {
        std::fs::write(&key, bytes).unwrap();
        let arguments = ["deid", "--digest-key", key.to_str().unwrap(), "--report", report.to_str().unwrap()];
        assert_eq!(phi(&arguments, input).status.code(), Some(0));
        serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap()
    };
    let first = run(&[7; 32], b"Dr. Testcase called.");
    assert_eq!((&first["posture"], &first["released"]), (&"balanced".into(), &false.into()));
    assert_eq!(first["digests"], run(&[7; 32], b"Dr. Testcase called.")["digests"]);
    assert_eq!(first["digests"]["output"], run(&[7; 32], b"Dr. Example called.")["digests"]["output"]);
    assert_ne!(first["digests"]["input"], run(&[7; 32], b"Dr. Example called.")["digests"]["input"]);
    assert_ne!(first["digests"]["input"], run(&[8; 32], b"Dr. Testcase called.")["digests"]["input"]);
    assert!(!first.to_string().contains("Testcase"));
    std::fs::write(&key, b"short").unwrap();
    let refused = phi(&["deid", "--digest-key", key.to_str().unwrap(), "--report", report.to_str().unwrap()], b"x");
    assert_eq!(refused.status.code(), Some(2));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_file_too_long_for_memory_is_read_twice_and_a_pipe_is_refused() {
    // Forty megabytes of numbers take minutes in a build without optimisation; lines that hold none are quick.
    if std::env::var_os("PHI_LONG").is_none() {
        eprintln!("skipped: set PHI_LONG to run it");
        return;
    }
    let path = std::env::temp_dir().join(format!("phi-long-{}", std::process::id()));
    let mut text = "the wound is dry and clean and heals.\n\n".repeat((65 << 20) / 39);
    text.push_str("Patient: Testcase, Ana\n");
    std::fs::write(&path, &text).unwrap();
    let done = phi(&["deid", path.to_str().unwrap()], b"");
    assert_eq!(done.status.code(), Some(0));
    assert!(done.stdout.ends_with(b"heals.\n\nPatient: [NAME-1]\n"));
    let refused = phi(&["deid"], text.as_bytes());
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn nothing_is_written_onto_what_is_read_and_a_failed_run_leaves_the_output_as_it_was() {
    let folder = std::env::temp_dir().join(format!("phi-onto-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (note, known, link, out) = (at("note"), at("known"), at("link"), at("out"));
    let (text, values) = ("Dr. Testcase called.\n", "NAME\tTestcase\n");
    std::fs::write(&note, text).unwrap();
    std::fs::write(&known, values).unwrap();
    std::fs::hard_link(&note, &link).unwrap();
    for line in [
        vec!["deid", "-o", &note, &note],
        vec!["deid", "-o", &link, &note],
        vec!["deid", "--report", &note, &note],
        vec!["deid", "--known", &known, "-o", &known, &note],
        vec!["deid", "-o", &out, "--report", &out, &note],
    ] {
        assert_eq!(phi(&line, b"").status.code(), Some(2), "{line:?}");
        assert_eq!(std::fs::read_to_string(&note).unwrap(), text);
        assert_eq!(std::fs::read_to_string(&known).unwrap(), values);
        assert!(!folder.join("out").exists());
    }
    std::fs::write(&out, "as it was").unwrap();
    assert_eq!(phi(&["deid", "-o", &out, &note, &at("missing")], b"").status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "as it was");
    assert_eq!(phi(&["deid", "-o", &out, &note], b"").status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "Dr. [NAME-1] called.\n");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 4);
    #[cfg(unix)]
    assert_eq!(phi(&["deid", "-o", "/dev/stdout", &note], b"").stdout, b"Dr. [NAME-1] called.\n");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_cell_is_read_behind_its_columns_name_and_with_the_names_of_its_row() {
    let input = b"ssn,name,note\n900123456,Zebulon Testcase,Testcase came in with a cough\n";
    let done = phi(&["deid", "--format", "csv"], input);
    assert_eq!(done.status.code(), Some(0));
    let out = text(&done.stdout);
    assert!(out.starts_with("ssn,name,note\n") && out.contains("came in with a cough"), "{out}");
    assert!(!out.contains("900123456") && !out.contains("Testcase"), "{out}");
}

#[test]
fn columns_of_one_name_and_cells_beyond_the_header_are_scanned() {
    let input = b"a,a,b\nx,Dr. Testcase,y,Dr. Testcase\n";
    let done = phi(&["deid", "--format", "csv", "--columns", "a"], input);
    assert_eq!(text(&done.stdout), "a,a,b\nx,Dr. [NAME-1],y,Dr. [NAME-1]\n");
}

#[test]
fn tables_of_different_headers_are_refused_together() {
    let at = |name: &str| std::env::temp_dir().join(format!("phi-{name}-{}", std::process::id()));
    let (one, other) = (at("one"), at("other"));
    std::fs::write(&one, "a,b\n1,2\n").unwrap();
    std::fs::write(&other, "b,a\n1,2\n").unwrap();
    let run = |second: &std::path::Path| {
        phi(&["deid", "--format", "csv", one.to_str().unwrap(), second.to_str().unwrap()], b"").status.code()
    };
    assert_eq!((run(&other), run(&one)), (Some(2), Some(0)));
    std::fs::remove_file(&one).unwrap();
    std::fs::remove_file(&other).unwrap();
}

#[test]
fn of_several_inputs_an_error_says_which() {
    let at = |name: &str| std::env::temp_dir().join(format!("phi-which-{name}-{}", std::process::id()));
    let (good, bad, table) = (at("good"), at("bad"), at("table"));
    std::fs::write(&good, "a,b\n1,2\n").unwrap();
    std::fs::write(&bad, b"ok\n\xff").unwrap();
    std::fs::write(&table, "b,a\n1,2\n").unwrap();
    let run = |line: &[&str], files: &[&std::path::Path]| {
        let files = files.iter().map(|file| file.to_str().unwrap());
        let line: Vec<&str> = ["deid"].into_iter().chain(line.iter().copied()).chain(files).collect();
        let done = phi(&line, b"");
        assert_eq!(done.status.code(), Some(2), "{line:?}");
        text(&done.stderr).to_owned()
    };
    assert_eq!(run(&[], &[&good, &bad]), "phi: input 2, line 2, column 1: the text is not UTF-8\n");
    assert_eq!(run(&[], &[&bad]), "phi: line 2, column 1: the text is not UTF-8\n");
    let csv = ["--format", "csv"];
    assert_eq!(run(&csv, &[&good, &good, &table]), "phi: input 3: the tables have different headers\n");
    for file in [good, bad, table] {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn a_dash_is_standard_input() {
    let file = std::env::temp_dir().join(format!("phi-dash-{}", std::process::id()));
    std::fs::write(&file, "Mr. Example came.\n").unwrap();
    let done = phi(&["deid", file.to_str().unwrap(), "-"], b"Dr. Testcase called.\n");
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(0), "Mr. [NAME-1] came.\nDr. [NAME-1] called.\n"));
    std::fs::remove_file(file).unwrap();
}

#[test]
fn of_an_empty_table_comes_nothing() {
    let done = phi(&["deid", "--format", "csv"], b"");
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(0), ""));
}
