//! JSON as text, written without a tree between: ASCII alone, one line.
//!
//! Everything beyond printable ASCII leaves as `\uXXXX`. So no line separator of Unicode, no bidirectional override and no
//! control byte ever reaches a terminal, a log collector or a line reader, whatever an event holds.

/// A JSON text in the making.
///
/// Keys are constants of this crate and are written as they stand; values are escaped.
pub(super) struct JsonText {
    out: String,
    /// Whether the next member or element has one before it.
    follows: bool,
}

impl JsonText {
    /// An empty text.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), follows: false }
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// An object as the next value.
    pub(super) fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.nested('{', '}', members);
    }

    /// A list as the next value.
    pub(super) fn list(&mut self, elements: impl FnOnce(&mut Self)) {
        self.nested('[', ']', elements);
    }

    /// A key; its value comes next.
    pub(super) fn key(&mut self, key: &'static str) -> &mut Self {
        self.separate();
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
        self.follows = false;
        self
    }

    /// A text as the next value.
    pub(super) fn text(&mut self, text: &str) {
        self.separate();
        self.out.push('"');
        escape(&mut self.out, text);
        self.out.push('"');
    }

    /// A constant of this crate as the next value: JSON already.
    pub(super) fn constant(&mut self, json: &'static str) {
        self.separate();
        self.out.push_str(json);
    }

    /// A number as the next value.
    pub(super) fn number(&mut self, number: u64) {
        self.separate();
        decimal(&mut self.out, number);
    }

    /// A member whose value is a text.
    pub(super) fn member(&mut self, key: &'static str, text: &str) {
        self.key(key).text(text);
    }

    /// A member whose value is a constant of this crate.
    pub(super) fn fixed(&mut self, key: &'static str, json: &'static str) {
        self.key(key).constant(json);
    }

    fn nested(&mut self, open: char, close: char, inside: impl FnOnce(&mut Self)) {
        self.separate();
        self.out.push(open);
        self.follows = false;
        inside(self);
        self.out.push(close);
        self.follows = true;
    }

    fn separate(&mut self) {
        if self.follows {
            self.out.push(',');
        }
        self.follows = true;
    }
}

/// A number in decimal.
pub(super) fn decimal(out: &mut String, mut number: u64) {
    let mut digits = [0_u8; 20];
    let mut count = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' | u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
        count += 1;
        if number == 0 {
            break;
        }
    }
    out.extend(digits.iter().rev().take(count).rev().map(|digit| char::from(*digit)));
}

fn escape(out: &mut String, text: &str) {
    // Nearly every text is an identifier that needs no escape at all. Looking at all of it without an early end is what the compiler makes
    // wide instructions of.
    let escaped = |byte: u8| !byte.is_ascii_graphic() & (byte != b' ') | (byte == b'"') | (byte == b'\\');
    if !text.bytes().fold(false, |any, byte| any | escaped(byte)) {
        out.push_str(text);
        return;
    }
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(char),
            _ => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    out.push_str("\\u");
                    for shift in [12_u32, 8, 4, 0] {
                        out.push(char::from_digit(u32::from(*unit) >> shift & 0xf, 16).unwrap_or('0'));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commas_stand_between_and_nowhere_else() {
        let mut json = JsonText::with_capacity(64);
        json.object(|json| {
            json.key("empty").list(|_| ());
            json.key("two").list(|json| {
                json.number(0);
                json.object(|json| json.fixed("flag", "true"));
                json.text("x");
            });
            json.member("last", "y");
        });
        assert_eq!(json.finish(), r#"{"empty":[],"two":[0,{"flag":true},"x"],"last":"y"}"#);
    }

    proptest! {
        #[test]
        fn another_reader_reads_the_same_text(text in any::<String>(), number in any::<u64>()) {
            let mut json = JsonText::with_capacity(0);
            json.object(|json| {
                json.member("text", &text);
                json.key("number").number(number);
            });
            let line = json.finish();
            prop_assert!(line.bytes().all(|byte| matches!(byte, b' '..=b'~')), "printable ASCII alone");
            let read: serde_json::Value = serde_json::from_str(&line).unwrap();
            prop_assert_eq!(&read["text"], &serde_json::Value::from(text));
            prop_assert_eq!(&read["number"], &serde_json::Value::from(number));
        }
    }
}
