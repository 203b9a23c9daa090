//! The states of an automaton and where they lead.

use regex_automata::nfa::thompson::{self, NFA};

/// An automaton whose states are known by their number.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub(super) states: Vec<State>,
    /// Where each pattern begins.
    pub(super) starts: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum State {
    /// By ranges of bytes, in rising order.
    Steps(Vec<(u8, u8, usize)>),
    /// Where what stands around a place is as it asks.
    Look(u32, usize),
    Union(Vec<usize>),
    Fail,
    /// The pattern that matches.
    Match(u32),
}

impl Graph {
    pub(super) fn of(nfa: &NFA) -> Self {
        let start = |pattern| nfa.start_pattern(pattern).map_or(0, |start| start.as_usize());
        Self { states: nfa.states().iter().map(State::of).collect(), starts: nfa.patterns().map(start).collect() }
    }
}

impl State {
    fn of(state: &thompson::State) -> Self {
        let step = |step: &thompson::Transition| (step.start, step.end, step.next.as_usize());
        match state {
            thompson::State::ByteRange { trans } => Self::Steps(vec![step(trans)]),
            thompson::State::Sparse(sparse) => Self::Steps(sparse.transitions.iter().map(step).collect()),
            thompson::State::Dense(dense) => {
                let all = (0..=u8::MAX).zip(dense.transitions.iter());
                Self::Steps(all.map(|(byte, next)| (byte, byte, next.as_usize())).collect())
            }
            thompson::State::Look { look, next } => Self::Look(look.as_repr(), next.as_usize()),
            thompson::State::Union { alternates } => {
                Self::Union(alternates.iter().map(|next| next.as_usize()).collect())
            }
            thompson::State::BinaryUnion { alt1, alt2 } => Self::Union(vec![alt1.as_usize(), alt2.as_usize()]),
            // Nobody asks for groups: automata with them are not read again.
            thompson::State::Capture { next, .. } => Self::Union(vec![next.as_usize()]),
            thompson::State::Fail => Self::Fail,
            thompson::State::Match { pattern_id } => Self::Match(pattern_id.as_u32()),
        }
    }

    /// Where it leads, in its order.
    pub(super) fn nexts(&self) -> Vec<usize> {
        match self {
            Self::Steps(steps) => steps.iter().map(|step| step.2).collect(),
            Self::Look(_, next) => vec![*next],
            Self::Union(all) => all.clone(),
            Self::Fail | Self::Match(_) => Vec::new(),
        }
    }

    /// The same, led elsewhere.
    pub(super) fn led(&self, to: impl Fn(usize) -> Option<usize>) -> Option<Self> {
        Some(match self {
            Self::Steps(steps) => {
                Self::Steps(steps.iter().map(|step| Some((step.0, step.1, to(step.2)?))).collect::<Option<_>>()?)
            }
            Self::Look(look, next) => Self::Look(*look, to(*next)?),
            Self::Union(all) => Self::Union(all.iter().map(|next| to(*next)).collect::<Option<_>>()?),
            Self::Fail => Self::Fail,
            Self::Match(pattern) => Self::Match(*pattern),
        })
    }
}
