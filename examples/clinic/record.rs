//! The host's record, declared once, and the host's policy over it.

use hipaa::{
    access::{BreakGlassRule, Policy, PolicyError, Relationship, Rule},
    intake::IntakePatient,
    types::{
        AccountNumber, Action, AsRecorded, BirthDate, City, Email, MemberId, Mrn, OtherId, PersonName, Phi, PhiRecord,
        Phone, Purpose, Ssn, Street, SubjectId, Text, Zip, record::FieldSet,
    },
};

/// Declared once: from here on it cannot be printed, stored unsealed, read without a decision on record, or exported as it is.
#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub(crate) struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Option<Mrn>,
    #[phi(name)]
    name: Option<PersonName>,
    #[phi(name)]
    relatives: Vec<PersonName>,
    #[phi(date, birth)]
    born: Option<AsRecorded<BirthDate>>,
    #[phi(demographic)]
    sex: Option<Phi<Text>>,
    #[phi(street)]
    street: Option<Street>,
    #[phi(city)]
    city: Option<City>,
    #[phi(demographic)]
    state: Option<Phi<Text>>,
    #[phi(zip)]
    zip: Option<AsRecorded<Zip>>,
    #[phi(phone)]
    phones: Vec<AsRecorded<Phone>>,
    #[phi(email)]
    email: Option<AsRecorded<Email>>,
    #[phi(ssn)]
    ssn: Option<AsRecorded<Ssn>>,
    #[phi(health_plan)]
    member_id: Option<MemberId>,
    #[phi(account)]
    account: Option<AccountNumber>,
    #[phi(other_id)]
    other_ids: Vec<OtherId>,
    #[phi(clinical, pad)]
    allergies: Vec<Phi<Text>>,
    #[phi(clinical, pad)]
    conditions: Vec<Phi<Text>>,
    #[phi(clinical, pad)]
    findings: Vec<Phi<Text>>,
    #[phi(free_text)]
    notes: Vec<Phi<Text>>,
    #[phi(not_phi = "revision of the importer that wrote the row")]
    importer: u32,
}

impl Patient {
    pub(crate) fn from_intake(subject: SubjectId, from: IntakePatient) -> Self {
        let mut relatives = from.contacts;
        relatives.extend(from.aliases);
        Self {
            subject,
            mrn: from.mrn,
            name: from.name,
            relatives,
            born: from.born,
            sex: from.sex,
            street: from.street,
            city: from.city,
            state: from.state,
            zip: from.zip,
            phones: from.phones,
            email: from.email,
            ssn: from.ssn,
            member_id: from.member_id,
            account: from.account,
            other_ids: from.other_ids,
            allergies: from.allergies,
            conditions: from.conditions,
            findings: from.findings,
            notes: from.notes,
            importer: 1,
        }
    }
}

/// Who may do what to which fields, and what for. What no rule permits is denied.
pub(crate) fn policy() -> Result<Policy, PolicyError> {
    let care = Patient::NAME | Patient::BORN | Patient::SEX | Patient::ALLERGIES | Patient::CONDITIONS | Patient::NOTES;
    let bill = Patient::NAME
        | Patient::STREET
        | Patient::CITY
        | Patient::STATE
        | Patient::ZIP
        | Patient::MEMBER_ID
        | Patient::ACCOUNT;
    Policy::builder()
        .rule(
            Rule::permit("admission-writes")
                .role("clerk")
                .action(Action::Create)
                .purpose(Purpose::Treatment)
                .fields::<Patient>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("nurse-care")
                .role("nurse")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .fields(care)
                .when(Relationship::Treating),
        )
        .rule(
            Rule::permit("physician-care")
                .role("physician")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .whole_record::<Patient>("a treating physician answers for the whole patient")
                .when(Relationship::Treating),
        )
        .rule(Rule::permit("billing").role("biller").action(Action::Read).purpose(Purpose::Payment).fields(bill))
        .rule(
            Rule::permit("quality-export")
                .role("analyst")
                .action(Action::DeIdentify)
                .purpose(Purpose::Operations)
                .fields::<Patient>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("key-custody")
                .role("custodian")
                .action(Action::RotateKey)
                .action(Action::ShredSubject)
                .action(Action::ReadLog)
                .purpose(Purpose::SystemAdministration)
                .administration(),
        )
        .break_glass(BreakGlassRule::new("emergency-override").role("physician").fields(care))
        .build()
}
