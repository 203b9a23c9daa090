//! What a run did, without any value.

use std::collections::BTreeMap;

use phi_deid::{
    report::Method,
    rule::CENSUS_VINTAGE,
    text::{RULESET_VERSION, Redacted},
};
use phi_types::IdentifierClass;
use serde_json::{Value, json};

use crate::{arguments::Options, complain, failure::Refusal};

/// Counts over all documents.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) documents: u64,
    pub(crate) refused: u64,
    pub(crate) not_inspected: Vec<String>,
    letters: [u64; 18],
    rules: BTreeMap<&'static str, u64>,
}

impl Outcome {
    pub(crate) fn cleaned(&mut self, redacted: &Redacted) {
        self.documents += 1;
        for span in &redacted.spans {
            *self.rules.entry(span.rule).or_default() += 1;
            if let Some(count) = self.letters.get_mut(span.class.position()) {
                *count += 1;
            }
        }
    }

    pub(crate) fn refuse(&mut self, refusal: &Refusal) {
        self.documents += 1;
        self.refused += 1;
        complain(refusal);
    }

    pub(crate) fn found(&self) -> u64 {
        self.letters.iter().sum()
    }

    pub(crate) fn report(&self, options: &Options) -> Value {
        let letters: serde_json::Map<String, Value> = IdentifierClass::ALL
            .into_iter()
            .zip(self.letters)
            .map(|(class, count)| (class.letter().to_string(), json!(count)))
            .collect();
        json!({
            "method": Method::SafeHarbor.citation(),
            "ruleset": RULESET_VERSION,
            "census": CENSUS_VINTAGE,
            "documents": self.documents,
            "refused": self.refused,
            "found_by_letter": letters,
            "found_by_rule": self.rules,
            "not_inspected": self.not_inspected,
            "known_values_given": options.known.is_some(),
            "released": false,
            "note": "A candidate. Its release takes a reviewer of the text and an attestation of no actual knowledge by a person (164.514(b)(2)(ii)).",
        })
    }
}
