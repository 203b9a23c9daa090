//! JSON as a tree that is taken apart: bounded, strict, and able to say what nobody asked for.
//!
//! A reader *takes* what it understands; what is left in the end was not understood. A key that stands twice is refused, since
//! two readers could see two events in it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::ExchangeError;

/// Longer texts are not looked at: one MiB, as the log has it for an entry.
pub(super) const MAX_LEN: usize = 1 << 20;
/// Nesting beyond this is refused. An AuditEvent of FHIR nests 9 deep, with extensions 13.
const MAX_DEPTH: u32 = 24;

/// A JSON value.
#[derive(Debug, PartialEq)]
pub(super) enum Tree {
    Null,
    Flag(bool),
    Number(u64),
    /// A number that is not a natural one. No event has any; that it was there is all that is kept.
    OtherNumber,
    Text(String),
    List(Vec<Tree>),
    Map(Map),
}

/// An object.
pub(super) type Map = BTreeMap<String, Tree>;

/// Reads an object.
pub(super) fn read_object(text: &str) -> Result<Map, ExchangeError> {
    if text.len() > MAX_LEN {
        return Err(ExchangeError::TooLong);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    // The inner error quotes its input; it is discarded.
    let tree = Seed(MAX_DEPTH).deserialize(&mut reader).map_err(|_| ExchangeError::Syntax)?;
    reader.end().map_err(|_| ExchangeError::Syntax)?;
    match tree {
        Tree::Map(map) => Ok(map),
        _ => Err(ExchangeError::Syntax),
    }
}

/// Takes a text.
pub(super) fn text(map: &mut Map, key: &'static str) -> Result<Option<String>, ExchangeError> {
    match map.remove(key) {
        None => Ok(None),
        Some(Tree::Text(text)) => Ok(Some(text)),
        Some(_) => Err(ExchangeError::Malformed(key)),
    }
}

/// Takes a text that has to be there.
pub(super) fn needed(map: &mut Map, key: &'static str) -> Result<String, ExchangeError> {
    text(map, key)?.ok_or(ExchangeError::Missing(key))
}

/// Takes a natural number.
pub(super) fn number(map: &mut Map, key: &'static str) -> Result<Option<u64>, ExchangeError> {
    match map.remove(key) {
        None => Ok(None),
        Some(Tree::Number(number)) => Ok(Some(number)),
        Some(_) => Err(ExchangeError::Malformed(key)),
    }
}

/// Takes a flag.
pub(super) fn flag(map: &mut Map, key: &'static str) -> Result<Option<bool>, ExchangeError> {
    match map.remove(key) {
        None => Ok(None),
        Some(Tree::Flag(flag)) => Ok(Some(flag)),
        Some(_) => Err(ExchangeError::Malformed(key)),
    }
}

/// Takes an object; none is an empty one.
pub(super) fn object(map: &mut Map, key: &'static str) -> Result<Option<Map>, ExchangeError> {
    match map.remove(key) {
        None => Ok(None),
        Some(Tree::Map(map)) => Ok(Some(map)),
        Some(_) => Err(ExchangeError::Malformed(key)),
    }
}

/// Takes a list of objects; none is an empty one.
pub(super) fn objects(map: &mut Map, key: &'static str) -> Result<Vec<Map>, ExchangeError> {
    list(map, key, |tree| if let Tree::Map(map) = tree { Some(map) } else { None })
}

/// Takes a list of texts; none is an empty one.
pub(super) fn texts(map: &mut Map, key: &'static str) -> Result<Vec<String>, ExchangeError> {
    list(map, key, |tree| if let Tree::Text(text) = tree { Some(text) } else { None })
}

fn list<T>(map: &mut Map, key: &'static str, of: fn(Tree) -> Option<T>) -> Result<Vec<T>, ExchangeError> {
    match map.remove(key) {
        None => Ok(Vec::new()),
        // Neither format knows a list without elements: FHIR forbids it, and ours leaves it out.
        Some(Tree::List(list)) if !list.is_empty() => {
            list.into_iter().map(of).collect::<Option<_>>().ok_or(ExchangeError::Malformed(key))
        }
        Some(_) => Err(ExchangeError::Malformed(key)),
    }
}

/// A value at most so deep.
struct Seed(u32);

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Seed {
    fn below<E: de::Error>(&self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Self).ok_or_else(|| E::custom("nested too deeply"))
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
        Ok(Tree::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::OtherNumber)
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        let below = self.below::<A::Error>()?.0;
        while let Some(element) = seq.next_element_seed(Self(below))? {
            list.push(element);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut map = Map::new();
        let below = self.below::<A::Error>()?.0;
        while let Some(key) = access.next_key::<String>()? {
            if map.insert(key, access.next_value_seed(Self(below))?).is_some() {
                return Err(de::Error::custom("a key stands twice"));
            }
        }
        Ok(Tree::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ambiguous_deep_or_long_is_refused() {
        assert!(read_object(r#"{"a":[1,{"b":null}],"c":-1}"#).is_ok());
        for refused in
            ["", "[]", "1", "{", r#"{"a":1}x"#, r#"{"a":1,"a":1}"#, r#"{"a":{"b":1,"b":2}}"#, "{\"a\":\"\u{1}\"}"]
        {
            assert_eq!(read_object(refused), Err(ExchangeError::Syntax), "{refused}");
        }
        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(read_object(&nested(MAX_DEPTH as usize - 1)).is_ok());
        assert_eq!(read_object(&nested(MAX_DEPTH as usize)), Err(ExchangeError::Syntax));
        assert_eq!(read_object(&nested(100_000)), Err(ExchangeError::Syntax));
        assert_eq!(read_object(&format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_LEN))), Err(ExchangeError::TooLong));
    }

    #[test]
    fn what_is_taken_is_gone_and_what_is_of_another_type_is_refused() {
        let mut map = read_object(r#"{"t":"x","n":3,"f":true,"o":{},"l":[{}],"s":["a"],"e":[],"left":null}"#).unwrap();
        assert_eq!(text(&mut map, "t"), Ok(Some("x".to_owned())));
        assert_eq!(needed(&mut map, "t"), Err(ExchangeError::Missing("t")));
        assert_eq!(number(&mut map, "n"), Ok(Some(3)));
        assert_eq!(flag(&mut map, "f"), Ok(Some(true)));
        assert_eq!(object(&mut map, "o"), Ok(Some(Map::new())));
        assert_eq!(objects(&mut map, "l").map(|list| list.len()), Ok(1));
        assert_eq!(texts(&mut map, "s"), Ok(vec!["a".to_owned()]));
        assert_eq!(texts(&mut map, "e"), Err(ExchangeError::Malformed("e")));
        assert_eq!(texts(&mut map, "absent"), Ok(Vec::new()));
        assert_eq!(map.into_keys().collect::<Vec<_>>(), ["left"]);
    }
}
