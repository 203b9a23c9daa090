#![allow(warnings, clippy::all, clippy::pedantic)]
use super::learn;
use phi_deid::{rule::Reference, text::TextEngine, training::{Doubts, Settings, train}};
use std::path::Path;
pub(crate) fn run() {
    let mut s = learn::SETTINGS;
    let mut skip: Vec<String> = vec![];
    let mut evals: Vec<String> = vec![];
    let mut extra: Vec<String> = vec![];
    let mut rules = false;
    let (mut up, mut low) = (0usize, 0usize);
    let args: Vec<String> = std::env::args().skip(2).collect();
    for a in &args {
        let (k, v) = a.split_once('=').unwrap();
        match k {
            "rounds" => s.rounds = v.parse().unwrap(),
            "hid" => s.hidden.0 = v.parse().unwrap(),
            "hidp" => s.hidden.1 = v.parse().unwrap(),
            "hw" => s.hidden_weight = v.parse().unwrap(),
            "drop" => s.dropped = v.parse().unwrap(),
            "step" => s.step = v.parse().unwrap(),
            "decay" => s.decay = v.parse().unwrap(),
            "l1" => s.least[1] = v.parse().unwrap(),
            "l2" => s.least[2] = v.parse().unwrap(),
            "l3" => s.least[3] = v.parse().unwrap(),
            "l4" => s.least[4] = v.parse().unwrap(),
            "l5" => s.least[5] = v.parse().unwrap(),
            "texts" => s.texts = v.parse().unwrap(),
            "dr" => s.doubts.rounds = v.parse().unwrap(),
            "ds" => s.doubts.step = v.parse().unwrap(),
            "dd" => s.doubts.decay = v.parse().unwrap(),
            "dt" => s.doubts.texts = v.parse().unwrap(),
            "ddrop" => s.doubts.dropped = v.parse().unwrap(),
            "dl" => s.doubts.least.0 = v.parse().unwrap(),
            "de" => s.doubts.least.1 = v.parse().unwrap(),
            "skip" => skip.push(v.into()),
            "eval" => evals.push(v.into()),
            "extra" => extra.push(v.into()),
            "rules" => rules = true,
            "up" => up = v.parse().unwrap(),
            "low" => low = v.parse().unwrap(),
            _ => panic!("{k}"),
        }
    }
    let mut ex = vec![];
    let mut files = learn::files(Path::new("crates/phi-deid/train")).unwrap();
    for e in &extra { files.extend(learn::files(Path::new(e)).unwrap()); }
    for f in files {
        let n = f.file_name().unwrap().to_str().unwrap().to_owned();
        if skip.iter().any(|s| n.starts_with(s.as_str())) { continue }
        ex.extend(learn::read_file(&f).unwrap());
    }
    let n = ex.len();
    for i in 0..n {
        if up > 0 && i % up == 0 { let mut e = ex[i].clone(); e.text = e.text.to_ascii_uppercase(); ex.push(e); }
        if low > 0 && i % low == 1 % low { let mut e = ex[i].clone(); e.text = e.text.to_ascii_lowercase(); ex.push(e); }
    }
    let engine = if args.iter().any(|a| a == "rounds=0") { TextEngine::new().unwrap().untaught() } else {
        let w = train(&ex, &s).unwrap();
        TextEngine::new().unwrap().taught(w).unwrap()
    };
    print!("{} texts; ", ex.len());
    for e in &evals {
        let (mut marks, mut found, mut taken, mut right, mut clean, mut pos, mut neg, mut touched) = (0, 0, 0, 0, 0, 0, 0, 0);
        let mut miss = [0, 0];
        let mut by: std::collections::BTreeMap<&str, (usize, usize)> = Default::default();
        for l in std::fs::read_to_string(e).unwrap().lines() {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            let t = v["text"].as_str().unwrap();
            let chars: Vec<usize> = t.char_indices().map(|c| c.0).chain([t.len()]).collect();
            let g: Vec<(usize, usize)> = v["spans"].as_array().unwrap().iter().map(|s| (chars[s["start"].as_u64().unwrap() as usize], chars[s["end"].as_u64().unwrap() as usize])).collect();
            let r = engine.redact(t, &[], Reference { year: 2026 });
            let spans = match r { Ok(r) => r.spans, Err(_) => vec![] };
            let mut mt = vec![false; t.len()];
            let mut mg = vec![false; t.len()];
            for s in &spans { for i in s.start..s.end { mt[i] = true } }
            for s in &g { for i in s.0..s.1 { mg[i] = true } }
            let al = |i: usize| t.is_char_boundary(i) && t[i..].chars().next().is_some_and(char::is_alphanumeric);
            let mut all = true;
            for s in &g {
                marks += 1;
                let ok = (s.0..s.1).all(|i| !al(i) || mt[i]);
                found += ok as usize;
                all &= ok;
            }
            for s in &spans {
                let e = by.entry(s.rule).or_default();
                for i in s.start..s.end { if al(i) { taken += 1; if mg[i] { right += 1; e.0 += 1 } else { e.1 += 1 } } }
            }
            if g.is_empty() { neg += 1; touched += usize::from(!spans.is_empty()) } else { pos += 1; clean += all as usize }
        }
        let n = e.rsplit('/').nth(if e.contains("corpus") { 1 } else { 0 }).unwrap();
        print!("{n} {:.4}/{:.4}/{:.3}/{:.3}  ", found as f64 / marks as f64, right as f64 / taken as f64, clean as f64 / pos as f64, touched as f64 / neg as f64);
        if rules {
            println!("misses closed/open {miss:?}");
            let mut v: Vec<_> = by.into_iter().collect();
            v.sort_by_key(|x| std::cmp::Reverse(x.1.1));
            println!();
            for (r, (a, b)) in v.iter().take(70) { println!("   {b:5} false {a:6} right {r}"); }
        }
    }
    println!();
}
