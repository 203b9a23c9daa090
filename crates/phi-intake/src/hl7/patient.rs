//! Who a message is about: `PID`, and what `NK1` and `IN1` add.

use super::{datatype::Reach, message::Segment};
use crate::{draft::Draft, kind::Kind, secret::present};

/// PID.
pub(super) fn identity(segment: &Segment<'_>) -> Draft {
    let mut patient = Draft::default();
    numbers(segment, &mut patient);
    names(segment, &mut patient);
    patient.born = present(&segment.field(7).component(1));
    patient.sex = present(&segment.field(8).component(1));
    if let Some(address) = segment.field(11).repetitions().find(|place| place.components().any(|part| !part.is_empty()))
    {
        patient.street = address.street();
        patient.city = present(&address.component(3));
        patient.state = present(&address.component(4));
        patient.zip = present(&address.component(5));
    }
    for reach in
        [13, 14].into_iter().flat_map(|number| segment.field(number).repetitions()).filter_map(|field| field.reach())
    {
        match reach {
            Reach::Email(email) if patient.email.is_none() => patient.email = Some(email),
            Reach::Email(_) => {}
            // Beyond a handful, comparing all with all would take its time.
            Reach::Phone(phone) if patient.phones.iter().take(16).any(|known| *known == phone) => {}
            Reach::Phone(phone) => patient.phones.push(phone),
        }
    }
    patient
}

/// NK1: the name of a relative. A mother in NK1 makes a baby no second patient.
pub(super) fn relatives(patient: &mut Draft, segment: &Segment<'_>) {
    patient.contacts.extend(segment.field(2).repetitions().filter_map(|name| name.person()));
}

/// IN1: the number under which the plan knows its member.
pub(super) fn insurance(patient: &mut Draft, segment: &Segment<'_>) {
    if let Some(number) = present(&segment.field(36).component(1)).or_else(|| present(&segment.field(49).first(1))) {
        patient.identify(Kind::Member, number);
    }
}

fn numbers(segment: &Segment<'_>, patient: &mut Draft) {
    let mut untyped = Vec::new();
    for (kind, number) in segment.field(3).repetitions().filter_map(|field| field.identifier()) {
        match kind {
            Some(kind) => patient.identify(kind, number),
            None => untyped.push(number),
        }
    }
    // Until 2.3.1 PID-3 was the number of the patient, and many senders still give it no type. Only with no typed
    // one at hand does the first of these count as the medical record number.
    for number in untyped {
        let kind = if patient.mrn.is_none() { Kind::Mrn } else { Kind::Other };
        patient.identify(kind, number);
    }
    if let Some(number) = present(&segment.field(18).first(1)) {
        patient.identify(Kind::Account, number);
    }
    if let Some(number) = present(&segment.field(19).component(1)) {
        patient.identify(Kind::Ssn, number);
    }
    for (number, place) in
        [2, 4, 20].into_iter().flat_map(|place| segment.field(place).repetitions().map(move |field| (field, place)))
    {
        match number.identifier() {
            Some((Some(kind), number)) if place != 20 => patient.identify(kind, number),
            Some((_, number)) => patient.identify(Kind::Other, number),
            None => {}
        }
    }
}

/// PID-5 with the legal name first, then PID-9; the mother's maiden name is a relative's.
fn names(segment: &Segment<'_>, patient: &mut Draft) {
    let legal = |legal: bool| {
        segment
            .field(5)
            .repetitions()
            .filter(move |name| (name.component(7).as_str() == "L") == legal)
            .filter_map(|name| name.person())
    };
    for name in legal(true).chain(legal(false)) {
        patient.call(name);
    }
    patient.aliases.extend(segment.field(9).repetitions().filter_map(|name| name.person()));
    patient.contacts.extend(segment.field(6).repetitions().filter_map(|name| name.person()));
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::{draft::Draft, secret::Secret};

    fn one(segments: &str) -> Draft {
        let message = format!("MSH|^~\\&|A||||20260105||ADT^A01|1|P|2.5\r{segments}");
        read(message.as_bytes()).unwrap().0.remove(0)
    }

    fn text(value: &Option<Secret>) -> &str {
        value.as_ref().map_or("", |value| value.as_str())
    }

    fn texts(list: &[Secret]) -> Vec<&str> {
        list.iter().map(|text| text.as_str()).collect()
    }

    #[test]
    fn the_whole_of_a_pid() {
        let patient = one(
            "PID|1|EXT-7|M1^5^M11^A^MR^H~000-12-3456^^^USSSA^SS~D1^^^NC^DL|ALT-8|Testpatient&&Test^Ana^M^III~Nickname^Annie^^^^^N|\
            Maiden^Maria|19610615173619|F^Female|Alias^Anne|2028-9|1 Sample St&Sample St^Apt 2^GREENSBORO^NC^27401-1020|GL|\
            (555) 555-0142^PRN^PH~^NET^Internet^ana@example.org|^^PH^^1^555^5550143||S||ACC-9^2^M10|000123456|DL-3^NC",
        );
        assert_eq!(text(&patient.mrn), "M1");
        assert_eq!(text(&patient.ssn), "000-12-3456");
        assert_eq!(text(&patient.account), "ACC-9");
        assert_eq!(texts(&patient.other_ids), ["D1", "000123456", "EXT-7", "ALT-8", "DL-3"]);
        assert_eq!(text(&patient.name), "Testpatient, Ana M III");
        assert_eq!(texts(&patient.aliases), ["Nickname, Annie", "Alias, Anne"]);
        assert_eq!(texts(&patient.contacts), ["Maiden, Maria"]);
        assert_eq!((text(&patient.born), text(&patient.sex)), ("19610615173619", "F"));
        assert_eq!((text(&patient.street), text(&patient.city)), ("1 Sample St, Apt 2", "GREENSBORO"));
        assert_eq!((text(&patient.state), text(&patient.zip)), ("NC", "27401-1020"));
        assert_eq!(texts(&patient.phones), ["(555) 555-0142", "+1-555-5550143"]);
        assert_eq!(text(&patient.email), "ana@example.org");
    }

    #[test]
    fn the_legal_name_comes_first() {
        let patient = one("PID|1||||Nick^N^^^^^N~Legal^L^^^^^L~Other^O");
        assert_eq!(text(&patient.name), "Legal, L");
        assert_eq!(texts(&patient.aliases), ["Nick, N", "Other, O"]);
    }

    #[test]
    fn an_untyped_number_is_the_record_number_unless_a_typed_one_is() {
        assert_eq!(text(&one("PID|1||U1~U2").mrn), "U1");
        let typed = one("PID|1||U1~M1^^^A^PI");
        assert_eq!((text(&typed.mrn), texts(&typed.other_ids)), ("M1", vec!["U1"]));
        assert_eq!(text(&one("PID|1||X^^^FIN^CD:1~M2^^^MRN^CD:10").mrn), "M2");
    }

    #[test]
    fn a_deletion_mark_and_a_blank_are_nothing() {
        let patient = one("PID|1||\"\"||\"\"^\"\"|| |\"\"|||\"\"^^\"\"||\"\"|||||\"\"|\"\"");
        assert!(patient.mrn.is_none() && patient.name.is_none() && patient.born.is_none() && patient.sex.is_none());
        assert!(
            patient.city.is_none() && patient.phones.is_empty() && patient.account.is_none() && patient.ssn.is_none()
        );
    }

    #[test]
    fn insurance_gives_the_member() {
        let fields = "|".repeat(34);
        let patient = one(&format!("PID|1\rIN1|1{fields}|MEM-1\rIN1|2{fields}|MEM-2"));
        assert_eq!((text(&patient.member_id), texts(&patient.other_ids)), ("MEM-1", vec!["MEM-2"]));
    }
}
