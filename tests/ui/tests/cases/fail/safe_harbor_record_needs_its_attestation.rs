//! An agreement with a recipient releases no Safe Harbor record.

use phi_deid::{SafeHarborCandidate, attestation::DataUseAgreement};

fn release(candidate: SafeHarborCandidate, agreement: DataUseAgreement) {
    let _ = candidate.release(agreement);
}

fn main() {}
