//! How much doubt the engine takes.

/// What becomes of a word that no rule finds.
///
/// A posture never takes anything back that the rules find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Posture {
    /// It stays. For texts that somebody reads before they leave.
    #[default]
    Balanced,
    /// It goes, unless it is a safe word (ordinary or clinical English, a drug), a number with its unit, or a code of the
    /// trade (of a diagnosis, a drug, a gene). Much harmless text goes with it.
    Recall,
    /// No free text is taken at all.
    Block,
}

impl Posture {
    /// Its name, as the command and the reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balanced => "balanced",
            Self::Recall => "recall",
            Self::Block => "block",
        }
    }
}
