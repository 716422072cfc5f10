//! What is stored of an article for the moment it is shown: its passages with their words, ready to be compared.
//!
//! Choosing the best passage and marking words must not analyse text again while an agent waits. So an article carries
//! its different words as hashes to compare, and each passage which of them stand where: five bytes a token. Decoded
//! without copying.

use std::collections::hash_map::Entry;
use std::ptr;

use foldhash::{HashMap, HashMapExt};
use serde::{Deserialize, Serialize};

use super::terms::tokenizer::root;
use crate::article::Facts;
use crate::text::{Analysis, Forms, glue};

/// What a line of an article is; agents are shown some, all are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::search) enum PassageKind {
    Title,
    /// What the article is called beside its title: the words of its id, and of its title up to a dash.
    Name,
    Summary,
    /// A whole question as callers put it.
    Question,
    /// One keyword, or a value of `facts`.
    Keyword,
    /// What callers ask and the article does not hold: kept as written, shown as such and never as an answer.
    Unknown,
    /// A passage of the body.
    Body,
}

/// One line of an article with its words. Texts are bytes: looking closely at thirty articles must not check the
/// letters of all of them, when ten passages are shown.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::search) struct Passage<'a> {
    pub kind: PassageKind,
    pub internal: bool,
    #[serde(with = "bytes")]
    pub heading: &'a [u8],
    #[serde(with = "bytes")]
    pub anchor: &'a [u8],
    /// Empty for lines that are compared but never shown.
    #[serde(with = "bytes")]
    pub text: &'a [u8],
    /// See [`tokens`].
    #[serde(with = "bytes")]
    pub tokens: &'a [u8],
    /// Words of the heading, compared with the passage under it.
    #[serde(with = "bytes")]
    pub heading_tokens: &'a [u8],
}

impl<'a> Passage<'a> {
    /// The text to show.
    pub fn text(&self) -> &'a str {
        text(self.text)
    }

    /// Where the line that `at` is in begins, if it is one of a list as acts have them: its lines end with semicolons.
    pub fn duty(&self, at: usize) -> Option<usize> {
        let (before, after) = self.text.split_at_checked(at)?;
        let begins = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let ends = |line: &[u8]| line.trim_ascii_end().ends_with(b";");
        let line = after.split(|&byte| byte == b'\n').next().unwrap_or_default();
        (ends(line) || ends(&before[..begins])).then_some(begins)
    }

    /// Whether a line ends between two bytes of the text: in a list, an item.
    pub fn parted(&self, from: usize, to: usize) -> bool {
        self.text.get(from..to).is_some_and(|between| between.contains(&b'\n'))
    }

    /// What stands at `token`, if it is shown at all.
    pub fn at(&self, token: Token) -> Option<&'a str> {
        str::from_utf8(self.text.get(token.start..token.end)?).ok()
    }
}

/// Stored bytes that were a text.
pub(in crate::search) fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or_default()
}

/// An article as stored.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::search) struct Record<'a> {
    #[serde(with = "bytes")]
    pub summary: &'a [u8],
    /// `facts` as JSON: their form skips what is not there, which postcard cannot.
    #[serde(with = "bytes")]
    pub facts: &'a [u8],
    /// The different words of the article, once each; see [`words`].
    #[serde(with = "bytes")]
    pub words: &'a [u8],
    /// How much of the article each of its words is; see [`super::profile`].
    #[serde(with = "bytes")]
    pub profile: &'a [u8],
    #[serde(borrow)]
    pub passages: Vec<Passage<'a>>,
}

/// Bytes of the length that [`Record::encode`] writes behind a record.
const TRAILER: usize = 4;

impl<'a> Record<'a> {
    /// Encodes for the store, its length behind it.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        let mut bytes = postcard::to_allocvec(self)?;
        let length = u32::try_from(bytes.len()).map_err(|_| postcard::Error::SerializeBufferFull)?;
        bytes.extend(length.to_le_bytes());
        Ok(bytes)
    }

    /// Decodes what [`Record::encode`] wrote at the end of `stored`; everything borrows from it. So the record is
    /// found in a stored document, whose last value it is, without reading the values before it.
    pub fn decode(stored: &'a [u8]) -> Option<Self> {
        let (rest, length) = stored.split_last_chunk::<TRAILER>()?;
        let start = rest.len().checked_sub(u32::from_le_bytes(*length) as usize)?;
        postcard::from_bytes(&rest[start..]).ok()
    }

    /// The article's facts.
    pub fn facts(&self) -> Facts {
        serde_json::from_slice(self.facts).unwrap_or_default()
    }

    /// The sentence to read out.
    pub fn summary(&self) -> Option<String> {
        (!self.summary.is_empty()).then(|| text(self.summary).to_owned())
    }
}

mod bytes {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'de [u8], D::Error> {
        <&'de [u8]>::deserialize(deserializer)
    }
}

/// What a stored word is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::search) struct Word {
    pub lemma: u32,
    pub folded: u32,
    pub root: u16,
}

impl Word {
    pub fn new(forms: &Forms) -> Self {
        Self { lemma: hash(&forms.lemma), folded: hash(&forms.folded), root: root_hash(forms) }
    }
}

/// Where a word of the article stands in a passage's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) struct Token {
    /// Its place in [`Record::words`].
    pub word: usize,
    /// Bytes of the passage's text.
    pub start: usize,
    pub end: usize,
}

const WORD: usize = 10;
const TOKEN: usize = 5;

/// Packs the words of one article, each different one once.
pub(in crate::search) struct Packer<'a> {
    /// Places of words that were seen in these very forms: an analyser gives the same word the same forms.
    seen: HashMap<ByAddress<'a>, Option<u16>>,
    places: HashMap<Word, u16>,
    words: Vec<u8>,
    is_glue: Vec<bool>,
}

/// Forms, compared by where they stand in memory; they stay there while somebody looks at them.
struct ByAddress<'a>(&'a Forms);

impl PartialEq for ByAddress<'_> {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for ByAddress<'_> {}

impl std::hash::Hash for ByAddress<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        ptr::from_ref(self.0).hash(state);
    }
}

impl<'a> Packer<'a> {
    /// With room for about `words` different words.
    pub fn with_capacity(words: usize) -> Self {
        Self {
            seen: HashMap::with_capacity(words),
            places: HashMap::with_capacity(words),
            words: Vec::with_capacity(words * WORD),
            is_glue: Vec::with_capacity(words),
        }
    }

    /// Packs an analysed text. What no article comes near is cut: words beyond 65,535 different ones are left out,
    /// and those that stand beyond the first 64 KiB of one passage are compared but not marked.
    pub fn pack(&mut self, analysis: &'a Analysis) -> Vec<u8> {
        let mut packed = Vec::with_capacity(analysis.tokens.len() * TOKEN);
        for token in &analysis.tokens {
            let place = match self.seen.get(&ByAddress(&token.forms)) {
                Some(place) => *place,
                None => {
                    let place = self.place(&token.forms);
                    self.seen.insert(ByAddress(&token.forms), place);
                    place
                }
            };
            let Some(place) = place else { continue };
            packed.extend(place.to_le_bytes());
            packed.extend(u16::try_from(token.span.start).unwrap_or(u16::MAX).to_le_bytes());
            packed.push(token.span.len().min(255) as u8);
        }
        packed
    }

    fn place(&mut self, forms: &Forms) -> Option<u16> {
        let word = Word::new(forms);
        let next = self.places.len();
        match self.places.entry(word) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(free) => {
                let place = u16::try_from(next).ok()?;
                self.words.extend(word.lemma.to_le_bytes());
                self.words.extend(word.folded.to_le_bytes());
                self.words.extend(word.root.to_le_bytes());
                self.is_glue.push(glue::is_asking(&forms.folded) || glue::is_filler(&forms.folded));
                Some(*free.insert(place))
            }
        }
    }

    /// All words seen, for [`Record::words`], and which of them are glue.
    pub fn finish(self) -> (Vec<u8>, Vec<bool>) {
        (self.words, self.is_glue)
    }
}

/// The words of [`Record::words`].
pub(in crate::search) fn words(packed: &[u8]) -> impl ExactSizeIterator<Item = Word> + '_ {
    packed.chunks_exact(WORD).map(|bytes| {
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        Word { lemma: number(0), folded: number(4), root: u16::from_le_bytes([bytes[8], bytes[9]]) }
    })
}

/// The tokens packed by [`Packer::pack`].
pub(in crate::search) fn tokens(packed: &[u8]) -> impl ExactSizeIterator<Item = Token> + '_ {
    packed.chunks_exact(TOKEN).map(|bytes| {
        let start = u16::from_le_bytes([bytes[2], bytes[3]]) as usize;
        Token {
            word: u16::from_le_bytes([bytes[0], bytes[1]]) as usize,
            start,
            end: start + bytes[4] as usize,
        }
    })
}

/// What a root is compared by; numbers have none.
pub(in crate::search) fn root_hash(forms: &Forms) -> u16 {
    if forms.numeric { 0 } else { (hash(root(&forms.lemma)) >> 8) as u16 | 1 }
}

/// FNV-1a with a final mix: stable across machines and versions, unlike the standard library's hashers.
pub(in crate::search) fn hash(term: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in term.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Analyzer;

    #[test]
    fn a_record_survives_the_store_with_its_words_in_place() {
        let text = "Starą lodówkę odda się na PSZOK. Na PSZOK!";
        let mut packer = Packer::with_capacity(8);
        let analysis = Analyzer::default().analyze(text);
        let packed = packer.pack(&analysis);
        let (all, _) = packer.finish();
        let record = Record {
            summary: b"Kr\xc3\xb3tko.",
            facts: b"{}",
            words: &all,
            profile: &[],
            passages: vec![Passage {
                kind: PassageKind::Body,
                internal: false,
                heading: b"Gdzie",
                anchor: b"gdzie",
                text: text.as_bytes(),
                tokens: &packed,
                heading_tokens: &[],
            }],
        };
        let mut stored = b"what the store writes before it".to_vec();
        stored.extend(record.encode().expect("encodes"));
        let decoded = Record::decode(&stored).expect("decodes");
        let passage = &decoded.passages[0];
        let here: Vec<&str> = tokens(passage.tokens).filter_map(|token| passage.at(token)).collect();
        assert_eq!(here, ["Starą", "lodówkę", "odda", "się", "na", "PSZOK", "Na", "PSZOK"]);
        let places: Vec<usize> = tokens(passage.tokens).map(|token| token.word).collect();
        assert_eq!(places, [0, 1, 2, 3, 4, 5, 4, 5], "the same word is kept once");
        assert_eq!(words(decoded.words).len(), 6);
        assert_eq!(decoded.summary().as_deref(), Some("Krótko."));
    }

    #[test]
    fn a_damaged_record_is_none() {
        for bytes in [&b""[..], b"abc", &[0xff; 4], &[0xff; 40]] {
            assert!(Record::decode(bytes).is_none(), "{bytes:?}");
        }
    }
}
