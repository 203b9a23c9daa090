//! Accesses that nothing explained: kept until the grace has passed, and then judged.

use std::collections::HashMap;

use super::super::actors::{ActorId, Sample, Strange, add_subject};
use super::super::baseline::limit;
use super::super::context::{Bond, Context, Person, Reach, Staff};
use super::super::engine::{Watch, time_of};
use super::super::finding::Finding;
use super::super::keep::kept;
use super::super::rule::{Innocent, Rule, Severity};
use super::finding;
use crate::pseudonym::SubjectPseudonym;

type Pair = (ActorId, SubjectPseudonym);

/// How many earlier glimpses of the same subject are no mistake any more.
const AGAIN: u32 = 2;

/// Accesses that nothing explained.
#[derive(Debug, Default)]
pub(in super::super) struct Visits {
    waiting: HashMap<Pair, Visit>,
    /// Single glimpses that were let go: how often, the last time, and the first entry.
    glimpses: HashMap<Pair, (i64, u32, Sample)>,
}

kept!(Visits { waiting, glimpses });

/// What an actor did with a subject within the grace.
#[derive(Debug, Default)]
pub(in super::super) struct Visit {
    pub(super) began: i64,
    pub(super) last: i64,
    pub(super) stretch: i64,
    pub(super) looks: u32,
    /// Glimpses on other occasions.
    pub(super) earlier: u32,
    pub(super) denied: u32,
    pub(super) fields: u16,
    pub(super) touched: bool,
    pub(super) emergency: bool,
    pub(super) for_the_house: bool,
    pub(super) followed: bool,
    pub(super) sample: Sample,
}

kept!(Visit {
    began,
    last,
    stretch,
    looks,
    earlier,
    denied,
    fields,
    touched,
    emergency,
    for_the_house,
    followed,
    sample
});

impl Visits {
    pub(super) fn has(&self, pair: &Pair) -> bool {
        self.waiting.contains_key(pair)
    }

    pub(super) fn entry(&mut self, pair: Pair, fresh: impl FnOnce() -> Visit) -> &mut Visit {
        self.waiting.entry(pair).or_insert_with(fresh)
    }

    pub(super) fn followed(&mut self, pair: &Pair) {
        if let Some(visit) = self.waiting.get_mut(pair) {
            visit.followed = true;
        }
    }

    pub(in super::super) fn forget_before(&mut self, time: i64) {
        self.glimpses.retain(|_, (last, _, _)| *last >= time);
    }

    pub(in super::super) fn len(&self) -> usize {
        self.waiting.len() + self.glimpses.len()
    }
}

/// What speaks for a rule, beside the entries.
struct Case {
    rule: Rule,
    severity: Severity,
    why: String,
    ruled_out: Vec<Innocent>,
}

impl Watch {
    /// The grace has passed: was it explained meanwhile, and if not, what was it?
    pub(in super::super) fn judge_visit<C: Context + ?Sized>(
        &mut self,
        id: ActorId,
        subject: SubjectPseudonym,
        due: i64,
        context: &C,
        out: &mut Vec<Finding>,
    ) {
        let Some(mut visit) = self.visits.waiting.remove(&(id, subject)) else { return };
        let Some(name) = self.actors.get(id).map(|actor| actor.name.clone()) else { return };
        let (began, later) = (time_of(visit.began), time_of(visit.began.saturating_add(self.limits.grace)));
        let bond = context.bond(&name, &subject, began);
        let late = [bond, context.bond(&name, &subject, later)];
        if late.iter().any(|bond| matches!(bond, Bond::Tied(_))) {
            return self.explained(Innocent::LateTie);
        }
        let staff = context.staff(&name, began);
        let person = context.person(&subject).unwrap_or_default();
        if bond == Bond::Untied {
            let anybody = staff.is_some_and(|staff| staff.reach == Reach::Anybody);
            self.strange((id, &name), &visit, subject, anybody, out);
        }
        if let Some((_, times, sample)) = self.visits.glimpses.get(&(id, subject)) {
            visit.earlier = *times;
            let mut all = sample.clone();
            visit.sample.first.iter().for_each(|index| all.add(*index));
            all.count = sample.count.saturating_add(visit.sample.count);
            visit.sample = all;
        }
        let mut cases = self.cases(&visit, bond, staff.as_ref(), &person, subject);
        if cases.is_empty() {
            let glimpse = (visit.last, visit.earlier.saturating_add(1), visit.sample);
            self.visits.glimpses.insert((id, subject), glimpse);
            return;
        }
        self.visits.glimpses.remove(&(id, subject));
        let Case { rule, severity, why, mut ruled_out } = cases.remove(0);
        if !self.is_news(rule, id, Some(subject), due, self.limits.quiet) {
            return;
        }
        ruled_out.extend([Innocent::Tie, Innocent::LateTie]);
        if bond == Bond::Unknown {
            ruled_out.clear();
        }
        let mut found = finding(rule, severity, &visit.sample, (visit.began, visit.last), why, &ruled_out);
        found.also = cases.iter().map(|case| case.rule).collect();
        out.push(found.by(&name).about(&[subject]));
    }

    /// The rules that hold, the most telling first.
    fn cases(
        &mut self,
        visit: &Visit,
        bond: Bond,
        staff: Option<&Staff>,
        person: &Person,
        subject: SubjectPseudonym,
    ) -> Vec<Case> {
        let mut cases = Vec::new();
        let mut case = |rule, severity, why: &str, ruled_out: &[Innocent]| {
            let why = format!("{why}, {} entries, nothing binds the actor to the subject", visit.sample.count);
            cases.push(Case { rule, severity, why, ruled_out: ruled_out.to_vec() });
        };
        let anybody = staff.is_some_and(|staff| staff.reach == Reach::Anybody);
        let glimpse =
            visit.looks <= 1 && visit.earlier < AGAIN && visit.fields < self.limits.glimpse_fields && !visit.touched;
        let mis_selected = glimpse && visit.followed;
        let same = |mine, theirs: Option<_>| theirs.is_some() && mine == theirs;
        let own = staff.is_some_and(|staff| staff.own == Some(subject));
        if own {
            case(Rule::OwnRecord, Severity::Medium, "the actor's own record", &[Innocent::SubjectAsked]);
        }
        if same(staff.and_then(|staff| staff.household), person.household) && !own {
            case(Rule::Household, Severity::High, "somebody of the actor's household", &[]);
        }
        if bond == Bond::Unknown {
            return cases;
        }
        if !own && person.unit.is_some() && staff.map(|staff| staff.unit) == person.unit {
            case(Rule::CoWorker, Severity::High, "somebody who works in the actor's unit", &[]);
        }
        if person.vip {
            case(Rule::Vip, Severity::High, "a record of public interest", &[]);
        }
        let namesake = !own && same(staff.and_then(|staff| staff.surname), person.surname);
        let mut let_go = None;
        match namesake {
            true if person.common_surname => let_go = Some(Innocent::CommonSurname),
            true if mis_selected => let_go = Some(Innocent::MisSelected),
            true if anybody && glimpse => let_go = Some(Innocent::Reach),
            true => {
                let ruled_out = [Innocent::CommonSurname, Innocent::MisSelected, Innocent::Reach];
                case(Rule::SameSurname, Severity::Medium, "a namesake of the actor, of a rare name", &ruled_out);
            }
            false => {}
        }
        if visit.emergency {
            case(Rule::BreakGlass, Severity::High, "an emergency override that no emergency followed", &[]);
        } else if visit.denied >= 2 {
            let why = format!("permitted after {} denials", visit.denied);
            case(Rule::FailedThenSuccess, Severity::Medium, &why, &[]);
        }
        if let Some(died) = person.died {
            let recent = visit.began.saturating_sub(died.unix_timestamp()) <= self.limits.after_death;
            if recent {
                let_go = Some(Innocent::RecentDeath);
            } else if anybody && visit.for_the_house {
                let_go = Some(Innocent::Reach);
            } else if mis_selected {
                let_go = Some(Innocent::MisSelected);
            } else {
                let ruled_out = [Innocent::RecentDeath, Innocent::Reach, Innocent::MisSelected];
                case(Rule::Deceased, Severity::Medium, "a subject who died some time ago", &ruled_out);
            }
        }
        if anybody {
            let_go = let_go.or(Some(Innocent::Reach));
        } else if glimpse {
            let_go = let_go.or(Some(Innocent::MisSelected));
        } else if person.died.is_none() || let_go != Some(Innocent::RecentDeath) {
            case(Rule::NoRelation, Severity::Medium, "more than a glimpse", &[Innocent::MisSelected, Innocent::Reach]);
        }
        if let Some(innocent) = let_go.filter(|_| cases.is_empty()) {
            self.explained(innocent);
        }
        cases
    }

    /// One more subject in the stretch that nothing explains.
    fn strange(
        &mut self,
        (id, name): (ActorId, &str),
        visit: &Visit,
        subject: SubjectPseudonym,
        anybody: bool,
        out: &mut Vec<Finding>,
    ) {
        let limits = self.limits;
        let Some(actor) = self.actors.get_mut(id) else { return };
        if actor.strange.began != visit.stretch {
            let fresh = Strange { began: visit.stretch, first: visit.began, ..Strange::default() };
            let before = core::mem::replace(&mut actor.strange, fresh);
            if !before.told && before.subjects > 0 {
                actor.breadth.add(before.subjects);
                let peers = actor.peers;
                self.actors.group_mut(peers).breadth.add(before.subjects);
            }
        }
        let Some(actor) = self.actors.get_mut(id) else { return };
        let strange = &mut actor.strange;
        strange.subjects = strange.subjects.saturating_add(1);
        strange.last = visit.last;
        visit.sample.first.iter().take(1).for_each(|index| strange.sample.add(*index));
        add_subject(&mut strange.who, subject);
        if strange.told || strange.subjects < limits.breadth_floor {
            return;
        }
        let (subjects, own, peers) = (strange.subjects, actor.breadth.usual(limits.own_stretches), actor.peers);
        let peers = self.actors.group(peers).and_then(|group| group.breadth.usual(limits.peer_stretches));
        // Those whose work reaches to anybody have some every day; who treats has none, and the floor is what counts.
        if anybody && own.is_none() && peers.is_none() {
            return;
        }
        let most = limit(limits.breadth_floor, own, limits.own_tenths, peers.or(Some(0)), limits.peer_tenths);
        let most = most.unwrap_or(limits.breadth_floor);
        if subjects < most {
            return;
        }
        let Some(actor) = self.actors.get_mut(id) else { return };
        actor.strange.told = true;
        let strange = &actor.strange;
        let why =
            format!("{subjects} subjects in a stretch of work to whom nothing binds the actor; {most} would be many");
        let ruled_out = [Innocent::Tie, Innocent::LateTie, Innocent::OwnBaseline, Innocent::PeersBaseline];
        let times = (strange.first, strange.last);
        let found = finding(Rule::Breadth, Severity::High, &strange.sample, times, why, &ruled_out);
        out.push(found.by(name).about(&strange.who));
    }
}
