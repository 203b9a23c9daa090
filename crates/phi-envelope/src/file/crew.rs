//! Portions of a file in their order, opened ahead by threads while the next one is read and the one before is handed out.
//!
//! Who reads the file is one of the crew: when there is nothing to read and nothing to hand out, it opens a portion itself. Without threads it
//! opens all of them. That a thread cannot be had makes it slower, and nothing else.
#![deny(clippy::arithmetic_side_effects)]

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use super::{message::Message, portion::Portion};

/// The portions in their order, and the threads behind them.
pub(crate) struct Crew {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    message: Message,
    line: Mutex<Line>,
    /// There is a portion to open, or it is over.
    work: Condvar,
    /// A portion was opened.
    done: Condvar,
}

#[derive(Default)]
struct Line {
    places: VecDeque<Place>,
    /// How many have left the line.
    gone: u64,
    over: bool,
}

enum Place {
    Waiting(Portion),
    /// Somebody opens it.
    Taken,
    /// It was opened, or `None`: something was wrong with it.
    Done(Option<Portion>),
}

/// What the front of the line is.
pub(crate) enum Front {
    /// Opened by somebody.
    Opened(Portion),
    /// Nobody's yet: the caller opens it.
    Sealed(Portion),
    /// It does not open.
    Wrong,
    /// Nothing yet.
    Later,
}

impl Crew {
    pub(crate) fn new(message: Message) -> Self {
        let shared = Shared { message, line: Mutex::default(), work: Condvar::new(), done: Condvar::new() };
        Self { shared: Arc::new(shared), threads: Vec::new() }
    }

    pub(crate) fn message(&self) -> &Message {
        &self.shared.message
    }

    /// Has so many threads besides the caller, if they can be had.
    pub(crate) fn hire(&mut self, threads: usize) {
        while self.threads.len() < threads {
            let shared = Arc::clone(&self.shared);
            let Ok(thread) = thread::Builder::new().spawn(move || shared.work()) else { return };
            self.threads.push(thread);
        }
    }

    /// How many portions stand in the line.
    pub(crate) fn len(&self) -> usize {
        self.shared.lock().places.len()
    }

    /// Whether the front of the line was opened.
    pub(crate) fn is_front_done(&self) -> bool {
        matches!(self.shared.lock().places.front(), Some(Place::Done(_)))
    }

    /// Puts a portion at the end of the line.
    pub(crate) fn put(&self, portion: Portion) {
        self.shared.lock().places.push_back(Place::Waiting(portion));
        self.shared.work.notify_one();
    }

    /// Takes the front of the line. Unless it is done: [`Front::Later`] when the line is shorter than that, since then there is something
    /// better to do than to wait; else helps, and waits at last.
    pub(crate) fn front(&self, at_least: usize) -> Front {
        let mut line = self.shared.lock();
        loop {
            match line.places.front() {
                None => return Front::Later,
                Some(Place::Waiting(_) | Place::Taken) if line.places.len() < at_least => return Front::Later,
                Some(Place::Taken) => {
                    line = match line.take() {
                        Some((number, portion)) => {
                            drop(line);
                            self.shared.open(number, portion);
                            self.shared.lock()
                        }
                        None => self.shared.done.wait(line).unwrap_or_else(PoisonError::into_inner),
                    };
                }
                Some(Place::Waiting(_) | Place::Done(_)) => {
                    line.gone = line.gone.saturating_add(1);
                    return match line.places.pop_front() {
                        Some(Place::Waiting(portion)) => Front::Sealed(portion),
                        Some(Place::Done(Some(portion))) => Front::Opened(portion),
                        _ => Front::Wrong,
                    };
                }
            }
        }
    }

    /// Ends it: nothing of the line is left, and no thread.
    pub(crate) fn dismiss(&mut self) {
        let mut line = self.shared.lock();
        line.over = true;
        line.places.clear();
        drop(line);
        self.shared.work.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.dismiss();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Line> {
        // A line that somebody left in the middle is whole all the same: what was taken says that it is wrong.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut line = self.lock();
        while !line.over {
            line = match line.take() {
                Some((number, portion)) => {
                    drop(line);
                    self.open(number, portion);
                    self.lock()
                }
                None => self.work.wait(line).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Opens a portion that was taken, outside of the lock, and puts it back.
    fn open(&self, number: u64, mut portion: Portion) {
        let mut due = Due { shared: self, number, opened: None };
        if portion.open(&self.message).is_some() {
            due.opened = Some(portion);
        }
    }
}

impl Line {
    /// Takes a portion to open: the front last, since who reads opens that one right into the hand of the caller.
    fn take(&mut self) -> Option<(u64, Portion)> {
        let waits = |place: &Place| matches!(place, Place::Waiting(_));
        let behind = self.places.iter().skip(1).position(waits).map(|at| at.saturating_add(1));
        let at = behind.or_else(|| self.places.front().is_some_and(waits).then_some(0))?;
        let place = self.places.get_mut(at)?;
        let number = self.gone.checked_add(at as u64)?;
        match core::mem::replace(place, Place::Taken) {
            Place::Waiting(portion) => Some((number, portion)),
            other => {
                *place = other;
                None
            }
        }
    }
}

/// Whatever happens, a portion that was taken is said to be done.
struct Due<'a> {
    shared: &'a Shared,
    number: u64,
    opened: Option<Portion>,
}

impl Drop for Due<'_> {
    fn drop(&mut self) {
        let mut line = self.shared.lock();
        let at = self.number.checked_sub(line.gone).and_then(|at| usize::try_from(at).ok());
        // Nobody waits for it once it is over.
        if let Some(place) = at.and_then(|at| line.places.get_mut(at)) {
            *place = Place::Done(self.opened.take());
        }
        drop(line);
        self.shared.done.notify_all();
    }
}
