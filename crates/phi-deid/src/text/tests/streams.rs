//! Long texts, read in pieces.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use proptest::prelude::*;

use super::{RELEASE, engine};
use crate::{
    profile::SafeHarbor,
    replace::Replacement,
    text::{
        Known, StreamError, TextError,
        section::Sizes,
        stream::{LEARNED, Pace},
    },
};
use phi_types::IdentifierClass;

/// Of some sections what was seen is remembered, of others it is not.
const fn pace(whole: usize, section: usize) -> Pace {
    Pace { sizes: Sizes { whole, section }, learned: usize::MAX, remembered: whole, in_parts: true }
}

const USUAL: Pace = Pace { sizes: Sizes::USUAL, learned: LEARNED, remembered: 1 << 18, in_parts: true };

/// Gives its bytes in pieces of odd sizes.
struct Dripping {
    inner: Cursor<Vec<u8>>,
    sizes: Vec<usize>,
    at: usize,
}

impl Read for Dripping {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes.get(self.at % self.sizes.len()).copied().unwrap_or(1).clamp(1, buffer.len().max(1));
        self.at += 1;
        let end = size.min(buffer.len());
        self.inner.read(&mut buffer[..end])
    }
}

impl Seek for Dripping {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// The output and the spans as `(start, end, rule)`.
type Answer = Result<(String, Vec<(usize, usize, &'static str)>), String>;

fn stream(text: &str, sizes: Vec<usize>, known: &[Known<'_>], pace: Pace) -> Answer {
    let mut input = Dripping { inner: Cursor::new(text.as_bytes().to_vec()), sizes, at: 0 };
    let (mut out, mut spans) = (Vec::new(), Vec::new());
    let mut add = |offset: u64, span: crate::text::Span| {
        let offset = usize::try_from(offset).unwrap();
        spans.push((span.start + offset, span.end + offset, span.rule));
    };
    engine()
        .stream(&Replacement::<SafeHarbor>::new(), &mut input, &mut out, known, RELEASE, &mut add, pace)
        .map_err(|error| error.to_string())?;
    Ok((String::from_utf8(out).unwrap(), spans))
}

fn paragraphs() -> impl Strategy<Value = String> {
    let sentence = prop_oneof![
        Just("Patient: Testcase, Ana.\n"),
        Just("Testcase is well.\n"),
        Just("MRN: 00482917\n"),
        Just("Seen on 3/4/2019 by Dr. Example.\n"),
        Just("Call 212-555-0142 or write to ana@example.org.\n"),
        Just("Kit NBS-0071920 was normal.\n"),
        Just("12 Sample Street, Northfield, MN 55057\n"),
        Just("BP 120/80, a Foley catheter in place.\n"),
        Just("[NAME-3] agrees.\n"),
    ];
    let paragraph = proptest::collection::vec(sentence, 1..4).prop_map(|lines| lines.concat() + "\n");
    proptest::collection::vec(paragraph, 1..12).prop_map(|all| all.concat())
}

/// Notes with lines in which a second look finds more.
fn logs() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("time,user,action,mrn,detail\r\n".to_owned()),
        (2000..9999_u32, 10..99_u32, 10..99_u32, 1000..9999_u32).prop_map(|(year, day, second, mrn)| {
            format!("{year}-{day}-29T{day}:18:{second}-{day}:{second},svc_hl7,RESULT,MRN 00{mrn}{day},order=CBC\r\n")
        }),
        prop::sample::select(vec!["Parkinson", "Whire", "Gravy", "Strips"])
            .prop_map(|name| format!("Hx: Wolff-{name}-White tracings, Charcot-Marie-{name}, Salter-{name}.\n")),
        (10..99_u32)
            .prop_map(|age| format!("Driver: Novice Brugzdk Example, {age}, at Strips-{age}, CO-{age}, C-16.\n")),
        Just("Seen by  Dr. Zwolinska  Milber  I  [NAME-3]  3-2-0 / 8-8-9\n".to_owned()),
    ];
    let paragraph = prop_oneof![
        3 => paragraphs(),
        1 => proptest::collection::vec(line, 1..4).prop_map(|lines| lines.concat() + "\n"),
    ];
    proptest::collection::vec(paragraph, 4..10).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    /// However it is read, and wherever a section ends, the same is found and written as at once.
    #[test]
    fn cuts_do_not_matter(text in paragraphs(), sizes in proptest::collection::vec(1..300_usize, 1..8), longest in 200..900_usize, section in 200..900_usize) {
        let known = [Known { value: "Example, Lee", class: IdentifierClass::Name }];
        for known in [&[][..], &known[..]] {
            let whole = engine().redact(&text, known, RELEASE).unwrap();
            let spans: Vec<_> = whole.spans.iter().map(|span| (span.start, span.end, span.rule)).collect();
            prop_assert_eq!(stream(&text, sizes.clone(), known, pace(longest, section.min(longest))), Ok((whole.text, spans)));
        }
    }

    /// Where an output is looked at more than once, it does not matter whether all of it is, or what has changed.
    #[test]
    fn what_has_not_changed_need_not_be_looked_at_again(text in logs()) {
        let looked = |in_parts| stream(&text, vec![4096], &[], Pace { in_parts, ..pace(1500, 1500) });
        prop_assert_eq!(looked(true), looked(false));
    }

    #[test]
    fn any_bytes_are_written_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300), whole in 1..80_usize, section in 1..80_usize) {
        let mut out = Vec::new();
        let by = Replacement::<SafeHarbor>::new();
        let _ = engine().stream(&by, &mut Cursor::new(bytes), &mut out, &[], RELEASE, &mut |_, _| {}, pace(whole, section));
    }
}

#[test]
fn a_long_text_is_the_same_from_memory_and_from_a_file() {
    let mut text = String::new();
    let mut at = 0;
    while text.len() < 3 << 20 {
        at += 1;
        text.push_str(&format!("Line {at}: the wound is dry and the plan is to go on with it.\n"));
        if at % 400 == 0 {
            text.push_str("Patient: Zwolinska, Ana, MRN: 00482917, seen 3/4/2019.\n\n");
        }
    }
    text.push_str("zwolinska was told.\n");
    let whole = engine().redact(&text, &[], RELEASE).unwrap();
    assert!(!whole.text.to_lowercase().contains("zwolinska") || whole.text.ends_with("zwolinska was told.\n"));
    let spans: Vec<_> = whole.spans.iter().map(|span| (span.start, span.end, span.rule)).collect();
    assert!(stream(&text, vec![7, 65_536, 1], &[], USUAL) == Ok((whole.text, spans)));
}

#[test]
fn a_short_text_is_the_same_from_memory_and_from_a_file() {
    // One name that only the lexicon knows, in a text that points at nobody: it does not vouch for itself.
    let text = "Consent by phone (two RNs). 22 g Chiba to the lower pole calyx, pus 30 mL to micro. Amplatz wire, 8 Fr dilator, \
                8.5 Fr Cook locking pigtail. Sutures 2-0.\nBrodel line kept. Hendricks, then Cook.\n";
    for text in [text.to_owned(), text.repeat(3), format!("{text}Seen by Dr. Testcase on 3/4/2019.\n")] {
        let whole = engine().redact(&text, &[], RELEASE).unwrap();
        let spans: Vec<_> = whole.spans.iter().map(|span| (span.start, span.end, span.rule)).collect();
        assert_eq!(stream(&text, vec![7], &[], USUAL), Ok((whole.text, spans)));
    }
}

#[test]
fn what_is_named_at_the_end_is_found_at_the_beginning() {
    let text = format!("Zwolinska slept well.\n\n{}Patient: Zwolinska, Ana\n", "The wound is dry.\n\n".repeat(40));
    let (out, _) = stream(&text, vec![64], &[], pace(200, 200)).unwrap();
    assert!(!out.contains("Zwolinska"), "{out}");
}

#[test]
fn names_beyond_what_is_learned_of_a_text_are_found_in_their_section_and_the_next() {
    let filler = "The wound is dry.\n\n".repeat(9);
    let text = format!("Patient: Zwolinska, Ana\n\n{filler}Zwolinska dry.\n\n{filler}{filler}{filler}Zwolinska dry.\n");
    let out = |learned| stream(&text, vec![64], &[], Pace { learned, ..pace(200, 200) }).unwrap().0;
    let all = out(usize::MAX).to_lowercase();
    assert!(!all.contains("zwolinska") && !all.contains("ana"), "{all}");
    let few = out(0).to_lowercase();
    assert_eq!(few.matches("zwolinska").count(), 1, "{few}");
    assert!(few.ends_with("zwolinska dry.\n"), "{few}");
}

#[test]
fn a_table_goes_on_behind_a_cut() {
    let rows = "0099,Qqxzzk,Vvbn,1950-01-01,well\n".repeat(30);
    let text = format!("mrn,last,first,dob,note\n{rows}");
    let (out, _) = stream(&text, vec![64], &[], pace(200, 200)).unwrap();
    assert!(!out.contains("Qqxzzk") && !out.contains("Vvbn"));
}

#[test]
fn what_changes_between_the_passes_is_refused() {
    struct Turning(Cursor<Vec<u8>>, Vec<u8>);
    impl Read for Turning {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer)
        }
    }
    impl Seek for Turning {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            if to == SeekFrom::Start(0) {
                self.0 = Cursor::new(self.1.clone());
            }
            self.0.seek(to)
        }
    }
    let by = Replacement::<SafeHarbor>::new();
    for second in ["", "other", "one\n\nand\n"] {
        let mut input = Turning(Cursor::new(b"one\n\n".to_vec()), second.as_bytes().to_vec());
        let done = engine().stream(&by, &mut input, &mut Vec::new(), &[], RELEASE, &mut |_, _| {}, pace(5, 5));
        assert!(matches!(done, Err(StreamError::Changed)), "{second}: {done:?}");
    }
}

#[test]
fn refusals_name_the_place_and_write_nothing() {
    let by = Replacement::<SafeHarbor>::new();
    let mut out = Vec::new();
    let mut run = |bytes: &[u8]| {
        let mut input = Cursor::new(bytes.to_vec());
        engine().stream(&by, &mut input, &mut out, &[], RELEASE, &mut |_, _| {}, pace(8, 8)).unwrap_err()
    };
    assert!(matches!(run(b"Testcas\n\xff"), StreamError::NotUtf8 { offset: 8 }));
    assert!(matches!(
        run(b"Testcas\na\0"),
        StreamError::Text { error: TextError::ControlCharacter { offset: 1 }, offset: 8 }
    ));
    let long = run(b"ONE-LONG-LINE");
    assert!(matches!(long, StreamError::Text { error: TextError::LongLine, offset: 0 }));
    assert!(!long.to_string().contains("LONG-LINE") && out.is_empty());
}
