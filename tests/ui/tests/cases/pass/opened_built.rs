//! A view shows what is granted.

use phi_types::{PersonName, Shown};

fn show(name: &Shown<PersonName>) -> String {
    name.granted().unwrap_or("withheld").to_owned()
}

fn main() {}
