//! What each family of rules must find.

use phi_types::IdentifierClass::{
    self, Account, Biometric, CertificateOrLicense, Date, Device, Email, Fax, Geography, HealthPlanBeneficiary,
    IpAddress, MedicalRecordNumber, Name, Other, Phone, Photo, Ssn, Url, Vehicle,
};

use super::{found, redact};

/// `«…»` marks what must be found, and nothing else of this class may be.
#[track_caller]
fn finds(class: IdentifierClass, marked: &[&str]) {
    for marked in marked {
        let expected: Vec<&str> = marked.split('«').skip(1).filter_map(|rest| Some(rest.split_once('»')?.0)).collect();
        assert!(!expected.is_empty(), "nothing is marked in {marked:?}");
        let text = marked.replace(['«', '»'], "");
        assert_eq!(found(class, &text), expected, "{text:?}");
    }
}

#[test]
fn dates() {
    finds(
        Date,
        &[
            "seen «3/4/2019» and «03/04/19», then «3-4-2019», «03-04-19» and «3.4.2019»",
            "«2019-03-04»T14:07:00Z, «2019/3/4»",
            "«20190304» «20190304140700» «20190304140700.123-0500»",
            "«March 4, 2019»; «Mar. 4 2019»; «March 4th»; «4 March 2019»; «04-MAR-2019»; «4th of March, 2019»",
            "«Monday, November 9» at 10:20",
            "on «10/29» and since «3/4»; fall «10/28-11/02»",
            "Cert period «10/20/26»-«12/18/26»",
            "«03/2019», «Feb 2022» to «June 2026», «March 2019», «Nov '19»",
            "in «May», since «October»; «early June»; «last december»",
            "«spring 2019», «Q3 2020», «2nd quarter 2021»",
            "on «Christmas Eve», «Thanksgiving 2019», the «Fourth of July», «New Year's Day»",
            "«3 de septiembre de 2026», «20 de agosto»",
            "DOB «6.11.84»",
            "since «April 12th, 2023»",
            "«Thurs 2/19»",
        ],
    );
}

#[test]
fn dates_keep_the_year_that_may_stay() {
    for (text, expected) in [
        ("2. March 22, 2027", "2. [DATE 2027]"),
        ("on 3/4/2019", "on [DATE 2019]"),
        ("on 3/4/19", "on [DATE 2019]"),
        ("on 3/4/58", "on [DATE 1958]"),
        ("DOB 3/4/58", "DOB [DATE 1958]"),
        ("DOB 1/2/31", "DOB [DATE]"),
        ("DOB 1/2/1936", "DOB [DATE]"),
        ("DOB 1/2/1937", "DOB [DATE 1937]"),
        ("DOB 1/2/19", "DOB [DATE]"),
        ("March 4", "[DATE]"),
        ("born in 1931", "born in [DATE]"),
        ("born in 1951", "born in 1951"),
        ("fall of 2019", "[DATE 2019]"),
    ] {
        assert_eq!(redact(text), expected);
    }
}

#[test]
fn every_date_of_two_centuries_in_three_forms() {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    for year in 1880..=2100 {
        let mut text = String::new();
        let mut expected = String::new();
        let tag = if year <= 1936 { "[DATE]".to_owned() } else { format!("[DATE {year}]") };
        for (month, name) in (1_u8..).zip(MONTHS) {
            let days = time::Month::try_from(month).unwrap().length(year);
            for day in 1..=days {
                text += &format!("on {month}/{day}/{year}; {year}-{month:02}-{day:02}; {name} {day}, {year}.\n");
                expected += &format!("on {tag}; {tag}; {tag}.\n");
            }
        }
        assert_eq!(redact(&text), expected, "{year}");
    }
}

#[test]
fn every_age_in_digits() {
    for age in 0..=130 {
        let pooled = if age > 89 { "[AGE 90 or older]".to_owned() } else { age.to_string() };
        for form in [
            "a @-year-old woman",
            "@ y/o man",
            "Age: @",
            "@ years old",
            "aged @ when seen",
            "@yo M",
            "turned @ in care",
            "@ y.o. female",
            "age @, alert",
        ] {
            let text = form.replace('@', &age.to_string());
            assert_eq!(redact(&text), form.replace('@', &pooled));
        }
    }
}

#[test]
fn ages_in_words_and_hints() {
    finds(
        Date,
        &[
            "a «ninety-three»-year-old",
            "«ninety» years old",
            "«a hundred and two» year old",
            "age «ninety-one»",
            "a «nonagenarian», now a «centenarian»",
            "in her «90s», in his mid-«nineties»",
            "«95»th birthday; her «ninety-fifth» birthday",
            "«93»M with chest pain",
            "«98»F admitted",
            "died at «95»",
            "Ana Sample, «93», lives alone",
        ],
    );
}

#[test]
fn telephones_and_fax() {
    finds(
        Phone,
        &[
            "(212) 555-0142",
            "212-555-0142 x23",
            "212.555.0142",
            "212 555 0142",
            "+1 212 555 0142",
            "1-800-555-0142",
            "+44 20 7946 0018",
            "phone 2125550142",
            "call 555-0142",
            "pager 4471",
            "(212)555-0142 ext. 12",
        ]
        .map(|phone| {
            if let Some((label, number)) =
                phone.rsplit_once("phone ").or(phone.rsplit_once("call ")).or(phone.rsplit_once("pager "))
            {
                format!("{label}pager «{number}»")
            } else {
                format!("at «{phone}»")
            }
        })
        .each_ref()
        .map(String::as_str),
    );
    finds(Fax, &["phone 212-555-0142, fax «212-555-0143»", "Fax: «212-555-0143»", "«212-555-0143» (fax)"]);
}

#[test]
fn network_addresses() {
    finds(Email, &["to «ana.t+x@mail.example.org».", "«ana at example dot org»", "«ana [at] example [dot] org»"]);
    finds(
        Url,
        &[
            "see «https://portal.example.org/v?id=7».",
            "(«www.example.org/a»)",
            "at «portal.example.org»",
            "«example.org/records/7»",
        ],
    );
    finds(
        IpAddress,
        &[
            "from «192.0.2.17»",
            "«192.0.2.0/24»",
            "«2001:db8::2f»",
            "[«2001:db8:0:0:8:800:200c:417a»]",
            "host «ip-192-0-2-17»",
        ],
    );
    finds(Device, &["MAC «00:00:5E:00:53:01»"]);
}

#[test]
fn numbers_by_form_and_by_label() {
    finds(
        Ssn,
        &[
            "SSN «900-12-3456»",
            "«666-12-3456»",
            "SSN: «900123456»",
            "social security number is «900 12 3456»",
            "last four of SSN «3456»",
            "SSN ending in «3456»",
            "«xxx-xx-3456»",
            "SSN «XXX-XX-3456»",
        ],
    );
    finds(
        MedicalRecordNumber,
        &[
            "MRN: «00-9912»",
            "MRN#«A99120»",
            "Medical Record Number «991200»",
            "chart no. «99-1200»",
            "Pt ID «991200»",
            "MRN\n«00991200»",
        ],
    );
    finds(
        HealthPlanBeneficiary,
        &[
            "Member ID: «ZZX 991 200 3321»",
            "Group # «0099120»",
            "policy number «AA-99120»",
            "MBI «1EG4-TE5-MK73»",
            "Medicaid «99120000»",
        ],
    );
    finds(
        Account,
        &["Acct # «99-1200»", "account number: «991200»", "Visa ending in «4242»", "card «4111 1111 1111 1111»"],
    );
    finds(
        CertificateOrLicense,
        &[
            "license # «AA99120»",
            "DEA: «AB1234563»",
            "NPI «1999999984»",
            "driver's license «Z991-2000»",
            "DL «Z9912000»",
        ],
    );
    finds(Vehicle, &["VIN «1M8GDM9AXKP042788»", "plate «ZZZ 9912»", "car «1M8GDM9AXKP042788»"]);
    finds(
        Device,
        &[
            "S/N «ZX-99120»",
            "serial number: «99120ZX»",
            "IMEI «990000862471854»",
            "«(01)00000000000000(17)991231(10)ZX99»",
        ],
    );
    finds(
        Other,
        &[
            "Accession: «ZX-26-9912»",
            "claim # «991200»",
            "«123e4567-e89b-12d3-a456-426614174000»",
            "username: «atestcase»",
            "Job #«9912000»",
            "ID: «99120001»",
        ],
    );
    finds(Biometric, &["fingerprint template «FP-99120»"]);
    finds(Photo, &["saved «ana_face_front.jpg»"]);
}

#[test]
fn places() {
    finds(
        Geography,
        &[
            "«12 Sample Street», «Northfield», MN «55057»",
            "lives at «1400 N. Alder Grove Ave., Apt 4B»",
            "«P.O. Box 991», «St. Paul», MN «55057-1234»",
            "ZIP «55057»",
            "transferred from «Alder Valley Hospital» to «Northfield Nursing Home»",
            "in «Hennepin County», «University of Northfield»",
            "attends «St. Brendan's»",
            "moved from «Northfield»",
            "at «44.4583, -93.1616»",
        ],
    );
    assert_eq!(redact("ZIP 03601"), "ZIP [ZIP 000]");
}

#[test]
fn names() {
    finds(
        Name,
        &[
            "Dr. «Lee Q. Example» and Mrs. «Testcase-Sample»'s son",
            "Patient: «Testcase, Ana M».  Sex: F",
            "Name: «ANA TESTCASE»   DOB: x",
            "her daughter «Maria Testcase» came",
            "Electronically signed by «Lee Example», MD",
            "«Lee Example», RN, BSN",
            "Dear «Ana»,",
            "Attending: «O'Testcase-Lee, Ana»",
            "Sincerely,\n«Ana Testcase»",
            "a 72-year-old male, «Lee Testcase», seen today",
            "a woman, «Ana T.», who came",
            "Drs. «Example and Testcase» agree",
            "Dr. «Young» agrees",
            "dr «testcase» said",
            "PATIENT    «TESTCASE,ANA M»      MRN x",
            "«José» said so to Sra. «Núñez de la Vega»",
        ],
    );
}

#[test]
fn what_was_found_is_found_in_small_letters() {
    assert_eq!(redact("Patient: Hattie Poole. hattie slept."), "Patient: [NAME-1]. [NAME-2] slept.");
    assert_eq!(redact("Patient: Donna Reilly. told donna 18 weeks."), "Patient: [NAME-1]. told [NAME-2] 18 weeks.");
    // An ordinary word stays one.
    assert_eq!(redact("Patient: April Green. green sputum"), "Patient: [NAME-1]. green sputum");
}

#[test]
fn other_characters_of_the_same_shape() {
    for (text, expected) in [
        ("SSN: 900\u{3164}-45-6789", "SSN: [SSN-1]"),
        ("SSN: 900-4\u{e0041}5-6789", "SSN: [SSN-1]"),
        ("Mr. \u{e000}John Smith", "Mr. \u{e000}[NAME-1]"),
        ("MRN: BH\u{2013}445566", "MRN: [MRN-1]"),
        ("Call \u{2075}\u{2070}\u{2074}-\u{2075}\u{2075}\u{2075}-\u{2070}\u{b9}\u{b2}\u{2076}", "Call [PHONE-1]"),
    ] {
        assert_eq!(redact(text), expected, "{text:?}");
    }
    assert_eq!(
        redact("BMI 24 kg/m\u{b2}, 10\u{b3} cells, GFR 45 mL/min/1.73 m\u{b2}"),
        "BMI 24 kg/m\u{b2}, 10\u{b3} cells, GFR 45 mL/min/1.73 m\u{b2}"
    );
}

#[test]
fn tables_with_tabs_and_ages() {
    for (text, expected) in [
        (
            "Name\tMRN\tZIP\tAge\nSmith\t4471920\t03601\t93\nBlack\t4471921\t10001\t71\n",
            "Name\tMRN\tZIP\tAge\n[NAME-1]\t[MRN-1]\t[ZIP 000]\t[AGE 90 or older]\n[NAME-2]\t[MRN-2]\t[ZIP 100]\t71\n",
        ),
        (
            "last_name,zip,age\nSmith,10001,91\nJones,10002,43\n",
            "last_name,zip,age\n[NAME-1],[ZIP 100],[AGE 90 or older]\n[NAME-2],[ZIP 100],43\n",
        ),
        (
            "Last Name\tAge\tFirst Name\r\nGreen\t95\tApril\r\n",
            "Last Name\tAge\tFirst Name\r\n[NAME-1]\t[AGE 90 or older]\t[NAME-2]\r\n",
        ),
    ] {
        assert_eq!(redact(text), expected, "{text:?}");
    }
    for text in ["BP\tHR\tTemp\n120/80\t93\t98.6\n", "Test\tResult\tUnits\nNa\t138\tmmol\nK\t4.1\tmmol\n"] {
        assert_eq!(redact(text), text);
    }
}
