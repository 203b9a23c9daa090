//! Decoding with serde: in whatever a host wraps our types, no error of ours quotes the input; and behind the boundary of
//! [`decode`](crate::decode) no error of anybody's does.

use std::{collections::BTreeMap, vec::Vec};

use proptest::prelude::*;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{CANARY_NUMBER, all_of, holds_canary};
use crate::{
    AsRecorded, Choice, Link, Phi, PhiChoice, Text, Zip,
    decode::{Category, Place, quiet},
};

#[derive(Deserialize)]
#[expect(dead_code, reason = "read by serde alone")]
struct Plain<T> {
    value: T,
}

#[derive(Deserialize)]
#[serde(tag = "kind")]
#[expect(dead_code, reason = "read by serde alone")]
enum Tagged<T> {
    One { value: T },
    Two { other: u32 },
}

#[derive(Deserialize)]
#[serde(tag = "kind", content = "content")]
#[expect(dead_code, reason = "read by serde alone")]
enum Adjacent<T> {
    One(T),
    Two(u32),
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read by serde alone")]
enum External<T> {
    One(T),
    Two(u32),
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "read by serde alone")]
enum Untagged<T> {
    Named { value: T },
    Bare(T),
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read by serde alone")]
struct Flattened<T> {
    #[serde(flatten)]
    inner: Tagged<T>,
}

fn error_of<D: DeserializeOwned>(document: &Value) -> Option<serde_json::Error> {
    // Through text, as documents come, and through a tree, which hands out owned strings.
    let text = serde_json::to_string(document).unwrap();
    let from_text = serde_json::from_str::<D>(&text).err();
    let from_tree = serde_json::from_value::<D>(document.clone()).err();
    assert_eq!(from_text.is_some(), from_tree.is_some());
    if let Some(error) = &from_tree {
        assert!(!holds_canary(&all_of(error)), "{error}");
    }
    from_text
}

/// What a source may write where a `T` is expected.
fn wrong(canary: &str) -> Vec<Value> {
    vec![
        json!(canary),
        json!(CANARY_NUMBER),
        json!(-1.5),
        json!(true),
        Value::Null,
        json!([canary]),
        json!([[canary, CANARY_NUMBER]]),
        json!({ canary: canary }),
        json!({ "value": { canary: CANARY_NUMBER } }),
    ]
}

pub(super) fn no_error_quotes_the_input<T: DeserializeOwned>(canary: &str) -> Result<(), TestCaseError> {
    for wrong in wrong(canary) {
        let errors = [
            error_of::<T>(&wrong),
            error_of::<Option<T>>(&wrong),
            error_of::<Plain<T>>(&json!({ "value": wrong })),
            error_of::<Vec<T>>(&json!([wrong])),
            error_of::<BTreeMap<String, T>>(&json!({ "key": wrong })),
            error_of::<Tagged<T>>(&json!({ "kind": "One", "value": wrong })),
            error_of::<Adjacent<T>>(&json!({ "kind": "One", "content": wrong })),
            error_of::<External<T>>(&json!({ "One": wrong })),
            error_of::<Untagged<T>>(&json!({ "value": wrong })),
            error_of::<Untagged<T>>(&wrong),
            error_of::<Flattened<T>>(&json!({ "kind": "One", "value": wrong, canary: canary })),
        ];
        for error in errors.into_iter().flatten() {
            prop_assert!(!holds_canary(&all_of(&error)), "{}", error);
        }
    }
    Ok(())
}

fn describe(error: &serde_json::Error) -> Place {
    let category = match error.classify() {
        serde_json::error::Category::Io => Category::Io,
        serde_json::error::Category::Syntax => Category::Syntax,
        serde_json::error::Category::Data => Category::Data,
        serde_json::error::Category::Eof => Category::Eof,
    };
    Place::new(category).at(error.line(), error.column())
}

#[derive(Clone, Copy)]
enum Sex {
    Female,
}

impl PhiChoice for Sex {
    const CHOICES: &'static [(&'static str, Self)] = &[("F", Self::Female)];

    fn place(self) -> u16 {
        0
    }
}

/// A host's struct with a sibling that is none of our types: serde_json itself quotes it, the boundary does not.
#[derive(Deserialize)]
#[expect(dead_code, reason = "read by serde alone")]
struct Host {
    note: Phi<Text>,
    visits: u32,
    kind: Tagged<Phi<Text>>,
}

proptest! {
    #![proptest_config(super::config())]

    /// The identifiers are in the table; these are the types that are none.
    #[test]
    fn what_is_no_identifier_is_quiet_too(canary in super::CANARY) {
        no_error_quotes_the_input::<Text>(&canary)?;
        no_error_quotes_the_input::<Phi<Text>>(&canary)?;
        no_error_quotes_the_input::<AsRecorded<Zip>>(&canary)?;
        no_error_quotes_the_input::<Choice<Sex>>(&canary)?;
        no_error_quotes_the_input::<Link<()>>(&canary)?;
    }

    #[test]
    fn the_boundary_keeps_category_line_and_column(canary in super::CANARY) {
        let documents = [
            json!({ "note": "x", "visits": canary }),
            json!({ "note": "x", "visits": { "kind": canary } }),
            json!({ "note": [canary], "visits": 1 }),
            json!({ "note": "x", "visits": 1, "kind": { "kind": canary } }),
            json!({ "note": "x", "visits": CANARY_NUMBER }),
        ];
        for document in documents {
            let text = serde_json::to_string_pretty(&document).unwrap();
            let Err(loud) = serde_json::from_str::<Host>(&text) else { return Err(TestCaseError::fail("reads")) };
            let kept = quiet(serde_json::from_str::<Host>(&text), describe).err().unwrap();
            prop_assert!(!holds_canary(&all_of(&kept)));
            prop_assert_eq!((kept.line(), kept.column()), (Some(loud.line()), Some(loud.column())));
            prop_assert_eq!(kept.category(), Category::Data);
        }
        let cut = format!("{{\"note\": \"{canary}\", ");
        prop_assert_eq!(quiet(serde_json::from_str::<Host>(&cut), describe).err().unwrap().category(), Category::Eof);
        let broken = format!("{{{canary}}}");
        prop_assert_eq!(quiet(serde_json::from_str::<Host>(&broken), describe).err().unwrap().category(), Category::Syntax);
    }
}

/// The canaries are live: without the boundary the decoder does quote them.
#[test]
fn without_the_boundary_a_sibling_is_quoted() {
    let error = serde_json::from_str::<Host>(r#"{"note": "x", "visits": "ЖЩЪ"}"#).err().unwrap();
    assert!(holds_canary(&all_of(&error)));
    let error = serde_json::from_str::<Tagged<Text>>(r#"{"kind": "ЖЩЪ"}"#).err().unwrap();
    assert!(holds_canary(&all_of(&error)));
}
