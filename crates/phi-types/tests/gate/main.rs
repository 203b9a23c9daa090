//! The laws of the gate, one test each.

mod declared;
mod laws;
mod views;
mod world;
