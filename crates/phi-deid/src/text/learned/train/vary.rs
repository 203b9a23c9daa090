//! Copies of a text in which names and places are written in other letters, so that case alone decides nothing.

use super::{Example, Random};

/// The text with some of what is marked in small letters, some in capitals, and some of its other capitalised words in small letters.
/// The places of the marks stay as they are.
pub(super) fn varied(example: &Example, number: usize, copy: u64) -> Example {
    let mut random = Random(number as u64 * 1000 + 500 + copy);
    let mut text = example.text.clone().into_bytes();
    let mut at = 0;
    for (start, end, _) in &example.marks {
        lower_words(text.get_mut(at..*start).unwrap_or_default(), &mut random);
        let marked = text.get_mut(*start..*end).unwrap_or_default();
        match random.below(20) {
            0..10 => marked.make_ascii_lowercase(),
            10..13 => marked.make_ascii_uppercase(),
            _ => (),
        }
        at = *end;
    }
    lower_words(text.get_mut(at..).unwrap_or_default(), &mut random);
    // Letters of ASCII alone were changed.
    let text = String::from_utf8(text).unwrap_or_else(|_| example.text.clone());
    Example { text, marks: example.marks.clone() }
}

/// Half of the words of which the first letter alone is a capital.
fn lower_words(text: &mut [u8], random: &mut Random) {
    for word in text.split_mut(|byte| !byte.is_ascii_alphanumeric()) {
        let is_titled = matches!(word, [first, rest @ ..] if first.is_ascii_uppercase() && !rest.is_empty()
            && rest.iter().all(u8::is_ascii_lowercase));
        if is_titled && random.below(2) == 0 {
            word.make_ascii_lowercase();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_other_letters_and_stay_where_they_are() {
        let text = "Seen with Ana Testcase. Plan: Rest at Vienna";
        let example = Example { text: text.to_owned(), marks: vec![(10, 22, 'N'), (38, 44, 'L')] };
        let copies: Vec<Example> = (0..60).map(|copy| varied(&example, 7, copy)).collect();
        assert!(copies.iter().all(|copy| copy.text.eq_ignore_ascii_case(text) && copy.marks == example.marks));
        for name in ["ana testcase", "ANA TESTCASE", "Ana Testcase"] {
            assert!(copies.iter().any(|copy| copy.text.get(10..22) == Some(name)), "{name}");
        }
        assert_eq!(copies[3].text, varied(&example, 7, 3).text);
    }
}
