//! The plain sections of a TOML document, read without a tree.
//!
//! A policy of ten thousand rules is ten thousand sections of the same plain lines. They are read here one by one and straight into their
//! shape; a section that is not plain (an escape, a table within, a date) goes to the TOML parser by itself. Whenever anything at all is
//! wrong there is no answer here, and the parser reads the whole document: what is refused, and in which words, is its business alone.

use core::fmt;

use phi_types::record::serde::{
    Deserialize,
    de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor, value::BorrowedStrDeserializer},
    forward_to_deserialize_any,
};

use super::shape::{Document, Head, Sections};

/// Reads a document whose sections all begin with `[[name]]`; `None` for every other one.
pub(super) fn read(text: &str) -> Option<Document> {
    let mut starts = text.match_indices("[[").map(|(at, _)| at).filter(|at| begins_line(text, *at));
    let mut from = starts.next().unwrap_or(text.len());
    let head: Head = toml::from_str(text.get(..from)?).ok()?;
    let mut all = Sections::default();
    while from < text.len() {
        // A line within a string or an array that looks like a header leaves what is before it open at its end, and that is an error.
        let to = starts.next().unwrap_or(text.len());
        take(text.get(from..to)?, &mut all)?;
        from = to;
    }
    Some(Document {
        version: head.version,
        label: head.label,
        psychotherapy_notes: head.psychotherapy_notes,
        roles: all.roles,
        exclusive: all.exclusive,
        rules: all.rules,
        break_glass: all.break_glass,
        tests: all.tests,
    })
}

fn begins_line(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or(&[]);
    let indent = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    before.len() == indent || before.get(before.len() - indent - 1) == Some(&b'\n')
}

fn take(section: &str, all: &mut Sections) -> Option<()> {
    let (header, body) = section.split_once('\n').unwrap_or((section, ""));
    let name = header.strip_suffix('\r').unwrap_or(header).strip_prefix("[[")?.strip_suffix("]]");
    let taken = match name {
        Some("rule") => plain(body).map(|one| all.rules.push(one)),
        Some("role") => plain(body).map(|one| all.roles.push(one)),
        Some("exclusive") => plain(body).map(|one| all.exclusive.push(one)),
        Some("break_glass") => plain(body).map(|one| all.break_glass.push(one)),
        Some("test") => plain(body).map(|one| all.tests.push(one)),
        _ => None,
    };
    if taken.is_none() {
        let parsed: Sections = toml::from_str(section).ok()?;
        all.roles.extend(parsed.roles);
        all.exclusive.extend(parsed.exclusive);
        all.rules.extend(parsed.rules);
        all.break_glass.extend(parsed.break_glass);
        all.tests.extend(parsed.tests);
    }
    Some(())
}

fn plain<'de, T: Deserialize<'de>>(body: &'de str) -> Option<T> {
    T::deserialize(Lines { rest: body }).ok()
}

/// Something that only the parser can judge.
#[derive(Debug)]
struct NotPlain;

impl fmt::Display for NotPlain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not plain")
    }
}

impl core::error::Error for NotPlain {}

impl de::Error for NotPlain {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Lines of `key = value`, with empty lines and comments between them.
struct Lines<'de> {
    rest: &'de str,
}

impl<'de> Lines<'de> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn blanks_and_line_ends(&mut self) {
        loop {
            self.blanks();
            match self.rest.strip_prefix('\n').or_else(|| self.rest.strip_prefix("\r\n")) {
                Some(rest) => self.rest = rest,
                None => return,
            }
        }
    }

    fn eat(&mut self, letter: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(letter)?;
        Some(())
    }

    /// As many bytes as are like this. They are ASCII, or end where a letter does.
    fn span(&mut self, like: impl Fn(u8) -> bool) -> Option<&'de str> {
        let end = self.rest.bytes().position(|byte| !like(byte)).unwrap_or(self.rest.len());
        let (span, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(span)
    }

    /// A string in double quotes on one line, with nothing that has to be translated.
    fn string(&mut self) -> Option<&'de str> {
        self.eat('"')?;
        let text = self.span(|byte| !matches!(byte, b'"' | b'\\' | 0x7f) && (byte >= 0x20 || byte == b'\t'))?;
        self.eat('"')?;
        if text.is_empty() && self.rest.starts_with('"') { None } else { Some(text) }
    }

    fn number(&mut self) -> Option<i64> {
        let digits = self.span(|byte| byte.is_ascii_digit())?;
        let plain = digits.len() < 19 && (digits == "0" || !digits.starts_with('0'));
        if plain { digits.parse().ok() } else { None }
    }

    /// The end of a line, after a value.
    fn line_end(&mut self) -> Option<()> {
        self.blanks();
        if self.rest.starts_with('#') {
            self.span(|byte| byte != 0x7f && (byte >= 0x20 || byte == b'\t'))?;
        }
        if self.rest.is_empty() || self.rest.starts_with('\n') || self.rest.starts_with("\r\n") {
            Some(())
        } else {
            None
        }
    }
}

impl<'de> Deserializer<'de> for Lines<'de> {
    type Error = NotPlain;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Lines<'de> {
    type Error = NotPlain;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NotPlain> {
        loop {
            self.blanks_and_line_ends();
            if !self.rest.starts_with('#') {
                break;
            }
            self.line_end().ok_or(NotPlain)?;
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let key = self.span(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        let key = key.filter(|key| !key.is_empty()).ok_or(NotPlain)?;
        self.blanks();
        self.eat('=').ok_or(NotPlain)?;
        self.blanks();
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotPlain> {
        let value = seed.deserialize(Value(self))?;
        self.line_end().ok_or(NotPlain)?;
        Ok(value)
    }
}

struct Value<'a, 'de>(&'a mut Lines<'de>);

impl<'de> Deserializer<'de> for Value<'_, 'de> {
    type Error = NotPlain;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        let lines = self.0;
        match lines.rest.bytes().next() {
            Some(b'"') => visitor.visit_borrowed_str(lines.string().ok_or(NotPlain)?),
            Some(b'[') => {
                lines.eat('[').ok_or(NotPlain)?;
                let value = visitor.visit_seq(Items { lines, first: true })?;
                // Whatever the visitor left behind is no array that it understood.
                lines.eat(']').ok_or(NotPlain)?;
                Ok(value)
            }
            Some(b'0'..=b'9') => visitor.visit_i64(lines.number().ok_or(NotPlain)?),
            _ => match lines.span(|byte| byte.is_ascii_lowercase()) {
                Some("true") => visitor.visit_bool(true),
                Some("false") => visitor.visit_bool(false),
                _ => Err(NotPlain),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// Strings with commas between them, on one line or several.
struct Items<'a, 'de> {
    lines: &'a mut Lines<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = NotPlain;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NotPlain> {
        self.lines.blanks_and_line_ends();
        if !core::mem::replace(&mut self.first, false) && !self.lines.rest.starts_with(']') {
            self.lines.eat(',').ok_or(NotPlain)?;
            self.lines.blanks_and_line_ends();
        }
        if self.lines.rest.starts_with(']') {
            return Ok(None);
        }
        let text = self.lines.string().ok_or(NotPlain)?;
        seed.deserialize(BorrowedStrDeserializer::new(text)).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: &str = r#"version = 1 # of the format
label = "spring"
psychotherapy_notes = ["Notes"]

[[role]]
name = "nurse"
inherits = ["aide",
  "clerk",
]
clinical = true
[[exclusive]]
at = "session"
roles = ["orders", "pays"]

[[rule]]
id = "one"
effect = "permit"
roles = ["nurse"] # who
actions = []
fields = ["name", "zürich"]
[rule.hours]
days = ["mon"]
from = "08:00"
to = "18:00"
[[rule]]
# with an escape
id = "tw\u006f"
effect = "forbid"
[[break_glass]]
id = "glass"
roles = ["nurse"]
record = "Patient"
fields = ["name"]
minutes = 30
[[test]]
name = "a\tstranger"
roles = ["nurse"]
action = "read"
purpose = "TREAT"
expect = "deny"
"#;

    fn same(text: &str) -> bool {
        match read(text) {
            None => false,
            Some(quick) => {
                let whole: Document = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
                assert_eq!(format!("{quick:?}"), format!("{whole:?}"), "{text}");
                true
            }
        }
    }

    #[test]
    fn what_is_read_by_sections_is_what_the_parser_reads() {
        assert!(same(WHOLE));
        assert!(same(&WHOLE.replace('\n', "\r\n")));
        assert!(same("version = 1"));
        let (before, _) = WHOLE.split_once("[[rule]]\n# with").unwrap();
        assert!(same(before));
    }

    #[test]
    fn what_is_not_made_of_sections_is_left_to_the_parser() {
        for text in [
            "",
            "version = 1\nrule = []\n[[rule]]\nid = \"a\"\neffect = \"permit\"\n",
            "version = 1\n[[rules]]\nid = \"a\"\n",
            "version = 1\n[[rule]]\nid = \"a\"\nid = \"a\"\neffect = \"permit\"\n",
            "version = 1\n[[rule]]\nid = \"a\" effect = \"permit\"\n",
            "version = 1\n[[rule]]\nid = \"\"\"\n[[role]]\nname = \"x\"\n\"\"\"\neffect = \"permit\"\n",
            "version = 1\n[[rule]]\nid = \"a\"\n[[role]]\nname = \"x\"\n[rule.hours]\nfrom = \"1\"\n",
            "version = 1\n[[rule]]\nid = \"a\"\neffect = \"permit\"\nreviewed = tru\n",
        ] {
            assert!(!same(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        /// Whatever is changed in a document: either the parser is asked, or it would have said the same.
        #[test]
        fn a_damaged_document_is_read_the_same_or_not_at_all(
            edits in proptest::collection::vec((0..WHOLE.len(), 0..WHOLE.len(), 0_usize..24), 1..4)
        ) {
            const PIECES: [&str; 12] = ["\"", "[", "]", "[[", "\n", "#", ",", "=", "\\", "\"\"\"", "'", "\u{7f}"];
            let mut text = String::from(WHOLE);
            for (at, from, what) in edits {
                let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                match PIECES.get(what) {
                    Some(piece) => text.insert_str(at, piece),
                    None => {
                        let line: String = WHOLE.chars().skip(from).take(what).collect();
                        text.insert_str(at, &line);
                    }
                }
            }
            same(&text);
        }
    }
}
