//! That a field is absent or withheld can be said by anybody, for a test of a page.

use phi_types::{PersonName, Shown};

fn nothing() -> [Shown<PersonName>; 2] {
    [Shown::Absent, Shown::Withheld]
}

fn main() {
    assert!(nothing().iter().all(|name| name.granted().is_none()));
}
