//! The watch itself: takes observations in the order of the log, and says what it finds.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use time::OffsetDateTime;

use super::actors::{Actor, ActorId, Actors, FEW};
use super::census::Census;
use super::context::{Context, Staff};
use super::finding::Finding;
use super::keep::{Keep, kept};
use super::observation::{Deed, Observation, Outcome};
use super::rule::{Innocent, Rule};
use super::rules::{LogHealth, Network, Sprayed, Visits};
use super::thresholds::{DAY, Thresholds};
use crate::notice::Notice;
use crate::pseudonym::SubjectPseudonym;

/// Watches one tenant's part of a log, entry by entry.
///
/// The same entries, with the same answers of the [`Context`], give the same findings, however they are cut into pieces and
/// wherever it was stopped and [resumed](Self::resume). There is no clock in it but the entries and [`advance`](Self::advance).
///
/// ```
/// use phi_audit::watch::{NoContext, Observation, Rule, Thresholds, Watch};
/// let mut watch = Watch::new(Thresholds::default());
/// let mut found = Vec::new();
/// let noon = time::OffsetDateTime::from_unix_timestamp(1_800_000_000)?;
/// watch.observe(&Observation::new(0, noon, "n.nurse"), &NoContext, &mut found)?;
/// watch.observe(&Observation::new(7, noon, "n.nurse"), &NoContext, &mut found)?; // 1 to 6 never came
/// assert_eq!(found[0].rule, Rule::LogGap);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Watch {
    pub(super) limits: Thresholds,
    pub(super) now: i64,
    day: i64,
    pub(super) actors: Actors,
    pub(super) visits: Visits,
    pub(super) networks: HashMap<IpAddr, Network>,
    /// Networks where somebody worked on duty, with the first few of them.
    house: HashMap<IpAddr, Vec<ActorId>>,
    pub(super) log: LogHealth,
    due: BTreeMap<(i64, u64), Pending>,
    queued: u64,
    told: HashMap<(Rule, ActorId, Option<SubjectPseudonym>), i64>,
    pub(super) census: Census,
}

kept!(Watch { limits, now, day, actors, visits, networks, house, log, due, queued, told, census });

/// What is judged later, when explanations had time to be documented.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pending {
    /// Accesses of an actor to a subject.
    Visit(ActorId, SubjectPseudonym),
    /// Work off duty.
    OffDuty(ActorId),
    /// Failures at a network, and a success.
    Spray(Sprayed),
}

/// The entry came before, or out of order. It was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {index} was looked at before; the next one is {expected}")]
pub struct OutOfOrder {
    /// The entry's index.
    pub index: u64,
    /// The index that would have been next.
    pub expected: u64,
}

/// A snapshot could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no snapshot of a version that is known here")]
pub struct NotASnapshot;

/// How many have to work at a network before it is one of the house.
const HOUSE: usize = 3;

const VERSION: &[u8] = b"phi-audit watch 1\n";

/// One observation on its way through the rules.
pub(super) struct Turn<'a, C: ?Sized> {
    pub(super) seen: &'a Observation<'a>,
    /// The time of the stream: that of the entry, or of an earlier one that was later.
    pub(super) t: i64,
    pub(super) context: &'a C,
    pub(super) out: &'a mut Vec<Finding>,
}

/// The person who answers for an observation.
pub(super) struct Who<'a> {
    pub(super) id: ActorId,
    pub(super) name: &'a str,
    pub(super) staff: Option<Staff>,
}

impl Watch {
    /// A watch that has seen nothing.
    #[must_use]
    pub fn new(limits: Thresholds) -> Self {
        Self {
            limits: limits.mended(),
            now: i64::MIN,
            day: 0,
            actors: Actors::default(),
            visits: Visits::default(),
            networks: HashMap::new(),
            house: HashMap::new(),
            log: LogHealth::default(),
            due: BTreeMap::new(),
            queued: 0,
            told: HashMap::new(),
            census: Census::default(),
        }
    }

    /// Takes the next entry in; what it leads to is added to `out`.
    ///
    /// # Errors
    /// [`OutOfOrder`] for an entry that was looked at before; the watch is as it was, so that a feed may repeat itself.
    pub fn observe<C: Context + ?Sized>(
        &mut self,
        seen: &Observation<'_>,
        context: &C,
        out: &mut Vec<Finding>,
    ) -> Result<(), OutOfOrder> {
        self.pass_over(seen.index, seen.at, context, out)?;
        self.census.entries = self.census.entries.saturating_add(1);
        let mut turn = Turn { seen, t: self.now, context, out };
        if seen.deed == Deed::SignIn {
            self.sign_in(&mut turn);
            if seen.result != Outcome::Done {
                return Ok(());
            }
        }
        let id = self.actors.id(seen.actor, seen.service);
        let staff = if seen.service { None } else { context.staff(seen.actor, seen.at) };
        self.work(&mut turn, id, staff.as_ref());
        let who = match seen.person() {
            None => return Ok(()),
            Some(name) if seen.service => {
                Who { id: self.actors.id(name, false), name, staff: context.staff(name, seen.at) }
            }
            Some(name) => Who { id, name, staff },
        };
        self.census.blind.staff += u64::from(who.staff.is_none());
        self.terminated(&mut turn, &who);
        if seen.deed != Deed::End {
            self.access(&mut turn, &who);
        }
        Ok(())
    }

    /// Takes an entry in that is no event of this tenant: a notice of the log, an entry of somebody else. Only gaps and the
    /// clock are looked at.
    ///
    /// # Errors
    /// As [`observe`](Self::observe).
    pub fn pass_over<C: Context + ?Sized>(
        &mut self,
        index: u64,
        at: OffsetDateTime,
        context: &C,
        out: &mut Vec<Finding>,
    ) -> Result<(), OutOfOrder> {
        self.place(index, at, context, out)?;
        let stepped = self.clock(index, at.unix_timestamp(), context, out);
        if stepped {
            self.go_back(at.unix_timestamp());
        }
        self.advance(at, context, out);
        self.hour(index, context, out);
        Ok(())
    }

    /// Takes a notice of the log in, which bears no time of its own.
    ///
    /// # Errors
    /// As [`observe`](Self::observe).
    pub fn notice<C: Context + ?Sized>(
        &mut self,
        index: u64,
        notice: &Notice,
        context: &C,
        out: &mut Vec<Finding>,
    ) -> Result<(), OutOfOrder> {
        let at = time_of(self.now);
        self.place(index, at, context, out)?;
        self.notice_of_the_clock(index, notice, context, out);
        Ok(())
    }

    /// Says that it is at least this late: judges what had time enough to be explained. Call it now and then when the log is
    /// quiet, and at the end of a log that is read as a whole.
    pub fn advance<C: Context + ?Sized>(&mut self, to: OffsetDateTime, context: &C, out: &mut Vec<Finding>) {
        let to = to.unix_timestamp();
        if self.now == i64::MIN {
            self.day = to.div_euclid(DAY);
        }
        self.now = self.now.max(to);
        // In the order of their times, so that it does not matter how far apart the calls are.
        loop {
            let due = self.due.first_key_value().map_or(i64::MAX, |((due, _), _)| *due);
            let midnight = self.day.saturating_add(1).saturating_mul(DAY);
            if due.min(midnight) > self.now {
                break;
            }
            if midnight < due {
                // Nothing happens between here and the next thing that is due.
                let last = due.min(self.now).div_euclid(DAY);
                self.midnight(last);
            } else if let Some(((due, _), pending)) = self.due.pop_first() {
                match pending {
                    Pending::Visit(actor, subject) => self.judge_visit(actor, subject, due, context, out),
                    Pending::OffDuty(actor) => self.judge_off_duty(actor, context, out),
                    Pending::Spray(sprayed) => self.judge_spray(sprayed, due, out),
                }
            }
        }
    }

    /// What was explained, and what could not be looked at for want of an answer.
    #[must_use]
    pub const fn census(&self) -> &Census {
        &self.census
    }

    /// The thresholds in use.
    #[must_use]
    pub const fn thresholds(&self) -> &Thresholds {
        &self.limits
    }

    /// The index of the entry that comes next; nothing before the first.
    #[must_use]
    pub const fn next_index(&self) -> Option<u64> {
        self.log.next
    }

    /// All that it remembers, to be [resumed](Self::resume). It holds actors and pseudonyms: keep it as you keep the log.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let mut out = VERSION.to_vec();
        self.keep(&mut out);
        out
    }

    /// A watch that goes on where a snapshot was taken, with the thresholds that it had.
    ///
    /// # Errors
    /// [`NotASnapshot`] for anything but what [`snapshot`](Self::snapshot) wrote. A snapshot that somebody changed may be
    /// read: keep it where nobody can.
    pub fn resume(bytes: &[u8]) -> Result<Self, NotASnapshot> {
        let mut rest = bytes.strip_prefix(VERSION).ok_or(NotASnapshot)?;
        let mut watch = Self::back(&mut rest).ok_or(NotASnapshot)?;
        watch.limits = watch.limits.mended();
        if rest.is_empty() { Ok(watch) } else { Err(NotASnapshot) }
    }

    /// How much is remembered.
    #[must_use]
    pub fn held(&self) -> Held {
        Held {
            actors: self.actors.len(),
            groups: self.actors.groups(),
            subjects: self.actors.iter().map(|actor| actor.on_duty.len()).sum(),
            unexplained: self.visits.len(),
            networks: self.networks.len(),
            due: self.due.len(),
            told: self.told.len(),
        }
    }

    pub(super) fn later(&mut self, due: i64, pending: Pending) {
        self.queued = self.queued.wrapping_add(1);
        self.due.insert((due, self.queued), pending);
    }

    /// Whether a finding is news; if so, it is not for as long as `quiet`.
    pub(super) fn is_news(
        &mut self,
        rule: Rule,
        actor: ActorId,
        subject: Option<SubjectPseudonym>,
        t: i64,
        quiet: i64,
    ) -> bool {
        let until = self.told.entry((rule, actor, subject)).or_insert(i64::MIN);
        let news = t >= *until;
        if news {
            *until = t.saturating_add(quiet);
        }
        news
    }

    /// Whether an actor is known to work elsewhere and never here, and here is no place where others of the house work.
    pub(super) fn is_strange(&self, actor: &Actor, network: Option<IpAddr>) -> bool {
        network.is_some_and(|network| {
            let of_the_house = || self.house.get(&network).is_some_and(|who| who.len() >= HOUSE);
            !actor.networks.is_empty() && !actor.networks.contains(&network) && !of_the_house()
        })
    }

    /// An actor works here, with good reason.
    pub(super) fn learn(&mut self, id: ActorId, network: Option<IpAddr>) {
        let (Some(network), Some(actor)) = (network, self.actors.get_mut(id)) else { return };
        if actor.networks.contains(&network) {
            return;
        }
        if actor.networks.len() >= FEW {
            actor.networks.pop_front();
        }
        actor.networks.push_back(network);
        let who = self.house.entry(network).or_default();
        if who.len() < HOUSE && !who.contains(&id) {
            who.push(id);
        }
    }

    pub(super) fn explained(&mut self, by: Innocent) {
        self.census.explained(by);
    }

    fn midnight(&mut self, day: i64) {
        let fortnights = day.div_euclid(14).saturating_sub(self.day.div_euclid(14)).clamp(0, 32);
        (0..fortnights).for_each(|_| self.actors.fade());
        self.day = day;
        let midnight = day.saturating_mul(DAY);
        self.told.retain(|_, until| *until > midnight);
        self.visits.forget_before(midnight.saturating_sub(self.limits.quiet.saturating_mul(2)));
        let window = midnight.saturating_sub(self.limits.failure_window.saturating_mul(2));
        self.networks.retain(|_, network| network.last >= window);
        if self.actors.forget_before(midnight.saturating_sub(self.limits.memory)) {
            let actors = &self.actors;
            self.house.retain(|_, who| {
                who.retain(|id| actors.get(*id).is_some());
                !who.is_empty()
            });
        }
    }

    /// The clock of the log was set back for good: nothing may wait for a time that it showed wrongly.
    fn go_back(&mut self, to: i64) {
        self.now = to;
        self.day = to.div_euclid(DAY);
        self.actors.not_after(to);
        let latest = to.saturating_add(self.limits.grace);
        for ((due, place), pending) in core::mem::take(&mut self.due) {
            self.due.insert((due.min(latest), place), pending);
        }
        let longest = to.saturating_add(self.limits.quiet);
        self.told.values_mut().for_each(|until| *until = (*until).min(longest));
    }
}

/// How much a watch remembers, in entries of its tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Held {
    /// Actors seen within the memory; each has a bounded number of figures.
    pub actors: usize,
    /// Groups of peers.
    pub groups: usize,
    /// Subjects of the last shifts, over all actors; at most 1 024 each.
    pub subjects: usize,
    /// Pairs of actor and subject that nothing explained yet.
    pub unexplained: usize,
    /// Networks with failures within the window.
    pub networks: usize,
    /// What waits for its grace to pass.
    pub due: usize,
    /// Findings that are not told again for a while.
    pub told: usize,
}

pub(super) fn time_of(t: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(t).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

impl Keep for Pending {
    fn keep(&self, out: &mut Vec<u8>) {
        match self {
            Self::Visit(actor, subject) => {
                out.push(1);
                actor.keep(out);
                subject.keep(out);
            }
            Self::OffDuty(actor) => {
                out.push(2);
                actor.keep(out);
            }
            Self::Spray(sprayed) => {
                out.push(3);
                sprayed.keep(out);
            }
        }
    }
    fn back(from: &mut &[u8]) -> Option<Self> {
        match u8::back(from)? {
            1 => Some(Self::Visit(Keep::back(from)?, Keep::back(from)?)),
            2 => Some(Self::OffDuty(Keep::back(from)?)),
            3 => Some(Self::Spray(Keep::back(from)?)),
            _ => None,
        }
    }
}
