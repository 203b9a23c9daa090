//! Whatever comes in: no parser panics, and nothing that is printed depends on what came in.
#![no_main]

use std::fmt::{Debug, Display};

use libfuzzer_sys::fuzz_target;
use phi_types::{
    AccountNumber, AsRecorded, BirthDate, City, Email, Identifier, MemberId, Mrn, Npi, OtherId, ParseReason,
    PersonName, Phone, Rejected, ServiceDate, Ssn, Street, Zip,
};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// What a refusal says, built from type, reason and offset alone.
fn refusal(type_name: &str, refused: &Rejected) -> String {
    let reason = match refused.reason() {
        ParseReason::Empty => "it is empty",
        ParseReason::Length => "its length is not allowed",
        ParseReason::Character => "a character is not allowed",
        ParseReason::Range => "it lies in a range that is never assigned",
        ParseReason::CheckDigit => "its check digit does not fit",
        ParseReason::Shape => "it does not have the expected shape",
        ParseReason::Marker => "it is a redaction marker",
        ParseReason::NotReserved => "it lies outside the ranges that are reserved for examples",
        unknown => unreachable!("tell this target about {unknown:?}"),
    };
    let at = refused.offset().map(|offset| format!(" (at byte {offset})")).unwrap_or_default();
    format!("not a well-formed {type_name}: {reason}{at}")
}

fn constant(shown: &(impl Debug + Display), marker: &str) {
    assert_eq!(format!("{shown} {shown:?} {shown:>9.2} {shown:#?}"), [marker; 4].join(" "));
}

fn check<I>(type_name: &str, raw: &str, parse: fn(&str) -> Result<I, Rejected>)
where
    I: Identifier + Debug + Display + DeserializeOwned,
{
    let read = |json: Json| serde_json::from_value::<I>(json).map(drop).map_err(|error| error.to_string());
    let recorded = AsRecorded::<I>::new(raw);
    constant(&recorded, "[as recorded]");
    match parse(raw) {
        Ok(value) => {
            constant(&value, &format!("[{type_name}]"));
            assert!(recorded.is_well_formed());
            assert_eq!(read(Json::from(raw)), Ok(()), "reading and parsing agree");
        }
        Err(refused) => {
            let said = refusal(type_name, &refused);
            assert_eq!(format!("{refused} {refused:?}"), format!("{said} {said}"));
            assert_eq!(read(Json::from(raw)), Err(said));
            assert!(!recorded.is_well_formed());
            // The offset points into the text as it came, at the start of a character.
            assert_eq!(refused.offset().is_some(), refused.reason() == ParseReason::Character);
            assert!(refused.offset().is_none_or(|at| at < raw.len() && raw.is_char_boundary(at)));
            constant(&refused.into_input(), "[PHI]");
        }
    }
    // Anything but a string is refused in constant words.
    for other in
        [Json::Null, Json::Bool(true), Json::from(raw.len()), Json::from(vec![raw]), serde_json::json!({ raw: raw })]
    {
        assert_eq!(read(other), Err(format!("expected a string for {type_name}")));
    }
}

macro_rules! check_all {
    ($raw:expr; $($name:ident),+ $(,)?) => {$( check(stringify!($name), $raw, |raw| $name::parse(raw)); )+};
}

fuzz_target!(|raw: &str| {
    check_all!(raw;
        Ssn, Mrn, MemberId, AccountNumber, Npi, OtherId, PersonName, Street, City, Zip, Phone, Email, BirthDate, ServiceDate,
    );
});
