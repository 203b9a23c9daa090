//! Finds events: by patient, user, period, kind, outcome, denial and break-glass, without a look at all of the log.
//!
//! A segment that is full is never written again, so it gets an index: a file beside it that holds pseudonyms, digests of users'
//! names, times and codes, no names and no texts. It is computed from the segment, and can be thrown away and built again to the
//! byte. Its root becomes an entry of the log, so that [`Completeness`] proves that an answer for a segment leaves nothing out.
//! What stands in the segment that is being written is read when the search is opened and [brought up to
//! date](Search::refresh).
//!
//! To ask is an event: [`Search::ask`] takes an authority of the gate to read the log, answers for its tenant alone, and puts
//! the question, sealed, and the count of what was found on record before the answer is handed out.
//!
//! Helps implement 45 CFR 164.312(b) and 164.308(a)(1)(ii)(D).

mod build;
mod completeness;
mod digest;
mod file;
mod filter;
#[cfg(test)]
mod laws;
mod probe;
mod query;
mod sealed;
mod tail;
#[cfg(test)]
mod tests;

pub use completeness::{Completeness, Incomplete};
pub use query::{Aliases, Query, SortBy, Subjects};

#[doc(hidden)]
pub use probe::{build_index, read_index, seal_index};
pub(crate) use sealed::forget_index;

use std::sync::atomic::{AtomicUsize, Ordering};

use phi_types::{
    TenantId,
    gate::{Administration, AuditUnavailable, Authority, Brand, GrantError},
};

use crate::AuditLog;
use crate::event::{Agent, AuditEvent, Term, pattern};
use crate::log::{Lookup, ReadAt as _, ReadError, SegmentReader, StorageError};
use crate::pseudonym::SubjectPseudonym;
use crate::sink::{AuditSink as _, Event};
use digest::Key;
use file::{By, Head, IndexFile, postings};
use tail::Tail;

/// How many segments are looked into at a time: reading waits for the disk, so it is worth more threads than there are cores.
const THREADS: usize = 8;

/// A search that is open. Cheap to ask again and again; [`refresh`](Self::refresh) takes in what was written since.
pub struct Search<'a> {
    log: &'a AuditLog,
    reader: SegmentReader,
    lookup: Lookup,
    sealed: Vec<IndexFile>,
    tail: Tail,
}

/// An event that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The index of its entry.
    pub index: u64,
    /// The event.
    pub event: AuditEvent,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The tenant that it is about.
    pub tenant: TenantId,
    /// What was found, sorted.
    pub found: Vec<Found>,
    /// All entries before this index were looked at.
    pub upto: u64,
    /// The index of the entry that says that this was asked: of the first one, where several patients or pseudonyms were asked about.
    pub recorded_at: u64,
}

/// Who asks, in which words: what the entry about the question says.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Who: [`Agent::of`] the principal says in which roles and from where as well.
    pub who: Agent,
    /// The words of the question, sealed: they may name a patient.
    pub words: pattern::SealedText,
    /// The report for which it is asked, as `report-on-patient`.
    pub what: Term,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The log cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An index is damaged and was not found so when it was opened. Open the search anew: it is built again.
    #[error("an index is damaged: open the search anew")]
    Damaged,
    /// The question could not be put on record, so there is no answer.
    #[error(transparent)]
    Unavailable(#[from] AuditUnavailable),
    /// The authority does not serve.
    #[error(transparent)]
    Grant(#[from] GrantError),
    /// Who asks, or the words, cannot stand in an event.
    #[error(transparent)]
    Asking(#[from] pattern::BuildError),
    /// The segment is not full yet, or there is no entry that names the root of its index.
    #[error("nothing can be proved about this segment")]
    NoRoot,
}

impl From<StorageError> for SearchError {
    fn from(error: StorageError) -> Self {
        Self::Read(error.into())
    }
}

fn failed(error: &std::io::Error) -> SearchError {
    StorageError::new("reading an index", error).into()
}

impl<'a> Search<'a> {
    pub(crate) fn open(log: &'a AuditLog) -> Result<Self, SearchError> {
        let mut reader = SegmentReader::open(log.folder())?;
        let lookup = Lookup::new(&mut reader)?;
        let mut search = Self { log, reader, lookup, sealed: Vec::new(), tail: Tail::new(0, 0) };
        search.refresh()?;
        Ok(search)
    }

    /// Takes in what was written since. Segments that have become full are indexed.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn refresh(&mut self) -> Result<(), SearchError> {
        let full = self.log.last_written_segment()?;
        if crate::log::wide(self.sealed.len()) < full {
            sealed::index(self.log, &self.lookup, full, &mut self.sealed)?;
            let first = self.sealed.last().map_or(0, |index| index.head.end());
            self.tail = Tail::new(first, full.saturating_mul(self.reader.stride()));
        }
        // Nothing before the entries that were just made is left out: what they stand behind is durable.
        self.reader = SegmentReader::open(self.log.folder())?;
        self.tail.read(self.reader.again(), self.log.size())?;
        Ok(())
    }

    /// Answers under an authority to read the log: about its tenant alone, and only once the question is on record, once for each
    /// patient and pseudonym that it names, with the count of what was found there.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn ask(
        &self,
        authority: &Authority,
        brand: Brand,
        asking: Asking,
        query: &Query,
    ) -> Result<Answer, SearchError> {
        let tenant = authority.confirm(brand, Administration::ReadLog)?.clone();
        let found = self.find(&tenant, query)?;
        let places = self.log.append(&self.on_record(asking, &tenant, query, &found)?)?;
        let recorded_at = places.first().ok_or(AuditUnavailable)?.index;
        Ok(Answer { tenant, found, upto: self.tail.end(), recorded_at })
    }

    /// What the log says of a question: one event, or one for each patient that was asked about, under each pseudonym, so that whoever
    /// looks one of them up finds that it was asked for. They are one submission, and consecutive.
    fn on_record(
        &self,
        asking: Asking,
        tenant: &TenantId,
        query: &Query,
        found: &[Found],
    ) -> Result<Vec<Event>, SearchError> {
        let mut about: Vec<_> = query.patients.iter().flatten().copied().map(Some).collect();
        about.sort_unstable();
        about.dedup();
        if about.is_empty() {
            about.push(None);
        }
        let on_record = |patient: Option<SubjectPseudonym>| {
            let count = found.iter().filter(|found| patient.is_none() || found.event.patient == patient).count();
            let Asking { who, words, what } = asking.clone();
            let mut draft = pattern::log_used(who, what, words, crate::log::wide(count));
            if let Some(patient) = patient {
                draft = draft.about(patient);
            }
            let event = draft.finish(tenant.clone(), self.log.now(), self.log.entropy())?;
            Ok(Event::new(event.id.to_bytes(), event.encode()))
        };
        about.into_iter().map(on_record).collect()
    }

    /// How many segments are indexed.
    #[must_use]
    pub fn segments(&self) -> u64 {
        crate::log::wide(self.sealed.len())
    }

    /// The evidence that in a segment nothing else is on record about a patient. Its root is named by an entry of the log, which
    /// a [`Prover`](crate::Prover) proves in turn.
    ///
    /// # Errors
    /// [`SearchError::NoRoot`] for the segment that is being written, [`SearchError::Damaged`].
    pub fn completeness(&self, segment: u64, patient: SubjectPseudonym) -> Result<Completeness, SearchError> {
        let sealed = usize::try_from(segment).ok().and_then(|at| self.sealed.get(at)).ok_or(SearchError::NoRoot)?;
        let named_by = sealed::named_by(self.log, sealed).ok_or(SearchError::NoRoot)?;
        let key = Key::of_patient(patient);
        let evidence =
            sealed.evidence(By::Patient, &key).map_err(|error| failed(&error))?.ok_or(SearchError::Damaged)?;
        Ok(Completeness::new(patient, named_by, evidence))
    }

    fn find(&self, tenant: &TenantId, query: &Query) -> Result<Vec<Found>, SearchError> {
        let segments: Vec<_> = self.sealed.iter().filter(|index| index.head.may_answer(query)).collect();
        let next = AtomicUsize::new(0);
        let work = || -> Result<Vec<Found>, SearchError> {
            let (mut found, mut reader) = (Vec::new(), self.reader.again());
            while let Some(index) = segments.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.look_into(index, &mut reader, tenant, query, &mut found)?;
            }
            Ok(found)
        };
        let mut found = std::thread::scope(|scope| {
            let threads: Vec<_> = (1..THREADS.min(segments.len())).map(|_| scope.spawn(work)).collect();
            let mut found = work()?;
            for thread in threads {
                // A thread that panicked has left something out.
                found.extend(thread.join().unwrap_or(Err(SearchError::Damaged))?);
            }
            Ok::<_, SearchError>(found)
        })?;
        let mut reader = self.reader.again();
        for (index, place) in self.tail.candidates(tenant, query) {
            self.take(&mut reader, place, index, tenant, query, &mut found)?;
        }
        query.sort(&mut found);
        Ok(found)
    }

    fn look_into(
        &self,
        index: &IndexFile,
        reader: &mut SegmentReader,
        tenant: &TenantId,
        query: &Query,
        found: &mut Vec<Found>,
    ) -> Result<(), SearchError> {
        let start = index.head.segment.saturating_mul(self.reader.stride());
        let keys: Option<(By, Vec<Key>)> = match (&query.patients, &query.users) {
            (Some(patients), _) => {
                Some((By::Patient, patients.iter().map(|patient| Key::of_patient(*patient)).collect()))
            }
            (None, Some(users)) => Some((By::User, users.iter().map(|user| Key::of_user(tenant, user)).collect())),
            (None, None) => None,
        };
        let mut places = Vec::new();
        match keys {
            Some((by, keys)) => {
                for key in keys.iter().filter(|key| index.head.may_hold(by, key)) {
                    let bucket = index.bucket(Head::bucket_number(by, key)).map_err(|error| failed(&error))?;
                    let there = bucket.and_then(|bucket| postings(&bucket, key)).ok_or(SearchError::Damaged)?;
                    places.extend(there);
                }
            }
            None => {
                let rows = index.rows().map_err(|error| failed(&error))?.ok_or(SearchError::Damaged)?;
                let wanted = (0_u32..).zip(rows).filter(|(_, row)| row.may_answer(query));
                places.extend(wanted.map(|(number, row)| (number, row.offset)));
            }
        }
        places.sort_unstable();
        places.dedup();
        for (number, offset) in places {
            let entry = index.head.first.saturating_add(u64::from(number));
            self.take(reader, start.saturating_add(u64::from(offset)), entry, tenant, query, found)?;
        }
        Ok(())
    }

    fn take(
        &self,
        reader: &mut SegmentReader,
        place: u64,
        index: u64,
        tenant: &TenantId,
        query: &Query,
        found: &mut Vec<Found>,
    ) -> Result<(), SearchError> {
        let payload = match self.lookup.entry(reader, place, index)? {
            Some(entry) => Some(entry.into_payload()),
            // Retention has moved it since the index was opened.
            None => self.log.payload(index),
        };
        let event = payload.and_then(|payload| AuditEvent::decode(&payload).ok());
        if let Some(event) = event.filter(|event| query.matches(tenant, event)) {
            found.push(Found { index, event });
        }
        Ok(())
    }
}

impl core::fmt::Debug for Search<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Search(..)")
    }
}
