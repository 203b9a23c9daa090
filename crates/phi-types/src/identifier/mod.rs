//! Identifiers: the eighteen classes of the regulation, and typed, parsed values of them.
//!
//! Parsing means well-formed, never assigned. Dirty data keep their class in [`AsRecorded`].

mod class;
mod contact;
mod date;
pub(crate) mod define;
mod number;
mod person;
mod recorded;
pub(crate) mod serial;

pub use class::IdentifierClass;
pub use contact::{Email, Phone};
pub use date::{BirthDate, ServiceDate};
pub use define::{ParseReason, Rejected};
pub use number::{AccountNumber, MemberId, Mrn, Npi, OtherId, Ssn};
pub use person::{City, PersonName, Street, Zip};
pub use recorded::AsRecorded;

use crate::{value::Value, witness::Witness};

/// A typed identifier of one of the eighteen classes. Sealed through [`Value`].
pub trait Identifier: Value {
    /// The class that the type fixes.
    const IDENTIFIER_CLASS: IdentifierClass;

    #[doc(hidden)]
    fn well_formed(raw: &str, _: Witness) -> bool;
}
