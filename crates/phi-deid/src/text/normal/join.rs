//! What belongs together though a gap parts it: two words with one blank too many, a tab or a line break between them.
//!
//! Text that was pasted breaks in the middle of a line, and a blank is doubled or becomes a tab. In a table the same gaps part columns, so
//! one is closed only where the lines around have none, or where the two words leave no doubt: "Cleveland" and "Clinic", "Friday" and "5/8".

use super::{
    super::{
        cursor,
        token::lists,
        words::{self, ShortList, Traits},
    },
    date,
    ends::{behind_last, first_line, last_words, words as words_of},
    pair::{
        AHEAD, belongs, first_word, is_field, is_name_only, is_person, is_prose, is_sentence, last_word, starts_large,
        word_before,
    },
};
use crate::lexicon;

/// Two places in a text and what is read between them.
type Closed = (usize, usize, &'static str);

/// The longest line that is looked at.
const LONGEST: usize = 4096;

/// Whether blanks became tabs everywhere: hardly any is left, and small words follow small words.
pub(super) fn is_tabbed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let head = bytes.get(..16 << 10).unwrap_or(bytes);
    if cursor::first(head, b'\t').is_none() {
        return false;
    }
    let (tabs, blanks) = (cursor::count(head, |b| b == b'\t'), cursor::count(head, |b| b == b' '));
    if tabs < 8 || blanks * 4 > tabs {
        return false;
    }
    let is_prose = |w: &[u8]| matches!(w, [a, b'\t', b] if a.is_ascii_lowercase() && b.is_ascii_lowercase());
    head.windows(3).filter(|window| is_prose(window)).count() * 4 > tabs
}

/// A line among those around it.
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    /// Where it begins.
    pub(super) begin: usize,
    /// It, without blanks at its end.
    pub(super) shown: &'t str,
    /// Blanks are tabs in all of the text.
    pub(super) is_tabbed: bool,
}

impl Line<'_> {
    /// Closes gaps within the line.
    pub(super) fn close(&self, found: &mut Vec<Closed>) {
        let Some(first) = first_gap(self.shown) else { return };
        if self.is_tabbed {
            let tabs = self.shown.bytes().enumerate().skip(first).filter(|(_, byte)| *byte == b'\t');
            found.extend(tabs.map(|(at, _)| (self.begin + at, self.begin + at + 1, " ")));
            return;
        }
        // A long line is a paragraph, and of its gaps the first is looked at.
        if self.shown.len() > LONGEST {
            found.extend(self.slip(first).map(|gap| (self.begin + gap, self.begin + gap + 2, " ")));
            return;
        }
        let gaps = gaps(self.shown);
        let tabs = gaps.iter().filter(|gap| self.shown.get(gap.0..gap.1) == Some("\t")).count();
        let lone_tab = tabs == 1 && !self.around().into_iter().any(|line| line.contains('\t'));
        // Blanks are doubled all over the line.
        if gaps.iter().filter(|gap| self.shown.get(gap.0..gap.1) == Some("  ")).count() > 3 {
            return;
        }
        let slips = if gaps.len() == 1 { self.slip(first) } else { None };
        let around_is_plain = || !self.around().into_iter().any(has_gap);
        for (start, end) in gaps.iter().copied() {
            let (Some(head), Some(tail)) = (self.shown.get(..start), self.shown.get(end..)) else { continue };
            let is_closed = match self.shown.get(start..end) {
                Some("\t") => lone_tab && !is_field(tail) && !head.ends_with(':'),
                Some("  ") => {
                    slips == Some(start)
                        || goes_behind(head, tail)
                        || !self.shown.contains('|') && belongs(head, tail)
                        || gaps.len() == 1 && is_person(head, tail) && head.contains(' ') && around_is_plain()
                }
                _ => false,
            };
            if is_closed {
                found.push((self.begin + start, self.begin + end, " "));
            }
        }
    }

    /// The line before and the line behind, as far as is looked at them.
    fn around(&self) -> [&str; 2] {
        let before = cursor::window_before(self.text, self.begin.saturating_sub(1), 160);
        let behind = cursor::window_after(self.text, self.begin + self.shown.len(), 200);
        [
            behind_last(before, |byte| byte == b'\n'),
            first_line(
                cursor::first(behind.as_bytes(), b'\n').and_then(|end| behind.get(end + 1..)).unwrap_or_default(),
            ),
        ]
    }

    /// Where the one blank too many stands: between two words of a sentence, where the lines around have no columns.
    fn slip(&self, gap: usize) -> Option<usize> {
        let line = self.shown;
        if line.get(gap..gap + 2) != Some("  ") {
            return None;
        }
        let (head, tail) = (line.get(..gap)?, line.get(gap + 2..)?);
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
        // Letters one by one have two blanks between words.
        let is_single = |word: Option<&str>| word.is_none_or(|word| word.chars().nth(1).is_none());
        let joins = head.ends_with(|c: char| is_word(c) || c == ',')
            && tail.starts_with(is_word)
            && !is_single(last_words(head).next())
            && !is_single(words_of(tail).next());
        if !joins || is_field(tail) || head.trim().is_empty() || has_gap(tail) || line.contains(['\t', '|']) {
            return None;
        }
        (is_prose(line, 2) && !self.around().into_iter().any(has_gap)).then_some(gap)
    }
}

/// "Romero,  Izzy", "Brigham  & Women's": no column ends or begins so.
fn goes_behind(head: &str, tail: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    head.strip_suffix(',').is_some_and(|head| head.ends_with(is_word)) && tail.starts_with(is_word)
        || head.ends_with(is_word) && tail.strip_prefix("& ").is_some_and(|tail| tail.starts_with(char::is_uppercase))
}

/// Where the first gap of a line is that is more than one blank, behind its indentation.
fn first_gap(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let indent = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(bytes.len());
    let rest = bytes.get(indent..).unwrap_or_default();
    let tab = cursor::first(rest, b'\t');
    let pair = cursor::first_twice(rest, b' ');
    tab.into_iter().chain(pair).min().map(|at| indent + at)
}

fn has_gap(line: &str) -> bool {
    first_gap(line).is_some()
}

/// All gaps of a line behind its indentation that are more than one blank, and do not follow the end of a sentence.
fn gaps(line: &str) -> Vec<(usize, usize)> {
    let bytes = line.as_bytes();
    let is_blank = |at: usize| bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t'));
    let mut found = Vec::new();
    let mut at = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(bytes.len());
    while let Some(gap) =
        line.get(at..).and_then(|rest| rest.bytes().position(|byte| matches!(byte, b' ' | b'\t'))).map(|gap| at + gap)
    {
        at = gap;
        while is_blank(at) {
            at += 1;
        }
        let is_end = || {
            let head = line.get(..gap).unwrap_or_default();
            at - gap == 2 && head.ends_with(['.', '?', '!', ':', ';']) && !is_initial_or_title(head)
        };
        if (at - gap > 1 || bytes.get(gap) == Some(&b'\t')) && !is_end() {
            found.push((gap, at));
        }
    }
    found
}

/// "at Elm St.", "Dr.", "Robert L."
fn is_initial_or_title(line: &str) -> bool {
    let word = last_word(line).trim_end_matches('.');
    word.len() == 1
        || matches!(word, "Dr" | "Mr" | "Mrs" | "Ms" | "St" | "Mt" | "Ft" | "ST" | "DR" | "MR" | "MRS" | "MS")
}

/// Whether a line goes on in the next though no width tells so.
pub(super) fn goes_on(line: &str, next: &str) -> bool {
    let line = cursor::window_before(line, line.len(), 240);
    let ahead = cursor::window_after(next, 0, AHEAD);
    let whole = first_line(ahead);
    let is_cut = ahead.len() == AHEAD || whole.len() < ahead.len();
    let whole = whole.strip_suffix('\r').unwrap_or(whole);
    let (first, rest) = first_word(whole);
    let last = line.bytes().next_back().unwrap_or(b' ');
    // "Downeast Hull" and "& Rigging"
    let is_called = |word: &str| starts_large(word) || word.starts_with(|c: char| c.is_ascii_digit());
    if whole.strip_prefix("& ").is_some_and(is_called) {
        return starts_large(last_word(line)) && last.is_ascii_alphabetic();
    }
    if whole.starts_with('"') {
        return belongs(line, whole);
    }
    // "[dot]" and "example"
    if matches!(last, b't' | b']' | b')')
        && (matches!(last_word(line), "dot" | "[dot]" | "(dot)" | "[at]" | "(at)")
            || line.ends_with("[dot]")
            || line.ends_with("[at]"))
    {
        return first.len() > 1;
    }
    // "Aug/Sept" and "2026: stable"
    if rest.starts_with(':') && last.is_ascii_alphabetic() && !is_field(line) {
        let word = last_word(line);
        let is_dated = first.len() == 4 || first.starts_with(|c: char| c.is_ascii_lowercase());
        return is_dated && date::goes_on(line, word, first, rest);
    }
    if first.is_empty() || rest.starts_with([':', '=']) || matches!(last, b'.' | b':' | b';' | b'?' | b'!') {
        return last == b'.' && (belongs(line, whole) || is_labelled_name(line, whole));
    }
    if belongs(line, whole) {
        return true;
    }
    let tail = cursor::window_before(line, line.len(), 40);
    if is_labelled_name(line, whole) {
        return true;
    }
    let is_near = || {
        let (line, whole) = (cursor::window_before(line, line.len(), 24), cursor::window_after(whole, 0, 24));
        !has_gap(line.trim_start()) && !has_gap(whole)
    };
    if starts_large(first) && is_near() && !tail.contains('|') && !is_field(whole) && is_named_on(line, first, rest) {
        return true;
    }
    // "Convent" and "of the Visitation", "Eye Clinic" and "at Elm Park"
    let behind = rest.strip_prefix(" the").unwrap_or(rest);
    if matches!(first, "of" | "at")
        && behind.strip_prefix(' ').is_some_and(starts_large)
        && Traits::of(last_word(line)).has(lists::INSTITUTION_BIT)
    {
        return starts_large(last_word(line));
    }
    if has_gap(tail) || has_gap(cursor::window_after(whole, 0, 40)) || tail.contains('|') || is_field(whole) {
        return false;
    }
    let flows = line.len() >= 30 && is_prose(line, 3);
    let is_labelled = || word_before(line, last_word(line)).ends_with(':');
    if (flows || is_labelled()) && is_person(line, whole) {
        return true;
    }
    let is_word_end = last.is_ascii_alphanumeric() || matches!(last, b',' | b')') || last >= 0x80;
    if first.starts_with(|c: char| c.is_ascii_lowercase()) {
        // "bot> Do you know" and "ana: yes" are other messages.
        let is_message =
            rest.starts_with('>') || is_field(line) || line.starts_with('>') || line.starts_with(['-', '*']);
        // "the Phalen clan" and "hall"
        let is_noun =
            || Traits::of(first).has(lists::INSTITUTION_BIT) && starts_large(last_word(line)) && is_prose(line, 2);
        return flows && is_word_end && !is_message && (is_cut || whole.len() > 3) || is_word_end && is_noun();
    }
    false
}

/// "Patient: Cynthia" and "Walker     Account", "J." and "Sanderling, RN"
fn is_labelled_name(line: &str, next: &str) -> bool {
    let word = last_word(line);
    let before = word_before(line, word);
    let (_, rest) = first_word(next);
    let is_initial = word.len() == 2 && starts_large(word) && word.ends_with('.');
    let is_credential =
        || rest.strip_prefix(", ").is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_uppercase).count() >= 2);
    // "SHAH," and "NEEL    05/09"
    let is_reversed = || {
        let is_large =
            |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
        let first = first_word(next).0;
        let is_named = |word: &str| is_a_name(word) && is_large(first) && (is_a_name(first) || is_rare(word));
        // One of them is a name, and the other no word of the language.
        let is_either = |word: &str| {
            is_named(word) || is_a_name(first) && is_large(first) && lexicon::facts(word).entry.is_unknown()
        };
        word.strip_suffix(',').is_some_and(|word| is_large(word) && is_either(word)) && rest.starts_with(' ')
    };
    starts_large(next) && is_credential() && (is_initial || starts_large(word) && is_a_name(word))
        || is_reversed()
        || is_name_field(before) && is_rest_of_name(word, next)
        || (before.ends_with(':') || !before.is_empty() && (rest.starts_with(',') || rest.starts_with(" (")))
            && is_person(line, next)
}

/// "Name: Oluwaseun", "Patient: Wren": the field of a name with one word in it.
fn is_name_field(before: &str) -> bool {
    let label = before.trim_end_matches(':');
    static FIELDS: ShortList = ShortList::of(&[
        "name",
        "patient",
        "pt",
        "attending",
        "surgeon",
        "mother",
        "father",
        "spouse",
        "guardian",
        "nok",
        "provider",
        "pcp",
        "contact",
        "client",
    ]);
    before.ends_with(':') && FIELDS.has(label)
}

/// Two words with a capital that are not of the language, and the end of the field behind them.
fn is_rest_of_name(word: &str, next: &str) -> bool {
    let (second, rest) = first_word(next);
    let is_free = |word: &str| {
        let facts = lexicon::facts(word);
        let traits = Traits::from(facts);
        facts.entry.ordinary() == 0
            && !facts.entry.is_clinical()
            && !traits.has(words::COMMON_BIT)
            && !traits.has(words::CLINICAL_BIT)
    };
    let ends =
        rest.is_empty() || rest.starts_with([',', '(', ';', '-']) || rest.starts_with("  ") || rest.starts_with(" (");
    starts_large(word) && starts_large(second) && second.len() > 1 && ends && is_free(word) && is_free(second)
}

/// "seen at Opelousas" and "Junction;", "drives for Red" and "Mesa Haulers (": capitals behind a word before places, and more that end there.
fn is_named_on(line: &str, first: &str, rest: &str) -> bool {
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-' | '.'));
    let mut words = last_words(line);
    let word = words.next().unwrap_or_default();
    let mut before = words.next().unwrap_or_default();
    // Capitals before it, and a bracket with which they begin.
    let (mut count, mut is_bracketed) = (0, word.starts_with('('));
    for _ in 0..2 {
        if starts_large(before.trim_start_matches('(')) && is_word(before.trim_start_matches('(')) && !is_bracketed {
            is_bracketed = before.starts_with('(');
            before = words.next().unwrap_or_default();
            count += 1;
        }
    }
    let word = word.trim_start_matches('(');
    let leads = is_bracketed
        || matches!(
            before.trim_start_matches(['(', '"']),
            "at" | "in"
                | "from"
                | "to"
                | "near"
                | "of"
                | "for"
                | "with"
                | "en"
                | "de"
                | "the"
                | "through"
                | "via"
                | "by"
                | "lot"
        );
    if !leads || word.len() < 2 || !is_word(word) || !starts_large(word) || !starts_large(first) || first.len() < 3 {
        return false;
    }
    // What else stands behind it with a capital.
    let mut rest = rest;
    let mut more = false;
    for _ in 0..2 {
        let tail = rest.strip_prefix(" & ").or_else(|| rest.strip_prefix(' ')).unwrap_or_default();
        let (next, behind) = first_word(tail);
        if starts_large(next) && next.len() > 2 && !lists::is_month(next) {
            (rest, more) = (behind, true);
        }
    }
    let traits = Traits::of(first);
    let is_ordinary = traits.has(words::COMMON_BIT) || traits.has(lists::STOP_BIT);
    let ends = rest.starts_with([',', '.', ';', ')', '?']) || rest.starts_with(" (");
    ends && !(more && is_ordinary)
        || !more
            && [" on ", " and ", " in ", " with ", " for ", " at ", " by "].iter().any(|word| rest.starts_with(word))
        || is_sentence(rest) && is_rare(first) && (count == 0 || matches!(before, "at" | "in" | "from" | "to" | "near"))
}

/// Whether anybody bears a word as a name.
fn is_a_name(word: &str) -> bool {
    lexicon::facts(word).entry.is_name()
}

/// Whether no sentence begins with a word.
fn is_rare(word: &str) -> bool {
    let facts = lexicon::facts(word);
    is_name_only(facts.entry) && !Traits::from(facts).has(words::COMMON_BIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(text: &str) -> String {
        let (mut found, mut begin) = (Vec::new(), 0);
        for shown in text.split('\n') {
            Line { text, begin, shown, is_tabbed: is_tabbed(text) }.close(&mut found);
            begin += shown.len() + 1;
        }
        let (mut read, mut at) = (String::new(), 0);
        for (start, end, plain) in found {
            read.push_str(text.get(at..start).unwrap());
            read.push_str(plain);
            at = end;
        }
        read + text.get(at..).unwrap()
    }

    #[test]
    fn a_blank_doubled_or_a_tab_is_one() {
        for text in [
            "seen with Ana@Ruiz today and then home",
            "at St.@Elmo's, 29w1d, BW 1180",
            "HOSPICE NOTE   Quiet Harbor@Hospice, Team Rose   9/15",
            "what to do for a man of 63, Robert@Smith (MRN: 876)",
            "visit on Veterans@Day   Time in 9:05",
            "emergency:   Travis 785@555 0152.",
        ] {
            assert_eq!(closed(&text.replace('@', "  ")), text.replace('@', " "));
            assert_eq!(closed(&text.replace('@', "\t")), text.replace('@', " "));
        }
        assert_eq!(closed("MRN PB\t33964 of the\tclinic"), "MRN PB\t33964 of the\tclinic");
        let text = "she\tcame\tin\twith\ther\tson\tTomas\tRuiz\ttoday\tand\twent";
        assert_eq!(closed(text), text.replace('\t', " "));
    }

    #[test]
    fn columns_stay_apart() {
        for text in [
            "Name\tDOB\nAna\t1950\nLee\t1960",
            "Ana  Ruiz",
            "seen by Kim  Clinic: Monday",
            "Referred by  Clinic",
            "a b  c d  e f",
            "one of them.  And another",
            "\tindented once",
        ] {
            assert_eq!(closed(text), text);
        }
    }

    #[test]
    fn a_line_goes_on() {
        for (line, next) in [
            ("What is best for a man who was seen at the Cleveland", "Clinic on March 15th, 2021?"),
            ("for a man of 65 after hip replacement, John", "Doe, who lives in Brooklyn"),
            ("see you", "today"),
            ("Return eval Fri", "10/9. Bus 4"),
            ("since Memorial", "Day and carries"),
            ("Date aug", "9"),
            ("fell on Nov.", "12 at home"),
            ("at the wedding on Saturday the", "24th of October"),
            ("Patient: Cynthia", "Walker      Account: 1"),
            ("seen by Dr. Sarah", "Lee at noon"),
            ("KY plate A7D", "331, VIN"),
            ("SSN 402 88", "1765 noted"),
            ("F/u Feb", "'27."),
            ("seen at Brigham &", "Women's on 08/22"),
            ("by the landlord at 1919", "Calumet Ct, rear"),
            ("COPPERHEAD PAVING, CRAMPS ON HWY", "61, LR"),
            ("1040   RUIZ, MEERA/RUIZ,", "ANA       05/09/24"),
            ("on Ash", "Wednesday I came in"),
            ("DOB: Mar 9,", "1983    MRN: 7"),
            ("FDN 2 feb", "2027"),
            ("Date: 8", "Sep 2026 07:44"),
            ("wants to be there this week, going to Opelousas", "Junction; transient form"),
            ("was seen last week by the team at the cancer", "center and went home"),
        ] {
            let expected = line != "see you";
            assert_eq!(goes_on(line, next), expected, "{line} / {next}");
        }
    }

    #[test]
    fn a_line_ends() {
        for (line, next) in [
            ("Discussed with the daughter today and told her all of it.", "Will follow"),
            ("he was referred by the team of Mercy", "Hospital Course: stable"),
            ("Name Ana", "Clinic West"),
            ("Alias Hoda", "Street 1180 Clover Blvd"),
            ("left flank pain 3/10", "Feb. 7th, 2026 ED"),
            ("Vitals", "BP 120/80"),
            ("took May", "5 mg"),
            ("", ""),
        ] {
            assert!(!goes_on(line, next), "{line} / {next}");
        }
    }
}
