//! Lists: which rows somebody may see, as a compiled filter and as SQL.

mod listing;
mod sql;

pub use listing::Listing;
pub use sql::{InvalidSqlName, SqlDialect, SqlFilter, SqlSchema, SqlValue};

use alloc::vec::Vec;
use core::{fmt, marker::PhantomData};

use phi_types::{
    Action, ActorId, PhiRecord, Principal, Purpose, TenantId,
    record::{FieldMask, FieldSet, RecordType},
};
use time::OffsetDateTime;

use crate::{
    bits::administers,
    control::AccessControl,
    policy::Condition,
    relationship::{Relationships, Standing, Whereabouts},
    ruling::Reason,
    session::Session,
    stance::{Asks, Stance},
    table::Group,
};

/// Which rows of `R` one session may see for one purpose: the decision, for every row at once.
///
/// A row is admitted if and only if a decision about its subject, for the same action, purpose and fields at the same instant, is a permit.
/// It shows nothing and grants nothing; what is opened goes through the gate, row by row or in a batch. It is for the instant at which it
/// was made: make a new one for each list.
pub struct Filter<R> {
    tenant: TenantId,
    actor: ActorId,
    asked: FieldMask,
    permits: Vec<Part>,
    forbids: Vec<Part>,
    of: PhantomData<fn() -> R>,
}

/// A condition on the subject, in words for SQL and as masks, and the fields that depend on it.
#[derive(Clone, Debug)]
struct Part {
    condition: Condition,
    asks: Asks,
    fields: FieldMask,
}

impl<R> fmt::Debug for Filter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter").field("permits", &self.permits).field("forbids", &self.forbids).finish_non_exhaustive()
    }
}

/// A field by which this session may not search or sort, since it could not read it in every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a field is not readable in every row, so nothing is searched or sorted by it")]
pub struct NotSearchable;

impl<R: Relationships> AccessControl<R> {
    /// Compiles a filter for lists of `T`.
    ///
    /// # Errors
    /// The reason for which every row would be denied, whoever it is about.
    pub fn filter<T: PhiRecord>(
        &self,
        who: &Session,
        action: Action,
        purpose: Purpose,
        fields: FieldSet<T>,
        now: OffsetDateTime,
    ) -> Result<Filter<T>, Reason> {
        let prepared = self.prepare(who);
        let (table, unix) = (&prepared.table, now.unix_timestamp());
        if let Some(end) = who.ending(now) {
            return Err(Reason::Session(end));
        }
        if let Some(reason) = table.blocked {
            return Err(reason);
        }
        // An override is for one subject and never for a list.
        if purpose == Purpose::BreakGlass || administers(action) {
            return Err(Reason::NoRule);
        }
        let record = prepared.policy().record_number(RecordType::of::<T>()).ok_or(Reason::NoRule)?;
        let slot = table.slot(record, action, purpose).ok_or(Reason::NoRule)?;
        let now_in = |groups: &[Group]| -> Vec<Part> {
            let part = |group: &Group| {
                let condition = *table.condition(group);
                Part { condition, asks: Asks::of(&condition), fields: group.mask }
            };
            groups.iter().filter(|group| table.in_time(group, unix)).map(part).collect()
        };
        let (permits, forbids) = (now_in(table.permits(&slot.here)), now_in(table.forbids(&slot.here)));
        let filter = Filter {
            tenant: who.tenant().clone(),
            actor: who.actor().id().clone(),
            asked: fields.mask(),
            permits,
            forbids,
            of: PhantomData,
        };
        if filter.best().is_empty() { Err(Reason::NoFields) } else { Ok(filter) }
    }
}

impl<R: PhiRecord> Filter<R> {
    /// The fields asked for that are granted in a row whose subject the asker stands to like this.
    #[must_use]
    #[inline]
    pub fn visible(&self, standing: &Standing) -> FieldMask {
        if standing.whereabouts != Whereabouts::Here {
            return FieldMask::EMPTY;
        }
        let stance = Stance::of(standing);
        let holding = |parts: &[Part]| {
            let holding = parts.iter().filter(|part| part.asks.hold(stance));
            holding.fold(FieldMask::EMPTY, |mask, part| mask.union(part.fields))
        };
        let permitted = holding(&self.permits).intersection(self.asked);
        if permitted.is_empty() { permitted } else { permitted.without(holding(&self.forbids)) }
    }

    /// Whether the row is in the list.
    #[must_use]
    #[inline]
    pub fn admits(&self, standing: &Standing) -> bool {
        !self.visible(standing).is_empty()
    }

    /// The rows that are in the list, up to a limit: all of them, or an answer that says it is not all.
    pub fn select<T>(
        &self,
        rows: impl IntoIterator<Item = T>,
        standing: impl Fn(&T) -> Standing,
        limit: usize,
    ) -> Listing<T> {
        Listing::of(rows.into_iter().filter(|row| self.admits(&standing(row))), limit)
    }

    /// The fields that are readable in every row of the list: by these, and no others, may be searched and sorted. Whoever could search by
    /// a field that is withheld in some rows would learn it there by searching.
    #[must_use]
    pub fn searchable(&self) -> FieldMask {
        let every = self.permits.iter().fold(self.asked, |mask, part| mask.intersection(part.fields));
        self.forbids.iter().fold(every, |mask, part| mask.without(part.fields))
    }

    /// Whether the list may be searched or sorted by these fields.
    ///
    /// # Errors
    /// [`NotSearchable`].
    pub fn search_by(&self, fields: FieldSet<R>) -> Result<(), NotSearchable> {
        if fields.mask().is_subset_of(self.searchable()) { Ok(()) } else { Err(NotSearchable) }
    }

    /// The most that any row could show.
    fn best(&self) -> FieldMask {
        let permitted = self.permits.iter().fold(FieldMask::EMPTY, |mask, part| mask.union(part.fields));
        let always = self.forbids.iter().filter(|part| part.condition.is_for_any_subject());
        always.fold(permitted, |mask, part| mask.without(part.fields)).intersection(self.asked)
    }
}
