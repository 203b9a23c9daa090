//! Who works there, and who is a patient.

use crate::audit::SubjectPseudonym;
use crate::audit::SubjectPseudonymKey;
use crate::types::{SubjectId, TenantId};

use super::{DAY, DAYS, HOUR, Random, START, midnight};

pub const WARDS: u32 = 8;
/// The first ward is the emergency department.
pub const EMERGENCY: u32 = 0;
pub const FRONT_DESK: u32 = 20;
pub const RECORDS: u32 = 21;
pub const BILLING: u32 = 22;
const SURNAMES: usize = 3_000;
const PATIENTS: usize = 12_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Nurse,
    Float,
    Doctor,
    Clerk,
    Records,
    Billing,
    Service,
}

pub struct Staff {
    pub name: String,
    pub role: Role,
    pub unit: u32,
    pub own: Option<usize>,
    pub surname: usize,
    pub household: u64,
    /// Shifts as (from, to, recorded at).
    pub shifts: Vec<(i64, i64, i64)>,
    pub calls: Vec<(i64, i64)>,
    /// Units of a float nurse by day.
    pub units: Vec<u32>,
    pub ended: Option<i64>,
}

pub struct Patient {
    pub pseudonym: SubjectPseudonym,
    pub surname: usize,
    pub household: Option<u64>,
    pub works_in: Option<u32>,
    pub vip: bool,
    pub died: Option<i64>,
    pub made_up: bool,
    /// Stays as (ward, from, to, recorded at).
    pub stays: Vec<(u32, i64, i64, i64)>,
}

pub struct World {
    pub staff: Vec<Staff>,
    pub patients: Vec<Patient>,
    pub common: Vec<bool>,
    /// Patients without any relation to anybody: for what must be unexplained, or must look so.
    pub strangers: Vec<usize>,
    /// The same, those already taken included.
    pub away: std::collections::HashSet<usize>,
    /// Stays by ward: patient, from, to.
    beds: Vec<Vec<(usize, i64, i64)>>,
}

impl World {
    pub fn new(random: &mut Random) -> Self {
        let mut weights = Vec::with_capacity(SURNAMES);
        let mut sum = 0.0_f64;
        for place in 0..SURNAMES {
            sum += 1.0 / (place as f64 + 10.0);
            weights.push(sum);
        }
        let surname = |random: &mut Random| {
            let wanted = (random.next() >> 11) as f64 / (1_u64 << 53) as f64 * sum;
            weights.partition_point(|reached| *reached < wanted).min(SURNAMES - 1)
        };
        let common = (0..SURNAMES).map(|place| 1.0 / (place as f64 + 10.0) / sum > 0.001).collect();
        let mut staff = Vec::new();
        let mut hire = |role, unit, count: usize, word: &str, random: &mut Random| {
            for number in 0..count {
                let name = format!("{word}.{unit}.{number}");
                let (surname, household) = (surname(random), staff.len() as u64 + 1);
                let (shifts, calls, units) = (Vec::new(), Vec::new(), Vec::new());
                staff.push(Staff {
                    name,
                    role,
                    unit,
                    own: None,
                    surname,
                    household,
                    shifts,
                    calls,
                    units,
                    ended: None,
                });
            }
        };
        for ward in 0..WARDS {
            hire(Role::Nurse, ward, 12, "nurse", random);
            hire(Role::Doctor, ward, 4, "doctor", random);
        }
        hire(Role::Float, 30, 6, "float", random);
        hire(Role::Clerk, FRONT_DESK, 8, "clerk", random);
        hire(Role::Records, RECORDS, 3, "records", random);
        hire(Role::Billing, BILLING, 5, "billing", random);
        hire(Role::Service, 40, 5, "service", random);
        for (number, person) in staff.iter_mut().enumerate() {
            roster(person, number, random);
        }
        let key = SubjectPseudonymKey::from_bytes(&[7; 32]);
        let tenant = TenantId::new("made-up").unwrap();
        let mut patients: Vec<Patient> = (0..PATIENTS as u128)
            .map(|number| Patient {
                pseudonym: key.pseudonym(&tenant, SubjectId::from_bytes((number + 1).to_be_bytes())),
                surname: surname(random),
                household: None,
                works_in: None,
                vip: false,
                died: None,
                made_up: false,
                stays: Vec::new(),
            })
            .collect();
        // Staff are patients too, scattered among the others, and do not live alone.
        let mut taken = std::collections::HashSet::new();
        let mut draw = |random: &mut Random| {
            loop {
                let one = random.below(PATIENTS);
                if taken.insert(one) {
                    break one;
                }
            }
        };
        for person in staff.iter_mut().filter(|person| person.role != Role::Service) {
            let own = draw(random);
            person.own = Some(own);
            patients[own].surname = person.surname;
            patients[own].household = Some(person.household);
            patients[own].works_in = Some(person.unit);
            for _ in 0..=random.below(3) {
                let other = draw(random);
                patients[other].household = Some(person.household);
                if random.permille(600) {
                    patients[other].surname = person.surname;
                }
            }
        }
        for _ in 0..25 {
            patients[draw(random)].vip = true;
        }
        for _ in 0..150 {
            patients[draw(random)].died = Some(START - random.within(40, 400) * DAY);
        }
        for _ in 0..5 {
            patients[draw(random)].made_up = true;
        }
        let strangers: Vec<usize> = (0..1_500).map(|_| draw(random)).collect();
        let away = strangers.iter().copied().collect();
        let mut world = Self { staff, patients, common, strangers, away, beds: vec![Vec::new(); WARDS as usize] };
        world.admit(random);
        world
    }

    /// Fills the wards: about 24 in each, for two to nine days. Strangers, the dead and the made-up stay away.
    fn admit(&mut self, random: &mut Random) {
        for ward in 0..WARDS {
            let beds = if ward == EMERGENCY { 16 } else { 24 };
            for _ in 0..beds {
                let mut from = START - random.within(1, 5) * DAY;
                while from < midnight(DAYS) {
                    let stays = if ward == EMERGENCY { random.within(4, 20) * HOUR } else { random.within(2, 9) * DAY };
                    let patient = loop {
                        let one = random.below(self.patients.len());
                        let who = &self.patients[one];
                        let free = who.stays.iter().all(|(_, _, to, _)| *to + 5 * DAY < from);
                        if free && !who.vip && !who.made_up && who.died.is_none() && !self.away.contains(&one) {
                            break one;
                        }
                    };
                    // In the emergency department the papers come after the patient.
                    let recorded = if ward == EMERGENCY { from + random.within(5, 60) * 60 } else { from - HOUR };
                    self.patients[patient].stays.push((ward, from, from + stays, recorded));
                    self.beds[ward as usize].push((patient, from, from + stays));
                    from += stays + random.within(1, 6) * HOUR;
                }
            }
        }
    }

    pub fn of(&self, role: Role) -> Vec<usize> {
        (0..self.staff.len()).filter(|one| self.staff[*one].role == role).collect()
    }

    /// Who lies on a ward at that time.
    pub fn lying(&self, ward: u32, at: i64) -> Vec<usize> {
        let Some(beds) = self.beds.get(ward as usize) else { return Vec::new() };
        beds.iter().filter(|(_, from, to)| *from <= at && at < *to).map(|(patient, _, _)| *patient).collect()
    }

    pub fn unit_at(&self, staff: usize, at: i64) -> u32 {
        let person = &self.staff[staff];
        if person.role != Role::Float {
            return person.unit;
        }
        // By the shift: the last one that has begun.
        let begun = person.shifts.partition_point(|shift| shift.0 <= at + 600);
        let from = person.shifts.get(begun.saturating_sub(1)).map_or(at, |shift| shift.0);
        let day = (from - START + HOUR / 2).div_euclid(DAY).clamp(0, DAYS - 1) as usize;
        person.units.get(day).copied().unwrap_or(1)
    }
}

/// Shifts of five weeks: nurses around the clock in turns, others by day; one holiday week for some.
fn roster(person: &mut Staff, number: usize, random: &mut Random) {
    let holiday = if random.permille(150) { random.within(1, 5) } else { -1 };
    for day in 0..DAYS {
        person.units.push(random.below(WARDS as usize - 1) as u32 + 1);
        let (week, weekday) = (day / 7, day % 7);
        let at_work = match person.role {
            Role::Nurse | Role::Float => (day + number as i64 * 3) % 7 < 5,
            Role::Clerk => weekday < 5 || (number as i64 + week) % 4 == 0,
            Role::Service => false,
            Role::Doctor | Role::Records | Role::Billing => weekday < 5,
        };
        if !at_work || week == holiday {
            continue;
        }
        let (from, hours) = match person.role {
            Role::Nurse | Role::Float => match (number as i64 + week) % 3 {
                0 => (7, 8),
                1 => (15, 8),
                _ => (23, 8),
            },
            Role::Clerk if number.is_multiple_of(3) => (12, 9),
            _ => (8, 9),
        };
        let from = midnight(day) + from * HOUR;
        person.shifts.push((from, from + hours * HOUR, 0));
        if person.role == Role::Doctor && random.permille(60) {
            person.calls.push((from + 9 * HOUR, from + 24 * HOUR));
        }
    }
}
