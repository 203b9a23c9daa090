//! Wordings in which identifiers come, each with the part that must go in double brackets.

use super::{RELEASE, engine};

/// A kind, a colon, a line of a note. Written for this test; nobody's.
const WORDINGS: &str = include_str!("wordings.txt");

/// The line without its brackets, and what they hold.
fn parse(line: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut marked) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[[") {
        // The innermost closing brackets: a value may hold single ones.
        let close = after.find("]]").unwrap();
        let close = if after.get(close + 2..close + 3) == Some("]") { close + 1 } else { close };
        text.push_str(before);
        marked.push((text.len(), text.len() + close));
        text.push_str(after.get(..close).unwrap());
        rest = after.get(close + 2..).unwrap();
    }
    text.push_str(rest);
    (text, marked)
}

/// A year may stay of a date.
fn is_year(text: &str, at: usize) -> bool {
    (0..4).any(|back| {
        let year = at.checked_sub(back).and_then(|from| text.get(from..from + 4));
        year.is_some_and(|year| {
            year.bytes().all(|b| b.is_ascii_digit()) && (year.starts_with("19") || year.starts_with("20"))
        })
    })
}

#[test]
fn each_wording_is_found() {
    let mut missed = Vec::new();
    for line in WORDINGS.lines() {
        let (kind, wording) = line.split_once(": ").unwrap();
        let (wording, marked) = parse(&wording.replace("\\n", "\n"));
        assert!(!marked.is_empty(), "{line}");
        // In a document about somebody.
        let lead = "Pt Ana Ruiz seen. \n";
        let text = format!("{lead}{wording}\n");
        let spans = engine().scan(&text, &[], RELEASE);
        let stays = |at: usize| !spans.iter().any(|span| span.start <= at && at < span.end);
        let is_missed = marked.iter().any(|(start, end)| {
            text.get(lead.len() + start..lead.len() + end).unwrap().char_indices().any(|(offset, c)| {
                let at = lead.len() + start + offset;
                c.is_alphanumeric() && stays(at) && !(kind == "DATE" && is_year(&text, at))
            })
        });
        if is_missed {
            missed.push(line);
        }
    }
    assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), WORDINGS.lines().count());
}
