//! Codes that no label explains: 45 CFR 164.514(b)(2)(i)(R), "any other unique identifying number … or code".
//!
//! In a note, a long number or a mixture of capitals and digits most often belongs to one person: a case, a kit, a
//! specimen, an account. What it does not tell a person from another is listed: lots, models, drug and procedure codes,
//! references to literature and genes.

use phi_types::IdentifierClass;

use super::{
    cursor,
    pattern::measures,
    piece::{DIGIT, LARGE, Pieces, WIDE},
    span::{Confidence, Found, Span, Write},
    words::{is_coded, is_no_id},
};

/// Finds codes by their shape.
pub(super) fn find(text: &str, pieces: &Pieces, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (index, piece) in pieces.each(|sieve| sieve.figures | sieve.wide | sieve.joints) {
        if !piece.has(DIGIT | WIDE) && !matches!(piece.sign, b'-' | b'_' | b':') {
            continue;
        }
        let is_joined =
            matches!(piece.sign, b'-' | b'_' | b':') && bytes.get(piece.end + 1).is_some_and(u8::is_ascii_alphanumeric);
        // Most words have no digits, most numbers are too short.
        let least = match piece.kinds {
            _ if is_joined || piece.has(WIDE) => 0,
            DIGIT => 7,
            _ if piece.has(DIGIT) => 3,
            _ => usize::MAX,
        };
        if piece.end - piece.start < least || piece.end <= done {
            continue;
        }
        // "follow-up": two words, and no digit in either.
        if let (false, Some(next)) = (piece.has(DIGIT | WIDE), pieces.get(index + 1))
            && !next.has(DIGIT | WIDE)
            && !matches!(next.sign, b'-' | b'_' | b':')
        {
            done = next.end;
            continue;
        }
        // A tag, "[NAME-1]", which are many in a text that was written.
        if piece.kinds == LARGE && matches!(bytes.get(piece.end..), Some([b'-', b'0'..=b'9', b']', ..])) {
            done = piece.end + 2;
            continue;
        }
        let mut at = piece.start.max(done);
        while at < piece.end {
            if !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                at += 1;
                continue;
            }
            let shape = Shape::read(bytes, at);
            let is_closed = shape.digits >= 1 && shape.joints >= 1 && shape.large == 0 && shape.small >= 4;
            if (shape.digits >= 3 || is_closed) && shape.is_code(text) {
                found.push(Found {
                    span: Span {
                        start: shape.start,
                        end: shape.end,
                        class: IdentifierClass::Other,
                        rule: "other.code",
                        confidence: Confidence::Low,
                    },
                    write: Write::Tag,
                });
            }
            at = shape.end;
        }
        done = at;
    }
}

/// Letters and digits, joined by single dashes, underscores and colons.
struct Shape {
    start: usize,
    end: usize,
    digits: usize,
    small: usize,
    large: usize,
    joints: usize,
    /// Lengths of the first four parts.
    parts: [usize; 4],
}

impl Shape {
    fn read(bytes: &[u8], start: usize) -> Self {
        let mut shape = Self { start, end: start, digits: 0, small: 0, large: 0, joints: 0, parts: [0; 4] };
        let mut at = start;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'0'..=b'9' => shape.digits += 1,
                b'a'..=b'z' => shape.small += 1,
                b'A'..=b'Z' => shape.large += 1,
                b'-' | b'_' | b':' if bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                    shape.joints += 1;
                    at += 1;
                    continue;
                }
                _ => break,
            }
            if let Some(part) = shape.parts.get_mut(shape.joints) {
                *part += 1;
            }
            at += 1;
        }
        shape.end = at;
        shape
    }

    fn is_code(&self, text: &str) -> bool {
        let value = text.get(self.start..self.end).unwrap_or_default();
        let before = cursor::char_before(text, self.start);
        let after = cursor::char_after(text, self.end);
        let next_is_digit =
            || cursor::window_after(text, self.end, 2).chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        // Part of a decimal, a path, an amount, a version, an address.
        if before
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '$' | '/' | '@' | '\\' | ',' | '+' | '^' | '*'))
            && !(before == Some(',') && self.digits >= 7)
            && !(before == Some('/') && self.large > 0 && self.joints > 0)
            || after.is_some_and(|c| matches!(c, '@' | '%' | '*' | '^'))
            || after.is_some_and(|c| matches!(c, '.' | ',' | '/')) && next_is_digit() && self.digits < 8
            || after.is_some_and(|c| c.is_alphanumeric())
        {
            return false;
        }
        // The label and its digits: three of them may stay.
        if value.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("zip:")) {
            return false;
        }
        let letters = self.small + self.large;
        let is_stamp = value.len() > 10 && value.as_bytes().get(10) == Some(&b'T') && value.starts_with(['1', '2']);
        let shaped = if is_stamp || value.contains(':') && self.large + self.small < 2 {
            false
        } else if letters == 0 {
            self.is_number(value)
        } else if self.small > self.large + self.digits {
            // Words with a number at the end: "day-1000". User names are long and closed.
            value.contains('_') && self.digits >= 1 && self.large == 0 && after != Some('.')
        } else if self.joints > 0 {
            self.digits >= 4
                || (self.digits == 3
                    && self.large >= 2
                    && self.small == 0
                    && self.joints == 1
                    && value.len() >= 6
                    && explained(text, self.start))
        } else {
            !is_obstetric(value)
                && (self.digits >= 5 && (self.large > 1 || value.len() > 6)
                    || (self.digits >= 4 && self.large >= 2 && value.len() >= 8))
                || is_hex(value)
        };
        shaped && !is_other_thing(text, self.start, self.end, value)
    }

    /// Digits alone: long, or grouped as no range, date or drug code is.
    fn is_number(&self, value: &str) -> bool {
        let [a, b, c, _] = self.parts;
        match self.joints {
            0 => (7..=20).contains(&self.digits),
            1 => {
                let years = |part: usize, text: Option<&str>| {
                    part == 4 && text.is_some_and(|t| t.starts_with("19") || t.starts_with("20"))
                };
                let mut halves = value.split('-');
                let (left, right) = (halves.next(), halves.next());
                let clocks = a == 4 && b == 4 && left.is_some_and(|l| l < "2400") && right.is_some_and(|r| r <= "2400");
                value.contains('-')
                    && !clocks
                    && (2..=8).contains(&a)
                    && b >= 3
                    && a + b >= 6
                    && (a != b || a > 4 || left.is_some_and(|l| l.starts_with('0')))
                    && !years(b, right)
                    && !(years(a, left) && b < 4)
            }
            2 => a + b + c >= 7 && !matches!((a, b, c), (5, 4, 1 | 2) | (5, 3, 2) | (4, 4, 2)),
            _ => self.digits >= 8,
        }
    }
}

/// `G4P1112`
fn is_obstetric(value: &str) -> bool {
    value.starts_with('G') && value.contains('P') && value.len() < 9
}

/// `9f86d081884c`: long, of hexadecimal digits, with letters and digits mixed.
fn is_hex(value: &str) -> bool {
    value.len() >= 8
        && value.bytes().all(|b| b.is_ascii_hexdigit())
        && value.bytes().filter(u8::is_ascii_digit).count() >= 3
        && value.bytes().filter(u8::is_ascii_alphabetic).count() >= 2
}

/// A number sign or a word for codes before it.
fn explained(text: &str, start: usize) -> bool {
    let lead = cursor::window_before(text, start, 16);
    lead.trim_end().ends_with(['#', ':'])
        || lead.rsplit(|c: char| !c.is_ascii_alphabetic()).find(|w| !w.is_empty()).is_some_and(is_coded)
}

/// What a number may be that tells nobody: by the word before it, its own beginning, the unit after it.
fn is_other_thing(text: &str, start: usize, end: usize, value: &str) -> bool {
    if is_of_the_trade(value) {
        return true;
    }
    let lead = cursor::window_before(text, start, 28);
    let lead = lead.rsplit(['\n', ';']).next().unwrap_or_default();
    let mut words = lead.rsplit(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let first = words.next();
    // "PMID 25741868, 31690835" counts; "FDA report MW-…" and a sentence between do not.
    let named = first.is_some_and(is_no_id)
        || !first.is_some_and(is_coded)
            && words.next().is_some_and(|w| {
                is_no_id(w) && lead.rfind(w).and_then(|at| lead.get(at..)).is_some_and(|tail| !tail.contains(". "))
            });
    named || measures(&cursor::window_after(text, end, 12).to_ascii_lowercase())
}

/// Whether a code begins as those of registries, standards and genes do.
pub(super) fn is_of_the_trade(value: &str) -> bool {
    const OWN: &[&str] = &[
        "NCT", "PMC", "NM_", "NP_", "NC_", "ENST", "ENSG", "ISO", "ICD", "CVX", "OMIM", "WS-", "CPT", "rs", "chr",
        "GRCh", "hg", "COVID", "CDISC", "SARS", "HLA", "PMID", "LOINC", "RFC", "CFR", "G0", "J0", "HCPCS", "ASTM",
        "ANSI", "IMG", "DSC", "PXL", "VID", "RCV", "VCV", "SCV", "LAB", "M0", "x",
    ];
    // Cell lines of public repositories: "NA06891".
    let is_line = value.len() == 7
        && ["NA", "GM", "HG"].iter().any(|own| value.starts_with(own))
        && value.bytes().skip(2).all(|b| b.is_ascii_digit());
    let first = value.as_bytes().first();
    is_line || OWN.iter().any(|own| own.as_bytes().first() == first && value.starts_with(own))
}

/// Sorted, in small letters.
#[rustfmt::skip]
pub(super) const CODED: &[&str] = &[
    "armband", "auth", "badge", "batch", "booking", "case", "citation", "claim", "code", "docket", "id", "incident", "job", "kit", "log", "no",
    "number", "path", "rcpt", "receipt", "ref", "report", "req", "rpt", "screening", "sid", "slides", "specimen", "subject", "tag", "ticket", "tracking", "tube",
    "witness",
];

/// Sorted, in small letters.
#[rustfmt::skip]
pub(super) const NO_ID: &[&str] = &[
    "article", "between", "bin", "build", "cas", "cat", "catalog", "catalogue", "cfr", "clinicaltrials", "clinvar", "cpt", "cvx", "dbsnp",
    "doi", "dot", "drg", "edit", "exp", "fda", "firmware", "genbank", "gtin", "hcpcs", "hg", "hgnc", "icd", "iec", "image", "impedance",
    "isbn", "iso", "issn", "k", "loinc", "lot", "lots", "lovd", "model", "ndc", "oid", "omim", "part", "pcn", "photo", "picture", "pmc", "pmid",
    "primer", "range", "reagent", "ref", "release", "resistance", "rev", "rm", "room", "routing", "rs", "rxbin", "rxcui", "rxnorm",
    "snomed", "software", "sop", "stock", "table", "taxonomy", "times", "umls", "usc", "v", "ver", "version", "wells",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &crate::text::piece::known(text), &mut found);
        found.iter().map(|f| text.get(f.span.start..f.span.end).unwrap()).collect()
    }

    #[test]
    fn codes_are_told_by_their_shape() {
        assert_eq!(codes("kit NBS-0071920 normal"), ["NBS-0071920"]);
        assert_eq!(codes("court case TR-2026-004417 "), ["TR-2026-004417"]);
        assert_eq!(codes("at 26-000420 and 0041188"), ["26-000420", "0041188"]);
        assert_eq!(codes("hash 9f86d081884c and WB40771823"), ["9f86d081884c", "WB40771823"]);
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "lot 4471-B220",
            "NDC 00093-1048-01",
            "8,412,000",
            "1200-1500 kcal",
            "COVID-19",
            "NCT01234567",
            "2019-2020",
            "10:45:12",
            "S72.001A",
            "PMID 12345678",
            "CHA2DS2-VASc",
            "2000-2500 mL",
            "I50.23",
            "version 10-20304",
            "platelets 250000",
        ] {
            assert!(codes(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn lists_are_sorted() {
        assert!(CODED.is_sorted_by(|a, b| a < b) && NO_ID.is_sorted_by(|a, b| a < b));
    }
}
