//! An adversary over single values: moves them, cuts and joins them, between tenants, record types, records, fields and keys.

use phi_envelope::{Sealed, Suite, ValueContext};
use phi_types::{OsEntropy, RecordId, TenantId};
use proptest::prelude::*;

use crate::forms::key;

/// A place where a value stands: tenant, record type, record, field, schema version, key.
type Place = (usize, usize, usize, usize, u16, u8);

fn place() -> impl Strategy<Value = Place> {
    (0..2_usize, 0..2_usize, 0..2_usize, 0..2_usize, 1..3_u16, 1..3_u8)
}

/// What the adversary does with what is stored.
#[derive(Clone, Debug)]
enum Move {
    /// Copies a stored value to a place.
    Copy(usize, Place),
    /// Puts the header of one on the body of another.
    Join(usize, usize, usize, Place),
    /// Turns a bit.
    Flip(usize, usize, Place),
    /// Writes another suite into the header.
    Rename(usize, usize, Place),
}

fn moves() -> impl Strategy<Value = Move> {
    let at = || 0..64_usize;
    prop_oneof![
        (at(), place()).prop_map(|(from, to)| Move::Copy(from, to)),
        (at(), at(), 0..120_usize, place()).prop_map(|(head, tail, cut, to)| Move::Join(head, tail, cut, to)),
        (at(), 0..1000_usize, place()).prop_map(|(from, bit, to)| Move::Flip(from, bit, to)),
        (at(), 0..4_usize, place()).prop_map(|(from, suite, to)| Move::Rename(from, suite, to)),
    ]
}

fn with<T>(place: Place, act: impl FnOnce(ValueContext<'_>) -> T) -> T {
    let (tenant, kind, record, field, version, _) = place;
    let tenant = TenantId::new(["north", "south"][tenant]).unwrap();
    let record = RecordId::from_bytes([u8::try_from(record).unwrap(); 16]);
    act(ValueContext::new(&tenant, ["Patient", "Relative"][kind], record, ["name", "note"][field], version))
}

fn opens(place: Place, bytes: &[u8]) -> Option<Vec<u8>> {
    let sealed = Sealed::<str>::parse(bytes.to_vec()).ok()?;
    with(place, |context| key(place.5).open(&context.opening(), &sealed)).ok().map(|bytes| bytes.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn a_value_opens_where_it_was_sealed_and_nowhere_else(
        sealed in proptest::collection::vec((place(), 0..4_usize, 0..20_usize), 2..10),
        moves in proptest::collection::vec(moves(), 1..40),
    ) {
        let stored: Vec<(Place, Vec<u8>, Vec<u8>)> = sealed
            .into_iter()
            .map(|(place, suite, length)| {
                let value = vec![u8::try_from(length).unwrap(); length];
                let key = key(place.5).with_suite(Suite::ALL[suite]);
                let sealed: Sealed<str> = with(place, |to| key.seal(&to.sealing(), &value, &OsEntropy)).unwrap();
                (place, value, sealed.into_bytes())
            })
            .collect();
        let pick = |at: usize| &stored[at % stored.len()];
        for done in moves {
            let (bytes, to) = match done {
                Move::Copy(from, to) => (pick(from).2.clone(), to),
                Move::Join(head, tail, cut, to) => {
                    let (head, tail) = (&pick(head).2, &pick(tail).2);
                    let cut = cut.min(head.len()).min(tail.len());
                    ([&head[..cut], &tail[cut..]].concat(), to)
                }
                Move::Flip(from, bit, to) => {
                    let mut bytes = pick(from).2.clone();
                    let bit = bit % (bytes.len() * 8);
                    bytes[bit / 8] ^= 1 << (bit % 8);
                    (bytes, to)
                }
                Move::Rename(from, suite, to) => {
                    let mut bytes = pick(from).2.clone();
                    bytes[1] = Suite::ALL[suite].byte();
                    (bytes, to)
                }
            };
            // It opens exactly where these very bytes were sealed, and gives what was sealed there.
            let expected = stored.iter().find(|(place, _, sealed)| *place == to && *sealed == bytes).map(|it| it.1.clone());
            prop_assert_eq!(opens(to, &bytes), expected);
        }
        for (place, value, bytes) in &stored {
            let opened = opens(*place, bytes);
            prop_assert_eq!(opened.as_ref(), Some(value), "and what was left alone still opens");
        }
    }
}
