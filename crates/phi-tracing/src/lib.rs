//! Keeps protected health information out of what `tracing` writes, since logs are where it leaks first.
//!
//! **Goals.** Only fields on a list are written; what looks like an identifier is scrubbed from the finished line; HTTP spans carry
//! the route and never the address; a test fails when a canary reaches the output.
//!
//! **Non-goals.** Scrubbing finds shapes (numbers, addresses), no names: it is a net under the types, never their substitute. A log in
//! which PHI stands is PHI, and to be kept like it.
//!
//! ```
//! use phi_tracing::{AllowList, ScrubbingWriter};
//! use phi_types::Ssn;
//!
//! let subscriber = tracing_subscriber::fmt()
//!     .fmt_fields(AllowList::of(["message", "route", "status", "ssn"]))
//!     .with_writer(ScrubbingWriter::new(std::io::stderr))
//!     .finish();
//! tracing::subscriber::with_default(subscriber, || {
//!     let ssn = Ssn::synthetic("900-12-3456").unwrap();
//!     tracing::info!(%ssn, note = "called 202-555-0142", "seen"); // ssn=[Ssn] note=[withheld]
//! });
//! ```
//!
//! # Where things are
//!
//! * [`AllowList`]: the fields that are written. A `Layer` could not do this: each layer reads the event anew.
//! * [`ScrubbingWriter`]: the finished line, last of all. The JSON format re-reads the event, so there it is the only place.
//! * [`Routes`]: spans for HTTP requests.
//! * [`testing`]: [`assert_no_phi`](testing::assert_no_phi) and the writer behind it.
//!
//! Serves 45 CFR 164.502(a) and 164.312(b): what activity is recorded, and that recording it discloses nothing.
#![forbid(unsafe_code)]

mod allow;
mod route;
mod scrub;
pub mod testing;
mod writer;

pub use allow::AllowList;
pub use route::Routes;
pub use scrub::{Scrubbed, scrub};
pub use writer::{LineWriter, ScrubbingWriter};
