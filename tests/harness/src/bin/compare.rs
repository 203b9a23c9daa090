//! Compares two values of a type, of equal length, that differ at one place: for a counter of instructions to watch.
//!
//! `compare TYPE PLACE`, where PLACE is `first`, `middle`, `last` or `nowhere`.

use std::{hint::black_box, process::ExitCode};

use phi_types::{Age, AsRecorded, BirthDate, Mrn, PersonName, Photo, Ssn, Zip};

/// What is counted. Never inlined, so that the counter finds it by its name.
#[inline(never)]
fn compare_probe<T>(one: &T, other: &T, matches: fn(&T, &T) -> bool) -> bool {
    matches(black_box(one), black_box(other))
}

fn compare<T, E>(one: Result<T, E>, other: Result<T, E>, matches: fn(&T, &T) -> bool) -> Option<bool> {
    Some(compare_probe(&one.ok()?, &other.ok()?, matches))
}

/// Two texts of 60 bytes.
fn texts(place: &str) -> Option<[String; 2]> {
    let at = match place {
        "first" => 0,
        "middle" => 30,
        "last" => 59,
        "nowhere" => 60,
        _ => return None,
    };
    Some(["a".repeat(60), (0..60).map(|index| if index == at { 'b' } else { 'a' }).collect()])
}

fn run(kind: &str, place: &str) -> Option<bool> {
    let pick = |first, middle, last, nowhere| match place {
        "first" => Some(first),
        "middle" => Some(middle),
        "last" => Some(last),
        "nowhere" => Some(nowhere),
        _ => None,
    };
    match kind {
        "PersonName" => {
            let [one, other] = texts(place)?;
            compare(PersonName::parse(one), PersonName::parse(other), PersonName::matches)
        }
        "Mrn" => {
            let [one, other] = texts(place)?;
            compare(Mrn::parse(one), Mrn::parse(other), Mrn::matches)
        }
        "AsRecorded" => {
            let [one, other] = texts(place)?.map(|text| Ok::<_, ()>(AsRecorded::<Zip>::new(text)));
            compare(one, other, AsRecorded::matches)
        }
        "Photo" => {
            let [one, other] = texts(place)?.map(|text| Ok::<_, ()>(Photo::new(text.into_bytes())));
            compare(one, other, Photo::matches)
        }
        // No type of ours: what a comparison looks like that stops at the first difference.
        "plain" => {
            let [one, other] = texts(place)?.map(|text| Ok::<_, ()>(text.into_bytes()));
            compare(one, other, |one: &Vec<u8>, other| one.iter().zip(other).all(|(one, other)| one == other))
        }
        "Ssn" => {
            let other = pick("319-09-9999", "219-19-9999", "219-09-9998", "219-09-9999")?;
            compare(Ssn::parse("219-09-9999"), Ssn::parse(other), Ssn::matches)
        }
        "BirthDate" => {
            let other = pick("0961-06-15", "1961-07-15", "1961-06-16", "1961-06-15")?;
            compare(BirthDate::parse("1961-06-15"), BirthDate::parse(other), BirthDate::matches)
        }
        "Age" => {
            let other = pick("11", "61", "40", "41")?;
            compare(Age::parse("41"), Age::parse(other), Age::matches)
        }
        _ => None,
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, place] = arguments.as_slice() else { return ExitCode::from(2) };
    match run(kind, place) {
        // Whether it matched is what `nowhere` says: a probe that compares nothing would count nothing.
        Some(matched) if matched == (place == "nowhere") => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}
