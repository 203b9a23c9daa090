//! Comparing, counted in instructions.

use crate::{cell::Cell, spawn::instructions};

/// The places at which two values of 256 bytes differ.
pub const PLACES: [&str; 3] = ["first", "middle", "last"];

/// The two operands: equal length, different at one place.
pub fn operands(place: &str) -> [String; 2] {
    let at = match place {
        "first" => 0,
        "middle" => 128,
        _ => 255,
    };
    let other = (0..256).map(|index| if index == at { 'b' } else { 'a' }).collect();
    ["a".repeat(256), other]
}

/// Instructions of one comparison for each of the places; `None` where the library compares nothing, or valgrind is missing.
pub fn counts(column: &str) -> Option<Vec<u64>> {
    ["this library", "redact 0.1", "veil 0.3"].contains(&column).then_some(())?;
    PLACES.iter().map(|place| instructions(column, place)).collect()
}

pub fn judge(column: &str, compares: bool) -> Cell {
    if !compares {
        return Cell::Refused;
    }
    let Some(counts) = counts(column) else { return Cell::Unmeasured };
    let [first, rest @ ..] = counts.as_slice() else { return Cell::Unmeasured };
    if *first > 0 && rest.iter().all(|count| count == first) { Cell::Mute } else { Cell::Leaks }
}
