//! The resources of a document, wherever they stand in it.

use super::json::Json;

/// One resource, and where it stands.
pub(super) struct Resource<'a> {
    pub(super) json: &'a Json,
    /// The address under which its bundle lists it.
    pub(super) full_url: Option<&'a str>,
    /// The resource that contains it, as a position in the list.
    pub(super) container: Option<usize>,
}

impl<'a> Resource<'a> {
    /// Collects every resource of the document: itself, entries of bundles, parameters, and what is contained.
    pub(super) fn all_of(document: &'a Json) -> Vec<Self> {
        let mut all = Vec::new();
        collect(document, None, None, &mut all);
        all
    }

    pub(super) fn kind(&self) -> &'a str {
        kind(self.json)
    }

    pub(super) fn is_patient(&self) -> bool {
        self.kind() == "Patient"
    }
}

/// The type of a resource, or nothing.
pub(super) fn kind(json: &Json) -> &str {
    json.text("resourceType").unwrap_or_default()
}

/// The depth of the recursion is bounded by that of the document, 128.
fn collect<'a>(json: &'a Json, full_url: Option<&'a str>, container: Option<usize>, all: &mut Vec<Resource<'a>>) {
    match kind(json) {
        "" => {}
        "Bundle" => {
            for entry in json.list("entry") {
                collect(entry.get("resource"), entry.text("fullUrl"), None, all);
            }
        }
        "Parameters" => parameters(json.list("parameter"), all),
        _ => {
            let here = all.len();
            all.push(Resource { json, full_url, container });
            for contained in json.list("contained") {
                collect(contained, None, Some(here), all);
            }
        }
    }
}

fn parameters<'a>(list: &'a [Json], all: &mut Vec<Resource<'a>>) {
    for parameter in list {
        collect(parameter.get("resource"), None, None, all);
        parameters(parameter.list("part"), all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_found_at_every_place() {
        let document = Json::parse(
            r#"{"resourceType": "Bundle", "entry": [
                {"response": {"status": "200"}},
                {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Claim", "contained": [{"resourceType": "Patient", "id": "p"}]}},
                {"resource": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"}}]}},
                {"resource": {"resourceType": "Parameters", "parameter": [{"part": [{"resource": {"resourceType": "Patient"}}]}]}},
                {"resource": {"no": "type"}}
            ]}"#,
        )
        .unwrap();
        let all = Resource::all_of(&document);
        assert_eq!(all.iter().map(Resource::kind).collect::<Vec<_>>(), ["Claim", "Patient", "Patient", "Patient"]);
        assert_eq!((all[0].full_url, all[1].container), (Some("urn:uuid:1"), Some(0)));
    }
}
