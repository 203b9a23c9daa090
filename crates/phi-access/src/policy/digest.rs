//! The digest of a policy: SHA-256 over a canonical, length-framed form.

use alloc::{format, string::String, vec::Vec};

use phi_types::{
    gate::{Duty, Obligation, PolicyDigest, Stage},
    record::{FieldMask, RecordType},
};
use sha2::{Digest, Sha256};

use super::{
    BreakGlassRule, Role, Roles, Rule, Separation,
    rule::{Conditions, Disclosing, Effect, Reach},
};
use crate::document::InlineTest;

/// Takes in the parts of a policy. The order of rules does not matter, nor does the order within a rule: the same rules are the
/// same policy. The rules that the library adds for the law go with its version, which is in the first line.
#[derive(Default)]
pub(super) struct Digester(Vec<Vec<u8>>);

impl Digester {
    pub(super) fn rule(&mut self, rule: &Rule) {
        let mut form = Form::default();
        form.part(match rule.effect {
            Effect::Permit => b"permit",
            Effect::Forbid => b"forbid",
        });
        form.text(&rule.id);
        form.set(rule.roles.iter().map(Role::name));
        form.set(rule.actions.iter().map(|action| action.code()));
        form.set(rule.purposes.iter().map(|purpose| purpose.code()));
        match &rule.reach {
            Some(Reach::Fields { record, read, write }) => {
                form.fields(record, *read);
                form.fields(record, *write);
            }
            Some(Reach::Labelled { record, labels }) => {
                form.text(record.schema().name);
                form.set(labels.iter().map(|label| label.code()));
            }
            Some(Reach::Administration) => form.part(b"administration"),
            None => form.part(b""),
        }
        form.conditions(&rule.conditions);
        let duties: Vec<String> = rule.duties.iter().map(|obligation| obligation_form(&obligation)).collect();
        form.set(duties.iter().map(String::as_str));
        form.text(rule.whole_record.as_deref().unwrap_or_default());
        form.text(rule.exemption.map_or("", |exemption| exemption.code()));
        form.text(&match &rule.disclosing {
            Some(Disclosing::Protocol(name)) => format!("protocol {name}"),
            Some(Disclosing::Reviewed) => "reviewed".into(),
            None => String::new(),
        });
        form.text(rule.basis.map_or("", |basis| basis.code()));
        form.part(&[u8::from(rule.liftable)]);
        self.0.push(form.0);
    }

    pub(super) fn break_glass(&mut self, rule: &BreakGlassRule) {
        let mut form = Form::default();
        form.part(b"break-glass");
        form.text(&rule.id);
        form.set(rule.roles.iter().map(Role::name));
        if let Some((record, mask)) = &rule.reach {
            form.fields(record, *mask);
        }
        form.part(&rule.lifetime.whole_seconds().to_be_bytes());
        form.part(&rule.review_within.whole_seconds().to_be_bytes());
        form.part(&[u8::from(rule.second_person), u8::from(rule.blocks_while_overdue)]);
        form.text(rule.basis.map_or("", |basis| basis.code()));
        self.0.push(form.0);
    }

    pub(super) fn psychotherapy(&mut self, record: RecordType) {
        let mut form = Form::default();
        form.part(b"psychotherapy");
        form.text(record.schema().name);
        self.0.push(form.0);
    }

    pub(super) fn roles(&mut self, roles: &Roles) {
        for (number, role) in roles.all() {
            let juniors = roles.juniors(number);
            if juniors.is_empty() && !roles.is_clinical(number) {
                continue;
            }
            let mut form = Form::default();
            form.part(b"role");
            form.text(role.name());
            form.set(juniors.iter().map(|junior| roles.name(*junior)));
            form.part(&[u8::from(roles.is_clinical(number))]);
            self.0.push(form.0);
        }
        for (at, members) in roles.exclusive() {
            let mut form = Form::default();
            form.part(match at {
                Separation::Assignment => b"exclusive-assignment",
                Separation::Session => b"exclusive-session",
            });
            form.set(members.iter().map(|role| roles.name(*role)));
            self.0.push(form.0);
        }
    }

    pub(super) fn tests(&mut self, tests: &[InlineTest]) {
        for test in tests {
            let mut form = Form::default();
            form.part(b"test");
            form.text(&format!("{test:?}"));
            self.0.push(form.0);
        }
    }

    pub(super) fn label(&mut self, label: Option<&str>) {
        if let Some(label) = label {
            let mut form = Form::default();
            form.part(b"label");
            form.text(label);
            self.0.push(form.0);
        }
    }

    pub(super) fn finish(mut self) -> PolicyDigest {
        self.0.sort_unstable();
        let mut hash = Sha256::new();
        hash.update(b"phi-policy-2");
        for form in self.0 {
            hash.update((form.len() as u64).to_be_bytes());
            hash.update(form);
        }
        PolicyDigest::new(hash.finalize().into())
    }
}

fn obligation_form(obligation: &Obligation) -> String {
    let stage = match obligation.stage {
        Stage::Before => "before",
        Stage::After => "after",
    };
    let number = match obligation.duty {
        Duty::ReviewWithin(within) => within.whole_seconds(),
        Duty::RateLimit(rate) => i64::from(rate),
        _ => 0,
    };
    format!("{stage} {} {number}", obligation.duty.code())
}

#[derive(Default)]
struct Form(Vec<u8>);

impl Form {
    fn part(&mut self, part: &[u8]) {
        // A part of four gigabytes does not fit into a document; one that did would end the frame and never imitate another.
        self.0.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.extend_from_slice(part);
    }

    fn text(&mut self, text: &str) {
        self.part(text.as_bytes());
    }

    fn set<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        let mut words: Vec<_> = words.collect();
        words.sort_unstable();
        words.dedup();
        self.part(&(words.len() as u32).to_be_bytes());
        for word in words {
            self.part(word.as_bytes());
        }
    }

    fn fields(&mut self, record: &RecordType, mask: FieldMask) {
        self.text(record.schema().name);
        self.set(record.schema().names(mask));
    }

    fn conditions(&mut self, conditions: &Conditions) {
        self.set(conditions.any_of.iter().map(|relationship| relationship.code()));
        self.set(conditions.needs.iter().map(|fact| fact.code()));
        self.set(conditions.lacks.iter().map(|fact| fact.code()));
        self.set(conditions.labels.iter().map(|label| label.code()));
        self.text(conditions.clearance.map_or("", |level| level.code()));
        self.text(conditions.at_least.map_or("", |level| level.code()));
        self.text(&conditions.hours.map_or_else(String::new, |hours| format!("{:?}", hours.parts())));
        self.set(conditions.networks.iter().map(String::as_str));
        self.text(conditions.assurance.code());
        self.part(&[u8::from(conditions.phishing_resistant)]);
        self.text(&format!("{:?} {:?}", conditions.from, conditions.until));
    }
}
