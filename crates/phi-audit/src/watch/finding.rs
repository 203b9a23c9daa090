//! What a detector found, and on what grounds.

use core::fmt;

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::keep::{Keep, kept};
use super::rule::{Innocent, Rule, Severity};
use crate::pseudonym::SubjectPseudonym;

/// How many entries a finding names; [`Finding::entries`] says how many there were.
pub const EVIDENCE: usize = 32;

/// Something that a person should look at, with the grounds for it. It accuses nobody.
///
/// It holds no PHI beyond what the log holds: pseudonyms, actors, indices.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How soon somebody should look.
    pub severity: Severity,
    /// The person or service, if it is about one.
    pub actor: Option<String>,
    /// The subjects, the first [`EVIDENCE`] of them.
    pub subjects: Vec<SubjectPseudonym>,
    /// The time of the first entry, in seconds since 1970.
    pub from: i64,
    /// The time of the last entry.
    pub to: i64,
    /// Indices of entries in the log, in order: the first of them, [`EVIDENCE`] at most.
    pub evidence: Vec<u64>,
    /// How many entries there were in all.
    pub entries: u64,
    /// Why, in a sentence of figures, without anything about a person.
    pub explanation: String,
    /// Other rules that would have applied.
    pub also: Vec<Rule>,
    /// The innocent explanations that were looked at and did not hold.
    pub ruled_out: Vec<Innocent>,
}

kept!(Finding { rule, severity, actor, subjects, from, to, evidence, entries, explanation, also, ruled_out });

impl Finding {
    /// The id: a digest of what was found. The same log gives the same id, so a finding that turns up again is known.
    #[must_use]
    pub fn id(&self) -> FindingId {
        let mut hash = Sha256::new();
        hash.update(b"phi-audit finding 1");
        hash.update(self.to_bytes());
        FindingId(hash.finalize().first_chunk().copied().unwrap_or_default())
    }

    /// The bytes, to be kept.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        self.keep(&mut out);
        out
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote, and nothing else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, mut rest) = bytes.split_first()?;
        let finding = Self::back(&mut rest)?;
        (*version == VERSION && rest.is_empty()).then_some(finding)
    }

    /// The time of the first entry.
    #[must_use]
    pub fn began(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.from).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

const VERSION: u8 = 1;

/// One line: `high household by n.nurse about 0a1b2c3d4e5f: … (entries 17 19 23)`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.severity, self.rule)?;
        if let Some(actor) = &self.actor {
            // An actor's id comes from outside; a line break in it would forge a line.
            write!(f, " by {}", actor.escape_debug())?;
        }
        if let Some(subject) = self.subjects.first() {
            write!(f, " about {subject}")?;
        }
        if self.subjects.len() > 1 {
            f.write_str(" and others")?;
        }
        write!(f, ": {} (", self.explanation)?;
        f.write_str(if self.entries == 1 { "entry" } else { "entries" })?;
        self.evidence.iter().try_for_each(|index| write!(f, " {index}"))?;
        if self.entries > self.evidence.len() as u64 {
            f.write_str(" …")?;
        }
        f.write_str(")")
    }
}

/// The id of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId([u8; 16]);

impl FindingId {
    /// An id that was kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

/// In hexadecimal.
impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
