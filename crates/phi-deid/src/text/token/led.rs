//! Places that nothing announces but the small word before them: "at Constellation", "behind the Tolliver Mart".
//!
//! Such words lead to much else, so what is found here counts only in a document that names somebody.

use phi_types::IdentifierClass;

use super::{
    Shape,
    context::{self, Before, Line},
    lists,
    read::{Kind, Run, Token},
};
use crate::{
    lexicon::{self, Entry},
    text::{
        cursor,
        piece::Pieces,
        span::{Confidence, Found, Span, Write},
        words::{self, Lists, Traits},
    },
};

/// The rule of a place that only its document makes likely.
const RULE: &str = "place.likely";

/// The longest name of a place that is believed.
const MOST: usize = 5;

/// What a small word before a place is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// Hardly anything else follows it in capitals: "at", "from".
    Strong,
    /// Other names and things do: "to", "in".
    Weak,
}

pub(super) fn lead(word: &str) -> Option<Lead> {
    const STRONG: &[&str] = &["at", "behind", "beside", "from", "leaving", "near", "outside", "past"];
    const WEAK: &[&str] = &[
        "around", "born", "en", "in", "into", "off", "origen", "over", "por", "through", "to", "toward", "towards",
        "under", "via",
    ];
    // "DME Caddo", "tow Shamrock", "works NASA": a house behind the noun or the verb that tells what it is to somebody.
    const NOUNS: &[&str] = &[
        "agency",
        "airline",
        "armory",
        "bakery",
        "bank",
        "boat",
        "brewery",
        "cab",
        "camp",
        "cannery",
        "casino",
        "ceramics",
        "chain",
        "church",
        "clerk",
        "clinica",
        "company",
        "contractor",
        "cook",
        "copter",
        "courier",
        "creamery",
        "creditor",
        "dairy",
        "daycare",
        "dealer",
        "dealership",
        "diner",
        "dispatch",
        "driver",
        "electric",
        "empacadora",
        "employer",
        "escuela",
        "factory",
        "farm",
        "ferry",
        "foundry",
        "fábrica",
        "garage",
        "guardería",
        "gym",
        "helicopter",
        "homeless",
        "hospice",
        "hospital",
        "hotel",
        "iglesia",
        "jail",
        "lab",
        "landed",
        "marina",
        "mill",
        "mine",
        "mosque",
        "motel",
        "museum",
        "nursery",
        "nursing",
        "orchard",
        "parish",
        "pharmacy",
        "plant",
        "preschool",
        "prison",
        "program",
        "quarry",
        "ranch",
        "refinery",
        "rehab",
        "restaurant",
        "rides",
        "rig",
        "salon",
        "sawmill",
        "school",
        "shelter",
        "ship",
        "shop",
        "snf",
        "spa",
        "store",
        "supplier",
        "taxi",
        "temple",
        "tow",
        "towed",
        "trabaja",
        "truck",
        "trucker",
        "university",
        "utility",
        "van",
        "vendor",
        "vineyard",
        "warehouse",
        "welder",
        "winery",
        "wk",
        "work",
        "works",
        "wrecker",
        "yard",
    ];
    const MAY_BE: [u32; 16] = first_letters(&[STRONG, WEAK, NOUNS]);
    let first = word.as_bytes().first().copied().unwrap_or(0);
    if MAY_BE.get(word.len()).is_none_or(|letters| letters >> (first & 31) & 1 == 0) {
        return None;
    }
    let is = |list: &[&str]| list.iter().any(|small| small.eq_ignore_ascii_case(word));
    match () {
        () if is(STRONG) => Some(Lead::Strong),
        () if is(WEAK) => Some(Lead::Weak),
        () if word.starts_with(|c: char| c.is_ascii_lowercase()) && is(NOUNS) => Some(Lead::Weak),
        () => None,
    }
}

/// With which letters the words of the lists begin, by their length: most words are told from all of them so.
#[expect(clippy::indexing_slicing, reason = "the compiler runs it, and a longer word does not compile")]
const fn first_letters(mut lists: &[&[&str]]) -> [u32; 16] {
    let mut letters = [0; 16];
    while let [list, others @ ..] = lists {
        let mut list = *list;
        while let [word, rest @ ..] = list {
            if let [first, ..] = word.as_bytes() {
                letters[word.len()] |= 1 << (*first & 31);
            }
            list = rest;
        }
        lists = others;
    }
    letters
}

/// Adds the places that a small word leads to, inside the run or right before it.
pub(super) fn judge<'t>(text: &'t str, run: &Run<'t>, line: &Line, found: &mut Vec<Found>) {
    let mut from = 0;
    while from < run.len() {
        // Most words are no place, whatever leads to them.
        let taken = run
            .get(from)
            .filter(|first| {
                first.text.len() >= 3 && (!bars(first, false) || may_be_letters(first.text, first.entry, first.traits))
            })
            .and_then(|first| {
                let (worth, has_article) = led(text, run, first)?;
                let end = take(text, run.pieces, run.slice().get(from..)?, worth, has_article, line.is_shouted)?;
                Some((first.start, end))
            });
        match taken {
            Some((start, end)) => {
                found.push(place(start, grow(text, end)));
                from += run.slice().get(from..).unwrap_or_default().iter().take_while(|t| t.start < end).count().max(1);
            }
            None => from += 1,
        }
    }
}

fn place(start: usize, end: usize) -> Found {
    let span = Span { start, end, class: IdentifierClass::Geography, rule: RULE, confidence: Confidence::Low };
    Found { span, write: Write::Tag }
}

/// The small word right before a token, also over an article.
fn led<'t>(text: &'t str, run: &Run<'t>, first: &Token<'t>) -> Option<(Lead, bool)> {
    let before = run.before(text, first);
    let Before { word, gap, .. } = before;
    if gap == "@" || gap == "@ " || gap == " @ " {
        return Some((Lead::Strong, false));
    }
    // "hospitalized (Lakeview)", "PREV ADM 8/25 (AURORA)"
    if gap == " (" {
        let traits = before.traits();
        let is_stay = traits.has(lists::VISIT_VERB_BIT)
            || traits.has(lists::INSTITUTION_BIT)
            || traits.has(lists::DEPARTMENT_BIT)
            || text.get(..first.start - 2).is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
        return is_stay.then_some((Lead::Weak, false));
    }
    let word = word.filter(|_| gap == " " || gap == " \"")?;
    if !matches!(word.text, "the" | "The" | "THE" | "la" | "el") {
        return before.facts.shape.lead().map(|worth| (worth, false));
    }
    let before = run.before_of(text, word.start);
    before.facts.shape.lead().filter(|_| before.gap == " ").map(|worth| (worth, true))
}

/// How far the place goes, if it is one.
fn take(
    text: &str,
    pieces: &Pieces,
    tokens: &[Token<'_>],
    worth: Lead,
    has_article: bool,
    is_shouted: bool,
) -> Option<usize> {
    let first = tokens.first()?;
    let is_alone = tokens.get(1).is_none_or(|t| t.kind == Kind::Joint || t.text.len() < 2);
    if worth == Lead::Strong
        && is_alone
        && !has_article
        && !is_shouted
        && is_house_in_letters(text, pieces, first)
        && context::before(text, first.start).0.is_some_and(|w| w.text == "at")
    {
        return Some(first.end);
    }
    if bars(first, worth == Lead::Weak || is_alone) || first.text.len() < 3 {
        return None;
    }
    let mut last = first;
    let mut count = 0;
    let (mut is_telling, mut is_institution) = (false, false);
    for token in tokens.iter().take(MOST) {
        let goes_on = count == 0
            || token.kind == Kind::Joint
            || token.traits.has(lists::INSTITUTION_BIT)
            || token.traits.has(words::KIND_BIT) && token.text.len() > 3
            || token.traits.has(lists::DEPARTMENT_BIT)
            || is_tail_acronym(token) && !is_shouted
            || !bars(token, true) && (token.kind.is_nameable() || token.kind == Kind::Stop && !is_shouted);
        if !goes_on {
            break;
        }
        is_telling |= token.kind.is_nameable() && (token.kind != Kind::Weak || token.entry.city() > 0);
        is_institution |= token.traits.has(lists::INSTITUTION_BIT) && count > 0;
        if token.kind != Kind::Joint {
            count += 1;
            last = token;
        }
    }
    let (next, gap) = context::after(text, pieces, last.end);
    let names_a_thing = gap == " "
        && next.is_some_and(|w| {
            !w.starts_upper() && Traits::of(w.text).any(Lists::of(&[words::NAMED_THING_BIT, lists::THING_BIT]))
        });
    let is_eponym = count == 1 && first.traits.has(lists::EPONYM_BIT);
    if names_a_thing || is_eponym && first.entry.city() < 3 {
        return None;
    }
    let ok = match worth {
        Lead::Strong if !is_shouted => !has_article || is_telling || is_institution || count > 1,
        Lead::Strong => is_telling,
        Lead::Weak => is_institution || is_telling && (count > 1 || first.entry.city() > 0 || !is_shouted),
    };
    ok.then_some(last.end)
}

/// "glaciology at MSU": letters that no list has, behind "at" and "from", where the name closes.
fn is_house_in_letters(text: &str, pieces: &Pieces, token: &Token<'_>) -> bool {
    // Where a sound is heard and a joint bends.
    const SITES: &[&str] = &[
        "RUSB", "LUSB", "LLSB", "LRSB", "LSB", "RSB", "RUQ", "LUQ", "RLQ", "LLQ", "MCP", "PIP", "DIP", "MTP", "TMJ",
        "UVJ", "UPJ", "GEJ", "EGJ", "SFJ", "PMI", "ERI", "EOL", "BOL", "TOC", "EOT", "EOB", "HOB", "ADL", "ROM", "MSL",
        "EOS", "BID", "TID", "QID", "AKA", "BKA", "ASIS", "PSIS", "ICS", "MCL", "ACL", "SIJ", "CMC", "DOS", "DOA",
        "LOC", "SOC", "EOD", "COB", "NOC", "EGD", "ERCP", "EUS", "TEE", "TTE", "CABG", "LEEP", "TURP", "PCI", "ORIF",
        "ECT", "IOL", "VAD", "LVEDP", "MDT", "IEP", "PHP", "IOP", "OSH",
    ];
    let (next, gap) = context::after(text, pieces, token.end);
    may_be_letters(token.text, token.entry, token.traits)
        && !SITES.contains(&token.text)
        && !(gap == " " && next.is_some_and(|w| words::is_named_thing(w.text)))
}

/// Letters that no list has.
pub(super) fn may_be_letters(word: &str, entry: lexicon::Entry, traits: Traits) -> bool {
    (3..=5).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && (entry.is_unknown() || entry.city() > 0)
        && traits == Traits::NONE
}

/// `ASC`, `MHP`: letters behind a name that tell the kind of the house.
fn is_tail_acronym(token: &Token<'_>) -> bool {
    (2..=4).contains(&token.text.len())
        && token.text.bytes().all(|b| b.is_ascii_uppercase())
        && !token.traits.has(lists::AFTER_PERSON_BIT)
        && !token.traits.has(words::COMMON_BIT)
}

/// The head of a page: a line or a column of its own with a name that no heading has.
pub(super) fn letterhead(text: &str, run: &Run<'_>, found: &mut Vec<Found>) {
    let (Some(first), Some(last)) = (run.get(0), run.last()) else { return };
    if first.start > 160 || run.len() < 2 {
        return;
    }
    let head = text.get(..first.start).unwrap_or_default();
    let lines = head.bytes().filter(|b| *b == b'\n').count();
    let opens = head.is_empty()
        || head.ends_with('\n')
        || head.ends_with("  ")
        || head.ends_with("-- ")
        || head.ends_with("- ");
    let closes = text.get(last.end..).is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(['\n', '\r', ',']) || rest.starts_with("  ") || rest.starts_with(" - ")
    });
    let is_heading = |t: &Token<'_>| {
        let is_noun = t.traits.has(lists::INSTITUTION_BIT)
            || t.traits.has(words::KIND_BIT)
            || t.traits.has(lists::DEPARTMENT_BIT);
        t.kind == Kind::Stop
            && !is_noun
            && !is_tail_acronym(t)
            && (t.traits.has(words::COMMON_BIT)
                || t.traits.has(words::CLINICAL_BIT)
                || t.traits.has(lists::STOP_BIT)
                || t.entry.is_clinical()
                || t.shape.is_drug_like())
    };
    let names = run.tokens().filter(|t| t.kind.is_nameable() || t.traits.has(lists::PLACE_OPENER_BIT)).count();
    let is_title = first.shape.has_small();
    if lines < 3 && opens && closes && names > 0 && is_title && !run.tokens().any(is_heading) {
        found.push(place(first.start, grow(text, last.end)));
    }
}

/// What no place is called: words of the trade, people, months, drugs, languages.
fn bars(token: &Token<'_>, is_strict: bool) -> bool {
    is_barred(token.text, token.entry, token.traits, token.shape, token.kind, is_strict)
}

/// The same of a word that was looked up.
pub(super) fn is_barred(word: &str, entry: Entry, traits: Traits, shape: Shape, kind: Kind, is_strict: bool) -> bool {
    const OTHERS: Lists = Lists::of(&[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::STATE_BIT,
        lists::MONTH_BIT,
        lists::STOP_BIT,
        lists::BRAND_BIT,
        lists::DEPARTMENT_BIT,
        lists::TITLE_BIT,
        lists::KIN_BIT,
        lists::ROLE_BIT,
        lists::AFTER_PERSON_BIT,
        lists::ARTICLE_BIT,
    ]);
    let is_abbreviation = kind == Kind::Stop && word.len() < 6 && !shape.has_small();
    traits.any(OTHERS) && !traits.has(lists::PLACE_OPENER_BIT)
        || kind == Kind::Initial
        || kind == Kind::Stop && (is_strict && entry.is_clinical() || entry.ordinary() == 0 && shape.is_drug_like())
        || is_abbreviation
}

/// Over what belongs to the place behind it: "… on Grant Ave", "… #2218", "… of Sorrows", "… & Tull".
pub(in crate::text) fn grow(text: &str, end: usize) -> usize {
    let mut end = end;
    for _ in 0..3 {
        let rest = cursor::window_after(text, end, 48);
        if let Some(after) = rest.strip_prefix("'s").filter(|after| !after.starts_with(char::is_alphanumeric)) {
            end += rest.len() - after.len();
            if !after.starts_with(' ') {
                break;
            }
        }
        let rest = cursor::window_after(text, end, 48);
        let possessive = text.get(..end).is_some_and(|head| head.ends_with("'s")).then_some(1);
        // "the Colfax viaduct", "Bretton grange"
        let noun = cursor::word_at(text, end + 1).filter(|word| {
            rest.starts_with(' ')
                && !word.starts_upper()
                && word.text.len() > 3
                && Traits::of(word.text).has(lists::INSTITUTION_BIT)
                && !Traits::of(word.text).has(words::CLINICAL_BIT)
                && !Traits::of(word.text).has(words::COMMON_BIT)
                && !matches!(
                    word.text,
                    "power"
                        | "area"
                        | "drug"
                        | "drugs"
                        | "heights"
                        | "steps"
                        | "start"
                        | "tool"
                        | "pool"
                        | "services"
                        | "school"
                )
        });
        if let Some(noun) = noun {
            end = noun.end;
            break;
        }
        if let Some(number) = rest.strip_prefix(" #") {
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            let letter = number.get(digits..).is_some_and(|t| {
                t.starts_with(|c: char| c.is_ascii_uppercase())
                    && !t.get(1..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_alphanumeric()))
            });
            if digits > 0 {
                end += 2 + digits + usize::from(letter);
                continue;
            }
        }
        let joint = [" on ", " of ", " at ", " de ", " del ", " & ", " y ", " on the ", " of the ", " de la "]
            .iter()
            .filter(|joint| rest.starts_with(**joint))
            .map(|joint| joint.len())
            .max()
            .or(possessive);
        let Some(joint) = joint else { break };
        let mut at = end + joint;
        let mut last = None;
        // "Perkins on 41st"
        let ordinal = cursor::window_after(text, at, 6);
        let digits = ordinal.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=3).contains(&digits)
            && ["st", "nd", "rd", "th"]
                .iter()
                .any(|tail| ordinal.get(digits..).is_some_and(|rest| rest.starts_with(tail)))
        {
            end = at + digits + 2;
            continue;
        }
        for _ in 0..3 {
            let Some(word) = cursor::word_at(text, at).filter(cursor::Word::starts_upper) else { break };
            let traits = Traits::of(word.text);
            let is_noun = traits.has(lists::INSTITUTION_BIT) || traits.has(words::KIND_BIT);
            let is_plain = [words::COMMON_BIT, words::CLINICAL_BIT, lists::MONTH_BIT, lists::STOP_BIT, lists::KIN_BIT]
                .into_iter()
                .any(|bit| traits.has(bit))
                || lexicon::look_up(word.text).is_clinical() && !(rest.starts_with(" on ") && word.is_title_case());
            if is_plain && !is_noun || word.text.len() < 2 {
                break;
            }
            last = Some(word.end);
            if cursor::char_after(text, word.end) != Some(' ') {
                break;
            }
            at = word.end + 1;
        }
        match last {
            Some(last) => end = last,
            None => break,
        }
    }
    end
}

/// In a document or line without capitals: a word of no ordinary English behind "at", "from", "in", "near".
pub(super) fn in_plain_case(text: &str, start: usize, end: usize, found: &mut Vec<Found>) {
    if end - start <= 3 {
        return;
    }
    let facts = lexicon::facts_at(text, start, end);
    let entry = facts.entry;
    if Traits::from(facts).has(lists::INSTITUTION_BIT) {
        small_house(text, start, end, found);
    }
    let is_plain = Traits::from(facts) != Traits::NONE
        || entry.ordinary() > 0
        || entry.is_clinical()
        || facts.shape.is_drug_like();
    let may_be = entry.city() > 0 || entry.is_strong_name() || entry.is_unknown();
    if is_plain || !may_be {
        return;
    }
    let (lead_word, gap) = context::before(text, start);
    let Some(lead_word) = lead_word.filter(|_| gap == " ") else { return };
    let is_led =
        matches!(lead_word.text, "at" | "from" | "in" | "near" | "outside" | "to" | "en" | "past" | "off" | "thru");
    let is_sure = matches!(lead_word.text, "at" | "from" | "near" | "past" | "off");
    let grown = grow_small(text, end);
    if is_led && (entry.city() > 1 || is_sure || grown > end) {
        found.push(place(start, grown));
    }
}

/// The same of a noun of houses: "at foothill ridge hospital", where the words before it are of no kind.
fn small_house(text: &str, start: usize, end: usize, found: &mut Vec<Found>) {
    let mut first = start;
    let mut count = 0;
    let mut is_told = false;
    while count < 4 {
        let Some(word) = first.checked_sub(1).and_then(|at| cursor::word_ending(text, at)) else { return };
        if text.get(word.end..first) != Some(" ") {
            return;
        }
        if matches!(word.text, "at" | "from" | "to" | "near" | "off" | "past" | "thru" | "outside" | "behind" | "via") {
            break;
        }
        let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
        const OTHERS: Lists = Lists::of(&[
            words::COMMON_BIT,
            words::CLINICAL_BIT,
            words::KIND_BIT,
            lists::KIN_BIT,
            lists::ROLE_BIT,
            lists::MONTH_BIT,
            lists::ARTICLE_BIT,
            lists::PERSON_VERB_BIT,
        ]);
        if traits.any(OTHERS) || word.starts_upper() || words::listed(GENERIC, word.text) || word.text.len() < 3 {
            return;
        }
        is_told |= entry.is_unknown() || entry.is_strong_name() || entry.city() > 0 && entry.ordinary() == 0;
        first = word.start;
        count += 1;
    }
    if (1..4).contains(&count) && (is_told || count > 1) {
        found.push(place(first, grow_small(text, end)));
    }
}

/// Over the nouns of houses and lands behind a place in small letters: "conroe bend", "sunnyside car wash", "st cyril school".
pub(in crate::text) fn grow_small(text: &str, end: usize) -> usize {
    const NOT: &[&str] = &[
        "area", "drug", "drugs", "home", "house", "pain", "power", "services", "start", "steps", "tool", "care", "ed",
        "ems", "er",
    ];
    let noun = |at: usize| {
        cursor::word_at(text, at + 1).filter(|word| {
            let traits = Traits::of(word.text);
            let is_land = matches!(
                word.text,
                "annex"
                    | "annexe"
                    | "bend"
                    | "court"
                    | "creek"
                    | "crossing"
                    | "cvs"
                    | "dental"
                    | "fork"
                    | "gap"
                    | "green"
                    | "heights"
                    | "hollow"
                    | "hts"
                    | "lab"
                    | "landing"
                    | "lane"
                    | "point"
                    | "ridge"
                    | "road"
                    | "walgreens"
            );
            cursor::char_after(text, at) == Some(' ')
                && !word.starts_upper()
                && (is_land
                    || traits.has(lists::INSTITUTION_BIT)
                        && !traits.has(words::COMMON_BIT)
                        && !NOT.contains(&word.text)
                    || matches!(word.text, "clinic" | "hospital" | "pharmacy"))
        })
    };
    let mut end = end;
    for _ in 0..3 {
        if let Some(word) = noun(end) {
            end = word.end;
            continue;
        }
        // "sunnyside car wash", "desert diamond smoke shop"
        let pair = [
            " car wash",
            " smoke shop",
            " head start",
            " gas station",
            " post office",
            " day care",
            " trailer park",
            " high school",
            " middle school",
            " fire hall",
            " urgent care",
            " quick care",
            " memory unit",
            " memory care",
        ];
        let rest = cursor::window_after(text, end, 16);
        match pair.iter().find(|pair| rest.starts_with(**pair)) {
            Some(pair) => end += pair.len(),
            None => break,
        }
    }
    end
}

/// What stands before a noun of houses without telling which. Sorted.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "adult", "another", "assisted", "auto", "bar", "barber", "beauty", "big", "body", "book", "bus", "candy", "car", "charter", "church",
    "closest", "club", "coffee", "community", "convenience", "corner", "country", "dance", "day", "different", "dog", "drug", "elementary",
    "fast", "fire", "food", "foster", "friend", "friends", "gas", "golf", "grade", "grocery", "group", "hair", "halfway", "hardware",
    "high", "holding", "homeless", "internet", "junior", "liquor", "living", "local", "long", "mens", "middle", "mobile", "nail", "nearby",
    "nearest", "night", "nursing", "old", "online", "outside", "parking", "pet", "police", "pool", "post", "prep", "preferred", "private",
    "public", "recovery", "regular", "respite", "retail", "retirement", "same", "school", "senior", "small", "sober", "sports", "state",
    "subacute", "summer", "sunday", "swim", "tattoo", "teaching", "thrift", "tire", "trailer", "train", "treatment", "truck", "trauma",
    "usual", "various", "water", "womens", "work",
];
