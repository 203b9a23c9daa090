//! Writes the implementation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Data, DeriveInput, Error, Fields, Ident, Path, Result, Type, ext::IdentExt, spanned::Spanned};

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
        if !input.generics.params.is_empty() {
            return Err(Error::new(
                input.generics.span(),
                "a PHI record has no generic parameters: its schema is static",
            ));
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
        let record = self.record_impl();
        let constants = self.constants();
        let view = self.view();
        let patch = self.patch();
        quote! { #checks #record #constants #view #patch }
    }

    /// The declaration against the type: one clear sentence each, at the field.
    fn checks(&self) -> TokenStream {
        let krate = &self.attributes.krate;
        let checks = self.fields.iter().map(|field| {
            let (ty, ident) = (&field.ty, &field.ident);
            let span = field.ty.span();
            let protects = if field.kind.is_phi() {
                let message = format!(
                    "field `{ident}` is declared PHI, but its type protects nothing: use `Phi<Text>` or an identifier type, \
                     or declare `#[phi(not_phi = \"why\")]`"
                );
                quote_spanned!(span=> assert!(#krate::record::is_protected::<#ty>(), #message);)
            } else {
                let message = format!("field `{ident}` is declared `not_phi`, but its type says that it is PHI");
                quote_spanned!(span=> assert!(!#krate::record::is_protected::<#ty>(), #message);)
            };
            let class = match &field.kind {
                Kind::Identifier { class, .. } => {
                    let message = format!("field `{ident}`: the declared identifier is not the one of its type");
                    let class = Ident::new(class, span);
                    quote_spanned! {span=>
                        assert!(#krate::record::class_matches::<#ty>(#krate::IdentifierClass::#class), #message);
                    }
                }
                Kind::FreeText | Kind::Clinical | Kind::Demographic => {
                    let message = format!(
                        "field `{ident}`: its type is an identifier, so declare it as that identifier (`name`, `mrn`, …)"
                    );
                    quote_spanned!(span=> assert!(#krate::record::has_no_class::<#ty>(), #message);)
                }
                Kind::Subject | Kind::NotPhi(_) => TokenStream::new(),
            };
            quote!(#protects #class)
        });
        let (record, span) = (&self.input.ident, self.input.ident.span());
        let unique = quote_spanned! {span=>
            assert!(
                #krate::record::ids_are_unique(<#record as #krate::PhiRecord>::SCHEMA.fields),
                "two fields are stored under one name or number: give one of them another `stored_as`",
            );
        };
        quote!(const _: () = { #(#checks)* #unique };)
    }

    fn record_impl(&self) -> TokenStream {
        let krate = &self.attributes.krate;
        let (record, name, version) = (&self.input.ident, &self.attributes.name, self.attributes.version);
        let (view, patch, subject) = (self.view_name(), self.patch_name(), &self.subject);
        // Through a trait, so that a subject of another type gets one sentence, at the field.
        let subject_ty = &self.subject_type;
        let subject_of = quote_spanned!(subject_ty.span()=> #krate::record::SubjectField::subject_id(&self.#subject));
        let specs = self.fields.iter().map(|field| {
            let (ty, stored, padded) = (&field.ty, &field.stored_as, field.padded);
            let kind = field.kind.tokens(krate);
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
            impl #krate::PhiRecord for #record {
                const SCHEMA: &'static #krate::record::Schema = &#krate::record::Schema {
                    name: #name,
                    version: #version,
                    fields: &[#(#specs),*],
                };

                type View = #view;
                type Patch = #patch;

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
            impl #record { #(#constants)* }
        }
    }

    fn view(&self) -> TokenStream {
        let krate = &self.attributes.krate;
        let (vis, name, subject) = (&self.input.vis, self.view_name(), &self.subject);
        let fields = self.fields.iter().map(|field| {
            let (ident, ty) = (&field.ident, &field.ty);
            let doc = format!("The field `{ident}`, if it is granted.");
            quote! {
                #[doc = #doc]
                pub #ident: #krate::Shown<<#ty as #krate::Field>::Value>,
            }
        });
        let idents: Vec<_> = self.fields.iter().map(|field| &field.ident).collect();
        let names: Vec<_> = idents.iter().map(|ident| ident.unraw().to_string()).collect();
        let title = name.to_string();
        let doc = format!("What a grant shows of a `{}`.", self.input.ident);
        quote! {
            #[doc = #doc]
            #[allow(dead_code, reason = "generated for every field, whichever the host needs")]
            #vis struct #name {
                /// Whom the record is about.
                pub #subject: #krate::SubjectId,
                #(#fields)*
            }

            #[automatically_derived]
            impl ::core::fmt::Debug for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_struct(#title) #(.field(#names, &self.#idents))* .finish_non_exhaustive()
                }
            }

            #[automatically_derived]
            impl #krate::record::serde::Serialize for #name {
                fn serialize<S: #krate::record::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
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
            quote! {
                #[doc = #doc]
                pub #ident: ::core::option::Option<#ty>,
            }
        });
        let idents = self.fields.iter().map(|field| &field.ident);
        let title = format!("[{name}]");
        let doc = format!("A change to some fields of a `{}`.", self.input.ident);
        quote! {
            #[doc = #doc]
            #[allow(dead_code, reason = "generated for every field, whichever the host needs")]
            #vis struct #name { #(#fields)* }

            #[automatically_derived]
            impl ::core::default::Default for #name {
                fn default() -> Self {
                    Self { #(#idents: ::core::option::Option::None,)* }
                }
            }

            #[automatically_derived]
            impl ::core::fmt::Debug for #name {
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
