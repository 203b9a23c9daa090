//! Reports from an [`Answer`]: everything on a patient or by a user, a period, and the
//! [accounting of disclosures](Accounting) of 45 CFR 164.528.
//!
//! The log knows pseudonyms; [`Names`] of the host turns them into names when a report is printed, and nothing of it is kept. A
//! printed report is PHI. Reports come as text, as CSV that no spreadsheet takes for formulas, and as one HTML file that loads
//! nothing and runs nothing.

mod accounting;
mod table;
mod timeline;

pub use accounting::{Accounting, AccountingEntry, Period164, Suspension, SuspensionError};
pub use table::Table;
pub use timeline::timeline;

use phi_types::{ActorId, TenantId};

use crate::event::{AuditEvent, Stage};
use crate::pseudonym::SubjectPseudonym;
use crate::search::Answer;

/// Turns pseudonyms and user names into what a person reads. The host implements it over its own master index, when a report is
/// printed.
///
/// # Implementing
/// Answer `None` for what is not known, or what whoever reads the report may not see.
pub trait Names {
    /// The patient's name.
    fn patient(&self, tenant: &TenantId, patient: SubjectPseudonym) -> Option<String>;

    /// The user's name.
    fn user(&self, tenant: &TenantId, user: &ActorId) -> Option<String>;
}

/// Nobody's name: the report shows pseudonyms and the names of users as they log in.
impl Names for () {
    fn patient(&self, _: &TenantId, _: SubjectPseudonym) -> Option<String> {
        None
    }

    fn user(&self, _: &TenantId, _: &ActorId) -> Option<String> {
        None
    }
}

/// The report on everything that was found, a line for each event, in the order of the answer: on a patient, by a user or over a
/// period, as the query asked.
///
/// ```
/// use phi_audit::report;
/// # fn show(answer: &phi_audit::search::Answer) {
/// let table = report::events("Everything on one patient", answer, &());
/// println!("{}", table.to_text());
/// # }
/// ```
#[must_use]
pub fn events(title: &str, answer: &Answer, names: &dyn Names) -> Table {
    let columns = [
        "entry",
        "recorded",
        "user",
        "on behalf of",
        "role",
        "address",
        "patient",
        "act",
        "stage",
        "outcome",
        "purpose",
        "record",
        "fields",
        "rule",
        "reason",
        "recipient",
        "request",
    ];
    let mut table = Table::new(title, &columns);
    for found in &answer.found {
        table.push(line(found.index, &found.event, names));
    }
    table.foot(format!("{} events; entries before {} were looked at", answer.found.len(), answer.upto));
    table
}

fn line(index: u64, event: &AuditEvent, names: &dyn Names) -> Vec<String> {
    let user = |user: &ActorId| names.user(&event.tenant, user).unwrap_or_else(|| user.to_string());
    let decision = event.decision.as_ref();
    let list = |terms: Vec<&str>| terms.join(" ");
    let stage = match &event.stage {
        Stage::Done => String::from("done"),
        Stage::Denied => String::from("denied"),
        Stage::Ended { grant, ending, uses } => format!("grant {grant} {ending}, used {uses} times"),
        Stage::Discharged { grant, duty } => format!("duty {duty} of grant {grant}"),
    };
    vec![
        index.to_string(),
        moment(event.recorded),
        user(&event.actor.who),
        event.on_behalf_of.as_ref().map(|agent| user(&agent.who)).unwrap_or_default(),
        list(event.actor.roles.iter().map(AsRef::as_ref).collect()),
        event.actor.network.as_ref().map(|network| network.address.to_string()).unwrap_or_default(),
        event.patient.map(|patient| whose(&event.tenant, patient, names)).unwrap_or_default(),
        if event.is_break_glass() { format!("{} (break-glass)", event.kind) } else { event.kind.to_string() },
        stage,
        if event.outcome.is_success() { "success".to_owned() } else { format!("failure {}", event.outcome) },
        event.purpose.map(|purpose| purpose.code().to_owned()).unwrap_or_default(),
        event.record().map(ToString::to_string).unwrap_or_default(),
        list(event.fields().map(AsRef::as_ref).collect()),
        decision.and_then(|decision| decision.rule.as_ref()).map(ToString::to_string).unwrap_or_default(),
        decision.and_then(|decision| decision.reason.as_ref()).map(ToString::to_string).unwrap_or_default(),
        event.disclosure.as_ref().map(|disclosure| disclosure.recipient.to_string()).unwrap_or_default(),
        event.request.map(|request| request.to_string()).unwrap_or_default(),
    ]
}

fn whose(tenant: &TenantId, patient: SubjectPseudonym, names: &dyn Names) -> String {
    names.patient(tenant, patient).unwrap_or_else(|| patient.to_string())
}

/// A time as RFC 3339 has it, to the second, with its offset.
fn moment(at: time::OffsetDateTime) -> String {
    let (date, time, minutes) = (at.date(), at.time(), at.offset().whole_minutes());
    let (hours, minutes) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
    let sign = if at.offset().is_negative() { '-' } else { '+' };
    let day = format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day());
    format!("{day}T{:02}:{:02}:{:02}{sign}{hours:02}:{minutes:02}", time.hour(), time.minute(), time.second())
}
