//! From a document to a policy.

use alloc::{string::String, vec::Vec};

use phi_types::record::{FieldMask, RecordType};
use time::Duration;

use super::{
    Catalogue, instant,
    shape::{Document, GlassShape, RuleShape},
    suggest::suggest,
    word::{action, fields, hours, labels, obligation, purpose, word, words},
};
use crate::{
    assurance::Assurance,
    confidentiality::Confidentiality,
    facts::Fact,
    policy::{
        BreakGlassRule, Effect, Policy, PolicyBuilder, PolicyError, PsychotherapyBasis, Reach, Role, Rule, Separation,
    },
    relationship::Relationship,
    ruling::Exemption,
};

/// Why a document is no policy. Names out of it are part of the message: a policy holds no PHI.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// Longer than 4 MiB, or nested more deeply than any policy is.
    #[error("the document is longer than 4 MiB, or nested too deeply")]
    TooLarge,
    /// It is no TOML or JSON of this shape.
    #[error("{}{reason}", line.map(|line| alloc::format!("line {line}: ")).unwrap_or_default())]
    Syntax {
        /// The line, where it is known.
        line: Option<usize>,
        /// What the parser says.
        reason: String,
    },
    /// A version that this library does not know.
    #[error("version {0} is not known: this library reads version 1")]
    Version(u32),
    /// A role, type, field, purpose or other word that does not exist.
    #[error("`{at}`: there is no {kind} `{name}`{}", suggestion.as_ref().map(|word| alloc::format!("; did you mean `{word}`?")).unwrap_or_default())]
    Unknown {
        /// In which rule, role or test.
        at: String,
        /// What it should have been.
        kind: &'static str,
        /// What stands there.
        name: String,
        /// What may have been meant.
        suggestion: Option<String>,
    },
    /// Something that is said in a way that is not understood, or twice.
    #[error("`{at}`: {what} is not well-formed, or does not fit with the rest")]
    Invalid {
        /// In which rule, role or test.
        at: String,
        /// What.
        what: &'static str,
    },
    /// The rules are no policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A test of the document failed.
    #[error("the test `{name}` failed: {why}")]
    Test {
        /// Which.
        name: String,
        /// What came out instead.
        why: String,
    },
}

pub(super) fn read(document: Document, catalogue: &Catalogue) -> Result<Policy, LoadError> {
    if document.version != 1 {
        return Err(LoadError::Version(document.version));
    }
    let known: alloc::collections::BTreeSet<&str> = document.roles.iter().map(|role| role.name.as_str()).collect();
    let reader = Reader { catalogue, roles: known };
    let mut builder = Policy::builder();
    if let Some(label) = &document.label {
        builder = builder.label(label);
    }
    for role in &document.roles {
        reader.roles(&role.name, &role.inherits)?;
        builder = builder.declare_role(&role.name);
        for junior in &role.inherits {
            builder = builder.inherits(&role.name, junior);
        }
        if role.clinical {
            builder = builder.clinical(&role.name);
        }
    }
    for exclusive in &document.exclusive {
        let at = word("exclusive", "time", &exclusive.at, &[Separation::Assignment, Separation::Session], separation)?;
        let roles = reader.roles("exclusive", &exclusive.roles)?;
        builder = builder.exclusive(at, &roles.iter().map(Role::name).collect::<Vec<_>>());
    }
    for name in &document.psychotherapy_notes {
        builder = builder.psychotherapy_type(reader.record("psychotherapy_notes", name)?);
    }
    for shape in &document.rules {
        builder = builder.rule(reader.rule(shape)?);
    }
    for shape in &document.break_glass {
        builder = reader.glass(builder, shape)?;
    }
    let policy = builder.inline_tests(document.tests).build()?;
    super::tests::run(&policy)?;
    Ok(policy)
}

pub(super) const fn separation(at: Separation) -> &'static str {
    match at {
        Separation::Assignment => "assignment",
        Separation::Session => "session",
    }
}

struct Reader<'a> {
    catalogue: &'a Catalogue,
    roles: alloc::collections::BTreeSet<&'a str>,
}

impl Reader<'_> {
    fn roles(&self, at: &str, names: &[String]) -> Result<Vec<Role>, LoadError> {
        let role = |name: &String| match self.roles.contains(name.as_str()) {
            true => Ok(Role::new(name)),
            false => Err(LoadError::Unknown {
                at: at.into(),
                kind: "role",
                name: name.clone(),
                suggestion: suggest(name, self.roles.iter().copied()),
            }),
        };
        names.iter().map(role).collect()
    }

    fn record(&self, at: &str, name: &str) -> Result<RecordType, LoadError> {
        self.catalogue.named(name).ok_or_else(|| LoadError::Unknown {
            at: at.into(),
            kind: "record type",
            name: name.into(),
            suggestion: suggest(name, self.catalogue.names()),
        })
    }

    fn reach(&self, shape: &RuleShape) -> Result<Option<Reach>, LoadError> {
        let at = &shape.id;
        let named = !(shape.fields.is_empty() && shape.read.is_empty() && shape.write.is_empty());
        let wrong = || LoadError::Invalid { at: at.clone(), what: "what the rule reaches" };
        let Some(record) = &shape.record else {
            let says_fields = named || !shape.labelled.is_empty() || shape.whole_record.is_some();
            return match (shape.administration, says_fields) {
                (true, false) => Ok(Some(Reach::Administration)),
                (false, false) => Ok(None),
                (_, true) => Err(wrong()),
            };
        };
        let record = self.record(at, record)?;
        let schema = record.schema();
        if shape.administration || (named && !shape.labelled.is_empty()) {
            return Err(wrong());
        }
        if !shape.labelled.is_empty() {
            let labels = labels(at, &shape.labelled)?.into_iter();
            let labels = labels.fold(phi_types::record::Labels::NONE, phi_types::record::Labels::with);
            return Ok(Some(Reach::Labelled { record, labels }));
        }
        let both =
            if shape.whole_record.is_some() && !named { schema.all() } else { fields(at, schema, &shape.fields)? };
        let more = |names: &[String]| fields(at, schema, names).map(|mask: FieldMask| mask.union(both));
        Ok(Some(Reach::Fields { record, read: more(&shape.read)?, write: more(&shape.write)? }))
    }

    fn rule(&self, shape: &RuleShape) -> Result<Rule, LoadError> {
        let at = shape.id.as_str();
        let effect = word(at, "effect", &shape.effect, &[Effect::Permit, Effect::Forbid], effect)?;
        let mut rule = Rule::new(at, effect);
        rule.roles = self.roles(at, &shape.roles)?;
        rule.reach = self.reach(shape)?;
        rule.whole_record.clone_from(&shape.whole_record);
        for text in &shape.actions {
            rule = rule.action(action(at, text)?);
        }
        for text in &shape.purposes {
            rule = rule.purpose(purpose(at, text)?);
        }
        for relationship in words(at, "relationship", &shape.when, &Relationship::ALL, Relationship::code)? {
            rule = rule.when(relationship);
        }
        for fact in words(at, "fact", &shape.needs, &Fact::ALL, Fact::code)? {
            rule = rule.needs(fact);
        }
        for fact in words(at, "fact", &shape.lacks, &Fact::ALL, Fact::code)? {
            rule = rule.lacks(fact);
        }
        for label in labels(at, &shape.about_labelled)? {
            rule = rule.about_labelled(label);
        }
        let level = |text: &String| word(at, "confidentiality", text, &Confidentiality::ALL, Confidentiality::code);
        rule.conditions.clearance = shape.clearance.as_ref().map(level).transpose()?;
        rule.conditions.at_least = shape.from_confidentiality.as_ref().map(level).transpose()?;
        rule.conditions.hours = shape.hours.as_ref().map(|shape| hours(at, shape)).transpose()?;
        rule.conditions.networks.clone_from(&shape.networks);
        if let Some(text) = &shape.assurance {
            rule = rule.assurance(word(at, "assurance level", text, &Assurance::ALL, Assurance::code)?);
        }
        rule.conditions.phishing_resistant = shape.phishing_resistant;
        let instant = |text: &String| {
            let wrong = || LoadError::Invalid { at: at.into(), what: "an instant" };
            instant::parse(text).map(time::OffsetDateTime::unix_timestamp).ok_or_else(wrong)
        };
        rule.conditions.from = shape.valid_from.as_ref().map(instant).transpose()?;
        rule.conditions.until = shape.valid_until.as_ref().map(instant).transpose()?;
        for text in &shape.obliges {
            let owed = obligation(at, text)?;
            rule = rule.obliges(owed.duty, owed.stage);
        }
        if let Some(text) = &shape.exempt {
            rule = rule.exempt(word(at, "exemption", text, &Exemption::ALL, Exemption::code)?);
        }
        match (&shape.protocol, shape.reviewed) {
            (Some(_), true) => return Err(LoadError::Invalid { at: at.into(), what: "protocol and review" }),
            (Some(name), false) => rule = rule.protocol(name),
            (None, true) => rule = rule.reviewed(),
            (None, false) => {}
        }
        if let Some(text) = &shape.psychotherapy {
            rule = rule.psychotherapy(basis(at, text)?);
        }
        rule.liftable = shape.liftable;
        Ok(rule)
    }

    fn glass(&self, builder: PolicyBuilder, shape: &GlassShape) -> Result<PolicyBuilder, LoadError> {
        let at = shape.id.as_str();
        let record = self.record(at, &shape.record)?;
        let mut rule = BreakGlassRule::new(at);
        rule.roles = self.roles(at, &shape.roles)?;
        rule.reach = Some((record, fields(at, record.schema(), &shape.fields)?));
        // Whatever does not fit into the limits is refused there; here nothing may overflow on the way.
        rule.lifetime = Duration::minutes(shape.minutes.clamp(0, 1_000_000));
        rule.review_within = Duration::hours(shape.review_hours.clamp(0, 1_000_000));
        rule.second_person = shape.second_person;
        rule.blocks_while_overdue = shape.blocks_while_overdue;
        rule.basis = shape.psychotherapy.as_ref().map(|text| basis(at, text)).transpose()?;
        Ok(builder.break_glass(rule))
    }
}

pub(super) const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Permit => "permit",
        Effect::Forbid => "forbid",
    }
}

fn basis(at: &str, text: &str) -> Result<PsychotherapyBasis, LoadError> {
    word(at, "paragraph on psychotherapy notes", text, &PsychotherapyBasis::ALL, PsychotherapyBasis::code)
}
