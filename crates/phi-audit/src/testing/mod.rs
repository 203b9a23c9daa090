//! What every sink must do, as a suite that its author runs over it: in a test, against the real store.
//!
//! ```
//! use phi_audit::{log::{Log, MemoryDisk, MemoryStorage, Reader}, note::NoteSigner, LogSink, sink::Limits};
//! use phi_audit::testing::{Held, Subject, conformance};
//!
//! struct InMemory(MemoryDisk);
//! impl Subject for InMemory {
//!     type Sink = LogSink<MemoryStorage>;
//!     fn open(&mut self) -> Self::Sink {
//!         let signer = NoteSigner::new("audit.example/test", &[7; 32]).expect("a good name");
//!         let disk = self.0.writer().expect("no other writer");
//!         let log = if self.0.bytes().is_empty() {
//!             Log::create(disk, signer, phi_types::OsEntropy).expect("a log")
//!         } else {
//!             Log::open(disk, signer, phi_types::OsEntropy, None).expect("a log").0
//!         };
//!         LogSink::new(log, Limits::default())
//!     }
//!     fn held(&mut self) -> Vec<Held> {
//!         let entries = Reader::new(self.0.reader()).expect("a log").map(|entry| entry.expect("a sound entry"));
//!         entries.map(|entry| (entry.index(), *entry.event_id(), entry.into_payload())).collect()
//!     }
//! }
//! assert_eq!(conformance(&mut InMemory(MemoryDisk::new())), Ok(8));
//! ```

#[cfg(any(test, feature = "proptest"))]
mod events;

#[cfg(any(test, feature = "proptest"))]
pub use events::{events, events_of};

pub use crate::search::{build_index, read_index, seal_index};

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use crate::log::MAX_PAYLOAD_LEN;
use crate::sink::{AuditSink, Event};

/// An entry as the store holds it: index, event id, bytes.
pub type Held = (u64, [u8; 16], Vec<u8>);

/// A sink under test.
pub trait Subject {
    /// The sink.
    type Sink: AuditSink;

    /// Opens the store: an empty one the first time, and then the same again.
    fn open(&mut self) -> Self::Sink;

    /// All that the store holds, in order. A store that adds entries of its own leaves them out here, with gaps.
    fn held(&mut self) -> Vec<Held>;
}

/// The law that a sink breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sink breaks a law: {law}")]
pub struct Broken {
    /// The law.
    pub law: &'static str,
}

/// Runs the suite and returns how many laws were looked at.
///
/// # Errors
/// The first law that the sink breaks.
pub fn conformance<S: Subject>(subject: &mut S) -> Result<usize, Broken> {
    let sink = subject.open();
    let mut acknowledged: BTreeMap<u64, Event> = BTreeMap::new();
    let mut take = |refs: &[phi_types::gate::AuditRef], events: &[Event]| {
        acknowledged.extend(refs.iter().zip(events).map(|(place, event)| (place.index, event.clone())));
    };

    let law = "a batch is consecutive, in one log, with one place for each event";
    let batch: Vec<_> = (0..7).map(event).collect();
    let refs = sink.append(&batch).map_err(|_| Broken { law })?;
    let first = refs.first().copied().ok_or(Broken { law })?;
    let consecutive = (0_u64..).zip(&refs).all(|(place, found)| *found == first.nth(place));
    hold(law, refs.len() == batch.len() && consecutive)?;
    take(&refs, &batch);

    let law = "the index only grows";
    let next = sink.append(&[event(7)]).map_err(|_| Broken { law })?;
    hold(law, next.first().is_some_and(|next| next.log == first.log && next.index > first.index.saturating_add(6)))?;
    take(&next, &[event(7)]);

    let law = "an empty batch is refused, and so is an event that is too long; others are not held back by it";
    let long = Event::new([9; 16], vec![1; MAX_PAYLOAD_LEN.saturating_add(1)]);
    hold(law, sink.append(&[]).is_err() && sink.append(&[event(8), long]).is_err())?;
    let hostile = Event::new([0; 16], b"\0'; DROP TABLE log; --\xff\xfe\n\r\x1b[2J".to_vec());
    let refs = sink.append(&[hostile.clone(), Event::new([1; 16], Vec::new())]).map_err(|_| Broken { law })?;
    take(&refs, &[hostile, Event::new([1; 16], Vec::new())]);

    let law = "an awaited answer is the same as a blocking one";
    let refs = block_on(sink.append_async(vec![event(10), event(11)])).map_err(|_| Broken { law })?;
    hold(law, refs.len() == 2)?;
    take(&refs, &[event(10), event(11)]);

    let law = "callers in many threads get places of their own";
    let places = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8_u64)
            .map(|thread| {
                let sink = &sink;
                scope.spawn(move || {
                    (0..25_u64)
                        .map(|number| {
                            let event = event(1000 + thread * 100 + number);
                            sink.append(std::slice::from_ref(&event)).map(|refs| (refs, event))
                        })
                        .collect::<Result<Vec<_>, _>>()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().ok().and_then(Result::ok)).collect::<Option<Vec<_>>>()
    });
    let places: Vec<_> = places.ok_or(Broken { law })?.into_iter().flatten().collect();
    for (refs, event) in &places {
        take(refs, std::slice::from_ref(event));
    }
    let distinct: std::collections::BTreeSet<_> =
        places.iter().filter_map(|(refs, _)| Some(refs.first()?.index)).collect();
    hold(law, distinct.len() == 200)?;

    let law = "a ticket that is dropped leaves the writing alone";
    let dropped = event(5000);
    drop(sink.submit(vec![dropped.clone()]));
    let patience = Instant::now();
    while !subject.held().iter().any(|(_, id, _)| *id == dropped.id) {
        hold(law, patience.elapsed() < Duration::from_secs(10))?;
        std::thread::sleep(Duration::from_millis(2));
    }

    let law = "what was acknowledged is there, under its index, as it was given";
    check_held(law, &acknowledged, &subject.held())?;

    let law = "and after the store was opened anew, where the index goes on";
    drop(sink);
    let sink = subject.open();
    check_held(law, &acknowledged, &subject.held())?;
    let more = sink.append(&[event(6000)]).map_err(|_| Broken { law })?;
    let last = acknowledged.last_key_value().map_or(0, |(index, _)| *index);
    hold(law, more.first().is_some_and(|place| place.index > last && place.log == first.log))?;
    Ok(8)
}

fn event(number: u64) -> Event {
    let id = (u128::from(number) | 1 << 100).to_be_bytes();
    Event::new(id, format!("synthetic event {number}").into_bytes())
}

fn check_held(law: &'static str, acknowledged: &BTreeMap<u64, Event>, held: &[Held]) -> Result<(), Broken> {
    let held: BTreeMap<_, _> = held.iter().map(|(index, id, bytes)| (*index, (id, bytes))).collect();
    let there = |(index, event): (&u64, &Event)| held.get(index) == Some(&(&event.id, &event.bytes));
    hold(law, acknowledged.iter().all(there))
}

fn hold(law: &'static str, holds: bool) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(Broken { law }) }
}

/// Runs a future on this thread.
pub fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}
