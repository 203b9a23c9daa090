//! Terms: names that programs give to things, in an alphabet that leaves no room for a person.

use core::fmt;

use sha2::{Digest as _, Sha256};

const LONGEST: usize = 128;
const MOST_DIGITS: usize = 6;

/// A checked identifier: the name of a field, a record type, a rule, a role, a key, a site.
///
/// 1 to 128 of the characters `A-Z a-z 0-9 . _ : / + -`, the first a letter, at most six digits in all. So there is no room for free
/// text, a medical record number, a phone number or a full date. It is a fence against accidents: whoever names a field after a
/// patient gets through.
///
/// ```
/// use phi_audit::event::Term;
/// assert_eq!(Term::new("Patient.allergies")?.as_str(), "Patient.allergies");
/// assert!(Term::new("Jane Doe").is_err()); // a blank
/// assert!(Term::new("mrn-0012345").is_err()); // seven digits
/// # Ok::<(), phi_audit::event::InvalidTerm>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(Box<str>);

/// Why a text is no term. It says nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTerm {
    /// It does not begin with a letter, or there is nothing.
    #[error("a term begins with a letter")]
    Start,
    /// Longer than 128 characters.
    #[error("a term has at most 128 characters")]
    TooLong,
    /// A character beyond the alphabet.
    #[error("a term consists of letters, digits and . _ : / + -")]
    Character,
    /// More than six digits.
    #[error("a term has at most six digits")]
    Digits,
}

impl Term {
    /// Checks and keeps a term.
    ///
    /// # Errors
    /// [`InvalidTerm`].
    pub fn new(text: &str) -> Result<Self, InvalidTerm> {
        if !text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic()) {
            return Err(InvalidTerm::Start);
        }
        if text.len() > LONGEST {
            return Err(InvalidTerm::TooLong);
        }
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/+-".contains(&byte);
        if !text.bytes().all(fits) {
            return Err(InvalidTerm::Character);
        }
        if text.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
            return Err(InvalidTerm::Digits);
        }
        Ok(Self(Box::from(text)))
    }

    /// The term for a name that is checked less strictly elsewhere, as the name of a rule: the name itself if it is a term, and
    /// otherwise `h.` with the first 16 bytes of its SHA-256 as letters, from `a` for zero to `p` for fifteen. An entry is not
    /// refused for the name of a rule, and a name that might be a person's does not come in.
    ///
    /// ```
    /// use phi_audit::event::Term;
    /// assert_eq!(Term::standing_for("nurses-read").as_str(), "nurses-read");
    /// assert_eq!(Term::standing_for("nurses may read").as_str().len(), 34);
    /// ```
    #[must_use]
    pub fn standing_for(name: &str) -> Self {
        Self::new(name).unwrap_or_else(|_| {
            let mut letters = String::from("h.");
            for byte in Sha256::digest(name.as_bytes()).iter().take(16) {
                letters.extend([byte >> 4, byte & 15].map(|half| char::from(b'a'.saturating_add(half))));
            }
            Self(letters.into_boxed_str())
        })
    }

    /// A term that is written in this crate.
    pub(crate) fn fixed(text: &'static str) -> Self {
        Self::standing_for(text)
    }

    /// The term.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl core::str::FromStr for Term {
    type Err = InvalidTerm;

    fn from_str(text: &str) -> Result<Self, InvalidTerm> {
        Self::new(text)
    }
}

impl AsRef<str> for Term {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_names_a_person_is_no_term() {
        for (text, why) in [
            ("", InvalidTerm::Start),
            ("000-12-3456", InvalidTerm::Start),
            ("Jane Doe", InvalidTerm::Character),
            ("jane@example.org", InvalidTerm::Character),
            ("mrn0012345", InvalidTerm::Digits),
            ("born:1980-01-01", InvalidTerm::Digits),
            ("tel+1-202-555-0123", InvalidTerm::Digits),
            ("Müller", InvalidTerm::Character),
            ("a\nb", InvalidTerm::Character),
        ] {
            assert_eq!(Term::new(text), Err(why), "{text}");
        }
        assert_eq!(Term::new(&"a".repeat(129)), Err(InvalidTerm::TooLong));
        assert!(Term::new(&"a".repeat(128)).is_ok());
    }

    proptest! {
        #[test]
        fn any_name_has_a_term_that_stands_for_it(name in ".{0,200}") {
            let term = Term::standing_for(&name);
            prop_assert_eq!(Term::new(term.as_str()), Ok(term.clone()));
            prop_assert_eq!(Term::new(&name).is_ok(), term.as_str() == name);
        }
    }
}
