//! What a name took along at its ends from its sentence or its form: "OKONJO,BABY GIRL", "DR RICE OF GI", "Twin A Luz".

use crate::{
    lexicon,
    text::{cursor, span::Found, token::lists},
};

/// Takes it off.
pub(super) fn trim(text: &str, f: &mut Found) {
    trim_newborn(text, f);
    trim_foreign(text, f);
    trim_case(text, f);
}

/// "OKONJO,BABY GIRL", "Testcase, Boy B": what a newborn is before it has a name.
fn trim_newborn(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let Some((head, tail)) = value.split_once(',') else { return };
    let is_newborn = |word: &str| {
        ["BABY", "BOY", "FEMALE", "GIRL", "INFANT", "MALE", "NEWBORN", "TWIN"]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w))
    };
    let mut words = tail.split(' ').filter(|word| !word.is_empty());
    let is_whole = words.next().is_some_and(is_newborn) && words.all(|word| is_newborn(word) || word.len() == 1);
    if is_whole && head.len() > 1 {
        f.span.end = f.span.start + head.len();
    }
}

/// " 29 ", " 7," behind a letter: an age.
pub(super) fn is_aged(tail: &str) -> bool {
    let Some(rest) = tail.strip_prefix(' ') else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits)
        && rest.get(digits..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', ';']))
}

/// "Ana Ruiz, M" before ".D.", "Ana Ruiz,E" before the next cell: a letter that begins something else. "DR RICE OF GI", "DR RADKE DICTATING":
/// words of the sentence among capitals.
fn trim_foreign(text: &str, f: &mut Found) {
    const LETTERS: &[&str] =
        &["M.D", "D.O", "N.P", "P.A", "R.N", "M.S", "M.A", "O.D", "D.C", "D.D", "M.P", "P.T", "V.O"];
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let tail = cursor::window_after(text, f.span.end, 2);
    if let Some((head, last)) = value.rsplit_once(',')
        && head.contains(' ')
        && last.trim_start().len() == 1
    {
        let is_letters =
            LETTERS.iter().any(|l| l.starts_with(last.trim_start()) && l.ends_with(tail) && tail.len() == 2);
        if is_letters || last.len() == 1 && tail.starts_with(',') {
            f.span.end = f.span.start + head.len();
            return;
        }
    }
    if !matches!(f.span.rule, "name.title" | "name.kin" | "name.role") || value.bytes().any(|b| b.is_ascii_lowercase())
    {
        return;
    }
    let is_of_sentence = |word: &str| {
        let small = word.to_ascii_lowercase();
        matches!(word, "AND" | "FOR" | "FROM" | "IN" | "OF" | "WITH")
            || lists::is_stop(&small)
            || lists::is_person_verb(&small)
            || small.len() > 6 && small.ends_with("ing")
    };
    let mut at = 0;
    for word in value.split(' ') {
        if at > 2 && word.len() > 1 && is_of_sentence(word) && lexicon::look_up(word).surname() < 3 {
            f.span.end = f.span.start + at - 1;
            return;
        }
        at += word.len() + 1;
    }
}

/// "Twin A Luz", "Case B. Birdie": the letter of a case.
fn trim_case(text: &str, f: &mut Found) {
    const LEADS: &[&str] = &["Twin ", "Baby ", "Case ", "TWIN ", "BABY ", "CASE "];
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let [b'A'..=b'E', rest @ ..] = value.as_bytes() else { return };
    let gap = match rest {
        [b' ', b'A'..=b'Z', ..] => 2,
        [b'.', b' ', b'A'..=b'Z', ..] => 3,
        _ => return,
    };
    if LEADS.contains(&cursor::window_before(text, f.span.start, 5)) {
        f.span.start += gap;
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{
        span::{Confidence, Found, Span, Write},
        tests::{RELEASE, engine},
    };

    fn names(line: &str) -> Vec<String> {
        let text = format!("Pt Ana Ruiz seen by Boris Quillfeather, MD, on 3/3/2026.\n{line}\n");
        let from = text.find('\n').unwrap();
        let spans = engine().scan(&text, &[], RELEASE);
        spans
            .iter()
            .filter(|span| span.start > from)
            .map(|span| text.get(span.start..span.end).unwrap().to_owned())
            .collect()
    }

    #[test]
    fn what_a_newborn_is_called_before_it_has_a_name_stays() {
        assert_eq!(names("TESTCASE-OKONJO, BABY GIRL"), ["TESTCASE-OKONJO"]);
    }

    #[test]
    fn a_sex_and_an_age_are_no_part_of_a_name() {
        assert_eq!(names("to ED tr 2 Dolores Marchetti F 29 GSW"), ["Dolores Marchetti"]);
    }

    #[test]
    fn words_of_a_sentence_in_capitals_stay() {
        let text = "SEEN BY DOCTOR MARCHETTI OF RENAL";
        let span = Span {
            start: text.find("MARCHETTI").unwrap(),
            end: text.len(),
            class: phi_types::IdentifierClass::Name,
            rule: "name.title",
            confidence: Confidence::High,
        };
        let mut f = Found { span, write: Write::Tag };
        super::trim(text, &mut f);
        assert_eq!(text.get(f.span.start..f.span.end), Some("MARCHETTI"));
    }
}
