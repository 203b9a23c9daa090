//! Files of pictures that are called after somebody whom the document names: "trandoyle_L45.jpg".

use phi_types::IdentifierClass::{Biometric, MedicalRecordNumber, Name, Other, Photo};

use super::found;
use crate::text::{piece::Pieces, span::Found};

/// How the files end.
const ENDINGS: &[&str] = &[
    "jpg", "jpeg", "png", "heic", "tif", "tiff", "mp4", "mov", "dcm", "bmp", "gif", "webp", "raw", "nef", "cr2", "jp2",
];

/// How files of prints and templates end.
const PRINTS: &[&str] = &["an2", "bin", "fir", "fmr", "wsq"];

/// What a template is of.
const BODY: &[&str] =
    &["face", "finger", "fmd", "hand", "idx", "iris", "palm", "print", "retina", "thumb", "vein", "voice"];

/// Adds the files in whose name a part of a name or a number of the document stands.
pub(super) fn find(text: &str, pieces: &Pieces, found_before: &[Found], more: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut known = None;
    for at in pieces.each(|sieve| sieve.stops).map(|(_, piece)| piece.end) {
        let tail = bytes.get(at + 1..).unwrap_or_default();
        let len = tail.iter().take(6).take_while(|b| b.is_ascii_alphanumeric()).count();
        let is_first = tail.first().is_some_and(|b| {
            matches!(
                b.to_ascii_lowercase(),
                b'a' | b'f' | b'j' | b'p' | b'h' | b't' | b'm' | b'd' | b'b' | b'g' | b'w' | b'r' | b'n' | b'c'
            )
        });
        if !is_first || !(3..=4).contains(&len) {
            continue;
        }
        let end = at + 1 + len;
        let ending = text.get(at + 1..end).unwrap_or_default();
        let is_print = PRINTS.iter().any(|e| e.eq_ignore_ascii_case(ending));
        if !is_print && !ENDINGS.iter().any(|e| e.eq_ignore_ascii_case(ending)) {
            continue;
        }
        let head = bytes.get(..at).unwrap_or_default();
        let inner = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'.');
        let start = at - head.iter().rev().take(48).take_while(|b| inner(b)).count();
        let Some(value) = text.get(start..at) else { continue };
        if is_print {
            let small = value.to_ascii_lowercase();
            if BODY.iter().any(|part| small.contains(part)) && small.contains(['_', '-']) {
                more.push(found(start, end, Biometric, "biometric.file.likely"));
            }
            continue;
        }
        let known = known.get_or_insert_with(|| Known::of(text, found_before));
        if known.names(value) {
            more.push(found(start, end, Photo, "photo.named.likely"));
        }
    }
}

/// Names of the document in small letters, and its numbers.
struct Known {
    names: Vec<String>,
    numbers: Vec<String>,
}

impl Known {
    fn of(text: &str, found: &[Found]) -> Self {
        let (mut names, mut numbers) = (Vec::new(), Vec::new());
        let squeezed = |value: &str| -> String {
            value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        for f in found {
            let Some(value) = text.get(f.span.start..f.span.end) else { continue };
            match f.span.class {
                Name => {
                    // Three capitals are a short form of the trade as well.
                    for part in value
                        .split([' ', ',', '"', '\n'])
                        .filter(|part| part.len() > 3 || part.bytes().any(|b| b.is_ascii_lowercase()))
                    {
                        names.push(squeezed(part));
                        names.extend(part.split('-').map(squeezed));
                    }
                }
                MedicalRecordNumber | Other => numbers.push(squeezed(value)),
                _ => {}
            }
        }
        names.retain(|name| name.len() > 2);
        numbers.retain(|number| number.len() > 4);
        for list in [&mut names, &mut numbers] {
            list.sort_unstable();
            list.dedup();
        }
        Self { names, numbers }
    }

    /// Whether a part of the file's name is one of them, or is one of the numbers.
    fn names(&self, file: &str) -> bool {
        let small = file.to_lowercase();
        let has = |part: &str| self.names.binary_search_by(|name| name.as_str().cmp(part)).is_ok();
        let by_word = small.split(|c: char| !c.is_alphabetic()).filter(|part| part.len() > 2).any(has);
        let numbered = |part: &str| self.numbers.binary_search_by(|number| number.as_str().cmp(part)).is_ok();
        by_word || small.split(['_', '-', '.', '+']).any(numbered)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{RELEASE, engine};

    fn has(line: &str, value: &str) -> bool {
        let text = format!("Pt Ottoline Tran-Doyle, MRN 4471920, seen by Dr. Testcase.\n{line}\n");
        engine().scan(&text, &[], RELEASE).iter().any(|span| text.get(span.start..span.end) == Some(value))
    }

    #[test]
    fn files_are_called_after_somebody() {
        assert!(has("see trandoyle_L45.jpg of today", "trandoyle_L45.jpg"));
        assert!(has("see 4471920_wound2.png of today", "4471920_wound2.png"));
        assert!(has("clip ottoline+dau.mp4 shown", "ottoline+dau.mp4"));
        assert!(!has("see ulcer_L45.jpg of today", "ulcer_L45.jpg"));
    }
}
