//! Ages over 89 and what tells them: 45 CFR 164.514(b)(2)(i)(C).

pub(in crate::text) mod wording;

use phi_types::IdentifierClass;

use super::{Cut, Hit, Rule, numbers};
use crate::{
    rule::date,
    text::{
        cursor,
        span::{Confidence, Write},
        words,
    },
};

/// Ninety and above in words, up to a hundred and twenty-nine.
macro_rules! words {
    () => {
        r"(?:ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|a)[ -]hundred(?:[ -](?:and[ -])?(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|one|two|three|four|five|six|seven|eight|nine)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)?)"
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "age.digits",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)(?:10[89][0-9]|1[1-4][0-9]{2})[ ]?(?:months?|mos?\.?|mths?)[ -]old(?-u:\b)|(?-u:\b)(?:9[0-9]|1[0-9][0-9])(?:\u{bd}|[ ]?1/2)?(?i-u:[ -]{0,2}(?:years?|yrs?\.?|y)[ -]{0,2}(?:old|of[ ]age|young)|[ -]?y[ ./-]{0,2}o[mf]?|[ -]?(?:y|yr|year)s?\.?[ /-]{0,2}[mf]|yr?s?|y[0-9]{1,2}m|\+[ ]?(?:yo|y/o|years?)|[ ]?y[ ./-]{0,2}o[ ]?[wbha][mf]|[ ]y|[ ][wbha][mf]|[ ](?:white|black|hispanic|asian|caucasian|african[ ]american)?[ ]?(?:male|female))(?-u:\b)",
        accept: leading_number,
    },
    Rule {
        id: "age.labelled",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?i-u:\bage[ds]?\b(?:[ ](?:is|of|was|group|in[ ]years))?(?:[ ]?\([a-z]{1,8}\))?(?:[ ]?/[ ]?sex)?(?:[ :=\t]{1,24}|-|:?\r?\n|\x22:[ ]?\x22?))0?(?:9[0-9]|1[0-9][0-9])(?:\.[0-9])?(?:(?:-|\u{2013}|[ ]to[ ])(?:9[0-9]|1[0-9][0-9]))?(?i-u:y(?:rs?)?\b)?",
        accept: |hit| {
            let end = hit.start + hit.value().trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
            // "age 90-95": both ends of a range.
            let from = hit.start + hit.value().find(|c: char| c.is_ascii_digit())?;
            if end == hit.end {
                return trailing_number(hit).map(|cut| hit.part(from, cut.end).writing(Write::Age));
            }
            hit.stands_alone().then(|| hit.part(from, end).writing(Write::Age))
        },
    },
    Rule {
        id: "age.sex",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)(?:9[0-9]|1[0-3][0-9])[ ]{0,4}[/|,;]?[ ]?[WBHA]?(?:M|F)(?-u:\b)",
        accept: with_sex,
    },
    Rule {
        id: "age.birthday",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:9[0-9]|1[0-9][0-9])(?:st|nd|rd|th)[ ](?:birthday|b-?day|year[ ]of[ ](?:life|age))\b)",
        accept: leading_number,
    },
    // "today is his 92nd", "her 95th is in May"
    Rule {
        id: "age.birthday",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:his|her|their|my|your|mom's|dad's|celebrat(?:ed|es|ing|e))[ ](?:9[0-9]|10[0-9])(?:st|nd|rd|th)\b)",
        accept: |hit| {
            let trail = &*hit.trail(14);
            let is_other = [
                "percentile",
                "day",
                "hour",
                "visit",
                "street",
                "st ",
                "ave",
                "floor",
                "session",
                "infusion",
                "treatment",
                "admission",
                "pill",
                "dose",
            ]
            .iter()
            .any(|noun| trail.trim_start().starts_with(noun));
            let (_, len) = numbers(hit.value()).next()?;
            let at = hit.end - 2 - len;
            (!is_other).then(|| hit.part(at, at + len).writing(Write::Age))
        },
    },
    Rule {
        id: "age.turned",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:turn(?:ed|s|ing)?|he is|she is|he's|she's|i am|i'm|hes|shes|(?:he|she|who|they)'?d[ ]be|so|hence|making[ ](?:him|her|them)|(?:pt|patient|client|resident|mother|father|mom|dad|grandma|grandpa)'s|reached|made it to|nearing|pushing|almost|nearly|close to|just shy of|to be|i was|when (?:he|she|i) was|since (?:he|she|i) was|until|both|twins,|oldest|now)[ ](?:9[0-9]|1[0-9][0-9])\b)",
        accept: |hit| {
            let trail = &*hit.trail(12);
            let moved = trail.trim_start().starts_with(['°', '%'])
                || [" deg", " lb", " kg", " cm", " min", " wk", " week", " day", " pound"]
                    .iter()
                    .any(|unit| trail.starts_with(unit));
            if moved { None } else { trailing_number(hit) }
        },
    },
    // "mother (d. 94)", "MGM 98", "sister, 96, lives"
    Rule {
        id: "age.relative",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:(?:sister|brother|mother|father)[ -]in[ -]law|(?:great[ -]?){0,2}(?:grand)?(?:mother|father|parent|ma|pa|aunt|uncle|gm|gf)(?:-in-law)?|mom|mum|dad|sister|brother|sib(?:ling)?|wife|husband|spouse|partner|aunt|uncle|cousin|neighbor|roommate|caregiver|widow|widower|g{0,2}[mp]g[mf]|g{1,3}[mf]|g-?[mp]a|mo|fa|abuel[oa]|bisabuel[oa]|madre|padre|suegr[oa]|ti[oa]|viud[oa]|twin|oma|opa|nonna|nonno|babcia|lola|lolo|nana|granny|gram|grams|gramps|pawpaw|meemaw|mamaw|papaw|sibs|sisters|brothers|parents|twins|cousins|aunts|uncles|obaasan|ojiisan|halmoni|harabeoji|bubbe|zayde|yiayia|pappou|tutu|popo|gung)(?:'s)?(?:[ ]?[,(:;=-][ ]?|[ ]|[ ]x[1-9][ ]\()(?:(?:[0-9]{2}|d|dec|died|deceased|alive|living|lived|well|healthy|still|at|to|age|aged|now|is|was|just|almost|nearly|over|turned|turns|turning|and|but|in|good|health|same|home|house|here|lives|there|too|who|of|will|be|both)\.?,?[ ]){0,4}(?:9[0-9]|1[0-3][0-9])\b)",
        accept: plain_number,
    },
    // And "Parkinson at 92", "stroke at 91": when something happened to somebody.
    Rule {
        id: "age.announced",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:(?:a|an|this)[ ](?:hale|spry|vigorous|frail|robust|sprightly|young|healthy|active|independent|pleasant|remarkable|fit)|(?:will|would|should|could|must)(?:[ ](?:have|of))?[ ](?:soon[ ])?(?:be|been|turn)|(?:one|1|another|the[ ]other|oldest|eldest|youngest)[ ]is|the[ ]oldest[ ]is|reached|(?:mr|mrs|ms|miss)\.?[ ][a-z'-]{2,18}|(?:s?he|they)(?:'s|s|'re|[ ](?:is|are))[ ]\x22?(?:only|not|just|already|really)|[wbhalo]/[mf],?|w[mf],?|(?:lady|gentleman|woman|female|widow|widower|veteran|retiree|elder|matriarch|patriarch|nun|priest|monk|farmer|rancher|homemaker|decedent),?|(?:woman|man|lady|gentleman)[ ]of|turns|turned|turning|about[ ]to[ ]turn|edad:?|,[ ]now|now[ ]aged?|at[ ]the[ ]age[ ]of|at[ ]age|alive[ ]at|well[ ]at|dead[ ]at|died[ ]at|lived[ ]to|d\.)[ ](?:9[0-9]|1[0-3][0-9])\b)|(?i-u:\b(?:stroke|cva|mi|cancer|ca|dementia|parkinson|parkinson's|alzheimer|alzheimer's|diagnosed|dx|dx'd|onset|retired|surgery|heart[ ]attack|lymphoma|leukemia|fall|fx|fracture|pneumonia|pna|chf|copd|accident|causes|gone)[ ](?:at|@)[ ](?:age[ ])?(?:9[0-9]|1[0-3][0-9])\b)",
        accept: plain_number,
    },
    // "nineteen twenty-nine": a year of birth in words.
    Rule {
        id: "age.old_year",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\bnineteen[ -](?:hundred|oh[ -](?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|thirty(?:[ -](?:one|two|three|four|five|six))?)\b)",
        accept: |hit| hit.stands_alone().then(|| hit.whole().writing(Write::Date(crate::rule::Generalised::Removed))),
    },
    // "at 91 she still drives"
    Rule {
        id: "age.clause",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\bat[ ](?:9[0-9]|1[0-3][0-9]),?[ ](?:s?he|they|still|lives|his|her|mrs?\.?|ms\.?|miss|dr\.?|the[ ]patient|our[ ]patient)[ ])",
        accept: |hit| {
            let (_, len) = numbers(hit.value()).next()?;
            Some(hit.part(hit.start + 3, hit.start + 3 + len).writing(Write::Age))
        },
    },
    Rule {
        id: "age.spanish",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?-u:\b)(?:9[0-9]|1[0-3][0-9])[ ]?(?:a(?:\u{f1}|n)os|ans|lat|lata|anni|jahre|Jahre|anos|tu\u{1ed5}i|ta\u{f2}n|zan)(?-u:\b)",
        accept: leading_number,
    },
    // What happened ninety years ago or more to somebody who lives: "in 1931", "class of 1934".
    Rule {
        id: "age.old_year",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:in|back[ ]in|circa|ca\.|c\.|year|of|class[ ]of|spring|summer|fall|autumn|winter|since[ ]about|around)[ ](?:18[89][0-9]|19[0-3][0-9])\b)",
        accept: |hit| {
            let (year, len) = numbers(hit.value()).last()?;
            let trail = &*hit.trail(12);
            let goes_on = trail.starts_with(['-', '/', '.', ':', ',', '%'])
                && trail.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()));
            let is_other = goes_on || super::measures(trail) || hit.char_after().is_some_and(char::is_alphanumeric);
            let kept = date::year(year, hit.reference);
            (!kept.is_kept() && !is_other).then(|| hit.part(hit.end - len, hit.end).writing(Write::Date(kept)))
        },
    },
    // Between commas after a name: "Ana Ruiz, 93, was seen".
    Rule {
        id: "age.apposed",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)(?:9[0-9]|1[0-3][0-9])(?-u:\b)(?:[,:;)]|[ ]?(?i-u:yrs?)[,;.)]|[ ](?:by|from|who|lives|was|had|has|home|hx|pt|in)(?-u:\b))",
        accept: apposed,
    },
    // "Sister Thalia (97)", "mother alive at 96", "He was 91 at", "102 yrs", "Resident, 92,"
    Rule {
        id: "age.bare",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?i-u:\b(?:alive|living|well|healthy|(?:he|she|patient|pt|mother|father|mom|dad|who|sister|brother|wife|husband|grandmother|grandfather)[ ](?:is|was|now)|resident,|patient,|pt,|widow,|widower,)(?:[ ](?:at|age|now))?[ ](?:9[0-9]|1[0-3][0-9])\b)",
        accept: |hit| {
            let trail = &*hit.trail(10);
            let other = trail.trim_start().starts_with(['%', '°', '/', '-'])
                || super::measures(trail)
                || trail.starts_with(" deg");
            if other { None } else { trailing_number(hit) }
        },
    },
    Rule {
        id: "age.years",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"(?-u:\b)(?:9[0-9]|1[0-3][0-9])[ ](?i-u:years|yrs?)(?-u:\b)",
        accept: |hit| {
            let trail = &*hit.trail(14);
            let span = [" ago", " of ", " pack", " later", " in ", " prior", " since", " from", " experience"]
                .iter()
                .any(|w| trail.starts_with(w));
            if span { None } else { leading_number(hit) }
        },
    },
    Rule {
        id: "age.parenthesis",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: r"[ ]\((?:9[0-9]|1[0-3][0-9])[,;)]",
        accept: |hit| {
            // "DOB 9/11/32 (93)": behind a date.
            let lead = &*hit.lead(11);
            let day = lead.rsplit(' ').next().unwrap_or_default();
            let is_dated = day.len() >= 4
                && (day.bytes().filter(|b| matches!(b, b'/' | b'-')).count() == 2
                    || ["19", "l9", "193", "l93", "192"].iter().any(|century| day.starts_with(century))
                        && day.len() == 4);
            if is_dated && day.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'l' | b'o')) {
                return Some(hit.part(hit.start + 2, hit.end - 1).writing(Write::Age));
            }
            let word = cursor::word_ending(hit.text, hit.start)?;
            let entry = crate::lexicon::look_up(word.text);
            let kin = [
                "mother",
                "father",
                "sister",
                "brother",
                "wife",
                "husband",
                "aunt",
                "uncle",
                "mom",
                "dad",
                "grandmother",
                "grandfather",
                "grandma",
                "grandpa",
                "granny",
                "nana",
                "oma",
                "opa",
                "nonna",
                "nonno",
                "abuela",
                "abuelo",
                "obaasan",
                "ojiisan",
                "halmoni",
                "babcia",
                "lola",
                "lolo",
                "bubbe",
                "yiayia",
            ]
            .contains(&word.text.to_ascii_lowercase().as_str());
            (kin || word.is_title_case() && (entry.is_name() || entry.is_unknown()) && !entry.is_clinical())
                .then(|| hit.part(hit.start + 2, hit.end - 1).writing(Write::Age))
        },
    },
    Rule {
        id: "age.spanish",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:noventa(?:[ ]y[ ](?:un|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))?|cien(?:to)?(?:[ ](?:uno|dos|tres|cuatro|cinco))?)[ ]a)(?:\u{f1}|\u{d1}|n|N)(?i-u:os\b)",
        accept: |hit| Some(hit.part(hit.start, hit.start + hit.value().rfind(' ')?).writing(Write::Age)),
    },
    Rule {
        id: "age.at_death",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:died|dead|deceased|passed(?:[ ]away)?|lived|d\.|dec'?d)[ ]?(?:(?:in[ ])?(?:19|20)[0-9]{2},?)?[ ](?:(?:at|to|@|until|till)[ ])?(?:be[ ])?(?:the[ ])?(?:age[ ])?(?:of[ ])?(?:9[0-9]|1[0-3][0-9])\b)",
        accept: trailing_number,
    },
    Rule {
        id: "age.words_apposed",
        class: IdentifierClass::Date,
        confidence: Confidence::Medium,
        pattern: concat!(r"(?i-u:, ", words!(), r",)"),
        accept: |hit| Some(hit.part(hit.start + 2, hit.end - 1).writing(Write::Age)),
    },
    Rule {
        id: "age.words",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: concat!(
            r"(?i-u:\b",
            words!(),
            r"[ -]{1,2}(?:(?:years?|yrs?)[ -]{1,2}(?:old|of[ ]age|young)|yo|y/o)\b)"
        ),
        accept: |hit| {
            Some(
                hit.part(hit.start, hit.start + words_end(hit.value(), &["year", "yr", "yo", "y/o"])?)
                    .writing(Write::Age),
            )
        },
    },
    Rule {
        id: "age.words_labelled",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: concat!(
            r"(?i-u:\b(?:aged?[ ]?[:=][ ]?|(?:aged?|i'?m|i[ ]am|(?:will|would|to)[ ]be|turn(?:ed|s|ing)?|reach(?:ed|es|ing)?|made[ ]it[ ]to|saw|nearly|almost|at|(?:who|he|she|mother|father|sister|brother|grandmother|grandfather)[ ](?:is|was)|s?he'?s|lived[ ]to|alive[ ]at|dead[ ]at|died[ ]at)[ ])(?:of[ ])?",
            words!(),
            r"(?:[ -]and[ -]a[ -]half)?\b)"
        ),
        accept: |hit| {
            let from = ["ninety", "one hundred", "one-hundred", "a hundred", "a-hundred"]
                .iter()
                .filter_map(|word| hit.value().to_ascii_lowercase().find(word))
                .min()?;
            let trail = &*hit.trail(10);
            (![
                " deg", " per", " min", " fe", " mil", " mph", " beats", " dollars", " sec", " hour", " day", " week",
                " ml", " mg", "-deg", "-min",
            ]
            .iter()
            .any(|u| trail.starts_with(u)))
            .then(|| hit.part(hit.start + from, hit.end).writing(Write::Age))
        },
    },
    Rule {
        id: "age.ordinal",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:ninetieth|ninety-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|(?:one[ -])?hundredth|hundred[ ]and[ ](?:first|second|third|fourth|fifth))[ ]birthday\b)",
        accept: |hit| Some(hit.part(hit.start, hit.start + words_end(hit.value(), &["birthday"])?).writing(Write::Age)),
    },
    Rule {
        id: "age.decade",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:his|her|their|my|your)[ ](?:(?:early|mid|middle|late)[ -])?(?:[19]?[0-9]0'?s|nineties|hundreds)\b|\b(?:early|mid|middle|late)[ -](?:90'?s|nineties|100'?s)[ -](?:lady|woman|man|male|female|gentleman|patient|pt|mother|father|grandmother|grandfather|widow|widower|resident|m|f)\b)",
        accept: |hit| {
            let value = hit.value();
            // "mid-90s lady": the noun behind is none of it.
            let lower = value.to_ascii_lowercase();
            let ends = ["0s", "0's", "nineties", "hundreds"].iter();
            let end = ends.filter_map(|word| lower.find(word).map(|at| at + word.len())).max()?;
            let from = value.get(..end)?.rfind([' ', '-'])? + 1;
            let decade = numbers(value).next().map_or(90, |(number, _)| number);
            (decade >= 90).then(|| hit.part(hit.start + from, hit.start + end).writing(Write::Age))
        },
    },
    Rule {
        id: "age.noun",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:nonagenari(?:an|o|a)|(?:super)?centenari(?:an|o|a))s?\b)",
        accept: |hit| Some(hit.whole().writing(Write::Age)),
    },
    Rule {
        id: "age.birth_year",
        class: IdentifierClass::Date,
        confidence: Confidence::High,
        pattern: r"(?i-u:\b(?:(?:born(?:[ ]in)?(?:[ ]the)?(?:[ ](?:early|mid|late))?|y\.?o\.?b\.?|d\.?o\.?b\.?|bday|birth(?:day)?|birth[ ]?year|year[ ]of[ ]birth|birthdate|date[ ]of[ ]birth|nacid[oa](?:[ ]en)?)(?:[ ]of[ ](?:the[ ])?(?:mother|father|mom|dad|parent|patient|pt|spouse|wife|husband))?(?:[ ](?:is|was|in))?(?:[ \x22:=(~.-]{1,16}|:?\r?\n)(?:[x*_]{1,2}[/-][x*_]{1,2}[/-])?|b(?:\.[ :=~]{0,16}|[ ]))(?:(?:18|19)[0-9]{2}|'(?:2[7-9]|3[0-9]))(?:'?s)?\b)|(?-u:\b)19[0-3][0-9]-born(?-u:\b)|\((?:18[89]|19[0-3])[0-9][ ]?(?:-|\u{2013})[ ]?(?:19|20)[0-9]{2}\)",
        accept: |hit| {
            // "born '33": no year that has come since has these two figures.
            let Some(at) =
                hit.value().find('\'').filter(|at| hit.value().len() - at < 5 && !hit.value().ends_with('s'))
            else {
                return birth_year(hit);
            };
            let (year, _) = numbers(hit.value().get(at..)?).next()?;
            let kept = date::year(1900 + year, hit.reference);
            (year > hit.reference.year % 100 && !kept.is_kept() && hit.stands_alone())
                .then(|| hit.part(hit.start + at + 1, hit.end).writing(Write::Date(kept)))
        },
    },
];

/// What counts only in a document that names somebody.
pub(crate) const LIKELY: &[Rule] = &[
    // "…, 92, …": between commas, where nothing is measured.
    Rule {
        id: "age.commas.likely",
        class: IdentifierClass::Date,
        confidence: Confidence::Low,
        pattern: r",[ ](?:9[0-9]|10[0-9])(?:[,:;)]|[ ](?:and|who|lives|was|home)(?-u:\b))",
        accept: |hit| {
            let lead = &*hit.lead(24);
            let lead = lead.rsplit([';', '(']).next().unwrap_or_default();
            let is_measure = lead.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
                word.bytes().any(|b| b.is_ascii_digit())
                    || matches!(
                        word,
                        "sat"
                            | "sats"
                            | "spo2"
                            | "hr"
                            | "bp"
                            | "p"
                            | "pulse"
                            | "t"
                            | "wt"
                            | "rr"
                            | "map"
                            | "o2"
                            | "temp"
                            | "sys"
                            | "glucose"
                            | "bg"
                            | "ra"
                            | "na"
                            | "cl"
                    )
            });
            let next_is_number = hit.trail(3).trim_start().starts_with(|c: char| c.is_ascii_digit());
            let at = hit.start + 2;
            let len = super::numbers(hit.value()).next()?.1;
            (!is_measure && !next_is_number).then(|| hit.part(at, at + len).writing(Write::Age))
        },
    },
    // "Avrum is 90.", "Mother blind at 90.", "her father used CPAP til 91."
    Rule {
        id: "age.is.likely",
        class: IdentifierClass::Date,
        confidence: Confidence::Low,
        pattern: r"(?i-u:\b(?:is|was|at|till?|until)[ ](?:9[0-9]|10[0-9]))(?:[.;,)!]|$|\n|[ ](?:and|now|but|so|this|in|on)(?-u:\b))",
        accept: |hit| {
            let (number, len) = super::numbers(hit.value()).next()?;
            let at = hit.start + hit.value().find(|c: char| c.is_ascii_digit())?;
            let goes_on = hit.trail(1).starts_with(|c: char| c.is_ascii_digit());
            if !matches!(hit.value().as_bytes().first(), Some(b'i' | b'I' | b'w' | b'W')) {
                return (!goes_on && is_of_kin(hit) && number > 89).then(|| hit.part(at, at + len).writing(Write::Age));
            }
            let comma = usize::from(hit.lead(2).starts_with(','));
            let word = cursor::word_ending(hit.text, hit.start.checked_sub(1 + comma)?)?;
            let entry = crate::lexicon::look_up(word.text);
            let is_person = word.is_title_case() && (entry.is_name() || entry.is_unknown()) && !entry.is_clinical();
            (is_person && !goes_on).then(|| hit.part(at, at + len).writing(Write::Age))
        },
    },
    // A column behind a date of birth.
    Rule {
        id: "age.column.likely",
        class: IdentifierClass::Date,
        confidence: Confidence::Low,
        // And "F/93", "M 90  DOB", "has 94", "est 85-95", "93, female", "31 July 1934 = 92", "104   F   ", where nothing is measured.
        pattern: r"(?-u:\b)(?:[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2,4}[ ]{2,6}(?:9[0-9]|10[0-9])|[MF]/(?:9[0-9]|10[0-9])|(?:M|F|Male|Female)[ ]{1,6}(?:9[0-9]|10[0-9])[ ]{1,4}(?i-u:dob)|(?:[Tt]iene|[Tt]en\u{ed}a|has|est\.?|estimated)[ ](?:[6-9][0-9](?:-|\u{2013}))?(?:9[0-9]|10[0-9])|(?:9[0-9]|10[0-9]),[ ](?:fe)?male|(?:19[0-3][0-9]|[/-][0-9]{2})[ ]=[ ](?:9[0-9]|10[0-9]))(?-u:\b)|(?-u:\b)(?:9[0-9]|1[01][0-9])[ ]{2,6}[MF][ ]{2}|(?-u:\b)(?:M|F|Male|Female)[ ]{1,6}(?:9[0-9]|10[0-9])[ ]{2}",
        accept: |hit| {
            let value = hit.value();
            let last = value.rfind(|c: char| c.is_ascii_digit())? + 1;
            let len = value.get(..last)?.bytes().rev().take_while(u8::is_ascii_digit).count();
            let trail = hit.trail(12);
            let goes_on = trail
                .strip_prefix(['/', '.', ',', '-', ' '])
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
                || trail.starts_with(['%', '/']);
            let is_sexed = value.ends_with("male");
            let is_said = value.starts_with(|c: char| c.is_ascii_lowercase())
                || value.starts_with("Ti")
                || value.starts_with("Te");
            let lead = hit.lead(6);
            let is_free = match (is_sexed, is_said) {
                (true, _) => {
                    let lead = lead.trim_end_matches([' ', '-', '*', '"']);
                    lead.is_empty() || lead.ends_with(['\n', '.', ':', ';', '(', ','])
                }
                (_, true) => trail.is_empty() || trail.starts_with(['"', '.', ',', ';', ')', '\n', '\r', '?', '!']),
                _ => true,
            };
            let cut = hit.part(hit.start + last - len, hit.start + last).writing(Write::Age);
            (hit.stands_alone() && is_free && !goes_on && !super::measures(&trail)).then_some(cut)
        },
    },
    // In words, whatever stands before: "I am ninety in May", "reached ninety-seven".
    Rule {
        id: "age.words.likely",
        class: IdentifierClass::Date,
        confidence: Confidence::Low,
        pattern: r"(?i-u:\bninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|odd|something)(?:[ -]and[ -]a[ -]half)?|something)?\b|\b90-something\b|\bnoventa(?:[ ]y[ ](?:tantos|tantas|pico|algo|un|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))?\b|\b(?:hasta|a|tiene|cumple|cumpli(?:o|(?u:\u{f3}))|ten(?:i|(?u:\u{ed}))a)[ ](?:los[ ])?(?:cien|ciento[ ](?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez))\b)",
        accept: |hit| {
            let trail = &*hit.trail(12);
            let other = [
                " deg", " per", " min", " fe", " mil", " mph", " beat", " dol", " sec", " hour", " hr", " day",
                " week", " ml", " mg", "-deg", "-min", "-day", " pou", " over", " step", " percent", "-per", " unit",
                "-mile", " month", " tab", " pill", " cap", " one", " two", " three", " four", " five", " six",
                " seven", " eight", " nine",
            ];
            let lead = &*hit.lead(10);
            let is_number =
                ["hundred ", "teen ", "point ", "over ", "one ", "two ", "three ", "four ", "five ", "nineteen "]
                    .iter()
                    .any(|word| lead.ends_with(word));
            let from = hit.value().to_ascii_lowercase().rfind("cien").unwrap_or(0);
            (hit.stands_alone() && !is_number && !other.iter().any(|unit| trail.starts_with(unit)))
                .then(|| hit.part(hit.start + from, hit.end).writing(Write::Age))
        },
    },
];

/// Whether the sentence speaks of somebody's kin, and of nothing that is measured.
fn is_of_kin(hit: &Hit<'_>) -> bool {
    let lead = hit.lead(48);
    let sentence = lead.rsplit(['.', ';', '\n', ':', '(']).next().unwrap_or_default();
    let words = || sentence.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_measure = |word: &str| {
        matches!(
            word,
            "sat"
                | "sats"
                | "spo"
                | "hr"
                | "bp"
                | "pulse"
                | "rate"
                | "temp"
                | "wt"
                | "weight"
                | "glucose"
                | "bg"
                | "sugar"
                | "sugars"
                | "map"
                | "set"
                | "dose"
                | "mg"
                | "ef"
                | "kept"
                | "keep"
                | "goal"
                | "scored"
                | "score"
                | "fever"
        )
    };
    // "wife at 90": who is seen, not when.
    words().count() > 1 && words().any(crate::text::token::lists::is_kin) && !words().any(is_measure)
}

/// The age at the start of the hit, when it is one of the pool.
fn leading_number(hit: &Hit<'_>) -> Option<Cut> {
    let (_, len) = numbers(hit.value()).next()?;
    // ">90 years old", "89/90 yo"
    let is_worded = hit.value().ends_with("old") || hit.value().ends_with(['o', 'O']);
    let is_paired = || {
        let lead = hit.lead(4);
        lead.ends_with("9/") && lead.trim_end_matches('/').bytes().rev().take_while(u8::is_ascii_digit).count() == 2
    };
    let is_other = match hit.char_before() {
        Some('<' | '>') => !is_worded,
        Some('/') => !(is_worded && is_paired()),
        Some('.' | ',') => true,
        _ => false,
    };
    if !hit.stands_alone() || is_other {
        return None;
    }
    Some(hit.part(range_start(hit), hit.start + len).writing(Write::Age))
}

/// "between 90 and 95 years old", "90-95 years old": where the range begins.
fn range_start(hit: &Hit<'_>) -> usize {
    let lead = cursor::window_before(hit.text, hit.start, 12);
    let joint = [" and ", " to ", " or ", "-", "\u{2013}"].into_iter().find(|joint| lead.ends_with(joint));
    let head = joint.and_then(|joint| lead.strip_suffix(joint)).unwrap_or_default();
    let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    let low = head.get(head.len() - digits..).and_then(|low| low.parse::<i32>().ok());
    match (joint, low) {
        (Some(joint), Some(90..=139)) => hit.start - joint.len() - digits,
        _ => hit.start,
    }
}

/// The age at the end of the hit, unless the number goes on or is the pool itself.
fn trailing_number(hit: &Hit<'_>) -> Option<Cut> {
    let (_, len) = numbers(hit.value()).last()?;
    let trail = &*hit.trail(12);
    let goes_on =
        trail.strip_prefix(['.', '/', ',']).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    if !hit.stands_alone()
        || goes_on
        || trail.starts_with('%')
        || trail.starts_with(" or older")
        || trail.starts_with(" mo")
    {
        return None;
    }
    Some(hit.part(hit.end - len, hit.end).writing(Write::Age))
}

/// The age at the end of the hit, unless it measures something.
fn plain_number(hit: &Hit<'_>) -> Option<Cut> {
    let trail = &*hit.trail(12);
    let next = trail.trim_start();
    let is_other = next.starts_with(['%', '\u{b0}', '/', '-', '.'])
        && !next.get(1..2).is_none_or(|c| matches!(c, " " | "\n" | "y"))
        || super::measures(trail)
        || [
            "deg", "beats", "pounds", "pack", "days", "weeks", "months", "times", "percent", "miles", "steps",
            "systolic",
        ]
        .iter()
        .any(|unit| next.starts_with(unit));
    if is_other {
        return None;
    }
    // A comma at the beginning belongs to the sentence.
    let comma = usize::from(hit.value().starts_with(','));
    trailing_number(&Hit { text: hit.text, start: hit.start + comma, end: hit.end, reference: hit.reference })
}

/// A number after a comma and a word written as a name.
fn apposed(hit: &Hit<'_>) -> Option<Cut> {
    let (_, len) = numbers(hit.value()).next()?;
    let before = hit.start.checked_sub(2).filter(|at| hit.text.get(*at..hit.start) == Some(", "))?;
    let word = cursor::word_ending(hit.text, before)?;
    let shouted = word.is_all_capitals() && word.text.len() > 2 && crate::lexicon::look_up(word.text).is_name();
    let is_name = (word.is_title_case() || shouted)
        && !words::is_common(word.text)
        && !words::is_clinical(word.text)
        && !crate::text::token::lists::is_stop(word.text);
    (is_name && !hit.trail(4).trim_start().starts_with(|c: char| c.is_ascii_digit()))
        .then(|| hit.part(hit.start, hit.start + len).writing(Write::Age))
}

/// `91F`: an age, unless it is a temperature in Fahrenheit.
fn with_sex(hit: &Hit<'_>) -> Option<Cut> {
    let (number, len) = numbers(hit.value()).next()?;
    let lead = &*hit.lead(14);
    let trail = &*hit.trail(10);
    // In the line, and as words: "patient 94F" is no temperature.
    let is_warm = lead.rsplit('\n').next().unwrap_or_default().split(|c: char| !c.is_ascii_alphabetic()).any(|word| {
        matches!(word, "t" | "tm" | "max" | "tmax" | "deg" | "febrile")
            || word.starts_with("temp")
            || word.starts_with("fever")
    });
    let is_person = [
        " with", " w/", " c/o", " s/p", " here", " h/o", " hx", " who", " pres", " adm", " from", " p/w", ",", " pt",
        " f/u",
    ]
    .iter()
    .any(|word| trail.starts_with(word));
    let could_be_warm = hit.value().ends_with('F') && (94..=107).contains(&number);
    let touches = hit.char_before().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '-'));
    // "94/F", "(94F)"
    let is_marked = hit.value().contains('/') || lead.ends_with('(') && trail.starts_with(')');
    (!touches && !(could_be_warm && (is_warm || !is_person && !is_marked)))
        .then(|| hit.part(hit.start, hit.start + len).writing(Write::Age))
}

/// Where the words of the number end and the noun begins.
fn words_end(value: &str, nouns: &[&str]) -> Option<usize> {
    let lower = value.to_ascii_lowercase();
    let noun = nouns.iter().filter_map(|noun| lower.find(noun)).min()?;
    Some(lower.get(..noun)?.trim_end_matches([' ', '-']).len())
}

/// A year of birth alone goes only if it tells an age of the pool.
fn birth_year(hit: &Hit<'_>) -> Option<Cut> {
    // "(1930-2024)": the years of a life.
    if hit.value().starts_with('(') {
        let ((year, len), (last, _)) = (numbers(hit.value()).next()?, numbers(hit.value()).last()?);
        let kept = date::year(year, hit.reference);
        let is_life = (1..120).contains(&(last - year)) && last <= hit.reference.year;
        return (is_life && !kept.is_kept())
            .then(|| hit.part(hit.start + 1, hit.start + 1 + len).writing(Write::Date(kept)));
    }
    let (year, len) = numbers(hit.value()).last()?;
    let goes_on =
        hit.trail(2).strip_prefix(['-', '/', '.']).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let kept = date::year(year, hit.reference);
    // "in the 1930s", "1930-born"
    let digits = hit.value().rfind(|c: char| c.is_ascii_digit()).map_or(hit.end, |at| hit.start + at + 1);
    (!kept.is_kept() && !goes_on).then(|| hit.part(digits - len, digits).writing(Write::Date(kept)))
}
