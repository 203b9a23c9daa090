//! Sealed files. A malformed one is written as parts of valid ones, so that the kit stays small.

use alloc::{borrow::ToOwned, format, string::String, vec, vec::Vec};
use std::fs;

use phi_types::{Purpose, RecordId, SubjectId, gate::Ask, record::FieldSet};
use sha2::{Digest, Sha256};

use super::{
    case::{Case, Kind},
    cases::{KEY, RECORD, SUBJECT},
    folder,
    world::{Patient, Who, gate, material, sixteen},
};
use crate::{backend::Backend, file::kit, key::DataKey};

const CHUNK: usize = 16 * 1024;
const SEALED: usize = CHUNK + 16;
/// Where the parts before the first chunk begin, and where it begins.
const KEY_ID: usize = 10;
const SALT: usize = 42;
const COMMITMENT: usize = 66;
const BEFORE: usize = 98;
/// Two whole chunks and an empty last one; one whole chunk and a byte in the last one.
const TWO: &str = "file-opens-32768";
const ONE: &str = "file-opens-16385";

/// The text of a case, which its digest confirms.
pub(super) fn text(case: &Case) -> Vec<u8> {
    let text = pattern(case.get("plaintext-length").parse().unwrap());
    assert_eq!(case.get_bytes("plaintext-sha256"), Sha256::digest(&text).as_slice());
    text
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect()
}

fn field(case: &Case) -> FieldSet<Patient> {
    match case.get("field") {
        "note" => Patient::NOTE,
        "name" => Patient::NAME,
        other => panic!("no field {other}"),
    }
}

/// On every backend, which agree.
pub(super) fn open(case: &Case) -> Option<Vec<u8>> {
    let (gate, _) = gate();
    let subject = SubjectId::from_bytes(sixteen(case, "subject"));
    let ask = || Ask::about(subject, Purpose::Treatment);
    let grant = gate.read_blocking(&Who::of(case.get("tenant")), ask()).unwrap();
    let file = || grant.file(RecordId::from_bytes(sixteen(case, "record")), field(case)).unwrap();
    let key = DataKey::new(&material(case)).unwrap();
    let sealed = sealed(case);
    let mut opened = Backend::ALL.iter().map(|backend| kit::open(*backend, &key, [file(), file(), file()], &sealed));
    let first = opened.next().unwrap();
    assert!(opened.all(|other| other == first));
    if let Some(text) = &first {
        let grant = gate.create_blocking(&Who::of(case.get("tenant")), ask()).unwrap();
        let file = || grant.file(RecordId::from_bytes(sixteen(case, "record")), field(case)).unwrap();
        let salt = sealed[SALT..COMMITMENT].try_into().unwrap();
        for backend in Backend::ALL {
            assert!(kit::seal(*backend, &key, file(), salt, text) == sealed, "sealed anew on {}", backend.name());
        }
    }
    first
}

/// The bytes of a case.
fn sealed(case: &Case) -> Vec<u8> {
    let Some(parts) = case.lines.get("parts") else { return case.get_bytes("sealed") };
    let mut bytes = Vec::new();
    for part in parts.split_whitespace() {
        match part.split_once(':').unwrap() {
            ("zeros", count) => bytes.extend(vec![0; count.parse().unwrap()]),
            (name, range) => {
                let (from, to) = range.split_once("..").unwrap();
                let base = fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap();
                let range = from.parse::<usize>().unwrap()..to.parse().unwrap();
                bytes.extend_from_slice(&Case::read(&base).get_bytes("sealed")[range]);
            }
        }
    }
    if let Some((at, mask)) = case.lines.get("flip").and_then(|flip| flip.split_once(':')) {
        bytes[at.parse::<usize>().unwrap()] ^= u8::from_str_radix(mask, 16).unwrap();
    }
    bytes
}

/// The case of a file that opens.
fn opens(length: usize) -> Case {
    let (gate, _) = gate();
    let subject = SubjectId::from_bytes(SUBJECT);
    let grant = gate.create_blocking(&Who::of("north"), Ask::about(subject, Purpose::Treatment)).unwrap();
    let file = grant.file(RecordId::from_bytes(RECORD), Patient::NOTE).unwrap();
    let key = DataKey::new(&crate::key::KeyMaterial::from_bytes(&KEY)).unwrap();
    let salt = [u8::try_from(length % 251).unwrap(); 24];
    let text = pattern(length);
    Case::new(Kind::File, "opens")
        .bytes("key", &KEY)
        .with("tenant", "north")
        .with("record-type", "Patient")
        .bytes("subject", &SUBJECT)
        .bytes("record", &RECORD)
        .with("field", "note")
        .bytes("sealed", &kit::seal(Backend::default(), &key, file, &salt, &text))
        .with("expect", "opens")
        .with("plaintext-length", length.to_string())
        .bytes("plaintext-sha256", &Sha256::digest(&text))
}

/// A whole file of the kit, its beginning, one of its chunks, its last one.
fn length(name: &str) -> usize {
    BEFORE + if name == TWO { 2 * SEALED + 16 } else { SEALED + 17 }
}

fn before(name: &str) -> String {
    format!("{name}:0..{BEFORE}")
}

fn chunk(name: &str, number: usize) -> String {
    let from = BEFORE + number * SEALED;
    format!("{name}:{from}..{}", (from + SEALED).min(length(name)))
}

fn cut(name: &str, to: usize) -> String {
    format!("{name}:0..{to}")
}

pub(super) fn all() -> Vec<(String, Case)> {
    let mut all: Vec<_> = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]
        .into_iter()
        .map(|length| (format!("opens-{length}"), opens(length)))
        .collect();
    let mut good = opens(2 * CHUNK);
    for line in ["sealed", "plaintext-length", "plaintext-sha256"] {
        good.lines.remove(line);
    }
    let whole = |name| cut(name, length(name));
    let arranged = |order: &[usize]| {
        let chunks: String = order.iter().map(|number| format!(" {}", chunk(TWO, *number))).collect();
        before(TWO) + &chunks
    };
    for (name, says, parts) in [
        ("dropped-first", "the first chunk is missing", arranged(&[1, 2])),
        ("dropped-second", "a chunk in the middle is missing", arranged(&[0, 2])),
        ("dropped-last", "cut at a chunk: the last one is missing", arranged(&[0, 1])),
        ("cut-to-one", "cut at a chunk: only the first is there", arranged(&[0])),
        ("cut-to-none", "cut at a chunk: none is there", arranged(&[])),
        ("swapped", "chunks turned round", arranged(&[1, 0, 2])),
        ("last-first", "the last chunk before the others", arranged(&[2, 0, 1])),
        ("doubled-first", "a chunk twice", arranged(&[0, 0, 1, 2])),
        ("doubled-second", "a chunk twice", arranged(&[0, 1, 1, 2])),
        ("doubled-last", "the last chunk twice", arranged(&[0, 1, 2, 2])),
        (
            "spliced-chunk",
            "a chunk of another file",
            format!("{} {} {} {}", before(TWO), chunk(ONE, 0), chunk(TWO, 1), chunk(TWO, 2)),
        ),
        (
            "spliced-last",
            "the last chunk of another file",
            format!("{} {} {}", before(TWO), chunk(TWO, 0), chunk(ONE, 1)),
        ),
        (
            "spliced-before",
            "the beginning of another file",
            format!("{} {} {} {}", before(ONE), chunk(TWO, 0), chunk(TWO, 1), chunk(TWO, 2)),
        ),
        (
            "spliced-salt",
            "the salt of another file",
            format!("{TWO}:0..{SALT} {ONE}:{SALT}..{COMMITMENT} {TWO}:{COMMITMENT}..{}", length(TWO)),
        ),
        (
            "spliced-commitment",
            "the commitment of another file",
            format!("{TWO}:0..{COMMITMENT} {ONE}:{COMMITMENT}..{BEFORE} {TWO}:{BEFORE}..{}", length(TWO)),
        ),
        ("more-1", "a byte behind the end", whole(TWO) + " zeros:1"),
        ("more-16", "as much as a tag behind the end", whole(TWO) + " zeros:16"),
        ("more-chunk", "a whole chunk behind the end", format!("{} {}", whole(TWO), chunk(TWO, 0))),
        ("more-file", "a whole file behind the end", format!("{} {}", whole(TWO), whole(ONE))),
        ("cut-1", "the last byte is missing", cut(TWO, length(TWO) - 1)),
        ("cut-in-chunk", "cut within a chunk", cut(TWO, BEFORE + SEALED + 5000)),
        ("cut-in-tag", "cut within a tag", cut(TWO, BEFORE + SEALED - 7)),
        ("cut-as-last", "cut so that the chunk could be the last", cut(TWO, BEFORE + SEALED + 17)),
        ("cut-in-commitment", "cut within the commitment", cut(TWO, BEFORE - 1)),
        ("cut-in-header", "not even a header", cut(TWO, 20)),
        ("empty", "nothing", cut(TWO, 0)),
    ] {
        all.push((name.to_owned(), good.clone().refused(says).with("parts", parts)));
    }
    for (name, says, at, mask) in [
        ("magic", "another kind of file", 0, "01"),
        ("version", "a version of the future", 8, "03"),
        ("suite-0", "an unknown suite", 9, "01"),
        ("suite-3", "an unknown suite", 9, "02"),
        ("key-id-first", "another key is named", KEY_ID, "80"),
        ("key-id-last", "another key is named", SALT - 1, "01"),
        ("salt-first", "another salt", SALT, "80"),
        ("salt-last", "another salt", COMMITMENT - 1, "01"),
        ("commitment-first", "another commitment", COMMITMENT, "80"),
        ("commitment-last", "another commitment", BEFORE - 1, "01"),
        ("text-first", "the first sealed byte is another", BEFORE, "80"),
        ("tag-first", "the tag of the first chunk is another", BEFORE + CHUNK, "80"),
        ("text-middle", "a byte of the second chunk is another", BEFORE + SEALED + 8000, "10"),
        ("tag-last", "the last byte of the last tag is another", length(TWO) - 1, "01"),
    ] {
        let case = good.clone().refused(says).with("parts", whole(TWO)).with("flip", format!("{at}:{mask}"));
        all.push((format!("flipped-{name}"), case));
    }
    for (line, other) in [
        ("tenant", "south"),
        ("subject", "33333333333333333333333333333334"),
        ("record", "22222222222222222222222222222223"),
        ("field", "name"),
        ("key", "1212121212121212121212121212121212121212121212121212121212121212"),
    ] {
        let case = good.clone().refused("moved elsewhere").with("parts", whole(TWO)).with(line, other);
        all.push((format!("other-{line}"), case));
    }
    all
}
