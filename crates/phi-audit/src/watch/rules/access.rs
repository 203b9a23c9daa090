//! An access of a person to a subject: which of the rules have to look at it.

use super::super::actors::FEW;
use super::super::context::{Bond, Context};
use super::super::engine::{Turn, Watch, Who};
use super::super::observation::{Deed, Outcome};
use super::super::rule::{Innocent, Rule, Severity};
use super::super::thresholds::DAY;
use super::visit::Visit;
use super::{finding, off_hours::Off};
use crate::pseudonym::SubjectPseudonym;

impl Watch {
    pub(in super::super) fn access<C: Context + ?Sized>(&mut self, turn: &mut Turn<'_, C>, who: &Who<'_>) {
        let seen = turn.seen;
        let Some(subject) = seen.subject.map(|subject| turn.context.current(subject)) else { return };
        let person = turn.context.person(&subject);
        self.census.blind.person += u64::from(person.is_none());
        let person = person.unwrap_or_default();
        if person.made_up {
            return self.explained(Innocent::MadeUp);
        }
        let bond = turn.context.bond(who.name, &subject, seen.at);
        self.census.blind.bond += u64::from(bond == Bond::Unknown);
        if bond != Bond::Unknown && !seen.service {
            self.tour(turn, who, subject, person.ordinal, matches!(bond, Bond::Tied(_)));
        }
        if seen.result != Outcome::Done {
            if seen.result == Outcome::Denied {
                self.denied(turn, who, subject);
            }
            return;
        }
        if seen.emergency && matches!(bond, Bond::Tied(_)) {
            self.glass(turn, who, subject);
        }
        if !seen.service {
            self.off_duty(turn, who, Off { subject, bond });
        }
        if let Bond::Tied(_) = bond {
            self.explained(Innocent::Tie);
            return self.after_a_glimpse(who, subject, turn.t);
        }
        let own = who.staff.is_some_and(|staff| staff.own == Some(subject));
        if own && seen.purpose.is_some_and(|purpose| purpose.is_a(phi_types::Purpose::PatientRequest)) {
            return self.explained(Innocent::SubjectAsked);
        }
        let kin = who.staff.is_some_and(|staff| staff.household.is_some() && staff.household == person.household);
        // Where the host knows no relations, only those stand out that need none to be known.
        if bond == Bond::Unknown && !own && !kin {
            return;
        }
        self.visit(turn, who, subject);
    }

    fn denied<C: Context + ?Sized>(&mut self, turn: &Turn<'_, C>, who: &Who<'_>, subject: SubjectPseudonym) {
        if let Some(actor) = self.actors.get_mut(who.id) {
            if actor.denials.len() >= FEW {
                actor.denials.pop_front();
            }
            actor.denials.push_back((turn.t, subject, turn.seen.index));
        }
    }

    fn visit<C: Context + ?Sized>(&mut self, turn: &Turn<'_, C>, who: &Who<'_>, subject: SubjectPseudonym) {
        let (seen, t, limits) = (turn.seen, turn.t, self.limits);
        let Some(actor) = self.actors.get_mut(who.id) else { return };
        let key = (who.id, subject);
        let denied: Vec<u64> = actor
            .denials
            .iter()
            .filter(|(when, about, _)| *about == subject && t.saturating_sub(*when) <= 2 * limits.failure_window)
            .map(|(_, _, index)| *index)
            .collect();
        let fresh = !self.visits.has(&key);
        let visit = self.visits.entry(key, || Visit { began: t, stretch: actor.work.began, ..Visit::default() });
        if fresh {
            denied.iter().for_each(|index| visit.sample.add(*index));
            visit.denied = u32::try_from(denied.len()).unwrap_or(u32::MAX);
        }
        visit.last = t;
        visit.looks = visit.looks.saturating_add(1);
        visit.sample.add(seen.index);
        visit.fields = visit.fields.max(seen.fields);
        visit.touched |= matches!(seen.deed, Deed::Write | Deed::Export);
        visit.emergency |= seen.emergency;
        visit.for_the_house |= seen.purpose.is_some_and(|purpose| {
            purpose.is_a(phi_types::Purpose::Operations) || purpose.is_a(phi_types::Purpose::Payment)
        });
        actor.glimpsed = Some((t, subject));
        if fresh {
            self.later(t.saturating_add(limits.grace), super::super::engine::Pending::Visit(who.id, subject));
        }
    }

    /// The right record soon after a wrong one.
    fn after_a_glimpse(&mut self, who: &Who<'_>, subject: SubjectPseudonym, t: i64) {
        let Some(actor) = self.actors.get_mut(who.id) else { return };
        let Some((when, wrong)) = actor.glimpsed.take() else { return };
        if wrong != subject && t.saturating_sub(when) <= self.limits.mis_selection {
            self.visits.followed(&(who.id, wrong));
        }
    }

    /// Overrides as a habit: where a relation was on file and none was needed, for more subjects in a week than the peers
    /// have. An override before the papers are there is what it is for; [`visit`](super::visit) looks at it later.
    fn glass<C: Context + ?Sized>(&mut self, turn: &mut Turn<'_, C>, who: &Who<'_>, subject: SubjectPseudonym) {
        let t = turn.t;
        let Some(actor) = self.actors.get_mut(who.id) else { return };
        let week = |when: i64| t.saturating_sub(when) <= 7 * DAY;
        actor.glass.retain(|(when, _, _)| week(*when));
        if actor.glass.iter().any(|(_, about, _)| *about == subject) {
            return;
        }
        if actor.glass.len() >= FEW {
            actor.glass.pop_front();
        }
        actor.glass.push_back((t, subject, turn.seen.index));
        let mine = actor.glass.len();
        if (mine as u64) < u64::from(self.limits.glass_habit) {
            return;
        }
        let group = who.staff.map_or(0, |staff| staff.peers);
        let (peers, theirs) = self.actors.peers_of(who.id, group).fold((0_usize, 0_usize), |(peers, sum), peer| {
            (peers + 1, sum + peer.glass.iter().filter(|(when, _, _)| week(*when)).count())
        });
        if mine.saturating_mul(peers.max(1)) <= theirs.saturating_mul(3) {
            return self.explained(Innocent::PeersBaseline);
        }
        if !self.is_news(Rule::BreakGlass, who.id, None, t, self.limits.quiet) {
            return;
        }
        let Some(actor) = self.actors.get(who.id) else { return };
        let mut sample = super::super::actors::Sample::default();
        actor.glass.iter().for_each(|(_, _, index)| sample.add(*index));
        let subjects: Vec<_> = actor.glass.iter().map(|(_, subject, _)| *subject).collect();
        let from = actor.glass.front().map_or(t, |(when, _, _)| *when);
        let why = format!(
            "overrides for {mine} own subjects within a week, without need; {peers} peers together had {theirs}"
        );
        let found = finding(Rule::BreakGlass, Severity::Medium, &sample, (from, t), why, &[Innocent::PeersBaseline]);
        turn.out.push(found.by(who.name).about(&subjects));
    }
}
