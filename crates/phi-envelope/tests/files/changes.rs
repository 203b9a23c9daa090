//! Files that were changed: dropped, turned round, doubled, spliced, cut and stretched chunks.

use phi_envelope::file::FileError;
use proptest::prelude::*;

use crate::{
    BEFORE, CHUNK, SEALED, open, open_seekable, seal, text,
    world::{World, world},
};

fn refused(world: &World, sealed: &[u8], what: &str) {
    assert_eq!(open(world, sealed).err(), Some(FileError::Refused), "{what}");
}

fn parts(sealed: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let (before, chunks) = sealed.split_at(BEFORE);
    (before.to_vec(), chunks.chunks(SEALED).map(<[u8]>::to_vec).collect())
}

/// Every order of every choice of the chunks, each as often as it stands there or once.
fn arrangements(left: &[usize], taken: &mut Vec<usize>, each: &mut dyn FnMut(&[usize])) {
    each(taken);
    for at in 0..left.len() {
        let mut rest = left.to_vec();
        taken.push(rest.remove(at));
        arrangements(&rest, taken, each);
        taken.pop();
    }
}

#[test]
fn of_up_to_five_chunks_only_all_in_their_order_open() {
    let world = world();
    for count in 1..=5_usize {
        // The last chunk short, and the last chunk empty.
        for length in if count < 5 { vec![count * CHUNK - 100, (count - 1) * CHUNK] } else { vec![4 * CHUNK + 9] } {
            let sealed = seal(&world, &text(length));
            let (before, chunks) = parts(&sealed);
            assert_eq!(chunks.len(), count);
            let whole: Vec<_> = (0..count).collect();
            let mut tried = 0;
            arrangements(&whole, &mut Vec::new(), &mut |order| {
                let changed = [before.clone(), order.iter().flat_map(|at| chunks[*at].clone()).collect()].concat();
                if order == whole {
                    assert!(open(&world, &changed).unwrap() == text(length));
                } else {
                    refused(&world, &changed, "another order");
                }
                tried += 1;
            });
            assert_eq!(tried, [2, 5, 16, 65, 326][count - 1]);
        }
    }
}

#[test]
fn doubled_and_spliced_chunks_do_not_open() {
    let world = world();
    let (one, other) = (seal(&world, &text(3 * CHUNK + 9)), seal(&world, &text(3 * CHUNK + 9)));
    let ((before, chunks), (before_other, chunks_other)) = (parts(&one), parts(&other));
    for at in 0..chunks.len() {
        let mut doubled = chunks.clone();
        doubled.insert(at, chunks[at].clone());
        refused(&world, &[before.clone(), doubled.concat()].concat(), "doubled");
        let mut spliced = chunks.clone();
        spliced[at] = chunks_other[at].clone();
        refused(&world, &[before.clone(), spliced.concat()].concat(), "spliced");
    }
    refused(&world, &[before_other, chunks.concat()].concat(), "another beginning");
}

#[test]
fn cut_or_stretched_anywhere_it_does_not_open() {
    let world = world();
    let sealed = seal(&world, &text(CHUNK + 40));
    let ends = (0..BEFORE + 40).chain(BEFORE + SEALED - 20..BEFORE + SEALED + 56);
    for end in ends {
        refused(&world, &sealed[..end], "cut");
        assert_eq!(open_seekable(&world, &sealed[..end]).err(), Some(FileError::Refused));
    }
    for more in [&[0][..], &[0; 16], &[0; SEALED], &sealed, &sealed[BEFORE..]] {
        refused(&world, &[&sealed, more].concat(), "stretched");
        assert!(open_seekable(&world, &[&sealed, more].concat()).is_err());
    }
}

#[test]
fn every_bit_before_the_chunks_counts() {
    let world = world();
    let sealed = seal(&world, &text(5));
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        refused(&world, &changed, "a bit");
        if bit % 8 == 0 {
            assert_eq!(open_seekable(&world, &changed).err(), Some(FileError::Refused));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_other_arrangement_of_many_chunks_is_refused(order in prop::collection::vec(0..12_usize, 0..14), flip in any::<Option<usize>>()) {
        let world = world();
        let sealed = seal(&world, &text(11 * CHUNK + 1234));
        let (before, chunks) = parts(&sealed);
        let mut changed = [before, order.iter().flat_map(|at| chunks[*at].clone()).collect()].concat();
        if let Some(flip) = flip {
            let at = flip % changed.len();
            changed[at] ^= 0x10;
        }
        prop_assert_eq!(open(&world, &changed).is_ok(), changed == sealed);
    }

    #[test]
    fn bytes_of_any_kind_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), like: bool) {
        let world = world();
        let sealed = seal(&world, b"");
        let bytes = if like { [&sealed[..BEFORE], &bytes].concat() } else { bytes };
        prop_assert!(bytes == sealed || open(&world, &bytes) == Err(FileError::Refused));
    }
}
