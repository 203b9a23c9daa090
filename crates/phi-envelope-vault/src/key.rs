//! The root key in its engine: read at each use, and checked that it cannot leave and is still the same.

use std::collections::BTreeMap;

use crate::{
    error::{Failure, VaultError},
    server::{Budget, Server},
    transport::Method,
    wire::{self, KeyData, Made},
};

/// What a server says of a key, as far as it matters for a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransitKey {
    /// The newest version, which wraps.
    pub latest_version: u32,
    /// The oldest version that still unwraps.
    pub min_decryption_version: u32,
    /// Whether a key is derived from it for each context.
    pub derived: bool,
    /// Whether it can be read from the server. Refused but by [`InsecureExportable`](crate::InsecureExportable).
    pub exportable: bool,
    /// Whether it can be backed up in the clear. Refused but by [`InsecureExportable`](crate::InsecureExportable).
    pub allow_plaintext_backup: bool,
    /// Whether one call deletes it, and with it whatever has no recovery wrap. Not refused: a warning is in place.
    pub deletion_allowed: bool,
    /// Whether it was made elsewhere and imported, so that the place where it was made may have it still.
    pub imported: bool,
}

/// The versions that were seen, and when each was made.
pub(crate) type Seen = BTreeMap<u32, u64>;

/// Reads the key. <https://openbao.org/docs/api/secret/transit/#read-key>,
/// <https://developer.hashicorp.com/vault/api-docs/secret/transit#read-key>
pub(crate) fn read(server: &Server, budget: &mut Budget, lenient: bool) -> Result<(TransitKey, Seen), Failure> {
    let answer = server.ask(budget, Method::Get, "keys", "")?;
    check(&wire::key(&answer.body)?, server.url().key(), lenient)
}

fn check(data: &KeyData<'_>, name: &str, lenient: bool) -> Result<(TransitKey, Seen), Failure> {
    if data.name != name {
        return Err(VaultError::Answer.into());
    }
    if data.soft_deleted == Some(true) {
        return Err(VaultError::NoKey.into());
    }
    let fit = data.r#type == "aes256-gcm96" && data.supports_encryption && data.supports_decryption;
    // Convergent encryption makes equal wraps of equal keys, under nonces that are derived.
    if !fit || data.convergent_encryption == Some(true) {
        return Err(VaultError::Unfit.into());
    }
    let mut seen = Seen::new();
    for (version, made) in &data.keys {
        let Made::At(time) = made else { return Err(VaultError::Unfit.into()) };
        seen.insert(*version, *time);
    }
    let newest = seen.last_key_value().map(|(version, _)| *version).filter(|version| *version > 0);
    let latest_version = newest.ok_or(VaultError::Answer)?;
    if data.latest_version.is_some_and(|latest| latest != latest_version) {
        return Err(VaultError::Answer.into());
    }
    let key = TransitKey {
        latest_version,
        min_decryption_version: data.min_decryption_version,
        derived: data.derived,
        exportable: data.exportable.unwrap_or(true),
        allow_plaintext_backup: data.allow_plaintext_backup.unwrap_or(true),
        deletion_allowed: data.deletion_allowed.unwrap_or(true),
        imported: data.imported_key.unwrap_or(false),
    };
    if !lenient && (key.exportable || key.allow_plaintext_backup) {
        return Err(VaultError::Exportable.into());
    }
    Ok((key, seen))
}

/// What has been seen of the key now, if it may be the one that was seen before. A key that was deleted and made again has its versions made at
/// other times.
///
/// # Errors
/// [`VaultError::Replaced`]; [`VaultError::Unavailable`] from a node that knows fewer versions: it has not heard of the newest yet, or was set
/// back to an old backup, and would wrap under an old one.
pub(crate) fn same(before: &Seen, now: Seen) -> Result<Seen, VaultError> {
    let newest = |seen: &Seen| seen.last_key_value().map(|(version, _)| *version);
    if now.iter().any(|(version, made)| before.get(version).is_some_and(|then| then != made)) {
        return Err(VaultError::Replaced);
    }
    // Old versions may have been archived or trimmed, the newest goes nowhere.
    if newest(&now) < newest(before) {
        return Err(VaultError::Unavailable);
    }
    let mut all = before.clone();
    all.extend(now);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(json: &str) -> Result<TransitKey, VaultError> {
        let body = format!("{{\"data\":{json}}}");
        let data = wire::key(body.as_bytes()).map_err(VaultError::from)?;
        check(&data, "foo", false).map(|(key, _)| key).map_err(VaultError::from)
    }

    /// The sample of Vault's documentation.
    const SAMPLE: &str = r#"{"type":"aes256-gcm96","deletion_allowed":false,"derived":false,"exportable":false,
        "allow_plaintext_backup":false,"keys":{"1":1442851412},"min_decryption_version":1,"min_encryption_version":0,"name":"foo",
        "supports_encryption":true,"supports_decryption":true,"supports_derivation":true,"supports_signing":false,"imported":false}"#;

    #[test]
    fn the_sample_of_the_documentation_is_a_root_key() {
        let key = checked(SAMPLE).unwrap();
        assert_eq!((key.latest_version, key.min_decryption_version), (1, 1));
        assert!(!key.derived && !key.exportable && !key.deletion_allowed && !key.imported);
    }

    #[test]
    fn what_is_not_told_or_not_fit_counts_against_the_key() {
        let with = |from: &str, to: &str| {
            let changed = SAMPLE.replace(from, to);
            assert_ne!(changed, SAMPLE, "{from}");
            checked(&changed).unwrap_err()
        };
        for (from, to, error) in [
            (r#""exportable":false,"#, "", VaultError::Exportable),
            (r#""exportable":false"#, r#""exportable":true"#, VaultError::Exportable),
            (r#""allow_plaintext_backup":false,"#, "", VaultError::Exportable),
            (r#""allow_plaintext_backup":false"#, r#""allow_plaintext_backup":true"#, VaultError::Exportable),
            ("aes256-gcm96", "aes128-gcm96", VaultError::Unfit),
            ("aes256-gcm96", "chacha20-poly1305", VaultError::Unfit),
            (r#""supports_decryption":true"#, r#""supports_decryption":false"#, VaultError::Unfit),
            (r#""derived":false"#, r#""derived":true,"convergent_encryption":true"#, VaultError::Unfit),
            (r#"{"1":1442851412}"#, r#"{"1":{"public_key":""}}"#, VaultError::Unfit),
            (r#"{"1":1442851412}"#, "{}", VaultError::Answer),
            (r#"{"1":1442851412}"#, r#"{"0":1}"#, VaultError::Answer),
            (r#"{"1":1442851412}"#, r#"{"-1":1}"#, VaultError::Answer),
            (r#""name":"foo""#, r#""name":"bar""#, VaultError::Answer),
            (r#""name":"foo""#, r#""name":"foo","name":"foo""#, VaultError::Answer),
            (r#""name":"foo""#, r#""name":"foo","latest_version":2"#, VaultError::Answer),
            (r#""name":"foo""#, r#""name":"foo","soft_deleted":true"#, VaultError::NoKey),
        ] {
            assert_eq!(with(from, to), error, "{to}");
        }
    }

    #[test]
    fn a_key_is_the_same_as_long_as_its_versions_are() {
        let seen = |versions: &[(u32, u64)]| versions.iter().copied().collect::<Seen>();
        let before = seen(&[(1, 10), (2, 20)]);
        for now in [&[(1, 10), (2, 20)][..], &[(2, 20)], &[(1, 10), (2, 20), (3, 30)], &[(3, 30)]] {
            assert!(same(&before, seen(now)).is_ok(), "{now:?}");
        }
        for now in [&[(1, 11), (2, 20)][..], &[(2, 21)], &[(1, 30)], &[(1, 10), (2, 21), (3, 30)]] {
            assert_eq!(same(&before, seen(now)), Err(VaultError::Replaced), "{now:?}");
        }
        for now in [&[(1, 10)][..], &[]] {
            assert_eq!(same(&before, seen(now)), Err(VaultError::Unavailable), "{now:?}");
        }
        assert!(same(&Seen::new(), before).is_ok());
    }
}
