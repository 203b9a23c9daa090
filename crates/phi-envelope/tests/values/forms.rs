//! The forms: lengths, spellings, serde, and what is refused.

use phi_envelope::{Backend, KeyMaterial, NotOpened, NotSealed, Sealed, Suite, ValueContext, ValueKey};
use phi_types::{Entropy, EntropyUnavailable, OsEntropy, RecordId, TenantId, Text, port::SealError};
use proptest::prelude::*;

pub(crate) fn key(byte: u8) -> ValueKey {
    ValueKey::new(&KeyMaterial::from_bytes(&[byte; 32])).unwrap()
}

fn seal(suite: Suite, value: &[u8]) -> Sealed<Text> {
    let tenant = TenantId::new("north").unwrap();
    let key = key(1).with_suite(suite);
    key.seal(&context(&tenant).sealing(), value, &OsEntropy).unwrap()
}

fn context(tenant: &TenantId) -> ValueContext<'_> {
    ValueContext::new(tenant, "Patient", RecordId::from_bytes([7; 16]), "note", 1)
}

fn opens(sealed: &Sealed<Text>) -> Result<Vec<u8>, NotOpened> {
    let tenant = TenantId::new("north").unwrap();
    key(1).open(&context(&tenant).opening(), sealed).map(|bytes| bytes.to_vec())
}

#[test]
fn a_value_is_75_bytes_longer_and_107_with_a_commitment() {
    for length in [0, 1, 16, 64, 1000] {
        for suite in Suite::ALL {
            let sealed = seal(suite, &vec![7; length]);
            let over = if suite == Suite::Aes256GcmCommitting { 75 + 32 } else { 75 };
            assert_eq!(sealed.as_bytes().len(), length + over, "{suite:?}");
            assert_eq!(sealed.as_bytes()[..3], [1, suite.byte(), 2]);
            assert_eq!((sealed.suite(), sealed.key_id()), (suite, *key(1).id()));
            assert_eq!(opens(&sealed), Ok(vec![7; length]));
        }
    }
}

#[test]
fn every_bit_flip_truncation_and_extension_of_a_value_is_refused() {
    for suite in Suite::ALL {
        let sealed = seal(suite, b"thirty-two bytes of plain text..").into_bytes();
        // Either it does not even parse, or it does not open, with one error.
        let refused = |bytes: Vec<u8>| Sealed::parse(bytes).map_or(true, |sealed| opens(&sealed) == Err(NotOpened));
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(refused(flipped), "{suite:?}, bit {bit}");
        }
        for cut in 0..sealed.len() {
            assert!(refused(sealed[..cut].to_vec()), "{suite:?}, cut at {cut}");
            assert!(refused(sealed[cut + 1..].to_vec()), "{suite:?}, cut before {cut}");
        }
        for more in 0..=u8::MAX {
            assert!(refused([sealed.as_slice(), &[more]].concat()));
            assert!(refused([&[more], sealed.as_slice()].concat()));
        }
    }
}

#[test]
fn swapping_any_part_of_the_context_fails_to_open() {
    let (north, south) = (TenantId::new("north").unwrap(), TenantId::new("south").unwrap());
    let (one, two) = (RecordId::from_bytes([7; 16]), RecordId::from_bytes([8; 16]));
    for suite in Suite::ALL {
        let sealed = seal(suite, b"value");
        for (tenant, kind, record, field, version, right) in [
            (&north, "Patient", one, "note", 1, true),
            (&south, "Patient", one, "note", 1, false),
            (&north, "Relative", one, "note", 1, false),
            (&north, "Patient", two, "note", 1, false),
            (&north, "Patient", one, "name", 1, false),
            (&north, "Patient", one, "note", 2, false),
            // The same letters over other boundaries.
            (&north, "Patien", one, "tnote", 1, false),
        ] {
            let context = ValueContext::new(tenant, kind, record, field, version);
            assert_eq!(key(1).open(&context.opening(), &sealed).is_ok(), right);
            assert!(key(2).open(&context.opening(), &sealed).is_err(), "another key");
        }
    }
}

#[test]
fn only_suites_on_the_allow_list_are_read() {
    let tenant = TenantId::new("north").unwrap();
    for suite in Suite::ALL {
        let sealed = seal(suite, b"value");
        for listed in Suite::ALL {
            let narrow = key(1).reading_only(&[listed]);
            assert_eq!(narrow.open(&context(&tenant).opening(), &sealed).is_ok(), listed == suite);
        }
    }
}

#[test]
fn what_one_backend_sealed_any_other_opens() {
    let tenant = TenantId::new("north").unwrap();
    for &writes in Backend::ALL {
        for &reads in Backend::ALL {
            for suite in Suite::ALL {
                let writer = key(1).with_suite(suite).with_backend(writes);
                let sealed: Sealed<Text> = writer.seal(&context(&tenant).sealing(), b"value", &OsEntropy).unwrap();
                let reader = key(1).with_backend(reads);
                assert_eq!(**reader.open(&context(&tenant).opening(), &sealed).unwrap(), *b"value");
            }
        }
    }
}

struct Fails;

impl Entropy for Fails {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        // A source that fails half-way.
        buffer.iter_mut().take(12).for_each(|byte| *byte = 1);
        Err(EntropyUnavailable)
    }
}

#[test]
fn a_failing_source_of_randomness_is_an_error_and_never_a_nonce() {
    let tenant = TenantId::new("north").unwrap();
    for suite in Suite::ALL {
        let sealed = key(1).with_suite(suite).seal::<Text>(&context(&tenant).sealing(), b"value", &Fails);
        assert_eq!(sealed.err(), Some(SealError::Entropy));
    }
}

#[test]
fn serde_writes_text_for_people_and_bytes_for_machines() {
    for suite in Suite::ALL {
        let sealed = seal(suite, b"value");
        let json = serde_json::to_string(&sealed).unwrap();
        assert!(json.starts_with("\"phi1.") && json == format!("\"{sealed}\""));
        assert_eq!(serde_json::from_str::<Sealed<Text>>(&json).unwrap(), sealed);
        let binary = postcard::to_allocvec(&sealed).unwrap();
        assert_eq!(binary.len(), 1 + sealed.as_bytes().len(), "a length and the bytes");
        assert_eq!(postcard::from_bytes::<Sealed<Text>>(&binary).unwrap(), sealed);
        assert_eq!(sealed.to_text().parse::<Sealed<Text>>(), Ok(sealed.clone()));
        assert_eq!(opens(&json.trim_matches('"').parse().unwrap()), Ok(b"value".to_vec()));
        assert_eq!(format!("{sealed:?}"), "[sealed]");
    }
    for text in ["\"\"", "\"phi1.\"", "\"plain text\"", "7", "[1,2]", "null"] {
        let error = serde_json::from_str::<Sealed<Text>>(text);
        assert!(error.is_err(), "{text}");
    }
    assert!(!serde_json::from_str::<Sealed<Text>>("\"Testpatient\"").unwrap_err().to_string().contains("Testpatient"));
}

#[test]
fn a_text_with_a_second_spelling_is_refused() {
    let text = seal(Suite::default(), b"12").to_text();
    // 77 bytes: the last letter carries bits that belong to no byte.
    let last = text.chars().last().unwrap();
    let body = text.strip_suffix(last).unwrap();
    let spellings = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['-', '_']);
    let parse = spellings.filter(|letter| format!("{body}{letter}").parse::<Sealed<Text>>().is_ok());
    // Other letters are other tags, which parse and do not open; of each group of four, one parses.
    assert_eq!(parse.count(), 16);
    assert!(format!("{body}{last}").parse::<Sealed<Text>>().is_ok());
    for other in [format!("{text}="), format!(" {text}"), format!("{text}\n"), text.replace("phi1", "PHI1")] {
        assert_eq!(other.parse::<Sealed<Text>>(), Err(NotSealed));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_sealed_thing_in_its_one_spelling_or_refused(
        start in proptest::collection::vec(0..4_u8, 0..4), rest in proptest::collection::vec(any::<u8>(), 0..200)
    ) {
        let bytes = [start, rest].concat();
        if let Ok(sealed) = Sealed::<Text>::parse(bytes.clone()) {
            prop_assert_eq!(sealed.as_bytes(), bytes.as_slice());
            prop_assert!(opens(&sealed).is_err());
            prop_assert_eq!(sealed.to_text().parse::<Sealed<Text>>().unwrap().into_bytes(), bytes);
        }
    }
}
