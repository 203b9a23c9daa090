//! `Sealed<T>` in serde: text for people, bytes for machines.

use alloc::vec::Vec;
use core::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

use super::{NotSealed, Sealed};
use crate::header::LARGEST_MESSAGE;

impl<T: ?Sized> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.to_text())
        } else {
            serializer.serialize_bytes(self.as_bytes())
        }
    }
}

impl<'de, T: ?Sized> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(TextForm(PhantomData))
        } else {
            deserializer.deserialize_byte_buf(ByteForm(PhantomData))
        }
    }
}

struct TextForm<T: ?Sized>(PhantomData<fn() -> Sealed<T>>);
struct ByteForm<T: ?Sized>(PhantomData<fn() -> Sealed<T>>);

impl<T: ?Sized> Visitor<'_> for TextForm<T> {
    type Value = Sealed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sealed value as text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        text.parse().map_err(E::custom)
    }
}

impl<'de, T: ?Sized> Visitor<'de> for ByteForm<T> {
    type Value = Sealed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sealed value as bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        self.visit_byte_buf(bytes.to_vec())
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Self::Value, E> {
        Sealed::parse(bytes).map_err(E::custom)
    }

    /// Formats that know no bytes write them as a list of numbers.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        // A list may claim any length: room is made as its bytes come in.
        let mut bytes = Vec::new();
        while let Some(byte) = list.next_element()? {
            if bytes.len() >= LARGEST_MESSAGE {
                return Err(A::Error::custom(NotSealed));
            }
            bytes.push(byte);
        }
        self.visit_byte_buf(bytes)
    }
}
