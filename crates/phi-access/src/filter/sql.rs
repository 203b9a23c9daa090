//! A filter as the condition of a SQL query, with bound parameters.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use phi_types::{PhiRecord, record::Label};

use super::{Filter, Part};
use crate::{confidentiality::Confidentiality, policy::Condition};

/// Whose SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SqlDialect {
    /// SQLite: parameters are `?1`, `?2`, …
    Sqlite,
    /// PostgreSQL: parameters are `$1`, `$2`, …
    PostgreSql,
}

/// A bound parameter. No value ever stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlValue {
    /// Text: a tenant, an actor, a stable word.
    Text(String),
    /// A whole number: a level of confidentiality, 0 for U to 5 for V.
    Integer(i64),
}

/// Where the host keeps what a filter asks about. Whatever the source of relationships says must stand in these tables, or the
/// list and the decision come apart.
///
/// ```text
/// row:           tenant text, subject, confidentiality bigint (0 for U, 3 for N, 5 for V)
/// relationships: tenant, subject, actor text, kind text      kind as Relationship::code
/// facts:         tenant, subject, kind text                  kind as Fact::code
/// labels:        tenant, subject, kind text                  kind as Label::code
/// ```
#[derive(Clone, Debug)]
pub struct SqlSchema {
    row: String,
    relationships: String,
    facts: String,
    labels: String,
}

/// A name that is no plain SQL name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a table is named by letters, digits, underscores and one point")]
pub struct InvalidSqlName;

impl SqlSchema {
    /// The table or alias of the rows, and the tables of relationships, facts and labels.
    ///
    /// # Errors
    /// [`InvalidSqlName`]: names are the only thing that goes into the text, so they are checked.
    pub fn new(row: &str, relationships: &str, facts: &str, labels: &str) -> Result<Self, InvalidSqlName> {
        let name = |name: &str| {
            let plain = |part: &str| {
                part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                    && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                    && part.len() <= 63
            };
            let fits = name.split('.').count() <= 2 && name.split('.').all(plain);
            fits.then(|| name.to_string()).ok_or(InvalidSqlName)
        };
        Ok(Self { row: name(row)?, relationships: name(relationships)?, facts: name(facts)?, labels: name(labels)? })
    }
}

/// A condition for `WHERE`, and what to bind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SqlFilter {
    /// The condition, in parentheses where it needs them.
    pub text: String,
    /// The parameters, the first for number 1.
    pub parameters: Vec<SqlValue>,
}

impl<R: PhiRecord> Filter<R> {
    /// The filter as SQL: true for exactly the rows that it admits.
    #[must_use]
    pub fn sql(&self, dialect: SqlDialect, schema: &SqlSchema) -> SqlFilter {
        let mut writer = Writer { dialect, schema, actor: self.actor.as_str(), parameters: Vec::new() };
        let tenant = writer.bind(SqlValue::Text(self.tenant.to_string()));
        // A row is in when a field is permitted and not forbidden. Fields with the same rules over them are one case.
        let mut cases: Vec<(Vec<&Condition>, Vec<&Condition>)> = Vec::new();
        for position in self.asked.positions() {
            let permits = over(&self.permits, position);
            let forbids = over(&self.forbids, position);
            if !permits.is_empty() && !cases.iter().any(|case| case.0 == permits && case.1 == forbids) {
                cases.push((permits, forbids));
            }
        }
        let cases: Vec<String> = cases
            .iter()
            .map(|(permits, forbids)| {
                let permitted = writer.any(permits);
                let forbidden = writer.any(forbids);
                format!("({permitted} AND NOT {forbidden})")
            })
            .collect();
        let cases = if cases.is_empty() { "1 = 0".to_string() } else { cases.join(" OR ") };
        let text = format!("({}.tenant = {tenant} AND ({cases}))", schema.row);
        SqlFilter { text, parameters: writer.parameters }
    }
}

/// The conditions of the rules that reach a field.
fn over(parts: &[Part], position: usize) -> Vec<&Condition> {
    parts.iter().filter(|part| part.fields.contains(position)).map(|part| &part.condition).collect()
}

struct Writer<'a> {
    dialect: SqlDialect,
    schema: &'a SqlSchema,
    actor: &'a str,
    parameters: Vec<SqlValue>,
}

impl<'a> Writer<'a> {
    /// The parameter's name in the text; one that is there already is used again.
    fn bind(&mut self, value: SqlValue) -> String {
        let at = self.parameters.iter().position(|known| *known == value).unwrap_or_else(|| {
            self.parameters.push(value);
            self.parameters.len() - 1
        });
        match self.dialect {
            SqlDialect::Sqlite => format!("?{}", at + 1),
            SqlDialect::PostgreSql => format!("${}", at + 1),
        }
    }

    fn any(&mut self, conditions: &[&Condition]) -> String {
        let each: Vec<_> = conditions.iter().map(|condition| self.condition(condition)).collect();
        if each.is_empty() { "(1 = 0)".to_string() } else { format!("({})", each.join(" OR ")) }
    }

    fn condition(&mut self, condition: &Condition) -> String {
        let mut parts = Vec::new();
        if !condition.any_of.is_empty() {
            let kinds = condition.any_of.iter().map(|one| one.code()).collect();
            let actor = self.bind(SqlValue::Text(self.actor.to_string()));
            parts.push(self.exists(&self.schema.relationships, kinds, &format!(" AND x.actor = {actor}")));
        }
        for fact in condition.needs.iter() {
            parts.push(self.exists(&self.schema.facts, alloc::vec![fact.code()], ""));
        }
        if !condition.lacks.is_empty() {
            let kinds = condition.lacks.iter().map(|fact| fact.code()).collect();
            parts.push(format!("NOT {}", self.exists(&self.schema.facts, kinds, "")));
        }
        if condition.labels != 0 {
            let within = |label: &Label| condition.labels & phi_types::record::Labels::NONE.with(*label).bits() != 0;
            let kinds = Label::ALL.into_iter().filter(within).map(Label::code).collect();
            parts.push(self.exists(&self.schema.labels, kinds, ""));
        }
        if condition.at_least != Confidentiality::Unrestricted {
            let level = self.bind(SqlValue::Integer(condition.at_least as i64));
            parts.push(format!("{}.confidentiality >= {level}", self.schema.row));
        }
        if condition.at_most != Confidentiality::VeryRestricted {
            let level = self.bind(SqlValue::Integer(condition.at_most as i64));
            parts.push(format!("{}.confidentiality <= {level}", self.schema.row));
        }
        if parts.is_empty() { "1 = 1".to_string() } else { format!("({})", parts.join(" AND ")) }
    }

    fn exists(&mut self, table: &str, kinds: Vec<&'static str>, more: &str) -> String {
        let kinds: Vec<_> = kinds.into_iter().map(|kind| self.bind(SqlValue::Text(kind.to_string()))).collect();
        let row = &self.schema.row;
        format!(
            "EXISTS (SELECT 1 FROM {table} x WHERE x.tenant = {row}.tenant AND x.subject = {row}.subject AND x.kind IN ({}){more})",
            kinds.join(", ")
        )
    }
}
