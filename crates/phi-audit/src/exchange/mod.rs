//! Events in the formats of others, and back.
//!
//! ```
//! use phi_audit::exchange::Format;
//! # use phi_audit::event::{AuditEvent, Term, Agent, Entity, EventId, Kind, Parts, Source};
//! # use phi_types::{ActorId, TenantId};
//! # let actor = Agent::human(ActorId::new("n.nurse")?);
//! # let at = time::OffsetDateTime::from_unix_timestamp(1_790_000_000)?;
//! # let mut parts = Parts::new(EventId::NIL, at, TenantId::new("north-clinic")?, Kind::Read, actor, Source::default());
//! # parts.entities.push(Entity::record(Term::new("Patient")?));
//! # let event = parts.check()?;
//! for format in Format::ALL {
//!     let text = format.render(&event); // one line, ASCII alone
//!     assert_eq!(format.parse(&text)?, event); // nothing is lost
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | format | after | what has no place there |
//! |---|---|---|
//! | [`Format::FhirR4`] | FHIR 4.0.1 and 4.3.0, IHE BALP 1.1 | an extension with our URL |
//! | [`Format::FhirR5`] | FHIR 5.0.0 | the same extension |
//! | [`Format::Dicom`] | DICOM PS3.15 A.5, `csd-code` | details of an object of its own |
//! | [`Format::Json`] | nobody: the event, member by member | |
//! | [`syslog`] | RFC 5424, and [`frame`] after RFC 5425 | it carries the message of DICOM |
//!
//! Each format is read back strictly: a text is an event, or it is refused, and the event that was read would be written with the
//! same parts. Resources of other systems go through [`import`], which says what it could not keep.
//!
//! What leaves is PHI all the same: pseudonyms of subjects with names of users and times. With their sessions, roles and network
//! addresses it is personal data of the workforce as well. Sealed notes leave sealed.
//! `docs/audit-exchange.md` has the tables of codes, and what other people's validators find.
//!
//! Helps implement 45 CFR 164.312(b).

mod codes;
mod dicom;
mod dicom_read;
mod dicom_xml;
mod error;
mod fhir_foreign;
mod fhir_import;
mod fhir_parts;
mod fhir_r4;
mod fhir_r5;
mod fhir_read;
mod from_event;
mod hex;
mod instant;
mod json_lines;
mod json_read;
mod json_text;
mod json_tree;
mod message;
mod names;
mod syslog;
mod syslog_forward;
mod syslog_frame;
mod to_event;

pub use error::ExchangeError;
pub use fhir_import::{Imported, Resolver, import};
pub use syslog::SyslogOrigin;
pub use syslog_forward::SyslogForward;
pub use syslog_frame::{Frames, frame};

use crate::event::AuditEvent;
use message::Message;

/// A format in which an event is one line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// FHIR R4 and R4B as JSON, after IHE BALP 1.1.
    FhirR4,
    /// FHIR R5 as JSON.
    FhirR5,
    /// The audit message of DICOM PS3.15 as XML.
    Dicom,
    /// JSON with the event's own members.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::FhirR4, Self::FhirR5, Self::Dicom, Self::Json];

    /// The event in one line of printable ASCII, without the line feed.
    #[must_use]
    pub fn render(self, event: &AuditEvent) -> String {
        match self {
            Self::FhirR4 => fhir_r4::write(&Message::of(event)),
            Self::FhirR5 => fhir_r5::write(&Message::of(event)),
            Self::Dicom => dicom::write(&Message::of(event)),
            Self::Json => json_lines::write(event),
        }
    }

    /// The event of a text that [`render`](Self::render) wrote. Members may stand in another order, with white space between.
    ///
    /// # Errors
    /// [`ExchangeError`] for anything else: it names an element of the format, and quotes nothing.
    pub fn parse(self, text: &str) -> Result<AuditEvent, ExchangeError> {
        let again: fn(&Message<'_>) -> String = match self {
            Self::FhirR4 => fhir_r4::write,
            Self::FhirR5 => fhir_r5::write,
            Self::Dicom => dicom::write,
            Self::Json => return json_read::read(text),
        };
        let message = match self {
            Self::Dicom => dicom_read::read(text)?,
            _ => {
                let mut map = json_tree::read_object(text)?;
                let message = if self == Self::FhirR5 { fhir_read::r5(&mut map) } else { fhir_read::r4(&mut map) }?;
                if !map.is_empty() {
                    return Err(ExchangeError::Unknown);
                }
                message
            }
        };
        let event = message.event()?;
        // The standards say some things twice. A text that says them differently is no event.
        if again(&Message::of(&event)) == again(&message) { Ok(event) } else { Err(ExchangeError::Contradictory) }
    }
}

/// The event as a syslog message: one line, after RFC 5424. For a stream, put it into a [`frame`].
#[must_use]
pub fn syslog(event: &AuditEvent, origin: &SyslogOrigin) -> String {
    syslog::write(event, origin)
}

/// The event of a message that [`syslog`](fn@syslog) wrote.
///
/// # Errors
/// [`ExchangeError`] for anything else.
pub fn parse_syslog(message: &str) -> Result<AuditEvent, ExchangeError> {
    syslog::read(message)
}

#[cfg(test)]
mod tests;
