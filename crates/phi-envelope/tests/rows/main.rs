//! Rows through the gate: what opens, what does not, and what rotation and shredding do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

mod adversary;
mod binding;
mod evidence;
mod index;
mod keys;
mod migration;
mod recovery;
mod rotation;
mod shredding;
mod states;
mod subjects;
mod world;
