//! Merging and unmerging subjects.

use phi_envelope::{KeyEvent, KeyringError};
use phi_types::{TenantId, gate::Administration};

use crate::world::{World, row_id, subject, who, world};

fn merge(world: &World, from: u8, into: u8) -> Result<(), KeyringError> {
    let custody = world.authority(&world.north, Administration::KeyCustody(subject(from)));
    world.keys.merge(&custody, subject(from), subject(into))
}

#[test]
fn aliases_are_followed_and_unmerging_is_exact() {
    let world = world();
    let tenant = TenantId::new("north").unwrap();
    let rows: Vec<_> = (1..=4).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    merge(&world, 3, 2).unwrap();
    merge(&world, 2, 1).unwrap();
    merge(&world, 2, 1).unwrap();
    assert_eq!(world.keys.survivor(&tenant, subject(3)), Ok(subject(1)));
    assert_eq!(world.keys.members(&tenant, subject(1)), Ok(vec![subject(1), subject(2), subject(3)]));
    assert_eq!(world.keys.members(&tenant, subject(4)), Ok(vec![subject(4)]));
    assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()), "each row is still its id's");
    // What is written meanwhile under the alias stays the alias's.
    let meanwhile = world.seal(&world.north, subject(2), row_id(9));
    let custody = world.authority(&world.north, Administration::KeyCustody(subject(2)));
    assert_eq!(world.keys.unmerge(&custody, subject(2)), Ok(subject(1)));
    assert_eq!(world.keys.unmerge(&custody, subject(2)), Err(KeyringError::Absent));
    assert_eq!(world.keys.survivor(&tenant, subject(3)), Ok(subject(2)));
    assert_eq!(world.keys.members(&tenant, subject(1)), Ok(vec![subject(1)]));
    // The one can be shredded, and the other is untouched.
    let shred = world.authority(&world.north, Administration::ShredSubject(subject(1)));
    world.keys.shred(&shred, subject(1)).unwrap();
    let opens: Vec<_> = rows.iter().chain([&meanwhile]).map(|row| world.name(&world.north, row).is_ok()).collect();
    assert_eq!(opens, [false, true, true, true, true]);
    let events: Vec<_> = world.journal.entries().into_iter().map(|entry| entry.event).collect();
    assert!(events.contains(&KeyEvent::Merges { from: subject(2), into: subject(1) }));
    assert!(events.contains(&KeyEvent::Unmerges { from: subject(2), into: subject(1) }));
}

#[test]
fn no_circle_no_second_master_and_no_merge_with_the_dead() {
    let world = world();
    (1..=4).for_each(|number| drop(world.seal(&world.north, subject(number), row_id(number))));
    assert_eq!(merge(&world, 1, 1), Err(KeyringError::Merged));
    merge(&world, 2, 1).unwrap();
    assert_eq!(merge(&world, 1, 2), Err(KeyringError::Merged), "a circle of two");
    merge(&world, 3, 2).unwrap();
    assert_eq!(merge(&world, 1, 3), Err(KeyringError::Merged), "a circle of three");
    assert_eq!(merge(&world, 3, 4), Err(KeyringError::Merged), "unmerge it first");
    let shred = world.authority(&world.north, Administration::ShredSubject(subject(4)));
    world.keys.shred(&shred, subject(4)).unwrap();
    assert_eq!(merge(&world, 1, 4), Err(KeyringError::Refused));
    assert_eq!(merge(&world, 4, 1), Err(KeyringError::Refused));
    let south = TenantId::new("south").unwrap();
    world.seal(&who("south"), subject(2), row_id(2));
    assert_eq!(world.keys.survivor(&south, subject(2)), Ok(subject(2)), "tenants are apart");
}
