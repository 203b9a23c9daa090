//! What the made-up host knows: it answers the detectors, in keys.

use std::cell::Cell;
use std::collections::HashMap;

use crate::audit::SubjectPseudonym;
use crate::audit::watch::{Bond, Context, Key, Person, Reach, Shift, Staff, Task, Tie, Upkeep};
use time::OffsetDateTime;

use super::people::{Role, World};
use super::{DAY, HOUR};

/// A relation: from, to, recorded at, what.
type Recorded = (i64, i64, i64, Tie);

pub struct Facts {
    pub world: World,
    /// The time at which the host is asked: it knows what is recorded by then.
    pub now: Cell<i64>,
    by_name: HashMap<String, usize>,
    by_pseudonym: HashMap<SubjectPseudonym, usize>,
    /// Relations beside the wards.
    pub ties: HashMap<(usize, usize), Vec<Recorded>>,
    /// Approved tasks: from, to, entries.
    pub tasks: Vec<(usize, i64, i64, u32)>,
    pub upkeep: Vec<(i64, i64, Upkeep)>,
}

impl Facts {
    pub fn new(world: World) -> Self {
        let by_name = world.staff.iter().enumerate().map(|(place, staff)| (staff.name.clone(), place)).collect();
        let by_pseudonym = world.patients.iter().enumerate().map(|(place, one)| (one.pseudonym, place)).collect();
        let (ties, tasks, upkeep) = (HashMap::new(), Vec::new(), Vec::new());
        Self { world, now: Cell::new(0), by_name, by_pseudonym, ties, tasks, upkeep }
    }

    pub fn tie(&mut self, staff: usize, patient: usize, from: i64, to: i64, recorded: i64, tie: Tie) {
        self.ties.entry((staff, patient)).or_default().push((from, to, recorded, tie));
    }

    fn tied(&self, staff: usize, patient: usize, at: i64) -> Option<Tie> {
        let now = self.now.get();
        if let Some(ties) = self.ties.get(&(staff, patient)) {
            for (from, to, recorded, tie) in ties {
                if *from <= at && at <= *to && *recorded <= now {
                    return Some(*tie);
                }
            }
        }
        let person = &self.world.staff[staff];
        let unit = self.world.unit_at(staff, at);
        // Who was sent to a ward finishes there, even if the next shift is elsewhere.
        let before = self.world.unit_at(staff, at - 2 * HOUR);
        let on_call = person.calls.iter().any(|(from, to)| *from <= at && at <= *to);
        for (ward, from, to, recorded) in &self.world.patients[patient].stays {
            if *recorded > now {
                continue;
            }
            // Papers are finished for some days after a discharge, and bills are written for longer.
            let cared_for = *from <= at && at <= *to + 3 * DAY;
            match person.role {
                Role::Nurse | Role::Doctor if *ward == unit && cared_for => return Some(Tie::CareTeam),
                Role::Float if (*ward == unit || *ward == before) && cared_for => return Some(Tie::Float),
                Role::Doctor if on_call && cared_for => return Some(Tie::OnCall),
                Role::Clerk if *from - DAY <= at && at <= *to + DAY => return Some(Tie::Registration),
                Role::Billing if *from <= at && at <= *to + 14 * DAY => return Some(Tie::Registration),
                _ => {}
            }
        }
        None
    }
}

impl Context for Facts {
    fn staff(&self, actor: &str, at: OffsetDateTime) -> Option<Staff> {
        let place = *self.by_name.get(actor)?;
        let person = &self.world.staff[place];
        let unit = self.world.unit_at(place, at.unix_timestamp());
        let peers = match person.role {
            Role::Nurse | Role::Float => unit,
            Role::Doctor if unit == super::people::EMERGENCY => 101,
            Role::Doctor => 100,
            _ => person.unit + 200,
        };
        let reach = match person.role {
            Role::Clerk | Role::Records | Role::Billing => Reach::Anybody,
            _ => Reach::CareTeam,
        };
        Some(Staff {
            own: person.own.map(|own| self.world.patients[own].pseudonym),
            surname: Some(Key(person.surname as u64)),
            household: Some(Key(person.household)),
            unit,
            peers,
            reach,
            ended: person.ended.map(|ended| OffsetDateTime::from_unix_timestamp(ended).unwrap()),
        })
    }

    fn person(&self, subject: &SubjectPseudonym) -> Option<Person> {
        let place = *self.by_pseudonym.get(subject)?;
        let patient = &self.world.patients[place];
        Some(Person {
            surname: Some(Key(patient.surname as u64)),
            common_surname: self.world.common[patient.surname],
            household: patient.household.map(Key),
            unit: patient.works_in,
            vip: patient.vip,
            died: patient.died.map(|died| OffsetDateTime::from_unix_timestamp(died).unwrap()),
            ordinal: Some(place as u64 + 77_000),
            made_up: patient.made_up,
        })
    }

    fn bond(&self, actor: &str, subject: &SubjectPseudonym, at: OffsetDateTime) -> Bond {
        let (Some(staff), Some(patient)) = (self.by_name.get(actor), self.by_pseudonym.get(subject)) else {
            return Bond::Unknown;
        };
        self.tied(*staff, *patient, at.unix_timestamp()).map_or(Bond::Untied, Bond::Tied)
    }

    fn shift(&self, actor: &str, at: OffsetDateTime) -> Shift {
        let (at, now) = (at.unix_timestamp(), self.now.get());
        let Some(person) = self.by_name.get(actor).map(|place| &self.world.staff[*place]) else {
            return Shift::Unknown;
        };
        let found = person.shifts.partition_point(|(from, _, _)| *from <= at);
        let near = &person.shifts[found.saturating_sub(2)..found];
        if near.iter().any(|(_, to, recorded)| at <= *to && *recorded <= now) {
            return Shift::On;
        }
        let on_call = person.calls.iter().any(|(from, to)| *from <= at && at <= *to);
        if on_call { Shift::OnCall } else { Shift::Off }
    }

    fn task(&self, actor: &str, at: OffsetDateTime) -> Option<Task> {
        let (place, at) = (*self.by_name.get(actor)?, at.unix_timestamp());
        let covers = |task: &&(usize, i64, i64, u32)| task.0 == place && task.1 <= at && at <= task.2;
        self.tasks.iter().find(covers).map(|task| Task { entries: task.3 })
    }

    fn upkeep(&self, at: OffsetDateTime) -> Option<Upkeep> {
        let at = at.unix_timestamp();
        // Announced with a quarter of an hour to spare.
        let covers = |work: &&(i64, i64, Upkeep)| work.0 - HOUR / 4 <= at && at <= work.1 + HOUR / 4;
        self.upkeep.iter().find(covers).map(|work| work.2)
    }
}
