//! A note of the log can be sealed and not read: its text is private.

use phi_types::gate::Note;

fn read(note: &Note<'_>) -> String {
    note.text.to_string()
}

fn main() {}
