//! What a foreign AuditEvent looks like, and the account of what is not kept of it.

use std::collections::BTreeSet;

use super::ExchangeError;
use super::json_tree::{Map, Tree, flag, object, objects, text};
use crate::event::Term;

type Found<T> = Result<T, ExchangeError>;

/// A coding.
#[derive(Clone, Debug)]
pub(super) struct Coding {
    system: String,
    /// The code.
    pub(super) code: String,
}

impl Coding {
    /// A coding that has a code.
    pub(super) fn of(mut map: Map) -> Option<Self> {
        let code = text(&mut map, "code").ok()??;
        Some(Self { system: text(&mut map, "system").ok()?.unwrap_or_default(), code })
    }

    /// Whether it is this code of a system that ends so.
    pub(super) fn is(&self, system: &str, code: &str) -> bool {
        self.code == code && self.system.ends_with(system)
    }
}

/// The codings of a concept.
pub(super) fn codings(mut concept: Map) -> Vec<Coding> {
    objects(&mut concept, "coding").unwrap_or_default().into_iter().filter_map(Coding::of).collect()
}

/// The first coding of a concept.
pub(super) fn first_coding(concept: Map) -> Option<Coding> {
    codings(concept).into_iter().next()
}

/// An agent of a foreign event.
pub(super) struct Foreign {
    /// The code of the part that it played.
    pub(super) part: String,
    /// Its identifier, its reference, or what is displayed for it.
    pub(super) who: Option<String>,
    /// Whether it asked.
    pub(super) requestor: bool,
    /// Codes of its roles.
    pub(super) roles: Vec<String>,
    /// Its address.
    pub(super) address: Option<String>,
    /// Its purposes.
    pub(super) purposes: Vec<Coding>,
    /// What else was there.
    pub(super) rest: Map,
}

impl Foreign {
    /// An agent.
    pub(super) fn of(mut map: Map) -> Found<Self> {
        let parts = object(&mut map, "type")?.map(codings).unwrap_or_default();
        let who = object(&mut map, "who")?.and_then(|mut who| self::who(&mut who));
        let requestor = flag(&mut map, "requestor")?.ok_or(ExchangeError::Missing("requestor"))?;
        let roles = objects(&mut map, "role")?.into_iter().filter_map(first_coding).map(|role| role.code).collect();
        let address = object(&mut map, "network")?.and_then(|mut network| text(&mut network, "address").ok().flatten());
        let purposes = objects(&mut map, "purposeOfUse")?.into_iter().filter_map(first_coding).collect();
        let part = parts.into_iter().next().map(|part| part.code).unwrap_or_default();
        Ok(Self { part, who, requestor, roles, address, purposes, rest: map })
    }

    /// Whether it is an end of the connection, as DICOM codes them.
    pub(super) fn is_endpoint(&self) -> bool {
        matches!(
            &*self.part,
            "110150" | "110151" | "110152" | "110153" | "custodian" | "authserver" | "AuthzOauthService"
        )
    }

    /// Whether it is the end that people come from: it has an address of its own, and not a service's URL.
    pub(super) fn is_client(&self) -> bool {
        self.is_endpoint() && self.address.as_deref().is_some_and(|address| !address.contains("://"))
    }

    /// Whether it is a person, as far as one can tell.
    pub(super) fn is_human(&self) -> bool {
        !self.is_endpoint()
            && !self.who.as_deref().is_some_and(|who| who.starts_with("Device/") || who.starts_with("Organization/"))
    }
}

/// Who is meant: an identifier's value, a reference, or what is displayed.
pub(super) fn who(map: &mut Map) -> Option<String> {
    let identifier = object(map, "identifier").ok().flatten();
    let value = identifier.and_then(|mut identifier| text(&mut identifier, "value").ok().flatten());
    let reference = text(map, "reference").ok().flatten();
    let display = text(map, "display").ok().flatten();
    value.or(reference).or(display)
}

/// The elements of an AuditEvent in R4, by their names; a name stands for itself, so nothing of the input is ever repeated.
const ELEMENTS: [&str; 38] = [
    "meta",
    "language",
    "text",
    "contained",
    "extension",
    "type",
    "subtype",
    "action",
    "severity",
    "period",
    "recorded",
    "outcome",
    "outcomeDesc",
    "purposeOfEvent",
    "agent",
    "source",
    "entity",
    "agent.extension",
    "agent.id",
    "agent.role",
    "agent.altId",
    "agent.name",
    "agent.location",
    "agent.policy",
    "agent.media",
    "agent.network",
    "agent.purposeOfUse",
    "source.extension",
    "source.id",
    "source.site",
    "entity.extension",
    "entity.id",
    "entity.lifecycle",
    "entity.securityLabel",
    "entity.name",
    "entity.description",
    "entity.query",
    "entity.detail",
];

/// What is not kept.
#[derive(Default)]
pub(super) struct Lost(BTreeSet<&'static str>);

impl Lost {
    /// An element is not kept.
    pub(super) fn note(&mut self, element: &'static str) {
        self.0.insert(element);
    }

    /// What is left of a part, once all that is kept was taken.
    pub(super) fn rest(&mut self, of: &str, rest: Map) {
        for (key, value) in rest {
            if value == Tree::Null {
                continue;
            }
            let named = ELEMENTS.iter().find(|element| match element.rsplit_once('.') {
                Some((parent, name)) => parent == of && name == key,
                None => of.is_empty() && **element == key,
            });
            self.note(named.copied().unwrap_or("an element that is not known"));
        }
    }

    /// A name as a term. What is none is not kept: a digest of it would still tell it to whoever guesses.
    pub(super) fn term(&mut self, element: &'static str, name: Option<&str>) -> Term {
        name.and_then(|name| Term::new(name).ok()).unwrap_or_else(|| {
            self.note(element);
            Term::fixed("unstated")
        })
    }

    /// The elements, sorted.
    pub(super) fn finish(self) -> Vec<&'static str> {
        self.0.into_iter().collect()
    }
}
