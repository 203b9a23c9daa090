//! What the program reads: files named on the command line, or synthetic patients that look it.

use std::{
    error::Error,
    ffi::OsStr,
    fs::{self, File},
    io::{self, Read},
    path::PathBuf,
};

use hipaa::{
    intake::{self, Intake, IntakePatient, LARGEST_FILE},
    types::{Entropy, OsEntropy},
};

/// Two patients of a clinic that does not exist, as its laboratory would send them.
const MESSAGE: &str = "MSH|^~\\&|LAB|NORTH CLINIC|EHR|NORTH CLINIC|20260301080000||ORU^R01|1|T|2.5.1\r\
PID|1||MRN-000-4711^^^NORTH^MR~900-12-3456^^^USSSA^SS||Testpatient^Ana^Maria||19310615|F|||17 Example St^^Greensboro^NC^27401-1020||(555) 555-0142^PRN^PH~^NET^Internet^ana.testpatient@example.org|||||ACC-000-77\r\
NK1|1|Testpatient^Luis|SPO\r\
IN1|1|PLAN||||||||||||||||||||||||||||||||||MBR-000-12345\r\
AL1|1|DA|^penicillin\r\
DG1|1||I10^Essential hypertension^I10\r\
OBX|1|NM|2345-7^Glucose^LN||101|mg/dL\r\
NTE|1||Mrs. Testpatient, 94, seen on 02/27/2026 for a fall at home in Greensboro, NC 27401. Husband Luis Testpatient called from 555-555-0143. MRN MRN-000-4711. BP 120/80, no fever. Portal: https://portal.example.org/p/4711. Foley catheter removed.\r\
PID|2||MRN-000-4712^^^NORTH^MR||Sample^Otto||19790401|M|||18 Example St^^Keene^NH^03601\r\
AL1|1|DA|^latex\r\
NTE|1||Brought in unconscious by ambulance on 3/1/2026.\r";

pub(crate) fn built_in() -> Vec<IntakePatient> {
    intake::read(MESSAGE.as_bytes()).map(|intake| intake.patients).unwrap_or_default()
}

/// Somebody to break the glass for, where a file has one patient alone.
pub(crate) fn spare() -> IntakePatient {
    built_in().pop().unwrap_or_default()
}

/// Reads a file, and never more of it than intake would take.
pub(crate) fn read(path: &OsStr) -> Result<Intake, Box<dyn Error>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST_FILE)? + 1;
    let file = File::open(path).map_err(|error| cannot(&error))?;
    file.take(most).read_to_end(&mut bytes).map_err(|error| cannot(&error))?;
    Ok(intake::read(&bytes)?)
}

/// The kind of the error alone: the rest of it may repeat the path, and paths hold names of patients.
fn cannot(error: &io::Error) -> String {
    format!("the file cannot be read: {}", error.kind())
}

/// A new folder that nobody else may enter.
pub(crate) fn scratch_folder() -> Result<PathBuf, Box<dyn Error>> {
    let mut name = [0; 8];
    OsEntropy.fill(&mut name)?;
    let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = std::env::temp_dir().join(format!("clinic-{name}"));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}
