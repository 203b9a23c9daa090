//! No bytes open as a sealed file unless they were sealed as one, and each way to open one answers the same.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use phi_fuzz::sealed_file::{CHUNK, File, SEALED};

static FILES: OnceLock<Vec<File>> = OnceLock::new();

fuzz_target!(|change: (u8, u32, u8, Vec<u8>, Vec<u8>)| {
    // Empty, shorter than a chunk, as long as one, and longer.
    let files = FILES.get_or_init(|| [0, 100, CHUNK, 2 * CHUNK + 9].map(File::sealed).into());
    let (which, at, flip, bytes, order) = change;
    let file = &files[usize::from(which) % files.len()];
    assert!(!file.opens(&bytes), "made of nothing");
    let whole = file.bytes();
    let mut changed = whole.to_vec();
    let at = at as usize % changed.len();
    changed[at] ^= flip;
    assert_eq!(file.opens(&changed), flip == 0, "a flip at {at}");
    changed[at] ^= flip;
    changed.truncate(at);
    changed.extend_from_slice(&bytes);
    assert_eq!(file.opens(&changed), changed == whole, "cut at {at}, and something else behind it");
    // Chunks in any order, some of them more than once, some not at all.
    let (before, message) = whole.split_at(File::BEFORE);
    let chunks: Vec<_> = message.chunks(SEALED).collect();
    let mut arranged = before.to_vec();
    order.iter().take(6).for_each(|nth| arranged.extend_from_slice(chunks[usize::from(*nth) % chunks.len()]));
    assert_eq!(file.opens(&arranged), arranged == whole, "chunks {order:?}");
});
