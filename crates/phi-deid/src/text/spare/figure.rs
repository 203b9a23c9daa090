//! Figures that look like a day, an age, an address or a number by their form alone: shares, doses, pages, versions, degrees.

use crate::text::{cursor, pattern::numbers, span::Found, token::lists};

/// Before a share that goes on: what is rated, tried or counted page by page.
const RATED: &[&str] = &[
    "anxiety",
    "craving",
    "drawing",
    "drawings",
    "ext",
    "extension",
    "fatigue",
    "flexion",
    "grade",
    "grip",
    "itch",
    "mood",
    "nausea",
    "page",
    "pages",
    "pain",
    "power",
    "rated",
    "scale",
    "score",
    "scored",
    "severity",
    "sheet",
    "sheets",
    "slide",
    "slides",
    "strength",
    "tone",
];

/// Behind a share: what is counted, or that it is one.
const SHARED: &[&str] = &[
    "audits",
    "cases",
    "charts",
    "concordant",
    "concordance",
    "correct",
    "eyes",
    "failed",
    "goals",
    "runs",
    "samples",
    "specimens",
    "switchboards",
    "traumas",
    "windows",
];

/// Before a pair of pressures or rates of a machine.
const SET: &[&str] = &["avaps", "bilevel", "plate", "niv", "nippv", "psv", "simv", "vent"];

/// Before a heat.
const HEAT: &[&str] = &[
    "ambient",
    "amb",
    "bath",
    "boiler",
    "cooler",
    "fahrenheit",
    "freezer",
    "fridge",
    "heat",
    "heater",
    "incubator",
    "min",
    "oven",
    "pool",
    "room",
    "temp",
    "temperature",
    "temps",
    "tub",
    "warmer",
    "wash",
    "water",
    "wet",
];

/// Before the version of a program.
const VERSIONED: &[&str] = &[
    "app", "build", "dev", "engine", "image", "ok", "package", "patch", "poc", "prd", "prod", "qa", "stage", "test",
    "tst", "uat", "upgrade",
];

/// Before a version, however large its parts.
const BUILT: &[&str] =
    &["app", "build", "firmware", "fw", "lib", "pipeline", "release", "software", "sw", "ver", "version"];

/// Whether it is a day or an age, and no share, dose, heat or part of a plant's name.
pub(super) fn is_day(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    match f.span.rule {
        "date.range" => !is_share_that_goes_on(text, f, value),
        "date.numeric" | "date.short.likely" => !is_dose_in_steps(text, f, value),
        "date.month_day_numeric" => !is_share(text, f, value),
        "date.quarter" => !is_interval(value),
        "date.month.likely" | "date.month_alone" | "date.months" | "date.month_short" => !is_called_so(text, f),
        "date.iso" => !cursor::window_before(text, f.span.start, 2).ends_with('.'),
        "age.sex" => !is_heat(text, f),
        "age.behind_name.likely" => !is_beyond(value),
        "age.words.likely" => !is_rate(text, f),
        _ => true,
    }
}

/// Takes the article off: "the 2/7 read".
pub(super) fn mend_day(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    if let Some(rest) = ["the ", "The ", "THE "].into_iter().find_map(|article| value.strip_prefix(article))
        && rest.starts_with(|c: char| c.is_alphanumeric())
    {
        f.span.start = f.span.end - rest.len();
    }
}

/// The last words of what stands before, in small letters, with what parts the last of them from the find.
fn words_before(text: &str, at: usize, bytes: usize) -> Vec<String> {
    let head = cursor::window_before(text, at, bytes);
    head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The word before, in small letters, over blanks and signs of a label.
fn word_before(text: &str, at: usize) -> String {
    let head = cursor::window_before(text, at, 24).trim_end_matches([' ', ':', '=', '#', '.', '(', '~']);
    head.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase()
}

/// The word behind one blank.
fn word_behind(text: &str, at: usize) -> &str {
    let tail = cursor::window_after(text, at, 24);
    tail.strip_prefix(' ').map_or("", |tail| tail.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
}

/// "8/10 to 3/10", "pages 1/6 to 6/6", "strength 4/5 to 5/5".
fn is_share_that_goes_on(text: &str, f: &Found, value: &str) -> bool {
    let parts: Vec<i32> = numbers(value).map(|(number, _)| number).collect();
    let [a, b, c, d] = parts.as_slice() else { return false };
    let is_rated = || words_before(text, f.span.start, 24).iter().any(|word| RATED.contains(&word.as_str()));
    b == d && a <= b && c <= d && (a > c || *a == 1 && c == d || is_rated())
}

/// "7-14-28 d", "nifedipine 10-20-20", "8/8/10 PCEA": doses, weeks and strengths, each the same or twice as much.
fn is_dose_in_steps(text: &str, f: &Found, value: &str) -> bool {
    let parts: Vec<i32> = numbers(value).map(|(number, _)| number).collect();
    let [a, b, c] = parts.as_slice() else { return false };
    let behind = word_behind(text, f.span.end);
    let tail = cursor::window_after(text, f.span.end, 3);
    if matches!(behind, "d" | "days" | "wk" | "wks" | "weeks" | "PCA" | "PCEA" | "bolus") && !tail.ends_with('/') {
        return true;
    }
    let is_step = |x: i32, y: i32| x == y || x * 2 == y;
    let lead = word_before(text, f.span.start);
    // "BMP 22/02/06", "Finnegan 9/8/11": readings one behind the other.
    if matches!(lead.as_str(), "bmp" | "cmp" | "lytes" | "vbg" | "abg" | "gases") && *a > 12
        || matches!(lead.as_str(), "finnegan" | "finnegans" | "eat" | "mews" | "cows")
    {
        return true;
    }
    is_step(*a, *b)
        && is_step(*b, *c)
        && a < c
        && (lists::is_drug_like(&lead)
            || crate::text::words::Traits::of(&lead).has(lists::BRAND_BIT)
            || matches!(lead.as_str(), "lab" | "nifed" | "titrate" | "doses" | "mg" | "mcg" | "ml"))
}

/// What the words around make a share, a score or a pressure.
fn is_share(text: &str, f: &Found, value: &str) -> bool {
    let mut parts = numbers(value);
    let (Some((a, _)), Some((b, _))) = (parts.next(), parts.next()) else { return false };
    let tail = cursor::window_after(text, f.span.end, 24);
    let behind = word_behind(text, f.span.end);
    let lead = word_before(text, f.span.start);
    let head = cursor::window_before(text, f.span.start, 12);
    // "2/30 d", "5/10 y."
    let after = tail.get(1 + behind.len()..).unwrap_or_default();
    let is_counted = matches!(behind, "d" | "y" | "yr" | "yrs" | "mo")
        && (after.is_empty() || after.starts_with([' ', '.', ',', ';', ')', '\n', '\r']))
        && !after.starts_with(" de ")
        && !after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let is_named =
        SHARED.contains(&behind) || [" = pass", " = fail", " = ok"].iter().any(|said| tail.starts_with(said));
    if is_counted || is_named && a <= b || SET.contains(&lead.as_str()) {
        return true;
    }
    // "PT DAILY NOTE (visit 7/12": the seventh of twelve.
    let is_visit = |end: &str| end.eq_ignore_ascii_case("visit ");
    let is_opened = head.len().checked_sub(6).and_then(|at| head.get(at..)).is_some_and(is_visit)
        && head.get(..head.len() - 6).is_some_and(|head| {
            let head = head.trim_end_matches(' ');
            head.ends_with(['(', ',', '.', ';', '|'])
        });
    let is_closed = tail.is_empty() || tail.starts_with([',', ')', ';', '\n', '\r']);
    if is_opened && is_closed && a < b {
        return true;
    }
    // "Cincinnati 3/3": all points of a scale.
    if a == b && a < 11 && (lists::is_eponym(&lead) || super::lens::SCALE_TOWN.has(&lead)) {
        return true;
    }
    // "dc 9/10": a word for a day says more than a pain before it.
    let is_dated = matches!(
        lead.as_str(),
        "adm"
            | "admitted"
            | "appt"
            | "dc"
            | "discharge"
            | "discharged"
            | "due"
            | "seen"
            | "since"
            | "thru"
            | "til"
            | "till"
            | "until"
    );
    is_listed_with_shares(text, f, b) || !is_dated && is_pain(text, f, a, b)
}

/// "5/30, 8/40, 10/50", "naming 14/20, ing 6/20": beside a share of the same kind that is no day.
fn is_listed_with_shares(text: &str, f: &Found, of: i32) -> bool {
    let is_no_day = |(a, b): (i32, i32)| a > 31 || b > 31 || a > 12 && b > 12;
    let pair = |part: &str| {
        let digits = |s: &str, most| (1..most).contains(&s.len()).then(|| s.parse::<i32>().ok()).flatten();
        // "1/25, 1/31, 1/158": one in so many.
        part.split_once('/').and_then(|(a, b)| Some((digits(a, 3)?, digits(b, 4)?)))
    };
    let mut rest = cursor::window_after(text, f.span.end, 48);
    while let Some(next) = rest.strip_prefix(", ") {
        let part = next.split([',', '.', ' ', '\n', ';', ')']).next().unwrap_or_default();
        let Some(found) = pair(part) else { break };
        if is_no_day(found) {
            return true;
        }
        rest = next.get(part.len()..).unwrap_or_default();
    }
    // One word may stand between.
    let head = cursor::window_before(text, f.span.start, 24);
    let Some((before, between)) = head.rsplit_once(',') else { return false };
    let part = before.rsplit([',', ' ', '\n', '(']).next().unwrap_or_default();
    between.len() < 12 && pair(part).is_some_and(|(a, b)| is_no_day((a, b)) && b == of)
}

/// "Pain 4/10 …, 0900 2/10": out of ten, behind another out of ten.
fn is_pain(text: &str, f: &Found, a: i32, of: i32) -> bool {
    of == 10 && a <= of && {
        let head = cursor::window_before(text, f.span.start, 80);
        head.match_indices("/10").any(|(at, _)| {
            let is_end =
                !head.get(at + 3..at + 4).is_some_and(|c| c.starts_with(|c: char| c.is_ascii_digit() || c == '/'));
            is_end && head.get(..at).is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()))
        })
    }
}

/// "q300", "q20-40": how often.
fn is_interval(value: &str) -> bool {
    value.strip_prefix('q').is_some_and(|rest| rest.len() > 2 && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// "May Apple", "MAY1, APR and JUN are gene names".
fn is_called_so(text: &str, f: &Found) -> bool {
    if !matches!(text.as_bytes().get(f.span.end..), Some([b' ', b'A' | b'G' | b'a' | b'g', ..])) {
        return false;
    }
    let tail = cursor::window_after(text, f.span.end, 24).to_ascii_lowercase();
    [" apple", " are gene", " gene", " apples"].iter().any(|thing| tail.starts_with(thing))
}

/// "boiler 116 F", "wet 1-3 min, 90 F".
fn is_heat(text: &str, f: &Found) -> bool {
    let is_apart = cursor::window_after(text, f.span.end, 2) == " F";
    // "38.3 C (101 F)": the same in the other measure.
    let is_beside = || {
        let head = cursor::window_before(text, f.span.start, 8).trim_end_matches(['(', '/', '=', ' ']);
        head.strip_suffix('C')
            .is_some_and(|head| head.trim_end_matches([' ', '°']).ends_with(|c: char| c.is_ascii_digit()))
    };
    // "(120 F)": nobody was so old.
    let is_above = || {
        cursor::window_after(text, f.span.end, 3) == " F)" && text.get(f.span.start..f.span.end).is_some_and(is_beyond)
    };
    is_apart
        && (is_above()
            || is_beside()
            || words_before(text, f.span.start, 24).iter().any(|word| HEAT.contains(&word.as_str())))
}

/// Nobody was older than 122.
fn is_beyond(value: &str) -> bool {
    value.parse::<u32>().is_ok_and(|age| (117..1000).contains(&age))
}

/// "pulse ninety", "sat ninety six".
fn is_rate(text: &str, f: &Found) -> bool {
    matches!(
        word_before(text, f.span.start).as_str(),
        "pulse" | "sat" | "sats" | "rate" | "over" | "saturation" | "sugar" | "oximetry"
    )
}

/// Whether it is the address of a machine, and no version.
pub(super) fn is_address(text: &str, f: &Found) -> bool {
    if f.span.rule != "ip.v4" {
        return true;
    }
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let mut octets = value.split('.').map(|octet| octet.parse::<u32>().unwrap_or(255));
    let is_private = octets.next() == Some(10);
    let is_small = octets.all(|octet| octet < 32) && value.split('.').next().is_some_and(|first| first.len() < 3);
    let lead: String = word_before(text, f.span.start).trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    // "fw 4.1.0.22 -> 4.1.0.25": from one version to the next.
    let is_next = cursor::window_before(text, f.span.start, 3).ends_with("-> ")
        && words_before(text, f.span.start, 24).iter().any(|word| BUILT.contains(&word.as_str()));
    if is_next || BUILT.contains(&lead.as_str()) {
        return false;
    }
    !(is_small && (VERSIONED.contains(&lead.as_str()) || !is_private && !is_of_machine(text, f.span.start)))
}

/// Whether something before speaks of a machine that is reached.
fn is_of_machine(text: &str, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "addr",
        "address",
        "at",
        "client",
        "device",
        "dhcp",
        "dns",
        "from",
        "gateway",
        "host",
        "ip",
        "ipv4",
        "kiosk",
        "laptop",
        "log",
        "login",
        "mac",
        "monitor",
        "node",
        "pc",
        "printer",
        "proxy",
        "pump",
        "router",
        "server",
        "source",
        "src",
        "static",
        "subnet",
        "tablet",
        "to",
        "via",
        "vpn",
        "workstation",
    ];
    words_before(text, at, 40).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Whether it is a number at which somebody is reached.
pub(super) fn is_phone(text: &str, f: &Found) -> bool {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    match f.span.rule {
        // "MSW x1", "rep x2": how many.
        "phone.short.likely" => {
            value.len() > 1
                || !cursor::window_before(text, f.span.start, 1).ends_with(['x', 'X'])
                || matches!(cursor::char_after(text, f.span.end), None | Some('\n' | '\r'))
        }
        // "88-555-0142": the end of a longer number, but behind the one of the country.
        "phone.local"
            if cursor::window_before(text, f.span.start, 4).strip_suffix('-').is_some_and(|head| {
                head.ends_with(|c: char| c.is_ascii_digit()) && !head.ends_with(" 1") && head != "1"
            }) =>
        {
            false
        }
        "phone.local" => {
            let is_section = value.split_once('.').is_some_and(|(_, tail)| tail.len() == 4)
                && cursor::char_after(text, f.span.end) == Some('(');
            !is_section && !super::form::is_part(&word_before(text, f.span.start))
        }
        // "196/110 132 36 79": a row of vital signs.
        "phone.us" => {
            let is_row = f.span.start.checked_sub(1).and_then(|at| text.get(at..f.span.start)) == Some("/")
                && cursor::window_before(text, f.span.start, 2).starts_with(|c: char| c.is_ascii_digit());
            let groups: Vec<usize> = value.split(' ').map(str::len).collect();
            // "DL F 664 120. 2021 Toyota": the next sentence begins with a year.
            let is_year = |tail: &str| tail.len() == 4 && (tail.starts_with("19") || tail.starts_with("20"));
            !(is_row && groups.len() > 3 || value.split_once(". ").is_some_and(|(_, tail)| is_year(tail)))
        }
        _ => true,
    }
}

/// Whether it is a plate, a policy or a licence, and no standard, regulation or gene.
pub(super) fn is_registered(text: &str, f: &Found) -> bool {
    const STANDARDS: &[&str] = &[
        "AAMI", "ANSI", "ASTM", "CFR", "CLSI", "IEC", "IEEE", "ISO", "MIL", "NFPA", "NIOSH", "OSHA", "RTCA", "USC",
        "USP",
    ];
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    let head = value.split([' ', '-']).next().unwrap_or_default();
    if STANDARDS.contains(&head) {
        return false;
    }
    match f.span.rule {
        // "POLICY NO. 300.14: HIGH-ALERT MEDICATIONS": a number of sections.
        "plan.label" => {
            let is_section = value.len() < 8
                && value.split('.').count() > 1
                && value.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
            !is_section
        }
        // "each plate: NA20239", "reference plate 12/12"
        "vehicle.label" => {
            let is_cell_line = ["NA", "HG", "GM"].iter().any(|bank| {
                value.strip_prefix(bank).is_some_and(|rest| rest.len() == 5 && rest.bytes().all(|b| b.is_ascii_digit()))
            });
            !is_cell_line && !value.contains('/')
        }
        // "CLIA 493.1291(g)"
        "license.label" => {
            !(value.contains('.') && value.len() < 10 && cursor::char_after(text, f.span.end) == Some('('))
        }
        // "FV Leiden + PT 20210", "RRT 4107 0240"
        "license.behind_credential" => {
            let head = cursor::window_before(text, f.span.start, 8);
            let lead = head.trim_end_matches(' ').trim_end_matches(|c: char| c.is_ascii_uppercase());
            let tail = cursor::window_after(text, f.span.end, 5);
            let goes_on = tail.len() == 5 && tail.starts_with(' ') && tail.bytes().skip(1).all(|b| b.is_ascii_digit());
            // "PT G20210A", "NP_000050.3": a variant of a gene, a protein.
            let is_variant = value.len() > 4
                && value.starts_with(|c: char| "ACGT".contains(c))
                && value.ends_with(|c: char| "ACGT".contains(c))
                && value.get(1..value.len() - 1).is_some_and(|inner| inner.bytes().all(|b| b.is_ascii_digit()));
            let is_protein = head.trim_end_matches(' ').ends_with("NP")
                && tail.strip_prefix('.').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
            !(is_variant || is_protein || lead.ends_with(['+', '/']) || lead.ends_with("+ ") || goes_on)
        }
        _ => true,
    }
}
