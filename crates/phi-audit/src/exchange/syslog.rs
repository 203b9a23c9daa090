//! Syslog after RFC 5424, one line a message, with the audit message of DICOM in it, as IHE ATNA sends it.

use super::json_text::decimal;
use super::{ExchangeError, Format, instant};
use crate::event::{AuditEvent, Outcome};

/// Facility 10, "security/authorization messages" (RFC 5424, table 1), as DICOM PS3.15 A.6 asks.
const FACILITY: u64 = 10;
/// DICOM PS3.15 A.6.
const MESSAGE_ID: &str = "DICOM+RFC3881";
/// RFC 5424, section 6.4: a message in UTF-8 begins with it.
const BOM: char = '\u{feff}';

/// Where messages come from: the three names in the head of each.
///
/// ```
/// use phi_audit::exchange::SyslogOrigin;
/// let origin = SyslogOrigin::new("ehr.example.org", "clinic", "4711")?;
/// assert!(SyslogOrigin::new("ehr.example.org", "a name", "-").is_err()); // a blank would begin the next part
/// # Ok::<(), phi_audit::exchange::ExchangeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyslogOrigin {
    head: String,
}

impl SyslogOrigin {
    /// The host's name, the application's, and the process's id; `-` for none. Printable ASCII without blanks, at most 255, 48 and
    /// 128 characters.
    ///
    /// # Errors
    /// [`ExchangeError::Malformed`] names the one that is no such name.
    pub fn new(host: &str, application: &str, process: &str) -> Result<Self, ExchangeError> {
        let fits = |name: &str, longest: usize, what: &'static str| {
            let fits = (1..=longest).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic());
            if fits { Ok(()) } else { Err(ExchangeError::Malformed(what)) }
        };
        fits(host, 255, "HOSTNAME")?;
        fits(application, 48, "APP-NAME")?;
        fits(process, 128, "PROCID")?;
        Ok(Self { head: format!("{host} {application} {process} {MESSAGE_ID}") })
    }
}

/// The message, in one line, without the line feed.
pub(super) fn write(event: &AuditEvent, origin: &SyslogOrigin) -> String {
    let mut out = String::with_capacity(4096);
    out.push('<');
    decimal(&mut out, FACILITY.saturating_mul(8).saturating_add(severity(event.outcome)));
    out.push_str(">1 ");
    // Six digits of a fraction are allowed here. The payload has the time as it is.
    let micros = event.recorded.replace_nanosecond(event.recorded.microsecond().saturating_mul(1000));
    instant::write(&mut out, micros.unwrap_or(event.recorded));
    out.push(' ');
    out.push_str(&origin.head);
    // No structured data: nothing stands outside of the message that is not in it as well.
    out.push_str(" - ");
    out.push(BOM);
    out.push_str(&Format::Dicom.render(event));
    out
}

/// Reads a message that [`write`] wrote, whoever sent it.
pub(super) fn read(line: &str) -> Result<AuditEvent, ExchangeError> {
    let syntax = || ExchangeError::Syntax;
    let rest = line.strip_prefix('<').ok_or_else(syntax)?;
    let (priority, rest) = rest.split_once('>').ok_or_else(syntax)?;
    let mut parts = rest.splitn(8, ' ');
    let mut part = || parts.next().filter(|part| !part.is_empty()).ok_or_else(syntax);
    if part()? != "1" {
        return Err(ExchangeError::Malformed("VERSION"));
    }
    let stamp = part()?.to_owned();
    let origin = SyslogOrigin::new(part()?, part()?, part()?)?;
    if part()? != MESSAGE_ID {
        return Err(ExchangeError::Malformed("MSGID"));
    }
    if part()? != "-" {
        return Err(ExchangeError::Unknown);
    }
    let message = part()?;
    let event = Format::Dicom.parse(message.strip_prefix(BOM).unwrap_or(message))?;
    let again = write(&event, &origin);
    let head = again.strip_prefix('<').and_then(|head| head.split_once('>'));
    let same = head.is_some_and(|(number, rest)| number == priority && rest.split(' ').nth(1) == Some(&*stamp));
    if same { Ok(event) } else { Err(ExchangeError::Contradictory) }
}

/// RFC 5424, table 2: a notice, or as bad as it came out.
fn severity(outcome: Outcome) -> u64 {
    match outcome {
        Outcome::Success => 5,
        Outcome::MinorFailure => 4,
        Outcome::SeriousFailure => 3,
        Outcome::MajorFailure => 2,
    }
}
