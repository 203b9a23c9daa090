//! What was planted against what was found.

use crate::audit::watch::{Finding, Rule};

use super::{DAY, Hospital, Label};

/// One rule over some hospitals.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// Incidents of the rule's kind.
    pub planted: u32,
    /// Of them, found by the rule.
    pub found: u32,
    /// Findings of the rule that belong to no incident.
    pub false_alarms: u32,
    /// Findings of the rule that belong to an incident of another kind.
    pub of_others: u32,
    /// Decoys of the rule's kind, and those at which it was raised.
    pub decoys: u32,
    pub fooled: u32,
}

/// The table.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub rows: std::collections::BTreeMap<Rule, Row>,
    pub entries: u64,
    /// Missed incidents and false alarms in words, for whoever tunes.
    pub remarks: Vec<String>,
}

impl Score {
    pub fn add(&mut self, hospital: &Hospital, findings: &[Finding]) {
        self.entries += hospital.entries.len() as u64;
        let fits = |label: &Label, finding: &Finding| {
            let actor = label.actor.map(|actor| hospital.facts.world.staff[actor].name.as_str());
            let same = label.actor.is_none() || actor == finding.actor.as_deref();
            // What concerns the log is of the log; what concerns people is of people.
            let log = |rule| matches!(rule, Rule::LogGap | Rule::ClockStep);
            let kind = label.actor.is_some() || log(label.rule) == log(finding.rule);
            same && kind && finding.from <= label.to && label.from <= finding.to.saturating_add(DAY / 4)
        };
        for label in &hospital.labels {
            // A finding under another rule that names this one as applying too is a find as well, for an incident.
            let names = |finding: &Finding| {
                finding.rule == label.rule || (label.incident && finding.also.contains(&label.rule))
            };
            let hit = findings.iter().any(|finding| names(finding) && fits(label, finding));
            let row = self.rows.entry(label.rule).or_default();
            if label.incident {
                row.planted += 1;
                row.found += u32::from(hit);
                if !hit {
                    self.remarks.push(format!("seed {}: missed {}: {}", hospital.seed, label.rule, label.what));
                }
            } else {
                row.decoys += 1;
                row.fooled += u32::from(
                    hit && !hospital.labels.iter().any(|other| {
                        other.incident
                            && other.rule == label.rule
                            && findings.iter().any(|finding| {
                                finding.rule == label.rule && fits(other, finding) && fits(label, finding)
                            })
                    }),
                );
            }
        }
        for finding in findings {
            let of = |wanted: bool| {
                hospital
                    .labels
                    .iter()
                    .filter(|label| label.incident)
                    .any(|label| (label.rule == finding.rule) == wanted && fits(label, finding))
            };
            let row = self.rows.entry(finding.rule).or_default();
            if of(true) {
                continue;
            }
            if of(false) {
                row.of_others += 1;
            } else {
                row.false_alarms += 1;
                let near = hospital.labels.iter().find(|label| !label.incident && fits(label, finding));
                let near = near.map_or("ordinary work", |label| label.what);
                self.remarks.push(format!("seed {}: false alarm at {near}: {finding}", hospital.seed));
            }
        }
    }

    pub fn total(&self) -> Row {
        self.rows.values().fold(Row::default(), |sum, row| Row {
            planted: sum.planted + row.planted,
            found: sum.found + row.found,
            false_alarms: sum.false_alarms + row.false_alarms,
            of_others: sum.of_others + row.of_others,
            decoys: sum.decoys + row.decoys,
            fooled: sum.fooled + row.fooled,
        })
    }

    /// Of the findings, those that belong to an incident: counted as incidents found, and alarms that are false.
    pub fn precision(&self) -> f64 {
        let total = self.total();
        f64::from(total.found) / f64::from((total.found + total.false_alarms).max(1))
    }

    pub fn recall(&self) -> f64 {
        let total = self.total();
        f64::from(total.found) / f64::from(total.planted.max(1))
    }

    /// As a table in Markdown.
    pub fn table(&self) -> String {
        let mut out = String::from(
            "| rule | planted | found | missed | false alarms | at incidents of another kind | decoys | fooled |\n\
             |---|---|---|---|---|---|---|---|\n",
        );
        let mut row = |name: &str, row: &Row| {
            let Row { planted, found, false_alarms, of_others, decoys, fooled } = row;
            let missed = planted - found;
            out.push_str(&format!(
                "| {name} | {planted} | {found} | {missed} | {false_alarms} | {of_others} | {decoys} | {fooled} |\n"
            ));
        };
        self.rows.iter().for_each(|(rule, counts)| row(rule.code(), counts));
        row("**all**", &self.total());
        out
    }
}
