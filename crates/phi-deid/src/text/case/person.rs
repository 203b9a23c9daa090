//! Names in small letters where others have capitals: "dr. smith", "spoke with rosalind", "312 kowalski 79M".

use super::{
    Change, DIGIT, LARGE, Line, Read, SMALL, Words, has_break,
    roster::{is_listed, is_numbered, is_row, is_slashed, reversed},
};
use crate::{
    lexicon::Facts,
    text::{
        token::lists,
        words::{self, Lists, Traits},
    },
};

/// How many words a name may have.
const REACH: usize = 4;

/// Words that name nobody in small letters.
pub(super) const BARRED: Lists = Lists::of(&[
    words::COMMON_BIT,
    words::CLINICAL_BIT,
    words::STATE_BIT,
    words::NAMED_THING_BIT,
    lists::STOP_BIT,
    lists::BRAND_BIT,
    lists::DEPARTMENT_BIT,
    lists::MONTH_BIT,
    lists::TITLE_BIT,
    lists::KIN_BIT,
    lists::ROLE_BIT,
    lists::PERSON_VERB_BIT,
    lists::AFTER_PERSON_BIT,
    lists::ARTICLE_BIT,
    lists::THING_BIT,
    lists::ADDRESSING_BIT,
    lists::VISIT_VERB_BIT,
]);

/// Titles that are no words of anything else, and take any word behind them for a name. Sorted.
const TITLES: &[&str] = &[
    "deputy",
    "don",
    "do\u{f1}a",
    "dr",
    "dra",
    "drs",
    "fr",
    "inv",
    "mlle",
    "mme",
    "mr",
    "mrs",
    "ms",
    "mx",
    "prof",
    "rabbi",
    "rev",
    "sgt",
    "sra",
    "srta",
];

/// Labels behind which somebody stands. Sorted.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "attn", "by", "caller", "cc", "claimant", "contact", "dictated", "emerg", "employee", "fellow", "from",
    "guarantor", "guardian", "initials", "insured", "name", "nok", "operator", "order", "ordering", "parent",
    "patient", "pcp", "physician", "pi", "prescriber", "pt", "re", "ref", "referral", "referring", "reminder",
    "reviewer", "routed", "signed", "spouse", "student", "subject", "tech", "to", "volunteer", "witness",
];

/// Takes in the name that begins with the word at `at`, if what stands around it says so.
pub(super) fn read(words: &Words<'_>, at: usize, line: &Line, changes: &mut Vec<Change>) {
    let facts = words.facts(at);
    let traits = Traits::from(facts);
    let is_off = words.is_off(at);
    let is_large = words.piece(at).is_some_and(|piece| piece.has(LARGE));
    if line.has_capitals && is_large && is_credential(traits, words.word(at)) {
        signed(words, at, changes);
    }
    if !is_off {
        return;
    }
    let entry = facts.entry;
    // Most words are no names, and are frequent.
    let is_plain = matches!(entry.ordinary(), 1..=3) && !entry.is_name();
    let is_led = || at.checked_sub(1).is_some_and(|before| Traits::from(words.facts(before)).has(lists::TITLE_BIT));
    if is_plain && !is_led() || is_inside(words, at) {
        return;
    }
    let lead = Lead::of(words, at);
    if is_plain && !lead.is_titled {
        return;
    }
    let is_small = words.is_small(at);
    let len = words.word(at).chars().count();
    let is_given = entry.given() > 1 && len > 2;
    let is_free = !traits.any(BARRED) && (!facts.shape.is_drug_like() || is_given || entry.is_strong_name());
    if lead.is_titled {
        let is_word = words::listed(SHORTHAND, words.word(at)) || !is_small && !entry.is_name();
        // "Dr. sun)"
        let is_day = traits.has(lists::MONTH_BIT) && entry.is_name() && closes(words, at);
        if len > 1 && !is_word && !is_plain && (entry.surname() > 1 && !traits.any(VERBS) || is_free || is_day) {
            take(words, at, changes);
            // "Mr. art bill"
            let next = words.facts(at + 1);
            if is_given
                && words.is_small(at + 1)
                && words.gap(at + 1) == " "
                && next.entry.surname() > 1
                && closes(words, at + 1)
            {
                changes.push((at + 1, Read::Title));
            }
        } else if is_small && len > 1 && !is_word && !traits.any(VERBS) && words.gap(at) == ". " {
            // "Mr. two bulls is"
            let next = Traits::from(words.facts(at + 1));
            let is_said = Traits::from(words.facts(at + 2)).has(lists::PERSON_VERB_BIT) && words.gap(at + 2) == " ";
            if words.gap(at + 1) == " "
                && words.is_small(at + 1)
                && !next.any(VERBS)
                && (closes(words, at + 1) || is_said)
            {
                changes.extend([(at, Read::Title), (at + 1, Read::Title)]);
            }
        } else if is_initial(words, at)
            && words.gap(at + 1) == ". "
            && words.is_small(at + 1)
            && !Traits::from(words.facts(at + 1)).any(BARRED)
        {
            take(words, at + 1, changes);
        }
        return;
    }
    if !line.has_capitals {
        // "0712 araceli"
        if entry.given() > 1 && strong(facts) && is_numbered(words, at) && has_break(words.gap(at + 1)) {
            changes.push((at, Read::Title));
        }
        return;
    }
    let is_called = entry.given() > 1 && !traits.any(VERBS) && len > 2;
    // "partner grace;", "wife, precious,", "aide (dot)", "RN sunny."
    if is_called && closes(words, at) && (lead.is_kin || lead.is_bracketed || lead.is_role) {
        return take(words, at, changes);
    }
    // "wife summer says"
    let is_said = || {
        words.gap(at + 1) == " "
            && Traits::from(words.facts(at + 1)).has(lists::PERSON_VERB_BIT)
            && !matches!(words.word(at + 1), "will" | "can")
    };
    if is_called && lead.is_kin && lead.is_close && is_said() {
        changes.push((at, Read::Title));
        return;
    }
    if reversed(words, at, &lead, changes) {
        return;
    }
    if !is_free || len < 2 || words::listed(SHORTHAND, words.word(at)) && words.gap(at + 1) != "-" {
        return;
    }
    let is_borne = bearable(facts);
    let is_strong = strong(facts) && len > 2;
    // "vivía": a verb of another language.
    if !words.word(at).is_ascii() && !is_strong && !is_row(words, at) {
        return;
    }
    let is_new = entry.ordinary() == 0
        && words.word(at).is_ascii()
        && entry.surname() < 2
        && len > 4
        && !entry.is_clinical()
        && !facts.shape.is_drug_like();
    let is_label = words.gap(at + 1).starts_with(':');
    let is_known = lead.is_labelled
        && !is_label
        && (is_borne && (is_given || entry.surname() > 1)
            || is_given && (entry.is_strong_name() || is_pair(words, at))
            || is_new
            || entry.is_strong_name() && entry.surname() > 2 && matches!(entry.ordinary(), 0 | 3..))
        || is_strong && entry.given() > 2 && words.gap(at) == " (" && words.gap(at + 1).starts_with(')')
        || (lead.is_person || lead.is_addressing)
            && (is_small || lead.is_kin)
            && (is_strong
                || entry.is_strong_name()
                    && entry.ordinary() == 0
                    && (entry.surname() > 2 && len > 3 || !entry.is_clinical() && len > 4))
            && (len > 4 || !in_spanish(words, at))
        || lead.is_kin
            && lead.is_close
            && (is_given && entry.ordinary() > 2
                || entry.given() > 0 && entry.ordinary() == 0 && !entry.is_clinical()
                || is_new && !in_spanish(words, at))
        || is_strong && is_given && is_beside_name(words, at)
        || is_given && entry.is_strong_name() && is_glossed(words, at)
        || entry.is_name() && is_component(words, at)
        || is_initialled(words, at) && is_strong && !entry.is_clinical()
        || is_strong && entry.ordinary() == 0 && is_given && is_behind_name(words, at)
        || lead.is_named && (is_strong || is_new || words.gap(at) != " " && entry.given() > 0 && closes(words, at))
        || lead.is_alias && (entry.given() > 1 || closes(words, at) && entry.surname() > 1)
        || lead.is_quoted && is_given && entry.is_strong_name() && words.gap(at + 1).starts_with('"')
        || (is_borne || is_given) && is_owner(words, at)
        || is_borne && (is_signed(words, at) || is_listed(words, at))
        || !entry.is_clinical() && is_row(words, at)
        || is_slashed(words, at)
        // "312 ito (say", "0712 araceli"
        || is_borne
            && (is_given || entry.surname() > 1)
            && is_numbered(words, at)
            && (words.gap(at + 1).starts_with(" (") || is_strong && is_given && has_break(words.gap(at + 1)))
        // "fellow amplatz-testcase"
        || lead.is_person && is_hyphenated(words, at)
        || (is_pair(words, at) || is_strong && entry.given() > 2 && entry.ordinary() == 0 && len > 3 && is_small)
            && !in_spanish(words, at);
    if is_known {
        take(words, at, changes);
        if lead.is_labelled || lead.is_alias {
            fill(words, at, changes);
        }
    }
}

/// Letters of a profession behind a name.
pub(super) fn is_credential(traits: Traits, word: &str) -> bool {
    traits.has(lists::AFTER_PERSON_BIT) || matches!(word, "MS" | "OTR" | "BS" | "CCC")
}

/// What is written short at a bedside, and is somebody's name elsewhere. Sorted.
const SHORTHAND: &[&str] = &[
    "adeno", "bilat", "brady", "cal", "dex", "dom", "fent", "hep", "jazz", "kit", "lac", "mag", "max", "min", "noc",
    "poss", "pred", "prog", "prop", "roc", "sal", "sux", "tab", "tachy", "tele", "vanc",
];

/// "f. diallo-smith": behind a small letter with a full stop.
fn is_initialled(words: &Words<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    is_initial(words, before)
        && words.gap(at) == ". "
        && !words.gap(before).ends_with('.')
        && !words.gap(before).is_empty()
}

/// "cc Gwen, rashad,"
fn is_behind_name(words: &Words<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let facts = words.facts(before);
    words.gap(at) == ", "
        && words.piece(before).is_some_and(|piece| piece.kinds == SMALL | LARGE)
        && facts.entry.given() > 1
        && facts.entry.is_strong_name()
        && closes(words, at)
}

/// "brothers, ari and Noam"
fn is_beside_name(words: &Words<'_>, at: usize) -> bool {
    let is_name = |at: usize| {
        let facts = words.facts(at);
        words.piece(at).is_some_and(|piece| piece.kinds == SMALL | LARGE)
            && facts.entry.given() > 1
            && facts.entry.is_strong_name()
            && matches!(facts.entry.ordinary(), 0 | 4..)
    };
    let is_and = |at: usize| words.word(at) == "and" && words.gap(at) == " " && words.gap(at + 1) == " ";
    is_and(at + 1) && is_name(at + 2) || at > 1 && is_and(at - 1) && is_name(at - 2)
}

/// "will (partner)"
fn is_glossed(words: &Words<'_>, at: usize) -> bool {
    words.gap(at + 1) == " ("
        && words.gap(at + 2).starts_with(')')
        && Traits::from(words.facts(at + 1)).any(Lists::of(&[lists::KIN_BIT, lists::ROLE_BIT]))
}

/// "ferraro^gia^l"
fn is_component(words: &Words<'_>, at: usize) -> bool {
    words.gap(at) == "^" || words.gap(at + 1) == "^"
}

/// Whether it is a part of something: an address, a path, "doesn't", a number with its unit.
fn is_inside(words: &Words<'_>, at: usize) -> bool {
    let (before, behind) = (words.gap(at), words.gap(at + 1));
    if is_row(words, at) {
        return false;
    }
    let is_counted = at.checked_sub(1).and_then(|before| words.piece(before)).is_some_and(|piece| piece.has(DIGIT))
        && (before.is_empty() || before == "% ")
        || at
            .checked_sub(1)
            .and_then(|before| words.piece(before))
            .is_some_and(|piece| piece.kinds == DIGIT && piece.end - piece.start < 3)
            && before == " ";
    let is_counted = is_counted && !is_numbered(words, at);
    let is_path = before.ends_with(['@', '_', '\\', '='])
        || before == "."
        || behind.starts_with(['@', '_', '\\', '='])
        || behind == "."
        || before == "/" && words.word(at.wrapping_sub(1)) != "w" && !is_slashed(words, at);
    let is_short_form =
        matches!(behind, "'" | "\u{2019}") && !matches!(words.word(at + 1), "s") && words.word(at).len() > 2;
    is_counted || is_path || is_short_form || matches!(before, "'" | "\u{2019}")
}

/// Whether small words of Spanish stand beside it, where ordinary words are first names as well.
fn in_spanish(words: &Words<'_>, at: usize) -> bool {
    const SMALL_WORDS: &[&str] = &[
        "al", "como", "con", "de", "del", "el", "en", "es", "esta", "hay", "la", "las", "le", "lo", "los", "mi", "muy",
        "no", "para", "pero", "por", "que", "se", "sin", "su", "sus", "un", "una", "y", "ya",
    ];
    let is_small_word = |at: usize| words::listed(SMALL_WORDS, words.word(at)) && words.word(at) != "no";
    is_small_word(at) || (at.saturating_sub(2)..at).any(is_small_word) || (at + 1..at + 3).any(is_small_word)
}

/// What a name may be said to do, and the rest that only small letters tell from a surname.
pub(super) const VERBS: Lists = Lists::of(&[
    lists::PERSON_VERB_BIT,
    lists::ROLE_BIT,
    lists::MONTH_BIT,
    lists::ARTICLE_BIT,
    lists::ADDRESSING_BIT,
    lists::VISIT_VERB_BIT,
    lists::JOINT_BIT,
]);

/// What stands before a word.
#[derive(Clone, Copy, Default)]
pub(super) struct Lead {
    /// "Dr. "
    pub(super) is_titled: bool,
    /// "Attn: "
    pub(super) is_labelled: bool,
    /// A word of kinship, a role.
    pub(super) is_person: bool,
    /// A role, with nothing but a blank between.
    is_role: bool,
    pub(super) is_kin: bool,
    /// Nothing but a blank stands between.
    pub(super) is_close: bool,
    /// "with", "by", "asked"
    is_addressing: bool,
    is_quoted: bool,
    /// "also known as", "a nurse named"
    is_alias: bool,
    /// "maiden name", "née"
    is_named: bool,
    /// "Aide (", "medic, "
    is_bracketed: bool,
}

impl Lead {
    fn of(words: &Words<'_>, at: usize) -> Self {
        let gap = words.gap(at);
        let Some(before) = at.checked_sub(1) else { return Self::default() };
        let (word, traits) = (words.word(before), Traits::from(words.facts(before)));
        let is_close = matches!(gap, " " | "  ");
        let is_kin = traits.has(lists::KIN_BIT);
        let is_role = traits.has(lists::ROLE_BIT);
        // "Twin B ("
        let is_twin = word.len() == 1
            && words.gap(before) == " "
            && before > 0
            && Traits::from(words.facts(before - 1)).has(lists::KIN_BIT);
        let leads = is_close || matches!(gap, ". " | ", " | " (" | ": " | ":");
        Self {
            is_titled: matches!(gap, " " | ". " | "  ") && words::listed(TITLES, word),
            // "Doctor ......... "
            is_labelled: (gap.starts_with(':') && gap.trim_start_matches(':').bytes().all(|byte| byte == b' ')
                || gap.len() > 5 && gap.bytes().all(|byte| matches!(byte, b'.' | b' ')) && gap.contains("..."))
                && (is_role
                    || is_kin
                    || words::listed(LABELS, word)
                    || traits.has(lists::TITLE_BIT)
                    || words.piece(before).is_some_and(|p| p.kinds == DIGIT)),
            is_role: is_close
                && is_role
                && (word.len() > 2
                    || words.piece(before).is_some_and(|piece| piece.has(LARGE))
                    || word == "w" && words.facts(at).entry.given() > 2),
            is_person: leads
                && (is_kin || is_role || traits.has(lists::TITLE_BIT))
                && (gap != ", " || closes(words, at)),
            is_kin: is_kin && (is_close || matches!(gap, ", " | " (")),
            is_close,
            is_addressing: is_close
                && (traits.has(lists::ADDRESSING_BIT) || matches!(word, "w" | "sign" | "signed" | "named"))
                || gap == "/" && word == "w"
                || gap == "/ " && word == "w",
            is_alias: gap == " "
                && (matches!(word, "named" | "marriage")
                    || word == "as" && before > 0 && words.word(before - 1) == "known"),
            is_quoted: gap.ends_with('"'),
            is_named: is_close && word == "is" && before > 0 && words.word(before - 1) == "name" && closes(words, at)
                || gap == " \"" && matches!(word, "called" | "named" | "aka" | "as" | "by")
                || is_close && matches!(word, "name" | "nee" | "n\u{e9}e" | "named")
                || gap == " (" && is_twin,
            is_bracketed: matches!(gap, " (" | ", ") && (is_role || is_kin),
        }
    }
}

/// Whether somebody may be called so: borne by some, or known to nobody, and no word of every day.
pub(super) fn bearable(facts: Facts) -> bool {
    let entry = facts.entry;
    !entry.is_clinical() && (entry.is_unknown() || entry.is_name() && matches!(entry.ordinary(), 0 | 4..))
        || strong(facts)
}

/// Whether it is a name before it is anything else.
fn strong(facts: Facts) -> bool {
    let entry = facts.entry;
    entry.is_strong_name()
        && (entry.given() > 1 || entry.surname() > 1)
        && matches!(entry.ordinary(), 0 | 3..)
        && (!entry.is_clinical() || entry.given() > 1)
}

/// Whether a comma, a bracket or the end of a sentence stands behind.
pub(super) fn closes(words: &Words<'_>, at: usize) -> bool {
    let gap = words.gap(at + 1);
    gap.is_empty()
        || gap.starts_with([',', ')', ';', '.', '\n', '\r', '"'])
        || gap.starts_with(" (")
        || gap.starts_with("  ")
}

/// Whether the next word goes on with the name.
fn goes_on(words: &Words<'_>, at: usize) -> bool {
    let facts = words.facts(at);
    matches!(words.gap(at), " " | "-" | "'" | "\u{2019}" | "  ")
        && words.is_off(at)
        && at.checked_sub(1).is_some_and(|before| words.is_small(before) == words.is_small(at))
        && !Traits::from(facts).any(BARRED)
        && !facts.shape.is_drug_like()
        && words.word(at).len() > 1
}

/// "gwen hardy", "shandiin begay": a first name and a surname, one of which is nothing else.
fn is_pair(words: &Words<'_>, at: usize) -> bool {
    let (one, other) = (words.facts(at), words.facts(at + 1));
    let is_one = |facts: Facts| !matches!(facts.entry.ordinary(), 1 | 2);
    let is_rare = |facts: Facts| {
        facts.entry.ordinary() == 0 && !facts.entry.is_clinical() && facts.lists & !(1 << lists::EPONYM_BIT) == 0
    };
    let is_surname =
        other.entry.is_strong_name() && other.entry.surname() > 1 && is_rare(other) && words.word(at + 1).len() > 3;
    let len = words.word(at).len();
    if !goes_on(words, at + 1) || !matches!(words.gap(at + 1), " " | "-") {
        return false;
    }
    if words.gap(at + 1) == "-" {
        return is_surname && is_rare(one) && len > 3;
    }
    one.entry.given() > 1
        && bearable(one)
        && len > 2
        && (other.entry.surname() > 1 && is_one(other)
            || other.entry.is_unknown() && words.word(at + 1).len() > 4 && words.word(at + 1).is_ascii())
        || one.entry.is_strong_name()
            && other.entry.is_strong_name()
            && is_rare(one)
            && is_rare(other)
            && len > 2
            && words.word(at + 1).len() > 2
        || is_surname && len > 3 && (one.entry.given() > 1 || is_rare(one) && one.entry.given() > 0)
}

/// Whether a dash and a surname that is nothing else stand behind it.
fn is_hyphenated(words: &Words<'_>, at: usize) -> bool {
    let entry = words.facts(at + 1).entry;
    words.gap(at + 1) == "-"
        && words.is_small(at + 1)
        && entry.is_strong_name()
        && entry.surname() > 1
        && entry.ordinary() == 0
}

/// "petey's mom", "drew's team"
fn is_owner(words: &Words<'_>, at: usize) -> bool {
    const OWNED: Lists = Lists::of(&[lists::KIN_BIT, lists::ROLE_BIT]);
    matches!(words.gap(at + 1), "'" | "\u{2019}")
        && words.word(at + 1) == "s"
        && words.gap(at + 2) == " "
        && (Traits::from(words.facts(at + 2)).any(OWNED)
            || matches!(words.word(at + 2), "team" | "chart" | "house" | "office" | "place" | "note"))
}

/// Before letters of a profession: the names up to the beginning of a line, a label or a blank of two.
fn signed(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let is_large = words.piece(at).is_some_and(|piece| piece.has(LARGE));
    if !is_large || !matches!(words.gap(at), ", " | " ") {
        return;
    }
    let mut first = at;
    while let Some(before) = first.checked_sub(1) {
        let facts = words.facts(before);
        let gap = words.gap(first);
        let is_name = words.is_off(before)
            && !Traits::from(facts).has(lists::AFTER_PERSON_BIT)
            && at - before < REACH + 2
            && (matches!(gap, " " | "-" | "'" | ". ") || first == at)
            && (is_initial(words, before)
                || !Traits::from(facts).any(SIGNED)
                // "christian sunday ekpo, MD"
                || facts.entry.given() > 1 && at - before > 1 && Traits::from(facts).any(NAMED_STILL)
                || facts.entry.surname() > 1 && first == at && at - before == 1 && !Traits::from(facts).any(VERBS));
        if !is_name {
            break;
        }
        first = before;
    }
    let gap = words.gap(first);
    let opens = first == 0
        || gap.ends_with('\n')
        || gap.ends_with("  ")
        || gap.ends_with(": ")
        || matches!(gap, ". " | ", " | "/")
        || gap.ends_with("\n-")
        || gap.ends_with(" -")
        || matches!(words.word(first.wrapping_sub(1)), "by" | "with" | "per" | "w" | "PI");
    let is_borne = |at: usize| {
        let facts = words.facts(at);
        facts.entry.given() > 1 || facts.entry.surname() > 1 || facts.entry.is_unknown() && words.word(at).len() > 4
    };
    // One word alone must be nothing else.
    let names = (first..at).filter(|at| words.word(*at).len() > 1).count();
    let is_sure = names > 1 || first < at && strong(words.facts(at - 1));
    let is_month = |at: usize| Traits::from(words.facts(at)).has(lists::MONTH_BIT);
    let is_sure = is_sure && !is_month(first) && !at.checked_sub(1).is_some_and(is_month);
    if opens && is_sure && first < at && (first..at).any(is_borne) {
        changes.extend((first..at).map(|at| (at, Read::Title)));
    }
}

/// Words of every day that somebody is called by.
const NAMED_STILL: Lists = Lists::of(&[lists::STOP_BIT, lists::MONTH_BIT]);

/// Words that end such a name.
const SIGNED: Lists = Lists::of(&[
    words::COMMON_BIT,
    words::CLINICAL_BIT,
    lists::DEPARTMENT_BIT,
    lists::TITLE_BIT,
    lists::KIN_BIT,
    lists::ROLE_BIT,
    lists::PERSON_VERB_BIT,
    lists::ARTICLE_BIT,
    lists::ADDRESSING_BIT,
    lists::VISIT_VERB_BIT,
    lists::AFTER_PERSON_BIT,
]);

/// Before a credential: "zhu PGY2", "t. oyelaran, PharmD".
fn is_signed(words: &Words<'_>, at: usize) -> bool {
    let behind = (at + 1..at + REACH).find(|at| !goes_on(words, *at)).unwrap_or(at + REACH);
    let is_credential = words.piece(behind).is_some_and(|piece| piece.has(LARGE))
        && (Traits::from(words.facts(behind)).has(lists::AFTER_PERSON_BIT) || words.word(behind).starts_with("PGY"));
    is_credential && matches!(words.gap(behind), ", " | " ")
}

/// "marcus two bulls": whatever stands behind a first name to the end of what a label asks for.
fn fill(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    const OTHER: Lists = Lists::of(&[
        lists::PERSON_VERB_BIT,
        lists::ARTICLE_BIT,
        lists::ADDRESSING_BIT,
        lists::KIN_BIT,
        lists::ROLE_BIT,
        lists::MONTH_BIT,
    ]);
    for last in at + 1..at + REACH {
        let facts = words.facts(last);
        let is_part = words.gap(last) == " "
            && words.is_small(last)
            && words.word(last).len() > 1
            && !Traits::from(facts).any(OTHER);
        if !is_part {
            return;
        }
        if closes(words, last) {
            changes.extend((at..=last).map(|at| (at, Read::Title)));
            return;
        }
    }
}

/// Takes in the word and those that go on with the name.
fn take(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    changes.push((at, Read::Title));
    // "gray-wolf 91F"
    if let Some(before) = at.checked_sub(1)
        && words.gap(at) == "-"
        && words.is_small(before)
        && words.word(before).len() > 2
        && is_row(words, at)
    {
        changes.push((before, Read::Title));
    }
    // "t. oyelaran"
    if let Some(before) = at.checked_sub(1)
        && is_initial(words, before)
        && words.gap(at) == ". "
    {
        changes.push((before, Read::Upper));
    }
    for next in at + 1..at + REACH {
        // "rosalind k. dhaliwal", "larry h"
        if is_initial(words, next) && words.gap(next) == " " {
            if words.gap(next + 1) == ". "
                && words.is_small(next + 1)
                && !Traits::from(words.facts(next + 1)).any(BARRED)
            {
                changes.extend([(next, Read::Upper), (next + 1, Read::Title)]);
            } else if closes(words, next) {
                changes.push((next, Read::Upper));
            }
            return;
        }
        let facts = words.facts(next);
        let is_borne = bearable(facts) || facts.entry.surname() > 1 && closes(words, next);
        let is_joined = is_borne || next == at + 1 && is_pair(words, at);
        let is_number = words.gap(next) == " "
            && words.is_small(next)
            && matches!(words.word(next), "ii" | "iii" | "iv" | "jr" | "sr");
        if is_number {
            let how = if words.word(next).ends_with('r') { Read::Title } else { Read::Upper };
            changes.push((next, how));
            return;
        }
        if !goes_on(words, next) || !is_joined {
            return;
        }
        changes.push((next, Read::Title));
    }
}

pub(super) fn is_initial(words: &Words<'_>, at: usize) -> bool {
    words.is_small(at) && words.word(at).len() == 1 && words.word(at) != "a"
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn leads_tell_names_in_small_letters() {
        for (line, plain) in [
            ("Page to Dr. sunil castellanos today", "Page to Dr. Sunil Castellanos today"),
            ("Mr. x. yu was here Today", "Mr. X. Yu was here Today"),
            ("Ordering: rosalind marchetti, MD", "Ordering: Rosalind Marchetti, MD"),
            ("His partner grace; both were Well", "His partner Grace; both were Well"),
            ("Wife, precious, sat There", "Wife, Precious, sat There"),
            ("Called from Home by socorro.", "Called from Home by Socorro."),
            ("The Chart of gwen castellanos was Lost", "The Chart of Gwen Castellanos was Lost"),
            ("The VM said: drew's mom called", "The VM said: Drew's mom called"),
        ] {
            assert_eq!(read(line), plain);
        }
    }

    #[test]
    fn words_without_a_lead_stay() {
        for line in [
            "Her will was a comfort; she may be a bit pale, and grace was said",
            "Pt reports that the doctor will call; his wife will come",
            "Dr. will call, mom said no, Dad doesn't",
            "Vive con su esposo y la mam\u{e1} de su hija Rosa",
            "P 40 min, max 3, HR brady 47 with pred",
        ] {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn lists_are_sorted() {
        for list in [super::TITLES, super::LABELS, super::SHORTHAND] {
            assert!(list.is_sorted());
        }
    }
}
