//! What a record and a group share: a list of declared members, and the code that walks over them.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{
    DeriveInput, Error, Fields, GenericArgument, GenericParam, Generics, Ident, Lifetime, Path, PathArguments, Result,
    Type, TypePath, ext::IdentExt, parse_quote, parse_quote_spanned, spanned::Spanned,
};

use crate::{attribute::FieldAttributes, keyword::Kind};

/// A struct's declared members.
pub(crate) struct Layout<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) krate: &'a Path,
    pub(crate) members: &'a [FieldAttributes],
}

const SAME_NAME: &str = "two fields are stored under one name or number: give one of them another `stored_as`";

/// Reads every field. Every undeclared one is named at once, so that one build shows all that is missing.
pub(crate) fn members(fields: &Fields, shape: &str, input: &DeriveInput) -> Result<Vec<FieldAttributes>> {
    let Fields::Named(named) = fields else { return Err(Error::new(input.ident.span(), shape)) };
    all(named.named.iter().map(|field| {
        let mut member = FieldAttributes::read(field)?;
        member.ty = without_self(&member.ty, input);
        Ok(member)
    }))
}

/// The type with the declared type's name for `Self`: in what is generated beside it `Self` would be another.
pub(crate) fn without_self(ty: &Type, input: &DeriveInput) -> Type {
    fn replaced(tokens: TokenStream, name: &TokenStream) -> TokenStream {
        tokens
            .into_iter()
            .flat_map(|token| match token {
                TokenTree::Ident(ident) if ident == "Self" => name.clone(),
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), replaced(group.stream(), name));
                    inner.set_span(group.span());
                    TokenTree::Group(inner).into()
                }
                other => other.into(),
            })
            .collect()
    }
    let tokens = quote!(#ty);
    if !tokens.to_string().contains("Self") {
        return ty.clone();
    }
    let (name, (_, arguments, _)) = (&input.ident, input.generics.split_for_impl());
    syn::parse2(replaced(tokens, &quote!(#name #arguments))).unwrap_or_else(|_| ty.clone())
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
            positions.push(quote!((#plain #(+ <#groups as #krate::record::GroupField>::SIZE)*)));
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
    fn member_checks(&self) -> TokenStream {
        self.members.iter().map(|member| self.check(member)).collect()
    }

    /// The numbers of the members that are no groups.
    fn ids(&self) -> TokenStream {
        let krate = self.krate;
        let stored = self.members.iter().map(|member| &member.stored_as);
        quote!([#(#krate::record::field_id(#stored)),*])
    }

    fn checks(&self) -> TokenStream {
        let krate = self.krate;
        let checks = self.member_checks();
        let unique = if self.has_groups() {
            // From the names alone, so that a type that is wrong is not asked for once more.
            let parts = self.members.iter().map(|member| {
                let (ty, stored) = (&member.ty, &member.stored_as);
                if member.is_group() {
                    quote!(#krate::record::flat::Part::group(#stored, <#ty as #krate::record::GroupField>::FIELDS))
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
            let ids = self.ids();
            quote!(#krate::record::ids_are_unique(&#ids))
        };
        let sentence = SAME_NAME;
        let unique = quote_spanned!(self.input.ident.span()=> ::core::assert!(#unique, #sentence););
        quote!(#checks #unique)
    }

    /// The checks beside a type without parameters: there the compiler runs them whether or not anybody uses it.
    pub(crate) fn placed_checks(&self) -> TokenStream {
        if self.input.generics.params.is_empty() {
            let checks = self.checks();
            quote!(const _: () = { #checks };)
        } else {
            TokenStream::new()
        }
    }

    /// `impl Declared`: the list of fields, laid flat by the compiler where there are groups. With parameters the checks stand in the list
    /// itself, since nothing can be done with a record that does not ask for its list.
    pub(crate) fn declared(&self) -> TokenStream {
        let krate = self.krate;
        let generics = self.assumed();
        let (parameters, arguments, bounds) = generics.split_for_impl();
        let name = &self.input.ident;
        let generic = !self.input.generics.params.is_empty();
        let checks = generic.then(|| self.member_checks());
        let list = if self.has_groups() {
            let parts = self.members.iter().map(|member| {
                let (ty, stored, labels) = (&member.ty, &member.stored_as, labels(krate, member));
                if member.is_group() {
                    quote!(#krate::record::flat::Part::Group {
                        name: #stored,
                        labels: #labels,
                        optional: <#ty as #krate::record::GroupField>::OPTIONAL,
                        fields: <#ty as #krate::record::GroupField>::FIELDS,
                    })
                } else {
                    let spec = self.spec(member);
                    quote!(#krate::record::flat::Part::Field(#spec))
                }
            });
            let unique = generic.then(|| {
                let sentence = SAME_NAME;
                quote! {
                    const FIELDS: &'static [#krate::record::FieldSpec] = {
                        let fields = <Self as #krate::record::Declared>::TABLE.fields();
                        ::core::assert!(#krate::record::flat::specs_are_unique(fields), #sentence);
                        fields
                    };
                }
            });
            quote! {
                const PARTS: &'static [#krate::record::flat::Part] = { #checks &[#(#parts),*] };
                #unique
            }
        } else {
            let specs = self.members.iter().map(|member| self.spec(member));
            let unique = generic.then(|| {
                let (sentence, ids) = (SAME_NAME, self.ids());
                quote!(::core::assert!(#krate::record::ids_are_unique(&#ids), #sentence);)
            });
            quote!(const FIELDS: &'static [#krate::record::FieldSpec] = { #checks #unique &[#(#specs),*] };)
        };
        quote! {
            #[automatically_derived]
            impl #parameters #krate::record::Declared for #name #arguments #bounds { #list }
        }
    }

    /// The `FieldSpec` of a member that is no group.
    pub(crate) fn spec(&self, member: &FieldAttributes) -> TokenStream {
        let (krate, port) = (self.krate, self.port(member));
        let (stored, padded) = (&member.stored_as, member.padded);
        let (kind, labels) = (member.kind.tokens(krate, &quote!(#port::TRAITS)), labels(krate, member));
        quote! {
            #krate::record::FieldSpec {
                name: #stored,
                id: #krate::record::field_id(#stored),
                kind: #kind,
                value: #port::TRAITS.kind,
                labels: #labels,
                padded: #padded,
            }
        }
    }

    /// The declaration of one member against its type.
    fn check(&self, member: &FieldAttributes) -> TokenStream {
        let (krate, ident, port) = (self.krate, &member.ident, self.port(member));
        let span = member.ty.span();
        let traits = quote!(#port::TRAITS);
        let wrong = |fit: &str, message: String| {
            let fit = Ident::new(fit, span);
            quote_spanned!(span=> ::core::assert!(!fit.is(#krate::record::Fit::#fit), #message);)
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
                        identifier(#traits, #krate::IdentifierClass::#class, #krate::record::Detail::#detail)
                    },
                    vec![unprotected(), wrong("OtherIdentifier", other)],
                )
            }
            Kind::FreeText | Kind::Clinical | Kind::Demographic | Kind::Subject => {
                let identifier = format!(
                    "field `{ident}`: its type is an identifier, so declare it as that identifier (`name`, `mrn`, …)"
                );
                (quote_spanned!(span=> content(#traits)), vec![unprotected(), wrong("Identifier", identifier)])
            }
            Kind::NotPhi(_) => {
                let phi = format!("field `{ident}` is declared `not_phi`, but its type says that it is PHI");
                (quote_spanned!(span=> not_phi(#traits)), vec![wrong("Protected", phi)])
            }
        };
        quote_spanned!(span=> { let fit = #krate::record::Fit::#fit; #(#sentences)* })
    }

    /// What every generated item assumes of the members' types: of groups, since their views are types that have to be computed, and of
    /// fields where there are parameters. Of a field whose type the compiler knows there is nothing to assume, and a bound that does not
    /// hold would be one more message wherever the host uses the record. The lifetime keeps rustc from checking a type without parameters
    /// again at each item: `checks` has done so.
    pub(crate) fn assumed(&self) -> Generics {
        let krate = self.krate;
        let mut generics = self.input.generics.clone();
        let known = generics.params.is_empty();
        if known && !self.has_groups() {
            return generics;
        }
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
        // Of the macro's own place, so that no lint of the host looks at it.
        let phi = Lifetime::new("'phi", Span::mixed_site());
        for member in self.members.iter().filter(|member| member.is_group() || !known) {
            let ty = &member.ty;
            bounds.predicates.push(if member.is_group() {
                parse_quote_spanned!(ty.span()=> for<#phi> #ty: #krate::record::GroupField)
            } else {
                parse_quote_spanned!(ty.span()=> for<#phi> #ty: #krate::Field)
            });
        }
        generics
    }

    /// See [`port`].
    pub(crate) fn port(&self, member: &FieldAttributes) -> TokenStream {
        port(self.krate, &self.input.generics, member)
    }

    /// The type of a member in a view.
    pub(crate) fn shown(&self, member: &FieldAttributes) -> TokenStream {
        let krate = self.krate;
        match value_type(&self.input.generics, &member.ty) {
            _ if member.is_group() => around(quote!(<), &member.ty, quote!(as #krate::record::GroupField>::View)),
            Some(value) => around(quote!(#krate::Shown<), value, quote!(>)),
            None => around(quote!(#krate::Shown<<), &member.ty, quote!(as #krate::Field>::Value>)),
        }
    }

    /// The walk over `self`, with each position behind `base`.
    pub(crate) fn walk(&self, base: &TokenStream) -> TokenStream {
        let lines = self.members.iter().zip(self.positions()).map(|(member, position)| {
            let ident = &member.ident;
            {
                let port = self.port(member);
                quote!(#port::walk_into(&self.#ident, walk, #base #position);)
            }
        });
        quote!(#(#lines)*)
    }

    /// The walk over what a patch sets.
    pub(crate) fn walk_patch(&self, base: &TokenStream) -> TokenStream {
        let lines = self.members.iter().zip(self.positions()).map(|(member, position)| {
            let (ident, port) = (&member.ident, self.port(member));
            if member.is_group() {
                quote!(#port::patch_into(&patch.#ident, walk, #base #position);)
            } else {
                quote!(if let ::core::option::Option::Some(value) = &patch.#ident {
                    #port::walk_into(value, walk, #base #position);
                })
            }
        });
        quote!(#(#lines)*)
    }

    /// The members of a view's literal.
    pub(crate) fn opened(&self, base: &TokenStream) -> TokenStream {
        let lines = self.members.iter().zip(self.positions()).map(|(member, position)| {
            let (ident, port) = (&member.ident, self.port(member));
            quote!(#ident: #port::open_from(source, #base #position)?,)
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
            if member.is_group() {
                let doc = format!("The group of fields `{}`.", member.ident);
                let group = around(
                    quote!(#krate::record::FieldGroup<Self, <),
                    &member.ty,
                    quote!(as #krate::record::GroupField>::Group>),
                );
                quote! {
                    #[doc = #doc]
                    pub const #constant: #group = #krate::record::FieldGroup::at(#position);
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

/// Through what the derive reaches a member's type: everything goes through it, so that what rustc has to say of a type that is none of a
/// field is the same message at the same place each time, and shown once.
pub(crate) fn port(krate: &Path, generics: &Generics, member: &FieldAttributes) -> TokenStream {
    let ty = &member.ty;
    if member.is_group() {
        return quote!(<#ty as #krate::record::GroupField>);
    }
    match value_type(generics, ty) {
        Some(value) => quote!(<#ty as #krate::record::Slot<#value>>),
        None => quote!(<#ty as #krate::record::Slot<<#ty as #krate::Field>::Value>>),
    }
}

/// A type written around another, `Shown<<Ty as Field>::Value>`, that stands where the inner one does, from its first token to its last.
pub(crate) fn around(before: TokenStream, ty: &Type, after: TokenStream) -> TokenStream {
    let inner = ty.to_token_stream();
    let first = inner.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    let last = inner.clone().into_iter().last().map_or_else(Span::call_site, |token| token.span());
    let placed = |tokens: TokenStream, span: Span| {
        tokens.into_iter().map(move |mut token| {
            token.set_span(span);
            token
        })
    };
    placed(before, first).chain(inner).chain(placed(after, last)).collect()
}

/// The type whose values the field holds: without the `Option`, which has to be written out. `None` where parameters keep the derive from
/// knowing; then the compiler computes it.
fn value_type<'a>(generics: &Generics, ty: &'a Type) -> Option<&'a Type> {
    if !generics.params.is_empty() {
        return None;
    }
    Some(match ty {
        Type::Group(group) => value_type(generics, &group.elem)?,
        Type::Paren(inner) => value_type(generics, &inner.elem)?,
        Type::Path(path) => optional(path).unwrap_or(ty),
        _ => ty,
    })
}

/// What stands in `Option<…>`.
fn optional(path: &TypePath) -> Option<&Type> {
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if arguments.args.len() == 1 => match arguments.args.first()? {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        },
        _ => None,
    }
}

fn labels(krate: &Path, member: &FieldAttributes) -> TokenStream {
    let labels = member.labels.iter().map(|label| Ident::new(label, member.ident.span()));
    quote!(#krate::record::Labels::NONE #(.with(#krate::record::Label::#labels))*)
}

/// The name as views and their JSON show it.
pub(crate) fn shown_names(members: &[FieldAttributes]) -> Vec<String> {
    members.iter().map(|member| member.ident.unraw().to_string()).collect()
}
