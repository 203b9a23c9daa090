//! An answer is what a look at each entry gives.

use std::fs;
use std::sync::Arc;

use phi_types::{ActorId, ManualClock, OsEntropy, Purpose, SubjectId, TenantId};
use time::{Duration, OffsetDateTime};

use super::*;
use crate::anchor::MemoryAnchor;
use crate::event::{Agent, Entity, Kind, Outcome, pattern};
use crate::log::{ScratchFolder, watch_entries};
use crate::note::NoteSigner;
use crate::notice::Notice;
use crate::pseudonym::SubjectPseudonymKey;
use crate::{RetentionRule, Setup};

pub(super) const START: OffsetDateTime = time::macros::datetime!(2026-03-01 08:00 UTC);

pub(super) fn tenant(number: u8) -> TenantId {
    TenantId::new(["north", "south"][usize::from(number % 2)]).unwrap()
}

pub(super) fn user(number: u8) -> ActorId {
    ActorId::new(&format!("user-{}", number % 5)).unwrap()
}

pub(super) fn patient(number: u8) -> SubjectPseudonym {
    SubjectPseudonymKey::from_bytes(&[1; 32]).pseudonym(&tenant(0), SubjectId::from_bytes([number % 7; 16]))
}

/// A synthetic event, chosen by a few numbers.
fn event(step: u64, dice: [u8; 4]) -> Event {
    let [one, two, three, four] = dice;
    let record = Entity::record(Term::new("Patient").unwrap());
    let (actor, purpose) = (Agent::human(user(one)), Purpose::Treatment);
    let draft = match two % 7 {
        0 => pattern::login(actor),
        1 => pattern::failed_login(actor),
        2 => pattern::update(actor, patient(three), record, purpose),
        3 => pattern::break_glass_start(actor, Some(patient(three)), pattern::SealedText::Lost),
        4 => pattern::denied(
            pattern::read(actor, patient(three), record, purpose),
            [0; 32],
            None,
            Term::new("no-rule").unwrap(),
        ),
        5 => pattern::read(Agent::service(user(9)), patient(three), record, purpose).on_behalf_of(actor),
        _ => pattern::read(actor, patient(three), record, purpose),
    };
    let at = START + Duration::seconds(i64::try_from(step).unwrap() * 10);
    let event = draft.finish(tenant(u8::from(four % 9 == 0)), at, &OsEntropy).unwrap();
    Event::new(event.id.to_bytes(), event.encode())
}

pub(super) struct Place(ScratchFolder, Arc<MemoryAnchor>);

impl Default for Place {
    fn default() -> Self {
        Self(ScratchFolder::new(), Arc::default())
    }
}

impl Place {
    pub(super) fn log(&self) -> AuditLog {
        let signer = NoteSigner::new("audit.example/search", &[7; 32]).unwrap();
        let clock = Arc::new(ManualClock::at(START + Duration::days(3000)));
        let setup = Setup::new(self.0.path("audit"), signer, Arc::clone(&self.1)).with_segments_of(8192);
        setup.with_clocks(clock, Arc::new(|| core::time::Duration::ZERO)).open_or_create().unwrap().0
    }
}

fn dice(seed: u64, step: u64) -> [u8; 4] {
    let mixed = (seed ^ step).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let [_, one, two, three, four, ..] = mixed.to_be_bytes();
    [one, two, three, four]
}

fn queries() -> Vec<Query> {
    let at = |seconds| START + Duration::seconds(seconds);
    let some = |query: Query| query.between(at(333), at(1500));
    vec![
        Query::new(),
        Query::new().about([patient(1)]),
        some(Query::new().about([patient(1), patient(2)])),
        Query::new().by_user(user(3)),
        some(Query::new().by_user(user(9)).denied(false)),
        Query::new().about([patient(1)]).by_user(user(2)).sorted(SortBy::User),
        Query::new().of_kind(Kind::Login).with_outcome(Outcome::MinorFailure),
        Query::new().break_glass(true).descending(),
        some(Query::new().denied(true).sorted(SortBy::Patient)),
        Query::new().about([SubjectPseudonym::from_parts(1, [9; 16])]),
        some(Query::new().sorted(SortBy::Recorded).descending()),
    ]
}

pub(super) fn scan(log: &AuditLog, tenant: &TenantId, query: &Query) -> Vec<Found> {
    let mut found = Vec::new();
    for entry in log.reader().unwrap() {
        let entry = entry.unwrap();
        if let Ok(event) = AuditEvent::decode(entry.payload())
            && query.matches(tenant, &event)
        {
            found.push(Found { index: entry.index(), event });
        }
    }
    query.sort(&mut found);
    found
}

#[test]
fn an_answer_equals_a_scan_and_an_index_that_was_built_again_equals_the_index() {
    let (mut compared, mut refused) = (0, 0);
    for seed in 1..=4_u64 {
        let place = Place::default();
        let log = place.log();
        let mut search = log.search().unwrap();
        for round in 0..4_u64 {
            for step in round * 60..(round + 1) * 60 {
                log.append(&[event(step, dice(seed, step))]).unwrap();
            }
            search.refresh().unwrap();
            assert_eq!(search.tail.end(), log.size(), "nothing durable is left out");
            for (query, tenant) in queries().iter().flat_map(|query| [(query, tenant(0)), (query, tenant(1))]) {
                let found = search.find(&tenant, query).unwrap();
                assert_eq!(found, scan(&log, &tenant, query), "seed {seed}, {query:?}");
                compared += found.len();
            }
        }
        let segments = search.segments();
        assert!(segments > 5, "{segments}");
        drop(search);
        let read = |segment: u64| fs::read(log.folder().join(format!("{segment:08}.index"))).unwrap();
        for segment in 0..segments {
            let before = read(segment);
            let harm = [None, Some(20), Some(before.len() / 2), Some(before.len() - 1)][segment as usize % 4];
            match harm {
                None => forget_index(log.folder(), segment),
                Some(at) => {
                    let mut harmed = before.clone();
                    harmed[at] ^= 1;
                    fs::write(log.folder().join(format!("{segment:08}.index")), harmed).unwrap();
                }
            }
            let again = log.search().unwrap();
            // Harm is mended when the search is opened, or noticed when that part is read; it is never answered from.
            for query in queries() {
                match again.find(&tenant(0), &query) {
                    Ok(found) => assert_eq!(found, scan(&log, &tenant(0), &query), "segment {segment}"),
                    Err(error) => {
                        assert_eq!(error, SearchError::Damaged);
                        refused += 1;
                    }
                }
            }
            forget_index(log.folder(), segment);
            drop(log.search().unwrap());
            assert!(read(segment) == before, "segment {segment}");
        }
    }
    println!("{compared} found events compared");
    assert!(compared > 1000 && refused > 0);
}

#[test]
fn what_a_segment_holds_about_a_patient_is_proved_and_nothing_can_be_left_out() {
    let place = Place::default();
    let log = place.log();
    for step in 0..120 {
        log.append(&[event(step, dice(7, step))]).unwrap();
    }
    let search = log.search().unwrap();
    let mut proved = 0;
    for segment in 0..search.segments() {
        let completeness = search.completeness(segment, patient(1)).unwrap();
        let notice = Notice::decode(&log.payload(completeness.named_by()).unwrap()).unwrap();
        let entries = completeness.verify(&notice).unwrap();
        let head = &search.sealed[usize::try_from(segment).unwrap()].head;
        let mut scanned = Vec::new();
        watch_entries(SegmentReader::open(log.folder()).unwrap(), &mut |entry, _| {
            let event = AuditEvent::decode(entry.payload());
            if (head.first..head.end()).contains(&entry.index())
                && event.is_ok_and(|event| event.patient == Some(patient(1)))
            {
                scanned.push(entry.index());
            }
            true
        })
        .unwrap();
        assert_eq!(entries, scanned);
        proved += entries.len();

        let mut shorter = search.completeness(segment, patient(1)).unwrap();
        shorter.evidence.bucket.truncate(0);
        assert!(entries.is_empty() || shorter.verify(&notice).is_err());
        let other = search.completeness(segment, patient(2)).unwrap();
        let moved = Completeness::new(patient(1), other.named_by(), other.evidence);
        assert!(moved.verify(&notice).is_err() || patient(1).to_bytes()[0] == patient(2).to_bytes()[0]);
    }
    assert!(proved > 3);
    assert!(search.completeness(search.segments(), patient(1)).is_err(), "not full yet");
}

#[test]
fn what_retention_took_away_is_in_no_index() {
    let place = Place::default();
    let log = place.log();
    for step in 0..120 {
        log.append(&[event(step, dice(7, step))]).unwrap();
    }
    let query = Query::new().about([patient(1)]);
    assert!(!log.search().unwrap().find(&tenant(0), &query).unwrap().is_empty());
    let pruning = log.prune(&RetentionRule::keep_for(Duration::days(2000))).unwrap();
    assert!(pruning.gone > 20);
    let found = log.search().unwrap().find(&tenant(0), &query).unwrap();
    assert_eq!(found, scan(&log, &tenant(0), &query));
    let gone = patient(1).to_bytes();
    let first = fs::read(log.folder().join("00000000.index")).unwrap();
    assert!(!first.windows(16).any(|window| window == gone));
}

#[test]
fn a_subject_that_was_merged_is_found_under_all_its_ids() {
    struct Merged;
    impl Aliases for Merged {
        fn aliases(&self, _: &TenantId, subject: SubjectId) -> Vec<SubjectId> {
            let [number, ..] = subject.to_bytes();
            vec![SubjectId::from_bytes([(number + 1) % 3; 16])]
        }
    }
    let keys = [SubjectPseudonymKey::from_bytes(&[1; 32]), SubjectPseudonymKey::from_bytes(&[2; 32]).with_version(2)];
    let all = Subjects::new(&keys, &Merged).pseudonyms(&tenant(0), SubjectId::from_bytes([0; 16]));
    assert_eq!(all.len(), 6, "three ids, two keys, and an end to the circle");
    let alone = Subjects::new(&keys, &()).pseudonyms(&tenant(0), SubjectId::from_bytes([0; 16]));
    assert_eq!(alone, all[..2]);
}

/// Whoever looks up one of the patients finds that it was asked for, under whichever pseudonym.
#[test]
fn a_question_about_several_is_on_record_once_for_each() {
    let place = Place::default();
    let log = place.log();
    let events: Vec<_> = (0..40).map(|step| event(step, dice(7, step))).collect();
    for batch in events.chunks(8) {
        log.append(batch).unwrap();
    }
    let search = log.search().unwrap();
    let asking = || Asking {
        who: Agent::human(user(1)),
        words: pattern::SealedText::Sealed(vec![1, 2, 3]),
        what: Term::new("report-on-patient").unwrap(),
    };
    let on_record = |query: &Query| -> Vec<AuditEvent> {
        let found = search.find(&tenant(0), query).unwrap();
        let events = search.on_record(asking(), &tenant(0), query, &found).unwrap();
        events.iter().map(|event| AuditEvent::decode(&event.bytes).unwrap()).collect()
    };
    let unknown = SubjectPseudonym::from_parts(2, [9; 16]);
    let query = Query::new().about([patient(1), unknown, patient(2), patient(1)]);
    let recorded = on_record(&query);
    let mut about: Vec<_> = recorded.iter().map(|event| event.patient.unwrap()).collect();
    about.sort_unstable();
    let mut asked = vec![patient(1), patient(2), unknown];
    asked.sort_unstable();
    assert_eq!(about, asked);
    for event in &recorded {
        let one = Query::new().about(event.patient);
        let count = search.find(&tenant(0), &one).unwrap().len() as u64;
        assert_eq!(
            (event.kind, event.entities[0].count),
            (Kind::LogUsed, Some(count)),
            "an empty search is one as well"
        );
        assert!(count > 0 || event.patient == Some(unknown));
    }
    let ids: std::collections::BTreeSet<_> = recorded.iter().map(|event| event.id).collect();
    assert_eq!(ids.len(), 3);
    // About nobody in particular: one event, with all that was found.
    let recorded = on_record(&Query::new().by_user(user(1)));
    let found = search.find(&tenant(0), &Query::new().by_user(user(1))).unwrap().len() as u64;
    assert_eq!((recorded.len(), recorded[0].patient, recorded[0].entities[0].count), (1, None, Some(found)));
}
