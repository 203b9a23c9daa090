//! Only the gate hands content to a de-identifier.

use phi_types::{
    port::{Content, ContentField, ContentState},
    record::FieldSpec,
};

fn forge(spec: &'static FieldSpec) -> ContentField<'static> {
    ContentField { spec, state: ContentState::Present(Content::Text("forged")) }
}

fn main() {}
