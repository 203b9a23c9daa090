//! Words that stand beside names and places, or look like them.
//!
//! General knowledge of clinical English, no lexicon of names.

pub(in crate::text) use super::substances::is_drug_like;
use crate::text::words::Traits;

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
const DEPARTMENT: &[&str] = &[
    "admission", "alf", "asc", "baseline", "bedside", "cath", "ccu", "clinic", "ct", "cvicu", "cvu", "cxr",
    "discharge", "ed", "ems", "ent", "er", "gi", "gu", "hd", "hha", "home", "icu", "ir", "irf", "l&d", "lab",
    "ltac", "ltach", "micu", "midnight", "mri", "nicu", "night", "noon", "ob", "obgyn", "oncall", "opd", "or",
    "osh", "pacu", "pcp", "pd", "pet", "picu", "postop", "preop", "rehab", "rest", "sicu", "snf", "stat", "tele",
    "telemetry", "triage",
];

#[rustfmt::skip]
const PLACE_LEAD: &[&str] = &[
    "around", "en", "from", "in", "leaving", "near", "of", "outside", "past", "through", "toward", "towards", "via",
];

#[rustfmt::skip]
const DWELLING_LEAD: &[&str] = &[
    "en", "from", "in", "near", "outside",
];

#[rustfmt::skip]
const VISIT_LEAD: &[&str] = &[
    "at", "our", "to",
];

#[rustfmt::skip]
const VISIT_VERB: &[&str] = &[
    "accepted", "admission", "admit", "admits", "admitted", "appointment", "appt", "arrived", "atendida",
    "atendido", "attended", "attends", "biopsy", "born", "brought", "care", "cared", "consulted", "d/c'd", "dc'd",
    "diagnosed", "discharge", "discharged", "done", "dx", "dx'd", "employed", "enrolled", "established",
    "evaluated", "f/u", "follow-up", "followed", "followup", "goes", "going", "grew", "hospitalised",
    "hospitalized", "imaging", "job", "lived", "lives", "living", "managed", "moved", "moving", "operated",
    "performed", "presented", "presents", "procedure", "raised", "records", "referred", "rehab", "report",
    "resides", "residing", "returned", "reviewed", "scheduled", "seen", "sent", "stay", "student", "surgery",
    "taken", "trabaja", "transfer", "transferred", "transfers", "transport", "transported", "treated", "tx", "tx'd",
    "visit", "visited", "visits", "vive", "went", "worked", "working", "works", "xfer", "xferred",
];

#[rustfmt::skip]
const INSTITUTION: &[&str] = &[
    "abbey", "academy", "acupuncture", "advocates", "afb", "agency", "aid", "airlines", "airport", "airways", "alf",
    "allergy", "amb", "ambulance", "annex", "apartments", "apothecary", "apts", "aquatic", "arcade", "arena", "arroyo",
    "asc", "associates", "atrium", "attorneys", "audiology", "auto", "ave", "avenue", "aviation", "bakery", "bank",
    "baptist", "bar", "barbershop", "barracks", "bart", "base", "battalion", "bay", "bayou", "beach", "biotech",
    "bistro", "bldg", "bluff", "bluffs", "blvd", "bookstore", "borough", "botica", "boticas", "bottoms", "boulevard",
    "brewery", "brewing", "bridge", "brigade", "bureau", "butte", "cabin", "cabinets", "cabins", "cafe", "camp",
    "campground", "cannery", "canyon", "capital", "cardiology", "care", "cargo", "carniceria", "carnicería", "carwash",
    "casino", "cathedral", "causeway", "cemetery", "center", "centre", "chapel", "charter", "childcare", "children's",
    "chiropractic", "church", "cidery", "city", "cleaners", "clinic", "clinica", "clinics", "club", "clínica", "cntr",
    "co", "co-op", "collections", "college", "collision", "colony", "commons", "company", "condominiums", "condos",
    "conservatory", "construction", "consulate", "consulting", "convent", "coop", "cooperative", "corp", "correctional",
    "counseling", "county", "courthouse", "cove", "credit", "creek", "crematory", "crossing", "ctr", "dairy", "dam",
    "daycare", "dealership", "deli", "dental", "dentistry", "department", "depot", "dermatology", "detention",
    "diagnostics", "dialysis", "die", "diner", "diocese", "dist", "distillery", "district", "dme", "docks", "donuts",
    "dormitory", "drogueria", "drug", "drugmart", "drugs", "drugstore", "drywall", "ed", "electric", "elem",
    "elementary", "embassy", "ems", "endocrinology", "endodontics", "energy", "enterprises", "er", "escuela", "estates",
    "evac", "eye", "eyecare", "fabrication", "factory", "fairgrounds", "falls", "farm", "farmacia", "farms", "feedlot",
    "fellowship", "ferry", "fh", "fieldhouse", "financial", "fire", "flats", "foods", "forest", "fork", "fort",
    "foundation", "foundry", "freight", "friary", "furniture", "gap", "garage", "garden", "gardens", "garrison",
    "gastroenterology", "general", "genetics", "genomics", "grange", "grill", "grocery", "group", "grove", "gulch",
    "gym", "gymnasium", "hall", "harbor", "haven", "headstart", "health", "healthcare", "heights", "highway", "hills",
    "holdings", "hollow", "home", "homes", "hosp", "hospice", "hospital", "hospitals", "hostel", "hotel", "hs", "hut",
    "hwy", "iglesia", "imaging", "inc", "industries", "infirmary", "infusion", "inlet", "inn", "institute",
    "internists", "irf", "island", "jail", "jetty", "jhs", "junction", "kidney", "kinder", "kindergarten", "kitchen",
    "lab", "laboratories", "laboratory", "lagoon", "lake", "landing", "landscaping", "lane", "lanes", "laundromat",
    "laundry", "learning", "legal", "levee", "library", "living", "llc", "llp", "ln", "lodge", "logistics", "ltac",
    "ltach", "ltc", "ltd", "lumber", "lumberyard", "lutheran", "magnet", "mall", "management", "manor", "manufacturing",
    "marina", "market", "mart", "masonry", "meats", "med", "medical", "memorial", "mercado", "mesa", "methodist",
    "metro", "mfg", "midwifery", "midwives", "mill", "mills", "mining", "ministries", "ministry", "mission",
    "monastery", "montessori", "mortuary", "mosque", "motel", "motors", "mountain", "muffler", "museum", "nephrology",
    "neurology", "nursery", "nursing", "obgyn", "office", "oncology", "opo", "optical", "optometry", "orchard", "ortho",
    "orthodontics", "orthopaedics", "orthopedic", "orthopedics", "outreach", "overpass", "packaging", "packers",
    "packing", "pain", "painting", "pallet", "panaderia", "panadería", "pantry", "parish", "park", "parkway",
    "partners", "pathology", "pavilion", "paving", "pd", "pediatric", "pediatrics", "peds", "penitentiary",
    "periodontics", "pharma", "pharmaceuticals", "pharmacy", "physicians", "pizza", "pkwy", "plains", "plant",
    "platform", "plaza", "pllc", "plumbing", "plywood", "podiatry", "police", "pond", "poultry", "practice", "prairie",
    "presbyterian", "preschool", "press", "priory", "prison", "properties", "psychiatry", "pueblo", "quarry", "quay",
    "raceway", "radiology", "railroad", "ranch", "rancheria", "rancho", "rapids", "rd", "realty", "receivables",
    "recovery", "refinery", "refuge", "regiment", "regional", "rehab", "rehabilitation", "rescue", "reservation",
    "reservoir", "residence", "residences", "resort", "respiratory", "restaurant", "restaurante", "retreat", "revenue",
    "rheumatology", "ridge", "rigging", "rink", "river", "road", "roofing", "rv", "salon", "saloon", "salvage",
    "sanctuary", "sawmill", "school", "seminary", "services", "shelter", "sheriff", "shipping", "shipyard", "shores",
    "sleep", "slough", "snf", "sober", "society", "software", "solar", "solutions", "spa", "speedway", "spine",
    "springs", "sprouts", "spur", "stadium", "staffing", "start", "station", "steel", "steps", "store", "street",
    "studio", "suites", "summit", "supermarket", "surgery", "surgical", "swamp", "synagogue", "systems", "tabernacle",
    "taqueria", "taquería", "tavern", "taxi", "technologies", "telecom", "temple", "terminal", "terrace", "textiles",
    "theater", "theatre", "therapeutics", "tienda", "tire", "tires", "tool", "tooling", "tortilleria", "tortillería",
    "towers", "towing", "townhomes", "townhouse", "township", "trace", "transit", "transplant", "transportation",
    "tribe", "trucking", "tunnel", "underpass", "university", "urology", "utilities", "valley", "veterinary", "viaduct",
    "villa", "village", "vineyard", "vineyards", "vision", "warehouse", "welding", "wellness", "wharf", "winery",
    "women's", "womens", "woods", "works", "yard", "yards", "zoo",
];

#[rustfmt::skip]
const WEAK_INSTITUTION: &[&str] = &[
    "agency", "aid", "allergy", "amb", "annex", "associates", "audiology", "ave", "avenue", "bank", "bar", "base",
    "bay", "bayou", "beach", "bldg", "bluff", "bluffs", "bridge", "butte", "cabin", "cabins", "camp", "canyon",
    "capital", "cardiology", "care", "children's", "chiropractic", "church", "city", "club", "co", "collections",
    "college", "colony", "commons", "company", "consulting", "cooperative", "counseling", "county", "cove", "credit",
    "creek", "dental", "department", "dermatology", "diagnostics", "dialysis", "die", "dist", "district", "drug",
    "drugs", "ed", "endocrinology", "energy", "er", "eye", "falls", "fellowship", "ferry", "financial", "fire", "flats",
    "forest", "fork", "furniture", "gap", "garage", "garden", "gastroenterology", "general", "genetics", "genomics",
    "group", "grove", "gulch", "hall", "haven", "health", "heights", "hills", "hollow", "home", "homes", "hut",
    "imaging", "infusion", "island", "kidney", "kitchen", "lab", "labs", "lake", "landing", "lane", "laundry",
    "learning", "legal", "living", "ln", "lodge", "management", "market", "mart", "med", "medical", "memorial", "mesa",
    "midwifery", "midwives", "mill", "ministry", "mission", "mountain", "nephrology", "neurology", "nursery", "nursing",
    "obgyn", "office", "oncology", "optical", "optometry", "orchard", "ortho", "orthopedic", "orthopedics", "outreach",
    "overpass", "pain", "painting", "park", "partners", "pathology", "pd", "pediatric", "pediatrics", "peds",
    "physicians", "plains", "plant", "platform", "podiatry", "point", "police", "pond", "power", "practice", "prairie",
    "press", "psychiatry", "radiology", "rapids", "rd", "recovery", "refuge", "regional", "rehab", "rehabilitation",
    "rescue", "reservoir", "residence", "residences", "respiratory", "revenue", "rheumatology", "ridge", "river",
    "road", "school", "services", "shores", "sleep", "snf", "sober", "society", "software", "solar", "spine", "springs",
    "sprouts", "spur", "staffing", "start", "station", "steps", "store", "street", "suites", "summit", "surgery",
    "surgical", "systems", "technologies", "temple", "tire", "tires", "tool", "trace", "transit", "transplant",
    "transportation", "tribe", "tunnel", "urology", "valley", "veterinary", "vision", "welding", "wellness", "women's",
    "womens", "woods", "works", "yard", "yards",
];

#[rustfmt::skip]
const PLACE_LABEL: &[&str] = &[
    "agcy", "agency", "church", "city", "clinic", "company", "county", "daycare", "dest", "destination", "dispatch",
    "employer", "facility", "from", "hospital", "institution", "lab", "laboratory", "location", "nursing-home",
    "organization", "pharmacy", "practice", "residence", "resides", "scene", "school", "shelter", "site", "snf",
    "supplier", "town", "vendor", "workplace",
];

#[rustfmt::skip]
const PLACE_OPENER: &[&str] = &[
    "big", "cape", "cedar", "east", "el", "elm", "fort", "glen", "grand", "great", "la", "lake", "las", "little",
    "los", "lower", "maple", "mount", "mt", "new", "north", "oak", "old", "palm", "pine", "port", "saint", "san",
    "santa", "south", "st", "upper", "west",
];

#[rustfmt::skip]
const PLACE_TAIL: &[&str] = &[
    "apartments", "area", "branch", "building", "campus", "casino", "clinic", "clinics", "ems", "hospital", "jail",
    "location", "market", "office", "outpost", "pharmacy", "school", "shelter", "site", "store",
];

#[rustfmt::skip]
const LEAD: &[&str] = &[
    "a", "agency", "an", "and", "at", "attending", "by", "clinic", "dest", "destination", "employer", "facility",
    "family", "for", "from", "her", "his", "hospital", "in", "is", "lives", "location", "my", "of", "our",
    "patient", "pcp", "per", "pharmacy", "provider", "pt", "resident", "seen", "site", "spouse", "the", "their",
    "to", "transferred", "via", "was", "with", "worked", "works",
];

#[rustfmt::skip]
const THING: &[&str] = &[
    "agar", "anastomosis", "anemia", "angle", "aphasia", "area", "arteritis", "arthritis", "assay", "ataxia",
    "balloon", "band", "bandage", "bed", "biopsy", "blade", "body", "boot", "brace", "breathing", "cage", "canal",
    "cannula", "carcinoma", "catheter", "cell", "cells", "chair", "checklist", "chorea", "clamp", "class",
    "classification", "clip", "coil", "collar", "conduit", "contracture", "corpuscle", "cream", "criteria",
    "curette", "cyst", "deformity", "dementia", "device", "diet", "disease", "disorder", "drain", "dressing",
    "duct", "effect", "encephalopathy", "equation", "esophagitis", "esophagus", "exam", "examination", "facies",
    "fever", "filter", "flap", "forceps", "formula", "fossa", "fracture", "fundoplication", "ganglion", "gangrene",
    "gland", "grade", "graft", "granuloma", "guide", "guides", "guidewire", "heart", "hernia", "hypothesis",
    "implant", "incision", "index", "inhaler", "insulin", "inventory", "kit", "knife", "law", "lead", "leads",
    "lens", "lesion", "lift", "ligament", "line", "lines", "loop", "lymphadenopathy", "lymphocyte", "lymphoma",
    "maneuver", "mask", "medium", "metastasis", "meter", "method", "monitor", "murmur", "muscle", "nail", "needle",
    "neg", "negative", "nerve", "node", "nodes", "nodule", "nodules", "ointment", "oncology", "operation", "pad",
    "palsy", "pancreaticoduodenectomy", "patch", "pen", "phenomenon", "plaster", "plate", "point", "port", "pos",
    "position", "positive", "pouch", "procedure", "prosthesis", "protocol", "psychosis", "pump", "pupil", "pupils",
    "purpura", "questionnaire", "reflex", "regimen", "repair", "reservoir", "respirations", "retractor", "ring",
    "ringer's", "rod", "sarcoma", "scale", "scan", "scissors", "scope", "score", "screw", "sensor", "sheath",
    "shunt", "sign", "snare", "solution", "space", "speculum", "splint", "spots", "stage", "staging", "stain",
    "staple", "stent", "stocking", "stockings", "stroke", "suture", "syndrome", "syrup", "system", "tablet",
    "tablets", "tear", "technique", "tendon", "test", "thorn", "thyroiditis", "tissue", "tongs", "tool", "traction",
    "tube", "tubercle", "tumor", "type", "ulcer", "vaccine", "valve", "view", "virus", "walker", "wire", "wort",
    "yndrome",
];

#[rustfmt::skip]
const STOP: &[&str] = &[
    "abd", "abilify", "abnormal", "ace", "acute", "addendum", "address", "adhd", "adv", "advair", "advil", "aetna",
    "afib", "afirma", "african", "afternoon", "age", "aids", "albuterol", "alergias", "aleve", "allergies", "alp",
    "als", "alt", "am", "ama", "ambien", "america", "american", "amharic", "anesthesia", "apgar", "app", "approved",
    "apr", "apt", "aquacel", "arabic", "arb", "aren't", "asian", "assessment", "ast", "ativan", "aug", "augmentin",
    "auth", "autumn", "avastin", "avenue", "bactrim", "bcbs", "bcc", "bed", "benadryl", "bengali", "bid",
    "bishop-score", "black", "blue", "bmi", "bmp", "bmt", "bot", "box", "bp", "brown", "buddhist", "building", "bun",
    "burmese", "by", "cad", "can't", "cannot", "cantonese", "card", "catholic", "caucasian", "cbc", "cc", "cdc",
    "cdiff", "celexa", "cell", "cerner", "cert", "chf", "chief", "chinese", "christian", "christmas", "chronic",
    "cigna", "cipro", "cita", "city", "ckd", "cl", "claritin", "class", "cmp", "cms", "co2", "code", "colace",
    "cologuard", "comment", "comments", "commonwealth", "comparison", "complaint", "complications", "condition",
    "confidential", "continued", "copd", "copy", "coreg", "couldn't", "coumadin", "country", "county", "course",
    "court", "covid", "cp", "cpt", "cr", "creole", "crestor", "crp", "cs", "ct", "cv", "cva", "cx", "cxr", "cymbalta",
    "date", "dea", "dear", "dec", "december", "decipher", "ded", "dep", "depakote", "derm", "diagnoses", "diagnosis",
    "dictated", "didn't", "dieta", "dilantin", "dispo", "disposition", "divorced", "dm", "dni", "dnr", "dnr'd", "dob",
    "dod", "doesn't", "don't", "draft", "drive", "dvt", "east", "easter", "eastern", "ecg", "echo", "ed", "edad", "edd",
    "effexor", "ega", "ehr", "ekg", "electronically", "eliquis", "email", "employer", "emr", "enbrel", "end", "endo",
    "english", "ent", "epi", "epic", "epo", "er", "esr", "esrd", "estudio", "ethnicity", "european", "evening", "excel",
    "exp", "ext", "facebook", "facetime", "fall", "fam", "farsi", "farxiga", "fax", "fda", "feb", "february", "fecha",
    "female", "fh", "figure", "final", "findings", "flagyl", "flonase", "floor", "flu", "fmla", "follow-up", "followup",
    "for", "form", "foundation", "french", "friday", "from", "ga", "gad", "gender", "gerd", "german", "gi", "glasgow",
    "glidesheath", "good", "google", "gracias", "grade", "green", "gross", "group", "gtpal", "gu", "guardant", "gyn",
    "haitian", "hasn't", "haven't", "hba1c", "hbv", "hcp", "hct", "hcv", "he'd", "he'll", "he's", "hebrew", "heent",
    "hello", "heme", "hemovac", "heparin", "herceptin", "hgb", "hi", "him", "hindi", "hindu", "hipaa", "hispanic",
    "history", "hiv", "hld", "hmo", "hmong", "hosp", "hospital", "hpi", "hpv", "hr", "ht", "htn", "humalog", "humana",
    "humira", "i'd", "i'm", "i've", "ibd", "ibs", "icd", "icu", "id", "im", "imm", "impression", "indian", "indication",
    "indonesian", "inpt", "inr", "instructions", "insurance", "interp", "interpretation", "irb", "isn't", "it's",
    "italian", "item", "iv", "january", "januvia", "japanese", "jardiance", "jehovah", "jello", "jewish", "jul", "july",
    "jun", "k", "kaiser-plan", "keflex", "keppra", "keytruda", "khmer", "korean", "kyleena", "labs", "lamictal", "lane",
    "lang", "language", "lantus", "lao", "lasix", "latina", "latino", "ldh", "left", "let's", "levaquin", "level",
    "levemir", "lexapro", "liletta", "lipitor", "lisinopril", "listing", "lmp", "loc", "loinc", "lopressor", "losartan",
    "lot", "lovenox", "lower", "ltac", "ltcs", "lyrica", "mac", "male", "mammaprint", "mammo", "mandarin",
    "manufacturer", "maoi", "mar", "march", "marital", "married", "mdd", "medicaid", "medicare", "medications",
    "medigap", "meditech", "meds", "member", "metformin", "metoprolol", "mexican", "mi", "microscopic", "mild",
    "miralax", "mirena", "mmr", "model", "moderate", "moderna", "monday", "morning", "motivo", "motrin", "mri", "mrn",
    "mrsa", "ms", "msk", "msp", "muslim", "mychart", "na", "nail", "name", "native", "navajo", "ndc", "negative",
    "nepali", "neuro", "neurontin", "new", "nexium", "nexplanon", "nih", "niño", "nkda", "no", "nombre", "none",
    "norco", "normal", "north", "northern", "norvasc", "note", "notes", "nov", "november", "novice", "novolog", "npi",
    "npo", "nsaid", "nsaids", "nsvd", "number", "oa", "ob", "objective", "occupation", "ocd", "oct", "october", "ojo",
    "ok'd", "old", "onc", "oncotype", "opdivo", "operative", "ophtho", "optho", "or", "ortho", "other", "outpt",
    "ozempic", "paciente", "pacu", "page", "pano", "paragard", "part", "paxil", "payer", "payor", "pe", "peds",
    "pepcid", "percocet", "persian", "pet", "pfizer", "phi", "phone", "phys", "plan", "plavix", "plt", "pm", "pmh",
    "po", "poa", "policy", "polish", "portuguese", "positive", "postoperative", "ppo", "pprom", "pradaxa", "precept",
    "precepts", "prednisone", "preoperative", "prilosec", "prn", "procedure", "procedures", "prolaris", "prom",
    "protestant", "protonix", "prozac", "psh", "psych", "ptsd", "ptt", "pulm", "punjabi", "qd", "qhs", "qid", "ra",
    "race", "range", "re", "real", "reason", "rec", "rec'd", "received", "recommendation", "recommendations", "red",
    "ref", "reference", "regards", "religion", "remicade", "renal", "resp", "results", "rev", "reviewed", "right",
    "risperdal", "rituxan", "road", "rocephin", "rom", "room", "ros", "rpt", "rr", "rsv", "russian", "saturday", "sc",
    "sdv'd", "section", "send", "senna", "sent", "sep", "sept", "september", "serial", "seroquel", "severe", "sex",
    "sexo", "sh", "she'd", "she'll", "she's", "shouldn't", "signatera", "signature", "signed", "sincerely", "single",
    "singulair", "skyla", "sle", "snf", "snri", "sob", "soc", "somali", "south", "southern", "spanish", "specimen",
    "specimens", "spiriva", "spo", "spring", "sq", "ssdi", "ssi", "ssn", "ssri", "stable", "stage", "stat", "state",
    "states", "status", "step", "street", "subject", "subjective", "suite", "summer", "sunday", "superior", "surg",
    "svd", "swahili", "symbicort", "synthroid", "table", "tagalog", "tamiflu", "tb", "tca", "tdap", "technique", "tel",
    "temp", "thai", "thank", "thanks", "thanksgiving", "that'd", "that's", "there's", "they'd", "they're", "thursday",
    "tia", "tid", "time", "to", "today", "tolac", "tomorrow", "topamax", "toprol", "transcribed", "transfer", "tricare",
    "trop", "trulicity", "tsh", "tuesday", "tylenol", "type", "u.s", "ua", "ukrainian", "unidentified", "unit",
    "united", "unitedhealthcare", "units", "unknown", "upper", "urdu", "uri", "us", "usa", "uti", "va", "valium",
    "vanc", "vbac", "verified", "version", "vicodin", "vietnamese", "vitals", "vre", "vs", "ward", "wasn't", "wbc",
    "we're", "we've", "wednesday", "wellbutrin", "weren't", "west", "western", "what's", "whatsapp", "where's", "white",
    "who", "who's", "widowed", "winter", "won't", "word", "wouldn't", "wt", "xanax", "xarelto", "yeah", "yellow", "yes",
    "yesterday", "yiddish", "you're", "you've", "youtube", "zip", "zithromax", "zocor", "zofran", "zoloft", "zoom",
    "zosyn", "zyprexa", "zyrtec",
];

#[rustfmt::skip]
const BRAND: &[&str] = &[
    "abraxane", "abrysvo", "accolate", "accu-chek", "accupril", "accutane", "acinetobacter", "aciphex", "actemra",
    "actigall", "activase", "actonel", "acuvail", "ada", "adacel", "adalat", "adcetris", "adcirca", "adderall",
    "adempas", "adriamycin", "adventist", "advil", "aetna", "afluria", "afrin", "aimovig", "airvo", "ajovy", "alaris",
    "alcoholics", "aldactone", "aldara", "alecensa", "aleve", "alimentum", "allegra", "allevyn", "allscripts",
    "alphagan", "altace", "amaryl", "amharic", "amicar", "amidate", "amish", "amitiza", "amplatzer", "anaplasma",
    "anaprox", "andexxa", "android", "anectine", "anonymous", "anoro", "antabuse", "anthem", "antivert", "apidra",
    "apretude", "apriso", "aquacel", "aquaphor", "aranesp", "arava", "areds", "arexvy", "aricept", "arimidex",
    "aristocort", "arixtra", "arnuity", "aromasin", "arthrex", "arthrotec", "asacol", "ashkenazi", "aspergillus",
    "aspira", "astelin", "astepro", "atacand", "atarax", "athenahealth", "atripla", "atrovent", "aubagio", "auryxia",
    "autopulse", "availity", "avandia", "avapro", "avelox", "avodart", "avonex", "azilect", "azo", "azopt",
    "azulfidine", "babesia", "bacitracin", "bactrim", "bactroban", "balfour", "banff", "baqsimi", "bartonella",
    "basaglar", "bavencio", "bcbs", "belbuca", "belsomra", "benadryl", "benefiber", "beneprotein", "bengali", "benicar",
    "bentyl", "benzaclin", "beovu", "besivance", "betapace", "betaseron", "bexsero", "biaxin", "biktarvy", "biomet",
    "bipap", "bivona", "blastomyces", "bonine", "boniva", "bookwalter", "boostrix", "bordetella", "borrelia", "bosulif",
    "botox", "bougie", "breo", "breslow", "brevibloc", "bridion", "brilinta", "briviact", "brukinsa", "buddhist",
    "budweiser", "bufferin", "buick", "bumex", "buspar", "butrans", "bydureon", "byetta", "bystolic", "cabenuva",
    "cafergot", "calan", "calmoseptine", "calquence", "campral", "campylobacter", "cancidas", "candida", "capvaxive",
    "carac", "carafate", "carbocaine", "cardene", "cardiomems", "cardizem", "cardura", "careeverywhere", "casodex",
    "catapres", "catholic", "caucasian", "cebuano", "celebrex", "celexa", "cellcept", "centene", "cequa", "cerner",
    "cervidil", "cetaphil", "chevrolet", "chevy", "chlamydia", "cialis", "cigna", "ciloxan", "cimzia", "cipro",
    "citrix", "citrobacter", "citrucel", "claravis", "claritin", "cleocin", "cleviprex", "clomid", "clostridioides",
    "clozaril", "coban", "coccidioides", "cochlear", "cogentin", "colace", "colazal", "combigan", "combivent",
    "comirnaty", "compazine", "complera", "concerta", "coors", "copaxone", "cordarone", "coreg", "corpuls", "cosentyx",
    "cosopt", "coumadin", "covermymeds", "covidien", "coxiella", "cozaar", "cpap", "creon", "cresemba", "crestor",
    "cryptococcus", "cryptosporidium", "cubicin", "cutivate", "cyklokapron", "cymbalta", "cyramza", "cytomel",
    "cytotec", "cytovene", "cytoxan", "d5w", "dakins", "daliresp", "daptacel", "dari", "darzalex", "daudi", "davinci",
    "daypro", "dayquil", "decadron", "definity", "delsym", "demadex", "depakene", "depakote", "depo-provera", "depuy",
    "dermabond", "descovy", "desitin", "desyrel", "detrol", "dexcom", "dexilant", "dhe", "differin", "dificid",
    "diflucan", "dilantin", "dilaudid", "diovan", "diprivan", "diprolene", "ditropan", "diuril", "dobutrex", "dodge",
    "doryx", "dotarem", "dovato", "doxil", "doximity", "drager", "dramamine", "dulcolax", "dulera", "duoderm",
    "dupixent", "duragesic", "durezol", "dyazide", "eclinicalworks", "ecotrin", "edecrin", "effexor", "effient",
    "efudex", "ehrlichia", "elecare", "elidel", "eligard", "eliquis", "elocon", "emend", "emgality", "emla",
    "empliciti", "enablex", "enbrel", "enfamil", "engerix", "enhertu", "enterobacter", "enterococcus", "entocort",
    "entresto", "entyvio", "envarsus", "epclusa", "epic", "epiduo", "epogen", "epzicom", "eraxis", "erbitux", "erleada",
    "esbriet", "eskalith", "estrace", "estring", "ethibond", "ethicon", "eucerin", "eucrisa", "evenity", "evicel",
    "evusheld", "exalgo", "excedrin", "exelon", "exparel", "eylea", "famvir", "farsi", "farxiga", "fasenra", "faslodex",
    "feldene", "femara", "feraheme", "ferrlecit", "finacea", "fioricet", "firmagon", "fisher-paykel", "fitbit",
    "flagyl", "flexeril", "flolan", "flomax", "flonase", "floseal", "flovent", "fluad", "fluarix", "flublok",
    "flucelvax", "flulaval", "fluzone", "focalin", "folfiri", "folfox", "ford", "fortaz", "forteo", "fosamax",
    "fosrenol", "fragmin", "fundi", "gabitril", "gadavist", "gardasil", "gardnerella", "garmin", "gatorade", "gazyva",
    "gelfoam", "gengraf", "genvoya", "geodon", "gerber", "giapreza", "giardia", "gilenya", "gilotrif", "gleason",
    "gleevec", "glidescope", "glucerna", "glucophage", "glucotrol", "glyxambi", "golytely", "google", "gopro",
    "groshong", "gujarati", "gvoke", "haemophilus", "haldol", "harley", "harvoni", "hausa", "havrix", "heartmate",
    "hectorol", "heineken", "hela", "hemabate", "hemovac", "heplisav", "herceptin", "hespan", "hha", "hillrom", "hindu",
    "hiprex", "hispanic", "histoplasma", "hmong", "honda", "hospira", "hoyer", "humana", "humulin", "hydrofera",
    "hysingla", "hytrin", "hyundai", "ibrance", "igbo", "igel", "ilevro", "ilocano", "imbruvica", "imfinzi", "imitrex",
    "imodium", "impella", "imuran", "incruse", "inderal", "indocin", "infanrix", "infed", "injectafer", "inspra",
    "intuniv", "invacare", "invanz", "invega", "invokana", "ipad", "iphone", "iressa", "isentress", "isosource",
    "isovue", "janssen", "jantoven", "janumet", "jeep", "jeopardy", "jevity", "juluca", "jurkat", "juul", "juven",
    "kadcyla", "kaletra", "kaltostat", "kapvay", "karnofsky", "kawasaki", "kayexalate", "kcentra", "kdigo", "keflex",
    "kenalog", "kerlix", "kesimpta", "ketalar", "khmer", "kinrix", "kisqali", "klebsiella", "klonopin", "kyleena",
    "kyprolis", "lactobacillus", "lagevrio", "lamisil", "lanoxin", "latuda", "legionella", "letairis", "levaquin",
    "levitra", "levophed", "levoxyl", "levsin", "lexiscan", "lialda", "librax", "libtayo", "lickert", "lidex",
    "lidoderm", "lifepak", "lifevest", "ligasure", "likert", "linzess", "lioresal", "lipitor", "listeria", "lithobid",
    "lokelma", "lomotil", "lonsurf", "lopid", "lorbrena", "losec", "lotemax", "lovaza", "lucentis", "lumason",
    "lumigan", "lunesta", "lupron", "lyrica", "macrobid", "macrodantin", "makena", "malayalam", "marathi", "marcaine",
    "marinol", "marlboro", "masimo", "mavenclad", "mavyret", "maxalt", "maxipime", "maxzide", "mcgrath", "medicaid",
    "medicare", "medihoney", "mediport", "meditech", "mediterranean", "medrol", "medtronic", "mellaril", "menactra",
    "mennonite", "menquadfi", "menveo", "mepilex", "merrem", "metamucil", "methergine", "methodist", "metrogel",
    "miacalcin", "micardis", "microsoft", "microzide", "midol", "minipress", "minocin", "miralax", "mirapex", "mirena",
    "mitraclip", "mixteco", "mobic", "molina", "monocryl", "monurol", "moraxella", "mormon", "mosaiq", "motrin",
    "mounjaro", "movantik", "moviprep", "ms-contin", "mucinex", "multaq", "multihance", "mycamine", "mychart",
    "mycoplasma", "myfortic", "myrbetriq", "namenda", "naprosyn", "narcan", "narcotics", "naropin", "nasacort",
    "nasonex", "natrecor", "neisseria", "nellcor", "neoral", "neosporin", "neosure", "neosynephrine", "nephro-vite",
    "nephrocaps", "nepro", "netflix", "neulasta", "neupogen", "neupro", "nexium", "nexletol", "nexplanon", "nextgen",
    "nicoderm", "nicorette", "nimbex", "ninlaro", "nissan", "nitropress", "nolvadex", "norvasc", "norvir", "novavax",
    "novolin", "novoseven", "noxafil", "nplate", "nuance", "nubeqa", "nucala", "nucynta", "nulojix", "nuplazid",
    "nurtec", "nutramigen", "nuvaring", "nuvigil", "nyquil", "ocaliva", "ocrevus", "ocuflox", "ocuvite", "odefsey",
    "ofev", "ofirmev", "oleptro", "olumiant", "olympus", "omnicell", "omnipaque", "omnipod", "omron", "onedrive",
    "onetouch", "onglyza", "opana", "opsumit", "optiflow", "optune", "orencia", "orenitram", "oromo", "ortho-evra",
    "osmolite", "otezla", "oxycontin", "pacerone", "pancreaze", "paragard", "parsabiv", "pashto", "passy-muir",
    "paxlovid", "pedialyte", "pediarix", "pediasure", "penrose", "pentacel", "pentasa", "pentax", "pentecostal",
    "pepcid", "pepsi", "peptamen", "perjeta", "phenergan", "phoslo", "picato", "pitocin", "plaquenil", "plasmalyte",
    "plavix", "plendil", "pleurx", "pneumovax", "polaroid", "polytrim", "pomalyst", "port-a-cath", "portex", "powerade",
    "powerchart", "powerport", "praluent", "prandin", "praxbind", "precedex", "premarin", "prempro", "prenate",
    "preservision", "prevacid", "prevnar", "prezcobix", "prezista", "primacor", "primaxin", "prineo", "priorix",
    "pristiq", "proair", "procardia", "procrit", "profore", "prograf", "prolene", "prolensa", "prolia", "promacta",
    "promogran", "promus", "propaq", "proquad", "proscar", "prosource", "protonix", "protopic", "provigil",
    "pseudomonas", "pulmicort", "puritan", "pyridium", "pyxis", "quadracel", "quaker", "quechua", "quinton", "raji",
    "rapaflo", "rapamune", "razadyne", "rebif", "rec", "reclast", "recombivax", "reglan", "relafen", "relistor",
    "relpax", "remeron", "remodulin", "renagel", "renvela", "repatha", "requip", "resmed", "resolute", "respironics",
    "restasis", "restoril", "retacrit", "retin-a", "revatio", "revlimid", "rexulti", "rhinocort", "rhogam",
    "rickettsia", "rinne", "rinvoq", "ritalin", "rituxan", "robaxin", "robinul", "robitussin", "rocklatan", "rotarix",
    "rotateq", "roxicodone", "rozerem", "rybelsus", "rytary", "rythmol", "salmonella", "sandimmune", "santyl",
    "saphris", "sapien", "savaysa", "saxenda", "senokot", "sensipar", "sensorcaine", "sephardic", "seprafilm",
    "serratia", "ses", "seventh-day", "sharepoint", "shigella", "shiley", "shingrix", "siemens", "sikh", "silenor",
    "silvadene", "similac", "simponi", "simulect", "sinemet", "singulair", "skelaxin", "skyla", "skyrizi",
    "smith-nephew", "soliris", "solu-medrol", "soolantra", "sovaldi", "spikevax", "sprycel", "staphylococcus",
    "starlix", "steglatro", "stelara", "steri-strips", "steris", "stivarga", "storz", "stratafix", "strattera",
    "streptococcus", "stribild", "stryker", "subaru", "sublimaze", "sublocade", "suboxone", "subutex", "sudafed",
    "suprep", "surescripts", "surgicel", "symtuza", "synercid", "synthes", "synthroid", "systane", "tagrisso", "taltz",
    "tambocor", "tamil", "tandemheart", "tapazole", "tarceva", "tasigna", "taxol", "taxotere", "tazorac", "tecentriq",
    "tecfidera", "tecotherm", "teflaro", "tegaderm", "tegretol", "teleflex", "telugu", "temovate", "tenex", "tenormin",
    "tessalon", "tezspire", "theo-24", "thera-band", "theraband", "theraflu", "thorazine", "thymoglobulin", "tigan",
    "tigerconnect", "tigrinya", "tikosyn", "timoptic", "tirosint", "tisseel", "tivicay", "tnkase", "tobradex",
    "topicort", "toradol", "toujeo", "toviaz", "toxoplasma", "toyota", "tracleer", "tradjenta", "travatan", "trelegy",
    "tremfya", "tresiba", "trialysis", "tricare", "trichomonas", "tricor", "trileptal", "trintellix", "triumeq",
    "trulance", "trumenba", "trusopt", "truvada", "truxima", "twi", "twinrix", "twocal", "tygacil", "tykerb", "tylenol",
    "tymlos", "tysabri", "tyvaso", "ubrelvy", "uceris", "uhc", "ultiva", "ultomiris", "ultram", "unasyn",
    "unitedhealthcare", "unithroid", "unna", "uptravi", "urispas", "uroxatral", "vabysmo", "vagifem", "valcyte",
    "valtrex", "vapotherm", "vaqta", "varivax", "vascepa", "vaseline", "vasostrict", "vasotec", "vaxelis",
    "vaxneuvance", "vectibix", "veklury", "velcade", "velcro", "veletri", "velphoro", "veltassa", "venclexta",
    "venofer", "ventolin", "vero", "versed", "verzenio", "vesicare", "vfend", "viagra", "vibramycin", "vicryl",
    "victoza", "vigamox", "viibryd", "vimpat", "visipaque", "vistaril", "vivitrol", "voalte", "vocera", "voltaren",
    "vraylar", "vytorin", "vyvanse", "vyzulta", "watchman", "wegovy", "welch-allyn", "welchol", "wellcare", "x",
    "xalatan", "xalkori", "xeljanz", "xeloda", "xeroform", "xgeva", "xience", "xifaxan", "xiidra", "xolair", "xopenex",
    "xtandi", "xulane", "xylocaine", "yamaha", "yankauer", "yervoy", "yoruba", "z-pak", "zanaflex", "zantac",
    "zaroxolyn", "zemplar", "zemuron", "zenpep", "zepatier", "zepbound", "zestril", "zetia", "zimmer", "zithromax",
    "zofran", "zoladex", "zoll", "zometa", "zomig", "zonegran", "zoom", "zortress", "zovirax", "zubsolv", "zyflo",
    "zyrtec", "zytiga", "zyvox",
];

#[rustfmt::skip]
const EPONYM: &[&str] = &[
    "abrikossoff", "achilles", "addison", "adie", "adson", "agatston", "albright", "alcian", "aldrete", "allen",
    "alport", "alvarado", "alzheimer", "amplatz", "amsel", "amsler", "amyand", "angelman", "anton", "apert", "apfel",
    "apgar", "apley", "argyll", "arnold", "aschoff", "asherman", "asperger", "auer", "austin", "babinski", "bair",
    "baker", "bakody", "bakri", "balfour", "balint", "ballantyne", "ballard", "bankart", "barbeau", "bard", "barlow",
    "barr", "barrett", "barthel", "bartholin", "barton", "bartter", "basedow", "battle", "bayley", "beau", "beck",
    "becker", "beckwith", "beery", "behcet", "bell", "bence", "benedikt", "bennett", "berg", "berger", "bernard",
    "bernoulli", "bethesda", "bielschowsky", "bier", "billroth", "binet", "birt", "bishop", "bitot", "blalock",
    "blumberg", "blumer", "boas", "bobath", "boerhaave", "borg", "bosniak", "boston", "bouchard", "bovie", "bowen",
    "bowie", "bowman", "boyden", "braden", "braxton", "breslow", "bright", "brisbane", "broca", "brodel", "brodie",
    "bromage", "brooke", "broselow", "broviac", "browder", "brown", "brown-sequard", "bruce", "brudzinski", "brugada",
    "brunnstrom", "buerger", "burkitt", "burow", "cajal", "caldwell", "calot", "calve", "camper", "capgras", "capurro",
    "carnett", "carpenter", "carpentier", "castell", "castleman", "celestin", "centor", "cestan", "chaddock", "chagas",
    "charcot", "chediak", "chester", "cheyne", "chiari", "chiba", "child", "child-pugh", "churg", "chvostek", "clark",
    "cloquet", "clostridium", "coats", "cobb", "cockcroft", "codman", "colles", "collins", "congo", "conners", "cook",
    "coombs", "cooper", "cormack", "corrigan", "cotard", "cotton", "coude", "courvoisier", "cowden", "cowper", "crede",
    "credé", "crigler", "crohn", "crouzon", "cruveilhier", "cubbin", "cullen", "cushing", "cuzick", "cyriax", "dandy",
    "danlos", "darier", "dawson", "deaver", "dejerine", "delorme", "denonvilliers", "denver", "devereux", "devine",
    "dick", "dietz", "digeorge", "dix", "dobhoff", "doppler", "dorfman", "dotter", "down", "downes", "downs",
    "dressler", "dube", "dubowitz", "duchenne", "duffy", "duke", "dukes", "dunphy", "dupuytren", "durie", "durkan",
    "duroziez", "dynavision", "ebstein", "eden", "ehlers", "eichhoff", "eisenmenger", "elvey", "ender", "epley",
    "epstein", "epworth", "erb", "erdheim", "essex", "evans", "ewart", "ewing", "fabry", "fallot", "fanconi", "faraday",
    "fazekas", "feldenkrais", "felty", "ficat", "fick", "finkelstein", "finnegan", "fite", "fitz", "fitzpatrick",
    "flint", "fogarty", "foley", "fontaine", "fontan", "forchheimer", "forrester", "fournier", "foville", "fowler",
    "fraumeni", "fregoli", "freiberg", "frey", "friedreich", "froment", "fugl", "fuhrman", "gaffney", "gaisbock",
    "galant", "galeazzi", "ganser", "gaucher", "gault", "gehrig", "gelpi", "gerber", "gerota", "gerstmann", "giemsa",
    "gilbert", "glanzmann", "glasgow", "gleason", "glenn", "goldmann", "gomori", "goodpasture", "goodsall", "gordon",
    "gorlin", "gosnell", "gowers", "graf", "graham", "gram", "grammont", "graves", "gray", "grey", "grocott",
    "grynfeltt", "gubler", "guillain", "gunn", "gustilo", "guyon", "hachinski", "hallpike", "halstead", "hamilton",
    "hamman", "hammersmith", "hangman", "hankinson", "hansen", "harriet", "hartmann", "hashimoto", "hasson", "hawaii",
    "hawkins", "heart", "heberden", "hegar", "heimlich", "heinz", "henderson", "henle", "henoch", "herder", "hering",
    "hesselbach", "hickman", "higashi", "hill", "hippel", "hirschsprung", "his", "hodge", "hodgkin", "hodgson", "hoehn",
    "hoffa", "hoffman", "hoffmann", "hogg", "hohmann", "holliday", "holmes", "holstein", "homan", "homans",
    "hornblower", "horner", "hounsfield", "howell", "hugger", "humphry", "hunt", "hunter", "huntington", "hurler",
    "hutchinson", "ireton", "ishihara", "jackson", "jacob", "jaeger", "jamshidi", "janeway", "jehovah", "jendrassik",
    "jeor", "jobe", "jobst", "johnson", "jones", "judkins", "kabat", "kallmann", "kaltenbach", "kaltenborn", "kaplan",
    "kaposi", "karnofsky", "kartagener", "katch", "katz", "kawasaki", "kegel", "kehr", "kell", "kellgren", "kelly",
    "kelso", "kerley", "kernig", "kerr", "kidd", "kielland", "kienbock", "kikuchi", "killian", "killip", "kimmelstiel",
    "kirschner", "klatskin", "klebsiella", "klinefelter", "klippel", "knoll", "koch", "kocher", "kohler", "koplik",
    "korotkoff", "korsakoff", "krabbe", "krukenberg", "kugel", "kupffer", "kussmaul", "lachman", "laennec", "lambert",
    "lange", "langerhans", "lansky", "lanz", "larrey", "laufe", "lauge", "lawton", "lefort", "legg", "lehane",
    "lemierre", "lennox", "leopold", "leriche", "lerman", "lesch", "lewy", "lhermitte", "libman", "lichtman", "likert",
    "lille", "lima", "lindau", "lisfranc", "lister", "little", "littre", "loeys", "ludwig", "lugol", "lund", "lundberg",
    "luria", "luschka", "luten", "luxol", "lyme", "lynch", "machado", "macintosh", "mackler", "maddox", "maddrey",
    "maelor", "magendie", "maisonneuve", "maitland", "mallampati", "mallory", "mandard", "mantoux", "marcus", "marfan",
    "marjolin", "marshall", "masako", "masaoka", "masson", "mayo", "mcardle", "mcburney", "mcdonald", "mckenzie",
    "mcmurray", "mcrae", "mcroberts", "meckel", "meggitt", "meigs", "mendelsohn", "meniere", "merkel", "mifflin",
    "millard", "miller", "mini", "mirizzi", "mobitz", "mohs", "monro", "monteggia", "montevideo", "montgomery",
    "morgagni", "morison", "moro", "morse", "morton", "mowat", "muenke", "mullen", "mulligan", "munchausen", "murphy",
    "musset", "myerson", "naegele", "nageotte", "neelsen", "neer", "nelson", "newton", "niemann", "nikolsky", "nissen",
    "noonan", "norton", "norwood", "nothnagel", "noyes", "nugent", "ober", "oddi", "ogilvie", "ollier", "ondine",
    "opalski", "oppenheim", "ortolani", "osborn", "osgood", "osler", "ottawa", "outerbridge", "paget", "pancoast",
    "pap", "papanicolaou", "parinaud", "parkes", "parkinson", "parkland", "pastia", "patau", "patil", "patrick",
    "peabody", "pelli", "penrose", "perls", "perthes", "peutz", "peyer", "peyronie", "pfannenstiel", "pfeiffer",
    "phalen", "pick", "pickwick", "pierre", "pilates", "pipkin", "plummer", "poland", "pompe", "pott", "potter",
    "prader", "prehn", "pringle", "prinzmetal", "prostin", "prussian", "pugh", "purkinje", "purser", "quervain",
    "quetelet", "quincke", "ramsay", "ramsey", "ranson", "rapaport", "rathke", "raven", "raynaud", "reed", "reinke",
    "reiter", "rendu", "rett", "reye", "richter", "riedel", "rinne", "robertson", "robinson", "robson", "rockwood",
    "romberg", "rood", "roos", "rorschach", "rosai", "roth", "rothmann", "rotor", "roussy", "roux", "rovsing", "rubin",
    "rumack", "rusch", "russell", "rutherford", "sachs", "salem", "salmon", "salter", "sanders", "sandifer", "scarpa",
    "schatz", "schatzker", "schaumann", "scheuermann", "schilling", "schirmer", "schlatter", "schlemm", "schmorl",
    "schober", "schofield", "schwann", "segar", "segond", "seldinger", "sellick", "sengstaken", "sequard", "sertoli",
    "sever", "sezary", "shaker", "sharp", "sheehan", "shields", "shirodkar", "silastic", "silverman", "simmonds",
    "sims", "sinbad", "sjogren", "skene", "slocum", "smith", "snellen", "snellgrove", "snow", "somogyi", "sones",
    "soulier", "spetzler", "spitz", "spurling", "stanford-binet", "starling", "starr", "starry", "steell", "stein",
    "steinberg", "steiner", "steinmann", "stensen", "stevens", "still", "stockholm", "stokes", "stroop", "stupp",
    "sturge", "sudan", "svedberg", "swan", "swenson", "sydenham", "syme", "sézary", "takayasu", "tanner", "tardieu",
    "tarnier", "tasc", "tay", "teichholz", "tenckhoff", "texas", "thomas", "thompson", "thomsen", "tietze", "timi",
    "tinel", "tinetti", "todd", "tornwaldt", "torsade", "tourette", "trail", "traube", "treacher", "trendelenburg",
    "trousseau", "truelove", "tuohy", "turcot", "turcotte", "turner", "twardowski", "tyrer", "tzanck", "upton",
    "valsalva", "vanderbilt", "venn", "venturi", "verhoeff", "vincent", "vineland", "vinson", "virchow", "volkmann",
    "voss", "waardenburg", "wade", "wagner", "waldenstrom", "waldeyer", "walker", "wallenberg", "walsall", "wartenberg",
    "warthin", "waterhouse", "waterlow", "weber", "wechsler", "wegener", "weil", "wellens", "wells", "wenckebach",
    "wernicke", "westergren", "westley", "wharton", "whipple", "whitacre", "widmark", "willebrand", "willi", "willis",
    "wilms", "wilson", "winslow", "wisconsin", "wolff", "wong", "wood", "wright", "yahr", "yankauer", "yergason",
    "zavanelli", "zenker", "ziehl", "zollinger", "zuckerkandl",
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
