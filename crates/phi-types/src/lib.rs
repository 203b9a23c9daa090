//! Types for protected health information.
#![forbid(unsafe_code)]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

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
    Action, Actor, ActorId, InvalidName, Principal, Purpose, Recipient, RecordId, RuleId, SessionId, SubjectId,
    TenantId,
};
pub use phi_derive::PhiRecord;
pub use pseudonym::{Pseudonym, PseudonymKey};
pub use record::PhiRecord;
pub use value::{Bytes, DecodeError, Field, IsoDate, Opened, Phi, Protected, Shown, Text, Value, ValueKind};
