//! Segments, fields, repetitions and components of a message, lazily and without copies.

use super::{
    boundary::{ENDS, extent, guarded, is_noise},
    escape,
};
use crate::{
    IntakeError,
    secret::{Secret, present},
};

/// Whether the bytes begin with a header and its field separator, or break off right behind its name.
pub(crate) fn is_header(bytes: &[u8]) -> bool {
    let behind = [b"MSH", b"FHS", b"BHS"].into_iter().find_map(|name| bytes.strip_prefix(name));
    match behind.map(<[u8]>::first) {
        Some(Some(next)) => next.is_ascii_punctuation() || matches!(next, b'\r' | b'\n'),
        Some(None) => true,
        None => false,
    }
}

/// The five characters that give a message its structure, as its header names them.
#[derive(Clone, Copy)]
pub(super) struct Separators {
    pub(super) field: char,
    pub(super) component: char,
    pub(super) repetition: Option<char>,
    pub(super) escape: Option<char>,
    pub(super) subcomponent: Option<char>,
}

impl Separators {
    /// Reads them from a header of that name.
    fn of_header(name: &str, header: &str, segment: usize) -> Result<Self, IntakeError> {
        let truncated = IntakeError::HeaderTruncated { segment };
        let field = header.chars().nth(3).filter(char::is_ascii_punctuation).ok_or(truncated)?;
        // The separator itself counts as MSH-1, so the message type, MSH-9, is the ninth piece from the name on.
        if name == "MSH" && header.split(field).nth(8).is_none() {
            return Err(truncated);
        }
        let named = header.split(field).nth(1).unwrap_or_default();
        let usable = |(at, c): (usize, char)| {
            !c.is_alphanumeric() && !c.is_whitespace() && !named.chars().take(at).any(|b| b == c)
        };
        let mut characters = named.chars();
        match characters.next() {
            Some(component) if named.chars().take(5).enumerate().all(usable) => Ok(Self {
                field,
                component,
                repetition: characters.next(),
                escape: characters.next(),
                subcomponent: characters.next(),
            }),
            _ => Err(IntakeError::Separators { segment }),
        }
    }
}

/// One segment: its name of three characters, and its fields.
pub(super) struct Segment<'a> {
    pub(super) name: &'a str,
    content: &'a str,
    separators: Separators,
}

impl<'a> Segment<'a> {
    /// The field of that number, empty if there is none. Not for headers, whose first field is the separator.
    pub(super) fn field(&self, number: usize) -> Field<'a> {
        let raw = self.content.split(self.separators.field).nth(number).unwrap_or_default();
        Field { raw, separators: self.separators }
    }
}

/// A field, or one repetition of it.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    raw: &'a str,
    separators: Separators,
}

impl<'a> Field<'a> {
    /// Its repetitions, without the blank ones.
    pub(super) fn repetitions(self) -> impl Iterator<Item = Self> {
        let mut whole = self.separators.repetition.is_none().then_some(self.raw).into_iter();
        let mut pieces = self.separators.repetition.map(|mark| self.raw.split(mark));
        core::iter::from_fn(move || whole.next().or_else(|| pieces.as_mut()?.next()))
            .filter(|raw| !raw.trim().is_empty())
            .map(move |raw| Self { raw, ..self })
    }

    /// The component of that number, from 1, with its subcomponents.
    pub(super) fn component(self, number: usize) -> Secret {
        self.plain(self.raw_component(number))
    }

    /// The first subcomponent of the component of that number, from 1.
    pub(super) fn first(self, number: usize) -> Secret {
        let raw = self.raw_component(number);
        self.plain(match self.separators.subcomponent {
            Some(mark) => raw.split(mark).next().unwrap_or_default(),
            None => raw,
        })
    }

    /// All components, in order.
    pub(super) fn components(self) -> impl Iterator<Item = Secret> {
        self.raw.split(self.separators.component).map(move |raw| self.plain(raw))
    }

    /// The whole of it as text: separators inside are the writer's punctuation.
    pub(super) fn text(self) -> Secret {
        self.plain(self.raw)
    }

    /// As [`text`](Self::text), or nothing if it is blank.
    pub(super) fn value(self) -> Option<Secret> {
        present(&self.text())
    }

    fn raw_component(self, number: usize) -> &'a str {
        self.raw.split(self.separators.component).nth(number.saturating_sub(1)).unwrap_or_default()
    }

    fn plain(self, raw: &str) -> Secret {
        let raw = raw.trim();
        // Two quotation marks mean "delete what you have", which for a reader is nothing.
        escape::plain(if raw == "\"\"" { "" } else { raw }, &self.separators)
    }
}

/// The segments of a file, in order. After an error there are no more.
pub(super) fn segments(text: &str) -> impl Iterator<Item = Result<Segment<'_>, IntakeError>> {
    let mut rest = text.trim_start_matches(ENDS);
    let mut number = 0_usize;
    let mut separators: Option<Separators> = None;
    core::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        number = number.saturating_add(1);
        let segment = next_segment(&mut rest, &mut separators, number);
        if segment.is_err() {
            rest = "";
        }
        Some(segment)
    })
}

/// Takes the first segment off what is left.
fn next_segment<'a>(
    rest: &mut &'a str,
    separators: &mut Option<Separators>,
    number: usize,
) -> Result<Segment<'a>, IntakeError> {
    let guarded = guarded(rest);
    if let Some(found) = &guarded {
        if !found.is_certain(separators.map(|separators| separators.field)) {
            return Err(IntakeError::Ambiguous { segment: number });
        }
        if found.is_header() {
            let header = found.rest.split(ENDS).next().unwrap_or_default();
            *separators = Some(Separators::of_header(found.name, header, number)?);
        }
    }
    let separators = separators.ok_or(IntakeError::Separators { segment: number })?;
    let (all, behind) = rest.split_at_checked(extent(rest, separators.field)).unwrap_or((*rest, ""));
    *rest = behind.trim_start_matches(ENDS);
    let (name, all) = match guarded {
        // The name as the standard writes it, and nothing of what stood before it.
        Some(found) => (found.name, all.trim_start_matches(is_noise)),
        None => (all.split(separators.field).next().unwrap_or_default(), all),
    };
    // Only a text runs on over line ends that should have been escaped; behind other segments there is just debris.
    let content = if matches!(name, "OBX" | "NTE") { all } else { all.split(ENDS).next().unwrap_or_default() };
    Ok(Segment { name, content: content.trim_end_matches(is_noise), separators })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "MSH|^~\\&|A||||20260105||ORU^R01";

    fn names(text: &str) -> Vec<String> {
        segments(text).map(|segment| segment.unwrap().name.to_owned()).collect()
    }

    #[test]
    fn any_line_end_ends_a_segment() {
        for end in ["\r", "\n", "\r\n", "\r\r\n\n"] {
            assert_eq!(names(&format!("{HEADER}{end}PID|1{end}OBX|1{end}")), ["MSH", "PID", "OBX"], "{end:?}");
        }
        assert_eq!(
            names(&format!("{HEADER}\rPID|1\r\u{1c}\r\u{b}{HEADER}\rPID|1\r\u{1c}\r")),
            ["MSH", "PID", "MSH", "PID"]
        );
    }

    #[test]
    fn a_text_runs_on_over_line_ends_and_other_segments_do_not() {
        let text = format!("{HEADER}\nPID|1|debris\nis here\nNTE|1||first\nNPO\n\nlast\nOBX|1");
        let all: Vec<Segment<'_>> = segments(&text).map(Result::unwrap).collect();
        assert_eq!(all[1].field(2).text().as_str(), "debris");
        assert_eq!(all[2].field(3).text().as_str(), "first\nNPO\n\nlast");
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn separators_are_what_the_header_says() {
        let text = "MSH#*%!$#A####20260105##ADT*A01\rPID#1##M1*x$y%M2##Testpatient*Ana";
        let pid = segments(text).nth(1).unwrap().unwrap();
        let firsts: Vec<String> = pid.field(3).repetitions().map(|r| r.component(1).to_string()).collect();
        assert_eq!(firsts, ["M1", "M2"]);
        let id = pid.field(3).repetitions().next().unwrap();
        assert_eq!((id.first(2).as_str(), id.component(2).as_str(), id.component(9).as_str()), ("x", "x$y", ""));
    }

    #[test]
    fn a_bad_header_is_refused_by_its_number() {
        let first = |text: &str| segments(text).next().unwrap().err();
        for cut in ["MSH", "MSH|", "MSH|^~\\&", "MSH|^~\\&|A||||20260105|"] {
            assert_eq!(first(cut), Some(IntakeError::HeaderTruncated { segment: 1 }), "{cut}");
        }
        for bad in ["MSH||A||||20260105||ORU", "MSH|^^\\&|A||||20260105||ORU", "MSH|abc|A||||20260105||ORU"] {
            assert_eq!(first(bad), Some(IntakeError::Separators { segment: 1 }), "{bad}");
        }
        let second = segments("FHS|^~\\&|A\rMSH|^~\\&|A\rPID|1").nth(1).unwrap().err();
        assert_eq!(second, Some(IntakeError::HeaderTruncated { segment: 2 }));
    }
}
