//! Roles × data × purpose: the document that 45 CFR 164.514(d)(2) asks an entity to have.

mod html;
mod markdown;

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString},
    vec::Vec,
};

use phi_types::{Action, Purpose, record::FieldMask};

use crate::{
    explain,
    policy::{Effect, Policy, RecordNumber, Stored},
    reach::{InForce, general},
};

/// Who could do what to which fields, what for, and by which rule. What forbids take away whatever the circumstances is not in it; what they
/// take away in some is, and the forbid stands among the rules.
///
/// Helps implement 45 CFR 164.514(d)(2)(i): which persons or classes of persons need access, to which categories of information, under which
/// conditions. That they *need* it is for the entity to say.
#[derive(Clone, Debug)]
pub struct Matrix {
    title: String,
    digest: String,
    /// The general purposes that occur, in the order of HL7's list.
    purposes: Vec<Purpose>,
    rows: Vec<Row>,
    rules: Vec<Described>,
}

/// One role and one record type.
#[derive(Clone, Debug)]
struct Row {
    role: String,
    record: String,
    /// By purpose: what is granted, each with the number of its rule.
    cells: BTreeMap<Purpose, Vec<Entry>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    actions: String,
    fields: String,
    rule: usize,
}

/// A rule in words.
#[derive(Clone, Debug)]
struct Described {
    id: String,
    kind: &'static str,
    lines: Vec<(&'static str, String)>,
}

impl Policy {
    /// What each role could do, as a document.
    ///
    /// ```
    /// # use phi_access::{Policy, Rule};
    /// # use phi_types::{Action, PersonName, PhiRecord, Purpose, SubjectId};
    /// # #[derive(PhiRecord)] #[phi(record = "Patient")]
    /// # struct Patient { #[phi(subject)] subject: SubjectId, #[phi(name)] name: PersonName, #[phi(name)] kin: PersonName }
    /// # let rule = Rule::permit("care").role("nurse").action(Action::Read).purpose(Purpose::Treatment).fields(Patient::NAME);
    /// # let policy = Policy::builder().rule(rule).build()?;
    /// let matrix = policy.matrix();
    /// assert!(matrix.to_markdown().contains("| nurse | Patient | read: name ([care](#rule-1)) |"));
    /// assert!(matrix.to_html().contains(r##"<a href="#rule-1">care</a>"##));
    /// # Ok::<(), phi_access::PolicyError>(())
    /// ```
    #[must_use]
    pub fn matrix(&self) -> Matrix {
        // The rules somebody wrote come first, those of the law after them, each with the number under which cells lead to it.
        let mut order: Vec<(bool, u32, &Stored)> =
            (0..).zip(&self.rules).map(|(at, rule)| (rule.lawful, at, rule)).collect();
        order.sort_by_key(|(lawful, at, _)| (*lawful, *at));
        let numbers: BTreeMap<u32, usize> = order.iter().zip(1..).map(|((_, at, _), number)| (*at, number)).collect();
        let mut rows = Vec::new();
        let mut purposes = BTreeSet::new();
        for (number, role) in self.roles.all() {
            for (record, cells) in self.cells_of(number, &numbers) {
                purposes.extend(cells.keys().copied());
                let record = self.schema(record).map_or("keys and log", |schema| schema.name).to_string();
                rows.push(Row { role: role.name().to_string(), record, cells });
            }
        }
        rows.sort_by(|one, other| (&one.role, &one.record).cmp(&(&other.role, &other.record)));
        Matrix {
            title: self.label.clone().unwrap_or_else(|| "policy".into()),
            digest: self.digest.to_string(),
            purposes: purposes.into_iter().collect(),
            rows,
            rules: order.into_iter().map(|(_, _, rule)| self.described(rule)).collect(),
        }
    }

    fn cells_of(
        &self,
        role: u32,
        numbers: &BTreeMap<u32, usize>,
    ) -> BTreeMap<RecordNumber, BTreeMap<Purpose, Vec<Entry>>> {
        type Same = (RecordNumber, u32, FieldMaskKey);
        let mut same: BTreeMap<Same, BTreeMap<Action, Vec<Purpose>>> = BTreeMap::new();
        for grant in InForce::of(self, role).all_grants(self) {
            let fields = FieldMaskKey::of(grant.fields.union(grant.along));
            same.entry((grant.record, grant.rule, fields))
                .or_default()
                .entry(grant.action)
                .or_default()
                .push(grant.purpose);
        }
        let mut cells: BTreeMap<RecordNumber, BTreeMap<Purpose, Vec<Entry>>> = BTreeMap::new();
        for ((record, rule, fields), actions) in same {
            let names: Vec<&str> =
                self.schema(record).into_iter().flat_map(|schema| schema.names(fields.mask())).collect();
            let mut by_purposes: BTreeMap<Vec<Purpose>, Vec<Action>> = BTreeMap::new();
            for (action, purposes) in actions {
                by_purposes.entry(general(&purposes)).or_default().push(action);
            }
            for (purposes, actions) in by_purposes {
                let codes: Vec<&str> = actions.iter().map(|action| action.code()).collect();
                let entry = Entry {
                    actions: codes.join(", "),
                    fields: names.join(", "),
                    rule: numbers.get(&rule).copied().unwrap_or(0),
                };
                for purpose in purposes {
                    cells.entry(record).or_default().entry(purpose).or_default().push(entry.clone());
                }
            }
        }
        cells.values_mut().flat_map(BTreeMap::values_mut).for_each(|entries| entries.sort_unstable());
        cells
    }

    fn described(&self, rule: &Stored) -> Described {
        let kind = match rule.effect {
            _ if rule.breaks_glass => "break-glass",
            Effect::Permit => "permit",
            Effect::Forbid if rule.lawful => "forbid, built in",
            Effect::Forbid => "forbid",
        };
        let condition = &rule.condition;
        let mut roles: Vec<&str> = rule.roles.iter().map(|role| self.roles.name(*role)).collect();
        roles.sort_unstable();
        let codes = |codes: Vec<&str>| codes.join(", ");
        let mut lines = alloc::vec![
            ("who", if roles.is_empty() { "everybody".to_string() } else { roles.join(", ") }),
            (
                "what",
                explain::describe(self, rule).split_once(": ").map(|(_, what)| what.to_string()).unwrap_or_default()
            ),
        ];
        let mut add = |what, text: String| {
            if !text.is_empty() {
                lines.push((what, text));
            }
        };
        add("only where", codes(condition.any_of.iter().map(|one| one.code()).collect()));
        add("on file", codes(condition.needs.iter().map(|one| one.code()).collect()));
        add("not on file", codes(condition.lacks.iter().map(|one| one.code()).collect()));
        let zones = self.zones.iter().enumerate().filter(|(at, _)| condition.zones & 1 << at != 0);
        add("from", codes(zones.map(|(_, zone)| &**zone).collect()));
        if let Some(hours) = condition.hours {
            let (days, from, to, offset) = hours.parts();
            let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
            let days: Vec<_> =
                names.iter().enumerate().filter(|(at, _)| days & 1 << at != 0).map(|(_, day)| *day).collect();
            let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            add("hours", format!("{} {} to {}, {offset} minutes ahead of UTC", days.join(" "), clock(from), clock(to)));
        }
        if condition.assurance != crate::assurance::Assurance::Aal1 || condition.phishing_resistant {
            let resists = if condition.phishing_resistant { ", resists phishing" } else { "" };
            add("authentication", format!("{}{resists}", condition.assurance.code()));
        }
        let instant =
            |unix: i64| time::OffsetDateTime::from_unix_timestamp(unix).map(|at| at.to_string()).unwrap_or_default();
        add("from the instant", if condition.from == i64::MIN { String::new() } else { instant(condition.from) });
        add("until the instant", if condition.until == i64::MAX { String::new() } else { instant(condition.until) });
        let duties: Vec<String> =
            rule.duties.iter().map(|owed| format!("{:?} {}", owed.stage, owed.duty.code())).collect();
        add("obliges", duties.join(", ").to_lowercase());
        if let Some(extra) = &rule.extra {
            add("whole record because", extra.whole_record.as_deref().unwrap_or("").to_string());
            add("exempt from minimum necessary", extra.exemption.map_or("", crate::Exemption::code).to_string());
            add("protocol", extra.protocol.as_deref().unwrap_or("").to_string());
            add("psychotherapy notes by", extra.basis.map_or("", crate::PsychotherapyBasis::code).to_string());
        }
        add("lifts", if rule.liftable { "in an emergency".into() } else { String::new() });
        Described { id: rule.id.to_string(), kind, lines }
    }
}

/// A mask that has an order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct FieldMaskKey(Vec<usize>);

impl FieldMaskKey {
    fn of(mask: FieldMask) -> Self {
        Self(mask.positions().collect())
    }

    fn mask(&self) -> FieldMask {
        self.0.iter().fold(FieldMask::EMPTY, |mask, at| mask.union(FieldMask::at(*at)))
    }
}
