//! Types for protected health information that cannot leak by accident, and the gate that every reading of them passes.
//!
//! **Goals.** A value that was wrapped here is not printed, logged, serialised, hashed, sorted or compared in variable time by accident,
//! and is wiped when dropped. A record is declared once, field by field, with the letter of 45 CFR 164.514(b)(2)(i) that each is. Its
//! fields are read back only inside a grant, which exists only once its entry in the audit log is durable. Nothing (no feature, no
//! environment variable, no global) turns any of this off.
//!
//! **Non-goals.** No policy, no log, no encryption, no de-identification: those are the sibling crates, behind the [`port`]s and the
//! [`gate`]. Well-formed is not assigned: nothing here knows whether a number was ever given to anybody. What is not wiped (the
//! buffers of parsers, dates and ages that were moved, registers, swap) is listed in the package's README.
//!
//! ```
//! use phi_types::{AsRecorded, BirthDate, Mrn, Phi, Ssn, Text, Zip};
//!
//! let mrn = Mrn::assigned("000-17", "NORTH")?; // parsed and normalised
//! let born = BirthDate::parse("19610615")?;
//! let zip: AsRecorded<Zip> = AsRecorded::new("unknown"); // as the source had it: dirty data are normal
//! let note: Phi<Text> = Phi::from("fell on ice"); // any other text
//!
//! assert_eq!(format!("{mrn:?} {born} {zip:>40} {note:.2}"), "[Mrn] [BirthDate] [as recorded] [PHI]");
//! let refused = Ssn::parse("666-12-3456").unwrap_err(); // says why and where, never what
//! assert_eq!(refused.to_string(), "not a well-formed Ssn: it lies in a range that is never assigned");
//! assert!(mrn.matches(&Mrn::parse("000-17^^^NORTH")?)); // in the same work wherever two values differ
//! # Ok::<(), phi_types::Rejected>(())
//! ```
//!
//! # Where things are
//!
//! | to | use |
//! |---|---|
//! | protect text and bytes | [`Phi`], [`Text`], [`Bytes`] |
//! | name and place somebody (A, B) | [`PersonName`], [`Street`], [`City`], [`County`], [`Zip`], [`Coordinates`] |
//! | date something (C) | [`BirthDate`], [`AdmissionDate`], [`DischargeDate`], [`DeathDate`], [`ServiceDate`], [`OtherDate`], [`Age`] |
//! | reach somebody (D, E, F, N, O) | [`Phone`], [`Fax`], [`Email`], [`Url`], [`IpAddress`] |
//! | number somebody (G to K) | [`Ssn`], [`Itin`], [`Mrn`], [`MedicareBeneficiaryId`], [`MemberId`], [`AccountNumber`], [`PaymentCard`], [`Npi`], [`DeaNumber`], [`DriverLicense`], [`Passport`] |
//! | number a thing (L, M) | [`Vin`], [`LicensePlate`], [`DeviceId`], [`Imei`], [`MacAddress`], [`Serial`] |
//! | keep the rest (P, Q, R) | [`BiometricId`], [`Photo`], [`OtherId`] |
//! | keep dirty data | [`AsRecorded`] |
//! | know the eighteen letters | [`IdentifierClass`] |
//! | keep one of a closed list | [`Choice`], [`PhiChoice`] |
//! | hold another record | [`Link`] |
//! | declare a record | [`PhiRecord`], [`PhiGroup`], [`record`] |
//! | read, write and de-identify records | [`gate`] |
//! | seal, record, decide, de-identify yourself | [`port`], [`gate::Recorder`], [`gate::Authorize`] |
//! | decode documents without the decoder's message | [`decode`] |
//! | serialise a marker on purpose | [`redact`] |
//! | match records across tables | [`Pseudonym`] |
//!
//! A page to read in five minutes is the package's README: wrap, parse, log, compare, serialise on purpose.
#![forbid(unsafe_code)]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

/// The README's code, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod clock;
pub mod decode;
mod entropy;
pub mod gate;
mod identifier;
#[cfg(test)]
mod laws;
mod party;
pub mod port;
mod pseudonym;
pub mod record;
pub mod redact;
mod value;
mod witness;

#[cfg(feature = "std")]
pub use clock::SystemClock;
pub use clock::{Clock, ManualClock};
#[cfg(feature = "std")]
pub use entropy::OsEntropy;
pub use entropy::{Entropy, EntropyUnavailable};
pub use identifier::{
    AccountNumber, AdmissionDate, Age, AsRecorded, BiometricId, BirthDate, City, Coordinates, County, DeaNumber,
    DeathDate, DeviceId, DischargeDate, DriverLicense, Email, Fax, Identifier, IdentifierClass, Imei, IpAddress, Itin,
    LicensePlate, MacAddress, Marked, MedicareBeneficiaryId, MemberId, Mrn, Npi, OtherDate, OtherId, ParseReason,
    Passport, PaymentCard, PersonName, Phone, Photo, Rejected, Serial, ServiceDate, Ssn, Street, Url, Vin, Zip,
};
pub use party::{
    Action, Actor, ActorId, Assurance, InvalidName, Network, Principal, Purpose, Recipient, RecordId, Request,
    RequestId, Role, RuleId, SessionId, SubjectId, TenantId,
};
pub use phi_derive::{PhiChoice, PhiGroup, PhiRecord};
pub use pseudonym::{Pseudonym, PseudonymKey};
pub use record::{PhiGroup, PhiRecord};
pub use value::{
    Bytes, Choice, DecodeError, Field, IsoDate, Link, Listed, Opened, Phi, PhiChoice, Protected, Shown, Text, Value,
    ValueKind,
};
