//! Retention: what is old enough, is under no hold and belongs to no open case may go, and a signed entry says so.

use core::ops::Range;
use std::collections::BTreeMap;

use phi_types::gate::AuditUnavailable;
use time::Duration;

use super::AuditLog;
use super::index::patch_places;
use crate::event::AuditEvent;
use crate::log::{Entry, ReadAt, ReadError, SegmentReader, rewrite_segment, watch_entries, wide};
use crate::notice::{Notice, Retention};

/// Six years: the default, and not the law.
///
/// 45 CFR 164.316(b)(2)(i) has documentation kept for six years; whether entries of a log are documentation in that sense
/// was never settled. It is a common choice, and longer may be owed under state law or a contract: that is the entity's
/// decision, and a rule must be written for it.
pub const SIX_YEARS: Duration = Duration::days(2192);

/// What may go, and what must stay.
///
/// The age of an entry is that of its event; whatever is no event of the gate is as old as what stands around it. Entries by
/// which the log refers to another one, to a journal or to an earlier retention stay for good.
///
/// Only the oldest part of the log goes: everything below a *minimum index*, the first entry that is younger than
/// `keep_for`. Entries under a hold stay where they are. Of the others the leaf hash stays, so that all that remains still
/// proves; the salt goes with the content, so that the hash does not let it be guessed.
pub struct RetentionRule {
    keep_for: Duration,
    not_beyond: u64,
    holds: Vec<Hold>,
}

/// Entries that stay although they are old: a legal hold, or a case that is still open.
pub struct Hold {
    name: String,
    covers: Box<dyn Fn(&Entry) -> bool>,
}

/// What went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pruning {
    /// How many entries went.
    pub gone: u64,
    /// How many stayed for a hold or an open case.
    pub held: u64,
    /// All entries from this index on are there.
    pub minimum_index: u64,
    /// The index of the signed entry that says so, if any went.
    pub recorded_at: Option<u64>,
}

/// Why nothing, or not everything, went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PruneError {
    /// The log could not be read or rewritten. A segment is written anew whole or not at all; what did not go this time
    /// goes the next.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be put on record. Nothing went.
    #[error(transparent)]
    Unavailable(#[from] AuditUnavailable),
    /// Holds leave so many gaps that the statement would be too long. Nothing went: set a lower limit.
    #[error("too many ranges for one statement: prune up to a lower index first")]
    TooManyRanges,
}

impl RetentionRule {
    /// Keeps entries for so long; [`SIX_YEARS`] for want of a rule of your own.
    #[must_use]
    pub const fn keep_for(keep_for: Duration) -> Self {
        Self { keep_for, not_beyond: u64::MAX, holds: Vec::new() }
    }

    /// Nothing from this index on goes, however old it is.
    #[must_use]
    pub const fn not_beyond(mut self, index: u64) -> Self {
        self.not_beyond = index;
        self
    }

    /// What the hold covers stays.
    #[must_use]
    pub fn with_hold(mut self, hold: Hold) -> Self {
        self.holds.push(hold);
        self
    }
}

impl Default for RetentionRule {
    fn default() -> Self {
        Self::keep_for(SIX_YEARS)
    }
}

impl Hold {
    /// A hold on whatever the closure says.
    #[must_use]
    pub fn matching(name: &str, covers: impl Fn(&Entry) -> bool + 'static) -> Self {
        Self { name: name.to_owned(), covers: Box::new(covers) }
    }

    /// A hold on all events about a subject.
    #[must_use]
    pub fn on_subject(name: &str, subject: crate::SubjectPseudonym) -> Self {
        Self::matching(name, move |entry| {
            AuditEvent::decode(entry.payload()).is_ok_and(|event| event.patient == Some(subject))
        })
    }

    /// An open case: all events of a session stay until it is closed.
    #[must_use]
    pub fn open_case(name: &str, session: [u8; 16]) -> Self {
        Self::matching(name, move |entry| {
            AuditEvent::decode(entry.payload())
                .is_ok_and(|event| event.actor.session.is_some_and(|at| at.to_bytes() == session))
        })
    }

    /// A hold on entries by their index.
    #[must_use]
    pub fn on_entries(name: &str, entries: Range<u64>) -> Self {
        Self::matching(name, move |entry| entries.contains(&entry.index()))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl core::fmt::Debug for Hold {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Hold({})", self.name)
    }
}

impl core::fmt::Debug for RetentionRule {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RetentionRule").field("keep_for", &self.keep_for).field("holds", &self.holds).finish()
    }
}

/// What a walk over the old part of the log found.
#[derive(Default)]
struct Plan {
    ranges: Vec<Range<u64>>,
    /// The segments that hold something to take away, with the index of their first entry.
    segments: BTreeMap<u64, u64>,
    held: u64,
    minimum_index: u64,
}

pub(super) fn prune(log: &AuditLog, rule: &RetentionRule) -> Result<Pruning, PruneError> {
    let now = log.parts.clock.now();
    let plan = plan(log, rule, now.saturating_sub(rule.keep_for))?;
    let mut pruning = Pruning { gone: 0, held: plan.held, minimum_index: plan.minimum_index, recorded_at: None };
    if plan.ranges.is_empty() {
        return Ok(pruning);
    }
    let days = u32::try_from(rule.keep_for.whole_days()).unwrap_or(0);
    let signed = Retention::sign(&log.parts.signer, &plan.ranges, days, now).ok_or(PruneError::TooManyRanges)?;
    let notice = Notice::Retention(signed);
    if notice.encode().len() > crate::log::MAX_PAYLOAD_LEN {
        return Err(PruneError::TooManyRanges);
    }
    // The statement is durable before anything goes: whatever is missing later, the log allows for it.
    pruning.recorded_at = Some(log.notify(&notice)?.index);
    let gone = |index: u64| {
        let after = plan.ranges.partition_point(|range| range.start <= index);
        after.checked_sub(1).and_then(|at| plan.ranges.get(at)).is_some_and(|range| range.contains(&index))
    };
    for (number, first) in &plan.segments {
        // The index of the segment speaks of what goes. It is built anew when the log is next searched.
        crate::search::forget_index(&log.parts.folder, *number);
        let moved = rewrite_segment(&log.parts.folder, *number, *first, &gone)?;
        pruning.gone = pruning.gone.saturating_add(wide(moved.iter().filter(|(index, _)| gone(*index)).count()));
        // If this fails the index is made good when the log is next opened.
        let _ = patch_places(&log.parts.folder, &moved);
    }
    Ok(pruning)
}

fn plan(log: &AuditLog, rule: &RetentionRule, too_old: time::OffsetDateTime) -> Result<Plan, PruneError> {
    let storage = SegmentReader::open(&log.parts.folder).map_err(ReadError::from)?;
    let stride = storage.stride();
    let durable = log.size();
    let mut plan = Plan::default();
    let mut firsts: BTreeMap<u64, u64> = BTreeMap::new();
    let mut candidates: Vec<(u64, u64)> = Vec::new();
    watch_entries(storage, &mut |entry, offset| {
        let number = offset.checked_div(stride).unwrap_or(0);
        firsts.entry(number).or_insert(entry.index());
        if entry.index() >= rule.not_beyond.min(durable) {
            return false;
        }
        if entry.is_pruned() {
            plan.minimum_index = entry.index().saturating_add(1);
            return true;
        }
        let event = AuditEvent::decode(entry.payload());
        if event.as_ref().is_ok_and(|event| event.recorded > too_old) {
            return false;
        }
        plan.minimum_index = entry.index().saturating_add(1);
        if event.is_err() && Notice::decode(entry.payload()).is_some_and(|notice| notice.is_permanent()) {
            return true;
        }
        if rule.holds.iter().any(|hold| (hold.covers)(entry)) {
            plan.held = plan.held.saturating_add(1);
        } else {
            candidates.push((number, entry.index()));
        }
        true
    })?;
    // The segment that is being written to stays as it is.
    let last = log.last_written_segment()?;
    for (number, index) in candidates.into_iter().filter(|(number, _)| *number < last) {
        match plan.ranges.last_mut() {
            Some(range) if range.end == index => range.end = index.saturating_add(1),
            _ => plan.ranges.push(index..index.saturating_add(1)),
        }
        if let Some(first) = firsts.get(&number) {
            plan.segments.insert(number, *first);
        }
    }
    let first_whole = firsts.get(&last).copied().unwrap_or(plan.minimum_index);
    plan.minimum_index = plan.minimum_index.min(first_whole);
    Ok(plan)
}
