//! The columns: how a host would hold a text with each library, by its own documentation.

use std::hint::black_box;

use phi_types::{Mrn, Phi, Text};
use secrecy::SecretString;
use serde::Deserialize;

use crate::{
    cell::{CANARY, Cell, OTHER, ROWS},
    contender::column,
    timing::operands,
};

pub struct Column {
    pub name: &'static str,
    pub cells: [Cell; ROWS.len()],
}

/// A sibling that the host reads from the same document.
#[derive(Debug, Default, Deserialize)]
pub enum Kind {
    #[default]
    Inpatient,
}

mod host {
    use super::*;
    pub use data::Note;

    macro_rules! outer {
        ($name:ident, $derive:path, $(#[$field:meta])? $value:ty) => {
            #[derive($derive, Deserialize)]
            #[allow(dead_code, reason = "read by Debug alone")]
            pub struct $name {
                $(#[$field])?
                pub value: $value,
                pub visits: u32,
                #[serde(default)]
                pub kind: Kind,
            }
        };
    }

    outer!(Ours, Debug, Phi<Text>);
    outer!(Secrecy, Debug, SecretString);
    outer!(Redact, Debug, redact::Secret<String>);
    outer!(DataPrivacy, Debug, Note);
    // veil has no type: the field is the host's own, and the derive writes the outer struct's `Debug`.
    outer!(
        Veil,
        veil::Redact,
        #[redact]
        String
    );

    mod data {
        use super::*;

        #[data_privacy::taxonomy(clinic)]
        pub enum Clinic {
            Phi,
        }

        #[data_privacy::classified(Clinic::Phi)]
        #[derive(Clone, Deserialize)]
        pub struct Note(pub String);
    }
}
use host::{DataPrivacy, Note, Ours, Redact, Secrecy, Veil};

fn quiet(json: &str) -> String {
    use phi_types::decode::{Category, Place, quiet};
    let place = |error: &serde_json::Error| Place::new(Category::Data).at(error.line(), error.column());
    quiet(serde_json::from_str::<Ours>(json), place).err().map(|error| format!("{error} {error:?}")).unwrap_or_default()
}

/// Whether our identifiers tell equal from different: the text type has no comparison, so they are what is counted.
fn identifiers_compare() -> bool {
    let parse = |text: &str| phi_types::BiometricId::parse(text);
    let (Ok(one), Ok(same), Ok(other)) = (parse(CANARY), parse(CANARY), parse(OTHER)) else { return false };
    one.matches(&same) && !one.matches(&other)
}

pub fn all() -> Vec<Column> {
    vec![
        column!("this library", Ours, Phi<Text>, |text: String| Phi::<Text>::from(text),
            parse: Mrn::parse(format!("{CANARY}{CANARY}")).err().map(|error| format!("{error} {error:?}")),
            equal: Some(identifiers_compare()),
            quiet: Some(("decode::quiet", quiet))),
        column!("secrecy 0.10", Secrecy, SecretString, SecretString::from,
            parse: None, equal: None, quiet: None),
        column!("redact 0.1", Redact, redact::Secret<String>, redact::Secret::<String>::new,
            parse: CANARY.parse::<redact::Secret<u32>>().err().map(|error| format!("{error:?}")),
            equal: None, quiet: None),
        column!("veil 0.3", Veil, String, |text: String| text,
            parse: None, equal: None, quiet: None),
        column!("data_privacy 0.13", DataPrivacy, Note, Note,
            parse: None, equal: None, quiet: None),
    ]
}

/// `dbg!` of one column's outer struct, with the canary and with another text.
pub fn dbg(column: &str) {
    macro_rules! both {
        ($outer:ident, $make:expr) => {
            for text in [CANARY, OTHER] {
                let outer = $outer { value: ($make)(text.to_owned()), visits: 1, kind: Kind::default() };
                dbg!(outer);
                if text == CANARY {
                    eprintln!("=====");
                }
            }
        };
    }
    match column {
        "this library" => both!(Ours, |text: String| Phi::<Text>::from(text)),
        "secrecy 0.10" => both!(Secrecy, SecretString::from),
        "redact 0.1" => both!(Redact, redact::Secret::<String>::new),
        "veil 0.3" => both!(Veil, |text: String| text),
        _ => both!(DataPrivacy, Note),
    }
}

/// Compares two values that differ at `place`, inside a function that callgrind counts.
pub fn compare(column: &str, place: &str) {
    let [one, other] = operands(place);
    match column {
        "redact 0.1" => {
            let (one, other) = (redact::Secret::<String>::new(one), redact::Secret::<String>::new(other));
            black_box(compare_probe(&one, &other, |one, other| one == other));
        }
        "veil 0.3" => {
            black_box(compare_probe(&one, &other, |one, other| one == other));
        }
        // The text type has no comparison; identifiers have `matches`.
        _ => {
            let parse = |text: String| phi_types::BiometricId::parse(text);
            if let (Ok(one), Ok(other)) = (parse(one), parse(other)) {
                black_box(compare_probe(&one, &other, phi_types::BiometricId::matches));
            }
        }
    }
}

#[inline(never)]
fn compare_probe<T>(one: &T, other: &T, equal: impl Fn(&T, &T) -> bool) -> bool {
    equal(black_box(one), black_box(other))
}
