//! The log itself: entries that are missing, silence where there should be none, a clock that was set.

use time::OffsetDateTime;

use super::super::actors::Sample;
use super::super::context::{Context, Upkeep};
use super::super::engine::{OutOfOrder, Watch, time_of};
use super::super::finding::Finding;
use super::super::keep::kept;
use super::super::rule::{Innocent, Rule, Severity};
use super::super::thresholds::HOUR;
use super::{finding, one};
use crate::notice::Notice;

/// After how many entries at an earlier time the clock was set for good.
const FOR_GOOD: u64 = 4_096;
/// How many entries after a return the notice of a drained journal may take.
const DRAINED_WITHIN: u64 = 8;
/// From which step on the time of the stream follows a clock that was set back.
const FOLLOWS: i64 = 6 * HOUR;

/// What is remembered of the log.
#[derive(Debug, Default)]
pub(in super::super) struct LogHealth {
    pub(in super::super) next: Option<u64>,
    last: Option<i64>,
    entry_before: Option<i64>,
    /// Entries an hour, by the hour of the week, over past weeks; and how many weeks were seen.
    rates: Vec<(u32, u32)>,
    hour: i64,
    in_hour: u32,
    step: Option<Step>,
}

kept!(LogHealth { next, last, entry_before, rates, hour, in_hour, step });

/// The clock went back; whether by itself is not known yet.
#[derive(Clone, Copy, Debug)]
struct Step {
    from: i64,
    to: i64,
    first: u64,
    entries: u64,
    returned: Option<u64>,
}

kept!(Step { from, to, first, entries, returned });

impl Watch {
    /// Entries stand in a row.
    pub(in super::super) fn place<C: Context + ?Sized>(
        &mut self,
        index: u64,
        at: OffsetDateTime,
        context: &C,
        out: &mut Vec<Finding>,
    ) -> Result<(), OutOfOrder> {
        let expected = self.log.next.unwrap_or(index);
        if index < expected {
            return Err(OutOfOrder { index, expected });
        }
        self.log.next = Some(index.saturating_add(1));
        if index > expected {
            if context.upkeep(at) == Some(Upkeep::Restore) {
                self.explained(Innocent::Upkeep);
            } else {
                let t = at.unix_timestamp();
                let why = format!("{} entries before this one are missing", index.abs_diff(expected));
                let times = (self.log.last.unwrap_or(t).min(t), t);
                out.push(finding(Rule::LogGap, Severity::Critical, &one(index), times, why, &[Innocent::Upkeep]));
            }
        }
        Ok(())
    }

    /// Whether the clock was set back for good, and by so much that time goes on from there.
    pub(in super::super) fn clock<C: Context + ?Sized>(
        &mut self,
        index: u64,
        at: i64,
        context: &C,
        out: &mut Vec<Finding>,
    ) -> bool {
        let last = self.log.last.unwrap_or(at);
        self.log.last = Some(at.max(last));
        let Some(mut step) = self.log.step else {
            if last.saturating_sub(at) > self.limits.clock_tolerance {
                self.log.step = Some(Step { from: last, to: at, first: index, entries: 1, returned: None });
            }
            return false;
        };
        if at.saturating_add(self.limits.clock_tolerance) >= step.from {
            step.returned = step.returned.or(Some(index));
        } else {
            step.entries = step.entries.saturating_add(1);
            step.to = step.to.min(at);
        }
        self.log.step = Some(step);
        let waited = step.returned.is_some_and(|returned| index.saturating_sub(returned) >= DRAINED_WITHIN);
        if !waited && step.entries < FOR_GOOD {
            return false;
        }
        self.log.step = None;
        self.stepped(step, context, out);
        let for_good = step.returned.is_none();
        if for_good {
            self.log.last = Some(at);
        }
        for_good && step.from.saturating_sub(at) > FOLLOWS
    }

    fn stepped<C: Context + ?Sized>(&mut self, step: Step, context: &C, out: &mut Vec<Finding>) {
        if [step.from, step.to].iter().any(|t| context.upkeep(time_of(*t)).is_some()) {
            return self.explained(Innocent::Upkeep);
        }
        let back = step.from.saturating_sub(step.to);
        let why = format!("{} entries bear times up to {back} seconds before the entry before them", step.entries);
        let ruled_out = [Innocent::Upkeep, Innocent::Drained];
        let mut sample = one(step.first);
        sample.count = step.entries;
        out.push(finding(Rule::ClockStep, Severity::High, &sample, (step.to, step.from), why, &ruled_out));
    }

    pub(in super::super) fn notice_of_the_clock<C: Context + ?Sized>(
        &mut self,
        index: u64,
        notice: &Notice,
        context: &C,
        out: &mut Vec<Finding>,
    ) {
        match notice {
            Notice::Drained { entries, .. } => {
                // The notice stands behind the entries that it explains.
                let drained = |step: &mut Step| index.saturating_sub(*entries) <= step.first;
                if self.log.step.take_if(drained).is_some() {
                    self.explained(Innocent::Drained);
                }
            }
            Notice::ClockStepped { previous, now, elapsed: Some(elapsed) } => {
                let step = now.saturating_sub(*previous).saturating_sub(i128::from(*elapsed)) / 1_000_000_000;
                let step = i64::try_from(step).unwrap_or(i64::MAX);
                let t = i64::try_from(now.div_euclid(1_000_000_000)).unwrap_or(self.now);
                if step.saturating_abs() <= self.limits.clock_tolerance {
                    return;
                }
                if context.upkeep(time_of(t)).is_some() {
                    return self.explained(Innocent::Upkeep);
                }
                let why = format!("the clock was set by {step} seconds, or the machine slept");
                out.push(finding(Rule::ClockStep, Severity::High, &one(index), (t, t), why, &[Innocent::Upkeep]));
            }
            _ => {}
        }
    }

    /// Counts the entries of each hour of the week, and compares a silence with other weeks.
    pub(in super::super) fn hour<C: Context + ?Sized>(&mut self, index: u64, context: &C, out: &mut Vec<Finding>) {
        let now = self.now;
        let log = &mut self.log;
        if log.rates.is_empty() {
            log.rates = vec![(0, 0); 168];
            (log.hour, log.in_hour) = (now.div_euclid(HOUR), 0);
        }
        let silence = self.log.entry_before.replace(now).map_or(0, |before| now.saturating_sub(before));
        let mut silent = false;
        if silence > self.limits.silence {
            let from = now.saturating_sub(silence);
            let expected = expected(&self.log.rates, from, now);
            let announced = [from, from.midpoint(now), now].iter().any(|t| context.upkeep(time_of(*t)).is_some());
            silent = expected >= u64::from(self.limits.silence_expected);
            if silent && announced {
                self.explained(Innocent::Upkeep);
            } else if silent {
                let why = format!("{} minutes without an entry, where {expected} would be usual", silence / 60);
                let sample = Sample { first: vec![index.saturating_sub(1), index], count: 2 };
                let ruled_out = [Innocent::Upkeep, Innocent::QuietHour];
                out.push(finding(Rule::LogGap, Severity::High, &sample, (from, now), why, &ruled_out));
            } else {
                self.explained(Innocent::QuietHour);
            }
        }
        let log = &mut self.log;
        let hour = now.div_euclid(HOUR);
        if hour != log.hour {
            // Hours of a silence that was told or announced are no part of what is usual.
            if !silent {
                let passed = hour.saturating_sub(log.hour).clamp(0, 168);
                for back in 0..passed {
                    let seen = if back == 0 { log.in_hour } else { 0 };
                    if let Some((rate, weeks)) = log.rates.get_mut(of_the_week(log.hour.saturating_add(back))) {
                        *rate = if *weeks == 0 { seen } else { (rate.saturating_mul(3).saturating_add(seen)) / 4 };
                        *weeks = weeks.saturating_add(1);
                    }
                }
            }
            (log.hour, log.in_hour) = (hour, 0);
        }
        log.in_hour = log.in_hour.saturating_add(1);
    }
}

/// How many entries the hours of a silence have in other weeks. Of each hour and its neighbours the quietest counts, since
/// clocks are changed twice a year; an hour that was not seen twice says nothing.
fn expected(rates: &[(u32, u32)], from: i64, to: i64) -> u64 {
    let hours = to.div_euclid(HOUR).saturating_sub(from.div_euclid(HOUR)).clamp(0, 168);
    (0..=hours)
        .map(|ahead| {
            let hour = from.div_euclid(HOUR).saturating_add(ahead);
            let starts = hour.saturating_mul(HOUR);
            let seconds = to.min(starts.saturating_add(HOUR)).saturating_sub(from.max(starts)).max(0);
            let quietest = [hour.saturating_sub(1), hour, hour.saturating_add(1)]
                .iter()
                .filter_map(|hour| rates.get(of_the_week(*hour)))
                .map(|(rate, weeks)| if *weeks >= 2 { *rate } else { 0 })
                .min();
            u64::from(quietest.unwrap_or(0)).saturating_mul(u64::try_from(seconds).unwrap_or(0))
        })
        .sum::<u64>()
        / 3_600
}

fn of_the_week(hour: i64) -> usize {
    usize::try_from(hour.rem_euclid(168)).unwrap_or(0)
}
