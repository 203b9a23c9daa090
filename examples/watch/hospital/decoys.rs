//! What looks like an incident and is none: one kind or more for each rule.

use crate::audit::notice::Notice;
use crate::audit::watch::{Deed, Outcome, Rule, Tie, Upkeep};
use crate::types::Purpose;

use super::incidents::{at_work, stranger};
use super::people::{EMERGENCY, FRONT_DESK, WARDS};
use super::{DAY, DAYS, Entry, Facts, HOUR, INCIDENTS_FROM, Label, Random, Role, elsewhere, house, midnight, ordinary};

struct Decoys<'a> {
    facts: &'a mut Facts,
    random: &'a mut Random,
    entries: &'a mut Vec<Entry>,
    labels: &'a mut Vec<Label>,
}

pub fn plant(facts: &mut Facts, random: &mut Random, entries: &mut Vec<Entry>, labels: &mut Vec<Label>) {
    let mut decoys = Decoys { facts, random, entries, labels };
    for _ in 0..2 {
        decoys.people();
        decoys.papers_come_late();
        decoys.the_dead();
        decoys.sign_ins();
        decoys.leavers();
        decoys.off_duty();
    }
    decoys.busy();
    decoys.numbers();
    decoys.exports();
    decoys.the_log();
}

impl Decoys<'_> {
    fn label(&mut self, rule: Rule, actor: Option<usize>, from: i64, to: i64, what: &'static str) {
        self.labels.push(Label { rule, actor, from, to, incident: false, what });
    }

    /// Looks of somebody at somebody, some minutes apart.
    fn looks(&mut self, actor: usize, patient: usize, at: i64, looks: i64, fields: u16) {
        let place = house(self.facts.world.unit_at(actor, at) + 1);
        for look in 0..looks {
            self.entries.push(Entry::read(at + look * 240, actor, patient, place, fields));
        }
    }

    fn clinician(&mut self) -> (usize, i64) {
        at_work(self.facts, self.random, &[Role::Nurse, Role::Doctor])
    }

    /// Own record by the portal, kin and colleagues under treatment, the famous in care, namesakes of a common name.
    fn people(&mut self) {
        let (nurse, at) = self.clinician();
        let own = self.facts.world.staff[nurse].own.unwrap();
        self.looks(nurse, own, at, 3, 9);
        for entry in self.entries.iter_mut().rev().take(3) {
            entry.purpose = Purpose::PatientRequest;
        }
        self.label(Rule::OwnRecord, Some(nurse), at, at + HOUR, "asked for by themselves");

        let (nurse, at) = self.clinician();
        let household = self.facts.world.staff[nurse].household;
        let own = self.facts.world.staff[nurse].own;
        let kin = (0..self.facts.world.patients.len())
            .find(|one| self.facts.world.patients[*one].household == Some(household) && Some(*one) != own);
        if let Some(kin) = kin {
            let unit = self.facts.world.unit_at(nurse, at);
            self.facts.world.patients[kin].stays.push((unit, at - DAY, at + DAY, at - DAY));
            self.looks(nurse, kin, at, 3, 9);
            self.label(Rule::Household, Some(nurse), at, at + HOUR, "under treatment on the actor's ward");
        }

        let (nurse, at) = self.clinician();
        let unit = self.facts.world.staff[nurse].unit;
        let colleague =
            self.facts.world.staff.iter().enumerate().find(|(place, who)| *place != nurse && who.unit == unit);
        if let Some(patient) = colleague.and_then(|(_, who)| who.own) {
            self.facts.tie(nurse, patient, at - HOUR, at + DAY, at + HOUR, Tie::Consult);
            self.looks(nurse, patient, at, 2, 6);
            self.label(Rule::CoWorker, Some(nurse), at, at + HOUR, "asked to consult, documented later");
        }

        let (nurse, at) = self.clinician();
        if let Some(vip) = (0..self.facts.world.patients.len())
            .find(|one| self.facts.world.patients[*one].vip && self.facts.world.patients[*one].stays.is_empty())
        {
            let unit = self.facts.world.unit_at(nurse, at);
            self.facts.world.patients[vip].stays.push((unit, at - DAY, at + DAY, at - DAY));
            self.looks(nurse, vip, at, 4, 9);
            self.label(Rule::Vip, Some(nurse), at, at + HOUR, "in care");
        }

        let (nurse, at) = self.clinician();
        let surname = self.facts.world.staff[nurse].surname;
        if self.facts.world.common[surname] {
            let patient = stranger(self.facts, self.random);
            self.facts.world.patients[patient].surname = surname;
            self.looks(nurse, patient, at, 1, 3);
            self.label(Rule::SameSurname, Some(nurse), at, at + HOUR, "a common name");
        }
        let (nurse, at) = self.clinician();
        let patient = stranger(self.facts, self.random);
        self.facts.world.patients[patient].surname = self.facts.world.staff[nurse].surname;
        let lying = self.facts.world.lying(self.facts.world.unit_at(nurse, at), at);
        if let Some(right) = lying.first() {
            self.looks(nurse, patient, at, 1, 3);
            self.looks(nurse, *right, at + 40, 1, 5);
            self.label(Rule::SameSurname, Some(nurse), at, at + HOUR, "opened by mistake");
        }
    }

    fn papers_come_late(&mut self) {
        let (doctor, at) = at_work(self.facts, self.random, &[Role::Doctor]);
        let patient = stranger(self.facts, self.random);
        self.facts.tie(doctor, patient, at + HOUR, at + 3 * DAY, at + 2 * HOUR, Tie::Consult);
        self.looks(doctor, patient, at, 4, 12);
        self.label(Rule::NoRelation, Some(doctor), at, at + HOUR, "a consult, documented hours later");

        let (nurse, at) = self.clinician();
        let patient = stranger(self.facts, self.random);
        let unit = self.facts.world.unit_at(nurse, at);
        self.facts.world.patients[patient].stays.push((unit, at, at + 2 * DAY, at + 3 * HOUR));
        for look in 0..4 {
            let mut entry = Entry::read(at + look * 120, nurse, patient, house(unit + 1), 12);
            (entry.emergency, entry.purpose) = (true, Purpose::BreakGlass);
            self.entries.push(entry);
        }
        self.label(Rule::BreakGlass, Some(nurse), at, at + HOUR, "an emergency, admitted afterwards");

        let (clerk, at) = at_work(self.facts, self.random, &[Role::Clerk]);
        let patient = stranger(self.facts, self.random);
        self.looks(clerk, patient, at, 3, 6);
        self.label(Rule::NoRelation, Some(clerk), at, at + HOUR, "a caller at the front desk");

        let (doctor, at) = at_work(self.facts, self.random, &[Role::Doctor]);
        let patient = stranger(self.facts, self.random);
        for again in 0..3 {
            let mut denied = Entry::read(at + again * 60, doctor, patient, house(1), 0);
            denied.result = Outcome::Denied;
            self.entries.push(denied);
        }
        self.facts.tie(doctor, patient, at + 240, at + 3 * DAY, at + 240, Tie::Consult);
        self.looks(doctor, patient, at + 300, 3, 9);
        self.label(Rule::FailedThenSuccess, Some(doctor), at, at + HOUR, "denied until the consult was entered");
    }

    fn the_dead(&mut self) {
        let (nurse, at) = self.clinician();
        let patient = stranger(self.facts, self.random);
        self.facts.world.patients[patient].died = Some(at - self.random.within(1, 20) * DAY);
        self.looks(nurse, patient, at, 2, 6);
        self.label(Rule::Deceased, Some(nurse), at, at + HOUR, "a death some days ago");

        let (biller, at) = at_work(self.facts, self.random, &[Role::Billing]);
        let patient = stranger(self.facts, self.random);
        self.facts.world.patients[patient].died = Some(at - 90 * DAY);
        self.looks(biller, patient, at, 3, 6);
        for entry in self.entries.iter_mut().rev().take(3) {
            entry.purpose = Purpose::Payment;
        }
        self.label(Rule::Deceased, Some(biller), at, at + HOUR, "a bill of the estate");
    }

    fn sign_ins(&mut self) {
        let (nurse, at) = self.clinician();
        let place = house(self.facts.world.unit_at(nurse, at) + 1);
        for again in 0..6 {
            self.entries.push(Entry::sign_in(at + again * 20, nurse, place, Outcome::Failed));
        }
        self.entries.push(Entry::sign_in(at + 150, nurse, place, Outcome::Done));
        self.label(Rule::FailedThenSuccess, Some(nurse), at, at + HOUR, "mistyped six times at the usual place");
        // A morning on which all passwords have expired.
        let at = midnight(INCIDENTS_FROM + self.random.within(0, 13)) + 7 * HOUR + 600;
        for nurse in self.facts.world.of(Role::Nurse).into_iter().take(9) {
            let offset = self.random.within(0, 200);
            for again in 0..2 {
                self.entries.push(Entry::sign_in(at + offset + again * 30, nurse, house(200), Outcome::Failed));
            }
            self.entries.push(Entry::sign_in(at + offset + 240, nurse, house(200), Outcome::Done));
        }
        self.label(Rule::FailedThenSuccess, None, at, at + HOUR, "all passwords had expired");
    }

    fn leavers(&mut self) {
        let services = self.facts.world.of(Role::Service);
        let (nurse, at) = at_work(self.facts, self.random, &[Role::Nurse]);
        let end = self.facts.world.staff[nurse].shifts.iter().find(|shift| shift.0 <= at && at < shift.1).unwrap().1;
        if self.facts.world.staff[nurse].ended.is_some() || self.labels.iter().any(|label| label.actor == Some(nurse)) {
            return;
        }
        // Leaves after the shift: what comes later is taken out, but the end of the session and a task in their name.
        let ended = end + 2 * HOUR;
        self.facts.world.staff[nurse].ended = Some(ended);
        let theirs = |entry: &Entry| entry.actor == nurse || entry.on_behalf_of == Some(nurse);
        self.entries.retain(|entry| !(theirs(entry) && entry.at > end));
        let end = Entry { deed: Deed::End, ..Entry::sign_in(ended + HOUR, nurse, house(1), Outcome::Done) };
        self.entries.push(end);
        let patient = stranger(self.facts, self.random);
        let mut task = Entry::read(ended + 9 * HOUR, services[3], patient, house(103), 4);
        task.on_behalf_of = Some(nurse);
        self.facts.tie(nurse, patient, at - DAY, at + 9 * DAY, at - DAY, Tie::Delegated);
        self.facts.tasks.push((services[3], ended, ended + 2 * DAY, 100));
        self.entries.push(task);
        self.label(Rule::Terminated, Some(nurse), ended, ended + DAY, "a session that ends, a task that runs on");
    }

    fn off_duty(&mut self) {
        // A changed shift that is entered after it began.
        let (nurse, at) = at_work(self.facts, self.random, &[Role::Nurse]);
        let day = (at - super::START).div_euclid(DAY);
        let free = (1..5).map(|ahead| midnight(day + ahead) + 7 * HOUR).find(|from| {
            self.facts.world.staff[nurse]
                .shifts
                .iter()
                .all(|shift| shift.1 + 9 * HOUR < *from || *from + 17 * HOUR < shift.0)
        });
        if let Some(from) = free {
            let unit = self.facts.world.unit_at(nurse, from);
            self.facts.world.staff[nurse].shifts.push((from, from + 8 * HOUR, from + 5 * HOUR));
            self.facts.world.staff[nurse].shifts.sort_unstable();
            ordinary::ward_round(self.facts, self.random, self.entries, nurse, unit, (from, from + 8 * HOUR), 8, 4);
            self.label(Rule::OffHours, Some(nurse), from, from + 8 * HOUR, "a changed shift, entered late");
        }
        // On call at home.
        let (doctor, at) = at_work(self.facts, self.random, &[Role::Doctor]);
        let night = at.max(midnight((at - super::START).div_euclid(DAY)) + 26 * HOUR);
        self.facts.world.staff[doctor].calls.push((night - 8 * HOUR, night + 4 * HOUR));
        let place = elsewhere(self.random);
        for ward in 1..WARDS {
            let lying = self.facts.world.lying(ward, night);
            if !lying.is_empty() {
                let patient = self.random.pick(&lying);
                self.entries.push(Entry::read(night + i64::from(ward) * 300, doctor, patient, place, 8));
            }
        }
        self.label(Rule::OffHours, Some(doctor), night, night + HOUR, "on call at home");
    }

    /// A disaster: everybody on duty in the emergency department has several times as much to do. And two restores.
    fn busy(&mut self) {
        let day = INCIDENTS_FROM + self.random.within(0, 13);
        let from = midnight(day) + 15 * HOUR;
        for nurse in self.facts.world.of(Role::Nurse).into_iter().chain(self.facts.world.of(Role::Doctor)) {
            let person = &self.facts.world.staff[nurse];
            let on = person.shifts.iter().any(|shift| shift.0 <= from && from + HOUR < shift.1);
            if person.unit == EMERGENCY && on && person.role == Role::Nurse {
                let shift = (from, from + 6 * HOUR);
                ordinary::ward_round(self.facts, self.random, self.entries, nurse, EMERGENCY, shift, 40, 9);
                self.label(Rule::Volume, Some(nurse), from, from + 8 * HOUR, "a disaster");
            }
        }
        let service = self.facts.world.of(Role::Service)[4];
        let at = midnight(INCIDENTS_FROM + 3) + 3 * HOUR;
        self.facts.tasks.push((service, at - HOUR, at + 5 * HOUR, 10_000));
        for number in 0..4_000 {
            let patient = self.random.below(self.facts.world.patients.len());
            self.entries.push(Entry::read(at + number, service, patient, house(104), 20));
        }
        self.label(Rule::Volume, Some(service), at, at + 2 * HOUR, "an approved restore");
        for _ in 0..2 {
            let (clerk, at) = at_work(self.facts, self.random, &[Role::Clerk]);
            ordinary::desk(self.facts, self.random, self.entries, clerk, (at, at + 2 * HOUR), 50);
            self.label(Rule::Breadth, Some(clerk), at, at + 2 * HOUR, "a day with twice as many at the desk");
        }
        let (float, at) = at_work(self.facts, self.random, &[Role::Float]);
        let unit = self.facts.world.unit_at(float, at);
        let shift = (at, at + HOUR);
        ordinary::ward_round(self.facts, self.random, self.entries, float, unit, shift, 14, 4);
        self.label(Rule::Breadth, Some(float), at, at + HOUR, "sent to another ward");
        // A doctor covers for another: twice the patients, of another ward.
        let (doctor, at) = at_work(self.facts, self.random, &[Role::Doctor]);
        let unit = (self.facts.world.unit_at(doctor, at) + 1) % WARDS;
        for patient in self.facts.world.lying(unit, at) {
            self.facts.tie(doctor, patient, at - HOUR, at + DAY, at - HOUR, Tie::Delegated);
            let when = at + self.random.within(0, HOUR);
            self.looks(doctor, patient, when, 2, 8);
        }
        self.label(Rule::Breadth, Some(doctor), at, at + 2 * HOUR, "covers for a colleague");
    }

    /// Record numbers in a row: newborns are registered, and a list is worked off.
    fn numbers(&mut self) {
        let (clerk, at) = at_work(self.facts, self.random, &[Role::Clerk]);
        let first = self.random.below(10_000) + 1_000;
        for step in 0..12 {
            let when = at + step as i64 * 90;
            self.facts.tie(clerk, first + step, when - HOUR, when + DAY, when - 30, Tie::Registration);
            let mut entry = Entry::read(when, clerk, first + step, house(FRONT_DESK + 1), 5);
            (entry.deed, entry.purpose) = (Deed::Write, Purpose::PatientAdministration);
            self.entries.push(entry);
        }
        self.label(Rule::Sequence, Some(clerk), at, at + HOUR, "a series of registrations");
        let (records, at) = at_work(self.facts, self.random, &[Role::Records]);
        self.facts.tasks.push((records, at - HOUR, at + 2 * HOUR, 400));
        let first = self.random.below(10_000) + 1_000;
        for step in 0..10 {
            let patient = &self.facts.world.patients[first + step];
            if patient.vip || patient.household.is_some() || patient.works_in.is_some() {
                continue;
            }
            let mut entry = Entry::read(at + step as i64 * 60, records, first + step, house(22), 5);
            entry.purpose = Purpose::QualityImprovement;
            self.entries.push(entry);
        }
        self.label(Rule::Sequence, Some(records), at, at + HOUR, "an approved task, by number");
    }

    fn exports(&mut self) {
        let (records, at) = at_work(self.facts, self.random, &[Role::Records]);
        self.facts.tasks.push((records, at - HOUR, at + 4 * HOUR, 600));
        let (doctor, when) = at_work(self.facts, self.random, &[Role::Doctor]);
        let lying = self.facts.world.lying(self.facts.world.unit_at(doctor, when), when);
        for number in 0..200 {
            let patient = stranger(self.facts, self.random);
            self.facts.tie(records, patient, at - DAY, at + DAY, at - DAY, Tie::Assigned);
            let entry = Entry::read(at + number * 30, records, patient, house(22), 12);
            self.entries.push(Entry { deed: Deed::Export, purpose: Purpose::Legal, ..entry });
        }
        self.label(Rule::ExportBurst, Some(records), at, at + 2 * HOUR, "a release for a court");
        for patient in lying.iter().take(12) {
            let at = when + self.random.within(0, HOUR);
            let entry = Entry::read(at, doctor, *patient, house(1), 6);
            self.entries.push(Entry { deed: Deed::Export, ..entry });
        }
        self.label(Rule::ExportBurst, Some(doctor), when, when + HOUR, "the letters of a week");
    }

    /// An announced downtime, a journal drained, a clock corrected as announced.
    fn the_log(&mut self) {
        let down = midnight(INCIDENTS_FROM + self.random.within(0, 6)) + 13 * HOUR;
        self.entries.retain(|entry| !(down..down + 2 * HOUR).contains(&entry.at));
        self.facts.upkeep.push((down, down + 2 * HOUR, Upkeep::Downtime));
        self.label(Rule::LogGap, None, down, down + 2 * HOUR, "an announced downtime");
        let from = midnight(DAYS - self.random.within(2, 4)) + 9 * HOUR;
        let back = from + HOUR;
        for entry in self.entries.iter_mut() {
            if (from..from + 1_200).contains(&entry.at) && entry.deed == Deed::Read {
                entry.written = back;
            }
        }
        self.entries.push(Entry {
            notice: Some(Notice::Drained { journal: [9; 16], entries: 0 }),
            ..Entry::sign_in(back, 0, house(1), Outcome::Done)
        });
        self.label(Rule::ClockStep, None, from, back, "an emergency journal, drained");
    }
}

/// The notice stands behind all that was drained, and says how many there were.
pub fn count_drained(entries: &mut [Entry]) {
    let Some(place) = entries.iter().position(|entry| entry.notice.is_some()) else { return };
    let back = entries[place].written;
    let count = place - entries.partition_point(|entry| entry.written < back);
    entries[place].notice = Some(Notice::Drained { journal: [9; 16], entries: count as u64 });
}
