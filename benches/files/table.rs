//! 64 MiB by each way, next to the raw cipher on the same memory in the same rounds.
//!
//! - **raw**: the backend's AES-256-GCM, key ready, pieces of 16 KiB where they stand in 64 MiB of memory: each is fetched from memory and goes
//!   back to it.
//! - **in place**: the same memory; opened in pieces, or moved together. What is sealed goes to `io::sink`.
//! - **into another place**: from 64 MiB into another 64 MiB, both touched before.
//! - **as a stream from memory**: text of 64 MiB written in one call to a writer over `io::sink`; a sealed file in memory, borrowed, read in calls
//!   of 1 MiB into one place.
//! - **as a stream of a small place**: 256 KiB of text written 256 times, as by one who makes it piece by piece; beside it the raw cipher on
//!   256 KiB 256 times. Opened: a sealed file in memory that is copied once, and shown where it was opened.
//! - **from a file**: in the system's cache; beside it reading 256 KiB of the same file and the raw cipher there.
//!
//! One thread: its CPU time. Two threads: wall time. Ten interleaved rounds, the median of each. Before each, two times 64 MiB are copied,
//! so that none finds its memory in a cache.

use std::{
    fs::File,
    hint::black_box,
    io::{self, BufRead, Read, Write},
    path::{Path, PathBuf},
};

use phi_envelope::{Backend, file::FileReader};

use super::{
    Bench, FILE, MIB, ROW, Study, ask, by_cpu, by_wall, median,
    raw::{PIECE, Raw},
};

const HAND: usize = MIB / 4;

struct Place {
    bench: Bench,
    raw: Raw,
    text: Vec<u8>,
    sealed: Vec<u8>,
    /// Where raw seals and opens, in place, and its tags.
    here: Vec<u8>,
    tags: Vec<[u8; 16]>,
    /// What raw sealed, and its tags.
    raw_sealed: Vec<u8>,
    raw_tags: Vec<[u8; 16]>,
    /// A text that is sealed in place, and a sealed file that is opened in place.
    text_here: Vec<u8>,
    sealed_here: Vec<u8>,
    out: Vec<u8>,
    hand: Vec<u8>,
    hand_tags: Vec<[u8; 16]>,
    text_file: PathBuf,
    sealed_file: PathBuf,
}

type Act = fn(&mut Place, usize);

/// Name, sealing, opening; whether also by two threads.
const ROWS: [(&str, Act, Act, bool); 9] = [
    ("raw", raw_seal, raw_open, true),
    ("in place / in pieces", seal_in_place, open_in_pieces, true),
    ("in place / moved together", seal_in_place, open_in_place, false),
    ("into another place", seal_into, open_into, true),
    ("raw, each piece copied first", raw_seal_copied, raw_open_copied, false),
    ("as a stream from memory", stream_seal, stream_open, true),
    ("as a stream of a small place / shown", small_seal, shown_open, true),
    ("raw on the small place", raw_small, raw_small_open, false),
    ("from a file", file_seal, file_open, true),
];
const RAW_FILE: (Act, Act) = (raw_file_seal, raw_file_open);

fn raw_seal(place: &mut Place, workers: usize) {
    if workers > 1 {
        place.raw.seal_by_two(&mut place.here, &mut place.tags);
    } else {
        place.raw.seal(&mut place.here, &mut place.tags);
    }
}

fn raw_open(place: &mut Place, workers: usize) {
    if workers > 1 {
        place.raw.open_by_two(&mut place.here, &place.raw_tags);
    } else {
        place.raw.open(&mut place.here, &place.raw_tags);
    }
}

fn raw_seal_copied(place: &mut Place, _: usize) {
    place.raw.seal_fetched(&place.text, &mut place.hand[..PIECE]);
}

fn raw_open_copied(place: &mut Place, _: usize) {
    place.raw.open_fetched(&place.raw_sealed, &place.raw_tags, &mut place.hand[..PIECE]);
}

fn raw_small(place: &mut Place, _: usize) {
    for _ in 0..FILE / HAND {
        place.raw.seal(&mut place.hand, &mut place.hand_tags);
    }
}

fn raw_small_open(place: &mut Place, _: usize) {
    for _ in 0..FILE / HAND {
        // Its tags are not those; it takes as long.
        place.raw.seal(&mut place.hand, &mut place.hand_tags);
    }
}

fn raw_file_seal(place: &mut Place, _: usize) {
    let mut file = File::open(&place.text_file).unwrap();
    for _ in 0..FILE / HAND {
        file.read_exact(&mut place.hand).unwrap();
        place.raw.seal(&mut place.hand, &mut place.hand_tags);
    }
}

fn raw_file_open(place: &mut Place, workers: usize) {
    raw_file_seal(place, workers);
}

impl Place {
    fn sealing<T>(&self, act: impl FnOnce(&Bench, phi_types::gate::SealFile<'_>) -> T) -> T {
        let grant = self.bench.gate.create_blocking(&self.bench.who, ask()).unwrap();
        act(&self.bench, grant.file(ROW, Study::SCAN).unwrap())
    }
}

/// Opens by a grant of its own; a macro, since what is opened and the bench are parts of one place.
macro_rules! opening {
    ($place:ident, |$keys:ident, $file:ident| $act:expr) => {{
        let Bench { gate, keys: $keys, who } = &$place.bench;
        let grant = gate.read_blocking(who, ask()).unwrap();
        let $file = grant.file(ROW, Study::SCAN).unwrap();
        $act
    }};
}

fn seal_in_place(place: &mut Place, workers: usize) {
    let mut text = core::mem::take(&mut place.text_here);
    place.sealing(|bench, file| bench.keys.seal_file_in_place(file, &mut text, io::sink(), workers).unwrap());
    place.text_here = text;
}

fn open_in_pieces(place: &mut Place, workers: usize) {
    opening!(place, |keys, file| {
        black_box(keys.open_file_in_pieces(file, &mut place.sealed_here, workers).unwrap().count());
    });
}

fn open_in_place(place: &mut Place, _: usize) {
    opening!(place, |keys, file| {
        black_box(keys.open_file_in_place(file, &mut place.sealed_here).unwrap());
    });
}

fn seal_into(place: &mut Place, workers: usize) {
    let mut out = core::mem::take(&mut place.out);
    place.sealing(|bench, file| bench.keys.seal_file_into(file, &place.text, &mut out, workers).unwrap());
    place.out = out;
}

fn open_into(place: &mut Place, workers: usize) {
    opening!(place, |keys, file| {
        black_box(keys.open_file_into(file, &place.sealed, &mut place.out, workers).unwrap());
    });
}

fn stream_seal(place: &mut Place, workers: usize) {
    place.bench.seal(&place.text, 1, workers, io::sink());
}

fn small_seal(place: &mut Place, workers: usize) {
    place.bench.seal(&place.hand, FILE / HAND, workers, io::sink());
}

fn file_seal(place: &mut Place, workers: usize) {
    place.sealing(|bench, file| {
        let mut writer = bench.keys.seal_file(file, io::sink()).unwrap().workers(workers);
        writer.read_from(File::open(&place.text_file).unwrap()).unwrap();
        writer.finish().unwrap();
    });
}

fn read_all(mut reader: FileReader<'_, impl Read>, hand: &mut [u8]) {
    while reader.read(hand).unwrap() > 0 {
        black_box(&hand);
    }
}

fn stream_open(place: &mut Place, workers: usize) {
    opening!(place, |keys, file| {
        let reader = keys.open_file(file, &place.sealed[..]).unwrap();
        // Borrowing is for one thread; several have to be given portions of their own.
        let reader = if workers > 1 { reader.workers(workers) } else { reader.borrowing() };
        read_all(reader, &mut place.out[..MIB]);
    });
}

fn shown_open(place: &mut Place, workers: usize) {
    opening!(place, |keys, file| {
        let mut reader = keys.open_file(file, &place.sealed[..]).unwrap().workers(workers);
        loop {
            let shown = black_box(reader.fill_buf().unwrap()).len();
            if shown == 0 {
                break;
            }
            reader.consume(shown);
        }
    });
}

fn file_open(place: &mut Place, workers: usize) {
    opening!(place, |keys, file| {
        let reader = keys.open_file(file, File::open(&place.sealed_file).unwrap()).unwrap().workers(workers);
        read_all(reader, &mut place.hand);
    });
}

fn place(backend: Backend, folder: &Path) -> Place {
    let (bench, raw) = (Bench::new(backend), Raw::new(backend));
    let text = vec![7; FILE];
    let sealed = bench.seal(&text, 1, 2, Vec::new());
    let (mut raw_sealed, mut raw_tags) = (text.clone(), vec![[0; 16]; FILE / PIECE]);
    raw.seal(&mut raw_sealed, &mut raw_tags);
    let (text_file, sealed_file) = (folder.join("text"), folder.join("sealed"));
    File::create(&text_file).unwrap().write_all(&text).unwrap();
    File::create(&sealed_file).unwrap().write_all(&sealed).unwrap();
    Place {
        here: text.clone(),
        tags: raw_tags.clone(),
        text_here: text.clone(),
        sealed_here: sealed.clone(),
        out: vec![1; sealed.len()],
        hand: vec![7; HAND],
        hand_tags: vec![[0; 16]; HAND / PIECE],
        bench,
        raw,
        text,
        sealed,
        raw_sealed,
        raw_tags,
        text_file,
        sealed_file,
    }
}

fn rate(seconds: f64) -> f64 {
    FILE as f64 / 1e6 / seconds
}

pub(crate) fn table(backend: Backend, folder: &Path) {
    let mut place = place(backend, folder);
    let rows = || ROWS.into_iter().chain([("raw, from the file", RAW_FILE.0, RAW_FILE.1, false)]);
    // Of each row: CPU time by one; wall time by one and by two; each sealing and opening.
    let mut rounds = vec![<[[Vec<f64>; 3]; 2]>::default(); rows().count()];
    for _ in 0..10 {
        for ((_, seal, open, by_two), to) in rows().zip(&mut rounds) {
            for (act, to) in [seal, open].into_iter().zip(to) {
                let mut measure = |by: &dyn Fn(&mut dyn FnMut()) -> f64, workers| {
                    place.sealed_here.copy_from_slice(&place.sealed);
                    place.here.copy_from_slice(&place.raw_sealed);
                    by(&mut || act(&mut place, workers))
                };
                to[0].push(measure(&|act| by_cpu(act), 1));
                if by_two {
                    to[1].push(measure(&|act| by_wall(act), 1));
                    to[2].push(measure(&|act| by_wall(act), 2));
                }
            }
        }
    }
    let medians: Vec<_> = rounds.into_iter().map(|row| row.map(|way| way.map(median_or_nothing))).collect();
    let [raw_seal, raw_open] = medians[0].map(|way| way[0]);
    println!(
        "| 64 MiB, {}, one thread | sealing, MB/s | to raw | opening, MB/s | to raw |\n|---|--:|--:|--:|--:|",
        backend.name()
    );
    for ((name, ..), [seal, open]) in rows().zip(&medians) {
        let (seal, open) = (seal[0], open[0]);
        println!(
            "| {name} | {:.0} | {:.2} | {:.0} | {:.2} |",
            rate(seal),
            raw_seal / seal,
            rate(open),
            raw_open / open
        );
    }
    println!("\n| {}, two threads to one | sealing | opening |\n|---|--:|--:|", backend.name());
    for ((name, .., by_two), [seal, open]) in rows().zip(&medians) {
        if by_two {
            println!("| {name} | {:.2} | {:.2} |", seal[1] / seal[2], open[1] / open[2]);
        }
    }
    println!();
}

fn median_or_nothing(of: Vec<f64>) -> f64 {
    if of.is_empty() { f64::NAN } else { median(of) }
}
