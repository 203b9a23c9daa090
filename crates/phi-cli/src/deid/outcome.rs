//! What a run did, without any value.

use std::collections::BTreeMap;

use phi_deid::{
    digest::Digest,
    report::Method,
    rule::CENSUS_VINTAGE,
    text::{RULESET_VERSION, Redacted, Streamed},
};
use phi_types::IdentifierClass;
use serde_json::{Value, json};

use crate::{
    arguments::{Options, ProfileName},
    complain,
    failure::Refusal,
};

/// Counts over all documents.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) documents: u64,
    pub(crate) refused: u64,
    pub(crate) not_inspected: Vec<String>,
    /// Which of several inputs is read, from 1.
    pub(crate) input: Option<usize>,
    /// The header of the first table: others must have the same.
    pub(crate) header: Option<csv::ByteRecord>,
    pub(crate) digests: Option<(Digest, Digest)>,
    letters: [u64; 18],
    kept: [u64; 18],
    rules: BTreeMap<&'static str, u64>,
}

impl Outcome {
    pub(crate) fn cleaned(&mut self, redacted: &Redacted) {
        self.documents += 1;
        for (sum, count) in self.kept.iter_mut().zip(redacted.kept) {
            *sum += count as u64;
        }
        for span in &redacted.spans {
            *self.rules.entry(span.rule).or_default() += 1;
            if let Some(count) = self.letters.get_mut(span.class.position()) {
                *count += 1;
            }
        }
    }

    /// Counts a long text.
    pub(crate) fn streamed(&mut self, streamed: &Streamed, rules: BTreeMap<&'static str, u64>) {
        self.documents += 1;
        for (sums, counts) in [(&mut self.letters, streamed.counts), (&mut self.kept, streamed.kept)] {
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count as u64;
            }
        }
        for (rule, count) in rules {
            *self.rules.entry(rule).or_default() += count;
        }
    }

    pub(crate) fn refuse(&mut self, refusal: &Refusal) {
        self.documents += 1;
        self.refused += 1;
        match self.input {
            Some(number) => complain(&format_args!("input {number}, {refusal}")),
            None => complain(refusal),
        }
    }

    pub(crate) fn found(&self) -> u64 {
        self.letters.iter().sum()
    }

    pub(crate) fn report(&self, options: &Options) -> Value {
        let by_letter = |counts: [u64; 18]| {
            let counts = IdentifierClass::ALL.into_iter().zip(counts);
            counts.map(|(class, count)| (class.letter().to_string(), json!(count))).collect::<serde_json::Map<_, _>>()
        };
        let method = match options.profile {
            ProfileName::SafeHarbor => Method::SafeHarbor,
            ProfileName::LimitedDataSet => Method::LimitedDataSet,
        };
        let digests = self.digests.as_ref().map(|(input, output)| {
            json!({ "keyed_by": "HMAC-SHA-256", "input": input.to_string(), "output": output.to_string() })
        });
        json!({
            "method": method.citation(),
            "posture": options.posture.name(),
            "ruleset": RULESET_VERSION,
            "census": CENSUS_VINTAGE,
            "documents": self.documents,
            "refused": self.refused,
            "found_by_letter": by_letter(self.letters),
            "kept_by_letter": by_letter(self.kept),
            "found_by_rule": self.rules,
            "not_inspected": self.not_inspected,
            "digests": digests,
            "known_values_given": options.known.is_some(),
            "released": false,
            "note": "A candidate: its release takes a person who reviews the text.",
            "left_to_a_person": method.what_is_left(),
        })
    }
}
