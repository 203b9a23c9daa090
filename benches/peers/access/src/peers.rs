//! The peers, each as its documentation shows.

use std::collections::BTreeMap;

use casbin::{CoreApi, DefaultModel, Enforcer, MgmtApi};
use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression};
use regorus::{Engine, Value, languages::rego::compiler::Compiler, rvm::vm::RegoVM};

use crate::load::{Question, lines};

pub struct Cedar {
    policies: PolicySet,
    entities: Entities,
}

fn uid(of: &str, id: &str) -> EntityUid {
    format!("{of}::\"{id}\"").parse().unwrap()
}

impl Cedar {
    pub fn new(roles: usize) -> Self {
        let text: String = lines(roles)
            .iter()
            .map(|line| {
                let effect = if line.permit { "permit" } else { "forbid" };
                let treating = if line.permit { " && context.treating" } else { "" };
                format!(
                    "@id(\"{}\")\n{effect}(principal in Role::\"role-{}\", action == Action::\"{}\", resource == Type::\"Rec{}\") \
                     when {{ context.purpose == \"{}\"{treating} && {:?}.contains(context.field) }};\n",
                    line.id, line.role, line.action, line.of, line.purpose, line.fields
                )
            })
            .collect();
        let users: Vec<_> = (0..roles)
            .map(|role| {
                format!(
                    "{{\"uid\":{{\"type\":\"User\",\"id\":\"u{role}\"}},\"attrs\":{{}},\"parents\":[{{\"type\":\"Role\",\"id\":\"role-{role}\"}}]}}"
                )
            })
            .collect();
        let entities = Entities::from_json_str(&format!("[{}]", users.join(",")), None).unwrap();
        Self { policies: text.parse().unwrap(), entities }
    }

    pub fn allows(&self, question: &Question) -> bool {
        let context = Context::from_pairs([
            ("purpose".into(), RestrictedExpression::new_string(question.purpose.into())),
            ("field".into(), RestrictedExpression::new_string(question.field.into())),
            ("treating".into(), RestrictedExpression::new_bool(question.treating)),
        ])
        .unwrap();
        let request = Request::new(
            uid("User", &format!("u{}", question.role)),
            uid("Action", question.action),
            uid("Type", &format!("Rec{}", question.of)),
            context,
            None,
        )
        .unwrap();
        Authorizer::new().is_authorized(&request, &self.policies, &self.entities).decision() == Decision::Allow
    }
}

pub struct Casbin {
    enforcer: Enforcer,
}

const MODEL: &str = r#"
[request_definition]
r = sub, obj, act, purpose, field, treating

[policy_definition]
p = sub, obj, act, purpose, fields, treating, eft

[role_definition]
g = _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = r.obj == p.obj && r.act == p.act && r.purpose == p.purpose && g(r.sub, p.sub) && regexMatch(r.field, p.fields) && regexMatch(r.treating, p.treating)
"#;

impl Casbin {
    pub fn new(roles: usize) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let enforcer = runtime.block_on(async {
            let model = DefaultModel::from_str(MODEL).await.unwrap();
            let mut enforcer = Enforcer::new(model, casbin::MemoryAdapter::default()).await.unwrap();
            let policies = lines(roles)
                .iter()
                .map(|line| {
                    vec![
                        format!("role-{}", line.role),
                        format!("Rec{}", line.of),
                        line.action.into(),
                        line.purpose.into(),
                        format!("^({})$", line.fields.join("|")),
                        if line.permit { "^true$".into() } else { ".*".into() },
                        if line.permit { "allow".into() } else { "deny".into() },
                    ]
                })
                .collect();
            enforcer.add_policies(policies).await.unwrap();
            let groups = (0..roles).map(|role| vec![format!("u{role}"), format!("role-{role}")]).collect();
            enforcer.add_grouping_policies(groups).await.unwrap();
            enforcer
        });
        Self { enforcer }
    }

    pub fn allows(&mut self, question: &Question) -> bool {
        let (user, of) = (format!("u{}", question.role), format!("Rec{}", question.of));
        let treating = question.treating.to_string();
        self.enforcer
            .enforce((user.as_str(), of.as_str(), question.action, question.purpose, question.field, treating.as_str()))
            .unwrap()
    }
}

pub struct Rego {
    vm: RegoVM,
    input: Value,
    made_for: String,
}

const REGO: &str = r#"
package access

import rego.v1

default allow := false

denied if {
    some field in data.forbid[input.role][input.type][input.action][input.purpose]
    field == input.field
}

# The work that this library does in one decision: deadline, epoch, the mask of the fields asked for.
granted contains field if {
    input.treating
    input.now < input.until
    input.epoch == data.epoch
    some field in data.permit[input.role][input.type][input.action][input.purpose]
    field in input.fields
    not field in data.forbid[input.role][input.type][input.action][input.purpose]
}

allow if {
    input.treating
    some field in data.permit[input.role][input.type][input.action][input.purpose]
    field == input.field
    not denied
}
"#;

impl Rego {
    pub fn new(roles: usize) -> Self {
        // Indexed by role, type, action and purpose: the remodelling that suits it best.
        type Tree = BTreeMap<
            &'static str,
            BTreeMap<String, BTreeMap<String, BTreeMap<&'static str, BTreeMap<&'static str, Vec<&'static str>>>>>,
        >;
        let mut tree = Tree::from([("permit", BTreeMap::new()), ("forbid", BTreeMap::new())]);
        for line in lines(roles) {
            let at = tree.entry(if line.permit { "permit" } else { "forbid" }).or_default();
            let at = at.entry(format!("role-{}", line.role)).or_default().entry(format!("Rec{}", line.of)).or_default();
            at.entry(line.action).or_default().entry(line.purpose).or_default().extend(line.fields);
        }
        // The debug form of maps and lists of plain words is JSON.
        let data = format!("{tree:?}").replacen('{', "{\"epoch\": 7, ", 1);
        let data = Value::from_json_str(&data).unwrap();
        let mut engine = Engine::new();
        engine.add_policy("access.rego".into(), REGO.into()).unwrap();
        let rules = ["data.access.allow", "data.access.granted"];
        let compiled = engine.compile_with_entrypoint(&rules[0].into()).unwrap();
        let program = Compiler::compile_from_policy(&compiled, &rules).unwrap();
        let mut vm = RegoVM::new_with_policy(compiled);
        vm.load_program(program);
        vm.set_data(data).unwrap();
        Self { vm, input: Value::Undefined, made_for: String::new() }
    }

    /// The fields of four that are granted, in one evaluation.
    pub fn mask(&mut self, question: &Question, fields: &[&str]) -> usize {
        let text = format!(
            "{{\"role\":\"role-{}\",\"type\":\"Rec{}\",\"action\":\"{}\",\"purpose\":\"{}\",\"fields\":{fields:?},\
             \"treating\":{},\"now\":5,\"until\":9,\"epoch\":7}}",
            question.role, question.of, question.action, question.purpose, question.treating
        );
        if self.made_for != text {
            self.input = Value::from_json_str(&text).unwrap();
            self.made_for = text;
        }
        self.vm.set_input(self.input.clone());
        let granted = self.vm.execute_entry_point_by_name("data.access.granted").unwrap();
        granted.as_set().map_or(0, |fields| fields.len())
    }

    pub fn allows(&mut self, question: &Question) -> bool {
        // The input is made once for one question, so that the machine alone is timed.
        let text = format!(
            "{{\"role\":\"role-{}\",\"type\":\"Rec{}\",\"action\":\"{}\",\"purpose\":\"{}\",\"field\":\"{}\",\"treating\":{}}}",
            question.role, question.of, question.action, question.purpose, question.field, question.treating
        );
        if self.made_for != text {
            self.input = Value::from_json_str(&text).unwrap();
            self.made_for = text;
        }
        self.vm.set_input(self.input.clone());
        self.vm.execute_entry_point_by_name("data.access.allow").unwrap() == Value::Bool(true)
    }
}
