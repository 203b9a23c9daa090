//! The two automata of all patterns.

use std::sync::OnceLock;

use regex_automata::{
    MatchKind,
    hybrid::dfa::DFA,
    nfa::thompson::{NFA, WhichCaptures},
    util::syntax,
};

use super::{Rule, coarse::coarse, gate::Gate, program, scan::in_order};
use crate::text::RULES;

/// What each thread may spend on the states of the automaton of all patterns, and of that for ends. When one is full its states are
/// built anew: notes need some ten and five megabytes, and less than that costs twice the time.
const ANY_CACHE: usize = 13 << 20;
const CACHE: usize = 8 << 20;

/// Both, made of the patterns as they stood when it was written.
static FILE: &[u8] = include_bytes!("../../../data/patterns.bin");

/// Matches nothing.
const NEVER: &str = r"[a&&b]";

pub(super) struct Automata {
    /// Which patterns match at a place. It takes rare bytes for each other, so where it has read one the other is asked.
    pub(super) any: DFA,
    /// Where the match of one pattern ends.
    pub(super) one: DFA,
}

impl Automata {
    /// Those of all rules, one for all engines of a process.
    pub(super) fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Automata>> = OnceLock::new();
        SHARED.get_or_init(|| Self::new(&in_order(RULES))).as_ref()
    }

    /// Those of these rules.
    fn new(rules: &[(&'static Rule, usize)]) -> Option<Self> {
        // The file is of other patterns where somebody has changed a rule and not written it anew.
        let [any, one] = taken_up(FILE, rules).or_else(|| made(rules))?;
        let build = |kind: MatchKind, nfa: NFA| {
            let config = DFA::config()
                .match_kind(kind)
                .starts_for_each_pattern(kind == MatchKind::LeftmostFirst)
                .cache_capacity(if kind == MatchKind::All { ANY_CACHE } else { CACHE })
                .skip_cache_capacity_check(true);
            DFA::builder().configure(config).build_from_nfa(nfa).ok()
        };
        Some(Self { any: build(MatchKind::All, any)?, one: build(MatchKind::LeftmostFirst, one)? })
    }
}

/// A rule that waits is nothing to the first automaton; it keeps its number.
fn is_open(rule: &Rule) -> bool {
    Gate::of(rule.id, rule.pattern).is_none()
}

fn digest(rules: &[(&'static Rule, usize)]) -> [u8; 32] {
    program::digest(rules.iter().map(|(rule, _)| (rule.pattern, is_open(rule))))
}

/// Both automata from the file.
fn taken_up(file: &[u8], rules: &[(&'static Rule, usize)]) -> Option<[NFA; 2]> {
    let (any, one) = program::of(file, &digest(rules))?;
    let (any, one) = side_by_side(|| program::read(any), || program::read(one));
    Some([any?, one?])
}

/// Both automata from the patterns.
fn made(rules: &[(&'static Rule, usize)]) -> Option<[NFA; 2]> {
    // Read once for both: read patterns take more memory than anything made of them.
    let read = |pattern: &str| syntax::parse(pattern).ok();
    let read_all = |rules: &[(&'static Rule, usize)]| -> Option<Vec<_>> {
        rules.iter().map(|(rule, _)| read(rule.pattern)).collect()
    };
    let (first, second) = rules.split_at_checked(rules.len() / 2)?;
    let (second, first) = side_by_side(|| read_all(second), || read_all(first));
    let (mut patterns, second) = (first?, second?);
    patterns.extend(second);
    let never = read(NEVER)?;
    let open = || rules.iter().zip(&patterns).map(|((rule, _), read)| if is_open(rule) { read } else { &never });
    let compiler = || {
        let mut compiler = NFA::compiler();
        let config = NFA::config().which_captures(WhichCaptures::None).nfa_size_limit(Some(64 << 20));
        compiler.configure(config.shrink(false));
        compiler
    };
    let any = || coarse(&compiler().build_many_from_hir(&open().collect::<Vec<_>>()).ok()?);
    let one = || compiler().build_many_from_hir(&patterns).ok();
    let (any, one) = side_by_side(any, one);
    Some([any?, one?])
}

/// What the file is to hold.
#[cfg(any(test, feature = "training"))]
pub(in crate::text) fn file() -> Option<Vec<u8>> {
    let rules = in_order(RULES);
    let [any, one] = made(&rules)?;
    Some(program::write(&digest(&rules), &any, &one))
}

/// Does both at once, where there is a thread to be had: it is most of what the command takes to start.
fn side_by_side<A: Send, B>(beside: impl Fn() -> Option<A> + Sync, here: impl FnOnce() -> B) -> (Option<A>, B) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().spawn_scoped(scope, &beside);
        let here = here();
        let beside = match thread {
            Ok(thread) => thread.join().ok().flatten(),
            Err(_) => beside(),
        };
        (beside, here)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_what_the_patterns_give() {
        let rules = in_order(RULES);
        assert!(taken_up(FILE, &rules).is_some(), "run `cargo run --release -p xtask -- patterns`");
        assert!(FILE == file().unwrap(), "run `cargo run --release -p xtask -- patterns`");
    }

    #[test]
    fn other_rules_are_made_anew() {
        let rules = in_order(RULES);
        let fewer = &rules[..9];
        assert!(taken_up(FILE, fewer).is_none());
        assert_eq!(Automata::new(fewer).unwrap().any.get_nfa().pattern_len(), 9);
    }
}
