//! An expert may allow them.

use phi_deid::{
    profile::ExpertDetermination,
    replace::{Replacement, SealedTokens},
};

fn replace(with: &SealedTokens) -> Replacement<ExpertDetermination> {
    Replacement::new().tokens(with)
}

fn main() {}
