//! Watches the heap: a block that is freed with protected content in it is found.
//!
//! [`Spy`] is a global allocator. While a [`Watch`] is on it searches each block that is freed for canaries, patterns of
//! bytes that stand for protected content. `realloc` is done as a move, so that the old block is searched as well: a list
//! that grows must not leave its items behind.
//!
//! [`Counts`] is another one, which counts the bytes that are held.
//!
//! What the spy cannot see: the stack, registers, swap, and memory that is never freed.

mod count;
mod keys;
mod spy;
mod world;

pub use count::Counts;
pub use keys::Masked;
pub use spy::{Spy, Watch};
pub use world::{CANARIES, Cover, Patient, PatientPatch, SSN, TEXT, World, kin, patient, texts};
