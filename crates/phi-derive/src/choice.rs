//! `#[derive(PhiChoice)]`: a closed list of codes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Path, Result};

use crate::{
    attribute::{GroupAttributes, code},
    layout::all,
};

pub(crate) fn expand(input: &DeriveInput, default: &Path) -> Result<TokenStream> {
    let attributes = GroupAttributes::read(&input.attrs, default)?;
    let shape = "a choice is an enum without data and without parameters; alternatives with fields are a `PhiGroup`";
    let Data::Enum(data) = &input.data else { return Err(Error::new(input.ident.span(), shape)) };
    if !input.generics.params.is_empty() || data.variants.is_empty() {
        return Err(Error::new(input.ident.span(), shape));
    }
    if attributes.kind.is_some() || !attributes.labels.is_empty() {
        return Err(Error::new(
            input.ident.span(),
            "what the choice is in the eyes of the regulation is said on the field",
        ));
    }
    if let Some(variant) = data.variants.iter().find(|variant| !matches!(variant.fields, Fields::Unit)) {
        return Err(Error::new(variant.ident.span(), shape));
    }
    let codes = codes(data.variants.iter())?;
    let variants: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
    Ok(implementation(&attributes.krate, &input.ident, &variants, &codes))
}

/// The codes of all variants, each once.
pub(crate) fn codes<'a>(variants: impl Iterator<Item = &'a syn::Variant>) -> Result<Vec<LitStr>> {
    let codes = all(variants.map(code))?;
    for (at, code) in codes.iter().enumerate() {
        if codes.iter().take(at).any(|earlier| earlier.value() == code.value()) {
            return Err(Error::new(code.span(), "this code stands for another variant already"));
        }
    }
    Ok(codes)
}

pub(crate) fn implementation(krate: &Path, name: &Ident, variants: &[&Ident], codes: &[LitStr]) -> TokenStream {
    let places = 0_u16..;
    quote! {
        #[automatically_derived]
        impl #krate::PhiChoice for #name {
            const CHOICES: &'static [(&'static str, Self)] = &[#((#codes, Self::#variants)),*];

            fn place(self) -> u16 {
                match self { #(Self::#variants => #places,)* }
            }
        }
    }
}
