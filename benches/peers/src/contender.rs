//! One column: every row, asked of one library's types.

/// Asks every row. `$outer` is the host's struct with the fields `value` and `visits`, `$value` the library's type, `$make` makes one
/// from a `String`, `$parse` gives the error of parsing the canary if the library parses, `$equal` is what came of comparing by a way
/// of its own, if it has one, and `$quiet` is its way of decoding without the decoder's message, with its name, if it has one.
macro_rules! column {
    ($name:literal, $outer:ident, $value:ty, $make:expr, parse: $parse:expr, equal: $equal:expr, quiet: $quiet:expr) => {{
        use std::marker::PhantomData;
        use $crate::cell::{CANARY, Cell, NUMBER, OTHER, judge, telling};
        #[allow(unused_imports, reason = "which of the two methods is found is the answer")]
        use $crate::probe::{
            NoAssertion as _, NoBorrow as _, NoCbor as _, NoDeref as _, NoDisplay as _, NoEqual as _, NoHash as _,
            NoInto as _, NoJson as _, NoOrder as _, NoTraced as _, Probe, Reads,
        };

        #[tracing::instrument]
        fn instrumented(outer: &$outer) {
            tracing::info!("inside");
        }

        let make = $make;
        let outer =
            |text: &str| $outer { value: make(text.to_owned()), visits: 1, kind: $crate::columns::Kind::default() };
        let both = |write: &dyn Fn(&$outer) -> String| judge(&write(&outer(CANARY)), &write(&outer(OTHER)));
        let pair = |one: Option<String>, other: Option<String>| match (one, other) {
            (Some(one), Some(other)) => judge(&one, &other),
            _ => Cell::Refused,
        };
        let (canary, other): ($value, $value) = (make(CANARY.to_owned()), make(OTHER.to_owned()));
        let error = |text: Option<String>| match text {
            None => Cell::Refused,
            Some(text) if telling(&text) => Cell::Leaks,
            Some(_) => Cell::Mute,
        };
        let quiet: Option<(&'static str, fn(&str) -> String)> = $quiet;
        // Where the library offers a way, both are run.
        let boundary = |json: &str| {
            let plain = error(Reads::<$outer>(PhantomData).error(json));
            match quiet {
                Some((way, quiet)) if plain == Cell::Leaks && !telling(&quiet(json)) => Cell::MuteBy(way),
                _ => plain,
            }
        };
        let parse: Option<String> = $parse;
        let equal: Option<bool> = $equal;
        let ways_out = [Probe(&canary).dereferenced(), Probe(&canary).borrowed(), Probe(&canary).converted()];
        let switched =
            ["VEIL_DISABLE_REDACTION", "RUST_LOG", "DEBUG", "PHI_SHOW", "DISABLE_REDACTION"].map(|name| (name, "1"));

        let cells = [
            both(&|outer| format!("{outer:?}")),
            both(&|outer| format!("{outer:#?}")),
            pair(Probe(&canary).display(), Probe(&other).display()),
            $crate::spawn::dbg($name, &[]).map_or(Cell::Unmeasured, |(canary, other)| judge(&canary, &other)),
            pair(Probe(&canary).assertion(&other), Probe(&canary).assertion(&make("R".to_owned()))),
            both(&|outer| $crate::output::panic_of(|| Err::<(), &$outer>(outer).unwrap())),
            both(&|outer| $crate::output::traced(|| tracing::info!(?outer, "seen"))),
            pair(Probe(&canary).traced(), Probe(&other).traced()),
            both(&|outer| $crate::output::traced(|| instrumented(outer))),
            pair(Probe(&canary).json(), Probe(&other).json()),
            pair(Probe(&canary).cbor(), Probe(&other).cbor()),
            error(Reads::<$outer>(PhantomData).error(&format!("{{\"value\": {NUMBER}, \"visits\": 1}}"))),
            boundary(&format!("{{\"value\": \"x\", \"visits\": \"{CANARY}\"}}")),
            boundary(&format!("{{\"value\": \"x\", \"visits\": 1, \"kind\": \"{CANARY}\"}}")),
            parse.map_or(Cell::Nothing, |text| if telling(&text) { Cell::Leaks } else { Cell::Mute }),
            if Probe(&canary).hashed() || Probe(&canary).sorted() { Cell::Compiles } else { Cell::Refused },
            ways_out.into_iter().flatten().next().map_or(Cell::Refused, |text| judge(&text, "")),
            $crate::heap::after_drop(&make),
            $crate::heap::from_roomy(&make),
            $crate::heap::growing(&make),
            $crate::timing::judge($name, equal == Some(true) || Probe(&canary).equal(&other).is_some()),
            $crate::spawn::dbg($name, &switched).map_or(Cell::Unmeasured, |(canary, other)| judge(&canary, &other)),
        ];
        $crate::columns::Column { name: $name, cells }
    }};
}

pub(crate) use column;
