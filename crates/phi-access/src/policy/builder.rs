//! Building a policy: rules are checked, numbered and laid out.

use alloc::{
    boxed::Box,
    collections::{BTreeMap, BTreeSet},
    string::String,
    sync::Arc,
    vec::Vec,
};

use phi_types::{
    Action, PhiRecord, Purpose, RuleId,
    gate::{Duty, Stage},
    record::{FieldMask, Label, Labels, RecordType},
};

use super::{
    ADMINISTRATION, BreakGlassRule, Condition, Extra, Glass, Policy, PolicyError, RecordNumber, Role, Roles, Rule,
    Separation, Stored,
    check::{check, check_break_glass},
    digest::Digester,
    legal,
    rule::{Disclosing, Effect, Reach},
};
use crate::{
    bits::{Actions, Purposes},
    confidentiality::Confidentiality,
    document::InlineTest,
    duties::Duties,
};

/// Collects rules and checks them.
#[derive(Debug, Default)]
pub struct PolicyBuilder {
    rules: Vec<Rule>,
    break_glass: Vec<BreakGlassRule>,
    roles: Roles,
    records: Vec<RecordType>,
    psychotherapy: Vec<RecordType>,
    tests: Vec<InlineTest>,
    label: Option<String>,
}

impl PolicyBuilder {
    /// Adds a rule.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Adds a break-glass rule.
    #[must_use]
    pub fn break_glass(mut self, rule: BreakGlassRule) -> Self {
        self.break_glass.push(rule);
        self
    }

    /// The senior role may do all that the junior one may, and is forbidden all that the junior one is.
    #[must_use]
    pub fn inherits(mut self, senior: &str, junior: &str) -> Self {
        self.roles.inherit(&Role::new(senior), &Role::new(junior));
        self
    }

    /// The role is clinical: no service uses it.
    #[must_use]
    pub fn clinical(mut self, role: &str) -> Self {
        self.roles.set_clinical(&Role::new(role));
        self
    }

    /// Nobody holds two of these roles at once, inherited ones included: separation of duty.
    #[must_use]
    pub fn exclusive(mut self, at: Separation, roles: &[&str]) -> Self {
        let roles: Vec<_> = roles.iter().map(|role| Role::new(role)).collect();
        self.roles.exclude(at, &roles);
        self
    }

    /// `R` holds psychotherapy notes (45 CFR 164.501): whatever permits to see them has to name the paragraph that bears it.
    #[must_use]
    pub fn psychotherapy_notes<R: PhiRecord>(mut self) -> Self {
        self.psychotherapy.push(RecordType::of::<R>());
        self
    }

    /// A name or number of this policy for people. Part of the digest.
    #[must_use]
    pub fn label(mut self, label: &str) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(crate) fn declare_role(mut self, role: &str) -> Self {
        self.roles.intern(&Role::new(role));
        self
    }

    pub(crate) fn psychotherapy_type(mut self, record: RecordType) -> Self {
        self.psychotherapy.push(record);
        self
    }

    pub(crate) fn inline_tests(mut self, tests: Vec<InlineTest>) -> Self {
        self.tests = tests;
        self
    }

    /// Checks the rules.
    ///
    /// # Errors
    /// See [`PolicyError`]. There is no policy with a mistake in it.
    pub fn build(mut self) -> Result<Policy, PolicyError> {
        let mut names = BTreeSet::new();
        let mut name = |number: usize, id: &str| {
            let rule = RuleId::new(id).map_err(|_| PolicyError::Name(number))?;
            if names.insert(rule.clone()) { Ok(rule) } else { Err(PolicyError::Duplicate(id.into())) }
        };
        let holds_notes =
            |record: Option<RecordType>| record.is_some_and(|record| self.psychotherapy.contains(&record));
        let mut named = Vec::with_capacity(self.rules.len());
        for (number, mut rule) in (1..).zip(core::mem::take(&mut self.rules)) {
            let id = name(number, &rule.id)?;
            check(&rule, holds_notes(rule.reach.as_ref().and_then(Reach::record)))?;
            normalise(&mut rule)?;
            named.push((id, rule));
        }
        let mut glass = Vec::with_capacity(self.break_glass.len());
        for (number, rule) in (1..).zip(core::mem::take(&mut self.break_glass)) {
            let id = name(number, &rule.id)?;
            check_break_glass(&rule, holds_notes(rule.reach.map(|(record, _)| record)))?;
            glass.push((id, rule));
        }
        let mut digester = Digester::default();
        named.iter().for_each(|(_, rule)| digester.rule(rule));
        glass.iter().for_each(|(_, rule)| digester.break_glass(rule));
        self.lay_out(named, glass, digester)
    }

    fn lay_out(
        mut self,
        named: Vec<(RuleId, Rule)>,
        glass: Vec<(RuleId, BreakGlassRule)>,
        mut digester: Digester,
    ) -> Result<Policy, PolicyError> {
        let mut zones = Vec::new();
        let mut rules = Vec::with_capacity(named.len());
        for (id, rule) in &named {
            rules.push(self.store(id.clone(), rule, &mut zones)?);
        }
        for (id, rule) in &glass {
            rules.push(self.store_break_glass(id.clone(), rule)?);
        }
        for record in self.psychotherapy.clone() {
            self.number(record)?;
            digester.psychotherapy(record);
        }
        for record in self.records.clone() {
            for rule in legal::rules(record) {
                let id = RuleId::new(&rule.id).map_err(|_| PolicyError::Name(0))?;
                let mut stored = self.store(id, &rule, &mut zones)?;
                stored.lawful = true;
                rules.push(stored);
            }
        }
        rules.sort_by(|one, other| one.id.cmp(&other.id));
        self.roles.check()?;
        digester.roles(&self.roles);
        digester.tests(&self.tests);
        digester.label(self.label.as_deref());

        let (mut by_role, mut for_all) = (Vec::new(), Vec::new());
        by_role.resize_with(self.roles.len(), Vec::new);
        for (number, rule) in (0_u32..).zip(&rules) {
            if rule.roles.is_empty() {
                for_all.push(number);
            }
            for role in &rule.roles {
                if let Some(rules) = by_role.get_mut(*role as usize) {
                    let rules: &mut Vec<u32> = rules;
                    rules.push(number);
                }
            }
        }
        by_role.iter_mut().for_each(Vec::shrink_to_fit);
        let numbers: BTreeMap<_, _> = (0_u32..).zip(&rules).map(|(number, rule)| (&rule.id, number)).collect();
        let glass = glass
            .iter()
            .filter_map(|(id, rule)| {
                Some(Glass {
                    rule: *numbers.get(id)?,
                    lifetime: rule.lifetime,
                    review_within: rule.review_within,
                    second_person: rule.second_person,
                    blocks_while_overdue: rule.blocks_while_overdue,
                })
            })
            .collect();
        let psychotherapy = self
            .psychotherapy
            .iter()
            .filter_map(|record| self.records.iter().position(|known| known == record))
            .filter_map(|at| RecordNumber::try_from(at).ok())
            .collect();
        Ok(Policy {
            roles: self.roles,
            records: self.records,
            psychotherapy,
            zones,
            rules,
            glass,
            by_role,
            for_all,
            tests: self.tests,
            label: self.label,
            digest: digester.finish(),
        })
    }

    fn store(&mut self, id: RuleId, rule: &Rule, zones: &mut Vec<Arc<str>>) -> Result<Stored, PolicyError> {
        let conditions = &rule.conditions;
        let (record, read, write, labels) = match rule.reach {
            Some(Reach::Fields { record, read, write }) => (self.number(record)?, read, write, Labels::NONE),
            Some(Reach::Labelled { record, labels }) => {
                let mask = record.schema().labelled(labels);
                (self.number(record)?, mask, mask, labels)
            }
            Some(Reach::Administration) | None => (ADMINISTRATION, FieldMask::at(0), FieldMask::EMPTY, Labels::NONE),
        };
        let mut mask = 0;
        for zone in &conditions.networks {
            mask |= 1 << self.zone(zone, zones)?;
        }
        let extra = Extra {
            whole_record: rule.whole_record.as_deref().map(Arc::from),
            exemption: rule.exemption,
            protocol: match &rule.disclosing {
                Some(Disclosing::Protocol(name)) => Some(Arc::from(name.as_str())),
                _ => None,
            },
            reviewed: rule.disclosing == Some(Disclosing::Reviewed),
            basis: rule.basis,
        };
        Ok(Stored {
            id,
            effect: rule.effect,
            lawful: false,
            roles: self.role_numbers(&rule.roles),
            record,
            actions: Actions::all(&rule.actions),
            purposes: Purposes::all(&rule.purposes),
            read,
            write,
            labels,
            condition: Condition {
                any_of: conditions.any_of,
                needs: conditions.needs,
                lacks: conditions.lacks,
                labels: conditions.labels.bits(),
                at_least: conditions.at_least.unwrap_or(Confidentiality::Unrestricted),
                at_most: conditions.clearance.unwrap_or(Confidentiality::VeryRestricted),
                hours: conditions.hours,
                from: conditions.from.unwrap_or(i64::MIN),
                until: conditions.until.unwrap_or(i64::MAX),
                zones: mask,
                assurance: conditions.assurance,
                phishing_resistant: conditions.phishing_resistant,
            },
            duties: rule.duties,
            extra: (extra != Extra::default()).then(|| Box::new(extra)),
            liftable: rule.liftable,
            breaks_glass: false,
        })
    }

    fn store_break_glass(&mut self, id: RuleId, rule: &BreakGlassRule) -> Result<Stored, PolicyError> {
        let (record, read) = match rule.reach {
            Some((record, mask)) => (self.number(record)?, mask),
            None => (ADMINISTRATION, FieldMask::EMPTY),
        };
        let mut duties = Duties::NONE
            .with(Duty::NotifyPrivacyOfficer, Stage::After)
            .with(Duty::ReviewWithin(rule.review_within), Stage::After);
        let schema = self.records.get(usize::from(record)).map(RecordType::schema);
        if schema.is_some_and(|of| !of.labelled(Labels::NONE.with(Label::Part2)).intersection(read).is_empty()) {
            // 42 CFR 2.51(c): what was disclosed in a medical emergency is written down.
            duties = duties.with(Duty::DocumentMedicalEmergency, Stage::After);
        }
        Ok(Stored {
            id,
            effect: Effect::Permit,
            lawful: false,
            roles: self.role_numbers(&rule.roles),
            record,
            actions: Actions::of(Action::Read),
            purposes: Purposes::of(Purpose::BreakGlass),
            read,
            write: FieldMask::EMPTY,
            labels: Labels::NONE,
            condition: Condition::NONE,
            duties,
            extra: rule.basis.map(|basis| Box::new(Extra { basis: Some(basis), ..Extra::default() })),
            liftable: false,
            breaks_glass: true,
        })
    }

    fn role_numbers(&mut self, roles: &[Role]) -> Box<[super::RoleNumber]> {
        let mut numbers: Vec<_> = roles.iter().map(|role| self.roles.intern(role)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_boxed_slice()
    }

    fn number(&mut self, record: RecordType) -> Result<RecordNumber, PolicyError> {
        let at = match self.records.iter().position(|known| *known == record) {
            Some(at) => at,
            None if self.records.iter().any(|known| known.schema().name == record.schema().name) => {
                return Err(PolicyError::SameRecordName(record.schema().name.into()));
            }
            None => {
                self.records.push(record);
                self.records.len() - 1
            }
        };
        RecordNumber::try_from(at).ok().filter(|at| *at < ADMINISTRATION).ok_or(PolicyError::TooMany("record types"))
    }

    fn zone(&self, name: &str, zones: &mut Vec<Arc<str>>) -> Result<u32, PolicyError> {
        let at = zones.iter().position(|zone| **zone == *name).unwrap_or_else(|| {
            zones.push(Arc::from(name));
            zones.len() - 1
        });
        u32::try_from(at).ok().filter(|at| *at < 64).ok_or(PolicyError::TooMany("network zones"))
    }
}

/// Brings a rule into the one form in which it is kept and digested.
fn normalise(rule: &mut Rule) -> Result<(), PolicyError> {
    let Some(Reach::Fields { record, read, write }) = &mut rule.reach else { return Ok(()) };
    if let Some(highest) = rule.conditions.clearance {
        let within = highest.reaches(record.schema());
        (*read, *write) = (read.intersection(within), write.intersection(within));
        if read.union(*write).is_empty() {
            return Err(PolicyError::NoFields(rule.id.clone()));
        }
    }
    let part2 = record.schema().labelled(Labels::NONE.with(Label::Part2));
    let discloses = rule.effect == Effect::Permit && rule.actions.contains(&Action::Disclose);
    if discloses && !part2.intersection(*read).is_empty() {
        // 42 CFR 2.32: the notice goes with what is disclosed.
        rule.duties = rule.duties.with(Duty::AttachPart2Notice, Stage::Before);
    }
    Ok(())
}
