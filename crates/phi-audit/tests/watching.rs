//! The detectors over made-up hospitals: what is planted is found, and it does not matter how the log is cut.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use phi_audit as audit;
use phi_types as types;

#[path = "../../../examples/watch/hospital/mod.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "shared with the example")]
mod hospital;

use audit::watch::{Finding, Thresholds, Watch};
use hospital::{Hospital, Score};
use proptest::prelude::*;
use time::OffsetDateTime;

/// A seed that the rules were tuned on: what counts is in `docs/watching.md`, from seeds that nobody looked at.
const SEED: u64 = 1;

fn through(hospital: &Hospital) -> Vec<Finding> {
    hospital.watch(&mut Watch::new(Thresholds::default()))
}

#[test]
fn what_was_planted_is_found_and_little_else() {
    let hospital = Hospital::new(SEED);
    let mut score = Score::default();
    score.add(&hospital, &through(&hospital));
    println!("seed {SEED}, {} entries\n{}", score.entries, score.table());
    assert!(score.total().planted > 30);
    assert_eq!(score.total().found, score.total().planted, "{:#?}", score.remarks);
    assert!(score.precision() >= 0.9, "{:#?}", score.remarks);
}

#[test]
fn every_finding_names_entries_of_the_log_and_nothing_of_a_person() {
    let hospital = Hospital::new(SEED);
    let last = hospital.index_of(hospital.entries.len());
    for finding in through(&hospital) {
        assert!(!finding.evidence.is_empty() && finding.evidence.is_sorted(), "{finding}");
        assert!(finding.evidence.iter().all(|index| *index < last), "{finding}");
        assert!(finding.entries >= finding.evidence.len() as u64, "{finding}");
        assert!(!finding.ruled_out.is_empty() || finding.explanation.contains("usual network"), "{finding}");
        let named = hospital.facts.world.staff.iter().any(|one| finding.explanation.contains(&one.name));
        assert!(!named && !finding.explanation.contains(|c: char| c.is_control()), "{finding}");
        assert_eq!(Finding::from_bytes(&finding.to_bytes()).as_ref(), Some(&finding));
    }
}

/// Memory is bounded by who and what is in the window: the second half of the weeks needs no more than the first.
#[test]
fn memory_is_bounded_by_the_actors_and_subjects_of_the_window() {
    let hospital = Hospital::new(SEED);
    let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
    let staff = hospital.facts.world.staff.len();
    let (mut halves, middle) = ([0; 2], hospital.entries.len() / 2);
    for start in (0..hospital.entries.len()).step_by(5_000) {
        let end = (start + 5_000).min(hospital.entries.len());
        hospital.feed(&mut watch, start..end, &mut out);
        let held = watch.held();
        assert!(held.actors <= staff, "{held:?}");
        assert!(held.subjects <= 1_024 * held.actors, "{held:?}");
        assert!(held.due <= held.unexplained + held.actors + held.networks, "{held:?}");
        assert!(held.told <= out.len() + 1, "{held:?}");
        let half = usize::from(start > middle);
        halves[half] = halves[half].max(watch.snapshot().len());
    }
    println!("{} entries, largest snapshot of each half {halves:?} bytes", hospital.entries.len());
    assert!(halves[1] < halves[0] * 3 / 2, "{halves:?}");

    // And everybody is forgotten.
    let end = hospital::midnight(hospital::DAYS + 60);
    watch.advance(OffsetDateTime::from_unix_timestamp(end).unwrap(), &hospital.facts, &mut out);
    let held = watch.held();
    assert_eq!((held.actors, held.subjects, held.unexplained, held.due, held.told, held.groups), (0, 0, 0, 0, 0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    /// Cut anywhere, stopped and resumed there from a snapshot: the findings are the same, and so is what is remembered.
    #[test]
    fn the_same_log_gives_the_same_findings_however_it_is_cut(cuts in prop::collection::vec(0.0_f64..1.0, 0..6)) {
        let hospital = Hospital::new(SEED);
        let entries = hospital.entries.len();
        let mut whole = Watch::new(Thresholds::default());
        let expected = hospital.watch(&mut whole);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| (cut * entries as f64) as usize).collect();
        cuts.extend([0, entries]);
        cuts.sort_unstable();
        let (mut watch, mut found) = (Watch::new(Thresholds::default()), Vec::new());
        for pair in cuts.windows(2) {
            hospital.feed(&mut watch, pair[0]..pair[1], &mut found);
            let kept = watch.snapshot();
            watch = Watch::resume(&kept).unwrap();
            prop_assert_eq!(watch.snapshot(), kept);
        }
        let end = OffsetDateTime::from_unix_timestamp(hospital::midnight(hospital::DAYS + 2)).unwrap();
        hospital.facts.now.set(end.unix_timestamp());
        watch.advance(end, &hospital.facts, &mut found);
        prop_assert_eq!(found, expected);
        prop_assert_eq!(watch.snapshot(), whole.snapshot());
    }

    /// Bytes that are no snapshot are refused, without a panic.
    #[test]
    fn no_bytes_make_it_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..300), flip in 0_usize..400) {
        let _ = Watch::resume(&bytes);
        let mut kept = Watch::new(Thresholds::default()).snapshot();
        let place = flip % kept.len();
        kept[place] ^= 0x55;
        let _ = Watch::resume(&kept);
        kept.truncate(place);
        prop_assert!(Watch::resume(&kept).is_err());
        bytes.insert(0, 1);
        let _ = Finding::from_bytes(&bytes);
    }
}
