//! The tree head, kept up to date entry by entry.
#![deny(clippy::arithmetic_side_effects)]

use super::Hash;

/// No further leaf fits: the size of a tree is a `u64`. Out of reach for a log that writes a thousand million
/// entries a second for five hundred years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the tree holds as many leaves as its size can count")]
pub struct TreeFull;

/// The head of a Merkle tree that grows at its right edge (RFC 6962, section 2.1).
///
/// It holds one hash for each bit that is set in its size, so at most 64: a log of any length can be verified in
/// constant memory. A push costs two hashes on average.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    size: u64,
    // INVARIANT: the roots of the perfect subtrees that make up the tree, the largest first; one for each bit set
    // in `size`.
    subtrees: Vec<Hash>,
}

impl Tree {
    /// The tree without leaves.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, subtrees: Vec::new() }
    }

    /// The number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf at the right edge.
    ///
    /// # Errors
    /// [`TreeFull`] when the tree holds 2⁶⁴-1 leaves; it is left as it was.
    pub fn push(&mut self, leaf: Hash) -> Result<(), TreeFull> {
        self.push_watched(leaf, |_| ())
    }

    /// As [`push`](Self::push), and shows the nodes that are complete with it, in the order of their
    /// [places](super::node_place).
    pub(crate) fn push_watched(&mut self, leaf: Hash, mut complete: impl FnMut(&Hash)) -> Result<(), TreeFull> {
        let grown = self.size.checked_add(1).ok_or(TreeFull)?;
        let mut right = leaf;
        complete(&right);
        // As in adding one to a binary number: each trailing 1 is a perfect subtree of the size that is being carried.
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.subtrees.pop() else {
                break;
            };
            right = Hash::node(&left, &right);
            complete(&right);
        }
        self.subtrees.push(right);
        self.size = grown;
        Ok(())
    }

    /// The root: what a checkpoint vouches for.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut smaller_first = self.subtrees.iter().rev();
        let Some(last) = smaller_first.next() else {
            return Hash::empty();
        };
        smaller_first.fold(*last, |right, left| Hash::node(left, &right))
    }
}

/// The root of the tree of the first `size` of these leaf hashes, or `None` if there are fewer.
///
/// ```
/// use phi_audit::merkle::{Hash, root_at};
///
/// let leaves = [Hash::leaf(b"a"), Hash::leaf(b"b")];
/// assert_eq!(root_at(&leaves, 2), Some(Hash::node(&leaves[0], &leaves[1])));
/// assert_eq!(root_at(&leaves, 3), None);
/// ```
#[must_use]
pub fn root_at(leaves: &[Hash], size: u64) -> Option<Hash> {
    let size = usize::try_from(size).ok()?;
    leaves.get(..size).map(root_of)
}

/// The root of the tree of all these leaf hashes.
pub(super) fn root_of(leaves: &[Hash]) -> Hash {
    let mut tree = Tree::new();
    for leaf in leaves {
        // A slice cannot hold more than `u64::MAX` hashes, so the tree never fills up.
        if tree.push(*leaf).is_err() {
            break;
        }
    }
    tree.root()
}

#[cfg(test)]
mod tests {
    use super::super::reference;
    use super::*;

    #[test]
    fn the_roots_of_certificate_transparency() {
        let mut tree = Tree::new();
        for (input, root) in reference::CT_INPUTS.iter().zip(reference::CT_ROOTS) {
            tree.push(Hash::leaf(&reference::unhex(input))).unwrap();
            assert_eq!(tree.root().to_string(), root);
        }
    }

    #[test]
    fn every_size_agrees_with_the_recursive_definition() {
        let leaves = reference::leaves(130);
        let mut tree = Tree::new();
        for size in 0..=leaves.len() {
            assert_eq!(tree.size(), size as u64);
            assert_eq!(tree.subtrees.len() as u32, tree.size().count_ones());
            assert_eq!(tree.root(), reference::root(&leaves[..size]));
            assert_eq!(root_at(&leaves, size as u64), Some(tree.root()));
            if let Some(leaf) = leaves.get(size) {
                tree.push(*leaf).unwrap();
            }
        }
        assert_eq!(root_at(&leaves, 131), None);
        assert_eq!(root_at(&leaves, u64::MAX), None);
    }

    #[test]
    fn a_full_tree_refuses_and_stays_as_it_was() {
        let mut tree = Tree { size: u64::MAX, subtrees: reference::leaves(64) };
        let root = tree.root();
        assert_eq!(tree.push(Hash::leaf(b"one too many")), Err(TreeFull));
        assert_eq!((tree.size(), tree.root()), (u64::MAX, root));
    }
}
