//! A day with a gap within it: "Friday" and "5/8", "Memorial" and "Day", "Nov." and "12".

use super::super::words::ShortList;
use super::ends::words;
use super::pair::{first_word, is_number, is_prose, last_word, starts_large, word_before};

/// "Friday" and "5/8", "Memorial" and "Day", "Nov." and "12", "2" and "feb 2027"
pub(super) fn goes_on(head: &str, word: &str, next: &str, rest: &str) -> bool {
    let is_day_number = |word: &str| {
        let word = word.trim_end_matches([',', '.']);
        is_number(word, 1..=2) && word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
    };
    let bare = word.trim_end_matches(',');
    let is = |word: &str, known: &str| word.eq_ignore_ascii_case(known);
    if is_spelled(head, word, next, rest) {
        return true;
    }
    // "Summer" and "solstice"
    if matches!(next, "solstice" | "equinox" | "Solstice" | "Equinox") {
        return matches!(
            word,
            "Summer" | "summer" | "Winter" | "winter" | "Spring" | "spring" | "Fall" | "fall" | "Autumn" | "autumn"
        );
    }
    // "pain 3/10" and "Feb. 7th"; "Aug/Sept" and "2026" are two months.
    let is_second = is_month(word)
        && is_month(last_word(head.get(..head.len() - word.len()).unwrap_or_default().trim_end_matches('/')));
    if !is_second && head.get(..head.len() - word.len()).is_some_and(|head| head.ends_with('/')) {
        return false;
    }
    let bare = if is_weekday(bare.trim_end_matches('.')) { bare.trim_end_matches('.') } else { bare };
    if is_weekday(bare) {
        let is_numeric = is_number(next, 1..=2) && rest.starts_with(['/', '-', '.']) && rest.len() > 2;
        let is_spanish = is_number(next, 1..=2) && (rest.starts_with(" de ") || rest.starts_with(','));
        let is_ordinal = is(next, "the") && {
            let day = first_word(rest.trim_start()).0;
            is_ordinal(day) || rest_of_day(day).is_some_and(|digits| digits > 0)
        };
        return is_numeric || is_month(next) || is_spanish || is_ordinal;
    }
    // "Saturday the" and "24th", "Fourth of" and "July"
    if word == "the" && rest_of_day(next).is_some_and(|digits| digits > 0) || is(word, "of") && is_month(next) {
        return starts_large(next) || word == "the";
    }
    // "first Monday in" and "May 2026"
    if word == "in" && is_month(next) && (rest.starts_with(" 19") || rest.starts_with(" 20")) {
        return true;
    }
    // "1st" and "of June", "ninth" and "of July"
    if is(next, "of") && is_month(first_word(rest.trim_start()).0) {
        return is_ordinal(word) || rest_of_day(word).is_some_and(|digits| digits > 0);
    }
    // "Feb" and "'27"
    if let Some(year) = next.strip_prefix(['\'', '\u{2019}']) {
        return is_number(year, 2..=2) && is_month(word);
    }
    if matches!(
        next,
        "Day" | "day" | "DAY" | "Days" | "Eve" | "EVE" | "Sunday" | "SUNDAY" | "Friday" | "Monday" | "Birthday"
    ) {
        return is_feast(bare) || bare == "Good" && next == "Friday";
    }
    if next == "Wednesday" && bare == "Ash"
        || matches!(next, "Saints" | "Saints'" | "Souls" | "Souls'") && bare == "All"
    {
        return true;
    }
    let ends = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned();
    let year_follows = || {
        let year = rest.trim_start_matches([',', ' ', '.']);
        year.starts_with("19") || year.starts_with("20") || year.starts_with(['\'', '\u{2019}'])
    };
    // "8 Sep 2026"
    if is_day_number(word) && is_month(next) {
        return !matches!(next, "May" | "March" | "Mar" | "may" | "march" | "mar" | "dec" | "sept")
            && word.len() < head.len()
            || starts_large(next) && !matches!(next, "May" | "March" | "Mar")
            || year_follows();
    }
    // "Mar 9, 1983"
    if is_number(next, 4..=4) && (next.starts_with("19") || next.starts_with("20")) {
        let before = word_before(head, word).trim_end_matches('.');
        // "Spring" and "2025", "Q3" and "2025", "March of" and "2025"
        let is_season = matches!(word, "Spring" | "Summer" | "Fall" | "Autumn" | "Winter" | "Q1" | "Q2" | "Q3" | "Q4");
        return is_season
            || is(word, "of") && is_month(before)
            || is_month(word.trim_end_matches(',')) && (starts_large(word) || is_day_number(before))
            || is_day_number(&ends(word.trim_end_matches(','))) && is_month(before);
    }
    // "Nov. 12"
    let dotted = word.strip_suffix('.');
    if is_number(next, 1..=2) || matches!(rest_of_day(next), Some(1 | 2)) {
        let is_whole = !rest.starts_with(['/', ':', '%', '.']) || rest.starts_with(". ");
        return is_whole && dotted.is_some_and(|word| word.len() <= 4 && is_month(word))
            || is_whole && starts_large(word) && is_month(word) && !matches!(word, "May" | "March" | "Mar" | "MAR")
            || is_whole && starts_large(word) && is_month(word) && year_follows()
            || is_month(word)
                && !matches!(word, "may" | "march" | "mar")
                && (rest.is_empty()
                    || rest.starts_with(['-', ','])
                    || is_whole && is_day_number(next) && is_prose(head, 2));
    }
    is_month(word) && starts_large(word) && is_ordinal(next)
        // "twenty" and "first"
        || (is(word, "twenty") || is(word, "thirty")) && is_ordinal(next) && is_month(word_before(head, word))
}

/// "16" and "dic", "20 de" and "agosto"; "eight one" and "four".
fn is_spelled(head: &str, word: &str, next: &str, rest: &str) -> bool {
    static MONTHS: ShortList = ShortList::of(&[
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "setiembre",
        "octubre",
        "noviembre",
        "diciembre",
        "ene",
        "abr",
        "ago",
        "dic",
        "sept",
    ]);
    static FIGURES: ShortList =
        ShortList::of(&["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]);
    let before = word_before(head, word);
    if MONTHS.has(next) {
        return is_number(word, 1..=2) && !rest.starts_with([':', '=']) || word == "de" && is_number(before, 1..=2);
    }
    // Of a row of figures in words, three at least stand before.
    let mut ahead = words(rest).skip(1);
    let mut is_figure = || ahead.next().is_some_and(|word| FIGURES.has(word));
    if FIGURES.has(word) && FIGURES.has(next) && is_figure() && (is_figure() || FIGURES.has(before)) {
        return true;
    }
    if FIGURES.has(word) && FIGURES.has(next) && FIGURES.has(before) {
        let end = head.len().saturating_sub(word.len() + before.len() + 1);
        return FIGURES.has(last_word(head.get(..end).unwrap_or_default().trim_end()));
    }
    // "20" and "de agosto"
    word.len() < head.len() && is_number(word, 1..=2) && next == "de" && MONTHS.has(first_word(rest.trim_start()).0)
}

/// A day of the month in words.
fn is_ordinal(word: &str) -> bool {
    static ORDINALS: ShortList = ShortList::of(&[
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty",
        "thirty",
    ]);
    ORDINALS.has(word)
}

/// How many digits "5th", "21st" begin with.
pub(super) fn rest_of_day(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    matches!(word.get(digits..)?, "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH").then_some(digits)
}

fn is_weekday(word: &str) -> bool {
    static DAYS: ShortList = ShortList::of(&[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
    ]);
    DAYS.has(word)
}

/// What stands before "Day", "Eve" or "Sunday".
fn is_feast(word: &str) -> bool {
    static FEASTS: ShortList = ShortList::of(&[
        "memorial",
        "labor",
        "independence",
        "veterans",
        "presidents'",
        "columbus",
        "mlk",
        "king",
        "mother's",
        "father's",
        "valentine's",
        "year's",
        "thanksgiving",
        "christmas",
        "groundhog",
        "hog",
        "patrick's",
        "boxing",
        "easter",
        "palm",
        "lincoln's",
        "washington's",
        "arbor",
        "earth",
        "flag",
        "saints'",
        "souls'",
        "peoples'",
        "leap",
    ]);
    let is_curly = || word.contains('\u{2019}') && FEASTS.has(&word.replace('\u{2019}', "'"));
    starts_large(word) && (FEASTS.has(word) || is_curly())
}

/// The name of a month, long or short, in any case.
pub(super) fn is_month(word: &str) -> bool {
    #[rustfmt::skip]
    static MONTHS: ShortList = ShortList::of(&[
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "sept",
    ]);
    MONTHS.has(word)
}
