//! General knowledge of clinical English, no list of names.

/// Letters behind a name: degrees, licences, fellowships. As they are written.
#[rustfmt::skip]
pub(super) const LETTERS: &[&str] = &[
    "AAHIVS", "ABPP", "ACNP", "AGNP", "ANP", "APN", "APNP", "APRN", "ARNP", "ASCP", "ATC", "AuD", "BAO", "BC-ADM",
    "BCACP", "BCBA", "BCC", "BCCCP", "BCOP", "BCPP", "BCPS", "BMT", "BSN", "BSW", "CADC", "CAOHC", "CCC-SLP", "CCCSLP",
    "CCRN", "CDCES", "CDE", "CGC", "CHES", "CHPN", "CHT", "CMA", "CNA", "CNM", "CNP", "CNS", "CNSC", "COMT", "COTA",
    "CPNP", "CPhT", "CRC", "CRNA", "CSFA", "CST", "CST-CSFA", "CWCN", "CWOCN", "CWS", "DC", "DDS", "DMD", "DNP", "DPM",
    "DPT", "DVM", "EMT", "EMT-B", "EMT-P", "Esq", "FAAFP", "FAAN", "FAANP", "FAAP", "FACC", "FACCP", "FACEP", "FACOG",
    "FACP", "FACR", "FACS", "FAPA", "FASN", "FCAP", "FHRS", "FIDSA", "FNP", "FNP-BC", "FNP-C", "FRCP", "FRCS", "FSCAI",
    "FSVS", "HIM", "IBCLC", "LADC", "LAc", "LCPC", "LCSW", "LDN", "LICSW", "LISW", "LMFT", "LMHC", "LMSW", "LMT",
    "LNHA", "LPC", "LPCC", "LPN", "LSW", "LVN", "MBBS", "MBChB", "MD", "MDS", "MFM", "MFT", "MHS", "MLS", "MLT", "MPAS",
    "MPH", "MPT", "MSN", "MSPT", "MSW", "MSc", "NCC", "NMD", "NNP", "NP", "NP-C", "NRP", "OCN", "OCS", "OD", "ORL",
    "OT", "OTD", "OTR", "OTR/L", "PA-C", "PHD", "PHN", "PMHNP", "PNP", "PT", "PTA", "PhD", "PharmD", "PsyD", "RCP",
    "RD", "RDCS", "RDMS", "RDN", "RMA", "RN", "RNC", "RNFA", "RPSGT", "RPh", "RRT", "RRT-NPS", "RT", "RVT", "SBB",
    "SLP", "SRNA", "WHNP", "WOCN",
];

/// What somebody is, before the name: never a part of it.
#[rustfmt::skip]
pub(super) const LEADS: &[&str] = &[
    "abogada", "abogado", "adj", "agent", "aide", "aka", "anes", "anesth", "asst", "att", "attd", "attn", "atty",
    "auntie", "biller", "caller", "cantor", "chap", "chaplain", "circ", "clerk", "counsel", "counselor", "courier",
    "crew", "dad", "daughter", "decedent", "deputy", "det", "detective", "dict", "dir", "doula", "driver", "emt",
    "enfermera", "esposa", "esposo", "father", "father-in-law", "fellow", "friar", "gma", "gpa", "grandma",
    "grandmother", "grandpa", "grandson", "guar", "guarantor", "hermana", "hermano", "hija", "hijo", "hospitalist",
    "husb", "husband", "imam", "inmate", "insp", "interp", "interpreter", "investigator", "mami", "mamá", "manager",
    "medic", "midwife", "mom", "mother-in-law", "neph", "nephew", "niece", "notary", "novice", "nurse", "ofc",
    "officer", "oma", "opa", "operator", "paciente", "papi", "papá", "paramedic", "patient", "pharmacist", "physician",
    "prescriber", "proctor", "promotora", "prov", "provider", "psych", "rabbi", "radiologist", "reader", "reporter",
    "req", "resident", "rph", "scribe", "sheriff", "sister-in-law", "sitter", "social", "spouse", "student", "suegra",
    "suegro", "surgeon", "tech", "technologist", "therapist", "tita", "tito", "trainee", "transporter", "trooper",
    "tía", "tío", "unci", "uncle", "vendor", "volunteer", "wife", "witness", "yakoke",
];

/// Two persons, or one with both names, after whom a sign, a disease, a device or a score is called; and brands that are
/// written as persons. The words of each, in small letters, with single spaces.
#[rustfmt::skip]
pub(super) const PAIRS: &[&str] = &[
    "ann arbor", "argyll robertson", "austin flint", "austin moore", "baby doe", "braxton hicks", "carey coombs",
    "carl zeiss", "charles bonnet", "christmas disease", "cornelia de", "cornelia de lange", "crede maneuver",
    "de lange", "dr pepper", "eli lilly", "emma gift", "ethan allen", "florence nightingale", "george washington",
    "graham steell", "gray turner", "grey turner", "guillain barre", "guillain barré", "harriet lane", "henry ford",
    "howell jolly", "hunt hess", "ivor lewis", "jack daniels", "jackson pratt", "jane doe", "jane roe",
    "jehovah's witness", "john doe", "john hancock", "johnny doe", "jon doe", "julian date", "katz adl", "la crosse",
    "lance adams", "leo pharma", "lou gehrig", "louis bar", "lucio phenomenon", "marcus gunn", "mary jane",
    "mary joseph", "mary kay", "mickey mouse", "miller fisher", "moira", "murphy bed", "norman rockwell",
    "parry romberg", "pierre robin", "pol hill", "prince albert", "ramsay hunt", "ray ban", "richard roe",
    "ross procedure", "salem sump", "sister mary", "sister mary joseph", "st jude", "stanley meyer", "thomas hilfiger",
    "tommy john", "treacher collins", "uncle ben", "uncle sam", "virginia slims", "walt disney", "wells fargo",
    "zuska disease",
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
    "abre", "abuela", "abuelita", "abuelito", "abuelo", "acude", "acudió", "afebril", "agua", "ahora", "al", "alergia",
    "alergias", "alerta", "alta", "ambos", "anda", "antecedentes", "antes", "apoyo", "aquí", "arrullo", "asiste",
    "atención", "ayer", "ayuda", "azúcar", "aún", "bajó", "baño", "bebe", "bebé", "bien", "bisabuela", "bisabuelo",
    "boca", "bonjour", "brazo", "buen", "buena", "buenas", "bueno", "buenos", "cabeza", "cada", "calma", "cama",
    "cambió", "camina", "cansada", "cansado", "carta", "casa", "cena", "cita", "citas", "clínica", "come", "comida",
    "comió", "como", "con", "control", "corazón", "correo", "corte", "cosas", "cuando", "cuidado", "cómo", "dado",
    "daño", "dedo", "deja", "dejó", "dele", "desde", "despierta", "despierto", "después", "dice", "dieta", "dijo",
    "dirección", "doctor", "doctora", "dolor", "dolores", "domicilio", "donde", "dosis", "duele", "duelo", "duerme",
    "durmió", "ejercicio", "ella", "ellos", "embarazo", "empleo", "encargada", "encargado", "enfermera", "enfermero",
    "entiende", "entonces", "entrega", "era", "esa", "escribe", "escuela", "ese", "español", "esperanza", "esposa",
    "esposo", "estaba", "estable", "estado", "este", "estudio", "está", "están", "examen", "familia", "familiar",
    "favor", "fecha", "fiebre", "fondo", "fue", "fuma", "fundo", "ganas", "gracias", "grande", "habla", "hablar",
    "hablé", "hace", "hambre", "hasta", "hay", "herida", "hermana", "hermano", "hermanos", "hija", "hijas", "hijo",
    "hijos", "historia", "hizo", "hogar", "hola", "hombre", "hora", "hoy", "idioma", "idiomas", "iglesia", "indica",
    "inglés", "ingreso", "intérprete", "inyección", "joven", "juega", "juez", "lava", "le", "leche", "lee", "llama",
    "llamar", "llamó", "llanto", "llegó", "lleva", "llora", "lugar", "luz", "madre", "mal", "mala", "mami", "mamá",
    "maniobra", "mano", "manos", "mañana", "medicamento", "medicamentos", "medicina", "medicinas", "mejor", "menos",
    "mes", "meses", "meta", "metas", "mira", "misma", "mismo", "moretón", "motivo", "motor", "mucha", "mucho",
    "muestra", "mujer", "muy", "nació", "nada", "nadie", "niega", "ningún", "niña", "niño", "niños", "no", "noche",
    "nombre", "nota", "nueva", "nuevo", "nunca", "náusea", "objetivo", "ojo", "ojos", "oración", "orden", "orina",
    "otra", "otro", "oyó", "oído", "paciente", "padre", "padres", "papi", "papá", "para", "parto", "pasa", "pastilla",
    "pastillas", "pasó", "pecho", "pelo", "pero", "peso", "pide", "pidió", "pie", "piel", "piensa", "pierna", "piernas",
    "pies", "plan", "poco", "por", "porque", "precaución", "prefiere", "pregunta", "prima", "primera", "primero",
    "primo", "problema", "problemas", "promotora", "pronto", "próx", "próxima", "próximo", "puede", "pues", "pulso",
    "quiere", "quién", "receta", "recibe", "refiere", "reporta", "respira", "resultado", "resultados", "reza", "riesgo",
    "roja", "rojo", "ropa", "ríe", "sabe", "sale", "salió", "salud", "sangre", "se", "seguimiento", "seguro", "semana",
    "semanas", "ser", "señala", "si", "siempre", "siente", "sigue", "sin", "sobre", "sola", "solo", "son", "sonríe",
    "soplo", "su", "subió", "suegra", "suegro", "sueño", "sus", "sí", "sólo", "también", "tampoco", "tarde", "tarea",
    "tareas", "teléfono", "tener", "terapia", "tiene", "tienen", "toda", "todavía", "todo", "todos", "toma", "tomar",
    "tomó", "tos", "trabaja", "trabajadora", "trabajo", "traer", "trajo", "turno", "tuvo", "un", "una", "uno", "usa",
    "usted", "vacuna", "vacunas", "vecina", "vecino", "ven", "venga", "ver", "vez", "viene", "vino", "visita", "vista",
    "vive", "viven", "vivo", "voz", "vuelve", "ya", "yerno", "él", "úlcera", "última", "último",
];
