//! A granted value has `AsRef<str>`.

use phi_types::{Phi, Shown, Text};

fn read(note: &Shown<Phi<Text>>) -> usize {
    fn length(text: impl AsRef<str>) -> usize {
        text.as_ref().len()
    }
    note.granted().map_or(0, |text| length(text))
}

fn main() {}
