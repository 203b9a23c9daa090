//! From a derive's input to its output.

use proc_macro2::TokenStream;
use syn::{DeriveInput, Path, Result};

use crate::stand_in;

/// A derive of this crate: what it writes, or why not.
pub(crate) struct Derive {
    pub(crate) expand: fn(&DeriveInput, &Path) -> Result<TokenStream>,
    /// What stands in where it does not, so that the host's uses of the type are no errors too.
    pub(crate) stand_in: fn(&DeriveInput, &Path) -> TokenStream,
}

/// Runs a derive; an error becomes what the compiler shows.
pub(crate) fn expand(derive: &Derive, input: &DeriveInput, default: &Path) -> TokenStream {
    if stand_in::borrows_unnamed(input) {
        // The compiler refuses the host's own declaration: "missing lifetime specifier". Whatever is said here would be said twice.
        return (derive.stand_in)(input, default);
    }
    (derive.expand)(input, default).unwrap_or_else(|error| {
        let mut out = error.into_compile_error();
        out.extend((derive.stand_in)(input, default));
        out
    })
}
