//! Ordinary weeks: what is done on a shift, and what goes wrong without harm.

use crate::audit::watch::{Deed, Outcome, Tie};
use crate::types::Purpose;

use super::people::{EMERGENCY, WARDS};
use super::{DAY, DAYS, Entry, Facts, HOUR, Random, Role, house, midnight};

pub fn weeks(facts: &mut Facts, random: &mut Random) -> Vec<Entry> {
    let mut out = Vec::new();
    for day in 0..DAYS {
        for staff in 0..facts.world.staff.len() {
            let shift = facts.world.staff[staff]
                .shifts
                .iter()
                .find(|shift| (midnight(day)..midnight(day + 1)).contains(&shift.0));
            if let Some((from, to, _)) = shift.copied() {
                self::shift(facts, random, &mut out, staff, from, to);
            }
        }
        services(facts, random, &mut out, day);
    }
    out
}

fn shift(facts: &mut Facts, random: &mut Random, out: &mut Vec<Entry>, staff: usize, from: i64, to: i64) {
    let unit = facts.world.unit_at(staff, from);
    let place = house(unit + 1);
    // Someone mistypes once or twice.
    if random.permille(60) {
        for again in 0..random.within(1, 4) {
            out.push(Entry::sign_in(from - 60 + again * 15, staff, place, Outcome::Failed));
        }
    }
    out.push(Entry::sign_in(from, staff, place, Outcome::Done));
    let end = to + if random.permille(100) { random.within(10, 70) * 60 } else { 0 };
    match facts.world.staff[staff].role {
        Role::Nurse | Role::Float => ward_round(facts, random, out, staff, unit, (from, end), 9, 5),
        Role::Doctor => {
            ward_round(facts, random, out, staff, unit, (from, end), 12, 4);
            appointments(facts, random, out, staff, from);
            letters_and_evenings(facts, random, out, staff, from, to);
        }
        Role::Clerk => desk(facts, random, out, staff, (from, end), 45),
        Role::Billing => bills(facts, random, out, staff, (from, end)),
        Role::Records => requests(facts, random, out, staff, (from, end)),
        Role::Service => {}
    }
    let done = Entry { deed: Deed::End, ..Entry::sign_in(end + 60, staff, place, Outcome::Done) };
    out.push(done);
}

#[allow(clippy::too_many_arguments, reason = "a round is of somebody, somewhere, for so long, with so many")]
pub fn ward_round(
    facts: &mut Facts,
    random: &mut Random,
    out: &mut Vec<Entry>,
    staff: usize,
    unit: u32,
    (from, end): (i64, i64),
    patients: usize,
    looks: i64,
) {
    let lying = facts.world.lying(unit, from + HOUR);
    if lying.is_empty() {
        return;
    }
    let place = house(unit + 1);
    for _ in 0..patients + random.below(4) {
        let patient = random.pick(&lying);
        let stay = facts.world.patients[patient].stays.iter().find(|stay| stay.0 == unit && stay.2 > from).copied();
        let Some((_, came, _, recorded)) = stay else { continue };
        for _ in 0..random.within(looks - 2, looks + 2) {
            let at = random.within(from.max(came), end.max(came + 600));
            if at > end {
                continue;
            }
            if random.permille(3) {
                mis_selected(facts, random, out, staff, at);
            }
            let mut entry = Entry::read(at, staff, patient, place, random.within(3, 14) as u16);
            if random.permille(300) {
                entry.deed = Deed::Write;
            }
            // The papers are not there yet: the glass is broken, as it should be.
            if unit == EMERGENCY && at < recorded {
                entry.emergency = true;
                entry.purpose = Purpose::BreakGlass;
            }
            out.push(entry);
        }
    }
}

/// The wrong record of a list, and then the right one.
pub fn mis_selected(facts: &Facts, random: &mut Random, out: &mut Vec<Entry>, staff: usize, right: i64) {
    let wrong = random.pick(&facts.world.strangers);
    let place = house(facts.world.unit_at(staff, right) + 1);
    out.push(Entry::read(right - random.within(10, 100), staff, wrong, place, random.within(1, 4) as u16));
}

fn appointments(facts: &mut Facts, random: &mut Random, out: &mut Vec<Entry>, staff: usize, from: i64) {
    let place = house(facts.world.unit_at(staff, from) + 1);
    for _ in 0..random.within(3, 8) {
        let Some(patient) = outpatient(facts, random) else { continue };
        let at = from + random.within(HOUR, 8 * HOUR);
        facts.tie(staff, patient, at - 2 * DAY, at + 3 * DAY, at - 5 * DAY, Tie::Appointment);
        for look in 0..random.within(1, 4) {
            out.push(Entry::read(at + look * 200, staff, patient, place, random.within(3, 12) as u16));
        }
    }
}

fn letters_and_evenings(facts: &Facts, random: &mut Random, out: &mut Vec<Entry>, staff: usize, from: i64, to: i64) {
    let unit = facts.world.unit_at(staff, from);
    let seen: Vec<usize> = out
        .iter()
        .rev()
        .take(400)
        .filter(|entry| entry.actor == staff && entry.at >= from && entry.deed == Deed::Read && !entry.emergency)
        .filter_map(|entry| entry.subject)
        .filter(|patient| !facts.world.away.contains(patient))
        .collect();
    if seen.is_empty() {
        return;
    }
    for _ in 0..random.within(0, 6) {
        let mut letter = Entry::read(random.within(from + 5 * HOUR, to), staff, random.pick(&seen), house(unit + 1), 6);
        letter.deed = Deed::Export;
        out.push(letter);
    }
    // Writing up at home, after supper.
    if random.permille(250) {
        let evening = to + random.within(3, 5) * HOUR;
        for entry in 0..random.within(4, 11) {
            let mut entry = Entry::read(evening + entry * 240, staff, random.pick(&seen), house(0), 8);
            entry.deed = if random.permille(600) { Deed::Write } else { Deed::Read };
            out.push(entry);
        }
    }
    // Reading ahead on the evening before.
    if random.permille(80) && from > midnight(7) {
        let lying = facts.world.lying(unit, from - 12 * HOUR);
        for entry in 0..random.within(3, 9) {
            if let Some(patient) = lying.get(random.below(lying.len())) {
                out.push(Entry::read(from - 11 * HOUR + entry * 150, staff, *patient, house(0), 6));
            }
        }
    }
}

/// Registration: arrivals with their papers, and calls of people who have none yet.
pub fn desk(
    facts: &mut Facts,
    random: &mut Random,
    out: &mut Vec<Entry>,
    staff: usize,
    (from, end): (i64, i64),
    people: i64,
) {
    let place = house(facts.world.staff[staff].unit + 1);
    for _ in 0..random.within(people - 8, people + 8) {
        let at = random.within(from, end);
        let caller = random.permille(100);
        let patient = if caller { random.pick(&facts.world.strangers) } else { arrival(facts, random, at) };
        if !caller {
            facts.tie(staff, patient, at - DAY, at + DAY, at - 60, Tie::Registration);
        }
        for look in 0..random.within(1, if caller { 2 } else { 3 }) {
            let mut entry = Entry::read(at + look * 60, staff, patient, place, random.within(2, 6) as u16);
            entry.purpose = Purpose::PatientAdministration;
            if !caller && random.permille(400) {
                entry.deed = Deed::Write;
            }
            out.push(entry);
        }
    }
}

fn arrival(facts: &Facts, random: &mut Random, at: i64) -> usize {
    let ward = random.below(WARDS as usize) as u32;
    let lying = facts.world.lying(ward, at);
    if lying.is_empty() || random.permille(500) {
        return (0..9).find_map(|_| outpatient(facts, random)).unwrap_or(0);
    }
    random.pick(&lying)
}

/// Somebody who comes for an hour.
fn outpatient(facts: &Facts, random: &mut Random) -> Option<usize> {
    let one = random.below(facts.world.patients.len());
    let patient = &facts.world.patients[one];
    let ordinary = !patient.vip && !patient.made_up && patient.died.is_none() && patient.household.is_none();
    (ordinary && !facts.world.away.contains(&one)).then_some(one)
}

fn bills(facts: &mut Facts, random: &mut Random, out: &mut Vec<Entry>, staff: usize, (from, end): (i64, i64)) {
    let place = house(facts.world.staff[staff].unit + 1);
    let due: Vec<usize> = (1..WARDS).flat_map(|ward| facts.world.lying(ward, from - 2 * DAY)).collect();
    for _ in 0..random.within(40, 60) {
        // The dead leave bills as well.
        let patient = if due.is_empty() || random.permille(15) {
            match (0..20)
                .map(|_| random.below(facts.world.patients.len()))
                .find(|one| facts.world.patients[*one].died.is_some())
            {
                Some(dead) => dead,
                None => continue,
            }
        } else {
            random.pick(&due)
        };
        let mut entry = Entry::read(random.within(from, end), staff, patient, place, 5);
        entry.purpose = Purpose::Payment;
        out.push(entry);
    }
}

/// Release of records: each on a request, most of them taken out.
fn requests(facts: &mut Facts, random: &mut Random, out: &mut Vec<Entry>, staff: usize, (from, end): (i64, i64)) {
    let place = house(facts.world.staff[staff].unit + 1);
    for _ in 0..random.within(24, 34) {
        let Some(patient) = outpatient(facts, random) else { continue };
        let at = random.within(from, end);
        facts.tie(staff, patient, at - DAY, at + 5 * DAY, at - DAY, Tie::Assigned);
        let mut entry = Entry::read(at, staff, patient, place, 12);
        entry.purpose = Purpose::PatientRequest;
        out.push(entry.clone());
        (entry.at, entry.written, entry.deed) = (at + 120, at + 120, Deed::Export);
        out.push(entry);
    }
}

fn services(facts: &Facts, random: &mut Random, out: &mut Vec<Entry>, day: i64) {
    let services = facts.world.of(Role::Service);
    // A nightly extract, a laboratory that never sleeps, and a prefetch in the name of the early shift.
    for number in 0..800 {
        let at = midnight(day) + 2 * HOUR + number * 2;
        let mut entry = Entry::read(at, services[0], random.below(facts.world.patients.len()), house(100), 20);
        entry.purpose = Purpose::Operations;
        out.push(entry);
    }
    for number in 0..240 {
        let at = midnight(day) + number * 360 + random.within(0, 300);
        let ward = random.below(WARDS as usize) as u32;
        let lying = facts.world.lying(ward, at);
        if !lying.is_empty() {
            let mut entry = Entry::read(at, services[1], random.pick(&lying), house(101), 2);
            entry.deed = Deed::Write;
            out.push(entry);
        }
    }
    for nurse in facts.world.of(Role::Nurse) {
        let begins = midnight(day) + 7 * HOUR;
        if facts.world.staff[nurse].shifts.iter().any(|shift| shift.0 == begins) {
            let lying = facts.world.lying(facts.world.staff[nurse].unit, begins - 1_800);
            for patient in lying.iter().take(8) {
                let mut entry = Entry::read(begins - random.within(60, 1_200), services[2], *patient, house(102), 6);
                entry.on_behalf_of = Some(nurse);
                out.push(entry);
            }
        }
    }
}
