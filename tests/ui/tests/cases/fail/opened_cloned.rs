//! What a view has opened has no `Clone`.

use phi_types::{PersonName, Shown};

fn keep(name: &Shown<PersonName>) -> Shown<PersonName> {
    <Shown<PersonName>>::clone(name)
}

fn main() {}
