//! De-identification of records and clinical text: the Safe Harbor list of 45 CFR 164.514(b)(2), limited data sets (164.514(e)),
//! and what an expert determines (164.514(b)(1)).
//!
//! # Goals
//! - Each of the eighteen identifiers is looked for, in fields and in free text; what is found does not leave.
//! - A [`profile`] is a type: what it forbids does not compile, and what was made by one does not pass for another.
//! - What comes out is a candidate with a [`report`] that holds no value; a person [releases](Candidate::release) it.
//!
//! # Not goals
//! No program knows that nothing was missed, and none can attest to it. Images and other bytes are removed, not read.
//!
//! # Example
//! ```
//! use phi_deid::{profile::LimitedDataSet, replace::Replacement, rule::Reference, text::TextEngine};
//!
//! let (engine, release) = (TextEngine::new()?, Reference { year: 2026 });
//! let note = "Mrs. Testcase was seen on 3/4/2019 in Northfield, MN 55057. Call 212-555-0142.";
//! let safe = engine.redact(note, &[], release)?;
//! assert_eq!(safe.text, "Mrs. [NAME-1] was seen on [DATE 2019] in [LOCATION-1], MN [ZIP 550]. Call [PHONE-1].");
//! let limited = engine.redact_by(&Replacement::<LimitedDataSet>::new(), note, &[], release)?;
//! assert!(limited.text.contains("3/4/2019") && !limited.text.contains("Testcase"));
//! # Ok::<(), phi_deid::text::TextError>(())
//! ```
//!
//! # Where to go next
//! [`text::TextEngine`] for texts, [`Engine`] for records behind the gate, [`replace`] for codes, pseudonyms, moved dates and tokens,
//! [`rule`] for what may stay of a value, [`attestation`] for what a person supplies. What is missed in free text, measured:
//! `docs/deid-text.md`.
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
#[cfg(feature = "training")]
#[doc(hidden)]
pub mod training {
    //! How the weights of the scorer and the automata of the patterns are made: for the program in `xtask` alone, and no part of the interface.
    pub use crate::text::learned::train::{Doubts, Example, Settings, train};

    /// The automata of the patterns.
    pub fn patterns() -> Option<Vec<u8>> {
        crate::text::patterns()
    }
}

pub use candidate::{
    Candidate, DeidField, DeidValue, ExpertCandidate, LimitedDataSetCandidate, NotReviewed, Released,
    SafeHarborCandidate, SafeHarborRecord,
};
pub use engine::{Engine, ExpertEngine, LimitedDataSetEngine, SafeHarborEngine};
