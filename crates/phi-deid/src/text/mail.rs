//! Addresses of electronic mail that a line break, a space, a mark or an escape has taken apart: 45 CFR
//! 164.514(b)(2)(i)(F). The patterns of `pattern/contact.rs` find those in one piece.

use phi_types::IdentifierClass;

use super::{
    cursor,
    piece::Pieces,
    span::{Confidence, Found, Span, Write},
};

/// What stands for the sign, longest first. Small letters.
const SIGNS: &[&str] =
    &["(at sign)", " -at- ", " arroba ", "&#64;", "(at)", "[at]", "{at}", "<at>", "-at-", "_at_", "%40", "@"];

/// What stands for a full stop in a host, longest first.
const DOTS: &[&str] = &[
    " (dot) ", " [dot] ", " {dot} ", " <dot> ", " -dot- ", " punto ", " dot ", "(dot)", "[dot]", "{dot}", "<dot>",
    " . ", ". ", " .", ".",
];

/// Ends of hosts; others are taken only of an address in one piece.
const ENDS: &[&str] = &[
    "app", "biz", "ca", "care", "clinic", "co", "com", "edu", "email", "example", "gov", "health", "info", "int",
    "invalid", "io", "mail", "me", "med", "mil", "mx", "net", "org", "test", "uk", "us",
];

/// Hosts that are named without their end.
const PROVIDERS: &[&str] =
    &["aol", "gmail", "hotmail", "icloud", "msn", "outlook", "proton", "protonmail", "yahoo", "ymail"];

/// Steps from the sign to either side.
const MOST_PARTS: usize = 40;

/// Finds addresses around the sign and what stands for it.
pub(super) fn find(text: &str, pieces: &Pieces, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let signs = signs_in(bytes, pieces);
    if signs & SPOKEN != 0 {
        spoken(text, found);
    }
    let mut done = 0;
    let mut take = |at: usize| {
        if at < done {
            return;
        }
        let Some(len) = sign(bytes, at) else { return };
        if let (Some(start), Some(end)) = (before(text, at), behind(text, at + len)) {
            let span = Span {
                start,
                end,
                class: IdentifierClass::Email,
                rule: "email.in_parts",
                confidence: Confidence::High,
            };
            found.push(Found { span, write: Write::Tag });
            done = end;
        }
    };
    if signs & WRITTEN != 0 {
        let may_be = |(at, byte): &(usize, &u8)| may_be_sign(**byte, bytes.get(at + 1));
        bytes.iter().enumerate().filter(may_be).for_each(|(at, _)| take(at));
    } else if signs & PLAIN != 0 {
        // Without another sign it is the plain one alone that is looked for.
        text.match_indices('@').for_each(|(at, _)| take(at));
    }
}

/// The plain sign.
const PLAIN: u8 = 1;
/// What may be one of the other [`SIGNS`].
const WRITTEN: u8 = 2;
/// The word "dot".
const SPOKEN: u8 = 4;

/// Which signs a text may have: all of those that it has, and most texts have none.
fn signs_in(bytes: &[u8], pieces: &Pieces) -> u8 {
    let signs = pieces.signs();
    let mut any = if signs.may_have(b'@') { PLAIN } else { 0 } | if signs.may_have_escapes() { WRITTEN } else { 0 };
    for (_, piece) in pieces.each(|sieve| sieve.spelled) {
        let before = piece.start.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(0);
        any |= match (piece.end - piece.start, before) {
            // "(at)", "-at-", "_AT_"; " arroba "; " dot "
            (2, b'(' | b'[' | b'{' | b'<' | b'-' | b'_') | (6, _) => WRITTEN,
            (3, b' ') => SPOKEN,
            _ => 0,
        };
    }
    any
}

/// "r testcase at north clinic dot example": as it is said on the telephone. The end of the host marks it; hosts of several
/// words have no small words in them.
fn spoken(text: &str, found: &mut Vec<Found>) {
    for (at, byte) in text.bytes().enumerate() {
        // " dot " in any case; the blank before it is found first.
        let is_dot = byte == b' '
            && matches!(text.as_bytes().get(at + 1), Some(b'd' | b'D'))
            && text.as_bytes().get(at..at + 5).is_some_and(|word| word.eq_ignore_ascii_case(b" dot "));
        if !is_dot {
            continue;
        }
        let Some(end) = label(text, at + 5).filter(|end| text.get(at + 5..*end).is_some_and(is_end)) else { continue };
        if let Some(start) = spoken_start(text, at) {
            let span =
                Span { start, end, class: IdentifierClass::Email, rule: "email.spoken", confidence: Confidence::High };
            found.push(Found { span, write: Write::Tag });
        }
    }
}

/// Where the address begins whose host ends at `at`.
fn spoken_start(text: &str, at: usize) -> Option<usize> {
    const SMALL: &[&str] =
        &["a", "an", "her", "his", "i", "is", "my", "of", "our", "the", "their", "this", "to", "was", "you", "your"];
    let word_before = |end: usize| {
        let start = run_before(text, end)?;
        Some((start, text.get(start..end)?))
    };
    let mut from = at;
    // The host, up to " at ".
    for count in 0..6 {
        let (start, word) = word_before(from)?;
        if count > 0 && word.eq_ignore_ascii_case("at") {
            from = start;
            break;
        }
        if SMALL.iter().any(|small| small.eq_ignore_ascii_case(word))
            || !text.get(..start)?.ends_with(' ')
            || count == 5
        {
            return None;
        }
        from = start - 1;
    }
    // The name: a word, what "dot" and its like join to it, and letters said one by one.
    let (mut start, _) = word_before(from.checked_sub(1).filter(|at| text.get(*at..from) == Some(" "))?)?;
    for _ in 0..8 {
        let Some((before, word)) =
            start.checked_sub(1).filter(|at| text.get(*at..start) == Some(" ")).and_then(word_before)
        else {
            break;
        };
        let joins = ["dot", "underscore", "dash", "hyphen", "period", "point"]
            .iter()
            .any(|join| join.eq_ignore_ascii_case(word));
        if joins {
            let Some((first, _)) = before.checked_sub(1).and_then(word_before) else { break };
            start = first;
        } else if word.chars().count() == 1 {
            start = before;
        } else {
            break;
        }
    }
    Some(start)
}

/// Whether one of [`SIGNS`] may begin with these two bytes: most places are none.
const fn may_be_sign(byte: u8, next: Option<&u8>) -> bool {
    match byte {
        b'@' => true,
        b'(' | b'[' | b'{' | b'<' | b'-' | b'_' => matches!(next, Some(b'a' | b'A')),
        b' ' => matches!(next, Some(b'-' | b'a' | b'A')),
        b'%' => matches!(next, Some(b'4')),
        b'&' => matches!(next, Some(b'#')),
        _ => false,
    }
}

fn sign(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    SIGNS.iter().map(|sign| sign.len()).zip(SIGNS).find_map(|(len, sign)| {
        rest.get(..len).is_some_and(|start| start.eq_ignore_ascii_case(sign.as_bytes())).then_some(len)
    })
}

/// Where the name before the sign begins.
fn before(text: &str, at: usize) -> Option<usize> {
    let gap = gap_before(text, at);
    if let Some(open) = cursor::window_before(text, at, 66).strip_suffix('"').and_then(|quoted| quoted.rfind('"')) {
        let start = at - cursor::window_before(text, at, 66).len() + open;
        return (start + 2 < at && !text.get(start..at)?.contains(['\n', ' '])).then_some(start);
    }
    let mut start = run_before(text, gap)?;
    for _ in 0..MOST_PARTS {
        let head = cursor::window_before(text, start, 4);
        // "ana.⏎ruiz", "ana . ruiz"
        let joint = [" . ", " _ ", " - ", ".\n", "-\n", "_\n", ".\r\n", "-\r\n"]
            .into_iter()
            .find(|joint| head.ends_with(joint));
        let is_single = |at: usize| {
            let run = run_before(text, at)?;
            (text.get(run..at)?.chars().count() == 1).then_some(run)
        };
        let part = match joint {
            Some(joint) => run_before(text, start - joint.len()),
            // "a r u i z"
            None if head.ends_with(' ') && text.get(start..gap)?.chars().nth(1).is_none_or(|c| c == ' ') => {
                is_single(start - 1)
            }
            None => None,
        };
        match part {
            Some(part) => start = part,
            None => break,
        }
    }
    Some(start)
}

/// Where the host behind the sign ends, when it ends as hosts do.
fn behind(text: &str, at: usize) -> Option<usize> {
    if let Some(inner) = cursor::window_after(text, at, 48).strip_prefix('[') {
        let len = inner.find(']')?;
        let is_address = inner.get(..len)?.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
        return (is_address && len > 4).then_some(at + len + 2);
    }
    let start = gap_behind(text, at);
    let is_tight = start == at;
    let mut end = label(text, start)?;
    let (mut last, mut dots) = ((start, end), 0);
    for _ in 0..MOST_PARTS {
        let rest = cursor::window_after(text, end, 12).to_ascii_lowercase();
        let wrapped = ["\r\n.", "\n.", ".\r\n", ".\n"].into_iter().find(|dot| rest.starts_with(dot));
        let dot = wrapped.or_else(|| DOTS.iter().copied().find(|dot| rest.starts_with(dot)));
        // "example-⏎health"
        let broken = ["-\n", "-\r\n"].into_iter().find(|joint| rest.starts_with(joint));
        let is_spaced =
            rest.starts_with(' ') && (last.1 - last.0 == 1 || text.get(last.0..last.1)?.chars().nth(1) == Some(' '));
        if let Some(next) = dot.and_then(|dot| label(text, end + dot.len())) {
            // A sentence that ends behind the host goes on with a word that is no end of a host.
            let is_loose = !matches!(dot, Some("."));
            let from = end + dot.map_or(0, str::len);
            if is_loose && !is_single(text, from, next) && !is_end(text.get(from..next)?) && dots > 0 {
                break;
            }
            last = (from, next);
            end = next;
            dots += 1;
        } else if let Some(next) = broken.and_then(|joint| label(text, end + joint.len())) {
            last = (end, next);
            end = next;
        } else if let Some(next) = label(text, end + 1).filter(|next| is_spaced && is_single(text, end + 1, *next)) {
            last.1 = next;
            end = next;
        } else {
            break;
        }
    }
    let tail: String = text.get(last.0..last.1)?.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_host = dots > 0 && (is_end(&tail) || is_tight && tail.len() >= 2 && tail.chars().all(char::is_alphabetic));
    let is_provider = dots == 0 && PROVIDERS.iter().any(|provider| provider.eq_ignore_ascii_case(&tail));
    (is_host || is_provider).then_some(end)
}

fn is_single(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|label| label.chars().count() == 1)
}

fn is_end(tail: &str) -> bool {
    ENDS.iter().any(|end| end.eq_ignore_ascii_case(tail))
}

/// Over one space or one line break.
fn gap_before(text: &str, at: usize) -> usize {
    let head = cursor::window_before(text, at, 2);
    at - ["\r\n", "\n", " "].into_iter().find(|gap| head.ends_with(gap)).map_or(0, str::len)
}

fn gap_behind(text: &str, at: usize) -> usize {
    let rest = cursor::window_after(text, at, 2);
    at + ["\r\n", "\n", " "].into_iter().find(|gap| rest.starts_with(gap)).map_or(0, str::len)
}

/// Where the run of characters of a name ends that stands before `at`, read backwards.
fn run_before(text: &str, at: usize) -> Option<usize> {
    let head = cursor::window_before(text, at, 64);
    let kept = head.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '-' | '\''));
    let run = head.get(kept.len()..)?;
    let run = run.trim_start_matches(['.', '-', '\'', '+']);
    (run.contains(char::is_alphanumeric)).then_some(at - run.len())
}

/// Where the label of a host that begins at `at` ends.
fn label(text: &str, at: usize) -> Option<usize> {
    let rest = cursor::window_after(text, at, 64);
    let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(rest.len());
    let label = rest.get(..len)?.trim_end_matches('-');
    (!label.is_empty() && !label.starts_with('-')).then_some(at + label.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &crate::text::piece::known(text), &mut found);
        found.iter().map(|f| text.get(f.span.start..f.span.end).unwrap()).collect()
    }

    #[test]
    fn addresses_taken_apart_are_put_together() {
        for whole in [
            "ana@ example.org",
            "ana.ruiz@example\n.org",
            "ana@\nexample.org",
            "ana.ruiz\n@example.org",
            "a r u i z @ e x a m p l e . o r g",
            "ana.ruiz%40example.org",
            "ana.ruiz&#64;example.org",
            "ana.ruiz<at>example.org",
            "ana.ruiz{at}example{dot}org",
            "ana -at- example -dot- org",
            "ana.ruiz_at_example.org",
            "\"ana.ruiz\"@example.org",
            "ana.ruiz@[192.0.2.7]",
            "\u{e9}mile@example.org",
            "ana+caf\u{e9}@example.org",
            "ana.ruiz@ex\u{e4}mple.org",
            "aruiz77@gmail",
            "ana.\nruiz@example.org",
            "ana-\nruiz@example.org",
            "ana.ruiz@example-\nhealth.org",
            "ana . ruiz @ example . org",
            "ana arroba example punto org",
            "ana@mail.example.org",
            "ANA@\r\nEXAMPLE.ORG",
        ] {
            assert_eq!(mail(&format!("write {whole}, please")), [whole]);
        }
    }

    #[test]
    fn addresses_that_are_said_are_found() {
        for whole in [
            "r testcase at north clinic dot example",
            "ana dot ruiz at example dot org",
            "a r u i z at example dot org",
            "Testcase at Riverside Family Care dot com",
        ] {
            assert_eq!(mail(&format!("write to: {whole}, please")), [whole]);
        }
        for text in ["look at the dot org chart", "pain at rest, dot com", "a dot org", "at home dot com"] {
            assert!(mail(text).is_empty(), "{text}: {:?}", mail(text));
        }
    }

    fn signs(text: &str) -> u8 {
        signs_in(text.as_bytes(), &crate::text::piece::known(text))
    }

    #[test]
    fn every_sign_is_seen() {
        for sign in SIGNS {
            for sign in [sign.to_string(), sign.to_ascii_uppercase()] {
                for text in [sign.clone(), format!("ana{sign}example.org"), format!("{}{sign}", "x".repeat(70))] {
                    assert!(signs(&text) & if sign == "@" { PLAIN } else { WRITTEN } != 0, "{text}");
                }
            }
        }
        assert_eq!(signs("look at rest, (as needed). One dose, that is 50%4 of it"), WRITTEN);
        assert_eq!(signs("look (at rest), (at) home-at"), WRITTEN);
        assert_eq!(signs("look at rest, (as needed). One dose, that is 50% of it"), 0);
        assert_eq!(signs("example dot org"), SPOKEN);
        assert_eq!(signs(""), 0);
    }

    #[test]
    fn every_sign_may_begin() {
        for sign in SIGNS {
            for sign in [sign.to_string(), sign.to_ascii_uppercase()] {
                assert!(may_be_sign(sign.as_bytes()[0], sign.as_bytes().get(1)), "{sign}");
            }
        }
    }

    #[test]
    fn other_uses_of_the_sign_stay() {
        for text in [
            "92%@RA",
            "3 @ 5 mg",
            "seen @ clinic. He left",
            "look at example",
            "@ 0800. No change",
            "5 mL @ 10.5 mL",
            "ana@",
            "@example",
            "rest at home. Org chart",
            "dose (at night) . com",
            "a_at_b",
        ] {
            assert!(mail(text).is_empty(), "{text}: {:?}", mail(text));
        }
    }

    #[test]
    fn a_sentence_ends_behind_an_address() {
        assert_eq!(mail("to ana@example.org. She left."), ["ana@example.org"]);
        assert_eq!(mail("ana@example.org bob@example.org"), ["ana@example.org", "bob@example.org"]);
    }
}
