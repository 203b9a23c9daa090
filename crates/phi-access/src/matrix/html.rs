//! The matrix as one page that needs nothing else: no script, no style sheet, no font from anywhere.

use alloc::{format, string::String};

use super::Matrix;

const STYLE: &str = "\
body{font:15px/1.45 system-ui,sans-serif;margin:2rem;color:#1c2430;background:#fff}\
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}\
p.digest{color:#5b6675;margin:.3rem 0 1.4rem;font-size:.8rem;overflow-wrap:anywhere}\
div.wide{overflow-x:auto}table{border-collapse:collapse;min-width:60rem}\
th,td{border:1px solid #d5dae1;padding:.45rem .6rem;text-align:left;vertical-align:top}\
thead th{background:#eef1f5;position:sticky;top:0}tbody th{background:#f7f8fa;font-weight:600;white-space:nowrap}\
td div+div{margin-top:.4rem;padding-top:.4rem;border-top:1px dotted #d5dae1}\
.none{color:#a9b1bc}a{color:#0b5cad}\
section{border-left:3px solid #d5dae1;padding:.1rem 0 .1rem .9rem;margin:0 0 1rem}\
section:target{border-color:#0b5cad;background:#f2f7fd}section h3{margin:.2rem 0;font-size:1rem}\
dl{display:grid;grid-template-columns:12rem 1fr;gap:.15rem .8rem;margin:.3rem 0}dt{color:#5b6675}dd{margin:0}\
.kind{font-weight:400;color:#5b6675}\
@media print{body{margin:0;font-size:11px}div.wide{overflow:visible}table{min-width:0}thead th{position:static}}";

impl Matrix {
    /// As one page of HTML. Every name in it is escaped, and a policy of its own forbids the page whatever it does not need.
    #[must_use]
    pub fn to_html(&self) -> String {
        let title = escaped(&self.title);
        let mut out = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>Who could see what: {title}</title>\n<style>{STYLE}</style></head>\n<body>\n\
             <h1>Who could see what: {title}</h1>\n<p class=\"digest\">policy {}</p>\n\
             <div class=\"wide\"><table>\n<thead><tr><th>role</th><th>data</th>",
            escaped(&self.digest)
        );
        for purpose in &self.purposes {
            out += &format!("<th>{}</th>", purpose.code());
        }
        out += "</tr></thead>\n<tbody>\n";
        let mut before = None;
        for row in &self.rows {
            let of_role = self.rows.iter().filter(|other| other.role == row.role).count();
            out += "<tr>";
            if before != Some(&row.role) {
                out += &format!("<th rowspan=\"{of_role}\">{}</th>", escaped(&row.role));
            }
            before = Some(&row.role);
            out += &format!("<th>{}</th>", escaped(&row.record));
            for purpose in &self.purposes {
                out += &self.cell(row.cells.get(purpose).map_or(&[], alloc::vec::Vec::as_slice));
            }
            out += "</tr>\n";
        }
        out += "</tbody></table></div>\n<h2>Rules</h2>\n";
        for (number, rule) in (1..).zip(&self.rules) {
            let id = escaped(&rule.id);
            out +=
                &format!("<section id=\"rule-{number}\"><h3>{id} <span class=\"kind\">{}</span></h3><dl>", rule.kind);
            for (what, text) in &rule.lines {
                out += &format!("<dt>{what}</dt><dd>{}</dd>", escaped(text));
            }
            out += "</dl></section>\n";
        }
        out + "</body></html>\n"
    }

    fn cell(&self, entries: &[super::Entry]) -> String {
        if entries.is_empty() {
            return "<td class=\"none\">–</td>".into();
        }
        let mut out = String::from("<td>");
        for entry in entries {
            let id = entry.rule.checked_sub(1).and_then(|at| self.rules.get(at)).map_or("", |rule| &rule.id);
            let fields = if entry.fields.is_empty() { String::new() } else { format!(": {}", escaped(&entry.fields)) };
            let (rule, id) = (entry.rule, escaped(id));
            out += &format!("<div>{}{fields} (<a href=\"#rule-{rule}\">{id}</a>)</div>", entry.actions);
        }
        out + "</td>"
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
