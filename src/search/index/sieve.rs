//! Sets that may say yes wrongly and never no, and answer faster than any dictionary.
//!
//! A Bloom filter of two bits a member (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970).

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

/// Bits for each member: of a hundred words that are none, about one passes.
const BITS_A_MEMBER: usize = 16;

/// A set of words.
#[derive(Debug, Clone)]
pub(in crate::search) struct Sieve {
    bits: Vec<u64>,
    /// The number of bits is a power of two; this is one less.
    mask: u64,
}

impl Sieve {
    /// An empty set with room for `members`.
    pub fn with_capacity(members: usize) -> Self {
        let bits = (members * BITS_A_MEMBER).next_power_of_two().max(64);
        Self { bits: vec![0; bits / 64], mask: bits as u64 - 1 }
    }

    pub fn add(&mut self, word: &[u8]) {
        for bit in self.places(hash(word)) {
            if let Some(word) = self.bits.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
        }
    }

    /// Whether the word with this [`hash`] may be in the set.
    pub fn may_have(&self, hash: u64) -> bool {
        let has = |bit: usize| self.bits.get(bit / 64).is_some_and(|word| word & (1 << (bit % 64)) != 0);
        self.places(hash).into_iter().all(has)
    }

    fn places(&self, hash: u64) -> [usize; 2] {
        [hash, hash.rotate_left(32)].map(|half| (half & self.mask) as usize)
    }
}

/// What a word is known by in every sieve.
pub(in crate::search) fn hash(word: &[u8]) -> u64 {
    FixedState::default().hash_one(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_passes_and_few_others_do() {
        let mut sieve = Sieve::with_capacity(10_000);
        let word = |at: usize| format!("slowo{at}");
        (0..10_000).for_each(|at| sieve.add(word(at).as_bytes()));
        let passes = |at: &usize| sieve.may_have(hash(word(*at).as_bytes()));
        assert_eq!((0..10_000).filter(passes).count(), 10_000);
        let others = (10_000..110_000).filter(passes).count();
        assert!(others < 2_500, "{others} of 100,000 strangers pass");
    }
}
