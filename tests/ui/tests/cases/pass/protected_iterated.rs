//! Granted text gives out its characters.

use phi_types::{Shown, Text};

fn spell(text: &Shown<Text>) {
    for _ in text.granted().unwrap_or_default().chars() {}
}

fn main() {}
