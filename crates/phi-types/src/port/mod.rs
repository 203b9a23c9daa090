//! The ports that the sibling crates fill. Whoever implements one is trusted code and sees plaintext.

mod context;
mod deidentifier;
mod indexer;
mod keyring;
mod opened;

pub use context::{AmendContext, NoteContext, OpenContext, RowContext, SealContext, frame, framed};
pub use deidentifier::{Content, ContentField, ContentState, DeIdentifier, DeIdentifyContext, DeIdentifyError};
pub use indexer::{IndexContext, IndexTerm, Indexer};
pub use keyring::{Keyring, NoteSealer, OpenError, PlainField, SealError};
pub use opened::OpenedFields;
