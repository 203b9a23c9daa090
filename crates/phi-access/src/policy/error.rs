//! Why rules are no policy.

use alloc::string::String;

/// Why rules are no policy. Names of rules, roles and fields are part of the message; they are the author's own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A name that is empty, too long or has control characters.
    #[error("rule number {0} has no usable name")]
    Name(usize),
    /// Two rules of the same name: the log could not tell them apart.
    #[error("two rules are named `{0}`")]
    Duplicate(String),
    /// A name that the library keeps for rules of the law.
    #[error("the name `{0}` begins with `law:`, which is kept for rules that the library adds")]
    Reserved(String),
    /// Two record types of the same name: a document could not tell them apart.
    #[error("two record types are named `{0}`")]
    SameRecordName(String),
    /// A permit without role, action or purpose would permit more than anybody wrote down.
    #[error("the permit `{rule}` says no {missing}")]
    Incomplete {
        /// The rule.
        rule: String,
        /// What is missing.
        missing: &'static str,
    },
    /// A rule that reaches no field never matters.
    #[error("the rule `{0}` reaches no field")]
    NoFields(String),
    /// A whole record for reading needs a written justification, 45 CFR 164.514(d)(5).
    #[error("the permit `{0}` grants a whole record: use `whole_record` and justify it")]
    WholeRecord(String),
    /// A permit by label would widen with every new field that carries it.
    #[error("the permit `{0}` goes by label: permits name fields, forbids may go by label")]
    PermitByLabel(String),
    /// Acts on keys and the log are about no subject.
    #[error("the rule `{0}` is for acts of administration and asks for a relationship or another action")]
    Administration(String),
    /// A disclosure that minimum necessary covers, with neither a protocol nor a review.
    #[error("the permit `{0}` discloses and names neither a protocol nor a review: 45 CFR 164.514(d)(3)")]
    Disclosure(String),
    /// A permit over psychotherapy notes without a paragraph that bears it, or for a purpose that the paragraph does not have.
    #[error(
        "the permit `{0}` reaches psychotherapy notes: name the paragraph of 45 CFR 164.508(a)(2) that bears its purposes"
    )]
    Psychotherapy(String),
    /// A permit that says it lifts, or a forbid that obliges, exempts or justifies: it would mean nothing.
    #[error("the rule `{0}` says something that has no meaning for its effect")]
    Meaningless(String),
    /// A validity that ends before it begins.
    #[error("the rule `{0}` is never valid")]
    NeverValid(String),
    /// An override that lasts no time, or too long.
    #[error("the break-glass rule `{0}` lasts no time, or longer than four hours, or has no time for its review")]
    BreakGlassTime(String),
    /// Roles that inherit from each other in a circle.
    #[error("the inheritance of roles goes in a circle: {0}")]
    Cycle(String),
    /// A role that inherits two roles that exclude each other: nobody could ever hold it.
    #[error("the role `{role}` brings together `{one}` and `{other}`, which exclude each other")]
    Separation {
        /// The role.
        role: String,
        /// One of the two.
        one: String,
        /// The other.
        other: String,
    },
    /// More of something than the tables have room for.
    #[error("there are too many {0}")]
    TooMany(&'static str),
}
