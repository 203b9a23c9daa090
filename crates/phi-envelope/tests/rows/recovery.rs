//! Two wraps of each tenant key: the drill, and the day on which the first root is lost.

use std::sync::Arc;

use phi_envelope::{EnvelopeKeyring, EphemeralProvider, KeyStore, KeyringError, LocalKeyring, Shelf, StoredKey};
use phi_types::{
    OsEntropy, Purpose, TenantId,
    gate::{Administration, Ask, Gate, GateSeed},
};

use crate::world::{Everything, Patient, Takes, World, row_id, subject, world};

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
