//! Short numbers of telephones where the document has others of their kind: "home -0199" beside 757-555-0198, "7-0042" beside x7-0041.

use phi_types::IdentifierClass::{Fax, Phone};

use super::{cursor, found};
use crate::text::{
    pattern::{Lower, measures},
    piece::{DIGIT, Pieces},
    span::Found,
};

/// Before the last four figures of a number.
const LEADS: &[&str] = &[
    "alt", "cell", "fax", "faxed", "faxing", "from", "home", "line", "mobile", "number", "same", "text", "the", "try",
    "was", "work",
];

/// Adds the last figures of numbers that begin as those of another number do, and numbers of a house like another.
pub(super) fn find(text: &str, pieces: &Pieces, found_before: &[Found], more: &mut Vec<Found>) {
    let lines = Lines::of(text, found_before);
    if lines.is_empty() {
        return;
    }
    let bytes = text.as_bytes();
    for (_, piece) in pieces.each(|sieve| sieve.figures) {
        if piece.kinds != DIGIT || piece.end - piece.start != 4 || !closes(bytes, piece.end) {
            continue;
        }
        let head = cursor::window_before(text, piece.start, 12);
        let last = text.get(piece.start..piece.end).unwrap_or_default();
        let is_open = |head: &str| head.is_empty() || head.ends_with([' ', '(', '\n', '"', '*', '=', ':', ',']);
        let parted = head.strip_suffix('-');
        let house =
            parted.and_then(|head| head.strip_suffix(|c: char| c.is_ascii_digit())).filter(|head| is_open(head));
        let is_measured = || measures(&Lower::of(cursor::window_after(text, piece.end, 12)));
        if house.is_some() && lines.has_house {
            if !is_measured() {
                more.push(found(piece.start - 2, piece.end, Phone, "phone.line.likely"));
            }
            continue;
        }
        let is_led = match parted {
            Some(head) => is_open(head),
            // A time of day has no ninety-third minute.
            None => {
                let word = head
                    .strip_suffix(' ')
                    .and_then(|head| head.rsplit([' ', '(', '\n', ',']).next())
                    .unwrap_or_default();
                last.get(2..).is_some_and(|minute| minute > "59") && LEADS.binary_search(&&*Lower::of(word)).is_ok()
            }
        };
        if is_led && lines.have(last) && !is_measured() {
            more.push(found(piece.start, piece.end, Phone, "phone.line.likely"));
        }
    }
}

fn closes(bytes: &[u8], at: usize) -> bool {
    match (bytes.get(at), bytes.get(at + 1)) {
        (None | Some(b' ' | b')' | b';' | b'"' | b'\n' | b'\r' | b'?' | b'!'), _) => true,
        (Some(b'.' | b','), next) => !next.is_some_and(u8::is_ascii_digit),
        _ => false,
    }
}

/// What the numbers of a document begin with.
struct Lines {
    /// The first two of the last four figures of a whole number, a bit each.
    exchanges: u128,
    /// Whether a number of one figure, a dash and four is there.
    has_house: bool,
}

impl Lines {
    fn of(text: &str, found: &[Found]) -> Self {
        let mut lines = Self { exchanges: 0, has_house: false };
        for f in found.iter().filter(|f| matches!(f.span.class, Phone | Fax)) {
            let value = text.get(f.span.start..f.span.end).unwrap_or_default();
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            let last = value.len().checked_sub(4).and_then(|at| value.get(at..)).unwrap_or_default();
            if let Some(exchange) = exchange(last).filter(|_| matches!(digits, 7 | 10 | 11)) {
                lines.exchanges |= 1 << exchange;
            }
            lines.has_house |= value.len() == 6 && value.as_bytes().get(1) == Some(&b'-');
        }
        lines
    }

    const fn is_empty(&self) -> bool {
        self.exchanges == 0 && !self.has_house
    }

    fn have(&self, last: &str) -> bool {
        exchange(last).is_some_and(|exchange| self.exchanges & 1 << exchange != 0)
    }
}

/// The first two of four figures.
fn exchange(last: &str) -> Option<u32> {
    (last.len() == 4 && last.bytes().all(|b| b.is_ascii_digit())).then(|| last.get(..2)?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::LEADS;
    use crate::text::tests::{RELEASE, engine};

    fn has(line: &str, value: &str) -> bool {
        let text = format!("Pt Ana Testcase, cell 757-555-0198, Dr. Exampleby x4-2211, seen 8/11/2026.\n{line}\n");
        engine().scan(&text, &[], RELEASE).iter().any(|span| text.get(span.start..span.end) == Some(value))
    }

    #[test]
    fn the_last_figures_of_a_line_are_one() {
        for (line, value) in [
            ("MD on call, home -0199.", "0199"),
            ("(son's cell = -0183)", "0183"),
            ("note faxed 0193.", "0193"),
            ("tele rm 4-2207, prelim", "4-2207"),
            ("me = tj, 7-0042.", "7-0042"),
        ] {
            assert!(has(line, value), "{line}");
        }
    }

    #[test]
    fn times_and_measures_are_none() {
        for (line, value) in
            [("woke 0193 mg", "0193"), ("slept from 0112 to 0530", "0112"), ("base excess -0250", "0250")]
        {
            assert!(!has(line, value), "{line}");
        }
    }

    #[test]
    fn leads_are_sorted() {
        assert!(LEADS.is_sorted());
    }
}
