//! The allocator that looks into freed blocks.
//!
//! The only `unsafe` of the project outside its dependencies stands in this file and in `count.rs`.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    ptr,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicPtr, AtomicUsize, Ordering::SeqCst},
    },
};

/// How many canaries may be watched for at a time.
const MOST: usize = 4;

/// Each points to a `&'static [u8]` or to nothing. One pointer, so that no thread ever sees the start of one canary with the
/// length of another.
static CANARIES: [AtomicPtr<&'static [u8]>; MOST] = [const { AtomicPtr::new(ptr::null_mut()) }; MOST];
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
        // SAFETY: the block is still allocated and of the layout's size.
        unsafe { search(block, layout.size()) };
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
                ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
        }
        moved
    }
}

/// # Safety
/// `size` bytes from `block` are readable.
unsafe fn search(block: *const u8, size: usize) {
    for canary in &CANARIES {
        // SAFETY: only `Watch` stores here: nothing, or a pointer into a static.
        let Some(canary) = (unsafe { canary.load(SeqCst).as_ref() }) else { continue };
        SEARCHED.fetch_add(1, SeqCst);
        let Some(last) = size.checked_sub(canary.len()) else { continue };
        // Volatile, since a block may hold padding that is initialised for the machine and not for the compiler.
        // SAFETY: `start + at` is below `size`.
        let at = |start: usize, at: usize| unsafe { ptr::read_volatile(block.add(start + at)) };
        if (0..=last).any(|start| canary.iter().enumerate().all(|(offset, byte)| at(start, offset) == *byte)) {
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
        for (canary, slot) in canaries.iter().zip(&CANARIES) {
            slot.store(ptr::from_ref(canary).cast_mut(), SeqCst);
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
        for slot in &CANARIES {
            slot.store(ptr::null_mut(), SeqCst);
        }
    }
}
