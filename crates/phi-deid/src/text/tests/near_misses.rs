//! What looks like an identifier and is none: each line must come through as it is.

use super::{RELEASE, engine, redact};

#[track_caller]
fn stay(lines: &[&str]) {
    for line in lines {
        let rules: Vec<&str> = engine().scan(line, &[], RELEASE).into_iter().map(|span| span.rule).collect();
        assert!(rules.is_empty(), "{line:?}: {rules:?}");
        assert_eq!(redact(line), *line);
    }
}

/// Nothing is found in a line behind one that names somebody, where the likely rules are at work.
fn stays_beside_a_name(lead: &str, line: &str) {
    let text = format!("{lead}\n{line}\n");
    let found: Vec<_> = engine()
        .scan(&text, &[], RELEASE)
        .into_iter()
        .filter(|span| span.start > lead.len())
        .map(|span| (span.rule, text.get(span.start..span.end).unwrap_or_default().to_owned()))
        .collect();
    assert!(found.is_empty(), "{line:?}: {found:?}");
}

#[test]
fn measurements_and_doses() {
    stay(&[
        "BP 120/80, HR 72, RR 18, T 98.6 F, SpO2 97% on 2 L",
        "BP 10/12? No: 110/70 and 96/58 standing",
        "Temp 99F, Tmax 101F overnight",
        "K 4.2, Na 138, Cr 1.03, WBC 11.2, Hgb 9.7, plt 240,000",
        "troponin 0.04, then 0.12; NT-proBNP 8,412",
        "metoprolol 12.5 mg BID, 300-1000 mg daily, 24/26 mg",
        "take 1/2 tablet, 5/5 strength, 4/10 pain, EF 30-35%",
        "A1c 7.2%, GFR 45 mL/min/1.73 m2",
        "insulin 10 units, 20 mEq, 6.5 cm x 4.2 cm",
        "INR 2/2/3, Apgar 8 and 9, GCS 15",
        "5-10-15 mg/kg, 1-2-3",
        "turned 90 degrees; sats in the 90s",
        "95% on room air; SpO2 94, 95, 96",
        "weight 192 lb, height 65 in",
    ]);
}

#[test]
fn codes_versions_and_clocks() {
    stay(&[
        "ICD-10 E11.9, I50.23; K50.80",
        "CPT 99213, 97032; HCPCS J2327",
        "NDC 12345-6789-01",
        "version 4.1.0.22, v1.2.3.4, firmware 2.0.1",
        "OID 2.16.840.1.113883.6.1",
        "LOINC 8302-2",
        "at 10:20, 14:07:33, 0731 and 9:47 PM",
        "stage IIIB, T2N1M0, G4P1112, 38w4d, CHA2DS2-VASc 5",
        "e.g. i.e. b.i.d. q.i.d.",
        "call 911 or 988",
        "room 12, bed 4, page 2 of 3",
        "study NCT01234567",
    ]);
}

#[test]
fn words_that_are_no_names() {
    stay(&[
        "Foley catheter in place; a Foley was removed",
        "Parkinson disease, Crohn's disease, Murphy sign",
        "St. John's wort; St. Jude valve",
        "Christmas disease; spring cough; may 5 be enough?",
        "The patient may march on. MR noted, MS stable.",
        "severe MR; MR Brain; MS Contin",
        "Mother reports fever. Father denies. Sister has asthma.",
        "Heart Failure Clinic, Emergency Department, Community Hospital, our Pain Clinic",
        "Patient is alert. Patient: alert",
        "MRN pending; serial troponins; account of events; license suspended",
        "Vitamin K, Hepatitis B. Group A. Factor V.",
        "signed by the patient; reviewed by Cardiology",
        "history of stroke, MI, CT negative, OR tomorrow",
        "89-year-old, aged 89, 45 y/o, in his 80s, octogenarian",
        "a decade ago, last week, on Monday, yesterday, hospital day 4",
        "born in 1951; diagnosed in 2019; since 2015",
        "lives in Minnesota",
        "Patient: Denies pain",
        "PATIENT: STABLE",
        "Patient: Will call back",
        "PATIENT: WILL CALL BACK",
        "Patient: May resume diet",
        "PATIENT: MAY RESUME DIET",
        "SEVERE MR IS SEEN; MR BRAIN WAS DONE; MS STABLE",
        "HEENT: PERRLA, EOMI.",
        "HEENT: NCAT, PERRLA, EOMI",
    ]);
}

#[test]
fn ages_that_tell_less() {
    stay(&[
        "He was 18 in 1989.",
        "diagnosed in 1990 at age 9; CABG (2010, age 60)",
        "smoked since age 15, for 40 years",
        "DOB - 1951; born in the early 1950s; b. 1960",
        "between 80 and 85 years old; age 70-75",
        "72 yo man with CHF since 2005, CABG 2012, AICD 2019",
        "Age: 78, DM 2001, HTN 1999",
        "stroke at 70 in 2015; LVEF was at 60 in 1995",
        "retired at 65, 10 years ago; married 50 years",
        "born at 1930, weight 3.4 kg; DOB noted. Dose at 1930",
        "class of 30 students; sats in the 90s; walked 93 m with help; T 95f",
        "93-1/2 lb; 1,092 months of data; week 10 of 12; day 64 of 70",
        "lot 12345, 67890; zip 021 of the lock; may 5 be enough",
        "class of 1969; graduated in 1971; served 1966-1968",
        "her son, 40, was born when she was 25; 4 years older than her sister, 70",
        "metoprolol raised at 85 mg in 2015; sats at 88% in 2016",
        "seen at 70 minutes; given at 80 in 2 hours",
        "he smoked for 40 years and quit at age 60; his wife found him",
    ]);
}

#[test]
fn heats_and_blanks_stay() {
    stay(&[
        "fever over 38.3 C (101 F), below 33 C / 91 F",
        "PID|1||{mrn}^^^{auth}^MR||LAST^FIRST^M||<TS>",
        "MSH|^~\\&|SENDAPP|SENDFAC|RECAPP|RECFAC|{ts}||ADT^A31|{ctl}|P|2.5.1",
        "\"name\": [{\"family\": \"<FAMILY>\", \"given\": [\"<GIVEN>\"]}]",
    ]);
}

#[test]
fn countries_stay() {
    stay(&["He went to Mexico.", "born in Guatemala", "traveled to Mexico and Canada", "moved from Ireland"]);
}

#[test]
fn own_tags_stay() {
    stay(&[
        "Dr. [NAME-1], born [DATE 1950], MRN: [MRN-1], age [AGE 90 or older], [ZIP 021], [LOCATION-2], MN",
        "Age: [AGE 90 or older]; call [PHONE-12]; [DATE]",
    ]);
}

#[test]
fn things_that_are_counted_or_sold() {
    stay(&[
        "meter 500 mg, pump 1200 mL, monitor 100-150, scanner 3T",
        "level II trauma, grade 3-2 by vote, ratio 2-1",
        "3-5 days, 4-6 weeks, 10-15 reps, pain 3-4",
        "0 of 12 to vote, 8/12 carries; 2/4 bottles gpc",
        "PMID 25741868, 31690835",
        "IEC 60601-2-31, ISO 15189",
        "default address 0.0.0.0, loopback 127.0.0.1, mask 255.255.255.0",
        "cell lines NA20239, NA06891",
        "psych 2084P0800X, LCSW 1041C0700X",
        "modifiers: Mod 95, GT, HO",
        "on the first visit; on the second day; on the third floor; by the fourth dose",
        "Na 135-145, Cl 98-106, HR 60-100",
        "a check of the card, week ending 2026, visa pending",
        "phq9 and gad7 done",
        "turned 95 degrees; her 95th percentile; so 94%",
    ]);
}

/// In a document that names somebody, where less is enough.
#[test]
fn the_trade_stays_beside_a_name() {
    for line in [
        "Started on Entresto 24/26 and Farxiga 10 mg daily",
        "Continue Eliquis, hold Plavix, restart Crestor",
        "Braden 18, GCS 15, RASS -2",
        "Foley removed, Dobhoff placed, JP drain with 30 mL",
        "Kocher incision, Pfannenstiel closed, Trendelenburg position",
        "Aetna denied, Medicaid pending, Blue Cross approved",
        "Epic downtime; MyChart message; Cerner interface error",
        "Speaks Tagalog and Ilocano; interpreter used; Vietnamese at home",
        "Staph aureus, E. coli, Klebsiella in urine",
        "Tylenol with Codeine PRN; Zofran ODT; Ativan 1 mg",
        "Lovenox teaching done; Heparin gtt per protocol",
        "No evidence of Cushing syndrome or Addison disease",
        "Rinne and Weber normal; Romberg negative; Babinski down going",
        "Physical Therapy Evaluation and Treatment Plan",
        "Comprehensive Metabolic Panel, Complete Blood Count",
        "Left Anterior Descending; Right Coronary Artery; Circumflex",
        "Staging: Mobitz II; Charcot-Marie-Tooth; Li-Fraumeni",
        "pain 3/10, strength 5/5, 2/6 murmur, 7/10 visits, 10/12 sessions",
        "walks 3-4 blocks, drinks 2-3 beers, for 3-4 weeks",
        "sats 95, 94, 96; HR 92, 90; BP 130/92",
        "disp #90 with 3 refills, dressing #4",
        "WBC 12000, PLT 250000, CPT 99213, lot KK 20771",
        "ninety days, ninety percent, ninety minutes",
        "the 95th percentile, the 5th toe, the 2nd visit",
        "knee ROM flexion 120, ext 10; repeat x3, steri-strips x4",
        "CA-125 normal, I-131 given, AES-256, PHQ-9 and GAD-7 done",
        "sats in the mid 90s; HR in the high 90s; BP 94/60 at 92 bpm",
        "tear at EGD, pain at MCP and PIP, click at LLSB",
        "weight nearly 91 kg, goal close to 95%, 98 of 100 points",
        "at mile 25 of the race; a 2 mile walk; local anesthetic",
        "lab 0730, tech 0815, op 1300, log 1430",
        "disp #30, tooth #14, dressing #4, lot 4471-B2",
        "Wound Care Nursing Visit; Discharge Planning; Primary Care Clinic",
        "the \"Romberg\" test, \"Stroke\" alert, \"Yes\" and \"No\"",
        "born at 39 weeks; died at home; drives 90 miles",
        "B12 level, H1N1, T1DM, SARS-CoV-2, L4-L5, C5-C6",
        "Blue Cross approved; Red Cross blood; White count",
        "15 U.S.C. and 45 C.F.R. apply",
        "Apgars 8/9; CPAP 10/5, BiPAP 12/5, PS 8/5",
        "Suboxone 8/2 film; Vytorin 10/20",
        "Day 5/7 of antibiotics, vancomycin day 3/14",
        "Completed 4/6 cycles; 10/12 systems reviewed",
        "1/1 sitter; 1/2 inch packing",
        "MS Contin 15 mg BID; a Holter was ordered; use Bair Hugger",
        "Fleischner guidelines for nodules",
        "weight 93, female pelvis normal",
        "O2 sat 93, male catheter placed",
        "BP 94/60, was 85 two days ago",
        "born (1980-2024); the years (1950-1990)",
        "900 months; 1200 months of data",
        "has 94% on air; has 95 cm",
        "est 85-95% blocked; EF est 55",
        "HR 110 112; BP 120 80; CT 2019; ED 0235; UF 2800",
        "1/2, 3/4 and 1/4 tablet; 4/5 strength; 2/10 pain at rest",
        "the 8th rib or the 9th rib; id and ego; job loss",
        "low Na, Cl and Mg, with Fe, Zn; Rx, Dx",
        "patellar 2/4, biceps 2/4, nodes 2/6, cycle 4/6, BCx 2/4",
        "sit 6/8, stand 6/8, intensity 3/6, LN 2/3",
        "A-B-C-D-E survey done; R-O-M",
        "RBC/HPF 5-10; PT/OT; I/O",
        "machine issued by DME today; sent by HIM as asked",
        "signed ROI; checked BMP; signed DNR",
        "seen in clinic, Suite done; floor 3 walk",
        "Hgb    Plt    WBC\n9.1    250    11",
        "Test    Result    Date\nHgb     9.1       pending",
        "O-\nHgb 7; type AB-\nplt 200",
        "May\n3 tablets daily",
    ] {
        let text = format!("Mrs. Testcase came.\n{line}\n");
        let rules: Vec<&str> = engine().scan(&text, &[], RELEASE).into_iter().skip(1).map(|span| span.rule).collect();
        assert!(rules.is_empty(), "{line:?}: {rules:?}");
    }
}

/// A page of the trade, long enough that one look is not all there is: nothing in it points at a person.
#[test]
fn a_document_about_nobody_names_nobody() {
    let filler = "Give the loading dose over one hour and check the level with each bag. Hold if the rate is below fifty. \
                  Page the team on duty for any rise. Repeat the culture, the gas and the film each morning until clear. \
                  Teach the family to count the pills, to weigh each morning and to call when the weight goes up by two. ";
    for line in [
        "Signs: Murphy, Rovsing, Grey Turner, Cullen, Kehr, Homans; Sister Mary Joseph node",
        "Clamps: Allis, Babcock, DeBakey, Kelly, Kocher; drains: Blake, Jackson-Pratt, Penrose",
        "Operations: Ivor Lewis, Austin Moore, Billroth II, Ross, Bentall, Kasai, Ladd, Fontan",
        "Scores: Hunt-Hess 3, Fisher 4, Rockall 5, Forrest IIa, Child-Pugh B, Rutherford 2",
        "Pills: Errin, Heather, Larin, Hailey Fe, Junel 1/20, Lo Loestrin 1/10, Kelnor 1/35",
        "Places that are diseases: Rocky Mountain spotted fever, Lyme, Norwalk, Coxsackie, Ross River virus",
        "Staging: Ann Arbor stage IIB, Los Angeles grade B, Rochester criteria, Tokyo grade II",
        "Cabinets B2-117 and C4-08; levels AUC 400-600; panel COA014, HEM110, MIC2201",
        "Say Alfa, Bravo, Charlie, Juliet, Oscar, Romeo, Victor",
        "Hawkins, Neer, Yergason, Speed, O'Brien; Jones, Maisonneuve, Bennett and Rolando fractures",
        "Vendors: Philips, Baxter, Hill-Rom, Stryker, Hollister, Boston Scientific, Cook, Bard",
        "Bugs: Salmonella Newport, Klebsiella, Marburg, Hantaan; genes MEN1, WT1, KRAS",
    ] {
        let text = format!("{filler}\n{line}\n{filler}");
        let found: Vec<_> = engine()
            .scan(&text, &[], RELEASE)
            .into_iter()
            .map(|span| (span.rule, text.get(span.start..span.end).unwrap_or_default().to_owned()))
            .collect();
        assert!(found.is_empty(), "{line:?}: {found:?}");
        assert_eq!(redact(&text), text);
        // One person, and the same words are looked at as in any note.
        let about = format!("{text}\nMrs. Testcase, MRN 4471920, came on 3/4/2019.\n");
        assert!(engine().scan(&about, &[], RELEASE).len() > 2);
    }
}

/// A note of a patient whose name stands elsewhere, long enough to look like a page of the trade: the one thing in it that
/// tells who it is goes.
#[test]
fn what_stands_alone_in_a_note_of_one_person_goes() {
    let filler = "presents with three days of cough and low grade fever. He has diabetes and hypertension. Vitals: BP 134/82, HR 88, \
                  RR 18, SpO2 93% on 2 L. Exam: coarse crackles at the right base, no edema. The film shows an infiltrate. WBC 14.2. \
                  Plan: ceftriaxone and azithromycin, nebulizers, hold metformin while fasting, insulin by scale, recheck in the \
                  morning. Follow-up in two weeks with repeat imaging.";
    for (line, value) in [
        ("54-year-old John Martinez", "Martinez"),
        ("A man from Dayton, OH", "Dayton"),
        ("A man from Dayton", "Dayton"),
        ("A man sent by Mercy Regional Medical Center", "Mercy"),
        ("A man who works at Ridgeline Foods", "Ridgeline"),
        ("A man seen 3/4", "3/4"),
        ("A man whose daughter Rosa calls", "Rosa"),
    ] {
        let text = format!("{line} {filler}\n");
        assert!(!redact(&text).contains(value), "{line}");
    }
}

/// What follows makes a person of words after whom signs are called.
#[test]
fn somebody_called_as_a_sign_is_somebody() {
    for (line, value) in [
        ("Ivor Lewis declined surgery.", "Ivor"),
        ("Ivor Lewis (pt) agrees.", "Ivor"),
        ("Marcus Gunn, 54M, here for BP.", "Marcus"),
    ] {
        let text = redact(&format!("Ms. Testcase was seen.\n{line}\n"));
        assert!(!text.contains(value), "{text}");
    }
    assert!(
        redact("Ms. Testcase was seen.\nIvor Lewis approach; no Marcus Gunn sign.\n")
            .ends_with("\nIvor Lewis approach; no Marcus Gunn sign.\n")
    );
}

/// Beside a name: grades, scales, weekdays, roles, insurers, languages.
#[test]
fn what_bears_a_name_stays_beside_a_name() {
    for line in [
        "duodenal ulcer Forrest IIa, clipped; Rockall 4; Rutherford 3",
        "meniscus with Outerbridge III change; House-Brackmann IV; Mallampati II",
        "No Marcus Gunn pupil; Braxton Hicks since noon; not Miller Fisher",
        "a 22 Fr three-way catheter; hernia repair by Ivor Lewis approach",
        "pills missed on Thurs and Sun; call us Mon if not through",
        "staging by Ann Arbor stage IIIA; Tokyo grade II; Columbia neg",
        "Insurance: Superior Care HMO, Golden Poppy PPO",
        "Arr 0333, Disp 0319, Enr 0321",
        "Language: Kinyarwanda, some Zulu, Lingala at home",
        "BIMS 11/15, GDS 5/15, Ap 8/9, IDDSI 6/1, Beighton 5/9",
        "12/12 leads, 11/12 channels, 3/4 of the dose",
        "photo fundus_OD_0722.jpg, heel_R_0324.jpg; by svc_fhir01",
        "study NCT07733118 is open; no Babinski, no Huntington in the family",
        "RETINA CLINIC NOTE; FOSTER CARE PLACEMENT NOTE",
        "the Milwaukee brace, the Cincinnati stroke scale, a Denver shunt",
        "MD PhD, FAAP, CDCES",
        "Dr. Scholl pads; Mr. Clean; Dr Pepper",
    ] {
        stays_beside_a_name("Mrs. Testcase came.", line);
    }
}

#[test]
fn what_is_signed_joined_or_grouped_stays_beside_a_name() {
    // In a document about somebody, where the likely rules are at work.
    for line in [
        "check bp. Then walk; recheck 1800 prn",
        "read by CT. Given by IV; set by PT, OT.",
        "w/ cc: abx, 2/2 bcx neg, w/o fever. thx",
        "HR 72 80 88, BP 120 80 and 110 70",
        "NDC 0078 0567 15, lot AB 4471 2",
        "APAP 6-16, CN 2-12 intact. pain 2-3, ROM 10-15.",
        "Monofil 3/5. fatigue 3/10, strength 4/5, 5/5",
        "see ulcer_L45.jpg and fundus_OD.png",
        "e.g. rinse b.i.d. with h.pylori therapy",
        "denied, reason CO-22. Adjusted, PR-96.",
        "Vitamin D. Calcium. Hepatitis B. Iron.",
        "M-2 muscle, N-95 mask on",
        "Paged GI. Notified MD. d/w IR, agrees; PT gave cues",
        "Sauce is mayo, and it is 4 5 6 7 on the scale",
        "options (mild), severe (marked), Fentanyl (high)",
    ] {
        stays_beside_a_name("Pt Ana Ruiz seen by Boris Quillfeather, MD.", line);
    }
}

/// Figures and words of the trade that look like days, addresses, plates, codes and names; each of another wording.
#[test]
fn figures_and_words_of_the_trade_stay_beside_a_name() {
    for line in [
        "pages 1/6 to 6/6; drawings 1/9 to 9/9",
        "pain fell from 8/10 to 3/10; grip 4/5 to 5/5; strength 3/5 to 4/5",
        "clozapine 7/14/28 d; buprenorphine 7-14-28 days",
        "adenosine 6-12-12; nifedipine 10-20-20; epidural 8/8/10 PCEA",
        "naloxone 2/30 d; tetanus within 5/10 y.",
        "PEEP table 5/30, 8/40, 10/50, 14/70; NIV 10/5",
        "Post-test 12/15 = pass; used in 6/11 traumas; 4/5 windows seen",
        "PT DAILY NOTE (visit 7/12)",
        "naming 14/20, fluency 6/20",
        "wash water 116 F; pool 92 F; boiler 110 F",
        "QA build 11.2.0.4; engine 6.2.1.4; patch 5.0.2.7",
        "MSW x1, HHA x2, then weekly",
        "replace filter 465-0028, tubing 771-0044",
        "BP 196/110 132 36 79% at 0336",
        "OSHA 1910.120; CLSI 2018; CLIA 493.1291(g)",
        "reference plate 12/12; controls: plate NA20239",
        "POLICY NO. 300.14: HIGH-ALERT MEDICATIONS",
        "oxytocin q20-40; oil q300 h",
        "RVR 138-152, ACT 340-381, HR 70s-80s",
        "66984-LT, 00142-QK, 88185X15",
        "CMS-2728 filed; form MCSA-5870 done",
        "QC ATCC 25922, BAA-1705; card GN-98",
        "METHOD: XN-9100; analyzer C8-7001",
        "CFTR R117H/G551D found",
        "G3P1011 at 38w5d; G3 P2-0-1-2",
        "Rev. C, form 44; Rev. B replaces Rev. A",
        "Labs: ABG, CBC, PT, Fib; no BP, RN aware",
        "Mimics: migraine, MS. Chameleons too.",
        "RE: Injured worker comes; RE: Removal of hold",
        "a Levey-Jennings chart; Rose Bengal strips; Tai Chi",
        "Jada 80 mmHg, Bakri 500 mL, ASA 324 chewed",
        "her cat Tannie, his dog Buster",
        "soap: Dawn; Sig ____ wk of ____",
        "Hep B. May I go? Cat I tracing",
        "Ropinirole ER 2 mg, MPH ER 36",
        "call Poison Center; Apple Health data",
        "insurance: Sandhills Mutual Health Plan",
        "Veress at Palmer's point; Cincinnati 3/3",
        "trochar 5-mm 30-degree; column 2.1 x 50 mm 1.7 um",
        "state 15, US 14.4; back to SR 0431",
        "pulse ninety, sat ninety six, heart rate ninety one",
        "travel to Jordan last month; flew from Peru through Georgia",
        "Operations: Ross, Bentall, David V, Maze, Norwood, Glenn",
        "Surgical Scrub: Chlorhexidine; a Salter-Harris II fracture",
        "canal narrowed (Schizas B); a 19 Fr Blake",
        "antigens Vel-, Kp(b-); Lewis Le(a-b-)",
        "drinks Wild Turkey; Earl Grey tea; Bud Light",
        "May Apple; approved by MEC 12-0; read: GPC clusters",
        "Nottingham 9/9; TIMI 4/14; clock 3/4; Rigor 2/4, livor fixed",
        "FAX 07:14  PG 01/06  ECM; PAGE 01/07; P. 1/2",
        "ambulates 12/20 ft; home safety 3/2 steps; 2/11 staples out; foam 3/1 pcs",
        "FAR from 1/10,000 to 1/100,000; carrier 1/25, 1/31, 1/158",
        "visit 2/3 of what her plan covers; 9/30 rule met; fasting 5/14 > 95",
        "BMP 22/02/06",
        "visitors 10-2; lunch 12-1; open Mon-Fri 8-6; figure 9-3",
        "fw 4.1.0.22 -> 4.1.0.25; pipeline 3.8.0.44; build 10.4.0.9",
        "denied CO-197, PR-1; DMV form DR 2401; Form HH-27; BG log 140-260",
        "last seen T22:41:07Z; PT G20210A",
        "Librium 25 if CIWA > 8. MAY GO TO REC",
        "You May use it; Errors May occur; I May revoke",
    ] {
        stays_beside_a_name("Mrs. Testcase came.", line);
    }
}

/// What a value took along at its ends stays; the value goes.
#[test]
fn what_stands_at_the_ends_of_a_value_stays() {
    for (line, kept) in [
        ("4103 Frost, Jack is here", "4103 "),
        ("C/O Bumgarner, Ana", "C/O "),
        ("CALLER: Uh, Gordon Teague.", "Uh, "),
        ("ID'd Holt, Casper by thumb", "ID'd "),
        ("tell Angie I said so", " I said"),
        ("FIN 900442187", "FIN "),
        ("AWB 5518 7720 4416", "AWB "),
        ("lives in Arcadia Pines, FL", ", FL"),
        ("RN lic NY 288117-1", "NY "),
        ("Asked Dr. Halloran about it", "Asked Dr. "),
        ("the 2/7 read was called", "the "),
        ("alone on Christmas night", " night"),
        ("unit W2207 26 004418 O neg", " O neg"),
        ("sn TL2-00881 3.6 C", " 3.6 C"),
        ("CT in AUGUST. 5. Genetics", ". 5. Genetics"),
        ("died 2 Nov 14:00", "14:00"),
        ("CLIENT 608481 ROLLING", "CLIENT "),
    ] {
        let text = redact(&format!("Mrs. Testcase, MRN 4471920, was seen on 3/4/2019.\n{line}\n"));
        let last = text.trim_end().rsplit('\n').next().unwrap();
        assert!(last.contains(kept) && last.contains('['), "{line:?}: {last:?}");
    }
}
