//! De-identification of records and clinical text after the Safe Harbor list of 45 CFR 164.514(b)(2).
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod attestation;
mod candidate;
pub mod digest;
mod engine;
mod lexicon;
pub mod profile;
pub mod replace;
pub mod report;
pub mod rule;
pub mod text;

pub use candidate::{
    Candidate, DeidField, DeidValue, ExpertCandidate, LimitedDataSetCandidate, NotReviewed, Released,
    SafeHarborCandidate, SafeHarborRecord,
};
pub use engine::{Engine, ExpertEngine, LimitedDataSetEngine, SafeHarborEngine};
