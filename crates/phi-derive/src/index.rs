//! `index(…)`: a field that can be searched by equality while it is sealed.
//!
//! `#[phi(mrn, index(folded, bits = 64))]`, `#[phi(ssn, index(digits, bits = 64, because = "…"))]`, and over several fields
//! `#[phi(name, index(folded, bits = 48, with(born = iso_date), because = "…"))]`. It becomes the constant `BY_MRN` and so on, an `IndexSpec`
//! that is checked against the fields when the record is compiled.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Error, Ident, LitInt, LitStr, Result, Token, ext::IdentExt, meta::ParseNestedMeta, spanned::Spanned};

use crate::{attribute::FieldAttributes, layout::Layout};

/// What `index(…)` said.
pub(crate) struct Index {
    span: Span,
    normaliser: Ident,
    bits: LitInt,
    because: Option<LitStr>,
    with: Vec<(Ident, Ident)>,
}

impl Index {
    pub(crate) fn read(meta: &ParseNestedMeta<'_>) -> Result<Self> {
        let (mut normaliser, mut bits, mut because, mut with) = (None, None, None, Vec::new());
        meta.parse_nested_meta(|meta| {
            if meta.path.is_ident("bits") {
                bits = Some(meta.value()?.parse::<LitInt>()?);
            } else if meta.path.is_ident("because") {
                because = Some(meta.value()?.parse::<LitStr>()?);
            } else if meta.path.is_ident("with") {
                meta.parse_nested_meta(|part| {
                    let field = part.path.require_ident()?.clone();
                    part.input.parse::<Token![=]>()?;
                    let word = part.input.call(Ident::parse_any)?;
                    with.push((field, variant(&word)?));
                    Ok(())
                })?;
            } else {
                normaliser = Some(variant(meta.path.require_ident()?)?);
            }
            Ok(())
        })?;
        let span = meta.path.span();
        let (Some(normaliser), Some(bits)) = (normaliser, bits) else {
            return Err(Error::new(
                span,
                "say how values are made alike and to how many bits a term is cut: `index(folded, bits = 64)`; the ways are `digits`, \
                 `folded` and `iso_date`",
            ));
        };
        Ok(Self { span, normaliser, bits, because, with })
    }

    /// Why a field that is not the record's own has none.
    pub(crate) fn misplaced(&self) -> Error {
        Error::new(
            self.span,
            "an index is declared in the record itself, on a field of its own: grouped fields have none",
        )
    }
}

/// The constants of all indexes of a record, each with its check.
pub(crate) fn constants(layout: &Layout<'_>) -> Result<TokenStream> {
    layout
        .members
        .iter()
        .filter_map(|member| member.index.as_ref().map(|index| constant(layout, member, index)))
        .collect()
}

fn constant(layout: &Layout<'_>, member: &FieldAttributes, index: &Index) -> Result<TokenStream> {
    if !layout.input.generics.params.is_empty() {
        return Err(Error::new(
            index.span,
            "a record with parameters has no indexes: they are checked against its one list of fields",
        ));
    }
    let krate = layout.krate;
    let (mut fields, mut parts) = (vec![member], Vec::new());
    for (name, normaliser) in &index.with {
        let found = layout.members.iter().find(|other| other.ident.unraw() == name.unraw() && !other.is_group());
        let Some(other) = found else {
            return Err(Error::new(name.span(), format!("`{name}` is no field of the record itself")));
        };
        let stored = &other.stored_as;
        parts.push(
            quote!(#krate::record::IndexPart { field: #stored, normaliser: #krate::record::Normaliser::#normaliser }),
        );
        fields.push(other);
    }
    let (name, stored, normaliser, bits) = (&layout.input.ident, &member.stored_as, &index.normaliser, &index.bits);
    let constant = format_ident!("BY_{}", member.shown().to_uppercase(), span = member.ident.span());
    let because = index.because.as_ref().map(|because| quote!(.justified(#because)));
    let with = (!parts.is_empty()).then(|| quote!(.with(&[#(#parts),*])));
    let made = quote! {
        #krate::record::IndexSpec::on(#stored, #krate::record::Normaliser::#normaliser, #bits) #with #because
    };
    let doc = format!("The blind index on the field `{}`.", member.ident);
    // The fields of the index alone, so that a wrong type elsewhere is not asked for once more.
    let specs = fields.iter().map(|field| layout.spec(field));
    let ident = &member.ident;
    let refused = [
        ("Bits", format!("field `{ident}`: an index has 16 to 256 bits")),
        ("Repeated", format!("field `{ident}`: a field stands in its index twice")),
        ("Normaliser", format!("field `{ident}`: its index makes values alike in a way that is not for them: dates take `iso_date`, texts `digits` or `folded`")),
        ("NoSingleValue", format!("field `{ident}`: free text, pictures and lists are not searched by equality")),
        ("FewValues", format!("field `{ident}`: with so few values an index could be read by counting: join it `with(…)` a field of many")),
        ("Unjustified", format!("field `{ident}`: an index on a Social Security number or a date of birth says why it must be: `because = \"…\"`")),
    ]
    .map(|(fit, sentence)| {
        let fit = Ident::new(fit, Span::call_site());
        quote_spanned!(index.span=> ::core::assert!(!fit.is(#krate::record::IndexFit::#fit), #sentence);)
    });
    Ok(quote! {
        #[allow(dead_code, reason = "generated for every index, whichever the host needs")]
        impl #name {
            #[doc = #doc]
            pub const #constant: &'static #krate::record::IndexSpec = &#made;
        }

        const _: () = {
            const INDEX: #krate::record::IndexSpec = #made;
            let fit = INDEX.check(&[#(#specs),*]);
            #(#refused)*
            ::core::assert!(fit.is(#krate::record::IndexFit::Fits));
        };
    })
}

/// The variant of `Normaliser` for its word.
fn variant(word: &Ident) -> Result<Ident> {
    let variant = match word.to_string().as_str() {
        "digits" => "Digits",
        "folded" => "Folded",
        "iso_date" => "IsoDate",
        other => {
            return Err(Error::new(
                word.span(),
                format!(
                    "unknown word `{other}` in an index: `digits`, `folded`, `iso_date`, `bits`, `with` or `because`"
                ),
            ));
        }
    };
    Ok(Ident::new(variant, word.span()))
}
