//! What a wrapper holds is private.

use phi_types::{Phi, Ssn, Text};

fn read(note: Phi<Text>, ssn: Ssn) -> (Text, Text) {
    (note.0, ssn.0)
}

fn main() {}
