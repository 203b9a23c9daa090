//! What is remembered of each actor: as little as the rules need, and never more than a bound.

use std::collections::{HashMap, HashSet, VecDeque};
use std::net::IpAddr;

use super::baseline::{Own, Peers};
use super::keep::kept;
use crate::pseudonym::SubjectPseudonym;

/// Subjects remembered of an actor's last shifts, in each of two generations.
pub(super) const RECENT: usize = 512;
/// Networks, failures and overrides remembered of an actor.
pub(super) const FEW: usize = 32;

/// An actor's place in the memory.
pub(super) type ActorId = u32;

/// Everything about one actor.
#[derive(Debug, Default)]
pub(super) struct Actor {
    pub(super) name: String,
    pub(super) service: bool,
    pub(super) peers: u32,
    pub(super) last: i64,
    pub(super) work: Stretch,
    pub(super) volume: Own,
    pub(super) exports: Own,
    pub(super) breadth: Own,
    pub(super) strange: Strange,
    pub(super) on_duty: Generations,
    pub(super) hours: Vec<u16>,
    /// Two at a time, since ordinary work goes on between the steps.
    pub(super) tours: [Tour; 2],
    pub(super) glass: VecDeque<(i64, SubjectPseudonym, u64)>,
    pub(super) failures: VecDeque<(i64, u64)>,
    pub(super) denials: VecDeque<(i64, SubjectPseudonym, u64)>,
    pub(super) networks: VecDeque<IpAddr>,
    pub(super) off: Option<OffDuty>,
    pub(super) glimpsed: Option<(i64, SubjectPseudonym)>,
}

kept!(Actor {
    name,
    service,
    peers,
    last,
    work,
    volume,
    exports,
    breadth,
    strange,
    on_duty,
    hours,
    tours,
    glass,
    failures,
    denials,
    networks,
    off,
    glimpsed
});

/// The stretch of work that is going on.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    pub(super) began: i64,
    pub(super) entries: u32,
    pub(super) exports: u32,
    /// At how many entries and exports to look closer; `u32::MAX` when that was done.
    pub(super) look_at: u32,
    pub(super) look_at_exports: u32,
    /// Whether it was found unusual, and so is no part of what is usual.
    pub(super) unusual: bool,
    pub(super) sample: Sample,
    pub(super) exported: Sample,
}

kept!(Stretch { began, entries, exports, look_at, look_at_exports, unusual, sample, exported });

/// Unexplained subjects of a stretch, counted when the grace of each has passed.
#[derive(Debug, Default)]
pub(super) struct Strange {
    pub(super) began: i64,
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) subjects: u32,
    pub(super) told: bool,
    pub(super) sample: Sample,
    pub(super) who: Vec<SubjectPseudonym>,
}

kept!(Strange { began, first, last, subjects, told, sample, who });

/// A tour along record numbers.
#[derive(Debug, Default)]
pub(super) struct Tour {
    pub(super) at: i64,
    pub(super) began: i64,
    pub(super) ordinal: u64,
    pub(super) down: bool,
    pub(super) steps: u32,
    pub(super) told: bool,
    pub(super) sample: Sample,
    pub(super) who: Vec<SubjectPseudonym>,
}

kept!(Tour { at, began, ordinal, down, steps, told, sample, who });

impl super::keep::Keep for [Tour; 2] {
    fn keep(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|tour| tour.keep(out));
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        Some([super::keep::Keep::back(from)?, super::keep::Keep::back(from)?])
    }
}

/// Work off duty that no explanation covered yet.
#[derive(Debug, Default)]
pub(super) struct OffDuty {
    pub(super) began: i64,
    pub(super) last: i64,
    pub(super) entries: u32,
    pub(super) strange_network: bool,
    pub(super) by_habit: bool,
    pub(super) sample: Sample,
    pub(super) who: Vec<SubjectPseudonym>,
}

kept!(OffDuty { began, last, entries, strange_network, by_habit, sample, who });

/// Indices of entries: the first few, and how many there were.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    pub(super) first: Vec<u64>,
    pub(super) count: u64,
}

kept!(Sample { first, count });

impl Sample {
    pub(super) fn add(&mut self, index: u64) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < super::finding::EVIDENCE {
            self.first.push(index);
        }
    }

    /// The first entry, and then only each that doubles the count: for what is long before it is anything.
    pub(super) fn add_thinly(&mut self, index: u64) {
        self.count = self.count.saturating_add(1);
        if self.count.is_power_of_two() && self.first.len() < super::finding::EVIDENCE {
            self.first.push(index);
        }
    }
}

/// Adds a subject to a short list, once.
pub(super) fn add_subject(who: &mut Vec<SubjectPseudonym>, subject: SubjectPseudonym) {
    if who.len() < super::finding::EVIDENCE && !who.contains(&subject) {
        who.push(subject);
    }
}

/// A set that forgets: two generations, of which the older goes when the younger is full or old.
#[derive(Debug, Default)]
pub(super) struct Generations {
    since: i64,
    young: HashSet<SubjectPseudonym>,
    old: HashSet<SubjectPseudonym>,
}

kept!(Generations { since, young, old });

impl Generations {
    pub(super) fn add(&mut self, subject: SubjectPseudonym, now: i64, life: i64) {
        if self.young.contains(&subject) {
            if now.saturating_sub(self.since) > life {
                self.turn(now);
                self.young.insert(subject);
            }
            return;
        }
        if self.young.len() >= RECENT || now.saturating_sub(self.since) > life {
            self.turn(now);
        }
        self.young.insert(subject);
    }

    pub(super) fn has(&self, subject: &SubjectPseudonym) -> bool {
        self.young.contains(subject) || self.old.contains(subject)
    }

    pub(super) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }

    fn turn(&mut self, now: i64) {
        self.old = core::mem::take(&mut self.young);
        self.since = now;
    }
}

/// All actors, and their peers.
#[derive(Debug, Default)]
pub(super) struct Actors {
    ids: HashMap<String, ActorId>,
    all: HashMap<ActorId, Actor>,
    next: ActorId,
    groups: HashMap<u32, Group>,
}

kept!(Actors { ids, all, next, groups });

/// What is usual among peers.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) volume: Peers,
    pub(super) exports: Peers,
    pub(super) breadth: Peers,
}

kept!(Group { volume, exports, breadth });

impl Actors {
    /// The id of an actor, who is remembered from now on. Ids are never used twice.
    pub(super) fn id(&mut self, name: &str, service: bool) -> ActorId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = self.next;
        self.next = self.next.wrapping_add(1);
        self.ids.insert(name.to_owned(), id);
        self.all.insert(id, Actor { name: name.to_owned(), service, ..Actor::default() });
        id
    }

    pub(super) fn get(&self, id: ActorId) -> Option<&Actor> {
        self.all.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: ActorId) -> Option<&mut Actor> {
        self.all.get_mut(&id)
    }

    pub(super) fn known_mut(&mut self, name: &str) -> Option<&mut Actor> {
        self.all.get_mut(self.ids.get(name)?)
    }

    pub(super) fn group(&self, peers: u32) -> Option<&Group> {
        self.groups.get(&peers)
    }

    pub(super) fn group_mut(&mut self, peers: u32) -> &mut Group {
        self.groups.entry(peers).or_default()
    }

    pub(super) fn fade(&mut self) {
        for group in self.groups.values_mut() {
            group.volume.fade();
            group.exports.fade();
            group.breadth.fade();
        }
    }

    /// Those whose habits are compared with an actor's, without the actor.
    pub(super) fn peers_of(&self, id: ActorId, peers: u32) -> impl Iterator<Item = &Actor> {
        self.all.iter().filter(move |(other, actor)| **other != id && actor.peers == peers).map(|(_, actor)| actor)
    }

    /// Forgets who was last seen before a time; whether there was anybody.
    pub(super) fn forget_before(&mut self, time: i64) -> bool {
        let before = self.all.len();
        self.all.retain(|_, actor| actor.last >= time);
        let forgotten = self.all.len() < before;
        if forgotten {
            let all = &self.all;
            self.ids.retain(|_, id| all.contains_key(id));
            let inhabited: HashSet<u32> = self.all.values().map(|actor| actor.peers).collect();
            self.groups.retain(|peers, _| inhabited.contains(peers));
        }
        forgotten
    }

    /// No time of anybody lies in the future: for a clock that was set back.
    pub(super) fn not_after(&mut self, now: i64) {
        for actor in self.all.values_mut() {
            for time in [&mut actor.last, &mut actor.work.began] {
                *time = (*time).min(now);
            }
            actor.tours = Default::default();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn groups(&self) -> usize {
        self.groups.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.all.values()
    }
}
