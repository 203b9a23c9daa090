//! Reads the `#[phi(…)]` attributes of a struct and of its fields.

use syn::{
    Attribute, Error, Field, Ident, LitInt, LitStr, Path, Result, Token, Type, ext::IdentExt, meta::ParseNestedMeta,
    spanned::Spanned,
};

use crate::keyword::{Kind, advice, label, vocabulary};

/// What is said on the struct.
pub(crate) struct RecordAttributes {
    pub(crate) name: LitStr,
    pub(crate) version: u16,
    pub(crate) krate: Path,
}

/// What is said on a group of fields: where the crate is and, on an enum, what the choice of an alternative is.
pub(crate) struct GroupAttributes {
    pub(crate) krate: Path,
    pub(crate) kind: Option<Kind>,
    pub(crate) labels: Vec<&'static str>,
}

/// What is said on one field.
pub(crate) struct FieldAttributes {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) kind: Kind,
    pub(crate) stored_as: String,
    pub(crate) labels: Vec<&'static str>,
    pub(crate) padded: bool,
}

impl FieldAttributes {
    pub(crate) fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Group)
    }

    /// The names under which Rust and the host's messages know it.
    pub(crate) fn shown(&self) -> String {
        self.ident.unraw().to_string()
    }
}

/// The code of an enum's variant: `#[phi(code = "…")]`.
pub(crate) fn code(variant: &syn::Variant) -> Result<LitStr> {
    let mut found = None;
    for attribute in variant.attrs.iter().filter(|attribute| attribute.path().is_ident("phi")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("code") {
                return Err(meta.error("expected `code = \"…\"`"));
            }
            found = Some(filled(&meta, "the code")?);
            Ok(())
        })?;
    }
    found.ok_or_else(|| {
        let ident = &variant.ident;
        let example = ident.to_string().to_lowercase();
        Error::new(ident.span(), format!("say under which code `{ident}` is stored: `#[phi(code = \"{example}\")]`"))
    })
}

impl GroupAttributes {
    pub(crate) fn read(attributes: &[Attribute], default: &Path) -> Result<Self> {
        let mut read = Self { krate: default.clone(), kind: None, labels: Vec::new() };
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("phi")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("crate") {
                    read.krate = meta.value()?.parse()?;
                } else if meta.path.is_ident("clinical") {
                    read.kind = Some(Kind::Clinical);
                } else if meta.path.is_ident("demographic") {
                    read.kind = Some(Kind::Demographic);
                } else if meta.path.is_ident("label") {
                    let code = filled(&meta, "the label's code")?;
                    read.labels.push(label(&code.value()).map_err(|known| Error::new(code.span(), known))?);
                } else {
                    return Err(meta.error(
                        "expected `crate = …` or, on an enum, `clinical` or `demographic` and `label = \"…\"`, for which alternative it is",
                    ));
                }
                Ok(())
            })?;
        }
        Ok(read)
    }
}

impl RecordAttributes {
    pub(crate) fn read(ident: &Ident, attributes: &[Attribute], default: &Path) -> Result<Self> {
        let (mut name, mut version, mut krate) = (None, 1, default.clone());
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("phi")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("record") {
                    name = Some(filled(&meta, "the record's name")?);
                } else if meta.path.is_ident("version") {
                    version = meta.value()?.parse::<LitInt>()?.base10_parse()?;
                } else if meta.path.is_ident("crate") {
                    krate = meta.value()?.parse()?;
                } else {
                    return Err(meta.error("expected `record = \"…\"`, `version = …` or `crate = …`"));
                }
                Ok(())
            })?;
        }
        let name = name.ok_or_else(|| {
            Error::new(ident.span(), format!("say under which name rows are sealed: `#[phi(record = \"{ident}\")]`"))
        })?;
        Ok(Self { name, version, krate })
    }
}

impl FieldAttributes {
    pub(crate) fn read(field: &Field) -> Result<Self> {
        let ident = field.ident.clone().ok_or_else(|| {
            Error::new(field.span(), "a PHI record has named fields, since the names go into the log")
        })?;
        Self::named(field, ident)
    }

    /// Reads a field under a name of our choice, for a variant's field that has none of its own.
    pub(crate) fn named(field: &Field, ident: Ident) -> Result<Self> {
        if ident.unraw() == "schema" {
            let wrong =
                "the constant of a field `schema` would hide the record's own `SCHEMA`: name the field otherwise";
            return Err(Error::new(ident.span(), wrong));
        }
        let mut found = Found::default();
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("phi")) {
            attribute.parse_nested_meta(|meta| found.take(&meta))?;
        }
        let kind = found.kind.ok_or_else(|| Error::new(ident.span(), advice(&ident.to_string())))?;
        let kind = match (kind, found.birth) {
            (Kind::Identifier { class: "Date", detail: "None" }, Some(_)) => {
                Kind::Identifier { class: "Date", detail: "Birth" }
            }
            (_, Some(span)) => return Err(Error::new(span, "`birth` goes with `date`: `#[phi(date, birth)]`")),
            (kind, None) => kind,
        };
        if matches!(kind, Kind::Subject | Kind::NotPhi(_)) && (found.padded || !found.labels.is_empty()) {
            return Err(Error::new(ident.span(), "`pad` and `label` are for fields of PHI"));
        }
        if matches!(kind, Kind::Group) && found.padded {
            return Err(Error::new(ident.span(), "a group has no length of its own: say `pad` on its fields"));
        }
        Ok(Self {
            stored_as: found.stored_as.unwrap_or_else(|| ident.unraw().to_string()),
            ident,
            ty: field.ty.clone(),
            kind,
            labels: found.labels,
            padded: found.padded,
        })
    }
}

#[derive(Default)]
struct Found {
    kind: Option<Kind>,
    birth: Option<proc_macro2::Span>,
    stored_as: Option<String>,
    labels: Vec<&'static str>,
    padded: bool,
}

impl Found {
    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match word.as_str() {
            "pad" => self.padded = true,
            "birth" => self.birth = Some(meta.path.span()),
            "stored_as" => self.stored_as = Some(filled(meta, "the stored name")?.value()),
            "label" => {
                let code = filled(meta, "the label's code")?;
                self.labels.push(label(&code.value()).map_err(|known| Error::new(code.span(), known))?);
            }
            "not_phi" => {
                if !meta.input.peek(Token![=]) {
                    return Err(meta.error("say why it is no PHI: `not_phi = \"optimistic-lock counter\"`"));
                }
                let reason = filled(meta, "the reason")?.value();
                self.kind(meta, Kind::NotPhi(reason))?;
            }
            word => match Kind::of(word) {
                Some(kind) => self.kind(meta, kind)?,
                None => {
                    return Err(meta.error(vocabulary(word)));
                }
            },
        }
        Ok(())
    }

    fn kind(&mut self, meta: &ParseNestedMeta<'_>, kind: Kind) -> Result<()> {
        if self.kind.replace(kind).is_some() {
            return Err(meta.error("a field is one thing: this is the second declaration"));
        }
        Ok(())
    }
}

fn filled(meta: &ParseNestedMeta<'_>, what: &str) -> Result<LitStr> {
    let text: LitStr = meta.value()?.parse()?;
    if text.value().trim().is_empty() {
        return Err(Error::new(text.span(), format!("{what} is empty")));
    }
    Ok(text)
}
