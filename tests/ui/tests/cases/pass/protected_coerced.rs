//! A granted value is a `&str`.

use phi_types::{PersonName, Shown};

fn greet(name: &Shown<PersonName>) -> String {
    String::from("Dear ") + name.granted().unwrap_or("patient")
}

fn main() {}
