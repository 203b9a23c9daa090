//! The example `rotate` as its users run it, and its key store under the suite for key stores.

#![allow(clippy::unwrap_used, reason = "a failed test is a panic by design")]

use std::{path::Path, process::Command};

type Failed = Box<dyn std::error::Error>;

#[path = "../../../examples/rotate/store.rs"]
#[allow(dead_code, reason = "the example uses all of it")]
mod store;

#[test]
fn a_rotation_that_was_killed_is_taken_up() {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().and_then(Path::parent).unwrap().join("examples/rotate");
    assert!(program.exists(), "`cargo test` builds the example first; a single test target does not");
    let output = Command::new(program).arg("6000").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for expected in [
        "by version of the tenant key: {1: 6000}",
        "   killed\n",
        "1000 rows read meanwhile, all of them open",
        "by version of the tenant key: {2: 6000}",
        "[(1, Deactivated), (2, Active)]",
        "6000 rows read, all of them open; no row was rewritten",
    ] {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
    assert!(told.lines().any(|line| line.contains("{1: ") && line.contains(", 2: ")), "half-way: {told}");
}

#[test]
fn its_store_keeps_what_key_stores_promise_and_destroyed_keys_are_in_no_file() {
    let folder = std::env::temp_dir().join(format!("rotate-store-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut count = 0;
    hipaa::envelope::testing::key_store(|| {
        count += 1;
        store::Keys::open(&folder.join(format!("{count}.db"))).unwrap()
    })
    .unwrap();

    use hipaa::envelope::{KeyStore as _, Shelf, StoredKey};
    let (keys, tenant) =
        (store::Keys::open(&folder.join("keys.db")).unwrap(), hipaa::types::TenantId::new("north").unwrap());
    let entry = StoredKey { version: 1, wrapped: vec![0xDD; 40], ..StoredKey::default() };
    keys.add(&tenant, Shelf::Notes, entry).unwrap();
    let holds = || {
        let files = ["keys.db", "keys.db-wal"].map(|name| std::fs::read(folder.join(name)).unwrap_or_default());
        files.iter().any(|file| file.windows(40).any(|window| window == [0xDD; 40]))
    };
    assert!(holds());
    keys.destroy(&tenant, Shelf::Notes, 1).unwrap();
    assert!(!holds());
    drop(keys);
    std::fs::remove_dir_all(folder).unwrap();
}
