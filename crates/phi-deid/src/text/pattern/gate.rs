//! Patterns that could begin with any word: what must stand ahead before they are tried.
//!
//! An address goes on as long as its letters do, so trying it at each word would cost a text of dots its square; "Elm
//! Street" could begin with any capital. Each of these is tried only where its sign stands ahead.

use super::{
    scan::before,
    thing::{LEAD, LONGEST_CAR, is_car},
};
use crate::text::piece::{DIGIT, LARGE, Piece, SMALL, WIDE};

/// What a rule waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// `@` at the end of the run.
    At,
    /// A full stop and a letter within the run.
    Dot,
    /// A full stop right behind the run, and the first letter of the ending of a picture's file.
    File,
    /// The word "dot", or "at" in brackets, somewhere in the text, and right behind the run "at" or the word for a sign.
    Spelled,
    /// One of [`is_street`] one to three words on.
    Street,
    /// One of [`is_small_street`] two to four words on.
    SmallStreet,
    /// One of [`is_place`] two to five words on.
    Place,
    /// One of [`is_short_street`] one or two words on.
    ShortStreet,
    /// Five digits one or two words on.
    Zip,
    /// "5th" or "Fifth" here or up to three words on.
    Ordinal,
    /// Letters and digits of a plate, in this word or in this and the next.
    Plate,
    /// Small letters with digits.
    User,
    /// One of [`is_profession`] right behind.
    Initials,
}

impl Gate {
    /// The gate of the rule of this name and pattern, if it has one.
    pub(super) fn of(rule: &str, pattern: &str) -> Option<Self> {
        Some(match rule {
            "email.address" => Self::At,
            "url.host" => Self::Dot,
            "photo.file" => Self::File,
            "email.spelled" | "email.bracketed" => Self::Spelled,
            "place.street_named" => Self::Street,
            "place.street_small" => Self::SmallStreet,
            "place.small" | "place.street_led.likely" => Self::Place,
            "place.street_short.likely" => Self::ShortStreet,
            "place.zip_behind.likely" => Self::Zip,
            "place.crossing.likely" => Self::Ordinal,
            "vehicle.plate.likely" => Self::Plate,
            "other.user.likely" => Self::User,
            "name.initials" if pattern.starts_with(INITIALS) => Self::Initials,
            _ => return None,
        })
    }

    /// How many words ahead of the rule its noun stands, at least and at most, if it waits for words.
    const fn reach(self) -> (usize, usize) {
        match self {
            Self::Street => (1, 3),
            Self::SmallStreet => (2, 4),
            Self::Place => (2, 5),
            Self::ShortStreet | Self::Zip => (1, 2),
            Self::Ordinal => (0, 3),
            Self::Initials => (1, 1),
            _ => (0, 0),
        }
    }

    /// Its bit among those that wait for words, or that of all that wait for a run.
    pub(super) const fn bit(self) -> u16 {
        match self {
            Self::Street => 1,
            Self::Place => 2,
            Self::ShortStreet => 4,
            Self::Zip => 8,
            Self::Ordinal => 16,
            Self::Plate => 32,
            Self::User => 64,
            Self::Spelled => 128,
            Self::SmallStreet => 256,
            Self::Initials => 512,
            Self::At | Self::Dot | Self::File => RUN,
        }
    }
}

/// How the one of the rules for initials begins that waits.
const INITIALS: &str = r"(?-u:\b)[a-z]{2,3}[ ](?:";

/// The letters of professions for which the initials before them wait. A test holds the pattern against them.
const fn is_profession(word: &[u8]) -> bool {
    matches!(
        word,
        b"rn"
            | b"md"
            | b"do"
            | b"np"
            | b"pa"
            | b"pt"
            | b"ot"
            | b"rt"
            | b"rd"
            | b"lpn"
            | b"cna"
            | b"msw"
            | b"rph"
            | b"lcsw"
            | b"pgy"
            | b"pgy1"
            | b"pgy2"
            | b"pgy3"
            | b"pgy4"
            | b"pgy5"
            | b"ms3"
            | b"ms4"
    )
}

/// The nouns for which `place.street_named` waits. A test holds the pattern against them.
const fn is_street(word: &[u8]) -> bool {
    matches!(
        word,
        b"Street"
            | b"Road"
            | b"Rd"
            | b"Avenue"
            | b"Ave"
            | b"Lane"
            | b"Ln"
            | b"Boulevard"
            | b"Blvd"
            | b"Parkway"
            | b"Pkwy"
            | b"Highway"
            | b"Hwy"
            | b"Turnpike"
            | b"Terrace"
            | b"Expressway"
            | b"Expwy"
            | b"Freeway"
            | b"Thruway"
            | b"Tollway"
    )
}

/// The nouns for which `place.street_small` waits. A test holds the pattern against them.
const fn is_small_street(word: &[u8]) -> bool {
    matches!(
        word,
        b"street"
            | b"road"
            | b"avenue"
            | b"lane"
            | b"drive"
            | b"court"
            | b"circle"
            | b"boulevard"
            | b"parkway"
            | b"terrace"
    )
}

/// The nouns for which `place.small` waits. A test holds the pattern against them.
const fn is_place(word: &[u8]) -> bool {
    matches!(
        word,
        b"ems"
            | b"st"
            | b"ln"
            | b"rd"
            | b"ave"
            | b"hwy"
            | b"row"
            | b"blvd"
            | b"lane"
            | b"trail"
            | b"avenue"
            | b"farm"
            | b"high"
            | b"jail"
            | b"lake"
            | b"mill"
            | b"park"
            | b"road"
            | b"creek"
            | b"diner"
            | b"foods"
            | b"hotel"
            | b"lodge"
            | b"manor"
            | b"motel"
            | b"plant"
            | b"ranch"
            | b"ridge"
            | b"store"
            | b"casino"
            | b"church"
            | b"clinic"
            | b"county"
            | b"market"
            | b"school"
            | b"street"
            | b"feedlot"
            | b"grocery"
            | b"heights"
            | b"shelter"
            | b"springs"
            | b"hospital"
            | b"pharmacy"
            | b"elementary"
            | b"reservation"
    )
}

/// The nouns for which `place.street_short.likely` waits. A test holds the pattern against them.
const fn is_short_street(word: &[u8]) -> bool {
    matches!(word, b"St" | b"Ct" | b"Pl" | b"Blvd" | b"Cir" | b"Pike" | b"Pkwy" | b"Trail" | b"Sq" | b"Dr")
}

/// The ordinals in letters for which `place.crossing.likely` waits. A test holds the pattern against them.
const fn is_ordinal(word: &[u8]) -> bool {
    matches!(
        word,
        b"First"
            | b"Second"
            | b"Third"
            | b"Fourth"
            | b"Fifth"
            | b"Sixth"
            | b"Seventh"
            | b"Eighth"
            | b"Ninth"
            | b"Tenth"
    )
}

/// `5th`, `22ND`
fn is_ordinal_in_digits(word: &[u8]) -> bool {
    word.last_chunk()
        .is_some_and(|end: &[u8; 2]| matches!(&end.map(|b| b.to_ascii_lowercase()), b"st" | b"nd" | b"rd" | b"th"))
        && word.len() <= 5
}

/// The words for the signs of an address that is spelled, and "at". A test holds the patterns against them.
fn is_sign(word: &[u8]) -> bool {
    const SIGNS: [&[u8]; 8] = [b"at", b"dot", b"period", b"point", b"underscore", b"dash", b"hyphen", b"plus"];
    SIGNS.iter().any(|sign| sign.eq_ignore_ascii_case(word))
}

/// Opens the gates of spelled addresses: before a word for a sign, and where signs alone stand before such a place.
fn open_spelled(bytes: &[u8], pieces: &[Piece], ahead: &mut [u16]) {
    let mut next: Option<(Piece, bool)> = None;
    for (piece, gates) in pieces.iter().zip(ahead).rev() {
        let opens = piece.has(WIDE)
            || next.is_some_and(|(next, next_opens)| {
                let is_joined = |gap: &[u8]| gap.iter().all(|sign| matches!(sign, b'.' | b'_' | b'%' | b'+' | b'-'));
                bytes.get(next.start..next.end).is_some_and(is_sign)
                    || next_opens && bytes.get(piece.end..next.start).is_some_and(is_joined)
            });
        if opens {
            *gates |= Gate::Spelled.bit();
        }
        next = Some((*piece, opens));
    }
}

/// Whether a plate may begin with this piece: `BYK 4471`, `4471-BYK`, `(byk 4471`, `BYK4471`, `B44 71K`. A number that
/// begins as a year does is none. Before letters that are none to a pattern it may as well, see [`may_be_plate_before`].
fn may_be_plate(bytes: &[u8], piece: Piece, next: Option<&Piece>) -> bool {
    let len = piece.end - piece.start;
    let is_year = || matches!(bytes.get(piece.start..piece.start + 2), Some(b"19" | b"20"));
    let before_sized = |kinds: u8, least: usize, most: usize| {
        next.is_some_and(|next| {
            next.kinds == kinds && next.start == piece.end + 1 && (least..=most).contains(&(next.end - next.start))
        })
    };
    const MIXED: u8 = LARGE | DIGIT;
    match (piece.kinds, len) {
        (MIXED, 5..) => len <= 8 && !is_year(),
        (MIXED, 3) => before_sized(MIXED, 1, usize::MAX),
        (LARGE, 2..=3) => before_sized(DIGIT, 3, 5),
        (DIGIT, 3..=4) => before_sized(LARGE, 2, 3) && !is_year(),
        (SMALL, 3..=4) => before(bytes, piece.start) == Some(b'(') && before_sized(DIGIT, 4, 4),
        _ => false,
    }
}

/// Whether a plate may begin with this piece, behind which another stands with letters that are none to a pattern.
const fn may_be_plate_before(piece: Piece, wide: Piece) -> bool {
    let len = piece.end - piece.start;
    !piece.has(WIDE) && 2 <= len && len <= 4 && wide.start == piece.end + 1
}

/// Where the nouns stand and the runs end that were looked at.
pub(super) struct Gates<'t> {
    bytes: &'t [u8],
    /// From where to where all is letters of addresses, up to an `@` or a letter behind a full stop: in rising order.
    runs: Vec<(usize, usize)>,
    /// The first of them that is not passed.
    run: usize,
    /// From where to where it goes.
    next: (usize, usize),
    mail: usize,
    host: usize,
    file: usize,
    /// For each piece the gates whose words stand ahead of it, a bit each.
    ahead: Vec<u16>,
}

/// The bit of what waits for a run of the letters of addresses.
const RUN: u16 = 1 << 15;

/// Behind the last of the runs.
const NEVER: (usize, usize) = (usize::MAX, usize::MAX);

/// What an address before its `@` is made of.
const fn is_mail(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'\'' | b'-')
}

impl<'t> Gates<'t> {
    pub(super) fn new(text: &'t str, pieces: &[Piece]) -> Self {
        let bytes = text.as_bytes();
        let mut is_spelled = false;
        let mut ahead = vec![0_u16; pieces.len()];
        let mut open = |gate: Gate, index: usize| {
            let (least, most) = gate.reach();
            let from = index.saturating_sub(most);
            let to = (index + 1).saturating_sub(least);
            ahead.get_mut(from..to).into_iter().flatten().for_each(|gates| *gates |= gate.bit());
        };
        let mut runs = Vec::new();
        let mut signs = ats(bytes).peekable();
        for (index, piece) in pieces.iter().enumerate() {
            let len = piece.end - piece.start;
            if piece.has(SMALL | LARGE)
                && before(bytes, piece.start) == Some(b'.')
                && bytes.get(piece.start).is_some_and(u8::is_ascii_alphabetic)
            {
                while let Some(sign) = signs.next_if(|sign| *sign < piece.start) {
                    runs.extend(run_up_to(bytes, sign, &runs));
                }
                runs.extend(run_up_to(bytes, piece.start, &runs));
            }
            if piece.has(WIDE) {
                // A noun may stand in it, between letters that are none to a pattern.
                for gate in [
                    Gate::Street,
                    Gate::SmallStreet,
                    Gate::Place,
                    Gate::ShortStreet,
                    Gate::Zip,
                    Gate::Ordinal,
                    Gate::Plate,
                    Gate::User,
                    Gate::Initials,
                ] {
                    open(gate, index);
                }
                let last = index.checked_sub(1);
                if last.and_then(|last| pieces.get(last)).is_some_and(|last| may_be_plate_before(*last, *piece)) {
                    open(Gate::Plate, index - 1);
                }
                continue;
            }
            if may_be_plate(bytes, *piece, pieces.get(index + 1)) {
                open(Gate::Plate, index);
            }
            if piece.has(DIGIT) {
                match piece.kinds {
                    DIGIT if len == 5 => open(Gate::Zip, index),
                    kinds if kinds == SMALL | DIGIT && (5..=17).contains(&len) => open(Gate::User, index),
                    _ => {}
                }
                let word = if len <= 5 { bytes.get(piece.start..piece.end).unwrap_or_default() } else { &[] };
                if piece.kinds != DIGIT && is_ordinal_in_digits(word) {
                    open(Gate::Ordinal, index);
                }
                if piece.kinds == SMALL | DIGIT && is_profession(word) {
                    open(Gate::Initials, index);
                }
                continue;
            }
            if !(2..=11).contains(&len) {
                continue;
            }
            let Some(word) = bytes.get(piece.start..piece.end) else { continue };
            match piece.kinds {
                SMALL => {
                    if is_place(word) {
                        open(Gate::Place, index);
                    }
                    if is_small_street(word) {
                        open(Gate::SmallStreet, index);
                    }
                    if is_profession(word) {
                        open(Gate::Initials, index);
                    }
                }
                LARGE => {}
                _ => {
                    if is_street(word) {
                        open(Gate::Street, index);
                    }
                    if is_short_street(word) {
                        open(Gate::ShortStreet, index);
                    }
                    if is_ordinal(word) {
                        open(Gate::Ordinal, index);
                    }
                }
            }
            is_spelled |= match word {
                [_, _, _] => word.eq_ignore_ascii_case(b"dot"),
                [_, _] => word.eq_ignore_ascii_case(b"at") && in_brackets(bytes, *piece),
                _ => false,
            };
        }
        for sign in signs {
            runs.extend(run_up_to(bytes, sign, &runs));
        }
        if is_spelled {
            open_spelled(bytes, pieces, &mut ahead);
        }
        let next = runs.first().copied().unwrap_or(NEVER);
        Self { bytes, runs, run: 0, next, mail: 0, host: 0, file: 0, ahead }
    }

    /// Which gates can open at `at`, where a word begins, by their bits. To be asked in rising order, before the gates.
    #[inline]
    pub(super) fn near(&mut self, at: usize, index: usize) -> u16 {
        while self.next.1 < at {
            self.run += 1;
            self.next = self.runs.get(self.run).copied().unwrap_or(NEVER);
        }
        let run = if self.next.0 <= at { RUN } else { 0 };
        self.ahead.get(index).copied().unwrap_or(0) | run
    }

    /// Whether the rule behind the gate is to be tried at `at`. Each gate that waits for a run is asked where one is near.
    pub(super) fn opens(&mut self, gate: Gate, at: usize) -> bool {
        let end = |from: &mut usize, goes_on: fn(u8) -> bool| {
            // Once for each run.
            (at >= *from).then(|| {
                let rest = self.bytes.get(at..).unwrap_or_default();
                *from = at + rest.iter().take_while(|b| goes_on(**b)).count();
                *from
            })
        };
        match gate {
            Gate::At => end(&mut self.mail, is_mail).is_some_and(|end| self.bytes.get(end) == Some(&b'@')),
            Gate::Dot => end(&mut self.host, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
                .and_then(|end| self.bytes.get(at..end))
                .is_some_and(|run| run.windows(2).any(|pair| matches!(pair, [b'.', b] if b.is_ascii_alphabetic()))),
            Gate::File => {
                end(&mut self.file, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).is_some_and(|end| {
                    self.bytes.get(end) == Some(&b'.')
                        && self.bytes.get(end + 1).is_some_and(|b| {
                            matches!(
                                b.to_ascii_lowercase(),
                                b'j' | b'p'
                                    | b'h'
                                    | b't'
                                    | b'b'
                                    | b'g'
                                    | b'd'
                                    | b'w'
                                    | b'm'
                                    | b'c'
                                    | b'n'
                                    | b'a'
                                    | b'r'
                            )
                        })
                })
            }
            Gate::Spelled
            | Gate::Street
            | Gate::SmallStreet
            | Gate::Place
            | Gate::ShortStreet
            | Gate::Zip
            | Gate::Ordinal
            | Gate::Plate
            | Gate::User
            | Gate::Initials => self.may_begin(gate, at),
        }
    }

    /// Whether the pattern of a gate that waits for words may begin with the letter or digit at `at`.
    fn may_begin(&self, gate: Gate, at: usize) -> bool {
        let first = self.bytes.get(at);
        match gate {
            Gate::Street | Gate::ShortStreet => self.may_be_street(at),
            Gate::Zip => matches!(self.bytes.get(at..at + 2), Some([b'A'..=b'Z', b'a'..=b'z'])),
            Gate::Ordinal => first.is_some_and(u8::is_ascii_digit) || self.may_cross(at),
            Gate::User => self.bytes.get(at..at + 4).is_some_and(|four| four.iter().all(u8::is_ascii_lowercase)),
            Gate::SmallStreet => first.is_some_and(u8::is_ascii_digit),
            Gate::Plate => self.names_car(at),
            Gate::Place => self.bytes.get(at..at + 2).is_some_and(may_lead),
            // Two letters or three, and a space.
            Gate::Initials => {
                first.is_some_and(u8::is_ascii_lowercase)
                    && (self.bytes.get(at + 2) == Some(&b' ') || self.bytes.get(at + 3) == Some(&b' '))
            }
            _ => true,
        }
    }

    /// Whether a word written as a name stands here, and behind it and a space another capital.
    fn may_be_street(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let Some(([b'A'..=b'Z'], small)) = rest.split_first_chunk() else { return false };
        let len = small.iter().take_while(|b| b.is_ascii_lowercase()).count();
        len > 0 && matches!(small.get(len..).and_then(|rest| rest.first_chunk()), Some([b' ', b'A'..=b'Z']))
    }

    /// Whether a capital begins a word here, and behind it and a space what may lead to another street, or a noun of streets.
    fn may_cross(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        if !rest.first().is_some_and(u8::is_ascii_uppercase) {
            return false;
        }
        let len = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let behind = rest.get(len..).and_then(|rest| rest.first_chunk());
        matches!(behind, Some([b' ', b'a' | b'A' | b'&' | b'@' | b'/' | b'S' | b'R' | b'B']))
    }

    /// Whether the check of a plate can find a word for what has plates before it.
    fn names_car(&self, at: usize) -> bool {
        let lead = self.bytes.get(at.saturating_sub(LEAD)..at).unwrap_or_default();
        lead.split(|byte| !byte.is_ascii_alphanumeric()).any(|word| {
            let mut small = [0; LONGEST_CAR];
            small.get_mut(..word.len()).is_some_and(|room| {
                room.copy_from_slice(word);
                room.make_ascii_lowercase();
                is_car(room)
            })
        })
    }
}

/// Whether a word that begins so may lead to a place for `place.small`.
const fn may_lead(first: &[u8]) -> bool {
    matches!(first, b"at" | b"to" | b"fr" | b"by" | b"on" | b"ne" | b"in" | b"vi" | b"of")
}

/// Where an `@` stands.
fn ats(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let any = if bytes.contains(&b'@') { bytes } else { &[] };
    any.iter().enumerate().filter(|(_, byte)| **byte == b'@').map(|(at, _)| at)
}

/// The letters of addresses that end at `at`, without those that the last of the runs has.
fn run_up_to(bytes: &[u8], at: usize, runs: &[(usize, usize)]) -> Option<(usize, usize)> {
    let from = runs.last().map_or(0, |run| run.1);
    let head = bytes.get(from..at)?;
    Some((at - head.iter().rev().take_while(|byte| is_mail(**byte)).count(), at))
}

/// `(at)`, `[at]`, `{at}`
fn in_brackets(bytes: &[u8], piece: Piece) -> bool {
    matches!(
        (before(bytes, piece.start), bytes.get(piece.end)),
        (Some(b'('), Some(b')')) | (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}'))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RULES;

    /// The words in the patterns of a rule.
    fn words(rule: &str) -> Vec<&'static str> {
        let rules = RULES.iter().flat_map(|lists| lists.iter()).flat_map(|list| list.iter());
        let patterns = rules.filter(|known| known.id == rule).map(|known| known.pattern);
        let words = patterns.flat_map(|pattern| pattern.split(|c: char| !c.is_ascii_alphabetic()));
        words.filter(|word| word.len() > 1).collect()
    }

    #[test]
    fn gates_know_the_nouns_of_their_patterns() {
        // Those behind the second street need no gate of their own, small words lead to a place.
        let more = ["and", "at", "St", "Drive", "Dr"];
        let streets = words("place.street_named");
        assert!(streets.len() > 15);
        assert!(streets.iter().all(|word| is_street(word.as_bytes()) || more.contains(word)), "{streets:?}");
        let leads = ["at", "to", "from", "by", "on", "near", "in", "via", "off", "the"];
        let small = words("place.street_small");
        assert!(small.len() > 9);
        let more = ["north", "south", "east", "west"];
        assert!(small.iter().all(|word| is_small_street(word.as_bytes()) || more.contains(word)), "{small:?}");
        let places = words("place.small");
        assert!(places.len() > 33);
        assert!(places.iter().all(|word| is_place(word.as_bytes()) || leads.contains(word)), "{places:?}");
        let led = words("place.street_led.likely");
        assert!(led.iter().all(|word| is_place(word.as_bytes()) || leads.contains(word)), "{led:?}");
        assert!(leads.iter().all(|lead| *lead == "the" || may_lead(&lead.as_bytes()[..2])));
        let more =
            ["and", "AND", "at", "AT", "St", "Street", "Ave", "Avenue", "Rd", "Blvd", "st", "nd", "rd", "th", "Za"];
        let short = words("place.street_short.likely");
        assert!(short.len() >= 10);
        assert!(short.iter().all(|word| is_short_street(word.as_bytes())), "{short:?}");
        let ordinals = words("place.crossing.likely");
        assert!(ordinals.len() > 20);
        assert!(ordinals.iter().all(|word| is_ordinal(word.as_bytes()) || more.contains(word)), "{ordinals:?}");
        for rule in ["email.spelled", "email.bracketed"] {
            let more = ["com", "org", "net", "edu", "gov", "mil", "us", "info", "health", "example"];
            let signs = words(rule);
            assert!(signs.iter().all(|word| is_sign(word.as_bytes()) || more.contains(word)), "{signs:?}");
        }
        let rules = RULES.iter().flat_map(|lists| lists.iter()).flat_map(|list| list.iter());
        let waits = |rule: &&crate::text::Rule| Gate::of(rule.id, rule.pattern) == Some(Gate::Initials);
        let pattern = rules.filter(waits).map(|rule| rule.pattern).next().unwrap();
        let tail = pattern.strip_prefix(INITIALS).unwrap().strip_suffix(r")(?-u:\b)").unwrap();
        let words = tail.split('|').flat_map(|word| match word {
            r"pgy-?[1-5]" => vec!["pgy", "pgy1", "pgy2", "pgy3", "pgy4", "pgy5"],
            r"ms[34]" => vec!["ms3", "ms4"],
            word => vec![word],
        });
        assert!(words.clone().count() > 20);
        words.for_each(|word| assert!(is_profession(word.as_bytes()), "{word}"));
        for word in streets.iter().chain(&places).chain(&short).chain(&ordinals) {
            assert!((2..=11).contains(&word.len()));
        }
    }
}
