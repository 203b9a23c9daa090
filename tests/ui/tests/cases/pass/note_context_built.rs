//! A note of the log is opened with an authority to read the log.

use phi_types::{
    gate::{Authority, Brand, GrantError},
    port::NoteSealer,
};

fn length(authority: &Authority, sealed: &[u8], keys: &dyn NoteSealer, brand: Brand) -> Result<usize, GrantError> {
    authority.reveal_note(sealed, keys, brand, str::len)
}

fn main() {}
