//! Makes the weights of the scorer of `phi-deid` (`crates/phi-deid/data/learned.bin`) from labelled texts
//! (`crates/phi-deid/train/`), and says what they are worth on texts that they were not made from.
//!
//! The texts are written for this purpose and name nobody. `@@@ genre` begins one (`@@@ genre crlf` one with the line breaks of
//! another system); `{N:…}` marks what is to be found: N a name, L a place, D a day, A an age, other letters other numbers.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use phi_deid::{
    rule::Reference,
    text::TextEngine,
    training::{Doubts, Example, Settings, train},
};
use sha2::{Digest, Sha256};

use crate::Failure;

/// What was chosen by looking at texts that were left out.
const SETTINGS: Settings = Settings {
    rounds: 8,
    hidden: (4, 50),
    varied: (1, 0.5),
    hidden_weight: 0.5,
    dropped: 10,
    step: 0.1,
    decay: 0.0005,
    // The rules leave few days open, so none are taken: see `span` in `text/learned`.
    least: [0.0, -0.95, -0.8, -0.3, -0.5, -0.2],
    small: 1.0,
    texts: 4,
    doubts: Doubts { rounds: 5, step: 0.1, decay: 0.001, texts: 3, dropped: 30, least: (-0.2, -2.5) },
};

/// Into how many parts the texts are cut, each of which is once left out.
const PARTS: usize = 5;

/// Makes the weights, and writes down of which texts.
pub(crate) fn write(texts: &Path, data: &Path) -> Result<(), Failure> {
    let weights = train(&read_all(texts)?, &SETTINGS).map_err(|_| Failure::Training)?;
    fs::write(data.join("learned.bin"), &weights)?;
    fs::write(texts.join("learned.sha256"), digests(texts, &weights)?)?;
    Ok(())
}

/// The digests of the texts and of the weights.
fn digests(texts: &Path, weights: &[u8]) -> Result<String, Failure> {
    let mut all = Sha256::new();
    for file in files(texts)? {
        all.update(fs::read(file)?);
    }
    let hex = |digest: &[u8]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Ok(format!("{}  train/*.txt\n{}  data/learned.bin\n", hex(&all.finalize()), hex(&Sha256::digest(weights))))
}

/// Counts over texts.
#[derive(Default)]
struct Count {
    marks: usize,
    found: usize,
    /// Letters and digits that were taken, and those of them that are marked.
    taken: usize,
    right: usize,
    /// The same of each rule of the scorer.
    rules: BTreeMap<&'static str, (usize, usize)>,
}

/// What the weights find in texts that were left out when they were made, beside what the rules find alone.
pub(crate) fn check(texts: &Path) -> Result<String, Failure> {
    let examples = read_all(texts)?;
    let rules = TextEngine::new().map_err(|_| Failure::Training)?.untaught();
    let (mut without, mut with) = (Count::default(), Count::default());
    for part in 0..PARTS {
        let is_left_out = |at: &usize| at % PARTS == part;
        let shown: Vec<Example> = examples
            .iter()
            .enumerate()
            .filter(|(at, _)| !is_left_out(at))
            .map(|(_, example)| example.clone())
            .collect();
        let weights = train(&shown, &SETTINGS).map_err(|_| Failure::Training)?;
        let taught = TextEngine::new().ok().and_then(|engine| engine.taught(weights)).ok_or(Failure::Training)?;
        for (_, example) in examples.iter().enumerate().filter(|(at, _)| is_left_out(at)) {
            without.add(&rules, example);
            with.add(&taught, example);
        }
    }
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let mut told = without.line("rules alone", examples.len()) + &with.line("with the scorer", examples.len());
    for (rule, (right, taken)) in &with.rules {
        told += &format!("{rule}: {right} of {taken} letters and digits are marked ({:.1} %)\n", share(*right, *taken));
    }
    Ok(told)
}

/// What is found in labelled texts that no weights are made from, file by file: those that a rule was made after reading (`read-…`), and
/// those that nobody who makes rules reads (`unread-…`).
pub(crate) fn measure(texts: &Path) -> Result<String, Failure> {
    let engine = TextEngine::new().map_err(|_| Failure::Training)?;
    let mut told = String::new();
    for file in files(texts)? {
        let mut count = Count::default();
        let examples = read(&file)?;
        examples.iter().for_each(|example| count.add(&engine, example));
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        told += &count.line(&name, examples.len());
    }
    Ok(told)
}

impl Count {
    fn line(&self, name: &str, texts: usize) -> String {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        format!(
            "{name}: {texts} texts, {}/{} marks found ({:.1} %), {:.1} % of what is taken is marked\n",
            self.found,
            self.marks,
            share(self.found, self.marks),
            share(self.right, self.taken)
        )
    }

    fn add(&mut self, engine: &TextEngine, example: &Example) {
        let text = &example.text;
        let inside = |ranges: &[(usize, usize)], at: usize| ranges.iter().any(|range| (range.0..range.1).contains(&at));
        let marks: Vec<(usize, usize)> = example.marks.iter().map(|mark| (mark.0, mark.1)).collect();
        let spans = engine.scan(text, &[], Reference { year: 2026 });
        let taken: Vec<(usize, usize)> = spans.iter().map(|span| (span.start, span.end)).collect();
        let signs = |from: usize, to: usize| {
            let part = text.get(from..to).unwrap_or_default();
            part.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(move |(at, _)| from + at)
        };
        for (start, end) in &marks {
            self.marks += 1;
            self.found += usize::from(signs(*start, *end).all(|at| inside(&taken, at)));
        }
        for span in &spans {
            let all = signs(span.start, span.end).count();
            let right = signs(span.start, span.end).filter(|at| inside(&marks, *at)).count();
            (self.taken, self.right) = (self.taken + all, self.right + right);
            if span.rule.contains(".learned") {
                let count = self.rules.entry(span.rule).or_default();
                *count = (count.0 + right, count.1 + all);
            }
        }
    }
}

/// The files of the folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Failure>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    Ok(files)
}

/// The texts of all files of the folder.
fn read_all(folder: &Path) -> Result<Vec<Example>, Failure> {
    let mut examples = Vec::new();
    for file in files(folder)? {
        examples.extend(read(&file)?);
    }
    Ok(examples)
}

/// The texts of a file.
fn read(file: &Path) -> Result<Vec<Example>, Failure> {
    let all = format!("\n{}", fs::read_to_string(file)?);
    let part = |part: &str| {
        let (head, body) = part.split_once('\n').ok_or(Failure::Markup)?;
        example(body, head.ends_with(" crlf"))
    };
    all.split("\n@@@ ").skip(1).map(part).collect()
}

/// A text without its marks.
fn example(body: &str, crlf: bool) -> Result<Example, Failure> {
    let mut body = format!("{}\n", body.trim_end_matches('\n'));
    if crlf {
        body = body.replace('\n', "\r\n");
    }
    for (name, sign) in [("~nb~", "\u{a0}"), ("~nn~", "\u{202f}"), ("~zw~", "\u{200b}"), ("~sh~", "\u{ad}")] {
        body = body.replace(name, sign);
    }
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = body.as_str();
    while let Some(at) = rest.find('{') {
        let (before, behind) = rest.split_at(at);
        text.push_str(before);
        let mut signs = behind.chars().skip(1);
        match (signs.next(), signs.next()) {
            (Some(mark), Some(':')) if mark.is_ascii_uppercase() => {
                let (value, after) = behind.split_at(3).1.split_once('}').ok_or(Failure::Markup)?;
                marks.push((text.len(), text.len() + value.len(), mark));
                text.push_str(value);
                rest = after;
            }
            _ => {
                text.push('{');
                rest = behind.split_at(1).1;
            }
        }
    }
    text.push_str(rest);
    Ok(Example { text, marks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_and_left_out() {
        let example = example("Pt {N:Ana Testcase}, {\"x\": 1}~nb~{A:93}\n\n", false).unwrap();
        assert_eq!(example.text, "Pt Ana Testcase, {\"x\": 1}\u{a0}93\n");
        assert_eq!(example.marks, [(3, 15, 'N'), (27, 29, 'A')]);
        assert!(super::example("{N:Ana", false).is_err());
    }

    /// Whoever changes a text makes the weights anew. The long test makes them again, which takes seconds in a release build, as
    /// long as nothing else has changed since they were made.
    #[test]
    fn the_weights_are_made_from_the_texts() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/phi-deid");
        let weights = fs::read(root.join("data/learned.bin")).unwrap();
        let written = fs::read_to_string(root.join("train/learned.sha256")).unwrap();
        assert_eq!(
            digests(&root.join("train"), &weights).unwrap(),
            written,
            "run `cargo run --release -p xtask -- train`"
        );
        let examples = read_all(&root.join("train")).unwrap();
        assert!(examples.len() > 300 && examples.iter().any(|example| example.marks.is_empty()));
        if std::env::var_os("PHI_LONG").is_some() {
            assert!(train(&examples, &SETTINGS).unwrap() == weights, "run `cargo run --release -p xtask -- train`");
        }
    }
}
