//! Grades each word: how strong a name it is against its use as an ordinary word.

use std::collections::BTreeMap;

use crate::{key, package::Fact};

#[derive(Default)]
struct Word {
    surname: u64,
    given: u64,
    listed: bool,
    /// 0 for no word of English.
    level: u64,
    clinical: bool,
    city: u64,
    foreign: bool,
    county: bool,
}

/// Each word in small letters without accents, with its flags.
pub(crate) fn grade(facts: &[(Fact, String)]) -> BTreeMap<String, u32> {
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    for (fact, word) in facts {
        let Some(folded) = folded(word) else { continue };
        let word = words.entry(folded).or_default();
        match *fact {
            // Several censuses: the highest count.
            Fact::Surname(count) => word.surname = word.surname.max(count),
            Fact::Given(count) => word.given = word.given.max(count),
            Fact::Listed => word.listed = true,
            Fact::English(level) => word.level = if word.level == 0 { level } else { word.level.min(level) },
            Fact::Clinical => word.clinical = true,
            Fact::City(people) => word.city = word.city.max(people.max(1)),
            Fact::ForeignCity(_) => word.foreign = true,
            Fact::County => word.county = true,
        }
    }
    words.into_iter().map(|(key, word)| (key, word.flags())).filter(|(_, flags)| *flags != 0).collect()
}

/// The letters that the table hashes; what it cannot hash is left out.
fn folded(word: &str) -> Option<String> {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        let (first, second) = key::fold(c)?;
        plain.extend([first, second].into_iter().filter(|byte| *byte != 0).map(char::from));
    }
    Some(plain).filter(|plain| (2..=key::MAX_KEY).contains(&plain.len()))
}

impl Word {
    fn flags(&self) -> u32 {
        let class = |count: u64, middle: u64, listed: bool| match count {
            0 => u32::from(listed),
            count if count < 1_000 => 1,
            count if count < middle => 2,
            _ => 3,
        };
        let ordinary = match self.level {
            0 => 0,
            1..=10 => 1,
            11..=20 => 2,
            21..=35 => 3,
            36..=50 => 4,
            51..=60 => 5,
            _ => 6,
        };
        let city = match self.city {
            0 if self.foreign => 3,
            0 => 0,
            people if people < 15_000 => 1,
            people if people < 100_000 => 2,
            _ => 3,
        };
        class(self.surname, 20_000, self.listed)
            | class(self.given, 50_000, self.listed) << 2
            | ordinary << 4
            | u32::from(self.clinical) << 7
            | city << 8
            | u32::from(self.is_strong_name()) << 10
            | u32::from(self.county) << 11
    }

    /// The more ordinary a word is, the more bearers it takes.
    fn is_strong_name(&self) -> bool {
        let bearers = self.surname + self.given;
        if bearers == 0 && !self.listed {
            return false;
        }
        let ordinary = match self.level {
            0 => 0,
            1..=10 => 100_000,
            11..=20 => 50_000,
            21..=35 => 20_000,
            36..=60 => 3_000,
            _ => 500,
        };
        bearers >= if self.clinical { ordinary.max(5_000) } else { ordinary }
    }
}
