//! Work off duty that neither overtime, nor writing up, nor reading ahead explains.

use super::super::actors::{ActorId, OffDuty, add_subject};
use super::super::context::{Bond, Context, Shift, Tie};
use super::super::engine::{Pending, Turn, Watch, Who, time_of};
use super::super::finding::Finding;
use super::super::rule::{Innocent, Rule, Severity};
use super::super::thresholds::{HOUR, Thresholds};
use super::finding;
use crate::pseudonym::SubjectPseudonym;

/// How long subjects of a shift may be written up.
const WRITING_UP: i64 = 36 * HOUR;
/// How long an evening is, in steps of two hours.
const EVENING: i64 = 4;
/// Entries that make a habit, and the hundredth of them that an hour must have to be usual.
const HABIT: u32 = 200;

/// The access in question.
pub(super) struct Off {
    pub(super) subject: SubjectPseudonym,
    pub(super) bond: Bond,
}

impl Watch {
    pub(super) fn off_duty<C: Context + ?Sized>(&mut self, turn: &Turn<'_, C>, who: &Who<'_>, off: Off) {
        let (seen, t) = (turn.seen, turn.t);
        let shift = turn.context.shift(who.name, seen.at);
        let strange = self.actors.get(who.id).is_some_and(|actor| self.is_strange(actor, seen.network));
        let Some(actor) = self.actors.get_mut(who.id) else { return };
        let innocent = match shift {
            Shift::On => Some(Innocent::OnShift),
            Shift::OnCall => Some(Innocent::OnCall),
            Shift::Off => excused(&self.limits, turn, who.name, &off, strange, actor.on_duty.has(&off.subject)),
            Shift::Unknown => {
                self.census.blind.shift += 1;
                usual_hour(&mut actor.hours, seen.at.unix_timestamp()).then_some(Innocent::OwnBaseline)
            }
        };
        if let Some(innocent) = innocent {
            let at_work = matches!(innocent, Innocent::OnShift | Innocent::OnCall | Innocent::Overtime);
            if at_work && matches!(off.bond, Bond::Tied(_)) {
                actor.on_duty.add(off.subject, t, WRITING_UP);
            }
            if at_work || innocent == Innocent::WritingUp {
                self.learn(who.id, seen.network);
            }
            if innocent != Innocent::OnShift {
                self.explained(innocent);
            }
            return;
        }
        if seen.emergency {
            return;
        }
        let fresh = actor.off.is_none();
        let episode = actor.off.get_or_insert_with(|| OffDuty { began: t, ..OffDuty::default() });
        episode.last = t;
        episode.entries = episode.entries.saturating_add(1);
        episode.strange_network |= strange;
        episode.by_habit |= shift == Shift::Unknown;
        episode.sample.add(seen.index);
        add_subject(&mut episode.who, off.subject);
        if fresh {
            self.later(t.saturating_add(self.limits.grace), Pending::OffDuty(who.id));
        }
    }

    /// The grace has passed: was the shift changed, and entered late?
    pub(in super::super) fn judge_off_duty<C: Context + ?Sized>(
        &mut self,
        id: ActorId,
        context: &C,
        out: &mut Vec<Finding>,
    ) {
        let Some(actor) = self.actors.get_mut(id) else { return };
        let Some(episode) = actor.off.take() else { return };
        let name = actor.name.clone();
        if matches!(context.shift(&name, time_of(episode.began)), Shift::On | Shift::OnCall) {
            return self.explained(Innocent::ShiftChanged);
        }
        if episode.entries < self.limits.off_hours || episode.who.len() < 3 {
            return;
        }
        let plan = if episode.by_habit { "at hours when the actor never works" } else { "off duty" };
        let place = if episode.strange_network { ", from a network that is strange for the actor" } else { "" };
        let why = format!("{} entries {plan}{place}, on subjects who were not the actor's on duty", episode.entries);
        let ruled_out: &[Innocent] = if episode.by_habit {
            &[Innocent::OwnBaseline]
        } else {
            use Innocent as I;
            &[I::OnShift, I::OnCall, I::Overtime, I::WritingUp, I::ReadingAhead, I::ShiftChanged]
        };
        let severity = if episode.strange_network { Severity::High } else { Severity::Medium };
        let times = (episode.began, episode.last);
        out.push(
            finding(Rule::OffHours, severity, &episode.sample, times, why, ruled_out).by(&name).about(&episode.who),
        );
    }
}

/// What excuses work off duty.
fn excused<C: Context + ?Sized>(
    limits: &Thresholds,
    turn: &Turn<'_, C>,
    name: &str,
    off: &Off,
    strange_network: bool,
    of_the_last_shift: bool,
) -> Option<Innocent> {
    let at = turn.seen.at.unix_timestamp();
    let on = |from_now: i64| {
        matches!(turn.context.shift(name, time_of(at.saturating_add(from_now))), Shift::On | Shift::OnCall)
    };
    if on(limits.overtime.saturating_neg()) || on(limits.overtime) {
        return Some(Innocent::Overtime);
    }
    let Bond::Tied(tie) = off.bond else { return None };
    // On the evening of a shift people write up from anywhere, and so it is learned where they live; later, or about others,
    // only from where they or the house are known to work.
    let this_evening = || (1..=EVENING).any(|step| on(step.saturating_mul(-2 * HOUR)));
    if of_the_last_shift && (!strange_network || this_evening()) {
        return Some(Innocent::WritingUp);
    }
    if strange_network {
        return None;
    }
    // A shift of a few hours is met by steps of two.
    let steps = limits.reading_ahead.div_euclid(2 * HOUR).clamp(0, 24);
    let soon = (1..=steps).any(|step| on(step.saturating_mul(2 * HOUR)));
    (tie == Tie::Appointment || tie == Tie::Authorised || soon).then_some(Innocent::ReadingAhead)
}

/// Whether somebody without a plan usually works at this hour; the neighbours count, since clocks are changed twice a year.
fn usual_hour(hours: &mut Vec<u16>, at: i64) -> bool {
    hours.resize(24, 0);
    let hour = usize::try_from(at.rem_euclid(24 * HOUR).div_euclid(HOUR)).unwrap_or(0);
    let total: u32 = hours.iter().map(|count| u32::from(*count)).sum();
    let near: u32 =
        [hour + 23, hour, hour + 1].iter().filter_map(|hour| hours.get(hour % 24)).map(|count| u32::from(*count)).sum();
    if let Some(count) = hours.get_mut(hour) {
        *count = count.saturating_add(1);
        if *count == u16::MAX {
            hours.iter_mut().for_each(|count| *count /= 2);
        }
    }
    total < HABIT || near * 100 > total
}
