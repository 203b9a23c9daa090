//! The words around a form that make a day or something else of it.

/// Before a date.
#[rustfmt::skip]
pub(super) const BEFORE: &[&str] = &[
    "addend", "addendum", "adm", "admission", "admit", "admitted", "after", "alive", "amp", "anniversary", "appt",
    "arrived", "bday", "before", "began", "begin", "begins", "billed", "biopsy", "birth", "birthday", "bitten", "board",
    "booster", "born", "bx", "by", "calibrated", "call", "called", "canceled", "cancelled", "cath", "charted", "cita",
    "class", "cleaned", "closed", "collected", "colonoscopy", "completed", "conf", "countersigned", "court", "covid",
    "crashed", "ct", "cxr", "d", "date", "dated", "dc", "death", "del", "delivered", "deposited", "desde", "dexa",
    "dialysis", "died", "discharge", "discharged", "divorced", "doi", "dol", "done", "dos", "dose", "draw", "drawn",
    "drew", "due", "dx", "dxd", "ebus", "echo", "edc", "edd", "eddd", "eeg", "eff", "effective", "egd", "el", "end",
    "ending", "ends", "enrolled", "eval", "eve", "examined", "exp", "expired", "expires", "f2f", "fall", "faxed",
    "fecha", "filed", "filled", "fitting", "flu", "followed", "followup", "fri", "friday", "from", "fu", "given",
    "graduated", "hasta", "hd", "hearing", "hemodialysis", "holter", "hospitalized", "idg", "image", "imaging",
    "incident", "inj", "injected", "injured", "injury", "inspected", "inspection", "interview", "issued", "labs",
    "last", "letter", "lmp", "logged", "mailed", "mammo", "mammogram", "married", "meet", "meeting", "missed", "mon",
    "monday", "morning", "moved", "mri", "mtg", "next", "night", "nite", "noc", "noshow", "notarized", "note", "of",
    "on", "onset", "op", "opened", "or", "ordered", "p", "paid", "pap", "pet", "pft", "phone", "photo", "picked",
    "placed", "pod", "postmarked", "postop", "preop", "prior", "procedure", "quit", "rcvd", "read", "rec", "received",
    "recert", "recheck", "refill", "refilled", "reimage", "released", "removed", "renewed", "repeat", "resched",
    "rescheduled", "resection", "ret", "retest", "return", "returned", "returns", "review", "reviewed", "revised",
    "rtc", "rtw", "sat", "saturday", "scan", "scanned", "sched", "scheduled", "seen", "sent", "serviced", "shipped",
    "shot", "signed", "since", "start", "started", "starting", "starts", "stop", "stopped", "sun", "sunday", "surgery",
    "surveyed", "symptoms", "taken", "tdap", "tetanus", "through", "thru", "thu", "thurs", "thursday", "til", "till",
    "today", "tomorrow", "transfer", "transferred", "trial", "trip", "tte", "tue", "tues", "tuesday", "tx",
    "ultrasound", "until", "up", "updated", "upload", "uploaded", "us", "vacc", "vaccine", "vax", "visit", "wed",
    "wednesday", "weds", "week", "whipple", "wk", "x", "xr", "xray", "yesterday",
];

/// Before a fraction that is a score or a share.
#[rustfmt::skip]
pub(in crate::text) const SCORED: &[&str] = &[
    "about", "advair", "apgar", "apgars", "approximately", "azor", "bang", "benicar", "bipap", "bp", "caduet", "case",
    "chapter", "chapters", "completed", "cores", "cpap", "dakin", "day", "dose", "dsg", "dulera", "dyspnea", "ef",
    "entresto", "est", "exforge", "gad", "gcs", "grade", "image", "img", "level", "loestrin", "lotrel", "mallampati",
    "mmse", "moca", "motor", "murmur", "nodes", "norco", "of", "oriented", "page", "pages", "pain", "part", "percocet",
    "pg", "phq", "positive", "power", "ps", "pulse", "pulses", "qty", "rated", "rates", "ratio", "reflexes", "rm",
    "room", "roughly", "rows", "scale", "score", "sem", "series", "signs", "slide", "slides", "stage", "step",
    "strength", "suboxone", "subutex", "symbicort", "tylenol", "vicodin", "vision", "visit", "vytorin", "wells",
    "were", "x", "zubsolv",
];

/// Before a score or a dose: whatever else is said, what follows is no day.
#[rustfmt::skip]
pub(in crate::text) const NEVER_DATED: &[&str] = &[
    "ap", "apgar", "apgars", "atp", "attack", "barthel", "beighton", "berg", "bess", "bims", "bup", "cincinnati",
    "clock", "color", "colour", "dakin", "dyspnea", "epds", "exchange", "faq", "fim", "finnegan", "fl", "fte", "gds",
    "gg", "hoja", "iddsi", "ishihara", "junel", "katz", "lawton", "loestrin", "maddocks", "mmrc", "mmse", "moca",
    "nihss", "nottingham", "nx", "page", "pages", "pg", "pupils", "qty", "raises", "rass", "rigor", "rise",
    "saecg", "scat5", "scat6", "slums", "stop-bang", "timi", "unasyn", "waddell",
];

/// After a range of numbers that are counted.
#[rustfmt::skip]
pub(in crate::text) const COUNTED: &[&str] = &[
    "additional", "bands", "beers", "bites", "blocks", "bm", "bms", "cc", "cells", "cigarettes", "cigs", "cm", "cups",
    "daily", "day", "days", "degrees", "digit", "digits", "doses", "drinks", "episodes", "feet", "g", "glasses",
    "grade", "h", "hour", "hours", "hpf", "hrs", "inches", "l", "lb", "lines", "loose", "meals", "mets", "mg", "miles",
    "min", "minutes", "ml", "mm", "mo", "month", "months", "more", "mos", "of", "out", "oz", "packs", "people", "per",
    "pills", "points", "pounds", "ppd", "puff", "puffs", "reps", "sec", "servings", "sessions", "sets", "stairs",
    "steps", "stools", "tabs", "times", "units", "visits", "wbc", "week", "weekly", "weeks", "wipes", "wk", "wks", "x",
    "year", "years", "yrs",
];

/// After an ordinal that is no day of the month.
#[rustfmt::skip]
pub(super) const NUMBERED: &[&str] = &[
    "and", "attempt", "avenue", "birthday", "century", "consecutive", "cranial", "cycle", "day", "decile", "degree",
    "dose", "edition", "finger", "floor", "generation", "grade", "half", "hospital", "hour", "intercostal", "line",
    "metacarpal", "metatarsal", "molar", "month", "nerve", "of", "one", "opinion", "or", "pass", "percentile",
    "postoperative", "quarter", "rib", "session", "set", "stage", "step", "street", "time", "to", "toe", "toes",
    "trimester", "trip", "try", "ventricle", "visit", "ward", "week", "year",
];

/// Before a share that is rated, tested or taken apart.
#[rustfmt::skip]
pub(super) const RATED: &[&str] = &[
    "achilles", "and", "appearance", "as", "asia", "bcx", "bend", "biceps", "bishop", "bottles", "brachioradialis",
    "bulk", "c", "cage", "carotid", "carry", "centor", "climb", "clonus", "criteria", "cultures", "curb", "cx",
    "cycle", "cycles", "daniels", "delta", "dorsalis", "dp", "dtr", "dtrs", "edema", "femoral", "flexion", "fraction",
    "gait", "gallop", "grip", "half", "in", "intensity", "is", "jerks", "knee", "lift", "ln", "lns", "lower", "lymph",
    "meals", "mmt", "node", "on", "or", "over", "patellar", "patients", "perc", "plus", "popliteal", "qsofa", "quads",
    "radial", "ratio", "ratios", "reach", "recall", "sets", "sirs", "sit", "stand", "stoop", "survey", "systolic",
    "test", "tests", "tone", "took", "triceps", "upper", "walk", "was", "with",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_short() {
        for list in [BEFORE, SCORED, COUNTED, NUMBERED, RATED] {
            assert!(list.is_sorted() && list.iter().all(|word| word.len() < 32));
        }
    }
}
