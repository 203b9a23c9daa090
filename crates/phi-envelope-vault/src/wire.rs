//! What goes over the wire: requests that are built in place, answers that are read strictly. Neither leaves copies of a key behind.

use core::fmt::Write as _;
use std::collections::BTreeMap;

use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, de::IgnoredAny};
use zeroize::Zeroizing;

use crate::error::{Failure, VaultError};

/// The longest that is encoded or decoded, in bytes.
const MOST: usize = 512;

/// A body: JSON of what needs no escaping, in memory that is wiped and was large enough from the beginning.
pub(crate) struct Body(Zeroizing<String>);

impl Body {
    pub(crate) fn new() -> Self {
        let mut text = Zeroizing::new(String::with_capacity(4 * MOST));
        text.push('{');
        Self(text)
    }

    /// Bytes, in Base64.
    pub(crate) fn bytes(mut self, name: &'static str, bytes: &[u8]) -> Result<Self, Failure> {
        let mut encoded = Zeroizing::new([0; 2 * MOST]);
        let encoded = Base64::encode(bytes, &mut *encoded).map_err(|_| VaultError::Request)?;
        self.member(name, format_args!("\"{encoded}\""));
        Ok(self)
    }

    /// A ciphertext of the engine.
    pub(crate) fn ciphertext(mut self, version: u32, bytes: &[u8]) -> Result<Self, Failure> {
        let mut encoded = Zeroizing::new([0; 2 * MOST]);
        let encoded = Base64::encode(bytes, &mut *encoded).map_err(|_| VaultError::Request)?;
        self.member("ciphertext", format_args!("\"vault:v{version}:{encoded}\""));
        Ok(self)
    }

    pub(crate) fn number(mut self, name: &'static str, number: u32) -> Self {
        self.member(name, format_args!("{number}"));
        self
    }

    pub(crate) fn end(mut self) -> Zeroizing<String> {
        self.0.push('}');
        self.0
    }

    fn member(&mut self, name: &'static str, value: core::fmt::Arguments<'_>) {
        let comma = if self.0.len() > 1 { "," } else { "" };
        // Writing to a string does not fail.
        let _ = write!(self.0, "{comma}\"{name}\":{value}");
    }
}

/// The shape of every answer; other members are for other uses.
#[derive(Deserialize)]
struct Whole<T> {
    data: T,
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Failure> {
    // The error of the parser quotes its input: it ends here.
    let whole: Whole<T> = serde_json::from_slice(body).map_err(|_| VaultError::Answer)?;
    Ok(whole.data)
}

#[derive(Deserialize)]
struct Encrypted<'a> {
    ciphertext: &'a str,
    key_version: Option<u32>,
    plaintext: Option<&'a str>,
}

#[derive(Deserialize)]
struct Decrypted<'a> {
    plaintext: &'a str,
}

/// The answer of `encrypt`, `rewrap` and `datakey`: the version of the key, and the ciphertext of so many bytes.
pub(crate) fn ciphertext(body: &[u8], length: usize) -> Result<(u32, Vec<u8>), Failure> {
    taken(&read(body)?, length)
}

/// A key that the engine made, and its ciphertext.
pub(crate) struct DataKey {
    pub(crate) key: Zeroizing<Vec<u8>>,
    /// The version of the root key under which it is encrypted.
    pub(crate) version: u32,
    pub(crate) ciphertext: Vec<u8>,
}

/// The answer of `datakey/plaintext`: a key of 32 bytes, and its ciphertext of so many.
pub(crate) fn data_key(body: &[u8], length: usize) -> Result<DataKey, Failure> {
    let answer: Encrypted<'_> = read(body)?;
    let key = decode(answer.plaintext.ok_or(VaultError::Answer)?)?;
    let (version, ciphertext) = taken(&answer, length)?;
    if key.len() == 32 { Ok(DataKey { key, version, ciphertext }) } else { Err(VaultError::Answer.into()) }
}

/// The answer of `decrypt`.
pub(crate) fn plaintext(body: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let answer: Decrypted<'_> = read(body)?;
    decode(answer.plaintext)
}

/// `vault:vN:BASE64` in the one way in which it is written: version zero, which old servers took for one, is none.
fn taken(answer: &Encrypted<'_>, length: usize) -> Result<(u32, Vec<u8>), Failure> {
    let parts = answer.ciphertext.strip_prefix("vault:v").and_then(|rest| rest.split_once(':'));
    let (version, encoded) = parts.ok_or(VaultError::Answer)?;
    let number: u32 = version.parse().map_err(|_| VaultError::Answer)?;
    let same = answer.key_version.is_none_or(|told| told == number);
    let bytes = decode(encoded)?;
    if number == 0 || number.to_string() != version || !same || bytes.len() != length {
        return Err(VaultError::Answer.into());
    }
    Ok((number, bytes.to_vec()))
}

fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut buffer = Zeroizing::new([0; MOST]);
    let bytes = Base64::decode(text, &mut *buffer).map_err(|_| VaultError::Answer)?;
    Ok(Zeroizing::new(bytes.to_vec()))
}

/// The answer of `keys/NAME`. What a server leaves out counts against the key.
#[derive(Deserialize)]
pub(crate) struct KeyData<'a> {
    pub(crate) name: &'a str,
    pub(crate) r#type: &'a str,
    pub(crate) keys: BTreeMap<u32, Made>,
    pub(crate) latest_version: Option<u32>,
    pub(crate) min_decryption_version: u32,
    pub(crate) exportable: Option<bool>,
    pub(crate) allow_plaintext_backup: Option<bool>,
    pub(crate) deletion_allowed: Option<bool>,
    pub(crate) derived: bool,
    pub(crate) convergent_encryption: Option<bool>,
    pub(crate) supports_encryption: bool,
    pub(crate) supports_decryption: bool,
    #[serde(alias = "imported")]
    pub(crate) imported_key: Option<bool>,
    pub(crate) soft_deleted: Option<bool>,
}

/// When a version was made, in seconds since 1970; of a key pair an object.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Made {
    At(u64),
    Otherwise(IgnoredAny),
}

pub(crate) fn key(body: &[u8]) -> Result<KeyData<'_>, Failure> {
    read(body)
}

#[derive(Deserialize)]
struct Renewed {
    auth: Auth,
}

#[derive(Deserialize)]
struct Auth {
    lease_duration: u64,
}

/// The answer of `auth/token/renew-self`: the seconds that the token has left.
pub(crate) fn lease(body: &[u8]) -> Result<u64, Failure> {
    let renewed: Renewed = serde_json::from_slice(body).map_err(|_| VaultError::Answer)?;
    Ok(renewed.auth.lease_duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_json_and_hold_what_was_put_in() {
        let body = Body::new().bytes("plaintext", b"k").unwrap().number("key_version", 3).end();
        assert_eq!(*body, r#"{"plaintext":"aw==","key_version":3}"#);
        let body = Body::new().ciphertext(2, &[0; 3]).unwrap().bytes("context", &[]).unwrap().end();
        assert_eq!(*body, r#"{"ciphertext":"vault:v2:AAAA","context":""}"#);
        assert_eq!(*Body::new().end(), "{}");
        assert!(Body::new().bytes("plaintext", &[0; 2 * MOST]).is_err());
    }

    #[test]
    fn a_ciphertext_has_one_spelling() {
        let read = |text: &str| ciphertext(format!(r#"{{"data":{{{text}}}}}"#).as_bytes(), 3).ok();
        assert_eq!(read(r#""ciphertext":"vault:v1:AAAA""#), Some((1, vec![0; 3])));
        assert_eq!(read(r#""ciphertext":"vault:v12:AAAA","key_version":12,"more":[{}]"#), Some((12, vec![0; 3])));
        for text in [
            r#""ciphertext":"vault:v0:AAAA""#,
            r#""ciphertext":"vault:v01:AAAA""#,
            r#""ciphertext":"vault:v+1:AAAA""#,
            r#""ciphertext":"vault:v4294967296:AAAA""#,
            r#""ciphertext":"vault:v1:AAA=""#,
            r#""ciphertext":"vault:v1:AAAA\n""#,
            r#""ciphertext":"vault:v1:AAAA=""#,
            r#""ciphertext":"vault:v1:AAAAAAAA""#,
            r#""ciphertext":"Vault:v1:AAAA""#,
            r#""ciphertext":"\u0076ault:v1:AAAA""#,
            r#""ciphertext":"vault:v1:AAAA","key_version":2"#,
            r#""ciphertext":"vault:v1:AAAA","key_version":1,"key_version":1"#,
            r#""ciphertext":7"#,
            r#""cipher":"vault:v1:AAAA""#,
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(ciphertext(br#"{"data":null}"#, 3).is_err());
        assert!(ciphertext(br#"{"data":{"ciphertext":"vault:v1:AAAA"}} x"#, 3).is_err());
    }

    #[test]
    fn a_data_key_has_32_bytes() {
        let read = |key: &[u8]| {
            let key = Base64::encode_string(key);
            let text = format!(r#"{{"data":{{"plaintext":"{key}","ciphertext":"vault:v1:AAAA"}}}}"#);
            data_key(text.as_bytes(), 3).is_ok()
        };
        assert!(read(&[1; 32]));
        assert!(!read(&[1; 31]) && !read(&[1; 33]) && !read(&[]) && !read(&[1; 2 * MOST]));
        assert!(data_key(br#"{"data":{"ciphertext":"vault:v1:AAAA"}}"#, 3).is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_answer_is_read_or_refused(body in proptest::collection::vec(0_u8.., 0..300)) {
            let _ = (ciphertext(&body, 3), data_key(&body, 3), plaintext(&body), key(&body), lease(&body));
        }

        #[test]
        fn answers_that_are_nearly_right_are_read_or_refused(
            body in r#"\{"data":\{("(ciphertext|plaintext|key_version|keys|name)":("(vault:v[0-9]{0,11}:)?[A-Za-z0-9+/=]{0,9}"|[0-9]{1,11}|\{\}|null),?){0,4}\}\}"#
        ) {
            let body = body.as_bytes();
            if let Ok((version, bytes)) = ciphertext(body, 3) {
                proptest::prop_assert!(version > 0 && bytes.len() == 3);
            }
            let _ = (data_key(body, 3), plaintext(body), key(body), lease(body));
        }
    }
}
