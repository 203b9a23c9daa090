//! It takes one of its own.

use phi_deid::{LimitedDataSetEngine, profile::LimitedDataSet, replace::Replacement};

fn build(engine: LimitedDataSetEngine, by: Replacement<LimitedDataSet>) -> LimitedDataSetEngine {
    engine.replacing(by)
}

fn main() {}
