//! An allocator that counts what is held.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

static HELD: AtomicUsize = AtomicUsize::new(0);

/// A global allocator that hands everything to the system's and counts the bytes that are out.
pub struct Counts;

impl Counts {
    /// How many bytes are allocated and not freed, in the whole process.
    #[must_use]
    pub fn held() -> usize {
        HELD.load(Relaxed)
    }
}

// SAFETY: every call is passed on to `System` with the arguments that came. Counting neither allocates nor panics.
unsafe impl GlobalAlloc for Counts {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller vouches for the layout.
        let block = unsafe { System.alloc(layout) };
        if !block.is_null() {
            HELD.fetch_add(layout.size(), Relaxed);
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller vouches for block and layout.
        unsafe { System.dealloc(block, layout) };
        HELD.fetch_sub(layout.size(), Relaxed);
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller vouches for block, layout and size.
        let moved = unsafe { System.realloc(block, layout, size) };
        if !moved.is_null() {
            HELD.fetch_add(size, Relaxed);
            HELD.fetch_sub(layout.size(), Relaxed);
        }
        moved
    }
}
