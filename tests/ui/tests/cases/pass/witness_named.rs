//! What a view has opened shows without a witness.

use phi_types::{Opened, Text};

fn read(text: &Opened<Text>) -> &str {
    text.get()
}

fn main() {}
