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
    "allergy", "amb", "ambulance", "annex", "apartments", "apothecary", "appraisal", "apts", "aquatic", "arcade",
    "architects", "arena", "arroyo", "asc", "assn", "assoc", "associates", "association", "atrium", "attorneys",
    "audiology", "authority", "auto", "ave", "avenue", "aviation", "bakery", "ballet", "bank", "baptist", "bar",
    "barbers", "barbershop", "barracks", "bart", "base", "battalion", "bay", "bayou", "beach", "bed&breakfast",
    "biotech", "bistro", "bldg", "bluff", "bluffs", "blvd", "books", "bookstore", "borough", "botica", "boticas",
    "bottoms", "boulevard", "brewery", "brewing", "bridge", "brigade", "bureau", "butte", "cabin", "cabinets",
    "cabins", "cafe", "camp", "campground", "cannery", "canyon", "capital", "cardiology", "care", "cargo",
    "carniceria", "carnicería", "carpet", "carwash", "casino", "cathedral", "causeway", "cemetery", "center", "centre",
    "chapel", "charter", "chevrolet", "childcare", "children's", "childrens", "childrens'", "chiropractic", "choir",
    "chorale", "chronicle", "church", "cidery", "city", "cleaners", "clinic", "clinica", "clinics", "club", "clínica",
    "cntr", "co", "co-op", "collections", "college", "collision", "colony", "comics", "commons", "company",
    "condominiums", "condos", "conservatory", "construction", "consulate", "consulting", "convent", "coop",
    "cooperative", "corp", "correctional", "cottage", "cottages", "counseling", "counselors", "county", "courthouse",
    "courts", "cove", "creamery", "credit", "creek", "crematory", "crossing", "ctr", "dairy", "dam", "daycare",
    "dealership", "deli", "dental", "dentistry", "department", "depot", "dermatology", "detention", "diagnostics",
    "dialysis", "die", "diner", "diocese", "dispensary", "dist", "distillery", "district", "dme", "docks", "dodge",
    "dojo", "donuts", "dormitory", "drilling", "drogueria", "drug", "drugmart", "drugs", "drugstore", "drywall", "ed",
    "electric", "elem", "elementary", "embassy", "ems", "endocrinology", "endodontics", "energy", "engineering",
    "enterprises", "er", "escrow", "escuela", "estates", "evac", "eye", "eyecare", "fabrication", "factory",
    "fairgrounds", "falls", "farm", "farmacia", "farmers", "farms", "feedlot", "fellowship", "ferry", "fh",
    "fieldhouse", "financial", "fire", "flats", "flooring", "florist", "flowers", "foods", "forensic", "forensics",
    "forest", "fork", "fort", "foundation", "foundry", "freight", "friary", "furniture", "gap", "garage", "garden",
    "gardens", "garrison", "gastroenterology", "gazette", "general", "genetics", "genomics", "grange", "greenhouse",
    "grill", "grocery", "group", "grove", "gulch", "gym", "gymnasium", "gymnastics", "hall", "harbor", "hardware",
    "haven", "headstart", "health", "healthcare", "heights", "herald", "highway", "hills", "holdings", "hollow",
    "home", "homes", "hosp", "hospice", "hospital", "hospitals", "hostel", "hotel", "house", "houses", "hs", "hts",
    "hut", "hwy", "iglesia", "imaging", "inc", "industries", "infirmary", "infusion", "inlet", "inn", "institute",
    "internists", "irf", "island", "jail", "jetty", "jewelers", "jhs", "junction", "karate", "kennels", "kidney",
    "kinder", "kindergarten", "kitchen", "lab", "laboratories", "laboratory", "lagoon", "lake", "landing",
    "landscaping", "lane", "lanes", "laundromat", "laundry", "learning", "legal", "levee", "library", "living", "llc",
    "llp", "ln", "lodge", "logistics", "ltac", "ltach", "ltc", "ltd", "lumber", "lumberyard", "lutheran", "magnet",
    "mall", "management", "manor", "manufacturing", "marina", "market", "mart", "masonry", "meats", "med", "medic",
    "medical", "medics", "memorial", "mercado", "mesa", "methodist", "metro", "mfg", "midwifery", "midwives", "mill",
    "mills", "mining", "ministries", "ministry", "mission", "monastery", "montessori", "mortgage", "mortuary",
    "mosque", "motel", "motors", "mountain", "muffler", "museum", "nephrology", "neurology", "neurosurgery", "nissan",
    "nurseries", "nursery", "nursing", "obgyn", "office", "oilfield", "oncology", "opo", "optical", "optometry",
    "orchard", "orchards", "orchestra", "ortho", "orthodontics", "orthopaedics", "orthopedic", "orthopedics",
    "outfitters", "outlets", "outreach", "overpass", "packaging", "packers", "packing", "pain", "painting", "pallet",
    "panaderia", "panadería", "pantry", "parish", "park", "parkway", "partners", "pathology", "pavilion", "paving",
    "pd", "pediatric", "pediatrics", "peds", "penitentiary", "perinatal", "periodontics", "pharma", "pharmaceuticals",
    "pharmacy", "physicians", "pipeline", "pizza", "pkwy", "plains", "plant", "platform", "plaza", "pllc", "plumbing",
    "plywood", "podiatry", "police", "pond", "poultry", "practice", "prairie", "presbyterian", "preschool",
    "preservation", "press", "printing", "priory", "prison", "properties", "psychiatry", "psychological",
    "publishers", "pueblo", "pulmonary", "quarry", "quay", "raceway", "radiology", "railroad", "ramp", "ranch",
    "rancheria", "rancho", "rapids", "rd", "realty", "receivables", "recovery", "refinery", "refuge", "regiment",
    "regional", "rehab", "rehabilitation", "rescue", "reservation", "reservoir", "residence", "residences", "resort",
    "respiratory", "restaurant", "restaurante", "retreat", "revenue", "rheumatology", "ridge", "rigging", "rink",
    "river", "road", "roasters", "rodeo", "roofing", "runners", "rv", "salon", "saloon", "salvage", "sanctuary",
    "sawmill", "school", "schools", "seminary", "services", "shelter", "sheriff", "shipping", "shipyard", "shop",
    "shoppe", "shores", "sleep", "slough", "smelter", "snf", "sober", "society", "software", "solar", "solutions",
    "spa", "specialists", "specialty", "speedway", "spine", "springs", "sprouts", "spur", "stables", "stadium",
    "staffing", "start", "station", "steel", "steps", "store", "street", "studio", "subaru", "suites", "summit",
    "supermarket", "surgeons", "surgery", "surgical", "surveying", "svc", "svcs", "swamp", "symphony", "synagogue",
    "systems", "tabernacle", "tailors", "taqueria", "taquería", "tattoo", "tavern", "taxi", "technologies", "telecom",
    "telegraph", "temple", "terminal", "terrace", "textiles", "theater", "theatre", "therapeutics", "tienda", "tire",
    "tires", "tool", "tooling", "tortilleria", "tortillería", "tours", "towers", "towing", "townhomes", "townhouse",
    "township", "toyota", "trace", "tractor", "trailer", "transit", "transplant", "transportation", "tribe", "tribune",
    "trucking", "tunnel", "underpass", "university", "upholstery", "urology", "utilities", "valley", "vapor",
    "vascular", "vein", "veterinary", "viaduct", "villa", "village", "villas", "vineyard", "vineyards", "vision",
    "warehouse", "welding", "wellness", "wharf", "winery", "women's", "womens", "woods", "works", "yard", "yards",
    "zoo",
];

#[rustfmt::skip]
pub(super) const WEAK_INSTITUTION: &[&str] = &[
    "agency", "aid", "allergy", "amb", "annex", "appraisal", "assoc", "associates", "association", "audiology",
    "authority", "ave", "avenue", "bank", "bar", "base", "bay", "bayou", "beach", "bldg", "bluff", "bluffs", "books",
    "bridge", "butte", "cabin", "cabins", "camp", "canyon", "capital", "cardiology", "care", "children's",
    "chiropractic", "choir", "church", "city", "club", "co", "collections", "college", "colony", "commons", "company",
    "consulting", "cooperative", "cottage", "counseling", "county", "courts", "cove", "credit", "creek", "dental",
    "department", "dermatology", "diagnostics", "dialysis", "die", "dist", "district", "drilling", "drug", "drugs",
    "ed", "endocrinology", "energy", "engineering", "er", "eye", "falls", "fellowship", "ferry", "financial", "fire",
    "flats", "flooring", "flowers", "forensic", "forensics", "forest", "fork", "furniture", "gap", "garage", "garden",
    "gastroenterology", "general", "genetics", "genomics", "group", "grove", "gulch", "hall", "haven", "health",
    "heights", "hills", "hollow", "home", "homes", "house", "houses", "hts", "hut", "imaging", "infusion", "island",
    "karate", "kidney", "kitchen", "lab", "labs", "lake", "landing", "lane", "laundry", "learning", "legal", "living",
    "ln", "lodge", "management", "market", "mart", "med", "medic", "medical", "medics", "memorial", "mesa",
    "midwifery", "midwives", "mill", "ministry", "mission", "mountain", "nephrology", "neurology", "neurosurgery",
    "nursery", "nursing", "obgyn", "office", "oncology", "optical", "optometry", "orchard", "ortho", "orthopedic",
    "orthopedics", "outlets", "outreach", "overpass", "pain", "painting", "park", "partners", "pathology", "pd",
    "pediatric", "pediatrics", "peds", "perinatal", "physicians", "pipeline", "plains", "plant", "platform",
    "podiatry", "point", "police", "pond", "power", "practice", "prairie", "preservation", "press", "printing",
    "psychiatry", "psychological", "pulmonary", "radiology", "ramp", "rapids", "rd", "recovery", "refuge",
    "regional", "rehab", "rehabilitation", "rescue", "reservoir", "residence", "residences", "respiratory", "revenue",
    "rheumatology", "ridge", "river", "road", "school", "schools", "services", "shop", "shores", "sleep", "snf",
    "sober", "society", "software", "solar", "specialists", "specialty", "spine", "springs", "sprouts", "spur",
    "staffing", "start", "station", "steps", "store", "street", "suites", "summit", "surgeons", "surgery", "surgical",
    "surveying", "systems", "tailors", "technologies", "temple", "tire", "tires", "tool", "trace", "tractor",
    "trailer", "transit", "transplant", "transportation", "tribe", "tunnel", "urology", "valley", "vascular", "vein",
    "veterinary", "vision", "welding", "wellness", "women's", "womens", "woods", "works", "yard", "yards",
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
    "apartments", "area", "branch", "building", "camp", "campus", "casino", "chapter", "clinic", "clinics", "depot",
    "dock", "ems", "facility", "hospital", "jail", "location", "market", "office", "outlets", "outpost", "pharmacy",
    "plant", "range", "school", "schools", "shelter", "shop", "site", "smelter", "stadium", "store", "warehouse",
];
