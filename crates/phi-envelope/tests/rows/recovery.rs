//! Two wraps of each tenant key: the drill, and the day on which the first root is lost.

use std::sync::Arc;

use phi_envelope::{
    EnvelopeKeyring, EphemeralProvider, GeneratedKey, KeyEvent, KeyMaterial, KeyProvider, KeyStore, KeyringError,
    LocalKeyring, MemoryKeyStore, ProviderDescription, ProviderError, Shelf, StoredKey, WrapContext,
};
use phi_types::{
    OsEntropy, Purpose, TenantId,
    gate::{Administration, Ask, Gate, GateSeed},
};

use crate::world::{Everything, Patient, Takes, World, row_id, subject, who, world};

fn offline(name: &str) -> (std::path::PathBuf, Arc<LocalKeyring>) {
    let folder = std::env::temp_dir().join(format!("phi-recovery-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (path, phrase) = (folder.join("recovery.keyring"), "in a sealed envelope in the safe".into());
    LocalKeyring::create(&path, &phrase).unwrap();
    (folder, Arc::new(LocalKeyring::open(&path, &phrase).unwrap()))
}

fn with_recovery(mut world: World, recovery: &Arc<LocalKeyring>) -> World {
    world.keys = world.keys.with_recovery(Arc::clone(recovery));
    world
}

/// The whole drill, as an entity would hold it: the primary root is gone, the second comes out of the safe.
#[test]
fn a_lost_root_loses_no_data() {
    let (folder, recovery) = offline("lost");
    let world = with_recovery(world(), &recovery);
    let tenant = TenantId::new("north").unwrap();
    let rows: Vec<_> = (1..=4).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).unwrap();
    let drill = world.keys.restore_drill(&tenant, &recovery).unwrap();
    assert!(drill.passed());
    assert_eq!(drill.recoverable, [1, 2]);

    // Another process, another primary root: the first is lost. The store is what it was.
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let fresh = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys = EnvelopeKeyring::new(seed.brand(), fresh, Arc::clone(&world.store)).with_recovery(Arc::clone(&recovery));
    let gate = Gate::new(seed, Everything(phi_types::gate::Epoch::new()), Takes, phi_types::SystemClock);
    let name = |row: &phi_types::record::SealedRecord<Patient>| {
        let grant = gate.read_blocking(&world.north, Ask::<Patient>::about(row.subject(), Purpose::Treatment)).unwrap();
        grant.reveal(row, &keys, |view| view.name.granted().unwrap_or_default().to_owned())
    };
    assert!(rows.iter().all(|row| name(row).is_err()));
    let act = || {
        gate.administer_blocking(&world.north, Administration::RotateKey, phi_types::Phi::from("lost root")).unwrap()
    };
    assert_eq!(keys.restore(&act(), &recovery), Ok(2));
    assert_eq!(keys.restore(&act(), &recovery), Ok(0), "once is enough");
    assert!(rows.iter().all(|row| name(row).as_deref() == Ok("Testpatient, Ana")));
    assert!(keys.restore_drill(&tenant, &recovery).unwrap().passed(), "and the next loss would be survived as well");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn tenants_from_before_get_their_second_wrap_and_the_drill_finds_what_is_missing_or_wrong() {
    let (folder, recovery) = offline("added");
    let world = world();
    let tenant = TenantId::new("north").unwrap();
    let row = world.seal(&world.north, subject(1), row_id(1));
    assert_eq!(world.keys.restore_drill(&tenant, &recovery).unwrap().without, [1]);
    let authority = world.authority(&world.north, Administration::RotateKey);
    assert_eq!(world.keys.add_recovery(&authority), Err(KeyringError::Absent));
    let world = with_recovery(world, &recovery);
    assert_eq!(world.keys.add_recovery(&authority), Ok(1));
    assert_eq!(world.keys.add_recovery(&authority), Ok(0));
    assert!(world.keys.restore_drill(&tenant, &recovery).unwrap().passed());
    assert!(world.name(&world.north, &row).is_ok());

    let stranger = EphemeralProvider::generate(&OsEntropy).unwrap();
    let drill = world.keys.restore_drill(&tenant, &stranger).unwrap();
    assert_eq!(drill.failing, [1]);
    assert!(!drill.independent, "by its description it is the same root");
    // The primary wrap in the place of the recovery wrap: bound to its role, it does not open there.
    let mut stored = world.store.shelf(&tenant, Shelf::Tenant).unwrap().keys.remove(0);
    stored.recovery = stored.wrapped.clone();
    let revision = stored.revision + 1;
    world.store.replace(&tenant, Shelf::Tenant, StoredKey { revision, ..stored }).unwrap();
    assert_eq!(world.keys.restore_drill(&tenant, &recovery).unwrap().failing, [1]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_tenant_moves_from_one_root_to_another_while_both_answer() {
    let (folder, recovery) = offline("moved");
    let world = with_recovery(world(), &recovery);
    let row = world.seal(&world.north, subject(1), row_id(1));
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let keys = EnvelopeKeyring::new(seed.brand(), Arc::clone(&recovery), Arc::clone(&world.store));
    let gate = Gate::new(seed, Everything(phi_types::gate::Epoch::new()), Takes, phi_types::SystemClock);
    let act =
        || gate.administer_blocking(&world.north, Administration::RotateKey, phi_types::Phi::from("new root")).unwrap();
    let stranger = EphemeralProvider::generate(&OsEntropy).unwrap();
    assert_eq!(
        keys.move_root(&act(), &stranger),
        Err(KeyringError::Refused),
        "not through a root that it is not under"
    );
    assert_eq!(keys.move_root(&act(), &world.provider), Ok(1));
    assert_eq!(keys.move_root(&act(), &world.provider), Ok(0));
    let grant = gate.read_blocking(&world.north, Ask::<Patient>::about(subject(1), Purpose::Treatment)).unwrap();
    assert!(grant.reveal(&row, &keys, |view| view.name.granted().is_some()).unwrap());
    let evidence = keys.evidence(&TenantId::new("north").unwrap(), subject(1)).unwrap().remove(0);
    assert!(evidence.proven);
    assert_eq!(evidence.location, Some(phi_envelope::KeyLocation::SealedFile), "the record says where the root is now");
    world.keys.invalidate(&TenantId::new("north").unwrap(), None);
    assert!(world.name(&world.north, &row).is_err(), "the old root is out");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn tenant_keys_are_wrapped_anew_under_the_roots_that_they_have() {
    let (folder, recovery) = offline("anew");
    let world = with_recovery(world(), &recovery);
    let tenant = TenantId::new("north").unwrap();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let authority = world.authority(&world.north, Administration::RotateKey);
    world.keys.rotate(&authority).unwrap();
    let before = world.store.shelf(&tenant, Shelf::Tenant).unwrap().keys;
    assert_eq!(world.keys.rewrap_tenant_keys(&authority), Ok(2));
    let after = world.store.shelf(&tenant, Shelf::Tenant).unwrap().keys;
    for (old, new) in before.iter().zip(&after) {
        assert!(old.wrapped != new.wrapped && old.recovery != new.recovery);
        assert_eq!((&old.record, old.version), (&new.record, new.version));
        let event = KeyEvent::WrappedAnew { version: old.version };
        assert!(world.journal.entries().iter().any(|entry| entry.event == event));
    }
    world.keys.invalidate(&tenant, None);
    assert!(world.name(&world.north, &row).is_ok());
    assert!(world.keys.restore_drill(&tenant, &recovery).unwrap().passed());
    let other = world.authority(&world.north, Administration::ReadLog);
    assert!(world.keys.rewrap_tenant_keys(&other).is_err(), "that is another act");
    std::fs::remove_dir_all(folder).unwrap();
}

/// A root that makes keys itself, and may hand out the wrap of another key when it wraps anew.
struct Makes {
    root: EphemeralProvider,
    swapped_for: Option<KeyMaterial>,
}

impl KeyProvider for Makes {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        self.root.wrap(context, key)
    }
    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        self.root.unwrap(context, wrapped)
    }
    fn generate(&self, context: &WrapContext<'_>) -> Result<Option<GeneratedKey>, ProviderError> {
        let key = KeyMaterial::from_bytes(&[0x5A; 32]);
        let wrapped = self.wrap(context, &key)?;
        Ok(Some((key, wrapped)))
    }
    fn rewrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError> {
        let key = self.unwrap(context, wrapped)?;
        self.wrap(context, self.swapped_for.as_ref().unwrap_or(&key))
    }
    fn describe(&self) -> ProviderDescription {
        self.root.describe()
    }
}

#[test]
fn a_provider_that_makes_keys_is_asked_for_them_and_a_wrap_of_another_key_takes_no_place() {
    let (tenant, store) = (TenantId::new("north").unwrap(), Arc::new(MemoryKeyStore::new()));
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let swapped_for = Some(KeyMaterial::from_bytes(&[0; 32]));
    let root = Arc::new(Makes { root: EphemeralProvider::generate(&OsEntropy).unwrap(), swapped_for });
    let keys = EnvelopeKeyring::new(seed.brand(), Arc::clone(&root), Arc::clone(&store));
    let gate = Gate::new(seed, Everything(phi_types::gate::Epoch::new()), Takes, phi_types::SystemClock);
    let act = Administration::RotateKey;
    let authority = gate.administer_blocking(&who("north"), act, phi_types::Phi::from("test")).unwrap();
    assert_eq!(keys.prepare_rotation(&authority), Ok(1));
    let made = store.shelf(&tenant, Shelf::Tenant).unwrap().keys.remove(0);
    let context = phi_envelope::testing::wrap_context(&tenant, 1, phi_envelope::WrapRole::Primary);
    assert_eq!(root.unwrap(&context, &made.wrapped).unwrap().expose(), &[0x5A; 32]);

    assert_eq!(keys.rewrap_tenant_keys(&authority), Err(KeyringError::Refused));
    assert_eq!(store.shelf(&tenant, Shelf::Tenant).unwrap().keys.remove(0).wrapped, made.wrapped);
}
