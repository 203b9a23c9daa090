//! Which finds were left as they are: what is mended depends on the text, the place and the rule alone, so the same text leaves the
//! same find as it is a second time.

use crate::text::span::{Found, Span};

/// Of the finds of one text, those that were left as they are. Some of them may be forgotten.
pub(in crate::text) struct Settled {
    slots: Vec<Option<Span>>,
}

impl Settled {
    /// With room for so many.
    pub(super) fn with_room(finds: usize) -> Self {
        Self { slots: vec![None; (finds * 2).next_power_of_two()] }
    }

    fn place(&self, span: &Span) -> usize {
        span.start.wrapping_mul(5).wrapping_add(span.end.wrapping_mul(3)).wrapping_add(span.rule.len())
            & (self.slots.len() - 1)
    }

    pub(super) fn add(&mut self, span: Span) {
        let place = self.place(&span);
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = Some(span);
        }
    }

    /// Which of these finds are among them, in their order.
    pub(in crate::text) fn among(&self, found: &[Found]) -> Vec<bool> {
        let is_one = |f: &Found| {
            self.slots.get(self.place(&f.span)).and_then(Option::as_ref).is_some_and(|span| is_same(span, &f.span))
        };
        found.iter().map(is_one).collect()
    }
}

/// Whether the same is said of both.
pub(super) fn is_same(a: &Span, b: &Span) -> bool {
    a.start == b.start && a.end == b.end && a.class == b.class && core::ptr::eq(a.rule, b.rule)
}
