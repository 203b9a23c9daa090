//! The laws of the gate, one test each.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

mod declared;
mod groups;
mod laws;
mod views;
mod world;
