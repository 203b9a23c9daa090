//! Words that stand beside names and places, or look like them.
//!
//! General knowledge of clinical English, no lexicon of names.

mod place;
mod thing;

pub(in crate::text) use super::substances::is_drug_like;
use crate::text::words::Traits;
use place::{
    DEPARTMENT, DWELLING_LEAD, INSTITUTION, PLACE_LABEL, PLACE_LEAD, PLACE_OPENER, PLACE_TAIL, VISIT_LEAD, VISIT_VERB,
    WEAK_INSTITUTION,
};
use thing::{BRAND, EPONYM, THING};

/// A word of kinship.
pub(in crate::text) fn is_kin(word: &str) -> bool {
    Traits::of(word).has(KIN_BIT)
}

/// A role that a name follows.
pub(in crate::text) fn is_role(word: &str) -> bool {
    Traits::of(word).has(ROLE_BIT)
}

/// An article: what follows is a thing.
pub(in crate::text) fn is_article(word: &str) -> bool {
    Traits::of(word).has(ARTICLE_BIT)
}

/// A credential or role after a name.
pub(in crate::text) fn is_after_person(word: &str) -> bool {
    Traits::of(word).has(AFTER_PERSON_BIT)
}

/// What a person does.
pub(in crate::text) fn is_person_verb(word: &str) -> bool {
    Traits::of(word).has(PERSON_VERB_BIT)
}

/// Stands between two parts of a name.
pub(in crate::text) fn is_joint(word: &str) -> bool {
    Traits::of(word).has(JOINT_BIT)
}

/// Parts two names.
pub(in crate::text) fn is_divider(word: &str) -> bool {
    Traits::of(word).has(DIVIDER_BIT)
}

/// Ends with a full stop inside a name.
pub(in crate::text) fn is_abbreviated(word: &str) -> bool {
    Traits::of(word).has(ABBREVIATED_BIT)
}

/// Months and days.
pub(in crate::text) fn is_month(word: &str) -> bool {
    Traits::of(word).has(MONTH_BIT)
}

/// A word before a place.
pub(in crate::text) fn is_place_lead(word: &str) -> bool {
    Traits::of(word).has(PLACE_LEAD_BIT)
}

/// A word before where somebody comes from.
pub(in crate::text) fn is_dwelling_lead(word: &str) -> bool {
    Traits::of(word).has(DWELLING_LEAD_BIT)
}

/// A word before where somebody was seen.
pub(in crate::text) fn is_visit_lead(word: &str) -> bool {
    Traits::of(word).has(VISIT_LEAD_BIT)
}

/// What is done at a place.
pub(in crate::text) fn is_visit_verb(word: &str) -> bool {
    Traits::of(word).has(VISIT_VERB_BIT)
}

/// A label that a place follows.
pub(in crate::text) fn is_place_label(word: &str) -> bool {
    Traits::of(word).has(PLACE_LABEL_BIT)
}

/// A small word that ends a place.
pub(in crate::text) fn is_place_tail(word: &str) -> bool {
    Traits::of(word).has(PLACE_TAIL_BIT)
}

/// A noun that makes the name before it one of a thing.
pub(in crate::text) fn is_thing(word: &str) -> bool {
    Traits::of(word).has(THING_BIT)
}

/// Abbreviations and frequent capitalised words of notes that end a name.
pub(in crate::text) fn is_stop(word: &str) -> bool {
    Traits::of(word).has(STOP_BIT)
}

/// Persons after whom diseases, signs, devices and scales are named.
pub(in crate::text) fn is_eponym(word: &str) -> bool {
    Traits::of(word).has(EPONYM_BIT)
}

#[rustfmt::skip]
const TITLE: &[&str] = &[
    "aunt", "auntie", "bishop", "brother", "capt", "captain", "chaplain", "coach", "col", "cpl", "dep", "deputy", "det",
    "detective", "doctor", "don", "doña", "dr", "dra", "drs", "elder", "father", "fr", "grandma", "grandpa", "hermana",
    "hon", "imam", "ing", "inv", "investigator", "judge", "lic", "lieutenant", "lt", "maestra", "maestro", "maj",
    "miss", "mlle", "mme", "mother", "mr", "mrs", "ms", "mstr", "mx", "nana", "nurse", "ofc", "officer", "pastor",
    "pfc", "prof", "profesor", "profesora", "professor", "rabbi", "rev", "reverend", "senator", "sergeant", "señor",
    "señora", "sgt", "sister", "sor", "sr", "sra", "srta", "tio", "trooper", "tutu", "tía", "tío", "uncle",
];

#[rustfmt::skip]
const KIN: &[&str] = &[
    "abuela", "abuelo", "aunt", "auntie", "baby", "boss", "boy", "boyfriend", "brother", "brother-in-law",
    "brothers", "caregiver", "child", "children", "cousin", "coworker", "dad", "daughter", "daughter-in-law",
    "daughters", "dtr", "esposa", "esposo", "ex", "ex-husband", "ex-wife", "father", "father-in-law", "fiance",
    "fiancee", "fiancé", "fiancée", "fob", "friend", "girl", "girlfriend", "granddaughter", "grandfather",
    "grandma", "grandmother", "grandpa", "grandson", "guardian", "hermana", "hermanas", "hermano", "hermanos",
    "hija", "hijo", "husband", "in-law", "infant", "kid", "kids", "landlord", "madre", "mama", "mamá", "mgf",
    "mgm", "mob", "mom", "mother", "mother-in-law", "mum", "neighbor", "nephew", "niece", "nieta", "nieto", "novia",
    "novio", "nuera", "padre", "papa", "papá", "partner", "pgf", "pgm", "prima", "primo", "roommate", "sibling",
    "siblings", "sibs", "sister", "sister-in-law", "sisters", "son", "son-in-law", "sons", "sponsor", "spouse",
    "stepdaughter", "stepfather", "stepmother", "stepson", "suegra", "suegro", "twin", "twins", "tía", "tío",
    "uncle", "wife", "yerno",
];

#[rustfmt::skip]
const ROLE: &[&str] = &[
    "abogada", "abogado", "abstractor", "adjuster", "advocate", "agent", "agents", "aide", "aka", "alias", "anes",
    "anesth", "anesthesia", "anesthesiologist", "anesthetist", "assist", "assistant", "asst", "att", "attending",
    "attorney", "atty", "auditor", "author", "babysitter", "bailiff", "bf", "biomed", "bishop", "boarder", "bystander",
    "called", "called-to", "caller", "calls", "captain", "cardiologist", "case-worker", "caseworker", "cc", "ccls",
    "chaplain", "charge", "chiropractor", "chofer", "circ", "circulator", "clerk", "client", "cm", "cna", "cnas", "cnm",
    "coach", "comadrona", "conductor", "conservator", "consultant", "contact", "coordinador", "coordinator",
    "counsellor", "counselor", "courier", "crew", "crna", "crnas", "custodian", "cyclist", "deacon", "decedent",
    "defender", "dentist", "deputies", "deputy", "dermatologist", "desk", "detective", "dietician", "dietitian",
    "dispatcher", "dispenser", "do", "doctora", "donor", "doula", "dpoa", "driver", "drivers", "embalmer", "emt",
    "endocrinologist", "enfermera", "escort", "ex-boyfriend", "ex-girlfriend", "examiner", "extern", "farrier",
    "fellow", "firefighter", "foreman", "gastroenterologist", "gf", "greeter", "guarantor", "guard", "guide",
    "gynecologist", "hcp", "hcpoa", "hha", "historian", "hospice", "hospitalist", "housekeeper", "housestaff",
    "hygienist", "informant", "initials", "inmate", "insured", "intensivist", "intern", "interp", "interprete",
    "interpreter", "interviewer", "intérprete", "investigator", "janitor", "jefa", "jefe", "jockey", "judge",
    "landlady", "landlord", "lawyer", "lcsw", "liaison", "lieutenant", "lifeguard", "lmsw", "locum", "lpn", "lpns",
    "lvn", "ma", "maestra", "maestro", "magistrate", "manager", "md", "mds", "medic", "medics", "member", "midwife",
    "monitor", "moonlighter", "mortician", "ms3", "ms4", "named", "nanny", "navigator", "nephrologist", "neurologist",
    "nicknamed", "nok", "notary", "np", "nun", "nutritionist", "obstetrician", "occupant", "officers", "oncologist",
    "operador", "operadora", "operator", "ophthalmologist", "optometrist", "orderly", "organist", "pa", "paciente",
    "paralegal", "paramedic", "paraprofessional", "partera", "passenger", "passengers", "pastor", "pathologist",
    "patient", "patron", "patrón", "payee", "pcp", "pedestrian", "pediatrician", "peds", "perf", "perfusion",
    "perfusionist", "pgy1", "pgy2", "pgy3", "pgy4", "pharmacist", "phlebotomist", "photographer", "physician", "pilot",
    "planner", "poa", "podiatrist", "precepted", "precepting", "preceptor", "prelim", "prescriber", "principal",
    "probation", "proctor", "promotora", "prosecutor", "provider", "psychiatrist", "psychologist", "pt", "radiographer",
    "radiologist", "rater", "rcp", "rdms", "receptionist", "recipient", "registrar", "relieved", "rep",
    "representative", "resident", "reviewer", "rheumatologist", "rider", "rn", "rns", "scheduler", "screener", "scribe",
    "scrub", "scrubbed", "secretary", "sergeant", "sexton", "shadowing", "sheriff", "sitter", "skipper", "social",
    "sonographer", "specialist", "srna", "stepson", "student", "sub-i", "subject", "subscriber", "supervisor",
    "surgeon", "surrogate", "sw", "teacher", "tech", "technician", "technologist", "tenant", "therapist", "trabajadora",
    "trainer", "transcriptionist", "translating", "translator", "transporter", "trial", "trials", "trooper", "troopers",
    "tutor", "urologist", "usher", "vecina", "vecino", "volunteer", "w", "ward", "witness", "worker",
];

#[rustfmt::skip]
const ADDRESSING: &[&str] = &[
    "and", "ask", "asked", "asks", "attn", "by", "call", "called", "calls", "cc", "contacted", "dear", "emailed",
    "for", "from", "hello", "hey", "hi", "informed", "like", "met", "notified", "of", "page", "paged", "per",
    "phoned", "re", "saw", "see", "tell", "text", "texted", "thank", "thanks", "to", "told", "unlike", "via",
    "with",
];

#[rustfmt::skip]
const GREETING: &[&str] = &[
    "am", "dear", "hello", "hey", "hi", "is", "its", "name", "thanks", "thx",
];

#[rustfmt::skip]
const ARTICLE: &[&str] = &[
    "a", "an", "any", "each", "every", "no", "that", "the", "these", "this", "those",
];

#[rustfmt::skip]
const CLINICAL_LEAD: &[&str] = &[
    "acute", "bilateral", "capsule", "chronic", "indwelling", "left", "mg", "modified", "neg", "negative", "on",
    "placed", "pos", "positive", "right", "started", "tablet", "taking", "using",
];

#[rustfmt::skip]
const AFTER_PERSON: &[&str] = &[
    "aprn", "arnp", "bsn", "ccrc", "cgc", "cna", "crna", "cwsp", "dds", "dmd", "dnp", "do", "dpm", "dvm", "emt",
    "emt-b", "emt-p", "esq", "facs", "fnp", "iii", "jr", "lcsw", "ldn", "lpn", "lvn", "ma", "mba", "md", "mhs",
    "mls", "mph", "msw", "np", "od", "ot", "otr", "pa", "pa-c", "pgy", "pgy1", "pgy2", "pgy3", "pharmd", "phd",
    "psyd", "pt", "rd", "rn", "rph", "rrt", "slp", "sr",
];

#[rustfmt::skip]
const PERSON_VERB: &[&str] = &[
    "accepted", "accompanied", "agreed", "agrees", "also", "ambulated", "appears", "arrived", "asked", "asks",
    "aware", "back", "became", "began", "believes", "brought", "called", "calls", "came", "can", "complains",
    "consented", "continues", "could", "covering", "cried", "declined", "declines", "demonstrates", "denied",
    "denies", "described", "describes", "did", "died", "does", "drinks", "drove", "eats", "endorsed", "endorses",
    "enjoys", "expressed", "feels", "fell", "felt", "gave", "gets", "got", "graduated", "had", "has", "held",
    "helped", "here", "is", "joined", "knows", "left", "likes", "lived", "lives", "looked", "loves", "made",
    "married", "moved", "needs", "noted", "notes", "notified", "ok'd", "okd", "paged", "passed", "plays", "prefers",
    "present", "presented", "presents", "quit", "ran", "recheck", "refused", "refuses", "reported", "reports",
    "requested", "requests", "resides", "retired", "returned", "reviewed", "rounded", "said", "sat", "saw", "says",
    "seemed", "seems", "sees", "should", "signed", "sleeps", "slept", "smiled", "smokes", "sounds", "spoke",
    "started", "stated", "states", "stayed", "stopped", "struggles", "takes", "talked", "tells", "texted", "thinks",
    "thought", "told", "took", "tried", "turned", "understands", "updated", "uses", "verbalized", "visited",
    "walked", "walks", "wanted", "wants", "was", "went", "were", "who", "will", "wishes", "woke", "wore", "worked",
    "works", "worries", "would", "writes", "wrote",
];

#[rustfmt::skip]
const JOINT: &[&str] = &[
    "al", "and", "bat", "ben", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn", "la", "las",
    "le", "los", "of", "ter", "the", "van", "von", "y",
];

#[rustfmt::skip]
const DIVIDER: &[&str] = &[
    "and", "of", "the",
];

#[rustfmt::skip]
const ABBREVIATED: &[&str] = &[
    "ctr", "dr", "ft", "geo", "hosp", "jr", "med", "mount", "mt", "sr", "st", "ste", "univ", "wm",
];

#[rustfmt::skip]
const MONTH: &[&str] = &[
    "apr", "april", "aug", "august", "dec", "december", "feb", "february", "fri", "friday", "jan", "january", "jul",
    "july", "jun", "june", "mar", "march", "may", "mon", "monday", "nov", "november", "oct", "october", "sat",
    "saturday", "sep", "sept", "september", "sun", "sunday", "thu", "thursday", "tue", "tuesday", "wed",
    "wednesday",
];

#[rustfmt::skip]
const LEAD: &[&str] = &[
    "a", "agency", "an", "and", "at", "attending", "by", "clinic", "dest", "destination", "employer", "facility",
    "family", "for", "from", "her", "his", "hospital", "in", "is", "lives", "location", "my", "of", "our",
    "patient", "pcp", "per", "pharmacy", "provider", "pt", "resident", "seen", "site", "spouse", "the", "their",
    "to", "transferred", "via", "was", "with", "worked", "works",
];

#[rustfmt::skip]
const STOP: &[&str] = &[
    "abd", "abilify", "abnormal", "ace", "acute", "addendum", "address", "adhd", "adv", "advair", "advil", "aetna",
    "afghanistan", "afib", "afirma", "african", "afternoon", "age", "aids", "albania", "albuterol", "alergias",
    "aleve", "algeria", "allergies", "alp", "als", "alt", "am", "ama", "ambien", "america", "american", "amharic",
    "anesthesia", "apgar", "app", "approved", "apr", "apt", "aquacel", "arabic", "arb", "aren't", "argentina",
    "armenia", "asian", "assessment", "ast", "ativan", "aug", "augmentin", "australia", "auth", "autumn", "avastin",
    "avenue", "bactrim", "bangladesh", "bcbs", "bcc", "bed", "belgium", "benadryl", "bengali", "bid", "bishop-score",
    "black", "blue", "bmi", "bmp", "bmt", "bolivia", "bosnia", "bot", "box", "bp", "brazil", "brown", "buddhist",
    "building", "bulgaria", "bun", "burma", "burmese", "by", "cad", "cambodia", "cameroon", "can't", "canada",
    "cannot", "cantonese", "card", "catholic", "caucasian", "cbc", "cc", "cdc", "cdiff", "celexa", "cell", "cerner",
    "cert", "chf", "chief", "chile", "china", "chinese", "christian", "christmas", "chronic", "cigna", "cipro",
    "cita", "city", "ckd", "cl", "claritin", "class", "cmp", "cms", "co2", "code", "colace", "cologuard", "colombia",
    "comment", "comments", "commonwealth", "comparison", "complaint", "complications", "condition", "confidential",
    "congo", "continued", "copd", "copy", "coreg", "couldn't", "coumadin", "country", "county", "course", "court",
    "covid", "cp", "cpt", "cr", "creole", "crestor", "croatia", "crp", "cs", "ct", "cv", "cva", "cx", "cxr",
    "cymbalta", "date", "dea", "dear", "dec", "december", "decipher", "ded", "dep", "depakote", "derm", "diagnoses",
    "diagnosis", "dictated", "didn't", "dieta", "dilantin", "dispo", "disposition", "divorced", "dm", "dni", "dnr",
    "dnr'd", "dob", "dod", "doesn't", "don't", "draft", "drive", "dvt", "east", "easter", "eastern", "ecg", "echo",
    "ecuador", "ed", "edad", "edd", "effexor", "ega", "egypt", "ehr", "ekg", "electronically", "eliquis", "email",
    "employer", "emr", "enbrel", "end", "endo", "english", "ent", "eomi", "epi", "epic", "epo", "er", "eritrea",
    "esr", "esrd", "estonia", "estudio", "ethiopia", "ethnicity", "european", "evening", "excel", "exp", "ext",
    "facebook", "facetime", "fall", "fam", "farsi", "farxiga", "fax", "fda", "feb", "february", "fecha", "female",
    "fh", "figure", "final", "findings", "finland", "flagyl", "flonase", "floor", "flu", "fmla", "follow-up",
    "followup", "for", "form", "foundation", "france", "french", "friday", "from", "ga", "gad", "gender", "gerd",
    "german", "germany", "ghana", "gi", "glasgow", "glidesheath", "good", "google", "gracias", "grade", "greece",
    "green", "gross", "group", "gtpal", "gu", "guardant", "guatemala", "guyana", "gyn", "haiti", "haitian", "hasn't",
    "haven't", "hba1c", "hbv", "hcp", "hct", "hcv", "he'd", "he'll", "he's", "hebrew", "heent", "hello", "heme",
    "hemovac", "heparin", "herceptin", "hgb", "hi", "him", "hindi", "hindu", "hipaa", "hispanic", "history", "hiv",
    "hld", "hmo", "hmong", "honduras", "hosp", "hospital", "hpi", "hpv", "hr", "ht", "htn", "humalog", "humana",
    "humira", "hungary", "i'd", "i'm", "i've", "ibd", "ibs", "icd", "iceland", "icu", "id", "im", "imm",
    "impression", "indian", "indication", "indonesia", "indonesian", "inpt", "inr", "instructions", "insurance",
    "interp", "interpretation", "iran", "iraq", "irb", "ireland", "isn't", "it's", "italian", "italy", "item", "iv",
    "jamaica", "january", "januvia", "japan", "japanese", "jardiance", "jehovah", "jello", "jewish", "jul", "july",
    "jun", "k", "kaiser-plan", "keflex", "keppra", "keytruda", "khmer", "korea", "korean", "kuwait", "kyleena",
    "labs", "lamictal", "lane", "lang", "language", "lantus", "lao", "laos", "lasix", "latina", "latino", "ldh",
    "left", "let's", "levaquin", "level", "levemir", "lexapro", "liberia", "libya", "liletta", "lipitor",
    "lisinopril", "listing", "lmp", "loc", "loinc", "lopressor", "losartan", "lot", "lovenox", "lower", "ltac",
    "ltcs", "lyrica", "mac", "malaysia", "male", "mammaprint", "mammo", "mandarin", "manufacturer", "maoi", "mar",
    "march", "marital", "married", "mdd", "medicaid", "medicare", "medications", "medigap", "meditech", "meds",
    "member", "metformin", "metoprolol", "mexican", "mexico", "mi", "microscopic", "mild", "miralax", "mirena",
    "mmr", "model", "moderate", "moderna", "monday", "mongolia", "morning", "morocco", "motivo", "motrin", "mri",
    "mrn", "mrsa", "ms", "msk", "msp", "muslim", "myanmar", "mychart", "na", "nail", "name", "native", "navajo",
    "ncat", "ndc", "negative", "nepal", "nepali", "netherlands", "neuro", "neurontin", "new", "nexium", "nexplanon",
    "nicaragua", "nigeria", "nih", "niño", "nkda", "no", "nombre", "none", "norco", "normal", "north", "northern",
    "norvasc", "norway", "note", "notes", "nov", "november", "novice", "novolog", "npi", "npo", "nsaid", "nsaids",
    "nsvd", "number", "oa", "ob", "objective", "occupation", "ocd", "oct", "october", "ojo", "ok'd", "old", "onc",
    "oncotype", "opdivo", "operative", "ophtho", "optho", "or", "ortho", "other", "outpt", "ozempic", "paciente",
    "pacu", "page", "pakistan", "panama", "pano", "paragard", "paraguay", "part", "paxil", "payer", "payor", "pe",
    "peds", "pepcid", "percocet", "perrl", "perrla", "persian", "peru", "pet", "pfizer", "phi", "philippines",
    "phone", "phys", "plan", "plavix", "plt", "pm", "pmh", "po", "poa", "poland", "policy", "polish", "portugal",
    "portuguese", "positive", "postoperative", "ppo", "pprom", "pradaxa", "precept", "precepts", "prednisone",
    "preoperative", "prilosec", "prn", "procedure", "procedures", "prolaris", "prom", "protestant", "protonix",
    "prozac", "psh", "psych", "ptsd", "ptt", "pulm", "punjabi", "qd", "qhs", "qid", "ra", "race", "range", "re",
    "real", "reason", "rec", "rec'd", "received", "recommendation", "recommendations", "red", "ref", "reference",
    "regards", "religion", "remicade", "renal", "resp", "results", "rev", "reviewed", "right", "risperdal",
    "rituxan", "road", "rocephin", "rom", "romania", "room", "ros", "rpt", "rr", "rsv", "russia", "russian",
    "rwanda", "saturday", "sc", "sdv'd", "section", "send", "senegal", "senna", "sent", "sep", "sept", "september",
    "serial", "seroquel", "severe", "sex", "sexo", "sh", "she'd", "she'll", "she's", "shouldn't", "signatera",
    "signature", "signed", "sincerely", "single", "singulair", "skyla", "sle", "snf", "snri", "sob", "soc", "somali",
    "somalia", "south", "southern", "spain", "spanish", "specimen", "specimens", "spiriva", "spo", "spring", "sq",
    "ssdi", "ssi", "ssn", "ssri", "stable", "stage", "stat", "state", "states", "status", "step", "street",
    "subject", "subjective", "sudan", "suite", "summer", "sunday", "superior", "surg", "svd", "swahili", "sweden",
    "switzerland", "symbicort", "synthroid", "syria", "table", "tagalog", "taiwan", "tamiflu", "tb", "tca", "tdap",
    "technique", "tel", "temp", "thai", "thailand", "thank", "thanks", "thanksgiving", "that'd", "that's", "there's",
    "they'd", "they're", "thursday", "tia", "tid", "time", "to", "today", "tolac", "tomorrow", "topamax", "toprol",
    "transcribed", "transfer", "tricare", "trop", "trulicity", "tsh", "tuesday", "tunisia", "turkey", "tylenol",
    "type", "u.s", "ua", "uganda", "ukraine", "ukrainian", "unidentified", "unit", "united", "unitedhealthcare",
    "units", "unknown", "upper", "urdu", "uri", "uruguay", "us", "usa", "uti", "uzbekistan", "va", "valium", "vanc",
    "vbac", "venezuela", "verified", "version", "vicodin", "vietnam", "vietnamese", "vitals", "vre", "vs", "ward",
    "wasn't", "wbc", "we're", "we've", "wednesday", "wellbutrin", "weren't", "west", "western", "what's", "whatsapp",
    "where's", "white", "who", "who's", "widowed", "winter", "won't", "word", "wouldn't", "wt", "xanax", "xarelto",
    "yeah", "yellow", "yemen", "yes", "yesterday", "yiddish", "you're", "you've", "youtube", "zambia", "zimbabwe",
    "zip", "zithromax", "zocor", "zofran", "zoloft", "zoom", "zosyn", "zyprexa", "zyrtec",
];

/// A title before a name.
pub(in crate::text) const TITLE_BIT: u32 = 8;

/// A word of kinship.
pub(in crate::text) const KIN_BIT: u32 = 9;

/// A role that a name follows.
pub(in crate::text) const ROLE_BIT: u32 = 10;

/// A word before people, and before much else.
pub(in crate::text) const ADDRESSING_BIT: u32 = 11;

/// Words that open or close a letter.
pub(in crate::text) const GREETING_BIT: u32 = 12;

/// An article: what follows is a thing.
pub(in crate::text) const ARTICLE_BIT: u32 = 13;

/// What follows is a sign, a device or a drug.
pub(in crate::text) const CLINICAL_LEAD_BIT: u32 = 14;

/// A credential or role after a name.
pub(in crate::text) const AFTER_PERSON_BIT: u32 = 15;

/// What a person does.
pub(in crate::text) const PERSON_VERB_BIT: u32 = 16;

/// Stands between two parts of a name.
pub(in crate::text) const JOINT_BIT: u32 = 17;

/// Parts two names.
pub(in crate::text) const DIVIDER_BIT: u32 = 18;

/// Ends with a full stop inside a name.
pub(in crate::text) const ABBREVIATED_BIT: u32 = 19;

/// A word before a place.
pub(in crate::text) const PLACE_LEAD_BIT: u32 = 22;

/// A word before where somebody comes from.
pub(in crate::text) const DWELLING_LEAD_BIT: u32 = 23;

/// A word before where somebody was seen.
pub(in crate::text) const VISIT_LEAD_BIT: u32 = 24;

/// What is done at a place.
pub(in crate::text) const VISIT_VERB_BIT: u32 = 25;

/// A label that a place follows.
pub(in crate::text) const PLACE_LABEL_BIT: u32 = 28;

/// A small word that ends a place.
pub(in crate::text) const PLACE_TAIL_BIT: u32 = 30;

/// A noun that makes the name before it one of a thing.
pub(in crate::text) const THING_BIT: u32 = 32;

/// Months and days.
pub(in crate::text) const MONTH_BIT: u32 = 20;

/// A department, not an institution.
pub(in crate::text) const DEPARTMENT_BIT: u32 = 21;

/// A noun that ends the name of an institution.
pub(in crate::text) const INSTITUTION_BIT: u32 = 26;

/// Nouns that are ordinary after a capital too.
pub(in crate::text) const WEAK_INSTITUTION_BIT: u32 = 27;

/// Begins the name of a place.
pub(in crate::text) const PLACE_OPENER_BIT: u32 = 29;

/// Stands before an institution without being part of it.
pub(in crate::text) const LEAD_BIT: u32 = 31;

/// Abbreviations and frequent capitalised words of notes that end a name.
pub(in crate::text) const STOP_BIT: u32 = 33;

/// Persons after whom diseases, signs, devices and scales are named.
pub(in crate::text) const EPONYM_BIT: u32 = 34;

/// Names of drugs, devices, tests, organisms and programs that no list of English has.
pub(in crate::text) const BRAND_BIT: u32 = 35;

/// The lists with the bit that stands for each.
pub(in crate::text) const LISTS: &[(u32, &[&str])] = &[
    (TITLE_BIT, TITLE),
    (KIN_BIT, KIN),
    (ROLE_BIT, ROLE),
    (ADDRESSING_BIT, ADDRESSING),
    (GREETING_BIT, GREETING),
    (ARTICLE_BIT, ARTICLE),
    (CLINICAL_LEAD_BIT, CLINICAL_LEAD),
    (AFTER_PERSON_BIT, AFTER_PERSON),
    (PERSON_VERB_BIT, PERSON_VERB),
    (JOINT_BIT, JOINT),
    (DIVIDER_BIT, DIVIDER),
    (ABBREVIATED_BIT, ABBREVIATED),
    (MONTH_BIT, MONTH),
    (DEPARTMENT_BIT, DEPARTMENT),
    (PLACE_LEAD_BIT, PLACE_LEAD),
    (DWELLING_LEAD_BIT, DWELLING_LEAD),
    (VISIT_LEAD_BIT, VISIT_LEAD),
    (VISIT_VERB_BIT, VISIT_VERB),
    (INSTITUTION_BIT, INSTITUTION),
    (WEAK_INSTITUTION_BIT, WEAK_INSTITUTION),
    (PLACE_LABEL_BIT, PLACE_LABEL),
    (PLACE_OPENER_BIT, PLACE_OPENER),
    (PLACE_TAIL_BIT, PLACE_TAIL),
    (LEAD_BIT, LEAD),
    (THING_BIT, THING),
    (STOP_BIT, STOP),
    (EPONYM_BIT, EPONYM),
    (BRAND_BIT, BRAND),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_join_are_short() {
        // The walk over words skips longer ones.
        assert!(JOINT.iter().all(|word| word.len() <= 3));
    }

    #[test]
    fn lists_are_sorted_and_in_small_letters() {
        for list in [
            TITLE,
            KIN,
            ROLE,
            ADDRESSING,
            GREETING,
            ARTICLE,
            CLINICAL_LEAD,
            AFTER_PERSON,
            PERSON_VERB,
            JOINT,
            DIVIDER,
            ABBREVIATED,
            MONTH,
            DEPARTMENT,
            PLACE_LEAD,
            DWELLING_LEAD,
            VISIT_LEAD,
            VISIT_VERB,
            INSTITUTION,
            WEAK_INSTITUTION,
            PLACE_LABEL,
            PLACE_OPENER,
            PLACE_TAIL,
            LEAD,
            THING,
            STOP,
            EPONYM,
            BRAND,
        ] {
            assert!(list.is_sorted_by(|a, b| a < b));
            assert!(list.iter().all(|word| *word == word.to_lowercase()));
        }
    }
}
