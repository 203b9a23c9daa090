//! Initials that their place alone tells: at the head or the end of an entry, in a column, in parentheses, before a credential.
//!
//! "kd, RN", "cq 0712", "jb / attending", "GA:mfl", "(lt)", "no relief. vk" at the end of a line, "mmol/L      ax" in a column.

use phi_types::IdentifierClass::Name;

use super::{
    closes, cursor, found, lists,
    sign::{are_initials, is_initials},
    signers,
};
use crate::text::{
    piece::{LARGE, Piece, Pieces, SMALL},
    span::Found,
    words::Traits,
};

/// Adds the initials.
pub(super) fn find(text: &str, pieces: &Pieces, more: &mut Vec<Found>) {
    let mut done = 0;
    for (at, piece) in pieces.each(|sieve| sieve.short) {
        if !(2..=3).contains(&(piece.end - piece.start)) || piece.kinds != SMALL && piece.kinds != LARGE {
            continue;
        }
        if piece.start >= done
            && let Some(end) = signers::find(text, piece, more)
        {
            done = end;
            continue;
        }
        let word = text.get(piece.start..piece.end).unwrap_or_default();
        if piece.kinds == LARGE {
            if (signs_in_capitals(text, piece) || is_staff(text, piece) || ends_in_capitals(text, piece))
                && are_initials(word, piece.facts)
            {
                more.push(found(piece.start, piece.end, Name, "name.signed.likely"));
            }
            continue;
        }
        if !are_initials(word, piece.facts) {
            continue;
        }
        let mut add = |start: usize, end: usize| more.push(found(start, end, Name, "name.signed.likely"));
        if let Some(start) = typed(text, piece, at.checked_sub(1).and_then(|at| pieces.get(at))) {
            add(start, piece.end);
        } else if heads(text, piece) || ends(text, piece) || in_parentheses(text, piece) {
            add(piece.start, piece.end);
            if let Some((start, end)) = second(text, piece.end) {
                add(start, end);
            }
        }
    }
}

/// "LP pgr 3307", "TB, PA, reports", "YF CNM" where a line or a sentence begins.
fn signs_in_capitals(text: &str, piece: &Piece) -> bool {
    let is_opening =
        piece.start.checked_sub(1).and_then(|at| text.as_bytes().get(at)).is_none_or(|b| matches!(b, b'\n' | b' '));
    if !matches!(piece.sign, b' ' | b',') || !is_opening {
        return false;
    }
    let head = cursor::window_before(text, piece.start, 2);
    if !(head.is_empty() || head.ends_with('\n') || head == ". ") {
        return false;
    }
    let tail = cursor::window_after(text, piece.end, 16);
    if [" pgr ", " pager ", " PGR "].iter().any(|lead| tail.starts_with(lead)) {
        return true;
    }
    const CREDENTIALS: &[&str] = &["CNM", "CRNA", "DO", "DPM", "LPN", "LVN", "NP", "PA", "PharmD", "RN", "RPh"];
    let rest = tail.strip_prefix(", ").or_else(|| tail.strip_prefix(' ')).unwrap_or_default();
    let word = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    CREDENTIALS.binary_search(&word).is_ok() && closes(text, piece.end + tail.len() - rest.len() + word.len())
}

/// "kd / vm": the other of two.
fn second(text: &str, at: usize) -> Option<(usize, usize)> {
    let tail = cursor::window_after(text, at, 6).strip_prefix(" / ")?;
    let len = tail.bytes().take_while(u8::is_ascii_lowercase).count();
    let start = at + 3;
    let fits = (2..=3).contains(&len) && is_initials(tail.get(..len)?) && closes(text, start + len);
    fits.then_some((start, start + len))
}

/// Where "GA:mfl", "AV/rz" begins: who dictated and who typed, in a field of their own.
fn typed(text: &str, piece: &Piece, before: Option<&Piece>) -> Option<usize> {
    let before = before.filter(|b| b.end + 1 == piece.start && matches!(b.sign, b':' | b'/'))?;
    let first = text.get(before.start..before.end)?;
    let fits = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let head = cursor::window_before(text, before.start, 2);
    // "JO/mtq" anywhere: the one in capitals and the other in small letters are two persons.
    let is_two =
        before.sign == b'/' && first.bytes().all(|b| b.is_ascii_uppercase()) && head.ends_with([' ', ',', ';', ':']);
    let opens = head.is_empty() || head.ends_with(['\n', '(']) || head == "  " || is_two;
    let is_first = before.sign == b':' || first.starts_with(|c: char| c.is_ascii_uppercase()) || is_initials(first);
    (fits && opens && is_first && closes(text, piece.end)).then_some(before.start)
}

/// At the head of a line or behind a stroke, with a credential, a stroke, a time or a day behind.
fn heads(text: &str, piece: &Piece) -> bool {
    let head = cursor::window_before(text, piece.start, 3);
    if by_role(text, piece) {
        return true;
    }
    if !(head.is_empty() || head.ends_with('\n') || head.ends_with("  ") || head == " / ") {
        return false;
    }
    let tail = cursor::window_after(text, piece.end, 16);
    let tail = tail.split('\n').next().unwrap_or_default();
    if let Some(rest) = tail.strip_prefix(", ").or_else(|| tail.strip_prefix(' ')) {
        let word = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or_default();
        let is_capital = word.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
        let traits = Traits::of(word);
        if word.len() > 1
            && (traits.has(lists::AFTER_PERSON_BIT) || tail.starts_with(", ") && traits.has(lists::ROLE_BIT))
            && (is_capital || tail.starts_with(", ") || rest.len() == word.len())
        {
            return true;
        }
    }
    let is_line = head.is_empty() || head.ends_with('\n');
    if tail.starts_with(" pgr ") || tail.starts_with(" pager ") {
        return true;
    }
    // "jb / attending"
    if is_line && tail.starts_with(" / ") && tail.get(3..).is_some_and(|t| t.starts_with(char::is_alphabetic)) {
        return true;
    }
    // "cq 0712 8/2/26", "lsz 8/22"
    let rest = tail.strip_prefix(' ').unwrap_or_default();
    let stamp = rest.split(' ').next().unwrap_or_default();
    let is_clock = stamp.len() == 4 && stamp < "2400" && stamp.bytes().all(|b| b.is_ascii_digit());
    let mut parts = stamp.split('/');
    let is_day = parts.clone().count() > 1
        && parts.all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
        && !stamp.starts_with('0');
    (head.is_empty() || head.ends_with('\n')) && (is_clock || is_day)
}

/// "To triage RN em.", "Md hva 8/4/26": behind what somebody is, and nothing goes on.
fn by_role(text: &str, piece: &Piece) -> bool {
    const ROLES: &[&str] = &[
        "CNA",
        "LPN",
        "LVN",
        "MA",
        "MD",
        "Md",
        "NP",
        "Nurse",
        "PCT",
        "Parent",
        "Principal",
        "RN",
        "RPh",
        "RT",
        "Staff",
        "Teacher",
        "Tech",
        "charge",
        "float",
        "parent",
        "runner",
        "scrub",
        "staff",
        "teacher",
    ];
    let head = text.as_bytes().get(piece.start.saturating_sub(12)..piece.start).unwrap_or_default();
    let Some((b' ', head)) = head.split_last() else { return false };
    // The shortest has two letters, the longest nine.
    let len = head.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let Some(role) = text.get(piece.start - 1 - len..piece.start - 1).filter(|role| (2..=9).contains(&role.len()))
    else {
        return false;
    };
    ROLES.binary_search(&role).is_ok() && closes(text, piece.end)
}

/// "upside down. LT\n" behind a word in small letters.
fn ends_in_capitals(text: &str, piece: &Piece) -> bool {
    if !matches!(piece.sign, b'\n' | 0) {
        return false;
    }
    let head = text.as_bytes().get(piece.start.saturating_sub(4)..piece.start).unwrap_or_default();
    matches!(head, [b'a'..=b'z', b'a'..=b'z', b'.', b' '])
}

/// "Parent KT  Principal HB": behind a role that is a word. Behind letters, "RN CCM", others of the kind stand.
fn is_staff(text: &str, piece: &Piece) -> bool {
    let head = text.as_bytes().get(piece.start.saturating_sub(2)..piece.start).unwrap_or_default();
    matches!(head, [b'a'..=b'z', b' ']) && by_role(text, piece)
}

/// Behind the last sentence of a line, or alone in a last column.
fn ends(text: &str, piece: &Piece) -> bool {
    let tail = cursor::window_after(text, piece.end, 4).trim_start_matches(['.', ' ']);
    let closes_line = tail.is_empty() || tail.starts_with(['\n', '\r']);
    let head = cursor::window_before(text, piece.start, 2);
    closes_line && matches!(head, ". " | "  " | ") " | "] ")
}

fn in_parentheses(text: &str, piece: &Piece) -> bool {
    let head = cursor::window_before(text, piece.start, 2);
    head.ends_with('(') && cursor::char_after(text, piece.end) == Some(')')
}
