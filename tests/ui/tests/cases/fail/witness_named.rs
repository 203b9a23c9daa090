//! The witness that plaintext asks for cannot be named outside the crate.

use phi_types::{Text, Value, witness::Witness};

fn read(text: &Text) -> &str {
    text.show(Witness::OURS)
}

fn main() {}
