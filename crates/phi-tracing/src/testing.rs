//! For tests of hosts: the output of `tracing`, searched for canaries.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use tracing_subscriber::fmt::{MakeWriter, format::FmtSpan};

/// Runs `act` with every span and event written at the finest level, and fails if one of the canaries is in the output.
///
/// Give it the values that the test puts in. It sees what this thread writes while `act` runs; a task that runs elsewhere needs
/// [`Canaries`] as the writer of a global subscriber.
///
/// ```
/// use phi_tracing::testing::assert_no_phi;
/// use phi_types::Mrn;
/// let mrn = Mrn::parse("CANARY-000-17").unwrap();
/// let length = assert_no_phi(&["CANARY-000-17"], || {
///     tracing::info!(?mrn, "admitted");
///     3
/// });
/// assert_eq!(length, 3);
/// ```
///
/// # Panics
/// If a canary appears. The message says which, by its place in the list, and in which line; it holds neither.
pub fn assert_no_phi<T>(canaries: &[&str], act: impl FnOnce() -> T) -> T {
    let written = Canaries::new(canaries);
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(written.clone())
        .finish();
    let out = tracing::subscriber::with_default(subscriber, act);
    written.assert_none();
    out
}

/// A writer that keeps what is written and finds canaries in it. Clones share what they keep.
#[derive(Clone, Debug)]
pub struct Canaries {
    canaries: Arc<[[String; 3]]>,
    written: Arc<Mutex<Vec<u8>>>,
}

impl Canaries {
    /// Watches for these. An empty one would be everywhere and is left out.
    #[must_use]
    pub fn new(canaries: &[&str]) -> Self {
        let canaries = canaries.iter().filter(|canary| !canary.is_empty()).map(|canary| forms(canary)).collect();
        Self { canaries, written: Arc::default() }
    }

    /// The first canary in what was written so far: its place in the list, and the line, both from 0.
    #[must_use]
    pub fn found(&self) -> Option<(usize, usize)> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let written = String::from_utf8_lossy(&written);
        self.canaries.iter().enumerate().find_map(|(which, canary)| {
            let at = canary.iter().filter_map(|form| written.find(form.as_str())).min()?;
            let before = written.get(..at)?;
            Some((which, before.matches('\n').count()))
        })
    }

    /// How many bytes were written: none would mean that nothing was looked at.
    #[must_use]
    pub fn written(&self) -> usize {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Fails if a canary was written.
    ///
    /// # Panics
    /// If one was. The message holds neither the canary nor the line.
    pub fn assert_none(&self) {
        let found = self.found();
        assert!(found.is_none(), "a canary reached the log (its place in the list, the line): {found:?}");
    }
}

/// The canary as it is, and as `Debug` and JSON write it: a quote or a line break inside would hide it otherwise.
fn forms(canary: &str) -> [String; 3] {
    let mut json = String::new();
    for c in canary.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            c if c.is_control() => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    [canary.to_owned(), canary.escape_debug().to_string(), json]
}

impl Write for Canaries {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Canaries {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canary_is_found_as_debug_and_json_write_it() {
        let canary = "Line\n\"Q\" \u{1}Test";
        for written in [canary.to_owned(), format!("{canary:?}"), r#"{"a":"Line\n\"Q\" \u0001Test"}"#.to_owned()] {
            let mut canaries = Canaries::new(&["other", canary]);
            canaries.write_all(written.as_bytes()).unwrap();
            assert_eq!(canaries.found().map(|(which, _)| which), Some(1), "{written}");
        }
    }
}
