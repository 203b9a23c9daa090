//! The XML that an audit message needs: elements, attributes, text. ASCII alone, one line.
//!
//! The reader knows no document type, no entity but the five of XML, no processing instruction and no `CDATA`. So there is
//! nothing to expand, nothing to fetch, and one way to say a thing.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{ExchangeError, json_text::decimal, json_tree::MAX_LEN};

/// The schema nests five deep.
const MAX_DEPTH: usize = 8;

/// XML in the making. Names are constants of this crate; values are escaped.
pub(super) struct XmlText {
    out: String,
}

impl XmlText {
    /// A document without its root.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        let mut out = String::with_capacity(bytes);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        Self { out }
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// An element with what is inside it.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: impl FnOnce(&mut Self),
        inside: impl FnOnce(&mut Self),
    ) {
        self.out.push('<');
        self.out.push_str(name);
        attributes(self);
        self.out.push('>');
        inside(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element with attributes alone.
    pub(super) fn empty(&mut self, name: &'static str, attributes: impl FnOnce(&mut Self)) {
        self.out.push('<');
        self.out.push_str(name);
        attributes(self);
        self.out.push_str("/>");
    }

    /// An attribute.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(&mut self.out, value);
        self.out.push('"');
    }

    /// Text between tags.
    pub(super) fn text(&mut self, text: &str) {
        escape(&mut self.out, text);
    }
}

/// Whether XML 1.0 can say this text at all, and gives it back as it was: it knows no control characters, and a schema's
/// `token` collapses white space.
#[cfg(test)]
pub(super) fn can_say(text: &str) -> bool {
    let said = text.chars().all(|char| !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}'));
    said && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ")
}

fn escape(out: &mut String, text: &str) {
    let escaped = |byte: u8| !byte.is_ascii_graphic() & (byte != b' ') | matches!(byte, b'&' | b'<' | b'>' | b'"');
    if !text.bytes().fold(false, |any, byte| any | escaped(byte)) {
        out.push_str(text);
        return;
    }
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            ' '..='~' => out.push(char),
            _ => {
                out.push_str("&#");
                decimal(out, u64::from(u32::from(char)));
                out.push(';');
            }
        }
    }
}

/// An element that is taken apart.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    text: String,
}

/// Reads a document with this root.
pub(super) fn read_document(text: &str, root: &'static str) -> Result<Element, ExchangeError> {
    if text.len() > MAX_LEN {
        return Err(ExchangeError::TooLong);
    }
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = true;
    let mut open: Vec<Element> = Vec::new();
    let mut document = None;
    let mut declared = false;
    loop {
        // The inner error quotes names of its input; it is discarded.
        match reader.read_event().map_err(|_| ExchangeError::Syntax)? {
            Event::Start(start) if document.is_none() && open.len() < MAX_DEPTH => open.push(Element::of(&start)?),
            Event::End(_) => {
                let element = open.pop().ok_or(ExchangeError::Syntax)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => document = Some(element),
                }
            }
            Event::Text(text) => {
                let text: &str = &text;
                match open.last_mut() {
                    Some(element) => element.text.push_str(text),
                    None if text.trim_ascii().is_empty() => {}
                    None => return Err(ExchangeError::Syntax),
                }
            }
            Event::GeneralRef(reference) => {
                let char = match &*reference {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => reference.resolve_char_ref().ok().flatten().ok_or(ExchangeError::Syntax)?,
                };
                open.last_mut().ok_or(ExchangeError::Syntax)?.text.push(char);
            }
            Event::Decl(_) if !declared && open.is_empty() && document.is_none() => declared = true,
            Event::Eof => break,
            _ => return Err(ExchangeError::Syntax),
        }
    }
    match document {
        Some(element) if open.is_empty() && element.name == root => Ok(element),
        _ => Err(ExchangeError::Syntax),
    }
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Result<Self, ExchangeError> {
        let name: &str = start.name().0;
        let mut element = Self { name: name.to_owned(), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| ExchangeError::Syntax)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| ExchangeError::Syntax)?;
            if element.attributes.insert(attribute.key.0.to_owned(), value.into_owned()).is_some() {
                return Err(ExchangeError::Syntax);
            }
        }
        Ok(element)
    }

    /// Takes an attribute.
    pub(super) fn attribute(&mut self, name: &'static str) -> Option<String> {
        self.attributes.remove(name)
    }

    /// Takes an attribute that has to be there.
    pub(super) fn needed(&mut self, name: &'static str) -> Result<String, ExchangeError> {
        self.attribute(name).ok_or(ExchangeError::Missing(name))
    }

    /// Takes the children of this name, in order.
    pub(super) fn children(&mut self, name: &'static str) -> Vec<Element> {
        let (taken, left) = std::mem::take(&mut self.children).into_iter().partition(|child| child.name == name);
        self.children = left;
        taken
    }

    /// Takes the one child of this name.
    pub(super) fn child(&mut self, name: &'static str) -> Result<Option<Element>, ExchangeError> {
        let mut children = self.children(name).into_iter();
        let child = children.next();
        if children.next().is_some() { Err(ExchangeError::Malformed(name)) } else { Ok(child) }
    }

    /// The text of an element that has nothing else.
    pub(super) fn into_text(mut self) -> Result<String, ExchangeError> {
        let text = std::mem::take(&mut self.text);
        self.end()?;
        Ok(text)
    }

    /// Nothing is left: every attribute and child was taken, and what text there was is white space.
    pub(super) fn end(self) -> Result<(), ExchangeError> {
        let taken = self.attributes.is_empty() && self.children.is_empty() && self.text.trim_ascii().is_empty();
        if taken { Ok(()) } else { Err(ExchangeError::Unknown) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_expand_or_fetch_is_refused() {
        let good = "<?xml version=\"1.0\"?>\n<a x='1'>\n <b/> <b y=\"&lt;&#10;\"></b></a>\n";
        let mut element = read_document(good, "a").unwrap();
        assert_eq!(element.needed("x").as_deref(), Ok("1"));
        assert_eq!(element.needed("x"), Err(ExchangeError::Missing("x")));
        assert!(element.child("b").is_err(), "two of them");
        for refused in [
            "",
            "text",
            "<b/>",
            "<a/><a/>",
            "<a>",
            "<a></b>",
            "<a x='1' x='2'/>",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
            "<a>&e;</a>",
            "<a x='&e;'/>",
            "<a><![CDATA[x]]></a>",
            "<a><?pi x?></a>",
            "<a><!-- x --></a>",
            "x<a/>",
            "<a/>x",
            "<a>&#0;</a>",
            "<a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a>",
        ] {
            assert_eq!(read_document(refused, "a"), Err(ExchangeError::Syntax), "{refused}");
        }
        assert_eq!(read_document(&" ".repeat(MAX_LEN + 1), "a"), Err(ExchangeError::TooLong));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "\\PC{0,40}") {
            prop_assume!(can_say(&text));
            let mut xml = XmlText::with_capacity(64);
            xml.element("a", |xml| xml.attribute("x", &text), |xml| {
                xml.empty("b", |_| ());
                xml.element("c", |_| (), |xml| xml.text(&text));
            });
            let document = xml.finish();
            prop_assert!(document.bytes().all(|byte| matches!(byte, b' '..=b'~')), "printable ASCII alone");
            let mut read = read_document(&document, "a").unwrap();
            prop_assert_eq!(read.needed("x").unwrap(), text.clone());
            prop_assert!(read.child("b").unwrap().is_some());
            prop_assert_eq!(read.child("c").unwrap().unwrap().into_text().unwrap(), text);
            prop_assert!(read.end().is_ok());
        }
    }
}
