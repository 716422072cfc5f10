//! What an article is about: how much of it each of its words is.
//!
//! Two articles may have the same words of a question, one as its matter and one in passing. So each line is a vector of
//! its words, as long as any other line, and the sum of all lines is made as long as any other article's: the nearest
//! centroid of Rocchio's classifier (J. Rocchio, "Relevance Feedback in Information Retrieval", 1971; in the form of
//! T. Joachims, ICML 1997), with each article as a class and its own lines as what is learnt from. Nothing is refitted when
//! another article comes, and rarity is the question's part.

use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt};

use super::record::{Word, tokens, words};

/// The share of each different word, in 255ths, in the order of [`super::record::Record::words`].
///
/// `lines` are packed tokens and what their line counts for; `is_glue` tells by a word's place whether it only holds a
/// sentence together; `worth` is what the whole counts for, 0..=1. Words of one root are one word.
pub(in crate::search) fn profile<'a>(
    packed_words: &[u8],
    is_glue: &[bool],
    lines: impl Iterator<Item = (f32, &'a [u8])>,
    worth: f32,
) -> Vec<u8> {
    let (roots, count) = by_root(packed_words);
    let mut sum = vec![0.0_f32; count];
    let mut line = vec![0_u16; count];
    let mut touched: Vec<usize> = Vec::new();
    for (weight, packed) in lines.filter(|(weight, _)| *weight > 0.0) {
        for token in tokens(packed) {
            let glue = is_glue.get(token.word).copied().unwrap_or_default();
            let Some(&at) = roots.get(token.word).filter(|_| !glue) else { continue };
            if line[at] == 0 {
                touched.push(at);
            }
            line[at] = line[at].saturating_add(1);
        }
        let says = |times: u16| 1.0 + f32::from(times).ln();
        let length = touched.iter().map(|&at| says(line[at]).powi(2)).sum::<f32>().sqrt();
        for at in touched.drain(..) {
            sum[at] += weight * says(line[at]) / length;
            line[at] = 0;
        }
    }
    let length = sum.iter().map(|share| share * share).sum::<f32>().sqrt().max(f32::EPSILON);
    roots.iter().map(|at| (worth * sum[*at] / length * f32::from(u8::MAX)).round() as u8).collect()
}

/// For each word the number of its root, and how many roots there are.
fn by_root(packed_words: &[u8]) -> (Vec<usize>, usize) {
    let mut known: HashMap<(u16, u32), usize> = HashMap::with_capacity(packed_words.len() / 16);
    let all = words(packed_words)
        .map(|Word { folded, root, .. }| {
            // Numbers have no root.
            let key = if root == 0 { (0, folded) } else { (root, 0) };
            let next = known.len();
            match known.entry(key) {
                Entry::Occupied(at) => *at.get(),
                Entry::Vacant(free) => *free.insert(next),
            }
        })
        .collect();
    (all, known.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::index::record::Packer;
    use crate::text::Analyzer;

    /// The share of `word` in an article of these lines.
    fn share(lines: &[(f32, &str)], word: &str) -> u8 {
        let mut analyzer = Analyzer::default();
        let analyses: Vec<_> = lines.iter().map(|(_, line)| analyzer.analyze(line)).collect();
        let asked = analyzer.analyze(word);
        let mut packer = Packer::with_capacity(8);
        let packed: Vec<_> = analyses.iter().map(|analysis| packer.pack(analysis)).collect();
        let place = tokens(&packer.pack(&asked)).next().map(|token| token.word);
        let (words, is_glue) = packer.finish();
        let weighed = lines.iter().zip(&packed).map(|((weight, _), packed)| (*weight, &packed[..]));
        profile(&words, &is_glue, weighed, 1.0)[place.expect("the word is there")]
    }

    #[test]
    fn an_article_of_one_matter_is_more_about_it_than_one_of_many() {
        let one = share(&[(1.0, "bilety"), (1.0, "ceny biletów")], "bilet");
        let many = share(&[(1.0, "bilety"), (1.0, "muzea"), (1.0, "zamek"), (1.0, "wystawy")], "bilet");
        assert!(one > many && many > 0, "{one} and {many}");
    }

    #[test]
    fn a_long_line_counts_no_more_than_a_short_one() {
        let lines = [(1.0, "gabaryty"), (1.0, "meble kanapy szafy regały i stoły spod bloku")];
        assert!(share(&lines, "gabaryt") > 2 * share(&lines, "regał"));
    }

    #[test]
    fn words_of_one_root_are_one_and_glue_is_none() {
        let lines = [(1.0, "jak się zameldować"), (1.0, "zameldowanie")];
        assert_eq!(share(&lines, "zameldowania"), u8::MAX);
        assert_eq!(share(&lines, "się"), 0);
    }

    #[test]
    fn a_line_that_counts_for_nothing_and_an_empty_article_say_nothing() {
        assert_eq!(share(&[(0.0, "bilety"), (1.0, "muzea")], "bilet"), 0);
        assert!(profile(&[], &[], std::iter::empty(), 1.0).is_empty());
    }
}
