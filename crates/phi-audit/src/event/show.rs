//! An event as one line for people.

use core::fmt;

use super::{AuditEvent, Happened, SealedNote};

/// One line, whatever is inside: control characters in names show as `\u{…}`, so that no name can forge a line.
impl fmt::Display for AuditEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at.to_offset(time::UtcOffset::UTC);
        let (date, time) = (at.date(), at.time());
        write!(f, "{:04}-{:02}-{:02} ", date.year(), u8::from(date.month()), date.day())?;
        write!(f, "{:02}:{:02}:{:02}Z ", time.hour(), time.minute(), time.second())?;
        write!(f, "{}/{}", Plain(&self.tenant), Plain(&self.actor))?;
        if self.service {
            f.write_str(" (service)")?;
        }
        if let Some(human) = &self.on_behalf_of {
            write!(f, " for {}", Plain(human))?;
        }
        write!(f, " {}", Plain(&self.action))?;
        if let Some(record) = &self.record {
            write!(f, " {}", Plain(record))?;
        }
        if let Some(subject) = &self.subject {
            write!(f, " of subject {subject}")?;
        }
        write!(f, " for {}", Plain(&self.purpose))?;
        if let Some(recipient) = &self.recipient {
            write!(f, " to {}", Plain(recipient))?;
        }
        match &self.happened {
            Happened::Permitted { rule, fields, emergency, duties, .. } => {
                write!(f, ": permitted by `{}`", Plain(rule))?;
                if *emergency {
                    f.write_str(", EMERGENCY")?;
                }
                list(f, ", fields ", fields)?;
                list(f, ", duties ", duties)?;
            }
            Happened::Denied { rule, reason, .. } => {
                write!(f, ": denied, {}", Plain(reason))?;
                if let Some(rule) = rule {
                    write!(f, " by `{}`", Plain(rule))?;
                }
            }
            Happened::Ended { grant, outcome, uses } => {
                write!(f, ": grant of entry {grant} ended, {}, used {uses} times", Plain(outcome))?;
            }
            Happened::Discharged { grant, duty } => {
                write!(f, ": duty `{}` of entry {grant} declared done", Plain(duty))?;
            }
        }
        for (note, sealed, lost) in
            [(&self.reason, ", reason sealed", ", REASON LOST"), (&self.note, ", note sealed", ", NOTE LOST")]
        {
            f.write_str(match note {
                SealedNote::None => "",
                SealedNote::Sealed(_) => sealed,
                SealedNote::Lost => lost,
            })?;
        }
        Ok(())
    }
}

fn list(f: &mut fmt::Formatter<'_>, lead: &str, items: &[String]) -> fmt::Result {
    let mut between = lead;
    for item in items {
        write!(f, "{between}{}", Plain(item))?;
        between = " ";
    }
    Ok(())
}

struct Plain<'a>(&'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            // Line and paragraph separators and bidi controls are no control characters, and forge lines all the same.
            if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            {
                write!(f, "{}", c.escape_unicode())?;
            } else {
                write!(f, "{c}")?;
            }
        }
        Ok(())
    }
}
