//! The published vectors of transparency-dev/merkle, when they are at hand (`PHI_SHARED` names the folder that
//! holds them).

use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding as _};
use serde_json::Value;

use super::*;

#[test]
fn inclusion_vectors() {
    run("inclusion", |case| {
        verify_inclusion(
            &hash(&case["leafHash"])?,
            case["leafIdx"].as_u64()?,
            case["treeSize"].as_u64()?,
            &hash(&case["root"])?,
            &hashes(&case["proof"])?,
        )
        .ok()
    });
}

#[test]
fn consistency_vectors() {
    run("consistency", |case| {
        verify_consistency(
            case["size1"].as_u64()?,
            &hash(&case["root1"])?,
            case["size2"].as_u64()?,
            &hash(&case["root2"])?,
            &hashes(&case["proof"])?,
        )
        .ok()
    });
}

fn run(kind: &str, verify: impl Fn(&Value) -> Option<()>) {
    let Some(shared) = std::env::var_os("PHI_SHARED") else {
        return;
    };
    let mut files = Vec::new();
    collect(&Path::new(&shared).join("vectors/merkle-testdata").join(kind), &mut files);
    let mut valid = 0;
    for file in &files {
        let case: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let wanted = !case["wantErr"].as_bool().unwrap();
        assert_eq!(verify(&case).is_some(), wanted, "{}", file.display());
        valid += usize::from(wanted);
    }
    println!("{kind}: {} vectors ran, {valid} of them valid", files.len());
    assert!(valid > 0 && valid < files.len());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// Some cases hold short placeholders, which upstream compares as they are: they are hashed, which keeps equal ones
/// equal. `None` for the empty ones, which upstream refuses and our type cannot hold.
fn hash(value: &Value) -> Option<Hash> {
    let bytes = Base64::decode_vec(value.as_str()?).ok()?;
    match <[u8; HASH_LEN]>::try_from(bytes.as_slice()) {
        Ok(hash) => Some(Hash::from_bytes(hash)),
        Err(_) => (!bytes.is_empty()).then(|| Hash::leaf(&bytes)),
    }
}

fn hashes(value: &Value) -> Option<Vec<Hash>> {
    match value {
        Value::Null => Some(Vec::new()),
        _ => value.as_array()?.iter().map(hash).collect(),
    }
}
