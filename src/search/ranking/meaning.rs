//! What articles mean, beside their words: how near the question's meaning is to that of some stretch of an article.
//!
//! An article is a row of windows of two sentences or so, each under its title and heading. The vectors come from outside
//! and arrive late, if at all: [`Meanings`] is what is known at a moment. Only the order of the best changes by it; what the
//! answer is worth is told by the words.

use std::collections::HashMap;
use std::sync::Arc;

use crate::article::ArticleId;
use crate::search::index::card::Card;
use crate::search::index::record::{PassageKind, Record, text};

/// A window closes with the sentence by which it has as many characters.
const ENOUGH: usize = 160;
/// Sentences of a window, at least.
const SENTENCES: usize = 2;
/// A longer sentence is cut: a row of things, or a text without full stops.
const LONGEST: usize = 600;

/// A vector of length one, in a byte a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Compact {
    scale: f32,
    numbers: Box<[i8]>,
}

impl Compact {
    /// The same vector, rounded.
    pub fn of(vector: &[f32]) -> Self {
        let most = vector.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = most / f32::from(i8::MAX);
        let round = |number: &f32| if scale > 0.0 { (number / scale).round() as i8 } else { 0 };
        Self { scale, numbers: vector.iter().map(round).collect() }
    }

    /// As it is written down: the scale, then the numbers.
    pub fn bytes(&self) -> Vec<u8> {
        let numbers = self.numbers.iter().flat_map(|number| number.to_le_bytes());
        self.scale.to_le_bytes().into_iter().chain(numbers).collect()
    }

    /// What [`Compact::bytes`] wrote; `None` where that cannot be.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (scale, numbers) = bytes.split_first_chunk()?;
        let scale = Some(f32::from_le_bytes(*scale)).filter(|scale| scale.is_finite())?;
        Some(Self { scale, numbers: numbers.iter().map(|byte| i8::from_le_bytes([*byte])).collect() })
    }

    /// The cosine with another vector of length one.
    fn cosine(&self, other: &[f32]) -> f32 {
        self.scale * self.numbers.iter().zip(other).map(|(a, b)| f32::from(*a) * b).sum::<f32>()
    }
}

/// Whoever makes a question's vector.
pub trait Understands: Send + Sync {
    /// The vector of a question, if it is there in time.
    fn question(&self, text: &str) -> Option<Arc<[f32]>>;
}

/// The vectors of an article's windows.
pub type Windows = Arc<[Arc<Compact>]>;

/// What one article means: the version that was read, and its windows.
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// The article as it was.
    pub card: Arc<Card>,
    /// The vectors of its windows.
    pub windows: Windows,
}

impl Understood {
    /// Whether this is `card`'s article as it is now.
    pub fn is_of(&self, card: &Card) -> bool {
        self.card.hash == card.hash && self.card.rendition == card.rendition && self.card.title == card.title
    }
}

/// What is known of the meaning of an engine's articles.
pub struct Meanings {
    /// Makes questions' vectors.
    pub understands: Arc<dyn Understands>,
    /// By article.
    pub articles: HashMap<ArticleId, Understood>,
}

impl Meanings {
    /// The windows of each article; `None` where any is not known as it is now: some with and some without would be no order.
    pub(in crate::search) fn windows_of<'c>(
        &self,
        cards: impl Iterator<Item = &'c Card>,
    ) -> Option<Vec<Windows>> {
        let known = |card: &Card| self.articles.get(&card.id).filter(|known| known.is_of(card));
        cards.map(|card| known(card).map(|known| Arc::clone(&known.windows))).collect()
    }
}

/// How near a question is to the nearest of an article's windows.
pub(in crate::search) fn nearness(windows: &Windows, question: &[f32]) -> f32 {
    windows.iter().map(|window| window.cosine(question)).fold(0.0, f32::max)
}

/// The stretches of an article that are understood by themselves. What is not known is no part of what it says, and callers'
/// words are none of the article's.
pub(in crate::search) fn windows(title: &str, record: &Record<'_>) -> Vec<String> {
    let mut windows = Vec::new();
    for passage in &record.passages {
        if !matches!(passage.kind, PassageKind::Summary | PassageKind::Body) {
            continue;
        }
        let heading = text(passage.heading);
        let under = match heading.is_empty() || heading == title {
            true => title.to_owned(),
            false => format!("{title}. {heading}"),
        };
        let sentences = sentences(passage.text());
        let mut from = 0;
        while from < sentences.len() {
            let mut to = from;
            let mut length = 0;
            while to < sentences.len() && (to - from < SENTENCES || length < ENOUGH) {
                length += sentences[to].len();
                to += 1;
            }
            windows.push(format!("{under}. {}", sentences[from..to].join(" ")));
            if to == sentences.len() {
                break;
            }
            // The last sentence of a window begins the next: what belongs together is together in one of them.
            from = (to - 1).max(from + 1);
        }
    }
    if windows.is_empty() {
        windows.push(title.to_owned());
    }
    windows
}

/// The sentences of a text; a line ends one, too.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    for line in text.lines() {
        let mut from = 0;
        let mut letters = 0;
        for (at, sign) in line.char_indices() {
            letters += 1;
            let behind = at + sign.len_utf8();
            if (letters >= LONGEST && sign == ' ')
                || matches!(sign, '.' | '!' | '?') && ends(&line[from..at], &line[behind..])
            {
                sentences.push(line[from..behind].trim());
                (from, letters) = (behind, 0);
            }
        }
        sentences.push(line[from..].trim());
    }
    sentences.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    sentences
}

/// Whether a full stop between the two ends a sentence: an abbreviation is short and has no digit, and a sentence begins with a capital.
fn ends(before: &str, behind: &str) -> bool {
    let word = before.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    let short = word.chars().count() <= 3 && !word.chars().any(|sign| sign.is_ascii_digit());
    let mut behind = behind.chars();
    let parted = behind.next().is_none_or(char::is_whitespace);
    parted && !short && behind.next().is_none_or(|next| !next.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_apart_where_sentences_end_and_not_at_abbreviations() {
        let text = "Biuro jest przy ul. Wielopole 17a. Czynne od 7.40 do 15.30! Do 31.12. Potem nie.\n- pierwsza rzecz\n- druga";
        assert_eq!(
            sentences(text),
            [
                "Biuro jest przy ul. Wielopole 17a.",
                "Czynne od 7.40 do 15.30!",
                "Do 31.12.",
                "Potem nie.",
                "- pierwsza rzecz",
                "- druga"
            ]
        );
        let endless = "słowo ".repeat(1000);
        assert!(sentences(&endless).iter().all(|sentence| sentence.chars().count() <= LONGEST));
    }

    #[test]
    fn a_vector_in_bytes_points_where_it_pointed() {
        let vector: Vec<f32> = (0..384).map(|at| ((at * 37 % 101) as f32 - 50.0) / 600.0).collect();
        let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
        let vector: Vec<f32> = vector.iter().map(|number| number / length).collect();
        let compact = Compact::of(&vector);
        assert!((compact.cosine(&vector) - 1.0).abs() < 0.001, "{}", compact.cosine(&vector));
        assert_eq!(Compact::read(&compact.bytes()), Some(compact));
        assert_eq!(Compact::read(&[0, 0]), None);
        assert_eq!(Compact::read(&f32::NAN.to_le_bytes()), None);
    }
}
