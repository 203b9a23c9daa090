//! Events as bytes: one canonical form, read back strictly.
//!
//! `version 1`, then the parts in the order of the struct. Numbers are big-endian, texts and lists framed by a `u32`, options
//! and choices led by one byte.
#![deny(clippy::arithmetic_side_effects)]

use time::OffsetDateTime;

use super::{AuditEvent, Happened, SealedNote};
use crate::pseudonym::SubjectPseudonym;

const VERSION: u8 = 1;

/// The bytes are no event of a version that is known here. No detail: the bytes may be somebody else's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the entry is no event that this version can read (at byte {offset})")]
pub struct EventError {
    /// Where reading stopped.
    pub offset: usize,
}

impl AuditEvent {
    /// The event's bytes, as the log stores them.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer(Vec::with_capacity(512));
        out.0.push(VERSION);
        out.0.extend_from_slice(&self.at.unix_timestamp_nanos().to_be_bytes());
        out.text(&self.tenant);
        out.text(&self.actor);
        out.flag(self.service);
        out.option(self.on_behalf_of.as_deref());
        out.0.extend_from_slice(&self.session);
        match &self.subject {
            None => out.0.push(0),
            Some(subject) => {
                out.0.push(1);
                out.0.extend_from_slice(&subject.version().to_be_bytes());
                out.0.extend_from_slice(subject.as_bytes());
            }
        }
        out.option(self.record.as_deref());
        out.text(&self.action);
        out.text(&self.purpose);
        out.option(self.recipient.as_deref());
        out.0.extend_from_slice(&self.epoch.to_be_bytes());
        out.happened(&self.happened);
        out.note(&self.reason);
        out.note(&self.note);
        out.0
    }

    /// Reads an event.
    ///
    /// # Errors
    /// [`EventError`] for anything but exactly what [`encode`](Self::encode) writes.
    pub fn decode(bytes: &[u8]) -> Result<Self, EventError> {
        let mut reader = Reader { rest: bytes };
        let event = reader.event();
        let offset = bytes.len().saturating_sub(reader.rest.len());
        match event {
            Some(event) if reader.rest.is_empty() => Ok(event),
            _ => Err(EventError { offset }),
        }
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn bytes(&mut self, bytes: &[u8]) {
        // Nothing here is near 4 GiB: the log refuses entries above 1 MiB.
        self.0.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.0.push(u8::from(flag));
    }

    fn option(&mut self, text: Option<&str>) {
        self.flag(text.is_some());
        if let Some(text) = text {
            self.text(text);
        }
    }

    fn list(&mut self, texts: &[String]) {
        self.0.extend_from_slice(&u32::try_from(texts.len()).unwrap_or(u32::MAX).to_be_bytes());
        for text in texts {
            self.text(text);
        }
    }

    fn note(&mut self, note: &SealedNote) {
        match note {
            SealedNote::None => self.0.push(0),
            SealedNote::Sealed(note) => {
                self.0.push(1);
                self.bytes(note);
            }
            SealedNote::Lost => self.0.push(2),
        }
    }

    fn happened(&mut self, happened: &Happened) {
        match happened {
            Happened::Permitted { rule, policy, fields, until, emergency, duties } => {
                self.0.push(1);
                self.text(rule);
                self.0.extend_from_slice(policy);
                self.list(fields);
                self.0.extend_from_slice(&until.to_be_bytes());
                self.flag(*emergency);
                self.list(duties);
            }
            Happened::Denied { rule, policy, reason } => {
                self.0.push(2);
                self.option(rule.as_deref());
                self.0.extend_from_slice(policy);
                self.text(reason);
            }
            Happened::Ended { grant, outcome, uses } => {
                self.0.push(3);
                self.0.extend_from_slice(&grant.to_be_bytes());
                self.text(outcome);
                self.0.extend_from_slice(&uses.to_be_bytes());
            }
            Happened::Discharged { grant, duty } => {
                self.0.push(4);
                self.0.extend_from_slice(&grant.to_be_bytes());
                self.text(duty);
            }
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn event(&mut self) -> Option<AuditEvent> {
        if self.byte()? != VERSION {
            return None;
        }
        Some(AuditEvent {
            at: OffsetDateTime::from_unix_timestamp_nanos(i128::from_be_bytes(self.array()?)).ok()?,
            tenant: self.text()?,
            actor: self.text()?,
            service: self.flag()?,
            on_behalf_of: self.option()?,
            session: self.array()?,
            subject: if self.flag()? {
                Some(SubjectPseudonym::new(u16::from_be_bytes(self.array()?), self.array()?))
            } else {
                None
            },
            record: self.option()?,
            action: self.text()?,
            purpose: self.text()?,
            recipient: self.option()?,
            epoch: u64::from_be_bytes(self.array()?),
            happened: self.happened()?,
            reason: self.note()?,
            note: self.note()?,
        })
    }

    fn note(&mut self) -> Option<SealedNote> {
        match self.byte()? {
            0 => Some(SealedNote::None),
            1 => Some(SealedNote::Sealed(self.bytes()?.to_vec())),
            2 => Some(SealedNote::Lost),
            _ => None,
        }
    }

    fn happened(&mut self) -> Option<Happened> {
        Some(match self.byte()? {
            1 => Happened::Permitted {
                rule: self.text()?,
                policy: self.array()?,
                fields: self.list()?,
                until: i64::from_be_bytes(self.array()?),
                emergency: self.flag()?,
                duties: self.list()?,
            },
            2 => Happened::Denied { rule: self.option()?, policy: self.array()?, reason: self.text()? },
            3 => Happened::Ended {
                grant: u64::from_be_bytes(self.array()?),
                outcome: self.text()?,
                uses: u32::from_be_bytes(self.array()?),
            },
            4 => Happened::Discharged { grant: u64::from_be_bytes(self.array()?), duty: self.text()? },
            _ => return None,
        })
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*array)
    }

    fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(u32::from_be_bytes(self.array()?)).ok()?;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    fn text(&mut self) -> Option<String> {
        core::str::from_utf8(self.bytes()?).ok().map(str::to_owned)
    }

    fn option(&mut self) -> Option<Option<String>> {
        if self.flag()? { self.text().map(Some) } else { Some(None) }
    }

    fn list(&mut self) -> Option<Vec<String>> {
        let count = u32::from_be_bytes(self.array()?);
        // A count beyond the bytes that are left runs dry at the first missing text: nothing is reserved for it.
        (0..count).map(|_| self.text()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn happened() -> impl Strategy<Value = Happened> {
        let list = || proptest::collection::vec(".{0,8}", 0..4);
        prop_oneof![
            (".{0,8}", any::<[u8; 32]>(), list(), any::<i64>(), any::<bool>(), list()).prop_map(
                |(rule, policy, fields, until, emergency, duties)| Happened::Permitted {
                    rule,
                    policy,
                    fields,
                    until,
                    emergency,
                    duties
                }
            ),
            (proptest::option::of(".{0,8}"), any::<[u8; 32]>(), ".{0,8}")
                .prop_map(|(rule, policy, reason)| Happened::Denied { rule, policy, reason }),
            (any::<u64>(), ".{0,8}", any::<u32>()).prop_map(|(grant, outcome, uses)| Happened::Ended {
                grant,
                outcome,
                uses
            }),
            (any::<u64>(), ".{0,8}").prop_map(|(grant, duty)| Happened::Discharged { grant, duty }),
        ]
    }

    fn event() -> impl Strategy<Value = AuditEvent> {
        let names = (".{0,8}", ".{0,8}", any::<bool>(), proptest::option::of(".{0,8}"));
        let what = (any::<[u8; 16]>(), proptest::option::of(any::<(u16, [u8; 16])>()), proptest::option::of(".{0,8}"));
        let note = prop_oneof![
            Just(SealedNote::None),
            Just(SealedNote::Lost),
            proptest::collection::vec(any::<u8>(), 0..20).prop_map(SealedNote::Sealed),
        ];
        (0..4_000_000_000_i64, names, what, proptest::option::of(".{0,8}"), any::<u64>(), happened(), note).prop_map(
            |(
                at,
                (tenant, actor, service, on_behalf_of),
                (session, subject, record),
                recipient,
                epoch,
                happened,
                note,
            )| {
                AuditEvent {
                    at: OffsetDateTime::from_unix_timestamp(at).unwrap(),
                    tenant,
                    actor,
                    service,
                    on_behalf_of,
                    session,
                    subject: subject.map(|(version, bytes)| SubjectPseudonym::new(version, bytes)),
                    record,
                    action: "read".to_owned(),
                    purpose: "TREAT".to_owned(),
                    recipient,
                    epoch,
                    happened,
                    reason: note.clone(),
                    note,
                }
            },
        )
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(event in event(), cut in any::<proptest::sample::Index>()) {
            let bytes = event.encode();
            prop_assert_eq!(AuditEvent::decode(&bytes), Ok(event));
            let cut = cut.index(bytes.len());
            prop_assert!(AuditEvent::decode(&bytes[..cut]).is_err());
            prop_assert!(AuditEvent::decode(&[bytes.as_slice(), &[0]].concat()).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(event) = AuditEvent::decode(&bytes) {
                prop_assert_eq!(event.encode(), bytes, "one form for each event");
            }
        }

        #[test]
        fn a_line_is_one_line(event in event()) {
            let line = event.to_string();
            prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
        }
    }
}
