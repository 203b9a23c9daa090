//! The two automata of all patterns.

use regex_automata::{
    MatchKind,
    hybrid::dfa::DFA,
    nfa::thompson::{NFA, WhichCaptures},
    util::syntax,
};

use super::{Rule, coarse::coarse, gate::Gate};

/// What each thread may spend on the states of the automaton of all patterns, and of that for ends. When one is full its states are
/// built anew: notes need some ten and five megabytes, and less than that costs twice the time.
const ANY_CACHE: usize = 13 << 20;
const CACHE: usize = 8 << 20;

/// Matches nothing.
const NEVER: &str = r"[a&&b]";

pub(super) struct Automata {
    /// Which patterns match at a place. It takes rare bytes for each other, so where it has read one the other is asked.
    pub(super) any: DFA,
    /// Where the match of one pattern ends.
    pub(super) one: DFA,
}

impl Automata {
    /// Compiles the rules.
    pub(super) fn new(rules: &[(&'static Rule, usize)]) -> Option<Self> {
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
        // A rule that waits is nothing to the first automaton; it keeps its number.
        let waits = |(rule, _): &(&Rule, usize)| Gate::of(rule.id, rule.pattern).is_some();
        let open = || rules.iter().zip(&patterns).map(|(rule, read)| if waits(rule) { &never } else { read });
        let build = |kind: MatchKind, nfa: NFA| {
            let config = DFA::config()
                .match_kind(kind)
                .starts_for_each_pattern(kind == MatchKind::LeftmostFirst)
                .cache_capacity(if kind == MatchKind::All { ANY_CACHE } else { CACHE })
                .skip_cache_capacity_check(true);
            DFA::builder().configure(config).build_from_nfa(nfa).ok()
        };
        let compiler = || {
            let mut compiler = NFA::compiler();
            let config = NFA::config().which_captures(WhichCaptures::None).nfa_size_limit(Some(64 << 20));
            compiler.configure(config.shrink(false));
            compiler
        };
        let any = || {
            let exact = compiler().build_many_from_hir(&open().collect::<Vec<_>>()).ok()?;
            build(MatchKind::All, coarse(&exact)?)
        };
        let one = || build(MatchKind::LeftmostFirst, compiler().build_many_from_hir(&patterns).ok()?);
        let (any, one) = side_by_side(any, one);
        Some(Self { any: any?, one: one? })
    }
}

/// Does both at once, where there is a thread to be had: reading patterns and making automata of them is most of what the command takes
/// to start.
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
