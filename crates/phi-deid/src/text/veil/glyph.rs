//! Letters and figures of other shapes: small capitals, letters in circles and squares, raised ones, figures of other scripts.

use std::borrow::Cow;

use super::{
    super::{cursor, normal::is_invisible, piece::Piece, words},
    Patch,
};

/// How a character is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// It keeps its case.
    Letter(char),
    /// It has one case alone, so the word tells.
    Caseless(char),
    Figure(char),
    Blank,
    Nothing,
}

/// Where figures of other scripts begin, each ten in a row. Sorted.
const ZEROS: [u32; 34] = [
    0x7c0, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810,
    0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50,
    0xabf0, 0x104a0, 0x11066, 0x1fbf0,
];

/// Letters without case, and what they are read as.
const SMALL_CAPITALS: &str = "\u{1d00}a\u{299}b\u{1d04}c\u{1d05}d\u{1d07}e\u{a730}f\u{493}f\u{262}g\u{29c}h\u{26a}i\u{1d0a}j\u{1d0b}k\u{29f}l\u{1d0d}m\u{274}n\u{1d0f}o\u{1d18}p\u{1eb}q\u{a7af}q\u{280}r\u{a731}s\u{1d1b}t\u{1d1c}u\u{1d20}v\u{1d21}w\u{28f}y\u{1d22}z";
const RAISED: &str = "\u{1d43}a\u{1d47}b\u{1d9c}c\u{1d48}d\u{1d49}e\u{1da0}f\u{1d4d}g\u{2b0}h\u{2071}i\u{2b2}j\u{1d4f}k\u{2e1}l\u{1d50}m\u{207f}n\u{1d52}o\u{1d56}p\u{2b3}r\u{2e2}s\u{1d57}t\u{1d58}u\u{1d5b}v\u{2b7}w\u{2e3}x\u{2b8}y\u{1dbb}z\u{1d2c}a\u{1d2e}b\u{1d30}d\u{1d31}e\u{1d33}g\u{1d34}h\u{1d35}i\u{1d36}j\u{1d37}k\u{1d38}l\u{1d39}m\u{1d3a}n\u{1d3c}o\u{1d3e}p\u{1d3f}r\u{1d40}t\u{1d41}u\u{2c7d}v\u{1d42}w";
/// Letters of other scripts that look like capitals.
const LOOKS: &str = "\u{a4ee}A\u{a4d0}B\u{a4da}C\u{a4d3}D\u{a4f0}E\u{a4dd}F\u{a4d6}G\u{a4e7}H\u{a4f2}I\u{a4d9}J\u{a4d7}K\u{a4e1}L\u{a4df}M\u{a4e0}N\u{a4f3}O\u{a4d1}P\u{a4e3}R\u{a4e2}S\u{a4d4}T\u{a4f4}U\u{a4e6}V\u{a4ea}W\u{a4eb}X\u{a4ec}Y\u{a4dc}Z\u{13aa}A\u{13f4}B\u{13df}C\u{13a0}D\u{13ac}E\u{13c0}G\u{13bb}H\u{13c6}I\u{13ab}J\u{13e6}K\u{13de}L\u{13b7}M\u{13e2}P\u{13d2}R\u{13da}S\u{13a2}T\u{13d9}V\u{13b3}W\u{13a9}Y\u{13c3}Z";
/// Small letters of other scripts that look like Latin ones, in a word that has some.
const BESIDE: &str = "\u{43a}k\u{43c}m\u{442}t\u{43f}n\u{438}u\u{432}b\u{3b1}a\u{3b5}e\u{3b9}i\u{3ba}k\u{3bd}v\u{3c1}p\u{3c4}t\u{3c5}u\u{3c7}x\u{3b3}y\u{3b7}n\u{3c9}w\u{585}o\u{57d}u\u{570}h\u{578}n\u{54f}S\u{54d}U\u{555}O\u{131}i\u{251}a\u{261}g\u{269}i";

fn listed(list: &str, c: char) -> Option<char> {
    let mut chars = list.chars();
    loop {
        let (one, read) = (chars.next()?, chars.next()?);
        if one == c {
            return Some(read);
        }
    }
}

fn letter(c: char, from: u32, base: u8) -> char {
    char::from_u32(u32::from(c).wrapping_sub(from).wrapping_add(u32::from(base))).unwrap_or(c)
}

impl Shape {
    fn of(c: char) -> Option<Self> {
        let code = u32::from(c);
        // Most are letters with an accent, and signs.
        let is_sign = matches!(c, '\u{2010}'..='\u{2027}' | '\u{2100}'..='\u{2473}');
        if is_sign || code < 0x250 && !matches!(c, '\u{1eb}' | '\u{131}') {
            return None;
        }
        Some(match c {
            '\u{24b6}'..='\u{24cf}' => Self::Letter(letter(c, 0x24b6, b'A')),
            '\u{24d0}'..='\u{24e9}' => Self::Letter(letter(c, 0x24d0, b'a')),
            '\u{249c}'..='\u{24b5}' => Self::Caseless(letter(c, 0x249c, b'a')),
            '\u{1f110}'..='\u{1f129}' => Self::Caseless(letter(c, 0x1f110, b'a')),
            '\u{1f130}'..='\u{1f149}' => Self::Caseless(letter(c, 0x1f130, b'a')),
            '\u{1f150}'..='\u{1f169}' => Self::Caseless(letter(c, 0x1f150, b'a')),
            '\u{1f170}'..='\u{1f189}' => Self::Caseless(letter(c, 0x1f170, b'a')),
            '\u{1f1e6}'..='\u{1f1ff}' => Self::Caseless(letter(c, 0x1f1e6, b'a')),
            '\u{2474}'..='\u{247c}' => Self::Figure(letter(c, 0x2474, b'1')),
            '\u{2776}'..='\u{277e}' => Self::Figure(letter(c, 0x2776, b'1')),
            '\u{2780}'..='\u{2788}' => Self::Figure(letter(c, 0x2780, b'1')),
            '\u{278a}'..='\u{2792}' => Self::Figure(letter(c, 0x278a, b'1')),
            '\u{24f5}'..='\u{24fd}' => Self::Figure(letter(c, 0x24f5, b'1')),
            '\u{24ff}' => Self::Figure('0'),
            // Marks that are put over letters, the box around a key.
            '\u{483}'..='\u{489}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20f0}'
            | '\u{fe20}'..='\u{fe2f}' => Self::Nothing,
            '\u{2800}' | '\u{2028}' | '\u{2029}' => Self::Blank,
            _ => {
                if let Some(read) = listed(SMALL_CAPITALS, c).or_else(|| listed(RAISED, c)) {
                    return Some(Self::Caseless(read));
                }
                if let Some(read) = listed(LOOKS, c) {
                    return Some(Self::Letter(read));
                }
                let at = ZEROS.partition_point(|zero| *zero <= code);
                let zero = at.checked_sub(1).and_then(|at| ZEROS.get(at)).copied()?;
                let digit = code.checked_sub(zero).filter(|digit| *digit < 10)?;
                Self::Figure(char::from_digit(digit, 10)?)
            }
        })
    }

    /// Figures that are one among others alone: "Type \u{2161}" has a number, "\u{2161}\u{2160}\u{2161}" three figures.
    fn among(c: char) -> Option<char> {
        match c {
            '\u{3007}' | '\u{96f6}' => Some('0'),
            '\u{4e00}' => Some('1'),
            '\u{4e8c}' => Some('2'),
            '\u{4e09}' => Some('3'),
            '\u{56db}' => Some('4'),
            '\u{4e94}' => Some('5'),
            '\u{516d}' => Some('6'),
            '\u{4e03}' => Some('7'),
            '\u{516b}' => Some('8'),
            '\u{4e5d}' => Some('9'),
            '\u{2160}'..='\u{2168}' => Some(letter(c, 0x2160, b'1')),
            '\u{2170}'..='\u{2178}' => Some(letter(c, 0x2170, b'1')),
            _ => None,
        }
    }
}

/// A letter without its accent.
fn bare(c: char) -> Option<char> {
    let small = match c {
        '\u{1f4}' | '\u{1f5}' => 'g',
        '\u{1e30}' | '\u{1e31}' => 'k',
        '\u{1e3e}' | '\u{1e3f}' => 'm',
        '\u{1e54}' | '\u{1e55}' => 'p',
        '\u{1e82}' | '\u{1e83}' => 'w',
        '\u{c0}'..='\u{17f}' => {
            crate::lexicon::key::fold(c).filter(|fold| fold.1 == 0).map(|fold| char::from(fold.0))?
        }
        _ => return None,
    };
    Some(if c.is_uppercase() { small.to_ascii_uppercase() } else { small })
}

/// What the letters of a word say, with where each of them stands.
#[derive(Default)]
struct Word {
    letters: Vec<(usize, usize, char)>,
    is_caseless: bool,
    is_latin: bool,
    has_digit: bool,
    flags: usize,
    /// Consonants with an accent, of which no language puts many into a word.
    accents: usize,
}

/// What is written from right to left by a character that says so, up to the one that ends it or the end of the line.
pub(super) fn turned(text: &str, at: usize, found: &mut Vec<Patch>) -> Option<usize> {
    const LONGEST: usize = 400;
    let rest = cursor::window_after(text, at, LONGEST).strip_prefix('\u{202e}')?;
    let len = rest.find(['\u{202c}', '\n', '\u{202d}', '\u{202e}']).unwrap_or(rest.len());
    let inner = rest.get(..len)?;
    let end = at + '\u{202e}'.len_utf8() + len;
    // A word that is turned in part was cut so that nobody finds it: it is read as it stands, without the characters that cut it.
    let is_cut = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = cursor::window_before(text, at, 64).chars().rev().find(|c| !is_invisible(*c));
    let after = cursor::window_after(text, end, 64).chars().find(|c| !is_invisible(*c));
    let inner: String = inner.chars().filter(|c| !is_invisible(*c)).collect();
    if is_cut(before) && is_cut(inner.chars().next()) || is_cut(after) && is_cut(inner.chars().next_back()) {
        return None;
    }
    let turned: String = inner.chars().rev().collect();
    // The characters stand in the order in which they are read, or in the other.
    let known = |text: &str| {
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2);
        words.filter(|word| !crate::lexicon::look_up(word).is_unknown()).count()
    };
    if known(&turned) <= known(&inner) {
        return None;
    }
    found.push((at, end, Cow::Owned(turned)));
    Some(end)
}

/// Reads what a piece has of such characters.
pub(super) fn find(text: &str, piece: Piece, found: &mut Vec<Patch>) {
    let Some(shown) = text.get(piece.start..piece.end) else { return };
    let mut word = Word { is_latin: shown.bytes().any(|byte| byte.is_ascii_alphabetic()), ..Word::default() };
    for (at, c) in shown.char_indices() {
        let (start, end) = (piece.start + at, piece.start + at + c.len_utf8());
        if c.is_ascii() {
            if c.is_ascii_alphabetic() {
                word.letters.push((start, end, c));
            } else {
                word.has_digit = true;
            }
            continue;
        }
        match Shape::of(c) {
            Some(Shape::Letter(read)) => word.letters.push((start, end, read)),
            Some(Shape::Caseless(read)) => {
                word.is_caseless = true;
                word.flags += usize::from(matches!(c, '\u{1f1e6}'..='\u{1f1ff}'));
                word.letters.push((start, end, read));
            }
            Some(Shape::Figure(read)) => {
                word.has_digit = true;
                found.push((start, end, Cow::Owned(read.to_string())));
            }
            Some(Shape::Blank) => {
                word.write(text, found);
                found.push((start, end, Cow::Borrowed(" ")));
            }
            Some(Shape::Nothing) => {
                let before = cursor::char_before(text, start).filter(|c| matches!(c, '\u{fe00}'..='\u{fe0f}'));
                found.push((start - before.map_or(0, char::len_utf8), end, Cow::Borrowed("")));
            }
            None => {
                let is_beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || Shape::among(c).is_some());
                if let Some(read) = Shape::among(c) {
                    let alone =
                        !is_beside(cursor::char_before(text, start)) && !is_beside(cursor::char_after(text, end));
                    let is_signed = |c: Option<char>| matches!(c, Some('/' | '-' | '.' | ':'));
                    let within =
                        is_signed(cursor::char_before(text, start)) || is_signed(cursor::char_after(text, end));
                    if !alone || within {
                        word.has_digit = true;
                        found.push((start, end, Cow::Owned(read.to_string())));
                    }
                } else if c.is_alphabetic() {
                    let bare = bare(c);
                    word.accents += usize::from(bare.is_some_and(|bare| {
                        !matches!(bare.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'n' | 'c')
                    }));
                    let read = listed(BESIDE, c).filter(|_| word.is_latin).unwrap_or(c);
                    word.letters.push((start, end, read));
                } else if matches!(c, '\u{300}'..='\u{36f}') {
                    // Composed with a consonant it would be one of these.
                    word.accents += 1;
                } else {
                    word.write(text, found);
                }
            }
        }
    }
    word.write(text, found);
}

impl Word {
    /// Writes its letters, where they are others than those that stand there, and begins anew.
    fn write(&mut self, text: &str, found: &mut Vec<Patch>) {
        let letters = core::mem::take(&mut self.letters);
        let is_caseless = core::mem::take(&mut self.is_caseless);
        let has_digit = core::mem::take(&mut self.has_digit);
        // Two are the flag of a country.
        if core::mem::take(&mut self.flags) == 2 && letters.len() == 2 {
            return;
        }
        let spelled: String = letters.iter().map(|letter| letter.2).collect();
        let is_accented = core::mem::take(&mut self.accents) > 1;
        let is_name = letters.len() > 2 && !has_digit;
        let is_common = is_caseless && words::is_common(&spelled.to_lowercase());
        for (at, (start, end, c)) in letters.iter().enumerate() {
            let c = if !is_caseless {
                if is_accented { bare(*c).unwrap_or(*c) } else { *c }
            } else if is_name
                && (at > 0 || is_common)
                && !text.get(*start..*end).is_some_and(|shown| shown.bytes().all(|byte| byte.is_ascii_uppercase()))
            {
                c.to_ascii_lowercase()
            } else {
                c.to_ascii_uppercase()
            };
            if text.get(*start..*end).is_some_and(|shown| !shown.chars().eq([c])) {
                found.push((*start, *end, Cow::Owned(c.to_string())));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::read, ZEROS};

    #[test]
    fn shapes_of_letters_are_read() {
        for (text, plain) in [
            ("by \u{1d00}\u{274}\u{1d00} R\u{1d1c}\u{26a}\u{1d22}", "by Ana Ruiz"),
            ("by \u{24b6}\u{24dd}\u{24d0} now", "by Ana now"),
            ("by \u{1f170}\u{1f17d}\u{1f170} now", "by Ana now"),
            ("call \u{e52}\u{e51}\u{e52}-\u{2777}\u{2776}", "call 212-21"),
            ("2\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}", "21"),
            ("\u{139}\u{15a}-118, \u{15a}\u{e1}t\u{fa}\u{155}d\u{e1}\u{fd}", "LS-118, Saturday"),
            ("\u{4e8c}\u{4e00}\u{4e8c}", "212"),
            ("Ana\u{2800}Ruiz", "Ana Ruiz"),
            ("by \u{202e}zeugirdoR ydnA\u{202c} today", "by Andy Rodriguez\u{202c} today"),
            ("by \u{202e}Andy\u{202c} today", "by \u{202e}Andy\u{202c} today"),
            (
                "at x\u{202e}@e\u{2066}xam\u{ad}p\u{ad}le\u{202e}.org",
                "at x\u{202e}@e\u{2066}xam\u{ad}p\u{ad}le\u{202e}.org",
            ),
            ("at e\u{202e}xam\u{202c}ple", "at e\u{202e}xam\u{202c}ple"),
            ("M\u{43a}n", "Mkn"),
        ] {
            assert_eq!(read(text), plain);
        }
    }

    #[test]
    fn what_is_written_so_stays() {
        for text in [
            "Type \u{2161} diabetes, \u{2160}",
            "flag \u{1f1fa}\u{1f1f8}",
            "Jos\u{e9} M\u{fc}ller, Kova\u{10d}evi\u{107}",
            "\u{3b1}-fetoprotein, \u{3b2}2, \u{3bc}g",
            "\u{43a}\u{43c}",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn zeros_are_sorted() {
        assert!(ZEROS.is_sorted());
    }
}
