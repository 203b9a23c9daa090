//! Proofs from stored nodes: a few reads instead of a pass over all leaves.
//!
//! Every perfect subtree has one node. Stored in the order in which they are completed, each has a place that can be
//! computed, and the file only grows: for `n` leaves it holds fewer than `2n` hashes. A proof of any tree that once was
//! reads at most two nodes for each level.
#![deny(clippy::arithmetic_side_effects)]

use super::{Hash, ProofError};

/// The place of the root of the perfect subtree of `2^level` leaves that is the `number`th of its kind, from 0.
///
/// ```
/// use phi_audit::merkle::node_place;
/// // Leaf 0, leaf 1, the node above both, leaf 2, leaf 3, the node above these, the node above all four, …
/// assert_eq!([node_place(0, 0), node_place(0, 1), node_place(1, 0), node_place(2, 0)], [0, 1, 2, 6]);
/// ```
#[must_use]
pub fn node_place(level: u32, number: u64) -> u64 {
    // The last leaf under the node, and the leaves and nodes that were complete before it.
    let leaves = number.saturating_add(1).checked_shl(level).unwrap_or(u64::MAX);
    let last = leaves.saturating_sub(1);
    node_count(last).saturating_add(u64::from(level))
}

/// How many nodes there are for so many leaves.
#[must_use]
pub fn node_count(leaves: u64) -> u64 {
    leaves.saturating_mul(2).saturating_sub(u64::from(leaves.count_ones()))
}

/// The root of the tree of the first `size` leaves, from stored nodes.
///
/// # Errors
/// Those of `node`.
pub fn root_from<E>(size: u64, mut node: impl FnMut(u64) -> Result<Hash, E>) -> Result<Hash, E> {
    if size == 0 { Ok(Hash::empty()) } else { range_root(0, size, &mut node) }
}

/// As [`prove_inclusion`](super::prove_inclusion), for the tree of the first `size` leaves, from stored nodes: `node` is
/// given [places](node_place).
///
/// # Errors
/// [`ProofError::IndexOutOfRange`], and those of `node`.
pub fn inclusion_from<E: From<ProofError>>(
    size: u64,
    index: u64,
    mut node: impl FnMut(u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if index >= size {
        return Err(ProofError::IndexOutOfRange.into());
    }
    let (mut start, mut end) = (0, size);
    let mut from_the_root = Vec::with_capacity(64);
    while let Some(middle) = split(start, end) {
        if index < middle {
            from_the_root.push(range_root(middle, end, &mut node)?);
            end = middle;
        } else {
            from_the_root.push(range_root(start, middle, &mut node)?);
            start = middle;
        }
    }
    from_the_root.reverse();
    Ok(from_the_root)
}

/// As [`prove_consistency`](super::prove_consistency), between the trees of the first `older` and the first `newer` leaves,
/// from stored nodes.
///
/// # Errors
/// [`ProofError::EmptyTree`], [`ProofError::Shrunk`], and those of `node`.
pub fn consistency_from<E: From<ProofError>>(
    older: u64,
    newer: u64,
    mut node: impl FnMut(u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if older == 0 {
        return Err(ProofError::EmptyTree.into());
    }
    if older > newer {
        return Err(ProofError::Shrunk.into());
    }
    let (mut start, mut end) = (0, newer);
    let mut from_the_root = Vec::with_capacity(64);
    let mut known = true;
    while older < end {
        let Some(middle) = split(start, end) else { break };
        if older <= middle {
            from_the_root.push(range_root(middle, end, &mut node)?);
            end = middle;
        } else {
            from_the_root.push(range_root(start, middle, &mut node)?);
            (start, known) = (middle, false);
        }
    }
    if !known {
        from_the_root.push(range_root(start, end, &mut node)?);
    }
    from_the_root.reverse();
    Ok(from_the_root)
}

/// Where the RFC splits the leaves from `start` to before `end`; `None` for fewer than two.
fn split(start: u64, end: u64) -> Option<u64> {
    let last = end.checked_sub(start)?.checked_sub(1).filter(|last| *last > 0)?;
    start.checked_add(1_u64.checked_shl(last.checked_ilog2()?)?)
}

/// The root of the tree of the leaves from `start` to before `end`, where `start` is where the RFC splits: a multiple of
/// the largest perfect subtree among them.
fn range_root<E>(start: u64, end: u64, node: &mut impl FnMut(u64) -> Result<Hash, E>) -> Result<Hash, E> {
    let (mut at, mut roots) = (start, Vec::new());
    while at < end {
        let level = end.saturating_sub(at).checked_ilog2().unwrap_or(0);
        roots.push(node(node_place(level, at.checked_shr(level).unwrap_or(0)))?);
        at = at.saturating_add(1_u64.checked_shl(level).unwrap_or(u64::MAX));
    }
    let mut smaller_first = roots.into_iter().rev();
    let last = smaller_first.next().unwrap_or_else(Hash::empty);
    Ok(smaller_first.fold(last, |right, left| Hash::node(&left, &right)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]
    use super::super::{
        Tree, prove_consistency, prove_inclusion, reference, root_at, verify_consistency, verify_inclusion,
    };
    use super::*;

    fn stored(leaves: &[Hash]) -> Vec<Hash> {
        let (mut tree, mut nodes) = (Tree::new(), Vec::new());
        for leaf in leaves {
            tree.push_watched(*leaf, |node| nodes.push(*node)).unwrap();
        }
        nodes
    }

    #[test]
    fn stored_nodes_prove_what_a_pass_over_all_leaves_proves() {
        let leaves = reference::leaves(300);
        let nodes = stored(&leaves);
        assert_eq!(nodes.len() as u64, node_count(300));
        let node = |place: u64| Ok::<_, ProofError>(nodes[place as usize]);
        for size in (0..=80).chain([127, 128, 129, 255, 256, 257, 300]) {
            assert_eq!(Ok(root_at(&leaves, size).unwrap()), root_from(size, node));
            for index in 0..size {
                assert_eq!(inclusion_from(size, index, node), prove_inclusion(&leaves[..size as usize], index));
            }
            for older in 0..=size + 1 {
                assert_eq!(consistency_from(older, size, node), prove_consistency(&leaves[..size as usize], older));
            }
            assert_eq!(inclusion_from(size, size, node), Err(ProofError::IndexOutOfRange));
        }
    }

    /// A tree of equal leaves, whose nodes are known without storing any: so sizes are within reach that no disk holds.
    #[test]
    fn powers_of_256_and_their_neighbours() {
        let mut levels = vec![Hash::leaf(b"the same everywhere")];
        for level in 0..63 {
            levels.push(Hash::node(&levels[level], &levels[level]));
        }
        // The level of a node from its place: what `node_place` adds after the last leaf under it.
        let node = |place: u64| {
            let level = (0..64).find(|level| {
                let (mut low, mut high) = (0_u64, u64::MAX >> level >> 1);
                while low < high {
                    let middle = low + (high - low) / 2;
                    if node_place(*level, middle) < place { low = middle + 1 } else { high = middle }
                }
                node_place(*level, low) == place
            });
            Ok::<_, ProofError>(levels[level.unwrap() as usize])
        };
        for power in 1..=7_u32 {
            let around = 256_u64.pow(power);
            let roots: Vec<_> = (around - 1..=around + 1).map(|size| root_from(size, node).unwrap()).collect();
            for (size, root) in (around - 1..).zip(&roots) {
                for index in [0, 1, 255, size / 2, size - 2, size - 1] {
                    let index = index.min(size - 1);
                    let proof = inclusion_from(size, index, node).unwrap();
                    assert_eq!(verify_inclusion(&levels[0], index, size, root, &proof), Ok(()), "{index} of {size}");
                    assert!(verify_inclusion(&Hash::leaf(b"x"), index, size, root, &proof).is_err());
                    assert!(proof.len() <= 64);
                }
                for older in [1, 255, 256, size / 2, size - 1, size] {
                    let older = older.clamp(1, size);
                    let proof = consistency_from(older, size, node).unwrap();
                    let older_root = root_from(older, node).unwrap();
                    assert_eq!(verify_consistency(older, &older_root, size, root, &proof), Ok(()), "{older} to {size}");
                }
            }
        }
    }

    #[test]
    fn every_node_has_a_place_of_its_own() {
        let mut seen = vec![false; node_count(257) as usize];
        for level in 0..9 {
            for number in 0..257 >> level {
                let place = node_place(level, number) as usize;
                assert!(!std::mem::replace(&mut seen[place], true));
            }
        }
        assert!(seen.into_iter().all(|seen| seen));
        let _ = (node_place(63, 1), node_place(64, u64::MAX), node_count(u64::MAX));
    }
}
