//! Reading protected values with serde, without an error that quotes them.

use alloc::string::String;

use serde::{Deserialize, Deserializer, de};

use super::marker::is_marker;
use crate::value::{Phi, Text};

/// Reads a string, and answers anything else with an error of the type's name alone.
///
/// A serde visitor does not help here: serde_json builds its "invalid type" message, value and all, in its own code. So the
/// inner error is discarded and a constant one made.
pub(crate) fn string<'de, D: Deserializer<'de>>(deserializer: D, type_name: &'static str) -> Result<Text, D::Error> {
    match String::deserialize(deserializer) {
        Ok(text) => Ok(Text::from(text)),
        Err(_) => Err(de::Error::custom(format_args!("expected a string for {type_name}"))),
    }
}

/// Reads a string that no parser looks at. Our markers are refused: a redacted document that is read back would otherwise
/// overwrite what it once stood for.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D, type_name: &'static str) -> Result<Text, D::Error> {
    let text = string(deserializer, type_name)?;
    if is_marker(text.expose()) {
        return Err(de::Error::custom(format_args!("a redaction marker is no {type_name}")));
    }
    Ok(text)
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, "Text")
    }
}

impl<'de> Deserialize<'de> for Phi<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, "Phi<Text>").map(Self::new)
    }
}
