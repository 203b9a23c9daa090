//! Tours: subjects in the order of their record numbers, one after the other.

use super::super::actors::add_subject;
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
        let tour = &mut actor.tour;
        if ordinal == tour.ordinal && tour.steps > 0 {
            return;
        }
        let (near, down) = (ordinal.abs_diff(tour.ordinal) <= limits.tour_step, ordinal < tour.ordinal);
        let goes_on = near && t.saturating_sub(tour.at) <= limits.tour_pause && (tour.steps <= 1 || down == tour.down);
        if !goes_on && tied {
            return;
        }
        if !goes_on {
            *tour = super::super::actors::Tour { began: t, ..Default::default() };
        }
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
