//! What the fuzz targets share.

mod bound;
pub mod sealed;

pub use bound::{FIELDS, Place, note_data, row_data, unframe};
