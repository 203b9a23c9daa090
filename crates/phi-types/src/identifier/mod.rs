//! Identifiers: the eighteen classes of the regulation, and typed, parsed values of them.
//!
//! Parsing means well-formed, never assigned. Dirty data keep their class in [`AsRecorded`]. Each type is in the room of its
//! noun; what they share is written once, in `define.rs` and `read.rs`.

mod account;
mod age;
mod body;
mod class;
mod contact;
mod coordinates;
mod date;
pub(crate) mod define;
mod device;
mod health_plan;
mod license;
mod marker;
mod mrn;
mod network;
mod other;
mod person;
mod place;
mod read;
mod reason;
mod recorded;
pub(crate) mod serial;
mod ssn;
mod udi;
mod vehicle;

pub use account::{AccountNumber, PaymentCard};
pub use age::Age;
pub use body::{BiometricId, Photo};
pub use class::IdentifierClass;
pub use contact::{Email, Fax, Phone};
pub use coordinates::Coordinates;
pub use date::{AdmissionDate, BirthDate, DeathDate, DischargeDate, OtherDate, ServiceDate};
pub use device::{Imei, MacAddress, Serial};
pub use health_plan::{MedicareBeneficiaryId, MemberId};
pub use license::{DeaNumber, DriverLicense, Npi, Passport};
pub use marker::Marked;
#[cfg(test)]
pub(crate) use marker::is_marker;
pub use mrn::Mrn;
pub use network::{IpAddress, Url};
pub use other::OtherId;
pub use person::PersonName;
pub use place::{City, County, Street, Zip};
pub use reason::{ParseReason, Rejected};
pub use recorded::AsRecorded;
pub use ssn::{Itin, Ssn};
pub use udi::DeviceId;
pub use vehicle::{LicensePlate, Vin};

use crate::{value::Value, witness::Witness};

/// A typed identifier of one of the eighteen classes. Sealed through [`Value`].
///
/// # What comparing leaks
///
/// Every identifier has `matches`, which tells whether two are the same without showing either. For values of equal length
/// its work does not depend on where they differ, so its time tells nothing but the length. Its *answer* tells a lot: whoever may
/// compare a stored Social Security number with guesses of their own finds it after at most a thousand million tries, and a
/// date of birth after some forty thousand. So compare two values that you hold for a reason; never offer a comparison with a
/// stored value to a caller without counting and limiting it. To match records across tables or parties, use a
/// [`Pseudonym`](crate::Pseudonym), whose key the asker does not have.
pub trait Identifier: Value {
    /// The class that the type fixes.
    const IDENTIFIER_CLASS: IdentifierClass;

    /// The type's name, as errors and [`Pseudonym`](crate::Pseudonym)s know it.
    const NAME: &'static str;

    #[doc(hidden)]
    fn well_formed(raw: &str, _: Witness) -> bool;
}
