//! The library against the definition of its language, over random policies and requests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test is a panic by design"
)]

mod oracle;
mod world;

use oracle::{Answer, Plain, Request, Set};
use phi_access::{AccessControl, Policy, Query, Register, Ruling};
use phi_types::{Action, Purpose, SubjectId};
use proptest::prelude::*;
use world::{Dice, Patient, fields, law, policy, request, rule, rules, session, set, standing};

const SUBJECT: SubjectId = SubjectId::from_bytes([1; 16]);

fn as_answer(ruling: &Ruling<'_>) -> Answer {
    let known = ["notify-privacy-officer", "watermark", "redact"];
    let owed: Set<_> = ruling.duties.iter().map(|one| one.duty.code()).collect();
    Answer {
        permit: ruling.is_permit(),
        readable: set(ruling.readable),
        writable: set(ruling.writable),
        rule: ruling.rule.map(ToString::to_string),
        duties: known.into_iter().filter(|duty| owed.contains(duty) && !(ruling.lifted && *duty == known[0])).collect(),
    }
}

/// What the library answers.
fn decide(access: &AccessControl<Register>, request: &Request) -> Answer {
    let who = session(request);
    let prepared = access.prepare(&who);
    let Some(record) = prepared.policy().record::<Patient>() else {
        return Answer { permit: false, readable: Set::new(), writable: Set::new(), rule: None, duties: Set::new() };
    };
    let fields = fields(&request.asked).mask();
    let query = Query { record, action: request.action, purpose: request.purpose, fields };
    as_answer(&prepared.decide(&who, &query, SUBJECT, &standing(request), request.unix))
}

fn access(rules: &[Plain]) -> AccessControl<Register> {
    AccessControl::new(policy(rules), Register::new())
}

/// The oracle's rules: those of the case, and the law's.
fn lawful(rules: &[Plain]) -> Vec<Plain> {
    rules.iter().cloned().chain([law()]).collect()
}

/// Runs pairs from a seed on, and answers how many were permitted.
fn agree(seeds: core::ops::Range<u64>, requests: usize) -> usize {
    let mut permitted = 0;
    for seed in seeds {
        let mut dice = Dice(seed);
        let rules = rules(&mut dice);
        let (access, lawful) = (access(&rules), lawful(&rules));
        for _ in 0..requests {
            let request = request(&mut dice);
            let (ours, theirs) = (decide(&access, &request), oracle::answer(&lawful, &request));
            // A forbid that was lifted notifies the privacy officer; the oracle does not speak of that.
            let mut expected = theirs;
            if ours.permit && !ours.duties.contains("notify-privacy-officer") {
                expected.duties.remove("notify-privacy-officer");
            }
            assert_eq!(ours, expected, "seed {seed}: {request:?}\n{rules:#?}");
            permitted += usize::from(ours.permit);
        }
    }
    permitted
}

#[test]
fn agrees_with_the_definition() {
    let permitted = agree(0..1500, 8);
    // A comparison of refusals alone would prove little.
    assert!((1200..9000).contains(&permitted), "{permitted}");
}

/// `PHI_LONG=1 cargo test --release -p phi-access --test reference -- --nocapture`
#[test]
fn a_million_pairs_agree() {
    if std::env::var_os("PHI_LONG").is_none() {
        println!("skipped: a million pairs take a minute in release; PHI_LONG=1 compares them");
        return;
    }
    let permitted = agree(1_000_000..1_100_000, 10);
    println!("1 000 000 pairs agree, {permitted} of them permitted");
}

/// Every policy of one permit and one forbid over 3 roles, 4 fields and 3 purposes, every asker, every set of fields.
#[test]
fn exhaustive_over_three_roles_four_fields_three_purposes() {
    let roles = ["clerk", "nurse", "chief"];
    let purposes = [Purpose::Treatment, Purpose::Payment, Purpose::Research];
    let subsets: Vec<Set<usize>> = (1..16_u8).map(|bits| (0..4).filter(|at| bits & 1 << at != 0).collect()).collect();
    let plain = |id: &str, permit, role, purpose, fields: &Set<usize>| Plain {
        id: id.into(),
        permit,
        roles: Set::from([role]),
        actions: Set::from([Action::Read]),
        purposes: Set::from([purpose]),
        read: fields.clone(),
        needs: Set::new(),
        lacks: Set::new(),
        ..law()
    };
    let mut decisions = 0;
    let some = |asked: &Set<usize>, role, purpose| Request {
        roles: Set::from([role]),
        action: Action::Read,
        purpose,
        asked: asked.clone(),
        unix: world::T.unix_timestamp(),
        network: None,
        assurance: phi_access::Assurance::Aal1,
        relationships: Set::new(),
        facts: Set::new(),
        confidentiality: phi_access::Confidentiality::Normal,
    };
    let sessions = roles.map(|role| session(&some(&subsets[0], role, purposes[0])));
    for role in roles {
        for purpose in purposes {
            for granted in &subsets {
                for (against, about) in roles.iter().flat_map(|role| purposes.map(|purpose| (*role, purpose))) {
                    // Without a forbid, and with each forbid of this role and purpose over a few sets of fields.
                    for forbidden in [None, Some(granted), subsets.first(), subsets.last()] {
                        let permit = plain("permit", true, role, purpose, granted);
                        let forbid = forbidden.map(|fields| plain("forbid", false, against, about, fields));
                        let rules: Vec<_> = [Some(permit), forbid].into_iter().flatten().collect();
                        let access = access(&rules);
                        for (asker, who) in roles.iter().zip(&sessions) {
                            let prepared = access.prepare(who);
                            let record = prepared.policy().record::<Patient>().unwrap();
                            for asking in purposes {
                                let asked = &subsets[decisions % 15];
                                let request = some(asked, asker, asking);
                                let fields = fields(asked).mask();
                                let query = Query { record, action: Action::Read, purpose: asking, fields };
                                let ruling = prepared.decide(who, &query, SUBJECT, &standing(&request), request.unix);
                                assert_eq!(as_answer(&ruling), oracle::answer(&rules, &request), "{rules:?}");
                                decisions += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(decisions, 9 * 15 * 9 * 4 * 9);
}

fn every_answer(rules: &[Plain], requests: &[Request]) -> Vec<Answer> {
    let access = access(rules);
    requests.iter().map(|request| decide(&access, request)).collect()
}

fn case(seed: u64) -> (Vec<Plain>, Vec<Request>, Plain) {
    let mut dice = Dice(seed);
    let rules = rules(&mut dice);
    let requests = (0..12).map(|_| request(&mut dice)).collect();
    (rules, requests, rule(&mut dice, 500))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn neither_order_nor_repetition_matters(seed: u64) {
        let (rules, requests, _) = case(seed);
        let now = every_answer(&rules, &requests);
        let backwards: Vec<_> = rules.iter().rev().cloned().collect();
        prop_assert_eq!(&every_answer(&backwards, &requests), &now);
        // A copy has a later name, so even the rule that decides stays the same.
        let copies = rules.iter().map(|rule| Plain { id: format!("z{}", rule.id), ..rule.clone() });
        prop_assert_eq!(&every_answer(&rules.iter().cloned().chain(copies).collect::<Vec<_>>(), &requests), &now);
        prop_assert_eq!(policy(&backwards).digest(), policy(&rules).digest());
    }

    #[test]
    fn forbids_only_shrink_and_permits_only_grow(seed: u64) {
        let (rules, requests, more) = case(seed);
        let now = every_answer(&rules, &requests);
        let with: Vec<_> = rules.iter().cloned().chain([more.clone()]).collect();
        for (before, after) in now.iter().zip(every_answer(&with, &requests)) {
            let (less, more_of) = if more.permit { (before, &after) } else { (&after, before) };
            prop_assert!(less.permit <= more_of.permit);
            prop_assert!(less.readable.is_subset(&more_of.readable) && less.writable.is_subset(&more_of.writable));
        }
    }

    #[test]
    fn a_senior_role_permits_at_least_what_the_junior_does_where_nothing_is_forbidden(seed: u64) {
        let (rules, requests, _) = case(seed);
        let permits: Vec<_> = rules.into_iter().filter(|rule| rule.permit).collect();
        let of = |role| requests.iter().map(|one| Request { roles: Set::from([role]), ..one.clone() }).collect::<Vec<_>>();
        let (junior, senior) = (every_answer(&permits, &of("nurse")), every_answer(&permits, &of("chief")));
        for (junior, senior) in junior.iter().zip(&senior) {
            prop_assert!(junior.permit <= senior.permit && junior.readable.is_subset(&senior.readable));
        }
    }

    #[test]
    fn without_a_permit_everything_is_denied(seed: u64) {
        let (rules, requests, _) = case(seed);
        let forbids: Vec<_> = rules.into_iter().filter(|rule| !rule.permit).collect();
        prop_assert!(every_answer(&forbids, &requests).iter().all(|answer| !answer.permit));
    }

    #[test]
    fn a_policy_comes_back_from_toml_and_json_as_it_was(seed: u64) {
        let (rules, requests, _) = case(seed);
        let catalogue = phi_access::Catalogue::new().with::<Patient>();
        let first = policy(&rules);
        let text = first.to_toml();
        let second = Policy::from_toml(&text, &catalogue).unwrap();
        prop_assert_eq!(second.to_toml(), text);
        prop_assert_eq!(second.digest(), first.digest());
        let third = Policy::from_json(&first.to_json(), &catalogue).unwrap();
        prop_assert_eq!(third.digest(), first.digest());
        let access = AccessControl::new(second, Register::new());
        let answers: Vec<_> = requests.iter().map(|request| decide(&access, request)).collect();
        prop_assert_eq!(answers, every_answer(&rules, &requests));
    }
}
