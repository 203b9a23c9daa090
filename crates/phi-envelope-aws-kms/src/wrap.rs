//! The form of a wrap: which key it is under stands before it, so that another's is refused before anybody is asked.
//!
//! ```text
//! version 1 | length of the ARN 2 | ARN of the key | what the service answered
//! ```
//! The ARN is bound through the encryption context. The version is 1, all else is refused.

use phi_envelope::url::AwsKmsUrl;

const VERSION: u8 = 1;

/// The longest ciphertext that the service takes (AWS KMS API Reference, Decrypt).
const LONGEST: usize = 6144;

/// A wrap, read.
pub(crate) struct Wrap<'a> {
    /// The key that it names.
    pub(crate) key: AwsKmsUrl,
    /// What the service opens.
    pub(crate) blob: &'a [u8],
}

/// Writes one. `None` where the service answered with nothing, or with more than it would take back.
pub(crate) fn write(key: &AwsKmsUrl, blob: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(key.arn().len()).ok()?;
    if !(1..=LONGEST).contains(&blob.len()) {
        return None;
    }
    Some([&[VERSION], length.to_be_bytes().as_slice(), key.arn().as_bytes(), blob].concat())
}

/// Reads one that is under this key, or under another replica of it.
pub(crate) fn read<'a>(wrapped: &'a [u8], ours: &AwsKmsUrl) -> Option<Wrap<'a>> {
    let (version, rest) = wrapped.split_first()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let (arn, blob) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
    if *version != VERSION || !(1..=LONGEST).contains(&blob.len()) {
        return None;
    }
    let key = url(core::str::from_utf8(arn).ok()?)?;
    key.is_same_key(ours).then_some(Wrap { key, blob })
}

/// An ARN as the URL that names it.
pub(crate) fn url(arn: &str) -> Option<AwsKmsUrl> {
    format!("aws-kms:{arn}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    fn ours() -> AwsKmsUrl {
        url(KEY).unwrap()
    }

    #[test]
    fn what_was_written_is_read_and_anothers_is_not() {
        let wrapped = write(&ours(), b"blob").unwrap();
        let read_back = read(&wrapped, &ours()).unwrap();
        assert_eq!((read_back.key, read_back.blob), (ours(), b"blob".as_slice()));
        for other in [
            KEY.replace("us-east-1", "us-east-2"),
            KEY.replace("111122223333", "111122223334"),
            KEY.replace("1234abcd", "1234abce"),
            KEY.replace("arn:aws:", "arn:aws-cn:"),
        ] {
            assert!(read(&wrapped, &url(&other).unwrap()).is_none(), "{other}");
        }
        assert!(write(&ours(), b"").is_none());
        assert!(write(&ours(), &[0; LONGEST + 1]).is_none());
        assert!(write(&ours(), &[0; LONGEST]).is_some_and(|wrapped| read(&wrapped, &ours()).is_some()));
    }

    #[test]
    fn replicas_of_one_key_read_each_others_wraps() {
        let here = url("arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab").unwrap();
        let there = url("arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab").unwrap();
        let wrapped = write(&here, b"blob").unwrap();
        assert_eq!(read(&wrapped, &there).unwrap().key, here);
    }

    #[test]
    fn a_changed_head_is_no_longer_ours() {
        let wrapped = write(&ours(), b"blob").unwrap();
        for at in 0..wrapped.len() - 4 {
            for bit in 0..8 {
                let mut changed = wrapped.clone();
                changed[at] ^= 1 << bit;
                assert!(read(&changed, &ours()).is_none(), "byte {at}, bit {bit}");
            }
            assert!(read(&wrapped[..at], &ours()).is_none());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(read(&bytes, &ours()).is_none());
        }

        #[test]
        fn reading_takes_only_what_writing_gives(blob in proptest::collection::vec(any::<u8>(), 1..200)) {
            let wrapped = write(&ours(), &blob).unwrap();
            let back = read(&wrapped, &ours()).unwrap();
            prop_assert_eq!(write(&back.key, back.blob).unwrap(), wrapped);
        }
    }
}
