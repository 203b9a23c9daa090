//! What freed blocks hold.

use std::hint::black_box;

use phi_test_harness::Watch;

use crate::cell::{CANARY, Cell};

static CANARIES: &[&[u8]] = &[CANARY.as_bytes()];

fn cell(found: usize) -> Cell {
    if found > 0 { Cell::Leaks } else { Cell::Mute }
}

/// Made of a `String` of exact size, dropped.
pub fn after_drop<T>(make: impl Fn(String) -> T) -> Cell {
    let watch = Watch::for_canaries(CANARIES);
    drop(black_box(make(String::from(CANARY))));
    assert!(watch.searched() > 0, "nothing was looked at");
    cell(watch.found())
}

/// Made of a `String` with room to spare, as one is that was read or pushed together.
pub fn from_roomy<T>(make: impl Fn(String) -> T) -> Cell {
    let watch = Watch::for_canaries(CANARIES);
    let mut roomy = String::with_capacity(4 * CANARY.len());
    roomy.push_str(CANARY);
    let value = black_box(make(roomy));
    let found = watch.found();
    drop(value);
    cell(found)
}

/// A list that grows by moving: what it leaves behind before anything is dropped.
pub fn growing<T>(make: impl Fn(String) -> T) -> Cell {
    let watch = Watch::for_canaries(CANARIES);
    let mut list = Vec::with_capacity(1);
    for _ in 0..100 {
        list.push(make(String::from(CANARY)));
    }
    let found = watch.found();
    drop(black_box(list));
    cell(found)
}
