//! The list of lemmas, front-coded: each is written as what differs from the one before.
//!
//! Sorted words share most of their beginning, so this takes a third of the plain list.
//! Every eighth word is whole and its place is noted, so that reading one lemma decodes
//! four on average. Layout, little-endian: count (u32), place of each block (u32 each,
//! from the end of this table), then per lemma: bytes shared (u8), bytes added (u8), those bytes.

/// Words from one whole one to the next: fewer read faster, more take less room.
const BLOCK: usize = 8;
/// Room for the longest lemma; both lengths are one byte.
const LONGEST: usize = 255;
const WORD: usize = size_of::<u32>();

/// A lemma's place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LemmaId(pub u32);

impl LemmaId {
    /// Reads a value of [`Lexicon::folded_forms`](super::Lexicon::folded_forms).
    pub fn from_packed(value: u64) -> Self {
        // A list of lemmas longer than u32 cannot be written, and an unknown number finds nothing.
        LemmaId(u32::try_from(value).unwrap_or(u32::MAX))
    }
}

/// The list over packed bytes.
#[derive(Debug, Clone, Copy)]
pub struct LemmaTable<'a> {
    places: &'a [u8],
    entries: &'a [u8],
    count: usize,
}

impl<'a> LemmaTable<'a> {
    /// Wraps what [`pack`] wrote. Bytes that it did not write give an empty or shorter list.
    pub fn new(bytes: &'a [u8]) -> Self {
        let count = number(bytes, 0).unwrap_or(0);
        let blocks = count.div_ceil(BLOCK);
        match bytes.split_at_checked(WORD * (1 + blocks)) {
            Some((head, entries)) => LemmaTable { places: &head[WORD..], entries, count },
            None => LemmaTable { places: &[], entries: &[], count: 0 },
        }
    }

    /// How many lemmas.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The lemma as people write it.
    pub fn get(&self, id: LemmaId) -> Option<String> {
        self.with(id, str::to_owned)
    }

    /// Hands the lemma to `read` without allocating: it is put together on the stack.
    pub fn with<R>(&self, id: LemmaId, read: impl FnOnce(&str) -> R) -> Option<R> {
        let index = id.0 as usize;
        if index >= self.count {
            return None;
        }
        let mut rest = self.entries.get(number(self.places, index / BLOCK)?..)?;
        let mut word = [0u8; LONGEST];
        let mut length = 0;
        for _ in 0..=index % BLOCK {
            let (&[shared, added], tail) = rest.split_first_chunk::<2>()?;
            let (shared, added) = (usize::from(shared), usize::from(added));
            let (suffix, tail) = tail.split_at_checked(added)?;
            length = shared + added;
            word.get_mut(shared..length)?.copy_from_slice(suffix);
            rest = tail;
        }
        std::str::from_utf8(&word[..length]).ok().map(read)
    }
}

fn number(bytes: &[u8], index: usize) -> Option<usize> {
    let word = bytes.get(WORD * index..)?.first_chunk::<WORD>()?;
    usize::try_from(u32::from_le_bytes(*word)).ok()
}

/// Writes the list; `None` if a lemma is longer than 255 bytes or there are too many.
pub fn pack<'w>(lemmas: impl ExactSizeIterator<Item = &'w str>) -> Option<Vec<u8>> {
    let mut head = u32::try_from(lemmas.len()).ok()?.to_le_bytes().to_vec();
    let mut entries = Vec::new();
    let mut before: &[u8] = &[];
    for (index, lemma) in lemmas.map(str::as_bytes).enumerate() {
        if index % BLOCK == 0 {
            head.extend(u32::try_from(entries.len()).ok()?.to_le_bytes());
            before = &[];
        }
        let shared = before.iter().zip(lemma).take_while(|(a, b)| a == b).count();
        u8::try_from(lemma.len()).ok()?;
        entries.extend([shared as u8, (lemma.len() - shared) as u8]);
        entries.extend(&lemma[shared..]);
        before = lemma;
    }
    head.extend(entries);
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lemma_comes_back_as_it_was_written() {
        let words: Vec<String> = (0..50).map(|n| format!("żółw{}", "ów".repeat(n % 7))).collect();
        let bytes = pack(words.iter().map(String::as_str)).expect("short words");
        let table = LemmaTable::new(&bytes);
        for (id, word) in (0..).zip(&words) {
            assert_eq!(table.get(LemmaId(id)).as_ref(), Some(word), "lemma {id}");
        }
        assert_eq!(table.get(LemmaId(50)), None, "there is no fifty-first");
    }

    #[test]
    fn cut_bytes_give_nothing_rather_than_a_panic() {
        let bytes = pack(["dom", "domek", "domowy"].into_iter()).expect("short words");
        for cut in 0..bytes.len() {
            let table = LemmaTable::new(&bytes[..cut]);
            for id in 0..4 {
                let _ = table.get(LemmaId(id));
            }
        }
    }
}
