//! The crew with real threads. Their interleavings are walked through in `tests/interleavings`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use zeroize::Zeroizing;

use super::{
    crew::{Crew, Front, Task},
    message::Message,
};
use crate::backend::Backend;

/// Remembers its number, and whether it was done; `begun` counts how many were begun.
struct Probe {
    number: u64,
    fails: Option<fn()>,
    done: bool,
    begun: Arc<AtomicUsize>,
}

impl Task for Probe {
    fn act(&mut self, _: &Message) -> Option<()> {
        self.begun.fetch_add(1, SeqCst);
        self.done = true;
        self.fails.map_or(Some(()), |how| {
            how();
            None
        })
    }
}

fn crew() -> Crew<Probe> {
    Crew::new(Message::derive(Backend::default(), &Zeroizing::new([7; 32]), &[1; 24], b"").unwrap().0)
}

fn probe(number: u64, fails: Option<fn()>) -> Probe {
    Probe { number, fails, done: false, begun: Arc::default() }
}

/// What the front holds, done by whomever.
fn next(crew: &Crew<Probe>) -> Option<u64> {
    match crew.front(0) {
        Front::Done(probe) => probe.done.then_some(probe.number),
        Front::Waiting(mut probe) => probe.act(crew.message()).map(|()| probe.number),
        Front::Wrong | Front::Later => None,
    }
}

#[test]
fn they_come_out_in_the_order_in_which_they_went_in() {
    for threads in [0, 1, 3, 7] {
        let mut crew = crew();
        crew.hire(threads);
        let mut out = Vec::new();
        for number in 0..2000 {
            if number % 5 == 4 {
                crew.put_done(Probe { done: true, ..probe(number, None) });
            } else {
                crew.put(probe(number, None));
            }
            if crew.len() > 6 {
                out.extend(next(&crew));
            }
        }
        while crew.len() > 0 {
            out.extend(next(&crew));
        }
        assert_eq!(out, (0..2000).collect::<Vec<_>>(), "{threads} threads");
    }
}

#[test]
fn there_is_something_better_to_do_than_to_wait_until_the_line_is_long_enough() {
    let crew = crew();
    assert!(matches!(crew.front(0), Front::Later));
    crew.put(probe(0, None));
    assert!(matches!(crew.front(2), Front::Later) && !crew.is_front_done());
    assert!(matches!(crew.front(1), Front::Waiting(_)));
    crew.put_done(probe(1, None));
    assert!(crew.is_front_done() && matches!(crew.front(9), Front::Done(_)));
}

#[test]
fn what_is_wrong_stays_in_its_place_and_what_panics_is_wrong() {
    for how in [|| (), (|| panic!("a defect of a worker")) as fn()] {
        let mut crew = crew();
        let begun = Arc::new(AtomicUsize::new(0));
        for (fails, number) in [None, Some(how), None].into_iter().zip(0..) {
            crew.put(Probe { begun: Arc::clone(&begun), ..probe(number, fails) });
        }
        // A thread takes the front last, so that the second is the first that is its.
        crew.hire(1);
        while begun.load(SeqCst) == 0 {
            thread::yield_now();
        }
        assert_eq!(next(&crew), Some(0));
        assert!(matches!(crew.front(0), Front::Wrong));
        assert_eq!(next(&crew), Some(2), "also when the thread is gone");
    }
}

#[test]
fn what_is_dismissed_waits_for_nobody() {
    let mut crew = crew();
    crew.hire(4);
    let begun = Arc::new(AtomicUsize::new(0));
    (0..50).for_each(|number| crew.put(Probe { begun: Arc::clone(&begun), ..probe(number, None) }));
    crew.dismiss();
    assert_eq!((crew.len(), Arc::strong_count(&begun)), (0, 1), "nobody has any");
    assert!(matches!(crew.front(0), Front::Later));
}
