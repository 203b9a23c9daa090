//! Protected values leave nothing on the heap, however they are made, moved and dropped.
//!
//! The `String` that a caller passes in is the library's from then on. What it was before is the caller's: `format!` grows
//! its buffer and leaves a copy behind, so the tests use `concat`, which does not.

use std::{hint::black_box, panic::catch_unwind};

use phi_test_harness::{CANARIES, SSN, Spy, TEXT, Watch, texts};
use phi_types::{
    AsRecorded, BiometricId, Bytes, Email, Mrn, Npi, ParseReason, PersonName, Phi, Phone, Photo, ServiceDate, Ssn,
    Text, Url, Zip,
};

#[global_allocator]
static SPY: Spy = Spy;

/// The proof that the watch sees: what nobody protects is found. At the end of each test, so that it was on all along.
fn sees(watch: &Watch) {
    assert_eq!(watch.found(), 0, "a freed block held protected content");
    drop(black_box(TEXT.to_owned()));
    drop(black_box(Vec::from(SSN)));
    assert_eq!(watch.found(), 2, "the spy is blind");
    assert!(watch.searched() > 2);
}

fn roomy(text: &str) -> String {
    let mut roomy = String::with_capacity(200);
    roomy.push_str(text);
    roomy
}

#[test]
fn a_careless_list_that_grows_is_found() {
    let watch = Watch::for_canaries(CANARIES);
    let mut list: Vec<[u8; 13]> = Vec::with_capacity(1);
    for _ in 0..2 {
        list.push(*TEXT.as_bytes().first_chunk().unwrap());
    }
    assert_eq!(watch.found(), 1, "the block that was too small");
    drop(black_box(list));
    assert_eq!(watch.found(), 1, "and the one that was not");
}

#[test]
fn made_and_dropped() {
    let watch = Watch::for_canaries(CANARIES);
    drop(black_box(Text::from(TEXT)));
    drop(black_box(Text::from(TEXT.to_owned())));
    drop(black_box(Text::from(roomy(TEXT))));
    drop(black_box(Phi::<Text>::from(roomy(TEXT))));
    drop(black_box(Phi::<Bytes>::from(TEXT.as_bytes().to_vec())));
    drop(black_box(Bytes::from(roomy(TEXT).into_bytes())));
    drop(black_box(AsRecorded::<Zip>::new(roomy(TEXT))));
    drop(black_box(AsRecorded::<Zip>::new(TEXT).into_text()));
    sees(&watch);
}

#[test]
fn parsed_normalised_and_dropped() {
    let watch = Watch::for_canaries(CANARIES);
    drop(black_box(Ssn::parse(roomy(SSN)).unwrap()));
    drop(black_box(Mrn::parse(["  ", TEXT, "  "].concat()).unwrap()));
    drop(black_box(PersonName::parse(TEXT).unwrap()));
    drop(black_box(Email::parse([TEXT, "@example.test"].concat()).unwrap()));
    sees(&watch);
}

/// Digits are collected anew: neither the input nor the digits on their way may stay.
#[test]
fn numbers_leave_no_digits_on_the_way() {
    static DIGITS: &[&[u8]] = &[b"(555) 555-0142", b"55555501", b"2026-01-02"];
    let watch = Watch::for_canaries(DIGITS);
    drop(black_box(Phone::parse(roomy("(555) 555-0142")).unwrap()));
    drop(black_box(Phone::parse("1 555 555 0142").unwrap()));
    drop(black_box(Phone::parse("+15555550142").unwrap()));
    drop(black_box(ServiceDate::parse(roomy("2026-01-02")).unwrap()));
    assert_eq!(watch.found(), 0);
    drop(black_box(String::from("(555) 555-0142")));
    assert_eq!(watch.found(), 1, "the spy is blind");
}

#[test]
fn cloned() {
    let watch = Watch::for_canaries(CANARIES);
    let (note, ssn, photo) = (Phi::<Text>::from(TEXT), Ssn::parse(SSN).unwrap(), Bytes::from(TEXT.as_bytes().to_vec()));
    drop(black_box((note.clone(), ssn.clone(), photo.clone())));
    drop(black_box((note, ssn, photo)));
    let mut list = texts(3);
    list.clone_from(&texts(5));
    drop(black_box(list));
    sees(&watch);
}

#[test]
fn assigned_over_and_taken() {
    let watch = Watch::for_canaries(CANARIES);
    let mut note = Some(Phi::<Text>::from(TEXT));
    note = black_box(note).map(|_| Phi::from("nothing to see"));
    note.replace(Phi::from(TEXT));
    drop(note.take());
    let mut boxed = Box::new(Ssn::parse(SSN).unwrap());
    *boxed = Ssn::parse(SSN).unwrap();
    drop(black_box(*boxed));
    sees(&watch);
}

#[test]
fn lists_that_grow() {
    let watch = Watch::for_canaries(CANARIES);
    let (mut notes, mut numbers, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for note in texts(100) {
        notes.push(note);
        numbers.push(Ssn::parse(SSN).unwrap());
        names.push((1_u8, PersonName::parse(TEXT).unwrap()));
    }
    notes.shrink_to(10);
    notes.truncate(50);
    notes.insert(7, Phi::from(TEXT));
    notes.drain(3..9);
    notes.shrink_to_fit();
    drop(black_box((notes, numbers, names)));
    sees(&watch);
}

#[test]
fn refused_and_dropped() {
    let watch = Watch::for_canaries(CANARIES);
    let refused = Ssn::parse(roomy(TEXT)).unwrap_err();
    assert_eq!(refused.reason(), ParseReason::Character);
    drop(black_box(refused));
    drop(black_box(Npi::parse(SSN.to_owned()).unwrap_err().into_input()));
    drop(black_box(Zip::parse([TEXT, " and much longer than a ZIP code"].concat()).unwrap_err().to_string()));
    drop(black_box(PersonName::parse([TEXT, "\u{7}"].concat()).unwrap_err()));
    drop(black_box(ServiceDate::parse(TEXT).unwrap_err()));
    sees(&watch);
}

/// From a text that needs no unescaping; the decoder's own buffer for escapes is not the library's.
#[test]
fn read_from_json() {
    let watch = Watch::for_canaries(CANARIES);
    let list: Vec<PersonName> = serde_json::from_str(r#"["CANARY-7f3a9c", "CANARY-7f3a9c, Ana"]"#).unwrap();
    drop(black_box(list));
    drop(black_box(serde_json::from_str::<Phi<Text>>(r#""CANARY-7f3a9c""#).unwrap()));
    assert!(serde_json::from_str::<Ssn>(r#""CANARY-7f3a9c""#).is_err());
    assert!(serde_json::from_str::<Vec<Text>>(r#"["CANARY-7f3a9c", 7]"#).is_err());
    sees(&watch);
}

#[test]
fn unwound() {
    let watch = Watch::for_canaries(CANARIES);
    let unwound = catch_unwind(|| {
        let _held = (texts(3), Ssn::parse(SSN).unwrap());
        // Not `panic!`, which would print.
        std::panic::resume_unwind(Box::new(()));
    });
    assert!(unwound.is_err());
    sees(&watch);
}

/// What normalises with more than one piece at a time: nothing of the pieces stays.
#[test]
fn pieces_put_together() {
    let watch = Watch::for_canaries(CANARIES);
    drop(black_box(Mrn::assigned(roomy(TEXT), "NORTH").unwrap()));
    drop(black_box(Mrn::assigned(roomy(TEXT), "").unwrap_err()));
    drop(black_box(Mrn::assigned(TEXT, "NO^RTH").unwrap_err().into_input()));
    drop(black_box(Url::parse(["HTTPS://Example.org/", TEXT].concat()).unwrap()));
    drop(black_box(Photo::new(roomy(TEXT).into_bytes())));
    drop(black_box(BiometricId::parse(roomy(TEXT)).unwrap()));
    drop(black_box(std::collections::BTreeMap::from([("code".to_owned(), Phi::<Text>::from(roomy(TEXT)))])));
    sees(&watch);
}
