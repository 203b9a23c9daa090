//! What every key store has to do.

use alloc::{vec, vec::Vec};

use phi_types::{SubjectId, TenantId};

use super::{Broken, Checks};
use crate::{
    key::{KeyRecord, KeyState},
    store::{KeyStore, Shelf, StoreError, StoredKey},
};

/// Runs the promises of [`KeyStore`] over stores that `make` makes empty. Answers how many checks there were. What it cannot try:
/// that a change is durable when the call returns.
///
/// # Errors
/// The first promise that is not kept.
pub fn key_store<S: KeyStore>(mut make: impl FnMut() -> S) -> Result<usize, Broken> {
    let mut checks = Checks::default();
    keys(&make(), &mut checks)?;
    pages(&make(), &mut checks)?;
    destruction(&make(), &mut checks)?;
    merges(&make(), &mut checks)?;
    threads(&make(), &mut checks)?;
    Ok(checks.0)
}

fn keys(store: &impl KeyStore, checks: &mut Checks) -> Result<(), Broken> {
    let (north, south) = (tenant("north")?, tenant("south")?);
    let shelf = subject(4);
    let empty = store.shelf(&north, shelf).map_err(down)?;
    checks.that(empty == Default::default(), "a shelf that nobody made is empty")?;
    checks
        .that(store.replace(&north, shelf, key(1, 1)) == Err(StoreError::Taken), "what is not there is not replaced")?;
    checks.that(store.add(&north, shelf, key(2, 0)).is_ok(), "a key is added")?;
    checks.that(store.add(&north, shelf, key(1, 0)).is_ok(), "a key of a lower version is added")?;
    checks.that(store.add(&north, shelf, key(2, 0)) == Err(StoreError::Taken), "a version that is there is refused")?;
    let stored = store.shelf(&north, shelf).map_err(down)?.keys;
    checks.that(stored == [key(1, 0), key(2, 0)], "keys come back whole, ascending by version")?;
    checks.that(store.shelf(&south, shelf).map_err(down)?.keys.is_empty(), "tenants are apart")?;
    checks.that(store.shelf(&north, subject(5)).map_err(down)?.keys.is_empty(), "subjects are apart")?;
    checks.that(store.shelf(&north, Shelf::Notes).map_err(down)?.keys.is_empty(), "shelves are apart")?;

    checks.that(store.replace(&north, shelf, key(2, 1)).is_ok(), "a key is replaced by its next revision")?;
    for revision in [0, 1, 3] {
        let answer = store.replace(&north, shelf, key(2, revision));
        checks.that(answer == Err(StoreError::Taken), "any other revision is refused")?;
    }
    let stored = store.shelf(&north, shelf).map_err(down)?.keys;
    checks.that(stored == [key(1, 0), key(2, 1)], "a refused change changes nothing")?;
    let many = vec![(shelf, key(1, 1)), (shelf, key(2, 9)), (subject(9), key(1, 1)), (shelf, key(2, 2))];
    let answers = store.replace_many(&north, many).map_err(down)?;
    let expected = [Ok(()), Err(StoreError::Taken), Err(StoreError::Taken), Ok(())];
    checks.that(answers == expected, "many are replaced, each by itself, answered in turn")?;
    let stored = store.shelf(&north, shelf).map_err(down)?.keys;
    checks.that(stored == [key(1, 1), key(2, 2)], "and are there afterwards")
}

fn pages(store: &impl KeyStore, checks: &mut Checks) -> Result<(), Broken> {
    let north = tenant("north")?;
    let mut all: Vec<_> = (0..40_u8).map(|number| subject(number.wrapping_mul(101))).collect();
    all.extend([Shelf::Notes, Shelf::Tenant]);
    for shelf in &all {
        store.add(&north, *shelf, key(1, 0)).map_err(down)?;
    }
    store.add(&tenant("south")?, subject(3), key(1, 0)).map_err(down)?;
    store.hold(&north, subject(255), true).map_err(down)?;
    store.destroy(&north, subject(101), 1).map_err(down)?;
    all.retain(|shelf| *shelf != subject(101));
    all.sort();
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = store.page(&north, after, 7).map_err(down)?;
        checks.that(page.len() <= 7, "a page is no longer than asked for")?;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        checks.that(page.iter().all(|(_, keys)| *keys == [key(1, 0)]), "a page has the keys")?;
        listed.extend(page.into_iter().map(|(shelf, _)| shelf));
    }
    checks.that(listed == all, "pages list each shelf that holds keys once, in order, and no other")?;
    store.add(&north, Shelf::Notes, StoredKey { wrapped_under: 7, ..key(2, 0) }).map_err(down)?;
    store.add(&north, Shelf::Notes, StoredKey { wrapped: Vec::new(), ..key(3, 0) }).map_err(down)?;
    let hanging = store.hanging(&north).map_err(down)?;
    checks.that(hanging == [(1, 40), (7, 1)].into(), "it counts what hangs on each version, the tenant's own apart")
}

fn destruction(store: &impl KeyStore, checks: &mut Checks) -> Result<(), Broken> {
    let (north, shelf) = (tenant("north")?, subject(4));
    store.add(&north, shelf, key(1, 0)).map_err(down)?;
    store.add(&north, shelf, key(2, 0)).map_err(down)?;
    store.add(&north, subject(5), key(1, 0)).map_err(down)?;
    store.hold(&north, shelf, true).map_err(down)?;
    checks.that(store.shelf(&north, shelf).map_err(down)?.held, "a hold is set")?;
    checks.that(store.destroy(&north, shelf, 7) == Err(StoreError::Held), "a held shelf is not destroyed")?;
    let mut emptied = key(1, 1);
    emptied.wrapped.clear();
    checks.that(
        store.replace(&north, shelf, emptied) == Err(StoreError::Held),
        "nor is one of its keys replaced by nothing",
    )?;
    checks.that(store.shelf(&north, shelf).map_err(down)?.keys.len() == 2, "its keys are there")?;
    store.hold(&north, shelf, false).map_err(down)?;
    let stone = store.destroy(&north, shelf, 7).map_err(down)?;
    checks.that((stone.at, stone.keys) == (7, 2), "a tombstone says when and how many")?;
    let stood = store.shelf(&north, shelf).map_err(down)?;
    checks.that(stood.keys.is_empty() && stood.destroyed == Some(stone), "nothing but the tombstone is left")?;
    checks.that(store.destroy(&north, shelf, 9) == Ok(stone), "destroyed again, the first tombstone stays")?;
    checks.that(store.add(&north, shelf, key(3, 0)) == Err(StoreError::Destroyed), "no key is added behind it")?;
    checks.that(store.replace(&north, shelf, key(1, 1)) == Err(StoreError::Destroyed), "none is replaced")?;
    checks.that(store.hold(&north, shelf, true) == Err(StoreError::Destroyed), "none is held")?;
    checks.that(store.shelf(&north, subject(5)).map_err(down)?.keys.len() == 1, "nobody else is touched")?;
    let stone = store.destroy(&north, subject(6), 8).map_err(down)?;
    checks.that(stone.keys == 0, "a subject without keys gets its tombstone")?;
    let late = store.add(&north, subject(6), key(1, 0));
    checks.that(late == Err(StoreError::Destroyed), "and no key afterwards")
}

fn merges(store: &impl KeyStore, checks: &mut Checks) -> Result<(), Broken> {
    let (north, [a, b, c]) = (tenant("north")?, [1, 2, 3].map(|number| SubjectId::from_bytes([number; 16])));
    checks.that(store.set_merged(&north, b, None, Some(a)).is_ok(), "a merge is noted")?;
    checks.that(store.set_merged(&north, c, None, Some(a)).is_ok(), "and another")?;
    let again = store.set_merged(&north, b, None, Some(c));
    checks.that(again == Err(StoreError::Taken), "a merge is not overwritten")?;
    checks.that(store.merged_into(&north, a) == Ok(vec![b, c]), "who was merged is listed")?;
    let noted = store.shelf(&north, Shelf::Subject(b)).map_err(down)?.merged_into;
    checks.that(noted == Some(a), "the shelf says into whom")?;
    checks.that(store.merged_into(&tenant("south")?, a) == Ok(Vec::new()), "tenants are apart")?;
    checks.that(store.set_merged(&north, b, Some(a), None).is_ok(), "a merge is undone")?;
    checks.that(store.merged_into(&north, a) == Ok(vec![c]), "and no longer listed")?;
    checks.that(store.page(&north, None, 9) == Ok(Vec::new()), "merges are no keys")
}

fn threads(store: &impl KeyStore, checks: &mut Checks) -> Result<(), Broken> {
    let north = tenant("north")?;
    let race = |act: &(dyn Fn(u8) -> Result<(), StoreError> + Sync)| {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|number| scope.spawn(move || act(number))).collect();
            threads.into_iter().map(|thread| thread.join()).filter(|answer| matches!(answer, Ok(Ok(())))).count()
        })
    };
    let added = race(&|_| store.add(&north, subject(1), key(1, 0)));
    checks.that(added == 1, "of several who add one version at once, one succeeds")?;
    let replaced = race(&|_| store.replace(&north, subject(1), key(1, 1)));
    checks.that(replaced == 1, "of several who replace one revision at once, one succeeds")?;
    let apart = race(&|number| store.add(&north, subject(number.saturating_add(10)), key(1, 0)));
    checks.that(apart == 8, "different subjects do not disturb each other")
}

fn key(version: u32, revision: u32) -> StoredKey {
    let fill =
        version.to_be_bytes().iter().chain(&revision.to_be_bytes()).fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    let record = KeyRecord { state: KeyState::Active, id: [fill; 32], made: 1, since: 2, ..KeyRecord::default() };
    StoredKey { version, revision, wrapped_under: 1, wrapped: vec![fill; 73], recovery: vec![fill; 3], record }
}

fn subject(number: u8) -> Shelf {
    Shelf::Subject(SubjectId::from_bytes([number; 16]))
}

fn tenant(name: &str) -> Result<TenantId, Broken> {
    TenantId::new(name).map_err(|_| Broken("the suite's own tenants have good names"))
}

fn down(_: StoreError) -> Broken {
    Broken("it answers, and does what it is free to do")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryKeyStore;

    #[test]
    fn the_store_in_memory_keeps_them() {
        assert!(key_store(MemoryKeyStore::new).unwrap() > 50);
    }
}
