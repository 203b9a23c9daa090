//! Runs this program again, for what only a process of its own shows: standard error, the environment, instruction counts.

use std::process::Command;

/// Standard error of `dbg!` in one column.
pub fn dbg(column: &str, environment: &[(&str, &str)]) -> Option<(String, String)> {
    let output = Command::new(std::env::current_exe().ok()?)
        .args(["dbg", column])
        .envs(environment.iter().copied())
        .output()
        .ok()?;
    let written = String::from_utf8_lossy(&output.stderr).into_owned();
    let (canary, other) = written.split_once("=====")?;
    Some((canary.trim().to_owned(), other.trim().to_owned()))
}

/// How many instructions one comparison takes whose operands differ at `place`; `None` without valgrind.
pub fn instructions(column: &str, place: &str) -> Option<u64> {
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--collect-atstart=no",
            "--toggle-collect=*compare_probe*",
            "--callgrind-out-file=/dev/null",
        ])
        .arg(std::env::current_exe().ok()?)
        .args(["compare", column, place])
        .output()
        .ok()?;
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = report.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}
