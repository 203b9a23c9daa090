//! Each rule beside its innocent explanations, on the smallest story that tells them apart.

use std::cell::RefCell;

use time::OffsetDateTime;

use super::*;
use crate::SubjectPseudonym;
use crate::notice::Notice;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// A Monday at noon.
const NOON: i64 = 1_800_273_600;

/// A host that knows what a story tells it.
#[derive(Default)]
struct Host {
    person: Person,
    tied_from: Option<(i64, Tie)>,
    reach_anybody: bool,
    own: Option<SubjectPseudonym>,
    ended: Option<i64>,
    task: Option<Task>,
    shift: RefCell<Option<Shift>>,
    upkeep: Option<Upkeep>,
}

fn at(t: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(t).unwrap()
}

impl Context for Host {
    fn staff(&self, actor: &str, _: OffsetDateTime) -> Option<Staff> {
        (!actor.starts_with("nobody")).then_some(Staff {
            own: self.own,
            surname: Some(Key(1)),
            household: Some(Key(2)),
            unit: 3,
            peers: 4,
            reach: if self.reach_anybody { Reach::Anybody } else { Reach::CareTeam },
            ended: self.ended.map(at),
        })
    }
    fn person(&self, _: &SubjectPseudonym) -> Option<Person> {
        Some(self.person)
    }
    fn bond(&self, _: &str, _: &SubjectPseudonym, when: OffsetDateTime) -> Bond {
        match self.tied_from {
            Some((from, tie)) if from <= when.unix_timestamp() => Bond::Tied(tie),
            _ => Bond::Untied,
        }
    }
    fn shift(&self, _: &str, _: OffsetDateTime) -> Shift {
        self.shift.borrow().unwrap_or(Shift::On)
    }
    fn task(&self, _: &str, _: OffsetDateTime) -> Option<Task> {
        self.task
    }
    fn upkeep(&self, _: OffsetDateTime) -> Option<Upkeep> {
        self.upkeep
    }
}

fn subject(number: u8) -> SubjectPseudonym {
    SubjectPseudonym::from_parts(1, [number; 16])
}

/// Looks of one nurse at one subject, a minute apart, and then two days pass.
fn looks(host: &Host, looks: u64, change: impl Fn(&mut Observation<'_>)) -> Vec<Rule> {
    found(host, looks, |seen| {
        seen.subject = Some(subject(1));
        change(seen);
    })
    .into_iter()
    .map(|finding| finding.rule)
    .collect()
}

fn found(host: &Host, looks: u64, change: impl Fn(&mut Observation<'_>)) -> Vec<Finding> {
    let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
    for index in 0..looks {
        let mut seen = Observation::new(index, at(NOON + 60 * i64::try_from(index).unwrap()), "n.nurse");
        change(&mut seen);
        watch.observe(&seen, host, &mut out).unwrap();
    }
    watch.advance(at(NOON + 2 * DAY), host, &mut out);
    out
}

#[test]
fn people_whom_nothing_binds_to_the_actor() {
    let is = |person: Person, looked: u64| looks(&Host { person, ..Host::default() }, looked, |_| {});
    let plain = Person::default();
    assert_eq!(is(plain, 1), [], "a glimpse");
    assert_eq!(is(plain, 2), [Rule::NoRelation]);
    assert_eq!(is(Person { household: Some(Key(2)), ..plain }, 1), [Rule::Household]);
    assert_eq!(is(Person { unit: Some(3), ..plain }, 1), [Rule::CoWorker]);
    assert_eq!(is(Person { unit: Some(9), ..plain }, 1), [], "works elsewhere");
    assert_eq!(is(Person { vip: true, ..plain }, 1), [Rule::Vip]);
    assert_eq!(is(Person { surname: Some(Key(1)), ..plain }, 1), [Rule::SameSurname]);
    assert_eq!(is(Person { surname: Some(Key(1)), common_surname: true, ..plain }, 1), []);
    assert_eq!(is(Person { died: Some(at(NOON - 90 * DAY)), ..plain }, 2), [Rule::Deceased]);
    assert_eq!(is(Person { died: Some(at(NOON - 9 * DAY)), ..plain }, 2), [], "a recent death");
    assert_eq!(is(Person { vip: true, made_up: true, ..plain }, 9), []);
}

#[test]
fn the_own_record_unless_it_was_asked_for() {
    let host = Host { own: Some(subject(1)), ..Host::default() };
    assert_eq!(looks(&host, 1, |_| {}), [Rule::OwnRecord]);
    assert_eq!(looks(&host, 1, |seen| seen.purpose = Some(phi_types::Purpose::FamilyRequest)), []);
}

#[test]
fn a_relation_explains_and_so_does_one_that_is_documented_late() {
    let vip = Person { vip: true, household: Some(Key(2)), ..Person::default() };
    for (from, told) in [(NOON - HOUR, 0), (NOON + HOUR, 0), (NOON + 3 * DAY, 1)] {
        let host = Host { person: vip, tied_from: Some((from, Tie::Consult)), ..Host::default() };
        assert_eq!(looks(&host, 3, |_| {}).len(), told, "{from}");
    }
}

#[test]
fn those_whose_work_reaches_to_anybody_need_no_relation_and_still_have_kin() {
    let plain = Host { reach_anybody: true, ..Host::default() };
    assert_eq!(looks(&plain, 5, |_| {}), []);
    let kin = Host { person: Person { household: Some(Key(2)), ..Person::default() }, ..plain };
    assert_eq!(looks(&kin, 5, |_| {}), [Rule::Household]);
}

#[test]
fn a_broken_glass_without_an_emergency() {
    assert_eq!(looks(&Host::default(), 1, |seen| seen.emergency = true), [Rule::BreakGlass]);
    let admitted = Host { tied_from: Some((NOON + HOUR, Tie::CareTeam)), ..Host::default() };
    assert_eq!(looks(&admitted, 1, |seen| seen.emergency = true), []);
    let habit = Host { tied_from: Some((0, Tie::CareTeam)), ..Host::default() };
    let each = |seen: &mut Observation<'_>| {
        seen.emergency = true;
        seen.subject = Some(subject(u8::try_from(seen.index).unwrap()));
    };
    assert_eq!(found(&habit, 3, each).len(), 0);
    assert_eq!(found(&habit, 4, each).first().map(|finding| finding.rule), Some(Rule::BreakGlass));
}

#[test]
fn after_the_end_of_employment() {
    let gone = Host { ended: Some(NOON - DAY), tied_from: Some((0, Tie::CareTeam)), ..Host::default() };
    assert_eq!(looks(&gone, 3, |_| {}), [Rule::Terminated]);
    assert_eq!(looks(&gone, 3, |seen| seen.deed = Deed::End), [], "what ends by itself");
    assert_eq!(looks(&gone, 3, |seen| seen.result = Outcome::Denied), [], "they did not get in");
    let staying = Host { ended: Some(NOON + DAY), ..gone };
    assert_eq!(looks(&staying, 3, |_| {}), []);
    let task = Host { ended: Some(NOON - DAY), task: Some(Task { entries: 9 }), ..staying };
    let by_service = |seen: &mut Observation<'_>| (seen.service, seen.on_behalf_of) = (true, Some("n.nurse"));
    assert_eq!(looks(&task, 3, by_service), []);
}

#[test]
fn off_duty_counts_what_was_not_the_actors_on_duty() {
    let each = |seen: &mut Observation<'_>| seen.subject = Some(subject(u8::try_from(seen.index).unwrap()));
    let rules = |host: &Host| found(host, 9, each).into_iter().map(|one| one.rule).collect::<Vec<_>>();
    let tied = Some((0, Tie::CareTeam));
    for (shift, told) in [(Shift::Off, vec![Rule::OffHours]), (Shift::On, vec![]), (Shift::OnCall, vec![])] {
        let host = Host { tied_from: tied, shift: RefCell::new(Some(shift)), ..Host::default() };
        assert_eq!(rules(&host), told, "{shift:?}");
    }
    let host =
        Host { tied_from: Some((0, Tie::Appointment)), shift: RefCell::new(Some(Shift::Off)), ..Host::default() };
    assert_eq!(rules(&host), [], "reads ahead before appointments");

    // What was seen on duty may be written up at home; a changed shift may be entered late.
    let host = Host { tied_from: tied, ..Host::default() };
    let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
    let mut index = 0;
    let mut round = |watch: &mut Watch, from: i64, first: u8, out: &mut Vec<Finding>| {
        for number in 0..9 {
            let mut seen = Observation::new(index, at(from + i64::from(number)), "n.nurse");
            seen.subject = Some(subject(first + number));
            watch.observe(&seen, &host, out).unwrap();
            index += 1;
        }
    };
    round(&mut watch, NOON, 1, &mut out);
    *host.shift.borrow_mut() = Some(Shift::Off);
    round(&mut watch, NOON + 8 * HOUR, 1, &mut out);
    watch.advance(at(NOON + DAY), &host, &mut out);
    assert_eq!(out, []);
    assert_eq!(watch.census().held(Innocent::WritingUp), 9);
    round(&mut watch, NOON + 30 * HOUR, 100, &mut out);
    *host.shift.borrow_mut() = Some(Shift::On);
    watch.advance(at(NOON + 3 * DAY), &host, &mut out);
    assert_eq!(out, []);
    assert_eq!(watch.census().held(Innocent::ShiftChanged), 1);
}

#[test]
fn a_tour_along_the_numbers() {
    struct Numbered(Host);
    impl Context for Numbered {
        fn person(&self, subject: &SubjectPseudonym) -> Option<Person> {
            Some(Person { ordinal: Some(u64::from(subject.to_bytes()[0])), ..self.0.person })
        }
        fn bond(&self, actor: &str, subject: &SubjectPseudonym, at: OffsetDateTime) -> Bond {
            self.0.bond(actor, subject, at)
        }
        fn task(&self, _: &str, _: OffsetDateTime) -> Option<Task> {
            self.0.task
        }
    }
    let walk = |host: Host, step: u8| {
        let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
        for index in 0..9_u8 {
            let mut seen = Observation::new(u64::from(index), at(NOON + 20 * i64::from(index)), "n.nurse");
            seen.subject = Some(subject(200 - index * step));
            watch
                .observe(
                    &seen,
                    &Numbered(Host { task: host.task, tied_from: host.tied_from, ..Host::default() }),
                    &mut out,
                )
                .unwrap();
        }
        out.into_iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    assert_eq!(walk(Host::default(), 2), [Rule::Sequence]);
    assert_eq!(walk(Host::default(), 9), [], "not in order");
    assert_eq!(walk(Host { tied_from: Some((0, Tie::Registration)), ..Host::default() }, 2), []);
    assert_eq!(walk(Host { task: Some(Task { entries: 50 }), ..Host::default() }, 2), []);
}

#[test]
fn failures_and_then_a_success() {
    let signs_in = |failures: u64, usual: bool| {
        let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
        let host = Host { tied_from: Some((0, Tie::CareTeam)), ..Host::default() };
        let (here, there) = (Some("192.0.2.1".parse().unwrap()), Some("203.0.113.1".parse().unwrap()));
        let mut seen =
            Observation { network: here, subject: Some(subject(1)), ..Observation::new(0, at(NOON), "n.nurse") };
        watch.observe(&seen, &host, &mut out).unwrap();
        seen = Observation { deed: Deed::SignIn, subject: None, network: if usual { here } else { there }, ..seen };
        for index in 1..=failures + 1 {
            let result = if index <= failures { Outcome::Failed } else { Outcome::Done };
            seen = Observation { index, result, ..seen };
            watch.observe(&seen, &host, &mut out).unwrap();
        }
        out.len()
    };
    assert_eq!((signs_in(4, false), signs_in(5, false)), (0, 1), "from a strange network");
    assert_eq!((signs_in(9, true), signs_in(10, true)), (0, 1), "from the usual one");
}

#[test]
fn denied_and_then_permitted() {
    let host = Host::default();
    let rules = looks(&host, 5, |seen| {
        if seen.index < 3 {
            seen.result = Outcome::Denied;
        }
    });
    assert_eq!(rules, [Rule::FailedThenSuccess]);
}

#[test]
fn volume_and_exports_beyond_the_own_and_the_peers_habit() {
    let host = Host { tied_from: Some((0, Tie::CareTeam)), ..Host::default() };
    let busy = |host: &Host, everybody: bool, deed: Deed| {
        let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
        let mut index = 0;
        for day in 0..15 {
            let last = day == 14;
            for entry in 0..if last { 400 } else { 60 } {
                for nurse in 0..6 {
                    if entry >= 60 && nurse > 0 && !everybody {
                        continue;
                    }
                    let name = format!("n.{nurse}");
                    let mut seen = Observation::new(index, at(NOON + day * DAY + entry * 20), &name);
                    seen.subject = Some(subject(u8::try_from(entry % 9).unwrap()));
                    seen.deed = if entry % 20 == 0 || entry > 60 { deed } else { Deed::Read };
                    watch.observe(&seen, host, &mut out).unwrap();
                    index += 1;
                }
            }
        }
        out.into_iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    assert_eq!(busy(&host, false, Deed::Read), [Rule::Volume]);
    assert_eq!(busy(&host, true, Deed::Read), [], "all are as busy");
    assert_eq!(busy(&host, false, Deed::Export), [Rule::ExportBurst, Rule::Volume]);
    let task = Host { task: Some(Task { entries: 1_000 }), ..host };
    assert_eq!(busy(&task, false, Deed::Export), []);
}

#[test]
fn gaps_and_steps_of_the_log() {
    let watched = |host: &Host, entries: &[(u64, i64)], notice: Option<Notice>| {
        let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
        for (index, t) in entries {
            watch.pass_over(*index, at(*t), host, &mut out).unwrap();
        }
        let next = watch.next_index().unwrap();
        if let Some(notice) = notice {
            watch.notice(next, &notice, host, &mut out).unwrap();
        }
        for more in 1..20 {
            watch.pass_over(next + more, at(NOON + 1_000), host, &mut out).unwrap();
        }
        out.into_iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    let (host, kept) = (Host::default(), Host { upkeep: Some(Upkeep::Restore), ..Host::default() });
    assert_eq!(watched(&host, &[(0, NOON), (1, NOON)], Some(Notice::TornTailCut { offset: 0, bytes: 0 })), []);
    let gap = [(0, NOON), (5, NOON)];
    let quiet = Some(Notice::TornTailCut { offset: 0, bytes: 0 });
    assert_eq!(watched(&host, &gap, quiet.clone()), [Rule::LogGap]);
    assert_eq!(watched(&kept, &gap, quiet.clone()), [], "an announced restore");
    let step = [(0, NOON), (1, NOON - HOUR), (2, NOON - HOUR + 60)];
    assert_eq!(watched(&host, &step, quiet.clone()), [Rule::ClockStep]);
    assert_eq!(watched(&kept, &step, quiet.clone()), []);
    let drained = Notice::Drained { journal: [1; 16], entries: 2 };
    assert_eq!(watched(&host, &step, Some(drained)), [], "a journal was drained");
    assert_eq!(watched(&host, &[(0, NOON), (1, NOON - 60)], quiet), [], "two machines disagree");
    let set = Notice::ClockStepped { previous: 0, now: i128::from(NOON) * 1_000_000_000, elapsed: Some(5) };
    assert_eq!(watched(&host, &[(0, NOON)], Some(set)), [Rule::ClockStep]);
}

#[test]
fn a_silence_where_other_weeks_are_loud() {
    let silence = |host: &Host, week: i64| {
        let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
        let mut index = 0;
        for minute in 0..4 * 7 * 24 * 60 {
            let t = NOON + minute * 60;
            let hour = t.rem_euclid(DAY) / HOUR;
            let gone = week > 0 && (week * 7 * DAY..week * 7 * DAY + 2 * HOUR).contains(&(minute * 60));
            // By night there is nothing.
            if !gone && (8..20).contains(&hour) {
                watch.pass_over(index, at(t), host, &mut out).unwrap();
                index += 1;
            }
        }
        out.into_iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    assert_eq!(silence(&Host::default(), 0), []);
    assert_eq!(silence(&Host::default(), 3), [Rule::LogGap]);
    assert_eq!(silence(&Host { upkeep: Some(Upkeep::Downtime), ..Host::default() }, 3), []);
}

#[test]
fn an_entry_that_comes_twice_is_refused_and_changes_nothing() {
    let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
    watch.observe(&Observation::new(4, at(NOON), "n.nurse"), &NoContext, &mut out).unwrap();
    let before = watch.snapshot();
    let again = watch.observe(&Observation::new(4, at(NOON), "n.nurse"), &NoContext, &mut out);
    assert_eq!(again, Err(OutOfOrder { index: 4, expected: 5 }));
    assert_eq!(watch.snapshot(), before);
}

#[test]
fn a_host_that_knows_nothing_gets_no_findings_about_people_and_is_told_so() {
    let (mut watch, mut out) = (Watch::new(Thresholds::default()), Vec::new());
    for index in 0..300 {
        let mut seen = Observation::new(index, at(NOON + i64::try_from(index).unwrap()), "n.nurse");
        seen.subject = Some(subject(1));
        watch.observe(&seen, &NoContext, &mut out).unwrap();
    }
    watch.advance(at(NOON + 9 * DAY), &NoContext, &mut out);
    assert_eq!(out, []);
    assert_eq!((watch.census().blind.bond, watch.census().blind.staff), (300, 300));
}

#[test]
fn findings_come_back_from_their_bytes_and_say_what_was_ruled_out() {
    let host = Host { person: Person { vip: true, ..Person::default() }, ..Host::default() };
    let finding = found(&host, 2, |seen| seen.subject = Some(subject(1))).remove(0);
    assert_eq!(Finding::from_bytes(&finding.to_bytes()), Some(finding.clone()));
    assert_eq!(Finding::from_bytes(&finding.to_bytes()[1..]), None);
    assert_eq!((finding.evidence.as_slice(), finding.entries), ([0, 1].as_slice(), 2));
    assert!(finding.ruled_out.contains(&Innocent::LateTie));
    assert_eq!(finding.also, [Rule::NoRelation]);
    let line = finding.to_string();
    assert!(line.starts_with("high vip by n.nurse about 010101010101: a record of public interest"), "{line}");
}
