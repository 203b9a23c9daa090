//! Safe Harbor makes no pseudonyms: they are derived from the value.

use phi_deid::{
    profile::SafeHarbor,
    replace::{Replacement, SecretKey},
};

fn replace(with: &SecretKey) -> Replacement<SafeHarbor> {
    Replacement::new().pseudonyms(with)
}

fn main() {}
