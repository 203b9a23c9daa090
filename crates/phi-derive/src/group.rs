//! `#[derive(PhiGroup)]` on a struct; on an enum see `alternatives.rs`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Path, Result};

use crate::{
    alternatives,
    attribute::GroupAttributes,
    keyword::Kind,
    layout::{Layout, members, no_lifetimes},
    view::{patch, patch_name, view, view_name},
};

const SHAPE: &str = "a group is a struct with named fields, or an enum whose variants hold fields";

pub(crate) fn expand(input: &DeriveInput, default: &Path) -> Result<TokenStream> {
    no_lifetimes(&input.generics)?;
    let attributes = GroupAttributes::read(&input.attrs, default)?;
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => return alternatives::expand(input, data, &attributes),
        Data::Union(_) => return Err(Error::new(input.ident.span(), SHAPE)),
    };
    if attributes.kind.is_some() || !attributes.labels.is_empty() {
        return Err(Error::new(
            input.ident.span(),
            "a struct's fields are declared one by one; `clinical`, `demographic` and `label` on the whole are for enums",
        ));
    }
    let members = members(&data.fields, SHAPE, &input.ident)?;
    if let Some(subject) = members.iter().find(|member| matches!(member.kind, Kind::Subject)) {
        return Err(Error::new(subject.ident.span(), "a group is about whom the record is about: it has no subject"));
    }
    if members.is_empty() {
        return Err(Error::new(input.ident.span(), "a group has at least one field"));
    }
    let layout = Layout { input, krate: &attributes.krate, members: &members };
    Ok(tokens(&layout))
}

fn tokens(layout: &Layout<'_>) -> TokenStream {
    let krate = layout.krate;
    let (here, inside) = layout.placed_checks();
    let (declared, constants) = (layout.declared(), layout.constants());
    let (view_type, patch_type) = (view(layout, None), patch(layout));
    let name = &layout.input.ident;
    let (view, patch) = (view_name(name), patch_name(name));
    let generics = layout.assumed();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let base = quote!(base+);
    let (walk, walk_patch, opened) = (layout.walk(&base), layout.walk_patch(&base), layout.opened(&base));
    // With parameters the declaration is checked when the group is first walked over.
    let inside = (!inside.is_empty()).then(|| quote!(const { #inside }));
    quote! {
        #here
        #declared
        #constants
        #view_type
        #patch_type

        #[automatically_derived]
        #[allow(unused_parens, reason = "a position is a sum, of one term where there are no groups")]
        impl #parameters #krate::record::PhiGroup for #name #arguments #bounds {
            type View = #view #arguments;
            type Patch = #patch #arguments;

            fn walk(&self, walk: &mut #krate::record::Walk, base: usize) {
                #inside
                #walk
            }

            fn walk_patch(patch: &Self::Patch, walk: &mut #krate::record::Walk, base: usize) {
                #walk_patch
            }

            fn view(
                source: &mut #krate::record::Source,
                base: usize,
            ) -> ::core::result::Result<Self::View, #krate::DecodeError> {
                ::core::result::Result::Ok(#view { #opened })
            }
        }
    }
}
