//! How automata become bytes.

use std::collections::HashMap;

use regex_automata::nfa::thompson::NFA;

use super::{
    FAIL, FORK, LOOK, MATCH, STEP, Set, UNION,
    graph::{Graph, State},
    narrow::narrow,
};

/// The file: the digest of the patterns, and both automata. Of the first nobody asks which of two ways a pattern prefers.
pub(in super::super) fn write(digest: &[u8], first: &NFA, second: &NFA) -> Vec<u8> {
    let mut file = digest.to_vec();
    for bytes in [automaton(&narrow(&Graph::of(first))), automaton(&Graph::of(second))] {
        number(bytes.len(), &mut file);
        file.extend(bytes);
    }
    file
}

/// One automaton. States that do the same and go on in the same way become one, as far as no loop leads through them.
pub(super) fn automaton(graph: &Graph) -> Vec<u8> {
    let mut order =
        Order { graph, places: vec![Place::New; graph.states.len()], kept: Vec::new(), same: HashMap::new() };
    let mut ends = Vec::new();
    for start in &graph.starts {
        order.take(*start);
        ends.push(order.kept.len());
    }
    let Order { places, kept, .. } = order;
    let place = |state: usize| match places.get(state) {
        Some(Place::At(place)) => *place,
        _ => 0,
    };
    let (mut sets, mut body) = (Sets::default(), Vec::new());
    number(kept.len(), &mut body);
    number(graph.starts.len(), &mut body);
    let mut at = 0;
    for (start, end) in graph.starts.iter().zip(ends) {
        number(end - at, &mut body);
        for state in kept.iter().take(end).skip(at) {
            write_state(state, at, place, &mut sets, &mut body);
            at += 1;
        }
        other(at, place(*start), &mut body);
    }
    let mut bytes = Vec::new();
    number(sets.all.len(), &mut bytes);
    for set in sets.all {
        number(set.len(), &mut bytes);
        bytes.extend(set.iter().flat_map(|range| [range.0, range.1]));
    }
    bytes.extend(body);
    bytes
}

/// Where a state is written.
#[derive(Clone, Copy)]
enum Place {
    New,
    /// Behind all that it leads to.
    Open,
    At(usize),
}

/// The order in which states are written: those that one leads to before it, save in loops.
struct Order<'g> {
    graph: &'g Graph,
    places: Vec<Place>,
    kept: Vec<&'g State>,
    /// Where one stands that does this and goes on there.
    same: HashMap<State, usize>,
}

impl Order<'_> {
    /// All that can be reached from a state.
    fn take(&mut self, start: usize) {
        let graph = self.graph;
        let mut open = vec![(start, false)];
        while let Some((at, is_done)) = open.pop() {
            let (Some(state), Some(place)) = (graph.states.get(at), self.places.get_mut(at)) else { continue };
            if !is_done {
                if matches!(place, Place::New) {
                    *place = Place::Open;
                    open.push((at, true));
                    open.extend(state.nexts().into_iter().rev().map(|next| (next, false)));
                }
                continue;
            }
            let new = self.kept.len();
            let known = state.led(|next| match self.places.get(next) {
                Some(Place::At(place)) => Some(*place),
                _ => None,
            });
            let place = known.map_or(new, |known| *self.same.entry(known).or_insert(new));
            if place == new {
                self.kept.push(state);
            }
            if let Some(slot) = self.places.get_mut(at) {
                *slot = Place::At(place);
            }
        }
    }
}

fn write_state(state: &State, at: usize, place: impl Fn(usize) -> usize, sets: &mut Sets, bytes: &mut Vec<u8>) {
    let mut nexts = state.nexts();
    let head = match state {
        State::Steps(steps) => {
            let set = sets.number(steps.iter().map(|step| (step.0, step.1)).collect());
            if nexts.windows(2).all(|pair| matches!(pair, [one, next] if one == next)) {
                nexts.truncate(1);
                vec![STEP + set]
            } else {
                vec![FORK, set]
            }
        }
        State::Look(look, _) => vec![LOOK, usize::try_from(*look).unwrap_or_default()],
        State::Union(all) => vec![UNION, all.len()],
        State::Fail => vec![FAIL],
        State::Match(_) => vec![MATCH],
    };
    head.into_iter().for_each(|each| number(each, bytes));
    nexts.into_iter().for_each(|next| other(at, place(next), bytes));
}

/// The sets of bytes, numbered as they are met.
#[derive(Default)]
struct Sets {
    all: Vec<Set>,
    known: HashMap<Set, usize>,
}

impl Sets {
    fn number(&mut self, set: Set) -> usize {
        let new = self.all.len();
        *self.known.entry(set).or_insert_with_key(|set| {
            self.all.push(set.clone());
            new
        })
    }
}

fn other(at: usize, other: usize, bytes: &mut Vec<u8>) {
    number(if other >= at { (other - at) << 1 } else { (at - other - 1) << 1 | 1 }, bytes);
}

fn number(mut number: usize, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
