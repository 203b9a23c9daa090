//! This library on the policy.

use std::hint::black_box;

use phi_access::{
    AccessControl, Authentication, Catalogue, NamedQuery, Panel, Policy, Prepared, Query, Register, Relationship,
    RelationshipSet, Role, Rule, Session, SessionLimits, SignIn, Standing, UserId,
};
use phi_types::{
    Action, OsEntropy, Phi, PhiRecord, Purpose, SubjectId, TenantId, Text,
    gate::{Duty, Stage},
    record::FieldSet,
};

use crate::{
    counting,
    load::{FIELDS, Line, Question, TYPES, lines},
    rounds::median,
    world::{Dice, T},
};

macro_rules! records {
    ($($name:ident $text:literal;)*) => {$(
        #[derive(PhiRecord)]
        #[phi(record = $text)]
        pub struct $name {
            #[phi(subject)]
            pub subject: SubjectId,
            #[phi(clinical)]
            pub f0: Phi<Text>,
            #[phi(clinical)]
            pub f1: Phi<Text>,
            #[phi(clinical)]
            pub f2: Phi<Text>,
            #[phi(clinical, label = "HIV")]
            pub f3: Phi<Text>,
            #[phi(clinical)]
            pub f4: Phi<Text>,
            #[phi(clinical, label = "PSY")]
            pub f5: Phi<Text>,
            #[phi(clinical)]
            pub f6: Phi<Text>,
            #[phi(clinical)]
            pub f7: Phi<Text>,
            #[phi(not_phi = "counter")]
            pub revision: u32,
        }
    )*};
}

records! { R0 "Rec0"; R1 "Rec1"; R2 "Rec2"; R3 "Rec3"; R4 "Rec4"; R5 "Rec5"; R6 "Rec6"; R7 "Rec7"; }

pub fn catalogue() -> Catalogue {
    let catalogue = Catalogue::new().with::<R0>().with::<R1>().with::<R2>().with::<R3>();
    catalogue.with::<R4>().with::<R5>().with::<R6>().with::<R7>()
}

fn on<R: PhiRecord>(rule: Rule, line: &Line) -> Rule {
    let fields = line.fields.iter().filter_map(|name| FIELDS.iter().position(|field| field == name));
    rule.fields::<R>(fields.fold(FieldSet::EMPTY, |set, at| set | FieldSet::at(at)))
}

fn rule(line: &Line) -> Rule {
    let rule = if line.permit {
        Rule::permit(&line.id).when(Relationship::Treating).obliges(Duty::NotifyPrivacyOfficer, Stage::After)
    } else {
        Rule::forbid(&line.id)
    };
    let rule = rule.role(&format!("role-{}", line.role)).action(Action::from_code(line.action).unwrap());
    let rule = rule.purpose(Purpose::from_code(line.purpose).unwrap());
    match line.of {
        0 => on::<R0>(rule, line),
        1 => on::<R1>(rule, line),
        2 => on::<R2>(rule, line),
        3 => on::<R3>(rule, line),
        4 => on::<R4>(rule, line),
        5 => on::<R5>(rule, line),
        6 => on::<R6>(rule, line),
        _ => on::<R7>(rule, line),
    }
}

pub fn policy(roles: usize) -> Policy {
    lines(roles).iter().fold(Policy::builder(), |builder, line| builder.rule(rule(line))).build().unwrap()
}

pub struct Ours {
    access: AccessControl<Register>,
    who: Session,
    prepared: Prepared,
    query: Query,
    panel: Panel,
    subjects: Vec<SubjectId>,
    unix: i64,
}

fn session(role: usize) -> Session {
    let sign_in = SignIn::person(
        TenantId::new("north").unwrap(),
        UserId::new("u.somebody").unwrap(),
        Authentication::new(T, &["pwd", "otp"], None),
    );
    let sign_in = sign_in.roles([Role::new(&format!("role-{role}"))]).limits(SessionLimits::CLINICAL);
    sign_in.open(T, &OsEntropy).unwrap()
}

fn treating() -> Standing {
    Standing::here(RelationshipSet::NONE.with(Relationship::Treating))
}

fn subjects(count: usize) -> Vec<SubjectId> {
    (0..count).map(|_| SubjectId::random(&OsEntropy).unwrap()).collect()
}

impl Ours {
    pub fn new(roles: usize) -> Self {
        let access = AccessControl::new(policy(roles), Register::new());
        let who = session(0);
        let prepared = access.prepare(&who);
        let query = Query {
            record: prepared.policy().record::<R3>().unwrap(),
            action: Action::Read,
            purpose: Purpose::Treatment,
            fields: (R3::F0 | R3::F1 | R3::F3 | R3::F5).mask(),
        };
        let subjects = subjects(500);
        let panel = Panel::new(subjects.iter().map(|subject| (*subject, treating())));
        Self { access, who, prepared, query, panel, subjects, unix: T.unix_timestamp() }
    }

    pub fn allows(&self, question: &Question) -> bool {
        let who = session(question.role);
        let prepared = self.access.prepare(&who);
        let record = format!("Rec{}", question.of);
        let fields = [question.field];
        let query = NamedQuery { record: &record, action: question.action, purpose: question.purpose, fields: &fields };
        let standing = if question.treating { treating() } else { Standing::HERE };
        prepared.decide_named(&who, &query, self.subjects[0], &standing, T.unix_timestamp()).is_permit()
    }

    /// How many of the four fields are granted.
    pub fn granted(&self) -> usize {
        let (subject, standing) = (self.subjects[0], treating());
        let ruling = self.prepared.decide(&self.who, &self.query, subject, &standing, self.unix);
        ruling.readable.intersection(self.query.fields).len()
    }

    #[inline]
    pub fn decide(&self, number: u32) {
        let subject = self.subjects[number as usize % 500];
        let (query, unix) = (black_box(&self.query), black_box(self.unix));
        let ruling = self.prepared.decide_on(&self.who, query, &self.panel, subject, unix);
        assert!(black_box(&ruling).is_permit());
    }

    /// One question again and again, as the peers are asked.
    #[inline]
    pub fn decide_again(&self) {
        let (query, subject, unix) = (black_box(&self.query), black_box(self.subjects[0]), black_box(self.unix));
        let ruling = self.prepared.decide_on(&self.who, query, &self.panel, subject, unix);
        assert!(black_box(&ruling).is_permit());
    }

    #[inline]
    pub fn decide_named(&self, number: u32) {
        let query = NamedQuery { record: "Rec3", action: "read", purpose: "TREAT", fields: &["f0", "f1", "f3", "f5"] };
        let subject = self.subjects[number as usize % 500];
        let standing = self.panel.standing(subject);
        let ruling = self.prepared.decide_named(&self.who, black_box(&query), subject, &standing, black_box(self.unix));
        assert!(black_box(&ruling).is_permit());
    }
}

/// Decisions alone, so that a profiler sees nothing else.
pub fn spin() {
    let ours = Ours::new(250);
    (0..50_000_000).for_each(|number| ours.decide(number));
}

/// 100 000 rows by a filter, 500 of them on the panel.
pub fn list() {
    let ours = Ours::new(250);
    let filter = ours.access.filter::<R3>(&ours.who, Action::Read, Purpose::Treatment, FieldSet::ALL, T).unwrap();
    let mut rows = subjects(99_500);
    let mut dice = Dice(3);
    for subject in &ours.subjects {
        rows.insert(dice.roll(rows.len() as u64) as usize, *subject);
    }
    let times = (0..10)
        .map(|_| {
            let before = crate::rounds::cpu();
            let listing = filter.select(rows.iter().copied(), |subject| ours.panel.standing(*subject), 1000);
            let time = crate::rounds::cpu() - before;
            assert!(listing.is_complete() && listing.rows().len() == 500);
            time
        })
        .collect();
    println!("\n100 000 rows by filter, 500 admitted, with the look-up in the panel: {:.2} ms", median(times) / 1e6);
}

/// Loading 10 000 rules from TOML, and what they take.
pub fn loading() {
    let text = policy(250).to_toml();
    let (catalogue, mut times) = (catalogue(), Vec::new());
    let before = counting::live();
    counting::peak();
    let kept = Policy::from_toml(&text, &catalogue).unwrap();
    let (live, peak) = (counting::live() - before, counting::peak() - before);
    for _ in 0..10 {
        let before = crate::rounds::cpu();
        black_box(Policy::from_toml(&text, &catalogue).unwrap());
        times.push(crate::rounds::cpu() - before);
    }
    println!(
        "10 000 rules from {:.1} MB of TOML: {:.1} ms; the policy takes {:.2} MB, at most {:.1} MB while it loads",
        text.len() as f64 / 1e6,
        median(times) / 1e6,
        live as f64 / 1e6,
        peak as f64 / 1e6
    );
    assert!(kept.len() >= 10_000);
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..10 {
        let before = crate::rounds::cpu();
        let policy = Policy::from_toml(&text, &catalogue).unwrap();
        found = black_box(policy.lint()).len();
        times.push(crate::rounds::cpu() - before);
    }
    println!("loaded and linted: {:.1} ms, {found} findings", median(times) / 1e6);
    let mut times = Vec::new();
    for _ in 0..10 {
        let before = crate::rounds::cpu();
        black_box(kept.lint());
        times.push(crate::rounds::cpu() - before);
    }
    println!("linted alone: {:.1} ms", median(times) / 1e6);
    let lines = lines(250);
    let mut times = Vec::new();
    for _ in 0..10 {
        let builder = lines.iter().fold(Policy::builder(), |builder, line| builder.rule(rule(line)));
        let before = crate::rounds::cpu();
        black_box(builder.build().unwrap());
        times.push(crate::rounds::cpu() - before);
    }
    println!("10 000 rules from the builder: {:.1} ms", median(times) / 1e6);
    // Nested and long documents stay small.
    for (what, text) in [
        ("10 MB", format!("version = 1\n# {}", "x".repeat(10 << 20))),
        ("a million brackets", format!("version = 1\nrole = {}", "[".repeat(1 << 20))),
    ] {
        let before = counting::live();
        counting::peak();
        assert!(Policy::from_toml(&text, &catalogue).is_err());
        println!("{what}: refused, with at most {:.2} MB beside the text", (counting::peak() - before) as f64 / 1e6);
    }
    assert_eq!(TYPES, 8);
}
