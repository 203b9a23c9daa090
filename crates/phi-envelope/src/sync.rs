//! Locks and threads by one name, so that the tests can put a scheduler's in their place and walk through interleavings.

pub(crate) use std::{
    sync::{Condvar, Mutex, MutexGuard},
    thread,
};
