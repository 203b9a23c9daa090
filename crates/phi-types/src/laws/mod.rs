//! The laws, each held over every identifier type by one table.
//!
//! A law is a function over [`Lawful`]; the table in `table.rs` makes one property of each law and type. They stand inside the
//! crate because the canonical value shows nowhere outside a grant.

mod decoding;
mod input;
mod marker;
mod size;
mod table;
mod value;

use core::fmt::{Debug, Display};
use std::string::String;

use proptest::{prelude::*, test_runner::RngSeed};
use serde::de::DeserializeOwned;

use crate::{
    identifier::{Identifier, Marked, Rejected},
    witness::Witness,
};

/// What the laws need of a type.
pub(super) trait Lawful: Identifier + Marked + Clone + Debug + Display + DeserializeOwned {
    fn read(raw: &str) -> Result<Self, Rejected>;
    fn same(&self, other: &Self) -> bool;
    /// The normalised value, which nobody outside this crate can ask for.
    fn canonical(&self) -> String;
}

/// Characters that no message of ours uses, so that one of them in a message can only come from the input.
const CANARY: &str = "[ЖЩЪЫЭЮЯ]{3,12}";
/// A number that no offset, line or column reaches.
const CANARY_NUMBER: u64 = 987_654_321_987_654;

fn holds_canary(text: &str) -> bool {
    text.chars().any(|c| "ЖЩЪЫЭЮЯ".contains(c)) || text.contains("9876543")
}

/// Everything that an error shows: `Display`, `Debug`, and those of each source behind it.
fn all_of(error: &(dyn std::error::Error + 'static)) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(behind) = source {
        shown.push_str(&format!(" {behind} {behind:?}"));
        source = behind.source();
    }
    shown
}

/// The same cases on every machine: a law that fails must fail for everybody.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 64,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x0050_4849),
        ..ProptestConfig::default()
    }
}

macro_rules! lawful {
    ($($type:ident)*) => {$(
        impl Lawful for $crate::$type {
            fn read(raw: &str) -> Result<Self, Rejected> {
                Self::parse(raw)
            }

            fn same(&self, other: &Self) -> bool {
                self.matches(other)
            }

            fn canonical(&self) -> String {
                use crate::value::Value as _;
                format!("{}", self.show(Witness::OURS))
            }
        }
    )*};
}

lawful! {
    PersonName Street City County Zip Coordinates BirthDate ServiceDate AdmissionDate DischargeDate DeathDate OtherDate Age Phone
    Fax Email Ssn Itin Mrn MedicareBeneficiaryId MemberId AccountNumber PaymentCard Npi DeaNumber DriverLicense Passport Vin
    LicensePlate DeviceId Imei MacAddress Serial Url IpAddress BiometricId OtherId
}
