//! The tests inside a document.

use alloc::{format, string::ToString, vec::Vec};

use phi_types::{RuleId, record::FieldMask};

use super::{
    InlineTest, instant,
    read::LoadError,
    suggest::suggest,
    word::{action, fields, purpose, word, words},
};
use crate::{
    assurance::Assurance,
    bits::writes,
    decide::{Asked, decide},
    duties::Fulfils,
    facts::{Fact, Facts},
    policy::{ADMINISTRATION, Policy, Role},
    relationship::{Relationship, RelationshipSet, Standing},
    stance::Seen,
    table::{Profile, Table},
};

/// Runs every test. The first that fails is the error.
pub(super) fn run(policy: &Policy) -> Result<(), LoadError> {
    policy.tests.iter().try_for_each(|test| run_one(policy, test).map(|_| ()))
}

/// Runs one, and answers by which rule it was decided, if by any.
pub(crate) fn run_one<'p>(policy: &'p Policy, test: &InlineTest) -> Result<Option<&'p RuleId>, LoadError> {
    let at = test.name.as_str();
    let fail = |why| Err(LoadError::Test { name: at.into(), why });
    let role = |name: &alloc::string::String| {
        policy.roles.number(&Role::new(name)).ok_or_else(|| LoadError::Unknown {
            at: at.into(),
            kind: "role",
            name: name.clone(),
            suggestion: suggest(name, policy.roles.all().map(|(_, role)| role.name())),
        })
    };
    let roles = test.roles.iter().map(role).collect::<Result<Vec<_>, _>>()?;
    let record = match &test.record {
        None => ADMINISTRATION,
        Some(name) => policy.record_named(name).map(|record| record.0).ok_or_else(|| LoadError::Unknown {
            at: at.into(),
            kind: "record type of any rule",
            name: name.clone(),
            suggestion: suggest(name, policy.records.iter().map(|record| record.schema().name)),
        })?,
    };
    let schema = policy.schema(record);
    let mask = |names: &[_]| schema.map_or(Ok(FieldMask::EMPTY), |schema| fields(at, schema, names));
    let (action, purpose) = (action(at, &test.action)?, purpose(at, &test.purpose)?);
    let unix = match &test.at {
        None => 0,
        Some(text) => instant::parse(text)
            .map(time::OffsetDateTime::unix_timestamp)
            .ok_or_else(|| LoadError::Invalid { at: at.into(), what: "an instant" })?,
    };
    let assurance = match &test.assurance {
        None => Assurance::Aal1,
        Some(text) => word(at, "assurance level", text, &Assurance::ALL, Assurance::code)?,
    };
    let zones = test.networks.iter().filter_map(|name| policy.zones.iter().position(|zone| **zone == **name));
    let profile = Profile {
        roles,
        human: true,
        disabled: false,
        zones: zones.fold(0, |zones, at| zones | 1 << at),
        assurance,
        phishing_resistant: test.phishing_resistant,
        fulfils: Fulfils::everything(),
    };
    let related = words(at, "relationship", &test.relationships, &Relationship::ALL, Relationship::code)?;
    let filed = words(at, "fact", &test.facts, &Fact::ALL, Fact::code)?;
    let standing = Standing::here(related.into_iter().fold(RelationshipSet::NONE, RelationshipSet::with))
        .facts(filed.into_iter().fold(Facts::NONE, Facts::with));
    let all = schema.map_or(FieldMask::EMPTY, phi_types::record::Schema::all);
    let fields = match (record, test.fields.is_empty()) {
        (ADMINISTRATION, _) => FieldMask::at(0),
        (_, true) => all,
        (_, false) => mask(&test.fields)?,
    };
    let table = Table::build(policy, &profile);
    if table.blocked.is_some() {
        return if test.expect == "deny" { Ok(None) } else { fail("the roles exclude each other".into()) };
    }
    let ruling = decide(policy, &table, &Asked { record, action, purpose, fields, unix }, Some(Seen::of(&standing)));
    let outcome = if ruling.is_permit() { "permit" } else { "deny" };
    if word(at, "outcome", &test.expect, &["permit", "deny"], |outcome| outcome)? != outcome {
        return fail(match ruling.reason {
            Some(reason) => format!("denied ({reason:?})"),
            None => format!("permitted by `{}`", ruling.rule.map(ToString::to_string).unwrap_or_default()),
        });
    }
    if let Some(expected) = &test.granted {
        let granted = if writes(action) { ruling.writable } else { ruling.readable }.intersection(fields);
        if granted != mask(expected)? {
            let names: Vec<_> = schema.into_iter().flat_map(|schema| schema.names(granted)).collect();
            return fail(format!("granted: {}", names.join(", ")));
        }
    }
    match (&test.by, ruling.rule) {
        (Some(expected), Some(rule)) if *expected != rule.as_str() => fail(format!("decided by `{rule}`")),
        (Some(_), None) => fail("decided by no rule".into()),
        (_, rule) => Ok(rule),
    }
}
