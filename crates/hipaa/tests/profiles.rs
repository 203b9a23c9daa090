//! Records under the three profiles of `deid`, through the gate.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed test is a panic by design")]

use std::{collections::BTreeMap, sync::Arc};

use hipaa::{
    access::{AccessControl, Policy, Register, Role, Rule, Session, SessionLimits},
    audit::{
        AuditRecorder, SubjectPseudonymKey,
        log::{Log, MemoryDisk},
        note::NoteSigner,
    },
    deid::{
        Candidate, DeidValue, Engine, ExpertEngine, LimitedDataSetEngine, SafeHarborEngine,
        attestation::{DataUseAgreement, Review},
        digest::DigestKey,
        profile::{ExpertDetermination, LimitedDataSet, Profile, SafeHarbor},
        replace::{Crosswalk, DateShift, Replacement, SealedTokens, SecretKey},
        text::Posture,
    },
    envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore},
    types::{
        Action, Actor, ActorId, Age, BirthDate, Clock, IdentifierClass, ManualClock, Mrn, OsEntropy, PersonName, Phi,
        PhiRecord, Purpose, RecordId, ServiceDate, SubjectId, TenantId, Text, Zip,
        gate::{Ask, Brand, Gate, GateSeed, Outcome},
        record::FieldSet,
    },
};
use time::macros::datetime;

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(date, birth)]
    born: BirthDate,
    #[phi(date)]
    seen: ServiceDate,
    #[phi(age)]
    age: Age,
    #[phi(zip)]
    zip: Zip,
    #[phi(free_text)]
    note: Phi<Text>,
}

/// The visit, de-identified by an engine that is made for the gate.
fn candidate<P: Profile>(engine: impl FnOnce(Brand) -> Engine<P>) -> Candidate<P> {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys = Arc::new(EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()));
    let engine = engine(seed.brand());
    let clock = Arc::new(ManualClock::at(datetime!(2026-03-01 08:00 UTC)));
    let rule = |name, action| {
        Rule::permit(name).role("r").action(action).purpose(Purpose::Operations).fields::<Visit>(FieldSet::ALL)
    };
    let policy =
        Policy::builder().rule(rule("write", Action::Create)).rule(rule("export", Action::DeIdentify)).build().unwrap();
    let (tenant, subject) = (TenantId::new("north").unwrap(), SubjectId::random(&OsEntropy).unwrap());
    let register = Arc::new(Register::new());
    register.admit(&tenant, subject);
    let signer = NoteSigner::new("test.example/audit", &[7; 32]).unwrap();
    let log = Log::create(MemoryDisk::new().writer().unwrap(), signer, OsEntropy).unwrap();
    let log = AuditRecorder::new(log, SubjectPseudonymKey::from_bytes(&[3; 32]), Arc::clone(&keys) as _);
    let gate = Gate::new(seed, AccessControl::new(policy, register), log, Arc::clone(&clock));
    let actor = Actor::Human(ActorId::new("u.user").unwrap());
    let who = Session::open(tenant, actor, [Role::new("r")], SessionLimits::CLINICAL, clock.now(), &OsEntropy).unwrap();
    let visit = Visit {
        subject,
        name: PersonName::parse("Testpatient, Ana").unwrap(),
        mrn: Mrn::parse("MRN-000-17").unwrap(),
        born: BirthDate::parse("1931-06-15").unwrap(),
        seen: ServiceDate::parse("2025-12-24").unwrap(),
        age: Age::parse("94").unwrap(),
        zip: Zip::parse("55057").unwrap(),
        note: Phi::from("Ms. Testpatient called on 2/3/2026 about MRN-000-17. BP 120/80."),
    };
    let grant = gate.create_blocking(&who, Ask::about(subject, Purpose::Operations)).unwrap();
    let row = grant.seal(&visit, RecordId::random(&OsEntropy).unwrap(), 1, &*keys).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();
    let grant = gate.de_identify_blocking(&who, Ask::<Visit>::about(subject, Purpose::Operations)).unwrap();
    let candidate = grant.de_identify(&row, &*keys, &engine).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();
    candidate
}

fn fields<P: Profile>(candidate: &Candidate<P>) -> BTreeMap<&'static str, DeidValue> {
    candidate.show_for_review(|fields| fields.iter().map(|field| (field.name, field.value.clone())).collect())
}

fn text(value: &DeidValue) -> &str {
    match value {
        DeidValue::Text(text) | DeidValue::Kept(text) | DeidValue::Code(text) | DeidValue::Generalised(text) => text,
        _ => "",
    }
}

#[test]
fn a_limited_data_set_keeps_dates_ages_and_zip_codes_and_needs_its_agreement() {
    let candidate = candidate(|brand| LimitedDataSetEngine::new(brand).unwrap());
    let fields = fields(&candidate);
    assert_eq!((&fields["name"], &fields["mrn"]), (&DeidValue::Removed, &DeidValue::Removed));
    assert_eq!([text(&fields["born"]), text(&fields["seen"])], ["1931-06-15", "2025-12-24"]);
    assert_eq!([text(&fields["age"]), text(&fields["zip"])], ["94", "55057"]);
    assert_eq!(text(&fields["note"]), "Ms. [NAME-1] called on 2/3/2026 about [MRN-1]. BP 120/80.");
    assert!(candidate.report().to_string().contains("still PHI, 45 CFR 164.514(e)"));
    let agreement = || DataUseAgreement::new("A. Registry", datetime!(2026-02-01 00:00 UTC), "DUA 17").unwrap();
    let candidate = candidate.release(agreement()).unwrap_err().into_candidate();
    let review = Review::new("R. Reader", datetime!(2026-03-01 09:00 UTC)).unwrap();
    let released = candidate.reviewed(&review).release(agreement()).unwrap();
    assert_eq!(released.basis().recipient(), "A. Registry");
}

#[test]
fn field_and_text_have_one_code() {
    let crosswalk = Arc::new(Crosswalk::new(OsEntropy));
    let by = Replacement::<SafeHarbor>::new().codes(Arc::clone(&crosswalk));
    let fields = fields(&candidate(|brand| SafeHarborEngine::new(brand).unwrap().replacing(by)));
    let code = crosswalk.code(IdentifierClass::MedicalRecordNumber, "MRN-000-17").unwrap();
    assert_eq!(fields["mrn"], DeidValue::Code(code.to_string()));
    assert!(text(&fields["note"]).contains(code.as_str()), "{}", text(&fields["note"]));
    assert_eq!((text(&fields["seen"]), text(&fields["age"])), ("2025", "90 or older"));
}

#[test]
fn an_expert_moves_dates_that_tell_no_age_and_seals_the_rest() {
    let key = SecretKey::new(&[7; 32]);
    let (shift, tokens) = (DateShift::new(&key).of_patient("visit 1"), SealedTokens::new(&key));
    let by = Replacement::<ExpertDetermination>::new().shift_dates(shift).tokens(&tokens);
    let fields = fields(&candidate(|brand| ExpertEngine::new(brand).unwrap().replacing(by)));
    assert_eq!(fields["born"], DeidValue::Removed);
    assert!(text(&fields["seen"]).len() == 10 && text(&fields["seen"]) != "2025-12-24");
    assert_eq!(tokens.open(IdentifierClass::Name, text(&fields["name"])).unwrap().as_str(), "Testpatient, Ana");
}

#[test]
fn block_removes_the_text_and_leaves_the_record() {
    let candidate = candidate(|brand| SafeHarborEngine::new(brand).unwrap().with_posture(Posture::Block));
    assert_eq!(fields(&candidate)["note"], DeidValue::Removed);
    assert_eq!(candidate.report().posture(), Posture::Block);
}

#[test]
fn digests_tell_equal_inputs_under_one_key_alone() {
    let digests = |key: u8| {
        let key = DigestKey::new(&SecretKey::new(&[key; 32]));
        let candidate = candidate(|brand| {
            Engine::<LimitedDataSet>::new(brand).unwrap().with_digests(key).with_posture(Posture::Block)
        });
        let report = candidate.report();
        assert!(!report.to_string().contains("Testpatient"));
        *report.digests().unwrap()
    };
    assert_eq!(digests(7).1, digests(7).1);
    assert_ne!(digests(7).1, digests(8).1);
    assert_ne!(digests(7).0, digests(8).0);
}
