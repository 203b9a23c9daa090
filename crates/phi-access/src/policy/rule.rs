//! Rules: who, what, what for, on which fields, and under which conditions.

use alloc::{string::String, vec::Vec};

use phi_types::{
    Action, PhiRecord, Purpose,
    gate::{Duty, Stage},
    record::{FieldMask, FieldSet, Label, Labels, RecordType},
};
use time::OffsetDateTime;

use super::{PsychotherapyBasis, Role};
use crate::{
    assurance::Assurance,
    confidentiality::Confidentiality,
    duties::Duties,
    facts::{Fact, Facts},
    hours::Hours,
    relationship::{Relationship, RelationshipSet},
    ruling::Exemption,
};

/// What a rule does when it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Permit,
    Forbid,
}

/// What a rule reaches.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach {
    /// Fields of one record type, for reading and for writing.
    Fields { record: RecordType, read: FieldMask, write: FieldMask },
    /// The fields of one record type that carry a label; for forbids.
    Labelled { record: RecordType, labels: Labels },
    /// Acts on keys and on the log.
    Administration,
}

impl Reach {
    pub(crate) const fn record(&self) -> Option<RecordType> {
        match self {
            Self::Fields { record, .. } | Self::Labelled { record, .. } => Some(*record),
            Self::Administration => None,
        }
    }
}

/// The conditions of a rule, beyond who, what and what for. All of them have to hold.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Conditions {
    pub(crate) any_of: RelationshipSet,
    pub(crate) needs: Facts,
    pub(crate) lacks: Facts,
    pub(crate) labels: Labels,
    pub(crate) clearance: Option<Confidentiality>,
    pub(crate) at_least: Option<Confidentiality>,
    pub(crate) hours: Option<Hours>,
    pub(crate) networks: Vec<String>,
    pub(crate) assurance: Assurance,
    pub(crate) phishing_resistant: bool,
    pub(crate) from: Option<i64>,
    pub(crate) until: Option<i64>,
}

/// How a disclosure for a purpose that minimum necessary covers is limited, 45 CFR 164.514(d)(3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Disclosing {
    /// Routine and recurring: by a standing protocol, named here.
    Protocol(String),
    /// Not routine: each is reviewed; [`Fact::Reviewed`] has to be on file.
    Reviewed,
}

/// A permit or a forbid.
///
/// ```text
/// Rule::permit("nurse-care").role("nurse").action(Action::Read).purpose(Purpose::Treatment)
///     .fields(Patient::NAME | Patient::ALLERGIES).when(Relationship::Treating)
/// ```
#[derive(Clone, Debug)]
pub struct Rule {
    pub(crate) id: String,
    pub(crate) effect: Effect,
    pub(crate) roles: Vec<Role>,
    pub(crate) actions: Vec<Action>,
    pub(crate) purposes: Vec<Purpose>,
    pub(crate) reach: Option<Reach>,
    pub(crate) conditions: Conditions,
    pub(crate) duties: Duties,
    pub(crate) whole_record: Option<String>,
    pub(crate) exemption: Option<Exemption>,
    pub(crate) disclosing: Option<Disclosing>,
    pub(crate) basis: Option<PsychotherapyBasis>,
    pub(crate) liftable: bool,
}

impl Rule {
    /// Begins a permit.
    #[must_use]
    pub fn permit(id: &str) -> Self {
        Self::new(id, Effect::Permit)
    }

    /// Begins a forbid. A forbid without roles is for everybody, one without actions or purposes for all of them.
    #[must_use]
    pub fn forbid(id: &str) -> Self {
        Self::new(id, Effect::Forbid)
    }

    /// A permit for the individual's own access (45 CFR 164.524), and for a personal representative's (164.502(g)).
    #[must_use]
    pub fn own_access(id: &str) -> Self {
        Self::permit(id)
            .action(Action::Read)
            .purpose(Purpose::PatientRequest)
            .when(Relationship::Myself)
            .when(Relationship::PersonalRepresentative)
            .exempt(Exemption::Individual)
    }

    /// A forbid by a restriction that the entity agreed to, 45 CFR 164.522(a)(1): it lifts for emergency treatment.
    #[must_use]
    pub fn agreed_restriction(id: &str) -> Self {
        Self::forbid(id).needs(Fact::AgreedRestriction).liftable()
    }

    pub(crate) fn new(id: &str, effect: Effect) -> Self {
        Self {
            id: id.into(),
            effect,
            roles: Vec::new(),
            actions: Vec::new(),
            purposes: Vec::new(),
            reach: None,
            conditions: Conditions::default(),
            duties: Duties::NONE,
            whole_record: None,
            exemption: None,
            disclosing: None,
            basis: None,
            liftable: false,
        }
    }

    /// For this role and every role that inherits from it; may be called again.
    #[must_use]
    pub fn role(mut self, name: &str) -> Self {
        self.roles.push(Role::new(name));
        self
    }

    /// For this action; may be called again.
    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    /// For this purpose and every case of it (HL7's tree); may be called again. No permit covers [`Purpose::BreakGlass`]: that is
    /// what a [`BreakGlassRule`](super::BreakGlassRule) is for. A forbid on emergency treatment does cover it.
    #[must_use]
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purposes.push(purpose);
        self
    }

    /// On these fields of `R`. The rule matches the Rust type, not its name.
    ///
    /// Fields declared `not_phi` come along wherever one of these is granted; a forbid takes them away. A sensitivity label does
    /// nothing by itself: a permit that names a labelled field grants it, unless a forbid goes by the [label](Self::labelled).
    #[must_use]
    pub fn fields<R: PhiRecord>(self, fields: FieldSet<R>) -> Self {
        self.reading_and_writing(fields, fields)
    }

    /// On these fields of `R` where the action reads, and on those where it writes.
    #[must_use]
    pub fn reading_and_writing<R: PhiRecord>(mut self, read: FieldSet<R>, write: FieldSet<R>) -> Self {
        self.reach = Some(Reach::Fields { record: RecordType::of::<R>(), read: read.mask(), write: write.mask() });
        self
    }

    /// On a whole record of `R`, for a written reason: 45 CFR 164.514(d)(5) asks for a specific justification.
    #[must_use]
    pub fn whole_record<R: PhiRecord>(mut self, justification: &str) -> Self {
        self.whole_record = Some(justification.into());
        self.fields(FieldSet::<R>::ALL)
    }

    /// On the fields of `R` that carry the label; for forbids.
    #[must_use]
    pub fn labelled<R: PhiRecord>(mut self, label: Label) -> Self {
        let labels = match self.reach {
            Some(Reach::Labelled { labels, .. }) => labels,
            _ => Labels::NONE,
        };
        self.reach = Some(Reach::Labelled { record: RecordType::of::<R>(), labels: labels.with(label) });
        self
    }

    /// On acts on keys and on the log.
    #[must_use]
    pub fn administration(mut self) -> Self {
        self.reach = Some(Reach::Administration);
        self
    }

    /// Only for somebody who stands in this relationship to the subject; called again, either serves.
    #[must_use]
    pub fn when(mut self, relationship: Relationship) -> Self {
        self.conditions.any_of = self.conditions.any_of.with(relationship);
        self
    }

    /// Only where this is on file; called again, all of it.
    #[must_use]
    pub fn needs(mut self, fact: Fact) -> Self {
        self.conditions.needs = self.conditions.needs.with(fact);
        self
    }

    /// Only where this is not on file; called again, none of it.
    #[must_use]
    pub fn lacks(mut self, fact: Fact) -> Self {
        self.conditions.lacks = self.conditions.lacks.with(fact);
        self
    }

    /// Only where the subject's records as a whole carry the label; called again, either serves. Mostly for forbids.
    #[must_use]
    pub fn about_labelled(mut self, label: Label) -> Self {
        self.conditions.labels = self.conditions.labels.with(label);
        self
    }

    /// A permit reaches no field that is more confidential than this, and no subject whose records as a whole are.
    #[must_use]
    pub const fn clearance(mut self, highest: Confidentiality) -> Self {
        self.conditions.clearance = Some(highest);
        self
    }

    /// Only where the subject's records as a whole are at least this confidential. Mostly for forbids.
    #[must_use]
    pub const fn from_confidentiality(mut self, lowest: Confidentiality) -> Self {
        self.conditions.at_least = Some(lowest);
        self
    }

    /// Only within these hours.
    #[must_use]
    pub const fn within_hours(mut self, hours: Hours) -> Self {
        self.conditions.hours = Some(hours);
        self
    }

    /// Only from this network zone, as the host names it when it opens the session; called again, either serves.
    #[must_use]
    pub fn network(mut self, zone: &str) -> Self {
        self.conditions.networks.push(zone.into());
        self
    }

    /// Only after an authentication of at least this level.
    #[must_use]
    pub const fn assurance(mut self, least: Assurance) -> Self {
        self.conditions.assurance = least;
        self
    }

    /// Only after an authentication that resists phishing.
    #[must_use]
    pub const fn phishing_resistant(mut self) -> Self {
        self.conditions.phishing_resistant = true;
        self
    }

    /// Only from this instant.
    #[must_use]
    pub const fn valid_from(mut self, from: OffsetDateTime) -> Self {
        self.conditions.from = Some(from.unix_timestamp());
        self
    }

    /// Only until this instant, and not at it.
    #[must_use]
    pub const fn valid_until(mut self, until: OffsetDateTime) -> Self {
        self.conditions.until = Some(until.unix_timestamp());
        self
    }

    /// Obliges whoever is permitted by this rule; may be called again. A forbid obliges nobody.
    #[must_use]
    pub fn obliges(mut self, duty: Duty, stage: Stage) -> Self {
        self.duties = self.duties.with(duty, stage);
        self
    }

    /// Names the exemption from minimum necessary under which it permits, 45 CFR 164.502(b)(2). An
    /// [authorization](Exemption::Authorization) then has to be on file.
    #[must_use]
    pub fn exempt(mut self, exemption: Exemption) -> Self {
        if exemption == Exemption::Authorization {
            self = self.needs(Fact::Authorization);
        }
        self.exemption = Some(exemption);
        self
    }

    /// A routine disclosure, by this standing protocol: 45 CFR 164.514(d)(3)(i).
    #[must_use]
    pub fn protocol(mut self, name: &str) -> Self {
        self.disclosing = Some(Disclosing::Protocol(name.into()));
        self
    }

    /// A disclosure that is not routine: each one is reviewed, and [`Fact::Reviewed`] is on file, 45 CFR 164.514(d)(3)(ii).
    #[must_use]
    pub fn reviewed(mut self) -> Self {
        self.disclosing = Some(Disclosing::Reviewed);
        self.needs(Fact::Reviewed)
    }

    /// The paragraph on which a permit over psychotherapy notes rests. It brings its own conditions along.
    #[must_use]
    pub fn psychotherapy(mut self, basis: PsychotherapyBasis) -> Self {
        self.basis = Some(basis);
        match basis {
            PsychotherapyBasis::OriginatorTreatment => self.when(Relationship::Author),
            PsychotherapyBasis::Authorization => self.exempt(Exemption::Authorization),
            PsychotherapyBasis::RequiredByLaw => self.needs(Fact::RequiredByLaw),
            _ => self,
        }
    }

    /// A forbid that lifts in an emergency: for emergency treatment (ETREAT, ERTREAT) and while the glass is broken (BTG).
    #[must_use]
    pub const fn liftable(mut self) -> Self {
        self.liftable = true;
        self
    }
}
