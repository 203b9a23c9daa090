//! Break-glass rules: who may override, for what, and for how long.

use alloc::{string::String, vec::Vec};

use phi_types::{
    PhiRecord,
    record::{FieldMask, FieldSet, RecordType},
};
use time::Duration;

use super::{PsychotherapyBasis, Role};

/// Who may break the glass, for what, and for how long.
///
/// 45 CFR 164.312(a)(2)(ii) asks for a procedure to get at what is needed in an emergency. A break-glass rule needs no
/// relationship, is bound to one subject, is for reading alone, and leaves a review behind. It never reaches another tenant,
/// an export or a disclosure.
#[derive(Clone, Debug)]
pub struct BreakGlassRule {
    pub(crate) id: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) reach: Option<(RecordType, FieldMask)>,
    pub(crate) lifetime: Duration,
    pub(crate) review_within: Duration,
    pub(crate) second_person: bool,
    pub(crate) blocks_while_overdue: bool,
    pub(crate) basis: Option<PsychotherapyBasis>,
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
            second_person: false,
            blocks_while_overdue: false,
            basis: None,
        }
    }

    /// For this role and every role that inherits from it; may be called again.
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

    /// Asks for a second person who confirms. Where nobody can be had, the override happens all the same and says so.
    #[must_use]
    pub const fn with_second_person(mut self) -> Self {
        self.second_person = true;
        self
    }

    /// Refuses the next override to somebody who owes an overdue review. Off unless said: an emergency must not be refused for
    /// paperwork, and whoever turns this on answers for it.
    #[must_use]
    pub const fn blocking_while_overdue(mut self) -> Self {
        self.blocks_while_overdue = true;
        self
    }

    /// Lets the override reach psychotherapy notes, on this paragraph. Without one it never does.
    #[must_use]
    pub const fn psychotherapy(mut self, basis: PsychotherapyBasis) -> Self {
        self.basis = Some(basis);
        self
    }
}
