//! Which word of a question a word of an article is, and how surely.

use super::Matcher;
use crate::search::hit::Why;
use crate::search::index::record::Word;

/// Shorter words one letter apart are other words.
const SHORTEST_MISREAD: usize = 5;

/// A word of the question.
pub(in crate::search) struct MatchWord {
    pub(super) worth: f32,
    pub lemmas: Vec<(u32, Why)>,
    pub folded: Vec<u32>,
    pub exact: Box<str>,
    pub(super) accented: bool,
    pub prefix: Option<Box<str>>,
    pub(super) root: u16,
    /// Glue: counted, never marked.
    pub filler: bool,
    pub(super) name: bool,
    /// Folded, and how long that is.
    pub plain: Box<str>,
    pub(super) letters: usize,
}

/// A set of hashes that may say yes wrongly, never no.
#[derive(Debug, Clone)]
pub(super) struct Glance([u64; 64]);

impl Default for Glance {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Glance {
    pub(super) fn add(&mut self, hash: u32) {
        self.0[(hash >> 6) as usize % 64] |= 1 << (hash % 64);
    }

    pub(super) fn may_have(&self, hash: u32) -> bool {
        self.0[(hash >> 6) as usize % 64] & (1 << (hash % 64)) != 0
    }
}

/// A token that is a word of the question.
#[derive(Debug, Clone, Copy)]
pub(in crate::search) struct WordMatch {
    pub word: u8,
    how: How,
}

/// How a token is a word of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// As it stands, but for accents.
    Folded,
    /// In another of its forms.
    Inflected,
    /// By what the dictionary says that it means.
    Meant,
    /// But for a letter that a machine misread.
    Misread,
    /// By the root alone.
    Root,
}

impl WordMatch {
    /// Whether it is the word, and not what may be another.
    pub fn is_certain(self) -> bool {
        matches!(self.how, How::Folded | How::Inflected | How::Meant)
    }

    /// Perhaps another word altogether.
    pub(super) fn by_root(self) -> bool {
        self.how == How::Root
    }

    /// Not only inflected.
    pub(super) fn as_it_stands(self) -> bool {
        matches!(self.how, How::Folded | How::Misread)
    }
}

impl Matcher {
    /// 1 for a word of the question, less for what may be another.
    pub(super) fn worth(&self, found: WordMatch) -> f32 {
        match found.how {
            How::Folded | How::Inflected => 1.0,
            How::Meant => self.weights.synonym_word,
            How::Misread => self.weights.misread_word,
            How::Root => self.weights.root_word,
        }
    }

    /// Which word of the question a word that a machine read is, one misread letter forgiven. Such text holds words
    /// that no dictionary can repair; comparing letters is dear, so it is done for the few texts that need it.
    pub(super) fn find_misread(&self, here: &str) -> Option<WordMatch> {
        if here.len() < SHORTEST_MISREAD {
            return None;
        }
        let letters = here.chars().count();
        let word = self.words.iter().position(|word| {
            word.letters >= SHORTEST_MISREAD
                && letters.abs_diff(word.letters) <= 1
                && one_edit_apart(&word.plain, &crate::text::fold(here))
        })?;
        Some(WordMatch { word: word as u8, how: How::Misread })
    }

    /// Which word of the question a word of the article is, if any.
    pub(super) fn find(&self, here: &Word) -> Option<WordMatch> {
        let none = !self.lemmas.may_have(here.lemma)
            && !self.forms.may_have(here.folded)
            && !self.roots.may_have(u32::from(here.root));
        if none {
            return None;
        }
        let (mut meant, mut by_root) = (None, None);
        for (at, word) in self.words.iter().enumerate() {
            let found = |how| Some(WordMatch { word: at as u8, how });
            if word.folded.contains(&here.folded) {
                return found(How::Folded);
            }
            match word.lemmas.iter().find(|(lemma, _)| *lemma == here.lemma) {
                Some((_, Why::Synonym)) => meant = meant.or(found(How::Meant)),
                Some(_) => return found(How::Inflected),
                None if word.root != 0 && word.root == here.root => by_root = by_root.or(found(How::Root)),
                None => {}
            }
        }
        meant.or(by_root)
    }

    /// Whether a word stands with the accents that were typed, or without any as typed.
    pub(super) fn stands_as_typed(&self, word: usize, here: Option<&str>) -> bool {
        let (Some(word), Some(here)) = (self.words.get(word), here) else { return false };
        if word.accented {
            is_spelled(here, &word.exact)
        } else {
            here.is_ascii() && here.eq_ignore_ascii_case(&word.exact)
        }
    }
}

/// Whether `here` is `exact`, which is in lower case, but for capitals.
pub(in crate::search) fn is_spelled(here: &str, exact: &str) -> bool {
    here.chars().flat_map(char::to_lowercase).eq(exact.chars())
}

/// Whether one letter changed, lost or added turns `a` into `b`. Both are folded.
pub(in crate::search) fn one_edit_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail = short[head..].iter().rev().zip(long[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 => short.len() - head - tail <= 1,
        1 => head + tail >= short.len(),
        _ => false,
    }
}
