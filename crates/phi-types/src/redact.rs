//! Serialising the constant of a type, on purpose: the one serde module of this crate.
//!
//! Protected types have no `Serialize`, so a struct that holds one does not serialise by accident. Where a document is wanted in
//! which the protected fields show as their markers, the field says so:
//!
//! ```
//! use phi_types::{Phi, Ssn, Text};
//!
//! #[derive(serde::Serialize)]
//! struct Ticket {
//!     opened_by: String,
//!     #[serde(with = "phi_types::redact")]
//!     ssn: Ssn,
//!     #[serde(with = "phi_types::redact")]
//!     note: Option<Phi<Text>>,
//! }
//!
//! let ticket = Ticket { opened_by: "front desk".into(), ssn: Ssn::synthetic("900-12-3456")?, note: None };
//! assert_eq!(serde_json::to_string(&ticket)?, r#"{"opened_by":"front desk","ssn":"[Ssn]","note":null}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Reading is the type's own: the markers are refused there, so a redacted document does not come back as data. The value itself
//! reaches a serializer by one other way, a granted view.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{identifier::Marked, witness::Witness};

/// Writes the constant of the type; null for an absent `Option`, a constant for each item of a list.
///
/// Whether there is a value, and how many, does show.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T: Redact, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.redacted(Witness::OURS).serialize(serializer)
}

/// Reads the type as it reads itself, for `#[serde(with = "phi_types::redact")]` on a struct that does both.
///
/// # Errors
/// Those of the type: a function of (type, reason, offset).
pub fn deserialize<'de, T: Redact + Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize(deserializer)
}

/// What [`serialize`] takes: a protected type, an `Option` of one, a list of them. Sealed through [`Marked`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no redaction marker",
    label = "not a protected type of `phi_types`",
    note = "only protected types are redacted, each also in `Option` or `Vec`; what is no PHI is serialised as usual"
)]
pub trait Redact {
    #[doc(hidden)]
    type Redacted: Serialize;

    #[doc(hidden)]
    fn redacted(&self, _: Witness) -> Self::Redacted;
}

impl<T: Marked> Redact for T {
    type Redacted = &'static str;

    fn redacted(&self, _: Witness) -> &'static str {
        T::MARKER
    }
}

impl<T: Marked> Redact for Option<T> {
    type Redacted = Option<&'static str>;

    fn redacted(&self, _: Witness) -> Option<&'static str> {
        self.as_ref().map(|_| T::MARKER)
    }
}

impl<T: Marked> Redact for Vec<T> {
    type Redacted = Vec<&'static str>;

    fn redacted(&self, _: Witness) -> Vec<&'static str> {
        self.iter().map(|_| T::MARKER).collect()
    }
}
