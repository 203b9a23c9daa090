//! Types for protected health information.
#![forbid(unsafe_code)]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod clock;
mod entropy;
pub mod gate;
mod identifier;
mod party;
pub mod port;
pub mod record;
mod value;
mod witness;

#[cfg(feature = "std")]
pub use clock::SystemClock;
pub use clock::{Clock, ManualClock};
#[cfg(feature = "std")]
pub use entropy::OsEntropy;
pub use entropy::{Entropy, EntropyUnavailable};
pub use identifier::{
    AccountNumber, AsRecorded, BirthDate, City, Email, Identifier, IdentifierClass, MemberId, Mrn, Npi, OtherId,
    ParseReason, PersonName, Phone, Rejected, ServiceDate, Ssn, Street, Zip,
};
pub use party::{
    Action, Actor, ActorId, InvalidName, Principal, Purpose, Recipient, RecordId, RuleId, SessionId, SubjectId,
    TenantId,
};
pub use phi_derive::PhiRecord;
pub use record::PhiRecord;
pub use value::{Bytes, DecodeError, Field, IsoDate, Opened, Phi, Protected, Shown, Text, Value, ValueKind};
