//! Over random logs: an answer is what a look at each entry gives, and so is a report.

use std::fs;

use phi_types::{Purpose, Recipient};
use proptest::prelude::*;
use time::{Duration, OffsetDateTime};

use super::tests::{Place, START, patient, scan, tenant, user};
use super::*;
use crate::event::{Agent, Disclosure, Ending, Entity, Kind, LegalBasis, Outcome, Stage};
use crate::report::{self, Accounting, Period164};

/// What is written: kind, user, patient, tenant, seconds since the one before, whether it follows on the entry before it.
type Step = (u8, u8, u8, bool, i64, bool);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<u8>(), 0..5_u8, 0..7_u8, prop::bool::weighted(0.8), 0..40_i64, any::<bool>());
    proptest::collection::vec(step, 1..110)
}

/// The event of a step, written as entry `index`.
fn written(step: &Step, index: u64, at: OffsetDateTime, before: Option<&AuditEvent>) -> AuditEvent {
    let (kind, who, whom, north, _, follows) = *step;
    let record = || Entity::record(Term::new("Patient").unwrap()).fields([Term::new("name").unwrap()]);
    let (actor, whom, purpose) = (Agent::human(user(who)), patient(whom), Purpose::PublicHealth);
    if let (true, Some(before)) = (follows, before)
        && before.stage == Stage::Done
    {
        let ending = [Ending::Completed, Ending::Failed, Ending::NotFound, Ending::Unknown][usize::from(kind % 4)];
        let mut parts = before.clone().into_parts();
        (parts.id, parts.recorded, parts.decision) =
            (crate::event::EventId::random(at, &phi_types::OsEntropy).unwrap(), at, None);
        parts.stage = Stage::Ended { grant: index.saturating_sub(1), ending, uses: u32::from(who % 2) };
        parts.outcome = ending.outcome();
        return parts.check().unwrap();
    }
    let draft = match kind % 9 {
        0 => pattern::login(actor),
        1 => pattern::failed_login(actor),
        2 => pattern::update(actor, whom, record(), purpose),
        3 => pattern::break_glass_start(actor, Some(whom), pattern::SealedText::Lost),
        4 => {
            pattern::denied(pattern::read(actor, whom, record(), purpose), [0; 32], None, Term::new("no-rule").unwrap())
        }
        5 => pattern::read(Agent::service(user(9)), whom, record(), purpose).on_behalf_of(actor),
        6 | 7 => {
            let basis = LegalBasis::ALL[usize::from(who) * 7 % LegalBasis::ALL.len()];
            let recipient = Recipient::new(&format!("recipient-{}", who % 2)).unwrap();
            pattern::disclose(
                actor,
                whom,
                record(),
                purpose,
                Disclosure::new(recipient, Term::new("summary").unwrap(), basis),
            )
        }
        _ => pattern::read(actor, whom, record(), purpose),
    };
    draft.finish(tenant(u8::from(!north)), at, &phi_types::OsEntropy).unwrap()
}

fn queries() -> impl Strategy<Value = Query> {
    let chance = |weight| prop::bool::weighted(weight);
    let who = (
        proptest::option::weighted(0.6, proptest::collection::vec(0..8_u8, 0..3)),
        proptest::option::weighted(0.4, proptest::collection::vec(0..10_u8, 1..3)),
    );
    let what = (
        proptest::collection::vec(proptest::sample::select(Kind::ALL), 0..2),
        proptest::collection::vec(proptest::sample::select(Outcome::ALL), 0..2),
        proptest::option::weighted(0.2, any::<bool>()),
        proptest::option::weighted(0.2, any::<bool>()),
    );
    let when = proptest::option::weighted(0.4, (-100..4000_i64, -100..4000_i64));
    (who, what, when, proptest::sample::select(&SortBy::ALL[..]), chance(0.3)).prop_map(
        |(who, what, when, sort, back)| {
            let mut query = Query::new().sorted(sort);
            if let Some(patients) = who.0 {
                query = query.about(patients.into_iter().map(patient));
            }
            query = who.1.into_iter().flatten().fold(query, |query, one| query.by_user(user(one)));
            query = what.0.into_iter().fold(query, Query::of_kind);
            query = what.1.into_iter().fold(query, Query::with_outcome);
            query = what.2.into_iter().fold(query, Query::break_glass);
            query = what.3.into_iter().fold(query, Query::denied);
            if let Some((one, two)) = when {
                query = query.between(START + Duration::seconds(one.min(two)), START + Duration::seconds(one.max(two)));
            }
            if back { query.descending() } else { query }
        },
    )
}

/// A log of these steps, written in batches, and how often a search was brought up to date meanwhile.
fn fill(log: &AuditLog, steps: &[Step], batch: usize) {
    let (mut at, mut before): (_, Option<AuditEvent>) = (START, None);
    let mut waiting = Vec::new();
    for step in steps {
        at += Duration::seconds(step.4);
        // The log adds entries of its own when it is opened, and none between these.
        let event = written(step, log.size() + waiting.len() as u64, at, before.as_ref());
        waiting.push(Event::new(event.id.to_bytes(), event.encode()));
        before = Some(event);
        if waiting.len() == batch {
            log.append(&std::mem::take(&mut waiting)).unwrap();
        }
    }
    if !waiting.is_empty() {
        log.append(&waiting).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Whatever is in the log, whatever is asked, however it was written, and whatever became of an index.
    #[test]
    fn an_answer_is_what_a_scan_gives(
        steps in steps(),
        queries in proptest::collection::vec(queries(), 12),
        batch in 1..9_usize,
        harm in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let place = Place::default();
        let log = place.log();
        fill(&log, &steps, batch);
        let search = log.search().unwrap();
        prop_assert_eq!(search.tail.end(), log.size());
        for query in &queries {
            for tenant in [tenant(0), tenant(1)] {
                prop_assert_eq!(search.find(&tenant, query).unwrap(), scan(&log, &tenant, query), "{:?}", query);
            }
        }
        let segments = usize::try_from(search.segments()).unwrap();
        drop(search);
        if segments > 0 {
            let path = log.folder().join(format!("{:08}.index", harm.0.index(segments)));
            let before = fs::read(&path).unwrap();
            let mut harmed = before.clone();
            let at = harm.1.index(harmed.len());
            harmed[at] ^= 0x40;
            fs::write(&path, harmed).unwrap();
            let again = log.search().unwrap();
            for query in &queries {
                match again.find(&tenant(0), query) {
                    Ok(found) => prop_assert_eq!(found, scan(&log, &tenant(0), query)),
                    Err(error) => prop_assert_eq!(error, SearchError::Damaged),
                }
            }
            fs::remove_file(&path).unwrap();
            drop(log.search().unwrap());
            prop_assert!(fs::read(&path).unwrap() == before, "an index that is built again is the index");
        }
    }

    /// The report, and the accounting of disclosures, against a look at each entry that shares nothing with them but the decoder.
    #[test]
    fn a_report_is_what_a_scan_gives(steps in steps(), whom in 0..7_u8, batch in 1..9_usize) {
        let place = Place::default();
        let log = place.log();
        fill(&log, &steps, batch);
        let all: Vec<(u64, AuditEvent)> = log
            .reader()
            .unwrap()
            .map(Result::unwrap)
            .filter_map(|entry| Some((entry.index(), AuditEvent::decode(entry.payload()).ok()?)))
            .filter(|(_, event)| event.tenant.as_str() == "north" && event.patient == Some(patient(whom)))
            .collect();
        let found = log.search().unwrap().find(&tenant(0), &Query::new().about([patient(whom)])).unwrap();
        let answer = Answer { tenant: tenant(0), found, upto: log.size(), recorded_at: log.size() };

        let table = report::events("everything", &answer, &());
        prop_assert_eq!(table.rows().len(), all.len());
        let column = |name: &str| table.columns().iter().position(|column| *column == name).unwrap();
        for (row, (index, event)) in table.rows().iter().zip(&all) {
            prop_assert_eq!(&row[column("entry")], &index.to_string());
            prop_assert_eq!(&row[column("user")], event.actor.who.as_str());
            prop_assert_eq!(row[column("on behalf of")].is_empty(), event.on_behalf_of.is_none());
            prop_assert!(row[column("act")].starts_with(event.kind.code()));
            prop_assert_eq!(row[column("outcome")] == "success", event.outcome == Outcome::Success);
            prop_assert_eq!(row[column("stage")] == "denied", event.stage == Stage::Denied);
            let (date, time) = (event.recorded.date(), event.recorded.time());
            let told = format!("{date}T{:02}:{:02}:{:02}+00:00", time.hour(), time.minute(), time.second());
            prop_assert_eq!(&row[column("recorded")], &told);
        }

        // 164.528, once more and by hand: done, with success, on a ground that is not left out, and not withdrawn by its own end.
        let counts = |(index, event): &(u64, AuditEvent)| {
            let (Stage::Done, Outcome::Success, Some(disclosure)) = (&event.stage, event.outcome, &event.disclosure) else {
                return false;
            };
            let withdrawn = all.iter().any(|(_, end)| match &end.stage {
                Stage::Ended { grant, ending: Ending::Failed | Ending::NotFound | Ending::Unknown, uses: 0 } => grant == index,
                _ => false,
            });
            let left_out = disclosure.basis.paragraph().is_some_and(|paragraph| {
                ["164.506", "164.502(a)(1)", "164.508", "164.510", "164.512(k)(2)", "164.512(k)(5)", "164.514"]
                    .iter()
                    .any(|one| paragraph.starts_with(one))
            });
            !withdrawn && !left_out
        };
        let expected: Vec<u64> = all.iter().filter(|found| counts(found)).map(|(index, _)| *index).collect();
        let now = START + Duration::days(30);
        let accounting = Accounting::of(&answer, Period164::before(now), &[], now, &());
        let mut listed: Vec<u64> = accounting.entries.iter().flat_map(|entry| entry.evidence.clone()).collect();
        listed.sort_unstable();
        prop_assert_eq!(listed, expected);
        prop_assert!(accounting.entries.iter().all(|entry| entry.count == entry.evidence.len()));
        prop_assert_eq!(accounting.table().rows().len(), accounting.entries.len());
    }
}
