//! Made-up hospitals: wards, shifts, care teams, floats, clerks, services, emergencies, over five weeks; with incidents
//! planted in the last two, and decoys that look like them and are not.
//!
//! Everything follows from a seed. The labels are kept apart: the detectors get the entries and the answers of [`Facts`],
//! which know nothing of labels. What the generator takes for granted is listed in `docs/watching.md`.

mod decoys;
mod facts;
mod incidents;
mod ordinary;
mod people;
mod random;
mod score;

use std::net::{IpAddr, Ipv4Addr};

use crate::audit::notice::Notice;
use crate::audit::watch::{Deed, Observation, Outcome, Rule, Watch};
use time::OffsetDateTime;

pub use facts::Facts;
pub use people::{Role, World};
pub use random::Random;
pub use score::Score;

/// Monday, 5 October 2026, 00:00 in the made-up town, which is five hours behind UTC, and six from 1 November on.
pub const START: i64 = 1_791_176_400;
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;
/// Three weeks for habits to form, two with incidents.
pub const DAYS: i64 = 35;
pub const INCIDENTS_FROM: i64 = 21;

/// Midnight in the town.
pub const fn midnight(day: i64) -> i64 {
    // The clocks go back on the 27th day, a Sunday, at two in the night.
    START + day * DAY + if day > 27 { HOUR } else { 0 }
}

/// An entry of the made-up log.
#[derive(Clone)]
pub struct Entry {
    pub at: i64,
    pub actor: usize,
    pub on_behalf_of: Option<usize>,
    pub subject: Option<usize>,
    pub deed: Deed,
    pub result: Outcome,
    pub purpose: crate::types::Purpose,
    pub emergency: bool,
    pub network: IpAddr,
    pub fields: u16,
    /// A notice of the log in place of an event.
    pub notice: Option<Notice>,
    /// How many entries before it are missing.
    pub missing: u64,
    /// Entries of an emergency journal: written later than they happened.
    pub written: i64,
}

/// What was planted, or what only looks like it.
#[derive(Clone, Debug)]
pub struct Label {
    pub rule: Rule,
    /// Nobody for what concerns the log itself.
    pub actor: Option<usize>,
    pub from: i64,
    pub to: i64,
    pub incident: bool,
    pub what: &'static str,
}

/// A made-up hospital over five weeks.
pub struct Hospital {
    pub seed: u64,
    pub entries: Vec<Entry>,
    pub facts: Facts,
    pub labels: Vec<Label>,
}

impl Hospital {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ 0x14057b7e);
        let mut facts = Facts::new(World::new(&mut random));
        let mut entries = ordinary::weeks(&mut facts, &mut random);
        let mut labels = Vec::new();
        decoys::plant(&mut facts, &mut random, &mut entries, &mut labels);
        incidents::plant(&mut facts, &mut random, &mut entries, &mut labels);
        entries.retain(|entry| (START..midnight(DAYS)).contains(&entry.written));
        entries.sort_by_key(|entry| (entry.written, entry.at));
        decoys::count_drained(&mut entries);
        incidents::tamper(&mut random, &mut entries, &mut labels);
        Self { seed, entries, facts, labels }
    }

    /// Feeds the entries from one place on to another, as the log would.
    pub fn feed(&self, watch: &mut Watch, range: std::ops::Range<usize>, out: &mut Vec<crate::audit::watch::Finding>) {
        let mut index = self.index_of(range.start);
        for entry in &self.entries[range] {
            index += entry.missing;
            self.facts.now.set(entry.written);
            if let Some(notice) = &entry.notice {
                watch.notice(index, notice, &self.facts, out).unwrap();
            } else {
                watch.observe(&self.observation(entry, index), &self.facts, out).unwrap();
            }
            index += 1;
        }
    }

    /// All of it, and two days more, so that everything is judged.
    pub fn watch(&self, watch: &mut Watch) -> Vec<crate::audit::watch::Finding> {
        let mut out = Vec::new();
        self.feed(watch, 0..self.entries.len(), &mut out);
        let end = midnight(DAYS + 2);
        self.facts.now.set(end);
        watch.advance(OffsetDateTime::from_unix_timestamp(end).unwrap(), &self.facts, &mut out);
        out
    }

    pub fn index_of(&self, place: usize) -> u64 {
        place as u64 + self.entries[..place].iter().map(|entry| entry.missing).sum::<u64>()
    }

    pub fn observation(&self, entry: &Entry, index: u64) -> Observation<'_> {
        let world = &self.facts.world;
        let actor = &world.staff[entry.actor];
        let on_behalf_of = entry.on_behalf_of.map(|who| world.staff[who].name.as_str());
        Observation {
            service: actor.role == Role::Service,
            on_behalf_of,
            subject: entry.subject.map(|subject| world.patients[subject].pseudonym),
            deed: entry.deed,
            result: entry.result,
            purpose: Some(entry.purpose),
            emergency: entry.emergency,
            network: Some(entry.network),
            fields: entry.fields,
            ..Observation::new(index, OffsetDateTime::from_unix_timestamp(entry.at).unwrap(), &actor.name)
        }
    }
}

impl Entry {
    /// A read for treatment, at the actor's place of work.
    pub fn read(at: i64, actor: usize, subject: usize, network: IpAddr, fields: u16) -> Self {
        Self {
            at,
            actor,
            on_behalf_of: None,
            subject: Some(subject),
            deed: Deed::Read,
            result: Outcome::Done,
            purpose: crate::types::Purpose::Treatment,
            emergency: false,
            network,
            fields,
            notice: None,
            missing: 0,
            written: at,
        }
    }

    pub fn sign_in(at: i64, actor: usize, network: IpAddr, result: Outcome) -> Self {
        Self { subject: None, deed: Deed::SignIn, result, ..Self::read(at, actor, 0, network, 0) }
    }
}

/// A network of the house; `0` is the gateway for those who work from home.
pub fn house(place: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, place as u8))
}

/// A network from elsewhere.
pub fn elsewhere(random: &mut Random) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(203, 0, 113, random.below(254) as u8 + 1))
}
