//! Numbers beside a name: in lists of patients the record number follows the name without a label.

use phi_types::IdentifierClass;

use crate::lexicon;

use super::{
    cursor,
    pattern::{Lower, measures},
    span::{Confidence, Found, Span, Write},
};

/// Adds the numbers of five to nine digits that stand right behind a name, or right before one in a list.
pub(super) fn find(text: &str, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    for f in found.iter().filter(|f| f.span.class == IdentifierClass::Name && f.span.confidence > Confidence::Low) {
        more.extend(behind(text, f.span.end));
        more.extend(ahead(text, f.span.start));
        more.extend(user(text, f.span.end));
    }
    for f in found.iter().filter(|f| f.span.class == IdentifierClass::Name) {
        more.extend(nickname(text, f.span.end));
    }
    for pair in found.windows(2) {
        if let [a, b] = pair
            && a.span.class == IdentifierClass::Name
            && b.span.class == IdentifierClass::Name
        {
            more.extend(between(text, a.span.end, b.span.start));
        }
    }
    found.append(&mut more);
}

/// "Angel Baby Testcase": a word written as a name between two parts of one.
fn between(text: &str, start: usize, end: usize) -> Option<Found> {
    let word = text.get(start..end)?.strip_prefix(' ')?.strip_suffix(' ')?;
    let is_name = (2..=12).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        && !matches!(word, "And" | "For" | "From" | "By" | "With" | "At" | "In" | "On" | "Or" | "To" | "Per");
    let span = Span { start, end, class: IdentifierClass::Name, rule: "name.between", confidence: Confidence::Medium };
    is_name.then_some(Found { span, write: Write::Tag })
}

fn behind(text: &str, end: usize) -> Option<Found> {
    let rest = cursor::window_after(text, end, 24);
    let is_gap = |b: &u8| matches!(b, b' ' | b'\t' | b',' | b'|' | b'(' | b'#' | b'.');
    let gap = rest.bytes().take_while(is_gap).count();
    if gap == 0 || gap > 8 {
        return None;
    }
    let value = rest.get(gap..)?;
    let len = value.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
    let value = value.get(..len)?.trim_end_matches('-');
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let (start, stop) = (end + gap, end + gap + value.len());
    let goes_on =
        cursor::char_after(text, stop).is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | ':' | '%' | '@'));
    let is_clock = digits == 5 && value.contains('-');
    ((5..=9).contains(&digits) && !goes_on && !is_clock && !measures(&Lower::of(cursor::window_after(text, stop, 12))))
        .then_some(Found {
            span: Span {
                start,
                end: stop,
                class: IdentifierClass::MedicalRecordNumber,
                rule: "mrn.beside_name",
                confidence: Confidence::Low,
            },
            write: Write::Tag,
        })
}

/// "5519   Hakala, Toivo": the number of a row, two spaces or a bar before the name.
fn ahead(text: &str, start: usize) -> Option<Found> {
    let head = cursor::window_before(text, start, 24);
    let kept = cursor::trim_end(head, |b| matches!(b, b' ' | b'\t' | b'|' | b'"' | b','));
    let gap = head.get(kept.len()..)?;
    let is_column = gap.len() >= 2 && !gap.contains(", ") && gap.len() < 12;
    let from = kept.bytes().rposition(|b| !b.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    let value = kept.get(from..)?;
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.len() - digits;
    let before = kept.get(..kept.len() - value.len())?;
    let opens = before.is_empty() && head.len() < 24
        || before.ends_with(['\n', '\t', '|', '"'])
        || before.ends_with("  ")
        || before.ends_with("| ");
    let is_clock = value.len() == 4 && letters == 0 && value < "2400" && value.ends_with(['0', '5']);
    let end = start - gap.len();
    let span = Span {
        start: end - value.len(),
        end,
        class: IdentifierClass::Other,
        rule: "other.row.likely",
        confidence: Confidence::Low,
    };
    (is_column && opens && (4..=9).contains(&value.len()) && digits >= 3 && letters <= 3 && !is_clock)
        .then_some(Found { span, write: Write::Tag })
}

/// `Ana ("Nita")`, `Ana Testcase "Nita"`, `William (Bill) Testcase`: another name right behind the first.
fn nickname(text: &str, end: usize) -> Option<Found> {
    let rest = cursor::window_after(text, end, 28);
    let opens = [" (\"", " \"", ", \"", " ('"].iter().find(|sign| rest.starts_with(**sign));
    let (gap, close) = match opens {
        Some(sign) => (sign.len(), if sign.ends_with('"') { '"' } else { '\'' }),
        None => (2, ')'),
    };
    if opens.is_none() && !rest.starts_with(" (") {
        return None;
    }
    let inner = rest.get(gap..)?.split(close).next().filter(|inner| inner.len() + gap < rest.len())?;
    let is_titled =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-');
    let words = inner.split(' ').count();
    let is_name = if opens.is_some() {
        words <= 2 && inner.split(' ').all(is_titled)
    } else {
        // Without quotation marks it takes a first name, and a surname behind it.
        let entry = lexicon::look_up(inner);
        let behind = cursor::word_at(text, end + gap + inner.len() + 2).is_some_and(|word| word.is_title_case());
        words == 1 && is_titled(inner) && entry.given() >= 2 && behind
    };
    let is_other = super::words::is_common(inner) || super::words::is_clinical(inner) || inner.len() < 2;
    let span = Span {
        start: end + gap,
        end: end + gap + inner.len(),
        class: IdentifierClass::Name,
        rule: "name.nickname",
        confidence: Confidence::Medium,
    };
    (is_name && !is_other).then_some(Found { span, write: Write::Tag })
}

/// "Dominic Testcase (dtestcase)": the name under which somebody logs in.
fn user(text: &str, end: usize) -> Option<Found> {
    let rest = cursor::window_after(text, end, 28).strip_prefix(" (")?;
    let value = rest.split(')').next().filter(|value| value.len() < rest.len())?;
    let is_user = (4..=20).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'))
        && value.starts_with(|c: char| c.is_ascii_lowercase())
        && lexicon::look_up(value).is_unknown();
    let span = Span {
        start: end + 2,
        end: end + 2 + value.len(),
        class: IdentifierClass::Other,
        rule: "other.user_name",
        confidence: Confidence::Medium,
    };
    is_user.then_some(Found { span, write: Write::Tag })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(text: &str, name: &str) -> Vec<String> {
        let start = text.find(name).unwrap();
        let span = Span {
            start,
            end: start + name.len(),
            class: IdentifierClass::Name,
            rule: "test",
            confidence: Confidence::High,
        };
        let mut found = vec![Found { span, write: Write::Tag }];
        find(text, &mut found);
        found.iter().skip(1).map(|f| text.get(f.span.start..f.span.end).unwrap().to_owned()).collect()
    }

    #[test]
    fn a_number_behind_a_name_is_a_record_number() {
        assert_eq!(beside("Testcase, Ana  048291  66M", "Testcase, Ana"), ["048291"]);
        assert_eq!(beside("Testcase (48-29-17)", "Testcase"), ["48-29-17"]);
        for text in ["Testcase 120/80", "Testcase 20000 units", "Testcase 412", "Testcase\n48291"] {
            assert!(beside(text, "Testcase").is_empty(), "{text}");
        }
    }
}
