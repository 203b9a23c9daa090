//! Watching: detectors over the log, each a rule minus its innocent explanations.
//!
//! A [`Watch`] takes the entries of a log in their order, as [`Observation`]s, asks the host's [`Context`] what it has to know
//! about people, and gives [`Finding`]s: a rule, a severity, entries of the log as evidence, a sentence why, and the innocent
//! explanations that were looked at and did not hold. A person then looks at it and writes a [`Review`].
//!
//! **Goals.** The same log gives the same findings. What is ordinary in a hospital is not reported: care teams, late papers,
//! floats, busy days, nightly jobs. State is bounded by the actors and subjects of a window. No name, no value of a record.
//!
//! **Non-goals.** It proves nothing about anybody, and it blocks nobody. It does not see what is not in the log.
//! `docs/watching.md` says for each rule what it rules out and what it misses, and how well it did on made-up hospitals.
//!
//! Helps implement 45 CFR 164.308(a)(1)(ii)(D), the regular review of records of activity, and the examining of 164.312(b).
//! The law names no rule and no number; those here are ours, and [`Thresholds`] sets them.

mod actors;
mod baseline;
mod census;
mod context;
mod engine;
mod finding;
mod keep;
mod observation;
mod review;
mod rule;
mod rules;
#[cfg(test)]
mod tests;
mod thresholds;

pub use census::{Blind, Census};
pub use context::{Bond, Context, Key, NoContext, Person, Reach, Shift, Staff, Task, Tie, Upkeep};
pub use engine::{Held, NotASnapshot, OutOfOrder, Watch};
pub use finding::{EVIDENCE, Finding, FindingId};
pub use observation::{Deed, Observation, Outcome};
pub use review::{Review, Reviews, Verdict};
pub use rule::{Innocent, Rule, Severity};
pub use thresholds::Thresholds;
