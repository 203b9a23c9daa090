//! The allocator that looks into freed blocks.
//!
//! The only `unsafe` of the project outside its dependencies stands in this file.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    slice,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicPtr, AtomicUsize, Ordering::SeqCst},
    },
};

/// How many canaries may be watched for at a time.
const MOST: usize = 4;

static CANARIES: [(AtomicPtr<u8>, AtomicUsize); MOST] =
    [const { (AtomicPtr::new(std::ptr::null_mut()), AtomicUsize::new(0)) }; MOST];
static FOUND: AtomicUsize = AtomicUsize::new(0);
static SEARCHED: AtomicUsize = AtomicUsize::new(0);
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A global allocator that hands everything to the system's and searches what is freed.
pub struct Spy;

// SAFETY: every call is passed on to `System` with the arguments that came. A block is read only between its allocation and
// its release. The search neither allocates nor panics.
unsafe impl GlobalAlloc for Spy {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that whatever is found in a block was written through this allocation and not left by an earlier one.
        // SAFETY: the caller vouches for the layout.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is still allocated, of the layout's size, and initialised since `alloc` zeroes.
        search(unsafe { slice::from_raw_parts(block, layout.size()) });
        // SAFETY: the caller vouches for block and layout.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the alignment is that of a valid layout, and the caller vouches for the size.
        let moved = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !moved.is_null() {
            // SAFETY: both blocks are live and distinct, and at least as large as what is copied. The old one is the
            // caller's, with its layout.
            unsafe {
                std::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
        }
        moved
    }
}

fn search(block: &[u8]) {
    for (start, length) in &CANARIES {
        let length = length.load(SeqCst);
        if length == 0 || block.len() < length {
            continue;
        }
        SEARCHED.fetch_add(1, SeqCst);
        // SAFETY: a `Watch` sets length after start and clears it first; it borrows the canary for as long as it is on,
        // and its lock keeps any other watch out. Other threads of the test run hold no watch, they only free blocks.
        let canary = unsafe { slice::from_raw_parts(start.load(SeqCst), length) };
        if block.windows(length).any(|part| part == canary) {
            FOUND.fetch_add(1, SeqCst);
        }
    }
}

/// While it lives, freed blocks are searched. One at a time in the whole process.
pub struct Watch {
    _lock: MutexGuard<'static, ()>,
}

impl Watch {
    /// Watches for canaries of at least eight bytes: a shorter one turns up by chance.
    ///
    /// They are statics, since a canary that is freed itself would be found.
    ///
    /// # Panics
    /// On no canary, too many, or too short ones.
    #[must_use]
    pub fn for_canaries(canaries: &'static [&'static [u8]]) -> Self {
        // A test that failed while it watched leaves the lock poisoned and the watch cleared.
        let lock = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(!canaries.is_empty() && canaries.len() <= MOST && canaries.iter().all(|canary| canary.len() >= 8));
        FOUND.store(0, SeqCst);
        SEARCHED.store(0, SeqCst);
        for (canary, (start, length)) in canaries.iter().zip(&CANARIES) {
            start.store(canary.as_ptr().cast_mut(), SeqCst);
            length.store(canary.len(), SeqCst);
        }
        Self { _lock: lock }
    }

    /// How many freed blocks held a canary since the last time that this was asked.
    #[must_use]
    pub fn found(&self) -> usize {
        FOUND.swap(0, SeqCst)
    }

    /// How many blocks were searched so far: none would mean that nothing was looked at.
    #[must_use]
    pub fn searched(&self) -> usize {
        SEARCHED.load(SeqCst)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        for (_, length) in &CANARIES {
            length.store(0, SeqCst);
        }
    }
}
