//! Text and bytes that wipe themselves: boxed, of exact size.

use alloc::{boxed::Box, string::String, vec::Vec};
use ctutils::CtEq as _;
use zeroize::Zeroize;

use crate::identifier::define::mute;

/// A piece of text that is wiped when it is dropped and cannot be read without a grant.
///
/// It is boxed at its exact size, so a `Vec` of texts that grows moves pointers and leaves no copy of the text behind.
///
/// ```
/// use phi_types::Text;
/// let note = Text::from("seen for chest pain");
/// assert_eq!(format!("{note:?} {note}"), "[protected text] [protected text]");
/// ```
pub struct Text(Box<str>);

/// Bytes that are wiped when they are dropped and cannot be read without a grant, for images and the like.
///
/// ```
/// use phi_types::Bytes;
/// assert_eq!(format!("{:?}", Bytes::from(vec![1, 2, 3])), "[protected bytes]");
/// ```
pub struct Bytes(Box<[u8]>);

impl Text {
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The same work wherever two texts of equal length differ.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Bytes {
    pub(crate) fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Box::from(text))
    }
}

impl From<String> for Text {
    fn from(mut text: String) -> Self {
        // Shrinking in place may move the text and free the old block unwiped; copying and wiping never does.
        if text.capacity() == text.len() {
            Self(text.into_boxed_str())
        } else {
            let exact = Box::from(text.as_str());
            text.zeroize();
            Self(exact)
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(mut bytes: Vec<u8>) -> Self {
        if bytes.capacity() == bytes.len() {
            Self(bytes.into_boxed_slice())
        } else {
            let exact = Box::from(bytes.as_slice());
            bytes.zeroize();
            Self(exact)
        }
    }
}

impl Clone for Text {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl Clone for Bytes {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

mute!(Text, "[protected text]");
mute!(Bytes, "[protected bytes]");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_with_spare_capacity_is_copied_exactly() {
        let mut roomy = String::with_capacity(100);
        roomy.push_str("abc");
        assert_eq!(Text::from(roomy).expose(), "abc");
        assert_eq!(Text::from(String::from("abc")).expose(), "abc");
        assert_eq!(Bytes::from(Vec::with_capacity(9)).expose(), b"");
    }

    #[test]
    fn no_width_or_flag_changes_the_marker() {
        let text = Text::from("x");
        for shown in [format!("{text:.3}"), format!("{text:>40}"), format!("{text:#?}"), format!("{text:.0?}")] {
            assert_eq!(shown, "[protected text]");
        }
    }
}
