//! A walk takes fields in and gives none back, even to a record written by hand.

use phi_types::record::Walk;

fn plaintext(walk: &Walk) -> usize {
    walk.plain_fields().len()
}

fn main() {}
