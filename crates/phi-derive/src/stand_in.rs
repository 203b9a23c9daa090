//! What a derive writes when it refuses: the same types and constants, with nothing behind them.
//!
//! A declaration that is wrong is one error. Without a stand-in each use of the record, and each record that holds the group, would be one
//! more, and the one that matters would be lost among them. The program does not compile either way, so none of this is ever run.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Field, Fields, Path, Token, Type, parse_quote};

use crate::{
    attribute::{FieldAttributes, GroupAttributes, RecordAttributes},
    keyword::Kind,
    layout::{Layout, without_self},
    view::{patch, patch_name, view, view_name},
};

/// Positions are bits of a `u128`.
const MOST_FIELDS: usize = 128;

pub(crate) fn record(input: &DeriveInput, default: &Path) -> TokenStream {
    let (name, version, krate) = match RecordAttributes::read(&input.ident, &input.attrs, default) {
        Ok(read) => (read.name.value(), read.version, read.krate),
        Err(_) => (input.ident.to_string(), 1, default.clone()),
    };
    let (subject, members) = members(input, &krate);
    let layout = Layout { input, krate: &krate, members: &members };
    let Some(common) = common(&layout, subject.as_ref()) else { return TokenStream::new() };
    let (view, patch) = (view_name(&input.ident), patch_name(&input.ident));
    let record = &input.ident;
    let generics = layout.assumed();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #common

        #[automatically_derived]
        #[allow(clippy::empty_loop, unused_variables, reason = "never run: the program does not compile")]
        impl #parameters #krate::PhiRecord for #record #arguments #bounds {
            const SCHEMA: &'static #krate::record::Schema = &#krate::record::Schema {
                name: #name,
                version: #version,
                fields: <Self as #krate::record::Declared>::FIELDS,
            };
            type View = #view #arguments;
            type Patch = #patch #arguments;
            fn subject(&self) -> #krate::SubjectId { loop {} }
            fn walk(&self, walk: &mut #krate::record::Walk) {}
            fn walk_patch(patch: &Self::Patch, walk: &mut #krate::record::Walk) {}
            fn view(
                subject: #krate::SubjectId,
                source: &mut #krate::record::Source,
            ) -> ::core::result::Result<Self::View, #krate::DecodeError> { loop {} }
        }
    }
}

pub(crate) fn group(input: &DeriveInput, default: &Path) -> TokenStream {
    let krate = GroupAttributes::read(&input.attrs, default).map_or_else(|_| default.clone(), |read| read.krate);
    let (_, members) = members(input, &krate);
    let layout = Layout { input, krate: &krate, members: &members };
    let Some(common) = common(&layout, None) else { return TokenStream::new() };
    let (view, patch) = (view_name(&input.ident), patch_name(&input.ident));
    let group = &input.ident;
    let generics = layout.assumed();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #common

        #[automatically_derived]
        #[allow(clippy::empty_loop, unused_variables, reason = "never run: the program does not compile")]
        impl #parameters #krate::record::PhiGroup for #group #arguments #bounds {
            type View = #view #arguments;
            type Patch = #patch #arguments;
            fn walk(&self, walk: &mut #krate::record::Walk, base: usize) {}
            fn walk_patch(patch: &Self::Patch, walk: &mut #krate::record::Walk, base: usize) {}
            fn view(
                source: &mut #krate::record::Source,
                base: usize,
            ) -> ::core::result::Result<Self::View, #krate::DecodeError> { loop {} }
        }
    }
}

/// For a list of codes: what it may be used as depends on the very variants that were refused.
pub(crate) fn nothing(_: &DeriveInput, _: &Path) -> TokenStream {
    TokenStream::new()
}

/// Whether a field of it borrows for a lifetime without a name.
pub(crate) fn borrows_unnamed(input: &DeriveInput) -> bool {
    let Data::Struct(data) = &input.data else { return false };
    data.fields.iter().any(|field| unnamed(&field.ty))
}

/// `&` without a lifetime behind it. In `fn(&str)` the lifetime is the function's, so a type that speaks of functions is left alone.
fn unnamed(ty: &Type) -> bool {
    fn scan(tokens: TokenStream) -> bool {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let borrows = match &token {
                TokenTree::Punct(mark) if mark.as_char() == '&' => {
                    !matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'')
                }
                TokenTree::Group(group) => scan(group.stream()),
                _ => false,
            };
            if borrows {
                return true;
            }
        }
        false
    }
    let tokens = ty.to_token_stream();
    let function = tokens.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "fn"));
    !function && scan(tokens)
}

/// The list of fields, the constants, view and patch; nothing for what has lifetimes.
fn common(layout: &Layout<'_>, subject: Option<&syn::Ident>) -> Option<TokenStream> {
    if layout.input.generics.lifetimes().next().is_some() || matches!(layout.input.data, Data::Union(_)) {
        return None;
    }
    let (declared, constants) = (layout.declared(), layout.constants());
    let (view, patch) = (view(layout, subject), patch(layout));
    Some(quote!(#declared #constants #view #patch))
}

/// The subject's name and the other fields; a text where a declaration cannot be read.
fn members(input: &DeriveInput, krate: &Path) -> (Option<syn::Ident>, Vec<FieldAttributes>) {
    let none = syn::punctuated::Punctuated::<Field, Token![,]>::new();
    let fields = match &input.data {
        Data::Struct(syn::DataStruct { fields: Fields::Named(named), .. }) => &named.named,
        _ => &none,
    };
    let (mut subject, mut members) = (None, Vec::new());
    for field in fields {
        let mut member = match FieldAttributes::read(field) {
            Ok(member) => member,
            Err(_) => match text(field, krate) {
                Some(member) => member,
                None => continue,
            },
        };
        if matches!(member.kind, Kind::Subject) {
            subject.get_or_insert(member.ident);
            continue;
        }
        member.ty = without_self(&member.ty, input);
        member.index = None;
        if unnamed(&member.ty) {
            member.ty = parse_quote!(#krate::Phi<#krate::Text>);
        }
        if members.len() < MOST_FIELDS {
            members.push(member);
        }
    }
    (subject, members)
}

fn text(field: &Field, krate: &Path) -> Option<FieldAttributes> {
    let ident = field.ident.clone()?;
    Some(FieldAttributes {
        stored_as: ident.to_string(),
        ident,
        ty: parse_quote!(#krate::Phi<#krate::Text>),
        kind: Kind::Clinical,
        labels: Vec::new(),
        padded: false,
        renamed: None,
        index: None,
    })
}
