//! Safe Harbor makes no tokens that hold the value.

use phi_deid::{
    profile::SafeHarbor,
    replace::{Replacement, SealedTokens},
};

fn replace(with: &SealedTokens) -> Replacement<SafeHarbor> {
    Replacement::new().tokens(with)
}

fn main() {}
