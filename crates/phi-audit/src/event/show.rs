//! An event as one line for people.

use core::fmt;

use time::{OffsetDateTime, UtcOffset};

use super::{Agent, AgentKind, AuditEvent, Outcome, SealedNote, Stage, Term};

/// One line, whatever is inside: control characters in names show as `\u{…}`, so that no name can forge a line.
impl fmt::Display for AuditEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}/{}", Utc(self.recorded), Plain(self.tenant.as_str()), Who(&self.actor))?;
        if let Some(behind) = &self.on_behalf_of {
            write!(f, " for {}", Who(behind))?;
        }
        write!(f, " {}", self.kind)?;
        for entity in &self.entities {
            write!(f, " {}", entity.name)?;
            if let Some(count) = entity.count {
                write!(f, "×{count}")?;
            }
        }
        if let Some(patient) = &self.patient {
            write!(f, " of subject {patient}")?;
        }
        if let Some(purpose) = self.purpose {
            write!(f, " for {purpose}")?;
        }
        if let Some(disclosure) = &self.disclosure {
            write!(f, " to {} ({})", Plain(disclosure.recipient.as_str()), disclosure.basis)?;
        }
        match &self.stage {
            Stage::Done => self.done(f)?,
            Stage::Denied => {
                f.write_str(": denied")?;
                if let Some(decision) = &self.decision {
                    decision.reason.iter().try_for_each(|reason| write!(f, ", {reason}"))?;
                    decision.rule.iter().try_for_each(|rule| write!(f, " by `{rule}`"))?;
                }
            }
            Stage::Ended { grant, ending, uses } => {
                write!(f, ": grant of entry {grant} ended, {ending}, used {uses} times")?;
            }
            Stage::Discharged { grant, duty } => write!(f, ": duty `{duty}` of entry {grant} declared done")?,
        }
        for (note, sealed, lost) in [
            (&self.query, ", query sealed", ", QUERY LOST"),
            (&self.reason, ", reason sealed", ", REASON LOST"),
            (&self.note, ", note sealed", ", NOTE LOST"),
        ] {
            f.write_str(match note {
                SealedNote::None => "",
                SealedNote::Sealed(_) => sealed,
                SealedNote::Lost => lost,
            })?;
        }
        Ok(())
    }
}

impl AuditEvent {
    fn done(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.decision, self.outcome) {
            (Some(decision), _) => {
                f.write_str(": permitted")?;
                decision.rule.iter().try_for_each(|rule| write!(f, " by `{rule}`"))?;
                if decision.emergency {
                    f.write_str(", EMERGENCY")?;
                }
            }
            (None, Outcome::Success) => f.write_str(": done")?,
            (None, _) => f.write_str(": failed")?,
        }
        if self.decision.is_some() && !self.outcome.is_success() {
            f.write_str(", failed")?;
        }
        list(f, ", fields ", self.fields())?;
        list(f, ", duties ", self.decision.iter().flat_map(|decision| &decision.duties).map(|owed| &owed.duty))
    }
}

fn list<'a>(f: &mut fmt::Formatter<'_>, lead: &str, items: impl Iterator<Item = &'a Term>) -> fmt::Result {
    let mut between = lead;
    for item in items {
        write!(f, "{between}{item}")?;
        between = " ";
    }
    Ok(())
}

struct Who<'a>(&'a Agent);

impl fmt::Display for Who<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Plain(self.0.who.as_str()))?;
        f.write_str(match self.0.kind {
            AgentKind::Human => "",
            AgentKind::Service => " (service)",
            AgentKind::Unidentified => " (not identified)",
        })
    }
}

/// A time in UTC, to the second.
struct Utc(OffsetDateTime);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.0.to_offset(UtcOffset::UTC);
        let (date, time) = (at.date(), at.time());
        write!(f, "{:04}-{:02}-{:02} ", date.year(), u8::from(date.month()), date.day())?;
        write!(f, "{:02}:{:02}:{:02}Z", time.hour(), time.minute(), time.second())
    }
}

/// A text of which every character that could forge a line is escaped.
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
