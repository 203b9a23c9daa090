//! The queue before the one committer: bounded, and each waiting caller has a slot of its own.
//!
//! It knows nothing of events: a schedule test drives it with numbers, and with the locks of a scheduler in `sync`.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use super::AuditUnavailable;
use super::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What a caller waits at.
pub(crate) struct Slot<A> {
    state: Mutex<SlotState<A>>,
    settled: Condvar,
}

struct SlotState<A> {
    answer: Option<Result<A, AuditUnavailable>>,
    waker: Option<Waker>,
    /// Whether a thread is blocked at it.
    waited_for: bool,
}

impl<A: Copy> Slot<A> {
    pub(crate) fn new() -> Self {
        let state = SlotState { answer: None, waker: None, waited_for: false };
        Self { state: Mutex::new(state), settled: Condvar::new() }
    }

    /// The first answer counts. `false` if there was one already.
    pub(crate) fn settle(&self, answer: Result<A, AuditUnavailable>) -> bool {
        let mut state = lock(&self.state);
        if state.answer.is_some() {
            return false;
        }
        state.answer = Some(answer);
        let (waker, waited_for) = (state.waker.take(), state.waited_for);
        drop(state);
        if waited_for {
            self.settled.notify_all();
        }
        // Outside the lock: a waker is somebody else's code.
        if let Some(waker) = waker {
            waker.wake();
        }
        true
    }

    /// Blocks until there is an answer; when the time left is nothing, the answer is that there is none.
    pub(crate) fn wait(&self, mut left: impl FnMut() -> Duration) -> Result<A, AuditUnavailable> {
        let mut state = lock(&self.state);
        state.waited_for = true;
        loop {
            if let Some(answer) = state.answer {
                return answer;
            }
            let left = left();
            if left.is_zero() {
                state.answer = Some(Err(AuditUnavailable));
                return Err(AuditUnavailable);
            }
            state = match self.settled.wait_timeout(state, left) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    pub(crate) fn poll(&self, waker: &Waker) -> Option<Result<A, AuditUnavailable>> {
        let mut state = lock(&self.state);
        if state.answer.is_none() {
            state.waker = Some(waker.clone());
        }
        state.answer
    }
}

/// What one caller brought.
pub(crate) struct Job<T, A> {
    pub(crate) items: Vec<T>,
    pub(crate) weight: usize,
    pub(crate) slot: Arc<Slot<A>>,
}

pub(crate) struct Queue<T, A> {
    state: Mutex<State<T, A>>,
    arrived: Condvar,
    /// How much may wait, in weight.
    bound: usize,
}

struct State<T, A> {
    waiting: VecDeque<Job<T, A>>,
    weight: usize,
    closed: bool,
    /// Whether the committer is asleep: otherwise nobody needs to be woken.
    idle: bool,
}

/// What the committer gets.
pub(crate) enum Taken<T, A> {
    /// All that may be written in one go.
    Group(Vec<Job<T, A>>),
    /// Nothing came in that time.
    Nothing,
    /// The queue is closed and empty.
    Closed,
}

impl<T, A: Copy> Queue<T, A> {
    pub(crate) fn new(bound: usize) -> Self {
        let state = State { waiting: VecDeque::new(), weight: 0, closed: false, idle: false };
        Self { state: Mutex::new(state), arrived: Condvar::new(), bound }
    }

    /// Lets a job wait its turn. `None` if the queue is full or closed: the caller is told at once.
    pub(crate) fn push(&self, items: Vec<T>, weight: usize) -> Option<Arc<Slot<A>>> {
        let mut state = lock(&self.state);
        let grown = state.weight.saturating_add(weight);
        // A job that alone is over the bound may pass when nothing else waits.
        if state.closed || (grown > self.bound && !state.waiting.is_empty()) {
            return None;
        }
        let slot = Arc::new(Slot::new());
        state.waiting.push_back(Job { items, weight, slot: Arc::clone(&slot) });
        state.weight = grown;
        let idle = core::mem::take(&mut state.idle);
        drop(state);
        if idle {
            self.arrived.notify_one();
        }
        Some(slot)
    }

    /// Waits for jobs, at most so long, and takes as many of them as weigh no more than `most` together; at least one.
    pub(crate) fn take(&self, most: usize, at_most: Duration) -> Taken<T, A> {
        let mut state = lock(&self.state);
        if state.waiting.is_empty() && !state.closed {
            state.idle = true;
            state = match self.arrived.wait_timeout(state, at_most) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
            state.idle = false;
        }
        let (mut group, mut weight) = (Vec::with_capacity(state.waiting.len()), 0_usize);
        while let Some(job) = state.waiting.front() {
            weight = weight.saturating_add(job.weight);
            if weight > most && !group.is_empty() {
                break;
            }
            state.weight = state.weight.saturating_sub(job.weight);
            group.extend(state.waiting.pop_front());
        }
        match (group.is_empty(), state.closed) {
            (false, _) => Taken::Group(group),
            (true, true) => Taken::Closed,
            (true, false) => Taken::Nothing,
        }
    }

    /// Takes no more; what waits is still written.
    pub(crate) fn close(&self) {
        lock(&self.state).closed = true;
        self.arrived.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change is a single step, and no foreign code runs under the lock.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
