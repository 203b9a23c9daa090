//! Writing the text anew, with tags where something stood.

mod given;

use core::fmt;

use phi_types::IdentifierClass;

use super::{
    TextError, day,
    span::{Found, Span, Write},
};
use crate::{
    replace::{self, Instead, Rewriting},
    rule::{Generalised, Reference},
};
use given::{Given, Numbered};

/// A text with tags in place of what was found, and where that was.
///
/// It is a candidate: a machine cannot show that nothing was missed. `Debug` prints no text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redacted {
    /// The text that may be put before a reviewer. Outside the spans it is the original, byte for byte.
    pub text: String,
    /// What was removed, as offsets into the original: sorted, disjoint, on character boundaries.
    pub spans: Vec<Span>,
    /// How many spans fell under each letter, (A) to (R), by [`IdentifierClass::position`].
    pub counts: [usize; 18],
    /// How many more were found and stay, because the profile lets them: dates and codes in a limited data set.
    pub kept: [usize; 18],
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redacted")
            .field("spans", &self.spans.len())
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

/// The word in the tags of a class: `NAME` in `[NAME-1]`.
///
/// ```
/// # use phi_deid::text::tag_word;
/// # use phi_types::IdentifierClass;
/// assert_eq!(tag_word(IdentifierClass::Geography), "LOCATION");
/// ```
#[must_use]
pub const fn tag_word(class: IdentifierClass) -> &'static str {
    match class {
        IdentifierClass::Name => "NAME",
        IdentifierClass::Geography => "LOCATION",
        IdentifierClass::Date => "DATE",
        IdentifierClass::Phone => "PHONE",
        IdentifierClass::Fax => "FAX",
        IdentifierClass::Email => "EMAIL",
        IdentifierClass::Ssn => "SSN",
        IdentifierClass::MedicalRecordNumber => "MRN",
        IdentifierClass::HealthPlanBeneficiary => "PLAN",
        IdentifierClass::Account => "ACCOUNT",
        IdentifierClass::CertificateOrLicense => "LICENSE",
        IdentifierClass::Vehicle => "VEHICLE",
        IdentifierClass::Device => "DEVICE",
        IdentifierClass::Url => "URL",
        IdentifierClass::IpAddress => "IP",
        IdentifierClass::Biometric => "BIOMETRIC",
        IdentifierClass::Photo => "PHOTO",
        IdentifierClass::Other => "ID",
    }
}

/// A written text with the way back to the original.
pub(super) struct Page {
    pub(super) text: String,
    /// The tags written, as ranges of `text`.
    pub(super) tags: Vec<(usize, usize)>,
    /// `(offset in text, offset in the original)` of each kept stretch.
    kept: Vec<(usize, usize)>,
}

impl Page {
    /// Writes `original` with tags for `found`, which is sorted and disjoint.
    pub(super) fn write(
        original: &str,
        found: &[Found],
        rewriting: &Rewriting,
        reference: Reference,
        numbers: &mut Round<'_>,
    ) -> Result<Self, TextError> {
        let mut page = Self {
            text: String::with_capacity(original.len() + 8 * found.len()),
            tags: Vec::with_capacity(found.len()),
            kept: Vec::with_capacity(found.len() + 1),
        };
        let mut at = 0;
        for f in found {
            page.keep(original, at, f.span.start);
            let start = page.text.len();
            let value = original.get(f.span.start..f.span.end).unwrap_or_default();
            put(&mut page.text, f, value, numbers, rewriting, reference)?;
            page.tags.push((start, page.text.len()));
            at = f.span.end;
        }
        page.keep(original, at, original.len());
        Ok(page)
    }

    /// Where the tags of the original, which nothing was found in, stand now.
    pub(super) fn moved(&self, tags: &[(usize, usize)]) -> Vec<(usize, usize)> {
        tags.iter()
            .filter_map(|tag| {
                let at = self.kept.partition_point(|(_, original)| *original <= tag.0).checked_sub(1)?;
                let (written, original) = *self.kept.get(at)?;
                Some((tag.0 - original + written, tag.1 - original + written))
            })
            .collect()
    }

    fn keep(&mut self, original: &str, from: usize, to: usize) {
        self.kept.push((self.text.len(), from));
        self.text.push_str(original.get(from..to).unwrap_or_default());
    }

    /// The same finding in the original. It must lie between two tags.
    pub(super) fn to_original(&self, mut f: Found) -> Option<Found> {
        let at = self.kept.partition_point(|(written, _)| *written <= f.span.start).checked_sub(1)?;
        let (written, original) = *self.kept.get(at)?;
        let len = f.span.len();
        f.span.start = f.span.start - written + original;
        f.span.end = f.span.start + len;
        Some(f)
    }
}

/// Writes what stands for a finding: what the profile was asked for, or else a tag.
fn put(
    out: &mut String,
    f: &Found,
    value: &str,
    numbers: &mut Round<'_>,
    rewriting: &Rewriting,
    reference: Reference,
) -> Result<(), TextError> {
    if let (Write::Date(_), Some(shift)) = (f.write, rewriting.shift) {
        let moved = day::of(value, reference).filter(|day| rewriting.may_show(*day, reference));
        match moved.and_then(|day| shift.moved(day)) {
            Some(day) => out.push_str(&day::write(day)),
            None => out.push_str("[DATE]"),
        }
        return Ok(());
    }
    let coded = if rewriting.is_coded() && matches!(f.write, Write::Tag) {
        rewriting.instead(f.span.class, value).map_err(|_| TextError::Entropy)?
    } else {
        None
    };
    match coded {
        Some(Instead::InTag(code)) => push(out, &["[", tag_word(f.span.class), "-", &code, "]"]),
        Some(Instead::Bare(made_up)) => out.push_str(&made_up),
        None => numbers.tag(out, f, value),
    }
    Ok(())
}

fn push(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
}

/// Without the machinery of formats, which costs more than all else of a tag. From 1 000 on in thousands, `1k000`: a longer row of digits in
/// brackets would be somebody's number, and is no tag.
fn push_number(out: &mut String, number: usize) {
    let mut rest = number;
    if number >= 1_000 {
        push_number(out, number / 1_000);
        out.push('k');
        rest = number % 1_000;
    }
    for place in [100, 10, 1] {
        if number >= place || place == 1 {
            out.push(char::from_digit((rest / place % 10) as u32, 10).unwrap_or('0'));
        }
    }
}

/// A number as it stands in a tag.
fn number_in(text: &str) -> Option<usize> {
    let mut number = 0_usize;
    for (at, group) in text.split('k').enumerate() {
        let is_group = group.bytes().all(|b| b.is_ascii_digit())
            && if at == 0 { (1..=3).contains(&group.len()) } else { at < 3 && group.len() == 3 };
        if !is_group {
            return None;
        }
        number = number.checked_mul(1_000)?.checked_add(group.parse().ok()?)?;
    }
    Some(number)
}

/// Gives the same value the same number.
pub(super) struct Numbers {
    given: Numbered,
    next: [usize; 18],
}

impl Numbers {
    pub(super) fn new() -> Self {
        Self { given: Numbered::new(), next: [1; 18] }
    }

    /// Goes on after the tags that stand in the text already: they are other people's.
    pub(super) fn go_behind(&mut self, text: &str, tags: &[(usize, usize)]) {
        for (start, end) in tags {
            let tag = text.get(*start..*end).unwrap_or_default().trim_matches(['[', ']']);
            let Some((word, number)) = tag.split_once('-') else {
                continue;
            };
            let class = IdentifierClass::ALL.into_iter().find(|class| tag_word(*class) == word);
            if let (Some(slot), Some(number)) =
                (class.and_then(|class| self.next.get_mut(class.position())), number_in(number))
            {
                *slot = (number + 1).max(*slot);
            }
        }
    }

    /// The numbers of a text that is written now, and may be written again.
    pub(super) const fn round(&self) -> Round<'_> {
        Round { settled: &self.given, given: Given::new(), next: self.next, value: String::new() }
    }

    /// Goes on with those of a text that stays.
    pub(super) fn keep(&mut self, round: Taken) {
        self.given.keep(round.given);
        self.next = round.next;
    }
}

/// The numbers of one writing.
pub(super) struct Round<'n> {
    settled: &'n Numbered,
    /// Of the values that stand in it, those too that had a number before.
    given: Given,
    next: [usize; 18],
    /// A value as it is compared.
    value: String,
}

/// What was given in one writing.
pub(super) struct Taken {
    given: Given,
    next: [usize; 18],
}

impl Round<'_> {
    pub(super) fn given(self) -> Taken {
        Taken { given: self.given, next: self.next }
    }

    fn tag(&mut self, out: &mut String, f: &Found, value: &str) {
        match f.write {
            Write::Date(Generalised::Year(year)) => push(out, &["[DATE ", &year.to_string(), "]"]),
            Write::Date(_) => out.push_str("[DATE]"),
            Write::Age => push(out, &["[AGE ", &Generalised::Age90OrOlder.to_string(), "]"]),
            Write::Zip(Generalised::Zip3(zip)) => push(out, &["[ZIP ", zip.as_str(), "]"]),
            Write::Tag | Write::Zip(_) => {
                push(out, &["[", tag_word(f.span.class), "-"]);
                push_number(out, self.number(f.span.class, value));
                out.push(']');
            }
        }
    }

    fn number(&mut self, class: IdentifierClass, value: &str) -> usize {
        let Self { settled, given, next, value: plain } = self;
        plain.clear();
        replace::canonical_into(plain, value);
        let Some(slot) = next.get_mut(class.position()) else { return 0 };
        let hash = settled.hash(class.position(), plain);
        if let Some(number) = given.number(hash) {
            return number as usize;
        }
        let number = settled.number(hash).map_or_else(
            || {
                *slot += 1;
                *slot - 1
            },
            |number| number as usize,
        );
        // No text has as many values as the type counts.
        given.give(hash, u32::try_from(number).unwrap_or(u32::MAX));
        number
    }
}

/// The tags in a text, as this module writes them. Only three digits at a time, or consonants by the twenty: a longer number in
/// brackets is not ours to trust.
pub(super) fn tags_in(text: &str) -> Vec<(usize, usize)> {
    let mut tags = Vec::new();
    if !text.as_bytes().contains(&b'[') {
        return tags;
    }
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('[')).map(|at| from + at) {
        from = open + 1;
        let inside = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-');
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        let len = rest.iter().take(replace::MOST_TOKEN + 12).take_while(inside).count();
        let inner = text.get(from..from + len).unwrap_or_default();
        let close = from + len;
        if super::cursor::char_after(text, close) == Some(']') && is_tag(inner) {
            tags.push((open, close + 1));
            from = close + 1;
        }
    }
    tags
}

fn is_tag(inner: &str) -> bool {
    let digits =
        |text: &str, most: usize| !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(year) = inner.strip_prefix("DATE ") {
        return digits(year, 4);
    }
    if let Some(zip) = inner.strip_prefix("ZIP ") {
        return digits(zip, 3);
    }
    if matches!(inner, "DATE" | "AGE 90 or older") {
        return true;
    }
    inner.split_once('-').is_some_and(|(word, number)| {
        (number_in(number).is_some() || replace::is_code(number))
            && IdentifierClass::ALL.into_iter().any(|class| tag_word(class) == word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_tags_are_known_and_others_are_not() {
        let code = "BCDFGHJKLMNPRSTVBCDF";
        let coded =
            format!("[NAME-{code}] [NAME-{}] [MRN-12345678901234567890] [DATE 2019-03-21]", code.to_lowercase());
        assert_eq!(tags_in(&coded), [(0, 27)]);
        let text = "[NAME-1] [x] [DATE 2019][DATE] [ZIP 021] [AGE 90 or older] [MRN-482917] [FOO-1] [[ID-7] [NAME-é]";
        let tags: Vec<&str> = tags_in(text).into_iter().map(|(start, end)| text.get(start..end).unwrap()).collect();
        assert_eq!(tags, ["[NAME-1]", "[DATE 2019]", "[DATE]", "[ZIP 021]", "[AGE 90 or older]", "[ID-7]"]);
    }

    #[test]
    fn numbers_of_a_text_that_is_written_again_are_given_again() {
        let name = IdentifierClass::Name;
        let mut numbers = Numbers::new();
        numbers.go_behind("[NAME-3]", &[(0, 8)]);
        let mut round = numbers.round();
        assert_eq!([round.number(name, "Ana"), round.number(name, "Bo"), round.number(name, "ana")], [4, 5, 4]);
        let mut round = numbers.round();
        assert_eq!([round.number(name, "Bo"), round.number(name, "Ana")], [4, 5]);
        let given = round.given();
        numbers.keep(given);
        let mut round = numbers.round();
        assert_eq!([round.number(name, "Cy"), round.number(name, "Ana")], [6, 5]);
    }

    #[test]
    fn numbers_of_tags_are_read_as_they_are_written() {
        for number in [0, 1, 9, 10, 99, 100, 999, 1_000, 1_007, 21_020, 999_999, 1_000_000, 64 << 20] {
            let mut out = String::new();
            push_number(&mut out, number);
            assert_eq!(number_in(&out), Some(number), "{out}");
            assert_eq!(tags_in(&format!("[NAME-{out}]")).len(), 1, "{out}");
        }
        for no_tag in ["", "k", "1k", "k000", "1000", "1k00", "1k0000", "482917", "1k000k000k000", "1K000", "-1", "+1"]
        {
            assert_eq!(number_in(no_tag), None, "{no_tag}");
        }
    }

    #[test]
    fn tag_words_differ() {
        let mut words: Vec<&str> = IdentifierClass::ALL.into_iter().map(tag_word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 18);
    }
}
