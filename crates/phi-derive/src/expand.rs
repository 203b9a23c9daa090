//! From a derive's input to its output.

use proc_macro2::TokenStream;
use syn::{DeriveInput, Path, Result};

/// A derive of this crate: what it writes, or why not.
pub(crate) type Derive = fn(&DeriveInput, &Path) -> Result<TokenStream>;

/// Runs a derive; an error becomes what the compiler shows.
pub(crate) fn expand(derive: Derive, input: &DeriveInput, default: &Path) -> TokenStream {
    derive(input, default).unwrap_or_else(syn::Error::into_compile_error)
}
