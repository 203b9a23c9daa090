//! What the fuzz targets share.

mod bound;
#[path = "../../benches/open_gate.rs"]
mod open_gate;
pub mod sealed;
pub mod sealed_file;

pub use bound::{FIELDS, Place, note_data, row_data, unframe};
