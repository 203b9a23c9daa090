/// Why a text is no event.
///
/// It names the element of the format that is at fault and never quotes the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// Above one MiB.
    #[error("the text is too long for an event")]
    TooLong,
    /// Not well-formed, nested too deeply, or ambiguous: a key stands twice.
    #[error("the text is not well-formed for its format")]
    Syntax,
    /// Something that has to be there is not.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// Something has another type, number or value than it may have.
    #[error("`{0}` is malformed")]
    Malformed(&'static str),
    /// Each part is well-formed, but an event of this kind would have other parts.
    #[error("the parts do not make a complete event")]
    Incomplete,
    /// The parts say different things: an event with these parts would be written otherwise.
    #[error("the parts contradict each other")]
    Contradictory,
    /// Something is there that this reader does not know.
    #[error("there is an element that is not known here")]
    Unknown,
}
