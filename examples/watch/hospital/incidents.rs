//! Incidents: each rule's own kind, planted in the last two weeks.

use crate::audit::watch::{Deed, Outcome, Rule};
use crate::types::Purpose;

use super::people::EMERGENCY;
use super::{DAY, DAYS, Entry, Facts, HOUR, INCIDENTS_FROM, Label, Random, Role, elsewhere, house, midnight};

/// Somebody of these roles on duty, at least two hours before the end of the shift, to whom nothing was planted yet.
pub fn at_work(facts: &mut Facts, random: &mut Random, roles: &[Role]) -> (usize, i64) {
    let all: Vec<usize> = roles.iter().flat_map(|role| facts.world.of(*role)).collect();
    loop {
        let who = random.pick(&all);
        let person = &facts.world.staff[who];
        let last = midnight(DAYS - 2);
        let shifts: Vec<_> =
            person.shifts.iter().filter(|shift| shift.0 > midnight(INCIDENTS_FROM) && shift.0 < last).collect();
        if person.ended.is_some() || shifts.is_empty() || person.unit == EMERGENCY {
            continue;
        }
        let shift = shifts[random.below(shifts.len())];
        let at = random.within(shift.0 + 600, shift.1 - 3 * HOUR);
        // On these days the log itself is tampered with.
        if (midnight(28)..midnight(30) + 16 * HOUR).contains(&(at + 4 * HOUR)) {
            continue;
        }
        return (who, at);
    }
}

/// A patient to whom nothing binds anybody; each is taken once.
pub fn stranger(facts: &mut Facts, random: &mut Random) -> usize {
    let place = random.below(facts.world.strangers.len());
    facts.world.strangers.swap_remove(place)
}

struct Incidents<'a> {
    facts: &'a mut Facts,
    random: &'a mut Random,
    entries: &'a mut Vec<Entry>,
    labels: &'a mut Vec<Label>,
}

pub fn plant(facts: &mut Facts, random: &mut Random, entries: &mut Vec<Entry>, labels: &mut Vec<Label>) {
    let mut incidents = Incidents { facts, random, entries, labels };
    for _ in 0..2 {
        incidents.people();
        incidents.glass();
        incidents.much();
        incidents.tour();
        incidents.nights();
        incidents.sign_ins();
        incidents.taken_out();
    }
    incidents.leaver();
}

impl Incidents<'_> {
    fn label(&mut self, rule: Rule, actor: usize, from: i64, to: i64, what: &'static str) {
        self.labels.push(Label { rule, actor: Some(actor), from, to, incident: true, what });
    }

    /// Somebody on duty whom no other label names: two stories about one person would blur each other.
    fn somebody(&mut self, roles: &[Role]) -> (usize, i64) {
        loop {
            let (who, at) = at_work(self.facts, self.random, roles);
            if self.labels.iter().all(|label| label.actor != Some(who)) {
                return (who, at);
            }
        }
    }

    fn looks(&mut self, actor: usize, patient: usize, at: i64, looks: i64) {
        let place = house(self.facts.world.unit_at(actor, at) + 1);
        for _ in 0..looks {
            let when = at + self.random.within(0, HOUR);
            let fields = self.random.within(2, 20) as u16;
            self.entries.push(Entry::read(when, actor, patient, place, fields));
        }
    }

    fn untied(&self, actor: usize, patient: usize) -> bool {
        let world = &self.facts.world;
        world.patients[patient].stays.is_empty() && !self.facts.ties.contains_key(&(actor, patient))
    }

    fn people(&mut self) {
        let anyone = [Role::Nurse, Role::Doctor, Role::Clerk, Role::Float];
        let (who, at) = self.somebody(&anyone);
        let own = self.facts.world.staff[who].own.unwrap();
        if self.untied(who, own) {
            let looks = self.random.within(1, 5);
            self.looks(who, own, at, looks);
            self.label(Rule::OwnRecord, who, at, at + HOUR, "reads the own record");
        }

        let (who, at) = self.somebody(&anyone);
        let (household, own) = (self.facts.world.staff[who].household, self.facts.world.staff[who].own);
        let kin = (0..self.facts.world.patients.len()).find(|one| {
            self.facts.world.patients[*one].household == Some(household) && Some(*one) != own && self.untied(who, *one)
        });
        if let Some(kin) = kin {
            let looks = self.random.within(1, 4);
            self.looks(who, kin, at, looks);
            self.label(Rule::Household, who, at, at + HOUR, "reads about their kin");
        }

        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor, Role::Clerk]);
        let unit = self.facts.world.staff[who].unit;
        let colleagues: Vec<usize> = (0..self.facts.world.staff.len())
            .filter(|one| *one != who && self.facts.world.staff[*one].unit == unit)
            .filter_map(|one| self.facts.world.staff[one].own)
            .filter(|patient| self.untied(who, *patient))
            .collect();
        if !colleagues.is_empty() {
            let (patient, looks) = (self.random.pick(&colleagues), self.random.within(1, 4));
            self.looks(who, patient, at, looks);
            self.label(Rule::CoWorker, who, at, at + HOUR, "reads about a colleague");
        }

        let (who, at) = self.somebody(&anyone);
        let famous: Vec<usize> = (0..self.facts.world.patients.len())
            .filter(|one| self.facts.world.patients[*one].vip && self.untied(who, *one))
            .collect();
        if !famous.is_empty() {
            let (patient, looks) = (self.random.pick(&famous), self.random.within(1, 4));
            self.looks(who, patient, at, looks);
            self.label(Rule::Vip, who, at, at + HOUR, "reads about somebody famous");
        }

        let (who, at) = loop {
            let (who, at) = self.somebody(&anyone);
            if !self.facts.world.common[self.facts.world.staff[who].surname] {
                break (who, at);
            }
        };
        let patient = stranger(self.facts, self.random);
        self.facts.world.patients[patient].surname = self.facts.world.staff[who].surname;
        let looks = self.random.within(2, 5);
        self.looks(who, patient, at, looks);
        self.label(Rule::SameSurname, who, at, at + HOUR, "reads about a namesake of a rare name");

        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor]);
        let patient = stranger(self.facts, self.random);
        self.facts.world.patients[patient].died = Some(at - self.random.within(60, 500) * DAY);
        let looks = self.random.within(2, 5);
        self.looks(who, patient, at, looks);
        self.label(Rule::Deceased, who, at, at + HOUR, "reads about somebody long dead");

        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor, Role::Float]);
        let patient = stranger(self.facts, self.random);
        let looks = self.random.within(2, 6);
        self.looks(who, patient, at, looks);
        self.label(Rule::NoRelation, who, at, at + HOUR, "reads about an ex-neighbour");
    }

    fn glass(&mut self) {
        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor]);
        let patient = stranger(self.facts, self.random);
        let looks = self.random.within(1, 4);
        self.looks(who, patient, at, looks);
        for entry in self.entries.iter_mut().rev().take(looks as usize) {
            (entry.emergency, entry.purpose) = (true, Purpose::BreakGlass);
        }
        self.label(Rule::BreakGlass, who, at, at + HOUR, "breaks the glass without an emergency");

        // Rather than ask for access: the glass, for own patients, day after day.
        let (who, at) = self.somebody(&[Role::Nurse]);
        let unit = self.facts.world.unit_at(who, at);
        let lying = self.facts.world.lying(unit, at);
        for (number, patient) in lying.iter().take(7).enumerate() {
            let mut entry = Entry::read(at + number as i64 * 700, who, *patient, house(unit + 1), 9);
            (entry.emergency, entry.purpose) = (true, Purpose::BreakGlass);
            self.entries.push(entry);
        }
        self.label(Rule::BreakGlass, who, at, at + 2 * HOUR, "breaks the glass as a habit");
    }

    fn much(&mut self) {
        let (who, at) = self.somebody(&[Role::Nurse]);
        let unit = self.facts.world.unit_at(who, at);
        let lying = self.facts.world.lying(unit, at);
        let entries = self.random.within(500, 900);
        for number in 0..entries {
            let patient = self.random.pick(&lying);
            self.entries.push(Entry::read(at + number * 8, who, patient, house(unit + 1), 9));
        }
        self.label(Rule::Volume, who, at, at + 8 * entries, "copies the whole ward, screen by screen");

        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor, Role::Float]);
        let unit = self.facts.world.unit_at(who, at);
        for number in 0..self.random.within(25, 60) {
            let patient = self.random.pick(&self.facts.world.strangers);
            self.entries.push(Entry::read(at + number * 60, who, patient, house(unit + 1), 3));
        }
        self.label(Rule::Breadth, who, at, at + HOUR, "browses through strangers, a glimpse each");

        let service = self.facts.world.of(Role::Service)[0];
        if self.labels.iter().all(|label| label.actor != Some(service)) {
            let at = midnight(INCIDENTS_FROM + self.random.within(1, 12)) + 4 * HOUR;
            for number in 0..4_000 {
                let patient = self.random.below(self.facts.world.patients.len());
                self.entries.push(Entry::read(at + number, service, patient, elsewhere(self.random), 30));
            }
            self.label(Rule::Volume, service, at, at + 2 * HOUR, "a service reads everything");
        }
    }

    fn tour(&mut self) {
        let (who, at) = self.somebody(&[Role::Clerk, Role::Nurse]);
        let place = house(self.facts.world.unit_at(who, at) + 1);
        let (mut at_number, down) = (self.random.below(8_000) + 2_000, self.random.permille(300));
        let from = at;
        let mut at = at;
        for _ in 0..self.random.within(16, 40) {
            let fields = self.random.within(2, 9) as u16;
            self.entries.push(Entry::read(at, who, at_number, place, fields));
            let step = 1 + self.random.below(2);
            at_number = if down { at_number - step } else { at_number + step };
            at += self.random.within(10, 60);
        }
        self.label(Rule::Sequence, who, from, at, "goes along the record numbers");
    }

    fn nights(&mut self) {
        // A stolen account, from elsewhere, in the small hours: own patients, or those of the ward.
        let (who, at) = self.somebody(&[Role::Doctor]);
        let night = midnight((at - super::START).div_euclid(DAY)) + 27 * HOUR;
        let lying = self.facts.world.lying(self.facts.world.unit_at(who, night), night);
        let (strange, entries) = (elsewhere(self.random), self.random.within(8, 20));
        for number in 0..entries {
            let patient = self.random.pick(&lying);
            self.entries.push(Entry::read(night + number * 45, who, patient, strange, 9));
        }
        let calls = &mut self.facts.world.staff[who].calls;
        calls.retain(|call| call.1 < night - 3 * HOUR || call.0 > night + 3 * HOUR);
        self.label(Rule::OffHours, who, night, night + HOUR, "a stolen account by night");

        // On holiday, and curious about the ward.
        let (who, at) = self.somebody(&[Role::Nurse]);
        let day = (at - super::START).div_euclid(DAY);
        let (from, to) = (midnight(day - 4), midnight(day + 3));
        let (free, shifts): (Vec<_>, Vec<_>) = std::mem::take(&mut self.facts.world.staff[who].shifts)
            .into_iter()
            .partition(|shift| shift.1 >= from && shift.0 <= to);
        self.facts.world.staff[who].shifts = shifts;
        self.entries.retain(|entry| {
            let theirs = entry.actor == who || entry.on_behalf_of == Some(who);
            !(theirs && free.iter().any(|shift| shift.0 - HOUR <= entry.at && entry.at <= shift.1 + 2 * HOUR))
        });
        let at = midnight(day) + 20 * HOUR;
        let lying = self.facts.world.lying(self.facts.world.unit_at(who, at), at);
        for patient in lying.iter().take(9) {
            self.entries.push(Entry::read(at + self.random.within(0, 1_800), who, *patient, house(0), 6));
        }
        self.label(Rule::OffHours, who, at, at + HOUR, "reads about the ward on holiday");
    }

    fn leaver(&mut self) {
        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor]);
        let ended = at - 2 * DAY;
        self.facts.world.staff[who].ended = Some(ended);
        let theirs = |entry: &Entry| entry.actor == who || entry.on_behalf_of == Some(who);
        self.entries.retain(|entry| !(theirs(entry) && entry.at > ended - DAY));
        let lying = self.facts.world.lying(self.facts.world.unit_at(who, at), at);
        let unit = self.facts.world.unit_at(who, at);
        for number in 0..self.random.within(1, 6) {
            let patient = self.random.pick(&lying);
            self.entries.push(Entry::read(at + number * 60, who, patient, house(unit + 1), 6));
        }
        self.label(Rule::Terminated, who, at, at + HOUR, "an account that outlived the employment");
    }

    fn sign_ins(&mut self) {
        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor, Role::Clerk]);
        let (strange, failures) = (elsewhere(self.random), self.random.within(5, 15));
        for number in 0..failures {
            self.entries.push(Entry::sign_in(at + number * 5, who, strange, Outcome::Failed));
        }
        self.entries.push(Entry::sign_in(at + failures * 5, who, strange, Outcome::Done));
        self.label(Rule::FailedThenSuccess, who, at, at + HOUR, "a guessed password");

        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor]);
        let strange = elsewhere(self.random);
        let others = self.facts.world.of(Role::Nurse);
        for (number, other) in others.iter().filter(|other| **other != who).take(12).enumerate() {
            self.entries.push(Entry::sign_in(at + number as i64 * 10, *other, strange, Outcome::Failed));
        }
        self.entries.push(Entry::sign_in(at + 130, who, strange, Outcome::Done));
        self.label(Rule::FailedThenSuccess, who, at, at + HOUR, "one password tried on many");

        let (who, at) = self.somebody(&[Role::Nurse, Role::Doctor]);
        let patient = stranger(self.facts, self.random);
        for again in 0..3 {
            let mut denied = Entry::read(at + again * 40, who, patient, house(1), 0);
            denied.result = Outcome::Denied;
            self.entries.push(denied);
        }
        let mut entry = Entry::read(at + 200, who, patient, house(1), 9);
        entry.purpose = Purpose::CoordinationOfCare;
        self.entries.push(entry);
        self.label(Rule::FailedThenSuccess, who, at, at + HOUR, "tries purposes until one is permitted");
    }

    fn taken_out(&mut self) {
        let (who, at) = self.somebody(&[Role::Doctor]);
        let unit = self.facts.world.unit_at(who, at);
        let lying = self.facts.world.lying(unit, at);
        let exports = self.random.within(35, 80);
        for number in 0..exports {
            let entry = Entry::read(at + number * 30, who, self.random.pick(&lying), house(unit + 1), 20);
            self.entries.push(Entry { deed: Deed::Export, ..entry });
        }
        self.label(Rule::ExportBurst, who, at, at + exports * 30, "takes the patients along");
    }
}

/// What is done to the log itself, when it is written.
pub fn tamper(random: &mut Random, entries: &mut Vec<Entry>, labels: &mut Vec<Label>) {
    let mut label = |rule, from, to, what| labels.push(Label { rule, actor: None, from, to, incident: true, what });
    // Somebody stops the recording at noon.
    let from = midnight(28) + 11 * HOUR + random.within(0, 4) * 900;
    entries.retain(|entry| !(from..from + HOUR).contains(&entry.written));
    label(Rule::LogGap, from, from + HOUR, "nothing recorded for an hour");
    // Entries are taken out.
    let place = entries.partition_point(|entry| entry.written < midnight(30) + 10 * HOUR + random.within(0, 4) * 900);
    let (gone, at) = (random.within(3, 60) as u64, entries[place].written);
    entries[place].missing = gone;
    label(Rule::LogGap, at - HOUR, at + HOUR, "entries taken out");
    // The clock is set back, and later forward again.
    let from = midnight(29) + 14 * HOUR + random.within(0, 4) * 900;
    for entry in entries.iter_mut().filter(|entry| (from..from + 1_800).contains(&entry.written)) {
        entry.at -= 3 * HOUR;
    }
    label(Rule::ClockStep, from - 3 * HOUR - 60, from + HOUR, "the clock set back for half an hour");
}
