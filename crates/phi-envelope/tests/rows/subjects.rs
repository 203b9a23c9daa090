//! Merging and unmerging subjects.

use phi_envelope::{KeyEvent, KeyringError, testing::Moment};
use phi_types::{
    PersonName, Purpose, TenantId,
    gate::{Administration, Ask, GrantError},
    record::SealedRecord,
};

use crate::world::{Patient, PatientPatch, World, row_id, subject, who, world};

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

/// Reads a row under a grant about somebody.
fn read_for(world: &World, tenant: &str, about: u8, row: &SealedRecord<Patient>) -> Result<String, GrantError> {
    let ask = Ask::<Patient>::about(subject(about), Purpose::Treatment);
    let grant = world.gate.read_blocking(&who(tenant), ask).unwrap();
    grant.reveal(row, &world.keys, |view| {
        assert_eq!(view.subject, row.subject(), "the view says under which id it stands");
        view.name.granted().unwrap_or_default().to_owned()
    })
}

#[test]
fn a_grant_about_the_survivor_opens_what_was_sealed_under_an_alias_until_they_are_unmerged() {
    let world = world();
    let rows: Vec<_> = (1..=4).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    let opens = |about| rows.iter().map(|row| read_for(&world, "north", about, row).is_ok()).collect::<Vec<_>>();
    assert_eq!(opens(1), [true, false, false, false]);
    merge(&world, 3, 2).unwrap();
    merge(&world, 2, 1).unwrap();
    assert_eq!(opens(1), [true, true, true, false], "however indirectly");
    assert_eq!(opens(2), [false, true, true, false], "not the other way");
    assert_eq!(opens(3), [false, false, true, false]);
    assert_eq!(read_for(&world, "north", 1, &rows[3]), Err(GrantError::OtherSubject));
    // Another tenant has merged nobody.
    let foreign = world.seal(&who("south"), subject(2), row_id(2));
    assert_eq!(read_for(&world, "south", 1, &foreign), Err(GrantError::OtherSubject));
    // A grant to write is about its own id alone.
    let writes =
        world.gate.update_blocking(&world.north, Ask::<Patient>::about(subject(1), Purpose::Treatment)).unwrap();
    let patch = PatientPatch { name: Some(PersonName::parse("Testpatient, Bo").unwrap()), ..PatientPatch::default() };
    assert_eq!(writes.amend(&rows[1], &patch, &world.keys).err(), Some(GrantError::OtherSubject));
    // Without the record of the merge nobody can say that they are one.
    world.store.fail_from(0, Moment::Before);
    assert_eq!(read_for(&world, "north", 1, &rows[1]), Err(GrantError::OtherSubject));
    world.store.mend();
    assert!(read_for(&world, "north", 1, &rows[1]).is_ok());

    let custody = world.authority(&world.north, Administration::KeyCustody(subject(2)));
    world.keys.unmerge(&custody, subject(2)).unwrap();
    assert_eq!(opens(1), [true, false, false, false], "at once");
    assert_eq!(opens(2), [false, true, true, false]);
}
