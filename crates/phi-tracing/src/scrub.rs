//! Scrubbing: what looks like an identifier is replaced by the marker of its type.

use std::borrow::Cow;

use phi_types::{
    Coordinates, DeaNumber, Email, Imei, IpAddress, Itin, Marked, MedicareBeneficiaryId, PaymentCard, Phone,
    ServiceDate, Ssn, Url, Vin,
};

/// A text from which what looks like an identifier is gone, and how much that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scrubbed<'a> {
    /// The text, with markers in the place of what was found.
    pub text: Cow<'a, str>,
    /// How many pieces were replaced: more than none in production means that somewhere a value is logged that should not be.
    pub found: usize,
}

/// Replaces what a type of `phi-types` recognises: Social Security and taxpayer numbers, telephone numbers, e-mail, web and Internet
/// addresses, Medicare numbers, payment cards, IMEI, VIN, DEA numbers, coordinates, whole dates without a time of day.
///
/// The text is cut at white space and at the characters that enclose values; each piece is tried as it is, and two and three
/// pieces of digits together, as telephone numbers are written. Names, record numbers and free text have no shape and are not found.
///
/// A time stamp (a date with a time behind it) stays, since every line of a log has one.
///
/// ```
/// use phi_tracing::scrub;
/// let line = "call (202) 555-0142 or ana@example.org, ssn=219-09-9999 at 2026-03-01T08:00:00Z";
/// let scrubbed = scrub(line);
/// assert_eq!(scrubbed.text, "call [Phone] or [Email], ssn=[Ssn] at 2026-03-01T08:00:00Z");
/// assert_eq!(scrubbed.found, 3);
/// ```
#[must_use]
pub fn scrub(text: &str) -> Scrubbed<'_> {
    let pieces = pieces(text);
    let mut out = String::new();
    let (mut found, mut copied, mut at) = (0_usize, 0_usize, 0_usize);
    while let Some(&(start, _)) = pieces.get(at) {
        // The longest first: a telephone number may be three pieces.
        let hit = (1..=3_usize).rev().find_map(|count| {
            let &(_, end) = pieces.get(at.checked_add(count)?.checked_sub(1)?)?;
            let candidate = text.get(start..end)?;
            let marker = if count == 1 { recognise(candidate) } else { spaced(candidate) }?;
            Some((marker, end, count))
        });
        match hit {
            Some((marker, end, count)) => {
                out.push_str(text.get(copied..start).unwrap_or_default());
                out.push_str(marker);
                copied = end;
                found = found.saturating_add(1);
                at = at.saturating_add(count);
            }
            None => at = at.saturating_add(1),
        }
    }
    if found == 0 {
        return Scrubbed { text: Cow::Borrowed(text), found };
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Scrubbed { text: Cow::Owned(out), found }
}

/// Where each piece begins and ends.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let encloses = |c: char| c.is_whitespace() || c.is_control() || "\"'`=<>{}[],;|".contains(c);
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if !encloses(c) {
            start.get_or_insert(at);
        } else if let Some(begun) = start.take() {
            out.push((begun, at));
        }
    }
    if let Some(begun) = start {
        out.push((begun, text.len()));
    }
    // What closes a sentence is no part of a number.
    out.into_iter()
        .filter_map(|(start, end)| {
            let piece = text.get(start..end)?;
            let kept = piece.trim_end_matches(['.', ':', '!', '?', ')']);
            let opened =
                kept.strip_prefix('(').filter(|inner| !inner.contains('(') && !piece.contains(')')).unwrap_or(kept);
            let piece = if piece.starts_with('(') && piece.contains(')') {
                piece.trim_end_matches(['.', ':', '!', '?'])
            } else {
                opened
            };
            let start = start.saturating_add(text.get(start..end)?.find(piece)?);
            (!piece.is_empty()).then_some((start, start.saturating_add(piece.len())))
        })
        .collect()
}

/// The marker of the type that takes the piece for its own.
fn recognise(piece: &str) -> Option<&'static str> {
    let digits = piece.bytes().filter(u8::is_ascii_digit).count();
    let letters = piece.bytes().any(|byte| byte.is_ascii_alphabetic());
    if piece.contains("://") {
        return Url::parse(piece).is_ok().then_some(Url::MARKER);
    }
    if piece.contains('@') {
        return Email::parse(piece).is_ok().then_some(Email::MARKER);
    }
    if IpAddress::parse(piece).is_ok() && (digits > 3 || piece.matches(':').count() > 2) {
        return Some(IpAddress::MARKER);
    }
    match (digits, letters) {
        (8, false) if piece.len() == 10 && ServiceDate::parse(piece).is_ok() => Some(ServiceDate::MARKER),
        (9, false) if Ssn::parse(piece).is_ok() || Ssn::synthetic(piece).is_ok() => Some(Ssn::MARKER),
        (9, false) if Itin::parse(piece).is_ok() => Some(Itin::MARKER),
        (15, false) if Imei::parse(piece).is_ok() => Some(Imei::MARKER),
        (12..=19, false) if PaymentCard::parse(piece).is_ok() => Some(PaymentCard::MARKER),
        (7..=15, false) if Phone::parse(piece).is_ok() => Some(Phone::MARKER),
        (_, true) if MedicareBeneficiaryId::parse(piece).is_ok() => Some(MedicareBeneficiaryId::MARKER),
        (7, true) if DeaNumber::parse(piece).is_ok() => Some(DeaNumber::MARKER),
        (3.., true) if Vin::parse(piece).is_ok_and(|vin| vin.check_digit_fits()) => Some(Vin::MARKER),
        (4.., true) if piece.starts_with("geo:") => Some(Coordinates::MARKER),
        _ => None,
    }
}

/// Several pieces together, as telephone numbers and cards are written.
fn spaced(candidate: &str) -> Option<&'static str> {
    let plain = candidate.bytes().all(|byte| byte.is_ascii_digit() || b" ().+-".contains(&byte));
    if !plain {
        return None;
    }
    let digits = candidate.bytes().filter(u8::is_ascii_digit).count();
    match digits {
        9 if Ssn::parse(candidate).is_ok() || Ssn::synthetic(candidate).is_ok() => Some(Ssn::MARKER),
        10..=15 if Phone::parse(candidate).is_ok() => Some(Phone::MARKER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_has_a_shape_is_found() {
        for (line, scrubbed) in [
            ("ssn 219099999.", "ssn [Ssn]."),
            ("900 12 3456", "[Ssn]"),
            ("from 192.0.2.17 to 2001:db8::17", "from [IpAddress] to [IpAddress]"),
            ("\"url\":\"https://portal.example.org/p/17\"", "\"url\":\"[Url]\""),
            ("card=4111-1111-1111-1111", "card=[PaymentCard]"),
            ("mbi:1EG4-TE5-MK73", "mbi:1EG4-TE5-MK73"),
            ("mbi 1EG4-TE5-MK73", "mbi [MedicareBeneficiaryId]"),
            ("born 1961-06-15,", "born [ServiceDate],"),
            ("202 555 0142", "[Phone]"),
            ("(202) 555-0142", "[Phone]"),
            ("vin 1M8GDM9AXKP042788", "vin [Vin]"),
        ] {
            assert_eq!(scrub(line).text, scrubbed);
        }
    }

    #[test]
    fn what_every_line_has_stays() {
        for line in [
            "2026-03-01T08:00:00.123456Z  INFO clinic::reads: granted uses=3 elapsed=12.5ms",
            "status=200 route=/patients/{id} ms=1234567",
            "version 0.1.0",
            "::",
            "",
        ] {
            assert_eq!(scrub(line), Scrubbed { text: line.into(), found: 0 });
        }
    }

    proptest! {
        #[test]
        fn any_text_is_scrubbed_without_panic_and_stays_scrubbed(text in "\\PC{0,80}") {
            let once = scrub(&text).text.into_owned();
            prop_assert_eq!(scrub(&once).found, 0);
        }
    }
}
