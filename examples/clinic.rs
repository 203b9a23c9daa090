//! A clinic in one program: a record comes in, is sealed and stored, is asked for, logged, and leaves de-identified.
//!
//! `cargo run --release --example clinic` on built-in, synthetic data, or with paths of HL7 v2 messages, FHIR R4 JSON or
//! clinical notes as arguments. Written the way a host application would be: the record and the policy are in
//! `clinic/record.rs`, the composition root is `clinic/host.rs`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

use std::{error::Error, fs, process::ExitCode};

use hipaa::{
    access::Relationship,
    deid::attestation::{ActualKnowledgeAttestation, Review},
    intake::IntakePatient,
    types::{
        Clock, Phi, Principal, Purpose, SystemClock, TenantId,
        gate::{Administration, Ask, Outcome},
    },
};

#[path = "clinic/host.rs"]
mod host;
#[path = "clinic/input.rs"]
mod input;
#[path = "clinic/page.rs"]
mod page;
#[path = "clinic/record.rs"]
mod record;
#[path = "clinic/store.rs"]
mod store;

use host::Clinic;
use page::Page;
use record::Patient;

type Failed = Box<dyn Error>;

fn main() -> ExitCode {
    let mut patients = Vec::new();
    let paths: Vec<_> = std::env::args_os().skip(1).collect();
    for (number, path) in (1..).zip(&paths) {
        match input::read(path) {
            Ok(intake) if intake.patients.is_empty() => println!("argument {number}: a valid file without a patient"),
            Ok(intake) => patients.extend(intake.patients),
            // The number says which, and nothing of the file or of its name is repeated.
            Err(refused) => {
                eprintln!("argument {number}: {refused}");
                return ExitCode::from(2);
            }
        }
    }
    let synthetic = paths.is_empty();
    if synthetic {
        patients = input::built_in();
    }
    if patients.is_empty() {
        println!("There is nobody to follow through the clinic: nothing was stored.");
        return ExitCode::SUCCESS;
    }
    match run(patients, synthetic) {
        Ok(name) => println!("\nWritten: {name}"),
        Err(error) => {
            eprintln!("the journey stopped: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Opens a clinic in a folder of its own, follows the patients through it, and clears up.
fn run(patients: Vec<IntakePatient>, synthetic: bool) -> Result<&'static str, Failed> {
    let folder = input::scratch_folder()?;
    let mut page = Page::default();
    let done = Clinic::open(&folder).and_then(|clinic| journey(&clinic, patients, synthetic, &mut page));
    fs::remove_dir_all(&folder)?;
    done?;
    page.write("clinic-report.html")?;
    Ok("clinic-report.html")
}

fn journey(clinic: &Clinic, patients: Vec<IntakePatient>, synthetic: bool, page: &mut Page) -> Result<(), Failed> {
    let (north, south) = (&clinic.tenant, TenantId::new("south-clinic")?);
    let clerk = clinic.sign_in(north, "c.clerk", "clerk")?;

    page.chapter("1. A patient is logged, and nothing of it shows");
    if let Some(patient) = patients.first() {
        page.say(format!(
            "{patient:?} {:?} {}",
            patient.name,
            patient.mrn.as_ref().map_or("no number".into(), ToString::to_string)
        ));
    }

    page.chapter("2. It is sealed and stored");
    let subjects = patients.into_iter().map(|patient| clinic.admit(&clerk, patient)).collect::<Result<Vec<_>, _>>()?;
    let subject = *subjects.first().ok_or("nobody came")?;
    let other = match subjects.get(1) {
        Some(other) => *other,
        None => clinic.admit(&clerk, input::spare())?,
    };
    let row = clinic.rows.of::<Patient>(subject)?.ok_or("the row is gone")?;
    let start: String = row.as_bytes().iter().take(40).map(|byte| format!("{byte:02x}")).collect();
    page.say(format!("{} row(s); the first is {} bytes and begins {start}…", subjects.len(), row.as_bytes().len()));

    page.chapter("3. Four people ask");
    let nurse = clinic.sign_in(north, "n.nurse", "nurse")?;
    let physician = clinic.sign_in(north, "p.physician", "physician")?;
    let biller = clinic.sign_in(north, "b.biller", "biller")?;
    let outsider = clinic.sign_in(&south, "p.physician", "physician")?;
    for treats in [&nurse, &physician] {
        clinic.register.relate(treats.actor().id(), subject, Relationship::Treating);
    }
    let mut before_the_last = 0;
    for (name, who, purpose) in [
        ("nurse", &nurse, Purpose::Treatment),
        ("physician", &physician, Purpose::Treatment),
        ("biller", &biller, Purpose::Payment),
        ("outsider", &outsider, Purpose::Treatment),
    ] {
        let decided = clinic.log.size()?;
        before_the_last = fs::metadata(clinic.folder.join("audit.log"))?.len();
        page.say(format!("The {name} asks:"));
        match clinic.gate.read_blocking(who, Ask::about(subject, purpose)) {
            Ok(grant) => clinic.reveal(grant, subject, page)?,
            Err(refused) => page.say(format!("\"{refused}\"")),
        }
        page.say(format!("log: {}", clinic.listed()?.get(usize::try_from(decided)?).ok_or("no entry")?));
    }

    page.chapter("4. The log is listed and verified");
    let (kept_elsewhere, lines) = (clinic.log.checkpoint()?, clinic.listed()?);
    lines.iter().skip(lines.len().saturating_sub(12)).for_each(|line| page.say(line));
    page.say(format!("as it is: {}", clinic.verify_copy(|_| (), Some(&kept_elsewhere))?));
    page.say(format!(
        "one byte changed: {}",
        clinic.verify_copy(
            |log| {
                let middle = log.len() / 2;
                log.iter_mut().skip(middle).take(1).for_each(|byte| *byte ^= 1);
            },
            None
        )?
    ));
    let cut = |log: &mut Vec<u8>| log.truncate(usize::try_from(before_the_last).unwrap_or_default());
    page.say(format!("the last entries cut off, by itself: {}", clinic.verify_copy(cut, None)?));
    page.say(format!(
        "the same against the checkpoint kept elsewhere: {}",
        clinic.verify_copy(cut, Some(&kept_elsewhere))?
    ));

    page.chapter("5. The physician breaks the glass for another patient");
    let refused = clinic
        .gate
        .read_blocking(&physician, Ask::<Patient>::about(other, Purpose::Treatment))
        .err()
        .ok_or("granted")?;
    page.say(format!("without a treatment relationship: \"{refused}\""));
    let reason = Phi::from("found unconscious, allergies needed at once");
    let emergency = clinic.gate.authorizer().break_glass(&physician, other, reason, SystemClock.now())?;
    let grant = clinic.gate.read_blocking(&emergency, Ask::about(other, Purpose::BreakGlass))?;
    page.say(format!("log: {}", clinic.listed()?.last().ok_or("no entry")?));
    clinic.reveal(grant, other, page)?;
    let review = clinic.gate.authorizer().open_reviews().pop().ok_or("no review is owed")?;
    let (end, due) = (review.until, review.due.date());
    let minutes = format!("{:02}:{:02} UTC", end.hour(), end.minute());
    page.say(format!(
        "the override of {} ends at {minutes}; its review is due {due}; the reason is sealed",
        review.actor
    ));

    page.chapter("6. The record leaves de-identified");
    let treating = clinic.gate.read_blocking(
        &physician,
        Ask::about(subject, Purpose::Treatment).only(Patient::NOTES | Patient::ZIP | Patient::BORN),
    )?;
    treating.reveal(&row, &*clinic.keys, |view| {
        page.show(format!("before: {}", serde_json::to_string(view).unwrap_or_default()))
    })?;
    treating.finish(Outcome::Completed).wait()?;
    let analyst = clinic.sign_in(north, "a.analyst", "analyst")?;
    let grant = clinic.gate.de_identify_blocking(&analyst, Ask::about(subject, Purpose::Operations))?;
    match grant.de_identify(&row, &*clinic.keys, &clinic.deid) {
        Err(refused) => page.say(format!("refused as a whole: {refused}")),
        Ok(candidate) => {
            candidate.show_for_review(|fields| fields.iter().for_each(|field| page.show(format!("after:  {field}"))));
            candidate.report().to_string().lines().for_each(|line| page.say(line));
            if synthetic {
                let (now, by) = (SystemClock.now(), "A. Reviewer (demonstration)");
                let words = "The data are synthetic; nobody can be identified from them.";
                let attestation = ActualKnowledgeAttestation::new(by, now, words)?;
                let released = candidate.reviewed(&Review::new(by, now)?).release(attestation)?;
                page.say(format!("released on the attestation of {}", released.attestation().who()));
            } else {
                page.say("a candidate: a person has to review it and to attest before it may leave");
            }
        }
    }
    grant.finish(Outcome::Completed).wait()?;

    page.chapter("7. The tenant key is rotated, and one subject is shredded");
    let custodian = clinic.sign_in(north, "k.custodian", "custodian")?;
    let sealed = clinic.rows.everything()?;
    let authority =
        clinic.gate.administer_blocking(&custodian, Administration::RotateKey, Phi::from("yearly rotation"))?;
    let rotation = clinic.keys.rotate(&authority)?;
    authority.finish(Outcome::Completed).wait()?;
    let same = if clinic.rows.everything()? == sealed { "no row was rewritten" } else { "ROWS CHANGED" };
    page.say(format!("tenant key version {}, {} data keys re-wrapped, {same}", rotation.version, rotation.rewrapped));
    let grant = clinic.gate.read_blocking(&physician, Ask::about(subject, Purpose::Treatment))?;
    page.say("everything still opens:");
    clinic.reveal(grant, subject, page)?;
    let act = Administration::ShredSubject(other);
    let authority = clinic.gate.administer_blocking(&custodian, act, Phi::from("retention period is over"))?;
    let destroyed = clinic.keys.shred(&authority, other)?;
    authority.finish(Outcome::Completed).wait()?;
    page.say(format!(
        "the other patient: {} key(s) destroyed; out of reach: {}",
        destroyed.keys,
        destroyed.out_of_reach.join("; ")
    ));
    let grant = clinic.gate.read_blocking(&emergency, Ask::about(other, Purpose::BreakGlass))?;
    let refused = clinic.reveal(grant, other, page).err().ok_or("it still opens")?;
    page.say(format!("its row: {refused}"));
    page.say(format!("the log: {}", clinic.verify_copy(|_| (), Some(&clinic.log.checkpoint()?))?));
    Ok(())
}
