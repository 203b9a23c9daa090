//! Who gets a grant, when, and for how long.

use std::{
    pin::pin,
    sync::{Arc, atomic::Ordering::SeqCst},
    task::Poll,
};

use phi_types::{
    Action, Assurance, Network, OsEntropy, Phi, Purpose, RecordId, Request, RequestId, Role, SubjectId, TenantId,
    gate::{
        Administration, Ask, Brand, DenyReason, Duty, Gate, GateSeed, GrantError, NotDischarged, Obligation, Outcome,
        Refused, Stage, Stale,
    },
    port::{AmendContext, Keyring, OpenContext, OpenError, OpenedFields, PlainField, SealContext, SealError},
    record::{FieldMask, FieldSet, SealedRecord},
};
use time::Duration;

use crate::world::{Frames, Patient, PatientPatch, START, World, deny, patient, permit, poll_once, who, world};

#[test]
fn the_entry_is_there_before_the_grant() {
    let world = World::everything();
    world.log.slow.store(true, SeqCst);
    let mut asking = pin!(world.gate.read(&world.who, world.ask()));
    assert!(poll_once(asking.as_mut()).is_pending());
    assert_eq!(world.log.entries().len(), 1, "submitted");
    assert!(poll_once(asking.as_mut()).is_pending(), "no grant while the entry is not durable");
    world.log.settle.store(true, SeqCst);
    assert!(matches!(poll_once(asking.as_mut()), Poll::Ready(Ok(_))));
}

#[test]
fn a_future_that_is_dropped_leaves_an_entry_and_no_grant() {
    let world = World::everything();
    world.log.slow.store(true, SeqCst);
    {
        let mut asking = pin!(world.gate.read(&world.who, world.ask()));
        assert!(poll_once(asking.as_mut()).is_pending());
    }
    // One entry, and none of an ended grant: there never was one.
    let seen: Vec<_> = world.log.entries().into_iter().map(|entry| entry.what).collect();
    assert_eq!(seen, ["permitted"]);
    // A future that is never polled does nothing at all.
    drop(world.gate.read(&world.who, world.ask()));
    assert_eq!(world.log.entries().len(), 1);
}

#[test]
fn asking_can_be_spawned_on_any_executor() {
    fn is_send<T: Send>(_: T) {}
    fn is_shared<T: Send + Sync>(_: &T) {}
    let world = World::everything();
    is_send(world.gate.read(&world.who, world.ask()));
    is_send(world.gate.list::<Patient>(&world.who, Purpose::Treatment, FieldSet::ALL));
    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    is_shared(&grant);
    is_shared(&world.gate);
}

#[test]
fn blocking_and_awaiting_give_the_same() {
    let world = World::everything();
    world.log.slow.store(true, SeqCst);
    world.log.settle.store(true, SeqCst);
    assert!(world.gate.read_blocking(&world.who, world.ask()).is_ok());
}

#[test]
fn a_recorder_that_fails_refuses_everything() {
    let world = World::everything();
    world.log.broken.store(true, SeqCst);
    assert_eq!(world.gate.read_blocking(&world.who, world.ask()).unwrap_err(), Refused::AuditUnavailable);
    let denies = crate::world::world(|_| deny(DenyReason::OtherTenant));
    denies.log.broken.store(true, SeqCst);
    assert_eq!(denies.gate.read_blocking(&denies.who, denies.ask()).unwrap_err(), Refused::AuditUnavailable);
}

#[test]
fn not_yours_and_not_there_are_one_answer_by_one_path() {
    let mut trails = Vec::new();
    for reason in [DenyReason::OtherTenant, DenyReason::UnknownSubject, DenyReason::NoRelationship] {
        let world = world(move |_| deny(reason));
        let refused = world.gate.read_blocking(&world.who, world.ask()).unwrap_err();
        assert_eq!((refused, refused.to_string().as_str()), (Refused::NotFound, "not found"));
        assert_eq!(world.log.entries()[0].what, format!("denied: {}", reason.code()), "the log keeps the true reason");
        trails.push(world.log.submissions.lock().unwrap().clone());
    }
    assert!(trails.iter().all(|trail| *trail == [1]), "one durable write each");

    let empty = World::everything();
    let grant = empty.gate.read_blocking(&empty.who, empty.ask()).unwrap();
    assert_eq!(grant.not_found(), Refused::NotFound, "the store has no row: the same value");
}

#[test]
fn whatever_depends_on_the_asker_alone_may_be_said() {
    for reason in [DenyReason::NoRule, DenyReason::Forbidden, DenyReason::Session] {
        let world = world(move |_| deny(reason));
        assert_eq!(world.gate.read_blocking(&world.who, world.ask()).unwrap_err(), Refused::NotPermitted);
    }
}

#[test]
fn actor_and_tenant_come_from_the_principal() {
    let world = world(|request| {
        assert_eq!((request.tenant.as_str(), request.actor.id().as_str()), ("north", "n.nurse"));
        permit(request.fields, Vec::new())
    });
    drop(world.gate.read_blocking(&world.who, world.ask()));
    assert_eq!(world.log.entries()[0].tenant, "north");
    assert_ne!(TenantId::new("north").unwrap(), who("south").tenant);
}

#[test]
fn each_entry_says_in_which_roles_how_strongly_authenticated_and_in_which_request() {
    let obligation = Obligation { duty: Duty::Watermark, stage: Stage::Before };
    let mut world = world(move |request| match request.action {
        Action::Update => deny(DenyReason::NoRule),
        _ => permit(request.fields, vec![obligation]),
    });
    let network = Network::behind("192.0.2.1".parse().unwrap(), &["192.0.2.7".parse().unwrap()], |_| true);
    let request = Request::new(RequestId::from_bytes([5; 16])).from(network);
    world.who.roles = Some([Role::new("nurse"), Role::new("charge nurse")].into());
    world.who.assurance = Some(Assurance::Aal2);
    world.who.request = Some(Arc::new(request.clone()));

    let mut grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    grant.discharge_blocking(Duty::Watermark).unwrap();
    drop(grant);
    assert!(world.gate.update_blocking(&world.who, world.ask()).is_err());
    let mut list = world.gate.list_blocking::<Patient>(&world.who, Purpose::Treatment, FieldSet::ALL).unwrap();
    list.discharge_blocking(Duty::Watermark).unwrap();
    drop(list.batch_blocking(&[world.subject]).unwrap());
    drop(list);
    let act = Administration::ShredSubject(world.subject);
    drop(world.gate.administer_blocking(&world.who, act, Phi::from("asked for")).unwrap());

    let entries = world.log.entries();
    assert_eq!(
        entries.len(),
        11,
        "a read, its duty and end; a denial; a list, its duty, a patient, two ends; an act, its end"
    );
    for seen in entries {
        let names: Vec<_> = seen.roles.iter().map(Role::name).collect();
        assert_eq!((names, seen.assurance), (vec!["nurse", "charge nurse"], Some(Assurance::Aal2)), "{}", seen.what);
        assert_eq!(seen.request.as_ref(), Some(&request), "{}", seen.what);
    }
    // A principal of a host that has no word for it says nothing, and is recorded so.
    let plain = World::everything();
    drop(plain.gate.read_blocking(&plain.who, plain.ask()));
    assert!(plain.log.entries().iter().all(|seen| seen.roles.is_empty() && seen.request.is_none()));
}

#[test]
fn a_policy_that_grants_more_than_was_asked_is_cut() {
    let world = world(|request| permit(request.record.unwrap().schema().all(), Vec::new()));
    let grant = world.gate.read_blocking(&world.who, world.ask().only(Patient::NAME | Patient::ZIP)).unwrap();
    assert_eq!(grant.fields(), (Patient::NAME | Patient::ZIP).mask());
    assert_eq!(grant.policy().as_bytes(), &[7; 32]);
    let beyond = crate::world::world(|_| permit(FieldMask::at(100), Vec::new()));
    assert_eq!(beyond.gate.read_blocking(&beyond.who, beyond.ask()).unwrap_err(), Refused::NotPermitted);
    assert_eq!(beyond.log.entries()[0].what, "denied: no-fields");
}

#[test]
fn a_grant_ends_at_its_time_at_once_when_revoked_and_when_the_clock_steps_back() {
    let world = World::everything();
    let row = world.row();
    let show = |grant: &phi_types::gate::Grant<Patient, _>| grant.reveal(&row, &world.keys, |_| ());

    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    world.clock.advance(Duration::minutes(5) - Duration::SECOND);
    assert_eq!(show(&grant), Ok(()));
    world.clock.advance(Duration::SECOND);
    assert_eq!(show(&grant), Err(GrantError::Stale(Stale::Expired)), "the end is not part of the time");

    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    world.clock.advance(-Duration::HOUR);
    assert_eq!(show(&grant), Err(GrantError::Stale(Stale::ClockStepped)));

    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    world.gate.authorizer().epoch.advance();
    assert_eq!(show(&grant), Err(GrantError::Stale(Stale::Revoked)));
    world.clock.advance(Duration::days(3650));
    assert_eq!(show(&grant), Err(GrantError::Stale(Stale::Expired)));
}

#[test]
fn what_is_revoked_while_the_policy_thinks_is_revoked() {
    let epoch = phi_types::gate::Epoch::new();
    let inside = epoch.clone();
    let mut world = world(|_| deny(DenyReason::NoRule));
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    world.keys = Frames(seed.brand());
    let says = crate::world::Says {
        answer: Box::new(move |request| {
            inside.advance();
            permit(request.fields, Vec::new())
        }),
        epoch,
    };
    world.gate = Gate::new(seed, says, world.log.clone(), std::sync::Arc::clone(&world.clock));
    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    let row = SealedRecord::from_stored(world.subject, RecordId::from_bytes([3; 16]), 1, Vec::new());
    assert_eq!(grant.reveal(&row, &world.keys, |_| ()), Err(GrantError::Stale(Stale::Revoked)));
}

/// Something happens while a row is being opened.
struct Meanwhile<'a> {
    keys: &'a Frames,
    happens: &'a (dyn Fn() + Send + Sync),
    promptly: bool,
}

impl Keyring for Meanwhile<'_> {
    fn brand(&self) -> Brand {
        self.keys.brand()
    }
    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        self.keys.seal_row(context, fields)
    }
    fn open_row(&self, context: &OpenContext<'_>, row: &[u8]) -> Result<OpenedFields, OpenError> {
        let opened = self.keys.open_row(context, row)?;
        (self.happens)();
        Ok(if self.promptly { opened.opened_promptly() } else { opened })
    }
    fn amend_row(&self, _: &AmendContext<'_>, _: &[u8], _: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        Err(SealError::Refused)
    }
}

#[test]
fn a_grant_is_asked_for_again_after_opening_and_the_clock_unless_opening_was_prompt() {
    for promptly in [false, true] {
        let world = World::everything();
        let row = world.row();
        let show = |happens: &(dyn Fn() + Send + Sync)| {
            let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
            grant.reveal(&row, &Meanwhile { keys: &world.keys, happens, promptly }, |_| ())
        };
        assert_eq!(show(&|| ()), Ok(()));
        let revoked = show(&|| world.gate.authorizer().epoch.advance());
        assert_eq!(revoked, Err(GrantError::Stale(Stale::Revoked)), "whatever the keyring says");
        let late = show(&|| world.clock.advance(Duration::HOUR));
        assert_eq!(late, if promptly { Ok(()) } else { Err(GrantError::Stale(Stale::Expired)) });
    }
}

#[test]
fn no_grant_is_longer_than_the_longest() {
    let world = World::everything();
    let gate = world.gate.with_grant_lifetime(Duration::days(400));
    let grant = gate.read_blocking(&world.who, Ask::<Patient>::about(world.subject, Purpose::Treatment)).unwrap();
    assert_eq!(grant.until(), START + Duration::minutes(15));
    let none = gate.with_grant_lifetime(Duration::ZERO);
    assert!(none.read_blocking(&world.who, Ask::<Patient>::about(world.subject, Purpose::Treatment)).is_err());
}

#[test]
fn another_subjects_row_cannot_be_shown() {
    let world = World::everything();
    let row = world.row();
    let other = SubjectId::random(&OsEntropy).unwrap();
    let grant = world.gate.read_blocking(&world.who, Ask::<Patient>::about(other, Purpose::Treatment)).unwrap();
    assert_eq!(grant.reveal(&row, &world.keys, |_| ()), Err(GrantError::OtherSubject));
    // Relabelling the row does not help: the keyring binds the subject.
    let moved = SealedRecord::from_stored(other, row.record(), row.version(), row.as_bytes().to_vec());
    assert!(matches!(grant.reveal(&moved, &world.keys, |_| ()), Err(GrantError::Open(_))));
}

#[test]
fn a_second_gate_with_a_laxer_policy_opens_nothing() {
    let world = World::everything();
    let row = world.row();
    let lax = World::everything();
    let grant = lax.gate.read_blocking(&lax.who, Ask::<Patient>::about(world.subject, Purpose::Treatment)).unwrap();
    assert_eq!(grant.reveal(&row, &world.keys, |_| ()), Err(GrantError::ForeignGate));
    let writes = lax.gate.create_blocking(&lax.who, Ask::about(world.subject, Purpose::Treatment)).unwrap();
    let sealed = writes.seal(&patient(world.subject), RecordId::from_bytes([3; 16]), 1, &world.keys);
    assert_eq!(sealed.unwrap_err(), GrantError::ForeignGate);
}

#[test]
fn a_view_waits_for_the_obligations_that_come_before() {
    let before = Obligation { duty: Duty::NotifyPrivacyOfficer, stage: Stage::Before };
    let after = Obligation { duty: Duty::ReviewWithin(Duration::HOUR), stage: Stage::After };
    let world = world(move |request| permit(request.fields, vec![before, after]));
    let row = {
        let mut grant = world.may_write();
        grant.discharge_blocking(Duty::NotifyPrivacyOfficer).unwrap();
        grant.seal(&patient(world.subject), RecordId::from_bytes([3; 16]), 1, &world.keys).unwrap()
    };
    let mut grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    assert_eq!(grant.reveal(&row, &world.keys, |_| ()), Err(GrantError::ObligationPending));
    assert_eq!(grant.discharge_blocking(Duty::AttachPart2Notice), Err(NotDischarged::NotOwed));
    world.log.broken.store(true, SeqCst);
    assert_eq!(grant.discharge_blocking(Duty::NotifyPrivacyOfficer), Err(NotDischarged::AuditUnavailable));
    assert_eq!(grant.reveal(&row, &world.keys, |_| ()), Err(GrantError::ObligationPending), "still owed");
    world.log.broken.store(false, SeqCst);
    world.log.slow.store(true, SeqCst);
    assert!(poll_once(pin!(grant.discharge(Duty::NotifyPrivacyOfficer))).is_pending());
    assert_eq!(
        grant.reveal(&row, &world.keys, |_| ()),
        Err(GrantError::ObligationPending),
        "dropped before it was durable"
    );
    world.log.slow.store(false, SeqCst);
    grant.discharge_blocking(Duty::NotifyPrivacyOfficer).unwrap();
    assert_eq!(grant.reveal(&row, &world.keys, |_| ()), Ok(()));
    assert_eq!(grant.obligations(), [after]);
    assert!(world.log.entries().iter().any(|entry| entry.what == "discharged notify-privacy-officer"));
}

#[test]
fn lists_and_authorities_owe_their_duties_too() {
    let before = Obligation { duty: Duty::NotifyPrivacyOfficer, stage: Stage::Before };
    let world = world(move |request| {
        let owed = if request.action == phi_types::Action::Read { Vec::new() } else { vec![before] };
        permit(request.fields, owed)
    });
    let mut list = world.gate.list_blocking::<Patient>(&world.who, Purpose::Treatment, FieldSet::ALL).unwrap();
    assert_eq!(list.batch_blocking(&[world.subject]).unwrap_err(), Refused::NotPermitted);
    assert_eq!(poll_once(pin!(list.discharge(Duty::NotifyPrivacyOfficer))), Poll::Ready(Ok(())));
    assert_eq!((list.obligations().len(), list.batch_blocking(&[world.subject]).unwrap().len()), (0, 1));

    let act = Administration::RotateKey;
    let mut authority = world.gate.administer_blocking(&world.who, act, Phi::from("yearly")).unwrap();
    assert_eq!(authority.confirm(world.gate.brand(), act).unwrap_err(), GrantError::ObligationPending);
    authority.discharge_blocking(Duty::NotifyPrivacyOfficer).unwrap();
    assert!(authority.obligations().is_empty() && authority.confirm(world.gate.brand(), act).is_ok());
}

#[test]
fn what_became_of_a_grant_is_on_record() {
    let world = World::everything();
    let row = world.row();
    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    grant.reveal(&row, &world.keys, |_| ()).unwrap();
    grant.reveal(&row, &world.keys, |_| ()).unwrap();
    world.clock.advance(Duration::SECOND);
    grant.finish(Outcome::Completed).wait().unwrap();
    drop(world.gate.read_blocking(&world.who, world.ask()).unwrap());
    let ended: Vec<_> = world.log.entries().into_iter().skip(2).map(|entry| (entry.what, entry.at - START)).collect();
    let second = Duration::SECOND;
    assert_eq!(
        ended,
        [
            ("permitted".to_owned(), Duration::ZERO),
            ("completed after 2".to_owned(), second),
            ("permitted".to_owned(), second),
            ("unknown after 0".to_owned(), second),
        ]
    );
}

#[test]
fn a_list_shows_nothing_and_each_batch_is_one_commit() {
    let hidden = SubjectId::random(&OsEntropy).unwrap();
    let world = world(move |request| {
        if request.subject == Some(hidden) {
            deny(DenyReason::NoRelationship)
        } else {
            permit(request.fields, Vec::new())
        }
    });
    let row = world.row();
    let before = world.log.submissions.lock().unwrap().len();
    let list = world.gate.list_blocking::<Patient>(&world.who, Purpose::Treatment, FieldSet::ALL).unwrap();
    let batch = list.batch_blocking(&[world.subject, hidden, world.subject]).unwrap();
    assert_eq!(world.log.submissions.lock().unwrap()[before..], [1, 3], "the search, then all patients at once");
    assert!(matches!(batch.as_slice(), [Ok(_), Err(Refused::NotFound), Ok(_)]));
    let first = batch[0].as_ref().unwrap();
    assert_eq!(first.reveal(&row, &world.keys, |view| view.name.granted().map(str::len)), Ok(Some(16)));
    assert_eq!(batch[2].as_ref().unwrap().entry().index, first.entry().index + 2);
    assert!(list.batch_blocking(&[]).unwrap().is_empty());

    world.log.broken.store(true, SeqCst);
    assert_eq!(list.batch_blocking(&[world.subject]).unwrap_err(), Refused::AuditUnavailable);
    world.log.broken.store(false, SeqCst);
    world.clock.advance(Duration::HOUR);
    assert_eq!(list.batch_blocking(&[world.subject]).unwrap_err(), Refused::NotPermitted, "a list ends too");
    list.finish(Outcome::Completed).wait().unwrap();
}

#[test]
fn writing_under_a_partial_grant_is_an_error_never_a_silent_drop() {
    let some = world(|request| permit(request.fields.intersection(Patient::NOTE.mask()), Vec::new()));
    let sealed = some.may_write().seal(&patient(some.subject), RecordId::from_bytes([3; 16]), 1, &some.keys);
    assert_eq!(sealed.unwrap_err(), GrantError::PartialGrant);

    let world = World::everything();
    let row = world.row();
    let grant = world.gate.update_blocking(&world.who, world.ask().only(Patient::NOTE)).unwrap();
    let patch = PatientPatch { note: Some(Phi::from("well again")), ..PatientPatch::default() };
    let amended = grant.amend(&row, &patch, &world.keys).unwrap();
    assert_eq!(amended.version(), 2);
    let wide = PatientPatch { name: Some(phi_types::PersonName::parse("Other").unwrap()), ..PatientPatch::default() };
    assert_eq!(grant.amend(&row, &wide, &world.keys).unwrap_err(), GrantError::UngrantedField);

    // What the writer could not see was carried over.
    let reads = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    let seen = reads.reveal(&amended, &world.keys, |view| {
        (view.note.granted().map(str::to_owned), view.mrn.granted().map(str::to_owned))
    });
    assert_eq!(seen, Ok((Some("well again".to_owned()), Some("MRN-000-17".to_owned()))));
    // And the old row does not open as the new version.
    let stale = SealedRecord::from_stored(row.subject(), row.record(), 2, row.as_bytes().to_vec());
    assert!(matches!(reads.reveal(&stale, &world.keys, |_| ()), Err(GrantError::Open(_))));
    let last = SealedRecord::from_stored(row.subject(), row.record(), u64::MAX, row.as_bytes().to_vec());
    assert_eq!(grant.amend(&last, &patch, &world.keys).unwrap_err(), GrantError::Version);
    assert_eq!(world.may_write().amend(&row, &patch, &world.keys).unwrap_err(), GrantError::OtherAction);
    let whole = world.gate.update_blocking(&world.who, world.ask()).unwrap();
    let sealed = whole.seal(&patient(world.subject), RecordId::from_bytes([3; 16]), 9, &world.keys);
    assert_eq!(
        sealed.unwrap_err(),
        GrantError::OtherAction,
        "an update writes no row under a version of its own choice"
    );
}

#[test]
fn an_authority_is_for_one_act() {
    let world = world(|_| permit(FieldMask::EMPTY, Vec::new()));
    let act = Administration::ShredSubject(world.subject);
    let authority = world.gate.administer_blocking(&world.who, act, Phi::from("request of the individual")).unwrap();
    assert_eq!(authority.confirm(world.gate.brand(), act).unwrap().as_str(), "north");
    let other = SubjectId::random(&OsEntropy).unwrap();
    for act in [Administration::RotateKey, Administration::ShredSubject(other)] {
        assert_eq!(authority.confirm(world.gate.brand(), act).unwrap_err(), GrantError::OtherAction);
    }
    let foreign = GateSeed::generate(&OsEntropy).unwrap().brand();
    assert_eq!(authority.confirm(foreign, act).unwrap_err(), GrantError::ForeignGate);
    world.clock.advance(Duration::HOUR);
    assert_eq!(authority.confirm(world.gate.brand(), act).unwrap_err(), GrantError::Stale(Stale::Expired));
    authority.finish(Outcome::Completed).wait().unwrap();
    assert_eq!(world.log.entries()[0].action, "shred-subject");
}
