//! A test kit for authors of policies: tests beside the document, in tables, and which rules no test decided by.

use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use phi_types::RuleId;
use toml::{Table, Value};

use crate::{
    document::{self, InlineTest, LoadError},
    policy::Policy,
};

/// Tests of a policy, in a document of their own.
///
/// ```toml
/// [[test]]                       # as inside a policy
/// name = "the desk sees nothing clinical"
/// roles = ["reception"]
/// action = "read"
/// purpose = "PATADMIN"
/// record = "Encounter"
/// expect = "deny"
///
/// [[table]]                      # the same question for several rows; a row says what differs
/// name = "who reads the medications"
/// action = "read"
/// purpose = "TREAT"
/// record = "Encounter"
/// fields = ["medications"]
/// rows = [
///     { roles = ["nurse"], relationships = ["treating"], expect = "permit", by = "nurse-care" },
///     { roles = ["nurse"], expect = "deny" },
///     { roles = ["biller"], relationships = ["treating"], expect = "deny" },
/// ]
/// ```
#[derive(Clone, Debug)]
pub struct PolicyTests(Vec<InlineTest>);

/// How the tests went.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestReport {
    /// How many were run, those inside the policy included.
    pub ran: usize,
    /// Those that failed: name and what came out instead.
    pub failed: Vec<(String, String)>,
    /// The rules by which some test was decided.
    pub decided: BTreeSet<RuleId>,
    /// The rules by which none was: nobody would notice if one of them said something else.
    pub untested: BTreeSet<RuleId>,
}

impl PolicyTests {
    /// No tests beyond those inside the policy.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Reads tests.
    ///
    /// # Errors
    /// [`LoadError::Syntax`] for what is no TOML of this shape, unknown keys included.
    pub fn from_toml(text: &str) -> Result<Self, LoadError> {
        let syntax = |reason: String| LoadError::Syntax { line: None, reason };
        if text.len() > 4 << 20 {
            return Err(LoadError::TooLarge);
        }
        let mut document: Table = toml::from_str(text).map_err(|error| syntax(error.message().into()))?;
        let mut tests = Vec::new();
        let mut tables = |key: &str| match document.remove(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(all)) => Ok(all),
            Some(_) => Err(syntax(format!("`{key}` is a list of tables"))),
        };
        for test in tables("test")? {
            tests.push(test.try_into().map_err(|error: toml::de::Error| syntax(error.message().into()))?);
        }
        for table in tables("table")? {
            let Value::Table(mut shared) = table else { return Err(syntax("`table` is a list of tables".into())) };
            let name = shared.get("name").and_then(Value::as_str).unwrap_or("table").to_string();
            let Some(Value::Array(rows)) = shared.remove("rows") else {
                return Err(syntax(format!("`{name}`: `rows` is a list of tables")));
            };
            for (number, row) in (1..).zip(rows) {
                let Value::Table(row) = row else { return Err(syntax(format!("`{name}`: a row is a table"))) };
                let mut test = shared.clone();
                test.extend(row);
                test.insert("name".into(), Value::String(format!("{name}, row {number}")));
                let test = Value::Table(test).try_into();
                tests.push(test.map_err(|error: toml::de::Error| {
                    syntax(format!("`{name}`, row {number}: {}", error.message()))
                })?);
            }
        }
        match document.keys().next() {
            Some(key) => Err(syntax(format!("unknown key `{key}`"))),
            None => Ok(Self(tests)),
        }
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Runs them, and those inside the policy.
    #[must_use]
    pub fn run(&self, policy: &Policy) -> TestReport {
        let (mut failed, mut decided) = (Vec::new(), BTreeSet::new());
        for test in policy.tests.iter().chain(&self.0) {
            match document::run_one(policy, test) {
                Ok(rule) => decided.extend(rule.cloned()),
                Err(LoadError::Test { name, why }) => failed.push((name, why)),
                Err(other) => failed.push((test.name.clone(), other.to_string())),
            }
        }
        let written = policy.rules.iter().filter(|rule| !rule.lawful && !rule.breaks_glass).map(|rule| rule.id.clone());
        let untested = written.filter(|rule| !decided.contains(rule)).collect();
        TestReport { ran: policy.tests.len() + self.0.len(), failed, decided, untested }
    }

    /// Runs them, for a `#[test]` that returns a `Result`. What is untested is no failure here; ask the [report](TestReport) for it.
    ///
    /// ```
    /// # use phi_access::{Policy, PolicyTests, Rule, TestReport};
    /// # use phi_types::{Action, PersonName, PhiRecord, Purpose, SubjectId};
    /// # #[derive(PhiRecord)] #[phi(record = "Patient")]
    /// # struct Patient { #[phi(subject)] subject: SubjectId, #[phi(name)] name: PersonName, #[phi(name)] kin: PersonName }
    /// # let rule = Rule::permit("care").role("nurse").action(Action::Read).purpose(Purpose::Treatment).fields(Patient::NAME);
    /// # let policy = Policy::builder().rule(rule).build().unwrap();
    /// // #[test]
    /// fn the_policy_does_what_we_say(policy: &Policy) -> Result<(), TestReport> {
    ///     let tests = PolicyTests::from_toml(r#"
    ///         [[table]]
    ///         name = "names"
    ///         roles = ["nurse"]
    ///         action = "read"
    ///         record = "Patient"
    ///         rows = [{ purpose = "TREAT", expect = "permit", granted = ["name"] }, { purpose = "HPAYMT", expect = "deny" }]
    ///     "#).expect("the tests are well formed");
    ///     let report = tests.check(policy)?;
    ///     assert!(report.untested.is_empty(), "{report}");
    ///     Ok(())
    /// }
    /// the_policy_does_what_we_say(&policy).unwrap();
    /// ```
    ///
    /// # Errors
    /// The report, where a test failed.
    pub fn check(&self, policy: &Policy) -> Result<TestReport, TestReport> {
        let report = self.run(policy);
        if report.failed.is_empty() { Ok(report) } else { Err(report) }
    }
}

impl core::error::Error for TestReport {}

/// A line for each test that failed and for each rule that no test decided by.
impl fmt::Display for TestReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failed.iter().try_for_each(|(name, why)| writeln!(f, "failed: {name}: {why}"))?;
        self.untested.iter().try_for_each(|rule| writeln!(f, "no test decides by `{rule}`"))?;
        let (tested, all) = (self.decided.len(), self.decided.len() + self.untested.len());
        write!(f, "{} tests, {} failed; {tested} of {all} rules decided one", self.ran, self.failed.len())
    }
}
