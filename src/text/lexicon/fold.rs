//! Folding of dictionary words, for keys alone.
//!
//! A dictionary word is one lower-cased run of letters, so this is far less than the
//! folding of running text: no ligatures of print, no soft hyphens, no offsets. It
//! stays here so that the packed data and its reader can never disagree.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower-case without accents, `ł` as `l`: `Łódź` gives `lodz`.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    folded.extend(chars(word));
    folded
}

/// Whether `word` folds to `folded`, without building the string.
pub(super) fn folds_to(word: &str, folded: &str) -> bool {
    chars(word).eq(folded.chars())
}

fn chars(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase).flat_map(Folded::of)
}

/// The folded letters of one character: nearly always exactly one.
enum Folded {
    One(Option<char>),
    Decomposed(std::vec::IntoIter<char>),
}

impl Folded {
    fn of(c: char) -> Self {
        Folded::One(Some(match c {
            'a'..='z' => c,
            'ą' => 'a',
            'ć' => 'c',
            'ę' => 'e',
            // Unicode sees a stroke as part of the letter, so these three do not decompose.
            'ł' => 'l',
            'đ' => 'd',
            'ø' => 'o',
            'ń' => 'n',
            'ó' => 'o',
            'ś' => 's',
            'ź' | 'ż' => 'z',
            _ => {
                let bare: Vec<char> = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).collect();
                return Folded::Decomposed(bare.into_iter());
            }
        }))
    }
}

impl Iterator for Folded {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Folded::One(c) => c.take(),
            Folded::Decomposed(rest) => rest.next(),
        }
    }
}
