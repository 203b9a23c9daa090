//! Cedar as a second oracle: random policies of this library's language, written out as Cedar.

use std::fmt::Write as _;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicyId, PolicySet, Request as CedarRequest,
    RestrictedExpression,
};
use phi_access::{AccessControl, Assurance, Query, Register};
use phi_types::{Purpose, SubjectId};

use crate::{
    oracle::{Plain, ROLES, Request, Set},
    world::{Dice, Patient, fields, law, policy, request, rules, session, standing},
};

const POLICIES: u64 = 25_000;
const REQUESTS: usize = 40;

/// A million pairs of policy and request: outcome, mask and rule.
pub fn million() {
    let entities = entities();
    let (mut pairs, mut permitted) = (0, 0);
    for seed in 0..POLICIES {
        let mut dice = Dice(0xCEDA_0000 + seed);
        let plain: Vec<_> = rules(&mut dice).into_iter().chain([law()]).collect();
        let access = AccessControl::new(policy(&plain[..plain.len() - 1]), Register::new());
        let cedar = written(&plain);
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
            because.extend(answer.diagnostics().reason().map(ToString::to_string));
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

/// Roles with what they inherit, and HL7's tree of purposes.
fn entities() -> Entities {
    let mut all = Vec::new();
    for role in ROLES {
        let junior = match role {
            "chief" => r#"{"type":"Role","id":"physician"}"#,
            "physician" => r#"{"type":"Role","id":"nurse"}"#,
            _ => "",
        };
        all.push(format!(r#"{{"uid":{{"type":"Role","id":"{role}"}},"attrs":{{}},"parents":[{junior}]}}"#));
    }
    for bits in 0..16 {
        let of: Vec<_> = (0..4)
            .filter(|at| bits & 1 << at != 0)
            .map(|at| format!(r#"{{"type":"Role","id":"{}"}}"#, ROLES[at]))
            .collect();
        all.push(format!(r#"{{"uid":{{"type":"User","id":"{bits}"}},"attrs":{{}},"parents":[{}]}}"#, of.join(",")));
    }
    for purpose in Purpose::ALL {
        let parent =
            purpose.parent().map(|parent| format!(r#"{{"type":"Purpose","id":"{parent}"}}"#)).unwrap_or_default();
        all.push(format!(r#"{{"uid":{{"type":"Purpose","id":"{purpose}"}},"attrs":{{}},"parents":[{parent}]}}"#));
    }
    Entities::from_json_str(&format!("[{}]", all.join(",")), None).unwrap()
}

fn written(rules: &[Plain]) -> PolicySet {
    let mut set = PolicySet::new();
    for rule in rules {
        for (fields, actions) in [(&rule.read, false), (&rule.write, true)] {
            let text = policy_text(rule, fields, actions);
            let id = if actions { format!("{}~w", rule.id) } else { rule.id.clone() };
            set.add(cedar_policy::Policy::parse(Some(PolicyId::new(id)), text).unwrap()).unwrap();
        }
    }
    set
}

fn policy_text(rule: &Plain, fields: &Set<usize>, writing: bool) -> String {
    let words = |words: Vec<&str>| format!("{words:?}");
    let mut when =
        vec![format!("context.writing == {writing}"), format!("{:?}.contains(context.field)", Vec::from_iter(fields))];
    if fields.is_empty() {
        // An empty set has no type in Cedar.
        when.pop();
        when.push("false".into());
    }
    let any =
        |of: &Set<&str>, test: &dyn Fn(&str) -> String| of.iter().map(|one| test(one)).collect::<Vec<_>>().join(" || ");
    if !rule.roles.is_empty() {
        when.push(format!("({})", any(&rule.roles, &|role| format!("principal in Role::\"{role}\""))));
    }
    if !rule.actions.is_empty() {
        when.push(format!("{}.contains(context.action)", words(rule.actions.iter().map(|one| one.code()).collect())));
    }
    if !rule.purposes.is_empty() {
        let codes = rule.purposes.iter().map(|one| one.code()).collect();
        when.push(format!("({})", any(&codes, &|code| format!("context.purpose in Purpose::\"{code}\""))));
    }
    if !rule.any_of.is_empty() {
        when.push(format!(
            "context.related.containsAny({})",
            words(rule.any_of.iter().map(|one| one.code()).collect())
        ));
    }
    if !rule.needs.is_empty() {
        when.push(format!("context.facts.containsAll({})", words(rule.needs.iter().map(|one| one.code()).collect())));
    }
    if !rule.lacks.is_empty() {
        when.push(format!("!context.facts.containsAny({})", words(rule.lacks.iter().map(|one| one.code()).collect())));
    }
    when.push(format!("context.level >= {} && context.level <= {}", rule.at_least as u8, rule.at_most as u8));
    if let Some(from) = rule.valid.0 {
        when.push(format!("context.unix >= {from}"));
    }
    if let Some(until) = rule.valid.1 {
        when.push(format!("context.unix < {until}"));
    }
    if let Some((from, to)) = rule.daily {
        when.push(format!("context.second >= {from} && context.second < {to}"));
    }
    if let Some(network) = rule.network {
        when.push(format!("context.network == \"{network}\""));
    }
    if rule.assurance == Assurance::Aal2 {
        when.push("context.strong".into());
    }
    if rule.liftable {
        when.push("!(context.purpose in Purpose::\"ETREAT\")".into());
    }
    let effect = if rule.permit { "permit" } else { "forbid" };
    let mut text = String::new();
    write!(text, "{effect}(principal, action, resource) when {{ {} }};", when.join(" && ")).unwrap();
    text
}

fn cedar_request(asked: &Request, field: usize) -> CedarRequest {
    let words = |words: Vec<&str>| {
        RestrictedExpression::new_set(words.into_iter().map(|word| RestrictedExpression::new_string(word.into())))
    };
    let bits: usize = (0..4).filter(|at| asked.roles.contains(ROLES[*at])).map(|at| 1 << at).sum();
    let context = Context::from_pairs([
        ("writing".into(), RestrictedExpression::new_bool(matches!(asked.action.code(), "create" | "update"))),
        ("field".into(), RestrictedExpression::new_long(field as i64)),
        ("action".into(), RestrictedExpression::new_string(asked.action.code().into())),
        ("purpose".into(), RestrictedExpression::new_entity_uid(uid("Purpose", asked.purpose.code()))),
        ("related".into(), words(asked.relationships.iter().map(|one| one.code()).collect())),
        ("facts".into(), words(asked.facts.iter().map(|one| one.code()).collect())),
        ("level".into(), RestrictedExpression::new_long(asked.confidentiality as i64)),
        ("unix".into(), RestrictedExpression::new_long(asked.unix)),
        ("second".into(), RestrictedExpression::new_long(asked.unix.rem_euclid(86_400))),
        ("network".into(), RestrictedExpression::new_string(asked.network.unwrap_or("").into())),
        ("strong".into(), RestrictedExpression::new_bool(asked.assurance == Assurance::Aal2)),
    ])
    .unwrap();
    CedarRequest::new(uid("User", &bits.to_string()), uid("Action", "do"), uid("Type", "Patient"), context, None)
        .unwrap()
}
