//! Safe Harbor makes no surrogates: a key chooses them by the value.

use phi_deid::{
    profile::SafeHarbor,
    replace::{Replacement, SecretKey},
};

fn replace(with: &SecretKey) -> Replacement<SafeHarbor> {
    Replacement::new().surrogates(with)
}

fn main() {}
