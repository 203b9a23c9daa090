//! The Merkle tree of RFC 6962: one 32-byte root that vouches for every entry of a log.
//!
//! Whoever keeps a root (in a [checkpoint](crate::checkpoint)) can later be shown, with a few hashes, that an entry
//! is in the log ([`verify_inclusion`]) and that the log has only grown ([`verify_consistency`]).
//!
//! Source: [RFC 6962, section 2.1](https://www.rfc-editor.org/rfc/rfc6962.html#section-2.1); the verification
//! algorithms are those of [RFC 9162, section 2.1](https://www.rfc-editor.org/rfc/rfc9162.html#section-2.1), which
//! computes the same hashes. The hash function is SHA-256 (FIPS 180-4).
//!
//! ```
//! use phi_audit::merkle::{Hash, Tree, prove_inclusion, verify_inclusion};
//!
//! let leaves: Vec<Hash> = ["first", "second", "third"].iter().map(|entry| Hash::leaf(entry.as_bytes())).collect();
//! let mut tree = Tree::new();
//! for leaf in &leaves {
//!     tree.push(*leaf)?;
//! }
//!
//! let proof = prove_inclusion(&leaves, 2)?;
//! verify_inclusion(&leaves[2], 2, tree.size(), &tree.root(), &proof)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod nodes;
mod proof;
mod tree;
#[cfg(test)]
mod vectors;

pub use nodes::{consistency_from, inclusion_from, node_count, node_place, root_from};
pub use proof::{ProofError, prove_consistency, prove_inclusion, verify_consistency, verify_inclusion};
pub use tree::{Tree, TreeFull, root_at};

use core::fmt;

use sha2::{Digest as _, Sha256};

/// Length of a hash in bytes.
pub const HASH_LEN: usize = 32;

// RFC 6962, 2.1: the two kinds of hash have different prefixes, or an inner node could be passed off as an entry.
const LEAF_PREFIX: [u8; 1] = [0x00];
const NODE_PREFIX: [u8; 1] = [0x01];

/// A hash in the tree: of a leaf, of an inner node or of the whole (the root).
///
/// It is not a secret: the entries of the log are salted, so the hash of one does not let its content be guessed.
/// Hence it shows itself, in hexadecimal, and compares in variable time.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; HASH_LEN]);

impl Hash {
    /// Wraps the 32 bytes of a hash that was computed elsewhere.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; HASH_LEN]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; HASH_LEN] {
        &self.0
    }

    /// The root of the tree without leaves: SHA-256 of nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// The hash of a leaf with this content: `SHA-256(0x00 || content)`.
    #[must_use]
    pub fn leaf(content: &[u8]) -> Self {
        Self::leaf_of_parts(&[content])
    }

    /// The hash of a leaf whose content is the concatenation of these parts; saves building it.
    ///
    /// The parts are not framed here: the caller sees to it that two different lists never concatenate to the same
    /// bytes.
    pub(crate) fn leaf_of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new_with_prefix(LEAF_PREFIX);
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// The hash of an inner node with these children: `SHA-256(0x01 || left || right)`.
    #[must_use]
    pub fn node(left: &Self, right: &Self) -> Self {
        Self(Sha256::new_with_prefix(NODE_PREFIX).chain_update(left.0).chain_update(right.0).finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// Things that the tests of the tree and of the proofs share.
#[cfg(test)]
pub(crate) mod reference {
    use super::Hash;

    /// The inputs of the test suite of certificate-transparency, as hexadecimal.
    pub(crate) const CT_INPUTS: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    /// The roots of the trees of the first 1 to 8 of them.
    pub(crate) const CT_ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    pub(crate) fn unhex(text: &str) -> Vec<u8> {
        text.as_bytes()
            .chunks_exact(2)
            .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    pub(crate) fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|leaf| Hash::leaf(&leaf.to_be_bytes())).collect()
    }

    /// The largest power of two below `n`, for `n` above 1.
    fn split(n: usize) -> usize {
        let mut k = 1;
        while k * 2 < n {
            k *= 2;
        }
        k
    }

    /// `MTH(D[n])`, written down as the RFC has it.
    pub(crate) fn root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::empty(),
            [only] => *only,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                Hash::node(&root(left), &root(right))
            }
        }
    }

    /// `PATH(m, D[n])`.
    pub(crate) fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() <= 1 {
            return Vec::new();
        }
        let k = split(leaves.len());
        let (left, right) = leaves.split_at(k);
        let (mut path, sibling) = if m < k { (path(m, left), root(right)) } else { (path(m - k, right), root(left)) };
        path.push(sibling);
        path
    }

    /// `SUBPROOF(m, D[n], b)`.
    pub(crate) fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
        if m == leaves.len() {
            return if whole { Vec::new() } else { vec![root(leaves)] };
        }
        let k = split(leaves.len());
        let (left, right) = leaves.split_at(k);
        let (mut proof, sibling) =
            if m <= k { (subproof(m, left, whole), root(right)) } else { (subproof(m - k, right, false), root(left)) };
        proof.push(sibling);
        proof
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefixes_tell_a_leaf_from_a_node() {
        let (left, right) = (Hash::leaf(b"left"), Hash::leaf(b"right"));
        let mut children = left.as_bytes().to_vec();
        children.extend_from_slice(right.as_bytes());
        assert_ne!(Hash::leaf(&children), Hash::node(&left, &right));
    }

    #[test]
    fn parts_hash_as_their_concatenation() {
        assert_eq!(Hash::leaf(b"abc"), Hash::leaf_of_parts(&[b"a", b"", b"bc"]));
    }

    #[test]
    fn the_empty_tree_has_the_root_of_the_rfc() {
        assert_eq!(Hash::empty().to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
