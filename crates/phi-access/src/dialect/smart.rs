//! SMART on FHIR scopes: what an application may do at most. The policy still decides; a scope takes away and never adds.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use phi_types::{Action, record::FieldMask};

use crate::ruling::{Reason, Ruling};

/// In whose name a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeContext {
    /// `patient/`: the one patient of the launch.
    Patient,
    /// `user/`: whatever the user may see.
    User,
    /// `system/`: a service, with nobody signed in.
    System,
}

impl ScopeContext {
    const ALL: [(Self, &'static str); 3] = [(Self::Patient, "patient"), (Self::User, "user"), (Self::System, "system")];
}

/// Which of create, read, update, delete and search a scope has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Interactions(u8);

const LETTERS: [char; 5] = ['c', 'r', 'u', 'd', 's'];

impl Interactions {
    /// Whether the letter is among them.
    #[must_use]
    pub fn contains(self, letter: char) -> bool {
        LETTERS.iter().position(|one| *one == letter).is_some_and(|at| self.0 & 1 << at != 0)
    }

    fn parse(text: &str) -> Option<Self> {
        // The forms of version 1.
        match text {
            "read" => return Self::parse("rs"),
            "write" => return Self::parse("cud"),
            "*" => return Self::parse("cruds"),
            _ => {}
        }
        // Version 2: a subsequence of `cruds`, in that order.
        let (mut bits, mut next) = (0, 0);
        for letter in text.chars() {
            let at = LETTERS.iter().position(|one| *one == letter).filter(|at| *at >= next)?;
            (bits, next) = (bits | 1 << at, at + 1);
        }
        (bits != 0).then_some(Self(bits))
    }
}

/// One scope over data: `patient/Observation.rs?category=laboratory`, or the form of version 1, `patient/Observation.read`.
///
/// ```
/// use phi_access::Scope;
/// let scope: Scope = "patient/Observation.read".parse()?;
/// assert_eq!(scope.to_string(), "patient/Observation.rs");
/// assert!("patient/Observation.sr".parse::<Scope>().is_err(), "version 2 has them in the order of cruds");
/// # Ok::<(), phi_access::ScopeError>(())
/// ```
///
/// SMART App Launch 2.2, section 2.0.11.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Scope {
    /// In whose name.
    pub context: ScopeContext,
    /// The FHIR resource type; `None` is `*`.
    pub resource: Option<String>,
    /// What with it.
    pub interactions: Interactions,
    /// Search parameters that the data have to match, decoded; all of them.
    pub matching: Vec<(String, String)>,
}

/// Why a text is no scope over data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScopeError {
    /// It begins with none of `patient/`, `user/`, `system/`.
    #[error("a scope over data begins with patient/, user/ or system/")]
    Context,
    /// The resource type is no name.
    #[error("the resource type of a scope is a name or *")]
    Resource,
    /// The interactions are not letters of `cruds` in that order, nor `read`, `write` or `*`.
    #[error("the interactions of a scope are letters of cruds, in that order")]
    Interactions,
    /// A search parameter without name or value, or badly encoded.
    #[error("a search parameter of a scope is name=value, percent-encoded")]
    Parameter,
}

impl core::str::FromStr for Scope {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Self, ScopeError> {
        let (context, rest) = text.split_once('/').ok_or(ScopeError::Context)?;
        let context = ScopeContext::ALL.iter().find(|(_, word)| *word == context).ok_or(ScopeError::Context)?.0;
        let (head, query) = match rest.split_once('?') {
            Some((head, query)) => (head, Some(query)),
            None => (rest, None),
        };
        let (resource, interactions) = head.split_once('.').ok_or(ScopeError::Interactions)?;
        let named = resource.starts_with(|first: char| first.is_ascii_uppercase())
            && resource.len() <= 64
            && resource.chars().all(|letter| letter.is_ascii_alphanumeric());
        if resource != "*" && !named {
            return Err(ScopeError::Resource);
        }
        let mut matching = Vec::new();
        for parameter in query.into_iter().flat_map(|query| query.split('&')) {
            let (name, value) = parameter.split_once('=').ok_or(ScopeError::Parameter)?;
            let (name, value) = decoded(name).zip(decoded(value)).ok_or(ScopeError::Parameter)?;
            if name.is_empty() || value.is_empty() {
                return Err(ScopeError::Parameter);
            }
            matching.push((name, value));
        }
        Ok(Self {
            context,
            resource: (resource != "*").then(|| resource.to_string()),
            interactions: Interactions::parse(interactions).ok_or(ScopeError::Interactions)?,
            matching,
        })
    }
}

/// The form of version 2.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context =
            ScopeContext::ALL.iter().find(|(context, _)| *context == self.context).map_or("", |(_, word)| word);
        write!(f, "{context}/{}.", self.resource.as_deref().unwrap_or("*"))?;
        LETTERS
            .iter()
            .filter(|letter| self.interactions.contains(**letter))
            .try_for_each(|letter| write!(f, "{letter}"))?;
        for (at, (name, value)) in self.matching.iter().enumerate() {
            f.write_str(if at == 0 { "?" } else { "&" })?;
            encoded(f, name)?;
            f.write_str("=")?;
            encoded(f, value)?;
        }
        Ok(())
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digit = |byte: u8| (byte as char).to_digit(16);
                let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
                bytes.push(u8::try_from(value).ok()?);
            }
            // The characters of a scope, RFC 6749 section 3.3.
            0x21 | 0x23..=0x5b | 0x5d..=0x7e => bytes.push(byte),
            _ => return None,
        }
    }
    String::from_utf8(bytes).ok()
}

fn encoded(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.bytes().try_for_each(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'|' | b',' => {
            write!(f, "{}", byte as char)
        }
        _ => write!(f, "%{byte:02X}"),
    })
}

/// The scopes of one token.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Scopes {
    /// Those over data.
    pub data: Vec<Scope>,
    /// The others, such as `openid` and `launch/patient`. They grant nothing here.
    pub others: Vec<String>,
}

impl Scopes {
    /// The scopes of a token, separated by spaces. What begins like a scope over data and is none is an error: read wrongly it could be
    /// taken for more.
    ///
    /// # Errors
    /// See [`ScopeError`].
    pub fn parse(text: &str) -> Result<Self, ScopeError> {
        let mut scopes = Self::default();
        for one in text.split(' ').filter(|one| !one.is_empty()) {
            match one.parse() {
                Ok(scope) => scopes.data.push(scope),
                Err(ScopeError::Context) => scopes.others.push(one.to_string()),
                Err(error) => return Err(error),
            }
        }
        Ok(scopes)
    }

    /// Whether an application with these scopes may do this at all. `resource` is the FHIR type that the record type stands for,
    /// `launch_patient` whether the subject is the patient of the launch, and `matches` whether the record matches a search parameter.
    ///
    /// A disclosure is a reading. De-identification and administration are in no scope.
    #[must_use]
    pub fn allow(
        &self,
        resource: &str,
        action: Action,
        launch_patient: bool,
        matches: impl Fn(&str, &str) -> bool,
    ) -> bool {
        let letter = match action {
            Action::Read | Action::Disclose => 'r',
            Action::List => 's',
            Action::Create => 'c',
            Action::Update => 'u',
            _ => return false,
        };
        self.data.iter().any(|scope| {
            scope.interactions.contains(letter)
                && (scope.context != ScopeContext::Patient || launch_patient)
                && scope.resource.as_deref().is_none_or(|named| named == resource)
                && scope.matching.iter().all(|(name, value)| matches(name, value))
        })
    }

    /// The ruling as far as the scopes go: the same, with less in it, or a denial. Never a permit out of a denial.
    #[must_use]
    pub fn narrow<'p>(
        &self,
        ruling: Ruling<'p>,
        resource: &str,
        action: Action,
        launch_patient: bool,
        matches: impl Fn(&str, &str) -> bool,
    ) -> Ruling<'p> {
        if !ruling.is_permit() {
            return ruling;
        }
        if !self.allow(resource, action, launch_patient, &matches) {
            return Ruling::deny(ruling.policy, Reason::NoRule, None);
        }
        // A permit to read says what may be written too, and the other way round.
        let other = if crate::bits::writes(action) { Action::Read } else { Action::Update };
        let kept = |mask| if self.allow(resource, other, launch_patient, &matches) { mask } else { FieldMask::EMPTY };
        match crate::bits::writes(action) {
            true => Ruling { readable: kept(ruling.readable), ..ruling },
            false => Ruling { writable: kept(ruling.writable), ..ruling },
        }
    }
}
