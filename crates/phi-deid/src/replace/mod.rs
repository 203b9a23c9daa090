//! What stands where something was found.
//!
//! A [`Replacement`] is made for one [profile](crate::profile), and offers only what that profile allows:
//!
//! ```
//! use std::sync::Arc;
//! use phi_deid::{profile::{ExpertDetermination, SafeHarbor}, replace::{Crosswalk, DateShift, Replacement, SecretKey}};
//! use phi_types::OsEntropy;
//!
//! // Random codes, whose table stays with the entity: 45 CFR 164.514(c).
//! let crosswalk = Arc::new(Crosswalk::new(OsEntropy));
//! let _safe = Replacement::<SafeHarbor>::new().codes(crosswalk);
//!
//! let key = SecretKey::random(&OsEntropy)?;
//! let shift = DateShift::new(&key).of_patient("subject 17");
//! let _expert = Replacement::<ExpertDetermination>::new().surrogates(&key).shift_dates(shift);
//! # Ok::<(), phi_types::EntropyUnavailable>(())
//! ```

mod alphabet;
mod crosswalk;
mod key;
mod pseudonym;
mod sealed;
mod shift;
mod surrogate;

use std::sync::Arc;

use core::{fmt, marker::PhantomData};

use phi_types::{EntropyUnavailable, IdentifierClass};

pub(crate) use alphabet::{MOST_TOKEN, is_code};
pub use crosswalk::{Code, Crosswalk};
pub use key::SecretKey;
pub use sealed::{SealedTokens, TokenError};
pub use shift::{DateShift, PatientShift};

use time::Date;

use crate::{
    profile::{BeyondTheList, Profile},
    report::Method,
    rule::{Reference, date},
};

/// What a profile puts in the place of values: numbered tags, unless asked for something else.
///
/// Of codes, pseudonyms, surrogates and tokens the one asked for last counts.
pub struct Replacement<P> {
    rewriting: Rewriting,
    profile: PhantomData<fn() -> P>,
}

impl<P: Profile> Replacement<P> {
    /// Numbered tags, and of dates, ZIP codes and ages what the profile leaves.
    #[must_use]
    pub const fn new() -> Self {
        Self { rewriting: Rewriting { method: P::METHOD, coder: Coder::Numbered, shift: None }, profile: PhantomData }
    }

    /// Random codes from a crosswalk: the same value has the same code in each text and record that shares it.
    #[must_use]
    pub fn codes(mut self, crosswalk: Arc<Crosswalk>) -> Self {
        self.rewriting.coder = Coder::Codes(crosswalk);
        self
    }

    pub(crate) const fn rewriting(&self) -> &Rewriting {
        &self.rewriting
    }
}

impl<P: BeyondTheList> Replacement<P> {
    /// Moves each complete date by the patient's secret number of days and writes it as `2019-03-21`; a date that is not
    /// complete goes whole, its year too, since a year that stays beside moved ones tells the way they were moved.
    #[must_use]
    pub const fn shift_dates(mut self, shift: PatientShift) -> Self {
        self.rewriting.shift = Some(shift);
        self
    }

    /// Pseudonyms made from the value with a secret key (HMAC-SHA-256): the same in every run that has the key.
    #[must_use]
    pub fn pseudonyms(mut self, key: &SecretKey) -> Self {
        self.rewriting.coder = Coder::Pseudonyms(key.derive(b"pseudonym"));
        self
    }

    /// Made-up values of the same kind, chosen by the value and a secret key. What was missed hides among them.
    ///
    /// They are no identifiers: two values may get the same surrogate. All are taken from ranges kept for examples.
    #[must_use]
    pub fn surrogates(mut self, key: &SecretKey) -> Self {
        self.rewriting.coder = Coder::Surrogates(key.derive(b"surrogate"));
        self
    }

    /// The value itself, encrypted: who has the key reads it back with [`SealedTokens::open`].
    #[must_use]
    pub fn tokens(mut self, tokens: &SealedTokens) -> Self {
        self.rewriting.coder = Coder::Tokens(tokens.clone());
        self
    }
}

impl<P: Profile> Default for Replacement<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P: Profile> fmt::Debug for Replacement<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replacement").field("method", &P::METHOD).finish_non_exhaustive()
    }
}

/// A replacement without the type of its profile.
pub(crate) struct Rewriting {
    pub(crate) method: Method,
    coder: Coder,
    pub(crate) shift: Option<PatientShift>,
}

enum Coder {
    Numbered,
    Codes(Arc<Crosswalk>),
    Pseudonyms(SecretKey),
    Surrogates(SecretKey),
    Tokens(SealedTokens),
}

impl Rewriting {
    /// What stands for a value; `None` asks for a numbered tag.
    pub(crate) fn instead(&self, class: IdentifierClass, value: &str) -> Result<Option<Instead>, EntropyUnavailable> {
        Ok(match &self.coder {
            Coder::Numbered => None,
            Coder::Codes(crosswalk) => Some(Instead::InTag(crosswalk.code(class, value)?.to_string())),
            Coder::Pseudonyms(key) => Some(Instead::InTag(pseudonym::of(key, class, value))),
            Coder::Surrogates(key) => surrogate::of(key, class, value).map(Instead::Bare),
            Coder::Tokens(tokens) => tokens.seal(class, value).map(Instead::InTag),
        })
    }

    /// Whether a date may show once it is moved: outside a limited data set, none that tells an age of 90 or more, by the
    /// year before it was moved or by the year after.
    pub(crate) fn may_show(&self, day: Date, reference: Reference) -> bool {
        let tells = |day: Date| !date::event(day, reference).is_kept();
        self.method == Method::LimitedDataSet
            || !tells(day) && !self.shift.and_then(|shift| shift.moved(day)).is_some_and(tells)
    }

    /// Whether all that is written stands between brackets.
    pub(crate) const fn is_bracketed(&self) -> bool {
        self.shift.is_none() && !matches!(self.coder, Coder::Surrogates(_))
    }

    /// Whether anything but numbered tags was asked for.
    pub(crate) const fn is_coded(&self) -> bool {
        !matches!(self.coder, Coder::Numbered)
    }
}

/// How it is written.
pub(crate) enum Instead {
    /// `[NAME-…]`
    InTag(String),
    /// As it is.
    Bare(String),
}

/// The value as it is compared: letters and digits, in small letters.
pub(crate) fn canonical(value: &str) -> String {
    let mut plain = String::new();
    canonical_into(&mut plain, value);
    plain
}

/// The same behind what stands in `plain`.
pub(crate) fn canonical_into(plain: &mut String, value: &str) {
    plain.reserve(value.len());
    if value.is_ascii() {
        let kept = value.bytes().filter(u8::is_ascii_alphanumeric);
        return plain.extend(kept.map(|byte| char::from(byte.to_ascii_lowercase())));
    }
    for c in value.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii() { plain.push(c.to_ascii_lowercase()) } else { plain.extend(c.to_lowercase()) }
    }
}

/// Whether four characters in a row of the one stand in the other, whatever their case.
pub(crate) fn shares_four(value: &str, written: &str) -> bool {
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (value, written) = (lower(value), lower(written));
    value.windows(4).any(|four| written.windows(4).any(|other| other == four))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_in_a_row_are_seen_whatever_their_case() {
        assert!(shares_four("Testcase", "a TESTament"));
        assert!(!shares_four("Testcase", "tes tca") && !shares_four("", "") && !shares_four("abc", "abc"));
    }

    #[test]
    fn punctuation_makes_no_other_value() {
        assert_eq!(canonical("O'Brien-Lee, Ana"), canonical("OBRIEN LEE ana"));
    }
}
