//! FHIR `Permission`, as the third ballot of R6 has it.
//!
//! Rules combine by `deny-overrides`. Each activity is one role, one action and one purpose, since within an activity everything is "and" and
//! between activities it is "or". The record type is a query, the fields that a permit does not reach are `limit.element`, which is what has to be
//! removed, and a forbid by label is `data.security`.

use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use phi_types::{
    Action, Purpose,
    gate::{Duty, Stage},
    record::serde::Deserialize,
};
use serde_json::{Value, json};

use crate::{
    Catalogue,
    document::LoadError,
    duties::Duties,
    policy::{Condition, Effect, Policy, Stored},
};

const RESTFUL: &str = "http://hl7.org/fhir/restful-interaction";
const PURPOSES: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const LABELS: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const ACTIONS: &str = "urn:phi-access:action";
const ROLES: &str = "urn:phi-access:role";
const WHOLE: &str = "urn:phi-access:whole-record";
const PROTOCOL: &str = "urn:phi-access:protocol";
const QUERY: &str = "application/x-fhir-query";

/// What of a policy `Permission` cannot say.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{at}` cannot be said as a FHIR Permission: {what}")]
#[non_exhaustive]
pub struct NotExpressible {
    /// The rule or role.
    pub at: String,
    /// What it has.
    pub what: &'static str,
}

/// Why a `Permission` is no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PermissionError {
    /// It is no JSON of that resource, or has an element that is not understood: passing over one could grant more than was meant.
    #[error("no Permission that is understood: {0}")]
    Shape(String),
    /// A value that means something else here, or nothing.
    #[error("{at}: {what}")]
    Value {
        /// Which rule.
        at: String,
        /// What is the matter.
        what: &'static str,
    },
    /// The rules in it are no policy.
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl Policy {
    /// The policy as a FHIR R6 `Permission`, in JSON. What inherits is written out for each role; the rules of the law stay out, since
    /// every policy has them again.
    ///
    /// # Errors
    /// [`NotExpressible`] names the first rule with something that `Permission` has no place for: a relationship, a consent, hours, networks,
    /// authentication, obligations, a forbid over some fields, breaking the glass, separation of duty. Nothing is left out silently.
    pub fn to_permission(&self) -> Result<String, NotExpressible> {
        let no = |at: &str, what| Err(NotExpressible { at: at.into(), what });
        if let Some((_, members)) = self.roles.exclusive().next() {
            return no(members.first().map_or("", |role| self.roles.name(*role)), "separation of duty");
        }
        if let Some((_, role)) = self.roles.all().find(|(number, _)| self.roles.is_clinical(*number)) {
            return no(role.name(), "a role that no service holds");
        }
        if let Some(schema) = self.psychotherapy.first().and_then(|record| self.schema(*record)) {
            return no(schema.name, "psychotherapy notes and the paragraph that bears reading them");
        }
        let rules = self.rules.iter().filter(|rule| !rule.lawful).map(|rule| self.permission_rule(rule));
        let rules = rules.collect::<Result<Vec<_>, _>>()?;
        let mut permission =
            json!({ "resourceType": "Permission", "status": "active", "combining": "deny-overrides", "rule": rules });
        if let (Some(label), Some(object)) = (&self.label, permission.as_object_mut()) {
            object.insert("identifier".into(), json!([{ "system": "urn:phi-access:label", "value": label }]));
        }
        Ok(permission.to_string())
    }

    fn permission_rule(&self, rule: &Stored) -> Result<Value, NotExpressible> {
        let no = |what| Err(NotExpressible { at: rule.id.to_string(), what });
        let notice = Duties::NONE.with(Duty::AttachPart2Notice, Stage::Before);
        let extra = rule.extra.as_deref().cloned().unwrap_or_default();
        let Some(schema) = self.schema(rule.record) else { return no("acts of administration") };
        let reach = rule.actions().iter().fold(BTreeSet::new(), |mut all, action| {
            all.insert(rule.mask(action).positions().collect::<Vec<_>>());
            all
        });
        match rule {
            _ if rule.breaks_glass => return no("breaking the glass"),
            _ if rule.condition != Condition::NONE => return no("conditions"),
            _ if rule.liftable => return no("lifting in an emergency"),
            _ if rule.duties.union(notice) != notice => return no("obligations"),
            _ if extra.exemption.is_some() || extra.basis.is_some() || extra.reviewed => {
                return no("exemptions and reviews");
            }
            _ if reach.len() > 1 && rule.effect == Effect::Permit => {
                return no("other fields for reading than for writing");
            }
            _ => {}
        }
        let mask = rule.actions().iter().map(|action| rule.mask(action)).next().unwrap_or(rule.read);
        let query = json!({ "language": QUERY, "expression": schema.name });
        let mut out = json!({ "id": rule.id.as_str() });
        let Some(object) = out.as_object_mut() else { return no("anything") };
        let forbids = rule.effect == Effect::Forbid;
        object.insert("type".into(), json!(if forbids { "deny" } else { "permit" }));
        let data: Vec<Value> = match rule.labels.iter().next() {
            None if forbids && rule.read.union(rule.write) != schema.all() => return no("a forbid over some fields"),
            None => vec![json!({ "expression": query })],
            Some(_) => {
                let one = |code: &str| json!({ "security": [{ "system": LABELS, "code": code }], "expression": query });
                rule.labels.iter().map(|label| one(label.code())).collect()
            }
        };
        object.insert("data".into(), json!(data));
        let activity = self.activities(rule);
        if !activity.is_empty() {
            object.insert("activity".into(), json!(activity));
        }
        if !forbids {
            let removed: Vec<String> =
                schema.names(schema.all().without(mask)).map(|field| format!("{}.{field}", schema.name)).collect();
            if !removed.is_empty() {
                object.insert("limit".into(), json!([{ "element": removed }]));
            }
        }
        let said = |url, text: &str| json!({ "url": url, "valueString": text });
        let extensions: Vec<Value> = [(WHOLE, extra.whole_record), (PROTOCOL, extra.protocol)]
            .into_iter()
            .filter_map(|(url, text)| text.map(|text| said(url, &text)))
            .collect();
        if !extensions.is_empty() {
            object.insert("extension".into(), json!(extensions));
        }
        Ok(out)
    }

    fn activities(&self, rule: &Stored) -> Vec<Value> {
        let mut roles: Vec<Option<&str>> = self
            .roles
            .all()
            .filter(|(role, _)| {
                let held = self.roles.closure([*role]);
                rule.roles.iter().any(|of| held.binary_search(of).is_ok())
            })
            .map(|(_, role)| Some(role.name()))
            .collect();
        let mut actions: Vec<Option<Action>> = rule.actions.iter().map(Some).collect();
        let mut purposes: Vec<Option<Purpose>> = rule.purposes.iter().map(Some).collect();
        if rule.roles.is_empty() {
            roles.push(None);
        }
        if actions.is_empty() {
            actions.push(None);
        }
        if purposes.is_empty() {
            purposes.push(None);
        }
        let mut all = Vec::new();
        for role in &roles {
            for action in &actions {
                for purpose in &purposes {
                    let mut one = serde_json::Map::new();
                    if let Some(role) = role {
                        let coding = json!([{ "system": ROLES, "code": role }]);
                        one.insert("actor".into(), json!([{ "role": { "coding": coding } }]));
                    }
                    if let Some(action) = action {
                        let (system, code) = coded(*action);
                        one.insert("action".into(), json!([{ "coding": [{ "system": system, "code": code }] }]));
                    }
                    if let Some(purpose) = purpose {
                        let coding = json!([{ "system": PURPOSES, "code": purpose.code() }]);
                        one.insert("purpose".into(), json!([{ "coding": coding }]));
                    }
                    if !one.is_empty() {
                        all.push(Value::Object(one));
                    }
                }
            }
        }
        all
    }

    /// Reads a FHIR R6 `Permission` as [`to_permission`](Self::to_permission) writes it. Every element has to be understood. Activities of
    /// one rule have to be all pairs of its roles, actions and purposes.
    ///
    /// # Errors
    /// See [`PermissionError`].
    pub fn from_permission(text: &str, catalogue: &Catalogue) -> Result<Self, PermissionError> {
        if text.len() > 4 << 20 {
            return Err(PermissionError::Load(LoadError::TooLarge));
        }
        let permission: Permission =
            serde_json::from_str(text).map_err(|error| PermissionError::Shape(error.to_string()))?;
        if (permission.resource_type.as_str(), permission.status.as_str()) != ("Permission", "active") {
            return Err(value("Permission", "neither another resource nor one that is not active grants anything"));
        }
        if permission.combining != "deny-overrides" {
            return Err(value("Permission", "rules combine by deny-overrides here"));
        }
        let mut roles = BTreeSet::new();
        let mut rules = Vec::new();
        for rule in &permission.rule {
            rules.push(rule.document(catalogue, &mut roles)?);
        }
        let roles: Vec<Value> = roles.into_iter().map(|name| json!({ "name": name })).collect();
        let label = permission.identifier.first().map(|one| one.value.clone());
        let document = json!({ "version": 1, "label": label, "role": roles, "rule": rules });
        Ok(Self::from_json(&document.to_string(), catalogue)?)
    }
}

fn value(at: &str, what: &'static str) -> PermissionError {
    PermissionError::Value { at: at.into(), what }
}

fn coded(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::Read => (RESTFUL, "read"),
        Action::List => (RESTFUL, "search-type"),
        Action::Create => (RESTFUL, "create"),
        Action::Update => (RESTFUL, "update"),
        other => (ACTIONS, other.code()),
    }
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields, rename_all = "camelCase")]
struct Permission {
    resource_type: String,
    #[serde(default)]
    identifier: Vec<Identifier>,
    status: String,
    combining: String,
    #[serde(default)]
    rule: Vec<PermissionRule>,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct Identifier {
    #[allow(dead_code, reason = "has to be of this shape")]
    system: Option<String>,
    value: String,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct PermissionRule {
    id: String,
    r#type: String,
    #[serde(default)]
    extension: Vec<Extension>,
    data: Vec<Data>,
    #[serde(default)]
    activity: Vec<Activity>,
    #[serde(default)]
    limit: Vec<Limit>,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields, rename_all = "camelCase")]
struct Extension {
    url: String,
    value_string: String,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct Data {
    #[serde(default)]
    security: Vec<Coding>,
    expression: Expression,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct Expression {
    language: String,
    expression: String,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct Activity {
    #[serde(default)]
    actor: Vec<Actor>,
    #[serde(default)]
    action: Vec<Concept>,
    #[serde(default)]
    purpose: Vec<Concept>,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct Actor {
    role: Concept,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct Concept {
    coding: Vec<Coding>,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct Coding {
    system: String,
    code: String,
}

#[derive(Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
struct Limit {
    element: Vec<String>,
}

impl PermissionRule {
    fn document(&self, catalogue: &Catalogue, roles: &mut BTreeSet<String>) -> Result<Value, PermissionError> {
        let wrong = |what| value(&self.id, what);
        let mut rule = serde_json::Map::new();
        rule.insert("id".into(), json!(self.id));
        let forbids = match self.r#type.as_str() {
            "permit" => false,
            "deny" => true,
            _ => return Err(wrong("a rule permits or denies")),
        };
        rule.insert("effect".into(), json!(if forbids { "forbid" } else { "permit" }));
        let record = match self.data.first() {
            Some(first) if first.expression.language == QUERY => first.expression.expression.as_str(),
            _ => return Err(wrong("the data are a record type, as a query")),
        };
        let schema = catalogue.schema(record).ok_or_else(|| wrong("no such record type is known"))?;
        let same = |data: &Data| data.expression.expression == record && data.expression.language == QUERY;
        let labels: Vec<&Coding> = self.data.iter().flat_map(|data| &data.security).collect();
        let one_each =
            self.data.iter().all(|data| data.security.len() == 1) || (self.data.len() == 1 && labels.is_empty());
        if !self.data.iter().all(same) || !one_each || labels.iter().any(|label| label.system != LABELS) {
            return Err(wrong("the data are one record type, each time with one label at most"));
        }
        rule.insert("record".into(), json!(record));
        self.activities(&mut rule, roles)?;
        if forbids {
            match labels.is_empty() {
                true => rule.insert("fields".into(), json!(schema.names(schema.all()).collect::<Vec<_>>())),
                false => {
                    rule.insert("labelled".into(), json!(labels.iter().map(|label| &label.code).collect::<Vec<_>>()))
                }
            };
            if !self.limit.is_empty() {
                return Err(wrong("a rule that denies has no limit"));
            }
        } else {
            if !labels.is_empty() {
                return Err(wrong("a permit names fields and does not go by label"));
            }
            let mut left: Vec<&str> = schema.names(schema.all()).collect();
            for path in self.limit.iter().flat_map(|limit| &limit.element) {
                let field = path.strip_prefix(record).and_then(|rest| rest.strip_prefix('.'));
                let at = left.iter().position(|name| Some(*name) == field);
                left.remove(at.ok_or_else(|| wrong("a limit is an element of the record type, once"))?);
            }
            rule.insert("fields".into(), json!(left));
        }
        for extension in &self.extension {
            let key = match extension.url.as_str() {
                WHOLE => "whole_record",
                PROTOCOL => "protocol",
                _ => return Err(wrong("an extension that is not known")),
            };
            rule.insert(key.into(), json!(extension.value_string));
        }
        Ok(Value::Object(rule))
    }

    fn activities(
        &self,
        rule: &mut serde_json::Map<String, Value>,
        roles: &mut BTreeSet<String>,
    ) -> Result<(), PermissionError> {
        let wrong = |what| value(&self.id, what);
        let one = |concepts: Vec<&Concept>, systems: &[&str]| match concepts.as_slice() {
            [] => Ok(None),
            [only] => match only.coding.as_slice() {
                [coding] if systems.contains(&coding.system.as_str()) => {
                    Ok(Some((coding.system.clone(), coding.code.clone())))
                }
                _ => Err(wrong("one coding of a system that is known")),
            },
            _ => Err(wrong("within an activity, several values all have to hold: write one activity for each")),
        };
        type Parts = [BTreeSet<Option<String>>; 3];
        let (mut parts, mut seen): (Parts, BTreeSet<[Option<String>; 3]>) = (Parts::default(), BTreeSet::new());
        for activity in &self.activity {
            let role = one(activity.actor.iter().map(|actor| &actor.role).collect(), &[ROLES])?.map(|(_, code)| code);
            let action = match one(activity.action.iter().collect(), &[RESTFUL, ACTIONS])? {
                None => None,
                Some((system, code)) => {
                    let action =
                        Action::ALL.into_iter().find(|action| coded(*action) == (system.as_str(), code.as_str()));
                    Some(action.ok_or_else(|| wrong("no such action is known"))?.code().to_string())
                }
            };
            let purpose = one(activity.purpose.iter().collect(), &[PURPOSES])?.map(|(_, code)| code);
            for (part, found) in parts.iter_mut().zip([&role, &action, &purpose]) {
                part.insert(found.clone());
            }
            seen.insert([role, action, purpose]);
        }
        let pairs: usize = parts.iter().map(|part| part.len().max(1)).product();
        let mixed = parts.iter().any(|part| part.contains(&None) && part.len() > 1);
        if mixed || (!seen.is_empty() && seen.len() != pairs) {
            return Err(wrong(
                "the activities are not all pairs of roles, actions and purposes: write one rule for each",
            ));
        }
        for (key, part) in ["roles", "actions", "purposes"].into_iter().zip(parts) {
            let words: Vec<String> = part.into_iter().flatten().collect();
            if key == "roles" {
                roles.extend(words.iter().cloned());
            }
            if !words.is_empty() {
                rule.insert(key.into(), json!(words));
            }
        }
        Ok(())
    }
}
