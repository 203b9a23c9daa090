//! No bytes open as a row or as a note unless they were sealed.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use phi_fuzz::sealed::Vault;

static VAULT: OnceLock<Vault> = OnceLock::new();

fuzz_target!(|change: (u16, u8, Vec<u8>)| {
    let vault = VAULT.get_or_init(Vault::new);
    let (at, flip, bytes) = change;
    assert!(!vault.opens(&bytes), "made of nothing");
    let mut row = vault.row();
    let at = usize::from(at) % row.len();
    row[at] ^= flip;
    assert_eq!(vault.opens(&row), flip == 0, "a flip at {at}");
    row[at] ^= flip;
    row.extend_from_slice(&bytes);
    assert_eq!(vault.opens(&row), bytes.is_empty(), "something rides along");
});
