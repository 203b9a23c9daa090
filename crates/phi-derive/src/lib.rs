//! `#[derive(PhiRecord)]`: declare a record of protected health information once.
//!
//! Do not depend on this crate: `phi-types` and `hipaa` re-export the derive. What it writes, and why, is described with
//! the trait `phi_types::PhiRecord`.
//!
//! # On the struct
//!
//! * `#[phi(record = "Patient")]`: the name under which rows are sealed and events recorded. Required, and a literal of its
//!   own, so that renaming the Rust type leaves stored rows readable.
//! * `#[phi(version = 2)]`: the version of the declaration, 1 unless said.
//! * `#[phi(crate = path)]`: where `phi_types` is to be found, if neither here nor in `hipaa`.
//!
//! # On each field, exactly one of
//!
//! * `subject`: whom the record is about, a `SubjectId`; on one field.
//! * an identifier of 45 CFR 164.514(b)(2)(i): `name` `street` `city` `county` `geography` `zip` `date` `age` `phone` `fax`
//!   `email` `ssn` `mrn` `health_plan` `account` `license` `vehicle` `device` `url` `ip` `biometric` `photo` `other_id`; with
//!   `date` also `birth`.
//! * `clinical`: health content. `demographic`: sex, race, State and the like. `free_text`: anything may stand in it.
//! * `not_phi = "why"`: no PHI, for the written reason. It comes along with any grant, unless a forbid takes it away.
//!
//! and if wanted `label = "HIV"` (HL7 codes, may be repeated; a label protects nothing by itself, a forbid that goes by it does),
//! `pad` (hide the length in a bucket; rows that were sealed without it are not read with it, so decide before the first is stored), and
//! `stored_as = "old_name"` (after a rename).
//!
//! A field may be searchable while it is sealed: `index(folded, bits = 64)`, with `digits`, `folded` or `iso_date` for how values are made
//! alike, `with(born = iso_date)` for more fields, and `because = "…"` where it holds a Social Security number or a date of birth. It
//! becomes the constant `BY_…`; what equality leaks is told at `IndexSpec`.
//!
//! A field that may be without a value is an `Option<…>`, written out: through an alias the derive does not see it.
//!
//! or `group`: a group of fields that belong together, declared once with `#[derive(PhiGroup)]` and held by value or in an `Option`.
//! A `label` on it goes to each of its fields.
//!
//! # Groups and choices
//!
//! `#[derive(PhiGroup)]` on a struct: the fields as above, without a subject. They become fields of the record that holds the group,
//! `address.zip` for instance. On an enum: `#[phi(clinical)]` or `#[phi(demographic)]` says what the choice of an alternative is, each variant
//! has its `#[phi(code = "…")]`, and each of its fields is declared; a `label` on the enum goes to all of them, since each tells which one it is. `#[derive(PhiChoice)]` on an enum without data makes a closed list of
//! codes for fields of type `Choice<…>`.
//!
//! # What it takes
//!
//! Structs with named fields; with type and const parameters, as far as they are `'static`. What it does not take is a compile
//! error that says so: an enum as a record, tuple structs, lifetime parameters, a field of another record. A record inside a record has
//! rows, grants and a version of its own, so the outer one holds a `Link` to it, or a `Vec` of links.
#![forbid(unsafe_code)]

mod alternatives;
mod attribute;
mod choice;
mod expand;
mod group;
mod index;
mod keyword;
mod layout;
#[cfg(test)]
mod properties;
mod record;
mod stand_in;
mod view;

use expand::Derive;
use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input, parse_quote};

/// Declares a record, for hosts that depend on `phi-types`. See the [crate] for the attributes.
#[proc_macro_derive(PhiRecord, attributes(phi))]
pub fn phi_record(input: TokenStream) -> TokenStream {
    of_types(input, &RECORD)
}

/// Declares a group of fields, for hosts that depend on `phi-types`. See the [crate] for the attributes.
#[proc_macro_derive(PhiGroup, attributes(phi))]
pub fn phi_group(input: TokenStream) -> TokenStream {
    of_types(input, &GROUP)
}

/// Declares a closed list of codes, for hosts that depend on `phi-types`. See the [crate] for the attributes.
#[proc_macro_derive(PhiChoice, attributes(phi))]
pub fn phi_choice(input: TokenStream) -> TokenStream {
    of_types(input, &CHOICE)
}

/// Declares a record, for hosts that depend on `hipaa` alone. `hipaa` re-exports it as `PhiRecord`.
#[proc_macro_derive(PhiRecordOfHipaa, attributes(phi))]
pub fn phi_record_of_hipaa(input: TokenStream) -> TokenStream {
    of_hipaa(input, &RECORD)
}

/// Declares a group of fields, for hosts that depend on `hipaa` alone. `hipaa` re-exports it as `PhiGroup`.
#[proc_macro_derive(PhiGroupOfHipaa, attributes(phi))]
pub fn phi_group_of_hipaa(input: TokenStream) -> TokenStream {
    of_hipaa(input, &GROUP)
}

/// Declares a closed list of codes, for hosts that depend on `hipaa` alone. `hipaa` re-exports it as `PhiChoice`.
#[proc_macro_derive(PhiChoiceOfHipaa, attributes(phi))]
pub fn phi_choice_of_hipaa(input: TokenStream) -> TokenStream {
    of_hipaa(input, &CHOICE)
}

const RECORD: Derive = Derive { expand: record::expand, stand_in: stand_in::record };
const GROUP: Derive = Derive { expand: group::expand, stand_in: stand_in::group };
const CHOICE: Derive = Derive { expand: choice::expand, stand_in: stand_in::nothing };

fn of_types(input: TokenStream, derive: &Derive) -> TokenStream {
    expand::expand(derive, &parse_macro_input!(input as DeriveInput), &parse_quote!(::phi_types)).into()
}

fn of_hipaa(input: TokenStream, derive: &Derive) -> TokenStream {
    expand::expand(derive, &parse_macro_input!(input as DeriveInput), &parse_quote!(::hipaa::types)).into()
}
