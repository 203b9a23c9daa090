//! The digest of a policy: SHA-256 over a canonical, length-framed form.

use alloc::{format, string::String, vec::Vec};

use phi_types::{
    gate::{Duty, Obligation, PolicyDigest, Stage},
    record::{FieldMask, RecordType},
};
use sha2::{Digest, Sha256};

use super::{
    BreakGlassRule, Role, Rule,
    rule::{Effect, Reach},
};

/// The order of rules does not matter, nor does the order within a rule: the same rules are the same policy.
pub(super) fn digest(rules: &[Rule], break_glass: &[BreakGlassRule]) -> PolicyDigest {
    let mut forms: Vec<Vec<u8>> = rules.iter().map(rule_form).chain(break_glass.iter().map(break_glass_form)).collect();
    forms.sort_unstable();
    let mut hash = Sha256::new();
    hash.update(b"phi-policy-1");
    for form in forms {
        hash.update((form.len() as u64).to_be_bytes());
        hash.update(form);
    }
    PolicyDigest::new(hash.finalize().into())
}

fn rule_form(rule: &Rule) -> Vec<u8> {
    let mut form = Form::default();
    form.part(match rule.effect {
        Effect::Permit => b"permit",
        Effect::Forbid => b"forbid",
    });
    form.part(rule.id.as_bytes());
    form.set(rule.roles.iter().map(Role::name));
    form.set(rule.actions.iter().map(|action| action.code()));
    form.set(rule.purposes.iter().map(|purpose| purpose.code()));
    form.set(rule.any_of.iter().map(|relationship| relationship.code()));
    match &rule.reach {
        Some(Reach::Fields { record, mask }) => form.fields(record, *mask),
        Some(Reach::Labelled { record, labels }) => {
            form.part(record.schema().name.as_bytes());
            form.set(labels.iter().map(|label| label.code()));
        }
        Some(Reach::Administration) => form.part(b"administration"),
        None => form.part(b""),
    }
    let duties: Vec<String> = rule.obligations.iter().map(obligation_form).collect();
    form.set(duties.iter().map(String::as_str));
    form.part(rule.whole_record.as_deref().unwrap_or_default().as_bytes());
    form.0
}

fn obligation_form(obligation: &Obligation) -> String {
    let stage = match obligation.stage {
        Stage::Before => "before",
        Stage::After => "after",
    };
    let seconds = match obligation.duty {
        Duty::ReviewWithin(within) => within.whole_seconds(),
        _ => 0,
    };
    format!("{stage} {} {seconds}", obligation.duty.code())
}

fn break_glass_form(rule: &BreakGlassRule) -> Vec<u8> {
    let mut form = Form::default();
    form.part(b"break-glass");
    form.part(rule.id.as_bytes());
    form.set(rule.roles.iter().map(Role::name));
    if let Some((record, mask)) = &rule.reach {
        form.fields(record, *mask);
    }
    form.part(&rule.lifetime.whole_seconds().to_be_bytes());
    form.part(&rule.review_within.whole_seconds().to_be_bytes());
    form.0
}

#[derive(Default)]
struct Form(Vec<u8>);

impl Form {
    fn part(&mut self, part: &[u8]) {
        self.0.extend_from_slice(&(part.len() as u64).to_be_bytes());
        self.0.extend_from_slice(part);
    }

    fn set<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        let mut words: Vec<_> = words.collect();
        words.sort_unstable();
        words.dedup();
        self.part(&(words.len() as u64).to_be_bytes());
        for word in words {
            self.part(word.as_bytes());
        }
    }

    fn fields(&mut self, record: &RecordType, mask: FieldMask) {
        self.part(record.schema().name.as_bytes());
        self.set(record.schema().names(mask));
    }
}
