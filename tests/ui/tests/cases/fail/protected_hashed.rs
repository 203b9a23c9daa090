//! Protected values are no keys of a map.

use std::collections::HashSet;

use phi_types::{Phi, Text};

fn index(note: Phi<Text>) -> HashSet<Phi<Text>> {
    HashSet::from([note])
}

fn main() {}
