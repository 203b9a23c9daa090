//! A list of protected values cannot be sorted.

use phi_types::PersonName;

fn sort(names: &mut [PersonName]) {
    names.sort();
}

fn main() {}
