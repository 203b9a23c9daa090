//! An engine for limited data sets takes no replacement made for another profile.

use phi_deid::{LimitedDataSetEngine, profile::ExpertDetermination, replace::Replacement};

fn build(engine: LimitedDataSetEngine, by: Replacement<ExpertDetermination>) -> LimitedDataSetEngine {
    engine.replacing(by)
}

fn main() {}
