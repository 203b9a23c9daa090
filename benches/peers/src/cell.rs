//! What a cell may say, and the rows.

use std::fmt;

/// The leak paths, in the order in which a column answers.
pub const ROWS: [&str; 22] = [
    "derived `Debug` on the outer struct",
    "alternate `Debug` (`{:#?}`)",
    "`Display` of the value",
    "`dbg!` of the outer struct",
    "failed `assert_eq!` of two values",
    "panic of `unwrap` on an `Err` that holds the struct",
    "tracing `?outer`",
    "tracing `%value`",
    "tracing `#[instrument]`",
    "`Serialize` to JSON",
    "`Serialize` to CBOR",
    "serde error: the value has the wrong type",
    "serde error: a sibling field has the wrong type",
    "serde error: an unknown variant beside it",
    "parse error",
    "`Hash`, `Ord`: the value as a key",
    "`Deref`, `AsRef<str>`, `Into<String>`",
    "heap: the block after drop",
    "heap: the source `String` with room to spare",
    "heap: a list that grew",
    "time of comparing two values",
    "an environment variable or a global switch",
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The text came out, or a part of it.
    Leaks,
    /// Something that depends on the text came out: its length, its class of characters.
    Shape,
    /// It compiles and nothing came out.
    Mute,
    /// It compiles: nothing came out yet, but the value is now a key in somebody's map.
    Compiles,
    /// It does not compile.
    Refused,
    /// The library has nothing of the kind, so there is nothing to leak.
    Nothing,
    /// Could not be measured here.
    Unmeasured,
    /// Nothing comes out if the host goes by the way that the library offers; if it does not, it does.
    MuteBy(&'static str),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Leaks => "**leaks**",
            Self::Shape => "**leaks its shape**",
            Self::Mute => "mute",
            Self::Compiles => "compiles",
            Self::Refused => "refused",
            Self::Nothing => "–",
            Self::Unmeasured => "not measured",
            Self::MuteBy(way) => return write!(f, "mute by `{way}`, else **leaks**"),
        })
    }
}

/// The text that must not come out, another of another length, and a number.
pub const CANARY: &str = "Testpatient, Ana: HIV serology reactive";
pub const OTHER: &str = "Q";
pub const NUMBER: u64 = 987_654_321_987_654;

/// Whether something that was written tells of the canary.
pub fn telling(written: &str) -> bool {
    ["Testpatient", "serology", "9876543"].iter().any(|part| written.contains(part))
}

/// What two outputs say, of which one was made from `CANARY` and the other from `OTHER`.
pub fn judge(canary: &str, other: &str) -> Cell {
    if telling(canary) {
        Cell::Leaks
    } else if canary != other {
        Cell::Shape
    } else {
        Cell::Mute
    }
}
