//! A gate that permits everything and remembers nothing, so that what stands behind it alone is measured or tried. Shared by benches and fuzz
//! targets, and fit for nothing else.

use phi_types::{
    Actor, ActorId, InvalidName, Principal, RuleId, SessionId, TenantId,
    gate::{
        AccessEntry, AccessRequest, AuditRef, Authorize, Decision, Denial, DenyReason, Epoch, Permit, PolicyDigest,
        Receipt, Recorder,
    },
};

pub(crate) struct Everything(pub(crate) Epoch);

impl Authorize for Everything {
    type Who = Who;
    fn authorize(&self, _: &Who, request: &AccessRequest<'_>) -> Decision {
        let policy = PolicyDigest::new([0; 32]);
        let Ok(rule) = RuleId::new("everything") else {
            return Decision::Deny(Denial { rule: None, policy, reason: DenyReason::NoRule });
        };
        Decision::Permit(Permit {
            fields: request.fields,
            rule,
            policy,
            until: None,
            obligations: Vec::new(),
            emergency: false,
            evidence: None,
        })
    }
    fn epoch(&self) -> &Epoch {
        &self.0
    }
}

pub(crate) struct Takes;

impl Recorder for Takes {
    fn submit(&self, _: &[AccessEntry<'_>]) -> Receipt {
        Receipt::Done(Ok(AuditRef { log: [0; 16], index: 0 }))
    }
}

pub(crate) struct Who(TenantId, Actor);

impl Who {
    pub(crate) fn somebody() -> Result<Self, InvalidName> {
        Ok(Self(TenantId::new("north")?, Actor::Human(ActorId::new("u.user")?)))
    }
}

impl Principal for Who {
    fn tenant(&self) -> &TenantId {
        &self.0
    }
    fn actor(&self) -> &Actor {
        &self.1
    }
    fn session(&self) -> SessionId {
        SessionId::from_bytes([1; 16])
    }
}
