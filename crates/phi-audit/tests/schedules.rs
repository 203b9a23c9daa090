//! The queue under a scheduler that tries many interleavings: the same source, with `shuttle`'s locks in place of std's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops when something is wrong"
)]

use std::sync::Arc;
use std::time::Duration;

use phi_types::gate::AuditUnavailable;
use shuttle::thread;

mod sync {
    pub(crate) use shuttle::sync::{Condvar, Mutex, MutexGuard};
    pub(crate) use std::sync::PoisonError;
}

#[allow(dead_code, unreachable_pub, reason = "the library's own source, seen from here")]
#[path = "../src/sink/queue.rs"]
mod queue;

use queue::{Queue, Slot, Taken};

const MINUTE: Duration = Duration::from_secs(60);

/// The committer: numbers the items in the order in which it gets them.
fn commit(queue: &Queue<u32, u64>) -> Vec<u32> {
    let mut written = Vec::new();
    loop {
        match queue.take(3, MINUTE) {
            Taken::Group(jobs) => {
                for job in jobs {
                    let first = written.len() as u64;
                    written.extend(&job.items);
                    job.slot.settle(Ok(first));
                }
            }
            Taken::Nothing => thread::yield_now(),
            Taken::Closed => return written,
        }
    }
}

fn everyone_is_answered() {
    let queue = Arc::new(Queue::new(4));
    let committer = {
        let queue = Arc::clone(&queue);
        thread::spawn(move || commit(&queue))
    };
    let callers: Vec<_> = (0..3_u32)
        .map(|caller| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                let items = vec![caller * 10, caller * 10 + 1];
                let slot = queue.push(items.clone(), 2)?;
                // One of them goes away without waiting.
                if caller == 2 {
                    return None;
                }
                Some((items, slot.wait(|| MINUTE).unwrap()))
            })
        })
        .collect();
    let answers: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
    queue.close();
    let written = committer.join().unwrap();
    for (items, first) in answers.into_iter().flatten() {
        assert_eq!(written[first as usize..first as usize + 2], items, "all of a job, at its place");
    }
    assert_eq!(written.len() % 2, 0, "all of a job or none");
    assert!(queue.push(vec![1], 1).is_none(), "closed");
}

fn the_first_answer_counts() {
    let slot = Arc::new(Slot::<u64>::new());
    let settlers: Vec<_> = [Ok(1), Err(AuditUnavailable), Ok(2)]
        .into_iter()
        .map(|answer| {
            let slot = Arc::clone(&slot);
            thread::spawn(move || slot.settle(answer))
        })
        .collect();
    let waiter = {
        let slot = Arc::clone(&slot);
        thread::spawn(move || slot.wait(|| MINUTE))
    };
    let first = waiter.join().unwrap();
    let won = settlers.into_iter().map(|settler| settler.join().unwrap()).filter(|won| *won).count();
    assert_eq!(won, 1);
    assert_eq!(slot.wait(|| MINUTE), first);
}

#[test]
fn everyone_is_answered_in_any_order_of_events() {
    shuttle::check_random(everyone_is_answered, 3000);
    shuttle::check_pct(everyone_is_answered, 1000, 4);
}

#[test]
fn the_first_answer_counts_in_any_order_of_events() {
    shuttle::check_random(the_first_answer_counts, 2000);
    shuttle::check_pct(the_first_answer_counts, 1000, 3);
}
