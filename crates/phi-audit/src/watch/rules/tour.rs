//! Tours: subjects in the order of their record numbers, one after the other.

use super::super::actors::{Tour, add_subject};
use super::super::context::Context;
use super::super::engine::{Turn, Watch, Who};
use super::super::rule::{Innocent, Rule, Severity};
use super::finding;
use crate::pseudonym::SubjectPseudonym;

impl Watch {
    /// Goes a step along the numbers. Subjects that something explains neither count nor end a tour: whoever walks along
    /// the numbers passes their own patients as well.
    pub(super) fn tour<C: Context + ?Sized>(
        &mut self,
        turn: &mut Turn<'_, C>,
        who: &Who<'_>,
        subject: SubjectPseudonym,
        ordinal: Option<u64>,
        tied: bool,
    ) {
        let limits = self.limits;
        let (index, t) = (turn.seen.index, turn.t);
        let (Some(ordinal), Some(actor)) = (ordinal, self.actors.get_mut(who.id)) else { return };
        let goes_on = |tour: &Tour| {
            let near = tour.steps > 0 && ordinal.abs_diff(tour.ordinal) <= limits.tour_step;
            let same_way = tour.steps <= 1 || ordinal == tour.ordinal || (ordinal < tour.ordinal) == tour.down;
            near && same_way && t.saturating_sub(tour.at) <= limits.tour_pause
        };
        let [one, two] = &mut actor.tours;
        let tour = match (goes_on(one), goes_on(two)) {
            (true, _) => one,
            (_, true) => two,
            _ if tied => return,
            // The one that came less far, or was left, makes room.
            _ => {
                let left = |tour: &Tour| t.saturating_sub(tour.at) > limits.tour_pause;
                let room = if left(one) || (!left(two) && one.steps < two.steps) { one } else { two };
                *room = Tour { began: t, ..Tour::default() };
                room
            }
        };
        if tour.steps > 0 && ordinal == tour.ordinal {
            return;
        }
        let down = ordinal < tour.ordinal;
        tour.down = down;
        (tour.at, tour.ordinal) = (t, ordinal);
        if tied {
            return;
        }
        tour.steps = tour.steps.saturating_add(1);
        tour.sample.add(index);
        add_subject(&mut tour.who, subject);
        if tour.steps < limits.tour || tour.told {
            return;
        }
        tour.told = true;
        if turn.context.task(who.name, turn.seen.at).is_some() {
            return self.explained(Innocent::Task);
        }
        let why = format!("{} subjects in the order of their record numbers, unrelated to the actor", tour.steps);
        let ruled_out = [Innocent::Tie, Innocent::Task];
        let found = finding(Rule::Sequence, Severity::High, &tour.sample, (tour.began, t), why, &ruled_out);
        let found = found.by(who.name).about(&tour.who);
        turn.out.push(found);
    }
}
