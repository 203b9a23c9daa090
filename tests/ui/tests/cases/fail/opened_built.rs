//! Only a view holds an opened value: wrapping one to show it does not work.

use phi_types::{Opened, PersonName};

fn show(name: PersonName) -> String {
    Opened::new(name).get().to_owned()
}

fn main() {}
