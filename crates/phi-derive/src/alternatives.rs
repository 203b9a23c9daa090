//! `#[derive(PhiGroup)]` on an enum: alternatives that hold different fields.
//!
//! The fields of all variants are fields of the record, and which variant it is is one more. Of the variants that it is not, each field is
//! absent. So a policy grants, and a log names, each field by itself, and a view cannot hold a mixture that never was.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{DataEnum, DeriveInput, Error, Fields, Ident, Result, ext::IdentExt};

use crate::{
    attribute::{FieldAttributes, GroupAttributes},
    choice::{codes, implementation},
    keyword::Kind,
    layout::{Layout, all, port, without_self},
    view::{view, view_name},
};

/// One variant with its fields.
struct Variant<'a> {
    ident: &'a Ident,
    /// How a pattern binds them: by name, or in parentheses.
    tuple: bool,
    /// The fields' names, if they have any, and what a pattern binds them to; in the order of `members`.
    bindings: Vec<(Option<Ident>, Ident)>,
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
    let variants = all(data
        .variants
        .iter()
        .zip(&codes)
        .map(|(variant, code)| read(variant, &code.value(), input, &attributes.labels)))?;
    let choice = format_ident!("{}Variant", input.ident);
    let krate = &attributes.krate;

    // Which alternative it is: a field like the others, whose length says nothing.
    let tag = FieldAttributes {
        ident: format_ident!("variant"),
        ty: syn::parse_quote!(#krate::Choice<#choice>),
        kind: if matches!(kind, Kind::Demographic) { Kind::Demographic } else { Kind::Clinical },
        stored_as: "variant".to_owned(),
        renamed: None,
        index: None,
        labels: attributes.labels.clone(),
        padded: true,
    };
    let names: Vec<_> = variants.iter().map(|variant| variant.ident).collect();
    let docs: Vec<_> = names.iter().map(|name| format!("`{name}`.")).collect();
    let walks = walks(krate, input, &choice, &variants);
    let members: Vec<_> =
        core::iter::once(tag).chain(variants.into_iter().flat_map(|variant| variant.members)).collect();
    names_are_unique(&members)?;
    let layout = Layout { input, krate, members: &members };

    let choices = implementation(krate, &choice, &names, &codes);
    let checks = layout.placed_checks();
    let (declared, constants, view_type) = (layout.declared(), layout.constants(), view(&layout, None));
    let opened = layout.opened(&quote!(base+));
    let assumed = layout.assumed();
    let (_, _, bounds) = assumed.split_for_impl();
    let (vis, name, view) = (&input.vis, &input.ident, view_name(&input.ident));
    let doc = format!("Which alternative of `{name}` it is.");
    Ok(quote! {
        #[doc = #doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(dead_code, reason = "generated for every variant, whichever the host needs")]
        #vis enum #choice { #(#[doc = #docs] #names),* }

        #choices
        #checks
        #declared
        #constants
        #view_type

        #[automatically_derived]
        #[allow(unused_parens, reason = "a position is a sum, of one term where there are no groups")]
        impl #krate::record::PhiGroup for #name #bounds {
            type View = #view;
            /// The alternative that takes the place of the one there is: it is written whole.
            type Patch = ::core::option::Option<#name>;

            fn walk(&self, walk: &mut #krate::record::Walk, base: usize) {
                match self { #walks }
            }

            fn walk_patch(patch: &::core::option::Option<#name>, walk: &mut #krate::record::Walk, base: usize) {
                if let ::core::option::Option::Some(group) = patch {
                    #krate::record::PhiGroup::walk(group, walk, base);
                }
            }

            fn view(
                source: &mut #krate::record::Source,
                base: usize,
            ) -> ::core::result::Result<#view, #krate::DecodeError> {
                ::core::result::Result::Ok(#view { #opened })
            }
        }
    })
}

/// The fields of one variant, under names that are unique in the enum: `medicare_id`, stored as `medicare.id`.
fn read<'a>(
    variant: &'a syn::Variant,
    code: &str,
    input: &DeriveInput,
    labels: &[&'static str],
) -> Result<Variant<'a>> {
    let prefix = snake(&variant.ident.unraw().to_string());
    let tuple = matches!(variant.fields, Fields::Unnamed(_));
    if tuple && variant.fields.len() != 1 {
        return Err(Error::new(variant.ident.span(), "a variant with more than one field names them: `Variant { … }`"));
    }
    let mut bindings = Vec::new();
    let members = all(variant.fields.iter().enumerate().map(|(at, field)| {
        let ident = match &field.ident {
            Some(ident) => format_ident!("{prefix}_{}", ident.unraw(), span = ident.span()),
            None => not_a_keyword(&prefix, variant.ident.span()),
        };
        // A name of our own, which no field of the host hides.
        bindings.push((field.ident.clone(), format_ident!("phi_{at}")));
        let mut member = FieldAttributes::named(field, ident)?;
        member.ty = without_self(&member.ty, input);
        let wrong = match member.kind {
            Kind::Subject | Kind::Group => "a field of an alternative is a value: it has no subject and no group of its own",
            // It would come along with any grant, and whether there is one tells which alternative it is.
            Kind::NotPhi(_) => "a field of an alternative tells which one it is, so it is as much PHI as that: declare it `clinical` or `demographic`",
            _ => "",
        };
        if let Some(index) = &member.index {
            return Err(index.misplaced());
        }
        if !wrong.is_empty() {
            return Err(Error::new(member.ident.span(), wrong));
        }
        // For the same reason what is said of the choice holds for each of its fields.
        member.labels.extend(labels);
        // The code is the lasting name of the variant, as `stored_as` is of a field.
        member.stored_as = match (&field.ident, &member.renamed) {
            (Some(own), None) => format!("{code}.{}", own.unraw()),
            (Some(_), Some(renamed)) => format!("{code}.{renamed}"),
            (None, None) => code.to_owned(),
            (None, Some(_)) => {
                let wrong = "the field of this variant is stored under the variant's code: `stored_as` has nothing to say";
                return Err(Error::new(member.ident.span(), wrong));
            }
        };
        // Which fields are absent shows which alternative it is, and the length of a sealed field shows absence: all are padded.
        member.padded = true;
        Ok(member)
    }))?;
    Ok(Variant { ident: &variant.ident, tuple, bindings, members })
}

/// A match arm for each variant: which it is, its fields, and the absence of all others'.
fn walks(krate: &syn::Path, input: &DeriveInput, choice: &Ident, variants: &[Variant<'_>]) -> TokenStream {
    let mut position = 1_usize;
    let total = variants.iter().map(|variant| variant.members.len()).sum::<usize>();
    let arms = variants.iter().map(|variant| {
        let (ident, bindings) =
            (variant.ident, variant.bindings.iter().map(|(_, binding)| binding).collect::<Vec<_>>());
        let pattern = match (variant.tuple, bindings.is_empty()) {
            (_, true) => quote!(Self::#ident { .. }),
            (true, false) => quote!(Self::#ident(#(#bindings),*)),
            (false, false) => {
                let names = variant.bindings.iter().map(|(name, _)| name);
                quote!(Self::#ident { #(#names: #bindings),* })
            }
        };
        let (before, here) = (position - 1, position);
        position += bindings.len();
        let (after, rest) = (position, total + 1 - position);
        let fields = variant.members.iter().zip(bindings).zip(here..).map(|((member, binding), at)| {
            let port = port(krate, &input.generics, member);
            quote!(#port::walk_into(#binding, walk, base + #at);)
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

/// Two fields of different alternatives may come to one name: `HomeCity(…)` and `Home { city: … }`; and a variant may be called `Variant`.
fn names_are_unique(members: &[FieldAttributes]) -> Result<()> {
    all(members.iter().enumerate().map(|(at, member)| {
        if members.iter().take(at).any(|earlier| earlier.ident == member.ident) {
            let wrong =
                format!("another field of these alternatives is called `{}` already: rename the variant", member.ident);
            return Err(Error::new(member.ident.span(), wrong));
        }
        Ok(())
    }))
    .map(drop)
}

/// A variant may be called `Type` or `In`: the field then has a raw name.
fn not_a_keyword(name: &str, span: Span) -> Ident {
    if syn::parse_str::<Ident>(name).is_ok() { Ident::new(name, span) } else { Ident::new_raw(name, span) }
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
