//! What the index holds of an entry, and under which keys it is found.

use phi_types::{ActorId, TenantId};
use sha2::{Digest as _, Sha256};

use crate::event::{AuditEvent, Stage};
use crate::pseudonym::SubjectPseudonym;

pub(super) const KEY_LEN: usize = 18;
pub(super) const ROW_LEN: usize = 16;

/// Under which an entry is found: a pseudonym with its version, or the digest of a user's name with version zero. The bytes in
/// front are spread evenly, so that they choose a bucket.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key(pub(super) [u8; KEY_LEN]);

impl Key {
    pub(super) fn of_patient(patient: SubjectPseudonym) -> Self {
        Self::new(patient.to_bytes(), patient.version())
    }

    pub(super) fn of_user(tenant: &TenantId, user: &ActorId) -> Self {
        let mut hasher = Sha256::new_with_prefix(b"phi-audit user 1");
        for name in [tenant.as_str(), user.as_str()] {
            hasher.update((name.len() as u64).to_be_bytes());
            hasher.update(name.as_bytes());
        }
        let digest: [u8; 32] = hasher.finalize().into();
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = from;
        }
        Self::new(bytes, 0)
    }

    fn new(bytes: [u8; 16], version: u16) -> Self {
        let mut key = [0; KEY_LEN];
        for (to, from) in key.iter_mut().zip(bytes.into_iter().chain(version.to_be_bytes())) {
            *to = from;
        }
        Self(key)
    }

    pub(super) const fn bucket(&self) -> u8 {
        let [first, ..] = self.0;
        first
    }

    /// Two numbers for a filter.
    pub(super) fn spread(&self) -> (u64, u64) {
        let (one, rest) = self.0.split_first_chunk().unwrap_or((&[0; 8], &[]));
        let two = rest.first_chunk().unwrap_or(&[0; 8]);
        (u64::from_be_bytes(*one), u64::from_be_bytes(*two) | 1)
    }
}

/// What an entry is, in sixteen bytes: enough to leave out most of those that are not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// When it was recorded, in whole seconds since 1970, rounded down.
    pub(super) at: i64,
    /// Where it stands in its segment.
    pub(super) offset: u32,
    /// Zero: the entry is no event.
    pub(super) kind: u8,
    pub(super) outcome: u8,
    pub(super) stage: u8,
    pub(super) break_glass: bool,
}

impl Row {
    pub(super) const fn blank(offset: u32) -> Self {
        Self { at: 0, offset, kind: 0, outcome: 0, stage: 0, break_glass: false }
    }

    pub(super) fn of(event: &AuditEvent, offset: u32) -> Self {
        let stage = match event.stage {
            Stage::Done => 1,
            Stage::Denied => 2,
            Stage::Ended { .. } => 3,
            Stage::Discharged { .. } => 4,
        };
        Self {
            at: event.recorded.unix_timestamp(),
            offset,
            kind: event.kind.byte(),
            outcome: event.outcome.number(),
            stage,
            break_glass: event.is_break_glass(),
        }
    }

    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.at.to_be_bytes());
        out.extend_from_slice(&self.offset.to_be_bytes());
        out.extend_from_slice(&[self.kind, self.outcome, self.stage, u8::from(self.break_glass)]);
    }

    pub(super) fn decode(bytes: &[u8; ROW_LEN]) -> Option<Self> {
        let (at, rest) = bytes.split_first_chunk()?;
        let (offset, rest) = rest.split_first_chunk()?;
        let [kind, outcome, stage, flag] = rest else { return None };
        let break_glass = match flag {
            0 => false,
            1 => true,
            _ => return None,
        };
        let (at, offset) = (i64::from_be_bytes(*at), u32::from_be_bytes(*offset));
        Some(Self { at, offset, kind: *kind, outcome: *outcome, stage: *stage, break_glass })
    }
}

/// Under which keys an event is found: about whom it is, and who took part.
pub(super) fn keys(event: &AuditEvent) -> (Option<Key>, impl Iterator<Item = Key>) {
    let users = [Some(&event.actor), event.on_behalf_of.as_ref()];
    let users = users.map(|agent| agent.map(|agent| Key::of_user(&event.tenant, &agent.who)));
    (event.patient.map(Key::of_patient), users.into_iter().flatten())
}

impl Row {
    /// Whether the entry may be asked for.
    pub(super) fn may_answer(&self, query: &super::Query) -> bool {
        self.kind != 0
            && query.seconds().is_none_or(|(from, to)| self.at >= from && self.at <= to)
            && (query.kinds.is_empty() || query.kinds.iter().any(|kind| kind.byte() == self.kind))
            && (query.outcomes.is_empty() || query.outcomes.iter().any(|outcome| outcome.number() == self.outcome))
            && query.break_glass.is_none_or(|wanted| wanted == self.break_glass)
            && query.denied.is_none_or(|wanted| wanted == (self.stage == 2))
    }
}
