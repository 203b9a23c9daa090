//! A JSON tree whose texts wipe themselves, and an error that quotes nothing.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, error::Category};

use crate::{
    IntakeError,
    secret::{Secret, present, secret},
};

/// A JSON value. Lists and objects are boxed at their exact size, which keeps a hostile document small.
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(Number),
    Text(Secret),
    List(Box<[Json]>),
    Object(Box<[(Secret, Json)]>),
}

static NULL: Json = Json::Null;

impl Json {
    /// Parses a whole document. The message of serde_json quotes the input, so only its category and position pass.
    pub(super) fn parse(text: &str) -> Result<Self, IntakeError> {
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            match error.classify() {
                Category::Eof => IntakeError::Truncated { line, column },
                Category::Io | Category::Syntax | Category::Data => IntakeError::Syntax { line, column },
            }
        })
    }

    /// The member of that name; null if there is none, or if this is no object. The first of several counts.
    pub(super) fn get(&self, name: &str) -> &Self {
        match self {
            Self::Object(members) => {
                members.iter().find(|(key, _)| key.as_str() == name).map_or(&NULL, |(_, value)| value)
            }
            _ => &NULL,
        }
    }

    /// The members, if this is an object. All of them: a name may come twice.
    pub(super) fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        match self {
            Self::Object(members) => members.iter(),
            _ => [].iter(),
        }
        .map(|(name, value)| (name.as_str(), value))
    }

    /// The elements, if this is a list.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The elements of the member of that name.
    pub(super) fn list(&self, name: &str) -> &[Self] {
        self.get(name).items()
    }

    /// The text, if this is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of the member of that name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).as_text()
    }

    /// A copy of the text of the member of that name, unless it is blank.
    pub(super) fn present(&self, name: &str) -> Option<Secret> {
        self.text(name).and_then(present)
    }

    /// Texts, numbers and truth values as text.
    pub(super) fn plain(&self) -> Option<Secret> {
        match self {
            Self::Text(text) => present(text),
            Self::Number(number) => Some(Secret::new(number.to_string())),
            Self::Bool(true) => Some(secret("true")),
            Self::Bool(false) => Some(secret("false")),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// Whether this is an object.
    pub(super) const fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(secret(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list.into_boxed_slice()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(name) = members.next_key_seed(Name)? {
            object.push((name, members.next_value()?));
        }
        Ok(Json::Object(object.into_boxed_slice()))
    }
}

/// A member's name. It may hold PHI as well as any value, if the document is odd enough.
struct Name;

impl<'de> serde::de::DeserializeSeed<'de> for Name {
    type Value = Secret;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Secret, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Secret, E> {
        Ok(secret(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_answers_for_what_is_there_and_for_what_is_not() {
        let tree = Json::parse(
            "\u{feff}{\"a\": [1, -2, 0.10, 6.02e23, true, null, \"\\u00e9\"], \"b\": {\"c\": \" x \"}, \"a\": 0}",
        )
        .unwrap();
        let plain: Vec<Option<String>> =
            tree.list("a").iter().map(|item| item.plain().map(|text| text.to_string())).collect();
        let expected = [Some("1"), Some("-2"), Some("0.1"), Some("6.02e+23"), Some("true"), None, Some("é")];
        assert_eq!(plain, expected.map(|text| text.map(str::to_owned)));
        assert_eq!(tree.get("b").present("c").unwrap().as_str(), "x");
        assert!(tree.get("b").get("c").get("d").get("e").items().is_empty());
    }

    #[test]
    fn errors_are_a_category_and_a_place() {
        let refused = |text: &str| Json::parse(text).err().unwrap();
        assert_eq!(refused("{\"a\":\n  \"Testpat"), IntakeError::Truncated { line: 2, column: 10 });
        assert_eq!(refused("{\"a\": x}"), IntakeError::Syntax { line: 1, column: 7 });
        assert_eq!(refused("{} {}"), IntakeError::Syntax { line: 1, column: 4 });
        let deep = "[".repeat(100_000);
        assert!(matches!(refused(&deep), IntakeError::Syntax { line: 1, .. }));
    }
}
