//! Protected text gives out no characters.

use phi_types::{Bytes, Text};

fn spell(text: Text, bytes: Bytes) {
    for _ in text.chars() {}
    for _ in bytes {}
}

fn main() {}
