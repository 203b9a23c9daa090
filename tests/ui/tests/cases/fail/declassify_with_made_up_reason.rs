//! A reason to declassify is a literal, so that a reviewer can search for it.

use phi_types::{Phi, Text};

fn open(note: &Phi<Text>, who: &str) -> String {
    let reason = format!("because {who} says so");
    note.declassify(&reason, str::to_owned)
}

fn main() {}
