//! Words around places and institutions.

#[rustfmt::skip]
pub(super) const DEPARTMENT: &[&str] = &[
    "admission", "alf", "asc", "baseline", "bedside", "cath", "ccu", "clinic", "ct", "cvicu", "cvu", "cxr",
    "discharge", "ed", "ems", "ent", "er", "gi", "gu", "hd", "hha", "home", "icu", "ir", "irf", "l&d", "lab",
    "ltac", "ltach", "micu", "midnight", "mri", "nicu", "night", "noon", "ob", "obgyn", "oncall", "opd", "or",
    "osh", "pacu", "pcp", "pd", "pet", "picu", "postop", "preop", "rehab", "rest", "sicu", "snf", "stat", "tele",
    "telemetry", "triage",
];

#[rustfmt::skip]
pub(super) const PLACE_LEAD: &[&str] = &[
    "around", "en", "from", "in", "leaving", "near", "of", "outside", "past", "through", "toward", "towards", "via",
];

#[rustfmt::skip]
pub(super) const DWELLING_LEAD: &[&str] = &[
    "en", "from", "in", "near", "outside",
];

#[rustfmt::skip]
pub(super) const VISIT_LEAD: &[&str] = &[
    "at", "our", "to",
];

#[rustfmt::skip]
pub(super) const VISIT_VERB: &[&str] = &[
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
pub(super) const INSTITUTION: &[&str] = &[
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
pub(super) const WEAK_INSTITUTION: &[&str] = &[
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
pub(super) const PLACE_LABEL: &[&str] = &[
    "agcy", "agency", "church", "city", "clinic", "company", "county", "daycare", "dest", "destination", "dispatch",
    "employer", "facility", "from", "hospital", "institution", "lab", "laboratory", "location", "nursing-home",
    "organization", "pharmacy", "practice", "residence", "resides", "scene", "school", "shelter", "site", "snf",
    "supplier", "town", "vendor", "workplace",
];

#[rustfmt::skip]
pub(super) const PLACE_OPENER: &[&str] = &[
    "big", "cape", "cedar", "east", "el", "elm", "fort", "glen", "grand", "great", "la", "lake", "las", "little",
    "los", "lower", "maple", "mount", "mt", "new", "north", "oak", "old", "palm", "pine", "port", "saint", "san",
    "santa", "south", "st", "upper", "west",
];

#[rustfmt::skip]
pub(super) const PLACE_TAIL: &[&str] = &[
    "apartments", "area", "branch", "building", "campus", "casino", "clinic", "clinics", "ems", "hospital", "jail",
    "location", "market", "office", "outpost", "pharmacy", "school", "shelter", "site", "store",
];
