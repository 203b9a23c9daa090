//! What an authority allows is asked of it, with the act and the brand.

use phi_types::{
    TenantId,
    gate::{Administration, Authority, Brand, GrantError},
};

fn rotate(authority: &Authority, brand: Brand) -> Result<&TenantId, GrantError> {
    authority.confirm(brand, Administration::RotateKey)
}

fn main() {}
