//! A de-identifier sees what there is of each field.

use phi_types::port::{ContentField, ContentState};

fn withheld(field: &ContentField<'_>) -> bool {
    matches!(field.state(), ContentState::Withheld)
}

fn main() {}
