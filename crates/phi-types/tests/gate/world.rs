//! A small world around the gate: a policy that answers what the test says, a recorder that can fail or wait, and a keyring
//! that seals by framing. None of them is fit for anything but watching the gate.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
};

use phi_types::{Actor, ActorId, Assurance, Principal, Request, Role};
use phi_types::{
    AsRecorded, BirthDate, ManualClock, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Purpose, RecordId, RuleId,
    SessionId, SubjectId, TenantId, Text, Zip,
    gate::{
        AccessEntry, AccessRequest, Ask, AuditRef, AuditUnavailable, Authorize, Brand, Decision, Denial, DenyReason,
        EntryEvent, Epoch, Gate, GateSeed, Grant, Obligation, Outcome, PendingReceipt, Permit, PolicyDigest, Receipt,
        Recorder, Writes,
    },
    port::{
        AmendContext, Keyring, OpenContext, OpenError, OpenedFields, PlainField, RowContext, SealContext, SealError,
    },
    record::{FieldMask, FieldSpec, SealedRecord},
};
use time::{OffsetDateTime, macros::datetime};

pub(crate) const START: OffsetDateTime = datetime!(2026-03-01 08:00 UTC);

#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub(crate) struct Patient {
    #[phi(subject)]
    pub(crate) subject: SubjectId,
    #[phi(mrn)]
    pub(crate) mrn: Mrn,
    #[phi(name)]
    pub(crate) name: PersonName,
    #[phi(date, birth)]
    pub(crate) born: Option<BirthDate>,
    #[phi(zip)]
    pub(crate) zip: AsRecorded<Zip>,
    #[phi(clinical, pad)]
    pub(crate) allergies: Vec<Phi<Text>>,
    #[phi(free_text)]
    pub(crate) note: Phi<Text>,
    #[phi(clinical, label = "HIV", pad)]
    pub(crate) serology: Option<Phi<Text>>,
    #[phi(not_phi = "optimistic-lock counter")]
    pub(crate) revision: u64,
}

pub(crate) fn patient(subject: SubjectId) -> Patient {
    Patient {
        subject,
        mrn: Mrn::parse("MRN-000-17").unwrap(),
        name: PersonName::parse("Testpatient, Ana").unwrap(),
        born: Some(BirthDate::parse("1961-06-15").unwrap()),
        zip: AsRecorded::new("00001"),
        allergies: vec![Phi::from("penicillin"), Phi::from("latex")],
        note: Phi::from("fell on ice"),
        serology: None,
        revision: 7,
    }
}

pub(crate) struct Who {
    pub(crate) tenant: TenantId,
    pub(crate) actor: Actor,
    pub(crate) session: SessionId,
    pub(crate) roles: Option<Arc<[Role]>>,
    pub(crate) assurance: Option<Assurance>,
    pub(crate) request: Option<Arc<Request>>,
}

pub(crate) fn who(tenant: &str) -> Who {
    Who {
        tenant: TenantId::new(tenant).unwrap(),
        actor: Actor::Human(ActorId::new("n.nurse").unwrap()),
        session: SessionId::from_bytes([9; 16]),
        roles: None,
        assurance: None,
        request: None,
    }
}

impl Principal for Who {
    fn tenant(&self) -> &TenantId {
        &self.tenant
    }
    fn actor(&self) -> &Actor {
        &self.actor
    }
    fn session(&self) -> SessionId {
        self.session
    }
    fn roles(&self) -> Option<&Arc<[Role]>> {
        self.roles.as_ref()
    }
    fn assurance(&self) -> Option<Assurance> {
        self.assurance
    }
    fn request(&self) -> Option<&Arc<Request>> {
        self.request.as_ref()
    }
}

type Answer = Box<dyn Fn(&AccessRequest<'_>) -> Decision + Send + Sync>;

/// Answers as the test says.
pub(crate) struct Says {
    pub(crate) answer: Answer,
    pub(crate) epoch: Epoch,
}

impl Authorize for Says {
    type Who = Who;
    fn authorize(&self, _: &Who, request: &AccessRequest<'_>) -> Decision {
        (self.answer)(request)
    }
    fn epoch(&self) -> &Epoch {
        &self.epoch
    }
}

pub(crate) fn permit(fields: FieldMask, obligations: Vec<Obligation>) -> Decision {
    Decision::Permit(Permit {
        fields,
        rule: RuleId::new("test-rule").unwrap(),
        policy: PolicyDigest::new([7; 32]),
        until: None,
        obligations,
        emergency: false,
        evidence: None,
    })
}

pub(crate) fn deny(reason: DenyReason) -> Decision {
    Decision::Deny(Denial { rule: None, policy: PolicyDigest::new([7; 32]), reason })
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) tenant: String,
    pub(crate) subject: Option<SubjectId>,
    pub(crate) action: &'static str,
    pub(crate) what: String,
    pub(crate) fields: Vec<&'static str>,
    pub(crate) at: OffsetDateTime,
    pub(crate) roles: Vec<Role>,
    pub(crate) assurance: Option<Assurance>,
    pub(crate) request: Option<Request>,
}

/// Keeps what it is given; fails or waits when told to.
#[derive(Clone, Default)]
pub(crate) struct Log {
    pub(crate) seen: Arc<Mutex<Vec<Seen>>>,
    pub(crate) submissions: Arc<Mutex<Vec<usize>>>,
    pub(crate) broken: Arc<AtomicBool>,
    pub(crate) slow: Arc<AtomicBool>,
    pub(crate) settle: Arc<AtomicBool>,
}

impl Log {
    pub(crate) fn entries(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Recorder for Log {
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        if self.broken.load(Ordering::SeqCst) {
            return Receipt::Done(Err(AuditUnavailable));
        }
        let mut seen = self.seen.lock().unwrap();
        let first = AuditRef { log: [1; 16], index: seen.len() as u64 };
        for entry in entries {
            let (what, fields) = match entry.event {
                EntryEvent::Permitted { fields, .. } => ("permitted".to_owned(), fields),
                EntryEvent::Denied { reason, .. } => (format!("denied: {}", reason.code()), FieldMask::EMPTY),
                EntryEvent::Ended { outcome, uses, .. } => {
                    (format!("{} after {uses}", outcome.code()), FieldMask::EMPTY)
                }
                EntryEvent::Discharged { duty, .. } => (format!("discharged {}", duty.code()), FieldMask::EMPTY),
                _ => ("other".to_owned(), FieldMask::EMPTY),
            };
            seen.push(Seen {
                tenant: entry.tenant.as_str().to_owned(),
                subject: entry.subject,
                action: entry.action.code(),
                what,
                fields: entry.schema.map(|schema| schema.names(fields).collect()).unwrap_or_default(),
                at: entry.at,
                roles: entry.roles.to_vec(),
                assurance: entry.assurance,
                request: entry.request.cloned(),
            });
        }
        self.submissions.lock().unwrap().push(entries.len());
        if self.slow.load(Ordering::SeqCst) {
            return Receipt::Pending(Box::pin(Waits { settle: Arc::clone(&self.settle), first }));
        }
        Receipt::Done(Ok(first))
    }
}

struct Waits {
    settle: Arc<AtomicBool>,
    first: AuditRef,
}

impl Future for Waits {
    type Output = Result<AuditRef, AuditUnavailable>;
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        if self.settle.load(Ordering::SeqCst) { Poll::Ready(Ok(self.first)) } else { Poll::Pending }
    }
}

impl PendingReceipt for Waits {
    fn wait(self: Pin<Box<Self>>) -> Result<AuditRef, AuditUnavailable> {
        while !self.settle.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        Ok(self.first)
    }
}

/// Frames fields beside their associated data and refuses any other.
pub(crate) struct Frames(pub(crate) Brand);

impl Keyring for Frames {
    fn brand(&self) -> Brand {
        self.0
    }

    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        let mut out = Vec::new();
        for field in fields {
            frame(&mut out, context.row(), field.spec(), field.bytes());
        }
        Ok(out)
    }

    fn open_row(&self, context: &OpenContext<'_>, row: &[u8]) -> Result<OpenedFields, OpenError> {
        let mut opened = unframe(context.row(), row).ok_or(OpenError::Refused)?;
        opened.retain(|position| context.fields().contains(position));
        Ok(opened)
    }

    fn amend_row(
        &self,
        context: &AmendContext<'_>,
        row: &[u8],
        fields: &[PlainField<'_>],
    ) -> Result<Vec<u8>, SealError> {
        let mut out = self.seal_row(context.new_row(), fields)?;
        for (position, bytes) in unframe(context.old(), row).ok_or(SealError::Refused)?.iter() {
            if fields.iter().all(|field| field.position() != position) {
                let new = context.new_row().row();
                frame(&mut out, new, &new.schema().fields[position], bytes);
            }
        }
        Ok(out)
    }
}

fn frame(out: &mut Vec<u8>, row: &RowContext<'_>, spec: &FieldSpec, bytes: &[u8]) {
    let bound = row.associated_data(&row.version().to_be_bytes(), spec);
    for part in [&spec.id.to_be_bytes()[..], &bound, bytes] {
        out.extend_from_slice(&u32::try_from(part.len()).unwrap().to_be_bytes());
        out.extend_from_slice(part);
    }
}

fn unframe(row: &RowContext<'_>, bytes: &[u8]) -> Option<OpenedFields> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let (part, behind) = behind.split_at(u32::from_be_bytes(*length) as usize);
        parts.push(part);
        rest = behind;
    }
    let mut opened = OpenedFields::new();
    for field in parts.chunks_exact(3) {
        let (position, spec) = row.schema().by_id(u32::from_be_bytes(field[0].try_into().ok()?))?;
        if row.associated_data(&row.version().to_be_bytes(), spec) != field[1] {
            return None;
        }
        opened.push(position, field[2]);
    }
    Some(opened)
}

pub(crate) struct World {
    pub(crate) gate: Gate<Says, Log>,
    pub(crate) keys: Frames,
    pub(crate) log: Log,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) who: Who,
    pub(crate) subject: SubjectId,
}

pub(crate) fn world(answer: impl Fn(&AccessRequest<'_>) -> Decision + Send + Sync + 'static) -> World {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let (keys, log, clock) = (Frames(seed.brand()), Log::default(), Arc::new(ManualClock::at(START)));
    let says = Says { answer: Box::new(answer), epoch: Epoch::new() };
    let gate = Gate::new(seed, says, log.clone(), Arc::clone(&clock));
    World { gate, keys, log, clock, who: who("north"), subject: SubjectId::random(&OsEntropy).unwrap() }
}

impl World {
    pub(crate) fn everything() -> Self {
        world(|request| permit(request.fields, Vec::new()))
    }

    pub(crate) fn ask(&self) -> Ask<Patient> {
        Ask::about(self.subject, Purpose::Treatment)
    }

    pub(crate) fn may_write(&self) -> Grant<Patient, Writes> {
        self.gate.create_blocking(&self.who, self.ask()).unwrap()
    }

    pub(crate) fn row(&self) -> SealedRecord<Patient> {
        let grant = self.may_write();
        let row = grant.seal(&patient(self.subject), RecordId::from_bytes([3; 16]), 1, &self.keys).unwrap();
        grant.finish(Outcome::Completed).wait().unwrap();
        row
    }
}

/// Polls a future once.
pub(crate) fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}
