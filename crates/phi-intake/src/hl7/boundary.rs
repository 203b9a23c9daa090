//! Where a segment begins, and above all where a patient ends.
//!
//! A beginning that is overlooked puts the findings of one patient with another. So the segments that end a patient are
//! looked for behind anything that may end a line, in any case and behind any white space; what then looks like one and is
//! none is refused, never read as more of the text before it.

/// What ends a segment. Carriage return is the standard's; the others are what files and MLLP frames have.
pub(super) const ENDS: [char; 4] = ['\r', '\n', '\u{b}', '\u{1c}'];

/// The segments behind which nothing is the previous patient's.
const GUARDED: [&str; 6] = ["MSH", "PID", "FHS", "BHS", "BTS", "FTS"];

/// A line that begins as only a segment that ends the patient should.
pub(super) struct Guarded<'a> {
    pub(super) name: &'static str,
    /// The text from its name on.
    pub(super) rest: &'a str,
    /// What stands behind the name, `None` at the end of the line.
    pub(super) next: Option<char>,
}

impl Guarded<'_> {
    /// Whether it gives the separators anew.
    pub(super) fn is_header(&self) -> bool {
        matches!(self.name, "MSH" | "FHS" | "BHS")
    }

    /// Whether it can be nothing else. A trailer may have no fields; a `PID` without any is a word on a line of its own as
    /// well.
    pub(super) fn is_certain(&self, field: Option<char>) -> bool {
        match self.next {
            // A header that says too little is refused by what is wrong with it.
            Some(next) if self.is_header() => next.is_ascii_punctuation(),
            Some(next) => field == Some(next),
            None => self.name != "PID",
        }
    }
}

/// Tells whether a text begins with a line that ends the patient.
pub(super) fn guarded(text: &str) -> Option<Guarded<'_>> {
    let rest = text.trim_start_matches(is_noise);
    let (head, behind) = rest.split_at_checked(3)?;
    let name = GUARDED.into_iter().find(|name| head.eq_ignore_ascii_case(name))?;
    let next = behind.chars().next();
    if next.is_some_and(char::is_alphanumeric) {
        return None;
    }
    Some(Guarded { name, rest, next: next.filter(|c| !is_end(*c)) })
}

/// How far a segment reaches: up to the line end behind which another segment begins.
pub(super) fn extent(text: &str, field: char) -> usize {
    let mut lines = text.split_inclusive(is_end);
    let mut length = lines.next().map_or(0, str::len);
    for line in lines {
        if begins_segment(line, field) {
            break;
        }
        length = length.saturating_add(line.len());
    }
    length
}

/// Whether the character may have been meant to end a segment, by the standard or by mistake: form feed, NEL, the line and
/// paragraph separators and the like. A byte order mark stands where another file was appended.
pub(super) fn is_end(c: char) -> bool {
    (c.is_ascii_control() && c != '\t') || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// What nobody sees in front of a name: white space, control and formatting characters.
pub(super) fn is_noise(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn begins_segment(line: &str, field: char) -> bool {
    if guarded(line).is_some() {
        return true;
    }
    let Some((name, behind)) = line.split_at_checked(3) else { return false };
    let named = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    named && behind.starts_with(field) && !name.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_ends_the_patient_is_found_behind_anything_unseen() {
        for line in ["PID|1", " PID|1", "\t\u{a0}pId|", "\u{feff}\u{200b}PID:", "PID", "PID\r", "fts", "BHS|", "msh "] {
            assert!(guarded(line).is_some(), "{line:?}");
        }
        for line in ["PIDs", "PID1|", "xPID|", "PI", "", "rapid|", "MSHé", "ÀID|", "P ID|"] {
            assert!(guarded(line).is_none(), "{line:?}");
        }
    }

    #[test]
    fn only_what_can_be_nothing_else_is_certain() {
        let certain = |line: &str| guarded(line).map(|found| found.is_certain(Some('|')));
        for line in [" pid|1", "BTS", "FTS|2", "MSH#", "msh|^", "FHS"] {
            assert_eq!(certain(line), Some(true), "{line}");
        }
        for line in ["PID", "PID\r", "PID ", "PID: pelvic", "PID#1", "BTS of", "MSH levels"] {
            assert_eq!(certain(line), Some(false), "{line}");
        }
    }
}
