//! `#[derive(PhiGroup)]` on an enum: alternatives that hold different fields.
//!
//! The fields of all variants are fields of the record, and which variant it is is one more. Of the variants that it is not, each field is
//! absent. So a policy grants, and a log names, each field by itself, and a view cannot hold a mixture that never was.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{DataEnum, DeriveInput, Error, Fields, Ident, Result, ext::IdentExt, spanned::Spanned};

use crate::{
    attribute::{FieldAttributes, GroupAttributes},
    choice::{codes, implementation},
    keyword::Kind,
    layout::{Layout, all},
    view::{view, view_name},
};

/// One variant with its fields.
struct Variant<'a> {
    ident: &'a Ident,
    /// How a pattern binds them: by name, or in parentheses.
    tuple: bool,
    /// The bindings, in the order of `members`.
    bindings: Vec<Ident>,
    members: Vec<FieldAttributes>,
}

pub(crate) fn expand(input: &DeriveInput, data: &DataEnum, attributes: &GroupAttributes) -> Result<TokenStream> {
    let Some(kind) = &attributes.kind else {
        return Err(Error::new(
            input.ident.span(),
            "which alternative it is is a field too: say `#[phi(clinical)]` or `#[phi(demographic)]` on the enum",
        ));
    };
    if !input.generics.params.is_empty() || data.variants.is_empty() {
        return Err(Error::new(input.ident.span(), "alternatives are an enum with variants and without parameters"));
    }
    let codes = codes(data.variants.iter())?;
    let variants = all(data.variants.iter().zip(&codes).map(|(variant, code)| read(variant, &code.value())))?;
    let choice = format_ident!("{}Variant", input.ident);
    let krate = &attributes.krate;

    // Which alternative it is: a field like the others, whose length says nothing.
    let tag = FieldAttributes {
        ident: format_ident!("variant"),
        ty: syn::parse_quote!(#krate::Choice<#choice>),
        kind: if matches!(kind, Kind::Demographic) { Kind::Demographic } else { Kind::Clinical },
        stored_as: "variant".to_owned(),
        labels: attributes.labels.clone(),
        padded: true,
    };
    let names: Vec<_> = variants.iter().map(|variant| variant.ident).collect();
    let walks = walks(krate, &choice, &variants);
    let members: Vec<_> =
        core::iter::once(tag).chain(variants.into_iter().flat_map(|variant| variant.members)).collect();
    let layout = Layout { input, krate, members: &members };

    let choices = implementation(krate, &choice, &names, &codes);
    let (checks, _) = layout.placed_checks();
    let (declared, constants, view_type) = (layout.declared(), layout.constants(), view(&layout, None));
    let opened = layout.opened(&quote!(base+));
    let (vis, name, view) = (&input.vis, &input.ident, view_name(&input.ident));
    let doc = format!("Which alternative of `{name}` it is.");
    Ok(quote! {
        #[doc = #doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(dead_code, missing_docs, reason = "generated for every variant, whichever the host needs")]
        #vis enum #choice { #(#names),* }

        #choices
        #checks
        #declared
        #constants
        #view_type

        #[automatically_derived]
        #[allow(unused_parens, reason = "a position is a sum, of one term where there are no groups")]
        impl #krate::record::PhiGroup for #name {
            type View = #view;
            /// The alternative that takes the place of the one there is: it is written whole.
            type Patch = ::core::option::Option<#name>;

            fn walk(&self, walk: &mut #krate::record::Walk, base: usize) {
                match self { #walks }
            }

            fn walk_patch(patch: &Self::Patch, walk: &mut #krate::record::Walk, base: usize) {
                if let ::core::option::Option::Some(group) = patch {
                    #krate::record::PhiGroup::walk(group, walk, base);
                }
            }

            fn view(
                source: &mut #krate::record::Source,
                base: usize,
            ) -> ::core::result::Result<Self::View, #krate::DecodeError> {
                ::core::result::Result::Ok(#view { #opened })
            }
        }
    })
}

/// The fields of one variant, under names that are unique in the enum: `medicare_id`, stored as `medicare.id`.
fn read<'a>(variant: &'a syn::Variant, code: &str) -> Result<Variant<'a>> {
    let prefix = snake(&variant.ident.unraw().to_string());
    let tuple = matches!(variant.fields, Fields::Unnamed(_));
    if tuple && variant.fields.len() != 1 {
        return Err(Error::new(variant.ident.span(), "a variant with more than one field names them: `Variant { … }`"));
    }
    let mut bindings = Vec::new();
    let members = all(variant.fields.iter().map(|field| {
        let (binding, ident) = match &field.ident {
            Some(ident) => (ident.clone(), format_ident!("{prefix}_{}", ident.unraw(), span = ident.span())),
            None => (format_ident!("value"), Ident::new(&prefix, variant.ident.span())),
        };
        bindings.push(binding.clone());
        let mut member = FieldAttributes::named(field, ident)?;
        if matches!(member.kind, Kind::Subject | Kind::Group) {
            let wrong = "a field of an alternative is a value: it has no subject and no group of its own";
            return Err(Error::new(member.ident.span(), wrong));
        }
        // The code is the lasting name of the variant, as `stored_as` is of a field.
        let own = if member.stored_as == member.shown() { binding.unraw().to_string() } else { member.stored_as };
        // Which fields are absent shows which alternative it is, and the length of a sealed field shows absence: all are padded.
        member.padded = true;
        member.stored_as = if tuple { code.to_owned() } else { format!("{code}.{own}") };
        Ok(member)
    }))?;
    Ok(Variant { ident: &variant.ident, tuple, bindings, members })
}

/// A match arm for each variant: which it is, its fields, and the absence of all others'.
fn walks(krate: &syn::Path, choice: &Ident, variants: &[Variant<'_>]) -> TokenStream {
    let mut position = 1_usize;
    let total = variants.iter().map(|variant| variant.members.len()).sum::<usize>();
    let arms = variants.iter().map(|variant| {
        let (ident, bindings) = (variant.ident, &variant.bindings);
        let pattern = match (variant.tuple, bindings.is_empty()) {
            (_, true) => quote!(Self::#ident { .. }),
            (true, false) => quote!(Self::#ident(#(#bindings),*)),
            (false, false) => quote!(Self::#ident { #(#bindings),* }),
        };
        let (before, here) = (position - 1, position);
        position += bindings.len();
        let (after, rest) = (position, total + 1 - position);
        let fields = variant.members.iter().zip(bindings).zip(here..).map(|((member, binding), at)| {
            let span = member.ty.span().resolved_at(proc_macro2::Span::call_site());
            quote_spanned!(span=> walk.field(base + #at, #binding);)
        });
        quote! {
            #pattern => {
                walk.field(base, &#krate::Choice::new(#choice::#ident));
                walk.absent(base + 1, #before);
                #(#fields)*
                walk.absent(base + #after, #rest);
            }
        }
    });
    let arms: Vec<_> = arms.collect();
    quote!(#(#arms)*)
}

/// `SelfPay` as `self_pay`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
