//! Roles: their names, which inherits from which, and which exclude each other.

use alloc::{collections::BTreeMap, format, string::String, vec, vec::Vec};

pub use phi_types::Role;

use super::PolicyError;

/// When roles exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Separation {
    /// Static: nobody is assigned two of them, whenever.
    Assignment,
    /// Dynamic: nobody uses two of them in one session.
    Session,
}

/// The number of a role within its policy.
pub(crate) type RoleNumber = u32;

#[derive(Debug, Default, Clone)]
pub(crate) struct Roles {
    names: Vec<Role>,
    numbers: BTreeMap<Role, RoleNumber>,
    inherits: Vec<Vec<RoleNumber>>,
    clinical: Vec<bool>,
    exclusive: Vec<(Separation, Vec<RoleNumber>)>,
}

impl Roles {
    /// The number of a role, made up if it is new.
    pub(crate) fn intern(&mut self, role: &Role) -> RoleNumber {
        if let Some(number) = self.numbers.get(role) {
            return *number;
        }
        let number = self.names.len() as RoleNumber;
        self.names.push(role.clone());
        self.numbers.insert(role.clone(), number);
        self.inherits.push(Vec::new());
        self.clinical.push(false);
        number
    }

    pub(crate) fn number(&self, role: &Role) -> Option<RoleNumber> {
        self.numbers.get(role).copied()
    }

    pub(crate) fn name(&self, number: RoleNumber) -> &str {
        self.names.get(number as usize).map_or("", Role::name)
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn inherit(&mut self, senior: &Role, junior: &Role) {
        let (senior, junior) = (self.intern(senior), self.intern(junior));
        if let Some(of) = self.inherits.get_mut(senior as usize)
            && !of.contains(&junior)
        {
            of.push(junior);
        }
    }

    pub(crate) fn set_clinical(&mut self, role: &Role) {
        let number = self.intern(role);
        if let Some(clinical) = self.clinical.get_mut(number as usize) {
            *clinical = true;
        }
    }

    pub(crate) fn is_clinical(&self, number: RoleNumber) -> bool {
        self.clinical.get(number as usize).copied().unwrap_or(false)
    }

    pub(crate) fn exclude(&mut self, at: Separation, roles: &[Role]) {
        let mut numbers: Vec<_> = roles.iter().map(|role| self.intern(role)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        self.exclusive.push((at, numbers));
    }

    pub(crate) fn exclusive(&self) -> impl Iterator<Item = (Separation, &[RoleNumber])> {
        self.exclusive.iter().map(|(at, roles)| (*at, roles.as_slice()))
    }

    pub(crate) fn juniors(&self, number: RoleNumber) -> &[RoleNumber] {
        self.inherits.get(number as usize).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (RoleNumber, &Role)> {
        (0..).zip(&self.names)
    }

    /// These roles and all that they inherit, ascending. Without recursion, so that no depth overflows the stack.
    pub(crate) fn closure(&self, of: impl IntoIterator<Item = RoleNumber>) -> Vec<RoleNumber> {
        let mut seen = vec![false; self.names.len()];
        let mut open: Vec<_> = of.into_iter().collect();
        while let Some(next) = open.pop() {
            if let Some(seen @ false) = seen.get_mut(next as usize) {
                *seen = true;
                open.extend(self.juniors(next));
            }
        }
        (0..).zip(seen).filter_map(|(number, seen)| seen.then_some(number)).collect()
    }

    /// Whether two roles of the closure exclude each other at this point.
    pub(crate) fn conflict(&self, at: Separation, closure: &[RoleNumber]) -> Option<(RoleNumber, RoleNumber)> {
        self.exclusive.iter().filter(|(when, _)| *when == at).find_map(|(_, roles)| {
            let mut held = roles.iter().copied().filter(|role| closure.binary_search(role).is_ok());
            Some((held.next()?, held.next()?))
        })
    }

    /// Refuses a circle in the inheritance, with its path, and roles that nobody could ever hold.
    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        if let Some(path) = self.circle() {
            return Err(PolicyError::Cycle(self.path(&path)));
        }
        if self.exclusive.is_empty() {
            return Ok(());
        }
        let mut seniors: Vec<Vec<RoleNumber>> = vec![Vec::new(); self.names.len()];
        for (senior, _) in self.all() {
            for junior in self.juniors(senior) {
                if let Some(of) = seniors.get_mut(*junior as usize) {
                    of.push(senior);
                }
            }
        }
        // Who reaches a member, for each member of each exclusion: linear in the roles, whatever the depth.
        for (_, members) in &self.exclusive {
            let mut reached: Vec<Option<RoleNumber>> = vec![None; self.names.len()];
            for member in members {
                let (mut open, mut seen) = (vec![*member], vec![false; self.names.len()]);
                while let Some(next) = open.pop() {
                    let (Some(seen @ false), Some(before)) =
                        (seen.get_mut(next as usize), reached.get_mut(next as usize))
                    else {
                        continue;
                    };
                    *seen = true;
                    if let Some(other) = before {
                        let (one, other) = (self.name(*other).into(), self.name(*member).into());
                        return Err(PolicyError::Separation { role: self.name(next).into(), one, other });
                    }
                    *before = Some(*member);
                    open.extend(seniors.get(next as usize).into_iter().flatten());
                }
            }
        }
        Ok(())
    }

    /// A circle, if there is one: depth first, with a stack of our own.
    fn circle(&self) -> Option<Vec<RoleNumber>> {
        #[derive(Clone, Copy, PartialEq)]
        enum Colour {
            New,
            Open,
            Done,
        }
        let mut colours = vec![Colour::New; self.names.len()];
        for start in 0..self.names.len() as RoleNumber {
            let mut path: Vec<(RoleNumber, usize)> = vec![(start, 0)];
            if colours.get(start as usize) != Some(&Colour::New) {
                continue;
            }
            while let Some((at, next)) = path.last_mut() {
                let (number, child) = (*at, self.juniors(*at).get(*next).copied());
                *next += 1;
                if let Some(colour) = colours.get_mut(number as usize) {
                    *colour = Colour::Open;
                }
                let colour = |number: RoleNumber| colours.get(number as usize).copied().unwrap_or(Colour::Done);
                match child.map(|child| (child, colour(child))) {
                    Some((child, Colour::Open)) => {
                        let circle = path.iter().map(|(number, _)| *number).skip_while(|number| *number != child);
                        return Some(circle.chain([child]).collect());
                    }
                    Some((_, Colour::Done)) => {}
                    Some((child, Colour::New)) => path.push((child, 0)),
                    None => {
                        if let Some(colour) = colours.get_mut(number as usize) {
                            *colour = Colour::Done;
                        }
                        path.pop();
                    }
                }
            }
        }
        None
    }

    fn path(&self, path: &[RoleNumber]) -> String {
        const SHOWN: usize = 16;
        let names: Vec<_> = path.iter().map(|number| self.name(*number)).collect();
        match (names.first_chunk::<SHOWN>(), names.last_chunk::<SHOWN>()) {
            (Some(first), Some(last)) if names.len() > 2 * SHOWN => {
                let left_out = names.len() - 2 * SHOWN;
                format!("{} -> ({left_out} more) -> {}", first.join(" -> "), last.join(" -> "))
            }
            _ => names.join(" -> "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(depth: usize) -> Roles {
        let mut roles = Roles::default();
        for at in 0..depth {
            roles.inherit(&Role::new(&format!("r{at}")), &Role::new(&format!("r{}", at + 1)));
        }
        roles
    }

    #[test]
    fn ten_thousand_deep_and_no_deeper_on_the_stack() {
        let roles = chain(10_000);
        assert_eq!(roles.check(), Ok(()));
        assert_eq!(roles.closure([0]).len(), 10_001);
        assert_eq!(roles.closure([10_000]), [10_000]);
    }

    #[test]
    fn a_circle_prints_its_path() {
        let mut roles = chain(3);
        roles.inherit(&Role::new("r3"), &Role::new("r1"));
        let error = roles.check().unwrap_err();
        assert_eq!(error.to_string(), "the inheritance of roles goes in a circle: r1 -> r2 -> r3 -> r1");
        let mut long = chain(9_999);
        long.inherit(&Role::new("r9999"), &Role::new("r0"));
        assert!(long.check().unwrap_err().to_string().contains("-> (9969 more) ->"));
        let mut own = Roles::default();
        own.inherit(&Role::new("a"), &Role::new("a"));
        assert_eq!(own.check(), Err(PolicyError::Cycle("a -> a".into())));
    }

    #[test]
    fn roles_that_nobody_could_hold_are_found() {
        let mut roles = Roles::default();
        roles.inherit(&Role::new("chief"), &Role::new("orders"));
        roles.inherit(&Role::new("chief"), &Role::new("pays"));
        roles.exclude(Separation::Assignment, &[Role::new("orders"), Role::new("pays")]);
        assert!(matches!(roles.check(), Err(PolicyError::Separation { role, .. }) if role == "chief"));
    }
}
