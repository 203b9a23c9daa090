//! One value that is replaced as a whole while others read it.

use alloc::sync::Arc;

use crate::sync::{PoisonError, RwLock};

/// Holds a value that readers take as it is at one instant, and that is only ever replaced as a whole.
pub(crate) struct Swap<T>(RwLock<Arc<T>>);

impl<T> Swap<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(RwLock::new(Arc::new(value)))
    }

    /// The value now. It stays what it is, whatever comes after.
    pub(crate) fn load(&self) -> Arc<T> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts the next value in the place of this one. Nothing comes in between.
    pub(crate) fn update(&self, mut next: impl FnMut(&T) -> T) {
        let mut value = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *value = Arc::new(next(&value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every interleaving that shuttle finds, of two who replace and two who read.
    #[test]
    fn what_is_read_is_one_value_and_no_replacement_is_lost() {
        shuttle::check_random(
            || {
                // Both halves of a value say the same, as a policy and its digest do.
                let swap = Arc::new(Swap::new((0_u32, 0_u32)));
                let replace = |swap: &Arc<Swap<(u32, u32)>>| {
                    let swap = Arc::clone(swap);
                    shuttle::thread::spawn(move || {
                        for _ in 0..3 {
                            swap.update(|(one, other)| (one + 1, other + 1));
                        }
                    })
                };
                let read = |swap: &Arc<Swap<(u32, u32)>>| {
                    let swap = Arc::clone(swap);
                    shuttle::thread::spawn(move || {
                        let mut last = 0;
                        for _ in 0..4 {
                            let value = swap.load();
                            shuttle::thread::yield_now();
                            assert_eq!(value.0, value.1);
                            assert!(value.0 >= last);
                            last = value.0;
                        }
                    })
                };
                let threads = [replace(&swap), replace(&swap), read(&swap), read(&swap)];
                threads.into_iter().for_each(|thread| thread.join().unwrap());
                assert_eq!(*swap.load(), (6, 6));
            },
            2000,
        );
    }
}
