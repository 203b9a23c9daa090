//! A protected value is not a `&str`, and does not become one.

use phi_types::{PersonName, Text};

fn read(text: &Text) -> &str {
    text
}

fn greet(name: &PersonName) -> String {
    String::from("Dear ") + name
}

fn main() {}
