//! Building blocks for software that handles protected health information: the front door.
//!
//! One dependency, a module for each of six crates; all but the first are features, on by default.
//!
//! | module | what it is |
//! |---|---|
//! | [`types`] | types that cannot leak, the declaration of records, the [gate](types::gate) |
//! | [`access`] | roles, purposes, minimum necessary, sessions, break-glass |
//! | [`envelope`] | envelope encryption, key providers, rotation, shredding |
//! | [`audit`] | audit events, the tamper-evident log |
//! | [`deid`] | de-identification of records and text |
//! | [`intake`] | HL7 v2, FHIR R4 and notes, read straight into protected values |
//!
//! # The way through
//!
//! ```text
//! bytes ─▶ intake, types ─▶ grant to write ─▶ envelope ─▶ your database
//! your database ─▶ gate: who? what for? (access) ─▶ on durable record (audit) ─▶ grant ─▶ granted fields opened ─▶ view
//! record ─▶ grant to de-identify ─▶ deid ─▶ candidate + report ─▶ review + attestation ─▶ analytics
//! ```
//!
//! A host declares its records with [`#[derive(PhiRecord)]`](types::PhiRecord), writes a [`Policy`](access::Policy), and wires
//! the parts once, at its composition root:
//!
//! 1. a [`GateSeed`](types::gate::GateSeed), whose brand ties keys and de-identifier to the gate to come;
//! 2. an [`EnvelopeKeyring`](envelope::EnvelopeKeyring) from a key provider and a key store, with a [`KeyAudit`] as its journal;
//! 3. an [`AuditRecorder`](audit::AuditRecorder) over a [`Log`](audit::log::Log), with the keyring to seal its notes;
//! 4. a [`Gate`](types::gate::Gate) from the seed, an [`AccessControl`](access::AccessControl), the recorder and a clock.
//!
//! From there on there are [asks](types::gate::Ask) and [grants](types::gate::Grant). The example `clinic` does all of it.
//!
//! # What it is not
//!
//! Software does not comply with HIPAA; an entity does. The promise ends where a host holds a granted value, and it trusts the
//! composition root. Each module says which paragraph a part helps to implement and what stays with the adopter.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(feature = "audit", feature = "envelope"))]
mod key_audit;

#[cfg(all(feature = "audit", feature = "envelope"))]
#[cfg_attr(docsrs, doc(cfg(all(feature = "audit", feature = "envelope"))))]
pub use key_audit::KeyAudit;

/// Types that cannot leak, record declarations, the gate: the crate `phi-types`.
pub mod types {
    #[doc(inline)]
    pub use phi_types::*;

    // The derives that know `hipaa` as the way to the types, with the traits of the same names.
    pub use phi_derive::{PhiChoiceOfHipaa as PhiChoice, PhiGroupOfHipaa as PhiGroup, PhiRecordOfHipaa as PhiRecord};
    pub use phi_types::record::{PhiGroup, PhiRecord};
}

#[cfg(feature = "access")]
#[doc(inline)]
pub use phi_access as access;
#[cfg(feature = "audit")]
#[doc(inline)]
pub use phi_audit as audit;
#[cfg(feature = "deid")]
#[doc(inline)]
pub use phi_deid as deid;
#[cfg(feature = "envelope")]
#[doc(inline)]
pub use phi_envelope as envelope;
#[cfg(feature = "intake")]
#[doc(inline)]
pub use phi_intake as intake;

// The code of the README is compiled and run with the tests.
#[cfg(all(doctest, feature = "access", feature = "audit", feature = "envelope"))]
#[doc = include_str!("../README.md")]
struct Readme;
