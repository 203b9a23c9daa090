//! Codes by which the entity, and nobody else, finds back: 45 CFR 164.514(c).

use core::{cmp::Ordering, fmt};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use phi_types::{Entropy, EntropyUnavailable, IdentifierClass};
use zeroize::Zeroizing;

use super::{alphabet, canonical, shares_four};

/// A random code. It is not derived from anything: eighty bits of a cryptographic generator, written in consonants.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// A code that was kept.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == alphabet::CODE && alphabet::is_code(text)).then(|| Self(text.to_owned()))
    }

    /// Its letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which code stands for which value. It is PHI: keep it sealed, apart from what carries its codes, and disclose neither it
/// nor the way by which it finds back (45 CFR 164.514(c)(2)).
///
/// A value is told by its letters and digits, whatever their case and punctuation; the same value under two letters of the
/// list has two codes. `Debug` shows nothing.
///
/// ```
/// use phi_deid::replace::Crosswalk;
/// use phi_types::{IdentifierClass, OsEntropy};
///
/// let crosswalk = Crosswalk::new(OsEntropy);
/// let code = crosswalk.code(IdentifierClass::MedicalRecordNumber, "00-17")?;
/// assert_eq!(crosswalk.code(IdentifierClass::MedicalRecordNumber, "0017")?, code);
/// assert!(crosswalk.is_of(&code, IdentifierClass::MedicalRecordNumber, "00 17"));
/// # Ok::<(), phi_types::EntropyUnavailable>(())
/// ```
pub struct Crosswalk {
    entropy: Box<dyn Entropy>,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    codes: BTreeMap<(IdentifierClass, Value), Code>,
    given: BTreeSet<Code>,
}

/// A value in its compared form, wiped when dropped.
#[derive(PartialEq, Eq)]
struct Value(Zeroizing<String>);

impl Value {
    fn of(value: &str) -> Self {
        Self(Zeroizing::new(canonical(value)))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.as_str().cmp(other.0.as_str())
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Crosswalk {
    /// An empty table. Take [`OsEntropy`](phi_types::OsEntropy), or another cryptographic generator.
    #[must_use]
    pub fn new(entropy: impl Entropy + 'static) -> Self {
        Self { entropy: Box::new(entropy), table: Mutex::default() }
    }

    /// Takes up a line that was kept. `false` when the value has another code already, or the code another value.
    #[must_use]
    pub fn restore(&self, class: IdentifierClass, value: &str, code: Code) -> bool {
        let mut table = self.lock();
        let key = (class, Value::of(value));
        if let Some(known) = table.codes.get(&key) {
            return *known == code;
        }
        table.given.insert(code.clone()) && table.codes.insert(key, code).is_none()
    }

    /// The code of a value, made now if it has none.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn code(&self, class: IdentifierClass, value: &str) -> Result<Code, EntropyUnavailable> {
        let key = (class, Value::of(value));
        let mut table = self.lock();
        if let Some(code) = table.codes.get(&key) {
            return Ok(code.clone());
        }
        // By chance a code may repeat, or hold four letters of the value. A generator that goes on doing so is none.
        for _ in 0..64 {
            let mut bytes = [0; alphabet::CODE / 2];
            self.entropy.fill(&mut bytes)?;
            let code = Code(alphabet::write(&bytes));
            if !shares_four(value, &code.0) && table.given.insert(code.clone()) {
                table.codes.insert(key, code.clone());
                return Ok(code);
            }
        }
        Err(EntropyUnavailable)
    }

    /// Whether the code was given to this value.
    #[must_use]
    pub fn is_of(&self, code: &Code, class: IdentifierClass, value: &str) -> bool {
        self.lock().codes.get(&(class, Value::of(value))) == Some(code)
    }

    /// Gives each line, to be kept: letter, value in its compared form, code. Sealed, since these are the identifiers.
    pub fn lines(&self, mut keep: impl FnMut(IdentifierClass, &str, &Code)) {
        for ((class, value), code) in &self.lock().codes {
            keep(*class, &value.0, code);
        }
    }

    /// How many values have a code.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().codes.len()
    }

    /// Whether none has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each change is one insertion: a thread that panicked left the table whole.
    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Crosswalk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[crosswalk]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use phi_types::OsEntropy;

    struct Stuck;
    impl Entropy for Stuck {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
            buffer.fill(0);
            Ok(())
        }
    }

    struct Dead;
    impl Entropy for Dead {
        fn fill(&self, _: &mut [u8]) -> Result<(), EntropyUnavailable> {
            Err(EntropyUnavailable)
        }
    }

    #[test]
    fn a_code_depends_on_nothing() {
        let codes: BTreeSet<Code> =
            (0..50).map(|_| Crosswalk::new(OsEntropy).code(IdentifierClass::Name, "Ana Testcase").unwrap()).collect();
        assert_eq!(codes.len(), 50);
    }

    #[test]
    fn no_two_values_share_a_code() {
        let crosswalk = Crosswalk::new(Stuck);
        assert!(crosswalk.code(IdentifierClass::Name, "Ana").is_ok());
        assert_eq!(crosswalk.code(IdentifierClass::Name, "Rosa"), Err(EntropyUnavailable));
        assert_eq!(Crosswalk::new(Dead).code(IdentifierClass::Name, "Ana"), Err(EntropyUnavailable));
    }

    #[test]
    fn a_table_that_was_kept_goes_on() {
        let crosswalk = Crosswalk::new(OsEntropy);
        let code = crosswalk.code(IdentifierClass::Name, "Ana Testcase").unwrap();
        let mut kept = Vec::new();
        crosswalk.lines(|class, value, code| kept.push((class, value.to_owned(), code.as_str().to_owned())));
        let again = Crosswalk::new(OsEntropy);
        for (class, value, code) in kept {
            assert!(again.restore(class, &value, Code::parse(&code).unwrap()));
            assert!(!again.restore(class, "somebody else", Code::parse(&code).unwrap()));
        }
        assert_eq!(again.code(IdentifierClass::Name, "ANA TESTCASE").unwrap(), code);
        assert_eq!((again.len(), format!("{again:?}").as_str()), (1, "[crosswalk]"));
    }
}
