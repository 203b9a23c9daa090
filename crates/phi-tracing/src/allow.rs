//! The fields that may be written.

use std::{collections::BTreeSet, fmt, sync::Arc};

use tracing::field::{Field, Visit};
use tracing_subscriber::{
    field::RecordFields,
    fmt::{FormatFields, format::Writer},
};

/// Writes the fields on the list and `name=[withheld]` for every other, whatever its value.
///
/// An allow-list and no deny-list: a field that somebody adds next year is withheld until somebody decides. `message` is a
/// field like any other: a host whose messages interpolate values leaves it off the list, and loses the messages.
///
/// It formats events and spans of the text formats of `tracing-subscriber`. The JSON format formats an event's fields itself and
/// does not ask: there the [`ScrubbingWriter`](crate::ScrubbingWriter) is what remains.
///
/// ```
/// use phi_tracing::AllowList;
/// let fields = AllowList::of(["message", "route"]);
/// assert!(fields.allows("route") && !fields.allows("patient"));
/// ```
#[derive(Clone, Debug)]
pub struct AllowList(Arc<BTreeSet<&'static str>>);

impl AllowList {
    /// The fields of these names.
    pub fn of(names: impl IntoIterator<Item = &'static str>) -> Self {
        Self(Arc::new(names.into_iter().collect()))
    }

    /// Whether a field of this name is written.
    #[must_use]
    pub fn allows(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

impl<'writer> FormatFields<'writer> for AllowList {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> fmt::Result {
        let mut visit = Written { list: self, writer, first: true, result: Ok(()) };
        fields.record(&mut visit);
        visit.result
    }
}

struct Written<'a, 'writer> {
    list: &'a AllowList,
    writer: Writer<'writer>,
    first: bool,
    result: fmt::Result,
}

impl Written<'_, '_> {
    fn write(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        if self.result.is_err() {
            return;
        }
        let space = if std::mem::take(&mut self.first) { "" } else { " " };
        self.result = match field.name() {
            name if !self.list.allows(name) => write!(self.writer, "{space}{name}=[withheld]"),
            "message" => write!(self.writer, "{space}{value}"),
            name => write!(self.writer, "{space}{name}={value}"),
        };
    }
}

impl Visit for Written<'_, '_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.write(field, format_args!("{value:?}"));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        // The error alone and none of its sources: they are other people's, and quote what they refuse.
        self.write(field, format_args!("{value}"));
    }
}
