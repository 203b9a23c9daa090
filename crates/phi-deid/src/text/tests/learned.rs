//! What the scorer adds in a document about somebody, and what it leaves.

use phi_types::IdentifierClass;

use super::{RELEASE, engine, redact};
use crate::text::{
    Confidence, TextEngine,
    learned::{
        Learned,
        train::{Doubts, Example, Settings, train},
    },
};

/// What the scorer found.
fn learned(text: &str) -> Vec<(&str, IdentifierClass)> {
    let spans = engine().scan(text, &[], RELEASE);
    let spans = spans.into_iter().filter(|span| span.rule.contains(".learned."));
    spans
        .inspect(|span| assert!(span.confidence == Confidence::Low && span.evidence().starts_with("like what")))
        .map(|span| (text.get(span.start..span.end).unwrap(), span.class))
        .collect()
}

#[test]
fn the_weights_load() {
    assert!(Learned::new().is_some());
    assert!(TextEngine::new().unwrap().taught(vec![0; 9]).is_none());
}

#[test]
fn what_no_rule_knows_is_found() {
    use IdentifierClass::{Geography, Name};
    for (text, value, class) in [
        ("Mr. Testcase was seen. Employer ADM: Ridley Feed & Seed, nights.", "Feed & Seed", Geography),
        ("Ms. Testcase was seen. DME Caddo Breathing notified.", "Breathing", Geography),
        ("Ms. Testcase was seen. Staff: S. Yellowtail, Quick, Brace.", "S. Yellowtail", Name),
    ] {
        let all = learned(text);
        assert!(all.iter().any(|(found, of)| found.contains(value) && *of == class), "{text}: {all:?}");
        // What was taken stays away, and nothing follows it.
        let once = redact(text);
        assert!(!once.contains(value), "{once}");
        assert_eq!(redact(&once), once);
    }
}

#[test]
fn without_a_person_nothing_is_learned_of() {
    for text in ["Employer ADM: Ridley Feed & Seed, nights.", "DME Caddo Breathing notified."] {
        assert_eq!(learned(text), []);
    }
}

#[test]
fn eponyms_drugs_devices_and_units_stay() {
    for text in [
        "Ms. Testcase was seen. Foley catheter, Kerley B lines, Lasix 40 mg.",
        "Ms. Testcase was seen. Babinski negative, Trendelenburg gait; Hasson trocar; Medtronic pump; Keppra 500, Trileptal 300.",
        "Ms. Testcase was seen. Marfan, Ehlers-Danlos and Loeys-Dietz excluded. Penrose drain, Jackson-Pratt bulb, Bovie.",
        "Ms. Testcase was seen. Zofran 4 mg IV, Toradol 30, Dilaudid 0.5; SpO2 98% RA; pH 7.32.",
        "Ms. Testcase was seen. GFR 60, BUN 14, Hgb 9.1, INR 2.4, K 4.1; BP 120/80, HR 72, RR 18.",
        "Ms. Testcase was seen. ROS: Denies Fever. Exam: Lungs clear, Heart regular, Abdomen soft. Plan: Continue Metformin.",
    ] {
        assert_eq!(learned(text), [], "{text}");
    }
}

#[test]
fn what_is_named_after_somebody_is_seldom_a_name() {
    let things = [
        "Howard Kelly forceps at hand",
        "Henry Mayo stand",
        "Kelly Adson forceps",
        "Thomas Splint on",
        "Graham Patch done",
        "Taylor Spatial frame",
        "Warren Splint on",
        "Harris Hip score",
        "Allen Stirrups in place",
        "Jackson Table used",
        "Hudson Brace on",
        "Austin Moore prosthesis",
    ];
    let untaught = TextEngine::new().unwrap().untaught();
    let taken = |engine: &TextEngine| {
        let is_taken = |thing: &&&str| engine.scan(&format!("Ms. Testcase was seen. {thing}."), &[], RELEASE).len() > 1;
        things.iter().filter(is_taken).count()
    };
    // It is the weights that speak against them: the rules take them.
    let (with, without) = (taken(engine()), taken(&untaught));
    assert!(without > 3 && with < without, "{with} of {without}");
}

#[test]
fn what_a_title_announces_or_the_caller_knows_is_never_doubted() {
    // What the caller knows goes wherever it stands, but before what is called so: a Foley catheter stays.
    for name in ["Austin Moore", "Marcus Gunn", "Casa"] {
        let known = [crate::text::Known { class: IdentifierClass::Name, value: name }];
        let text = format!("Ms. Testcase was seen. {name} called. Eyes: no Marcus Gunn sign.");
        let text = engine().redact(&text, &known, RELEASE).unwrap().text;
        assert_eq!(text, "Ms. [NAME-1] was seen. [NAME-2] called. Eyes: no Marcus Gunn sign.");
    }
    let text = redact("Patient: Marcus Gunn\nMarcus Gunn called. Eyes: no Marcus Gunn sign.\n");
    assert_eq!(text, "Patient: [NAME-1]\n[NAME-1] called. Eyes: no Marcus Gunn sign.\n");
    for text in ["Mr. Austin Moore prosthesis", "Brother Austin Moore prosthesis", "Patient: Austin Moore"] {
        assert!(!redact(text).contains("Moore"), "{}", redact(text));
    }
}

#[test]
fn the_same_examples_teach_the_same() {
    let example = |text: &str, value: &str| {
        let start = text.find(value).unwrap();
        Example { text: text.to_owned(), marks: vec![(start, start + value.len(), 'N')] }
    };
    let examples = [
        example("Mr. Testcase came. Sitter Merle Quorv left.", "Merle Quorv"),
        example("Mr. Testcase went. Sitter Perle Vlorv stayed.", "Perle Vlorv"),
        example("Ms. Testcase slept. Sitter Zerle Xlorv sat.", "Zerle Xlorv"),
    ];
    let settings = Settings {
        rounds: 3,
        hidden: (1, 50),
        varied: (1, 0.5),
        hidden_weight: 0.5,
        dropped: 10,
        step: 0.1,
        decay: 0.0,
        least: [0.0; 6],
        small: 0.0,
        texts: 2,
        doubts: Doubts { rounds: 2, step: 0.1, decay: 0.0, texts: 1, dropped: 10, least: (-1.0, -2.0) },
    };
    let weights = train(&examples, &settings).unwrap();
    assert_eq!(weights, train(&examples, &settings).unwrap());
    assert!(weights.iter().any(|byte| *byte != 0) && TextEngine::new().unwrap().taught(weights).is_some());
}

#[test]
fn long_runs_of_open_words_are_cut() {
    // Each piece is told once, whatever stands around it.
    for word in ["Xqv ", "Xqv-", "Xqv, ", "9-", "A", "\u{c9}x ", "Xqv's of the "] {
        let text = format!("Mr. Testcase came. {}", word.repeat(3_000));
        let spans = engine().scan(&text, &[], RELEASE);
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}

#[test]
fn names_in_small_letters_are_found_among_capitals() {
    for (text, name) in [
        ("Mr. Testcase came to Clinic on Monday. Seen with john whitfield today.", "whitfield"),
        ("Patient: Ana Testcase. Followed by dr. okafor, Cardiology.", "okafor"),
        ("Patient: Ana Testcase. Lives with daughter denise hartmann in Cleveland.", "hartmann"),
    ] {
        let redacted = redact(text);
        assert!(!redacted.contains(name), "{redacted}");
    }
}
