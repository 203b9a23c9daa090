//! Free text of an event, which may hold PHI: sealed, or not there.

/// A free text: a written reason, a note, the words of a query.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SealedNote {
    /// There was none.
    #[default]
    None,
    /// Sealed under the tenant's key; an [`Authority`](phi_types::gate::Authority) to read the log opens it.
    Sealed(Vec<u8>),
    /// There was one, but it could not be sealed. The event is recorded without it, since refusing an emergency for want of
    /// its paperwork would be worse.
    Lost,
}

impl SealedNote {
    /// Whether there was one.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        !matches!(self, Self::None)
    }
}
