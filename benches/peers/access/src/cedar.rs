//! Cedar as a second oracle: random policies of this library's language, written as Cedar by the library's own exporter.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request as CedarRequest, RestrictedExpression,
};
use phi_access::{AccessControl, Query, Register};
use phi_types::{PhiRecord as _, Purpose, SubjectId};

use crate::{
    oracle::{Plain, ROLES, Request, Set},
    world::{Dice, Patient, fields, law, policy, request, rules, session, standing},
};

const POLICIES: u64 = 25_000;
const REQUESTS: usize = 40;

/// A million pairs of policy and request: outcome, mask and rule. The policies are written as Cedar by the library itself.
pub fn million() {
    let (mut pairs, mut permitted) = (0, 0);
    for seed in 0..POLICIES {
        let mut dice = Dice(0xCEDA_0000 + seed);
        let plain: Vec<_> = rules(&mut dice).into_iter().chain([law()]).collect();
        let access = AccessControl::new(policy(&plain[..plain.len() - 1]), Register::new());
        let written = policy(&plain[..plain.len() - 1]).to_cedar();
        let cedar: PolicySet = written.policies.parse().unwrap_or_else(|error| panic!("{error}\n{}", written.policies));
        let entities = entities(&written.entities);
        for _ in 0..REQUESTS {
            let asked = request(&mut dice);
            pairs += 1;
            permitted += usize::from(agree(&access, &cedar, &entities, &asked, &plain));
        }
    }
    println!("{pairs} pairs agree with Cedar on outcome, fields and rule; {permitted} of them permits");
}

fn agree(
    access: &AccessControl<Register>,
    cedar: &PolicySet,
    entities: &Entities,
    asked: &Request,
    plain: &[Plain],
) -> bool {
    let who = session(asked);
    let prepared = access.prepare(&who);
    let writes = matches!(asked.action.code(), "create" | "update");
    let (mut theirs, mut because) = (Set::new(), Set::new());
    for field in &asked.asked {
        let request = cedar_request(asked, *field);
        let answer = Authorizer::new().is_authorized(&request, cedar, entities);
        assert!(answer.diagnostics().errors().next().is_none());
        if answer.decision() == Decision::Allow && asked.purpose != Purpose::BreakGlass {
            theirs.insert(*field);
            let ids = answer.diagnostics().reason().filter_map(|id| cedar.policy(id)?.annotation("id"));
            because.extend(ids.map(ToString::to_string));
        }
    }
    let Some(record) = prepared.policy().record::<Patient>() else {
        assert!(theirs.is_empty());
        return false;
    };
    let query = Query { record, action: asked.action, purpose: asked.purpose, fields: fields(&asked.asked).mask() };
    let ruling = prepared.decide(&who, &query, SubjectId::from_bytes([1; 16]), &standing(asked), asked.unix);
    assert_eq!(ruling.is_permit(), !theirs.is_empty(), "{asked:?}\n{plain:#?}");
    if ruling.is_permit() {
        let ours = if writes { ruling.writable } else { ruling.readable }.intersection(query.fields);
        // What is no PHI comes along with us; Cedar knows nothing of that.
        let (ours, theirs): (Set<_>, Set<_>) =
            (ours.positions().filter(|at| *at != 4).collect(), theirs.into_iter().filter(|at| *at != 4).collect());
        assert_eq!(ours, theirs, "{asked:?}\n{plain:#?}");
        // Cedar names the permits of the fields that it allowed. Ours is the first that serves any field asked for, allowed or not in the end.
        let first = because.iter().min().map(String::as_str);
        let rule = ruling.rule.map(phi_types::RuleId::as_str);
        assert!(rule <= first, "{rule:?} {first:?} {asked:?}\n{plain:#?}");
    }
    ruling.is_permit()
}

fn uid(of: &str, id: &str) -> EntityUid {
    format!("{of}::\"{id}\"").parse().unwrap()
}

/// What the library writes, and users: one for each set of roles.
fn entities(written: &str) -> Entities {
    let mut users = Vec::new();
    for bits in 0..16 {
        let of: Vec<_> = (0..4)
            .filter(|at| bits & 1 << at != 0)
            .map(|at| format!(r#"{{"type":"Role","id":"{}"}}"#, ROLES[at]))
            .collect();
        users.push(format!(r#"{{"uid":{{"type":"User","id":"{bits}"}},"attrs":{{}},"parents":[{}]}}"#, of.join(",")));
    }
    let written = written.strip_suffix(']').unwrap();
    Entities::from_json_str(&format!("{written},{}]", users.join(",")), None).unwrap()
}

fn cedar_request(asked: &Request, field: usize) -> CedarRequest {
    let words = |words: Vec<&str>| {
        RestrictedExpression::new_set(words.into_iter().map(|word| RestrictedExpression::new_string(word.into())))
    };
    let bits: usize = (0..4).filter(|at| asked.roles.contains(ROLES[*at])).map(|at| 1 << at).sum();
    // 1970-01-01 was a Thursday.
    let week_second = (asked.unix + 3 * 86_400).rem_euclid(7 * 86_400);
    let context = Context::from_pairs([
        ("field".into(), RestrictedExpression::new_string(Patient::SCHEMA.fields[field].name.into())),
        ("purpose".into(), RestrictedExpression::new_entity_uid(uid("Purpose", asked.purpose.code()))),
        ("related".into(), words(asked.relationships.iter().map(|one| one.code()).collect())),
        ("facts".into(), words(asked.facts.iter().map(|one| one.code()).collect())),
        ("labels".into(), words(Vec::new())),
        ("networks".into(), words(asked.network.into_iter().collect())),
        ("level".into(), RestrictedExpression::new_long(asked.confidentiality as i64)),
        ("unix".into(), RestrictedExpression::new_long(asked.unix)),
        ("week_second".into(), RestrictedExpression::new_long(week_second)),
        ("assurance".into(), RestrictedExpression::new_long(asked.assurance as i64 + 1)),
        ("phishing_resistant".into(), RestrictedExpression::new_bool(false)),
        ("broken".into(), RestrictedExpression::new_bool(false)),
    ])
    .unwrap();
    CedarRequest::new(
        uid("User", &bits.to_string()),
        uid("Action", asked.action.code()),
        uid("Record", "Patient"),
        context,
        None,
    )
    .unwrap()
}
