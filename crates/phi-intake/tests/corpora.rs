//! Every file of the public test corpora, where they are at hand: set `PHI_SHARED` to the folder that holds `corpora`.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "the figures are what this test is run for")]

use std::{fs, path::PathBuf};

use phi_intake::{IntakeError, IntakePatient, read};

/// What reading a folder gave.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    files: usize,
    patients: usize,
    refusals: usize,
    unattached: usize,
}

/// The files of a corpus with their names, or `None` if the corpora are not here.
fn corpus(name: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let Some(shared) = std::env::var_os("PHI_SHARED").map(PathBuf::from) else {
        println!("skipped: PHI_SHARED is not set");
        return None;
    };
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(shared.join("corpora").join(name))
        .ok()?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            // Licences and manifests are no data.
            if name == "LICENSE" || name == "package.json" { None } else { Some((name, fs::read(&path).ok()?)) }
        })
        .collect();
    files.sort();
    Some(files)
}

fn count(name: &str, mut each: impl FnMut(&str, &[u8], &Result<Vec<IntakePatient>, IntakeError>)) -> Option<Count> {
    let mut count = Count::default();
    for (file, bytes) in corpus(name)? {
        count.files += 1;
        let read = read(&bytes).map(|intake| {
            count.unattached += intake.unattached;
            intake.patients
        });
        match &read {
            Ok(patients) => count.patients += patients.len(),
            Err(error) => {
                count.refusals += 1;
                println!("  {file}: {error}");
            }
        }
        each(&file, &bytes, &read);
    }
    println!("{name}: {count:?}");
    Some(count)
}

#[test]
fn hl7v2() {
    let mut without = 0;
    let Some(count) = count("hl7v2", |file, bytes, read| {
        let malformed = ["msh_present_but_missing_all_fields.hl7", "msh_present_but_missing_msh-2.hl7"].contains(&file);
        assert_eq!(read.is_err(), malformed, "{file}");
        if let Ok(patients) = read {
            let groups =
                String::from_utf8_lossy(bytes).split(['\r', '\n']).filter(|line| line.starts_with("PID|")).count();
            assert_eq!(patients.len(), groups, "{file}");
            // Some senders type every number with a code of their own.
            let numbered = |patient: &IntakePatient| patient.mrn.is_some() || !patient.other_ids.is_empty();
            assert!(patients.iter().all(|patient| patient.name.is_some() && numbered(patient)), "{file}");
            without += patients.iter().filter(|patient| patient.mrn.is_none()).count();
        }
    }) else {
        return;
    };
    println!("hl7v2: {without} patients without a medical record number");
    assert!(count.files > 60 && count.patients > 60);
}

#[test]
fn fhir_synthea() {
    let Some(count) = count("fhir-synthea", |file, _, read| {
        let patients = read.as_ref().ok().filter(|patients| !patients.is_empty());
        let Some(patients) = patients else { panic!("{file}: no patient") };
        for patient in patients {
            assert!(patient.name.is_some() && patient.mrn.is_some() && patient.zip.is_some(), "{file}");
            assert!(patient.ssn.is_some() && patient.born.as_ref().is_some_and(|born| born.is_well_formed()), "{file}");
            assert!(!patient.findings.is_empty() && !patient.notes.is_empty(), "{file}");
        }
    }) else {
        return;
    };
    assert!(count.files > 0 && count.patients == count.files && count.unattached == 0);
}

#[test]
fn fhir_examples() {
    let Some(count) = count("fhir-examples", |file, _, read| {
        if file.starts_with("Patient-") {
            assert_eq!(read.as_ref().map(Vec::len), Ok(1), "{file}");
        }
    }) else {
        return;
    };
    assert_eq!(count.refusals, 0);
}

/// Not parsed, but text all the same: one note each.
#[test]
fn other_text() {
    for corpus in ["x12", "ccda"] {
        let Some(count) = count(corpus, |_, _, _| {}) else { return };
        assert_eq!(count.patients + count.refusals, count.files);
    }
}
