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
    "allergy", "amb", "ambulance", "annex", "apartments", "apothecary", "appraisal", "apts", "aquarium", "aquatic",
    "arboretum", "arcade", "architects", "arena", "arroyo", "asc", "assn", "assoc", "associates", "association",
    "atrium", "attorneys", "audiology", "authority", "auto", "automotive", "ave", "avenue", "aviation", "bakery",
    "ballet", "bank", "baptist", "bar", "barbers", "barbershop", "barracks", "bart", "base", "battalion", "bay",
    "bayou", "bbq", "beach", "bed&breakfast", "biotech", "bistro", "bldg", "bluff", "bluffs", "blvd", "boatworks",
    "boatyard", "books", "bookstore", "borough", "botica", "boticas", "bottoms", "boulevard", "boutique", "bowling",
    "brewery", "brewing", "brewpub", "bridge", "brigade", "bureau", "burgers", "burrito", "butte", "cabin", "cabinets",
    "cabins", "cafe", "camp", "campground", "cannery", "cantina", "canyon", "capital", "cardiology", "care", "cargo",
    "carniceria", "carnicería", "carpet", "carwash", "casino", "catering", "cathedral", "causeway", "cemetery",
    "center", "centre", "chapel", "charter", "chevrolet", "chickens", "childcare", "children's", "childrens",
    "childrens'", "chiropractic", "choir", "chorale", "chronicle", "church", "cidery", "cigars", "city", "cleaners",
    "clinic", "clinica", "clinics", "club", "clubhouse", "clínica", "cntr", "co", "co-op", "collections", "college",
    "collision", "colony", "comics", "commons", "company", "condominiums", "condos", "conservatory", "construction",
    "consulate", "consultants", "consulting", "convent", "coop", "cooperative", "corp", "correctional", "cottage",
    "cottages", "counseling", "counselors", "county", "courthouse", "courts", "cove", "creamery", "credit", "creek",
    "cremation", "crematorium", "crematory", "crossfit", "crossing", "ctr", "dairy", "dam", "daycare", "dealership",
    "deli", "dental", "dentistry", "department", "depot", "dermatology", "detention", "diagnostics", "dialysis", "die",
    "diner", "diocese", "dispensaries", "dispensary", "dist", "distillery", "district", "dme", "docks", "dodge", "dojo",
    "donuts", "dormitory", "drilling", "drogueria", "drug", "drugmart", "drugs", "drugstore", "drywall", "ed",
    "electric", "elem", "elementary", "embassy", "ems", "endocrinology", "endodontics", "energy", "engineering",
    "enterprises", "er", "escrow", "escuela", "estates", "evac", "excavating", "excavation", "express", "eye",
    "eyecare", "fabrication", "factory", "fairgrounds", "falls", "farm", "farmacia", "farmers", "farms", "feedlot",
    "fellowship", "ferry", "fh", "fieldhouse", "financial", "fire", "firehouse", "fitness", "flats", "flooring",
    "floral", "florist", "flowers", "foods", "forensic", "forensics", "forest", "fork", "fort", "foundation", "foundry",
    "framing", "freight", "friary", "furniture", "gallery", "gap", "garage", "garden", "gardens", "garrison",
    "gastroenterology", "gazette", "general", "genetics", "genomics", "grange", "greenhouse", "greenhouses", "grill",
    "grille", "grocery", "group", "grove", "gulch", "gym", "gymnasium", "gymnastics", "gynecology", "hall", "harbor",
    "hardware", "hatchery", "hauling", "haven", "headstart", "health", "healthcare", "heights", "herald", "highway",
    "hills", "holdings", "hollow", "home", "homes", "hosp", "hospice", "hospital", "hospitality", "hospitals", "hostel",
    "hotel", "house", "houses", "hs", "hts", "hut", "hvac", "hwy", "iglesia", "imaging", "inc", "industries",
    "infirmary", "infusion", "inlet", "inn", "institute", "insulation", "internists", "irf", "island", "jail", "jetty",
    "jewelers", "jewelry", "jhs", "junction", "karate", "kennel", "kennels", "kidney", "kinder", "kindergarten",
    "kitchen", "lab", "laboratories", "laboratory", "lacrosse", "lagoon", "lake", "landing", "landscaping", "lane",
    "lanes", "laundromat", "laundry", "learning", "legal", "levee", "library", "liquors", "living", "llc", "llp", "ln",
    "locksmith", "lodge", "lodging", "logistics", "ltac", "ltach", "ltc", "ltd", "lumber", "lumberworks", "lumberyard",
    "lutheran", "magnet", "mall", "management", "manor", "manufacturing", "marina", "market", "mart", "masonry",
    "meatpacking", "meats", "med", "medic", "medical", "medics", "memorial", "mercado", "mesa", "methodist", "metro",
    "mfg", "midwifery", "midwives", "mill", "milling", "mills", "mining", "ministries", "ministry", "mission",
    "monastery", "montessori", "mortgage", "mortgages", "mortuary", "mosque", "motel", "motors", "mountain", "muffler",
    "museum", "nephrology", "neurology", "neurosurgery", "newspaper", "nissan", "nurseries", "nursery", "nursing",
    "obgyn", "office", "oilfield", "oncology", "opo", "optical", "optometrists", "optometry", "orchard", "orchards",
    "orchestra", "ortho", "orthodontic", "orthodontics", "orthopaedic", "orthopaedics", "orthopedic", "orthopedics",
    "orthotics", "ostomy", "otp", "outfitters", "outlets", "outreach", "overpass", "packaging", "packers", "packing",
    "packinghouse", "pain", "painting", "pallet", "panaderia", "panadería", "pantry", "parish", "park", "parkway",
    "partners", "pathology", "pavilion", "paving", "pawn", "pd", "pediatric", "pediatrics", "peds", "penitentiary",
    "perinatal", "periodontics", "pharma", "pharmaceuticals", "pharmacy", "physicians", "pipeline", "pizza", "pizzeria",
    "pkwy", "plains", "planetarium", "plant", "platform", "playhouse", "plaza", "pllc", "plumbing", "plywood",
    "podiatry", "police", "pond", "pottery", "poultry", "practice", "prairie", "presbyterian", "preschool",
    "preservation", "press", "printing", "priory", "prison", "produce", "properties", "prosthetics", "provisions",
    "psychiatry", "psychological", "publishers", "pueblo", "pulmonary", "quarry", "quay", "raceway", "radiology",
    "railroad", "ramp", "ranch", "rancheria", "rancho", "rapids", "rd", "realty", "receivables", "recovery", "refinery",
    "refuge", "regiment", "regional", "rehab", "rehabilitation", "remodeling", "rentals", "rescue", "reservation",
    "reservoir", "residence", "residences", "resort", "respiratory", "restaurant", "restaurante", "retreat", "revenue",
    "rheumatology", "ridge", "rigging", "rink", "river", "road", "roasters", "rodeo", "roofers", "roofing", "runners",
    "rv", "saddlery", "salon", "saloon", "salvage", "sanctuary", "sawmill", "school", "schools", "seafood", "seminary",
    "septic", "services", "shelter", "sheriff", "shipbuilding", "shipping", "shipyard", "shop", "shoppe", "shores",
    "siding", "sleep", "slough", "smelter", "smokehouse", "snf", "sober", "society", "software", "solar", "solutions",
    "spa", "specialists", "specialty", "speedway", "spine", "springs", "sprouts", "spur", "stables", "stadium",
    "staffing", "start", "station", "steel", "steps", "stockyard", "stockyards", "store", "street", "studio", "subaru",
    "suites", "summit", "supermarket", "supply", "surgeons", "surgery", "surgical", "surgicenter", "surveying", "svc",
    "svcs", "swamp", "symphony", "synagogue", "systems", "tabernacle", "tackle", "tailors", "taproom", "taqueria",
    "taquería", "tattoo", "tavern", "taxi", "taxidermy", "technologies", "telecom", "telegraph", "temple", "terminal",
    "terrace", "textile", "textiles", "theater", "theatre", "therapeutics", "tienda", "timber", "tire", "tires", "tool",
    "tooling", "tortilleria", "tortillería", "tours", "towers", "towing", "townhomes", "townhouse", "township",
    "toyota", "trace", "tractor", "trailer", "transit", "transplant", "transportation", "trestle", "tribe", "tribune",
    "trucking", "tunnel", "underpass", "university", "upholstery", "urgentcare", "urology", "utilities", "valley",
    "vapor", "varsity", "vascular", "vein", "vet", "veterinary", "viaduct", "villa", "village", "villas", "vineyard",
    "vineyards", "vision", "warehouse", "welding", "wellness", "wharf", "winery", "women's", "womens", "woods",
    "woodworking", "woodworks", "works", "wrecker", "wreckers", "wrecking", "yachts", "yard", "yards", "yoga", "zoo",
];

#[rustfmt::skip]
pub(super) const WEAK_INSTITUTION: &[&str] = &[
    "agency", "aid", "allergy", "amb", "annex", "appraisal", "assoc", "associates", "association", "audiology",
    "authority", "automotive", "ave", "avenue", "bank", "bar", "base", "bay", "bayou", "beach", "bldg", "bluff",
    "bluffs", "books", "bowling", "bridge", "burgers", "butte", "cabin", "cabins", "camp", "canyon", "capital",
    "cardiology", "care", "catering", "children's", "chiropractic", "choir", "church", "city", "club", "co",
    "collections", "college", "colony", "commons", "company", "consultants", "consulting", "cooperative", "cottage",
    "counseling", "county", "courts", "cove", "credit", "creek", "cremation", "dental", "department", "dermatology",
    "diagnostics", "dialysis", "die", "dist", "district", "drilling", "drug", "drugs", "ed", "endocrinology", "energy",
    "engineering", "er", "express", "eye", "falls", "fellowship", "ferry", "financial", "fire", "fitness", "flats",
    "flooring", "flowers", "forensic", "forensics", "forest", "fork", "foundry", "framing", "freight", "furniture",
    "gallery", "gap", "garage", "garden", "gastroenterology", "general", "genetics", "genomics", "grill", "group",
    "grove", "gulch", "gym", "gynecology", "hall", "hauling", "haven", "health", "heights", "hills", "hollow", "home",
    "homes", "hospitality", "house", "houses", "hts", "hut", "imaging", "infusion", "insulation", "island", "karate",
    "kidney", "kitchen", "lab", "labs", "lake", "landing", "lane", "lanes", "laundry", "learning", "legal", "living",
    "ln", "lodge", "lodging", "logistics", "management", "market", "mart", "med", "medic", "medical", "medics",
    "memorial", "mesa", "midwifery", "midwives", "mill", "milling", "ministry", "mission", "mountain", "nephrology",
    "neurology", "neurosurgery", "newspaper", "nursery", "nursing", "obgyn", "office", "oncology", "optical",
    "optometry", "orchard", "ortho", "orthodontic", "orthopaedic", "orthopedic", "orthopedics", "orthotics", "ostomy",
    "otp", "outlets", "outreach", "overpass", "pain", "painting", "park", "partners", "pathology", "pawn", "pd",
    "pediatric", "pediatrics", "peds", "perinatal", "physicians", "pipeline", "plains", "plant", "platform", "podiatry",
    "point", "police", "pond", "pottery", "power", "practice", "prairie", "preservation", "press", "printing",
    "produce", "prosthetics", "psychiatry", "psychological", "pulmonary", "radiology", "ramp", "rapids", "rd",
    "recovery", "refuge", "regional", "rehab", "rehabilitation", "rentals", "rescue", "reservoir", "residence",
    "residences", "respiratory", "revenue", "rheumatology", "ridge", "river", "road", "school", "schools", "seafood",
    "septic", "services", "shop", "shores", "siding", "sleep", "snf", "sober", "society", "software", "solar",
    "specialists", "specialty", "spine", "springs", "sprouts", "spur", "staffing", "start", "station", "steps", "store",
    "street", "suites", "summit", "supply", "surgeons", "surgery", "surgical", "surveying", "systems", "tackle",
    "tailors", "technologies", "temple", "textile", "timber", "tire", "tires", "tool", "trace", "tractor", "trailer",
    "transit", "transplant", "transportation", "tribe", "tunnel", "urology", "valley", "varsity", "vascular", "vein",
    "vet", "veterinary", "vision", "welding", "wellness", "women's", "womens", "woods", "works", "yard", "yards",
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
