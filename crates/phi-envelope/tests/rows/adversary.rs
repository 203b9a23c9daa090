//! An adversary with the whole database in hand, and no key: copies, moves, mixes, cuts and replays rows between tenants, subjects,
//! record types, rows and versions. What opens is exactly what was sealed for the place and version that the host asks for.

use phi_envelope::Suite;
use phi_types::{
    Mrn, PersonName, Phi, PhiRecord, Purpose, RecordId, SubjectId, Text,
    gate::{Ask, GrantError},
    port::OpenError,
    record::SealedRecord,
};
use proptest::prelude::*;

use crate::world::{Patient, PatientPatch, World, patient, row_id, subject, who, world};

/// The same fields as a patient, under another name of record.
#[derive(PhiRecord)]
#[phi(record = "Guarantor")]
struct Guarantor {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(clinical, pad)]
    allergies: Vec<Phi<Text>>,
    #[phi(free_text)]
    note: Option<Phi<Text>>,
}

/// Where a row stands: tenant, subject, row, record type.
type Place = (usize, u8, u8, bool);

fn place() -> impl Strategy<Value = Place> {
    (0..2_usize, 1..3_u8, 1..3_u8, any::<bool>())
}

#[derive(Clone, Debug)]
enum Act {
    /// The host seals a row.
    Seal(Place, usize),
    /// The host amends the newest row of a place, if there is one.
    Amend(Place),
    /// A row is put in another place, or back in its own, under a version.
    Replay(usize, Place, u64),
    /// The first bytes of one row, the rest of another.
    Join(usize, usize, usize, Place),
    /// Two fields of a row change places, or come from another row.
    Swap(usize, usize, usize, usize, Place),
    /// A bit is turned.
    Flip(usize, usize, Place),
    /// The end is cut off, or something is put behind it.
    Cut(usize, usize, bool, Place),
}

fn act() -> impl Strategy<Value = Act> {
    let at = || 0..64_usize;
    prop_oneof![
        3 => (place(), 0..4_usize).prop_map(|(place, suite)| Act::Seal(place, suite)),
        2 => place().prop_map(Act::Amend),
        3 => (at(), place(), 1..4_u64).prop_map(|(from, to, version)| Act::Replay(from, to, version)),
        2 => (at(), at(), 0..400_usize, place()).prop_map(|(head, tail, cut, to)| Act::Join(head, tail, cut, to)),
        2 => (at(), at(), 0..4_usize, 0..4_usize, place()).prop_map(|(a, b, i, j, to)| Act::Swap(a, b, i, j, to)),
        1 => (at(), 0..4000_usize, place()).prop_map(|(from, bit, to)| Act::Flip(from, bit, to)),
        1 => (at(), 0..400_usize, any::<bool>(), place()).prop_map(|(from, by, more, to)| Act::Cut(from, by, more, to)),
    ]
}

/// A row as it was sealed: where, which version, which bytes, and whose note.
struct Genuine {
    place: Place,
    version: u64,
    bytes: Vec<u8>,
    note: Option<String>,
}

const TENANTS: [&str; 2] = ["north", "south"];

fn seal(world: &World, place: Place) -> Vec<u8> {
    let (tenant, about, row, guarantor) = place;
    let (about, row) = (subject(about), row_id(row));
    if guarantor {
        let Patient { subject, name, mrn, allergies, note } = patient(about);
        let record = Guarantor { subject, name, mrn, allergies, note };
        let grant = world.gate.create_blocking(&who(TENANTS[tenant]), Ask::about(about, Purpose::Treatment)).unwrap();
        grant.seal(&record, row, 1, &world.keys).unwrap().as_bytes().to_vec()
    } else {
        world.seal(&who(TENANTS[tenant]), about, row).as_bytes().to_vec()
    }
}

fn amend(world: &World, genuine: &Genuine, note: &str) -> Vec<u8> {
    let (tenant, about, row, guarantor) = genuine.place;
    let (about, row): (_, RecordId) = (subject(about), row_id(row));
    let note = Some(Some(Phi::from(note)));
    let bytes = genuine.bytes.clone();
    let who = who(TENANTS[tenant]);
    if guarantor {
        let old = SealedRecord::<Guarantor>::from_stored(about, row, genuine.version, bytes);
        let grant = world.gate.update_blocking(&who, Ask::about(about, Purpose::Treatment)).unwrap();
        let patch = GuarantorPatch { note, ..GuarantorPatch::default() };
        grant.amend(&old, &patch, &world.keys).unwrap().as_bytes().to_vec()
    } else {
        let old = SealedRecord::<Patient>::from_stored(about, row, genuine.version, bytes);
        let grant = world.gate.update_blocking(&who, Ask::about(about, Purpose::Treatment)).unwrap();
        let patch = PatientPatch { note, ..PatientPatch::default() };
        grant.amend(&old, &patch, &world.keys).unwrap().as_bytes().to_vec()
    }
}

/// What a reader of this place and version gets of these bytes.
fn opens(world: &World, place: Place, version: u64, bytes: &[u8]) -> Result<Option<String>, GrantError> {
    let (tenant, about, row, guarantor) = place;
    let (about, row, who) = (subject(about), row_id(row), who(TENANTS[tenant]));
    let bytes = bytes.to_vec();
    if guarantor {
        let grant = world.gate.read_blocking(&who, Ask::<Guarantor>::about(about, Purpose::Treatment)).unwrap();
        let row = SealedRecord::from_stored(about, row, version, bytes);
        grant.reveal(&row, &world.keys, |view| view.note.granted().map(str::to_owned))
    } else {
        let grant = world.gate.read_blocking(&who, Ask::<Patient>::about(about, Purpose::Treatment)).unwrap();
        let row = SealedRecord::from_stored(about, row, version, bytes);
        grant.reveal(&row, &world.keys, |view| view.note.granted().map(str::to_owned))
    }
}

/// The sealed fields of a row of four fields: where each begins, and how long it is.
fn cells(row: &[u8]) -> [(usize, usize); 4] {
    let start = 3 + 32 + 24 + 2 + 8 + 4 + 1;
    let length =
        |at: usize| u32::from_be_bytes(row[start + 8 * at + 4..start + 8 * at + 8].try_into().unwrap()) as usize;
    let commitment = if row[1] == 2 { 32 } else { 0 };
    let first = start + 4 * 8 + commitment;
    std::array::from_fn(|at| (first + (0..at).map(length).sum::<usize>(), length(at)))
}

fn forged(act: &Act, all: &[Genuine]) -> Option<(Vec<u8>, Place, u64)> {
    let pick = |at: usize| &all[at % all.len()];
    Some(match act {
        Act::Seal(..) | Act::Amend(_) => return None,
        Act::Replay(from, to, version) => (pick(*from).bytes.clone(), *to, *version),
        Act::Join(head, tail, cut, to) => {
            let (head, tail) = (pick(*head), pick(*tail));
            let cut = (*cut).min(head.bytes.len()).min(tail.bytes.len());
            ([&head.bytes[..cut], &tail.bytes[cut..]].concat(), *to, tail.version)
        }
        Act::Swap(from, other, left, right, to) => {
            let (from, other) = (pick(*from), pick(*other));
            let mut bytes = from.bytes.clone();
            let ((at, length), (source, other_length)) = (cells(&from.bytes)[*left], cells(&other.bytes)[*right]);
            let cell = &other.bytes[source..source + other_length];
            if length == other_length {
                bytes[at..at + length].copy_from_slice(cell);
            } else {
                // With the length in the header made to fit.
                bytes.splice(at..at + length, cell.iter().copied());
                let entry = 3 + 32 + 24 + 2 + 8 + 4 + 1 + 8 * left + 4;
                bytes[entry..entry + 4].copy_from_slice(&u32::try_from(other_length).unwrap().to_be_bytes());
            }
            (bytes, *to, from.version)
        }
        Act::Flip(from, bit, to) => {
            let mut bytes = pick(*from).bytes.clone();
            let bit = bit % (bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            (bytes, *to, pick(*from).version)
        }
        Act::Cut(from, by, more, to) => {
            let mut bytes = pick(*from).bytes.clone();
            if *more {
                bytes.push(0)
            } else {
                bytes.truncate(bytes.len().saturating_sub(1 + by))
            }
            (bytes, *to, pick(*from).version)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn what_opens_is_what_was_sealed_for_this_place_and_version(acts in proptest::collection::vec(act(), 1..60)) {
        let mut world = world();
        let mut all: Vec<Genuine> = Vec::new();
        for (turn, act) in acts.iter().enumerate() {
            match act {
                Act::Seal(place, suite) => {
                    world.keys = world.keys.with_suite(Suite::ALL[*suite]);
                    let bytes = seal(&world, *place);
                    all.push(Genuine { place: *place, version: 1, bytes, note: None });
                }
                Act::Amend(place) => {
                    let Some(old) = all.iter().rfind(|row| row.place == *place) else { continue };
                    let note = format!("turn {turn}");
                    let (bytes, version) = (amend(&world, old, &note), old.version + 1);
                    all.push(Genuine { place: *place, version, bytes, note: Some(note) });
                }
                attack => {
                    if all.is_empty() {
                        continue;
                    }
                    let Some((bytes, to, version)) = forged(attack, &all) else { continue };
                    let genuine = all.iter().find(|row| row.place == to && row.version == version && row.bytes == bytes);
                    let expected = match genuine {
                        // A whole old row in its own place opens for a host that asks for the old version, and for no other.
                        Some(row) => Ok(row.note.clone()),
                        None => Err(GrantError::Open(OpenError::Refused)),
                    };
                    let opened = opens(&world, to, version, &bytes);
                    // A subject without keys has nothing that could open either.
                    prop_assert_eq!(opened, expected, "{:?}", attack);
                }
            }
        }
        for row in &all {
            let opened = opens(&world, row.place, row.version, &row.bytes);
            prop_assert_eq!(opened, Ok(row.note.clone()), "what was left alone still opens");
        }
    }
}
