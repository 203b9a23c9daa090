//! Only a view holds an opened value.

use phi_types::{Opened, PersonName, Shown};

fn show(name: PersonName) -> Shown<PersonName> {
    Shown::Granted(Opened(name))
}

fn main() {}
