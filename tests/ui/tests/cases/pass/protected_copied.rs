//! A protected value is cloned where a reader can see it.

use phi_types::BirthDate;

fn twice(born: BirthDate) -> [BirthDate; 2] {
    [born.clone(), born]
}

fn main() {}
