//! General knowledge of clinical English, no list of names.

/// Letters behind a name: degrees, licences, fellowships. As they are written.
#[rustfmt::skip]
pub(super) const LETTERS: &[&str] = &[
    "AAHIVS", "ABPP", "ACNP", "AGNP", "ANP", "APN", "APNP", "APRN", "ARNP", "ASCP", "ATC", "AuD", "BAO", "BC-ADM",
    "BCACP", "BCBA", "BCC", "BCCCP", "BCOP", "BCPP", "BCPS", "BMT", "BSN", "BSW", "CADC", "CAOHC", "CCC-SLP", "CCCSLP",
    "CCHT", "CCP", "CCRN", "CCT", "CCTC", "CDCES", "CDE", "CGC", "CHES", "CHPLN", "CHPN", "CHT", "CMA", "CNA", "CNM",
    "CNP", "CNS", "CNSC", "COMT", "COTA", "CPNP", "CPhT", "CRC", "CRNA", "CSFA", "CST", "CST-CSFA", "CWCN", "CWOCN",
    "CWON", "CWS", "DABSM", "DC", "DDS", "DMD", "DNP", "DPM", "DPT", "DVM", "EMT", "EMT-B", "EMT-P", "Esq", "FAAFP",
    "FAAN", "FAANP", "FAAP", "FACC", "FACCP", "FACEP", "FACOG", "FACP", "FACR", "FACS", "FAPA", "FASN", "FCAP", "FHRS",
    "FIDSA", "FNP", "FNP-BC", "FNP-C", "FRCP", "FRCS", "FSCAI", "FSVS", "HIM", "IBCLC", "LADC", "LAc", "LCPC", "LCSW",
    "LDN", "LICSW", "LISW", "LMFT", "LMHC", "LMSW", "LMT", "LNHA", "LPC", "LPCC", "LPN", "LSW", "LVN", "MBBS", "MBChB",
    "MD", "MDS", "MFM", "MFT", "MHS", "MLS", "MLT", "MPAS", "MPH", "MPT", "MSN", "MSPT", "MSW", "MSc", "NCC", "NMD",
    "NNP", "NP", "NP-C", "NRP", "OCN", "OCS", "OD", "ORL", "OT", "OTD", "OTR", "OTR/L", "PA-C", "PCT", "PHD", "PHN",
    "PMHNP", "PNP", "PT", "PTA", "PhD", "PharmD", "PsyD", "RCP", "RD", "RDCS", "RDMS", "RDN", "RMA", "RN", "RNC",
    "RNFA", "RPSGT", "RPT", "RPh", "RRT", "RRT-NPS", "RT", "RVT", "SBB", "SLP", "SRNA", "WHNP", "WOCN",
];

/// What somebody is, before the name: never a part of it.
#[rustfmt::skip]
pub(super) const LEADS: &[&str] = &[
    "abogada", "abogado", "abuela", "abuelita", "abuelito", "abuelo", "adj", "agcy", "agent", "aide", "aka", "anes",
    "anesth", "asst", "att", "attd", "attg", "attn", "atty", "auntie", "baby", "bebé", "biller", "bisabuela",
    "bisabuelo", "bro", "brother", "cafe", "caller", "cantor", "cg", "chap", "chaplain", "circ", "circulator",
    "clergy", "clerk", "clia", "commander", "corporal", "counsel", "counselor", "courier", "crew", "dad", "dau",
    "daughter", "decedent", "deputy", "det", "detective", "dict", "dir", "disp", "doula", "driver", "dtr", "embalmer",
    "emerg", "emt", "enfermera", "esposa", "esposo", "examiner", "father", "father-in-law", "fellow", "friar", "gma",
    "gpa", "gram", "gramma", "grampa", "grandma", "grandmother", "grandpa", "grandson", "granny", "guar", "guarantor",
    "halito", "hermana", "hermano", "hija", "hijo", "hospitalist", "husb", "husband", "imam", "inmate", "insp",
    "interp", "interpreter", "inv", "investigator", "kahu", "lalla", "lcda", "maman", "mami", "mamá", "manager",
    "medic", "meemaw", "memere", "mgr", "midwife", "mme", "mom", "mother-in-law", "mémère", "neph", "nephew",
    "nickname", "niece", "nok", "notary", "novia", "novice", "novio", "nuera", "nueva", "nurse", "ofc",
    "officer", "oma", "opa", "operator", "opr", "orderly", "paciente", "padre", "papi", "papá", "paramedic", "patient",
    "pepere", "perf", "pharmacist", "photographer", "phys", "physician", "preceptor", "prescriber", "proctor",
    "promotora", "prosector", "prosecutor", "prov", "provider", "psych", "psychologist", "rabbi", "rad", "radiologist",
    "reader", "receptionist", "recip", "recipient", "relief", "reporter", "req", "resident", "rider", "rph", "scribe",
    "scrub", "sec", "secretary", "sheriff", "sister", "sister-in-law", "sitter", "social", "son", "spouse", "stepdad",
    "stepdaughter", "stepmom", "stepson", "student", "subscr", "suegra", "suegro", "sup", "superintendent", "surg",
    "surgeon", "tante", "teacher", "tech", "technologist", "therapist", "tita", "tito", "trabajadora", "trainee",
    "translator", "transporter", "trooper", "tía", "tío", "unci", "uncle", "unk", "vendor", "visitor", "volunteer",
    "wife", "wit", "witness", "yakoke", "yerno", "yiayia",
];

/// Two persons, or one with both names, after whom a sign, a disease, a device or a score is called; and brands that are
/// written as persons. The words of each, in small letters, with single spaces.
#[rustfmt::skip]
pub(super) const PAIRS: &[&str] = &[
    "ai chi", "alka seltzer", "allen masters", "andersen tawil", "ann arbor", "argyll robertson", "army navy",
    "arnold palmer", "austin flint", "austin moore", "bad ragaz", "bence jones", "benson hedges", "biering sorensen",
    "blalock taussig", "bland altman", "bloody mary", "braxton hicks", "brown sequard", "bud light",
    "california verbal", "captain morgan", "carey coombs", "carl zeiss", "carter thomason", "charles bonnet",
    "coors light", "cornelia de", "cornelia de lange", "dandy walker", "de lange", "denis browne", "dix hallpike",
    "donath landsteiner", "dr pepper", "earl grey", "eli lilly", "ellis van creveld", "ethan allen", "fisher exact",
    "florence nightingale", "foster kennedy", "gibson cooke", "graham steell", "gray turner", "grey turner",
    "guillain barre", "guillain barré", "gustilo anderson", "hardy weinberg", "harriet lane", "harris benedict",
    "harvard pilgrim", "henry ford", "hopkins verbal", "howell jolly", "hunt hess", "hutchinson gilford",
    "ireton jones", "ivor lewis", "jack daniels", "jackson pratt", "jehovah's witness", "jenny craig", "jervell lange",
    "jim beam", "jimmy dean", "john hancock", "kaplan meier", "kate farms", "kellgren lawrence",
    "king devick", "kirby bauer", "lance adams", "lawton brody", "le fort", "lee silverman", "levey jennings",
    "lombard dowell", "lou gehrig", "lown ganong", "mallory weiss", "mann whitney", "marcus gunn", "mary joseph",
    "mary kay", "may apple", "michaelis menten", "mickey mouse", "miller fisher", "mountain dew", "mueller hinton",
    "norman rockwell", "pall mall", "parry romberg", "payne martin", "penn state", "pierre robin", "ramsay hunt",
    "rancho los amigos", "ray ban", "red bull", "reye johnson", "rives stoppa", "robert jones", "rose bengal",
    "ross river", "russell silver", "salem sump", "salter harris", "schmitt thompson", "shirley temple",
    "sinding larsen johansson", "sister mary", "sister mary joseph", "sister mary joseph nodule",
    "sister mary joseph's", "smith magenis", "southern comfort", "st jude", "steel reserve", "stewart hamilton",
    "swan ganz", "swisher sweets", "tai chi", "tolosa hunt", "tommy john", "treacher collins", "tyrer cuzick",
    "uncle ben", "uncle sam", "vaughan williams", "virchow robin", "virginia slims", "walt disney", "wells fargo",
    "west haven", "wild turkey", "wisconsin card", "wong baker",
];

/// Behind a title, what no person is called.
#[rustfmt::skip]
pub(super) const TITLED_THINGS: &[&str] = &[
    "any", "anybody", "anyone", "anywhere", "bear", "clean", "dash", "ethics", "everyone", "everywhere", "executive",
    "feelgood", "goodwrench", "google", "house", "muscle", "nobody", "nurse", "peanut", "pepper", "potato", "roboto",
    "scholl", "scholl's", "scholls", "seuss", "so-and-so", "somebody", "someone", "strangelove", "suffix", "superior",
    "whoever", "wonderful", "x", "xyz",
];

/// Days of the week, in full, for short and in plural.
#[rustfmt::skip]
pub(super) const WEEKDAYS: &[&str] = &[
    "fri", "friday", "fridays", "fris", "mon", "monday", "mondays", "mons", "sat", "sats", "saturday", "saturdays",
    "sun", "sunday", "sundays", "thu", "thur", "thurs", "thursday", "thursdays", "tue", "tues", "tuesday", "tuesdays",
    "wed", "wednesday", "wednesdays", "weds",
];

/// Ordinary words of Spanish notes that begin sentences and lines, and of others that are spoken in clinics.
#[rustfmt::skip]
pub(super) const FOREIGN: &[&str] = &[
    "abre", "abuela", "abuelita", "abuelito", "abuelo", "acude", "acudió", "afebril", "agua", "ahora", "alergia",
    "alergias", "alerta", "alta", "ambos", "anda", "antecedentes", "antes", "apoyo", "aquí", "arrullo", "asiste",
    "atención", "ayer", "ayuda", "azúcar", "aún", "bajó", "baño", "bebe", "bebé", "bien", "bisabuela", "bisabuelo",
    "boca", "bonjour", "brazo", "buen", "buena", "buenas", "bueno", "buenos", "cabeza", "cada", "calma", "cama",
    "cambió", "camina", "cansada", "cansado", "carta", "casa", "cena", "cita", "citas", "clínica", "come", "comida",
    "comió", "como", "con", "control", "corazón", "correo", "corte", "cosas", "cuando", "cuidado", "cuidados", "cómo",
    "dado", "daño", "de", "dedo", "deja", "dejó", "del", "dele", "desde", "despierta", "despierto", "después", "dice",
    "dieta", "dijo", "dirección", "doctor", "doctora", "dolor", "domicilio", "donde", "dosis", "duele", "duelo",
    "duerme", "durmió", "ejercicio", "el", "ella", "ellos", "embarazo", "empleo", "encargada", "encargado",
    "enfermera", "enfermero", "entiende", "entonces", "entrega", "era", "esa", "escribe", "escuela", "ese", "español",
    "esposa", "esposo", "estaba", "estable", "estado", "este", "estudio", "está", "están", "examen", "familia",
    "familiar", "favor", "fecha", "fiebre", "fondo", "fue", "fuma", "fundo", "ganas", "gracias", "grande", "habla",
    "hablar", "hablé", "hace", "hambre", "hasta", "hay", "herida", "hermana", "hermano", "hermanos", "hija", "hijas",
    "hijo", "hijos", "historia", "hizo", "hogar", "hoja", "hola", "hombre", "hora", "hoy", "idioma", "idiomas",
    "iglesia", "indica", "indicaciones", "inglés", "ingreso", "instrucciones", "intérprete", "inyección", "joven",
    "juega", "juez", "la", "las", "lava", "leche", "lee", "llama", "llamar", "llamó", "llanto", "llegó", "lleva",
    "llora", "los", "lugar", "madre", "mal", "mala", "mami", "mamá", "maniobra", "mano", "manos", "mañana",
    "medicamento", "medicamentos", "medicina", "medicinas", "mejor", "menos", "mes", "meses", "meta", "metas", "mira",
    "misma", "mismo", "moretón", "motivo", "motor", "mucha", "mucho", "muestra", "mujer", "muy", "nació", "nada",
    "nadie", "niega", "ningún", "niña", "niño", "niños", "noche", "nombre", "nota", "nueva", "nuevo", "nunca",
    "náusea", "objetivo", "ojo", "ojos", "oración", "orden", "orina", "otra", "otro", "oyó", "oído", "paciente",
    "padre", "padres", "papi", "papá", "para", "parto", "pasa", "pastilla", "pastillas", "pasó", "pecho", "pelo",
    "pero", "peso", "pide", "pidió", "pie", "piel", "piensa", "pierna", "piernas", "pies", "plan", "poco", "por",
    "porque", "precaución", "prefiere", "pregunta", "prima", "primera", "primero", "primo", "problema", "problemas",
    "promotora", "pronto", "próx", "próxima", "próximo", "puede", "pues", "pulso", "quiere", "quién", "receta",
    "recibe", "refiere", "reporta", "respira", "resultado", "resultados", "reza", "riesgo", "roja", "rojo", "ropa",
    "ríe", "sabe", "sale", "salió", "sangre", "seguimiento", "seguro", "semana", "semanas", "ser", "señala", "siempre",
    "siente", "sigue", "sin", "sobre", "sola", "solo", "son", "sonríe", "soplo", "subió", "suegra", "suegro", "sueño",
    "sus", "sólo", "también", "tampoco", "tarde", "tarea", "tareas", "teléfono", "tener", "terapia", "tiene", "tienen",
    "toda", "todavía", "todo", "todos", "toma", "tomar", "tomó", "tos", "trabaja", "trabajadora", "trabajo", "traer",
    "trajo", "turno", "tuvo", "una", "uno", "usa", "usted", "vacuna", "vacunas", "vecina", "vecino", "ven", "venga",
    "ver", "vez", "viene", "vino", "visita", "vista", "vive", "viven", "vivo", "voz", "vuelve", "yerno", "úlcera",
    "última", "último",
];

/// Abbreviations, languages and peoples that stand alone with a capital: times of a run sheet, heads of mail, units.
#[rustfmt::skip]
pub(super) const ALONE: &[&str] = &[
    "aao", "abx", "acct", "adm", "afebrile", "agcy", "albanian", "amharic", "anes", "anglican", "apa", "appt", "arab",
    "ard", "armenian", "arr", "asst", "assyrian", "att", "attn", "atty", "avail", "avg", "bch", "bhutanese",
    "bisabuela", "bosnian", "bro", "bubbe", "bulgarian", "burmese", "byzantine", "cafe", "cajun", "callback",
    "cambodian", "cantonese", "celtic", "chaldean", "cherokee", "chin", "chuukese", "coll", "comp", "coptic", "creole",
    "croatian", "cuban", "cypriot", "czech", "danish", "dari", "dau", "deacon", "dept", "dest", "det", "dict", "dir",
    "disp", "div", "dominican", "dr", "dra", "dutch", "eng", "enr", "enrt", "episcopal", "eritrean", "est", "estonian",
    "eta", "etd", "ethiopian", "farsi", "filipino", "finnish", "freq", "fri", "fw", "fwd", "gen", "georgian",
    "ghanaian", "gov", "gran", "grandparent", "greek", "gujarati", "haitian", "hawaiian", "hebrew", "heli", "hmong",
    "honduran", "hungarian", "hutterite", "icelandic", "idg", "igbo", "ilocano", "indonesian", "int", "iraqi", "irish",
    "islam", "jain", "kannada", "karenni", "kia", "kinyarwanda", "kirundi", "korean", "kurdish", "lang", "lao",
    "laotian", "latvian", "lcda", "lingala", "lithuanian", "lutheran", "malay", "maltese", "mandarin", "maori",
    "maronite", "marshallese", "mayan", "medevac", "mets", "min", "mme", "moldovan", "mongolian", "mrx", "nahuatl",
    "nana", "nazarene", "nepali", "neph", "norwegian", "novocain", "orthodox", "papiamento", "pashto", "ped",
    "persian", "peth", "pgy", "polish", "polynesian", "portuguese", "pps", "prov", "pt", "punjabi", "purepecha",
    "pvcs", "qty", "quechua", "rad", "rcvd", "rec", "ref", "relay", "rohingya", "roma", "romanian", "rosary", "rpt",
    "russian", "samoan", "sar", "scots", "sec", "serbian", "shi'a", "shia", "sicilian", "sikh", "sindhi", "sinhalese",
    "slovak", "slovenian", "sms", "soc", "somali", "span", "spaniard", "sudanese", "sunni", "svc", "swahili",
    "swedish", "swiss", "syrian", "tagalog", "tamil", "tech", "telugu", "thai", "tibetan", "tigrinya", "toco",
    "tongan", "tono", "trig", "trooper", "turkish", "twi", "ukrainian", "unitarian", "univ", "unk", "uop", "urdu",
    "uzbek", "vietnamese", "vol", "wesleyan", "wolof", "x-ray", "xhosa", "xm", "yayo", "yiddish", "yoruba", "zapotec",
    "zulu",
];

/// Before the name of a house: what is done there, or the label of its field.
#[rustfmt::skip]
pub(super) const HOUSE_LEADS: &[&str] = &[
    "accepted", "addr", "admit", "agency", "area", "attends", "bib", "branch", "bystander", "call", "called",
    "carrier", "client", "conc", "contact", "coroner", "courier", "court", "dest", "destination", "detainer", "dme",
    "else", "emp", "empl", "employer", "facility", "faxed", "from", "funeral", "grandson", "hosp", "husband",
    "impounded", "lives", "loc", "location", "lz", "mri", "niece", "notified", "nurse", "occupation", "office",
    "paged", "phoned", "pmd", "provider", "ref", "refer", "referred", "release", "religion", "resident", "ret",
    "retired", "school", "sees", "sells", "send", "ship", "shipper", "site", "son", "spouse", "src", "stamp",
    "station", "supplier", "support", "tow", "towed", "transfer", "transferred", "txfr", "unit", "vendor", "via",
    "visits", "wife", "works", "worksite", "xst",
];

/// What is written, not who writes it.
#[rustfmt::skip]
pub(super) const PAPERS: &[&str] = &[
    "addendum", "appeal", "assessment", "bill", "card", "census", "certificate", "chart", "check", "checklist", "claim",
    "consent", "consult", "consultation", "discharge", "eval", "evaluation", "exam", "excerpt", "extract", "fax",
    "form", "handoff", "history", "initial", "intake", "invoice", "letter", "list", "log", "memo", "menu", "message",
    "messages", "necessity", "nota", "note", "notes", "order", "orders", "packet", "placement", "plan", "progress",
    "protocol", "queue", "record", "records", "referral", "refill", "report", "request", "results", "review", "roster",
    "schedule", "screen", "sheet", "signout", "statement", "summary", "supplement", "table", "test", "training",
    "transcript", "triage", "visit", "worksheet",
];

/// Behind a town: a scale, a disease or a device that is called so.
#[rustfmt::skip]
pub(super) const TOWN_THINGS: &[&str] = &[
    "anaphylaxis", "aphasia", "ards", "bands", "bowel", "brace", "cholecystitis", "classification", "coma",
    "consensus", "criteria", "criterion", "crohn", "depression", "encephalitis", "esophagitis", "exanthem", "fever",
    "foot", "grade", "hip", "index", "inventory", "jacket", "knee", "lymphoma", "manometry", "motor", "naming", "neg",
    "negative", "neuropathy", "nomogram", "pancreatitis", "point", "polyp", "pos", "positive", "pouch", "prehospital",
    "prognostic", "protocol", "pupil", "rating", "rules", "scale", "scar", "schedule", "score", "screen", "shunt",
    "spotted", "stage", "staging", "stent", "stroke", "suicide", "swallow", "syncope", "tonometer", "virus",
];

/// Abbreviations of the trade in two to six letters, before commas and letters of a profession.
#[rustfmt::skip]
pub(super) const ABBREVIATIONS: &[&str] = &[
    "abg", "ama", "ard", "asa", "bmp", "bnp", "bp", "bpd", "cbc", "cmp", "cms", "cpr", "crp", "csf", "ct", "cva",
    "cxr", "dtv", "edrs", "eeg", "egd", "ekg", "emar", "etoh", "fhr", "gcs", "gnc", "gnr", "gpc", "gpr", "hpf", "hr",
    "icd", "idg", "iop", "ir", "iv", "lt", "mec", "mri", "npo", "nstemi", "ptt", "pvc", "qapi", "qi", "rr", "rt",
    "rvr", "snf", "stemi", "svc", "sw", "tpn", "tsh", "tte", "uop", "wbc",
];

/// Animals, before their names.
#[rustfmt::skip]
pub(super) const BEINGS: &[&str] = &[
    "cat", "chihuahua", "dachshund", "dog", "donkey", "gata", "gato", "goat", "horse", "kitten", "labrador", "mare",
    "parrot", "perra", "perrita", "perrito", "perro", "pet", "pony", "poodle", "puppy", "rooster", "terrier",
];

/// Towns by whose name a scale of a few points is called.
pub(super) const SCALE_TOWNS: &[&str] =
    &["barcelona", "boston", "cincinnati", "edinburgh", "glasgow", "leeds", "los angeles"];

/// What is said before somebody is named or called.
pub(super) const OPENERS: &[&str] =
    &["Hello", "Hey", "Hi", "Oh", "Okay", "Uh", "Um", "Well", "Yeah", "Yes", "uh", "um"];
