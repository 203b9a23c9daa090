//! The test kit: files of format 1, valid and malformed, that must open or be refused in the same way for ever.
//!
//! `testkit/*.txt` was written once. The test reads every file and does what it says. A file that does not do what it says any more is a
//! format that was broken: mend the code, never the file. New cases are added beside the old ones by the test
//! `write_what_is_missing` with `PHI_WRITE_TESTKIT=1`, which leaves existing files alone. `testkit/README.md` says what a file looks like.

mod case;
mod cases;
mod files;
mod world;

use std::{collections::BTreeMap, fs, path::PathBuf};

use case::{Case, Kind};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testkit")
}

fn files() -> BTreeMap<String, Case> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            all.insert(name, Case::read(&fs::read_to_string(&path).unwrap()));
        }
    }
    all
}

#[test]
fn every_file_opens_or_is_refused_as_it_says() {
    let files = files();
    for (name, case) in &files {
        assert_eq!(world::open(case), case.expected(), "{name}: {}", case.says());
    }
    let count = |kind: Kind, opens: bool| {
        files.values().filter(|case| case.kind == kind && case.expected().is_some() == opens).count()
    };
    for kind in [Kind::Value, Kind::Row, Kind::Note, Kind::Text, Kind::File] {
        println!("test kit, {kind:?}: {} open, {} are refused", count(kind, true), count(kind, false));
        assert!(count(kind, true) > 0 && count(kind, false) > 0);
    }
    assert!(files.len() >= 120, "{}", files.len());
}

#[test]
fn the_kit_holds_every_case_that_the_generator_knows() {
    let files = files();
    for (name, _) in cases::all() {
        assert!(files.contains_key(&name), "{name} is missing: see the head of this file");
    }
}

#[test]
fn write_what_is_missing() {
    if std::env::var_os("PHI_WRITE_TESTKIT").is_none() {
        return;
    }
    for (name, case) in cases::all() {
        let path = folder().join(format!("{name}.txt"));
        if !path.exists() {
            fs::write(path, case.write()).unwrap();
        }
    }
}
