//! The words that declare what a field is.

use proc_macro2::TokenStream;
use quote::quote;

/// What a field was declared to be.
pub(crate) enum Kind {
    Subject,
    /// A group of fields that is declared elsewhere.
    Group,
    Identifier {
        class: &'static str,
        detail: &'static str,
    },
    Clinical,
    Demographic,
    FreeText,
    NotPhi(String),
}

/// The identifier keywords with the variant of `IdentifierClass` and of `Detail` that they stand for.
const IDENTIFIERS: [(&str, &str, &str); 22] = [
    ("name", "Name", "None"),
    ("street", "Geography", "None"),
    ("city", "Geography", "None"),
    ("county", "Geography", "None"),
    ("geography", "Geography", "None"),
    ("zip", "Geography", "Zip"),
    ("date", "Date", "None"),
    ("age", "Date", "Age"),
    ("phone", "Phone", "None"),
    ("fax", "Fax", "None"),
    ("email", "Email", "None"),
    ("ssn", "Ssn", "None"),
    ("mrn", "MedicalRecordNumber", "None"),
    ("health_plan", "HealthPlanBeneficiary", "None"),
    ("account", "Account", "None"),
    ("license", "CertificateOrLicense", "None"),
    ("vehicle", "Vehicle", "None"),
    ("device", "Device", "None"),
    ("url", "Url", "None"),
    ("ip", "IpAddress", "None"),
    ("biometric", "Biometric", "None"),
    ("photo", "Photo", "None"),
];

/// The label codes (HL7) with the variant of `Label`.
const LABELS: [(&str, &str); 11] = [
    ("42CFRPart2", "Part2"),
    ("HIV", "Hiv"),
    ("GDIS", "Genetic"),
    ("PSY", "MentalHealth"),
    ("SEX", "Reproductive"),
    ("STD", "Std"),
    ("SDV", "Violence"),
    ("SUD", "SubstanceUse"),
    ("BH", "BehavioralHealth"),
    ("SCA", "SickleCell"),
    ("MST", "MilitarySexualTrauma"),
];

impl Kind {
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "subject" => Self::Subject,
            "group" => Self::Group,
            "clinical" => Self::Clinical,
            "demographic" => Self::Demographic,
            "free_text" => Self::FreeText,
            "other_id" => Self::Identifier { class: "Other", detail: "None" },
            _ => {
                let (_, class, detail) = IDENTIFIERS.iter().find(|(known, _, _)| *known == word)?;
                Self::Identifier { class, detail }
            }
        })
    }

    /// The expression of type `FieldKind`, for a field whose type says `traits` of itself.
    pub(crate) fn tokens(&self, krate: &syn::Path, traits: &TokenStream) -> TokenStream {
        let ident = |name: &str| syn::Ident::new(name, proc_macro2::Span::call_site());
        match self {
            Self::Identifier { class, detail } => {
                let (class, detail) = (ident(class), ident(detail));
                quote!(#krate::record::FieldKind::Identifier(
                    #krate::IdentifierClass::#class,
                    #krate::record::detail(#traits, #krate::record::Detail::#detail),
                ))
            }
            Self::Subject | Self::Group | Self::Clinical => quote!(#krate::record::FieldKind::Clinical),
            Self::Demographic => quote!(#krate::record::FieldKind::Demographic),
            Self::FreeText => quote!(#krate::record::FieldKind::FreeText),
            Self::NotPhi(reason) => quote!(#krate::record::FieldKind::NotPhi(#reason)),
        }
    }
}

/// The variant of `Label` for an HL7 code, or the list of codes.
pub(crate) fn label(code: &str) -> Result<&'static str, String> {
    match LABELS.iter().find(|(known, _)| *known == code) {
        Some((_, variant)) => Ok(variant),
        None => {
            let known: Vec<_> = LABELS.iter().map(|(code, _)| format!("`{code}`")).collect();
            Err(format!("unknown label; the codes are {}", known.join(", ")))
        }
    }
}

/// What to write on an undeclared field.
pub(crate) fn advice(field: &str) -> String {
    format!(
        "field `{field}` is not declared: write `#[phi(…)]` with `subject`, an identifier (`name`, `date`, `mrn`, `zip`, …), \
         `clinical`, `demographic`, `free_text`, `group`, or `not_phi = \"why\"`"
    )
}

/// Every word that may stand in a field's declaration, for who wrote another one.
pub(crate) fn vocabulary(word: &str) -> String {
    let identifiers: Vec<_> = IDENTIFIERS.iter().map(|(known, _, _)| format!("`{known}`")).collect();
    format!(
        "unknown word `{word}`; a field is `subject`, an identifier ({}, `other_id`), `clinical`, `demographic`, `free_text`, \
         `group` or `not_phi = \"why\"`, and may have `birth` (with `date`), `label = \"…\"`, `pad`, `index(…)` and `stored_as = \"…\"`; every date of a \
         person is `date`, the id of the row itself goes to `seal`, and a `Link` to another is `other_id`",
        identifiers.join(", ")
    )
}
