//! The leak matrix: how each library does on each leak path. Every cell is what this program saw.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/Cargo.toml > docs/leak-matrix.md
//! cargo run --release --manifest-path benches/peers/Cargo.toml -- check      fails if our column leaks
//! ```
//!
//! Each library holds the same text in the way that its documentation shows, as a field of a host's struct (`columns.rs`). A cell
//! is `leaks` where the text, or a part that tells about it, came out; `mute` where the code compiles and nothing came out;
//! `refused` where the code does not compile, which the program asks the compiler through its trait probes (`probe.rs`); and `–`
//! where the library has nothing of the kind.

mod cell;
mod columns;
mod contender;
mod heap;
mod output;
mod probe;
mod spawn;
mod timing;

use cell::Cell;
use phi_test_harness::Spy;

/// Looks into freed blocks, for the rows of the heap.
#[global_allocator]
static SPY: Spy = Spy;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => page(&columns::all()),
        ["check"] => {
            // For CI: nothing of ours leaks but where the row says what the host has to do.
            let leaking: Vec<_> = columns::all()
                .into_iter()
                .take(1)
                .flat_map(|ours| ours.cells.into_iter().zip(cell::ROWS))
                .filter(|(cell, _)| matches!(cell, Cell::Leaks | Cell::Shape | Cell::Compiles))
                .map(|(_, row)| row)
                .collect();
            println!("rows in which this library leaks: {leaking:?}");
            std::process::exit(i32::from(!leaking.is_empty()));
        }
        ["dbg", column] => columns::dbg(column),
        ["compare", column, place] => columns::compare(column, place),
        _ => std::process::exit(2),
    }
}

/// The whole page, in Markdown.
fn page(columns: &[columns::Column]) {
    println!("{}", include_str!("page.md").trim_end());
    println!();
    let titles: Vec<_> = columns.iter().map(|column| column.name).collect();
    println!("| leak path | {} |", titles.join(" | "));
    println!("|---{}|", "|---".repeat(columns.len()));
    for (row, path) in cell::ROWS.iter().enumerate() {
        let cells: Vec<_> = columns.iter().map(|column| column.cells[row].to_string()).collect();
        println!("| {path} | {} |", cells.join(" | "));
    }
    println!();
    println!("{}", include_str!("remarks.md").trim_end());
    println!();
    for column in columns {
        match timing::counts(column.name) {
            Some(counts) => println!("* {}: {counts:?}", column.name),
            None => println!("* {}: no comparison", column.name),
        }
    }
}
