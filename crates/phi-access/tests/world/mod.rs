//! Random policies and requests, for the library and for the oracle.

#![allow(dead_code, reason = "each test takes what it needs")]

use phi_access::{
    Assurance, Authentication, Confidentiality, Fact, Facts, Hours, Policy, Relationship, RelationshipSet, Role, Rule,
    Session, SessionLimits, SignIn, Standing, UserId,
};
use phi_types::{
    Action, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Purpose, SubjectId, TenantId, Text,
    gate::{Duty, Stage},
    record::{FieldMask, FieldSet},
};
use time::{Duration, OffsetDateTime, macros::datetime};

use crate::oracle::{Plain, ROLES, Request, Set};

pub(crate) const T: OffsetDateTime = datetime!(2026-03-02 08:00 UTC);

#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub(crate) struct Patient {
    #[phi(subject)]
    pub(crate) subject: SubjectId,
    #[phi(name)]
    pub(crate) name: PersonName,
    #[phi(mrn)]
    pub(crate) mrn: Mrn,
    #[phi(clinical)]
    pub(crate) allergies: Vec<Phi<Text>>,
    #[phi(clinical, label = "HIV")]
    pub(crate) serology: Phi<Text>,
    #[phi(not_phi = "counter")]
    pub(crate) revision: u32,
}

pub(crate) const ACTIONS: [Action; 6] =
    [Action::Read, Action::List, Action::Disclose, Action::Create, Action::Update, Action::DeIdentify];
pub(crate) const PURPOSES: [Purpose; 9] = [
    Purpose::Treatment,
    Purpose::EmergencyTreatment,
    Purpose::EmergencyRoomTreatment,
    Purpose::BreakGlass,
    Purpose::Payment,
    Purpose::EligibilityVerification,
    Purpose::Operations,
    Purpose::Legal,
    Purpose::Research,
];
pub(crate) const RELATIONSHIPS: [Relationship; 3] =
    [Relationship::Treating, Relationship::CareTeam, Relationship::SameUnit];
pub(crate) const FACTS: [Fact; 3] = [Fact::AgreedRestriction, Fact::Watched, Fact::SelfPaid];
const NETWORKS: [&str; 2] = ["ward", "home"];

/// Numbers from a seed (SplitMix64), so that a case that fails can be had again.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    pub(crate) fn chance(&mut self, of: u64) -> bool {
        self.roll(of) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u64) as usize]
    }

    /// One to four of them.
    pub(crate) fn some<T: Copy + Ord>(&mut self, from: &[T]) -> Set<T> {
        (0..=self.roll(4)).map(|_| self.pick(from)).collect()
    }

    pub(crate) fn maybe<T: Copy + Ord>(&mut self, from: &[T], of: u64) -> Set<T> {
        if self.chance(of) { self.some(from) } else { Set::new() }
    }
}

pub(crate) fn rule(dice: &mut Dice, number: usize) -> Plain {
    let permit = !dice.chance(3);
    let any = |dice: &mut Dice| !permit && dice.chance(3);
    let fields: Set<usize> = dice.some(&[0, 1, 2, 3, 4]);
    Plain {
        id: format!("rule-{number:03}"),
        permit,
        roles: if any(dice) { Set::new() } else { dice.some(&ROLES) },
        actions: if any(dice) { Set::new() } else { dice.some(&ACTIONS) },
        purposes: if any(dice) { Set::new() } else { dice.some(&PURPOSES) },
        write: if dice.chance(3) { dice.maybe(&[0, 1, 2, 3, 4], 2) } else { fields.clone() },
        read: fields,
        any_of: dice.maybe(&RELATIONSHIPS, 2),
        needs: dice.maybe(&FACTS, 8),
        lacks: dice.maybe(&FACTS, 8),
        at_least: if permit || !dice.chance(6) { Confidentiality::Unrestricted } else { Confidentiality::Restricted },
        at_most: if permit && dice.chance(6) { Confidentiality::Restricted } else { Confidentiality::VeryRestricted },
        valid: if dice.chance(6) {
            let edge = T.unix_timestamp() + dice.roll(4) as i64 * 3600;
            (dice.chance(2).then_some(edge), dice.chance(2).then_some(edge + 7200))
        } else {
            (None, None)
        },
        daily: dice.chance(6).then_some((9 * 3600, 11 * 3600)),
        network: dice.chance(8).then(|| dice.pick(&NETWORKS)),
        assurance: if dice.chance(8) { Assurance::Aal2 } else { Assurance::Aal1 },
        liftable: !permit && dice.chance(3),
        duty: (permit && dice.chance(4)).then(|| dice.pick(&["notify-privacy-officer", "watermark", "redact"])),
    }
}

pub(crate) fn rules(dice: &mut Dice) -> Vec<Plain> {
    (0..dice.roll(24) as usize).map(|number| rule(dice, number)).collect()
}

pub(crate) fn request(dice: &mut Dice) -> Request {
    Request {
        roles: dice.some(&ROLES),
        action: dice.pick(&ACTIONS),
        purpose: dice.pick(&PURPOSES),
        asked: dice.some(&[0, 1, 2, 3, 4]),
        unix: T.unix_timestamp() + dice.roll(7) as i64 * 3600 - dice.roll(2) as i64 + 1,
        network: (!dice.chance(3)).then(|| dice.pick(&NETWORKS)),
        assurance: if dice.chance(2) { Assurance::Aal2 } else { Assurance::Aal1 },
        relationships: dice.maybe(&RELATIONSHIPS, 2),
        facts: dice.maybe(&FACTS, 3),
        confidentiality: dice.pick(&[
            Confidentiality::Normal,
            Confidentiality::Restricted,
            Confidentiality::VeryRestricted,
        ]),
    }
}

/// What the library adds for 45 CFR 164.522(a)(1)(vi), written out for the oracle.
pub(crate) fn law() -> Plain {
    Plain {
        id: "law:45 CFR 164.522(a)(1)(vi) Patient".into(),
        permit: false,
        roles: Set::new(),
        actions: Set::from([Action::Disclose]),
        purposes: Set::from([Purpose::Payment, Purpose::Operations]),
        read: (0..5).collect(),
        write: Set::new(),
        any_of: Set::new(),
        needs: Set::from([Fact::SelfPaid]),
        lacks: Set::from([Fact::RequiredByLaw]),
        at_least: Confidentiality::Unrestricted,
        at_most: Confidentiality::VeryRestricted,
        valid: (None, None),
        daily: None,
        network: None,
        assurance: Assurance::Aal1,
        liftable: false,
        duty: None,
    }
}

pub(crate) fn fields(of: &Set<usize>) -> FieldSet<Patient> {
    of.iter().fold(FieldSet::EMPTY, |set, at| set | FieldSet::at(*at))
}

pub(crate) fn set(of: FieldMask) -> Set<usize> {
    of.positions().collect()
}

pub(crate) fn written(plain: &Plain) -> Rule {
    let rule = if plain.permit { Rule::permit(&plain.id) } else { Rule::forbid(&plain.id) };
    let rule = plain.roles.iter().fold(rule, |rule, role| rule.role(role));
    let rule = plain.actions.iter().fold(rule, |rule, action| rule.action(*action));
    let rule = plain.purposes.iter().fold(rule, |rule, purpose| rule.purpose(*purpose));
    let rule = plain.any_of.iter().fold(rule, |rule, one| rule.when(*one));
    let rule = plain.needs.iter().fold(rule, |rule, fact| rule.needs(*fact));
    let mut rule = plain.lacks.iter().fold(rule, |rule, fact| rule.lacks(*fact));
    if plain.permit {
        // The justification and the protocol are words: they decide nothing.
        rule = rule.whole_record::<Patient>("test").protocol("test");
    }
    rule = rule.reading_and_writing(fields(&plain.read), fields(&plain.write));
    if plain.at_least != Confidentiality::Unrestricted {
        rule = rule.from_confidentiality(plain.at_least);
    }
    if plain.at_most != Confidentiality::VeryRestricted {
        rule = rule.clearance(plain.at_most);
    }
    let instant = |unix| OffsetDateTime::from_unix_timestamp(unix).unwrap();
    if let Some(from) = plain.valid.0 {
        rule = rule.valid_from(instant(from));
    }
    if let Some(until) = plain.valid.1 {
        rule = rule.valid_until(instant(until));
    }
    if plain.daily.is_some() {
        rule = rule.within_hours(Hours::daily((9, 0), (11, 0)).unwrap());
    }
    if let Some(network) = plain.network {
        rule = rule.network(network);
    }
    if plain.assurance != Assurance::Aal1 {
        rule = rule.assurance(plain.assurance);
    }
    if plain.liftable {
        rule = rule.liftable();
    }
    match plain.duty {
        None => rule,
        Some("watermark") => rule.obliges(Duty::Watermark, Stage::Before),
        Some("redact") => rule.obliges(Duty::Redact, Stage::Before),
        Some(_) => rule.obliges(Duty::NotifyPrivacyOfficer, Stage::After),
    }
}

pub(crate) fn policy(rules: &[Plain]) -> Policy {
    let builder = Policy::builder().inherits("chief", "physician").inherits("physician", "nurse");
    rules.iter().fold(builder, |builder, plain| builder.rule(written(plain))).build().unwrap()
}

pub(crate) fn session(request: &Request) -> Session {
    let amr: &[&str] = if request.assurance == Assurance::Aal2 { &["pwd", "otp"] } else { &["pwd"] };
    let tenant = TenantId::new("north").unwrap();
    let sign_in = SignIn::person(tenant, UserId::new("u.somebody").unwrap(), Authentication::new(T, amr, None));
    let sign_in = sign_in.roles(request.roles.iter().map(|role| Role::new(role))).limits(SessionLimits::CLINICAL);
    let sign_in = request.network.into_iter().fold(sign_in, |sign_in, zone| sign_in.network(zone));
    let session = sign_in.open(T, &OsEntropy).unwrap();
    for quarter in 0..28 {
        session.touch(T + Duration::minutes(15) * quarter);
    }
    session
}

pub(crate) fn standing(request: &Request) -> Standing {
    let related = request.relationships.iter().fold(RelationshipSet::NONE, |set, one| set.with(*one));
    let facts = request.facts.iter().fold(Facts::NONE, |set, fact| set.with(*fact));
    Standing::here(related).facts(facts).confidentiality(request.confidentiality)
}

/// Forty rows, a quarter of them another tenant's, each with the standing of a random request.
pub(crate) fn rows(dice: &mut Dice) -> Vec<(SubjectId, &'static str, Request)> {
    (0..40_u8)
        .map(|number| {
            let tenant = if dice.chance(4) { "south" } else { "north" };
            (SubjectId::from_bytes([number; 16]), tenant, request(dice))
        })
        .collect()
}

/// How somebody of `north` stands to the subject of a row.
pub(crate) fn of_row(tenant: &str, row: &Request) -> Standing {
    if tenant == "north" { standing(row) } else { Standing::ELSEWHERE }
}
