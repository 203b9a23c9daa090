//! What is sealed, as a value that goes into databases and messages; and values sealed by themselves.

mod context;
mod key;
mod serde;
mod value;

pub use context::{OpeningContext, SealingContext, ValueContext};
pub use key::{NotOpened, ValueKey};
pub use value::{NotSealed, Sealed};
