//! How the work grows with hostile text, counted and not timed.
//!
//! `cargo bench -p phi-deid --bench deid_hostile --no-run`, then for each kind and two sizes
//!
//! ```text
//! valgrind --tool=callgrind --collect-atstart=no '--toggle-collect=*probe*' --callgrind-out-file=/dev/null BIN KIND BYTES
//! ```
//!
//! Without arguments it prints how many kinds there are. The instructions of twice the bytes are to be at most 2.2 times those of
//! the bytes.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a measurement, no library")]

use phi_deid::{
    rule::Reference,
    text::{Span, TextEngine},
};

/// Pieces at which one of the detectors almost matches, over and over.
const KINDS: &[&str] = &[
    "Dr. ",
    "1/1/",
    "a@",
    "(",
    "MRN ",
    "1.1.",
    ":a",
    "A^",
    "[NAME-",
    "St. ",
    "Mr Mr",
    "9",
    "A",
    "Jan ",
    "/s/",
    "12 A St ",
    ", MD",
    "a.b.",
    "@",
    "a dot ",
    " at ",
    "a - ",
    "a,b,c,d\n",
    "PID|",
    "NM1*",
    "\": \"",
    "Ana ",
    "\u{200b}a",
    "\u{ff11}",
    "1-",
    "[BCDF",
    "90 M ",
    "age ",
    "X1",
    "http://",
    "::",
    "\n\n",
    "12 N ",
    "Elm Street ",
    "by the mill ",
    "_._@",
    "Quill St ",
    "Quill 74104 ",
    "5th and Elm ",
    "abc 1234 ",
    "qxvb12 ",
    "Bartholomew ",
    "12 old lane ",
    "van abc 1234 ",
    "a_b dot ",
    "(abc 1234 ",
    "J o h n ",
    "J o h n a ",
    "1 2 3 a ",
    "Mr. Ana: Xqv-Vk7, ",
    "&#45;",
    "<b>",
    "**",
    "_a_",
    "Ana 1/13 2/2026 ",
    "1/13, ",
    "kq/\n",
    "JV; ",
    "From: A ",
    "a.b1.",
    "A_1.jpg ",
    "at 70 in 2003, ",
    "Dr. Ana of Elm of ",
    "Ana Ruiz, SK0417, ",
    "H L 0 0 7 7. ",
    "Qv  Kx  1l  ",
    "said at Mr. Ana Elm Inn JK, ",
    "ZIP 03601, ",
    "3 4 2025, ",
    "Ana - ",
    "Ana  Ruiz ",
    "Ana\tRuiz ",
    "\"Ana\" ",
    "(Ana Ruiz) ",
    "212 - 555 - ",
    "ll/O6 ",
    "1 2 / 1 7 ",
    "Elm\nSt ",
    "dr. marsh ",
    "mrs pine hollow ",
    "ruiz: ana ",
    "A1 - ",
    "7 - 7- ",
    "9 1 ",
    "4 / 5 ",
    "A . ",
    "J.o.h.n ",
    "a.b.c",
    "%41",
    "\\u0041",
    "Ana_",
    "MRN 114  88 ",
    "MRN 114\n",
    "Rod-\nriguez ",
    "l1.O1.",
    "AB1lO",
    "x (12) ",
    ". vk\n",
    "GA:vk  ",
    "vk / ",
    "Testcase, Bo  44F  44-718\n",
    "Testcase  3/3/44  ",
    "C1  Fu  \n",
    "a_hand.bin ",
    "MRN 0 441 ",
    "MRN 44-718 / 44-719 / ",
    "AT AT At At ",
    "jOHN k. ",
    "Dr. gwen k. ",
    "Ana's 12 salt way ",
    "Id xk 44 ",
    "Qv:  ruiz, ana  ",
    "Ana by elm mill clinic, PA ",
    "vU, ii vAN a. ",
    "Saltbox Nursery, Saltbox ",
    "Quill Rd past the quill ",
    "Weber B, (120 F), set 7714, Lucy, ",
    "/QK/ ",
    "First  MI:  K  ",
    "Ana Ruiz  ar  (ar)\n",
    "dr marchetti m, ",
    "J_o_h_n ",
    "1_2/",
    "a|b+c~",
    "[A][n]",
    "a\u{b7}b\u{2022}",
    "Ana+Ruiz ",
    "Elm_St.,_",
    "=4A",
    "n=20",
    "a=\n",
    "\\112",
    "U+0041 ",
    "4a 6f ",
    "QW5hIFRl",
    "two one ",
    "double oh / ",
    "\u{1d00}",
    "\u{2161}",
    "\u{202e}a",
    "212-5 55-",
    "Kowal ski ",
    "JohnRuiz",
    "QXJOHNZV ",
    ".- ",
    "0101 ",
    "jOhN aNa ",
    "for fort blue heron freight ",
    "11   fair, page   ",
];

#[inline(never)]
fn probe(engine: &TextEngine, text: &str) -> Vec<Span> {
    engine.scan(text, &[], Reference { year: 2026 })
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(kind), Some(bytes)) = (arguments.next(), arguments.next()) else {
        println!("{} kinds", KINDS.len());
        return;
    };
    let piece = KINDS.get(kind.parse::<usize>().expect("a number")).expect("a kind");
    let bytes: usize = bytes.parse().expect("a number");
    let engine = TextEngine::new().expect("the rules compile");
    let text = piece.repeat(bytes / piece.len());
    // Once before, so that the automata are built.
    std::hint::black_box(engine.scan(&text, &[], Reference { year: 2026 }));
    std::hint::black_box(probe(&engine, &text));
}
