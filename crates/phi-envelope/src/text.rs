//! The text form of whatever is sealed: `phi1.` and base64url without padding (RFC 4648, section 5).

use alloc::{string::String, vec::Vec};

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::header::LARGEST_MESSAGE;

const PREFIX: &str = "phi1.";

pub(crate) fn write(bytes: &[u8]) -> String {
    let mut out = String::from(PREFIX);
    out.push_str(&Base64UrlUnpadded::encode_string(bytes));
    out
}

/// The bytes of a text in its one spelling: no padding, no spaces, no stray bits behind the last byte.
pub(crate) fn read(text: &str) -> Option<Vec<u8>> {
    let body = text.strip_prefix(PREFIX)?;
    // Four letters for three bytes: what is longer than any message is refused before room is made for it.
    if body.len() > LARGEST_MESSAGE.div_ceil(3).checked_mul(4)? {
        return None;
    }
    let bytes = Base64UrlUnpadded::decode_vec(body).ok()?;
    (Base64UrlUnpadded::encode_string(&bytes) == body).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let text = write(&bytes);
            prop_assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)));
            prop_assert_eq!(read(&text), Some(bytes));
        }

        #[test]
        fn any_text_is_read_to_what_writes_it_or_refused(text in "phi1\\.[A-Za-z0-9_=+/ -]{0,12}") {
            if let Some(bytes) = read(&text) {
                prop_assert_eq!(write(&bytes), text);
            }
        }
    }

    #[test]
    fn there_is_one_spelling() {
        assert_eq!(read("phi1.AAE"), Some(vec![0, 1]));
        for other in
            ["phi1.AAF", "phi1.AAE=", "phi1.AA E", "phi1.AAE\n", " phi1.AAE", "PHI1.AAE", "phi2.AAE", "AAE", "phi1.A"]
        {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
