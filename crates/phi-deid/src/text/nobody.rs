//! Texts of the trade: how much of what was found speaks of somebody, and what stays found where too little does.
//!
//! A note of a page about somebody has days with their year, numbers behind labels, titles and telephones, of several kinds.
//! A menu of tests, a protocol or a list of eponyms of the same length has one find or two that look sure, by accident: the
//! heat of a room in Fahrenheit, three steps of a dose, a code of a bin. So each kind of find counts once, whatever it
//! repeats, and where the sum stays small nothing is taken but what has a form that no accident has.

use phi_types::IdentifierClass::{
    Account, CertificateOrLicense, Device, Email, Fax, HealthPlanBeneficiary, IpAddress, MedicalRecordNumber, Name,
    Phone, Photo, Ssn, Url,
};

use super::{
    LIKELY, cursor,
    span::{Confidence, Found},
    spare,
    token::lists,
};
use crate::lexicon;

/// A page: in less, a single find may be all there is.
const LONG: usize = 800;

/// From here on the text is about somebody. Pages about somebody that were written for tests have 19 or more.
const ENOUGH: usize = 10;

/// Rules that find as much in texts about nobody.
const NOTHING: &[&str] = &[
    "date.dashed.likely",
    "date.month.likely",
    "date.quarter",
    "message.field",
    "name.apposed",
    "name.borne.likely",
    "name.likely",
    "name.reversed.likely",
    "other.read_aloud",
    "other.shaped.likely",
    "place.behind_name.likely",
    "place.chain.likely",
    "place.city.likely",
    "place.crew.likely",
    "place.likely",
    "place.town.likely",
];

/// Rules that stay where little speaks of somebody, beside the classes that are numbers and addresses by their form.
const FORMS: &[&str] = &[
    "date.day_first",
    "date.in_words",
    "date.iso",
    "date.month_year",
    "date.named",
    "date.numeric",
    "date.spanish",
    "date.stamp",
    "date.year_month",
    "message.field",
    "other.id",
    "other.label",
    "other.uuid",
    "place.box",
    "place.zip",
    "place.zip_labelled",
    "vehicle.vin",
];

/// What a kind of find counts: by its looks, announced by a word, or by its form.
fn points(f: &Found) -> usize {
    let rule = f.span.rule;
    match () {
        () if NOTHING.contains(&rule) => 0,
        () if f.span.confidence == Confidence::Low || rule.ends_with(LIKELY) || super::somebody::is_by_shape(rule) => 1,
        () if super::somebody::is_announced(rule) => 2,
        () => 4,
    }
}

/// Whether a page has hardly anything that speaks of somebody.
pub(super) fn is_of_the_trade<'t>(
    text: &str,
    tags: impl Iterator<Item = &'t str>,
    found: &[Found],
    is_of_one: impl FnOnce() -> bool,
) -> bool {
    // The same value again says nothing new, and of a kind the third value the last.
    let mut kinds: Vec<(&str, [&str; 3])> = Vec::new();
    let mut sum = 0;
    for tag in tags {
        // What was found before stands in several tags where it is of somebody.
        if !kinds.iter().any(|(kind, _)| *kind == tag) {
            kinds.push((tag, [""; 3]));
            sum += 4;
        }
        if sum >= ENOUGH {
            return false;
        }
    }
    if text.len() < LONG {
        return false;
    }
    for f in found {
        let points = points(f);
        let value = text.get(f.span.start..f.span.end).unwrap_or_default();
        if points == 0 {
            continue;
        }
        match kinds.iter_mut().find(|(kind, _)| *kind == f.span.rule) {
            None => {
                kinds.push((f.span.rule, [value, "", ""]));
                sum += points;
            }
            Some((_, values)) if !values.contains(&value) => {
                if let Some(free) = values.iter_mut().find(|value| value.is_empty()) {
                    *free = value;
                    sum += if values.contains(&"") { 0 } else { points.div_ceil(2) };
                }
            }
            Some(_) => {}
        }
        if sum >= ENOUGH {
            return false;
        }
    }
    // The page of a patient whose name stands elsewhere tells who it is by one town or one relative.
    !is_of_one() && !is_in_small_letters(text)
}

/// Where nothing has a capital, names are hardly found, and the little that is counts more.
fn is_in_small_letters(text: &str) -> bool {
    let small = cursor::count(text.as_bytes(), |b| b.is_ascii_lowercase());
    let large = cursor::count(text.as_bytes(), |b| b.is_ascii_uppercase());
    large * 50 < small
}

/// What has a form that no accident has.
pub(super) fn stays(text: &str, f: &Found) -> bool {
    let rule = f.span.rule;
    if f.span.confidence == Confidence::Low || rule.ends_with(LIKELY) {
        return false;
    }
    match f.span.class {
        Name if rule == "name.title" => is_doctor(text, f),
        Name if rule == "name.lexicon" => is_written_out(text, f),
        Phone
        | Fax
        | Email
        | Ssn
        | MedicalRecordNumber
        | Account
        | CertificateOrLicense
        | HealthPlanBeneficiary
        | Device
        | Url
        | IpAddress
        | Photo => true,
        _ if rule == "date.numeric" => has_year(text, f),
        _ if rule == "place.street" => is_street(text, f),
        // Whosever it is, no age above 89 stays.
        _ => FORMS.contains(&rule) || rule.starts_with("age.") || rule.starts_with("table."),
    }
}

/// "Dr. Ruiz", and neither the surgeon after whom a cut is called, nor a code that is called over the loudspeakers.
fn is_doctor(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let entry = lexicon::look_up(value);
    spare::is_titled(text, f.span.start)
        && value.len() > 2
        && (value.contains(' ') || !lists::is_eponym(value) && (entry.ordinary() == 0 || entry.is_strong_name()))
}

/// A frequent first name before a surname, and nobody whom every manual calls so.
fn is_written_out(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    // "Ask Maria L. Gonzalez": initials and what stands before count for nothing.
    let names = || value.split(' ').filter(|name| name.len() > 2);
    let is_one = |(first, last): (&str, &str)| {
        let surname = lexicon::look_up(last);
        lexicon::look_up(first).given() >= 2
            && surname.surname() >= 1
            && (surname.ordinary() == 0 || surname.is_strong_name())
            && !matches!(last, "Doe" | "Roe" | "Public")
    };
    f.span.confidence == Confidence::High
        && value.bytes().any(|b| b.is_ascii_lowercase())
        && names().zip(names().skip(1)).any(is_one)
        && !value.split([' ', '-']).any(lists::is_eponym)
        && !is_of_thing(text, f.span.end)
}

/// "Hester Davis scores", "West Haven 2": the noun of a thing stands behind it, or a grade.
fn is_of_thing(text: &str, end: usize) -> bool {
    let tail = cursor::window_after(text, end, 2);
    let is_graded = tail.strip_prefix(' ').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    is_graded
        || cursor::word_at(text, cursor::skip_gap(text, end, false))
            .is_some_and(|word| lists::is_thing(word.text) || lists::is_thing(word.text.trim_end_matches('s')))
}

/// "14 Bayberry Circle", and no step of a list: "1 Power. Hold green".
fn is_street(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    value.bytes().take_while(u8::is_ascii_digit).count() > 1 && !value.contains(". ")
}

/// "03/14/19", "reviewed 3/4/19", "3/4/2019", and no dose in three steps.
fn has_year(text: &str, f: &Found) -> bool {
    const LEADS: &[&str] = &[
        "adopted",
        "approved",
        "as of",
        "date",
        "dated",
        "due",
        "effective",
        "exp",
        "issued",
        "modified",
        "printed",
        "rev",
        "reviewed",
        "revised",
        "since",
        "updated",
    ];
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let year = value.bytes().rev().take_while(u8::is_ascii_digit).count();
    let head = cursor::window_before(text, f.span.start, 16).to_ascii_lowercase();
    year == 4 || value.starts_with('0') || LEADS.iter().any(|lead| head.contains(lead))
}

#[cfg(test)]
mod tests {
    use crate::{rule::Reference, text::TextEngine};

    fn values(text: &str) -> Vec<&str> {
        let spans = TextEngine::new().unwrap().scan(text, &[], Reference { year: 2026 });
        spans.iter().map(|span| text.get(span.start..span.end).unwrap()).collect()
    }

    /// A page about nobody, of the length that the text needs.
    const PAGE: &str = "\n\nDrugs and doses. Zosyn 3.375 g over 4 h, Bactrim DS 800/160, Unasyn 3 g, Augmentin 875/125 \
        BID. Stable at 20-25 C. Weber B, Gartland II and Salter-Harris III get a splint; Ranson and Glasgow are counted on \
        admission and again at 48 h. Codes 99213, 99214, 36556. Heparin 80 units/kg, then 18 units/kg/h. Foley out at 0600. \
        Recheck in 6 h. The bath stays at 37 C, the bag below 40 C. Version 4.1 replaces 4.0. Use only premix. Rate 20 mL/h, \
        limit 120. Line A to D from the left. Hold 10 seconds. Seal your lips. Keep the room clear. One unit, then look \
        again. Tape edition B. Sheet 4410, edition 3. Ask the pharmacist about anything that is not in this table, and \
        write the number down. It is of no use to anybody else, and may be copied. Each box holds 12. Each card is \
        laminated, and hangs beside the pump. Wash it weekly.";

    #[test]
    fn in_a_page_about_nobody_what_looks_like_a_person_stands() {
        for text in [
            "Street names: Lucy, Adam, Tina and Angel are drugs.",
            "Keep it from the fire (120 F).",
            "Template PATH.GI.COLON.7, bin A01-04 and A01-05, set 7714.",
            "Dr. Strong is called when security is needed.",
            "Dr. Mohs gave the technique its name.",
            "Examples: John Doe, Jane Roe.",
            "Plt 10/20/50 by the cause.",
            "1 Power. Hold green 2 s, then let go.",
            "Answer: Heller with Dor. Owner: Sedation Committee. Approved: Board.",
        ] {
            let text = format!("REFERENCE CARD\n{text}{PAGE}");
            assert_eq!(values(&text), [""; 0], "{text}");
        }
    }

    #[test]
    fn in_a_page_about_nobody_what_has_a_form_is_found() {
        for (text, value) in [
            ("Questions: 212-555-0142.", "212-555-0142"),
            ("Write to desk@clinic.example.", "desk@clinic.example"),
            ("Effective 3/4/2019.", "3/4/2019"),
            ("Reviewed 3/4/19.", "3/4/19"),
            ("Last change March 4, 2019.", "March 4, 2019"),
            ("Ask Dr. Okonkwo.", "Okonkwo"),
            ("Set by Maria Gonzalez.", "Maria Gonzalez"),
            ("MRN: 00448812.", "00448812"),
        ] {
            let text = format!("REFERENCE CARD\n{text}{PAGE}");
            assert_eq!(values(&text), [value], "{text}");
        }
    }

    #[test]
    fn in_a_page_about_somebody_what_looks_like_a_person_is_found() {
        let text =
            format!("Ana Ruiz, MRN 00448812, seen 3/4/2019 by Dr. Okonkwo. Sister: Tina. Call 212-555-0142.{PAGE}");
        assert!(values(&text).contains(&"Tina"));
    }

    #[test]
    fn a_text_that_was_redacted_is_as_it_was() {
        let engine = TextEngine::new().unwrap();
        for text in [
            "Ask Dr. Okonkwo.",
            "Effective 3/4/2019. Street names: Lucy, Adam, Tina.",
            "Lucy, 120 F, A01-04, Dr. Strong.",
        ] {
            let once = engine.redact(&format!("CARD\n{text}{PAGE}"), &[], Reference { year: 2026 }).unwrap().text;
            let twice = engine.redact(&once, &[], Reference { year: 2026 }).unwrap().text;
            assert_eq!(once, twice);
        }
    }
}
