//! Against moto's key service on loopback. It enforces encryption contexts and key ids; key states and signatures it does not, so what is
//! said of states here is what this crate does. Between it and the provider runs a line that can be bad.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests")]

mod aliases;
mod outages;
mod pinning;
mod promises;
mod proxy;
#[path = "../../../phi-envelope-pkcs11/tests/softhsm/recovery.rs"]
mod recovery;
mod server;
mod states;
mod world;
