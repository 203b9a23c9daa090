//! Volume and exports: how much somebody does in a stretch of work; and work after the end of employment.

use super::super::actors::{Actor, ActorId, Sample, Stretch};
use super::super::baseline::limit;
use super::super::context::{Context, Staff};
use super::super::engine::{Turn, Watch, Who};
use super::super::observation::{Deed, Outcome};
use super::super::rule::{Innocent, Rule, Severity};
use super::super::thresholds::{DAY, HOUR, Thresholds};
use super::{finding, one};

impl Watch {
    /// Counts an entry into the actor's stretch of work, and looks closer where it is beyond what is usual.
    pub(in super::super) fn work<C: Context + ?Sized>(
        &mut self,
        turn: &mut Turn<'_, C>,
        id: ActorId,
        staff: Option<&Staff>,
    ) {
        let (seen, t) = (turn.seen, turn.t);
        let limits = self.limits;
        let Some(actor) = self.actors.get_mut(id) else { return };
        let (gap, length) = (t.saturating_sub(actor.last), t.saturating_sub(actor.work.began));
        let fresh = actor.work.entries == 0 || gap > limits.stretch_gap || length > limits.stretch_most;
        actor.last = t;
        if let Some(staff) = staff.filter(|_| fresh) {
            let before = core::mem::replace(&mut actor.peers, staff.peers);
            self.new_stretch(id, before, t);
        } else if fresh {
            let before = actor.peers;
            self.new_stretch(id, before, t);
        }
        let Some(actor) = self.actors.get_mut(id) else { return };
        let work = &mut actor.work;
        work.entries = work.entries.saturating_add(1);
        work.sample.add_thinly(seen.index);
        if seen.deed == Deed::Export && seen.result == Outcome::Done {
            work.exports = work.exports.saturating_add(1);
            work.exported.add(seen.index);
        }
        if work.entries >= work.look_at {
            self.volume(turn, id);
        }
        if self.actors.get(id).is_some_and(|actor| actor.work.exports >= actor.work.look_at_exports) {
            self.exports(turn, id);
        }
    }

    /// The last stretch becomes a part of what is usual, unless it was unusual; the next one gets its limits.
    fn new_stretch(&mut self, id: ActorId, peers_before: u32, t: i64) {
        let Some(actor) = self.actors.get_mut(id) else { return };
        let service = actor.service;
        let before = core::mem::take(&mut actor.work);
        actor.work.began = t;
        if before.entries > 0 && !before.unusual {
            actor.volume.add(before.entries);
            actor.exports.add(before.exports);
            if !service {
                let group = self.actors.group_mut(peers_before);
                group.volume.add(before.entries);
                group.exports.add(before.exports);
            }
        }
        let Some((look_at, look_at_exports)) = self.limits_of(id) else { return };
        self.census.blind.baseline += u64::from(look_at.is_none());
        if let Some(actor) = self.actors.get_mut(id) {
            actor.work.look_at = look_at.unwrap_or(u32::MAX);
            actor.work.look_at_exports = look_at_exports.unwrap_or(u32::MAX);
        }
    }

    fn limits_of(&self, id: ActorId) -> Option<(Option<u32>, Option<u32>)> {
        let Thresholds { own_stretches, peer_stretches, own_tenths, peer_tenths, .. } = self.limits;
        let actor = self.actors.get(id)?;
        let (own, own_exports) = (actor.volume.usual(own_stretches), actor.exports.usual(own_stretches));
        if actor.service {
            // A service has no peers. A new one is held against the floor.
            let floor = self.limits.service_floor;
            let look_at = limit(floor, own, own_tenths, Some(0), peer_tenths);
            return Some((look_at, limit(floor, own_exports, own_tenths, Some(0), peer_tenths)));
        }
        let group = self.actors.group(actor.peers);
        let volume = group.and_then(|group| group.volume.usual(peer_stretches));
        let exports = group.and_then(|group| group.exports.usual(peer_stretches));
        Some((
            limit(self.limits.volume_floor, own, own_tenths, volume, peer_tenths),
            limit(self.limits.export_floor, own_exports, own_tenths, exports, peer_tenths),
        ))
    }

    fn volume<C: Context + ?Sized>(&mut self, turn: &mut Turn<'_, C>, id: ActorId) {
        let Some(actor) = self.actors.get(id) else { return };
        let (entries, began, limit) = (actor.work.entries, actor.work.began, actor.work.look_at);
        if let Some(task) = turn.context.task(&actor.name, turn.seen.at).filter(|task| entries <= task.entries) {
            self.look_again(id, task.entries.saturating_add(1));
            return self.explained(Innocent::Task);
        }
        if !actor.service && self.surge(id, actor, turn.t) {
            self.look_again(id, (u64::from(entries) * 5 / 4 + 1).min(u64::from(u32::MAX)) as u32);
            return self.explained(Innocent::Surge);
        }
        let mut ruled_out = vec![Innocent::OwnBaseline, Innocent::Task];
        if !actor.service {
            ruled_out.extend([Innocent::PeersBaseline, Innocent::Surge]);
        }
        let why = format!("{entries} entries in a stretch of work, where up to {limit} would be usual");
        let found = finding(Rule::Volume, Severity::Medium, &actor.work.sample, (began, turn.t), why, &ruled_out);
        turn.out.push(found.by(&actor.name));
        self.unusual(id, |work| work.look_at = u32::MAX);
    }

    fn exports<C: Context + ?Sized>(&mut self, turn: &mut Turn<'_, C>, id: ActorId) {
        let Some(actor) = self.actors.get(id) else { return };
        let Stretch { exports, began, look_at_exports: limit, .. } = actor.work;
        if let Some(task) = turn.context.task(&actor.name, turn.seen.at).filter(|task| exports <= task.entries) {
            self.look_at_exports_again(id, task.entries.saturating_add(1));
            return self.explained(Innocent::Task);
        }
        let mut ruled_out = vec![Innocent::OwnBaseline, Innocent::Task];
        if !actor.service {
            ruled_out.push(Innocent::PeersBaseline);
        }
        let why = format!("{exports} records taken out in a stretch of work, where up to {limit} would be usual");
        let sample: &Sample = &actor.work.exported;
        let found = finding(Rule::ExportBurst, Severity::High, sample, (began, turn.t), why, &ruled_out);
        turn.out.push(found.by(&actor.name));
        self.unusual(id, |work| work.look_at_exports = u32::MAX);
    }

    /// Whether the peers who are at work have as much to do: half of them half-way to the same limit.
    fn surge(&self, id: ActorId, actor: &Actor, t: i64) -> bool {
        let limit = u64::from(actor.work.look_at);
        let (mut at_work, mut busy) = (0_u32, 0_u32);
        for peer in self.actors.peers_of(id, actor.peers).filter(|peer| t.saturating_sub(peer.last) < 2 * HOUR) {
            at_work += 1;
            busy += u32::from(u64::from(peer.work.entries) * 2 >= limit);
        }
        at_work >= 2 && busy * 2 >= at_work
    }

    fn look_again(&mut self, id: ActorId, at: u32) {
        if let Some(actor) = self.actors.get_mut(id) {
            actor.work.look_at = at;
        }
    }

    fn look_at_exports_again(&mut self, id: ActorId, at: u32) {
        if let Some(actor) = self.actors.get_mut(id) {
            actor.work.look_at_exports = at;
        }
    }

    fn unusual(&mut self, id: ActorId, look: impl FnOnce(&mut Stretch)) {
        if let Some(actor) = self.actors.get_mut(id) {
            actor.work.unusual = true;
            look(&mut actor.work);
        }
    }

    /// Work after the end of employment, unless it is a task that runs in somebody's name.
    pub(in super::super) fn terminated<C: Context + ?Sized>(&mut self, turn: &mut Turn<'_, C>, who: &Who<'_>) {
        let (seen, t) = (turn.seen, turn.t);
        let ended = who.staff.and_then(|staff| staff.ended);
        let Some(ended) = ended.filter(|ended| *ended <= seen.at) else { return };
        if seen.result != Outcome::Done || seen.deed == Deed::End {
            return;
        }
        if seen.service && turn.context.task(seen.actor, seen.at).is_some() {
            return self.explained(Innocent::Task);
        }
        if !self.is_news(Rule::Terminated, who.id, None, t, DAY) {
            return;
        }
        let hours = seen.at.unix_timestamp().saturating_sub(ended.unix_timestamp()) / HOUR;
        let why = format!("active {hours} hours after the end of employment");
        let found = finding(Rule::Terminated, Severity::Critical, &one(seen.index), (t, t), why, &[Innocent::Task]);
        let subjects: Vec<_> = seen.subject.into_iter().collect();
        turn.out.push(found.by(who.name).about(&subjects));
    }
}
