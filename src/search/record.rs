//! What is stored of an article for the moment it is shown: its passages with their words, ready to be compared.
//!
//! Choosing the best passage and marking words must not analyse text again while an agent waits. So each passage
//! carries its tokens: eleven bytes a word, hashes to compare and offsets to mark. Decoded without copying.

use serde::{Deserialize, Serialize};

use super::tokenizer::root;
use crate::article::Facts;
use crate::text::{Analysis, Forms};

/// What a line of an article is; agents are shown some, all are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    Title,
    Summary,
    /// A whole question as callers put it.
    Question,
    /// One keyword, or a value of `facts`.
    Keyword,
    /// A passage of the body.
    Body,
}

/// One line of an article with its words.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Passage<'a> {
    pub kind: Kind,
    pub internal: bool,
    pub heading: &'a str,
    pub anchor: &'a str,
    /// Empty for lines that are compared but never shown.
    pub text: &'a str,
    /// See [`Tokens`].
    #[serde(with = "serde_bytes_borrowed")]
    pub tokens: &'a [u8],
    /// Words of the heading, compared with the passage under it.
    #[serde(with = "serde_bytes_borrowed")]
    pub heading_tokens: &'a [u8],
}

/// An article as stored.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record<'a> {
    pub summary: Option<&'a str>,
    /// `facts` as JSON: their form skips what is not there, which postcard cannot.
    pub facts: &'a str,
    #[serde(borrow)]
    pub passages: Vec<Passage<'a>>,
}

impl<'a> Record<'a> {
    /// Encodes for the store.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// The article's facts.
    pub fn facts(&self) -> Facts {
        serde_json::from_str(self.facts).unwrap_or_default()
    }

    /// Decodes what [`Record::encode`] wrote; strings and tokens borrow from `bytes`.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

mod serde_bytes_borrowed {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'de [u8], D::Error> {
        <&'de [u8]>::deserialize(deserializer)
    }
}

const TOKEN: usize = 15;

/// One word of a stored passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StoredToken {
    pub lemma: u32,
    pub folded: u32,
    pub root: u16,
    /// Bytes of the passage's text.
    pub start: usize,
    pub end: usize,
}

/// Packs the words of an analysed text.
pub(super) fn pack(analysis: &Analysis) -> Vec<u8> {
    let mut packed = Vec::with_capacity(analysis.tokens.len() * TOKEN);
    for token in &analysis.tokens {
        let (Ok(start), Ok(len)) = (u32::try_from(token.span.start), u8::try_from(token.span.len().min(255)))
        else {
            continue;
        };
        packed.extend(hash(&token.forms.lemma).to_le_bytes());
        packed.extend(hash(&token.forms.folded).to_le_bytes());
        packed.extend(root_hash(&token.forms).to_le_bytes());
        packed.extend(start.to_le_bytes());
        packed.push(len);
    }
    packed
}

/// The words packed by [`pack`].
pub(super) fn unpack(packed: &[u8]) -> impl ExactSizeIterator<Item = StoredToken> + '_ {
    packed.chunks_exact(TOKEN).map(|bytes| {
        let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let start = word(10) as usize;
        StoredToken {
            lemma: word(0),
            folded: word(4),
            root: u16::from_le_bytes([bytes[8], bytes[9]]),
            start,
            end: start + bytes[14] as usize,
        }
    })
}

/// What a root is compared by; numbers have none.
pub(super) fn root_hash(forms: &Forms) -> u16 {
    if forms.numeric { 0 } else { (hash(root(&forms.lemma)) >> 8) as u16 | 1 }
}

/// FNV-1a with a final mix: stable across machines and versions, unlike the standard library's hashers.
pub(super) fn hash(term: &str) -> u32 {
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
        let text = "Starą lodówkę odda się na PSZOK.";
        let tokens = pack(&Analyzer::default().analyze(text));
        let record = Record {
            summary: Some("Krótko."),
            facts: "{}",
            passages: vec![Passage {
                kind: Kind::Body,
                internal: false,
                heading: "Gdzie",
                anchor: "gdzie",
                text,
                tokens: &tokens,
                heading_tokens: &[],
            }],
        };
        let bytes = record.encode().expect("encodes");
        let decoded = Record::decode(&bytes).expect("decodes");
        let words: Vec<&str> = unpack(decoded.passages[0].tokens)
            .map(|token| &decoded.passages[0].text[token.start..token.end])
            .collect();
        assert_eq!(words, ["Starą", "lodówkę", "odda", "się", "na", "PSZOK"]);
    }
}
