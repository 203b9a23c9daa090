//! A tamper-evident, durable log of every access to protected health information.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod checkpoint;
pub mod event;
pub mod log;
pub mod merkle;
pub mod note;
mod pseudonym;
mod recorder;

pub use pseudonym::{PseudonymKey, SubjectPseudonym};
pub use recorder::AuditRecorder;
