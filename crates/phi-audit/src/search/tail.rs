//! The segment that is being written: its index is in memory and grows.

use phi_types::TenantId;

use super::digest::{Key, Row, keys};
use super::{Query, SearchError};
use crate::event::AuditEvent;
use crate::log::{SegmentReader, watch_from};

pub(super) struct Tail {
    /// The next entry to read, and where its batch begins.
    next: u64,
    place: u64,
    rows: Vec<TailRow>,
}

struct TailRow {
    index: u64,
    place: u64,
    row: Row,
    patient: Option<Key>,
    users: [Option<Key>; 2],
}

impl Tail {
    pub(super) const fn new(next: u64, place: u64) -> Self {
        Self { next, place, rows: Vec::new() }
    }

    /// All entries before this index were read.
    pub(super) const fn end(&self) -> u64 {
        self.next
    }

    /// Reads on, as far as entries are durable.
    pub(super) fn read(&mut self, reader: SegmentReader, durable: u64) -> Result<(), SearchError> {
        let (rows, from) = (&mut self.rows, self.next);
        let reached = watch_from(reader, self.place, from, &mut |entry, place| {
            if entry.index() >= durable {
                return false;
            }
            if let Ok(event) = AuditEvent::decode(entry.payload()) {
                let (patient, mut users) = keys(&event);
                let users = [users.next(), users.next()];
                rows.push(TailRow { index: entry.index(), place, row: Row::of(&event, 0), patient, users });
            }
            true
        })?;
        (self.place, self.next) = reached;
        // Of a batch that was seen in part nothing is kept: it is read again, whole.
        rows.retain(|row| row.index < reached.1);
        Ok(())
    }

    /// The entries that may be asked for, with their places.
    pub(super) fn candidates(&self, tenant: &TenantId, query: &Query) -> Vec<(u64, u64)> {
        let patients: Option<Vec<_>> =
            query.patients.as_ref().map(|patients| patients.iter().map(|one| Key::of_patient(*one)).collect());
        let users: Option<Vec<_>> =
            query.users.as_ref().map(|users| users.iter().map(|user| Key::of_user(tenant, user)).collect());
        let wanted = self.rows.iter().filter(|row| {
            row.row.may_answer(query)
                && patients.as_ref().is_none_or(|keys| row.patient.is_some_and(|key| keys.contains(&key)))
                && users.as_ref().is_none_or(|keys| row.users.iter().flatten().any(|key| keys.contains(key)))
        });
        wanted.map(|row| (row.index, row.place)).collect()
    }
}
