//! Groups of fields that belong together: an address, a coverage. They are declared once and held by records.

use core::{fmt, marker::PhantomData};

use serde::{Serialize, ser::SerializeMap};

use super::{FieldSet, FieldSpec, Source, Walk, flat};
use crate::value::DecodeError;

/// A declaration of fields: a record's or a group's. Implemented by the derives, never by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` declares no fields",
    note = "a record: `#[derive(PhiRecord)]`; a group of fields in a record: `#[derive(PhiGroup)]`"
)]
pub trait Declared: Sized + 'static {
    #[doc(hidden)]
    const PARTS: &'static [flat::Part] = &[];
    #[doc(hidden)]
    const NAMES: &'static flat::Names = &flat::join(Self::PARTS);
    #[doc(hidden)]
    const TABLE: &'static flat::Table = &flat::flatten(Self::PARTS, Self::NAMES);

    /// The fields in the order of declaration, those of groups in their place.
    const FIELDS: &'static [FieldSpec] = Self::TABLE.fields();
}

/// A group of fields that records hold under a name: `#[phi(group)] address: Address`, or `Option<Address>`.
///
/// In an `Option` a field of it that is `not_phi` is treated as clinical: whether there is one tells whether there is a group.
///
/// The fields of a group are fields of the record that holds it: `address.zip` is granted, sealed, recorded and de-identified by itself.
/// Implemented by `#[derive(PhiGroup)]`, on a struct, or on an enum whose variants hold different fields.
///
/// ```
/// use phi_types::{City, Phi, PhiGroup, PhiRecord, Street, SubjectId, Text, Zip};
///
/// #[derive(PhiGroup)]
/// struct Address {
///     #[phi(street)]
///     street: Street,
///     #[phi(city)]
///     city: City,
///     #[phi(zip)]
///     zip: Option<Zip>,
/// }
///
/// #[derive(PhiRecord)]
/// #[phi(record = "Contact")]
/// struct Contact {
///     #[phi(subject)]
///     subject: SubjectId,
///     #[phi(group)]
///     home: Address,
///     #[phi(group)]
///     work: Option<Address>,
///     #[phi(free_text)]
///     note: Phi<Text>,
/// }
///
/// let names: Vec<_> = Contact::HOME.only(Address::CITY | Address::ZIP).names().collect();
/// assert_eq!(names, ["home.city", "home.zip"]);
/// assert_eq!((Contact::WORK.all() | Contact::NOTE).mask().len(), 4);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no group of fields",
    label = "declared as a group of the record",
    note = "declare it: `#[derive(PhiGroup)]` on the struct or enum and `#[phi(…)]` on each of its fields",
    note = "a record has rows, grants and versions of its own: hold a `Link<…>` to it (`#[phi(other_id)]`); so it is with whatever there may be many of"
)]
pub trait PhiGroup: Declared {
    /// How a granted group looks.
    type View: GroupView + 'static;

    /// A change to the group.
    type Patch: Default;

    /// Walks over every field, towards the sealer; `base` is the position of the first.
    fn walk(&self, walk: &mut Walk, base: usize);

    /// Walks over the fields that a patch sets.
    fn walk_patch(patch: &Self::Patch, walk: &mut Walk, base: usize);

    /// Builds the view from opened fields.
    ///
    /// # Errors
    /// When the opened bytes are no values of the declared types.
    fn view(source: &mut Source, base: usize) -> Result<Self::View, DecodeError>;
}

/// What the view of a group can say of itself.
pub trait GroupView: fmt::Debug + Serialize {
    /// Whether the policy withheld each of its fields. A serialised view leaves it out then.
    fn is_withheld(&self) -> bool;
}

/// The type of a field that holds a group: the group, or an `Option` of it. Sealed through [`PhiGroup`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no group of fields",
    label = "declared as a group of the record",
    note = "declare it: `#[derive(PhiGroup)]` on the struct or enum and `#[phi(…)]` on each of its fields",
    note = "a record has rows, grants and versions of its own: hold a `Link<…>` to it (`#[phi(other_id)]`); so it is with whatever there may be many of"
)]
pub trait GroupField: Sized + 'static {
    /// The group itself, without the `Option`.
    type Group: PhiGroup;
    /// A change to it.
    type Patch: Default;
    /// What a grant shows of it.
    type View: GroupView + 'static;
    /// Whether it may be absent.
    const OPTIONAL: bool;
    /// Its fields.
    #[doc(hidden)]
    const FIELDS: &'static [FieldSpec] = <Self::Group as Declared>::FIELDS;
    /// How many fields it has.
    #[doc(hidden)]
    const SIZE: usize = Self::FIELDS.len();

    #[doc(hidden)]
    fn walk(&self, walk: &mut Walk, base: usize);
    #[doc(hidden)]
    fn walk_patch(patch: &Self::Patch, walk: &mut Walk, base: usize);

    /// [`Walk::group`], called through the type: then a type that is no group is the same message wherever the derive asks.
    #[doc(hidden)]
    fn walk_into(&self, walk: &mut Walk, position: usize) {
        walk.group(position, self);
    }

    /// [`Walk::group_patch`], called through the type.
    #[doc(hidden)]
    fn patch_into(patch: &Self::Patch, walk: &mut Walk, position: usize) {
        walk.group_patch::<Self>(position, patch);
    }

    /// [`Source::group`], called through the type.
    ///
    /// # Errors
    /// When the opened bytes are no values of the declared types.
    #[doc(hidden)]
    fn open_from(source: &mut Source, position: usize) -> Result<Self::View, DecodeError>;

    #[doc(hidden)]
    fn is_withheld(view: &Self::View) -> bool {
        view.is_withheld()
    }

    #[doc(hidden)]
    fn debug(view: &Self::View) -> &dyn fmt::Debug {
        view
    }

    /// An entry of the view's map; none where the whole group is withheld.
    ///
    /// # Errors
    /// The serializer's.
    #[doc(hidden)]
    fn serialize<M: SerializeMap>(view: &Self::View, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        if view.is_withheld() { Ok(()) } else { map.serialize_entry(name, view) }
    }
}

impl<G: PhiGroup> GroupField for G {
    type Group = G;
    type Patch = G::Patch;
    type View = G::View;
    const OPTIONAL: bool = false;

    fn walk(&self, walk: &mut Walk, base: usize) {
        PhiGroup::walk(self, walk, base);
    }

    fn walk_patch(patch: &Self::Patch, walk: &mut Walk, base: usize) {
        G::walk_patch(patch, walk, base);
    }

    fn open_from(source: &mut Source, position: usize) -> Result<G::View, DecodeError> {
        source.group::<Self>(position)
    }
}

impl<G: PhiGroup> GroupField for Option<G> {
    type Group = G;
    type Patch = OptionalPatch<G>;
    type View = G::View;
    const OPTIONAL: bool = true;

    fn walk(&self, walk: &mut Walk, base: usize) {
        match self {
            Some(group) => PhiGroup::walk(group, walk, base),
            None => walk.absent(base, G::FIELDS.len()),
        }
    }

    fn walk_patch(patch: &Self::Patch, walk: &mut Walk, base: usize) {
        match patch {
            OptionalPatch::Unchanged => {}
            OptionalPatch::Clear => walk.absent(base, G::FIELDS.len()),
            OptionalPatch::Set(group) => PhiGroup::walk(group, walk, base),
            OptionalPatch::Change(patch) => G::walk_patch(patch, walk, base),
        }
    }

    fn open_from(source: &mut Source, position: usize) -> Result<G::View, DecodeError> {
        source.group::<Self>(position)
    }
}

/// A change to a group that may be absent.
#[derive(Default)]
pub enum OptionalPatch<G: PhiGroup> {
    /// The group stays as it is.
    #[default]
    Unchanged,
    /// Each of its fields becomes absent.
    Clear,
    /// It is written anew, whole.
    Set(G),
    /// Some of its fields change.
    Change(G::Patch),
}

impl<G: PhiGroup> fmt::Debug for OptionalPatch<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[patch]")
    }
}

/// A group as a part of `R`: the derive makes a constant of this type for each field that holds one.
pub struct FieldGroup<R, G>(usize, PhantomData<fn() -> (R, G)>);

impl<R: Declared, G: PhiGroup> FieldGroup<R, G> {
    /// The group whose first field has this position. The derive's constants are made with it.
    #[must_use]
    pub const fn at(position: usize) -> Self {
        Self(position, PhantomData)
    }

    /// Every field of the group.
    #[must_use]
    pub const fn all(self) -> FieldSet<R> {
        self.only(FieldSet::ALL)
    }

    /// Some fields of the group.
    #[must_use]
    pub const fn only(self, fields: FieldSet<G>) -> FieldSet<R> {
        FieldSet::of_mask(fields.mask().shifted(self.0))
    }
}

impl<R, G> Clone for FieldGroup<R, G> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, G> Copy for FieldGroup<R, G> {}
