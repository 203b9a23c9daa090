//! Pseudonyms: the one thing made from an identifier that may be a map key, a sort key or a log field.
//!
//! HMAC (FIPS 198-1) and SHA-256 (FIPS 180-4) come from `hmac` and `sha2`. They are plain dependencies and no feature: five small
//! crates, which every host that seals or audits builds anyway.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{
    entropy::{Entropy, EntropyUnavailable},
    identifier::Identifier,
    value::Plaintext,
};

/// What an identifier is called where it may not be named: the same for the same identifier, key and domain, and unrelated else.
///
/// `HMAC-SHA-256(key, frame("phi-pseudonym-1") frame(domain) frame(kind) frame(value))` beside the key's id, where `kind` is
/// [`Identifier::NAME`], `value` the canonical value as it is sealed (text as UTF-8, a date as its Julian day in four bytes, an age as
/// eight, big-endian), and a frame puts the length before its content as eight big-endian bytes.
///
/// # What it is not
/// No Safe Harbor code. 45 CFR 164.514(c) allows a code to re-identify only where it "is not derived from or related to
/// information about the individual", and this one is. Data that carry it are PHI still; `phi-deid` makes the codes that Safe
/// Harbor allows. Whoever has the key can try all Social Security numbers in minutes: keep it with the other keys.
///
/// ```
/// use phi_types::{Mrn, PseudonymKey};
/// let key = PseudonymKey::new(1, &[7; 32]);
/// let (a, b) = (Mrn::parse("000-17")?, Mrn::parse(" 000-17 ")?);
/// assert_eq!(key.pseudonym("billing", &a), key.pseudonym("billing", &b));
/// assert_ne!(key.pseudonym("billing", &a), key.pseudonym("research", &a));
/// let mut seen = std::collections::HashSet::new();
/// seen.insert(key.pseudonym("billing", &a));
/// assert!(key.pseudonym("billing", &a).to_string().starts_with("1-"));
/// # Ok::<(), phi_types::Rejected>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym {
    key_id: u32,
    code: [u8; 32],
}

/// The secret key of pseudonyms, with the id that stands beside each of them, so that a key can be replaced.
pub struct PseudonymKey {
    id: u32,
    bytes: Zeroizing<[u8; 32]>,
}

impl PseudonymKey {
    /// A key that was kept. The id is the host's own numbering.
    #[must_use]
    pub fn new(id: u32, bytes: &[u8; 32]) -> Self {
        Self { id, bytes: Zeroizing::new(*bytes) }
    }

    /// A new random key.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn random(id: u32, entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(&mut *bytes)?;
        Ok(Self { id, bytes })
    }

    /// The pseudonym of an identifier in a domain.
    ///
    /// A domain is where pseudonyms may meet: one for each tenant, study or recipient, so that two of them cannot be put
    /// together by whoever has both.
    #[must_use]
    pub fn pseudonym<I: Identifier>(&self, domain: &str, identifier: &I) -> Pseudonym {
        let encoded = Plaintext::of(identifier);
        // The first byte says that there is a value; what follows is the value.
        let value = encoded.bytes().split_first().map_or(&[][..], |(_, value)| value);
        let mut code = [0; 32];
        // HMAC takes keys of any length, so this never fails; and a code of zeros would name nobody.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.bytes) {
            for part in [b"phi-pseudonym-1", domain.as_bytes(), I::NAME.as_bytes(), value] {
                mac.update(&(part.len() as u64).to_be_bytes());
                mac.update(part);
            }
            code = mac.finalize().into_bytes().into();
        }
        Pseudonym { key_id: self.id, code }
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[pseudonym key]")
    }
}

impl Pseudonym {
    /// The id of the key with which it was made.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.key_id
    }

    /// The code, for a column of the store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.code
    }

    /// A pseudonym that was stored.
    #[must_use]
    pub const fn from_parts(key_id: u32, code: [u8; 32]) -> Self {
        Self { key_id, code }
    }
}

/// The key's id, a hyphen, and the code in 64 hexadecimal digits.
impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.key_id)?;
        self.code.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BirthDate, MemberId, Mrn};

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn domain_kind_value_and_key_each_change_it() {
        let key = PseudonymKey::new(1, &KEY);
        let mrn = Mrn::parse("000-17").unwrap();
        let base = key.pseudonym("a", &mrn);
        assert_eq!(base, key.pseudonym("a", &Mrn::parse("000-17").unwrap()));
        for other in [
            key.pseudonym("b", &mrn),
            key.pseudonym("a", &Mrn::parse("000-18").unwrap()),
            key.pseudonym("a", &Mrn::assigned("000-17", "NORTH").unwrap()),
            key.pseudonym("a", &MemberId::parse("000-17").unwrap()),
            PseudonymKey::new(1, &[8; 32]).pseudonym("a", &mrn),
            PseudonymKey::new(2, &KEY).pseudonym("a", &mrn),
        ] {
            assert_ne!(base, other);
        }
        assert_ne!(key.pseudonym("Mrn", &mrn), key.pseudonym("", &mrn), "frames keep the parts apart");
    }

    // Computed with Python's `hmac` over the frames that the documentation names.
    #[test]
    fn the_construction_is_the_documented_one() {
        let key = PseudonymKey::new(1, &KEY);
        let text = key.pseudonym("billing", &Mrn::parse("000-17").unwrap());
        let date = key.pseudonym("billing", &BirthDate::parse("1961-06-15").unwrap());
        assert_eq!(text.to_string(), concat!("1-", "b6cc02f9c5b625cdd2e3e37a75b1ed69ec51bcd77808395af75bdac0eb730124"));
        assert_eq!(date.to_string(), concat!("1-", "e26d22725800a3f93515e6820ed1d891df9e54056aa9adbcdd97dea50e498f38"));
    }
}
