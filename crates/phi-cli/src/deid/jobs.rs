//! Many documents at once, answers in the order of the questions.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Works on each item with up to `jobs` threads and gives the results in the order of the items.
pub(crate) fn in_order<T: Sync, R: Send>(jobs: usize, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let jobs = jobs.min(items.len());
    if jobs < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let mut all: Vec<(usize, R)> = thread::scope(|scope| {
        let hands: Vec<_> = (0..jobs).map(|_| scope.spawn(take)).collect();
        hands
            .into_iter()
            .flat_map(|hand| match hand.join() {
                Ok(done) => done,
                // The worker's own panic goes on: an answer must not be left out silently.
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_kept() {
        let items: Vec<usize> = (0..1000).collect();
        for jobs in [1, 2, 7] {
            assert_eq!(in_order(jobs, &items, |n| n * 2), items.iter().map(|n| n * 2).collect::<Vec<_>>());
        }
        assert!(in_order(4, &[] as &[u8], |n| *n).is_empty());
    }
}
