//! What the derive asks of a field's type, each thing through one trait and without a type that has to be computed.
//!
//! So a type that is no field is one message, at its place: the compiler says the same of each of these questions, and shows it once.
//! Through a computed type, `<T as Field>::Value`, it would say something of its own at each use.

use core::fmt;

use serde::ser::SerializeMap;

use super::{Coded, DecodeError, Detail, Shown, Value, ValueKind};
use crate::{
    identifier::IdentifierClass,
    record::{Source, Walk},
};

/// A place for values of type `V` in a record: `V` itself or `Option<V>`. Sealed through [`Value`]; the derive alone names it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a PHI record",
    label = "not one of the values that wipe themselves",
    note = "text: `Phi<Text>`; bytes: `Phi<Bytes>`; one of a closed list: `Choice<…>`; another record: `Link<…>`; an identifier: `PersonName`, `Mrn`, `Ssn`, …; each also in `Option`, and, where it is text, in `Vec` or `BTreeMap<String, …>`",
    note = "a field that is no PHI: `#[phi(not_phi = \"why\")]` on an integer, a `bool` or a `String`",
    note = "where it may be absent, `Option<…>` is written out, not through an alias"
)]
pub trait Slot<V>: Sized {
    /// What the type says of itself.
    const TRAITS: FieldTraits;

    /// [`Walk::field`].
    fn walk_into(&self, walk: &mut Walk, position: usize);

    /// [`Source::field`].
    ///
    /// # Errors
    /// When the opened bytes are no value of the type.
    fn open_from(source: &mut Source, position: usize) -> Result<Shown<V>, DecodeError>;

    /// What a view's `Debug` shows.
    fn debug(shown: &Shown<V>) -> &dyn fmt::Debug;

    /// Whether the policy withheld it.
    fn is_withheld(shown: &Shown<V>) -> bool;

    /// An entry of the view's map; none where the field is withheld.
    ///
    /// # Errors
    /// The serializer's.
    fn serialize<M: SerializeMap>(shown: &Shown<V>, name: &'static str, map: &mut M) -> Result<(), M::Error>;
}

/// What the derive has to know of a field's type.
#[derive(Clone, Copy, Debug)]
pub struct FieldTraits {
    /// How values become bytes.
    pub kind: ValueKind,
    /// Which identifier it is, if it is one.
    pub class: Option<IdentifierClass>,
    /// What the de-identifier has to know beyond the class.
    pub detail: Detail,
    /// Whether the type protects what it holds.
    pub protected: bool,
}

macro_rules! slots {
    ($($place:ty),*) => {$(
        impl<V: Value> Slot<V> for $place {
            const TRAITS: FieldTraits =
                FieldTraits { kind: V::KIND, class: V::CLASS, detail: <V as Coded>::DETAIL, protected: V::PROTECTED };

            fn walk_into(&self, walk: &mut Walk, position: usize) {
                walk.field(position, self);
            }

            fn open_from(source: &mut Source, position: usize) -> Result<Shown<V>, DecodeError> {
                source.field(position)
            }

            fn debug(shown: &Shown<V>) -> &dyn fmt::Debug {
                shown
            }

            fn is_withheld(shown: &Shown<V>) -> bool {
                shown.is_withheld()
            }

            fn serialize<M: SerializeMap>(shown: &Shown<V>, name: &'static str, map: &mut M) -> Result<(), M::Error> {
                if shown.is_withheld() { Ok(()) } else { map.serialize_entry(name, shown) }
            }
        }
    )*};
}

slots!(V, Option<V>);
