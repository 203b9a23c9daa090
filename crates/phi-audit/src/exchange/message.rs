//! An event as the standards see it: one shape between [`AuditEvent`](crate::event::AuditEvent) and FHIR R4, FHIR R5 and DICOM,
//! which all grew out of RFC 3881 and differ in where they write things rather than in what they say.
//!
//! What no standard has a place for stands in `extras`, by name. A format writes them where it lets others add something.

use std::borrow::Cow;

use base64ct::{Base64, Encoding as _};
use time::OffsetDateTime;

use super::codes::Code;
use crate::event::{Crude, Outcome};

/// An event as the standards see it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Message<'a> {
    /// A UUID.
    pub(super) id: Cow<'a, str>,
    /// The profile of IHE BALP that it follows.
    pub(super) profile: Option<Cow<'a, str>>,
    /// The kind of event.
    pub(super) category: Code<'a>,
    /// The kind, more exactly. The first one is the most exact.
    pub(super) subtypes: Vec<Code<'a>>,
    /// What was done, RFC 3881 5.1.2.
    pub(super) action: Option<Crude>,
    /// When it was recorded.
    pub(super) recorded: OffsetDateTime,
    /// From when to when it happened.
    pub(super) occurred: Option<(OffsetDateTime, OffsetDateTime)>,
    /// What became of it, RFC 3881 5.1.4.
    pub(super) outcome: Option<Outcome>,
    /// The same in words.
    pub(super) outcome_text: Option<Cow<'a, str>>,
    /// What for.
    pub(super) purposes: Vec<Code<'a>>,
    /// Who took part.
    pub(super) agents: Vec<Agent<'a>>,
    /// Who reports it.
    pub(super) source: Source<'a>,
    /// What it was about.
    pub(super) entities: Vec<Entity<'a>>,
    /// What has no place elsewhere. A name may stand more than once.
    pub(super) extras: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// Somebody or something that took part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Agent<'a> {
    /// The part that it played.
    pub(super) part: Code<'a>,
    /// Who.
    pub(super) who: Who<'a>,
    /// Whether it asked for it.
    pub(super) requestor: bool,
    /// Its roles at the time.
    pub(super) roles: Vec<Cow<'a, str>>,
    /// The level of assurance of its authentication.
    pub(super) assurance: Option<Cow<'a, str>>,
    /// Where it stands in the network.
    pub(super) network: Network<'a>,
}

/// Where an agent stands in the network.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Network<'a> {
    /// Nothing is said of it, as for people.
    None,
    /// The profile wants it, but it is not known.
    Unknown,
    /// An address, a name or a URI.
    At(Cow<'a, str>),
}

/// An identifier in a system, or nobody.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Who<'a> {
    /// It is not known who.
    Unknown,
    /// An identifier.
    Id(Cow<'a, str>, Cow<'a, str>),
}

/// Who reports.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Source<'a> {
    /// Where.
    pub(super) site: Option<Cow<'a, str>>,
    /// What system.
    pub(super) observer: Who<'a>,
    /// Of which kind.
    pub(super) kind: Option<Code<'a>>,
}

/// What it was about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entity<'a> {
    /// A person, a system object, something else.
    pub(super) kind: Code<'a>,
    /// The part that it played.
    pub(super) role: Option<Code<'a>>,
    /// Which one.
    pub(super) what: Option<(Cow<'a, str>, Cow<'a, str>)>,
    /// A query; here always a sealed one.
    pub(super) query: Option<Cow<'a, [u8]>>,
    /// More of it, by name: the names of its fields.
    pub(super) details: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// The kind of a network address, RFC 3881 5.2.6.2: 1 a name, 2 an IP address, 5 a URI.
pub(super) fn network_kind(address: &str) -> &'static str {
    if address.parse::<std::net::IpAddr>().is_ok() {
        "2"
    } else if address.contains("://") {
        "5"
    } else {
        "1"
    }
}

const WRAPPED: &str = "data:;base64,";

/// A text in a form that FHIR and XML can both say and give back unchanged: neither knows an empty text, a control character
/// or, everywhere, two spaces in a row. Names nearly always are such already; what is not goes as base64, and what looks as if
/// it were that goes so as well.
pub(super) fn say(text: &str) -> Cow<'_, str> {
    let plain = |text: &str| {
        let said = text.chars().all(|char| !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}'));
        said && !text.is_empty()
            && text.trim().len() == text.len()
            && !text.contains("  ")
            && !text.starts_with(WRAPPED)
    };
    let ascii = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.is_empty();
    if (ascii(text) && !text.starts_with(WRAPPED)) || plain(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{WRAPPED}{}", Base64::encode_string(text.as_bytes())))
    }
}

/// The text that was said.
pub(super) fn unsay(said: &str) -> Option<Cow<'_, str>> {
    match said.strip_prefix(WRAPPED) {
        None => Some(Cow::Borrowed(said)),
        Some(coded) => {
            let text = String::from_utf8(Base64::decode_vec(coded).ok()?).ok()?;
            // One form for each text.
            (say(&text) == said).then_some(Cow::Owned(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_said_as_they_are() {
        for name in ["n.nurse", "CLINIC\\nurse", "North Clinic", "Größe", "a & b <c>"] {
            assert_eq!(say(name), name);
        }
        for name in ["", " ", "a  b", "a\nb", "\u{85}", "\u{ffff}", " a", "data:;base64,YQ=="] {
            assert_ne!(say(name), name);
        }
        assert_eq!(unsay("data:;base64,YQ=="), None, "`a` has one form");
        assert_eq!(unsay("data:;base64,??"), None);
    }

    proptest! {
        #[test]
        fn what_is_said_is_understood(text in any::<String>()) {
            let said = say(&text).into_owned();
            prop_assert!(super::super::dicom_xml::can_say(&said));
            let understood = unsay(&said).map(Cow::into_owned);
            prop_assert_eq!(understood, Some(text));
        }
    }
}
