//! Codes that are everybody's: of procedures, forms, strains, instruments, variants, lots, and ranges of a measure.

use crate::text::{cursor, span::Found, token::lists};

/// Rules that go by the shape of a code.
const BY_SHAPE: &[&str] = &[
    "other.office",
    "other.code",
    "other.coded",
    "other.coded.likely",
    "other.grouped",
    "other.labelled.likely",
    "other.learned.likely",
    "other.lettered.likely",
    "other.prefixed.likely",
    "other.row.likely",
    "other.shaped.likely",
    "other.short_label",
    "other.user_name",
];

/// Whether it is a code of the trade, which tells nobody.
pub(super) fn is_of_the_trade(text: &str, f: &Found, value: &str) -> bool {
    if !BY_SHAPE.contains(&f.span.rule) {
        return false;
    }
    if f.span.rule == "other.user_name" {
        return lists::is_role(value);
    }
    is_everybodys(text, f, value)
}

/// The same whatever the rule.
pub(super) fn is_everybodys(text: &str, f: &Found, value: &str) -> bool {
    is_range(text, f, value)
        || is_procedure(value)
        || is_adjustment(value)
        || is_logged(text, f, value)
        || f.span.rule == "other.short_label" && is_version(value)
        || is_part_of_implant(text, f, value)
        || is_form(text, f, value)
        || is_strain(text, f, value)
        || is_instrument(text, f.span.start, value)
        || is_variant(value)
        || is_pregnancy(text, f.span.start, value)
        || is_coding(text, f.span.start)
        || is_lot_of_vaccine(text, f.span.start, value)
        || is_interval(value)
        || is_hour(text, f.span.start, value)
}

/// "<FAMILY>", "{mrn}", "LAST^FIRST^M", "SENDFAC": what is to be filled in.
pub(super) fn is_blank(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "FACILITY",
        "FAMILY",
        "FIRST",
        "FIRSTNAME",
        "GIVEN",
        "LAST",
        "LASTNAME",
        "MIDDLE",
        "MRN",
        "RECEIVINGFACILITY",
        "RECFAC",
        "RECVFAC",
        "SENDFAC",
        "SENDINGFACILITY",
        "SUFFIX",
    ];
    let is_framed = |part: &str| {
        part.len() > 2
            && part.starts_with(['<', '{'])
            && part.ends_with(['>', '}'])
            && !part.contains(|c: char| c.is_ascii_digit())
    };
    let is_one = |part: &str| is_framed(part) || WORDS.contains(&part);
    let mut parts = value.split('^').filter(|part| !part.is_empty());
    parts.next().is_some_and(is_one) && parts.all(|part| is_one(part) || part.len() == 1)
}

/// Up to a sign that is no digit: how many digits.
fn digits(s: &str) -> usize {
    s.bytes().take_while(u8::is_ascii_digit).count()
}

/// "RVR 138-152", "ACT 340-381", "70s-80s", "1989-ish", "118-134/72-86": from one measure to another.
fn is_range(text: &str, f: &Found, value: &str) -> bool {
    let pair = |s: &str| {
        let (a, b) = cursor::split_once(s, b'-')?;
        let is_measure = |s: &str| (2..4).contains(&s.len()) && digits(s) == s.len();
        (is_measure(a) && is_measure(b)).then(|| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?))).flatten()
    };
    let is_rising = |s: &str| pair(s).is_some_and(|(a, b)| a < b && b > 31);
    if let Some((head, tail)) = cursor::split_once(value, b' ') {
        // What the laboratory or the monitor counts.
        return (2..4).contains(&head.len()) && head.bytes().all(|b| b.is_ascii_uppercase()) && is_rising(tail);
    }
    if let Some((a, b)) = cursor::split_once(value, b'/') {
        return is_rising(a) && is_rising(b);
    }
    let is_decades = cursor::split_once(value, b'-').is_some_and(|(a, b)| {
        let is_decade = |s: &str| s.len() == 3 && digits(s) == 2 && s.ends_with('s');
        is_decade(a) && is_decade(b) || digits(a) == 4 && a.len() == 4 && b == "ish"
    });
    is_decades || cursor::window_before(text, f.span.start, 9).eq_ignore_ascii_case("odometer ")
}

/// "66984-LT", "00142-QK", "88185X15": a procedure with its modifier, or how often.
fn is_procedure(value: &str) -> bool {
    const MODIFIERS: &[&str] = &[
        "22", "24", "25", "26", "50", "51", "52", "53", "57", "58", "59", "76", "77", "78", "79", "80", "82", "91",
        "95", "AA", "AS", "GA", "GC", "GT", "KX", "LT", "QK", "QS", "QX", "QZ", "RT", "TC", "XE", "XP", "XS", "XU",
    ];
    if digits(value) != 5 {
        return false;
    }
    let tail = value.get(5..).unwrap_or_default();
    let times = tail.strip_prefix(['X', 'x']).unwrap_or_default();
    tail.strip_prefix('-').is_some_and(|modifier| MODIFIERS.contains(&modifier))
        || (1..3).contains(&times.len()) && digits(times) == times.len()
}

/// "CO-197", "PR-1": why a payer pays less.
fn is_adjustment(value: &str) -> bool {
    let tail =
        ["CO-", "PR-", "OA-", "PI-", "CR-"].iter().find_map(|group| value.strip_prefix(group)).unwrap_or_default();
    (1..4).contains(&tail.len()) && digits(tail) == tail.len()
}

/// "app 7.4.0.55": four numbers, of which another rule tells whether they are an address.
fn is_version(value: &str) -> bool {
    value.split('.').count() == 4 && value.split('.').all(|part| !part.is_empty() && digits(part) == part.len())
}

/// "BG log 140-260", "log 16:03:10": what was measured, and when.
fn is_logged(text: &str, f: &Found, value: &str) -> bool {
    let is_log = || {
        let head = cursor::window_before(text, f.span.start, 6).trim_end_matches([' ', ':']);
        head.len().checked_sub(3).and_then(|at| head.get(at..)).is_some_and(|word| word.eq_ignore_ascii_case("log"))
    };
    let is_short = |part: &str| (1..4).contains(&part.len()) && digits(part) == part.len();
    let is_pair = cursor::split_once(value, b'-').is_some_and(|(a, b)| is_short(a) && is_short(b));
    let is_time = value.split(':').count() == 3 && value.split(':').all(|part| part.len() == 2 && digits(part) == 2);
    (is_pair || is_time) && is_log()
}

/// "REF 702-04-54E   LOT 9KTRVA": the catalogue's number of a part, before its lot or serial number.
fn is_part_of_implant(text: &str, f: &Found, value: &str) -> bool {
    let lead = cursor::window_before(text, f.span.start, 4);
    let is_ref = lead == "REF " || value.starts_with("REF ");
    is_ref && {
        let tail = cursor::window_after(text, f.span.end, 12).trim_start_matches([' ', ',', ')', ';']);
        ["LOT", "Lot", "lot", "SN", "S/N"].iter().any(|label| tail.starts_with(label))
    }
}

/// "CMS-2728", "form MCSA-5870": a form of an agency.
fn is_form(text: &str, f: &Found, value: &str) -> bool {
    // "Form DR 2401", "form HH-27": what a form is called.
    let lead = cursor::window_before(text, f.span.start, 5);
    // A form of somebody's is told by a word before it: "opt-out form OO-22".
    let is_somebodys = || {
        let head = cursor::window_before(text, f.span.start, 7);
        head.get(..2).is_some_and(|head| head.ends_with(' ') && head.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let is_blank = lead.eq_ignore_ascii_case("form ")
        && !is_somebodys()
        && (2..9).contains(&value.len())
        && value.bytes().filter(u8::is_ascii_digit).count() < 5
        && (value.starts_with(|c: char| c.is_ascii_uppercase()) || value.ends_with(|c: char| c.is_ascii_uppercase()));
    if is_blank {
        return true;
    }
    let Some((head, tail)) = cursor::split_once(value, b'-') else { return false };
    let is_agency = matches!(head, "CMS" | "HCFA" | "MCSA" | "OMB" | "SSA" | "FDA" | "FAA" | "OCFS" | "DHS" | "USCIS");
    let is_called = cursor::window_before(text, f.span.start, 5).eq_ignore_ascii_case("form ");
    let count = digits(tail);
    (3..6).contains(&count)
        && (tail.len() == count || tail.len() == count + 1)
        && (is_agency || is_called && head.len() < 6 && head.bytes().all(|b| b.is_ascii_uppercase()))
}

/// "ATCC 25922", "BAA-1705": of a collection of cultures; "card GN-98".
fn is_strain(text: &str, f: &Found, value: &str) -> bool {
    const BANKS: &[&str] = &["ATCC", "BAA", "CCUG", "DSM", "NCTC", "NRRL"];
    let head = value.split([' ', '-']).next().unwrap_or_default();
    let lead = cursor::window_before(text, f.span.start, 5);
    // Lines of cells of a public repository.
    let is_cell_line = value.strip_prefix("NA").is_some_and(|rest| rest.len() == 5 && digits(rest) == 5);
    BANKS.contains(&head)
        || is_cell_line
        || BANKS.contains(&lead.trim_end())
        || value.len() < 6 && lead.eq_ignore_ascii_case("card ") && value.contains('-')
}

/// "METHOD: XN-9100", "analyzer C8-700": with what it was measured.
fn is_instrument(text: &str, at: usize, value: &str) -> bool {
    let head = cursor::trim_end(cursor::window_before(text, at, 16), |b| matches!(b, b' ' | b':' | b'='));
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if word.is_ascii() && !(3..=10).contains(&word.len()) {
        return false;
    }
    let word = word.to_lowercase();
    is_part(&word) && !value.bytes().any(|b| b.is_ascii_alphabetic())
        || matches!(
            word.as_str(),
            "method" | "analyzer" | "analyser" | "instrument" | "platform" | "reagent" | "isbt" | "cpt" | "hcpcs"
        )
        || word == "product" && head.len() > 12
}

/// Before the number of a part: it is the maker's.
pub(super) fn is_part(word: &str) -> bool {
    const PARTS: &[&str] =
        &["cable", "catalog", "cord", "drawing", "filter", "gasket", "hose", "manifold", "part", "sku", "tubing"];
    PARTS.contains(&word)
}

/// "N409S/N409S", "p.R117H": a protein with one amino acid for another.
fn is_variant(value: &str) -> bool {
    const ACIDS: &str = "ACDEFGHIKLMNPQRSTVWY";
    let is_one = |s: &str| {
        let (Some(first), Some(last)) = (s.chars().next(), s.chars().next_back()) else { return false };
        let middle = s.get(1..s.len().saturating_sub(last.len_utf8())).unwrap_or_default();
        (2..5).contains(&middle.len())
            && digits(middle) == middle.len()
            && ACIDS.contains(first)
            && (ACIDS.contains(last) || matches!(last, 'X' | '*'))
    };
    // "G20210A": one base for another.
    let is_base = |b: Option<&u8>| b.is_some_and(|b| matches!(b, b'A' | b'C' | b'G' | b'T'));
    let bytes = value.as_bytes();
    let inner = bytes.get(1..bytes.len().saturating_sub(1)).unwrap_or_default();
    let is_base_for_base = (3..6).contains(&inner.len())
        && inner.iter().all(u8::is_ascii_digit)
        && is_base(bytes.first())
        && is_base(bytes.last());
    is_base_for_base || value.bytes().any(|b| b == b'/') && value.split('/').all(is_one)
}

/// "G3P1011", "G3 P2-0-1-2"
fn is_pregnancy(text: &str, at: usize, value: &str) -> bool {
    let is_para =
        |rest: &str| rest.split('-').count() == 4 && rest.split('-').all(|part| part.len() == 1 && digits(part) == 1);
    if value.strip_prefix(['P', 'p']).is_some_and(is_para) {
        let head = cursor::window_before(text, at, 4).trim_end();
        return head.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(['G', 'g']);
    }
    let rest = value.strip_prefix(['G', 'g']).unwrap_or_default();
    let count = digits(rest);
    let rest = rest.get(count..).unwrap_or_default().trim_start();
    (1..3).contains(&count)
        && rest.strip_prefix(['P', 'p']).is_some_and(|rest| {
            !rest.is_empty() && rest.len() < 8 && rest.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        })
}

/// `"code": "193570009"` of a coding.
fn is_coding(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 12);
    head.ends_with('"') && head.trim_end_matches(['"', ' ', ':']).ends_with("\"code")
}

/// "q20-40"
fn is_interval(value: &str) -> bool {
    value
        .strip_prefix('q')
        .is_some_and(|rest| rest.len() > 1 && rest.len() < 8 && rest.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
}

/// "Flu  9-8-26  UT8811NA  LD": in the row of a vaccine.
fn is_lot_of_vaccine(text: &str, at: usize, value: &str) -> bool {
    const VACCINES: &[&str] = &[
        "BCG",
        "COVID",
        "COVID-19",
        "DTaP",
        "DTP",
        "DT",
        "Flu",
        "HPV",
        "HPV9",
        "HepA",
        "HepB",
        "Hib",
        "IPV",
        "Influenza",
        "MMR",
        "MMRV",
        "MenACWY",
        "MenB",
        "OPV",
        "PCV",
        "PCV13",
        "PCV15",
        "PCV20",
        "PPSV23",
        "PPV23",
        "RSV",
        "RV1",
        "RV5",
        "Rota",
        "Shingrix",
        "Td",
        "Tdap",
        "VAR",
        "Var",
        "Varicella",
        "Zoster",
        "cholera",
        "meningo",
        "rabies",
        "typhoid",
    ];
    if !(5..10).contains(&value.len()) || value.bytes().any(|b| matches!(b, b' ' | b'-' | b'/')) {
        return false;
    }
    let head = cursor::window_before(text, at, 120);
    let line = cursor::last(head.as_bytes(), b'\n').and_then(|at| head.get(at + 1..)).unwrap_or(head);
    let first = line.trim_start_matches([' ', '|', '-']).split([' ', '\t', '|', ',']).next().unwrap_or_default();
    VACCINES.contains(&first) && line.bytes().filter(u8::is_ascii_digit).count() > 3
}

/// "specimens spun, courier 1815": when somebody comes.
fn is_hour(text: &str, at: usize, value: &str) -> bool {
    value.len() == 4
        && digits(value) == 4
        && value < "2400"
        && ["00", "15", "30", "45"].iter().any(|minute| value.ends_with(minute))
        && cursor::window_before(text, at, 8).eq_ignore_ascii_case("courier ")
}
