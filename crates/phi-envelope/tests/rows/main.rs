//! Rows through the gate: what opens, what does not, and what rotation and shredding do.

mod binding;
mod keys;
mod world;
