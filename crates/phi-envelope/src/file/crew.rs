//! Portions of a file in their order, opened or sealed by threads while the next one is read and the one before is handed out.
//!
//! Who reads or writes the file is one of the crew: when there is nothing else to do, it takes a portion itself. Without threads it takes all
//! of them. That a thread cannot be had makes it slower, and nothing else.
//!
//! This file names its locks and threads through `crate::sync` alone, so that the tests run it under a scheduler that tries interleavings.
#![deny(clippy::arithmetic_side_effects)]

use std::{
    collections::VecDeque,
    sync::{Arc, PoisonError},
};

use super::message::Message;
use crate::sync::{
    Condvar, Mutex, MutexGuard,
    thread::{self, JoinHandle},
};

/// What is done to a portion, by whomever.
pub(crate) trait Task: Send + 'static {
    /// Opens or seals all of it where it stands. On `None` it is nobody's to see.
    fn act(&mut self, message: &Message) -> Option<()>;
}

/// The portions in their order, and the threads behind them.
pub(crate) struct Crew<P: Task> {
    shared: Arc<Shared<P>>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared<P> {
    message: Message,
    line: Mutex<Line<P>>,
    /// A portion waits, or it is over.
    work: Condvar,
    /// A portion is done.
    done: Condvar,
}

struct Line<P> {
    places: VecDeque<Place<P>>,
    /// How many have left the line.
    gone: u64,
    over: bool,
}

enum Place<P> {
    Waiting(P),
    /// Somebody has it.
    Taken,
    /// `None`: something was wrong with it.
    Done(Option<P>),
}

/// What the front of the line is.
pub(crate) enum Front<P> {
    /// Somebody did it.
    Done(P),
    /// Nobody's yet: the caller does it.
    Waiting(P),
    /// Something was wrong with it.
    Wrong,
    /// Nothing yet.
    Later,
}

impl<P: Task> Crew<P> {
    pub(crate) fn new(message: Message) -> Self {
        let line = Mutex::new(Line { places: VecDeque::new(), gone: 0, over: false });
        let shared = Shared { message, line, work: Condvar::new(), done: Condvar::new() };
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

    /// Whether the front of the line is done.
    pub(crate) fn is_front_done(&self) -> bool {
        matches!(self.shared.lock().places.front(), Some(Place::Done(_)))
    }

    /// Puts a portion at the end of the line.
    pub(crate) fn put(&self, portion: P) {
        self.shared.lock().places.push_back(Place::Waiting(portion));
        self.shared.work.notify_one();
    }

    /// Puts one there that is done already.
    pub(crate) fn put_done(&self, portion: P) {
        self.shared.lock().places.push_back(Place::Done(Some(portion)));
    }

    /// Takes the front of the line. Unless it is done: [`Front::Later`] when the line is shorter than that, since then there is something
    /// better to do than to wait; else helps, and waits at last.
    pub(crate) fn front(&self, at_least: usize) -> Front<P> {
        let mut line = self.shared.lock();
        loop {
            match line.places.front() {
                None => return Front::Later,
                Some(Place::Waiting(_) | Place::Taken) if line.places.len() < at_least => return Front::Later,
                Some(Place::Taken) => {
                    line = match line.take() {
                        Some((number, portion)) => {
                            drop(line);
                            self.shared.act(number, portion);
                            self.shared.lock()
                        }
                        None => self.shared.done.wait(line).unwrap_or_else(PoisonError::into_inner),
                    };
                }
                Some(Place::Waiting(_) | Place::Done(_)) => {
                    line.gone = line.gone.saturating_add(1);
                    return match line.places.pop_front() {
                        Some(Place::Waiting(portion)) => Front::Waiting(portion),
                        Some(Place::Done(Some(portion))) => Front::Done(portion),
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

impl<P: Task> Drop for Crew<P> {
    fn drop(&mut self) {
        self.dismiss();
    }
}

impl<P: Task> Shared<P> {
    fn lock(&self) -> MutexGuard<'_, Line<P>> {
        // A line that somebody left in the middle is whole all the same: what was taken says that it is wrong.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut line = self.lock();
        while !line.over {
            line = match line.take() {
                Some((number, portion)) => {
                    drop(line);
                    self.act(number, portion);
                    self.lock()
                }
                None => self.work.wait(line).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Opens or seals a portion that was taken, outside of the lock, and puts it back.
    fn act(&self, number: u64, mut portion: P) {
        let mut due = Due { shared: self, number, made: None };
        if portion.act(&self.message).is_some() {
            due.made = Some(portion);
        }
    }
}

impl<P> Line<P> {
    /// Takes a portion that waits: the front last, since who reads opens that one right into the hand of the caller.
    fn take(&mut self) -> Option<(u64, P)> {
        let waits = |place: &Place<P>| matches!(place, Place::Waiting(_));
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
struct Due<'a, P: Task> {
    shared: &'a Shared<P>,
    number: u64,
    made: Option<P>,
}

impl<P: Task> Drop for Due<'_, P> {
    fn drop(&mut self) {
        let mut line = self.shared.lock();
        let at = self.number.checked_sub(line.gone).and_then(|at| usize::try_from(at).ok());
        // Nobody waits for it once it is over.
        if let Some(place) = at.and_then(|at| line.places.get_mut(at)) {
            *place = Place::Done(self.made.take());
        }
        drop(line);
        self.shared.done.notify_all();
    }
}
