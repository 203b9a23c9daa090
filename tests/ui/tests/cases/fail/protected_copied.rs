//! Protected values move: a copy would be one more thing to wipe.

use phi_types::BirthDate;

fn twice(born: BirthDate) -> [BirthDate; 2] {
    [born, born]
}

fn main() {}
