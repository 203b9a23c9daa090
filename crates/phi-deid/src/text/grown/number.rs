//! What follows a telephone number, and names under which somebody logs in.

use phi_types::IdentifierClass::{Date, Other, Phone};

use super::{cursor, found, leading, lists, words};
use crate::{
    lexicon,
    rule::Generalised,
    text::{
        piece::Pieces,
        span::{Found, Write},
    },
};

/// Whether a number behind a name may follow for [`extension`], [`behind_name`], [`badge`] and `person::listed`, by the first signs
/// behind it: mostly a word follows, or the end of a sentence.
pub(super) fn may_follow(text: &str, end: usize) -> bool {
    match text.as_bytes().get(end..).unwrap_or_default() {
        [b' ', next, behind, ..] if next.is_ascii_uppercase() => behind.is_ascii_digit() || behind.is_ascii_uppercase(),
        [b' ', next, ..] => !next.is_ascii_alphabetic() || matches!(next, b'x' | b'e'),
        [b';', ..] => true,
        [b',' | b'|' | b'(' | b'\t' | b'#', ..] => true,
        _ => false,
    }
}

/// "212-555-0142/0143", "… or -0143": the second number of two.
pub(super) fn second(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 10);
    let Some(gap) = [" or -", "/-", "/", " / ", " or ", " and ", " & ", ", -", " & -", " and -"].iter().find(|gap| {
        rest.starts_with(**gap) && rest.get(gap.len()..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    }) else {
        return;
    };
    let number = rest.get(gap.len()..).unwrap_or_default();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let goes_on = number.get(digits..).is_some_and(|t| {
        t.starts_with(['-', '/', ':', '.']) && t.len() > 1 && t.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
    });
    if digits == 4 && !goes_on {
        more.push(found(end + gap.len(), end + gap.len() + digits, Phone, "phone.second.likely"));
    }
}

/// "555 0146 (212)", "555-0188 #22", "555-0151, fax same but 0152": the area, the extension or another line of the same exchange.
pub(super) fn beyond(text: &str, f: &Found, more: &mut Vec<Found>) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let rest = cursor::window_after(text, f.span.end, 40);
    let figures = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let count = value.bytes().filter(u8::is_ascii_digit).count();
    if let Some(area) = rest.strip_prefix(" (").filter(|_| count == 7) {
        if figures(area) == 3 && area.get(3..4) == Some(")") {
            more.push(found(f.span.start, f.span.end + 6, f.span.class, "phone.beyond.likely"));
        }
        return;
    }
    if let Some(tail) = rest.strip_prefix(" #").or_else(|| rest.strip_prefix("#")).filter(|_| count >= 7) {
        let len = figures(tail);
        if (2..=6).contains(&len) && !tail.get(len..).is_some_and(|t| t.starts_with(char::is_alphanumeric)) {
            let end = f.span.end + rest.len() - tail.len() + len;
            more.push(found(f.span.start, end, f.span.class, "phone.beyond.likely"));
        }
        return;
    }
    let Some(exchange) = value.get(value.len().wrapping_sub(4)..).and_then(|last| last.get(..2)).filter(|_| count >= 7)
    else {
        return;
    };
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    for (at, _) in line.match_indices(exchange) {
        let (head, tail) = line.split_at_checked(at).unwrap_or_default();
        let lead = head.strip_suffix(' ').and_then(|head| head.rsplit(' ').next()).unwrap_or_default();
        let is_led = matches!(
            lead,
            "but"
                | "try"
                | "or"
                | "same"
                | "gave"
                | "fax"
                | "faxing"
                | "faxed"
                | "cell"
                | "home"
                | "not"
                | "also"
                | "then"
        );
        let closes = tail.get(4..).is_some_and(|t| {
            let goes_on = t.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | ':' | '%'))
                || t.starts_with('.') && t.get(1..2).is_some_and(|d| figures(d) > 0);
            !goes_on
        });
        if is_led && figures(tail) == 4 && closes {
            let start = f.span.end + at;
            more.push(found(start, start + 4, f.span.class, "phone.beyond.likely"));
            return;
        }
    }
}

/// "Candy Testcase x4": an extension behind somebody.
pub(super) fn extension(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 10);
    let Some(lead) =
        leading(rest, &[" x", ", x", " ext ", ", ext ", " ext. ", ", ext. ", " (x", " ext", " (p ", " p.", " ("])
    else {
        return;
    };
    // "Testcase (3391)": four figures alone, and no year.
    let is_bare = lead == " (";
    let number = rest.get(lead.len()..).unwrap_or_default();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let closes =
        number.get(digits..).is_some_and(|t| t.is_empty() || t.starts_with(['\n', '\r', '.', ',', ';', ')', ' ']));
    let may_be = if is_bare {
        digits == 4 && !number.starts_with("19") && !number.starts_with("20") && number.get(4..5) == Some(")")
    } else {
        (1..=6).contains(&digits)
    };
    if may_be && closes {
        let at = end + lead.len();
        more.push(found(at, at + digits, Phone, "phone.behind_name.likely"));
    }
}

/// "Ofc Ana Testcase #318": a number behind somebody.
pub(super) fn badge(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 10);
    let Some(number) = rest.strip_prefix(" #").or_else(|| rest.strip_prefix(" (#")) else { return };
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let closes =
        number.get(digits..).is_none_or(|t| t.is_empty() || t.starts_with(['\n', '\r', '.', ',', ';', ')', ' ']));
    if (2..=6).contains(&digits) && closes {
        let at = end + rest.len() - number.len();
        more.push(found(at, at + digits, Other, "other.badge.likely"));
    }
}

/// "dc 9/10 or 11th", "Dec. 8th/9th": the second of two days.
pub(super) fn second_day(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 12);
    let gaps = [" or ", "/", " and ", " & ", " or the ", " and the "];
    let Some(gap) = gaps.into_iter().rfind(|gap| rest.starts_with(*gap)) else { return };
    let number = rest.get(gap.len()..).unwrap_or_default();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let tail = number.get(digits..).unwrap_or_default();
    let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|sign| tail.starts_with(sign));
    let is_day = number.get(..digits).and_then(|day| day.parse::<u8>().ok()).is_some_and(|day| (1..=31).contains(&day));
    let closes = !tail.get(2..).is_some_and(|tail| tail.starts_with(|c: char| c.is_alphanumeric() || c == '-'));
    if (1..=2).contains(&digits) && is_ordinal && is_day && closes {
        let mut day = found(end + gap.len(), end + gap.len() + digits + 2, Date, "date.second.likely");
        day.write = Write::Date(Generalised::Removed);
        more.push(day);
    }
}

/// "BBS 771 40 8832 K,", "PZK 404-118 S": a capital alone behind the groups of a number, where they end.
pub(super) fn last_letter(text: &str, f: &Found, more: &mut Vec<Found>) {
    let [b' ', letter, behind @ ..] = text.as_bytes().get(f.span.end..).unwrap_or_default() else { return };
    let closes = matches!(
        behind,
        [] | [b',' | b';' | b')' | b'\n' | b'\r', ..] | [b' ', b' ', ..] | [b'.', b' ' | b'\n' | b'\r', ..] | [b'.']
    );
    if !(letter.is_ascii_uppercase() && closes) {
        return;
    }
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let figures = value.bytes().filter(u8::is_ascii_digit).count();
    if figures > 5 && value.bytes().any(|b| matches!(b, b' ' | b'-')) && value.ends_with(|c: char| c.is_ascii_digit()) {
        let mut grown = found(f.span.start, f.span.end + 2, f.span.class, "other.row.likely");
        grown.write = f.write;
        more.push(grown);
    }
}

/// "kits 21188, 21189": the next of a row of numbers.
pub(super) fn row(text: &str, f: &Found, more: &mut Vec<Found>) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let is_dashed = value.contains('-');
    if !(4..=12).contains(&value.len())
        || !value.bytes().all(|b| b.is_ascii_digit() || b == b'-' || is_dashed && b.is_ascii_uppercase())
    {
        return;
    }
    let mut at = f.span.end;
    for _ in 0..6 {
        let rest = cursor::window_after(text, at, 24);
        let gaps = [", and ", ", ", " and ", " & ", " / ", "/", " -> ", " or ", ", now "];
        let Some(gap) = gaps.into_iter().find(|gap| {
            rest.strip_prefix(gap).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        }) else {
            return;
        };
        let next = rest.get(gap.len()..).unwrap_or_default();
        // Of a row all have one shape and begin alike.
        let is_alike = |(a, b): (u8, u8)| a == b || a.is_ascii_digit() && b.is_ascii_digit();
        let goes_on = next
            .get(value.len()..)
            .is_none_or(|t| t.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | ':' | '%')));
        let alike = value.bytes().zip(next.bytes()).all(is_alike);
        if goes_on || !alike || !is_dashed && next.get(..2) != value.get(..2) {
            return;
        }
        more.push(found(at + gap.len(), at + gap.len() + value.len(), f.span.class, "other.row.likely"));
        at += gap.len() + value.len();
    }
}

/// "keisha_b", "mvang.home": parts of a name with a sign between them.
pub(super) fn handles(text: &str, more: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let is_inner = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_' || *b == b'.';
    let mut done = 0;
    for (at, _) in text.match_indices('_') {
        if at < done {
            continue;
        }
        let head = bytes.get(..at).unwrap_or_default();
        let start = at - head.iter().rev().take(24).take_while(|b| is_inner(b)).count();
        let tail = bytes.get(at..).unwrap_or_default();
        let end = at + tail.iter().take(25).take_while(|b| is_inner(b)).count();
        done = end;
        let value = text.get(start..end).unwrap_or_default().trim_end_matches(['.', '_']);
        let is_named = value.split(['_', '.']).any(|part| {
            let part = part.trim_end_matches(|c: char| c.is_ascii_digit());
            let entry = lexicon::look_up(part);
            // "kruiz_np": an initial and a surname, and what somebody is.
            let tail = part.get(1..).map(lexicon::look_up).filter(|_| entry.is_unknown() && part.len() > 4);
            let is_official = || {
                ["_adm", "_admin", "_np", "_rn", "_md", "_pa", "_ma", "_do", "_rt", "_su", "bi_", "adm_", "wt_"]
                    .iter()
                    .any(|sign| value.contains(sign))
            };
            part.len() > 3
                && (entry.is_strong_name() || entry.given() > 1)
                && entry.ordinary() == 0
                && !entry.is_clinical()
                || tail.is_some_and(|tail| {
                    tail.is_strong_name() || (tail.surname() > 0 || tail.is_unknown()) && is_official()
                })
        });
        if is_named && value.len() > 5 && cursor::stands_alone(text, start, start + value.len()) {
            more.push(found(start, start + value.len(), Other, "other.handle.likely"));
        }
    }
}

/// "t.testcase", "testcase.b91": an initial and a surname, a first name and figures.
pub(super) fn dotted(text: &str, pieces: &Pieces, more: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let small = |b: &u8| b.is_ascii_lowercase();
    for at in pieces.each(|sieve| sieve.stops).map(|(_, piece)| piece.end) {
        let head = bytes.get(..at).unwrap_or_default();
        let tail = bytes.get(at + 1..).unwrap_or_default();
        if !head.last().is_some_and(small) || !tail.first().is_some_and(small) {
            continue;
        }
        let before = head.iter().rev().take(16).take_while(|b| small(b)).count();
        let letters = tail.iter().take(16).take_while(|b| small(b)).count();
        let figures = tail.get(letters..).unwrap_or_default().iter().take(5).take_while(|b| b.is_ascii_digit()).count();
        let (start, end) = (at - before, at + 1 + letters + figures);
        let is_parted = |b: Option<&u8>| {
            b.is_none_or(|b| {
                matches!(
                    b,
                    b' ' | b'\n' | b'|' | b'"' | b'(' | b')' | b',' | b';' | b'\t' | b':' | b'=' | b'/' | b'>' | b'<'
                )
            })
        };
        let ends = is_parted(bytes.get(end)) || bytes.get(end) == Some(&b'.') && is_parted(bytes.get(end + 1));
        if !ends || !is_parted(start.checked_sub(1).and_then(|at| bytes.get(at))) {
            continue;
        }
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let is_borne = |word: &str| {
            let entry = lexicon::look_up(word);
            let traits = words::Traits::of(word);
            !entry.is_clinical()
                && entry.ordinary() == 0
                && !traits.has(words::CLINICAL_BIT)
                && !traits.has(words::COMMON_BIT)
                && !lists::is_drug_like(word)
                && (entry.is_name() || entry.is_unknown() && word.len() > 5)
        };
        let is_user = match (before, letters, figures) {
            (1, 4..=15, 0..=3) => is_borne(part(at + 1, at + 1 + letters)),
            (4..=15, 1..=3, 1..=4) => lexicon::look_up(part(start, at)).is_name() && is_borne(part(start, at)),
            _ => false,
        };
        if is_user {
            more.push(found(start, end, Other, "other.dotted.likely"));
        }
    }
}

/// "PVN.R.9297-41AC", "irs:77c0e14fa92b": letters in two parts that signs join to a code, or small ones before a long row of figures.
fn joined_letters(rest: &str, sign: char, value: &str) -> usize {
    let large = rest
        .bytes()
        .rev()
        .take(9)
        .take_while(|b| b.is_ascii_uppercase() || matches!(b, b'.' | b'/' | b'_' | b'-'))
        .count();
    let small = rest.bytes().rev().take(6).take_while(u8::is_ascii_lowercase).count();
    let run = rest.get(rest.len() - large..).unwrap_or_default();
    let is_large = run.bytes().filter(u8::is_ascii_uppercase).count() > 2
        && run.starts_with(|c: char| c.is_ascii_uppercase())
        && large < 9;
    let is_hex = value.len() > 7
        && value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        && value.bytes().any(|b| b.is_ascii_alphabetic());
    match sign {
        ':' if (2..=5).contains(&small)
            && is_hex
            && !words::is_coded(rest.get(rest.len() - small..).unwrap_or_default()) =>
        {
            small
        }
        '.' | '/' if is_large => large,
        _ => 0,
    }
}

/// "PVR.0098.77A1", "REG_KMB04": letters that a sign joins to a code are a part of it.
pub(super) fn prefix(text: &str, f: &Found, room: super::Room, more: &mut Vec<Found>) {
    let Some(head) = text.get(..f.span.start) else { return };
    let Some(rest) = head.strip_suffix(['.', '_', '/', ':']) else { return };
    let sign = head.get(rest.len()..).and_then(|sign| sign.chars().next()).unwrap_or_default();
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let joined = joined_letters(rest, sign, value);
    let from = rest.len() - joined;
    let opens = |head: &str| head.is_empty() || head.ends_with([' ', '\n', '(', '|', ',', ';', '\t']);
    if joined > 0 && from >= room.from && rest.get(..from).is_some_and(opens) {
        let mut grown = found(from, f.span.end, f.span.class, "other.prefixed.likely");
        grown.write = f.write;
        more.push(grown);
        return;
    }
    if sign == ':' {
        return;
    }
    let len = rest.bytes().rev().take(7).take_while(u8::is_ascii_uppercase).count();
    let start = rest.len() - len;
    let is_parted = rest
        .get(..start)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\n', '(', '|', ',', ';', '\t', ':']));
    if (2..=6).contains(&len) && is_parted && start >= room.from && !is_label(rest.get(start..).unwrap_or_default()) {
        let mut grown = found(start, f.span.end, f.span.class, "other.prefixed.likely");
        grown.write = f.write;
        more.push(grown);
    }
}

/// What stands before a number to say what it is.
pub(in crate::text) fn is_label(word: &str) -> bool {
    #[rustfmt::skip]
    const LABELS: &[&str] = &[
        "ACC", "ACCT", "ADM", "AGE", "ARD", "AUTH", "BB", "BED", "BIN", "BP", "C", "CASE", "CELL", "CLM", "CPT", "CSN",
        "CTRL", "DATE", "DEA", "DL", "DO", "DOA", "DOB", "DOD", "DOI", "DOS", "EXP", "EXT", "FAX", "FIN", "FLR", "GRP",
        "H", "HR", "ICD", "ID", "IMEI", "INV", "JOB", "LIC", "LOS", "LOT", "M", "MD", "MR", "MRI", "MRN", "NDC", "NO",
        "NP", "NPI", "OD", "OF", "PA", "PCN", "PCP", "PCR", "PH", "PIN", "PO", "PT", "RCPT", "RE", "REF", "RM", "RN",
        "RX", "SEX", "SN", "SNAP", "SO", "SPEC", "SS", "SSAN", "SSN", "TAG", "TEL", "TIN", "VIN", "VISA", "W", "WK",
        "X", "YOB", "ZIP",
    ];
    LABELS.binary_search(&word).is_ok()
}

/// How far an age with its sex goes behind a name: ", 55M ", "   58 M    ", "; 98 F; ".
fn over_age(line: &str) -> usize {
    let field = line.trim_start_matches([' ', ',', ';']);
    let digits = field.bytes().take_while(u8::is_ascii_digit).count();
    let sex = field.get(digits..).unwrap_or_default();
    let sexed = sex.trim_start_matches(' ');
    let is_sexed = sex.len() < sexed.len() + 2 && sexed.starts_with(['M', 'F', 'm', 'f']);
    let tail = sexed.get(1..).unwrap_or_default();
    if (1..=3).contains(&digits) && is_sexed && field.len() < line.len() && tail.starts_with([' ', ',', ';']) {
        line.len() - tail.len()
    } else {
        0
    }
}

/// "CK4410", "OS 0044-718", "60 31 86": letters and figures in groups at the head of a field, where they end.
fn code_at(field: &str) -> usize {
    let bytes = field.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    loop {
        let from = end + usize::from(matches!(bytes.get(end), Some(b' ' | b'-')) && is_digit(end + 1));
        let digits = bytes.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return end;
        }
        end = from + digits;
    }
}

/// "Ruiz CK4410 or", "Ruiz, Ana, 55M 60 31 86.", "RUIZ   58 M    OS 0044-718": right behind a name, or behind the age.
fn right_behind(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 48);
    let line = rest.split('\n').next().unwrap_or_default();
    let age = over_age(line);
    let tail = line.get(age..).unwrap_or_default();
    let field = tail.trim_start_matches([' ', ',', ';']);
    let gap = tail.len() - field.len();
    let len = code_at(field);
    let shown = field.get(..len).unwrap_or_default();
    let letters = shown.bytes().take_while(u8::is_ascii_uppercase).count();
    let figures = shown.get(letters..).unwrap_or_default();
    let groups: Vec<usize> = figures.split([' ', '-']).map(str::len).filter(|len| *len > 0).collect();
    let count: usize = groups.iter().sum();
    let behind = field.get(len..).unwrap_or_default();
    let closes = !behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | ':' | '%' | '-' | '_' | '\''))
        && !behind.strip_prefix(['.', ',']).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    let word = shown.get(..letters).unwrap_or_default();
    let is_tight = groups.len() == 1 && count + letters == shown.len();
    let is_code = match (age, letters) {
        // "Ruiz CK4410": of one piece.
        (0, 1..=3) => tail.starts_with(' ') && gap == 1 && is_tight && (4..=7).contains(&count) && !is_label(word),
        (0, _) => false,
        (_, 0) => is_tight && (5..=9).contains(&count) || figures.contains('-') && count > 5 || groups == [2, 2, 2],
        (_, 1..=4) => count > 3 && !is_label(word) && !lexicon::look_up(word).is_clinical(),
        _ => false,
    };
    let is_measured = || crate::text::pattern::measures(&behind.to_ascii_lowercase());
    if gap > 0 && is_code && closes && !is_measured() && !crate::text::code::is_of_the_trade(shown) {
        let at = end + age + gap;
        more.push(found(at, at + len, Other, "other.behind_name.likely"));
    }
}

/// "Testcase, SK0417, 2/9", "Testcase   |  HO 70 44 18": a code in the field behind a name.
pub(super) fn behind_name(text: &str, end: usize, more: &mut Vec<Found>) {
    right_behind(text, end, more);
    let rest = cursor::window_after(text, end, 40);
    let line = rest.split('\n').next().unwrap_or_default();
    // "Ana Testcase, 35, 441180, verified": over an age.
    let age = line.strip_prefix(", ").map_or(0, |t| t.bytes().take_while(u8::is_ascii_digit).count());
    let (line, end) = match line.get(2 + age..).filter(|t| (1..=3).contains(&age) && t.starts_with(", ")) {
        Some(behind) => (behind, end + 2 + age),
        None => (line, end),
    };
    let field = line.trim_start_matches([' ', ',', '|', '(', '\t', '#']);
    let gap = line.len() - field.len();
    let joint = line.get(..gap).unwrap_or_default();
    if !(joint.starts_with(", ")
        || joint.contains('|')
        || joint.contains('\t')
        || joint.contains("  ")
        || joint == " (")
    {
        return;
    }
    let bytes = field.as_bytes();
    let nexts = bytes.iter().skip(1).copied().chain([0]);
    let ends = |(byte, next): (&u8, u8)| {
        matches!(byte, b'|' | b')' | b';' | b'\t') || matches!(byte, b',' | b' ') && next == b' '
    };
    let to = bytes.iter().zip(nexts).position(ends).unwrap_or(field.len());
    let whole = to < field.len() || line.len() < rest.len() || rest.len() < 40;
    let shown = field.get(..to).unwrap_or_default().trim_end_matches([' ', '.']);
    let letters = shown.bytes().take_while(u8::is_ascii_uppercase).count();
    let figures = shown.get(letters..).unwrap_or_default();
    let count = figures.bytes().filter(u8::is_ascii_digit).count();
    let plain = figures.bytes().all(|b| b.is_ascii_digit() || b == b' ' || b == b'-');
    let is_spread = figures.trim_start().contains([' ', '-']);
    // "MD 21201", "NY 10001-1234": a State and its ZIP code.
    let is_zip = letters == 2 && figures.starts_with(' ') && matches!(count, 5 | 9);
    let is_phone = letters == 0 && matches!(count, 7 | 10 | 11) && is_spread;
    let word = shown.get(..letters).unwrap_or_default();
    let is_code =
        (1..=3).contains(&letters) && count >= 4 && !is_zip && !(figures.starts_with([' ', '-']) && is_label(word))
            || letters == 0 && count >= 6 && !is_phone && !figures.contains('-');
    let is_year = letters == 0 && count == 8 && !is_spread && (figures.starts_with("19") || figures.starts_with("20"));
    if whole && plain && is_code && !is_year && shown.len() <= 16 && shown.ends_with(|c: char| c.is_ascii_digit()) {
        let at = end + gap;
        more.push(found(at, at + shown.len(), Other, "other.behind_name.likely"));
    }
}
