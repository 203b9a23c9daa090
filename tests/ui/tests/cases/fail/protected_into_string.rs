//! Protected values do not become a `String`.

use phi_types::{BirthDate, PersonName};

fn take(name: PersonName) -> String {
    name.into()
}

fn date(born: BirthDate) -> String {
    String::from(born)
}

fn main() {}
