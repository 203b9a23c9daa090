//! Whose resource is it: references to patients (FHIR R4, "Resolving references in bundles").
//!
//! A wrong answer would put one person's data into another's record. So a reference that names a patient who is not here
//! leads nowhere, even if there is just one patient; only what names nobody, in no form, goes to that one.

use std::collections::{HashMap, HashSet};

use super::{
    naming::{Named, Target, is_thing, named},
    resource::Resource,
};
use crate::secret::join;

/// The patients of a document, by everything that a reference may call them. Patients are counted from 0 in the order of
/// the resources.
#[derive(Default)]
pub(super) struct Owners<'a> {
    by_url: HashMap<&'a str, Called>,
    by_id: HashMap<&'a str, Called>,
    contained: HashMap<(usize, &'a str), Called>,
    /// What is listed and is no person, likewise.
    things: HashSet<&'a str>,
    contained_things: HashSet<(usize, &'a str)>,
    /// Positions in the list of resources, ascending.
    positions: Vec<usize>,
}

/// Whom a name leads to.
#[derive(Clone, Copy)]
enum Called {
    One(usize),
    /// Several patients share the name, so it leads to none of them.
    Several,
}

impl<'a> Owners<'a> {
    pub(super) fn of(resources: &[Resource<'a>]) -> Self {
        let mut owners = Self::default();
        for (at, resource) in resources.iter().enumerate() {
            if is_thing(resource.kind()) {
                owners.things.extend(resource.full_url);
                owners.contained_things.extend(resource.container.zip(resource.json.text("id")));
            }
            if !resource.is_patient() {
                continue;
            }
            let patient = owners.positions.len();
            owners.positions.push(at);
            if let Some(url) = resource.full_url {
                learn(&mut owners.by_url, url, patient);
            }
            match (resource.json.text("id"), resource.container) {
                (Some(id), Some(container)) => learn(&mut owners.contained, (container, id), patient),
                (Some(id), None) => learn(&mut owners.by_id, id, patient),
                (None, _) => {}
            }
        }
        owners
    }

    pub(super) fn count(&self) -> usize {
        self.positions.len()
    }

    /// The patient whom the resource at that position is about.
    pub(super) fn of_resource(&self, at: usize, resources: &[Resource<'a>]) -> Option<usize> {
        let resource = resources.get(at)?;
        if let Ok(patient) = self.positions.binary_search(&at) {
            return Some(patient);
        }
        match named(resource.json, |target| self.target(target, at, resource, resources)) {
            Named::Patient(patient) => Some(patient),
            Named::Unclear => None,
            Named::Nobody => match resource.container {
                // INVARIANT: a container stands before what it contains, so this ends.
                Some(container) if container < at => self.of_resource(container, resources),
                _ => (self.count() == 1).then_some(0),
            },
        }
    }

    /// What one reference of that resource leads to.
    fn target(&self, target: &str, at: usize, resource: &Resource<'a>, resources: &[Resource<'a>]) -> Target {
        match self.resolve(target, at, resource, resources) {
            Some(patient) => Target::Patient(patient),
            None if self.is_thing(target, at, resource) => Target::Thing,
            None => Target::Unknown,
        }
    }

    /// Whether it is a resource of the file, or by its address one of a kind, that is no person.
    fn is_thing(&self, target: &str, at: usize, resource: &Resource<'a>) -> bool {
        if let Some(id) = target.strip_prefix('#') {
            return self.contained_things.contains(&(resource.container.unwrap_or(at), id));
        }
        let target = target.split_once("/_history/").map_or(target, |(unversioned, _)| unversioned);
        let kind = target.rsplit('/').nth(1).unwrap_or_default();
        self.things.contains(target) || is_thing(kind)
    }

    fn resolve(&self, target: &str, at: usize, resource: &Resource<'a>, resources: &[Resource<'a>]) -> Option<usize> {
        if let Some(id) = target.strip_prefix('#') {
            let container = resource.container.unwrap_or(at);
            // A lone `#` means the container itself.
            return if id.is_empty() {
                self.positions.binary_search(&container).ok()
            } else {
                one(self.contained.get(&(container, id)))
            };
        }
        let target = target.split_once("/_history/").map_or(target, |(unversioned, _)| unversioned);
        if let Some(called) = self.by_url.get(target) {
            return one(Some(called));
        }
        if let Some(uuid) = target.strip_prefix("urn:uuid:").or_else(|| target.strip_prefix("urn:oid:")) {
            return one(self.by_id.get(uuid));
        }
        let (base, id) = match target.strip_prefix("Patient/") {
            Some(id) => (None, id),
            None => target.rsplit_once("/Patient/").map(|(base, id)| (Some(base), id))?,
        };
        // A relative reference belongs to the server of the resource that makes it.
        let home = container_of(resource, resources).and_then(base_of);
        if let (None, Some(home)) = (base, home)
            && let Some(called) = self.by_url.get(join(&[home, "Patient", id], "/").as_str())
        {
            return one(Some(called));
        }
        let patient = one(self.by_id.get(id))?;
        let listed = self.positions.get(patient).and_then(|position| resources.get(*position)).and_then(base_of);
        // Two servers may use the same id for two persons: where both say which server they mean, it must be the same.
        match (base.or(home), listed) {
            (Some(meant), Some(listed)) if meant != listed => None,
            _ => Some(patient),
        }
    }
}

/// The resource in whose name a contained one speaks.
fn container_of<'r, 'a>(resource: &'r Resource<'a>, resources: &'r [Resource<'a>]) -> Option<&'r Resource<'a>> {
    match resource.container {
        Some(container) => resources.get(container),
        None => Some(resource),
    }
}

/// The server's address in `http://server/base/Type/id`; a `urn:` has none.
fn base_of<'a>(resource: &Resource<'a>) -> Option<&'a str> {
    let url = resource.full_url.filter(|url| url.starts_with("http"))?;
    let (typed, _) = url.rsplit_once('/')?;
    typed.rsplit_once('/').map(|(base, _)| base)
}

fn learn<K: std::hash::Hash + Eq>(names: &mut HashMap<K, Called>, name: K, patient: usize) {
    names.entry(name).and_modify(|called| *called = Called::Several).or_insert(Called::One(patient));
}

fn one(called: Option<&Called>) -> Option<usize> {
    match called {
        Some(Called::One(patient)) => Some(*patient),
        Some(Called::Several) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fhir::json::Json;

    /// Two servers' patients with one id, one patient under a urn, one without an address; and who `target` leads to when
    /// a resource listed under `from` says it.
    fn led(from: &str, target: &str) -> Option<usize> {
        let document = Json::parse(&format!(
            r##"{{"resourceType": "Bundle", "entry": [
                {{"fullUrl": "http://a.example/fhir/Patient/1", "resource": {{"resourceType": "Patient", "id": "1"}}}},
                {{"fullUrl": "http://b.example/fhir/Patient/1", "resource": {{"resourceType": "Patient", "id": "1"}}}},
                {{"fullUrl": "urn:uuid:aa", "resource": {{"resourceType": "Patient", "id": "3"}}}},
                {{"resource": {{"resourceType": "Patient", "id": "4"}}}},
                {{"fullUrl": "http://b.example/fhir/Patient/5", "resource": {{"resourceType": "Patient", "id": "5"}}}},
                {{"fullUrl": "{from}", "resource": {{"resourceType": "Condition", "subject": {{"reference": "{target}"}}}}}}
            ]}}"##
        ))
        .unwrap();
        let resources = Resource::all_of(&document);
        Owners::of(&resources).of_resource(resources.len() - 1, &resources)
    }

    #[test]
    fn references_lead_to_the_patient_they_mean_or_nowhere() {
        for (from, target, expected) in [
            ("http://a.example/fhir/Condition/7", "Patient/1", Some(0)),
            ("http://b.example/fhir/Condition/7", "Patient/1", Some(1)),
            ("http://b.example/fhir/Condition/7", "Patient/1/_history/2", Some(1)),
            ("urn:uuid:cc", "Patient/1", None),
            ("urn:uuid:cc", "http://b.example/fhir/Patient/1", Some(1)),
            ("urn:uuid:cc", "http://c.example/fhir/Patient/1", None),
            ("urn:uuid:cc", "urn:uuid:aa", Some(2)),
            ("urn:uuid:cc", "urn:uuid:3", Some(2)),
            ("urn:uuid:cc", "Patient/3", Some(2)),
            ("http://a.example/fhir/Condition/7", "Patient/4", Some(3)),
            ("http://a.example/fhir/Condition/7", "Patient/5", None),
            ("http://b.example/fhir/Condition/7", "Patient/5", Some(4)),
            ("urn:uuid:cc", "Group/1", None),
            ("urn:uuid:cc", "#1", None),
            ("urn:uuid:cc", "#", None),
            ("urn:uuid:cc", "", None),
        ] {
            assert_eq!(led(from, target), expected, "{from} says {target}");
        }
    }
}
