//! What a part of a token is, as its letters tell.

/// What a part of a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// "Ana"
    Title,
    /// "MRN"
    Large,
    /// "J"
    Initial,
    /// "21", "3rd"
    Number,
    /// "555-0126", "A4471"
    Code,
    Small,
    Other,
}

/// A part without the signs around it.
pub(super) fn core(part: &str) -> &str {
    let is_sign =
        |byte: &u8| matches!(byte, b',' | b'.' | b';' | b':' | b'(' | b')' | b'[' | b']' | b'#' | b'\'' | b'!' | b'?');
    let bytes = part.as_bytes();
    let start = bytes.iter().take_while(|byte| is_sign(byte)).count();
    let end = bytes.len() - bytes.iter().rev().take_while(|byte| is_sign(byte)).count();
    part.get(start..end).unwrap_or_default()
}

impl Part {
    pub(super) fn of(part: &str) -> Self {
        let word = core(part);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
        if word == "P.O" {
            return Self::Large;
        }
        if matches!(part, "&" | "+") {
            return Self::Small;
        }
        if word.is_ascii() { Self::of_ascii(word.as_bytes()) } else { Self::of_wide(word) }
    }

    fn of_ascii(word: &[u8]) -> Self {
        let figures = match word {
            [figures @ .., b's', b't'] | [figures @ .., b'n' | b'r', b'd'] | [figures @ .., b't', b'h'] => figures,
            _ => word,
        };
        let [first, rest @ ..] = word else { return Self::Other };
        if !figures.is_empty() && figures.iter().all(u8::is_ascii_digit) {
            return Self::Number;
        }
        let (mut small, mut large, mut digits, mut joints, mut signs) = (0, 0, 0, 0, 0);
        for byte in word {
            *(match byte {
                b'a'..=b'z' => &mut small,
                b'A'..=b'Z' => &mut large,
                b'0'..=b'9' => &mut digits,
                b'\'' => &mut joints,
                // Names and codes have them.
                b'-' => continue,
                b'/' | b'.' => &mut signs,
                _ => return Self::Other,
            }) += 1_usize;
        }
        if large == word.len() {
            if rest.is_empty() { Self::Initial } else { Self::Large }
        } else if first.is_ascii_uppercase() && small > 0 && digits == 0 && signs == 0 {
            Self::Title
        } else if small == word.len() {
            Self::Small
        } else if small == 0 && joints == 0 && digits > 0 {
            Self::Code
        } else {
            Self::Other
        }
    }

    fn of_wide(word: &str) -> Self {
        let mut chars = word.chars();
        let first = chars.next().unwrap_or(' ');
        let rest = chars.as_str();
        if first.is_uppercase() && rest.is_empty() {
            Self::Initial
        } else if first.is_uppercase()
            && rest.chars().any(char::is_lowercase)
            && rest.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-'))
        {
            Self::Title
        } else if word.chars().all(char::is_uppercase) {
            Self::Large
        } else if word.chars().all(char::is_lowercase) {
            Self::Small
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn parts_are_told_by_their_letters() {
        for (part, is) in [
            ("Ana", Part::Title),
            ("O'Brien-Lee's", Part::Title),
            ("Jos\u{e9}", Part::Title),
            ("McKay,", Part::Title),
            ("MRN", Part::Large),
            ("P.O.", Part::Large),
            ("\u{c1}NA", Part::Large),
            ("J.", Part::Initial),
            ("\u{c1}", Part::Initial),
            ("21,", Part::Number),
            ("(504)", Part::Number),
            ("3rd", Part::Number),
            ("555-0126", Part::Code),
            ("A4471", Part::Code),
            ("4/5", Part::Code),
            ("of", Part::Small),
            ("&", Part::Small),
            ("th", Part::Small),
            ("\u{e9}t\u{e9}", Part::Small),
            ("mL", Part::Other),
            ("B12a", Part::Other),
            ("A/B", Part::Other),
            ("A.b", Part::Other),
            ("B-1'2", Part::Other),
            ("x*y", Part::Other),
            ("", Part::Other),
            (".", Part::Other),
            ("3\u{e9}", Part::Other),
        ] {
            assert_eq!(Part::of(part), is, "{part}");
        }
    }
}
