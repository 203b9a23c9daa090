//! The cases that were written into the kit. Deterministic, save that it never matters: files that are there stay as they are.

use alloc::sync::Arc;

use phi_types::{Mrn, PersonName, Phi, Purpose, RecordId, SubjectId, TenantId, gate::Ask, port::NoteSealer};
use phi_types::{gate::Administration, record::SealedRecord};

use super::{
    case::{Case, Kind},
    files,
    world::{Keys, Patient, Who, gate},
};
use crate::{
    key::{DataKey, KeyMaterial},
    sealed::{Sealed, ValueContext, ValueKey},
    suite::Suite,
    text,
};

pub(super) const KEY: [u8; 32] = [0x11; 32];
pub(super) const RECORD: [u8; 16] = [0x22; 16];
pub(super) const SUBJECT: [u8; 16] = [0x33; 16];

struct Fixed([u8; 24]);

impl phi_types::Entropy for Fixed {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), phi_types::EntropyUnavailable> {
        buffer.copy_from_slice(&self.0);
        Ok(())
    }
}

/// All cases by the name of their file.
pub(super) fn all() -> Vec<(String, Case)> {
    let mut all = Vec::new();
    for suite in Suite::ALL {
        let name = |form: &str, what: &str| format!("{form}-suite{}-{what}", suite.byte());
        all.extend(values(suite).into_iter().map(|(what, case)| (name("value", &what), case)));
        all.extend(rows(suite).into_iter().map(|(what, case)| (name("row", &what), case)));
        all.extend(notes(suite).into_iter().map(|(what, case)| (name("note", &what), case)));
    }
    all.extend(texts().into_iter().map(|(what, case)| (format!("text-{what}"), case)));
    all.extend(files::all().into_iter().map(|(what, case)| (format!("file-{what}"), case)));
    all
}

fn value(suite: Suite, plaintext: &[u8], nonce: u8) -> (Case, Vec<u8>) {
    let tenant = TenantId::new("north").unwrap();
    let context = ValueContext::new(&tenant, "Patient", RecordId::from_bytes(RECORD), "note", 1);
    let key = ValueKey::new(&KeyMaterial::from_bytes(&KEY)).unwrap().with_suite(suite);
    let sealed: Sealed<str> = key.seal(&context.sealing(), plaintext, &Fixed([nonce; 24])).unwrap();
    let case = Case::new(Kind::Value, "opens")
        .bytes("key", &KEY)
        .with("tenant", "north")
        .with("record-type", "Patient")
        .bytes("record", &RECORD)
        .with("field", "note")
        .with("schema-version", "1")
        .bytes("sealed", sealed.as_bytes())
        .opens(plaintext);
    (case, sealed.into_bytes())
}

/// What is done to the bytes of any form of one message.
fn damages(sealed: &[u8], suite: Suite) -> Vec<(String, &'static str, Vec<u8>)> {
    let set = |at: usize, byte: u8| {
        let mut bytes = sealed.to_vec();
        bytes[at] = byte;
        bytes
    };
    let flip = |at: usize| set(at, sealed[at] ^ 0x80);
    let last = sealed.len() - 1;
    let mut all = vec![
        ("version-0".to_owned(), "an unknown version", set(0, 0)),
        ("version-2".to_owned(), "a version of the future", set(0, 2)),
        ("suite-0".to_owned(), "an unknown suite", set(1, 0)),
        ("suite-5".to_owned(), "an unknown suite", set(1, 5)),
        ("flags-3".to_owned(), "an unknown form", set(2, 3)),
        ("flags-high".to_owned(), "a flag that nobody knows", flip(2)),
        ("key-id".to_owned(), "another key is named", flip(3)),
        ("nonce-first".to_owned(), "another nonce", flip(35)),
        ("nonce-last".to_owned(), "another nonce", flip(58)),
        ("body-first".to_owned(), "the first byte behind the header is another", flip(59)),
        ("tag-last".to_owned(), "the last byte of the tag is another", flip(last)),
        ("cut-1".to_owned(), "the last byte is missing", sealed[..last].to_vec()),
        ("cut-header".to_owned(), "nothing but a header", sealed[..59].to_vec()),
        ("cut-in-header".to_owned(), "not even a header", sealed[..20].to_vec()),
        ("empty".to_owned(), "nothing", Vec::new()),
        ("more".to_owned(), "a byte rides along", [sealed, &[0]].concat()),
    ];
    for other in Suite::ALL.into_iter().filter(|other| *other != suite) {
        all.push((format!("as-suite{}", other.byte()), "another suite is named", set(1, other.byte())));
    }
    all
}

fn values(suite: Suite) -> Vec<(String, Case)> {
    let mut all = Vec::new();
    for length in [0, 1, 16, 64, 300] {
        let plaintext: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        all.push((format!("opens-{length}"), value(suite, &plaintext, 1).0));
    }
    let (good, sealed) = value(suite, b"latex, bee stings", 2);
    for (name, says, bytes) in damages(&sealed, suite) {
        all.push((name, good.clone().refused(says).bytes("sealed", &bytes)));
    }
    all.push(("as-note".into(), good.clone().refused("a note is no value").bytes("sealed", &with(&sealed, 2, 0))));
    for (line, other) in [
        ("tenant", "south"),
        ("record-type", "Relative"),
        ("record", "22222222222222222222222222222223"),
        ("field", "name"),
        ("schema-version", "2"),
    ] {
        all.push((format!("other-{line}"), good.clone().refused("moved elsewhere").with(line, other)));
    }
    all.push(("other-key".into(), good.clone().refused("another key").bytes("key", &[0x12; 32])));
    let (_, second) = value(suite, b"pollen, bee sting", 3);
    let joined = [&sealed[..59], &second[59..]].concat();
    all.push(("joined".into(), good.refused("the header of one, the body of another").bytes("sealed", &joined)));
    all
}

fn with(sealed: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut bytes = sealed.to_vec();
    bytes[at] = byte;
    bytes
}

/// Where the parts of the kit's rows begin.
const SCHEMA: usize = 59;
const VERSION: usize = 61;
const LABELS: usize = 69;
const COUNT: usize = 73;
const FIELDS: usize = 74;

fn keys(suite: Suite, nonce: u8, brand: phi_types::gate::Brand) -> Keys {
    let key = Arc::new(DataKey::new(&KeyMaterial::from_bytes(&KEY)).unwrap());
    Keys { brand, key, suite, nonce: [nonce; 24] }
}

fn row(suite: Suite, note: Option<&str>, version: u64, nonce: u8) -> (Case, Vec<u8>) {
    let (gate, brand) = gate();
    let subject = SubjectId::from_bytes(SUBJECT);
    let patient = Patient {
        subject,
        name: PersonName::parse("Testpatient, Ana").unwrap(),
        mrn: Mrn::parse("MRN-000-17").unwrap(),
        allergies: vec![Phi::from("latex"), Phi::from("bees")],
        note: note.map(Phi::from),
    };
    let grant = gate.create_blocking(&Who::of("north"), Ask::about(subject, Purpose::Treatment)).unwrap();
    let row: SealedRecord<Patient> =
        grant.seal(&patient, RecordId::from_bytes(RECORD), version, &keys(suite, nonce, brand)).unwrap();
    let plaintext = format!("Testpatient, Ana|MRN-000-17|latex,bees|{}", note.unwrap_or("-"));
    let case = Case::new(Kind::Row, "opens")
        .bytes("key", &KEY)
        .with("tenant", "north")
        .bytes("subject", &SUBJECT)
        .bytes("record", &RECORD)
        .with("row-version", version.to_string())
        .bytes("sealed", row.as_bytes())
        .opens(plaintext.as_bytes());
    (case, row.as_bytes().to_vec())
}

fn rows(suite: Suite) -> Vec<(String, Case)> {
    let mut all = vec![
        ("opens".to_owned(), row(suite, Some("seen"), 1, 4).0),
        ("opens-absent".to_owned(), row(suite, None, 1, 5).0),
        ("opens-version-7".to_owned(), row(suite, Some("seen"), 7, 6).0),
    ];
    let (good, sealed) = row(suite, Some("seen"), 2, 7);
    let mut refuse = |name: &str, says: &str, bytes: &[u8]| {
        all.push((name.to_owned(), good.clone().refused(says).bytes("sealed", bytes)));
    };
    let entry = |at: usize| sealed[FIELDS + 8 * at..FIELDS + 8 * at + 8].to_vec();
    let length = |at: usize| u32::from_be_bytes(entry(at)[4..].try_into().unwrap()) as usize;
    let cell = |at: usize| {
        let from = FIELDS + 32 + suite.commitment() + (0..at).map(length).sum::<usize>();
        sealed[from..from + length(at)].to_vec()
    };
    let start = &sealed[..COUNT];
    let commitment = &sealed[FIELDS + 32..FIELDS + 32 + suite.commitment()];
    let build = |order: &[usize]| {
        let mut bytes = start.to_vec();
        bytes.push(u8::try_from(order.len()).unwrap());
        order.iter().for_each(|at| bytes.extend(entry(*at)));
        bytes.extend_from_slice(commitment);
        order.iter().for_each(|at| bytes.extend(cell(*at)));
        bytes
    };
    assert_eq!(build(&[0, 1, 2, 3]), sealed, "the kit knows the layout");
    for (name, says, bytes) in damages(&sealed, suite).into_iter().filter(|(name, ..)| !name.starts_with("body")) {
        refuse(&name, says, &bytes);
    }
    refuse("schema-newer", "sealed by a newer declaration", &with(&sealed, SCHEMA, 9));
    refuse("version-changed", "another row version", &with(&sealed, VERSION + 7, 3));
    refuse("labels", "other labels", &with(&sealed, LABELS, 0x40));
    refuse("reordered", "fields out of order", &build(&[1, 0, 2, 3]));
    refuse("twice", "a field twice", &build(&[0, 1, 1, 3]));
    refuse("dropped-first", "a field taken off the list", &build(&[1, 2, 3]));
    refuse("dropped-last", "a field taken off the list", &build(&[0, 1, 2]));
    refuse("no-field", "no field at all", &build(&[]));
    refuse("count-more", "more fields than there are", &with(&sealed, COUNT, 5));
    refuse("count-129", "more fields than a record can have", &with(&sealed, COUNT, 129));
    refuse("length-short", "a field shorter than a tag", &with(&sealed, FIELDS + 7, 15));
    refuse("length-bomb", "a length of four gigabytes", &with(&sealed, FIELDS + 4, 0xff));
    refuse("field-renamed", "the number of another field", &with(&sealed, FIELDS + 3, entry(0)[3] ^ 1));
    let mut swapped = sealed.clone();
    let first = FIELDS + 32 + suite.commitment();
    swapped[first] ^= 1;
    refuse("cell-first", "the first sealed byte is another", &swapped);
    for (line, other) in [
        ("tenant", "south"),
        ("subject", "33333333333333333333333333333334"),
        ("record", "22222222222222222222222222222223"),
        ("row-version", "1"),
        ("key", "1212121212121212121212121212121212121212121212121212121212121212"),
    ] {
        all.push((format!("other-{line}"), good.clone().refused("moved elsewhere").with(line, other)));
    }
    all
}

fn notes(suite: Suite) -> Vec<(String, Case)> {
    struct Seals(std::sync::Mutex<Vec<u8>>);
    let (gate, brand) = gate();
    let keys = keys(suite, 8, brand);
    let taken = Seals(std::sync::Mutex::new(Vec::new()));
    // A note's context comes from the gate alone, and only to somebody who opens one: so it is sealed from within opening.
    struct Within<'a>(&'a Keys, &'a Seals);
    impl NoteSealer for Within<'_> {
        fn seal_note(
            &self,
            _: &phi_types::port::NoteContext<'_>,
            _: &str,
        ) -> Result<Vec<u8>, phi_types::port::SealError> {
            Err(phi_types::port::SealError::Refused)
        }
        fn open_note(
            &self,
            context: &phi_types::port::NoteContext<'_>,
            _: &[u8],
        ) -> Result<zeroize::Zeroizing<Vec<u8>>, phi_types::port::OpenError> {
            *self.1.0.lock().unwrap() = self.0.seal_note(context, "seen in an emergency").unwrap();
            Err(phi_types::port::OpenError::Refused)
        }
    }
    let authority = gate.administer_blocking(&Who::of("north"), Administration::ReadLog, Phi::from("kit")).unwrap();
    let _ = authority.reveal_note(&[], &Within(&keys, &taken), brand, |_| ());
    let sealed = taken.0.into_inner().unwrap();
    let good = Case::new(Kind::Note, "opens")
        .bytes("key", &KEY)
        .with("tenant", "north")
        .bytes("sealed", &sealed)
        .opens(b"seen in an emergency");
    let mut all = vec![("opens".to_owned(), good.clone())];
    for (name, says, bytes) in damages(&sealed, suite) {
        all.push((name, good.clone().refused(says).bytes("sealed", &bytes)));
    }
    all.push(("as-value".into(), good.clone().refused("a value is no note").bytes("sealed", &with(&sealed, 2, 2))));
    all.push(("other-tenant".into(), good.clone().refused("moved elsewhere").with("tenant", "south")));
    all.push(("other-key".into(), good.refused("another key").bytes("key", &[0x12; 32])));
    all
}

fn texts() -> Vec<(String, Case)> {
    let (case, sealed) = value(Suite::default(), b"12", 9);
    let good = Case { kind: Kind::Text, ..case }.with("sealed", text::write(&sealed));
    let written = text::write(&sealed);
    let body = written.strip_prefix("phi1.").unwrap();
    let cut = written.strip_suffix(|_: char| true).unwrap();
    let stray = |last: char| ['B', 'C', 'D', 'R', 'S', 'T', 'h', 'i', 'j', 'x', 'y', 'z'].contains(&last);
    let mut all = vec![("opens".to_owned(), good.clone())];
    for (name, says, text) in [
        ("no-prefix", "the prefix is missing", body.to_owned()),
        ("prefix-2", "a prefix of the future", format!("phi2.{body}")),
        ("prefix-case", "the prefix in another spelling", format!("PHI1.{body}")),
        ("padded", "padding", format!("{written}=")),
        ("space-before", "a space before", format!(" {written}")),
        ("space-after", "a space behind", format!("{written} ")),
        ("space-within", "a space within", format!("phi1. {body}")),
        ("cut", "the last letter is missing", cut.to_owned()),
        ("more", "a letter more", format!("{written}A")),
        ("plus", "the other alphabet", format!("phi1.+{}", body.strip_prefix('A').unwrap())),
        ("nothing", "nothing behind the prefix", "phi1.".to_owned()),
    ] {
        all.push((name.to_owned(), good.clone().refused(says).with("sealed", text)));
    }
    // A last letter whose low bits belong to no byte is a second spelling.
    let last = ('A'..='z').find(|last| stray(*last) && format!("{cut}{last}").parse::<Sealed<str>>().is_err());
    let second = format!("{cut}{}", last.unwrap());
    all.push(("stray-bits".into(), good.refused("bits that belong to no byte").with("sealed", second)));
    all
}
