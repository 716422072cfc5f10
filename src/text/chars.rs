//! Characters before words: one spelling for what looks the same, with the way back to the author's bytes.
//!
//! Composition and compatibility forms (NFKC: `ﬁ` → `fi`, `m²` → `m2`, `s` + U+0301 → `ś`), invisible characters
//! (soft hyphen, zero-width space, BOM) and letters of other scripts inside a Latin word (Cyrillic `а` in
//! `Krаków`, Georgian `ემ` in `totემów`, both seen in real documents). Quotes, dashes and spaces are left alone:
//! they only part words, whatever their shape. Most text needs none of this and is passed through unchanged.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Text ready to be cut into words, and where each of its bytes came from.
#[derive(Debug, Clone)]
pub struct Clean<'a> {
    text: Cow<'a, str>,
    /// For each byte of `text`, the source range of the character it came from; empty when nothing changed.
    origin: Vec<(u32, u32)>,
}

impl<'a> Clean<'a> {
    /// Cleans `source`. Total and linear; at most 18 times as long (U+FDFA is the worst case of NFKC).
    pub fn new(source: &'a str) -> Self {
        if source.is_ascii() || source.chars().all(is_settled) {
            return Self { text: Cow::Borrowed(source), origin: Vec::new() };
        }
        let mut builder =
            Builder { text: String::with_capacity(source.len()), origin: Vec::with_capacity(source.len()) };
        let mut word_start = 0;
        for (at, cluster) in clusters(source) {
            let range = (at as u32, (at + cluster.len()) as u32);
            if cluster.chars().all(is_settled) {
                builder.push_str(cluster, range);
            } else {
                for c in cluster.nfkc().filter(|&c| !is_invisible(c)) {
                    builder.push(c, range);
                }
            }
            let in_word = builder.text[word_start..].chars().next_back().is_some_and(char::is_alphanumeric);
            if !in_word {
                builder.latinise(word_start);
                word_start = builder.text.len();
            }
        }
        builder.latinise(word_start);
        Self { text: Cow::Owned(builder.text), origin: builder.origin }
    }

    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source bytes behind `start..end` of the cleaned text. Both must lie on character borders.
    pub fn source(&self, start: usize, end: usize) -> (usize, usize) {
        if self.origin.is_empty() {
            return (start, end);
        }
        let first = self.origin.get(start).map_or(0, |range| range.0 as usize);
        let last =
            end.checked_sub(1).and_then(|at| self.origin.get(at)).map_or(first, |range| range.1 as usize);
        (first, last.max(first))
    }
}

struct Builder {
    text: String,
    origin: Vec<(u32, u32)>,
}

impl Builder {
    fn push(&mut self, c: char, range: (u32, u32)) {
        self.text.push(c);
        self.origin.resize(self.text.len(), range);
    }

    fn push_str(&mut self, cluster: &str, range: (u32, u32)) {
        self.text.push_str(cluster);
        self.origin.resize(self.text.len(), range);
    }

    /// Spells the foreign letters of the word from `start` on in Latin, if the word has Latin letters at all: a
    /// word wholly in Cyrillic is Ukrainian and stays what it is.
    fn latinise(&mut self, start: usize) {
        let word = &self.text[start..];
        let mixed = word.chars().any(is_latin) && word.chars().any(|c| latin_for(c).is_some());
        if !mixed {
            return;
        }
        let word: Vec<(char, (u32, u32))> =
            word.char_indices().map(|(at, c)| (c, self.origin[start + at])).collect();
        self.text.truncate(start);
        self.origin.truncate(start);
        for (c, range) in word {
            match latin_for(c) {
                Some(latin) => self.push_str(latin, range),
                None => self.push(c, range),
            }
        }
    }
}

/// A base character with the combining marks behind it, the unit that normalisation works on.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let mut len = first.len_utf8();
        for c in rest[len..].chars() {
            // Hangul vowels and other non-marks that compose are left for NFKC of the single character: they never
            // stand in Polish text, and a cluster of unbounded length would not be linear.
            if canonical_combining_class(c) == 0 && !is_combining_mark(c) {
                break;
            }
            len += c.len_utf8();
        }
        let (cluster, tail) = rest.split_at(len);
        let start = at;
        at += len;
        rest = tail;
        Some((start, cluster))
    })
}

/// Whether `c` stays as it is wherever it stands. Spaces, quotes, dashes and the ellipsis are settled although NFKC
/// would change some of them, because they only part words.
fn is_settled(c: char) -> bool {
    const LETTERS: &str = "äöüáéíúàèçčšžřÄÖÜÉČŠß";
    const SIGNS: &str = "\u{a0}§«»°\u{202f}\u{2009}";
    c.is_ascii()
        || matches!(c, 'ą' | 'ć' | 'ę' | 'ł' | 'ń' | 'ó' | 'ś' | 'ź' | 'ż')
        || matches!(c, 'Ą' | 'Ć' | 'Ę' | 'Ł' | 'Ń' | 'Ó' | 'Ś' | 'Ź' | 'Ż' | '\u{2010}'..='\u{2027}')
        || LETTERS.contains(c)
        || SIGNS.contains(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{180e}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}')
}

/// The Latin letter for a letter of another script that stands in a Latin word: by shape where a reader or a
/// scanner takes one for the other (Cyrillic, Greek), by sound otherwise (Georgian).
pub(crate) fn latin_for(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'α' | 'ა' => "a",
        'А' | 'Α' => "A",
        'в' => "b",
        'В' | 'Β' => "B",
        'ბ' => "b",
        'с' | 'ϲ' => "c",
        'С' => "C",
        'ԁ' | 'დ' => "d",
        'е' | 'є' | 'ε' | 'ე' => "e",
        'Е' | 'Ε' => "E",
        'ფ' => "f",
        'გ' => "g",
        'һ' | 'ჰ' => "h",
        'Н' | 'Η' => "H",
        'і' | 'ι' | 'ი' => "i",
        'І' | 'Ι' => "I",
        'ј' | 'ჯ' => "j",
        'к' | 'κ' | 'კ' | 'ქ' => "k",
        'К' | 'Κ' => "K",
        'ლ' => "l",
        'м' | 'მ' => "m",
        'М' | 'Μ' => "M",
        'ნ' => "n",
        'Ν' => "N",
        'о' | 'ο' | 'ო' => "o",
        'О' | 'Ο' => "O",
        'р' | 'ρ' | 'პ' => "p",
        'Р' | 'Ρ' => "P",
        'რ' => "r",
        'ѕ' | 'ს' => "s",
        'т' | 'τ' | 'ტ' | 'თ' => "t",
        'Т' | 'Τ' => "T",
        'უ' => "u",
        'ν' | 'ვ' => "w",
        'х' | 'χ' => "x",
        'Х' | 'Χ' => "X",
        'у' => "y",
        'У' | 'Υ' => "Y",
        'ზ' => "z",
        'Ζ' => "Z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn clean(text: &str) -> String {
        Clean::new(text).text().to_owned()
    }

    #[test]
    fn ordinary_polish_is_borrowed_untouched() {
        assert!(matches!(Clean::new("Zażółć „gęślą” jaźń – 5\u{a0}zł").text, Cow::Borrowed(_)));
    }

    #[test]
    fn composes_accents_and_ligatures_and_drops_the_invisible() {
        assert_eq!(clean("s\u{301}mieci"), "śmieci");
        assert_eq!(clean("o\u{ad}fi\u{200b}cjalny o\u{fb01}cjalny"), "oficjalny oficjalny");
    }

    #[test]
    fn foreign_letters_in_a_latin_word_are_spelled_in_latin() {
        assert_eq!(clean("totემów Krаków"), "totemów Kraków");
    }

    #[test]
    fn a_ukrainian_word_stays_ukrainian() {
        assert_eq!(clean("Краків допомога"), "Краків допомога");
    }

    #[test]
    fn spans_lead_back_to_the_authors_bytes() {
        let source = "po\u{ad}moc totემów";
        let clean = Clean::new(source);
        let at = clean.text().find("totemów").expect("latinised");
        let (start, end) = clean.source(at, at + "totemów".len());
        assert_eq!(&source[start..end], "totემów");
        let (start, end) = clean.source(0, "pomoc".len());
        assert_eq!(&source[start..end], "po\u{ad}moc");
    }

    proptest! {
        #[test]
        fn cleaning_is_idempotent_and_its_spans_lie_in_the_source(text in "[a-zа-я\u{301}\u{ad}ﬁ²ემó \\PC]{0,40}") {
            let cleaned = Clean::new(&text);
            prop_assert_eq!(clean(cleaned.text()), cleaned.text(), "help: a step undoes or repeats another");
            for (at, c) in cleaned.text().char_indices() {
                let (start, end) = cleaned.source(at, at + c.len_utf8());
                prop_assert!(text.get(start..end).is_some(), "help: origin is not on a character border");
            }
        }
    }
}
