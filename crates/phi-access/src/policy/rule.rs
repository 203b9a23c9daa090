//! Rules: who, what, what for, on which fields, and under which condition.

use alloc::{string::String, vec::Vec};

use phi_types::{
    Action, PhiRecord, Purpose,
    gate::{Duty, Obligation, Stage},
    record::{FieldMask, FieldSet, Label, Labels, RecordType},
};
use time::Duration;

use super::Role;
use crate::relationship::Relationship;

/// What a rule does when it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Permit,
    Forbid,
}

/// What a rule reaches.
#[derive(Clone, Debug)]
pub(crate) enum Reach {
    /// Fields of one record type.
    Fields { record: RecordType, mask: FieldMask },
    /// The fields of one record type that carry a label; for forbids.
    Labelled { record: RecordType, labels: Labels },
    /// Acts on keys and on the log.
    Administration,
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
    pub(crate) any_of: Vec<Relationship>,
    pub(crate) whole_record: Option<String>,
    pub(crate) obligations: Vec<Obligation>,
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

    fn new(id: &str, effect: Effect) -> Self {
        Self {
            id: id.into(),
            effect,
            roles: Vec::new(),
            actions: Vec::new(),
            purposes: Vec::new(),
            reach: None,
            any_of: Vec::new(),
            whole_record: None,
            obligations: Vec::new(),
        }
    }

    /// For this role; may be called again.
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

    /// For this purpose; may be called again.
    #[must_use]
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purposes.push(purpose);
        self
    }

    /// On these fields of `R`. The rule matches the Rust type, not its name.
    #[must_use]
    pub fn fields<R: PhiRecord>(mut self, fields: FieldSet<R>) -> Self {
        self.reach = Some(Reach::Fields { record: RecordType::of::<R>(), mask: fields.mask() });
        self
    }

    /// On a whole record of `R`, for a written reason: 45 CFR 164.514(d)(5) asks for a specific justification.
    #[must_use]
    pub fn whole_record<R: PhiRecord>(mut self, justification: &str) -> Self {
        self.reach = Some(Reach::Fields { record: RecordType::of::<R>(), mask: FieldSet::<R>::ALL.mask() });
        self.whole_record = Some(justification.into());
        self
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
        self.any_of.push(relationship);
        self
    }

    /// Obliges whoever is permitted by this rule; may be called again. A forbid obliges nobody.
    #[must_use]
    pub fn obliges(mut self, duty: Duty, stage: Stage) -> Self {
        self.obligations.push(Obligation { duty, stage });
        self
    }
}

/// Who may break the glass, for what, and for how long.
///
/// 45 CFR 164.312(a)(2)(ii) asks for a procedure to get at what is needed in an emergency. A break-glass rule needs no
/// relationship, is bound to one subject, and leaves a review behind.
#[derive(Clone, Debug)]
pub struct BreakGlassRule {
    pub(crate) id: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) reach: Option<(RecordType, FieldMask)>,
    pub(crate) lifetime: Duration,
    pub(crate) review_within: Duration,
}

impl BreakGlassRule {
    /// The longest that an override lasts.
    pub const LONGEST: Duration = Duration::hours(4);

    /// Begins a rule: sixty minutes, reviewed within three days, unless said otherwise.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            roles: Vec::new(),
            reach: None,
            lifetime: Duration::minutes(60),
            review_within: Duration::days(3),
        }
    }

    /// For this role; may be called again.
    #[must_use]
    pub fn role(mut self, name: &str) -> Self {
        self.roles.push(Role::new(name));
        self
    }

    /// On these fields of `R`.
    #[must_use]
    pub fn fields<R: PhiRecord>(mut self, fields: FieldSet<R>) -> Self {
        self.reach = Some((RecordType::of::<R>(), fields.mask()));
        self
    }

    /// How long the override lasts, up to [`LONGEST`](Self::LONGEST).
    #[must_use]
    pub const fn lasting(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Within which time it must be reviewed.
    #[must_use]
    pub const fn review_within(mut self, time: Duration) -> Self {
        self.review_within = time;
        self
    }
}
