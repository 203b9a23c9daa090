//! A clause as words and numbers.

use core::ops::RangeInclusive;

use super::{Form, Number};
use crate::text::{
    cursor,
    pattern::{Lower, measures},
    piece::{DIGIT, Piece},
};

/// How many pieces a clause has to each side of what it is looked at for.
const REACH: usize = 14;

/// Some words around a place.
pub(super) struct Clause<'t> {
    text: &'t str,
    pieces: &'t [Piece],
    from: usize,
    to: usize,
}

/// What stands between two words.
#[derive(PartialEq, Eq)]
enum Gap {
    Joins,
    /// A semicolon or a dash: the sentence goes on.
    Parts,
    Ends,
}

impl<'t> Clause<'t> {
    /// The clause of the pieces from `first` to `last`.
    pub(super) fn around(text: &'t str, pieces: &'t [Piece], first: usize, last: usize) -> Self {
        let mut clause = Self { text, pieces, from: first, to: (last + 1).min(pieces.len()) };
        let least = first.saturating_sub(REACH);
        while clause.from > least && clause.gap(clause.from - 1) != Gap::Ends {
            clause.from -= 1;
        }
        let most = (last + 1 + REACH).min(pieces.len());
        while clause.to < most && clause.to > 0 && clause.gap(clause.to - 1) != Gap::Ends {
            clause.to += 1;
        }
        clause
    }

    fn piece(&self, at: usize) -> Option<&'t Piece> {
        self.pieces.get(at).filter(|_| (self.from..self.to).contains(&at))
    }

    /// The text between the piece and the next.
    fn between(&self, at: usize) -> &'t str {
        match (self.pieces.get(at), self.pieces.get(at + 1)) {
            (Some(a), Some(b)) => self.text.get(a.end..b.start).unwrap_or_default(),
            _ => "",
        }
    }

    fn gap(&self, at: usize) -> Gap {
        let gap = self.between(at);
        // So most words are parted.
        if matches!(gap.as_bytes(), [b' ' | b'-' | b'/' | b'\'' | b','] | [b',', b' ']) {
            return Gap::Joins;
        }
        let lower = |c: Option<char>| c.is_some_and(|c| c.is_lowercase());
        let (Some(a), Some(b)) = (self.pieces.get(at), self.pieces.get(at + 1)) else { return Gap::Ends };
        let next = || cursor::char_after(self.text, b.start);
        let signs = gap.as_bytes();
        let has = |is: fn(&u8) -> bool| signs.iter().any(is);
        if signs.len() > 8 || has(|sign| matches!(sign, b'|' | b'\t' | b'!' | b'?' | b'[' | b']')) {
            return Gap::Ends;
        }
        match signs.iter().filter(|sign| **sign == b'\n').count() {
            0 => {}
            // A line that was broken, and no new one.
            1 if !has(|sign| matches!(sign, b'.' | b':' | b'-' | b'*' | b'>')) => {
                let goes_on = has(|sign| *sign == b',') || lower(next());
                if !goes_on && !lower(cursor::char_before(self.text, a.end)) {
                    return Gap::Ends;
                }
            }
            _ => return Gap::Ends,
        }
        match signs.iter().position(|sign| *sign == b'.') {
            Some(dot) if signs.len() > dot + 1 && a.end - a.start > 2 && !lower(next()) => Gap::Ends,
            _ if has(|sign| *sign == b';') => Gap::Parts,
            _ => Gap::Joins,
        }
    }

    /// The word in small letters.
    pub(super) fn word(&self, at: usize) -> Lower {
        Lower::of(self.piece(at).and_then(|piece| self.text.get(piece.start..piece.end)).unwrap_or_default())
    }

    /// Whether one of its words is such.
    pub(super) fn has(&self, is: impl Fn(usize) -> bool) -> bool {
        (self.from..self.to).any(is)
    }

    /// The numbers of a range, below ninety.
    pub(super) fn numbers(&self, range: RangeInclusive<i32>) -> impl Iterator<Item = Number> + '_ {
        (self.from..self.to).filter_map(|at| self.number(at)).filter(move |number| range.contains(&number.value))
    }

    /// The number right before a word.
    pub(super) fn before(&self, at: usize) -> Option<Number> {
        let last = at.checked_sub(1)?;
        let first = last.checked_sub(1).and_then(|at| self.number(at));
        first.filter(|number| number.last == last).or_else(|| self.number(last))
    }

    fn number(&self, at: usize) -> Option<Number> {
        let piece = self.piece(at)?;
        if piece.has(DIGIT) {
            // Two digits, and two letters behind them.
            if piece.end - piece.start > 4 {
                return None;
            }
            let word = self.text.as_bytes().get(piece.start..piece.end)?;
            let letters = word.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let (digits, tail) = word.split_at_checked(word.len() - letters)?;
            let is_plain = || {
                tail.is_empty()
                    || ["st", "nd", "rd", "th", "yo", "y"].iter().any(|end| tail.eq_ignore_ascii_case(end.as_bytes()))
            };
            let digit = |byte: &u8| byte.is_ascii_digit().then(|| i32::from(byte & 0xf));
            let value = match digits {
                [one] => digit(one)?,
                [ten, one] => digit(ten)? * 10 + digit(one)?,
                _ => return None,
            };
            return ((1..90).contains(&value) && is_plain()).then_some(Number { value, first: at, last: at });
        }
        if !(3..=9).contains(&(piece.end - piece.start)) {
            return None;
        }
        // "twenty-one" is one number.
        let tens = self.small(at)?;
        let units = |at: usize| self.small(at).filter(|value| *value < 10);
        let is_behind_tens =
            at > self.from && self.small(at - 1).is_some_and(|tens| tens >= 20) && self.between(at - 1).len() == 1;
        if is_behind_tens && units(at).is_some() {
            return None;
        }
        match units(at + 1) {
            Some(unit) if tens >= 20 && self.between(at).len() == 1 => {
                Some(Number { value: tens + unit, first: at, last: at + 1 })
            }
            _ => Some(Number { value: tens, first: at, last: at }),
        }
    }

    /// What a word is as a number up to ninety. Most begin with another letter.
    fn small(&self, at: usize) -> Option<i32> {
        let first = self.first(at)?;
        if matches!(first, b'e' | b'f' | b'n' | b'o' | b's' | b't') { small(&self.word(at)) } else { None }
    }

    /// The first byte of a word, in small letters.
    fn first(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(self.piece(at)?.start).map(u8::to_ascii_lowercase)
    }

    /// How a number is said to be an age, if it is.
    pub(super) fn form(&self, number: Number) -> Option<Form> {
        let before = |back: usize| number.first.checked_sub(back).map_or_else(|| Lower::of(""), |at| self.word(at));
        let (first, second) = (before(1), before(2));
        let (next, second_next) = (self.word(number.last + 1), self.word(number.last + 2));
        let end = self.piece(number.last)?.end;
        let behind = Lower::of(cursor::window_after(self.text, end, 12));
        let is_old = self.word(number.last).ends_with('y')
            || self.word(number.last).ends_with("yo")
            || matches!(&*next, "yo" | "y")
            || matches!(&*next, "years" | "year" | "yrs" | "yr") && matches!(&*second_next, "old" | "of");
        if is_old {
            let third = self.word(number.last + 3);
            let is_then = matches!(&*second_next, "when") || matches!(&*third, "when") || &*second == "as";
            return Some(if is_then { Form::Then } else { Form::Beside });
        }
        if &*next == "birthday" {
            return Some(Form::Then);
        }
        let goes_on = behind.starts_with(['/', '.', '-', ':', '%', '\u{b0}'])
            && behind.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()))
            || behind.starts_with('%');
        let is_counted = matches!(
            &*next,
            "years"
                | "yrs"
                | "weeks"
                | "wks"
                | "months"
                | "mos"
                | "days"
                | "am"
                | "pm"
                | "degrees"
                | "times"
                | "pounds"
                | "beats"
                | "percent"
                | "per"
                | "pack"
                | "deg"
                | "miles"
                | "feet"
        );
        if goes_on || measures(&behind) || is_counted {
            return None;
        }
        let at_sign = || {
            let start = self.piece(number.first).map_or(0, |piece| piece.start);
            cursor::window_before(self.text, start, 2).trim_end().ends_with('@')
        };
        match (&*second, &*first) {
            ("at" | "of" | "by" | "from" | "since" | "until" | "to", "age" | "aged")
            | ("age" | "girl" | "boy" | "woman" | "man" | "child", "of")
            | ("he" | "she" | "i" | "they" | "who" | "patient" | "pt" | "when" | "mother" | "father", "was" | "were")
            | (_, "turned") => Some(Form::Then),
            ("", "was") => Some(Form::Then),
            (_, "was") if self.has(|at| &*self.word(at) == "age") => Some(Form::Then),
            (_, "age" | "aged" | "edad") => {
                let gap = self.between(number.first - 1);
                (!gap.contains([':', '='])).then_some(Form::Beside)
            }
            (measured, "at") => (!is_measure(measured) && !is_measure(&before(3))).then_some(Form::Then),
            (_, "to" | "until" | "till") => self.has(|at| &*self.word(at) == "age").then_some(Form::Then),
            _ if at_sign() => Some(Form::Then),
            // "age at diagnosis 2001: 75"
            (_, year) if year.len() == 4 && year.starts_with(['1', '2']) => (self.has(|at| &*self.word(at) == "age")
                && self.between(number.first - 1).contains(':'))
            .then_some(Form::Then),
            _ => None,
        }
    }

    /// Whether no semicolon stands between.
    pub(super) fn is_one(&self, a: usize, b: usize) -> bool {
        (a.min(b)..a.max(b)).all(|at| self.gap(at) == Gap::Joins)
    }

    /// Whether the age is right beside the year.
    pub(super) fn is_beside(&self, number: Number, at: usize) -> bool {
        let (from, to) = if number.first > at { (at + 1, number.first) } else { (number.last + 1, at) };
        let is_little = |at: usize| {
            matches!(
                &*self.word(at),
                "in" | "at"
                    | "on"
                    | "of"
                    | "the"
                    | "old"
                    | "years"
                    | "year"
                    | "yrs"
                    | "yr"
                    | "y"
                    | "o"
                    | "yo"
                    | "age"
                    | "aged"
                    | "as"
                    | "back"
                    | "m"
                    | "f"
            )
        };
        // "85 yo seen 3/4/2015": the months and days of the date stand between the words and the year.
        to.saturating_sub(from) <= 4 && self.is_one(number.first, at) && (from..to).all(is_little)
    }

    /// The least age at which somebody does what the clause says of its year, or nought.
    pub(super) fn youngest(&self, at: usize) -> i32 {
        let least = |near: usize| {
            if !matches!(
                self.first(near),
                Some(b'a' | b'n' | b'c' | b'd' | b'e' | b'g' | b'h' | b'i' | b'm' | b'r' | b's' | b'u' | b'v' | b'w')
            ) {
                return 0;
            }
            let word = self.word(near);
            match &*word {
                "graduated" | "graduate" | "grad" | "graduation" | "diploma" | "enlisted" | "drafted" | "inducted"
                | "married" | "wed" | "wedding" | "hired" | "commissioned" | "divorced" | "widowed" => 16,
                // "served 1943-1945"
                "served" | "veteran" | "vet" | "navy" | "army" | "marines" => 17,
                "class" if &*self.word(near + 1) == "of" => 16,
                "college" | "university" | "residency" => 18,
                "menopause" => 35,
                "retired" | "retirement" => 45,
                _ => 0,
            }
        };
        let near = at.saturating_sub(7).max(self.from)..(at + 4).min(self.to);
        let told = near.map(|near| (near, least(near))).filter(|(near, least)| *least > 0 && self.is_one(*near, at));
        told.map(|(_, least)| least).max().unwrap_or(0)
    }
}

/// What is measured "at" a number.
fn is_measure(word: &str) -> bool {
    matches!(
        word,
        "ef" | "lvef"
            | "hr"
            | "rate"
            | "pulse"
            | "bp"
            | "sat"
            | "sats"
            | "saturation"
            | "spo2"
            | "weight"
            | "wt"
            | "gfr"
            | "egfr"
            | "bmi"
            | "psa"
            | "temp"
            | "set"
            | "running"
            | "stable"
            | "level"
            | "room"
            | "pressure"
            | "cr"
            | "hgb"
            | "glucose"
            | "flow"
            | "dose"
            | "paced"
            | "rated"
            | "measured"
            | "pain"
    )
}

/// A number in words up to ninety.
fn small(word: &str) -> Option<i32> {
    Some(match word {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        _ => return None,
    })
}
