//! An oracle is asked: a script with a file of events, one line of answer for each.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oracle {
    /// PyPI `fhir.resources`, R4B.
    R4b,
    /// PyPI `fhir.resources`, R5.
    R5,
    /// The JSON schema of R4.
    Schema,
    /// `@medplum/core` with the profiles of BALP.
    Medplum,
    /// `docs/oracles/profile.py` with the profiles of BALP.
    Profile,
    /// The schema of DICOM PS3.15 A.5.1.
    Dicom,
}

/// What an oracle says of one event.
pub(crate) type Verdict = Result<(), String>;

impl Oracle {
    /// The name in the table.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::R4b => "`fhir.resources` R4B",
            Self::R5 => "`fhir.resources` R5",
            Self::Schema => "R4 JSON schema",
            Self::Medplum => "`@medplum/core`",
            Self::Profile => "`profile.py`",
            Self::Dicom => "RELAX NG",
        }
    }

    /// One verdict a line of the file; none if the oracle is not to be had here.
    pub(crate) fn ask(self, file: &Path) -> Option<Vec<Verdict>> {
        let scripts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/oracles");
        let profiles = match (self, std::env::var_os("PHI_SHARED")) {
            (Self::Medplum | Self::Profile, None) => {
                println!("skipped: {self:?}: PHI_SHARED does not say where the profiles of IHE BALP are");
                return None;
            }
            (_, shared) => PathBuf::from(shared.unwrap_or_default()).join("vectors/balp-sd"),
        };
        let python = |oracle: &str| {
            let mut command = Command::new(std::env::var_os("PHI_PYTHON").unwrap_or_else(|| "python3".into()));
            command.arg(scripts.join("oracles.py")).arg(oracle).arg(file);
            command
        };
        let node = |oracle: &str| {
            let mut command = Command::new("node");
            let modules = std::env::var_os("PHI_NODE").unwrap_or_else(|| ".".into());
            command.arg(scripts.join("oracles.mjs")).arg(oracle).arg(file).arg(modules);
            command
        };
        let mut command = match self {
            Self::R4b => python("r4b"),
            Self::R5 => python("r5"),
            Self::Dicom => python("dicom"),
            Self::Profile => python("profile"),
            Self::Schema => node("schema"),
            Self::Medplum => node("medplum"),
        };
        if matches!(self, Self::Profile | Self::Medplum) {
            command.arg(&profiles);
        }
        let Ok(output) = command.output() else {
            println!("skipped: {self:?}: its interpreter is not installed");
            return None;
        };
        let said = String::from_utf8_lossy(&output.stdout);
        if let Some(skipped) = said.lines().find(|line| line.starts_with("skipped: ")) {
            println!("{skipped}");
            return None;
        }
        assert!(output.status.success(), "{self:?}: {}", String::from_utf8_lossy(&output.stderr));
        let verdicts = said.lines().map(|line| match line.strip_prefix("refused") {
            Some(why) => Err(why.trim().to_owned()),
            None => {
                assert_eq!(line, "ok");
                Ok(())
            }
        });
        Some(verdicts.collect())
    }
}

/// A folder of this test run.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("phi-audit-exchange-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The vectors of IHE BALP: 46 events of R4.
pub(crate) fn balp() -> Option<Vec<(String, String)>> {
    let Some(shared) = std::env::var_os("PHI_SHARED") else {
        println!("skipped: PHI_SHARED does not say where the examples of IHE BALP are");
        return None;
    };
    let mut files: Vec<_> = std::fs::read_dir(PathBuf::from(shared).join("vectors/balp-r4"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
    };
    Some(files.into_iter().map(read).collect())
}
