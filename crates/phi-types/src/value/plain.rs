//! Values that are no PHI: counters, flags, codes of the host's own. Only a field declared `#[phi(not_phi = "why")]` may
//! hold one.
//!
//! They are sealed in the row all the same: a wrong declaration then costs a policy question, not a leak at rest.

use alloc::string::String;

use super::{Coded, Content, DecodeError, Plaintext, Value, ValueKind};
use crate::{identifier::IdentifierClass, witness::Witness};

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Value for $number {
            type Shown<'v> = $number;

            fn show(&self, _: Witness) -> $number {
                *self
            }
        }
        impl Coded for $number {
            const KIND: ValueKind = ValueKind::Number;
            const CLASS: Option<IdentifierClass> = None;
            const PROTECTED: bool = false;

            fn encode(&self, _: Witness, out: &mut Plaintext) {
                out.present(8);
                out.push(&u64::from(*self).to_be_bytes());
            }

            fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
                match content {
                    Content::Number(number) => Self::try_from(number).map_err(|_| DecodeError::Value),
                    _ => Err(DecodeError::Shape),
                }
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64);

impl Value for bool {
    type Shown<'v> = bool;

    fn show(&self, _: Witness) -> bool {
        *self
    }
}
impl Coded for bool {
    const KIND: ValueKind = ValueKind::Number;
    const CLASS: Option<IdentifierClass> = None;
    const PROTECTED: bool = false;

    fn encode(&self, witness: Witness, out: &mut Plaintext) {
        u64::from(*self).encode(witness, out);
    }

    fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
        match content {
            Content::Number(0) => Ok(false),
            Content::Number(1) => Ok(true),
            Content::Number(_) => Err(DecodeError::Value),
            _ => Err(DecodeError::Shape),
        }
    }
}

impl Value for String {
    type Shown<'v> = &'v str;

    fn show(&self, _: Witness) -> &str {
        self
    }
}
impl Coded for String {
    const KIND: ValueKind = ValueKind::Text;
    const CLASS: Option<IdentifierClass> = None;
    const PROTECTED: bool = false;

    fn encode(&self, _: Witness, out: &mut Plaintext) {
        out.present(self.len());
        out.push(self.as_bytes());
    }

    fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
        match content {
            Content::Text(text) => Ok(text.into()),
            _ => Err(DecodeError::Shape),
        }
    }
}
