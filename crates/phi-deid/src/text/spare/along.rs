//! What a name took along at its ends: what somebody is, a room, the side of a body, what is said before a name.

use super::{ends, lens::ABBREVIATION, list::OPENERS, trade};
use crate::{
    lexicon,
    text::{cursor, span::Found, token::lists, words::Traits},
};

/// Takes off what stands before a name or behind it and is no word of it.
pub(super) fn trim(text: &str, f: &mut Found) {
    trim_number(text, f);
    trim_letter(text, f);
    trim_opener(text, f);
    trim_title(text, f);
    trim_side(text, f);
    ends::trim(text, f);
    trim_tail(text, f);
}

/// "Deacon Ray Picou", "Dtr June", "Elder Pak": what somebody is, which nobody is called before a name.
fn trim_title(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let Some((head, rest)) = cursor::split_once(value, b' ') else { return };
    let is_title = matches!(
        head,
        "Anes"
            | "CO"
            | "CPO"
            | "Coach"
            | "Custodian"
            | "DEACON"
            | "DTR"
            | "Deacon"
            | "Doña"
            | "Dtr"
            | "Elder"
            | "Gran"
            | "Gramma"
            | "MAMAW"
            | "MRO"
            | "Mama"
            | "Mamaw"
            | "NAME"
            | "Name"
            | "Nana"
            | "PI"
            | "Padre"
            | "Phleb"
            | "Proband"
            | "Ranger"
            | "Reviewer"
            | "SW"
            | "Tio"
            | "Trainer"
            | "Tía"
            | "Tío"
    );
    if !is_title {
        return;
    }
    let is_name = cursor::word_at(rest, 0).is_some_and(|word| {
        let entry = lexicon::look_up(word.text);
        word.starts_upper() && word.end > 2 && (entry.is_name() || entry.is_unknown()) && entry.ordinary() != 1
    });
    // "Elder Pak Hall" is a house.
    let goes_on = cursor::window_after(text, f.span.end, 2);
    let is_house = goes_on.strip_prefix(' ').is_some_and(|c| c.starts_with(|c: char| c.is_ascii_uppercase()));
    let is_street = Traits::of(rest.rsplit(' ').next().unwrap_or_default()).has(lists::PLACE_TAIL_BIT);
    if is_name && !is_house && !is_street {
        f.span.start = f.span.end - rest.len();
    }
}

/// "Ludmila BPD", "ROMERO, IZZY FRIEND", "Frost K 5.9", "Tonya M/W/F", "Song, F 38": a sign, kinship, a level, days or a sex behind a name.
fn trim_tail(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let is_sign = |b: u8| matches!(b, b' ' | b',');
    let Some(at) = value.bytes().rposition(is_sign) else { return };
    let Some((head, last)) = value.split_at_checked(at) else { return };
    let (head, last) = (cursor::trim_end(head, is_sign), cursor::trim_start(last, is_sign));
    let tail = cursor::window_after(text, f.span.end, 4);
    let number = |tail: &str| tail.strip_prefix(' ').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    let is_large = last.bytes().all(|b| b.is_ascii_uppercase());
    let is_sign =
        last.len() > 2 && is_large && ABBREVIATION.has(last) && !trade::is_shouted(text, f.span.start, f.span.end);
    let is_kin = last.len() > 3 && is_large && lists::is_kin(last) && value.contains(", ") && head.contains(' ');
    let is_level = last == "K" && number(tail) && tail.ends_with('.');
    let is_day = matches!(last, "M" | "T" | "W") && tail.starts_with(['/', '-']) && !tail.starts_with("/o");
    let is_sex = matches!(last, "F" | "M" | "W")
        && value.ends_with(&format!(", {last}"))
        && (number(tail) || tail.starts_with("/M") || tail.starts_with("/F"))
        || matches!(last, "F" | "M") && head.contains(' ') && ends::is_aged(cursor::window_after(text, f.span.end, 5));
    // "GISELE DRIVES FROM", "DR FROST COVERS": what somebody does, among capitals.
    let is_verb = last.len() > 3
        && is_large
        && lists::is_person_verb(&last.to_ascii_lowercase())
        && head.bytes().all(|b| !b.is_ascii_lowercase())
        && !value.contains(',')
        && lexicon::look_up(last).surname() < 3;
    let is_time = matches!(last, "ETA" | "ETD") && number(tail);
    if head.len() > 2 && (is_sign || is_kin || is_level || is_day || is_sex || is_time || is_verb) {
        f.span.end = f.span.start + head.len();
    }
}

/// "4103 Frost, Jack": the room before a name.
fn trim_number(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(rest) = value.get(digits..).and_then(|rest| rest.strip_prefix(' '))
        && (3..5).contains(&digits)
        && cursor::word_at(rest, 0).is_some_and(|word| word.starts_upper() && word.end > 2)
    {
        f.span.start = f.span.end - rest.len();
    }
}

/// "C/O Bumgarner", "I/M PETTIGREW", "D&C Ellery": the second letter of an abbreviation.
pub(super) fn trim_letter(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let before = f.span.start.checked_sub(2).and_then(|at| text.get(at..f.span.start)).unwrap_or_default();
    let is_half = before.ends_with(['/', '&']) && before.starts_with(|c: char| c.is_ascii_uppercase());
    let mut letters = value.bytes();
    if is_half && letters.next().is_some_and(|b| b.is_ascii_uppercase()) && letters.next() == Some(b' ') {
        let rest = value.get(1..).unwrap_or_default().trim_start();
        if rest.len() > 3 {
            f.span.start = f.span.end - rest.len();
        }
    }
}

/// "Uh, Gordon Teague", "Hey Shanice": what is said before a name.
fn trim_opener(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let is_sign = |b: u8| matches!(b, b' ' | b',');
    let Some(at) = value.bytes().position(is_sign) else { return };
    let Some((head, tail)) = value.split_at_checked(at) else { return };
    let rest = cursor::trim_start(tail, is_sign);
    if OPENERS.contains(&head) && rest.starts_with(char::is_uppercase) {
        f.span.start = f.span.end - rest.len();
    }
}

/// "Xiong R ax LN", "tattoo \"Ruby\" L neck", "Angie I said": the side of a body, or who says it.
fn trim_side(text: &str, f: &mut Found) {
    const BODY: &[&str] = &[
        "ankle", "arm", "ax", "axilla", "axillary", "breast", "calf", "cheek", "chest", "ear", "elbow", "eye", "face",
        "finger", "foot", "forearm", "hand", "heel", "hip", "knee", "leg", "lung", "neck", "shin", "shoulder", "side",
        "thigh", "toe", "wrist",
    ];
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    // One letter alone, behind a blank.
    let [.., b' ', b'L' | b'R' | b'I'] = value.as_bytes() else { return };
    let (Some(head), Some(last)) = (value.get(..value.len() - 2), value.get(value.len() - 1..)) else { return };
    let tail = cursor::window_after(text, f.span.end, 16);
    let next = tail.strip_prefix(' ').unwrap_or_default();
    let next = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_side = matches!(last, "L" | "R") && BODY.contains(&next);
    let is_speaker = last == "I"
        && (tail.strip_prefix(' ').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_lowercase()))
            || tail.starts_with(['\'', '\u{2019}']));
    if is_side || is_speaker {
        f.span.end = f.span.start + head.trim_end_matches([' ', ',', '"', '\'']).len();
    }
}
