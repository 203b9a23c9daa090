//! A recorder seals the note that it is given.

use phi_types::{
    gate::Note,
    port::{NoteSealer, SealError},
};

fn keep(note: &Note<'_>, sealer: &dyn NoteSealer) -> Result<Vec<u8>, SealError> {
    note.seal(sealer)
}

fn main() {}
