//! From a declaration to a view with nothing but `hipaa` in the manifest.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may panic like the test itself")]

mod toys;

use hipaa::types::{
    Choice, City, Mrn, OsEntropy, PersonName, Phi, PhiChoice, PhiGroup, PhiRecord, Purpose, RecordId, SubjectId,
    SystemClock, Text,
    gate::{Ask, Gate, GateSeed, GrantError, Outcome, Refused},
    record::FieldSet,
};

use toys::{Clerk, Journal, Masked, Permits};

#[derive(Clone, Copy, Debug, PartialEq, PhiChoice)]
enum Arrival {
    #[phi(code = "ambulance")]
    Ambulance,
}

#[derive(PhiGroup)]
struct Home {
    #[phi(city)]
    city: City,
}

#[derive(PhiGroup)]
#[phi(demographic)]
enum Payer {
    #[phi(code = "other")]
    Other(#[phi(free_text)] Phi<Text>),
}

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(name)]
    name: PersonName,
    #[phi(clinical, label = "HIV", pad)]
    serology: Option<Phi<Text>>,
    #[phi(free_text)]
    note: Phi<Text>,
    #[phi(not_phi = "optimistic-lock counter")]
    revision: u64,
    #[phi(clinical, pad)]
    arrival: Choice<Arrival>,
    #[phi(group)]
    home: Home,
    #[phi(group)]
    payer: Payer,
}

fn visit(subject: SubjectId) -> Visit {
    Visit {
        subject,
        mrn: Mrn::parse("MRN-000-17").unwrap(),
        name: PersonName::parse("Testpatient, Ana").unwrap(),
        serology: None,
        note: Phi::from("slipped on ice"),
        revision: 3,
        arrival: Choice::new(Arrival::Ambulance),
        home: Home { city: City::parse("Exampleton").unwrap() },
        payer: Payer::Other(Phi::from("a cousin")),
    }
}

#[test]
fn a_record_is_sealed_shown_and_amended() {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let (keys, journal) = (Masked(seed.brand()), Journal::default());
    let gate = Gate::new(seed, Permits::all(), journal.clone(), SystemClock);
    let (clerk, subject) = (Clerk::new("n.nurse"), SubjectId::random(&OsEntropy).unwrap());
    let ask = || Ask::<Visit>::about(subject, Purpose::Treatment);

    let writes = gate.create_blocking(&clerk, ask()).unwrap();
    let row = writes.seal(&visit(subject), RecordId::random(&OsEntropy).unwrap(), 1, &keys).unwrap();
    writes.finish(Outcome::Completed).wait().unwrap();
    assert!(!row.as_bytes().windows(4).any(|part| part == b"Test"), "what is stored is not the text");

    let reads = gate.read_blocking(&clerk, ask().only(FieldSet::ALL.without(Visit::MRN))).unwrap();
    reads
        .reveal(&row, &keys, |view| {
            let VisitView { subject: about, mrn, name, serology, note, revision, arrival, home, payer } = view;
            assert!(*about == subject && mrn.is_withheld());
            assert_eq!((name.granted(), note.granted()), (Some("Testpatient, Ana"), Some("slipped on ice")));
            assert_eq!((serology.granted(), serology.is_withheld(), revision.granted()), (None, false, Some(3)));
            assert_eq!((arrival.chosen(), home.city.granted()), (Some(Arrival::Ambulance), Some("Exampleton")));
            assert_eq!((payer.variant.chosen(), payer.other.granted()), (Some(PayerVariant::Other), Some("a cousin")));
        })
        .unwrap();

    let changes = gate.update_blocking(&clerk, ask().only(Visit::NOTE)).unwrap();
    let patch = VisitPatch { note: Some(Phi::from("well again")), ..VisitPatch::default() };
    let amended = changes.amend(&row, &patch, &keys).unwrap();
    assert_eq!(amended.version(), 2);
    let note = reads.reveal(&amended, &keys, |view| view.note.granted().map(str::to_owned)).unwrap();
    assert_eq!(note.as_deref(), Some("well again"));

    reads.finish(Outcome::Completed).wait().unwrap();
    drop(changes);
    assert_eq!(
        journal.lines(),
        [
            "create permitted: mrn name serology note revision arrival home.city payer.variant payer.other",
            "create completed",
            "read permitted: name serology note revision arrival home.city payer.variant payer.other",
            "update permitted: note",
            "read completed",
            "update unknown",
        ]
    );
}

#[test]
fn a_denied_request_is_on_record_and_a_foreign_keyring_opens_nothing() {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let journal = Journal::default();
    let gate = Gate::new(seed, Permits::only("read"), journal.clone(), SystemClock);
    let (clerk, subject) = (Clerk::new("b.billing"), SubjectId::random(&OsEntropy).unwrap());
    let ask = || Ask::<Visit>::about(subject, Purpose::Payment);
    assert_eq!(gate.create_blocking(&clerk, ask()).unwrap_err(), Refused::NotPermitted);

    let elsewhere = Masked(GateSeed::generate(&OsEntropy).unwrap().brand());
    let row = hipaa::types::record::SealedRecord::from_stored(subject, RecordId::from_bytes([3; 16]), 1, Vec::new());
    let reads = gate.read_blocking(&clerk, ask()).unwrap();
    assert_eq!(reads.reveal(&row, &elsewhere, |_| ()), Err(GrantError::ForeignGate));
    assert_eq!(journal.lines()[0], "create denied: no-rule");
}

#[test]
fn the_view_serialises_without_a_serde_of_the_hosts_own() {
    fn serialises<T: hipaa::types::record::serde::Serialize>() {}
    serialises::<VisitView>();
    assert_eq!(Visit::SCHEMA.name, "Visit");
}
