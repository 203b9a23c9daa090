//! The peers, each as its documentation shows.

use casbin::{CoreApi, DefaultModel, Enforcer, MgmtApi};
use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression};
use regorus::{
    Engine, Value,
    languages::rego::compiler::Compiler,
    rvm::vm::RegoVM,
};

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
        let mut tree = [std::collections::BTreeMap::new(), std::collections::BTreeMap::new()];
        for line in lines(roles) {
            let path = (format!("role-{}", line.role), format!("Rec{}", line.of), line.action, line.purpose);
            tree[usize::from(!line.permit)].entry(path).or_insert_with(Vec::new).extend(line.fields);
        }
        let mut data = Value::new_object();
        for (name, cells) in ["permit", "forbid"].iter().zip(tree) {
            for ((role, of, action, purpose), fields) in cells {
                let mut at = &mut data;
                for key in [*name, role.as_str(), of.as_str(), action, purpose] {
                    let object = at.as_object_mut().unwrap();
                    at = object.entry(Value::from(key)).or_insert_with(Value::new_object);
                }
                *at = Value::from_json_str(&format!("{fields:?}")).unwrap();
            }
        }
        let mut engine = Engine::new();
        engine.add_policy("access.rego".into(), REGO.into()).unwrap();
        let rule = "data.access.allow";
        let compiled = engine.compile_with_entrypoint(&rule.into()).unwrap();
        let program = Compiler::compile_from_policy(&compiled, &[rule]).unwrap();
        let mut vm = RegoVM::new_with_policy(compiled);
        vm.load_program(program);
        vm.set_data(data).unwrap();
        Self { vm, input: Value::Undefined, made_for: String::new() }
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
