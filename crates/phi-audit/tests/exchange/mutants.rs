//! The table oracle × mutant: which mutants of our events each oracle accepts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use phi_audit::exchange::Format;

use crate::oracle::{Oracle, scratch};
use crate::patterns;

const ORACLES: [Oracle; 4] = [Oracle::R4b, Oracle::Schema, Oracle::Medplum, Oracle::Profile];
/// For each kind of mutant: refused, of how many.
type Column<'a> = BTreeMap<&'a str, (usize, usize)>;

const BEGIN: &str = "<!-- oracle × mutant: written by the test `exchange` -->\n";
const END: &str = "<!-- end of oracle × mutant -->\n";

#[test]
fn every_mutant_is_refused_by_us_and_no_oracle_alone_would_do() {
    let folder = scratch("mutants");
    let base: Vec<String> = patterns::all()
        .iter()
        .map(|(_, event)| Format::FhirR4.render(event))
        .filter(|text| text.contains("IHE.BasicAudit."))
        .collect();
    std::fs::write(folder.join("base"), base.join("\n")).unwrap();
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/oracles/mutants.py");
    let python = std::env::var_os("PHI_PYTHON").unwrap_or_else(|| "python3".into());
    let made = Command::new(python).arg(script).arg(folder.join("base")).arg(folder.join("made")).output();
    let Ok(made) = made else {
        println!("skipped: mutants: python3 is not installed");
        return;
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

    let mut kinds = Vec::new();
    let mut mutants = Vec::new();
    for line in std::fs::read_to_string(folder.join("made")).unwrap().lines() {
        let mutant: serde_json::Value = serde_json::from_str(line).unwrap();
        kinds.push(mutant["kind"].as_str().unwrap().to_owned());
        mutants.push(mutant["resource"].to_string());
    }
    std::fs::write(folder.join("mutants"), mutants.join("\n")).unwrap();
    for (kind, mutant) in kinds.iter().zip(&mutants) {
        assert!(Format::FhirR4.parse(mutant).is_err(), "{kind}: {mutant}");
    }

    let mut order: Vec<&str> = Vec::new();
    for kind in &kinds {
        if order.last() != Some(&kind.as_str()) {
            order.push(kind);
        }
    }
    assert!(order.len() >= 40, "{} kinds of mutants", order.len());
    let mut columns: Vec<(&str, Column<'_>)> = Vec::new();
    for oracle in ORACLES {
        let Some(verdicts) = oracle.ask(&folder.join("mutants")) else { continue };
        assert_eq!(verdicts.len(), mutants.len(), "{oracle:?}");
        let mut column: Column<'_> = BTreeMap::new();
        for (kind, verdict) in kinds.iter().zip(verdicts) {
            let (refused, all) = column.entry(kind).or_default();
            *refused += usize::from(verdict.is_err());
            *all += 1;
        }
        let blind = order.iter().filter(|kind| column[*kind].0 < column[*kind].1).count();
        assert!(blind > 0, "{oracle:?} alone would do");
        columns.push((oracle.name(), column));
    }
    if columns.len() < ORACLES.len() {
        println!("skipped: the table: {} of {} oracles are here", columns.len(), ORACLES.len());
        return;
    }
    let table = table(&order, &columns, mutants.len());
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/audit-exchange.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the place of the table");
    let (found, after) = rest.split_once(END).expect("the end of the table");
    if std::env::var("PHI_AUDIT_ORACLES").as_deref() == Ok("write") {
        std::fs::write(&page, [before, BEGIN, &table, END, after].concat()).unwrap();
    } else if found != table {
        // Other releases of the oracles see other things; what we promise is above.
        println!("note: the oracles here say other things than the table in docs/audit-exchange.md:\n{table}");
    }
}

fn table(order: &[&str], columns: &[(&str, Column<'_>)], mutants: usize) -> String {
    let mut out = String::from("| mutant | events |");
    for (name, _) in columns {
        write!(out, " {name} |").unwrap();
    }
    out.push_str(" `Format::parse` |\n|---|--:|");
    out.push_str(&":-:|".repeat(columns.len() + 1));
    out.push('\n');
    for kind in order {
        write!(out, "| {kind} | {} |", columns[0].1[kind].1).unwrap();
        for (_, column) in columns {
            let (refused, all) = column[kind];
            let cell = if refused == all {
                "refused".to_owned()
            } else if refused == 0 {
                "–".to_owned()
            } else {
                format!("{refused}")
            };
            write!(out, " {cell} |").unwrap();
        }
        out.push_str(" refused |\n");
    }
    let whole = |column: &Column<'_>| column.values().filter(|(refused, all)| refused == all).count();
    write!(out, "| **{} kinds, refused whole** | **{mutants}** |", order.len()).unwrap();
    for (_, column) in columns {
        write!(out, " **{}** |", whole(column)).unwrap();
    }
    writeln!(out, " **{}** |", order.len()).unwrap();
    out
}
