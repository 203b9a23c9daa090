//! Short lists of words: what is no name, what names a kind of place, what is named after somebody.
//!
//! These are no lexicons of names. They hold back the walks of `name.rs` at words that stand beside names in clinical
//! English, so a missing word costs precision, not recall.

use std::sync::OnceLock;

use super::{code, token::lists};
use crate::lexicon::{self, Facts, key};

/// Whether a word is one of the frequent words of clinical English, which end a name. In any case, without its full
/// stop.
pub(super) fn is_common(word: &str) -> bool {
    Traits::of(word).has(0)
}

/// Whether a word is one of medicine: a part of the body, a disease, a department.
pub(super) fn is_clinical(word: &str) -> bool {
    Traits::of(word).has(1)
}

/// Whether a word before a noun of institutions tells their kind, not which one it is.
pub(super) fn is_kind(word: &str) -> bool {
    Traits::of(word).has(2)
}

/// Whether a noun makes the name before it one of a thing: "Foley catheter", "Murphy sign".
pub(super) fn is_named_thing(word: &str) -> bool {
    Traits::of(word).has(3)
}

/// Whether this is the name of a State, which may stay.
pub(super) fn is_state(name: &str) -> bool {
    Traits::of(name).has(4)
}

/// Whether a code follows the word.
pub(super) fn is_coded(word: &str) -> bool {
    lexicon::facts(word).lists >> CODED_BIT & 1 == 1
}

/// Whether a number that tells nobody follows the word.
pub(super) fn is_no_id(word: &str) -> bool {
    is_before_no_id(lexicon::facts(word))
}

/// The same of what was looked up.
pub(super) const fn is_before_no_id(facts: Facts) -> bool {
    facts.lists >> NO_ID_BIT & 1 == 1
}

/// Whether the sorted list has the word, in any case.
pub(super) fn listed(list: &[&str], word: &str) -> bool {
    // Compared byte by byte, since most differ in the first or the second.
    let order = |entry: &&str| {
        for (byte, of_word) in entry.bytes().zip(word.bytes()) {
            let of_word = of_word.to_ascii_lowercase();
            if byte != of_word {
                return byte.cmp(&of_word);
            }
        }
        entry.len().cmp(&word.len())
    };
    list.binary_search_by(order).is_ok()
}

/// A few words in small letters, and how long those are that begin with a letter: most words are none of them.
pub(super) struct ShortList {
    words: &'static [&'static str],
    /// A bit each.
    lengths: [u32; 32],
}

impl ShortList {
    pub(super) const fn of(words: &'static [&'static str]) -> Self {
        let mut lengths = [0; 32];
        let mut rest = words;
        while let [word, more @ ..] = rest {
            if let [first, ..] = word.as_bytes() {
                let (_, behind) = lengths.split_at_mut((*first & 31) as usize);
                if let [slot, ..] = behind {
                    *slot |= 1 << word.len();
                }
            }
            rest = more;
        }
        Self { words, lengths }
    }

    /// Whether it may have a word that begins so and is so long.
    #[inline]
    pub(super) fn may_have(&self, first: u8, len: usize) -> bool {
        // The lower bits are those of a letter in any case.
        len < 32 && self.lengths.get(usize::from(first & 31)).is_some_and(|lengths| lengths >> len & 1 == 1)
    }

    /// Whether it has the word, in any case.
    #[inline]
    pub(super) fn has(&self, word: &str) -> bool {
        word.as_bytes().first().is_some_and(|first| self.may_have(*first, word.len())) && self.is_among(word)
    }

    fn is_among(&self, word: &str) -> bool {
        self.words.iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}

/// In which of our lists a word stands, a bit each.
///
/// The lists are asked many times for each word, so one hash answers for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits(u64);

impl Traits {
    /// Looks the word up, in any case, with or without accents.
    pub(super) fn of(word: &str) -> Self {
        Self::from_bits(lexicon::lists(word))
    }

    /// Of a word in no list.
    pub(super) const NONE: Self = Self(0);

    /// Whether the list of this bit has the word.
    pub(super) const fn has(self, bit: u32) -> bool {
        self.0 >> bit & 1 == 1
    }

    /// Whether one of these lists has the word.
    pub(super) const fn any(self, lists: Lists) -> bool {
        self.0 & lists.0 != 0
    }

    /// Of what was looked up.
    pub(super) const fn from_bits(bits: u64) -> Self {
        Self(bits & !BESIDE_CODES)
    }
}

/// Several lists, asked at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lists(u64);

impl Lists {
    /// Those of these bits.
    pub(super) const fn of(mut bits: &[u32]) -> Self {
        let mut all = 0;
        while let [bit, rest @ ..] = bits {
            all |= 1 << *bit;
            bits = rest;
        }
        Self(all)
    }
}

impl From<Facts> for Traits {
    fn from(facts: Facts) -> Self {
        Self::from_bits(facts.lists)
    }
}

/// In which lists the word of this hash stands.
pub(crate) fn list_bits(hash: u64) -> u64 {
    let Table { slots, any } = TABLE.get_or_init(build);
    // Most words are in none of the lists, and this is a small table.
    let (at, bit) = bit_of(hash);
    if any.get(at).is_none_or(|bits| bits & bit == 0) {
        return 0;
    }
    let mut at = place(hash);
    loop {
        match slots.get(at) {
            Some((known, bits)) if *known == hash => return *bits,
            Some((0, _)) | None => return 0,
            Some(_) => at = (at + 1) % SLOTS,
        }
    }
}

/// A power of two, more than twice the words.
const SLOTS: usize = 1 << 14;

/// All lists in one.
struct Table {
    /// A hash, and in which lists its word stands.
    slots: Vec<(u64, u64)>,
    /// A bit of each hash.
    any: Vec<u64>,
}

static TABLE: OnceLock<Table> = OnceLock::new();

fn place(hash: u64) -> usize {
    usize::try_from(hash % (SLOTS as u64)).unwrap_or(0)
}

/// The bit of a hash among those of all.
const fn bit_of(hash: u64) -> (usize, u64) {
    ((hash >> 54) as usize, 1 << (hash >> 48 & 63))
}

fn build() -> Table {
    let mut slots = vec![(0_u64, 0_u64); SLOTS];
    let mut any = vec![0_u64; 1 << 10];
    for (bit, list) in LISTS.iter().chain(lists::LISTS) {
        for hash in list.iter().filter_map(|word| key::hash(word)) {
            let mut at = place(hash);
            while slots.get(at).is_some_and(|(known, _)| *known != 0 && *known != hash) {
                at = (at + 1) % SLOTS;
            }
            if let Some(slot) = slots.get_mut(at) {
                *slot = (hash, slot.1 | 1 << bit);
            }
            let (at, bit) = bit_of(hash);
            if let Some(bits) = any.get_mut(at) {
                *bits |= bit;
            }
        }
    }
    Table { slots, any }
}

/// The bit of the frequent words.
pub(super) const COMMON_BIT: u32 = 0;
/// The bit of clinical words.
pub(super) const CLINICAL_BIT: u32 = 1;
/// The bit of kinds of institutions.
pub(super) const KIND_BIT: u32 = 2;
/// The bit of nouns that make the name before them one of a thing.
pub(super) const NAMED_THING_BIT: u32 = 3;
/// The bit of States.
pub(super) const STATE_BIT: u32 = 4;

/// The bit of words before codes.
const CODED_BIT: u32 = 62;
/// The bit of words before numbers that tell nobody.
const NO_ID_BIT: u32 = 63;

/// These two are asked for numbers alone, and tell nothing of a word by itself.
const BESIDE_CODES: u64 = Lists::of(&[CODED_BIT, NO_ID_BIT]).0;

const LISTS: &[(u32, &[&str])] = &[
    (0, COMMON),
    (1, CLINICAL),
    (2, KIND),
    (3, NAMED_THING),
    (4, STATE),
    (CODED_BIT, code::CODED),
    (NO_ID_BIT, code::NO_ID),
];

/// Sorted, in small letters.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "a", "about", "above", "accompanied", "account", "across", "active", "additional", "address", "admission", "admit", "admits", "admitted",
    "adult", "advised", "after", "afternoon", "again", "against", "age", "aged", "agency", "ago", "alert", "alive", "all", "allergic",
    "allergies", "allergy", "alone", "also", "although", "always", "am", "an", "and", "anesthesiologist", "any", "appears", "application",
    "appointment", "approved", "apr", "april", "apt", "are", "as", "assessment", "assigned", "assistant", "at", "attending", "aug", "august",
    "aunt", "author", "authorization", "available", "awake", "away", "babies", "baby", "back", "baseline", "be", "became", "because", "bed",
    "been", "before", "began", "being", "below", "beside", "between", "bid", "billing", "birth", "body", "both", "boy", "brief", "brother",
    "but", "by", "call", "called", "came", "can", "cannot", "cardiologist", "care", "caregiver", "case", "cc", "cell", "center", "certificate",
    "chaplain", "chart", "chief", "child", "children", "city", "clear", "client", "clinic", "clinical", "clinician", "code", "colleague",
    "colleagues", "come", "complains", "complaint", "completed", "concern", "concerns", "condition", "confirmed", "consent", "consult",
    "consultation", "consulted", "contact", "continue", "continued", "continues", "coordinator", "copy", "could", "counselor", "county",
    "cousin", "cover", "covering", "cpt", "created", "current", "currently", "daily", "data", "date", "dated", "daughter", "day", "days", "dea",
    "dear", "dec", "deceased", "december", "decision", "deliver", "delivery", "denied", "denies", "dentist", "department", "dept",
    "dermatologist", "device", "did", "died", "direct", "director", "discharge", "discharged", "discussed", "discussion", "disease", "do", "dob",
    "doctor", "documented", "does", "doing", "done", "dose", "draft", "due", "during", "dx", "each", "early", "ed", "education",
    "electronically", "eligible", "email", "emergency", "employee", "employer", "encounter", "end", "endocrinologist", "enter", "entered", "er",
    "escort", "est", "ethnicity", "evaluation", "every", "everyone", "exam", "examination", "examined", "ext", "extension", "facility", "family",
    "father", "fax", "feb", "february", "feels", "fellow", "female", "few", "file", "final", "findings", "fine", "first", "floor", "folks",
    "follow", "followed", "following", "for", "form", "found", "fri", "friday", "friend", "from", "full", "further", "future", "fx",
    "gastroenterologist", "gave", "gender", "general", "gentleman", "girl", "given", "go", "goals", "good", "got", "granddaughter",
    "grandfather", "grandmother", "grandson", "group", "guarantor", "guardian", "gynecologist", "had", "has", "have", "having", "he", "health",
    "height", "hello", "help", "hematologist", "her", "here", "hers", "hi", "him", "his", "history", "home", "hospital", "hospitalist", "hours",
    "how", "however", "husband", "hx", "i", "icd", "id", "identified", "if", "impression", "in", "incident", "indication", "individual",
    "infant", "info", "information", "initial", "initials", "insurance", "insured", "intensivist", "intern", "interpreter", "into", "ip", "is",
    "issued", "it", "items", "its", "jan", "january", "job", "jul", "july", "jun", "june", "just", "kg", "kin", "known", "lab", "labs", "lady",
    "language", "last", "late", "later", "learned", "left", "less", "let", "level", "lic", "license", "like", "line", "list", "live", "lives",
    "living", "location", "long-term", "ma'am", "madam", "made", "mail", "male", "man", "manager", "mar", "march", "marital", "married", "md",
    "me", "medical", "medication", "medications", "medicine", "member", "men", "message", "middle", "mobile", "mode", "mom", "mon", "monday",
    "month", "months", "more", "morning", "most", "mother", "mr", "mrn", "mrs", "mrs.", "ms", "much", "my", "na", "name", "named", "names",
    "needs", "neighbor", "neither", "nephew", "nephrologist", "neurologist", "new", "newborn", "next", "niece", "night", "nkda", "no", "nobody",
    "non", "none", "noon", "nor", "normal", "not", "note", "noted", "notes", "notified", "notify", "nov", "november", "now", "npi", "number",
    "nurse", "nursing", "obstetrician", "occupation", "oct", "october", "of", "off", "office", "officer", "ok", "okay", "old", "on", "once",
    "oncologist", "one", "only", "operator", "ophthalmologist", "optional", "or", "order", "ordered", "orders", "original", "orthopedist",
    "other", "our", "out", "outpatient", "over", "own", "page", "pager", "pain", "paramedic", "parent", "parents", "partner", "past",
    "pathologist", "patient", "patient's", "patients", "pediatrician", "pending", "per", "performed", "perhaps", "permanent", "person",
    "pharmacist", "pharmacy", "phone", "physical", "physician", "plan", "please", "plus", "po", "podiatrist", "policy", "policyholder",
    "position", "positive", "possible", "post", "preferred", "preparer", "prescribed", "present", "presented", "presents", "previous", "primary",
    "printed", "prior", "prn", "procedure", "program", "progress", "provided", "provider", "providers", "psychiatrist", "psychologist", "pt",
    "pts", "pulmonologist", "quality", "question", "questions", "race", "radiologist", "radiology", "re", "read", "reason", "received", "recent",
    "recently", "recipient", "record", "recorded", "records", "ref", "referral", "referred", "referring", "regarding", "regards", "relation",
    "relationship", "relative", "religion", "remains", "report", "reported", "reports", "representative", "request", "requested", "requesting",
    "required", "resident", "responsible", "result", "results", "return", "returned", "returning", "review", "reviewed", "right", "rn", "road",
    "room", "roommate", "routine", "rx", "said", "sat", "saturday", "saw", "says", "schedule", "scheduled", "secondary", "section", "see",
    "seen", "self", "sender", "sent", "sep", "sept", "september", "serial", "service", "services", "sex", "she", "should", "side", "sign",
    "signature", "signed", "signing", "signs", "since", "sir", "sister", "size", "so", "social", "sole", "some", "son", "source", "specialist",
    "specialty", "specimen", "spoke", "spouse", "ssn", "stable", "staff", "standard", "start", "started", "state", "stated", "states", "status",
    "stay", "ste", "still", "stop", "street", "student", "subject", "subscriber", "such", "suite", "sun", "sunday", "supervisor", "support",
    "supported", "surgeon", "surgery", "sx", "symptoms", "system", "take", "taken", "takes", "taking", "teacher", "team", "technician",
    "technologist", "tel", "tele", "telephone", "tests", "text", "than", "thank", "thanks", "that", "the", "their", "them", "then", "therapist",
    "therapy", "there", "these", "they", "this", "those", "thu", "thursday", "time", "times", "title", "to", "today", "told", "tomorrow", "too",
    "took", "total", "transferred", "transport", "transported", "treatment", "triage", "tue", "tuesday", "twice", "twin", "twins", "two", "tx",
    "type", "unable", "uncle", "under", "unit", "unknown", "unless", "until", "up", "updated", "upon", "urgent", "url", "urologist", "us", "use",
    "used", "user", "using", "usual", "verified", "veteran", "via", "victim", "view", "visit", "visited", "visitor", "vitals", "volunteer",
    "wants", "ward", "warning", "was", "we", "website", "wed", "wednesday", "week", "weekly", "weeks", "weight", "well", "went", "were", "what",
    "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "wife", "will", "with", "within", "without", "witness", "woman",
    "women", "work", "worker", "worried", "would", "writer", "written", "wrote", "yes", "yesterday", "yet", "you", "young", "your", "yours",
    "zip",
];

/// Sorted, in small letters.
#[rustfmt::skip]
const CLINICAL: &[&str] = &[
    "abdomen", "abdominal", "ablation", "acute", "aids", "airway", "allergy", "ambulatory", "anemia", "anesthesia", "aneurysm", "ankle",
    "antibiotic", "anticoagulation", "aortic", "arm", "arterial", "artery", "arthritis", "aspirin", "assay", "asthma", "atrial", "bacterial",
    "behavioral", "bilateral", "biopsy", "bladder", "bleeding", "blood", "bone", "bowel", "brain", "breast", "bronchial", "bypass", "cad",
    "cancer", "carcinoma", "cardiac", "cardio", "cardiology", "cardiothoracic", "cardiovascular", "carotid", "catheter", "cerebral", "cervical",
    "chemotherapy", "chest", "chf", "cholesterol", "chronic", "cirrhosis", "ckd", "cognitive", "colon", "colorectal", "congestive", "copd",
    "coronary", "cough", "count", "covid", "creatinine", "critical", "ct", "culture", "cva", "cyst", "dental", "dermatology", "diabetes",
    "diabetic", "diagnostic", "dialysis", "diarrhea", "digestive", "disability", "disorder", "disorders", "distal", "dizziness", "drain", "dvt",
    "dysfunction", "dyspnea", "ear", "ecg", "echo", "edema", "ekg", "embolism", "emergency", "endocrine", "endocrinology", "endoscopy",
    "epilepsy", "esophageal", "esrd", "eye", "eyes", "facial", "failure", "fall", "fatigue", "femoral", "femur", "fever", "fibrillation",
    "fluid", "foot", "fracture", "gait", "gastric", "gastroenterology", "genetic", "genetics", "genomic", "gerd", "geriatric", "glucose",
    "gynecology", "hand", "head", "headache", "hearing", "heart", "hematology", "heme", "hemoglobin", "hepatic", "hepatitis", "hepatology",
    "hernia", "herpes", "hip", "hiv", "hpv", "hypertension", "hypertensive", "hypotension", "icu", "imaging", "immunization", "immunology",
    "infarction", "infection", "infectious", "inflammatory", "influenza", "infusion", "injection", "injury", "inpatient", "insulin", "insurance",
    "intensive", "internal", "interventional", "intubation", "iron", "ischemic", "ivf", "joint", "kidney", "knee", "laboratory", "laparoscopic",
    "lead", "leg", "lesion", "leukemia", "lipid", "liver", "lumbar", "lung", "lupus", "lymph", "lymphoma", "mammogram", "mammography",
    "maternal", "medicaid", "medicare", "memory", "mental", "metabolic", "methadone", "mi", "migraine", "mild", "moderate", "mri", "multiple",
    "muscle", "musculoskeletal", "myocardial", "nausea", "neck", "neonatal", "nephrology", "nerve", "neuro", "neurology", "neurosurgery", "nicu",
    "nutrition", "obesity", "obstetric", "obstetrics", "occlusion", "occupational", "oncology", "ophthalmology", "oral", "ortho", "orthopaedic",
    "orthopaedics", "orthopedic", "orthopedics", "osteoporosis", "otolaryngology", "ovarian", "oxygen", "pacemaker", "palliative", "pancreatic",
    "pathology", "pcp", "pediatric", "pediatrics", "pelvic", "penicillin", "perinatal", "peripheral", "pharmacy", "physical", "picu",
    "pneumonia", "podiatry", "prenatal", "preoperative", "pressure", "prostate", "psychiatric", "psychiatry", "psychology", "pulmonary", "pulse",
    "rash", "reaction", "rectal", "renal", "reproductive", "respiratory", "retina", "retinal", "rheumatology", "rhythm", "scan", "sclerosis",
    "seizure", "seizures", "sepsis", "septic", "severe", "shock", "shoulder", "sinus", "skin", "sleep", "smoking", "spinal", "spine", "spleen",
    "stage", "stomach", "stroke", "substance", "sulfa", "surgical", "swelling", "syncope", "syndrome", "systolic", "tablet", "temperature",
    "thoracic", "throat", "thyroid", "tia", "tobacco", "transplant", "transplantation", "trauma", "tube", "tumor", "ulcer", "ultrasound",
    "urinary", "urine", "urology", "uterine", "uti", "vaccine", "valve", "vascular", "vein", "venous", "ventricular", "viral", "virus", "vision",
    "vital", "vitamin", "vomiting", "wound", "wrist", "xray",
];

/// Sorted, in small letters.
#[rustfmt::skip]
const KIND: &[&str] = &[
    "a", "academic", "access", "acute", "acute-care", "admitting", "adult", "advanced", "affiliated", "after", "all", "allergy", "allied",
    "ambulatory", "american", "an", "and", "animal", "another", "anticoagulation", "any", "area", "asthma", "at", "behavioral", "boarding",
    "breast", "cancer", "care", "center", "central", "charter", "children", "children's", "childrens", "church", "city", "clinic", "clinical",
    "commercial", "community", "compounding", "continuity", "coumadin", "county", "critical", "current", "day", "defined", "dental", "device",
    "diabetes", "discharging", "disorder", "domestic", "each", "east", "eastern", "ed", "elementary", "ent", "er", "eye", "facility", "family",
    "federal", "fellows", "flu", "foot", "for", "former", "free", "from", "general", "gi", "graduate", "gu", "headache", "health", "her", "hf",
    "high", "high-risk", "his", "hiv", "home", "homeless", "hospital", "hospital-based", "hours", "hypertension", "icu", "id", "in",
    "independent", "infusion", "injury", "inpatient", "internal", "lab", "law", "lipid", "local", "long", "long-term", "loss", "mail",
    "mail-order", "main", "medical", "medicine", "memory", "men's", "mens", "mental", "middle", "military", "mobile", "movement", "ms",
    "multispecialty", "my", "national", "nearby", "new", "night", "no", "north", "northern", "nursing", "ob", "ob/gyn", "obgyn", "of", "old",
    "online", "order", "other", "our", "outpatient", "outside", "pacemaker", "pain", "pediatric", "per", "post-op", "postop", "pre-k", "pre-op",
    "preop", "preschool", "previous", "primary", "prior", "private", "procedure", "procedures", "psychiatric", "public", "receiving",
    "reference", "referring", "regional", "rehab", "rehabilitation", "research", "resident", "retail", "retired", "rural", "same", "same-day",
    "school", "skilled", "sleep", "south", "southern", "specialty", "sports", "state", "std", "sti", "stroke", "tb", "teaching", "term",
    "tertiary", "that", "the", "their", "this", "to", "transfer", "transferring", "travel", "university", "urban", "urgent", "va", "vaccine",
    "veteran's", "veterans", "via", "violence", "walk", "walk-in", "warfarin", "weight", "wellness", "west", "western", "women", "women's",
    "womens", "wound", "yes", "your",
];

/// Sorted, in small letters.
#[rustfmt::skip]
const NAMED_THING: &[&str] = &[
    "arm", "bag", "balloon", "biopsy", "block", "bottle", "bundle", "bypass", "cannula", "catheter", "catheters", "cells", "chart", "clamp",
    "classification", "clip", "collar", "contracture", "criteria", "curette", "cyst", "dementia", "disease", "dissector", "drain", "dressing",
    "duct", "equation", "facies", "fever", "flap", "forceps", "formula", "fracture", "frame", "gangrene", "graft", "hook", "index", "knife",
    "law", "lead", "line", "lines", "lymphoma", "maneuver", "manoeuvre", "mask", "method", "monitor", "nail", "needle", "node", "nodule",
    "palsy", "paralysis", "phenomenon", "plaster", "plate", "port", "position", "procedure", "prosthesis", "protocol", "pump", "reaction",
    "reflex", "repair", "resection", "retractor", "ring", "rod", "rods", "rule", "sarcoma", "scale", "scissors", "score", "screw", "shunt",
    "sign", "snare", "speculum", "splint", "spot", "stage", "staging", "stain", "stent", "stitch", "suction", "suture", "sutures", "swab",
    "syndrome", "system", "test", "thyroiditis", "tie", "tongs", "tracheostomy", "traction", "triad", "tube", "tubes", "tumor", "valve",
    "valves", "vector", "wave", "wire",
];

/// Sorted, in small letters.
#[rustfmt::skip]
const STATE: &[&str] = &[
    "alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware", "florida", "georgia", "hawaii", "idaho",
    "illinois", "indiana", "iowa", "kansas", "kentucky", "louisiana", "maine", "maryland", "massachusetts", "michigan", "minnesota",
    "mississippi", "missouri", "montana", "nebraska", "nevada", "new hampshire", "new jersey", "new mexico", "new york", "north carolina",
    "north dakota", "ohio", "oklahoma", "oregon", "pennsylvania", "puerto rico", "rhode island", "south carolina", "south dakota", "tennessee",
    "texas", "utah", "vermont", "virginia", "washington", "west virginia", "wisconsin", "wyoming",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_room() {
        let words: usize = LISTS.iter().chain(lists::LISTS).map(|(_, list)| list.len()).sum();
        assert!(words * 2 < SLOTS, "{words}");
    }

    #[test]
    fn a_short_list_has_its_words_in_any_case() {
        const WORDS: &[&str] = &["jan", "mi\u{e9}rcoles", "saints'", "y"];
        static LIST: ShortList = ShortList::of(WORDS);
        for word in
            ["jan", "JAN", "Jan", "Jon", "jane", "", "y", "Y", "9", "Saints'", "mi\u{e9}RCOLES", "\u{e9}", "[an"]
        {
            assert_eq!(LIST.has(word), WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)), "{word}");
        }
    }

    #[test]
    fn lists_are_sorted_and_in_small_letters() {
        for list in [COMMON, CLINICAL, KIND, NAMED_THING, STATE] {
            assert!(list.is_sorted_by(|a, b| a < b));
            assert!(list.iter().all(|word| *word == word.to_lowercase()));
        }
        assert!(
            is_common("Patient")
                && is_clinical("CARDIAC")
                && is_kind("Regional")
                && is_named_thing("catheter")
                && is_state("new york")
        );
    }
}
