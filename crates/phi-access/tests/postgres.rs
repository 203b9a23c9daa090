//! A filter is the decision, for every row: executed by a real PostgreSQL. Says plainly when there is none to start.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test is a panic by design"
)]

mod oracle;
#[path = "../../phi-audit-postgres/tests/server/mod.rs"]
mod server;
mod world;

use std::fmt::Write as _;

use oracle::{Request, Set};
use phi_access::{AccessControl, Query, Register, SqlDialect, SqlFilter, SqlSchema, SqlValue};
use phi_types::{SubjectId, record::FieldSet};
use postgres::{Client, types::ToSql};
use time::OffsetDateTime;
use world::{Dice, Patient, of_row, policy, request, rows, rules, session};

const TABLES: &str = "
    CREATE TABLE patient (tenant text, subject bytea, confidentiality bigint);
    CREATE TABLE relationship (tenant text, subject bytea, actor text, kind text);
    CREATE TABLE fact (tenant text, subject bytea, kind text);
    CREATE TABLE label (tenant text, subject bytea, kind text);";

fn fill(db: &mut Client, rows: &[(SubjectId, &str, Request)]) {
    let mut text = String::from("TRUNCATE patient, relationship, fact, label;");
    for (subject, tenant, row) in rows {
        let subject: String = subject.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let at = format!("'{tenant}', '\\x{subject}'");
        write!(text, "INSERT INTO patient VALUES ({at}, {});", row.confidentiality as i64).unwrap();
        for one in &row.relationships {
            write!(text, "INSERT INTO relationship VALUES ({at}, 'u.somebody', '{}');", one.code()).unwrap();
            // Somebody else's relationships are none of ours.
            write!(text, "INSERT INTO relationship VALUES ({at}, 'e.else', 'treating');").unwrap();
        }
        for fact in &row.facts {
            write!(text, "INSERT INTO fact VALUES ({at}, '{}');", fact.code()).unwrap();
        }
    }
    db.batch_execute(&text).unwrap();
}

fn found(db: &mut Client, filter: &SqlFilter) -> Set<Vec<u8>> {
    let values: Vec<&(dyn ToSql + Sync)> = filter
        .parameters
        .iter()
        .map(|value| match value {
            SqlValue::Text(text) => text as &(dyn ToSql + Sync),
            SqlValue::Integer(number) => number,
        })
        .collect();
    let rows = db.query(&format!("SELECT subject FROM patient WHERE {}", filter.text), &values).unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[test]
fn the_filter_equals_the_decision_for_every_row_executed_in_postgresql() {
    let Some(server) = server::Server::start("filter", "off") else {
        println!("skipped: no PostgreSQL to start");
        return;
    };
    let mut db = server.owner();
    db.batch_execute(TABLES).unwrap();
    let schema = SqlSchema::new("patient", "relationship", "fact", "label").unwrap();
    let (mut compared, mut admitted) = (0, 0);
    for seed in 0..200 {
        let mut dice = Dice(0x5051_0000 + seed);
        let access = AccessControl::new(policy(&rules(&mut dice)), Register::new());
        let rows = rows(&mut dice);
        fill(&mut db, &rows);
        for _ in 0..4 {
            let asked = request(&mut dice);
            let who = session(&asked);
            let now = OffsetDateTime::from_unix_timestamp(asked.unix).unwrap();
            let prepared = access.prepare(&who);
            let Some(record) = prepared.policy().record::<Patient>() else { continue };
            let fields: FieldSet<Patient> = world::fields(&asked.asked);
            let Ok(filter) = access.filter::<Patient>(&who, asked.action, asked.purpose, fields, now) else { continue };
            let query = Query { record, action: asked.action, purpose: asked.purpose, fields: fields.mask() };
            let permitted = |(subject, tenant, row): &&(SubjectId, &str, Request)| {
                prepared.decide(&who, &query, *subject, &of_row(tenant, row), asked.unix).is_permit()
            };
            let expected: Set<Vec<u8>> =
                rows.iter().filter(permitted).map(|(subject, _, _)| subject.to_bytes().to_vec()).collect();
            let sql = filter.sql(SqlDialect::PostgreSql, &schema);
            assert_eq!(found(&mut db, &sql), expected, "{seed}: {}", sql.text);
            compared += rows.len();
            admitted += expected.len();
        }
    }
    println!("{compared} rows compared, {admitted} of them admitted");
    assert!(admitted > 0 && admitted < compared);
}
