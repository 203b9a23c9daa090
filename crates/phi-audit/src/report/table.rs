//! A report as lines and columns: sorted by any of them, written as text, CSV or HTML.

use core::fmt::{self, Write as _};

/// A report. With the host's names in it it is PHI: it is written on purpose, and `Debug` shows how large it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Table {
    title: String,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    foot: Vec<String>,
}

impl Table {
    pub(super) fn new(title: &str, columns: &[&'static str]) -> Self {
        Self { title: title.to_owned(), columns: columns.to_vec(), rows: Vec::new(), foot: Vec::new() }
    }

    pub(super) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    pub(super) fn foot(&mut self, line: String) {
        self.foot.push(line);
    }

    /// The names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// The lines.
    #[must_use]
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Sorts by a column, numbers as numbers; what is equal there stays as it was. A column that is not there changes nothing.
    #[must_use]
    pub fn sorted(mut self, column: &str) -> Self {
        if let Some(at) = self.columns.iter().position(|name| *name == column) {
            let key = |row: &Vec<String>| {
                let text = row.get(at).cloned().unwrap_or_default();
                (text.parse::<u64>().ok(), text)
            };
            self.rows.sort_by_key(key);
        }
        self
    }

    /// As text in columns.
    #[must_use]
    pub fn to_text(&self) -> String {
        let plain = |text: &str| shown(text);
        let rows: Vec<Vec<String>> = self.rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect()).collect();
        let width = |at: usize, name: &str| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            cells.map(|cell| cell.chars().count()).chain([name.chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = self.columns.iter().enumerate().map(|(at, name)| width(at, name)).collect();
        let mut out = format!("{}\n\n", plain(&self.title));
        let mut write = |cells: &mut dyn Iterator<Item = &str>| {
            let mut line = String::new();
            for (cell, width) in cells.zip(&widths) {
                let _ = write!(line, "{cell:<width$}  ");
            }
            out.push_str(line.trim_end());
            out.push('\n');
        };
        write(&mut self.columns.iter().copied());
        for row in &rows {
            write(&mut row.iter().map(String::as_str));
        }
        for line in &self.foot {
            let _ = write!(out, "\n{}\n", plain(line));
        }
        out
    }

    /// As CSV (RFC 4180), each cell quoted. A cell that a spreadsheet would take for a formula is led by an apostrophe.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut out = String::new();
        let mut write = |cells: &mut dyn Iterator<Item = &str>| {
            let cells: Vec<_> = cells.map(csv_cell).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        };
        write(&mut self.columns.iter().copied());
        for row in &self.rows {
            write(&mut row.iter().map(String::as_str));
        }
        out
    }

    /// As one HTML page that loads nothing and runs nothing.
    #[must_use]
    pub fn to_html(&self) -> String {
        page(&self.title, &self.html())
    }

    /// The table alone, to stand in a page.
    pub(super) fn html(&self) -> String {
        let mut body = String::from("<table><thead><tr>");
        for name in &self.columns {
            let _ = write!(body, "<th>{}</th>", escaped(name));
        }
        body.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            body.push_str("<tr>");
            for cell in row {
                let _ = write!(body, "<td>{}</td>", escaped(cell));
            }
            body.push_str("</tr>\n");
        }
        body.push_str("</tbody></table>\n");
        for line in &self.foot {
            let _ = writeln!(body, "<p>{}</p>", escaped(line));
        }
        body
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("columns", &self.columns).field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

/// A page around a body that is HTML already.
pub(super) fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>body{{font:14px sans-serif;margin:2em}}table{{border-collapse:collapse}}\
         th,td{{border:1px solid #bbb;padding:.3em .5em;text-align:left;vertical-align:top}}th{{background:#eee}}\
         .day{{display:flex;align-items:center;margin:2px 0}}.day b{{width:8em;font-weight:normal}}svg{{background:#f6f6f6}}\
         </style></head>\n<body><h1>{title}</h1>\n{body}</body></html>\n"
    )
}

/// For a place between tags or within a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in shown(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn csv_cell(text: &str) -> String {
    let text = shown(text);
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let lead = if formula { "'" } else { "" };
    format!("\"{lead}{}\"", text.replace('"', "\"\""))
}

/// Without characters that could forge a line or turn the direction of writing.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_breaks_out_of_its_format() {
        let hostile =
            ["<script>alert(1)</script>", "=HYPERLINK(\"x\")", " @SUM(1)", "a\"b,c\r\nd", "\u{202e}x", "\" onload=\"y"];
        let mut table = Table::new("<b>", &["cell"]);
        hostile.iter().for_each(|cell| table.push(vec![(*cell).to_owned()]));
        let html = table.to_html();
        assert!(!html.contains("<script>") && !html.contains("<b></title>") && !html.contains("\" onload"));
        let csv = table.to_csv();
        assert_eq!(csv.lines().count(), 7);
        for line in csv.lines().skip(1) {
            assert!(!line.trim_start_matches('"').trim_start().starts_with(['=', '@', '+', '-']), "{line}");
        }
        assert_eq!(table.to_text().lines().count(), 2 + 7);
        assert!(!table.to_text().contains('\u{202e}'));
    }

    #[test]
    fn every_column_sorts_and_numbers_sort_as_numbers() {
        let mut table = Table::new("t", &["n", "word"]);
        for (number, word) in [("10", "b"), ("9", "c"), ("2", "a")] {
            table.push(vec![number.to_owned(), word.to_owned()]);
        }
        let first = |table: &Table| table.rows().iter().map(|row| row[0].clone()).collect::<Vec<_>>();
        assert_eq!(first(&table.clone().sorted("n")), ["2", "9", "10"]);
        assert_eq!(first(&table.clone().sorted("word")), ["2", "10", "9"]);
        assert_eq!(table.clone().sorted("none"), table);
    }
}
