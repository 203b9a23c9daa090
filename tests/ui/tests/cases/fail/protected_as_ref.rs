//! Protected values have no `AsRef<str>`.

use phi_types::{Phi, Text};

fn read(note: &Phi<Text>) -> usize {
    fn length(text: impl AsRef<str>) -> usize {
        text.as_ref().len()
    }
    length(note)
}

fn main() {}
