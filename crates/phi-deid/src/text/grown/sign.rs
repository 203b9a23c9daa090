//! Initials with which somebody signs: "scored 8/9 AW;", "TORB 1505 s.h.", "vc/tl" at the end of a line, "Testcase / mh".

use phi_types::IdentifierClass::{Date, Name};

use super::{cursor, found, lists, words};
use crate::{
    lexicon::{self, Facts},
    text::{
        piece::{LARGE, Pieces, SMALL},
        span::Found,
        words::Lists,
    },
};

/// What is done and then signed for.
#[rustfmt::skip]
const SIGNED: &[&str] = &[
    "abstracted", "addend", "agree", "agreed", "agrees", "approved", "attest", "attested", "by", "check", "checked",
    "checker", "chk", "circ", "ck", "closed", "co-read", "coded", "coder", "collected", "compared", "confirmed",
    "coord", "corr", "cosig", "cosign", "cosigned", "counted", "crew", "dict", "dictated", "disp", "dispensed",
    "double-check", "drawn", "entered", "entry", "faxed", "filed", "firma", "float", "hung", "indexed", "init",
    "initials", "inits", "issued", "keyed", "labeled", "logged", "mailed", "minutes", "notarized", "ok'd",
    "overread", "packed", "phoned", "pulled", "rb", "rbv", "read", "readback", "reader", "rec'd", "recd",
    "received", "refunded", "rev", "rev'd", "review", "reviewed", "reviewer", "roomed", "scanned", "scored",
    "scorer", "screened", "screener", "scribe", "scribed", "sealed", "sent", "set", "sig", "signed", "sorted",
    "stocked", "supv", "tech", "therapist", "torb", "trans", "transcribed", "trx", "typed", "typist", "verified",
    "verifier", "vo", "vorb", "wit", "witness", "witnessed",
];

/// Short forms of the trade, in small letters.
#[rustfmt::skip]
const SHORT: &[&str] = &[
    "abd", "abg", "abs", "abx", "ac", "ad", "adl", "adm", "ado", "afb", "afr", "ag", "ah", "ahg", "ahi", "aid", "aka",
    "ama", "amb", "amp", "ams", "ana", "ant", "ao", "apr", "apt", "arf", "as", "asa", "asap", "asd", "asx", "au",
    "aug", "aux", "av", "ave", "azi", "bag", "bal", "bbb", "bc", "bcs", "bcx", "bd", "bid", "bil", "bka", "bks", "bld",
    "blk", "blt", "bm", "bmd", "bmi", "bmp", "bmt", "bp", "bpm", "bs", "bsa", "btw", "bup", "bx", "bye", "ca", "cad",
    "cap", "cbc", "cbg", "cc", "cca", "cde", "cea", "cet", "cf", "cfu", "chf", "chg", "ck", "clk", "clr", "cm", "cmp",
    "cms", "cmt", "cn", "co", "con", "cos", "cp", "cpr", "cr", "crc", "crp", "cs", "csf", "cst", "ct", "cta", "ctr",
    "ctx", "cuz", "cv", "cva", "cvc", "cx", "cxr", "dai", "db", "dbl", "dc", "ddx", "dec", "def", "deg", "dex", "dfe",
    "dib", "dig", "dil", "dip", "dis", "dka", "dl", "dm", "dnr", "do", "dob", "doe", "dox", "dp", "dps", "dr", "dsg",
    "dtr", "dup", "dva", "dvt", "dx", "ea", "ebl", "ec", "ecg", "ed", "edt", "ef", "efw", "eg", "ekg", "elh", "ems", "enr",
    "eob", "eom", "eos", "er", "esp", "esr", "est", "et", "etc", "ett", "eua", "eval", "ext", "fa", "fbs", "fe", "feb",
    "ff", "fh", "fib", "fio", "fl", "flu", "fob", "fol", "fr", "fri", "fs", "fsh", "ft", "fte", "fu", "fup", "fx",
    "fyi", "ga", "gap", "gb", "gca", "gen", "gf", "gi", "gm", "gmt", "gp", "gtc", "gts", "gtt", "gu", "ha", "hb",
    "hbd", "hbv", "hcg", "hct", "hcv", "hd", "hep", "het", "hgb", "hh", "hiv", "hob", "hom", "hpf", "hpi", "hr", "hrs",
    "hs", "hsv", "ht", "htn", "hvf", "hwy", "hx", "ibd", "ibs", "icp", "icu", "id", "idk", "ie", "ii", "im", "inc",
    "inf", "inh", "inj", "inr", "int", "io", "iop", "ish", "iu", "iud", "iv", "ivf", "ix", "jan", "jt", "jul", "jun",
    "jvd", "kg", "kub", "lab", "lac", "lad", "lar", "lat", "lb", "lbp", "lbs", "ldh", "le", "lft", "lg", "lh", "liq",
    "ll", "lle", "llq", "lma", "lmp", "lns", "loc", "lol", "los", "lp", "lpm", "lt", "lua", "lue", "luq", "lv", "lvh",
    "lvl", "lvn", "lyt", "mac", "map", "max", "mcg", "md", "med", "meq", "mg", "mgf", "mgm", "mi", "mic", "min", "ml",
    "mm", "mmr", "mo", "mod", "mon", "mos", "mr", "mra", "mri", "mrn", "ms", "msg", "msk", "mst", "mt", "mva", "mvc",
    "na", "nad", "nb", "nbm", "nd", "neb", "neg", "neo", "ng", "ngt", "nka", "nl", "nm", "no", "noc", "nos", "nov",
    "np", "nph", "npo", "ns", "nsr", "nst", "nt", "num", "nv", "nvd", "nvi", "nx", "oab", "ob", "obs", "occ", "oct",
    "od", "odi", "og", "ogt", "ok", "om", "omg", "onc", "op", "opt", "or", "org", "osa", "ot", "otc", "ou", "oz", "pa",
    "pac", "pat", "pb", "pc", "pcn", "pco", "pcp", "pcr", "pcs", "pct", "pda", "pdt", "pe", "ped", "pep", "pf", "pfo",
    "pg", "pgf", "pgm", "ph", "pkg", "pl", "pls", "plt", "plz", "pm", "pna", "po", "pos", "pp", "ppd", "ppl", "pr",
    "pre", "pri", "prn", "pro", "prob", "psa", "psh", "pst", "pt", "pta", "pto", "pts", "ptt", "ptx", "pvc", "px",
    "qam", "qd", "qhs", "qid", "qod", "qpm", "qt", "qty", "ra", "rad", "rbc", "re", "rec", "recs", "ref", "reg", "rel",
    "rem", "rep", "res", "ret", "rf", "rh", "rl", "rle", "rlq", "rm", "rn", "rnl", "ro", "rom", "ros", "rpm", "rr",
    "rsi", "rt", "rtc", "rue", "ruq", "rv", "rvh", "rvr", "rvu", "rx", "sat", "sbp", "sbrt", "sc", "sec", "sed", "seg",
    "sem", "sep", "sh", "si", "sig", "sis", "sl", "sle", "sm", "sn", "sob", "soc", "sp", "spo", "sq", "sr", "srs",
    "ss", "ssi", "std", "stk", "sub", "sup", "sut", "sv", "sw", "sx", "sys", "tab", "tb", "tba", "tbc", "tbd", "tel",
    "tf", "th", "thu", "thx", "tia", "tib", "tid", "tkr", "tlc", "tm", "tmj", "tnx", "to", "tof", "tol", "tot", "tox",
    "tpn", "tsh", "tsp", "tue", "tx", "ty", "uds", "uop", "up", "ur", "uro", "us", "utc", "uti", "ux", "vac", "vag",
    "val", "vax", "vd", "vh", "vi", "vit", "vl", "vo", "vol", "vs", "vsd", "vss", "vt", "vtx", "w/o", "wbc", "wd",
    "wed", "wk", "wks", "wnl", "wpw", "wt", "wtf", "xl", "xm", "xr", "xx", "yo", "yr", "yrs",
];

/// Adds the initials; `found` is sorted.
pub(super) fn find(text: &str, pieces: &Pieces, found_before: &[Found], more: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut is_mail = None;
    // Letters alone, few, of one case: most words are none of it.
    for (at, piece) in pieces.each(|sieve| sieve.short) {
        let len = piece.end - piece.start;
        if piece.kinds != LARGE && piece.kinds != SMALL {
            continue;
        }
        if len == 1 && piece.kinds == LARGE {
            if let Some(called) = closing_letter(text, piece.start)
                && *is_mail.get_or_insert_with(|| reads_as_mail(text))
            {
                more.push(found(piece.start, called, Name, "name.letter.likely"));
            }
            continue;
        }
        match piece.sign {
            0 | b'\n' | b'\r' | b';' | b'.' | b',' | b')' | b']' => {}
            b':' if len > 1 => {
                speaks(text, piece.start, piece.end, more);
                continue;
            }
            // "called by LTK/lab", "Dictated 02/25 1512 WH/job 88"
            b'/' if piece.kinds == LARGE => {
                let is_word = pieces.get(at + 1).is_some_and(|next| {
                    next.start == piece.end + 1 && next.kinds == SMALL && next.end - next.start > 2
                });
                let word = text.get(piece.start..piece.end).unwrap_or_default();
                if is_word && len > 1 && is_initials(word) && leads(text, piece.start).is_some() {
                    more.push(found(piece.start, piece.end, Name, "name.signed.likely"));
                }
                continue;
            }
            // The end of a column, "signed rs 7/31", and "JK gave the dose".
            b' ' if bytes.get(piece.end + 1) == Some(&b' ') => {}
            b' ' if is_stamped(text, piece.end) => {
                let word = text.get(piece.start..piece.end).unwrap_or_default();
                if len > 1 && is_initials(word) && is_led(text, piece.start) {
                    more.push(found(piece.start, piece.end, Name, "name.signed.likely"));
                }
                continue;
            }
            b' ' if len == 2 && piece.kinds == LARGE => {
                let verb = pieces.get(at + 1).and_then(|verb| text.get(verb.start..verb.end)).unwrap_or_default();
                let does =
                    matches!(verb, "gave" | "drew" | "hung" | "phoned" | "faxed" | "texted" | "witnessed" | "cosigned");
                if does
                    && is_alone(text, piece.start)
                    && is_initials(text.get(piece.start..piece.end).unwrap_or_default())
                {
                    more.push(found(piece.start, piece.end, Name, "name.signed.likely"));
                }
                continue;
            }
            _ => continue,
        }
        if let Some((start, end)) = signed(text, piece.end, found_before) {
            more.push(found(start, end, Name, "name.signed.likely"));
            if let Some((start, end)) = other_of_two(text, start) {
                more.push(found(start, end, Name, "name.signed.likely"));
            }
        }
    }
}

/// Whether a day or a time stands behind.
fn is_stamped(text: &str, end: usize) -> bool {
    let tail = cursor::window_after(text, end, 9);
    let Some(stamp) = tail.strip_prefix(' ').filter(|stamp| stamp.starts_with(|c: char| c.is_ascii_digit())) else {
        return false;
    };
    let stamp = stamp.split([' ', '\n', ',', ';', ')', '.']).next().unwrap_or_default();
    let is_clock = stamp.len() == 4 && stamp < "2400" && stamp.bytes().all(|b| b.is_ascii_digit());
    let is_day = stamp.len() > 2 && stamp.bytes().all(|b| b.is_ascii_digit() || b == b'/') && stamp.contains('/');
    is_clock || is_day
}

/// "checked KB & JT", of which the second is found: the first.
fn other_of_two(text: &str, start: usize) -> Option<(usize, usize)> {
    let head = cursor::window_before(text, start, 12);
    let joint = [" & ", " and ", ", ", "/", " + "].into_iter().find(|joint| head.ends_with(joint))?;
    let end = start - joint.len();
    let len = head.get(..head.len() - joint.len())?.bytes().rev().take(4).take_while(u8::is_ascii_alphabetic).count();
    let word = text.get(end - len..end)?;
    let same = word.bytes().all(|b| b.is_ascii_uppercase()) || word.bytes().all(|b| b.is_ascii_lowercase());
    ((2..=3).contains(&len) && same && is_initials(word) && leads(text, end - len).is_some())
        .then_some((end - len, end))
}

/// Whether the text is a thread of mails.
fn reads_as_mail(text: &str) -> bool {
    text.contains(" wrote:") || text.contains("From: ") || text.contains("Subject: ") || text.contains("\n> ")
}

/// "\nL.", "> R, who is on?", "- T.": where a letter with which a mail ends or begins ends.
fn closing_letter(text: &str, start: usize) -> Option<usize> {
    let head = cursor::window_before(text, start, 8);
    let line = head.rsplit('\n').next().unwrap_or_default();
    let is_whole = line.len() < head.len() || head.len() == start;
    if !is_whole || !line.bytes().all(|b| matches!(b, b'>' | b' ' | b'-' | b'~')) {
        return None;
    }
    let tail = cursor::window_after(text, start + 1, 24);
    let tail = tail.split('\n').next().unwrap_or_default().trim_end_matches([' ', '\r']);
    // Of a letter with words behind it, only what calls somebody: "R, who".
    let is_called = line.starts_with('>')
        && !matches!(text.get(start..start + 1), Some("I" | "A"))
        && (tail.starts_with(", ") || tail == " -" || tail.starts_with(" - "));
    (matches!(tail, "" | "." | ",") || is_called).then_some(start + 1)
}

/// "0812 kb: pt ok", "[09:14] JT: on my way": who writes an entry of a log.
fn speaks(text: &str, start: usize, end: usize, more: &mut Vec<Found>) {
    let head = cursor::window_before(text, start, 12);
    let entry = head.rsplit('\n').next().unwrap_or_default();
    let opens = entry.len() < head.len() || entry.len() == start;
    let clock = entry.trim_matches(['[', ']', ' ', '(', ')', '>']);
    let is_clock = clock.len() >= 4
        && clock.bytes().all(|b| b.is_ascii_digit() || b == b':')
        && clock.bytes().filter(u8::is_ascii_digit).count() >= 3;
    if opens
        && is_clock
        && cursor::char_after(text, end + 1) == Some(' ')
        && is_initials(text.get(start..end).unwrap_or_default())
    {
        more.push(found(start, end, Name, "name.signed.likely"));
    }
}

/// The initials that end at `at`, if something tells that they are.
fn signed(text: &str, at: usize, found: &[Found]) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let closing = bytes.get(at).copied();
    let end = at - bytes.get(..at)?.iter().rev().take(2).take_while(|b| **b == b' ').count();
    let letters = |end: usize| {
        bytes.get(..end).unwrap_or_default().iter().rev().take(4).take_while(|b| b.is_ascii_alphabetic()).count()
    };
    let last = letters(end);
    // "s.h.": the full stop behind the second letter is the end.
    let is_dotted = last == 1 && closing == Some(b'.') && bytes.get(end.wrapping_sub(2)) == Some(&b'.');
    if is_dotted {
        let start = end.checked_sub(3).filter(|_| letters(end - 2) == 1)?;
        let small = bytes.get(start)?.is_ascii_lowercase() && bytes.get(end - 1)?.is_ascii_lowercase();
        let is_apart = matches!(bytes.get(start.checked_sub(1)?), Some(b' ' | b'/'));
        let is_other = matches!(
            text.get(start..end)?,
            "a.m"
                | "p.m"
                | "p.o"
                | "i.v"
                | "i.m"
                | "e.g"
                | "i.e"
                | "h.s"
                | "o.d"
                | "o.s"
                | "o.u"
                | "p.r"
                | "s.c"
                | "s.l"
                | "q.d"
        );
        let ends = matches!(bytes.get(end + 1), None | Some(b'\n' | b')' | b',' | b';'))
            || cursor::window_after(text, end + 1, 2) == "  ";
        return (small && is_apart && !is_other && ends && (leads(text, start).is_some() || is_clocked(text, start)))
            .then_some((start, end + 1));
    }
    if !(2..=3).contains(&last) {
        return None;
    }
    let start = end - last;
    let word = text.get(start..end)?;
    let is_small = word.bytes().all(|b| b.is_ascii_lowercase());
    if !is_small && !word.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    // A full stop within a number or an address ends nothing.
    if matches!(closing, Some(b'.' | b','))
        && !matches!(bytes.get(at + 1), None | Some(b' ' | b'\n' | b'\r' | b'"' | b')' | b']'))
    {
        return None;
    }
    match bytes.get(start.checked_sub(1)?)? {
        b'/' => {
            // "vc/tl"
            let first = letters(start - 1);
            let from = start - 1 - first;
            let is_apart =
                from.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|b| matches!(b, b' ' | b'\n' | b'('));
            let pair = text.get(from..end)?;
            let is_one_case = |part: &str| {
                part.bytes().all(|b| b.is_ascii_lowercase() == part.starts_with(|c: char| c.is_ascii_lowercase()))
            };
            let fits = (2..=3).contains(&first)
                && is_apart
                && pair.bytes().any(|b| b.is_ascii_lowercase())
                && pair.split('/').all(is_one_case);
            let free = pair.split('/').filter(|part| is_initials(part)).count();
            let closes = closing != Some(b',')
                && (closes_line(text, at) || closing == Some(b'.') || leads(text, from).is_some());
            // "gna/rl" alone on its line: of one of the two the letters may be a short form.
            let is_tail =
                || free == 1 && closes_line(text, at) && stands_last(text, from) && !pair.split('/').any(is_of_pairs);
            if fits && closes && (free == 2 || is_tail()) {
                return Some((from, end));
            }
            // "Testcase /mh", "T: 8/8/26 /mjq"
            let stroke = start - 1;
            let is_behind = is_behind_name(found, stroke, text)
                || cursor::char_before(text, stroke) == Some(' ') && is_behind_name(found, stroke - 1, text);
            (is_small && is_initials(word) && is_behind).then_some((start, end))
        }
        // "-KB" with which an entry ends.
        b'-' if is_initials(word) && closes_line(text, at) => {
            let head = cursor::window_before(text, start, 3);
            let is_apart = head == "-" || head.ends_with(" -") || head.ends_with("\n-") || head.ends_with("--");
            is_apart.then_some((start, end))
        }
        // "trans:qf"
        b':' if is_small && is_initials(word) => {
            matches!(leads(text, start), Some(Lead::Certain | Lead::Sure)).then_some((start, end))
        }
        b' ' => {
            // "Scribe tb", "RB OK, DM": behind these nothing else stands.
            if !is_initials(word) {
                let is_certain = !matches!(word, "OK" | "ok") && leads(text, start) == Some(Lead::Certain);
                return is_certain.then_some((start, end));
            }
            if cursor::window_before(text, start, 3).ends_with("w/ ") {
                return None;
            }
            let head = cursor::window_before(text, start, 4);
            // "Dictated: A. Testcase / mh"
            if is_small && head.ends_with(" / ") && is_behind_name(found, start - 3, text) {
                return Some((start, end));
            }
            if let Some(lead) = leads(text, start) {
                let is_sure = !is_small || lead != Lead::Weak;
                return is_sure.then_some((start, end));
            }
            // "paged JK.", "d/w KB, agrees"
            let is_called = !is_small
                && last == 2
                && [
                    " paged ",
                    "Paged ",
                    "d/w ",
                    "D/w ",
                    " texted ",
                    "Texted ",
                    " notified ",
                    "Notified ",
                    " informed ",
                ]
                .iter()
                .any(|lead| cursor::window_before(text, start, 10).ends_with(lead));
            if is_called {
                return Some((start, end));
            }
            let closes = closes_line(text, at);
            // "will follow - kb", "thanks, -JT"
            let is_dashed = head.ends_with(" - ") || head.ends_with("-- ") || head.ends_with("~ ");
            if closes && is_small && (is_dashed || head.ends_with(" ok ")) {
                return Some((start, end));
            }
            // "recheck 1800 vk" at the end of a line, "Adjourned. kbr" at the end of a text.
            let is_last =
                closes && text.get(at..).is_some_and(|rest| rest.trim_matches([' ', '\n', '\r', '.']).is_empty());
            (is_small && closes && is_clocked(text, start) || is_small && is_last && is_alone(text, start))
                .then_some((start, end))
        }
        _ => None,
    }
}

/// Whether a word for what is signed for stands before `at`, which is none of a sentence.
pub(super) fn is_led(text: &str, at: usize) -> bool {
    matches!(leads(text, at), Some(Lead::Certain | Lead::Sure))
}

/// How sure the word before initials is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    /// Nothing but somebody's letters follows it.
    Certain,
    Sure,
    /// In small letters many a short form follows it.
    Weak,
}

/// Whether a word for what was signed for stands before `at`, or one word and a day or a time further.
fn leads(text: &str, at: usize) -> Option<Lead> {
    let mut head = cursor::window_before(text, at, 40);
    if let Some(line) = cursor::last(head.as_bytes(), b'\n').and_then(|at| head.get(at + 1..)) {
        head = line;
    }
    let mut skipped = false;
    for _ in 0..4 {
        let passed = head.bytes().rev().take_while(|b| matches!(b, b' ' | b':' | b',')).count();
        head = head.get(..head.len() - passed).unwrap_or_default();
        let from = head.bytes().rposition(|b| matches!(b, b' ' | b'(' | b'[' | b',' | b';')).map_or(0, |at| at + 1);
        let word = head.get(from..).unwrap_or_default();
        let word = word.trim_end_matches('.');
        if word.is_empty() {
            return None;
        }
        // "RBV 1504 JS", "scored 8/9 AW", "reader 2: hm", "RB OK, DM"
        let is_number = word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b':' | b'-'));
        let is_plain = matches!(word, "OK" | "ok" | "x2" | "×2" | "complete" | "correct" | "done");
        // "checked by KB & JQ"
        if matches!(word, "&" | "and" | "+") {
            let before = head.get(..from).unwrap_or_default().trim_end();
            let len = before.bytes().rev().take(4).take_while(u8::is_ascii_alphabetic).count();
            if !(2..=3).contains(&len) {
                return None;
            }
            head = before.get(..before.len() - len).unwrap_or_default();
            continue;
        }
        if is_number || is_plain {
            skipped |= is_number;
            head = head.get(..from).unwrap_or_default();
            continue;
        }
        let mut room = [0; LONGEST];
        let small = in_small(word, &mut room);
        if words::listed(SIGNED, small) {
            if matches!(small, "scribe" | "scribed" | "typist" | "rbv" | "rb" | "torb" | "vorb" | "inits" | "initials")
                || small == "reader" && skipped
            {
                return Some(Lead::Certain);
            }
            let weak = matches!(
                small,
                "by" | "sent"
                    | "set"
                    | "read"
                    | "received"
                    | "collected"
                    | "faxed"
                    | "phoned"
                    | "confirmed"
                    | "drawn"
                    | "pulled"
            );
            return Some(if weak && !skipped { Lead::Weak } else { Lead::Sure });
        }
        // "2nd RN JV", "sup review LW"
        let before = head.get(..from).unwrap_or_default().trim_end();
        let is_second =
            matches!(small, "rn" | "lpn" | "nurse" | "rph" | "tech" | "reader" | "signer" | "checker" | "verifier")
                && ["2nd", "second", "Second", "other", "1st"].iter().any(|w| before.ends_with(w));
        let is_review = matches!(small, "review" | "chart-check")
            && ["sup", "qa", "QA", "peer", "md", "MD", "supervisor"].iter().any(|w| before.ends_with(w))
            || small == "check" && before.ends_with("chart")
            || small == "back" && ["read", "READ", "Read"].iter().any(|w| before.ends_with(w));
        // "by RN KB", "w/ tech JT"
        let is_role = matches!(
            word,
            "RN" | "LPN" | "CNA" | "PCT" | "Tech" | "tech" | "nurse" | "sitter" | "Sitter" | "RPh" | "scribe"
        ) && ["by", "w/", "with", "to", "per", "and", "&", "from"].iter().any(|w| before.ends_with(w));
        return (is_second || is_review || is_role).then_some(Lead::Sure);
    }
    None
}

/// The longest word that [`leads`] asks for has twelve letters.
const LONGEST: usize = 16;

/// The word in small letters, or nothing where it is too long for a lead.
fn in_small<'r>(word: &str, room: &'r mut [u8; LONGEST]) -> &'r str {
    let Some(small) = room.get_mut(..word.len()) else { return "" };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    core::str::from_utf8(small).unwrap_or_default()
}

/// A short form of the trade, in small letters.
pub(in crate::text) fn is_short_form(word: &str) -> bool {
    word.len() < 5 && word.bytes().all(|b| b.is_ascii_lowercase()) && words::listed(SHORT, word)
}

/// Whether the letters can be somebody's and are none of the trade.
pub(super) fn is_initials(word: &str) -> bool {
    are_initials(word, lexicon::facts(word))
}

/// The same of a word of which this is known.
pub(super) fn are_initials(word: &str, facts: Facts) -> bool {
    const OFFICES: &[&str] = &[
        "AI", "APS", "CDC", "CMS", "CPS", "DCF", "DHS", "DME", "DMV", "DOH", "DOT", "EMS", "FDA", "GC", "HHA", "HIM",
        "IRB", "IT", "LEO", "PBM", "PCP", "QA", "QI", "ROI", "SNF", "SO", "SSA", "TPA", "UM", "UR", "VA", "VM", "WC",
    ];
    const OTHER: Lists = Lists::of(&[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        lists::STOP_BIT,
        lists::AFTER_PERSON_BIT,
        lists::DEPARTMENT_BIT,
        lists::ROLE_BIT,
        lists::MONTH_BIT,
        lists::TITLE_BIT,
        lists::KIN_BIT,
    ]);
    let entry = facts.entry;
    let is_other = entry.is_clinical() || words::Traits::from(facts).any(OTHER);
    !is_other
        && (entry.ordinary() == 0 || word.len() == 2)
        && !words::listed(SHORT, word)
        && OFFICES.binary_search(&word).is_err()
}

/// Whether two letters stand at the end of what is written: a line begins before them, or a column or a sentence.
fn stands_last(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 2);
    head.is_empty() || head.ends_with('\n') || matches!(head, "  " | ". " | ") " | "] ")
}

/// What stands with a stroke in pairs of the trade: "and/or", "pt/ot", "n/v".
pub(super) fn is_of_pairs(part: &str) -> bool {
    matches!(
        part,
        "an" | "and"
            | "as"
            | "at"
            | "bid"
            | "cc"
            | "he"
            | "her"
            | "hr"
            | "in"
            | "is"
            | "it"
            | "mg"
            | "ml"
            | "of"
            | "on"
            | "or"
            | "prn"
            | "qid"
            | "she"
            | "tid"
            | "to"
            | "wk"
    )
}

/// Whether a line or a column ends at `at`, but for a sign.
fn closes_line(text: &str, at: usize) -> bool {
    let rest = cursor::window_after(text, at, 4);
    let rest = rest.trim_start_matches(['.', ']', ')', '*']);
    rest.is_empty() || rest.starts_with(['\n', '\r']) || rest.starts_with("  ") || rest.starts_with(" \n")
}

/// Whether a sentence, a line or a column begins at `at`.
fn is_alone(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 3);
    head.is_empty() || head.ends_with('\n') || head.ends_with("  ") || head.ends_with(". ") || head.ends_with("] ")
}

/// Whether four figures of a clock stand before `at`.
fn is_clocked(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 6);
    let clock = head.strip_suffix(' ').and_then(|head| head.get(head.len().checked_sub(4)?..)).unwrap_or_default();
    clock.bytes().all(|b| b.is_ascii_digit())
        && clock.len() == 4
        && clock < "2400"
        && clock.get(2..).is_some_and(|m| m < "60")
}

/// Whether a name, or the credential behind one, ends at `at`.
fn is_behind_name(found: &[Found], at: usize, text: &str) -> bool {
    let before = found.partition_point(|f| f.span.end <= at);
    let Some(f) = before.checked_sub(1).and_then(|at| found.get(at)) else { return false };
    let between = text.get(f.span.end..at).unwrap_or_default();
    let is_tail =
        between.len() < 8 && between.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b' ' | b',' | b'-' | b'.'));
    f.span.class == Name && is_tail || f.span.class == Date && f.span.end == at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::{RELEASE, engine};

    fn has(line: &str, value: &str) -> bool {
        let text = format!("Pt Ana Ruiz seen by Boris Quillfeather, MD.\n{line}\n");
        engine().scan(&text, &[], RELEASE).iter().any(|span| text.get(span.start..span.end) == Some(value))
    }

    #[test]
    fn a_lead_fits_its_room() {
        let longest = SIGNED.iter().chain(&["chart-check", "verifier"]).map(|word| word.len()).max();
        assert!(longest.is_some_and(|longest| longest <= LONGEST));
        let mut room = [0; LONGEST];
        assert_eq!(in_small("Double-Check", &mut room), "double-check");
        assert_eq!(in_small("electroencephalogram", &mut room), "");
    }

    #[test]
    fn lists_are_sorted() {
        for list in [SIGNED, SHORT] {
            for pair in list.windows(2) {
                assert!(pair[0] < pair[1], "{pair:?}");
            }
        }
    }

    #[test]
    fn somebody_signs() {
        for (line, value) in [
            ("Tech: scored 8/9 AQ; epoch agree 91%", "AQ"),
            ("furosemide 80 BID x3 d. TORB 1505 q.h.", "q.h."),
            ("Body to the family at 1500. vq/kl", "vq/kl"),
            ("machine 4 check wq. Vaporizer full", "wq"),
            ("Overread: agree, TQ.", "TQ"),
            ("reader 2: hq", "hq"),
            ("K 3.2 called by WH/lab 0452", "WH"),
            ("RESULT CALLED 0611, READ BACK, QH.", "QH"),
            ("qzn/rl    cc file", "qzn/rl"),
        ] {
            assert!(has(line, value), "{line}");
        }
        for line in ["check bp. Then walk", "by EMS, stable", "read by CT. fine", "weight check kg.", "sent to ED."] {
            let text = format!("Pt Ana Ruiz seen by Boris Quillfeather, MD.\n{line}\n");
            let spans = engine().scan(&text, &[], RELEASE);
            assert!(spans.iter().all(|span| span.rule != "name.signed.likely"), "{line}");
        }
    }
}
