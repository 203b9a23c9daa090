//! The words that belong to a place.

use phi_types::IdentifierClass::Geography;

use super::{PLAIN, Room, closes, cursor, found, is_any, land, leading, lists, tail, unit, word_before, words};
use crate::{
    lexicon,
    text::{
        address,
        cursor::Word,
        span::Found,
        token::{self, led},
        words::Traits,
    },
};

/// The most words that a place grows by on one side.
const MOST: usize = 3;

/// Over the words right before and behind a place that can be parts of it.
pub(super) fn grow(text: &str, f: &Found, room: Room, more: &mut Vec<Found>) {
    let Some(value) = text.get(f.span.start..f.span.end) else { return };
    if !value.ends_with(char::is_alphabetic) && !value.ends_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    let is_numbered = value.starts_with(|c: char| c.is_ascii_digit());
    let is_small = !value.bytes().any(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let grown = if is_small { tail::small(text, led::grow_small(text, f.span.end)) } else { f.span.end };
    let mut end = unit::behind(text, grown, is_numbered);
    let is_unit = end > grown;
    for _ in 0..MOST {
        if is_unit {
            break;
        }
        let next = behind(text, end, shouted).or_else(|| closing(text, end, shouted));
        match next.filter(|next| *next <= room.to && !is_numbered) {
            Some(next) => end = next,
            None => break,
        }
    }
    if end < room.to {
        end = numbered(text, end, is_numbered).max(company(text, end));
        end = unit::behind(text, end, is_numbered);
    }
    if !is_numbered {
        end = led::grow(text, end).min(room.to.max(end));
        end = tailed(text, end);
        end = tail::of_place(text, end);
        end = unit::behind(text, end, is_numbered);
    }
    let mut start = if is_small { land::before(text, f.span.start).max(room.from) } else { f.span.start };
    for _ in 0..MOST {
        match word_before(text, start).filter(|w| !is_numbered && w.start >= room.from && leads(text, w, shouted)) {
            Some(word) => start = word.start,
            None => break,
        }
    }
    if !is_numbered {
        start = owner(text, start).filter(|owner| *owner >= room.from).unwrap_or(start);
        start = opener(text, start, shouted).filter(|first| *first >= room.from).unwrap_or(start);
    }
    end = tail::beyond(text, end);
    start = unit::before(text, start).filter(|unit| *unit >= room.from).unwrap_or(start);
    unit::zip(text, end, is_numbered, more);
    if (start, end) != (f.span.start, f.span.end) {
        more.push(found(start, end, Geography, "place.grown.likely"));
        address::after_place(text, end, more);
    }
}

/// Where the next word of the place ends: over a space, a dash, an ampersand, a small word.
fn behind(text: &str, end: usize, shouted: bool) -> Option<usize> {
    const JOINTS: &[&str] = &[
        " & ", " of the ", " of ", " on the ", " on ", " at ", " de la ", " del ", " de ", " - ", "-", "/", ". ", "' ",
        " ",
    ];
    let rest = cursor::window_after(text, end, 10);
    let joint = leading(rest, JOINTS)?;
    let word = cursor::word_at(text, end + joint.len()).filter(Word::starts_upper)?;
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let is_noun = traits.has(lists::INSTITUTION_BIT) || traits.has(words::KIND_BIT) && word.text.len() > 3;
    // "Patriot's Colony Green", "RUBY SCHOOL FIELD"
    if joint == " " && land::is_noun(word.text) && (!shouted || word.is_all_capitals()) {
        return Some(word.end);
    }
    // "Burke Co. Hosp", "Western Reg. Jail"
    if joint == ". " {
        let is_short = cursor::word_ending(text, end).is_some_and(|word| {
            matches!(
                word.text,
                "Co" | "Reg" | "Mem" | "Gen" | "Comm" | "Univ" | "Assoc" | "Med" | "Bros" | "Hosp" | "Cnty" | "Twp"
            )
        });
        let is_tail =
            is_noun || traits.has(words::CLINICAL_BIT) || matches!(word.text, "Hosp" | "EMS" | "Assoc" | "Jail");
        return (is_short && is_tail && !shouted).then_some(word.end);
    }
    // A noun belongs to what stands before it, whatever else it means.
    if is_noun && matches!(joint, " " | " & " | "' ") || joint == "' " && word.text == "Hosp" {
        return (!shouted || word.is_all_capitals()).then_some(word.end);
    }
    let is_named = (entry.is_unknown() || entry.city() > 0 || entry.is_strong_name() || entry.is_name())
        && !entry.is_clinical()
        && !lists::is_drug_like(word.text)
        || traits.has(lists::PLACE_OPENER_BIT);
    // "Rio Verde Urgent": the trade of the house, where the name closes.
    if joint == " " && traits.has(words::CLINICAL_BIT) && word.is_title_case() && !shouted && closes(text, word.end) {
        return Some(word.end);
    }
    if joint == "' " {
        return None;
    }
    // "Sample Valley GI", "Gull Sample IHS"
    if joint == " " && matches!(word.text, "GI" | "IHS" | "FC" | "YMCA" | "VNA") && ends(text, word.end) {
        return Some(word.end);
    }
    let is_plain = is_any(traits, PLAIN) || traits.has(lists::STOP_BIT) && !traits.has(lists::PLACE_OPENER_BIT);
    let fits = match joint {
        " " => word.is_all_capitals() == shouted && (closes(text, word.end) || traits.has(lists::PLACE_OPENER_BIT)),
        " - " => is_noun || word.is_all_capitals() == shouted && ends_column(text, word.end),
        _ => true,
    };
    let is_named = is_named || joint == " & " && !shouted && word.text.len() > 3;
    (is_named && !is_plain && fits && word.text.len() > 2).then_some(word.end)
}

/// Adds the house that begins with a name: "Baldwin High", "River House, unit 9", "Ellis trading post".
pub(super) fn of_name(text: &str, f: &Found, room: Room, more: &mut Vec<Found>) {
    let Some(value) = text.get(f.span.start..f.span.end) else { return };
    let is_titled = cursor::window_before(text, f.span.start, 4).trim_end().ends_with('.');
    if is_titled || value.contains([',', '.']) || value.len() < 3 || f.span.end >= room.to {
        return;
    }
    let shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let is_small = !value.bytes().any(|b| b.is_ascii_uppercase());
    let tail = match (shouted, is_small) {
        (true, _) => f.span.end,
        (false, true) => tailed(text, f.span.end).max(led::grow_small(text, f.span.end)),
        (false, _) => tailed(text, f.span.end),
    };
    let first = cursor::word_at(text, f.span.end + 1)
        .filter(|_| cursor::char_after(text, f.span.end) == Some(' '))
        .filter(Word::starts_upper);
    let is_noun = first.is_some_and(|word| {
        let traits = Traits::of(word.text);
        let is_house = traits.has(lists::INSTITUTION_BIT)
            || traits.has(words::KIND_BIT)
            || traits.has(words::CLINICAL_BIT) && shouted
            || matches!(
                word.text,
                "High"
                    | "Middle"
                    | "Mine"
                    | "Surrogate"
                    | "Hall"
                    | "Women"
                    | "Rx"
                    | "VNA"
                    | "Derm"
                    | "DERM"
                    | "Gastro"
                    | "Ortho"
                    | "Peds"
                    | "Hematology"
                    | "Dermatology"
                    | "Cardiology"
                    | "Oncology"
                    | "Urology"
                    | "Podiatry"
                    | "Neurology"
                    | "Nephrology"
                    | "Orthopedics"
                    | "Pediatrics"
                    | "Psychiatry"
                    | "Endocrinology"
                    | "Rheumatology"
                    | "Pulmonology"
                    | "Gastroenterology"
                    | "Vascular"
                    | "Retina"
                    | "Allergy"
                    | "Methadone"
                    | "Mobile"
                    | "RT"
                    | "Body"
                    | "Title"
                    | "Cab"
                    | "Taxi"
                    | "Feed"
                    | "Smiles"
                    | "Spine"
            );
        is_house
            && (!traits.has(lists::DEPARTMENT_BIT) || word.text.len() > 4 || word.text == "SNF")
            && !traits.has(lists::ROLE_BIT)
    });
    let end = if tail > f.span.end {
        tail
    } else {
        match closing(text, f.span.end, shouted).filter(|end| is_noun && *end <= room.to) {
            Some(end) => end,
            None => return,
        }
    };
    more.push(found(f.span.start, unit::behind(text, end, false), Geography, "place.of_name.likely"));
}

/// Over one to three words that close the name: "Lakeside Fitness", "Yuma Women's", "Nation Mobile Mammo". In capitals they
/// must be of the trade: "SWAN INTERNAL MEDICINE".
fn closing(text: &str, end: usize, shouted: bool) -> Option<usize> {
    let mut at = end;
    for _ in 0..MOST {
        let gap = cursor::char_after(text, at).filter(|c| *c == ' ')?;
        let word = cursor::word_at(text, at + gap.len_utf8()).filter(Word::starts_upper)?;
        let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
        let is_trade =
            traits.has(words::CLINICAL_BIT) || traits.has(words::KIND_BIT) || traits.has(lists::INSTITUTION_BIT);
        let is_other = is_any(traits, OTHER) && !is_trade
            || is_any(traits, &[lists::ROLE_BIT, lists::AFTER_PERSON_BIT, lists::KIN_BIT])
            || traits.has(words::NAMED_THING_BIT)
            || traits.has(lists::THING_BIT)
            || lists::is_drug_like(word.text) && !is_trade;
        let is_other = is_other
            && !matches!(
                word.text,
                "Rx" | "ENT"
                    | "SNF"
                    | "RT"
                    | "Unit"
                    | "Dept"
                    | "Emergency"
                    | "Rec"
                    | "Bed"
                    | "High"
                    | "Middle"
                    | "Tech"
                    | "Prep"
                    | "Poly"
                    | "Surrogate"
                    | "Hall"
            );
        let is_written = if shouted {
            word.is_all_capitals() && is_trade
        } else {
            word.is_title_case()
                || word.text == "RT"
                || (3..=4).contains(&word.text.len())
                    && (entry.is_unknown() && traits == Traits::NONE
                        || matches!(word.text, "LLC" | "INC" | "LLP" | "ENT" | "VNA" | "DERM" | "SNF" | "OTP"))
                    && !matches!(word.text, "TTS" | "MWF" | "TTHS" | "MTWT")
        };
        // "Granite Y", "Monk's House B&B"
        let rest = cursor::window_after(text, word.start, 4);
        if !shouted && (word.text == "Y" && ends_clause(text, word.end)) {
            return Some(word.end);
        }
        if rest.starts_with("B&B") {
            return Some(word.start + 3);
        }
        if is_other || !is_written || word.text.len() < 2 || word.text == "No" {
            return None;
        }
        at = word.end;
        let rest = cursor::window_after(text, at, 3);
        if let Some(rest) = rest.strip_prefix("'s") {
            at += 2;
            if !rest.starts_with(' ') {
                return Some(at);
            }
        }
        let is_before_small = is_trade
            && !shouted
            && word.is_title_case()
            && cursor::window_after(text, at, 2)
                .strip_prefix(' ')
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
        if ends(text, at) || is_before_small {
            return Some(at);
        }
    }
    None
}

/// Whether the name of a house ends here: at the end of a clause, a column or a line.
fn ends(text: &str, at: usize) -> bool {
    let rest = cursor::window_after(text, at, 3);
    rest.is_empty()
        || rest.starts_with([',', ';', ')', '\n', '\r', '|', '"'])
        || rest.starts_with("  ")
        || rest.starts_with(" (")
        || rest.starts_with(" - ")
        || rest.starts_with(" #")
        || rest.starts_with('.') && !rest.get(1..2).is_some_and(|c| c.starts_with(|c: char| c.is_alphanumeric()))
}

/// Whether a clause ends here, or small letters or a number go on.
fn ends_clause(text: &str, at: usize) -> bool {
    let rest = cursor::window_after(text, at, 2);
    ends(text, at)
        || rest.strip_prefix(' ').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()))
}

/// Whether a column or a line ends here.
fn ends_column(text: &str, at: usize) -> bool {
    let rest = cursor::window_after(text, at, 2);
    rest.is_empty() || rest == "  " || rest.starts_with(['\n', '\r', '\t'])
}

/// What no house ends with.
const OTHER: &[u32] = &[
    words::COMMON_BIT,
    words::STATE_BIT,
    lists::MONTH_BIT,
    lists::TITLE_BIT,
    lists::BRAND_BIT,
    lists::ARTICLE_BIT,
    lists::STOP_BIT,
    lists::DEPARTMENT_BIT,
    lists::EPONYM_BIT,
];

/// "at First Harbor", "near Twin Forks", "(PSA Brockton)": a word or letters that open the name behind a word that leads to a
/// place.
fn opener(text: &str, start: usize, shouted: bool) -> Option<usize> {
    const OPENERS: &[&str] = &[
        "Big",
        "Bright",
        "Clear",
        "Cold",
        "Cool",
        "Copper",
        "Crystal",
        "Fair",
        "First",
        "Five",
        "Four",
        "Gold",
        "Great",
        "Hidden",
        "High",
        "Hot",
        "Iron",
        "Little",
        "Lone",
        "Long",
        "Lower",
        "New",
        "Old",
        "Option",
        "Quiet",
        "Rolling",
        "Royal",
        "Second",
        "Seven",
        "Shady",
        "Six",
        "Stone",
        "Sunny",
        "Sweet",
        "Third",
        "Three",
        "Twin",
        "Two",
        "Upper",
        "Whispering",
        "Wild",
        "Winding",
    ];
    let word = word_before(text, start)?;
    let head = cursor::window_before(text, word.start, 8);
    let is_led =
        [" at ", " to ", " from ", " near ", " in ", " of ", " by ", " via ", " @ ", "(", ", ", "  ", "the ", "nto "]
            .iter()
            .any(|lead| head.ends_with(lead));
    let is_spelled = OPENERS.contains(&word.text) && !shouted;
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let is_letters = word.is_all_capitals()
        && !shouted
        && (2..=4).contains(&word.text.len())
        && traits == Traits::NONE
        && entry.ordinary() == 0
        && !entry.is_clinical()
        && ["at ", "to ", "rom ", "("].iter().any(|lead| head.ends_with(lead));
    (is_led && (is_spelled || is_letters)).then_some(word.start)
}

/// "Port of Longview", "Children's of the Palouse", "Lutheran Home at Two Harbors", "Falk's on Superior": whose it is.
pub(super) fn owner(text: &str, start: usize) -> Option<usize> {
    let head = cursor::window_before(text, start, 8);
    let of = [" of the ", " of ", " at the ", " at ", " on "].into_iter().find(|of| head.ends_with(of))?;
    let mut at = start - of.len();
    if of == " on "
        && let Some(shop) = tail::shop(text, at)
    {
        return Some(shop);
    }
    let is_possessive = cursor::window_before(text, at, 2) == "'s";
    at -= if is_possessive { 2 } else { 0 };
    let word = cursor::word_ending(text, at).filter(|w| w.text.len() > 2)?;
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    // "VNA of Copps Hill"
    if word.is_all_capitals() && word.text.len() < 6 {
        let is_house = !entry.is_clinical()
            && !is_any(traits, PLAIN)
            && !traits.has(lists::STOP_BIT)
            && !traits.has(lists::DEPARTMENT_BIT);
        return (is_house && of == " of ").then_some(word.start);
    }
    if !word.is_title_case() {
        return None;
    }
    if !of.starts_with(" of") {
        let is_shop = is_possessive && entry.is_name() && !lists::is_eponym(word.text);
        let is_house = is_shop
            || is_possessive && matches!(word.text, "Children" | "Women")
            || traits.has(lists::INSTITUTION_BIT)
                && !traits.has(words::COMMON_BIT)
                && word_before(text, word.start).is_some();
        let before = word_before(text, word.start)
            .filter(|w| !is_shop && !is_any(Traits::of(w.text), PLAIN) && !Traits::of(w.text).has(lists::STOP_BIT));
        return is_house.then_some(before.map_or(word.start, |w| w.start));
    }
    let is_house = matches!(word.text, "Port" | "Bank" | "Friends" | "Visiting" | "Bureau" | "Archdiocese" | "Heme")
        || is_possessive && matches!(word.text, "Children" | "Women" | "Men" | "Veteran")
        || Traits::of(word.text).has(lists::INSTITUTION_BIT) && !Traits::of(word.text).has(words::COMMON_BIT);
    is_house.then_some(word.start)
}

/// Over a number of the house: "Ridge Homes 2", "Yard No. 3", "Towers #14", ", 2nd Fl.", ", rear".
fn numbered(text: &str, end: usize, is_street: bool) -> usize {
    let rest = cursor::window_after(text, end, 16);
    let digits = |at: usize| {
        rest.get(at..).unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count().checked_sub(1).map(|n| n + 1)
    };
    for lead in [" No. ", " no. ", " #", ", No. ", ", space ", ", unit ", " Unit ", " Bldg ", ", Bldg ", ", fl "] {
        if rest.starts_with(lead)
            && let Some(count) = digits(lead.len())
        {
            return end + lead.len() + count + flat(rest, lead.len() + count);
        }
    }
    if is_street {
        // "1 Via Roma, 3R"
        if let Some(flat) = rest.strip_prefix(", ") {
            let count = flat.bytes().take_while(u8::is_ascii_digit).count();
            let is_flat = (1..=2).contains(&count)
                && flat.get(count..count + 1).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_uppercase()))
                && !flat.get(count + 1..).is_some_and(|t| t.starts_with(char::is_alphanumeric));
            if is_flat {
                return end + 2 + count + 1;
            }
        }
        for tail in [
            ", lower level",
            ", upper level",
            " lower level",
            " rear",
            ", back",
            ", rear",
            ", upstairs",
            ", downstairs",
            ", basement",
            ", upper",
            ", lower",
            ", front",
            ", garage",
        ] {
            if rest.starts_with(tail) && !rest.get(tail.len()..).is_some_and(|t| t.starts_with(char::is_alphanumeric)) {
                return end + tail.len();
            }
        }
        return end;
    }
    let count = digits(1).filter(|_| rest.starts_with(' ')).unwrap_or_default();
    let count = count + if count > 0 { flat(rest, 1 + count) } else { 0 };
    let closes = rest.get(count + 1..).is_some_and(|t| {
        t.is_empty() || t.starts_with(['\n', '\r', ',', ';', ')', '|']) || t == "." || t.starts_with(". ")
    });
    if (1..=3).contains(&count) && closes { end + 1 + count } else { end }
}

/// "Arms #5C", "Manor 3B": one if a capital of the flat stands at `at`, and nothing behind it.
fn flat(rest: &str, at: usize) -> usize {
    let tail = rest.get(at..).unwrap_or_default();
    let is_letter = tail.starts_with(|c: char| c.is_ascii_uppercase())
        && !tail.get(1..).is_some_and(|tail| tail.starts_with(|c: char| c.is_alphanumeric() || c == '-'));
    usize::from(is_letter)
}

/// Over ", Inc.", " LLC".
pub(super) fn company(text: &str, end: usize) -> usize {
    let rest = cursor::window_after(text, end, 9);
    let at = rest.len() - rest.trim_start_matches([',', ' ', '.']).len();
    let tail = rest.get(at..).unwrap_or_default();
    let is_tail = |kind: &&&str| {
        tail.starts_with(**kind) && !tail.get(kind.len()..).is_some_and(|t| t.starts_with(char::is_alphanumeric))
    };
    // With these letters they all begin.
    if !(1..=3).contains(&at) || !matches!(tail.as_bytes(), [b'I' | b'L' | b'P' | b'C', ..]) {
        return end;
    }
    // "45 FM 50 PS" is no firm.
    let is_parted = rest.starts_with(',');
    let kind =
        ["Inc", "INC", "LLC", "LLP", "PLLC", "PC", "P.C", "P.S", "P.A", "PS", "PLC", "Ltd", "LTD", "Corp", "Co", "CO"]
            .iter()
            .find(is_tail);
    kind.filter(|kind| is_parted || !kind.ends_with('S') && !kind.ends_with('A'))
        .map_or(end, |kind| end + at + kind.len())
}

/// Over the small words that say what the place is: "boat ramp", "trading post".
fn tailed(text: &str, end: usize) -> usize {
    #[rustfmt::skip]
    const TAILS: &[&str] = &[
        " superior court", " state hospital", " state prison",
        " slaughterhouse", " chapter house", " middle school", " packing house", " swimming pool", " train station",
        " fire station", " meeting hall", " soccer field", " trading post", " boat launch", " bus station",
        " county jail", " fairgrounds", " food pantry", " gas station", " golf course", " high school",
        " parking lot", " reservation", " urgent care", " ball field", " bingo hall", " dance hall",
        " day school", " feed store", " laundromat", " truck stop", " truck wash", " union hall",
        " boat dock", " boat ramp", " body shop", " bus depot", " clan hall", " fire hall",
        " fish camp", " food bank", " preschool", " rest area", " rest stop", " tire shop",
        " trailhead", " bus stop", " car wash", " cemetery", " facility", " hospital",
        " overlook", " pharmacy", " platform", " refinery", " airport", " cannery",
        " daycare", " feedlot", " library", " orchard", " outlets", " pow wow",
        " sawmill", " shelter", " smelter", " bakery", " branch", " campus",
        " casino", " church", " clinic", " marina", " market", " office",
        " prison", " quarry", " school", " arena", " dairy", " depot",
        " diner", " ferry", " hotel", " motel", " plant", " ranch",
        " rehab", " store", " trail", " barn", " camp", " dock",
        " farm", " jail", " mall", " mill", " mine", " pier",
        " rink", " shop", " wash", " hall", " gym",
        " bend", " field", " green",
        " lot", " pit",
    ];
    let rest = cursor::window_after(text, end, 18);
    // "Burke Co. jail"
    let stop = usize::from(
        rest.starts_with(". ")
            && text.get(..end).is_some_and(|head| [" Co", " Reg", " Mem"].iter().any(|co| head.ends_with(co))),
    );
    let rest = rest.get(stop..).unwrap_or_default();
    // A capital, a sign or nothing follows most places.
    if !matches!(rest.as_bytes(), [b' ', b'a'..=b'z', ..]) {
        return end;
    }
    let end = end + stop;
    let second = rest.as_bytes().get(1);
    let tail = TAILS.iter().find(|tail| {
        tail.as_bytes().get(1) == second
            && rest.starts_with(**tail)
            && !rest.get(tail.len()..).is_some_and(|t| t.starts_with(char::is_alphanumeric))
    });
    tail.map_or(end - stop, |tail| end + tail.len())
}

/// Whether the word begins the place behind it.
fn leads(text: &str, word: &Word<'_>, shouted: bool) -> bool {
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    let begins = matches!(
        cursor::window_before(text, word.start, 4).trim_end_matches([' ', '"']).chars().next_back(),
        None | Some('.' | '!' | '?' | '\n' | '\r' | ':')
    );
    let is_noun = traits.has(lists::INSTITUTION_BIT)
        || traits.has(lists::PLACE_OPENER_BIT)
        || token::house::is_quarter(word.text);
    let is_plain = is_any(traits, PLAIN)
        || is_any(traits, &[lists::LEAD_BIT, lists::STOP_BIT, lists::EPONYM_BIT, lists::DEPARTMENT_BIT])
        || traits.has(words::KIND_BIT) && begins;
    let is_named =
        (entry.is_unknown() || entry.city() > 0 || entry.is_strong_name()) && !lists::is_drug_like(word.text);
    word.is_all_capitals() == shouted
        && word.text.len() > 2
        && (!is_plain || is_noun && !begins)
        && !(entry.is_clinical() && entry.city() == 0 && !is_noun)
        && (is_noun || is_named && (!begins || entry.is_unknown() || entry.city() > 0))
}
