//! The language by its definition: set comprehensions over plain rules. It shares no code with the library, and is slow.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::collections::BTreeSet;

use phi_access::{Assurance, Confidentiality, Fact, Relationship};
use phi_types::{Action, Purpose};

pub(crate) type Set<T> = BTreeSet<T>;

/// A rule, written out. An empty set of roles, actions or purposes is all of them (forbids alone have that).
#[derive(Clone, Debug)]
pub(crate) struct Plain {
    pub(crate) id: String,
    pub(crate) permit: bool,
    pub(crate) roles: Set<&'static str>,
    pub(crate) actions: Set<Action>,
    pub(crate) purposes: Set<Purpose>,
    pub(crate) read: Set<usize>,
    pub(crate) write: Set<usize>,
    pub(crate) any_of: Set<Relationship>,
    pub(crate) needs: Set<Fact>,
    pub(crate) lacks: Set<Fact>,
    pub(crate) at_least: Confidentiality,
    pub(crate) at_most: Confidentiality,
    pub(crate) valid: (Option<i64>, Option<i64>),
    pub(crate) daily: Option<(i64, i64)>,
    pub(crate) network: Option<&'static str>,
    pub(crate) assurance: Assurance,
    pub(crate) liftable: bool,
    pub(crate) duty: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) roles: Set<&'static str>,
    pub(crate) action: Action,
    pub(crate) purpose: Purpose,
    pub(crate) asked: Set<usize>,
    pub(crate) unix: i64,
    pub(crate) network: Option<&'static str>,
    pub(crate) assurance: Assurance,
    pub(crate) relationships: Set<Relationship>,
    pub(crate) facts: Set<Fact>,
    pub(crate) confidentiality: Confidentiality,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) permit: bool,
    pub(crate) readable: Set<usize>,
    pub(crate) writable: Set<usize>,
    pub(crate) rule: Option<String>,
    pub(crate) duties: Set<&'static str>,
}

pub(crate) const ROLES: [&str; 4] = ["clerk", "nurse", "physician", "chief"];
const INHERITS: [(&str, &str); 2] = [("chief", "physician"), ("physician", "nurse")];
/// The field that is no PHI.
pub(crate) const NOT_PHI: usize = 4;

fn in_force(roles: &Set<&'static str>) -> Set<&'static str> {
    let mut all = roles.clone();
    for _ in INHERITS {
        let held = all.clone();
        all.extend(INHERITS.iter().filter(|(senior, _)| held.contains(senior)).map(|(_, junior)| *junior));
    }
    all
}

/// A purpose and everything that it is a case of, by the codes of HL7's tree.
fn general(purpose: Purpose) -> Set<&'static str> {
    let above = |code: &str| match code {
        "BTG" | "ERTREAT" => Some("ETREAT"),
        "ETREAT" | "COC" | "POPHLTH" | "CLINTRL" => Some("TREAT"),
        "HLEGAL" | "HQUALIMP" | "CAREMGT" => Some("HOPERAT"),
        "ELIGVER" => Some("COVERAGE"),
        "COVERAGE" | "CLMATTCH" => Some("HPAYMT"),
        "FAMRQT" => Some("PATRQT"),
        _ => None,
    };
    let mut all = Set::from([purpose.code()]);
    let mut at = purpose.code();
    while let Some(next) = above(at) {
        all.insert(next);
        at = next;
    }
    all
}

fn mask(rule: &Plain, action: Action) -> &Set<usize> {
    if matches!(action, Action::Create | Action::Update) { &rule.write } else { &rule.read }
}

fn subject_holds(rule: &Plain, request: &Request) -> bool {
    (rule.any_of.is_empty() || !rule.any_of.is_disjoint(&request.relationships))
        && rule.needs.is_subset(&request.facts)
        && rule.lacks.is_disjoint(&request.facts)
        && (rule.at_least..=rule.at_most).contains(&request.confidentiality)
}

fn asks_for_a_subject(rule: &Plain) -> bool {
    !(rule.any_of.is_empty() && rule.needs.is_empty() && rule.lacks.is_empty())
        || rule.at_least != Confidentiality::Unrestricted
        || rule.at_most != Confidentiality::VeryRestricted
}

fn asker_holds(rule: &Plain, request: &Request, action: Action) -> bool {
    let purposes = general(request.purpose);
    let (from, until) = rule.valid;
    let second = request.unix.rem_euclid(86_400);
    (rule.roles.is_empty() || !rule.roles.is_disjoint(&in_force(&request.roles)))
        && (rule.actions.is_empty() || rule.actions.contains(&action))
        && (rule.purposes.is_empty() || rule.purposes.iter().any(|purpose| purposes.contains(purpose.code())))
        && from.is_none_or(|from| request.unix >= from)
        && until.is_none_or(|until| request.unix < until)
        && rule.daily.is_none_or(|(from, to)| second >= from && second < to)
        && rule.network.is_none_or(|network| request.network == Some(network))
        && request.assurance >= rule.assurance
}

/// The rules that hold for an action. `best`: as if the subject were the best one to ask about.
fn holding<'a>(rules: &'a [Plain], request: &Request, action: Action, best: bool) -> Vec<&'a Plain> {
    let lifts = general(request.purpose).contains("ETREAT");
    let holds = |rule: &&Plain| {
        asker_holds(rule, request, action)
            && !(rule.liftable && lifts)
            && match (best, rule.permit) {
                (true, true) => true,
                (true, false) => !asks_for_a_subject(rule),
                (false, _) => subject_holds(rule, request),
            }
    };
    rules.iter().filter(holds).collect()
}

fn fields(rules: &[&Plain], action: Action, permit: bool) -> Set<usize> {
    rules.iter().filter(|rule| rule.permit == permit).flat_map(|rule| mask(rule, action)).copied().collect()
}

fn granted(rules: &[&Plain], action: Action) -> Set<usize> {
    &fields(rules, action, true) - &fields(rules, action, false)
}

/// The first forbid that took something that was asked for and would have been permitted.
fn culprit(rules: &[&Plain], request: &Request) -> Option<String> {
    let permitted = &fields(rules, request.action, true) & &request.asked;
    let hits = |rule: &&&Plain| !rule.permit && !mask(rule, request.action).is_disjoint(&permitted);
    rules.iter().filter(hits).map(|rule| rule.id.clone()).min()
}

pub(crate) fn answer(rules: &[Plain], request: &Request) -> Answer {
    let held = holding(rules, request, request.action, false);
    let mut mine = granted(&held, request.action);
    // Nobody has broken the glass in this world, so that purpose permits nothing.
    if mine.is_disjoint(&request.asked) || request.purpose == Purpose::BreakGlass {
        let best = holding(rules, request, request.action, true);
        let nobody = granted(&best, request.action).is_disjoint(&request.asked);
        let rule = culprit(if nobody { &best } else { &held }, request);
        let none = Answer { permit: false, readable: Set::new(), writable: Set::new(), rule, duties: Set::new() };
        return if request.purpose == Purpose::BreakGlass { Answer { rule: None, ..none } } else { none };
    }
    if !fields(&held, request.action, false).contains(&NOT_PHI) {
        mine.insert(NOT_PHI);
    }
    let writes = matches!(request.action, Action::Create | Action::Update);
    let other = if writes { Action::Read } else { Action::Update };
    let theirs = granted(&holding(rules, request, other, false), other);
    let (readable, writable) = if writes { (theirs, mine) } else { (mine, theirs) };
    let serving = || held.iter().filter(|rule| rule.permit && !mask(rule, request.action).is_disjoint(&request.asked));
    Answer {
        permit: true,
        readable,
        writable,
        rule: serving().map(|rule| rule.id.clone()).min(),
        duties: serving().filter_map(|rule| rule.duty).collect(),
    }
}
