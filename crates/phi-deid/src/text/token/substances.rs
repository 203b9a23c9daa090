//! Words that end as the names of substances do.

/// Whether the word ends as names of substances do.
pub(in crate::text) fn is_drug_like(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "azole",
        "cillin",
        "cycline",
        "dipine",
        "floxacin",
        "gliptin",
        "gliflozin",
        "glutide",
        "ine",
        "ide",
        "lol",
        "mab",
        "mycin",
        "nib",
        "olol",
        "oxin",
        "pam",
        "parin",
        "pril",
        "prazole",
        "profen",
        "ril",
        "sartan",
        "setron",
        "statin",
        "tide",
        "tinib",
        "triptan",
        "vir",
        "xaban",
        "zepam",
        "zide",
        "zine",
        "zole",
        "oma",
        "itis",
        "osis",
        "emia",
        "uria",
        "opathy",
        "ectomy",
        "otomy",
        "ostomy",
        "oscopy",
        "plasty",
        "gram",
        "graphy",
        "scope",
        "ology",
        "ase",
        "ate",
        "ium",
        "ic",
        "ical",
        "ing",
        "tion",
        "ment",
        "ness",
        "able",
    ];
    // Which letters stand last but one before which last one, a bit each: most words are told by these.
    const PAIRS: [u32; 32] = {
        let mut pairs = [0_u32; 32];
        let mut rest = ENDINGS;
        while let [ending, more @ ..] = rest {
            if let [.., before, last] = ending.as_bytes()
                && let (_, [slot, ..]) = pairs.split_at_mut((*last & 31) as usize)
            {
                *slot |= 1 << (*before & 31);
            }
            rest = more;
        }
        pairs
    };
    let [.., before, last] = word.as_bytes() else { return false };
    let may_be = PAIRS.get(usize::from(*last & 31)).is_some_and(|pairs| pairs >> (before & 31) & 1 == 1);
    may_be && word.len() > 5 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}
