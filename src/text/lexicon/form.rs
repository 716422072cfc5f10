//! What the lexicon says of a form, packed into one byte of the map's value.
//!
//! Bits 0–5 hold the frequency class, 6 the proper name, 7 a word of the corpus alone.

const CLASS: u64 = 0b0011_1111;
const PROPER: u64 = 0b0100_0000;
const CORPUS_ONLY: u64 = 0b1000_0000;

/// Nats between two frequency classes: readings that compete in repair differ by several.
/// Half a nat and no common class for the rare were measured at 0.8 MB more.
const STEP: f32 = 1.0;

/// The estimate for a form that the dictionary lists and the corpus never showed.
/// The rarest counted ones share the class at −16, one in ten million and less.
const UNCOUNTED_LN_FREQ: f32 = -19.0;

/// Where a form is attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attestation {
    /// The dictionary lists it; the corpus did not show it.
    Dictionary,
    /// The dictionary lists it and the corpus counts it.
    DictionaryAndCorpus,
    /// Only the corpus: foreign names, brands, slang. No lemma, but no misspelling either.
    Corpus,
}

/// What is known of a lower-case form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FormInfo {
    /// Natural logarithm of the relative frequency, to half a nat.
    pub ln_freq: f32,
    /// Every reading of it is written with a capital.
    pub proper: bool,
    /// Who attests it.
    pub source: Attestation,
}

impl FormInfo {
    /// Reads a value of [`Lexicon::forms`](super::Lexicon::forms).
    pub fn from_packed(value: u64) -> Self {
        let class = value & CLASS;
        FormInfo {
            ln_freq: match class {
                0 => UNCOUNTED_LN_FREQ,
                counted => -STEP * (counted - 1) as f32,
            },
            proper: value & PROPER != 0,
            source: match (value & CORPUS_ONLY != 0, class) {
                (true, _) => Attestation::Corpus,
                (false, 0) => Attestation::Dictionary,
                (false, _) => Attestation::DictionaryAndCorpus,
            },
        }
    }

    /// Whether the dictionary itself vouches for the form.
    pub fn in_dictionary(&self) -> bool {
        self.source != Attestation::Corpus
    }
}

/// Packs what the build's tables say: class 0 means never counted, class 1 is the most
/// frequent and each further one is a nat rarer.
pub fn pack(class: u64, proper: bool, corpus_only: bool) -> u64 {
    class.min(CLASS) | if proper { PROPER } else { 0 } | if corpus_only { CORPUS_ONLY } else { 0 }
}
