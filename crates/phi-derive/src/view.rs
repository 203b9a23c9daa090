//! The types that the derive writes beside a record or a group: the view and the patch.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use crate::layout::{Layout, around, shown_names};

pub(crate) fn view_name(ident: &Ident) -> Ident {
    format_ident!("{ident}View")
}

pub(crate) fn patch_name(ident: &Ident) -> Ident {
    format_ident!("{ident}Patch")
}

/// The view. `subject` is the name of the field that says whom a record is about; a group has none.
pub(crate) fn view(layout: &Layout<'_>, subject: Option<&Ident>) -> TokenStream {
    let krate = layout.krate;
    let (vis, name) = (&layout.input.vis, view_name(&layout.input.ident));
    let fields = layout.members.iter().map(|member| {
        let ident = &member.ident;
        let doc = format!("The field `{ident}`, if it is granted.");
        let shown = layout.shown(member);
        quote! {
            #[doc = #doc]
            pub #ident: #shown,
        }
    });
    let idents: Vec<_> = layout.members.iter().map(|member| &member.ident).collect();
    let names = shown_names(layout.members);
    // Through the fields' types, as everywhere: a type that is no field is then one message, at its place.
    let ports: Vec<_> = layout.members.iter().map(|member| layout.port(member)).collect();
    let title = name.to_string();
    let doc = format!("What a grant shows of a `{}`.", layout.input.ident);
    let generics = layout.assumed();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let subject_field = subject.map(|subject| {
        quote! {
            /// Whom the record is about.
            pub #subject: #krate::SubjectId,
        }
    });
    // A group is whole in its `Debug`; a record leaves its subject out and says so.
    let finish = if subject.is_some() { quote!(finish_non_exhaustive) } else { quote!(finish) };
    let group = subject.is_none().then(|| {
        quote! {
            #[automatically_derived]
            impl #parameters #krate::record::GroupView for #name #arguments #bounds {
                fn is_withheld(&self) -> bool {
                    true #(&& #ports::is_withheld(&self.#idents))*
                }
            }
        }
    });
    quote! {
        #[doc = #doc]
        #[allow(dead_code, reason = "generated for every field, whichever the host needs")]
        #vis struct #name #parameters #bounds {
            #subject_field
            #(#fields)*
        }

        #[automatically_derived]
        impl #parameters ::core::fmt::Debug for #name #arguments #bounds {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#title) #(.field(#names, #ports::debug(&self.#idents)))* .#finish()
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
                #(#ports::serialize(&self.#idents, #names, &mut map)?;)*
                map.end()
            }
        }

        #group
    }
}

/// The patch: each field, if it changes.
pub(crate) fn patch(layout: &Layout<'_>) -> TokenStream {
    let krate = layout.krate;
    let (vis, name) = (&layout.input.vis, patch_name(&layout.input.ident));
    let fields = layout.members.iter().map(|member| {
        let (ident, ty) = (&member.ident, &member.ty);
        let doc = format!("The new value of `{ident}`, if it changes.");
        let changed = if member.is_group() {
            around(quote!(<), ty, quote!(as #krate::record::GroupField>::Patch))
        } else {
            around(quote!(::core::option::Option<), ty, quote!(>))
        };
        quote! {
            #[doc = #doc]
            pub #ident: #changed,
        }
    });
    let idents = layout.members.iter().map(|member| &member.ident);
    let title = format!("[{name}]");
    let doc = format!("A change to some fields of a `{}`.", layout.input.ident);
    let generics = layout.assumed();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #[doc = #doc]
        #[allow(dead_code, reason = "generated for every field, whichever the host needs")]
        #vis struct #name #parameters #bounds { #(#fields)* }

        #[automatically_derived]
        impl #parameters ::core::default::Default for #name #arguments #bounds {
            fn default() -> Self {
                Self { #(#idents: ::core::default::Default::default(),)* }
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
