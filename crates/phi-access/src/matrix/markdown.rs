//! The matrix as Markdown.

use alloc::{format, string::String, vec::Vec};

use super::{Entry, Matrix};

impl Matrix {
    /// As Markdown: a table, and below it each rule, to which the cells lead.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut out = format!("# Who could see what: {}\n\nPolicy `{}`.\n\n", escaped(&self.title), self.digest);
        let codes: Vec<&str> = self.purposes.iter().map(|purpose| purpose.code()).collect();
        out += &format!("| role | data | {} |\n|---|---|{}\n", codes.join(" | "), "---|".repeat(codes.len()));
        for row in &self.rows {
            out += &format!("| {} | {} |", escaped(&row.role), escaped(&row.record));
            for purpose in &self.purposes {
                let entries = row.cells.get(purpose).into_iter().flatten().map(|entry| self.entry(entry));
                out += &format!(" {} |", entries.collect::<Vec<_>>().join("<br>"));
            }
            out.push('\n');
        }
        out += "\n## Rules\n";
        for (number, rule) in (1..).zip(&self.rules) {
            out += &format!("\n### <a id=\"rule-{number}\"></a>{} ({})\n\n", escaped(&rule.id), rule.kind);
            for (what, text) in &rule.lines {
                out += &format!("- {what}: {}\n", escaped(text));
            }
        }
        out
    }

    fn entry(&self, entry: &Entry) -> String {
        let id = entry.rule.checked_sub(1).and_then(|at| self.rules.get(at)).map_or("", |rule| &rule.id);
        let fields = if entry.fields.is_empty() { String::new() } else { format!(": {}", escaped(&entry.fields)) };
        format!("{}{fields} ([{}](#rule-{}))", entry.actions, escaped(id), entry.rule)
    }
}

/// Text that stands for itself: what Markdown or HTML would take for a sign of its own is escaped, line ends become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
