//! Profiles, replacements and postures on whole notes.

use std::sync::Arc;

use phi_types::{Entropy, EntropyUnavailable, IdentifierClass, OsEntropy};
use proptest::prelude::*;

use super::{RELEASE, engine};
use crate::{
    profile::{ExpertDetermination, LimitedDataSet, Profile, SafeHarbor},
    replace::{Crosswalk, DateShift, Replacement, SealedTokens, SecretKey, shares_four},
    text::{Posture, TextEngine, TextError},
};

const NOTE: &str = "Patient: Ana Testcase, MRN 00482917, DOB 3/4/1975, age 94. Lives at 12 Sample Street, Northfield, MN 55057.\n\
    Seen March 11, 2019 at Riverside General Hospital; call 212-555-0142 or ana@example.org. Kit NBS-0071920.\n";

fn by<P: Profile>(replacement: &Replacement<P>) -> String {
    engine().redact_by(replacement, NOTE, &[], RELEASE).unwrap().text
}

fn key() -> SecretKey {
    SecretKey::new(&[7; 32])
}

#[test]
fn a_limited_data_set_loses_sixteen_and_keeps_the_rest() {
    let redacted = engine().redact_by(&Replacement::<LimitedDataSet>::new(), NOTE, &[], RELEASE).unwrap();
    for gone in ["Ana", "Testcase", "00482917", "12 Sample", "Riverside", "212-555", "example.org"] {
        assert!(!redacted.text.contains(gone), "{gone}: {}", redacted.text);
    }
    for kept in ["3/4/1975", "age 94", "Northfield, MN 55057", "March 11, 2019", "NBS-0071920"] {
        assert!(redacted.text.contains(kept), "{kept}: {}", redacted.text);
    }
    assert!(redacted.kept[IdentifierClass::Date.position()] >= 3);
    assert_eq!(redacted.counts[IdentifierClass::Date.position()], 0);
}

#[test]
fn names_hidden_in_codes_do_not_stay_in_a_limited_data_set() {
    let text = "Seen by Dr. Dominic Testcase (dtestcase) today.";
    let redacted = engine().redact_by(&Replacement::<LimitedDataSet>::new(), text, &[], RELEASE).unwrap();
    assert!(!redacted.text.contains("dtestcase"), "{}", redacted.text);
}

#[test]
fn dates_are_moved_together() {
    let shift = DateShift::new(&key()).of_patient("subject 17");
    let text = by(&Replacement::<LimitedDataSet>::new().shift_dates(shift));
    assert!(!text.contains("1975") || !text.contains("3/4"), "{text}");
    let days: Vec<time::Date> = text
        .split(|c: char| !(c.is_ascii_digit() || c == '-'))
        .filter(|word| word.len() == 10 && word.as_bytes()[4] == b'-')
        .map(|word| {
            let mut parts = word.split('-').map(|part| part.parse::<i32>().unwrap());
            let (year, month, day) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
            time::Date::from_calendar_date(
                year,
                time::Month::try_from(u8::try_from(month).unwrap()).unwrap(),
                u8::try_from(day).unwrap(),
            )
            .unwrap()
        })
        .collect();
    // 4 March 1975 to 11 March 2019.
    assert_eq!((days[1] - days[0]).whole_days(), 16_078, "{text}");
}

#[test]
fn an_expert_moves_no_date_that_tells_ninety_years() {
    let shift = DateShift::new(&key()).of_patient("subject 17");
    let replacement = Replacement::<ExpertDetermination>::new().shift_dates(shift);
    for year in 1900..=1936 {
        let text = format!("DOB 3/4/{year} noted.");
        assert_eq!(engine().redact_by(&replacement, &text, &[], RELEASE).unwrap().text, "DOB [DATE] noted.");
    }
    let incomplete = engine().redact_by(&replacement, "Seen in March 2019.", &[], RELEASE).unwrap().text;
    assert_eq!(incomplete, "Seen in [DATE].");
}

#[test]
fn codes_are_the_same_in_each_text_of_a_crosswalk_and_settle() {
    let crosswalk = Arc::new(Crosswalk::new(OsEntropy));
    let replacement = Replacement::<SafeHarbor>::new().codes(Arc::clone(&crosswalk));
    let text = by(&replacement);
    assert_eq!(text, by(&replacement));
    assert!(!text.contains("Testcase") && !text.contains("[NAME-1]"));
    assert!(text.contains("[DATE 2019]") || text.contains("[DATE 1975]"));
    // A later pass leaves the codes alone.
    assert_eq!(engine().redact(&text, &[], RELEASE).unwrap().text, text);
    assert_ne!(by(&Replacement::<SafeHarbor>::new().codes(Arc::new(Crosswalk::new(OsEntropy)))), text);
    let code = crosswalk.code(IdentifierClass::MedicalRecordNumber, "00482917").unwrap();
    assert!(text.contains(code.as_str()));
}

#[test]
fn a_code_that_cannot_be_drawn_refuses_the_text() {
    struct Dead;
    impl Entropy for Dead {
        fn fill(&self, _: &mut [u8]) -> Result<(), EntropyUnavailable> {
            Err(EntropyUnavailable)
        }
    }
    let replacement = Replacement::<SafeHarbor>::new().codes(Arc::new(Crosswalk::new(Dead)));
    assert_eq!(engine().redact_by(&replacement, NOTE, &[], RELEASE).unwrap_err(), TextError::Entropy);
}

#[test]
fn tokens_are_read_back() {
    let tokens = SealedTokens::new(&key());
    let text = by(&Replacement::<ExpertDetermination>::new().tokens(&tokens));
    let token = text.split_once("[MRN-").unwrap().1.split(']').next().unwrap();
    assert_eq!(tokens.open(IdentifierClass::MedicalRecordNumber, token).unwrap().as_str(), "00482917");
    assert_eq!(engine().redact(&text, &[], RELEASE).unwrap().text, text);
}

#[test]
fn surrogates_look_like_what_they_stand_for() {
    let text = by(&Replacement::<ExpertDetermination>::new().surrogates(&key()));
    assert!(!text.contains("[NAME") && !text.contains("Testcase") && !text.contains("00482917"), "{text}");
}

#[test]
fn recall_takes_what_no_rule_finds() {
    let recall = TextEngine::new().unwrap().with_posture(Posture::Recall);
    let text = "Patient with Qqxzzk was given aspirin 81 mg on floor 7.";
    let redacted = recall.redact(text, &[], RELEASE).unwrap();
    assert!(
        redacted.text.contains("aspirin 81 mg") && !redacted.text.contains("Qqxzzk") && !redacted.text.contains('7')
    );
    assert_eq!(recall.redact(&redacted.text, &[], RELEASE).unwrap().text, redacted.text);
    assert!(recall.redact_by(&Replacement::<LimitedDataSet>::new(), text, &[], RELEASE).unwrap().text == redacted.text);
}

#[test]
fn block_takes_no_text() {
    let block = TextEngine::new().unwrap().with_posture(Posture::Block);
    assert_eq!(block.redact("well", &[], RELEASE).unwrap_err(), TextError::Blocked);
}

/// Each value with what was written for it.
fn written<'t>(text: &str, redacted: &'t crate::text::Redacted) -> Vec<(String, &'t str)> {
    let (mut rest, mut at) = (redacted.text.as_str(), 0);
    let mut out = Vec::new();
    for (index, span) in redacted.spans.iter().enumerate() {
        rest = rest.strip_prefix(text.get(at..span.start).unwrap()).unwrap();
        let next = redacted.spans.get(index + 1).map_or(text.len(), |next| next.start);
        let kept = text.get(span.end..next).unwrap();
        let end =
            if kept.is_empty() { rest.find(']').map_or(rest.len(), |at| at + 1) } else { rest.find(kept).unwrap() };
        let (value, after) = rest.split_at(end);
        out.push((text.get(span.start..span.end).unwrap().to_owned(), value));
        (rest, at) = (after, span.end);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_shares_no_four_characters_with_what_stood_there(
        given in "[A-Z][a-z]{2,8}", family in "[A-Z][a-z]{3,9}", number in "[0-9]{6,9}", secret in any::<[u8; 32]>(),
    ) {
        let text = format!("Patient: {given} {family}, MRN {number}, spoke with Dr. {family} today.");
        let key = SecretKey::new(&secret);
        let all = [
            engine().redact_by(&Replacement::<SafeHarbor>::new(), &text, &[], RELEASE),
            engine().redact_by(&Replacement::<SafeHarbor>::new().codes(Arc::new(Crosswalk::new(OsEntropy))), &text, &[], RELEASE),
            engine().redact_by(&Replacement::<ExpertDetermination>::new().pseudonyms(&key), &text, &[], RELEASE),
            engine().redact_by(&Replacement::<ExpertDetermination>::new().surrogates(&key), &text, &[], RELEASE),
        ];
        for redacted in all {
            let redacted = redacted.unwrap();
            // Where a blank alone parts two values nobody can tell what was written for which: a surrogate may hold blanks.
            let mut gaps = redacted.spans.iter().zip(redacted.spans.iter().skip(1));
            prop_assume!(gaps.all(|(one, next)| !text.get(one.end..next.start).unwrap_or_default().trim().is_empty()));
            for (value, written) in written(&text, &redacted) {
                // The word of the tag aside, and the year that a day may leave: "20000101" is one.
                if written.starts_with("[DATE ") {
                    continue;
                }
                let bare = written.strip_prefix('[').and_then(|tag| tag.split_once('-')).map_or(written, |(_, rest)| rest);
                prop_assert!(!shares_four(&value, bare), "{} {}", value, written);
            }
        }
    }
}
