//! Letter trigrams of words: the last resort for slips and misreadings that nobody corrected.
//!
//! Trigrams that Polish is full of (`nie`, `^po`, `ego`) stand in every article. They tell nothing, yet would be most
//! of the index and most of the work of a search; `grams.txt` lists them, commonest first, and they are left out.

use std::sync::OnceLock;

/// The trigrams left out: those that most running words have, by the lexicon's frequencies. They are three quarters of
/// all trigrams of an article's different words.
const COMMON: &str = include_str!("grams.txt");

/// How many they are. Rarer ones are left out of a search by [`gram_share`](crate::search::weights::Weights::gram_share), which
/// knows the articles; this list only spares the index the plain cases.
#[cfg(test)]
const LISTED: usize = 1_024;

/// Calls `each` with every telling trigram of `^word$`; words with digits and addresses have none.
pub(in crate::search) fn grams(word: &str, mut each: impl FnMut(&str)) {
    if word.bytes().any(|b| b.is_ascii_digit() || b == b'.') {
        return;
    }
    let common = Common::get();
    every(word, |gram| {
        if !common.has(gram) {
            each(gram);
        }
    });
}

fn every(word: &str, mut each: impl FnMut(&str)) {
    let mut fenced = String::with_capacity(word.len() + 2);
    fenced.push('^');
    fenced.push_str(word);
    fenced.push('$');
    if fenced.is_ascii() {
        (0..fenced.len().saturating_sub(2)).for_each(|at| each(&fenced[at..at + 3]));
        return;
    }
    let mut borders: Vec<usize> = fenced.char_indices().map(|(at, _)| at).collect();
    borders.push(fenced.len());
    for window in borders.windows(4) {
        if let [start, _, _, end] = window {
            each(&fenced[*start..*end]);
        }
    }
}

/// Folded letters and the two ends of a word.
const SIGNS: usize = 28;

/// The set of common trigrams, a bit each.
struct Common([u64; (SIGNS * SIGNS * SIGNS).div_ceil(64)]);

impl Common {
    fn get() -> &'static Self {
        static SET: OnceLock<Common> = OnceLock::new();
        SET.get_or_init(|| {
            let mut set = Self([0; _]);
            for place in COMMON.split_ascii_whitespace().filter_map(place) {
                set.0[place / 64] |= 1 << (place % 64);
            }
            set
        })
    }

    fn has(&self, gram: &str) -> bool {
        place(gram).is_some_and(|place| self.0[place / 64] & (1 << (place % 64)) != 0)
    }
}

/// A trigram's number; none for foreign letters, which are never common.
fn place(gram: &str) -> Option<usize> {
    let &[a, b, c] = gram.as_bytes() else { return None };
    Some((sign(a)? * SIGNS + sign(b)?) * SIGNS + sign(c)?)
}

fn sign(byte: u8) -> Option<usize> {
    match byte {
        b'a'..=b'z' => Some(usize::from(byte - b'a')),
        b'^' => Some(26),
        b'$' => Some(27),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use fst::{IntoStreamer, Streamer};

    use super::*;
    use crate::text::fold;
    use crate::text::lexicon::{FormInfo, Lexicon};

    #[test]
    fn telling_trigrams_of_a_word_come_out_and_common_ones_do_not() {
        let mut found = Vec::new();
        grams("przelodowka", |gram| found.push(gram.to_owned()));
        assert!(found.contains(&"owk".to_owned()) && found.contains(&"wka".to_owned()), "{found:?}");
        assert!(!found.contains(&"^pr".to_owned()) && !found.contains(&"prz".to_owned()), "{found:?}");
        grams("1231", |gram| panic!("{gram} of a number"));
    }

    #[test]
    fn the_list_is_what_the_lexicon_counts() {
        let mut shares: HashMap<String, f64> = HashMap::new();
        let mut stream = Lexicon::polish().forms().into_stream();
        while let Some((form, value)) = stream.next() {
            let share = f64::from(FormInfo::from_packed(value).ln_freq).exp();
            let Ok(form) = std::str::from_utf8(form) else { continue };
            let mut of_word: Vec<String> = Vec::new();
            every(&fold(form), |gram| of_word.push(gram.to_owned()));
            of_word.sort();
            of_word.dedup();
            for gram in of_word {
                *shares.entry(gram).or_default() += share;
            }
        }
        let mut common: Vec<(String, f64)> =
            shares.into_iter().filter(|(gram, _)| place(gram).is_some()).collect();
        common.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let expected: Vec<String> = common.into_iter().map(|(gram, _)| gram).take(LISTED).collect();
        let listed: Vec<&str> = COMMON.split_ascii_whitespace().collect();
        let lines: Vec<String> = expected.chunks(16).map(|line| line.join(" ")).collect();
        assert_eq!(
            listed,
            expected,
            "help: src/search/index/terms/grams.txt should read\n{}\n",
            lines.join("\n")
        );
    }
}
