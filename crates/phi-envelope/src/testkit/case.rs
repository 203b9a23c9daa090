//! One file of the kit: `name: value` lines.

use std::collections::BTreeMap;

use super::files;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Value,
    Row,
    Note,
    Text,
    File,
}

/// A case: its kind, and its lines.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) kind: Kind,
    pub(super) lines: BTreeMap<String, String>,
}

impl Case {
    pub(super) fn new(kind: Kind, says: &str) -> Self {
        Self { kind, lines: BTreeMap::new() }.with("says", says)
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.lines.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn bytes(self, name: &str, value: &[u8]) -> Self {
        self.with(name, value.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.lines.get(name).unwrap_or_else(|| panic!("no line `{name}`"))
    }

    pub(super) fn get_bytes(&self, name: &str) -> Vec<u8> {
        let digits: Vec<_> = self.get(name).chars().map(|c| c.to_digit(16).unwrap()).collect();
        digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
    }

    pub(super) fn says(&self) -> &str {
        self.get("says")
    }

    /// What comes out, or `None` where it is refused.
    pub(super) fn expected(&self) -> Option<Vec<u8>> {
        (self.get("expect") == "opens").then(|| match self.kind {
            Kind::File => files::text(self),
            Kind::Value | Kind::Row | Kind::Note | Kind::Text => self.get_bytes("plaintext"),
        })
    }

    pub(super) fn opens(self, plaintext: &[u8]) -> Self {
        self.with("expect", "opens").bytes("plaintext", plaintext)
    }

    pub(super) fn refused(mut self, says: &str) -> Self {
        self.lines.remove("plaintext");
        self.with("expect", "refused").with("says", says)
    }

    pub(super) fn write(&self) -> String {
        let kind = match self.kind {
            Kind::Value => "value",
            Kind::Row => "row",
            Kind::Note => "note",
            Kind::Text => "text",
            Kind::File => "file",
        };
        let lines: String = self.lines.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        format!("kind: {kind}\n{lines}")
    }

    pub(super) fn read(text: &str) -> Self {
        let mut lines: BTreeMap<String, String> = text
            .lines()
            .map(|line| line.split_once(": ").or(line.split_once(":")).unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let kind = match lines.remove("kind").as_deref() {
            Some("value") => Kind::Value,
            Some("row") => Kind::Row,
            Some("note") => Kind::Note,
            Some("text") => Kind::Text,
            Some("file") => Kind::File,
            other => panic!("no kind {other:?}"),
        };
        Self { kind, lines }
    }
}
