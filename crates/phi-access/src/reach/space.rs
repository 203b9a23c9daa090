//! Circumstances as a product of small sets, and whether any is left over once forbids are taken out.
//!
//! What a rule asks of a request is a box in this space. A permit shows something if its box is not covered by those of the forbids. One
//! relationship, one label and one network stand for several: more of them only help a forbid.

use alloc::{vec, vec::Vec};

use phi_types::record::Label;

use crate::{
    assurance::Assurance,
    confidentiality::Confidentiality,
    facts::{Fact, Facts},
    policy::Condition,
    relationship::Relationship,
};

/// The circumstances that are still possible.
#[derive(Clone, Debug)]
struct Space {
    /// Bit 0: no relationship; the others one each.
    relationships: u16,
    labels: u32,
    levels: u8,
    /// Bits by level of assurance and resistance to phishing.
    authentications: u8,
    /// Bit 64: no zone.
    zones: u128,
    filed: Facts,
    unfiled: Facts,
    instants: Vec<i64>,
}

/// The most that one question costs. What is not settled by then counts as possible, so that nobody is told that a door is shut.
const STEPS: u32 = 20_000;
/// Each forbid that has to be gone around is one level of recursion.
const DEEPEST: usize = 256;

/// Whether the permit holds in any circumstances in which none of the forbids does.
pub(crate) fn is_met(permit: &Condition, forbids: &[&Condition]) -> bool {
    if forbids.contains(&&Condition::NONE) {
        return false;
    }
    let mut distinct: Vec<&Condition> = Vec::new();
    for forbid in forbids {
        if !distinct.contains(forbid) {
            distinct.push(forbid);
        }
    }
    let all = Space::whole(instants(core::iter::once(permit).chain(distinct.iter().copied())));
    let Some(space) = all.within(permit) else { return false };
    distinct.len() > DEEPEST || space.escapes(&distinct, &mut { STEPS })
}

/// Whether both can hold at once.
pub(crate) fn meet(one: &Condition, other: &Condition) -> bool {
    let all = Space::whole(instants([one, other].into_iter()));
    all.within(one).and_then(|space| space.within(other)).is_some()
}

/// Whether the second holds wherever the first does.
pub(crate) fn implies(one: &Condition, other: &Condition) -> bool {
    one == other || *other == Condition::NONE || !is_met(one, &[other])
}

/// Instants of which each stands for all that are alike to these conditions: the ends of validities, and after each of them the next
/// of every beginning and end of hours.
fn instants<'a>(conditions: impl Iterator<Item = &'a Condition>) -> Vec<i64> {
    const WEEK: i64 = 7 * 86_400;
    let (mut edges, mut turns) = (vec![0_i64], Vec::new());
    for condition in conditions {
        edges
            .extend([condition.from, condition.until].into_iter().filter(|edge| !matches!(*edge, i64::MIN | i64::MAX)));
        if let Some(hours) = condition.hours {
            let (_, from, to, offset) = hours.parts();
            let minutes = [i64::from(from), i64::from(to), 0];
            turns.extend((0..7).flat_map(|day| minutes.map(|minute| (day * 1440 + minute - i64::from(offset)) * 60)));
        }
    }
    // Before the first of them as well.
    edges.extend(edges.iter().min().map(|first| first.saturating_sub(WEEK)));
    edges.sort_unstable();
    edges.dedup();
    turns.iter_mut().for_each(|turn| *turn = turn.rem_euclid(WEEK));
    turns.sort_unstable();
    turns.dedup();
    let mut all = edges.clone();
    for edge in edges {
        let begun = edge.rem_euclid(WEEK);
        all.extend(turns.iter().filter_map(|turn| edge.checked_add((turn - begun).rem_euclid(WEEK))));
    }
    all.sort_unstable();
    all.dedup();
    all
}

impl Space {
    fn whole(instants: Vec<i64>) -> Self {
        Self {
            relationships: (1 << (Relationship::ALL.len() + 1)) - 1,
            labels: (1 << (Label::ALL.len() + 1)) - 1,
            levels: (1 << Confidentiality::ALL.len()) - 1,
            authentications: (1 << (2 * Assurance::ALL.len())) - 1,
            zones: (1 << 65) - 1,
            filed: Facts::NONE,
            unfiled: Facts::NONE,
            instants,
        }
    }

    fn within(mut self, condition: &Condition) -> Option<Self> {
        self.relationships &= relationships(condition);
        self.labels &= labels(condition);
        self.levels &= levels(condition);
        self.authentications &= authentications(condition);
        self.zones &= zones(condition);
        self.filed = condition.needs.iter().fold(self.filed, Facts::with);
        self.unfiled = condition.lacks.iter().fold(self.unfiled, Facts::with);
        self.instants.retain(|unix| condition.time(*unix));
        self.possible()
    }

    fn possible(self) -> Option<Self> {
        let some = self.relationships != 0
            && self.labels != 0
            && self.levels != 0
            && self.authentications != 0
            && self.zones != 0
            && !self.instants.is_empty()
            && !self.filed.intersects(self.unfiled);
        some.then_some(self)
    }

    /// Whether any of it is outside of every forbid.
    fn escapes(&self, forbids: &[&Condition], steps: &mut u32) -> bool {
        let Some((forbid, rest)) = forbids.split_first() else { return true };
        let Some(left) = steps.checked_sub(1) else { return true };
        *steps = left;
        if self.clone().within(forbid).is_none() {
            return self.escapes(rest, steps);
        }
        self.outside(forbid).into_iter().any(|space| space.escapes(rest, steps))
    }

    /// What is left where one of the conditions does not hold, one piece for each.
    fn outside(&self, condition: &Condition) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut add = |piece: Self| pieces.extend(piece.possible());
        add(Self { relationships: self.relationships & !relationships(condition), ..self.clone() });
        add(Self { labels: self.labels & !labels(condition), ..self.clone() });
        add(Self { levels: self.levels & !levels(condition), ..self.clone() });
        add(Self { authentications: self.authentications & !authentications(condition), ..self.clone() });
        add(Self { zones: self.zones & !zones(condition), ..self.clone() });
        let untimely = self.instants.iter().copied().filter(|unix| !condition.time(*unix)).collect();
        add(Self { instants: untimely, ..self.clone() });
        for fact in Fact::ALL {
            if condition.needs.contains(fact) {
                add(Self { unfiled: self.unfiled.with(fact), ..self.clone() });
            }
            if condition.lacks.contains(fact) {
                add(Self { filed: self.filed.with(fact), ..self.clone() });
            }
        }
        pieces
    }
}

fn relationships(condition: &Condition) -> u16 {
    if condition.any_of.is_empty() {
        return u16::MAX;
    }
    condition.any_of.iter().fold(0, |bits, one| bits | 1 << (one as u16 + 1))
}

const fn labels(condition: &Condition) -> u32 {
    if condition.labels == 0 { u32::MAX } else { condition.labels << 1 }
}

fn levels(condition: &Condition) -> u8 {
    let fits = |level: &Confidentiality| (condition.at_least..=condition.at_most).contains(level);
    Confidentiality::ALL.into_iter().filter(fits).fold(0, |bits, level| bits | 1 << level as u8)
}

fn authentications(condition: &Condition) -> u8 {
    let mut bits = 0;
    for level in Assurance::ALL {
        for phishing_resistant in [false, true] {
            if condition.authentication(level, phishing_resistant) {
                bits |= 1 << (level as u8 * 2 + u8::from(phishing_resistant));
            }
        }
    }
    bits
}

const fn zones(condition: &Condition) -> u128 {
    if condition.zones == 0 { u128::MAX } else { condition.zones as u128 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{hours::Hours, relationship::RelationshipSet};

    fn asks(relationship: Relationship) -> Condition {
        Condition { any_of: RelationshipSet::NONE.with(relationship), ..Condition::NONE }
    }

    #[test]
    fn what_covers_and_what_leaves_a_gap() {
        let (treating, author) = (asks(Relationship::Treating), asks(Relationship::Author));
        assert!(is_met(&treating, &[&author]) && !is_met(&treating, &[&treating]));
        assert!(!is_met(&treating, &[&Condition::NONE]));
        let consent = Condition { lacks: Facts::NONE.with(Fact::Part2Consent), ..Condition::NONE };
        let with = Condition { needs: Facts::NONE.with(Fact::Part2Consent), ..Condition::NONE };
        assert!(
            is_met(&treating, &[&consent]) && !is_met(&treating, &[&consent, &with]),
            "both together cover everything"
        );
        assert!(implies(&Condition { any_of: treating.any_of, ..with }, &with) && !implies(&with, &treating));
    }

    #[test]
    fn hours_and_validity_are_looked_at_where_they_turn() {
        let day = Condition { hours: Hours::weekdays((8, 0), (18, 0)), ..Condition::NONE };
        let night = Condition { hours: Hours::daily((18, 0), (8, 0)), ..Condition::NONE };
        assert!(
            !meet(&day, &night)
                && implies(&day, &Condition { hours: Hours::daily((7, 0), (19, 0)), ..Condition::NONE })
        );
        assert!(!implies(&night, &day) && is_met(&Condition::NONE, &[&day, &night]), "a weekend's day");
        let sunday = Condition { from: 3 * 86_400, until: 4 * 86_400, ..Condition::NONE };
        assert!(!meet(&day, &sunday), "1970-01-04 was a Sunday");
        let (before, after) = (Condition { until: 9, ..Condition::NONE }, Condition { from: 9, ..Condition::NONE });
        assert!(!meet(&before, &after) && !is_met(&Condition::NONE, &[&before, &after]));
    }
}
