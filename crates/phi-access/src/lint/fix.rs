//! Edits of a policy document. They touch the lines that they are about and leave comments and layout alone.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// An edit that silences a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix(pub(super) Vec<Edit>);

/// Why an edit could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FixError {
    /// The text is no TOML.
    #[error("the document is no TOML")]
    Syntax,
    /// The rule or role is not there, or is not written as a table of its own.
    #[error("what the edit is about is not written as a table of its own")]
    NotFound,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Delete(Place),
    Set(Place, &'static str, Value),
    Unset(Place, &'static str),
    /// Another word for one that is not known, wherever it stands in the table.
    Replace {
        within: String,
        old: String,
        new: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Rule(String),
    Glass(String),
    Role(String),
    Exclusive(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Words(Vec<String>),
    Word(String),
    Yes,
    Number(i64),
}

impl Value {
    pub(super) fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Words(words.into_iter().map(Into::into).collect())
    }

    fn text(&self) -> String {
        let quoted = |word: &String| toml::Value::String(word.clone()).to_string();
        match self {
            Self::Words(words) => format!("[{}]", words.iter().map(quoted).collect::<Vec<_>>().join(", ")),
            Self::Word(word) => quoted(word),
            Self::Yes => "true".to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl Fix {
    /// The document with the edit made.
    ///
    /// # Errors
    /// See [`FixError`].
    pub fn apply(&self, text: &str) -> Result<String, FixError> {
        self.0.iter().try_fold(text.to_string(), |text, edit| edit.apply(&text))
    }
}

impl Edit {
    fn apply(&self, text: &str) -> Result<String, FixError> {
        let document = DeTable::parse(text).map_err(|_| FixError::Syntax)?;
        let document = document.get_ref();
        match self {
            Self::Delete(place) => {
                let table = place.find(document).ok_or(FixError::NotFound)?;
                splice(text, whole(text, table).ok_or(FixError::NotFound)?, "")
            }
            Self::Set(place, key, value) => {
                let table = place.find(document).ok_or(FixError::NotFound)?;
                match entry(table, key) {
                    Some((_, old)) => splice(text, old.span(), &value.text()),
                    None => {
                        // Behind the first key, which every table of ours has: its name.
                        let first = table.get_ref().as_table().into_iter().flatten();
                        let end = first.map(|(_, value)| value.span()).min_by_key(|span| span.start);
                        let end = end.ok_or(FixError::NotFound)?.end;
                        let line = end + text.get(end..).and_then(|rest| rest.find('\n')).unwrap_or(text.len() - end);
                        splice(text, line..line, &format!("\n{key} = {}", value.text()))
                    }
                }
            }
            Self::Unset(place, key) => {
                let table = place.find(document).ok_or(FixError::NotFound)?;
                match entry(table, key) {
                    Some((name, old)) => {
                        let end = text
                            .get(old.span().end..)
                            .and_then(|rest| rest.find('\n'))
                            .map_or(text.len(), |at| old.span().end + at + 1);
                        splice(text, name.start..end, "")
                    }
                    None => Ok(text.into()),
                }
            }
            Self::Replace { within, old, new } => {
                let spans = words(document, within, old);
                if spans.is_empty() {
                    return Err(FixError::NotFound);
                }
                let new = Value::Word(new.clone()).text();
                spans.into_iter().rev().try_fold(text.to_string(), |text, span| splice(&text, span, &new))
            }
        }
    }
}

type Table<'a> = Spanned<DeValue<'a>>;

impl Place {
    fn find<'t, 'a>(&self, document: &'t DeTable<'a>) -> Option<&'t Table<'a>> {
        let (kind, key, name) = match self {
            Self::Rule(id) => ("rule", "id", id),
            Self::Glass(id) => ("break_glass", "id", id),
            Self::Role(name) => ("role", "name", name),
            Self::Exclusive(at) => return document.get("exclusive")?.get_ref().as_array()?.get(*at),
        };
        let named = |table: &&Table<'a>| {
            table.get_ref().as_table().and_then(|table| table.get(key)).and_then(|value| value.get_ref().as_str())
                == Some(name)
        };
        document.get(kind)?.get_ref().as_array()?.iter().find(named)
    }
}

/// Where a key and its value stand.
fn entry<'t, 'a>(table: &'t Table<'a>, key: &str) -> Option<(Range<usize>, &'t Spanned<DeValue<'a>>)> {
    let found = table.get_ref().as_table()?.iter().find(|(name, _)| name.get_ref().as_ref() == key)?;
    Some((found.0.span(), found.1))
}

/// A table with its header, and the comment lines right above it, up to what belongs to the next one. `None` for an inline table.
fn whole(text: &str, table: &Table<'_>) -> Option<Range<usize>> {
    let mut start = table.span().start;
    if !text.get(start..)?.starts_with("[[") {
        return None;
    }
    let last = end(table);
    start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    loop {
        let above = text.get(..start.saturating_sub(1))?.rfind('\n').map_or(0, |at| at + 1);
        match text.get(above..start) {
            Some(line) if above < start && line.trim_start().starts_with('#') => start = above,
            _ => break,
        }
    }
    let mut end = text.get(last..)?.find('\n').map_or(text.len(), |at| last + at + 1);
    while text.get(end..)?.starts_with('\n') {
        end += 1;
    }
    Some(start..end)
}

/// Where the last of its values ends, those of its own tables included.
fn end(value: &Spanned<DeValue<'_>>) -> usize {
    let inner = match value.get_ref() {
        DeValue::Table(table) => table.iter().map(|(_, value)| end(value)).max(),
        _ => None,
    };
    inner.unwrap_or(0).max(value.span().end)
}

/// Every string of this content within the tables of this name, in the order in which they stand there.
fn words(document: &DeTable<'_>, within: &str, word: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    for (kind, tables) in document.iter() {
        let top = within == kind.get_ref().as_ref();
        match tables.get_ref() {
            DeValue::Array(all) => {
                for table in all.iter() {
                    let own = |key| {
                        table
                            .get_ref()
                            .as_table()
                            .and_then(|table| table.get(key))
                            .and_then(|value| value.get_ref().as_str())
                    };
                    if top || own("id") == Some(within) || own("name") == Some(within) {
                        strings(table, word, &mut spans);
                    }
                }
            }
            _ if top => strings(tables, word, &mut spans),
            _ => {}
        }
    }
    spans.sort_by_key(|span| span.start);
    spans
}

fn strings(value: &Spanned<DeValue<'_>>, word: &str, spans: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::String(text) if text.as_ref() == word => spans.push(value.span()),
        DeValue::Array(all) => all.iter().for_each(|one| strings(one, word, spans)),
        DeValue::Table(table) => {
            let named = |key: &str| key != "id" && key != "name";
            table.iter().filter(|(key, _)| named(key.get_ref())).for_each(|(_, one)| strings(one, word, spans));
        }
        _ => {}
    }
}

fn splice(text: &str, span: Range<usize>, new: &str) -> Result<String, FixError> {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else {
        return Err(FixError::NotFound);
    };
    Ok([before, new, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "version = 1\n\n# Who is there.\n[[role]]\nname = \"nurse\" # one\n\n# Why.\n[[rule]]\nid = \"a\"\n\
                        fields = [\n  \"x\", # first\n  \"y\",\n]\nliftable = false\n\n# Other.\n[[rule]]\nid = \"b\"\n";

    fn made(edit: Edit) -> String {
        Fix(alloc::vec![edit]).apply(TEXT).unwrap()
    }

    #[test]
    fn edits_leave_the_rest_alone() {
        let rule = |id: &str| Place::Rule(id.into());
        let (head, rest) = TEXT.split_once("# Why").unwrap();
        let (middle, tail) = rest.split_once("# Other").unwrap();
        assert_eq!(made(Edit::Delete(rule("a"))), alloc::format!("{head}# Other{tail}"));
        assert_eq!(made(Edit::Delete(rule("b"))), alloc::format!("{head}# Why{middle}"));
        assert_eq!(made(Edit::Set(rule("a"), "liftable", Value::Yes)), TEXT.replace("= false", "= true"));
        let clinical = made(Edit::Set(Place::Role("nurse".into()), "clinical", Value::Yes));
        assert_eq!(clinical, TEXT.replace("# one\n", "# one\nclinical = true\n"));
        let fields = made(Edit::Set(rule("a"), "fields", Value::words(["y"])));
        assert_eq!(fields, TEXT.replace("[\n  \"x\", # first\n  \"y\",\n]", "[\"y\"]"));
        assert_eq!(made(Edit::Unset(rule("a"), "liftable")), TEXT.replace("liftable = false\n", ""));
        assert_eq!(made(Edit::Unset(rule("b"), "liftable")), TEXT);
        let replace = Edit::Replace { within: "a".into(), old: "x".into(), new: "z".into() };
        assert_eq!(made(replace), TEXT.replace("\"x\"", "\"z\""));
        assert_eq!(Fix(alloc::vec![Edit::Delete(rule("c"))]).apply(TEXT), Err(FixError::NotFound));
        assert_eq!(Fix(alloc::vec![Edit::Delete(rule("c"))]).apply("= ["), Err(FixError::Syntax));
    }
}
