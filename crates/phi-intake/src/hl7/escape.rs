//! Escape sequences of HL7 v2 (chapter 2, "Use of escape sequences in text fields").

use zeroize::Zeroizing;

use super::message::Separators;
use crate::secret::Secret;

/// Undoes the escapes. A sequence that is none, or one for another character set, stays as it is: a wrong guess would lose
/// text, and an unescaped backslash is common.
///
/// What comes out is never longer than what went in, so the buffer never grows.
pub(super) fn plain(raw: &str, separators: &Separators) -> Secret {
    let mut out = Zeroizing::new(String::with_capacity(raw.len()));
    let Some(mark) = separators.escape else {
        out.push_str(raw);
        return out;
    };
    let mut rest = raw;
    while let Some((before, behind)) = rest.split_once(mark) {
        out.push_str(before);
        match behind.split_once(mark) {
            Some((sequence, next)) if undo(sequence, separators, &mut out) => rest = next,
            _ => {
                out.push(mark);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Writes what the sequence stands for; `false` if it is not one of ours.
fn undo(sequence: &str, separators: &Separators, out: &mut String) -> bool {
    let stands_for = match sequence {
        "F" => Some(separators.field),
        "S" => Some(separators.component),
        "T" => separators.subcomponent,
        "R" => separators.repetition,
        "E" => separators.escape,
        ".br" | ".sp" => Some('\n'),
        // Highlighting on and off, and the formatting commands that only lay out.
        "H" | "N" | ".fi" | ".nf" | ".ce" => return true,
        _ => None,
    };
    if let Some(character) = stands_for {
        out.push(character);
        return true;
    }
    match sequence.strip_prefix('X') {
        Some(digits) => hexadecimal(digits, out),
        None => [".in", ".ti", ".sk", ".sp"].iter().any(|command| {
            sequence
                .strip_prefix(command)
                .is_some_and(|count| count.trim_start_matches(['+', '-']).bytes().all(|b| b.is_ascii_digit()))
        }),
    }
}

/// Bytes in hexadecimal: UTF-8 where they are, ISO 8859-1 otherwise.
fn hexadecimal(digits: &str, out: &mut String) -> bool {
    let pair = |pair: &[u8]| {
        let (high, low) = (char::from(*pair.first()?).to_digit(16)?, char::from(*pair.get(1)?).to_digit(16)?);
        u8::try_from(high * 16 + low).ok()
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len()));
    for chunk in digits.as_bytes().chunks(2) {
        match pair(chunk) {
            Some(byte) => bytes.push(byte),
            None => return false,
        }
    }
    match core::str::from_utf8(&bytes) {
        Ok(text) => out.push_str(text),
        Err(_) => out.extend(bytes.iter().copied().map(char::from)),
    }
    !bytes.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STANDARD: Separators =
        Separators { field: '|', component: '^', repetition: Some('~'), escape: Some('\\'), subcomponent: Some('&') };

    #[test]
    fn escapes_are_undone_and_the_rest_stays() {
        for (raw, expected) in [
            (r"a\F\b\S\c\T\d\R\e\E\f", r"a|b^c&d~e\f"),
            (r"one\.br\two\.sp\three", "one\ntwo\nthree"),
            (r"\H\bold\N\\.in+4\", "bold"),
            (r"\X41\\XC3A9\\XE9\\X0D0A\", "Aéé\r\n"),
            (r"C:\temp\file", r"C:\temp\file"),
            (r"\X4\ \X\ \XZZ\ \C2842\", r"\X4\ \X\ \XZZ\ \C2842\"),
            (r"open \F", r"open \F"),
            (r"\E\F\E\", r"\F\"),
            ("", ""),
        ] {
            assert_eq!(plain(raw, &STANDARD).as_str(), expected, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn never_longer_than_the_input(raw in r"[A-Za-z0-9.+é\\]{0,40}") {
            prop_assert!(plain(&raw, &STANDARD).len() <= raw.len());
        }
    }
}
