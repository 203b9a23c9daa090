//! Parts of a file in memory, done by as many threads as there are: each takes the next part when it is done with one, so that nobody hands
//! them over, and a thread that is slow for a while has fewer of them.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use super::{FileError, batch::MOST_WORKERS};

/// Does all parts on so many threads, this one included, and after an error no more. That a thread cannot be had makes it slower, and nothing
/// else; that one panics is the error `broken`.
pub(super) fn share<J>(
    workers: usize,
    parts: impl Iterator<Item = J> + Send,
    broken: FileError,
    act: impl Fn(J) -> Result<(), FileError> + Sync,
) -> Result<(), FileError> {
    let line = Mutex::new(Some(parts));
    let work = || {
        // The lock is held while a part is taken, and not while it is done.
        while let Some(part) = next(&line) {
            if let Err(error) = act(part) {
                lock(&line).take();
                return Err(error);
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let helpers: Vec<_> = (1..workers.clamp(1, MOST_WORKERS))
            .map_while(|_| thread::Builder::new().spawn_scoped(scope, work).ok())
            .collect();
        let mine = work();
        helpers.into_iter().fold(mine, |result, helper| result.and(helper.join().unwrap_or(Err(broken))))
    })
}

fn next<I: Iterator>(line: &Mutex<Option<I>>) -> Option<I::Item> {
    lock(line).as_mut()?.next()
}

fn lock<T>(line: &Mutex<T>) -> MutexGuard<'_, T> {
    line.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    use super::*;

    #[test]
    fn each_part_is_done_once_by_however_many() {
        for workers in [0, 1, 2, 7, 100] {
            let done: Vec<_> = (0..1000).map(|_| AtomicUsize::new(0)).collect();
            let result = share(workers, done.iter(), FileError::Refused, |part| {
                part.fetch_add(1, SeqCst);
                Ok(())
            });
            assert_eq!(result, Ok(()));
            assert!(done.iter().all(|part| part.load(SeqCst) == 1), "{workers} workers");
        }
    }

    #[test]
    fn an_error_ends_it_and_a_panic_is_one() {
        for workers in [1, 4] {
            let done = AtomicUsize::new(0);
            let result = share(workers, 0..1_000_000, FileError::Refused, |part| {
                done.fetch_add(1, SeqCst);
                if part == 3 { Err(FileError::Unsealable) } else { Ok(()) }
            });
            assert_eq!(result, Err(FileError::Unsealable));
            assert!(done.load(SeqCst) < 1_000_000, "{workers} workers");
        }
        let caller = thread::current().id();
        let panicked = AtomicUsize::new(0);
        let result = share(2, 0.., FileError::Refused, |_: u32| {
            if thread::current().id() == caller {
                // Ends when the other one has panicked.
                return if panicked.load(SeqCst) > 0 { Err(FileError::Entropy) } else { Ok(()) };
            }
            panicked.fetch_add(1, SeqCst);
            panic!("a defect of a worker")
        });
        assert_eq!(result, Err(FileError::Entropy), "the caller's own error comes first");
        let result = share(2, 0..50, FileError::Refused, |_: u32| {
            if thread::current().id() == caller {
                while panicked.load(SeqCst) < 2 {
                    thread::yield_now();
                }
                return Ok(());
            }
            panicked.fetch_add(1, SeqCst);
            panic!("a defect of a worker")
        });
        assert_eq!(result, Err(FileError::Refused));
    }
}
