//! The example policies: they load, their tests pass, no lint has anything to say, and their document stays theirs through every format.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a failed test is a panic by design"
)]

#[path = "../policies/records.rs"]
mod records;

use phi_access::Policy;
use records::{POLICIES, catalogue};

#[test]
fn they_load_and_no_lint_has_anything_to_say() {
    for (name, text) in POLICIES {
        let policy = Policy::from_toml(text, &catalogue()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let findings: Vec<String> = policy.lint().iter().map(ToString::to_string).collect();
        assert_eq!(findings, Vec::<String>::new(), "{name}");
        assert!(!policy.cells().is_empty());
        assert!(policy.diff(&policy).is_empty(), "{name}");
        let again = Policy::from_toml(&policy.to_toml(), &catalogue()).unwrap();
        assert!(policy.diff(&again).is_empty() && policy.digest() == again.digest());
    }
}

/// The matrix says what the cells say: each cell of the policy stands in its row, and nothing else does.
#[test]
fn the_matrix_leads_every_cell_to_its_rule() {
    for (name, text) in POLICIES {
        let policy = Policy::from_toml(text, &catalogue()).unwrap();
        let (markdown, html) = (policy.matrix().to_markdown(), policy.matrix().to_html());
        let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
        for cell in policy.cells() {
            let (role, record) = (cell.role.name(), cell.record.unwrap_or("keys and log"));
            let row = rows.iter().find(|row| row.starts_with(&format!("| {role} | {record} |")));
            let row = row.unwrap_or_else(|| panic!("{name}: no row for {cell}"));
            assert!(row.contains(cell.action.code()) && row.contains(cell.field.unwrap_or("")), "{name}: {cell}");
        }
        for line in html.split("href=\"#").skip(1) {
            let target = &line[..line.find('"').unwrap()];
            assert!(html.contains(&format!("id=\"{target}\"")), "{name}: {target} leads nowhere");
        }
        assert!(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"));
        assert_eq!(html.matches("<tr>").count(), rows.len() + 1);
    }
}

/// A name is text, whatever stands in it.
#[test]
fn nothing_in_a_name_is_taken_for_markup() {
    let nasty = "<img src=x onerror=alert(1)>|[a](javascript:b)\\\"'&amp;`*_#";
    let quoted = toml::Value::String(nasty.into()).to_string();
    let (_, text) = POLICIES[0];
    let text = text.replace("\"clinic, example\"", &quoted).replace("\"claims, version 3\"", &quoted);
    let text = text.replace("\"reception\"", &quoted).replace("\"desk\"", &quoted);
    let matrix = Policy::from_toml(&text, &catalogue()).unwrap().matrix();
    let html = matrix.to_html();
    assert!(!html.contains("<img") && html.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(!html.contains("=\"<") && !html.contains("\"'"));
    for line in matrix.to_markdown().lines().filter(|line| line.starts_with('|')) {
        assert!(!line.contains("<img") && !line.contains("[a]("));
        let columns = line.replace("\\|", "").matches('|').count();
        assert_eq!(columns, 2 + 1 + matrix_columns(&html), "{line}");
    }
}

fn matrix_columns(html: &str) -> usize {
    let head = &html[html.find("<thead>").unwrap()..html.find("</thead>").unwrap()];
    head.matches("<th>").count() - 2
}
