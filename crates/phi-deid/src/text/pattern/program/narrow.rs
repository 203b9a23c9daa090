//! The same patterns with one way for each byte.
//!
//! An automaton that builds its states as texts need them goes through all ways of all patterns for each new one, and learning states
//! was half the time of the first hundreds of notes. Here the ways of one pattern are joined beforehand, where that does not make it
//! much larger: a pattern then stands at one state, and what it asks of its surroundings. Which matches there are stays the same;
//! which of two the pattern prefers is lost.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::graph::{Graph, State};

/// How many times as many states joining the ways of a pattern may make.
const MOST: usize = 4;

pub(super) fn narrow(graph: &Graph) -> Graph {
    let mut narrow = Graph::default();
    for start in &graph.starts {
        let from = narrow.states.len();
        let joined = Join::of(graph, *start).unwrap_or_else(|| copy(graph, *start));
        narrow.starts.push(from + joined.starts.first().copied().unwrap_or(0));
        narrow.states.extend(joined.states.iter().filter_map(|state| state.led(|next| Some(from + next))));
    }
    narrow
}

/// What can be reached from a state.
fn reached(graph: &Graph, start: usize) -> Vec<usize> {
    let (mut all, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(at) = open.pop() {
        if all.insert(at) {
            open.extend(graph.states.get(at).map(State::nexts).unwrap_or_default());
        }
    }
    all.into_iter().collect()
}

/// One pattern as it is.
fn copy(graph: &Graph, start: usize) -> Graph {
    let all = reached(graph, start);
    let to = |next: usize| all.binary_search(&next).ok();
    let states = all.iter().filter_map(|at| graph.states.get(*at)?.led(to)).collect();
    Graph { states, starts: vec![to(start).unwrap_or(0)] }
}

/// The states that a pattern may stand at all at once: none of them leads on without a byte or a look.
type Stand = Vec<usize>;

struct Join<'g> {
    graph: &'g Graph,
    joined: Graph,
    places: HashMap<Stand, usize>,
    open: Vec<(usize, Stand)>,
}

impl<'g> Join<'g> {
    /// One pattern, unless it becomes too large.
    fn of(graph: &'g Graph, start: usize) -> Option<Graph> {
        let most = MOST * reached(graph, start).len();
        let mut join = Self { graph, joined: Graph::default(), places: HashMap::new(), open: Vec::new() };
        let start = join.place([start]);
        join.joined.starts.push(start);
        while let Some((place, stand)) = join.open.pop() {
            join.join(place, &stand);
            if join.joined.states.len() > most {
                return None;
            }
        }
        Some(join.joined)
    }

    /// Where the state stands that joins these and what they lead to without a byte.
    fn place(&mut self, states: impl IntoIterator<Item = usize>) -> usize {
        let (mut seen, mut open) = (BTreeSet::new(), states.into_iter().collect::<Vec<_>>());
        while let Some(at) = open.pop() {
            if seen.insert(at)
                && let Some(State::Union(all)) = self.graph.states.get(at)
            {
                open.extend(all);
            }
        }
        let leads = |at: &usize| !matches!(self.graph.states.get(*at), Some(State::Union(_) | State::Fail) | None);
        let stand: Stand = seen.into_iter().filter(leads).collect();
        if let Some(place) = self.places.get(&stand) {
            return *place;
        }
        let place = self.put(State::Fail);
        self.places.insert(stand.clone(), place);
        self.open.push((place, stand));
        place
    }

    fn put(&mut self, state: State) -> usize {
        self.joined.states.push(state);
        self.joined.states.len() - 1
    }

    fn join(&mut self, place: usize, stand: &Stand) {
        let (mut steps, mut looks, mut parts) = (Vec::new(), BTreeMap::<u32, Vec<usize>>::new(), Vec::new());
        for state in stand.iter().filter_map(|at| self.graph.states.get(*at)) {
            match state {
                State::Steps(all) => steps.extend(all.iter().copied()),
                State::Look(look, next) => looks.entry(*look).or_default().push(*next),
                State::Match(_) if !parts.contains(state) => parts.push(state.clone()),
                _ => {}
            }
        }
        let steps = self.steps(&steps);
        if !steps.is_empty() {
            parts.push(State::Steps(steps));
        }
        for (look, nexts) in looks {
            let next = self.place(nexts);
            parts.push(State::Look(look, next));
        }
        let state = if parts.len() > 1 {
            State::Union(parts.into_iter().map(|part| self.put(part)).collect())
        } else {
            parts.pop().unwrap_or(State::Fail)
        };
        if let Some(slot) = self.joined.states.get_mut(place) {
            *slot = state;
        }
    }

    /// One step for each byte.
    fn steps(&mut self, steps: &[(u8, u8, usize)]) -> Vec<(u8, u8, usize)> {
        let edges: BTreeSet<u16> =
            steps.iter().flat_map(|(start, end, _)| [u16::from(*start), u16::from(*end) + 1]).collect();
        let mut joined: Vec<(u8, u8, usize)> = Vec::new();
        for (start, end) in edges.iter().zip(edges.iter().skip(1)) {
            let (Ok(start), Ok(end)) = (u8::try_from(*start), u8::try_from(*end - 1)) else { continue };
            let to: BTreeSet<usize> =
                steps.iter().filter(|step| step.0 <= start && end <= step.1).map(|step| step.2).collect();
            if to.is_empty() {
                continue;
            }
            let next = self.place(to);
            match joined.last_mut() {
                Some(last) if last.2 == next && u16::from(last.1) + 1 == u16::from(start) => last.1 = end,
                _ => joined.push((start, end, next)),
            }
        }
        joined
    }
}
