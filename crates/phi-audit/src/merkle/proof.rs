//! Proofs that an entry is in the tree, and that a tree has only grown.
#![deny(clippy::arithmetic_side_effects)]

use super::Hash;
use super::tree::root_of;

/// Why a proof could not be made, or does not prove what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// There is no leaf with this index in a tree of this size.
    #[error("the leaf index lies outside the tree")]
    IndexOutOfRange,
    /// Every tree extends the empty one, so a proof from size 0 would prove nothing; it is refused lest someone
    /// rely on it.
    #[error("a proof from the empty tree proves nothing")]
    EmptyTree,
    /// The older tree is larger than the newer one.
    #[error("the older tree is larger than the newer one")]
    Shrunk,
    /// The proof has more or fewer hashes than the sizes call for.
    #[error("the proof has the wrong number of hashes for these sizes")]
    WrongLength,
    /// The hashes of the proof do not lead to the root.
    #[error("the proof does not lead to the given root")]
    RootMismatch,
}

/// Proves that the leaf at `index` is in the tree of all these leaf hashes: `PATH(m, D[n])` of RFC 6962, section
/// 2.1.1.
///
/// # Errors
/// [`ProofError::IndexOutOfRange`].
pub fn prove_inclusion(leaves: &[Hash], index: u64) -> Result<Vec<Hash>, ProofError> {
    let mut index = usize::try_from(index).map_err(|_| ProofError::IndexOutOfRange)?;
    if index >= leaves.len() {
        return Err(ProofError::IndexOutOfRange);
    }
    let mut range = leaves;
    let mut from_the_root = Vec::new();
    while let Some((left, right, at)) = split(range) {
        if let Some(within) = index.checked_sub(at) {
            from_the_root.push(root_of(left));
            (range, index) = (right, within);
        } else {
            from_the_root.push(root_of(right));
            range = left;
        }
    }
    from_the_root.reverse();
    Ok(from_the_root)
}

/// Proves that the tree of the first `older` of these leaf hashes is a prefix of the tree of them all: `PROOF(m,
/// D[n])` of RFC 6962, section 2.1.2. Empty if both are the same.
///
/// # Errors
/// [`ProofError::EmptyTree`] if `older` is 0, [`ProofError::Shrunk`] if there are fewer leaves than `older`.
pub fn prove_consistency(leaves: &[Hash], older: u64) -> Result<Vec<Hash>, ProofError> {
    let mut older = usize::try_from(older).map_err(|_| ProofError::Shrunk)?;
    if older == 0 {
        return Err(ProofError::EmptyTree);
    }
    if older > leaves.len() {
        return Err(ProofError::Shrunk);
    }
    let mut range = leaves;
    let mut from_the_root = Vec::new();
    // Whether `range` begins where the older tree begins: then the verifier knows the hash at the end of the
    // descent, since it is the older root.
    let mut known = true;
    while older < range.len() {
        let Some((left, right, at)) = split(range) else {
            break;
        };
        match older.checked_sub(at) {
            Some(within) if within > 0 => {
                from_the_root.push(root_of(left));
                (range, older, known) = (right, within, false);
            }
            _ => {
                from_the_root.push(root_of(right));
                range = left;
            }
        }
    }
    if !known {
        from_the_root.push(root_of(range));
    }
    from_the_root.reverse();
    Ok(from_the_root)
}

/// Checks that the tree of `size` leaves with this `root` has `leaf` at `index` (RFC 9162, section 2.1.3.2).
///
/// # Errors
/// A [`ProofError`] with the reason; the proof then proves nothing.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, root: &Hash, proof: &[Hash]) -> Result<(), ProofError> {
    let last = size.checked_sub(1).ok_or(ProofError::IndexOutOfRange)?;
    if index > last {
        return Err(ProofError::IndexOutOfRange);
    }
    let mut place = Place { node: index, last };
    let mut hash = *leaf;
    for sibling in proof {
        if place.is_root() {
            return Err(ProofError::WrongLength);
        }
        if place.has_left_sibling() {
            hash = Hash::node(sibling, &hash);
            place.climb_past_missing_siblings();
        } else {
            hash = Hash::node(&hash, sibling);
        }
        place.climb();
    }
    finish(place, &[(&hash, root)])
}

/// Checks that the tree of `newer` leaves with the root `newer_root` begins with all that the tree of `older`
/// leaves with the root `older_root` holds: that the log has only grown (RFC 9162, section 2.1.4.2).
///
/// # Errors
/// A [`ProofError`] with the reason. A proof from size 0 is refused, also to size 0: it would hold for any tree.
pub fn verify_consistency(
    older: u64,
    older_root: &Hash,
    newer: u64,
    newer_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if older > newer {
        return Err(ProofError::Shrunk);
    }
    let (Some(node), Some(last)) = (older.checked_sub(1), newer.checked_sub(1)) else {
        return Err(ProofError::EmptyTree);
    };
    if older == newer {
        let empty = proof.is_empty().then_some(()).ok_or(ProofError::WrongLength);
        return empty.and_then(|()| (older_root == newer_root).then_some(()).ok_or(ProofError::RootMismatch));
    }

    // A perfect older tree is a node of the newer one: its root is where the path begins, and the proof leaves it out.
    let (first, path) = if older.is_power_of_two() {
        (older_root, proof)
    } else {
        proof.split_first().ok_or(ProofError::WrongLength)?
    };
    let mut place = Place { node, last };
    place.climb_past_right_edges();
    let (mut in_older, mut in_newer) = (*first, *first);
    for sibling in path {
        if place.is_root() {
            return Err(ProofError::WrongLength);
        }
        if place.has_left_sibling() {
            in_older = Hash::node(sibling, &in_older);
            in_newer = Hash::node(sibling, &in_newer);
            place.climb_past_missing_siblings();
        } else {
            in_newer = Hash::node(&in_newer, sibling);
        }
        place.climb();
    }
    finish(place, &[(&in_older, older_root), (&in_newer, newer_root)])
}

/// A node on its level of the tree, and the last node on that level (`fn` and `sn` of RFC 9162).
#[derive(Clone, Copy)]
struct Place {
    node: u64,
    last: u64,
}

impl Place {
    const fn is_root(self) -> bool {
        self.last == 0
    }

    const fn is_right_child(self) -> bool {
        self.node & 1 == 1
    }

    /// The last node of a level is a left child without a sibling if its number is even; then it stands for its own
    /// ancestor, and the next hash of the proof belongs to its left.
    const fn has_left_sibling(self) -> bool {
        self.is_right_child() || self.node == self.last
    }

    const fn climb(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }

    const fn climb_past_missing_siblings(&mut self) {
        while !self.is_right_child() && self.node != 0 {
            self.climb();
        }
    }

    const fn climb_past_right_edges(&mut self) {
        while self.is_right_child() {
            self.climb();
        }
    }
}

fn finish(place: Place, pairs: &[(&Hash, &Hash)]) -> Result<(), ProofError> {
    if !place.is_root() {
        return Err(ProofError::WrongLength);
    }
    if pairs.iter().any(|(computed, given)| computed != given) {
        return Err(ProofError::RootMismatch);
    }
    Ok(())
}

/// Splits leaves as the RFC does, at the largest power of two below their number; `None` for fewer than two.
fn split(leaves: &[Hash]) -> Option<(&[Hash], &[Hash], usize)> {
    let at = leaves.len().checked_sub(1).filter(|last| *last > 0)?.checked_ilog2()?;
    let at = 1_usize.checked_shl(at)?;
    let (left, right) = leaves.split_at_checked(at)?;
    Some((left, right, at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]
    use super::super::reference;
    use super::*;

    const SIZES: usize = 70;

    #[test]
    fn every_inclusion_proof_up_to_70_leaves() {
        for size in 1..=SIZES {
            let leaves = reference::leaves(size);
            let root = reference::root(&leaves);
            for (index, leaf) in leaves.iter().enumerate() {
                let proof = prove_inclusion(&leaves, index as u64).unwrap();
                assert_eq!(proof, reference::path(index, &leaves), "leaf {index} of {size}");
                let verify =
                    |index, leaf: &Hash, proof: &[Hash]| verify_inclusion(leaf, index, size as u64, &root, proof);
                assert_eq!(verify(index as u64, leaf, &proof), Ok(()));
                assert!(verify(index as u64 ^ 1, leaf, &proof).is_err());
                assert!(verify(index as u64, &Hash::leaf(b"another"), &proof).is_err());
                let mut longer = proof.clone();
                longer.push(root);
                assert!(verify(index as u64, leaf, &longer).is_err());
                for at in 0..proof.len() {
                    let mut changed = proof.clone();
                    changed[at] = Hash::leaf(b"changed");
                    assert_eq!(verify(index as u64, leaf, &changed), Err(ProofError::RootMismatch));
                    let mut shorter = proof.clone();
                    shorter.remove(at);
                    assert!(verify(index as u64, leaf, &shorter).is_err());
                }
            }
            assert_eq!(prove_inclusion(&leaves, size as u64), Err(ProofError::IndexOutOfRange));
        }
    }

    #[test]
    fn every_consistency_proof_up_to_70_leaves() {
        for newer in 1..=SIZES {
            let leaves = reference::leaves(newer);
            let root = reference::root(&leaves);
            for older in 1..=newer {
                let older_root = reference::root(&leaves[..older]);
                let proof = prove_consistency(&leaves, older as u64).unwrap();
                assert_eq!(proof, reference::subproof(older, &leaves, true), "{older} to {newer}");
                let verify = |older, older_root: &Hash, proof: &[Hash]| {
                    verify_consistency(older, older_root, newer as u64, &root, proof)
                };
                assert_eq!(verify(older as u64, &older_root, &proof), Ok(()));
                assert!(verify(older as u64, &Hash::leaf(b"another"), &proof).is_err());
                let mut longer = proof.clone();
                longer.push(root);
                assert!(verify(older as u64, &older_root, &longer).is_err());
                for at in 0..proof.len() {
                    let mut changed = proof.clone();
                    changed[at] = Hash::leaf(b"changed");
                    assert_eq!(verify(older as u64, &older_root, &changed), Err(ProofError::RootMismatch));
                    let mut shorter = proof.clone();
                    shorter.remove(at);
                    assert!(verify(older as u64, &older_root, &shorter).is_err());
                }
            }
            assert_eq!(prove_consistency(&leaves, newer as u64 + 1), Err(ProofError::Shrunk));
        }
    }

    #[test]
    fn nothing_is_proved_from_the_empty_tree() {
        let leaves = reference::leaves(3);
        let (empty, root) = (Hash::empty(), reference::root(&leaves));
        assert_eq!(prove_consistency(&leaves, 0), Err(ProofError::EmptyTree));
        assert_eq!(verify_consistency(0, &empty, 3, &root, &[]), Err(ProofError::EmptyTree));
        assert_eq!(verify_consistency(0, &empty, 0, &empty, &[]), Err(ProofError::EmptyTree));
        assert_eq!(verify_inclusion(&empty, 0, 0, &empty, &[]), Err(ProofError::IndexOutOfRange));
    }

    #[test]
    fn the_largest_numbers_do_not_wrap() {
        let leaves = reference::leaves(8);
        let root = reference::root(&leaves);
        let proof = prove_inclusion(&leaves, 7).unwrap();
        assert_eq!(verify_inclusion(&leaves[7], u64::MAX, 8, &root, &proof), Err(ProofError::IndexOutOfRange));
        assert_eq!(verify_inclusion(&leaves[7], u64::MAX, 0, &root, &proof), Err(ProofError::IndexOutOfRange));
        assert_eq!(verify_inclusion(&leaves[7], u64::MAX - 1, u64::MAX, &root, &proof), Err(ProofError::WrongLength));
        assert_eq!(verify_consistency(u64::MAX, &root, 8, &root, &[]), Err(ProofError::Shrunk));
        assert_eq!(verify_consistency(u64::MAX, &root, u64::MAX, &root, &[]), Ok(()));
        assert_eq!(verify_consistency(1 << 63, &root, u64::MAX, &root, &[]), Err(ProofError::WrongLength));
        assert_eq!(prove_inclusion(&leaves, u64::MAX), Err(ProofError::IndexOutOfRange));
        assert_eq!(prove_consistency(&leaves, u64::MAX), Err(ProofError::Shrunk));
    }
}
