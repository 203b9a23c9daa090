//! An expert may allow them.

use phi_deid::{
    profile::ExpertDetermination,
    replace::{Replacement, SecretKey},
};

fn replace(with: &SecretKey) -> Replacement<ExpertDetermination> {
    Replacement::new().surrogates(with)
}

fn main() {}
