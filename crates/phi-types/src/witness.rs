//! The token that separates this crate's own code from everyone else's.
//!
//! Sealed traits alone do not hide their methods: a generic function bounded by a sealed trait may still call what the
//! trait declares. So each method that touches plaintext also takes a `Witness`, which only this crate can make.

/// Proof that the caller is this crate. Nameable nowhere outside it, constructible nowhere outside it.
#[derive(Clone, Copy)]
pub struct Witness(());

impl Witness {
    pub(crate) const OURS: Self = Self(());
}
