//! How far a name goes.

use crate::text::{
    cursor::{self, Word},
    words,
};

/// How a name may go on.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    /// `Last, First` counts as one name.
    comma: bool,
    most: usize,
}

impl Walk {
    pub(super) const fn label() -> Self {
        Self { comma: true, most: 5 }
    }

    pub(super) const fn plain() -> Self {
        Self { comma: false, most: 4 }
    }
}

/// The run of capitalised words right after `at`: for places as well as for people.
pub(in crate::text) fn run_after(text: &str, at: usize, most: usize) -> Option<(usize, usize)> {
    walk(text, at, Walk { comma: false, most })
}

/// The run of capitalised words that ends at `at`.
pub(in crate::text) fn run_before(text: &str, at: usize, most: usize) -> Option<(usize, usize)> {
    let mut run: Option<(usize, usize)> = None;
    let mut at = at;
    for _ in 0..most {
        let mut end = at;
        while run.is_some() && at - end < 3 && cursor::char_before(text, end).is_some_and(cursor::is_gap) {
            end -= cursor::char_before(text, end).map_or(0, char::len_utf8);
        }
        if run.is_some() && end == at {
            break;
        }
        // "St. Paul", "J. Ruiz"
        let dotted = end.checked_sub(1).filter(|_| cursor::char_before(text, end) == Some('.'));
        let Some(word) = cursor::word_ending(text, dotted.unwrap_or(end)) else {
            break;
        };
        let abbreviates =
            word.is_initial() || ["St", "Mt", "Ft", "Jr", "Sr", "Ste", "Dr", "ST", "MT", "FT"].contains(&word.text);
        let joins = run.is_some()
            && ["de", "la", "del", "van", "von", "of", "and", "the", "al", "el", "du", "los", "las"]
                .contains(&word.text);
        let named = word.starts_upper() && (!words::is_common(word.text) || word.is_initial());
        let leads = run.is_some() && ["New", "Good", "Old", "NEW", "OLD"].contains(&word.text);
        let named = named || leads;
        if !(named && (dotted.is_none() || abbreviates) || joins && dotted.is_none()) {
            break;
        }
        run = Some((word.start, run.map_or(at, |r| r.1)));
        at = word.start;
    }
    let (mut start, end) = run?;
    // A joining word does not begin a name.
    while let Some(word) = cursor::word_at(text, start).filter(|word| !word.starts_upper()) {
        start = cursor::skip_gap(text, word.end, false);
        if start >= end {
            return None;
        }
    }
    (start < end).then_some((start, end))
}

pub(super) fn walk(text: &str, at: usize, walk: Walk) -> Option<(usize, usize)> {
    let mut at = cursor::skip_gap(text, at, false);
    let (mut run, mut names, mut commas) = (None::<(usize, usize)>, 0_usize, usize::from(!walk.comma));
    for _ in 0..walk.most {
        let Some(word) = cursor::word_at(text, at) else {
            break;
        };
        // The last word of a field is no word of the sentence, however common.
        let closes_field = walk.comma && run.is_some() && word.is_title_case() && ends_field(text, word.end);
        if !closes_field && !is_part(text, &word, run.is_some()) {
            break;
        }
        names += usize::from(!word.is_initial());
        let start = run.map_or(word.start, |r| r.0);
        run = Some((start, word.end));
        let dot = usize::from(
            cursor::char_after(text, word.end) == Some('.')
                && (word.is_initial() || ["Jr", "Sr", "St", "JR", "SR", "ST"].contains(&word.text)),
        );
        let mut next = word.end + dot;
        if commas == 0 && cursor::char_after(text, next) == Some(',') && names > 0 && next_is_given_name(text, next + 1)
        {
            commas += 1;
            next += 1;
        }
        let gap = cursor::skip_gap(text, next, false);
        at = nickname(text, gap).map_or(gap, |after| cursor::skip_gap(text, after, false));
        // Two spaces end a field.
        if at == word.end || cursor::window_after(text, next, at.saturating_sub(next)).chars().count() > 1 {
            break;
        }
    }
    run.filter(|_| names > 0)
}

fn ends_field(text: &str, at: usize) -> bool {
    let rest = cursor::window_after(text, at, 4);
    rest.is_empty() || rest.starts_with(['\n', '\r', '\t', '|', ';']) || rest.starts_with("  ")
}

/// `Morgan`, `de`, `J.`
fn is_part(text: &str, word: &Word<'_>, is_inner: bool) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "la", "del", "van", "von", "der", "den", "bin", "al", "el", "da", "dos", "di", "le", "y", "ter", "ibn",
        "los", "las",
    ];
    if word.is_initial() {
        return is_inner
            || cursor::char_after(text, word.end) == Some('.')
            || cursor::word_at(text, cursor::skip_gap(text, word.end, false)).is_some_and(|next| next.is_title_case());
    }
    if word.text.len() < 4 && PARTICLES.contains(&word.text) {
        return cursor::word_at(text, cursor::skip_gap(text, word.end, false))
            .is_some_and(|next| next.starts_upper() || PARTICLES.contains(&next.text));
    }
    word.starts_upper() && !words::is_common(word.text) && !is_credential(word.text)
}

/// After `Last,` comes a given name, not a credential or the next field.
fn next_is_given_name(text: &str, at: usize) -> bool {
    let at = cursor::skip_gap(text, at, false);
    cursor::word_at(text, at)
        .is_some_and(|word| is_part(text, &word, true) && !words::is_clinical(word.text) && !words::is_state(word.text))
}

/// `"Bob"` or `(Bob)` between the parts of a name.
fn nickname(text: &str, at: usize) -> Option<usize> {
    let close = match cursor::char_after(text, at)? {
        '"' => '"',
        '\u{201c}' => '\u{201d}',
        '(' => ')',
        _ => return None,
    };
    let word = cursor::word_at(text, at + cursor::char_after(text, at)?.len_utf8())?;
    let after = word.end + close.len_utf8();
    let surname = cursor::word_at(text, cursor::skip_gap(text, after, false))?;
    (cursor::char_after(text, word.end) == Some(close)
        && word.is_title_case()
        && !words::is_common(word.text)
        && is_part(text, &surname, true))
    .then_some(after)
}

pub(super) fn is_credential(word: &str) -> bool {
    const LIST: &[&str] = &[
        "MD", "DO", "RN", "NP", "PA", "PA-C", "APRN", "ARNP", "DNP", "FNP", "CRNA", "LPN", "LVN", "DDS", "DMD",
        "PharmD", "RPh", "PhD", "LCSW", "LMSW", "MSW", "DPM", "DPT", "PT", "OTR", "OT", "SLP", "RD", "RDN", "CNM",
        "BSN", "MSN", "MPH", "LMFT", "PsyD", "EMT", "RRT", "CNA", "FACS", "FACC", "DOB", "MRN", "SSN", "NPI", "DEA",
        "ID", "DNR", "ED", "ER", "ICU", "OR", "PCP", "HPI", "PMH", "CC", "MBBS", "PGY", "MT", "OD", "MS", "MA",
    ];
    // Words with a capital: most are longer, or have none in second place.
    word.len() < 7 && LIST.contains(&word) || word.starts_with("EMT")
}
