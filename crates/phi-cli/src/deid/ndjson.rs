//! `--format ndjson`: an object a line in, an object a line out.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, Write},
};

use phi_deid::text::{Redacted, tag_word};
use serde_json::{Value, json, value::RawValue};

use super::{Cleaner, Outcome, jobs};
use crate::failure::{Failure, Refusal};

/// So much is read before work begins on it; a single longer line is taken whole.
const ROUND: usize = 2 << 20;

struct Answer {
    /// As it stands in the line, to the last digit: answers are joined by it.
    id: Option<Box<RawValue>>,
    result: Result<Redacted, Refusal>,
}

pub(crate) fn run(
    cleaner: &Cleaner<'_>,
    mut input: impl BufRead,
    output: &mut dyn Write,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let mut number = 0_u64;
    // It is answered as it came; all other fields are left behind.
    if !outcome.not_inspected.iter().any(|field| field == "id") {
        outcome.not_inspected.push("id".to_owned());
    }
    let work = |(number, line): &(u64, Vec<u8>)| answer(cleaner, *number, line);
    jobs::in_rounds(cleaner.options.jobs, work, |round| {
        loop {
            let (mut lines, mut size) = (Vec::new(), 0);
            while size < ROUND {
                let mut line = Vec::new();
                if input.read_until(b'\n', &mut line).map_err(Failure::Read)? == 0 {
                    break;
                }
                number += 1;
                size += line.len();
                if !line.trim_ascii().is_empty() {
                    lines.push((number, line));
                }
            }
            if size == 0 {
                return Ok(());
            }
            for (_, Answer { id, result }) in round(lines) {
                match &result {
                    Ok(redacted) => outcome.cleaned(redacted),
                    Err(refusal) => outcome.refuse(refusal),
                }
                write(output, id.as_deref(), result, cleaner.options.spans).map_err(Failure::Write)?;
            }
        }
    })
}

fn write(
    output: &mut dyn Write,
    id: Option<&RawValue>,
    result: Result<Redacted, Refusal>,
    with_spans: bool,
) -> io::Result<()> {
    let id = id.map_or("null", RawValue::get);
    match result {
        Ok(redacted) => {
            write!(output, "{{\"id\":{id}")?;
            if with_spans {
                write!(output, ",\"spans\":{}", spans(&redacted))?;
            }
            writeln!(output, ",\"text\":{}}}", Value::String(redacted.text))
        }
        Err(refusal) => {
            writeln!(output, "{{\"error\":{},\"id\":{id},\"spans\":[]}}", Value::String(refusal.to_string()))
        }
    }
}

fn answer(cleaner: &Cleaner<'_>, line: u64, bytes: &[u8]) -> Answer {
    let refused =
        |id, column: usize, reason: &'static str| Answer { id, result: Err(Refusal { line, column, reason }) };
    let text = match core::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => return refused(None, error.valid_up_to() + 1, "the line is not UTF-8"),
    };
    // The message of the parser is dropped: it repeats what stands in the line.
    let mut object: BTreeMap<String, Box<RawValue>> = match serde_json::from_str(text) {
        Ok(object) => object,
        Err(error) => return refused(None, error.column().max(1), "the line is no JSON object"),
    };
    let field = object.get(&cleaner.options.text_field);
    let text = field.and_then(|field| serde_json::from_str::<String>(field.get()).ok());
    let id = object.remove("id");
    let Some(text) = text else {
        return refused(id, 1, "the object has no field of text by that name");
    };
    Answer { id, result: cleaner.clean(&text).map_err(|error| Refusal::of(line, &error)) }
}

fn spans(redacted: &Redacted) -> Value {
    redacted
        .spans
        .iter()
        .map(|span| {
            json!({
                "start": span.start, "end": span.end, "category": tag_word(span.class), "rule": span.rule,
                "confidence": (f64::from(span.confidence.as_share()) * 100.0).round() / 100.0,
            })
        })
        .collect()
}
