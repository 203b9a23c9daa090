//! Single values, sealed by themselves, and `Sealed` as the thing that goes into databases.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test is a panic by design"
)]

mod adversary;
mod forms;
mod nonces;
