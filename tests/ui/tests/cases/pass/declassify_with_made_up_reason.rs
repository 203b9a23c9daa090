//! The reason stands in the source.

use phi_types::{Phi, Text};

fn open(note: &Phi<Text>) -> String {
    note.declassify("opening hours, entered in the wrong field", str::to_owned)
}

fn main() {
    assert_eq!(open(&Phi::from("closed on Monday")), "closed on Monday");
}
