//! Locks: those of the standard library, and under the crate's own unit tests those of shuttle, which tries interleavings.

#[cfg(not(test))]
pub(crate) use std::sync::{Mutex, PoisonError, RwLock};

#[cfg(test)]
pub(crate) use std::sync::PoisonError;

#[cfg(test)]
pub(crate) use shuttle::sync::{Mutex, RwLock};
