//! Answers that are worked out before they are asked for.
//!
//! Most cells ask one or two things of the subject, whatever the number of their rules. For these, each combination of yes and no has its
//! answer ready, and a decision is a look-up. Whatever is not of this kind is added up when it is asked, with the same result.

use alloc::vec::Vec;

use phi_types::{Action, Purpose, record::FieldMask};

use crate::{
    bits::writes,
    duties::Duties,
    ruling::Exemption,
    stance::{Asks, Stance},
    table::{Group, Slot},
};

/// Where one permit alone decides: all that the decision says, but for the rule where several are behind the permit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    /// Whatever is asked for has to be in here, or this is no answer.
    granted: FieldMask,
    pub(crate) readable: FieldMask,
    pub(crate) writable: FieldMask,
    pub(crate) duties: Duties,
    /// The group that decides, as it lies among the permits of the cell.
    group: u32,
    /// The rule that decides, or [`SEVERAL`].
    rule: u32,
    pub(crate) accounting: bool,
    pub(crate) exemption: Option<Exemption>,
}

impl Answer {
    /// Where nothing is known beforehand.
    const NONE: Self = Self {
        granted: FieldMask::EMPTY,
        readable: FieldMask::EMPTY,
        writable: FieldMask::EMPTY,
        duties: Duties::NONE,
        group: 0,
        rule: SEVERAL,
        accounting: false,
        exemption: None,
    };
}

/// Which of several rules it is depends on the fields that are asked for.
const SEVERAL: u32 = u32::MAX;

/// What has to be asked about a slot, and where its answers are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// The first question, here since most slots have no other; what holds for every subject of the tenant where there is none.
    first: Asks,
    further: (u32, u32),
    answers: u32,
}

impl Known {
    /// No answer is known: there are none that far.
    const NOTHING: Self = Self { first: Asks::NOTHING, further: (0, 0), answers: u32::MAX };
}

/// More questions than this are answered when they come: the answers double with each.
const MOST: usize = 3;

/// The answers of all slots of a table.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// One for each slot, in their order.
    known: Vec<Known>,
    further: Vec<Asks>,
    answers: Vec<Answer>,
}

impl Answers {
    /// Works out the answers of the next slot from its permits, those for the other way round, and what forbids take away from both.
    pub(crate) fn work_out(
        &mut self,
        slot: &Slot,
        (action, purpose): (Action, Purpose),
        here: &[Group],
        other: &[Group],
    ) {
        // A purpose is no override: whether the glass has been broken is asked with every decision.
        let may_be = purpose != Purpose::BreakGlass;
        let known = if may_be { self.known(slot, action, here, other) } else { None }.unwrap_or(Known::NOTHING);
        self.known.push(known);
    }

    fn known(&mut self, slot: &Slot, action: Action, here: &[Group], other: &[Group]) -> Option<Known> {
        let mut questions: Vec<Asks> = Vec::new();
        for group in here.iter().chain(other) {
            if !group.any_subject && !questions.contains(&group.asks) {
                questions.push(group.asks);
            }
        }
        let foreseen = slot.here.is_plain() && slot.other.is_plain() && questions.len() <= MOST;
        if !foreseen || here.iter().chain(other).any(|group| !group.any_time) {
            return None;
        }
        if questions.is_empty() {
            questions.push(Asks::NOTHING);
        }
        let (begin, answers) = (self.further.len() as u32, self.answers.len() as u32);
        for pattern in 0_u32..1 << questions.len() {
            let holds = |group: &Group| match questions.iter().position(|asks| *asks == group.asks) {
                Some(at) => pattern & 1 << at != 0,
                None => true,
            };
            let mut holding = (0_u32..).zip(here).filter(|(_, group)| holds(group));
            let answer = match (holding.next(), holding.next()) {
                (Some((at, group)), None) => {
                    let of_other = other.iter().filter(|group| holds(group));
                    let of_other = of_other.fold(FieldMask::EMPTY, |mask, group| mask.union(group.mask));
                    answer(slot, action, (at, group), of_other.without(slot.other.taken))
                }
                // Nobody permits, or several do: then it matters which fields are asked for.
                _ => Answer::NONE,
            };
            self.answers.push(answer);
        }
        self.further.extend(questions.get(1..).unwrap_or_default());
        let further = (begin, self.further.len() as u32);
        questions.first().map(|first| Known { first: *first, further, answers })
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.known.shrink_to_fit();
        self.further.shrink_to_fit();
        self.answers.shrink_to_fit();
    }

    /// The answer about a slot for a subject of the tenant, if it is known and grants any of the fields.
    #[inline(always)]
    pub(crate) fn find(&self, slot: usize, stance: Stance, fields: FieldMask) -> Option<&Answer> {
        let known = self.known.get(slot)?;
        let mut pattern = usize::from(known.first.hold(stance));
        if known.further.0 != known.further.1 {
            pattern |= self.further(known, stance) << 1;
        }
        // Checked: where addresses have 32 bits, no answer must not wrap around to the first one.
        let answer = self.answers.get((known.answers as usize).checked_add(pattern)?)?;
        if answer.granted.intersection(fields).is_empty() { None } else { Some(answer) }
    }

    #[inline(never)]
    fn further(&self, known: &Known, stance: Stance) -> usize {
        let questions = self.further.get(known.further.0 as usize..known.further.1 as usize).unwrap_or_default();
        questions.iter().rev().fold(0, |pattern, asks| pattern << 1 | usize::from(asks.hold(stance)))
    }
}

impl Answer {
    /// The rule behind it, or the group among whose rules it is.
    #[inline(always)]
    pub(crate) const fn rule(&self) -> Result<u32, u32> {
        if self.rule == SEVERAL { Err(self.group) } else { Ok(self.rule) }
    }
}

fn answer(slot: &Slot, action: Action, (at, group): (u32, &Group), other: FieldMask) -> Answer {
    let (exemption, accounting) = slot.exempt(group.exemption);
    // What is no PHI comes along wherever a field that was asked for is granted; forbids still take it away.
    let here = slot.shown(group.mask.union(slot.not_phi).without(slot.here.taken));
    let other = slot.shown(other);
    let (readable, writable) = if writes(action) { (other, here) } else { (here, other) };
    Answer {
        granted: group.mask.without(slot.here.taken),
        readable,
        writable,
        duties: group.duties.with_extras(accounting, false),
        group: at,
        rule: group.only_rule().unwrap_or(SEVERAL),
        accounting,
        exemption,
    }
}
