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
/// addresses, Medicare numbers, payment cards, IMEI, VIN, DEA numbers, coordinates, whole dates.
///
/// The text is cut at white space and at the characters that enclose values; each piece is tried as it is, up to four pieces of digits
/// together, as telephone numbers and cards are written, and then what stands between the colons, slashes and brackets of a piece. Names,
/// record numbers and free text have no shape and are not found.
///
/// The first time stamp of a line stays, since every line of a log has one; any further date goes, with a time behind it or not. A counter
/// that happens to look like a telephone number goes as well: the mistake is made to that side.
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
    let mut stamped = false;
    let mut replace = |start: usize, end: usize, marker: &str| {
        out.push_str(text.get(copied..start).unwrap_or_default());
        out.push_str(marker);
        copied = end;
        found = found.saturating_add(1);
    };
    while let Some(&(start, end)) = pieces.get(at) {
        let before = at.checked_sub(1).and_then(|before| pieces.get(before)).map_or(0, |(_, end)| *end);
        stamped &= !text.get(before..start).unwrap_or_default().contains('\n');
        // The longest first: a telephone number may be three pieces, and a card four.
        let hit = (2..=4_usize).rev().find_map(|count| {
            let &(_, end) = pieces.get(at.checked_add(count)?.checked_sub(1)?)?;
            Some((spaced(text.get(start..end)?)?, end, count))
        });
        let piece = text.get(start..end).unwrap_or_default();
        if let Some((marker, end, count)) = hit {
            replace(start, end, marker);
            at = at.saturating_add(count);
            continue;
        }
        at = at.saturating_add(1);
        if is_stamp(piece) {
            if stamped {
                replace(start, end, ServiceDate::MARKER);
            }
            stamped = true;
        } else if let Some(marker) = recognise(piece) {
            replace(start, end, marker);
        } else {
            let mut from = start;
            for inner in piece.split(SEPARATES) {
                let to = from.saturating_add(inner.len());
                if let Some(marker) = recognise(inner) {
                    replace(from, to, marker);
                }
                // Each of them is one byte.
                from = to.saturating_add(1);
            }
        }
    }
    if found == 0 {
        return Scrubbed { text: Cow::Borrowed(text), found };
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Scrubbed { text: Cow::Owned(out), found }
}

/// What stands inside a piece between a name and its value, or around a value.
const SEPARATES: [char; 9] = [':', '/', '(', ')', '#', '\\', '?', '&', '!'];

/// A date with a time behind it in one piece.
fn is_stamp(piece: &str) -> bool {
    piece.get(10..11) == Some("T") && ServiceDate::parse(piece).is_ok()
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
        // Without hyphens only of the years in which patients live, since counters have eight digits too.
        (8, false) if matches!(piece.get(..2), Some("19" | "20")) && ServiceDate::parse(piece).is_ok() => {
            Some(ServiceDate::MARKER)
        }
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
        12..=19 if PaymentCard::parse(candidate).is_ok() => Some(PaymentCard::MARKER),
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
            ("mbi:1EG4-TE5-MK73", "mbi:[MedicareBeneficiaryId]"),
            (r#"{"ssn":219099999,"phone":2025550142}"#, r#"{"ssn":[Ssn],"phone":[Phone]}"#),
            ("ssn:219-09-9999 (219-09-9999) Some(219099999)", "ssn:[Ssn] ([Ssn]) Some([Ssn])"),
            ("GET /patients/219-09-9999/visits?id=219099999", "GET /patients/[Ssn]/visits?id=[Ssn]"),
            (r#"\"219-09-9999\""#, r#"\"[Ssn]\""#),
            ("tel:+12025550142 192.0.2.17:8080 [2001:db8::17]:443", "tel:[Phone] [IpAddress]:8080 [[IpAddress]]:443"),
            ("4111 1111 1111 1111, 3782 822463 10005.", "[PaymentCard], [PaymentCard]."),
            (
                "born 19610615, seen 1961-06-15T00:00:00Z at 1961-06-16T10:00:00Z",
                "born [ServiceDate], seen 1961-06-15T00:00:00Z at [ServiceDate]",
            ),
            (
                "2026-03-01T08:00:00Z seen=1961-06-15T00:00:00Z\n2026-03-01T08:00:01Z ok",
                "2026-03-01T08:00:00Z seen=[ServiceDate]\n2026-03-01T08:00:01Z ok",
            ),
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
