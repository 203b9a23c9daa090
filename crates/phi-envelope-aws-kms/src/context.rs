//! The encryption context: what a wrap is bound to, as the service sees it.
//!
//! The service authenticates these pairs, writes them to its trail in the clear, and lets key policies ask for them
//! (`kms:EncryptionContext:phi-tenant`). So they are made from a [`WrapContext`] alone, which holds nothing that is PHI: subjects, records and
//! fields are bound further down, in the wraps and seals that are made in this process.

use std::collections::HashMap;

use phi_envelope::{WrapContext, WrapRole, url::AwsKmsUrl};

/// What a wrap is bound to, apart from the key: owned, since calls outlive their callers.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    tenant: String,
    version: u32,
    role: WrapRole,
}

impl From<&WrapContext<'_>> for Bound {
    fn from(context: &WrapContext<'_>) -> Self {
        Self { tenant: context.tenant().as_str().to_owned(), version: context.version(), role: context.role() }
    }
}

impl Bound {
    /// The pairs. `key` is the one that the wrap names: among replicas of one key, the one that wrapped.
    pub(crate) fn pairs(&self, key: &AwsKmsUrl) -> HashMap<String, String> {
        let role = match self.role {
            WrapRole::Primary => "primary",
            WrapRole::Recovery => "recovery",
        };
        [
            ("phi-format", "phi-tenant-key-1"),
            ("phi-tenant", &self.tenant),
            ("phi-version", &self.version.to_string()),
            ("phi-role", role),
            ("phi-root-key", key.arn()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use phi_envelope::testing::wrap_context;
    use phi_types::TenantId;

    #[test]
    fn every_part_tells_wraps_apart() {
        let (north, south) = (TenantId::new("north").unwrap(), TenantId::new("south").unwrap());
        let key =
            |id: &str| format!("aws-kms:arn:aws:kms:us-east-1:111122223333:key/{id}").parse::<AwsKmsUrl>().unwrap();
        let pairs = |tenant, version, role, id: &str| Bound::from(&wrap_context(tenant, version, role)).pairs(&key(id));
        let home = pairs(&north, 1, WrapRole::Primary, "a");
        for other in [
            pairs(&south, 1, WrapRole::Primary, "a"),
            pairs(&north, 2, WrapRole::Primary, "a"),
            pairs(&north, 1, WrapRole::Recovery, "a"),
            pairs(&north, 1, WrapRole::Primary, "b"),
        ] {
            assert_ne!(home, other);
        }
        assert_eq!(home, pairs(&north, 1, WrapRole::Primary, "a"));
        let mut names: Vec<_> = home.into_keys().collect();
        names.sort();
        assert_eq!(names, ["phi-format", "phi-role", "phi-root-key", "phi-tenant", "phi-version"]);
    }
}
