//! Writes the implementation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{
    Data, DeriveInput, Error, Fields, GenericParam, Generics, Ident, Path, Result, Type, ext::IdentExt, parse_quote,
    parse_quote_spanned, spanned::Spanned,
};

use crate::{
    attribute::{FieldAttributes, RecordAttributes},
    keyword::Kind,
};

/// Positions are bits of a `u128`.
const MOST_FIELDS: usize = 128;

pub(crate) fn expand(input: &DeriveInput, default: &Path) -> TokenStream {
    match Record::read(input, default) {
        Ok(record) => record.tokens(),
        Err(error) => error.into_compile_error(),
    }
}

struct Record<'a> {
    input: &'a DeriveInput,
    attributes: RecordAttributes,
    subject: Ident,
    subject_type: Type,
    fields: Vec<FieldAttributes>,
}

impl<'a> Record<'a> {
    fn read(input: &'a DeriveInput, default: &Path) -> Result<Self> {
        let Data::Struct(data) = &input.data else {
            return Err(Error::new(input.ident.span(), "a PHI record is a struct with named fields"));
        };
        let Fields::Named(named) = &data.fields else {
            return Err(Error::new(input.ident.span(), "a PHI record is a struct with named fields"));
        };
        if let Some(lifetime) = input.generics.lifetimes().next() {
            return Err(Error::new(lifetime.span(), "a PHI record owns what it holds: it has no lifetime parameters"));
        }
        let attributes = RecordAttributes::read(&input.ident, &input.attrs, default)?;

        // Every undeclared field is named at once, so that one build shows all that is missing.
        let (mut all, mut error) = (Vec::new(), None::<Error>);
        for field in &named.named {
            match FieldAttributes::read(field) {
                Ok(field) => all.push(field),
                Err(wrong) => match &mut error {
                    Some(error) => error.combine(wrong),
                    None => error = Some(wrong),
                },
            }
        }
        if let Some(error) = error {
            return Err(error);
        }
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
        Ok(Self { input, attributes, subject: subject.ident, subject_type: subject.ty, fields })
    }

    fn tokens(&self) -> TokenStream {
        let checks = self.checks();
        // Without parameters the declaration is checked where it stands; with them, when the schema is first asked for.
        let (here, inside) = if self.input.generics.params.is_empty() {
            (quote!(const _: () = { #checks };), TokenStream::new())
        } else {
            (TokenStream::new(), checks)
        };
        let record = self.record_impl(&inside);
        let constants = self.constants();
        let view = self.view();
        let patch = self.patch();
        quote! { #here #record #constants #view #patch }
    }

    /// The declaration against the type: one clear sentence each, at the field.
    ///
    /// This is the one place that asks a field's type for `Field` without assuming it, so that a wrong type is one error.
    fn checks(&self) -> TokenStream {
        let checks = self.fields.iter().map(|field| {
            let krate = &self.attributes.krate;
            let (ty, ident) = (&field.ty, &field.ident);
            let span = field.ty.span();
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
            let (fit, sentences) = match &field.kind {
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
        });
        let krate = &self.attributes.krate;
        let stored: Vec<_> = self.fields.iter().map(|field| &field.stored_as).collect();
        let unique = quote_spanned! {self.input.ident.span()=>
            assert!(
                #krate::record::ids_are_unique(&[#(#krate::record::field_id(#stored)),*]),
                "two fields are stored under one name or number: give one of them another `stored_as`",
            );
        };
        quote!(#(#checks)* #unique)
    }

    /// What every generated item assumes of the fields' types. The lifetime keeps rustc from checking a type without parameters
    /// again at each item: `checks` has done so.
    fn assumed(&self) -> Generics {
        let krate = &self.attributes.krate;
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
        for field in &self.fields {
            let ty = &field.ty;
            bounds.predicates.push(parse_quote_spanned!(ty.span()=> for<'phi> #ty: #krate::Field));
        }
        generics
    }

    fn record_impl(&self, checks: &TokenStream) -> TokenStream {
        let krate = &self.attributes.krate;
        let generics = self.assumed();
        let (parameters, arguments, bounds) = generics.split_for_impl();
        let (record, name, version) = (&self.input.ident, &self.attributes.name, self.attributes.version);
        let (view, patch, subject) = (self.view_name(), self.patch_name(), &self.subject);
        // Through a trait, so that a subject of another type gets one sentence, at the field.
        let subject_ty = &self.subject_type;
        let subject_of = quote_spanned!(subject_ty.span()=> #krate::record::SubjectField::subject_id(&self.#subject));
        let specs = self.fields.iter().map(|field| {
            let (ty, stored, padded) = (&field.ty, &field.stored_as, field.padded);
            let kind = field.kind.tokens(krate, ty);
            let labels = field.labels.iter().map(|label| Ident::new(label, field.ident.span()));
            quote! {
                #krate::record::FieldSpec {
                    name: #stored,
                    id: #krate::record::field_id(#stored),
                    kind: #kind,
                    value: #krate::record::value_kind::<#ty>(),
                    labels: #krate::record::Labels::NONE #(.with(#krate::record::Label::#labels))*,
                    padded: #padded,
                }
            }
        });
        let positions: Vec<_> = (0..self.fields.len()).collect();
        let idents: Vec<_> = self.fields.iter().map(|field| &field.ident).collect();
        quote! {
            #[automatically_derived]
            impl #parameters #krate::PhiRecord for #record #arguments #bounds {
                const SCHEMA: &'static #krate::record::Schema = {
                    #checks
                    &#krate::record::Schema { name: #name, version: #version, fields: &[#(#specs),*] }
                };

                type View = #view #arguments;
                type Patch = #patch #arguments;

                fn subject(&self) -> #krate::SubjectId {
                    #subject_of
                }

                fn walk(&self, walk: &mut #krate::record::Walk) {
                    #(walk.field(#positions, &self.#idents);)*
                }

                fn walk_patch(patch: &Self::Patch, walk: &mut #krate::record::Walk) {
                    #(if let ::core::option::Option::Some(value) = &patch.#idents {
                        walk.field(#positions, value);
                    })*
                }

                fn view(
                    subject: #krate::SubjectId,
                    source: &mut #krate::record::Source,
                ) -> ::core::result::Result<Self::View, #krate::DecodeError> {
                    ::core::result::Result::Ok(#view {
                        #subject: subject,
                        #(#idents: source.field(#positions)?,)*
                    })
                }
            }
        }
    }

    fn constants(&self) -> TokenStream {
        let krate = &self.attributes.krate;
        let record = &self.input.ident;
        let generics = self.assumed();
        let (parameters, arguments, bounds) = generics.split_for_impl();
        let constants = self.fields.iter().enumerate().map(|(position, field)| {
            let constant = format_ident!("{}", field.ident.unraw().to_string().to_uppercase());
            let doc = format!("The field `{}`.", field.ident);
            quote! {
                #[doc = #doc]
                pub const #constant: #krate::record::FieldSet<Self> = #krate::record::FieldSet::at(#position);
            }
        });
        quote! {
            #[allow(dead_code, reason = "generated for every field, whichever the host needs")]
            impl #parameters #record #arguments #bounds { #(#constants)* }
        }
    }

    fn view(&self) -> TokenStream {
        let krate = &self.attributes.krate;
        let (vis, name, subject) = (&self.input.vis, self.view_name(), &self.subject);
        let fields = self.fields.iter().map(|field| {
            let (ident, ty) = (&field.ident, &field.ty);
            let doc = format!("The field `{ident}`, if it is granted.");
            // At the type's place: what rustc has to say about the type there and here is then one message.
            let shown = quote_spanned!(ty.span()=> #krate::Shown<<#ty as #krate::Field>::Value>);
            quote! {
                #[doc = #doc]
                pub #ident: #shown,
            }
        });
        let idents: Vec<_> = self.fields.iter().map(|field| &field.ident).collect();
        let names: Vec<_> = idents.iter().map(|ident| ident.unraw().to_string()).collect();
        let title = name.to_string();
        let doc = format!("What a grant shows of a `{}`.", self.input.ident);
        let generics = self.assumed();
        let (parameters, arguments, bounds) = generics.split_for_impl();
        quote! {
            #[doc = #doc]
            #[allow(dead_code, reason = "generated for every field, whichever the host needs")]
            #vis struct #name #parameters #bounds {
                /// Whom the record is about.
                pub #subject: #krate::SubjectId,
                #(#fields)*
            }

            #[automatically_derived]
            impl #parameters ::core::fmt::Debug for #name #arguments #bounds {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_struct(#title) #(.field(#names, &self.#idents))* .finish_non_exhaustive()
                }
            }

            #[automatically_derived]
            impl #parameters #krate::record::serde::Serialize for #name #arguments #bounds {
                fn serialize<PhiSerializer: #krate::record::serde::Serializer>(
                    &self,
                    serializer: PhiSerializer,
                ) -> ::core::result::Result<PhiSerializer::Ok, PhiSerializer::Error> {
                    use #krate::record::serde::ser::SerializeMap as _;
                    let mut map = serializer.serialize_map(::core::option::Option::None)?;
                    #(if !self.#idents.is_withheld() {
                        map.serialize_entry(#names, &self.#idents)?;
                    })*
                    map.end()
                }
            }
        }
    }

    fn patch(&self) -> TokenStream {
        let (vis, name) = (&self.input.vis, self.patch_name());
        let fields = self.fields.iter().map(|field| {
            let (ident, ty) = (&field.ident, &field.ty);
            let doc = format!("The new value of `{ident}`, if it changes.");
            let changed = quote_spanned!(ty.span()=> ::core::option::Option<#ty>);
            quote! {
                #[doc = #doc]
                pub #ident: #changed,
            }
        });
        let idents = self.fields.iter().map(|field| &field.ident);
        let title = format!("[{name}]");
        let doc = format!("A change to some fields of a `{}`.", self.input.ident);
        let generics = self.assumed();
        let (parameters, arguments, bounds) = generics.split_for_impl();
        quote! {
            #[doc = #doc]
            #[allow(dead_code, reason = "generated for every field, whichever the host needs")]
            #vis struct #name #parameters #bounds { #(#fields)* }

            #[automatically_derived]
            impl #parameters ::core::default::Default for #name #arguments #bounds {
                fn default() -> Self {
                    Self { #(#idents: ::core::option::Option::None,)* }
                }
            }

            #[automatically_derived]
            impl #parameters ::core::fmt::Debug for #name #arguments #bounds {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.write_str(#title)
                }
            }
        }
    }

    fn view_name(&self) -> Ident {
        format_ident!("{}View", self.input.ident)
    }

    fn patch_name(&self) -> Ident {
        format_ident!("{}Patch", self.input.ident)
    }
}
