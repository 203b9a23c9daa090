//! Signing in: failures and then a success, by one person or from one network.

use std::collections::{BTreeSet, VecDeque};
use std::net::IpAddr;

use super::super::actors::{FEW, Sample};
use super::super::context::{Context, Shift};
use super::super::engine::{Pending, Turn, Watch};
use super::super::finding::Finding;
use super::super::keep::kept;
use super::super::observation::Outcome;
use super::super::rule::{Innocent, Rule, Severity};
use super::super::thresholds::DAY;
use super::finding;

/// Failures remembered of a network.
const FAILURES: usize = 256;

/// Failed sign-ins from one network within the window.
#[derive(Debug, Default)]
pub(in super::super) struct Network {
    pub(in super::super) last: i64,
    failures: VecDeque<(i64, u64, u64)>,
    /// How many who had failed signed in since.
    resolved: u32,
    pending: bool,
}

kept!(Network { last, failures, resolved, pending });

/// A success at a network where many failed.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Sprayed {
    network: IpAddr,
    actor: u32,
    at: i64,
    index: u64,
}

kept!(Sprayed { network, actor, at, index });

impl Watch {
    pub(in super::super) fn sign_in<C: Context + ?Sized>(&mut self, turn: &mut Turn<'_, C>) {
        let (seen, t) = (turn.seen, turn.t);
        let window = self.limits.failure_window;
        let name = hash(seen.actor);
        if let Some(address) = seen.network.filter(|address| !address.is_loopback()) {
            if seen.result != Outcome::Done {
                let network = self.networks.entry(address).or_default();
                if t.saturating_sub(network.last) > window {
                    *network = Network { pending: network.pending, ..Network::default() };
                }
                network.last = t;
                if network.failures.len() >= FAILURES {
                    network.failures.pop_front();
                }
                network.failures.push_back((t, name, seen.index));
            } else if let Some(network) = self.networks.get_mut(&address) {
                let before = network.failures.len();
                network.failures.retain(|(when, who, _)| *who != name && t.saturating_sub(*when) <= window);
                network.resolved += u32::from(network.failures.len() < before);
            }
        }
        if seen.result != Outcome::Done {
            // Names that nobody bears are made up at will: they get no place in the memory.
            if let Some(actor) = self.actors.known_mut(seen.actor) {
                if actor.failures.len() >= FEW {
                    actor.failures.pop_front();
                }
                actor.failures.push_back((t, seen.index));
            }
            return;
        }
        let id = self.actors.id(seen.actor, seen.service);
        self.failures_of_one(turn, id);
        let Some(address) = seen.network else { return };
        let sprayed = usize::try_from(self.limits.sprayed).unwrap_or(usize::MAX);
        if let Some(network) = self.networks.get_mut(&address) {
            let failed: BTreeSet<u64> = network.failures.iter().map(|(_, who, _)| *who).collect();
            if failed.len() >= sprayed && !network.pending {
                network.pending = true;
                let sprayed = Sprayed { network: address, actor: id, at: t, index: seen.index };
                self.later(t.saturating_add(window), Pending::Spray(sprayed));
            }
        }
    }

    fn failures_of_one<C: Context + ?Sized>(&mut self, turn: &mut Turn<'_, C>, id: u32) {
        let (seen, t, limits) = (turn.seen, turn.t, self.limits);
        let no_plan = matches!(turn.context.shift(seen.actor, seen.at), Shift::Unknown);
        let Some(actor) = self.actors.get_mut(id) else { return };
        let mut failures = core::mem::take(&mut actor.failures);
        failures.retain(|(when, _)| t.saturating_sub(*when) <= limits.failure_window);
        let strange = self.actors.get(id).is_some_and(|actor| self.is_strange(actor, seen.network));
        if no_plan && failures.is_empty() {
            self.learn(id, seen.network);
        }
        let failed = u32::try_from(failures.len()).unwrap_or(u32::MAX);
        if failed < limits.failures {
            return;
        }
        if failed < limits.failures_usual && !strange {
            return self.explained(Innocent::UsualNetwork);
        }
        if !self.is_news(Rule::FailedThenSuccess, id, None, t, DAY) {
            return;
        }
        let mut sample = Sample::default();
        failures.iter().for_each(|(_, index)| sample.add(*index));
        sample.add(seen.index);
        let from = failures.front().map_or(t, |(when, _)| *when);
        let place = if strange { "a network that is strange for the actor" } else { "the usual network" };
        let why = format!("signed in after {failed} failures, from {place}");
        let ruled_out: &[Innocent] = if strange { &[Innocent::UsualNetwork] } else { &[] };
        let severity = if strange { Severity::High } else { Severity::Medium };
        turn.out.push(finding(Rule::FailedThenSuccess, severity, &sample, (from, t), why, ruled_out).by(seen.actor));
    }

    /// Many failed at one network, and one came in: unless most of those who failed came in themselves.
    pub(in super::super) fn judge_spray(&mut self, sprayed: Sprayed, due: i64, out: &mut Vec<Finding>) {
        let Some(network) = self.networks.get_mut(&sprayed.network) else { return };
        network.pending = false;
        let failed: BTreeSet<u64> = network.failures.iter().map(|(_, who, _)| *who).collect();
        let failed = u32::try_from(failed.len()).unwrap_or(u32::MAX);
        if failed < self.limits.sprayed || failed < network.resolved.saturating_mul(2) {
            return self.explained(Innocent::TheySignedIn);
        }
        let mut sample = Sample::default();
        network.failures.iter().take(31).for_each(|(_, _, index)| sample.add(*index));
        sample.add(sprayed.index);
        sample.first.sort_unstable();
        let from = network.failures.front().map_or(sprayed.at, |(when, _, _)| *when);
        if !self.is_news(Rule::FailedThenSuccess, sprayed.actor, None, due, DAY) {
            return;
        }
        let Some(actor) = self.actors.get(sprayed.actor) else { return };
        let why = format!("signed in from a network where {failed} others failed and did not come in since");
        let ruled_out = [Innocent::TheySignedIn];
        let found = finding(
            Rule::FailedThenSuccess,
            Severity::High,
            &sample,
            (from.min(sprayed.at), sprayed.at),
            why,
            &ruled_out,
        );
        out.push(found.by(&actor.name));
    }
}

/// FNV-1a: who failed is only counted, and the same in every run.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
