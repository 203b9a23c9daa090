//! What a field may hold: a closed set of values that wipe themselves.

mod choice;
mod codec;
mod day;
mod iso;
mod link;
mod list;
mod phi;
mod plain;
mod shown;
mod slot;
mod text;

pub use choice::{Choice, PhiChoice};
pub use codec::Content;
pub use codec::{DecodeError, ValueKind};
pub(crate) use codec::{Plaintext, decode_content, grow};
pub(crate) use day::{Day, parse_whole_date};
pub use iso::IsoDate;
pub use link::Link;
pub use list::Listed;
pub(crate) use list::listed;
pub use phi::{Phi, Protected};
pub use shown::{Opened, Shown};
#[doc(hidden)]
pub use slot::{FieldTraits, Slot};
pub use text::{Bytes, Text};

pub(crate) use sealed::Coded;

use crate::{identifier::IdentifierClass, record::Detail, witness::Witness};

/// A value that a record's field may hold. Sealed: the set is this crate's, since each member must wipe itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a PHI record",
    label = "not one of the values that wipe themselves",
    note = "text: `Phi<Text>`; bytes: `Phi<Bytes>`; one of a closed list: `Choice<…>`; another record: `Link<…>`; an identifier: `PersonName`, `Mrn`, `Ssn`, …; each also in `Option`, and, where it is text, in `Vec` or `BTreeMap<String, …>`",
    note = "a field that is no PHI: `#[phi(not_phi = \"why\")]` on an integer, a `bool` or a `String`"
)]
pub trait Value: Coded {
    /// What a view hands out once the field is granted: `&str` for text, [`IsoDate`] for dates, and so on.
    type Shown<'v>: serde::Serialize
    where
        Self: 'v;

    #[doc(hidden)]
    fn show(&self, _: Witness) -> Self::Shown<'_>;
}

/// A field's type: a [`Value`], or an `Option` of one. Sealed through [`Value`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a PHI record",
    label = "not one of the values that wipe themselves",
    note = "text: `Phi<Text>`; bytes: `Phi<Bytes>`; one of a closed list: `Choice<…>`; another record: `Link<…>`; an identifier: `PersonName`, `Mrn`, `Ssn`, …; each also in `Option`, and, where it is text, in `Vec` or `BTreeMap<String, …>`",
    note = "a field that is no PHI: `#[phi(not_phi = \"why\")]` on an integer, a `bool` or a `String`"
)]
pub trait Field: Slot<<Self as Field>::Value> {
    /// The value itself, without the `Option`.
    type Value: Value;

    #[doc(hidden)]
    fn value(&self, _: Witness) -> Option<&Self::Value>;
}

impl<T: Value> Field for T {
    type Value = T;

    fn value(&self, _: Witness) -> Option<&T> {
        Some(self)
    }
}

impl<T: Value> Field for Option<T> {
    type Value = T;

    fn value(&self, _: Witness) -> Option<&T> {
        self.as_ref()
    }
}

mod sealed {
    use super::{Content, DecodeError, Detail, IdentifierClass, Plaintext, ValueKind, Witness};

    /// The codec half of a value. In a private module, and each method asks for a witness: see `witness.rs`.
    pub trait Coded: Sized + 'static {
        /// The shape of the encoding.
        const KIND: ValueKind;
        /// The identifier class that the type itself fixes, if it does.
        const CLASS: Option<IdentifierClass>;
        /// What the de-identifier has to know beyond the class.
        const DETAIL: Detail = Detail::None;
        /// Whether the type protects what it holds.
        const PROTECTED: bool;

        /// Puts one field behind the others.
        fn encode(&self, _: Witness, out: &mut Plaintext);
        fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError>;
    }
}
