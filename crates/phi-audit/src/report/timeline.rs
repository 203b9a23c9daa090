//! A day to a line, an event to a mark: what somebody did, or what was done to somebody's data, at a glance.

use core::fmt::Write as _;
use std::collections::BTreeMap;

use super::table::{escaped, page};
use super::{Names, events, line, moment};
use crate::search::{Answer, Found};

const HOUR: u32 = 36;

/// What each colour stands for.
const COLOURS: [(&str, &str); 4] =
    [("#38a", "used"), ("#c33", "denied or failed"), ("#e80", "break-glass"), ("#84c", "disclosed")];

/// The events of an answer as one HTML page with a line for each day, by the clock of the place: red is denied or failed, orange
/// break-glass, violet what left. A mark tells its event when it is pointed at; below, on paper too, they stand in a table.
#[must_use]
pub fn timeline(title: &str, answer: &Answer, names: &dyn Names) -> String {
    let mut days: BTreeMap<time::Date, Vec<&Found>> = BTreeMap::new();
    for found in &answer.found {
        days.entry(found.event.recorded.date()).or_default().push(found);
    }
    let width = HOUR.saturating_mul(24);
    let mut body = String::new();
    for (colour, meaning) in COLOURS {
        let _ = write!(
            body,
            "<svg width=\"12\" height=\"12\" role=\"img\"><rect width=\"12\" height=\"12\" fill=\"{colour}\"/></svg> {meaning} &nbsp; "
        );
    }
    let _ = write!(body, "\n<div class=\"day\"><b></b><svg width=\"{width}\" height=\"16\" role=\"img\">");
    for hour in (0..24_u32).step_by(2) {
        let x = hour.saturating_mul(HOUR);
        let _ = write!(body, "<text x=\"{x}\" y=\"12\" font-size=\"11\">{hour:02}:00</text>");
    }
    body.push_str("</svg></div>\n");
    for (day, of_day) in days {
        let _ = write!(body, "<div class=\"day\"><b>{day}</b><svg width=\"{width}\" height=\"24\" role=\"img\">");
        for found in of_day {
            let at = found.event.recorded;
            let minutes = u32::from(at.hour()).saturating_mul(60).saturating_add(u32::from(at.minute()));
            let x = minutes.saturating_mul(HOUR) / 60;
            let told: Vec<_> =
                line(found.index, &found.event, names).into_iter().filter(|cell| !cell.is_empty()).collect();
            let told = escaped(&told.join(" · "));
            let colour = colour(found);
            let _ = write!(
                body,
                "<rect x=\"{x}\" y=\"4\" width=\"4\" height=\"16\" fill=\"{colour}\"><title>{told}</title></rect>"
            );
        }
        body.push_str("</svg></div>\n");
    }
    let (first, last) = (
        answer.found.iter().map(|found| found.event.recorded).min(),
        answer.found.iter().map(|found| found.event.recorded).max(),
    );
    if let (Some(first), Some(last)) = (first, last) {
        let _ = writeln!(body, "<p>{} events from {} to {}</p>", answer.found.len(), moment(first), moment(last));
    }
    body.push_str(&events(title, answer, names).html());
    page(title, &body)
}

fn colour(found: &Found) -> &'static str {
    let event = &found.event;
    let [used, refused, emergency, left] = COLOURS;
    let (colour, _) = if event.is_denied() || !event.outcome.is_success() {
        refused
    } else if event.is_break_glass() {
        emergency
    } else if event.disclosure.is_some() {
        left
    } else {
        used
    };
    colour
}
