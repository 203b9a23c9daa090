//! The shape of a document. Every struct refuses unknown keys.

use alloc::{string::String, vec::Vec};

use phi_types::record::serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
pub(crate) struct Document {
    pub(super) version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<String>,
    /// Record types that hold psychotherapy notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) psychotherapy_notes: Vec<String>,
    #[serde(default, rename = "role", skip_serializing_if = "Vec::is_empty")]
    pub(super) roles: Vec<RoleShape>,
    #[serde(default, rename = "exclusive", skip_serializing_if = "Vec::is_empty")]
    pub(super) exclusive: Vec<ExclusiveShape>,
    #[serde(default, rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub(super) rules: Vec<RuleShape>,
    #[serde(default, rename = "break_glass", skip_serializing_if = "Vec::is_empty")]
    pub(super) break_glass: Vec<GlassShape>,
    #[serde(default, rename = "test", skip_serializing_if = "Vec::is_empty")]
    pub(super) tests: Vec<InlineTest>,
}

/// What stands before the first section.
#[derive(Debug, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
pub(super) struct Head {
    pub(super) version: u32,
    pub(super) label: Option<String>,
    #[serde(default)]
    pub(super) psychotherapy_notes: Vec<String>,
}

/// The sections, or one of them.
#[derive(Debug, Default, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields, default)]
pub(super) struct Sections {
    #[serde(rename = "role")]
    pub(super) roles: Vec<RoleShape>,
    pub(super) exclusive: Vec<ExclusiveShape>,
    #[serde(rename = "rule")]
    pub(super) rules: Vec<RuleShape>,
    pub(super) break_glass: Vec<GlassShape>,
    #[serde(rename = "test")]
    pub(super) tests: Vec<InlineTest>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
pub(super) struct RoleShape {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) inherits: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) clinical: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
pub(super) struct ExclusiveShape {
    /// `assignment` or `session`.
    pub(super) at: String,
    pub(super) roles: Vec<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
pub(super) struct RuleShape {
    pub(super) id: String,
    /// `permit` or `forbid`.
    pub(super) effect: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) actions: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) purposes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) record: Option<String>,
    /// For reading and for writing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) fields: Vec<String>,
    /// For reading alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) read: Vec<String>,
    /// For writing alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) write: Vec<String>,
    /// For forbids: every field that carries one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) labelled: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) administration: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) when: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) needs: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) lacks: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) about_labelled: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) clearance: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) from_confidentiality: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) networks: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) assurance: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) phishing_resistant: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) valid_from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) valid_until: Option<String>,
    /// Such as `after notify-privacy-officer`, `before rate-limit 20`, `after review-within 3600` (seconds).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) obliges: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) whole_record: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) exempt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) protocol: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) reviewed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) psychotherapy: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) liftable: bool,
    // A table, so the last of the keys: TOML wants it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hours: Option<HoursShape>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
pub(super) struct HoursShape {
    /// `mon` to `sun`.
    pub(super) days: Vec<String>,
    /// `HH:MM`.
    pub(super) from: String,
    pub(super) to: String,
    #[serde(default)]
    pub(super) minutes_ahead_of_utc: i16,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
pub(super) struct GlassShape {
    pub(super) id: String,
    pub(super) roles: Vec<String>,
    pub(super) record: String,
    pub(super) fields: Vec<String>,
    #[serde(default = "sixty")]
    pub(super) minutes: i64,
    #[serde(default = "seventy_two")]
    pub(super) review_hours: i64,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) second_person: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) blocks_while_overdue: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) psychotherapy: Option<String>,
}

/// A test inside a document: a question and the answer that it has to get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(crate = "phi_types::record::serde", deny_unknown_fields)]
pub(crate) struct InlineTest {
    pub(crate) name: String,
    pub(crate) roles: Vec<String>,
    pub(crate) action: String,
    pub(crate) purpose: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<String>,
    /// The fields asked for; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) fields: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) relationships: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) facts: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) networks: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) assurance: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) phishing_resistant: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<String>,
    /// `permit` or `deny`.
    pub(crate) expect: String,
    /// Exactly the fields that are granted, where it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) granted: Option<Vec<String>>,
    /// The rule that decides, where it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
}

const fn is_false(value: &bool) -> bool {
    !*value
}

const fn sixty() -> i64 {
    60
}

const fn seventy_two() -> i64 {
    72
}
