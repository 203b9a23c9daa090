//! Evidence: was it secured? What is unknown is not.

use std::sync::{Arc, atomic::Ordering::SeqCst};

use phi_envelope::{
    Assessment, EncryptionEvidence, EnvelopeKeyring, InsecureColocated, KeyLocation, KeyOrigin, KeyState, KeyStore,
    MemoryKeyStore, Shelf, StoredKey, Suite, UnsecuredReason,
};
use phi_types::{
    OsEntropy, Purpose, RecordId, TenantId,
    gate::{Administration, Ask, Epoch, Gate, GateSeed},
};

use crate::world::{Everything, Takes, World, patient, row_id, subject, world};

const UNPROVEN: Assessment = Assessment::Unsecured(UnsecuredReason::Unproven);

fn evidence(world: &World) -> EncryptionEvidence {
    world.keys.evidence(&TenantId::new("north").unwrap(), subject(1)).unwrap().remove(0)
}

#[test]
fn it_names_the_key_of_the_row_and_where_its_root_is() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let found = evidence(&world);
    assert_eq!(found.key, row.as_bytes()[3..35], "the number that stands in the row's header");
    assert_eq!((found.algorithm, found.state), (Some(Suite::Xaes256Gcm), KeyState::Active));
    assert_eq!((found.provider.as_deref(), found.location), (Some("ephemeral"), Some(KeyLocation::ProcessMemory)));
    assert_eq!(found.made, crate::world::T);
    assert!(found.proven);
    assert_eq!(found.assess(), Assessment::Secured);
    let nobody = world.keys.evidence(&TenantId::new("north").unwrap(), subject(2)).unwrap();
    assert!(nobody.is_empty());
}

#[test]
fn whatever_is_unknown_counts_as_unsecured() {
    let good = {
        let world = world();
        world.seal(&world.north, subject(1), row_id(1));
        evidence(&world)
    };
    let but = |change: &dyn Fn(&mut EncryptionEvidence)| {
        let mut evidence = good.clone();
        change(&mut evidence);
        evidence.assess()
    };
    use UnsecuredReason::{Algorithm, Colocated, KeyState as State, UnknownLocation};
    assert_eq!(but(&|it| it.proven = false), UNPROVEN);
    assert_eq!(but(&|it| it.algorithm = None), Assessment::Unsecured(Algorithm));
    assert_eq!(but(&|it| it.algorithm = Some(Suite::XChaCha20Poly1305)), Assessment::Unsecured(Algorithm));
    assert_eq!(but(&|it| it.location = None), Assessment::Unsecured(UnknownLocation));
    assert_eq!(but(&|it| it.location = Some(KeyLocation::BesideTheData)), Assessment::Unsecured(Colocated));
    assert_eq!(but(&|it| it.state = KeyState::Compromised), Assessment::Unsecured(State));
    assert_eq!(but(&|it| it.tenant_key_state = None), Assessment::Unsecured(State));
    assert_eq!(but(&|it| it.tenant_key_state = Some(KeyState::Compromised)), Assessment::Unsecured(State));
    assert_eq!(but(&|it| it.state = KeyState::Deactivated), Assessment::Secured);
}

/// A data key stays when the suite is changed, so what it was made for says nothing about what it seals now.
#[test]
fn a_suite_that_is_not_approved_shows_though_the_key_was_made_for_another() {
    let mut world = world();
    world.seal(&world.north, subject(1), row_id(1));
    world.keys = world.keys.with_suite(Suite::XChaCha20Poly1305);
    let row = world.seal(&world.north, subject(1), row_id(2));
    assert_eq!(row.as_bytes()[1], Suite::XChaCha20Poly1305.byte());
    let found = evidence(&world);
    assert_eq!(
        (found.key.as_slice(), found.algorithm),
        (&row.as_bytes()[3..35], Some(Suite::Xaes256Gcm)),
        "the same key"
    );
    assert_eq!(found.assess(), Assessment::Unsecured(UnsecuredReason::Algorithm));
}

#[test]
fn a_store_that_was_forged_or_a_provider_that_is_down_proves_nothing() {
    let world = world();
    let tenant = TenantId::new("north").unwrap();
    world.seal(&world.north, subject(1), row_id(1));
    let good = world.store.shelf(&tenant, Shelf::Tenant).unwrap().keys.remove(0);
    let mut forged = StoredKey { revision: 1, ..good.clone() };
    forged.record.origin = Some(KeyOrigin {
        kind: "an HSM far away".into(),
        root_key: "r".into(),
        location: KeyLocation::External.byte(),
    });
    world.store.replace(&tenant, Shelf::Tenant, forged).unwrap();
    assert_eq!(evidence(&world).assess(), UNPROVEN);
    world.keys.invalidate(&tenant, None);
    assert_eq!(evidence(&world).assess(), UNPROVEN, "nor afresh from the store");
    world.store.replace(&tenant, Shelf::Tenant, StoredKey { revision: 2, ..good }).unwrap();
    world.keys.invalidate(&tenant, None);
    assert_eq!(evidence(&world).assess(), Assessment::Secured);
    let shelf = Shelf::Subject(subject(1));
    let mut older = world.store.shelf(&tenant, shelf).unwrap().keys.remove(0);
    (older.record.made, older.revision) = (0, 1);
    world.store.replace(&tenant, shelf, older).unwrap();
    assert_eq!(evidence(&world).assess(), UNPROVEN, "older than it is");

    world.provider.down.store(true, SeqCst);
    world.keys.invalidate(&tenant, None);
    assert_eq!(evidence(&world).assess(), UNPROVEN);
}

#[test]
fn compromise_shows_in_the_evidence() {
    let world = world();
    world.seal(&world.north, subject(1), row_id(1));
    let authority = world.authority(&world.north, Administration::RotateKey);
    world.keys.set_state(&authority, Shelf::Tenant, 1, KeyState::Compromised).unwrap();
    assert_eq!(evidence(&world).assess(), Assessment::Unsecured(UnsecuredReason::KeyState));
}

#[test]
fn a_key_beside_the_data_secures_nothing() {
    let folder = std::env::temp_dir().join(format!("phi-evidence-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let provider = InsecureColocated::open_or_create(folder.join("key")).unwrap();
    let keys = Arc::new(EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()));
    let gate = Gate::new(seed, Everything(Epoch::new()), Takes, phi_types::SystemClock);
    let who = crate::world::who("north");
    let grant = gate.create_blocking(&who, Ask::about(subject(1), Purpose::Treatment)).unwrap();
    grant.seal(&patient(subject(1)), RecordId::from_bytes([1; 16]), 1, &*keys).unwrap();
    let found = keys.evidence(&TenantId::new("north").unwrap(), subject(1)).unwrap().remove(0);
    assert!(found.proven);
    assert_eq!(found.assess(), Assessment::Unsecured(UnsecuredReason::Colocated));
    std::fs::remove_dir_all(folder).unwrap();
}
