//! Finding known phrases in text that a machine may have misread.
//!
//! An order is recognised by its set phrases ("Do zakresu działania … należą sprawy"), and those must be seen
//! through a bad scan. Letters that readers take for one another share one class here, and runs of a class
//! collapse, so that "działania", "dziatania" and "dziatlania" are the same skeleton. That is far too coarse for
//! repairing or searching words; it is only for recognising phrases whose wording is known beforehand.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word with its place in the text.
pub(in crate::order) struct Word<'a> {
    pub text: &'a str,
    pub span: Range<usize>,
    skeleton: String,
}

/// The words of `text`. A `;` before a small letter belongs to the word: readers see `;j` for `j`.
pub(in crate::order) fn words(text: &str) -> Vec<Word<'_>> {
    first_words(text, usize::MAX)
}

fn first_words(text: &str, most: usize) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    let mut after_letter = false;
    while let Some((at, c)) = chars.next() {
        let inside = c.is_alphanumeric()
            || matches!(c, '¢' | '$' | '©')
            || (c == ';' && after_letter && chars.peek().is_some_and(|(_, next)| next.is_lowercase()));
        after_letter = c.is_alphabetic();
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(word(text, from..at));
                start = None;
                if found.len() == most {
                    return found;
                }
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push(word(text, from..text.len()));
    }
    found
}

fn word(text: &str, span: Range<usize>) -> Word<'_> {
    let text = &text[span.clone()];
    Word { text, span, skeleton: skeleton(text) }
}

/// What is left of a word when letters that scans confuse are not told apart.
pub(in crate::order) fn skeleton(word: &str) -> String {
    let mut skeleton = String::with_capacity(word.len());
    for c in fold(word).chars() {
        let class = match c {
            'a' | 'c' | 'd' | 'e' | 'g' | 'o' | 'q' | '0' | '6' | '¢' | '©' => 'a',
            'h' | 'i' | 'j' | 'l' | 't' | '1' | '|' | '!' | ';' => 'l',
            's' | '$' | '5' => 's',
            'b' | '8' => 'b',
            other => other,
        };
        if !skeleton.ends_with(class) {
            skeleton.push(class);
        }
    }
    skeleton
}

/// Lower case without accents, `ł` included.
pub(in crate::order) fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ł' { 'l' } else { c })
        .collect()
}

/// Where `pattern` stands in `text`. A word of the pattern that ends in `*` matches the beginning of a word.
pub(in crate::order) fn find(text: &str, pattern: &str) -> Option<Range<usize>> {
    let words = words(text);
    let pattern = Pattern::new(pattern);
    (0..words.len()).find_map(|at| pattern.at(&words, at))
}

/// Whether `text` holds `pattern`; see [`find`].
pub(in crate::order) fn has(text: &str, pattern: &str) -> bool {
    find(text, pattern).is_some()
}

/// Whether `text` begins with `pattern`; see [`find`].
pub(in crate::order) fn starts(text: &str, pattern: &str) -> bool {
    let pattern = Pattern::new(pattern);
    pattern.at(&first_words(text, pattern.0.len()), 0).is_some()
}

struct Pattern(Vec<(String, bool)>);

impl Pattern {
    fn new(pattern: &str) -> Self {
        let part = |word: &str| (skeleton(word.trim_end_matches('*')), word.ends_with('*'));
        Self(pattern.split(' ').map(part).collect())
    }

    fn at(&self, words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
        let candidates = words.get(at..at + self.0.len())?;
        let fits = self.0.iter().zip(candidates).all(|((pattern, open), word)| {
            if *open { word.skeleton.starts_with(pattern.as_str()) } else { word.skeleton == *pattern }
        });
        fits.then(|| candidates[0].span.start..candidates[self.0.len() - 1].span.end)
    }
}

/// Whether two titles say the same, read well or badly. Numbers must agree to the digit: an order for 2024 is not
/// the order for 2025.
pub(in crate::order) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    !a.is_empty()
        && a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| {
            let number =
                |word: &Word<'_>| word.text.len() > 1 && word.text.bytes().all(|c| c.is_ascii_digit());
            if number(a) || number(b) { a.text == b.text } else { alike(&a.skeleton, &b.skeleton) }
        })
}

/// Skeletons from this length on may differ in one letter; shorter ones are too poor to allow it.
const LONG_SKELETON: usize = 6;

fn alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < LONG_SKELETON {
        return a == b;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let longer = a.len().max(b.len());
    a.len().abs_diff(b.len()) <= 1 && head + tail + 1 >= longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_through_a_bad_scan() {
        for read in
            ["Do zakresu działania Biura", "Do zakresu dziatania Biura", "Do zakresu dziatlania Biura"]
        {
            assert!(starts(read, "do zakresu działania"), "{read}");
        }
        for read in ["wchodzi w życie", "wchodzi w zycie", "wchodzi w zyc;ie"] {
            assert!(has(read, "wchodzi w życie"), "{read}");
        }
        assert!(has("zarzadza si¢, co nastgpuje:", "zarządza się co następuje"));
    }

    #[test]
    fn a_phrase_is_not_found_inside_other_words() {
        assert!(!has("stanowiący załącznik", "stanowi załącznik*"));
        assert!(has("stanowi zatacznik do zarzadzenia", "stanowi załącznik*"));
    }

    #[test]
    fn the_same_matter_is_recognised_and_another_is_not() {
        assert!(same("zakresu działania Wydziału Zieleni", "zakresu dziatania Wydziatu Zielen;i"));
        assert!(!same("zakresu działania Wydziału Zieleni", "zakresu działania Wydziału Kultury"));
        assert!(!same("planu dyżurów na rok 2024", "planu dyżurów na rok 2025"));
    }

    #[test]
    fn every_month_has_its_own_skeleton() {
        let skeletons: std::collections::HashSet<_> =
            crate::text::say::MONTHS.iter().map(|month| skeleton(month)).collect();
        assert_eq!(skeletons.len(), 12);
    }
}
