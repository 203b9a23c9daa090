//! What a record and a group share: a list of declared members, and the code that walks over them.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{
    DeriveInput, Error, Fields, GenericParam, Generics, Ident, Path, Result, Type, ext::IdentExt, parse_quote,
    parse_quote_spanned, spanned::Spanned,
};

use crate::{attribute::FieldAttributes, keyword::Kind};

/// A struct's declared members.
pub(crate) struct Layout<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) krate: &'a Path,
    pub(crate) members: &'a [FieldAttributes],
}

/// Reads every field. Every undeclared one is named at once, so that one build shows all that is missing.
pub(crate) fn members(fields: &Fields, shape: &str, ident: &Ident) -> Result<Vec<FieldAttributes>> {
    let Fields::Named(named) = fields else { return Err(Error::new(ident.span(), shape)) };
    all(named.named.iter().map(FieldAttributes::read))
}

/// All results, or all errors in one.
pub(crate) fn all<T>(results: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    let (mut found, mut error) = (Vec::new(), None::<Error>);
    for result in results {
        match (result, &mut error) {
            (Ok(value), _) => found.push(value),
            (Err(wrong), Some(error)) => error.combine(wrong),
            (Err(wrong), none) => *none = Some(wrong),
        }
    }
    error.map_or(Ok(found), Err)
}

pub(crate) fn no_lifetimes(generics: &Generics) -> Result<()> {
    match generics.lifetimes().next() {
        Some(lifetime) => {
            Err(Error::new(lifetime.span(), "a PHI record owns what it holds: it has no lifetime parameters"))
        }
        None => Ok(()),
    }
}

impl Layout<'_> {
    pub(crate) fn has_groups(&self) -> bool {
        self.members.iter().any(FieldAttributes::is_group)
    }

    /// The position of each member: how many fields stand before it, those of groups included.
    pub(crate) fn positions(&self) -> Vec<TokenStream> {
        let krate = self.krate;
        let (mut plain, mut groups, mut positions) = (0_usize, Vec::new(), Vec::new());
        for member in self.members {
            positions.push(quote!((#plain #(+ #krate::record::group_size::<#groups>())*)));
            if member.is_group() {
                groups.push(&member.ty);
            } else {
                plain += 1;
            }
        }
        positions
    }

    /// The declaration against the type: one clear sentence each, at the field.
    ///
    /// This is the one place that asks a field's type for `Field` without assuming it, so that a wrong type is one error.
    pub(crate) fn checks(&self) -> TokenStream {
        let krate = self.krate;
        let checks = self.members.iter().map(|member| check(krate, member));
        let sentence = "two fields are stored under one name or number: give one of them another `stored_as`";
        let unique = if !self.has_groups() {
            let stored = self.members.iter().map(|member| &member.stored_as);
            quote!(#krate::record::ids_are_unique(&[#(#krate::record::field_id(#stored)),*]))
        } else if self.input.generics.params.is_empty() {
            // From the names alone, so that a type that is wrong is not asked for once more.
            let parts = self.members.iter().map(|member| {
                let (ty, stored) = (&member.ty, &member.stored_as);
                if member.is_group() {
                    quote_spanned!(ty.span()=> #krate::record::flat::Part::group::<#ty>(#stored))
                } else {
                    quote!(#krate::record::flat::Part::named(#stored))
                }
            });
            quote!({
                const PARTS: &[#krate::record::flat::Part] = &[#(#parts),*];
                const NAMES: &#krate::record::flat::Names = &#krate::record::flat::join(PARTS);
                const TABLE: &#krate::record::flat::Table = &#krate::record::flat::flatten(PARTS, NAMES);
                #krate::record::flat::specs_are_unique(TABLE.fields())
            })
        } else {
            let (name, (_, arguments, _)) = (&self.input.ident, self.input.generics.split_for_impl());
            quote!(#krate::record::flat::specs_are_unique(<#name #arguments as #krate::record::Declared>::FIELDS))
        };
        let unique = quote_spanned!(self.input.ident.span()=> assert!(#unique, #sentence););
        quote!(#(#checks)* #unique)
    }

    /// The checks where they can stand: beside the type, or, if it has parameters, where its declaration is first asked for.
    pub(crate) fn placed_checks(&self) -> (TokenStream, TokenStream) {
        let checks = self.checks();
        if self.input.generics.params.is_empty() {
            (quote!(const _: () = { #checks };), TokenStream::new())
        } else {
            (TokenStream::new(), checks)
        }
    }

    /// `impl Declared`: the list of fields, laid flat by the compiler where there are groups.
    pub(crate) fn declared(&self) -> TokenStream {
        let krate = self.krate;
        let generics = self.assumed();
        let (parameters, arguments, bounds) = generics.split_for_impl();
        let name = &self.input.ident;
        let list = if self.has_groups() {
            let parts = self.members.iter().map(|member| {
                let (ty, stored, labels) = (&member.ty, &member.stored_as, labels(krate, member));
                if member.is_group() {
                    quote!(#krate::record::flat::Part::Group {
                        name: #stored,
                        labels: #labels,
                        fields: <<#ty as #krate::record::GroupField>::Group as #krate::record::Declared>::FIELDS,
                    })
                } else {
                    let spec = spec(krate, member);
                    quote!(#krate::record::flat::Part::Field(#spec))
                }
            });
            quote!(const PARTS: &'static [#krate::record::flat::Part] = &[#(#parts),*];)
        } else {
            let specs = self.members.iter().map(|member| spec(krate, member));
            quote!(const FIELDS: &'static [#krate::record::FieldSpec] = &[#(#specs),*];)
        };
        quote! {
            #[automatically_derived]
            impl #parameters #krate::record::Declared for #name #arguments #bounds { #list }
        }
    }

    /// What every generated item assumes of the fields' types. The lifetime keeps rustc from checking a type without parameters
    /// again at each item: `checks` has done so.
    pub(crate) fn assumed(&self) -> Generics {
        let krate = self.krate;
        let mut generics = self.input.generics.clone();
        for parameter in &mut generics.params {
            // A default is for the declaration of the host; here it would be repeated.
            match parameter {
                GenericParam::Type(parameter) => {
                    parameter.bounds.push(parse_quote!('static));
                    parameter.default = None;
                }
                GenericParam::Const(parameter) => parameter.default = None,
                GenericParam::Lifetime(_) => {}
            }
        }
        let bounds = generics.make_where_clause();
        for member in self.members {
            let ty = &member.ty;
            bounds.predicates.push(if member.is_group() {
                parse_quote_spanned!(ty.span()=> for<'phi> #ty: #krate::record::GroupField)
            } else {
                parse_quote_spanned!(ty.span()=> for<'phi> #ty: #krate::Field)
            });
        }
        generics
    }

    /// The walk over `self`, with each position behind `base`.
    pub(crate) fn walk(&self, base: &TokenStream) -> TokenStream {
        let krate = self.krate;
        let lines = self.members.iter().zip(self.positions()).map(|(member, position)| {
            let (ident, ty, here) = (&member.ident, &member.ty, here(&member.ty));
            if member.is_group() {
                quote_spanned!(here=>
                    <#ty as #krate::record::GroupField>::walk(&self.#ident, walk, #base #position);)
            } else {
                quote_spanned!(here=> walk.field(#base #position, &self.#ident);)
            }
        });
        quote!(#(#lines)*)
    }

    /// The walk over what a patch sets.
    pub(crate) fn walk_patch(&self, base: &TokenStream) -> TokenStream {
        let krate = self.krate;
        let lines = self.members.iter().zip(self.positions()).map(|(member, position)| {
            let (ident, ty, here) = (&member.ident, &member.ty, here(&member.ty));
            if member.is_group() {
                quote_spanned!(here=>
                    <#ty as #krate::record::GroupField>::walk_patch(&patch.#ident, walk, #base #position);)
            } else {
                quote_spanned! {here=>
                    if let ::core::option::Option::Some(value) = &patch.#ident {
                        walk.field(#base #position, value);
                    }
                }
            }
        });
        quote!(#(#lines)*)
    }

    /// The members of a view's literal.
    pub(crate) fn opened(&self, base: &TokenStream) -> TokenStream {
        let krate = self.krate;
        let lines = self.members.iter().zip(self.positions()).map(|(member, position)| {
            let (ident, ty) = (&member.ident, &member.ty);
            if member.is_group() {
                quote!(#ident: <<#ty as #krate::record::GroupField>::Group as #krate::record::PhiGroup>::view(
                    source, #base #position,
                )?,)
            } else {
                quote!(#ident: source.field(#base #position)?,)
            }
        });
        quote!(#(#lines)*)
    }

    /// A constant for each member.
    pub(crate) fn constants(&self) -> TokenStream {
        let krate = self.krate;
        let name = &self.input.ident;
        let generics = self.assumed();
        let (parameters, arguments, bounds) = generics.split_for_impl();
        let constants = self.members.iter().zip(self.positions()).map(|(member, position)| {
            let constant = format_ident!("{}", member.shown().to_uppercase(), span = member.ident.span());
            let ty = &member.ty;
            if member.is_group() {
                let doc = format!("The group of fields `{}`.", member.ident);
                quote! {
                    #[doc = #doc]
                    pub const #constant: #krate::record::FieldGroup<
                        Self, <#ty as #krate::record::GroupField>::Group,
                    > = #krate::record::FieldGroup::at(#position);
                }
            } else {
                let doc = format!("The field `{}`.", member.ident);
                quote! {
                    #[doc = #doc]
                    pub const #constant: #krate::record::FieldSet<Self> = #krate::record::FieldSet::at(#position);
                }
            }
        });
        quote! {
            #[allow(dead_code, unused_parens, reason = "generated for every field, whichever the host needs")]
            impl #parameters #name #arguments #bounds { #(#constants)* }
        }
    }
}

/// Where a type stands, for what is generated of it: what rustc has to say about the type there and here is then one message.
fn here(ty: &Type) -> Span {
    ty.span().resolved_at(Span::call_site())
}

fn labels(krate: &Path, member: &FieldAttributes) -> TokenStream {
    let labels = member.labels.iter().map(|label| Ident::new(label, member.ident.span()));
    quote!(#krate::record::Labels::NONE #(.with(#krate::record::Label::#labels))*)
}

/// The `FieldSpec` of a member that is no group.
pub(crate) fn spec(krate: &Path, member: &FieldAttributes) -> TokenStream {
    let (ty, stored, padded) = (&member.ty, &member.stored_as, member.padded);
    let (kind, labels) = (member.kind.tokens(krate, ty), labels(krate, member));
    quote! {
        #krate::record::FieldSpec {
            name: #stored,
            id: #krate::record::field_id(#stored),
            kind: #kind,
            value: #krate::record::value_kind::<#ty>(),
            labels: #labels,
            padded: #padded,
        }
    }
}

/// The declaration of one member against its type.
pub(crate) fn check(krate: &Path, member: &FieldAttributes) -> TokenStream {
    let (ty, ident) = (&member.ty, &member.ident);
    let span = member.ty.span();
    let wrong = |fit: &str, message: String| {
        let fit = Ident::new(fit, span);
        quote_spanned!(span=> assert!(!fit.is(#krate::record::Fit::#fit), #message);)
    };
    let unprotected = || {
        wrong(
            "Unprotected",
            format!(
                "field `{ident}` is declared PHI, but its type protects nothing: use `Phi<Text>` or an identifier \
                 type, or declare `#[phi(not_phi = \"why\")]`"
            ),
        )
    };
    let (fit, sentences) = match &member.kind {
        Kind::Group => return TokenStream::new(),
        Kind::Identifier { class, detail } => {
            let (class, detail) = (Ident::new(class, span), Ident::new(detail, span));
            let other = format!("field `{ident}`: the declared identifier is not the one of its type");
            (
                quote_spanned! {span=>
                    identifier::<#ty>(#krate::IdentifierClass::#class, #krate::record::Detail::#detail)
                },
                vec![unprotected(), wrong("OtherIdentifier", other)],
            )
        }
        Kind::FreeText | Kind::Clinical | Kind::Demographic | Kind::Subject => {
            let identifier = format!(
                "field `{ident}`: its type is an identifier, so declare it as that identifier (`name`, `mrn`, …)"
            );
            (quote_spanned!(span=> content::<#ty>()), vec![unprotected(), wrong("Identifier", identifier)])
        }
        Kind::NotPhi(_) => {
            let phi = format!("field `{ident}` is declared `not_phi`, but its type says that it is PHI");
            (quote_spanned!(span=> not_phi::<#ty>()), vec![wrong("Protected", phi)])
        }
    };
    quote_spanned!(span=> { let fit = #krate::record::Fit::#fit; #(#sentences)* })
}

/// The name as views and their JSON show it.
pub(crate) fn shown_names(members: &[FieldAttributes]) -> Vec<String> {
    members.iter().map(|member| member.ident.unraw().to_string()).collect()
}
