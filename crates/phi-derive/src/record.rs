//! `#[derive(PhiRecord)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Error, Path, Result, spanned::Spanned};

use crate::{
    attribute::{FieldAttributes, RecordAttributes},
    keyword::Kind,
    layout::{Layout, members, no_lifetimes},
    view::{patch, patch_name, view, view_name},
};

/// Positions are bits of a `u128`.
const MOST_FIELDS: usize = 128;

pub(crate) fn expand(input: &DeriveInput, default: &Path) -> Result<TokenStream> {
    let shape = "a PHI record is a struct with named fields";
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(_) => {
            return Err(Error::new(
                input.ident.span(),
                "a PHI record is a struct with named fields; alternatives are a group of it: `#[derive(PhiGroup)]` on the enum, and \
                 a field `#[phi(group)]` in the record; a list of codes without data: `#[derive(PhiChoice)]`",
            ));
        }
        Data::Union(_) => return Err(Error::new(input.ident.span(), shape)),
    };
    no_lifetimes(&input.generics)?;
    let attributes = RecordAttributes::read(&input.ident, &input.attrs, default)?;
    let all = members(&data.fields, shape, &input.ident)?;
    let (subjects, fields): (Vec<_>, Vec<_>) = all.into_iter().partition(|f| matches!(f.kind, Kind::Subject));
    let mut subjects = subjects.into_iter();
    let (Some(subject), None) = (subjects.next(), subjects.next()) else {
        return Err(Error::new(
            input.ident.span(),
            "exactly one field says whom the record is about: `#[phi(subject)] subject: SubjectId`",
        ));
    };
    if fields.is_empty() || fields.len() > MOST_FIELDS {
        return Err(Error::new(input.ident.span(), "a PHI record has 1 to 128 fields beside its subject"));
    }
    let layout = Layout { input, krate: &attributes.krate, members: &fields };
    Ok(tokens(&layout, &attributes, &subject))
}

fn tokens(layout: &Layout<'_>, attributes: &RecordAttributes, subject: &FieldAttributes) -> TokenStream {
    let (here, inside) = layout.placed_checks();
    let implementation = implementation(layout, attributes, subject, &inside);
    let (declared, constants) = (layout.declared(), layout.constants());
    let (view, patch) = (view(layout, Some(&subject.ident)), patch(layout));
    quote! { #here #declared #implementation #constants #view #patch }
}

fn implementation(
    layout: &Layout<'_>,
    attributes: &RecordAttributes,
    subject: &FieldAttributes,
    checks: &TokenStream,
) -> TokenStream {
    let krate = layout.krate;
    let generics = layout.assumed();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let (record, name, version) = (&layout.input.ident, &attributes.name, attributes.version);
    let (view, patch) = (view_name(record), patch_name(record));
    // Through a trait, so that a subject of another type gets one sentence, at the field.
    let (subject, subject_ty) = (&subject.ident, &subject.ty);
    let subject_of = quote_spanned!(subject_ty.span()=> #krate::record::SubjectField::subject_id(&self.#subject));
    let base = TokenStream::new();
    let (walk, walk_patch, opened) = (layout.walk(&base), layout.walk_patch(&base), layout.opened(&base));
    quote! {
        #[automatically_derived]
        #[allow(unused_parens, reason = "a position is a sum, of one term where there are no groups")]
        impl #parameters #krate::PhiRecord for #record #arguments #bounds {
            const SCHEMA: &'static #krate::record::Schema = {
                #checks
                &#krate::record::Schema {
                    name: #name,
                    version: #version,
                    fields: <Self as #krate::record::Declared>::FIELDS,
                }
            };

            type View = #view #arguments;
            type Patch = #patch #arguments;

            fn subject(&self) -> #krate::SubjectId {
                #subject_of
            }

            fn walk(&self, walk: &mut #krate::record::Walk) {
                #walk
            }

            fn walk_patch(patch: &Self::Patch, walk: &mut #krate::record::Walk) {
                #walk_patch
            }

            fn view(
                subject: #krate::SubjectId,
                source: &mut #krate::record::Source,
            ) -> ::core::result::Result<Self::View, #krate::DecodeError> {
                ::core::result::Result::Ok(#view { #subject: subject, #opened })
            }
        }
    }
}
