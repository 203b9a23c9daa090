//! Which of the three a field is can be kept.

use phi_types::{PersonName, Shown};

fn withheld(name: &Shown<PersonName>) -> bool {
    name.is_withheld()
}

fn main() {}
