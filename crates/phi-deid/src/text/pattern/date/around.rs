//! The words around a form that make a day or something else of it.

/// Before a date.
#[rustfmt::skip]
pub(super) const BEFORE: &[&str] = &[
    "adm", "admit", "admitted", "after", "alive", "amp", "appt", "before", "began", "begin", "begins", "biopsy",
    "birth", "board", "booster", "born", "bx", "by", "call", "called", "cath", "cita", "closed", "collected",
    "colonoscopy", "completed", "conf", "ct", "cxr", "d", "date", "dated", "dc", "death", "del", "desde", "died",
    "discharged", "done", "dos", "dose", "drawn", "due", "dx", "dxd", "ebus", "echo", "edc", "edd", "eddd", "egd",
    "el", "end", "ending", "ends", "eval", "exp", "expires", "fall", "faxed", "fecha", "filled", "followed",
    "followup", "fri", "friday", "from", "given", "hasta", "hd", "hospitalized", "image", "imaging", "incident",
    "inj", "injected", "injury", "interview", "labs", "last", "letter", "lmp", "mailed", "mammo", "mammogram", "mon",
    "monday", "mri", "next", "note", "of", "on", "onset", "op", "opened", "or", "ordered", "p", "pap", "pet", "pft",
    "phone", "photo", "picked", "placed", "pod", "postop", "preop", "prior", "procedure", "read", "rec", "received",
    "recheck", "refill", "refilled", "reimage", "removed", "repeat", "resection", "ret", "retest", "return",
    "returned", "returns", "reviewed", "rtc", "rtw", "sat", "saturday", "scan", "scanned", "seen", "sent", "shot",
    "signed", "since", "start", "started", "starting", "starts", "stop", "stopped", "sun", "sunday", "surgery",
    "symptoms", "taken", "tdap", "through", "thru", "thu", "thurs", "thursday", "till", "today", "tomorrow", "trip",
    "tte", "tue", "tues", "tuesday", "tx", "ultrasound", "until", "up", "us", "vaccine", "vax", "visit", "wed",
    "wednesday", "weds", "week", "whipple", "wk", "x", "xr", "xray", "yesterday",
];

/// Before a fraction that is a score or a share.
#[rustfmt::skip]
pub(super) const SCORED: &[&str] = &[
    "about", "apgar", "approximately", "bp", "case", "chapter", "chapters", "cores", "ef", "est", "gad", "gcs",
    "grade", "image", "img", "level", "mallampati", "mmse", "moca", "motor", "murmur", "nodes", "of", "oriented",
    "page", "pages", "pain", "part", "pg", "phq", "positive", "power", "pulse", "pulses", "rated", "rates", "ratio",
    "reflexes", "roughly", "scale", "score", "sem", "series", "slide", "slides", "stage", "step", "strength",
    "vision", "visit", "wells", "x",
];

/// After a range of numbers that are counted.
#[rustfmt::skip]
pub(super) const COUNTED: &[&str] = &[
    "additional", "bands", "beers", "bites", "blocks", "bm", "bms", "cc", "cells", "cigarettes", "cigs", "cm", "cups",
    "daily", "day", "days", "degrees", "digit", "digits", "doses", "drinks", "episodes", "feet", "g", "glasses",
    "grade", "h", "hour", "hours", "hpf", "hrs", "inches", "l", "lb", "lines", "loose", "meals", "mets", "mg",
    "miles", "min", "minutes", "ml", "mm", "mo", "month", "months", "more", "mos", "of", "out", "oz", "packs",
    "people", "per", "pills", "points", "pounds", "ppd", "puff", "puffs", "reps", "sec", "servings", "sessions",
    "sets", "stairs", "steps", "stools", "tabs", "times", "units", "visits", "wbc", "week", "weekly", "weeks",
    "wipes", "wk", "wks", "x", "year", "years", "yrs",
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
