//! A policy, a journal and a keyring, each as small as the ports allow. None is fit for anything but this test.

use std::sync::{Arc, Mutex};

use hipaa::types::{
    Actor, ActorId, Principal, RuleId, SessionId, TenantId,
    gate::{
        AccessEntry, AccessRequest, AuditRef, Authorize, Brand, Decision, Denial, DenyReason, EntryEvent, Epoch,
        Permit, PolicyDigest, Receipt, Recorder,
    },
    port::{AmendContext, Keyring, OpenContext, OpenError, OpenedFields, PlainField, SealContext, SealError},
    record::Schema,
};

pub(crate) struct Clerk {
    tenant: TenantId,
    actor: Actor,
}

impl Clerk {
    pub(crate) fn new(name: &str) -> Self {
        Self { tenant: TenantId::new("north").unwrap(), actor: Actor::Human(ActorId::new(name).unwrap()) }
    }
}

impl Principal for Clerk {
    fn tenant(&self) -> &TenantId {
        &self.tenant
    }
    fn actor(&self) -> &Actor {
        &self.actor
    }
    fn session(&self) -> SessionId {
        SessionId::from_bytes([9; 16])
    }
}

/// Permits one action, or all.
pub(crate) struct Permits {
    only: Option<&'static str>,
    epoch: Epoch,
}

impl Permits {
    pub(crate) fn all() -> Self {
        Self { only: None, epoch: Epoch::new() }
    }
    pub(crate) fn only(action: &'static str) -> Self {
        Self { only: Some(action), epoch: Epoch::new() }
    }
}

impl Authorize for Permits {
    type Who = Clerk;

    fn authorize(&self, _: &Clerk, request: &AccessRequest<'_>) -> Decision {
        let policy = PolicyDigest::new([7; 32]);
        if self.only.is_some_and(|only| only != request.action.code()) {
            return Decision::Deny(Denial { rule: None, policy, reason: DenyReason::NoRule });
        }
        Decision::Permit(Permit {
            fields: request.fields,
            rule: RuleId::new("toy").unwrap(),
            policy,
            until: None,
            obligations: Vec::new(),
            emergency: false,
            evidence: None,
        })
    }

    fn epoch(&self) -> &Epoch {
        &self.epoch
    }
}

/// Writes a line for each entry.
#[derive(Clone, Default)]
pub(crate) struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Recorder for Journal {
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        let mut lines = self.0.lock().unwrap();
        let first = AuditRef { log: [1; 16], index: lines.len() as u64 };
        for entry in entries {
            let what = match entry.event {
                EntryEvent::Permitted { fields, .. } => {
                    let names = entry.schema.into_iter().flat_map(|schema| schema.names(fields));
                    format!("permitted: {}", names.collect::<Vec<_>>().join(" "))
                }
                EntryEvent::Denied { reason, .. } => format!("denied: {}", reason.code()),
                EntryEvent::Ended { outcome, .. } => outcome.code().to_owned(),
                _ => "other".to_owned(),
            };
            lines.push(format!("{} {what}", entry.action.code()));
        }
        Receipt::Done(Ok(first))
    }
}

/// Masks each field with a byte, behind its number and length.
pub(crate) struct Masked(pub(crate) Brand);

const MASK: u8 = 0xA5;

fn write(out: &mut Vec<u8>, id: u32, bytes: &[u8]) {
    out.extend(id.to_be_bytes());
    out.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
    out.extend(bytes.iter().map(|byte| byte ^ MASK));
}

fn read(schema: &Schema, mut row: &[u8]) -> Option<OpenedFields> {
    let mut fields = OpenedFields::new();
    while let Some((id, rest)) = row.split_first_chunk::<4>() {
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (bytes, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        let (position, _) = schema.by_id(u32::from_be_bytes(*id))?;
        fields.push(position, &bytes.iter().map(|byte| byte ^ MASK).collect::<Vec<u8>>());
        row = rest;
    }
    Some(fields)
}

impl Keyring for Masked {
    fn brand(&self) -> Brand {
        self.0
    }

    fn seal_row(&self, _: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        let mut out = Vec::new();
        for field in fields {
            write(&mut out, field.spec().id, field.bytes());
        }
        Ok(out)
    }

    fn open_row(&self, context: &OpenContext<'_>, row: &[u8]) -> Result<OpenedFields, OpenError> {
        let mut fields = read(context.row().schema(), row).ok_or(OpenError::Refused)?;
        fields.retain(|position| context.fields().contains(position));
        Ok(fields)
    }

    fn amend_row(
        &self,
        context: &AmendContext<'_>,
        row: &[u8],
        fields: &[PlainField<'_>],
    ) -> Result<Vec<u8>, SealError> {
        let new = context.new_row();
        let mut out = self.seal_row(new, fields)?;
        for (position, bytes) in read(context.old().schema(), row).ok_or(SealError::Refused)?.iter() {
            if fields.iter().all(|field| field.position() != position) {
                write(&mut out, new.row().schema().fields[position].id, bytes);
            }
        }
        Ok(out)
    }
}
