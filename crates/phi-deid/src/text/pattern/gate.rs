//! Patterns that could begin with any word: what must stand ahead before they are tried.
//!
//! An address goes on as long as its letters do, so trying it at each word would cost a text of dots its square. Each of
//! these is tried once for a run of its letters, and only where its sign stands in the run.

/// What a rule waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// `@` at the end of the run.
    At,
    /// A full stop and a letter within the run.
    Dot,
    /// A full stop right behind the run, and the first letter of the ending of a picture's file.
    File,
    /// The word "dot", or "at" in brackets, somewhere in the text.
    Spelled,
}

impl Gate {
    /// The gate of the rule, if it has one.
    pub(super) fn of(rule: &str) -> Option<Self> {
        Some(match rule {
            "email.address" => Self::At,
            "url.host" => Self::Dot,
            "photo.file" => Self::File,
            "email.spelled" | "email.bracketed" => Self::Spelled,
            _ => return None,
        })
    }
}

/// Where the runs that were looked at end.
pub(super) struct Gates<'t> {
    bytes: &'t [u8],
    /// The longest run: of all letters of addresses.
    run: usize,
    /// Whether one of the gates can open in it.
    is_telling: bool,
    mail: usize,
    host: usize,
    file: usize,
    is_spelled: bool,
}

/// What an address before its `@` is made of.
const fn is_mail(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'\'' | b'-')
}

impl<'t> Gates<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let is_spelled = ["dot", "DOT", "Dot", "(at)", "[at]", "{at}"].iter().any(|word| text.contains(word));
        Self { bytes: text.as_bytes(), run: 0, is_telling: false, mail: 0, host: 0, file: 0, is_spelled }
    }

    /// Whether any gate can open at `at`, where a word begins. To be asked in rising order, before the gates.
    pub(super) fn is_near(&mut self, at: usize) -> bool {
        if at >= self.run {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let mut dotted = false;
            let mut before = 0;
            let mut len = 0;
            for byte in rest {
                if !is_mail(*byte) {
                    break;
                }
                dotted |= before == b'.' && byte.is_ascii_alphabetic();
                before = *byte;
                len += 1;
            }
            self.run = at + len;
            self.is_telling = dotted || rest.get(len) == Some(&b'@');
        }
        self.is_telling || self.is_spelled
    }

    /// Whether the rule behind the gate is to be tried at `at`.
    pub(super) fn opens(&mut self, gate: Gate, at: usize) -> bool {
        let end = |from: &mut usize, goes_on: fn(u8) -> bool| {
            // Once for each run.
            (at >= *from).then(|| {
                let rest = self.bytes.get(at..).unwrap_or_default();
                *from = at + rest.iter().take_while(|b| goes_on(**b)).count();
                *from
            })
        };
        match gate {
            Gate::At => end(&mut self.mail, is_mail).is_some_and(|end| self.bytes.get(end) == Some(&b'@')),
            Gate::Dot => end(&mut self.host, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
                .and_then(|end| self.bytes.get(at..end))
                .is_some_and(|run| run.windows(2).any(|pair| matches!(pair, [b'.', b] if b.is_ascii_alphabetic()))),
            Gate::File => {
                end(&mut self.file, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).is_some_and(|end| {
                    self.bytes.get(end) == Some(&b'.')
                        && self.bytes.get(end + 1).is_some_and(|b| {
                            matches!(
                                b.to_ascii_lowercase(),
                                b'j' | b'p'
                                    | b'h'
                                    | b't'
                                    | b'b'
                                    | b'g'
                                    | b'd'
                                    | b'w'
                                    | b'm'
                                    | b'c'
                                    | b'n'
                                    | b'a'
                                    | b'r'
                            )
                        })
                })
            }
            Gate::Spelled => self.is_spelled,
        }
    }
}
