//! What the log says about itself, as entries among the others: they are covered by the same tree.
#![deny(clippy::arithmetic_side_effects)]

use core::ops::Range;

use time::OffsetDateTime;

use crate::note::{NoteSigner, NoteVerifier};

/// The first byte of a notice; that of an [`AuditEvent`](crate::event::AuditEvent) is another.
const LEAD: [u8; 2] = [0x02, 1];

/// An entry that the log makes of its own accord.
///
/// ```
/// use phi_audit::notice::Notice;
/// let notice = Notice::TornTailCut { offset: 4096, bytes: 40 };
/// assert_eq!(Notice::decode(&notice.encode()), Some(notice));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A crash had left a part of a batch that was never acknowledged; it was cut off.
    TornTailCut {
        /// Where it began, in bytes.
        offset: u64,
        /// How many bytes it had.
        bytes: u64,
    },
    /// The wall clock does not agree with the monotonic one: it was set, or the machine slept.
    ClockStepped {
        /// The last time that was seen before, in nanoseconds since 1970.
        previous: i128,
        /// The time now.
        now: i128,
        /// How much time passed between them by the monotonic clock, in nanoseconds; nothing after a restart.
        elapsed: Option<u64>,
    },
    /// This log follows another one that could not be continued.
    Continues {
        /// The name of the log before.
        origin: String,
        /// How many entries an anchor vouches for there; 0 if no anchor answered.
        size: u64,
        /// Their root.
        root: [u8; 32],
        /// Why it was not continued: a fixed word of this library.
        reason: String,
    },
    /// The entries before this one in the same batch were written to the emergency journal when this log could not take
    /// them.
    Drained {
        /// The random id of the journal.
        journal: [u8; 16],
        /// How many entries.
        entries: u64,
    },
    /// A further sink that may lag behind or lose entries was configured.
    FurtherSink {
        /// Its name in the configuration.
        name: String,
    },
    /// Retention takes entries away.
    Retention(Retention),
    /// A segment that is full was indexed.
    Indexed {
        /// Its number.
        segment: u64,
        /// The index of its first entry.
        first: u64,
        /// How many entries it has.
        entries: u64,
        /// The root of its index, see [`search`](crate::search).
        root: [u8; 32],
    },
}

/// A signed statement that entries may be gone. Their leaf hashes stay in the log, so that what remains still proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    note: String,
}

impl Retention {
    /// States that the log named by the signer takes away the entries of these ranges, kept for at least `days`.
    ///
    /// `None` if the statement is too long to be signed: take fewer at a time.
    #[must_use]
    pub fn sign(signer: &NoteSigner, ranges: &[Range<u64>], days: u32, at: OffsetDateTime) -> Option<Self> {
        let ranges: Vec<_> = ranges.iter().map(|range| format!("{}-{}", range.start, range.end)).collect();
        let text = format!(
            "phi-audit retention 1\n{}\n{}\nkept for {days} days\ntaken away at {}\n",
            signer.name(),
            ranges.join(","),
            at.unix_timestamp()
        );
        Some(Self { note: signer.sign(&text).ok()? })
    }

    /// The signed text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.note
    }

    /// The ranges, if the statement is by this key and about the log of its name. Each range ends before its end.
    #[must_use]
    pub fn verified(&self, key: &NoteVerifier) -> Option<Vec<Range<u64>>> {
        let text = key.verify(&self.note).ok()?;
        let mut lines = text.lines();
        if lines.next()? != "phi-audit retention 1" || lines.next()? != key.name() {
            return None;
        }
        let range = |text: &str| -> Option<Range<u64>> {
            let (start, end) = text.split_once('-')?;
            Some(start.parse().ok()?..end.parse().ok()?)
        };
        lines.next()?.split(',').map(range).collect()
    }
}

impl Notice {
    /// Whether it stays for good: without it what remains could not be understood.
    pub(crate) const fn is_permanent(&self) -> bool {
        matches!(self, Self::Retention(_) | Self::Continues { .. } | Self::Drained { .. })
    }

    /// The bytes, as the log stores them.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = LEAD.to_vec();
        match self {
            Self::TornTailCut { offset, bytes } => {
                out.push(1);
                out.extend_from_slice(&offset.to_be_bytes());
                out.extend_from_slice(&bytes.to_be_bytes());
            }
            Self::ClockStepped { previous, now, elapsed } => {
                out.push(2);
                out.extend_from_slice(&previous.to_be_bytes());
                out.extend_from_slice(&now.to_be_bytes());
                out.push(u8::from(elapsed.is_some()));
                out.extend_from_slice(&elapsed.unwrap_or(0).to_be_bytes());
            }
            Self::Continues { origin, size, root, reason } => {
                out.push(3);
                text(origin, &mut out);
                out.extend_from_slice(&size.to_be_bytes());
                out.extend_from_slice(root);
                text(reason, &mut out);
            }
            Self::Drained { journal, entries } => {
                out.push(4);
                out.extend_from_slice(journal);
                out.extend_from_slice(&entries.to_be_bytes());
            }
            Self::FurtherSink { name } => {
                out.push(5);
                text(name, &mut out);
            }
            Self::Retention(retention) => {
                out.push(6);
                text(&retention.note, &mut out);
            }
            Self::Indexed { segment, first, entries, root } => {
                out.push(7);
                for number in [segment, first, entries] {
                    out.extend_from_slice(&number.to_be_bytes());
                }
                out.extend_from_slice(root);
            }
        }
        out
    }

    /// Reads a notice; `None` for anything but exactly what [`encode`](Self::encode) writes, events included.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut rest = Rest(bytes.strip_prefix(&LEAD)?);
        let notice = match rest.array::<1>()? {
            [1] => Self::TornTailCut { offset: rest.number()?, bytes: rest.number()? },
            [2] => {
                let (previous, now) = (i128::from_be_bytes(rest.array()?), i128::from_be_bytes(rest.array()?));
                let elapsed = match (rest.array()?, rest.number()?) {
                    ([0], 0) => None,
                    ([1], elapsed) => Some(elapsed),
                    _ => return None,
                };
                Self::ClockStepped { previous, now, elapsed }
            }
            [3] => Self::Continues {
                origin: rest.text()?,
                size: rest.number()?,
                root: rest.array()?,
                reason: rest.text()?,
            },
            [4] => Self::Drained { journal: rest.array()?, entries: rest.number()? },
            [5] => Self::FurtherSink { name: rest.text()? },
            [6] => Self::Retention(Retention { note: rest.text()? }),
            [7] => Self::Indexed {
                segment: rest.number()?,
                first: rest.number()?,
                entries: rest.number()?,
                root: rest.array()?,
            },
            _ => return None,
        };
        rest.0.is_empty().then_some(notice)
    }
}

fn text(text: &str, out: &mut Vec<u8>) {
    // The log refuses entries above 1 MiB.
    out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(text.as_bytes());
}

struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    fn number(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    fn text(&mut self) -> Option<String> {
        let len = usize::try_from(u32::from_be_bytes(self.array()?)).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        core::str::from_utf8(text).ok().map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn notices() -> Vec<Notice> {
        let signer = NoteSigner::new("audit.example/clinic", &[7; 32]).unwrap();
        let retention = Retention::sign(&signer, &[0..5, 7..9], 2192, OffsetDateTime::UNIX_EPOCH).unwrap();
        assert_eq!(retention.verified(signer.verifier()), Some(vec![0..5, 7..9]));
        let other = NoteSigner::new("audit.example/other", &[7; 32]).unwrap();
        assert_eq!(retention.verified(other.verifier()), None);
        vec![
            Notice::TornTailCut { offset: 1, bytes: 2 },
            Notice::ClockStepped { previous: -1, now: i128::MAX, elapsed: None },
            Notice::ClockStepped { previous: 1, now: 2, elapsed: Some(3) },
            Notice::Continues { origin: "a/ü".to_owned(), size: 4, root: [5; 32], reason: "damaged".to_owned() },
            Notice::Drained { journal: [6; 16], entries: 7 },
            Notice::FurtherSink { name: "\u{202e}\0".to_owned() },
            Notice::Retention(retention),
            Notice::Indexed { segment: 1, first: 2, entries: 3, root: [4; 32] },
        ]
    }

    #[test]
    fn what_was_written_is_read_and_nothing_else() {
        for notice in notices() {
            let bytes = notice.encode();
            assert_eq!(Notice::decode(&bytes), Some(notice));
            for end in 0..bytes.len() {
                assert_eq!(Notice::decode(&bytes[..end]), None);
            }
            assert_eq!(Notice::decode(&[&bytes[..], &[0]].concat()), None);
            assert!(crate::event::AuditEvent::decode(&bytes).is_err());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(tail in proptest::collection::vec(any::<u8>(), 0..80)) {
            let bytes = [&LEAD[..], &tail].concat();
            if let Some(notice) = Notice::decode(&bytes) {
                prop_assert_eq!(notice.encode(), bytes, "one form for each notice");
            }
        }
    }
}
