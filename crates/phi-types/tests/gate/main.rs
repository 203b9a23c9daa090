//! The laws of the gate, one test each.

mod laws;
mod views;
mod world;
