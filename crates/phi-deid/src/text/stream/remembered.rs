//! What the first pass over a long text has seen, so that the second need not see it again: twelve bytes for each find.

use std::collections::HashMap;

use phi_types::IdentifierClass;

use crate::text::{
    Evidence, Seen,
    span::{Confidence, Found, Span, Write},
    table::Columns,
};

/// Sections in order, as far as there is room.
pub(super) struct Remembered {
    sections: Vec<Option<Box<Section>>>,
    /// How many bytes of finds may still come.
    room: usize,
    rules: Numbered<&'static str>,
    writes: Numbered<Write>,
}

impl Remembered {
    pub(super) fn with_room(room: usize) -> Self {
        Self { sections: Vec::new(), room, rules: Numbered::default(), writes: Numbered::default() }
    }

    pub(super) const fn len(&self) -> usize {
        self.sections.len()
    }

    /// Takes in what was seen in the next section, if there is room.
    pub(super) fn push(&mut self, seen: Seen) {
        let section = self.section(seen);
        self.sections.push(section.map(Box::new));
    }

    /// What was seen in a section, which is forgotten.
    pub(super) fn take(&mut self, section: usize) -> Option<Seen> {
        let Section { finds, columns, evidence, likely, known } = *self.sections.get_mut(section)?.take()?;
        let found: Option<Vec<Found>> = finds.iter().map(|find| self.found(*find)).collect();
        let settled = finds.iter().map(|find| find.facts & SETTLED != 0).collect();
        Some(Seen { found: found?, settled, columns, evidence, likely, known })
    }

    fn section(&mut self, seen: Seen) -> Option<Section> {
        let Seen { found, settled, columns, evidence, likely, known } = seen;
        let left = self.room.checked_sub(found.len() * size_of::<Find>())?;
        let mut finds = Vec::with_capacity(found.len());
        for (f, is_settled) in found.iter().zip(&settled) {
            finds.push(self.find(f, *is_settled)?);
        }
        self.room = left;
        Some(Section { finds, columns, evidence, likely, known })
    }

    fn find(&mut self, f: &Found, is_settled: bool) -> Option<Find> {
        let class = u16::try_from(f.span.class.position()).ok()?;
        let confidence = CONFIDENCES.iter().position(|confidence| *confidence == f.span.confidence)?;
        let confidence = u16::try_from(confidence).ok()?;
        Some(Find {
            start: u32::try_from(f.span.start).ok()?,
            len: u16::try_from(f.span.len()).ok()?,
            rule: self.rules.number(f.span.rule)?,
            write: self.writes.number(f.write)?,
            facts: class << 3 | confidence << 1 | u16::from(is_settled),
        })
    }

    fn found(&self, find: Find) -> Option<Found> {
        let start = find.start as usize;
        let span = Span {
            start,
            end: start + usize::from(find.len),
            class: IdentifierClass::ALL.get(usize::from(find.facts >> 3)).copied()?,
            rule: self.rules.value(find.rule)?,
            confidence: CONFIDENCES.get(usize::from(find.facts >> 1 & 0b11)).copied()?,
        };
        Some(Found { span, write: self.writes.value(find.write)? })
    }
}

/// What was seen in a section.
struct Section {
    finds: Vec<Find>,
    columns: Option<Columns>,
    evidence: Evidence,
    likely: bool,
    known: Option<bool>,
}

/// A find with its rule and what is written for it by their numbers.
#[derive(Clone, Copy)]
struct Find {
    start: u32,
    len: u16,
    rule: u16,
    write: u16,
    /// Its class, how sure it is, and whether it is [`SETTLED`].
    facts: u16,
}

const SETTLED: u16 = 1;

const CONFIDENCES: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

/// Values that come again and again, by the order in which they first came.
struct Numbered<V> {
    values: Vec<V>,
    numbers: HashMap<V, u16>,
}

impl<V> Default for Numbered<V> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::new() }
    }
}

impl<V: Copy + Eq + core::hash::Hash> Numbered<V> {
    fn number(&mut self, value: V) -> Option<u16> {
        if let Some(number) = self.numbers.get(&value) {
            return Some(*number);
        }
        let number = u16::try_from(self.values.len()).ok()?;
        self.values.push(value);
        self.numbers.insert(value, number);
        Some(number)
    }

    fn value(&self, number: u16) -> Option<V> {
        self.values.get(usize::from(number)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Generalised;

    fn seen(shift: usize) -> Seen {
        let found = |at: usize| {
            let class = IdentifierClass::ALL[at % 18];
            let rule = ["date.numeric", "name.title", "other.id"][at % 3];
            let span = Span {
                start: at * 9 + shift,
                end: at * 9 + at % 8 + shift,
                class,
                rule,
                confidence: CONFIDENCES[at % 3],
            };
            let write =
                if at.is_multiple_of(3) { Write::Tag } else { Write::Date(Generalised::Year(1_900 + at as i32)) };
            Found { span, write }
        };
        let found: Vec<Found> = (0..99).map(found).collect();
        let settled = (0..99).map(|at| at % 5 == 0).collect();
        let columns = Some(vec![None, Some(IdentifierClass::Name)]);
        Seen { found, settled, columns, evidence: Evidence::default(), likely: true, known: Some(false) }
    }

    #[test]
    fn what_is_remembered_is_what_was_seen() {
        assert_eq!(size_of::<Find>(), 12);
        let mut remembered = Remembered::with_room(99 * 12 * 2 + 1);
        (0..4).for_each(|section| remembered.push(seen(section * 70_000)));
        assert_eq!(remembered.len(), 4);
        for section in 0..2 {
            let (again, first) = (remembered.take(section).unwrap(), seen(section * 70_000));
            assert_eq!(format!("{:?}", again.found), format!("{:?}", first.found));
            assert_eq!((again.settled, again.columns), (first.settled, first.columns));
            assert_eq!((again.likely, again.known), (first.likely, first.known));
            assert!(remembered.take(section).is_none());
        }
        assert!(remembered.take(2).is_none() && remembered.take(4).is_none());
    }
}
