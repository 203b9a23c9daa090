//! A filter is the decision, for every row: in memory and executed by SQLite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

mod oracle;
mod world;

use oracle::{Request, Set};
use phi_access::{
    AccessControl, Listing, Query, Reason, Register, RelationshipSet, SqlDialect, SqlSchema, SqlValue, Standing,
};
use phi_types::{Action, ActorId, Purpose, SubjectId, TenantId, record::FieldSet};
use proptest::prelude::*;
use rusqlite::{Connection, params_from_iter};
use time::OffsetDateTime;
use world::{Dice, Patient, of_row, policy, request, rows, rules, session};

fn schema() -> SqlSchema {
    SqlSchema::new("patient", "relationship", "fact", "label").unwrap()
}

/// Rows of three tenants in SQLite, as the host's source of relationships has them.
fn database(rows: &[(SubjectId, &str, Request)]) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE patient (tenant TEXT, subject BLOB, confidentiality INTEGER);
         CREATE TABLE relationship (tenant TEXT, subject BLOB, actor TEXT, kind TEXT);
         CREATE TABLE fact (tenant TEXT, subject BLOB, kind TEXT);
         CREATE TABLE label (tenant TEXT, subject BLOB, kind TEXT);",
    )
    .unwrap();
    for (subject, tenant, row) in rows {
        let subject = subject.to_bytes();
        let level = row.confidentiality as i64;
        db.execute("INSERT INTO patient VALUES (?1, ?2, ?3)", (tenant, subject, level)).unwrap();
        for one in &row.relationships {
            db.execute("INSERT INTO relationship VALUES (?1, ?2, 'u.somebody', ?3)", (tenant, subject, one.code()))
                .unwrap();
            // Somebody else's relationships are none of ours.
            db.execute("INSERT INTO relationship VALUES (?1, ?2, 'e.else', 'treating')", (tenant, subject)).unwrap();
        }
        for fact in &row.facts {
            db.execute("INSERT INTO fact VALUES (?1, ?2, ?3)", (tenant, subject, fact.code())).unwrap();
        }
    }
    db
}

fn found(db: &Connection, text: &str, parameters: &[SqlValue]) -> Set<[u8; 16]> {
    let values = parameters.iter().map(|value| match value {
        SqlValue::Text(text) => rusqlite::types::Value::Text(text.clone()),
        SqlValue::Integer(number) => rusqlite::types::Value::Integer(*number),
    });
    let mut query = db.prepare(&format!("SELECT subject FROM patient WHERE {text}")).unwrap();
    query.query_map(params_from_iter(values), |row| row.get::<_, [u8; 16]>(0)).unwrap().map(Result::unwrap).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_filter_equals_the_decision_for_every_row_executed_in_sqlite(seed: u64) {
        let mut dice = Dice(seed);
        let access = AccessControl::new(policy(&rules(&mut dice)), Register::new());
        let rows = rows(&mut dice);
        let db = database(&rows);
        for _ in 0..4 {
            let asked = request(&mut dice);
            let who = session(&asked);
            let now = OffsetDateTime::from_unix_timestamp(asked.unix).unwrap();
            let prepared = access.prepare(&who);
            let Some(record) = prepared.policy().record::<Patient>() else { continue };
            let fields: FieldSet<Patient> = world::fields(&asked.asked);
            let query = Query { record, action: asked.action, purpose: asked.purpose, fields: fields.mask() };
            let rulings: Vec<_> = rows
                .iter()
                .map(|(subject, tenant, row)| {
                    prepared.decide(&who, &query, *subject, &of_row(tenant, row), asked.unix)
                })
                .collect();
            let expected: Set<[u8; 16]> = rows
                .iter()
                .zip(&rulings)
                .filter(|(_, ruling)| ruling.is_permit())
                .map(|((subject, _, _), _)| subject.to_bytes())
                .collect();
            let filter = match access.filter::<Patient>(&who, asked.action, asked.purpose, fields, now) {
                Ok(filter) => filter,
                Err(reason) => {
                    prop_assert!(expected.is_empty(), "{:?}", reason);
                    continue;
                }
            };
            let listing = filter.select(rows.iter(), |(_, tenant, row)| of_row(tenant, row), 40);
            let in_memory: Set<_> = listing.rows().iter().map(|(subject, _, _)| subject.to_bytes()).collect();
            prop_assert_eq!(&in_memory, &expected);
            let sql = filter.sql(SqlDialect::Sqlite, &schema());
            prop_assert_eq!(&found(&db, &sql.text, &sql.parameters), &expected, "{}", sql.text);
            let postgres = filter.sql(SqlDialect::PostgreSql, &schema());
            prop_assert_eq!(postgres.text.replace('$', "?"), sql.text);
            // What may be searched by is readable in every row of the list.
            for ((_, tenant, row), ruling) in rows.iter().zip(&rulings).filter(|(_, ruling)| ruling.is_permit()) {
                let visible = filter.visible(&of_row(tenant, row));
                prop_assert!(filter.searchable().is_subset_of(visible));
                let mask = if matches!(asked.action, Action::Create | Action::Update) { ruling.writable } else { ruling.readable };
                prop_assert_eq!(visible, visible.intersection(mask));
            }
        }
    }

    #[test]
    fn another_tenants_rows_change_neither_text_nor_length(seed: u64) {
        let mut dice = Dice(seed);
        let access = AccessControl::new(policy(&rules(&mut dice)), Register::new());
        let rows = rows(&mut dice);
        let ours: Vec<_> = rows.iter().filter(|(_, tenant, _)| *tenant == "north").cloned().collect();
        let asked = request(&mut dice);
        let who = session(&asked);
        let now = OffsetDateTime::from_unix_timestamp(asked.unix).unwrap();
        let Ok(filter) = access.filter::<Patient>(&who, Action::Read, Purpose::Treatment, FieldSet::ALL, now) else {
            return Ok(());
        };
        let sql = filter.sql(SqlDialect::Sqlite, &schema());
        prop_assert_eq!(
            found(&database(&rows), &sql.text, &sql.parameters),
            found(&database(&ours), &sql.text, &sql.parameters)
        );
        let list = |of: &[(SubjectId, &str, Request)]| {
            filter.select(of.iter().cloned(), |(_, tenant, row)| of_row(tenant, row), 5).rows().len()
        };
        prop_assert_eq!(list(&rows), list(&ours));
    }
}

#[test]
fn a_list_is_complete_or_says_that_it_is_not() {
    let mut dice = Dice(7);
    let mut asked = request(&mut dice);
    asked.roles = Set::from(["nurse"]);
    asked.unix = world::T.unix_timestamp();
    let permit = oracle::Plain {
        id: "desk".into(),
        permit: true,
        roles: Set::from(["nurse"]),
        actions: Set::from([Action::Read]),
        purposes: Set::from([Purpose::Operations]),
        read: Set::from([0, 1]),
        needs: Set::new(),
        lacks: Set::new(),
        ..world::law()
    };
    let own = oracle::Plain {
        id: "care".into(),
        read: Set::from([0, 2]),
        any_of: Set::from([phi_access::Relationship::Treating]),
        ..permit.clone()
    };
    let access = AccessControl::new(policy(&[permit, own]), Register::new());
    let who = session(&asked);
    let filter = |purpose| access.filter::<Patient>(&who, Action::Read, purpose, FieldSet::ALL, world::T);
    assert_eq!(filter(Purpose::Treatment).unwrap_err(), Reason::NoRule);
    assert_eq!(filter(Purpose::BreakGlass).unwrap_err(), Reason::NoRule, "an override is never a list");
    let desk = filter(Purpose::Operations).unwrap();
    assert!(matches!(desk.select(0..10, |_| Standing::HERE, 10), Listing::Complete(rows) if rows.len() == 10));
    assert!(
        matches!(desk.select(0..11, |_| Standing::HERE, 10), Listing::Truncated { rows, limit: 10 } if rows.len() == 10)
    );
    // The allergies are readable in some rows only: whoever could search by them would learn them in the others.
    assert!(desk.search_by(Patient::NAME).is_ok());
    assert!(desk.search_by(Patient::NAME | Patient::ALLERGIES).is_err() && desk.search_by(Patient::MRN).is_err());
    who.end();
    assert!(matches!(filter(Purpose::Operations), Err(Reason::Session(_))));
}

#[test]
fn nothing_of_a_request_stands_in_the_text() {
    let odd = "x' OR '1' = '1";
    assert!(SqlSchema::new(odd, "r", "f", "l").is_err() && SqlSchema::new("a.b.c", "r", "f", "l").is_err());
    assert!(SqlSchema::new("public.patient", "r", "f", "l").is_ok());
    let mut asked = request(&mut Dice(1));
    asked.roles = Set::from(["nurse"]);
    let permit = oracle::Plain {
        permit: true,
        roles: Set::from(["nurse"]),
        actions: Set::from([Action::Read]),
        any_of: Set::from([phi_access::Relationship::Treating]),
        read: Set::from([0]),
        needs: Set::new(),
        lacks: Set::new(),
        ..world::law()
    };
    let access = AccessControl::new(policy(&[oracle::Plain { id: "p".into(), ..permit }]), Register::new());
    let tenant = TenantId::new(odd).unwrap();
    let actor = phi_types::Actor::Human(ActorId::new("o'hara; --").unwrap());
    let roles = [phi_access::Role::new("nurse")];
    let who = phi_access::Session::open(
        tenant,
        actor,
        roles,
        phi_access::SessionLimits::OFFICE,
        world::T,
        &phi_types::OsEntropy,
    )
    .unwrap();
    let filter = access.filter::<Patient>(&who, Action::Read, Purpose::Payment, FieldSet::ALL, world::T).unwrap();
    let sql = filter.sql(SqlDialect::Sqlite, &schema());
    assert!(!sql.text.contains('\'') && !sql.text.contains("--"));
    assert!(sql.parameters.contains(&SqlValue::Text(odd.into())));
    assert!(filter.admits(&Standing::here(RelationshipSet::NONE.with(phi_access::Relationship::Treating))));
    let db = database(&[(SubjectId::from_bytes([1; 16]), "north", asked)]);
    assert!(found(&db, &sql.text, &sql.parameters).is_empty());
}
