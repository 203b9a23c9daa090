//! The audit message of DICOM as a [`Message`]: everything that is there is understood, or it is refused.

use std::borrow::Cow;

use base64ct::{Base64, Encoding as _};

use super::codes::{self, Code, system};
use super::dicom::{END, EXTRAS, IDENTIFIER, PURPOSE, START};
use super::dicom_xml::{Element, read_document};
use super::fhir_parts::{ASSURANCE_SYSTEM, ROLE_SYSTEM};
use super::message::{Agent, Entity, Message, Network, Source, Who, network_kind};
use super::{ExchangeError, instant, names};
use crate::event::{Crude, Outcome};

type Found<T> = Result<T, ExchangeError>;
type Said = Cow<'static, str>;

/// Reads a message.
pub(super) fn read(text: &str) -> Found<Message<'static>> {
    let mut root = read_document(text, "AuditMessage")?;
    let mut event = needed_child(&mut root, "EventIdentification")?;
    let action = event.attribute("EventActionCode");
    let action = action.map(|code| Crude::from_code(&code).ok_or(ExchangeError::Malformed("EventActionCode")));
    let outcome = event.needed("EventOutcomeIndicator")?;
    let outcome_text = event.child("EventOutcomeDescription")?.map(Element::into_text).transpose()?;
    let mut message = Message {
        id: Cow::Borrowed(""),
        profile: None,
        category: coded(needed_child(&mut event, "EventID")?)?,
        subtypes: event.children("EventTypeCode").into_iter().map(coded).collect::<Found<_>>()?,
        action: action.transpose()?,
        recorded: instant::read(&event.needed("EventDateTime")?).ok_or(ExchangeError::Malformed("EventDateTime"))?,
        occurred: None,
        outcome: Some(Outcome::from_code(&outcome).ok_or(ExchangeError::Malformed("EventOutcomeIndicator"))?),
        outcome_text: outcome_text.map(Cow::Owned),
        purposes: Vec::new(),
        agents: root.children("ActiveParticipant").into_iter().map(participant).collect::<Found<_>>()?,
        source: source(needed_child(&mut root, "AuditSourceIdentification")?)?,
        entities: Vec::new(),
        extras: Vec::new(),
    };
    event.end()?;
    for object in root.children("ParticipantObjectIdentification") {
        self::object(object, &mut message)?;
    }
    root.end()?;
    Ok(message)
}

fn participant(mut element: Element) -> Found<Agent<'static>> {
    let mut codes = element.children("RoleIDCode").into_iter().map(coded);
    let part = codes.next().ok_or(ExchangeError::Missing("RoleIDCode"))??;
    let user = element.needed("UserID")?;
    let requestor = match &*element.needed("UserIsRequestor")? {
        "true" => true,
        "false" => false,
        _ => return Err(ExchangeError::Malformed("UserIsRequestor")),
    };
    let network = match element.attribute("NetworkAccessPointID") {
        None => Network::None,
        Some(address) => {
            if element.needed("NetworkAccessPointTypeCode")? != network_kind(&address) {
                return Err(ExchangeError::Malformed("NetworkAccessPointTypeCode"));
            }
            Network::At(address.into())
        }
    };
    let mut agent = Agent { part, who: Who::Unknown, requestor, roles: Vec::new(), assurance: None, network };
    for code in codes {
        let code = code?;
        match &*code.system {
            IDENTIFIER => {
                let of = names::IDENTIFIERS.iter().find(|(_, kind)| code.code == *kind);
                let (system, _) = of.ok_or(ExchangeError::Malformed("RoleIDCode"))?;
                agent.who = Who::Id(Cow::Borrowed(system), user.clone().into());
            }
            ROLE_SYSTEM => agent.roles.push(code.code),
            ASSURANCE_SYSTEM => agent.assurance = Some(code.code),
            _ => return Err(ExchangeError::Malformed("RoleIDCode")),
        }
    }
    element.end()?;
    Ok(agent)
}

fn source(mut element: Element) -> Found<Source<'static>> {
    let kind = match element.child("AuditSourceTypeCode")? {
        None => None,
        Some(mut kind) => {
            let code = kind.needed("csd-code")?;
            kind.end()?;
            Some(Code { system: Cow::Borrowed(system::SOURCE_TYPE), code: code.into(), display: Cow::Borrowed("") })
        }
    };
    let site = element.attribute("AuditEnterpriseSiteID").map(Cow::Owned);
    let observer = Who::Id(Cow::Borrowed(names::OBSERVER), element.needed("AuditSourceID")?.into());
    element.end()?;
    Ok(Source { site, observer, kind })
}

fn object(mut element: Element, message: &mut Message<'static>) -> Found<()> {
    let id = element.needed("ParticipantObjectID")?;
    let id_type = coded(needed_child(&mut element, "ParticipantObjectIDTypeCode")?)?;
    let kind = element.needed("ParticipantObjectTypeCode")?;
    let role = element.attribute("ParticipantObjectTypeCodeRole");
    let name = element.child("ParticipantObjectName")?.map(Element::into_text).transpose()?;
    let query = element.child("ParticipantObjectQuery")?.map(Element::into_text).transpose()?;
    if name.is_some() == query.is_some() || (id_type == EXTRAS && (kind != "4" || role.is_some())) {
        return Err(ExchangeError::Malformed("ParticipantObjectName"));
    }
    let mut details: Vec<(Said, Said)> = Vec::new();
    for mut detail in element.children("ParticipantObjectDetail") {
        let value = Base64::decode_vec(&detail.needed("value")?).ok().and_then(|value| String::from_utf8(value).ok());
        let value = value.ok_or(ExchangeError::Malformed("ParticipantObjectDetail"))?;
        details.push((detail.needed("type")?.into(), value.into()));
        detail.end()?;
    }
    element.end()?;
    if name.is_some_and(|name| name != id_type.shown()) {
        return Err(ExchangeError::Malformed("ParticipantObjectName"));
    }
    if id_type == EXTRAS {
        message.id = id.into();
        return extras(details, message);
    }
    let query =
        query.map(|query| Base64::decode_vec(&query).map_err(|_| ExchangeError::Malformed("ParticipantObjectQuery")));
    let coded = |system: &'static str, code: String| Code {
        system: Cow::Borrowed(system),
        code: code.into(),
        display: Cow::Borrowed(""),
    };
    let role = role.map(|role| coded(system::OBJECT_ROLE, role));
    if id_type == codes::REQUEST_ID && kind != "4" {
        return Err(ExchangeError::Malformed("ParticipantObjectTypeCode"));
    }
    let kind = if id_type == codes::REQUEST_ID { codes::REQUEST_ID } else { coded(system::ENTITY_TYPE, kind) };
    let system = if role.as_ref() == Some(&codes::PATIENT) {
        names::PSEUDONYM
    } else if kind == codes::REQUEST_ID {
        names::REQUEST
    } else {
        names::ENTITY
    };
    let what = if query.is_none() { Some((Cow::Borrowed(system), id.into())) } else { None };
    message.entities.push(Entity { kind, role, what, query: query.transpose()?.map(Cow::Owned), details });
    Ok(())
}

fn extras(details: Vec<(Said, Said)>, message: &mut Message<'static>) -> Found<()> {
    let mut start = None;
    for (name, value) in details {
        let time = || instant::read(&value).ok_or(ExchangeError::Malformed("ParticipantObjectDetail"));
        match &*name {
            START => start = Some(time()?),
            END => message.occurred = Some((start.ok_or(ExchangeError::Missing(START))?, time()?)),
            PURPOSE => message.purposes.push(Code {
                system: Cow::Borrowed(system::REASON),
                code: value,
                display: Cow::Borrowed(""),
            }),
            _ => message.extras.push((name, value)),
        }
    }
    Ok(())
}

fn coded(mut element: Element) -> Found<Code<'static>> {
    let system = element.needed("codeSystemName")?;
    let code = Code {
        system: if system == "DCM" { Cow::Borrowed(system::DCM) } else { system.into() },
        code: element.needed("csd-code")?.into(),
        display: element.needed("originalText")?.into(),
    };
    element.end()?;
    Ok(code)
}

fn needed_child(element: &mut Element, name: &'static str) -> Found<Element> {
    element.child(name)?.ok_or(ExchangeError::Missing(name))
}
