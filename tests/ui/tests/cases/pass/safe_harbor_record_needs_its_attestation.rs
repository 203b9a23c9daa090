//! An attestation of no actual knowledge does.

use phi_deid::{SafeHarborCandidate, attestation::ActualKnowledgeAttestation};

fn release(candidate: SafeHarborCandidate, attestation: ActualKnowledgeAttestation) {
    let _ = candidate.release(attestation);
}

fn main() {}
