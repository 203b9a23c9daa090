//! The accounting of disclosures, 45 CFR 164.528.

use core::fmt;
use std::collections::HashMap;

use phi_types::Purpose;
use time::{Date, Duration, Month, OffsetDateTime};

use super::table::Table;
use super::{Names, moment, whose};
use crate::event::{AuditEvent, Ending, Kind, LegalBasis, Outcome, SealedNote, Stage, Term};
use crate::search::{Answer, Found};

/// The period of an accounting: up to six years before the request, 164.528(a)(1) and (b)(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period164 {
    from: OffsetDateTime,
    to: OffsetDateTime,
}

impl Period164 {
    /// The six years before the request.
    #[must_use]
    pub fn before(request: OffsetDateTime) -> Self {
        Self { from: six_years_before(request), to: request }
    }

    /// A shorter period, if the individual asks for one: what lies before the six years stays out.
    #[must_use]
    pub fn since(self, from: OffsetDateTime) -> Self {
        Self { from: self.from.max(from), to: self.to }
    }

    fn contains(&self, at: OffsetDateTime) -> bool {
        self.from <= at && at <= self.to
    }
}

/// The same day six years before; 1 March of a year without a 29 February would cut a day off, so the day before is taken.
fn six_years_before(at: OffsetDateTime) -> OffsetDateTime {
    let year = at.year().saturating_sub(6);
    let date = Date::from_calendar_date(year, at.month(), at.day());
    let date = date.or_else(|_| Date::from_calendar_date(year, Month::February, 28));
    date.map_or(at, |date| at.replace_date(date))
}

/// The individual's right to an accounting of disclosures to an agency is suspended, 164.528(a)(2): for a health oversight agency
/// or a law enforcement official, who says that it would impede their activities and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    recipient: String,
    from: OffsetDateTime,
    until: OffsetDateTime,
}

/// Why there is no suspension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a suspension ends after it begins")]
pub struct SuspensionError;

impl Suspension {
    /// By a written statement that says how long, 164.528(a)(2)(i).
    ///
    /// # Errors
    /// [`SuspensionError`] if it ends before it begins.
    pub fn written(recipient: &str, from: OffsetDateTime, until: OffsetDateTime) -> Result<Self, SuspensionError> {
        if until <= from {
            return Err(SuspensionError);
        }
        Ok(Self { recipient: recipient.to_owned(), from, until })
    }

    /// By word of mouth, 164.528(a)(2)(ii): thirty days from the statement at most, unless a written one follows. The entity has
    /// to document the statement and who made it.
    #[must_use]
    pub fn oral(recipient: &str, stated: OffsetDateTime) -> Self {
        let until = stated.checked_add(Duration::days(30)).unwrap_or(stated);
        Self { recipient: recipient.to_owned(), from: stated, until }
    }

    fn covers(&self, recipient: &str, basis: LegalBasis, now: OffsetDateTime) -> bool {
        let agency = matches!(basis, LegalBasis::Oversight | LegalBasis::LawEnforcement);
        agency && self.recipient == recipient && self.from <= now && now < self.until
    }
}

/// What was disclosed, and to whom: each entry with what 164.528(b)(2) asks for.
///
/// Left out is what 164.528(a)(1) leaves out, see [`LegalBasis::is_excluded`]; what was denied or failed; a grant of the gate that ended
/// before anything was shown with it, as failed, as not found or without a word; and, as long as they are suspended, disclosures to an
/// agency. What failed after something had been shown counts, and so does a grant of whose end nothing is on record, and one that is
/// said to be completed. Disclosures without a stated ground count.
///
/// The end of a grant is an entry of its own: ask for everything about the patient, since a narrower question leaves it out, and
/// the grant then counts.
///
/// Sealed descriptions and addresses are marked: the host opens them with its authority and adds them before it hands the
/// accounting out. Disclosures that never went through the log are not in it, nor those of business associates: they have to be
/// added. Helps implement 45 CFR 164.528; deadlines, fees and the documentation of 164.528(d) stay with the entity.
#[derive(Clone, PartialEq, Eq)]
pub struct Accounting {
    /// The entries, by date.
    pub entries: Vec<AccountingEntry>,
    /// How many disclosures are kept back by a suspension. For the entity, not for the individual.
    pub suspended: usize,
    /// How many grants to disclose ended before anything was shown with them. For the entity.
    pub unused: usize,
    patients: Vec<String>,
}

/// One disclosure, or a series of them to the same recipient on the same ground for one purpose, 164.528(b)(3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccountingEntry {
    /// The date: of the first one of a series.
    pub first: OffsetDateTime,
    /// The date of the last one.
    pub last: OffsetDateTime,
    /// How many: one, or the number of the series, 164.528(b)(3)(ii).
    pub count: usize,
    /// Who received it.
    pub recipient: String,
    /// Whether an address is on record, sealed.
    pub address: SealedNote,
    /// What was disclosed, in a word, and the names of the fields.
    pub what: Term,
    /// The fields.
    pub fields: Vec<Term>,
    /// A description in free words, sealed.
    pub description: SealedNote,
    /// What for.
    pub purpose: Option<Purpose>,
    /// On which ground.
    pub basis: LegalBasis,
    /// The protocol of a research disclosure, 164.528(b)(4).
    pub protocol: Option<Term>,
    /// The entries of the log.
    pub evidence: Vec<u64>,
}

impl Accounting {
    /// The accounting from all that is on record about one patient, for a request made `now`. A series to one recipient for one
    /// purpose is summarised if it is a disclosure to the Secretary or under 164.512, as 164.528(b)(3) allows.
    #[must_use]
    pub fn of(
        answer: &Answer,
        period: Period164,
        suspensions: &[Suspension],
        now: OffsetDateTime,
        names: &dyn Names,
    ) -> Self {
        let mut accounting = Self { entries: Vec::new(), suspended: 0, unused: 0, patients: Vec::new() };
        let ends = ends_unused(answer);
        let mut found: Vec<&Found> = answer.found.iter().collect();
        found.sort_by_key(|found| (when(found), found.index));
        for found in found.into_iter().filter(|found| counts(found) && period.contains(when(found))) {
            let Some(entry) = entry(found) else { continue };
            if ends.get(&found.index).is_some_and(|end| is_end_of(end, found)) {
                accounting.unused = accounting.unused.saturating_add(1);
                continue;
            }
            if suspensions.iter().any(|suspension| suspension.covers(&entry.recipient, entry.basis, now)) {
                accounting.suspended = accounting.suspended.saturating_add(1);
                continue;
            }
            if let Some(patient) = found.event.patient {
                let name = whose(&answer.tenant, patient, names);
                if !accounting.patients.contains(&name) {
                    accounting.patients.push(name);
                }
            }
            match accounting.entries.iter_mut().find(|series| series.takes(&entry)) {
                Some(series) => {
                    series.count = series.count.saturating_add(1);
                    series.last = entry.last;
                    series.evidence.extend(entry.evidence);
                }
                None => accounting.entries.push(entry),
            }
        }
        accounting
    }

    /// As a table.
    #[must_use]
    pub fn table(&self) -> Table {
        let columns = [
            "date",
            "last",
            "times",
            "recipient",
            "address",
            "description",
            "purpose",
            "ground",
            "protocol",
            "entries",
        ];
        let title = format!("Accounting of disclosures: {}", self.patients.join(", "));
        let mut table = Table::new(&title, &columns);
        let sealed = |note: &SealedNote, otherwise: &str| match note {
            SealedNote::None => otherwise.to_owned(),
            SealedNote::Sealed(_) => "on record, sealed".to_owned(),
            SealedNote::Lost => "lost".to_owned(),
        };
        for entry in &self.entries {
            let fields: Vec<_> = entry.fields.iter().map(Term::as_str).collect();
            let mut what = format!("{}: {}", entry.what, fields.join(" "));
            if entry.description.is_there() {
                what.push_str("; further words ");
                what.push_str(&sealed(&entry.description, ""));
            }
            let ground = entry.basis.paragraph().map_or(String::new(), |paragraph| format!(", 45 CFR {paragraph}"));
            let entries: Vec<_> = entry.evidence.iter().map(ToString::to_string).collect();
            table.push(vec![
                moment(entry.first),
                moment(entry.last),
                entry.count.to_string(),
                entry.recipient.clone(),
                sealed(&entry.address, "not known"),
                what,
                entry.purpose.map(|purpose| purpose.code().to_owned()).unwrap_or_default(),
                format!("{}{ground}", entry.basis),
                entry.protocol.as_ref().map(ToString::to_string).unwrap_or_default(),
                entries.join(" "),
            ]);
        }
        table
    }
}

/// Without the names of patients, which come from the host.
impl fmt::Debug for Accounting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entries, suspended, unused, patients: _ } = self;
        f.debug_struct("Accounting")
            .field("entries", entries)
            .field("suspended", suspended)
            .field("unused", unused)
            .finish_non_exhaustive()
    }
}

impl AccountingEntry {
    fn takes(&self, other: &Self) -> bool {
        let series = self.basis.paragraph().is_some_and(|paragraph| paragraph.starts_with("164.512"))
            || self.basis == LegalBasis::Secretary;
        let same = (&self.recipient, self.basis, self.purpose, &self.what, &self.fields, &self.protocol)
            == (&other.recipient, other.basis, other.purpose, &other.what, &other.fields, &other.protocol);
        // What has words of its own stands by itself.
        series && same && !self.description.is_there() && !other.description.is_there() && self.address == other.address
    }
}

fn when(found: &Found) -> OffsetDateTime {
    found.event.occurred.map_or(found.event.recorded, |period| period.start)
}

fn counts(found: &Found) -> bool {
    let event = &found.event;
    let left = matches!(event.kind, Kind::Disclose | Kind::Export | Kind::Print);
    left && event.stage == Stage::Done
        && event.outcome == Outcome::Success
        && event.disclosure.as_ref().is_some_and(|disclosure| !disclosure.basis.is_excluded())
}

/// The ends of grants with which nothing was shown, by the entry with which the grant began. The gate counts a use before it shows
/// anything. A host that says "completed" may have disclosed in a way of its own: the log cannot rule it out, so that is no such end.
fn ends_unused(answer: &Answer) -> HashMap<u64, &AuditEvent> {
    let unused = |found: &Found| match found.event.stage {
        Stage::Ended { grant, ending, uses: 0 } if ending != Ending::Completed && grant < found.index => Some(grant),
        _ => None,
    };
    answer.found.iter().filter_map(|found| Some((unused(found)?, &found.event))).collect()
}

/// Whether it is the end of this very grant. An index alone does not say so: a log that was put aside had a like index, and so has the
/// journal of emergencies.
fn is_end_of(end: &AuditEvent, begun: &Found) -> bool {
    let to = |event: &AuditEvent| event.disclosure.as_ref().map(|disclosure| disclosure.recipient.clone());
    let begun = &begun.event;
    (end.kind, end.patient, end.purpose, end.epoch) == (begun.kind, begun.patient, begun.purpose, begun.epoch)
        && (&end.actor.who, end.actor.session) == (&begun.actor.who, begun.actor.session)
        && end.recorded >= begun.recorded
        && to(end) == to(begun)
}

fn entry(found: &Found) -> Option<AccountingEntry> {
    let disclosure = found.event.disclosure.as_ref()?;
    Some(AccountingEntry {
        first: when(found),
        last: when(found),
        count: 1,
        recipient: disclosure.recipient.to_string(),
        address: disclosure.address.clone(),
        what: disclosure.what.clone(),
        fields: found.event.fields().cloned().collect(),
        description: disclosure.description.clone(),
        purpose: found.event.purpose,
        basis: disclosure.basis,
        protocol: disclosure.protocol.clone(),
        evidence: vec![found.index],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SubjectPseudonym;
    use crate::event::{Agent, Disclosure, Entity, pattern};
    use phi_types::{ActorId, OsEntropy, Recipient, TenantId};
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

    fn draft(basis: LegalBasis, to: &str) -> pattern::Draft {
        let clerk = Agent::human(ActorId::new("clerk-2").unwrap());
        let record = Entity::record(Term::new("Patient").unwrap()).fields([Term::new("name").unwrap()]);
        let disclosure = Disclosure::new(Recipient::new(to).unwrap(), Term::new("summary").unwrap(), basis);
        pattern::disclose(clerk, SubjectPseudonym::from_parts(1, [5; 16]), record, Purpose::Legal, disclosure)
    }

    fn at(draft: pattern::Draft, at: OffsetDateTime) -> AuditEvent {
        draft.finish(TenantId::new("north").unwrap(), at, &OsEntropy).unwrap()
    }

    fn accounting(events: Vec<AuditEvent>, suspensions: &[Suspension], now: OffsetDateTime) -> Accounting {
        let found = (0..).zip(events).map(|(index, event)| Found { index, event }).collect();
        let answer = Answer { tenant: TenantId::new("north").unwrap(), found, upto: 99, recorded_at: 99 };
        Accounting::of(&answer, Period164::before(NOW), suspensions, now, &())
    }

    /// The names are the host's and of patients. They stand in what is written on purpose, and in no debug output.
    #[test]
    fn no_patients_name_is_printed_by_accident() {
        struct Index;
        impl Names for Index {
            fn patient(&self, _: &TenantId, _: SubjectPseudonym) -> Option<String> {
                Some("Testpatient, Ana".to_owned())
            }

            fn user(&self, _: &TenantId, _: &ActorId) -> Option<String> {
                None
            }
        }
        let event = at(draft(LegalBasis::Judicial, "county-court"), NOW - Duration::days(10));
        let found = vec![Found { index: 3, event }];
        let answer = Answer { tenant: TenantId::new("north").unwrap(), found, upto: 99, recorded_at: 99 };
        let accounting = Accounting::of(&answer, Period164::before(NOW), &[], NOW, &Index);
        let tables = [accounting.table(), crate::report::events("Testpatient, Ana", &answer, &Index)];
        assert!(tables.iter().all(|table| table.to_text().contains("Testpatient, Ana")));
        assert_eq!(accounting.entries.len(), 1);
        let printed = format!("{accounting:?} {accounting:#?} {tables:?} {tables:#?}");
        assert!(!printed.contains("Testpatient") && printed.contains("county-court"), "{printed}");
    }

    #[test]
    fn exactly_the_disclosures_that_count() {
        let day = NOW - Duration::days(10);
        let mut events: Vec<_> = LegalBasis::ALL.iter().map(|basis| at(draft(*basis, basis.code()), day)).collect();
        // These do not count: too old, denied, failed, a read, in the future of the request.
        events.push(at(draft(LegalBasis::Judicial, "too-old"), datetime!(2020-02-29 12:00 UTC)));
        let denied =
            pattern::denied(draft(LegalBasis::Judicial, "denied"), [0; 32], None, Term::new("no-rule").unwrap());
        events.push(at(denied, day));
        events.push(at(draft(LegalBasis::Judicial, "failed").failed(Outcome::MajorFailure), day));
        events.push(at(draft(LegalBasis::Judicial, "later"), NOW + Duration::hours(1)));
        // This does: the first moment of the six years.
        events.push(at(draft(LegalBasis::Judicial, "oldest"), datetime!(2020-03-01 12:00 UTC)));
        let found: Vec<_> = accounting(events, &[], NOW).entries.into_iter().map(|entry| entry.recipient).collect();
        // 164.528(a)(1)(i) to (ix), written out by hand.
        let golden = [
            "oldest",
            "required-by-law",
            "public-health",
            "abuse",
            "oversight",
            "judicial",
            "law-enforcement",
            "decedents",
            "donation",
            "research",
            "threat",
            "military",
            "protective-services",
            "suitability",
            "government-programs",
            "background-check",
            "workers-compensation",
            "secretary",
            "whistleblower",
            "not-permitted",
            "unstated",
        ];
        assert_eq!(found, golden);
    }

    #[test]
    fn a_series_is_one_entry_with_its_first_last_and_count() {
        let days = [30, 20, 10].map(|days| NOW - Duration::days(days));
        let mut events: Vec<_> = days.iter().map(|day| at(draft(LegalBasis::PublicHealth, "registry"), *day)).collect();
        events.push(at(draft(LegalBasis::PublicHealth, "another"), days[0]));
        let found = accounting(events, &[], NOW);
        assert_eq!(found.entries.len(), 2);
        let series = &found.entries[0];
        assert_eq!(
            (series.first, series.last, series.count, &series.evidence[..]),
            (days[0], days[2], 3, &[0, 1, 2][..])
        );
        // A mistake is no series: each one is told.
        let twice =
            vec![at(draft(LegalBasis::NotPermitted, "x"), days[0]), at(draft(LegalBasis::NotPermitted, "x"), days[1])];
        assert_eq!(accounting(twice, &[], NOW).entries.len(), 2);
    }

    fn end(of: &AuditEvent, grant: u64, ending: Ending, uses: u32) -> AuditEvent {
        let mut parts = of.clone().into_parts();
        (parts.stage, parts.outcome, parts.decision) = (Stage::Ended { grant, ending, uses }, ending.outcome(), None);
        parts.recorded += Duration::minutes(1);
        parts.check().unwrap()
    }

    /// 164.528 accounts for disclosures that were made. Written out by hand: how a grant ended, how often it was used, and whether it
    /// counts.
    #[test]
    fn a_grant_that_ended_before_anything_was_shown_is_no_disclosure() {
        let golden = [
            (Some((Ending::Completed, 1)), true),
            (Some((Ending::Completed, 0)), true),
            (Some((Ending::Failed, 0)), false),
            (Some((Ending::Failed, 1)), true),
            (Some((Ending::NotFound, 0)), false),
            (Some((Ending::NotFound, 2)), true),
            (Some((Ending::Unknown, 0)), false),
            (Some((Ending::Unknown, 1)), true),
            (None, true),
        ];
        let day = NOW - Duration::days(10);
        let (mut events, mut counted) = (Vec::new(), Vec::new());
        for (number, (ended, counts)) in (0_u64..).zip(golden) {
            let to = format!("to-{number}");
            let grant = events.len() as u64;
            events.push(at(draft(LegalBasis::Judicial, &to), day));
            if let Some((ending, uses)) = ended {
                events.push(end(&events[events.len() - 1].clone(), grant, ending, uses));
            }
            counted.extend(counts.then_some(to));
        }
        let found = accounting(events, &[], NOW);
        let recipients: Vec<_> = found.entries.iter().map(|entry| entry.recipient.clone()).collect();
        assert_eq!((recipients, found.unused), (counted, 3));
    }

    #[test]
    fn only_the_end_of_the_very_grant_withdraws_it() {
        let day = NOW - Duration::days(10);
        let one = at(draft(LegalBasis::Judicial, "court"), day);
        let other_end = |change: fn(&mut crate::event::Parts)| {
            let mut parts = end(&one, 1, Ending::Failed, 0).into_parts();
            change(&mut parts);
            parts.check().unwrap()
        };
        let ends = [
            other_end(|parts| parts.actor.who = ActorId::new("another").unwrap()),
            other_end(|parts| parts.actor.session = Some(phi_types::SessionId::from_bytes([1; 16]))),
            other_end(|parts| parts.patient = Some(SubjectPseudonym::from_parts(1, [6; 16]))),
            other_end(|parts| parts.purpose = Some(Purpose::PublicHealth)),
            other_end(|parts| parts.epoch = 7),
            other_end(|parts| parts.kind = Kind::Export),
            other_end(|parts| parts.recorded -= Duration::days(1)),
            other_end(|parts| parts.disclosure.as_mut().unwrap().recipient = Recipient::new("police").unwrap()),
            other_end(|parts| parts.stage = Stage::Ended { grant: 2, ending: Ending::Failed, uses: 0 }),
        ];
        for other in ends {
            let kept = accounting(vec![other.clone(), one.clone(), other], &[], NOW);
            assert_eq!((kept.entries.len(), kept.unused), (1, 0));
        }
        // Of an earlier log, whose entries were counted from zero as well: it came before what it would end.
        let before = accounting(vec![end(&one, 1, Ending::Failed, 0), one.clone()], &[], NOW);
        assert_eq!((before.entries.len(), before.unused), (1, 0));
        let gone = accounting(vec![one.clone(), end(&one, 0, Ending::Failed, 0)], &[], NOW);
        assert_eq!((gone.entries.len(), gone.unused), (0, 1));
    }

    #[test]
    fn a_suspension_by_word_of_mouth_ends_after_thirty_days() {
        let day = NOW - Duration::days(5);
        let events = || {
            vec![at(draft(LegalBasis::LawEnforcement, "police"), day), at(draft(LegalBasis::Judicial, "police"), day)]
        };
        let oral = [Suspension::oral("police", NOW)];
        let count = |now| {
            let found = accounting(events(), &oral, now);
            (found.entries.len(), found.suspended)
        };
        assert_eq!(count(NOW + Duration::days(30) - Duration::SECOND), (1, 1), "only what police as such received");
        assert_eq!(count(NOW + Duration::days(30)), (2, 0));
        let written = Suspension::written("police", NOW, NOW + Duration::days(90)).unwrap();
        assert_eq!(accounting(events(), &[written], NOW + Duration::days(60)).suspended, 1);
        assert_eq!(Suspension::written("police", NOW, NOW), Err(SuspensionError));
    }

    #[test]
    fn six_years_before_a_leap_day_nothing_is_cut_off() {
        let period = Period164::before(datetime!(2024-02-29 00:00 UTC));
        assert_eq!(period.from, datetime!(2018-02-28 00:00 UTC));
        let later = datetime!(2023-01-01 00:00 UTC);
        assert_eq!(
            (period.since(later).from, period.since(datetime!(2001-01-01 00:00 UTC)).from),
            (later, period.from)
        );
    }
}
