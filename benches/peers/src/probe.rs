//! Asks the compiler whether a type implements a trait, and uses it if it does.
//!
//! An inherent method comes before one of a trait, but is there only where its bound holds. So a probe answers `Some` where the
//! code would compile and `None` where it would not.

use std::{
    collections::{BTreeSet, HashSet},
    fmt::{Debug, Display},
    hash::Hash,
    ops::Deref,
};

use serde::{Serialize, de::DeserializeOwned};

pub struct Probe<'a, T>(pub &'a T);
pub struct Reads<T>(pub std::marker::PhantomData<T>);

impl<T: Display> Probe<'_, T> {
    pub fn display(&self) -> Option<String> {
        Some(format!("{} {:>80} {:.3}", self.0, self.0, self.0))
    }
    pub fn traced(&self) -> Option<String> {
        Some(crate::output::traced(|| tracing::info!(value = %self.0, "seen")))
    }
}
impl<T: Serialize> Probe<'_, T> {
    pub fn json(&self) -> Option<String> {
        serde_json::to_string(self.0).ok()
    }
    pub fn cbor(&self) -> Option<String> {
        let mut out = Vec::new();
        ciborium::into_writer(self.0, &mut out).ok()?;
        Some(String::from_utf8_lossy(&out).into_owned())
    }
}
impl<T: PartialEq + Debug> Probe<'_, T> {
    pub fn assertion(&self, other: &T) -> Option<String> {
        Some(crate::output::panic_of(|| assert_eq!(self.0, other)))
    }
}
impl<T: PartialEq> Probe<'_, T> {
    pub fn equal(&self, other: &T) -> Option<bool> {
        Some(self.0 == other)
    }
}
impl<T: Hash + Eq> Probe<'_, T> {
    pub fn hashed(&self) -> bool {
        HashSet::from([self.0]).len() == 1
    }
}
impl<T: Ord> Probe<'_, T> {
    pub fn sorted(&self) -> bool {
        BTreeSet::from([self.0]).len() == 1
    }
}
impl<T: Deref<Target = str>> Probe<'_, T> {
    pub fn dereferenced(&self) -> Option<String> {
        Some(self.0.deref().to_owned())
    }
}
impl<T: AsRef<str>> Probe<'_, T> {
    pub fn borrowed(&self) -> Option<String> {
        Some(self.0.as_ref().to_owned())
    }
}
impl<T: Clone + Into<String>> Probe<'_, T> {
    pub fn converted(&self) -> Option<String> {
        Some(self.0.clone().into())
    }
}
impl<T: DeserializeOwned> Reads<T> {
    pub fn error(&self, json: &str) -> Option<String> {
        serde_json::from_str::<T>(json).err().map(|error| format!("{error} {error:?}"))
    }
}

macro_rules! otherwise {
    ($($name:ident: $method:ident($($argument:ident: $type:ty),*) -> $out:ty = $answer:expr;)*) => {$(
        pub trait $name<T> {
            fn $method(&self, $($argument: $type),*) -> $out {
                $answer
            }
        }
        impl<T> $name<T> for Probe<'_, T> {}
    )*};
}

otherwise! {
    NoDisplay: display() -> Option<String> = None;
    NoTraced: traced() -> Option<String> = None;
    NoJson: json() -> Option<String> = None;
    NoCbor: cbor() -> Option<String> = None;
    NoAssertion: assertion(_other: &T) -> Option<String> = None;
    NoEqual: equal(_other: &T) -> Option<bool> = None;
    NoHash: hashed() -> bool = false;
    NoOrder: sorted() -> bool = false;
    NoDeref: dereferenced() -> Option<String> = None;
    NoBorrow: borrowed() -> Option<String> = None;
    NoInto: converted() -> Option<String> = None;
}
