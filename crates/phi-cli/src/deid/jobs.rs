//! Many documents at once, answers in the order of the questions.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

/// Works on all items of a round, and gives each back with its result, in their order.
pub(crate) type Round<'r, T, R> = dyn FnMut(Vec<T>) -> Vec<(T, R)> + 'r;

/// Lets `lead` put rounds of items to up to `jobs` hands. The hands stay from round to round: what a thread has learned of the words
/// of a text is worth keeping, and takes memory that new threads would take again.
pub(crate) fn in_rounds<T: Send, R: Send, A>(
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
    lead: impl FnOnce(&mut Round<'_, T, R>) -> A,
) -> A {
    let alone = |item: T| {
        let result = work(&item);
        (item, result)
    };
    if jobs < 2 {
        return lead(&mut |items| items.into_iter().map(alone).collect());
    }
    let (give, taken) = mpsc::channel::<(usize, T)>();
    let (answer, answers) = mpsc::channel::<(usize, Result<(T, R), Box<dyn Any + Send>>)>();
    let taken = Mutex::new(taken);
    let hand = |answer: mpsc::Sender<_>| {
        let next = || taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
        while let Ok((at, item)) = next() {
            let done = catch_unwind(AssertUnwindSafe(|| alone(item)));
            if answer.send((at, done)).is_err() {
                return;
            }
        }
    };
    let hand = &hand;
    thread::scope(|scope| {
        let mut hands = 0;
        let done = lead(&mut |items| {
            let count = items.len();
            // No more than there is work for.
            while hands < jobs.min(count) {
                let answer = answer.clone();
                scope.spawn(move || hand(answer));
                hands += 1;
            }
            for item in items.into_iter().enumerate() {
                // The hands wait for items until this side is dropped.
                let _ = give.send(item);
            }
            let mut all: Vec<_> = answers.iter().take(count).collect();
            all.sort_by_key(|(at, _)| *at);
            // The worker's own panic goes on: an answer must not be left out silently.
            all.into_iter().map(|(_, done)| done.unwrap_or_else(|panic| resume_unwind(panic))).collect()
        });
        // So they end. It is dropped here as well if a panic goes on.
        drop(give);
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_kept() {
        for jobs in [1, 2, 7] {
            let rounds =
                in_rounds(jobs, |n: &usize| n * 2, |round| [1000, 0, 1, 5].map(|len| round((0..len).collect())));
            for (round, len) in rounds.into_iter().zip([1000, 0, 1, 5]) {
                assert_eq!(round, (0..len).map(|n| (n, n * 2)).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_hands_stay_from_round_to_round() {
        let work = |_: &u8| thread::current().id();
        let seen = in_rounds(2, work, |round| (0..50).flat_map(|_| round(vec![0, 1, 2])).collect::<Vec<_>>());
        let threads: std::collections::HashSet<_> = seen.into_iter().map(|(_, thread)| thread).collect();
        assert!((1..=2).contains(&threads.len()));
    }

    #[test]
    fn a_panic_of_a_hand_goes_on() {
        for jobs in [1, 3] {
            let run = || in_rounds(jobs, |n: &u8| assert!(*n != 3, "no three"), |round| round(vec![1, 2, 3, 4]).len());
            assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        }
    }
}
