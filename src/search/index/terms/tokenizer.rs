//! From analysed words to terms of each field.
//!
//! Text is analysed once per article, by [`crate::text::Analyzer`]; what reaches tantivy is its outcome, words parted
//! by spaces. These tokenizers only derive: words, prefixes, letter trigrams.

use super::grams::grams;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

/// How many letters of a lemma its root has.
pub(in crate::search) const ROOT_LETTERS: usize = 4;

/// What a term of the field is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum Derive {
    /// The word itself.
    Words,
    /// Its first letters.
    Roots,
    /// Its telling trigrams.
    Grams,
}

/// All tokenizers of [`crate::search::index::schema`] by name.
pub(in crate::search) fn manager() -> TokenizerManager {
    // The default one knows `raw`, by which the id stays in one piece.
    let manager = TokenizerManager::default();
    for (name, derive) in [("words", Derive::Words), ("roots", Derive::Roots), ("grams", Derive::Grams)] {
        manager.register(name, Deriving { derive, pending: Pending::default(), token: Token::default() });
    }
    manager
}

/// The root of a lemma; a lemma outside the lexicon (`~stem`) shares its root with those inside.
pub(in crate::search) fn root(lemma: &str) -> &str {
    let lemma = lemma.strip_prefix('~').unwrap_or(lemma);
    match lemma.char_indices().nth(ROOT_LETTERS) {
        Some((end, _)) => &lemma[..end],
        None => lemma,
    }
}

/// The term of two lemmas in a row.
pub(in crate::search) fn pair(first: &str, second: &str) -> String {
    format!("{first}_{second}")
}

#[derive(Debug, Clone)]
struct Deriving {
    derive: Derive,
    pending: Pending,
    token: Token,
}

struct Stream<'a> {
    derive: Derive,
    words: std::str::SplitAsciiWhitespace<'a>,
    /// Trigrams of the last word that are still to come, one behind the other, and where each ends.
    pending: &'a mut Pending,
    token: &'a mut Token,
}

#[derive(Debug, Clone, Default)]
struct Pending {
    letters: String,
    ends: Vec<usize>,
}

impl Tokenizer for Deriving {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        let words = text.split_ascii_whitespace();
        self.pending.letters.clear();
        self.pending.ends.clear();
        Stream { derive: self.derive, words, pending: &mut self.pending, token: &mut self.token }
    }
}

impl Stream<'_> {
    fn emit(&mut self, term: &str) -> bool {
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }
}

impl Stream<'_> {
    /// The last of the pending trigrams, if there is one.
    fn emit_pending(&mut self) -> bool {
        let Some(end) = self.pending.ends.pop() else { return false };
        let start = self.pending.ends.last().copied().unwrap_or(0);
        let gram = &self.pending.letters[start..end];
        self.token.text.clear();
        self.token.text.push_str(gram);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if self.emit_pending() {
            return true;
        }
        loop {
            let Some(word) = self.words.next() else { return false };
            match self.derive {
                Derive::Words => return self.emit(word),
                Derive::Roots => {
                    // Neither numbers nor addresses share a root with anything.
                    if !word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains('.') {
                        return self.emit(root(word));
                    }
                }
                Derive::Grams => {
                    self.pending.letters.clear();
                    grams(word, |gram| {
                        self.pending.letters.push_str(gram);
                        self.pending.ends.push(self.pending.letters.len());
                    });
                    if self.emit_pending() {
                        return true;
                    }
                }
            }
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(name: &str, text: &str) -> Vec<String> {
        let mut tokenizer = manager().get(name).expect("registered");
        let mut stream = tokenizer.token_stream(text);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push(stream.token().text.clone());
        }
        terms
    }

    #[test]
    fn each_field_derives_its_terms_from_the_same_words() {
        assert_eq!(terms("words", "odpad ~xyz 12\nkot"), ["odpad", "~xyz", "12", "kot"]);
        assert_eq!(terms("roots", "smieciowy ~zielosk 1231"), ["smie", "ziel"]);
        let mut grams = terms("grams", "kot 12");
        grams.sort();
        // `^ko` begins too many words to tell anything.
        assert_eq!(grams, ["kot", "ot$"]);
    }
}
