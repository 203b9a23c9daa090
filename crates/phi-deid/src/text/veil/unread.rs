//! What is plainly written in another code and cannot be read: a text with it is refused, since nothing can be looked for in it.
//!
//! Only what no ordinary text has counts: a run of codes that are no characters, cells of Braille, octets of zeros and ones, Morse.

use super::encoded::{self, BLOCK, block};
use crate::text::cursor;

/// How many of them are a run.
const RUN: usize = 4;

/// Groups of Morse in a row, some of which have both signs.
const MORSE: usize = 6;

/// Where the first such stretch begins.
pub(in crate::text) fn find(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // Up to here all is looked at.
    let mut done = 0;
    for base in (0..bytes.len()).step_by(BLOCK) {
        // Many at a time: most stretches have none.
        let [one, second, third, fourth] = [0, 1, 2, 3].map(|step| block(bytes, base + step));
        let rest = second.iter().zip(&third).zip(&fourth);
        let may_be = one.iter().zip(rest).fold(0, |any, (one, ((next, third), fourth))| {
            let is = |byte: &u8, sign: u8| u8::from(*byte == sign);
            // "%4A%", "=4A=", a cell of Braille, "1001".
            let is_code = is(one, b'\\') | is(fourth, *one) & (is(one, b'%') | is(one, b'='));
            let is_cell = is(one, 0xe2) & u8::from(*next & !3 == 0xa0);
            let is_octet = is_binary(*one) & is_binary(*next) & is_binary(*third) & is_binary(*fourth);
            any | is_code | is_cell | is_octet | is_morse(*one, *next)
        });
        if may_be == 0 {
            continue;
        }
        // A row of groups may have begun before.
        let start = base.saturating_sub(BLOCK).max(done);
        let end = (base + BLOCK).min(bytes.len());
        for (start, byte) in (start..end).zip(bytes.get(start..end).unwrap_or_default()) {
            if start < done {
                continue;
            }
            let read = match byte {
                b'%' | b'=' | b'\\' => codes(bytes, start, *byte),
                0xe2 => cells(text, start),
                b'0' | b'1' | b'.' | b'-' if is_begin(bytes, start) => groups(bytes, start),
                _ => continue,
            };
            match read {
                Ok(end) => done = end,
                Err(()) => return Some(start),
            }
        }
        done = done.max(end);
    }
    None
}

const fn is_morse(one: u8, next: u8) -> u8 {
    (one == b'.') as u8 & (next == b'-') as u8 | (one == b'-') as u8 & (next == b'.') as u8
}

const fn is_binary(byte: u8) -> u8 {
    (byte & !1 == b'0') as u8
}

fn is_begin(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii_whitespace)
}

/// Where the codes end that begin here; an error if they are no text.
fn codes(bytes: &[u8], start: usize, sign: u8) -> Result<usize, ()> {
    let units = encoded::run(bytes, start, sign);
    let Some(end) = units.last().map(|unit| unit.1) else { return Ok(start + 1) };
    if units.len() < RUN || sign == b'%' && encoded::is_address(bytes, start) || encoded::is_text(&units) {
        Ok(end)
    } else {
        Err(())
    }
}

/// Cells of Braille.
fn cells(text: &str, start: usize) -> Result<usize, ()> {
    let rest = text.get(start..).unwrap_or_default();
    let count = rest.chars().take(RUN).take_while(|c| matches!(c, '\u{2801}'..='\u{28ff}')).count();
    if count < RUN { Ok(start + cursor::char_after(text, start).map_or(1, char::len_utf8)) } else { Err(()) }
}

/// Groups of two signs alone with one blank between them.
fn groups(bytes: &[u8], start: usize) -> Result<usize, ()> {
    let (mut at, mut octets, mut morse, mut mixed) = (start, 0, 0, 0);
    loop {
        let group = bytes.get(at..).unwrap_or_default();
        let group = group
            .get(..group.iter().take(9).take_while(|byte| matches!(byte, b'0' | b'1' | b'.' | b'-' | b'/')).count())
            .unwrap_or_default();
        let end = at + group.len();
        if bytes.get(end).is_some_and(|byte| byte.is_ascii_graphic() || *byte >= 0x80) {
            return Ok(end);
        }
        if group.len() == 8 && group.iter().all(|byte| matches!(byte, b'0' | b'1')) {
            (octets, morse) = (octets + 1, 0);
        } else if matches!(group.len(), 1..=5) && group.iter().all(|byte| matches!(byte, b'.' | b'-')) {
            (morse, octets) = (morse + 1, 0);
            mixed += usize::from(group.contains(&b'.') && group.contains(&b'-'));
        } else if group != b"/" || morse == 0 {
            return Ok(end.max(start + 1));
        }
        if octets == 3 || morse >= MORSE && mixed >= 3 {
            return Err(());
        }
        if bytes.get(end) != Some(&b' ') {
            return Ok(end);
        }
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn what_cannot_be_read_is_told() {
        for (text, at) in [
            ("by %ff%fe%fd%fc", 3),
            ("by =FF=FE=FD=FC", 3),
            ("by \\377\\376\\375\\374", 3),
            ("by \u{281a}\u{2815}\u{2813}\u{281d}", 3),
            ("by 01001010 01101111 01101000", 3),
            (".--- --- .... -. / .-. ..- .. --..", 0),
        ] {
            assert_eq!(find(text), Some(at), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_or_is_no_code_is_not() {
        for text in [
            "by %4A%6F%68%6E, =4A=6F=68=6E, \\112\\157\\150\\156",
            "---- ---- ----",
            "- one\n- two\n.. ...",
            "1 0 1 1 0 1 0",
            "10010110 is one",
            "100% 50%",
            "https://example.org/%ff%fe%fd%fc",
            "\u{2022} item \u{2013} x",
            "... -- ... -- ...",
            "C:\\new\\101",
            "",
            "=",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
