//! The best passage of an article: what is shown of it, with the words that matched.

use super::expand::Plan;
use super::hit::{Answer, Why};
use super::query::Query;
use super::rank::Weights;
use super::record::{Kind, Passage, Record, StoredToken, hash, unpack};

/// Shorter words one letter apart are other words.
const SHORTEST_MISREAD: usize = 5;
/// What a word that a machine misread counts for, against one that stands.
const MISREAD: f32 = 0.8;

/// What a single pair of neighbouring words counts for, and what it gains when all pairs of the question stand.
const CHANCE: f32 = 0.5;
const QUOTE: f32 = 1.5;

/// Longest answer shown, in bytes; cut at a line or word.
const LONGEST: usize = 1400;

/// The words of a question as hashes, to compare with stored tokens.
pub(super) struct Matcher {
    words: Vec<MatchWord>,
    total: f32,
    /// Worth of finding word `n` and word `n + 1` of the question in a row; 0 where the question has others between.
    pairs: Vec<f32>,
    /// Nineteen tokens in twenty are no word of the question; these say so at a glance.
    lemmas: Sieve,
    forms: Sieve,
    roots: Sieve,
    /// Weights of a pair of lemmas and of a pair of words as they stand.
    lemma_pair: f32,
    folded_pair: f32,
}

struct MatchWord {
    worth: f32,
    lemmas: Vec<(u32, Why)>,
    folded: Vec<u32>,
    exact: Box<str>,
    accented: bool,
    prefix: Option<Box<str>>,
    root: u16,
    /// Glue: counted, never marked.
    filler: bool,
    /// Folded, and how long that is.
    plain: Box<str>,
    letters: usize,
}

/// A set of hashes that may say yes wrongly, never no.
#[derive(Debug, Clone)]
struct Sieve([u64; 64]);

impl Default for Sieve {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Sieve {
    fn add(&mut self, hash: u32) {
        self.0[(hash >> 6) as usize % 64] |= 1 << (hash % 64);
    }

    fn may_have(&self, hash: u32) -> bool {
        self.0[(hash >> 6) as usize % 64] & (1 << (hash % 64)) != 0
    }
}

/// How a line answers the question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct LineMatch {
    /// Share of the question's worth that the line has, 0..=1.
    pub coverage: f32,
    /// Share of neighbouring words of the question that are neighbours in the line too, 0..=1.
    pub order: f32,
    /// Matched tokens over all tokens of the line.
    pub density: f32,
}

/// What an article's lines say together.
#[derive(Debug, Clone, Default)]
pub(super) struct RecordMatch {
    /// Index of the best shown passage.
    pub best: usize,
    /// The best line of any kind.
    pub line: LineMatch,
    /// The best line among title and questions: how nearly the question is this article's own.
    pub head: LineMatch,
    /// Share of the question found anywhere.
    pub coverage: f32,
    /// Words typed with the accents they have here.
    pub exact: f32,
    /// What neighbouring words of the question that are neighbours here add to the score.
    pub pairs: f32,
}

/// What of a question was seen in an article so far.
struct Seen {
    /// Best match of each word, 0..=1.
    words: Vec<f32>,
    /// Bits of words typed with the accents they have here.
    exact: u64,
    /// Bits of pairs found, by lemma and as they stand.
    lemma_pairs: u64,
    folded_pairs: u64,
}

/// A token that is a word of the question.
#[derive(Clone, Copy)]
struct Found {
    word: usize,
    /// 1 for the word, less for its root.
    worth: f32,
    /// As it stands, not only inflected.
    folded: bool,
}

impl Matcher {
    /// `docs` is the number of articles: no pair can be rarer than once among them.
    pub fn new(query: &Query, plan: &Plan, weights: &Weights, docs: usize) -> Self {
        let words: Vec<MatchWord> = query
            .content()
            .map(|(at, word)| {
                let readings = plan.readings.get(at).cloned().unwrap_or_default();
                MatchWord {
                    worth: plan.worth.get(at).copied().unwrap_or(0.0),
                    lemmas: readings.lemmas.iter().map(|(lemma, why)| (hash(lemma), *why)).collect(),
                    folded: readings.folded.iter().map(|(folded, _)| hash(folded)).collect(),
                    exact: word.forms.exact.clone(),
                    accented: word.forms.exact != word.forms.folded,
                    prefix: readings.prefix,
                    root: readings.root,
                    filler: word.filler,
                    plain: word.forms.folded.clone(),
                    letters: if word.forms.numeric { 0 } else { word.forms.folded.len() },
                }
            })
            .collect();
        let total = words.iter().map(|word| word.worth).sum::<f32>().max(f32::EPSILON);
        let positions: Vec<usize> = query.content().map(|(at, _)| at).collect();
        let rarest = (1.0 + docs as f32).ln();
        // How often two words stand together is not counted anywhere; it is nearly always rarer than either.
        let pairs = positions
            .windows(2)
            .zip(words.windows(2))
            .map(|(at, pair)| match (at, pair) {
                ([a, b], [first, second]) if b - a <= 2 => {
                    let (more, less) = (first.worth.max(second.worth), first.worth.min(second.worth));
                    (more + less / 2.0).min(rarest)
                }
                _ => 0.0,
            })
            .collect();
        let (mut lemmas, mut forms, mut roots) = (Sieve::default(), Sieve::default(), Sieve::default());
        for word in &words {
            word.lemmas.iter().for_each(|(lemma, _)| lemmas.add(*lemma));
            word.folded.iter().for_each(|folded| forms.add(*folded));
            if word.root != 0 {
                roots.add(u32::from(word.root));
            }
        }
        let (lemma_pair, folded_pair) = (weights.lemma_pair, weights.folded_pair);
        Self { words, total, pairs, lemmas, forms, roots, lemma_pair, folded_pair }
    }

    /// Which word of the question a token of machine-read text is, one misread letter forgiven. Such text holds words
    /// that no dictionary can repair; comparing letters is dear, so it is done for the few texts that need it.
    fn find_misread(&self, token: &StoredToken, text: &str) -> Option<Found> {
        self.find(token).filter(|found| found.worth >= 1.0).or_else(|| {
            let here = text.get(token.start..token.end).filter(|here| here.len() >= SHORTEST_MISREAD)?;
            let letters = here.chars().count();
            let word = self.words.iter().position(|word| {
                word.letters >= SHORTEST_MISREAD
                    && letters.abs_diff(word.letters) <= 1
                    && one_edit_apart(&word.plain, &crate::text::fold(here))
            })?;
            Some(Found { word, worth: MISREAD, folded: true })
        })
    }

    /// Which word of the question a token is, if any.
    fn find(&self, token: &StoredToken) -> Option<Found> {
        let none = !self.lemmas.may_have(token.lemma)
            && !self.forms.may_have(token.folded)
            && !self.roots.may_have(u32::from(token.root));
        if none {
            return None;
        }
        let mut by_root = None;
        for (at, word) in self.words.iter().enumerate() {
            let folded = word.folded.contains(&token.folded);
            if folded || word.lemmas.iter().any(|(lemma, _)| *lemma == token.lemma) {
                return Some(Found { word: at, worth: 1.0, folded });
            }
            if word.root != 0 && word.root == token.root && by_root.is_none() {
                by_root = Some(Found { word: at, worth: 0.6, folded: false });
            }
        }
        by_root
    }

    /// Compares one line.
    fn line(&self, passage: &Passage<'_>, machine_read: bool, seen: &mut Seen) -> LineMatch {
        let text = passage.text;
        let mut best = vec![0.0f32; self.words.len()];
        let mut last: Option<(Found, usize)> = None;
        let mut in_order = 0usize;
        let mut matched = 0usize;
        for token in unpack(passage.heading_tokens) {
            if let Some(found) = self.find(&token)
                && let Some(best) = best.get_mut(found.word)
            {
                *best = best.max(0.8 * found.worth);
            }
        }
        let all = unpack(passage.tokens);
        let count = all.len();
        for (place, token) in all.enumerate() {
            let found = if machine_read { self.find_misread(&token, text) } else { self.find(&token) };
            let Some(found) = found else { continue };
            matched += 1;
            if let Some(best) = best.get_mut(found.word) {
                *best = best.max(found.worth);
            }
            let bit = 1u64 << found.word.min(63);
            if found.worth >= 1.0 && self.stands_as_typed(found.word, text.get(token.start..token.end)) {
                seen.exact |= bit;
            }
            if let Some((before, stood)) = last
                && found.word == before.word + 1
            {
                if place - stood <= 2 {
                    in_order += 1;
                }
                if place - stood == 1 && found.worth >= MISREAD && before.worth >= MISREAD {
                    let pair = 1u64 << before.word.min(63);
                    seen.lemma_pairs |= pair;
                    if found.folded && before.folded {
                        seen.folded_pairs |= pair;
                    }
                }
            }
            last = Some((found, place));
        }
        for (seen, best) in seen.words.iter_mut().zip(&best) {
            *seen = seen.max(*best);
        }
        let covered: f32 = self.words.iter().zip(&best).map(|(word, best)| word.worth * best).sum();
        LineMatch {
            coverage: covered / self.total,
            order: (in_order as f32 / self.words.len().saturating_sub(1).max(1) as f32).min(1.0),
            density: matched as f32 / count.max(1) as f32,
        }
    }

    /// Whether `here` looks like a relative of a word, not merely like a word that begins alike: `dowolny` shares four
    /// letters with `dowód`, `śmieciowy` five with `śmieci`.
    fn shares_root(&self, word: usize, here: &str) -> bool {
        let Some(word) = self.words.get(word) else { return false };
        let here = crate::text::fold(here);
        let common = here.bytes().zip(word.plain.bytes()).take_while(|(a, b)| a == b).count();
        common >= 5 || common == word.plain.len()
    }

    /// Whether a word stands with the accents that were typed, or without any as typed.
    fn stands_as_typed(&self, word: usize, here: Option<&str>) -> bool {
        let (Some(word), Some(here)) = (self.words.get(word), here) else { return false };
        if word.accented {
            here.to_lowercase() == *word.exact
        } else {
            here.is_ascii() && here.eq_ignore_ascii_case(&word.exact)
        }
    }

    /// Compares a whole article.
    pub fn article(&self, record: &Record<'_>, machine_read: bool) -> RecordMatch {
        let mut result = RecordMatch::default();
        let mut seen = Seen { words: vec![0.0; self.words.len()], exact: 0, lemma_pairs: 0, folded_pairs: 0 };
        let mut best_shown = f32::NEG_INFINITY;
        for (at, passage) in record.passages.iter().enumerate() {
            let line = self.line(passage, machine_read, &mut seen);
            let value = line.coverage + 0.25 * line.order;
            if value > result.line.coverage + 0.25 * result.line.order {
                result.line = line;
            }
            if matches!(passage.kind, Kind::Title | Kind::Question)
                && value > result.head.coverage + 0.25 * result.head.order
            {
                result.head = line;
            }
            if !passage.text.is_empty() {
                // The summary is what is read out: it wins ties. What may not be read out must say clearly more.
                let standing = match (passage.kind, passage.internal) {
                    (Kind::Summary, _) => 0.05,
                    (_, true) => -0.1,
                    (_, false) => 0.0,
                };
                let shown = value + 0.15 * line.density + standing;
                if shown > best_shown {
                    best_shown = shown;
                    result.best = at;
                }
            }
        }
        result.coverage =
            self.words.iter().zip(&seen.words).map(|(word, seen)| word.worth * seen).sum::<f32>()
                / self.total;
        result.exact = seen.exact.count_ones() as f32 / self.words.len().max(1) as f32;
        let all: f32 = self.pairs.iter().sum::<f32>().max(f32::EPSILON);
        let pairs = |bits: u64| -> f32 {
            let found = |(at, _): &(usize, &f32)| bits & (1 << at.min(&63)) != 0;
            let worth: f32 = self.pairs.iter().enumerate().filter(found).map(|(_, worth)| worth).sum();
            // One pair of many may be chance; most of them are a quote.
            worth * (CHANCE + QUOTE * worth / all)
        };
        result.pairs =
            self.lemma_pair * pairs(seen.lemma_pairs) + self.folded_pair * pairs(seen.folded_pairs);
        result
    }

    /// The passage as an answer, its matched words marked.
    pub fn answer(&self, passage: &Passage<'_>, title: &str, fact: Option<&'static str>) -> Answer {
        let text = cut(passage.text);
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for token in unpack(passage.tokens) {
            if token.end > text.len() {
                break;
            }
            let by_prefix = || {
                self.words.iter().filter_map(|word| word.prefix.as_deref()).any(|prefix| {
                    text.get(token.start..token.end)
                        .is_some_and(|here| crate::text::fold(here).starts_with(prefix))
                })
            };
            let here = text.get(token.start..token.end).unwrap_or_default();
            let marked = self.find(&token).is_some_and(|found| {
                self.words.get(found.word).is_some_and(|word| !word.filler)
                    && (found.worth >= 1.0 || self.shares_root(found.word, here))
            });
            if marked || by_prefix() {
                marks.push((token.start, token.end));
            }
        }
        Answer {
            heading: if passage.heading.is_empty() { title.to_owned() } else { passage.heading.to_owned() },
            text: text.to_owned(),
            marks,
            anchor: if passage.anchor.is_empty() { String::new() } else { format!("#{}", passage.anchor) },
            fact,
            internal: passage.internal,
        }
    }

    /// The means by which this article was found, best first.
    pub fn why(&self, record: &Record<'_>, machine_read: bool) -> Vec<Why> {
        let mut why = Vec::new();
        for passage in &record.passages {
            for token in unpack(passage.tokens) {
                for word in &self.words {
                    if let Some((_, means)) = word.lemmas.iter().find(|(lemma, _)| *lemma == token.lemma) {
                        let here = passage.text.get(token.start..token.end).map(str::to_lowercase);
                        let means = match means {
                            Why::Lemma if here.as_deref() == Some(&*word.exact) => Why::Exact,
                            Why::Lemma if word.folded.contains(&token.folded) => {
                                if machine_read {
                                    Why::Ocr
                                } else if here.is_none() {
                                    Why::Exact
                                } else {
                                    Why::Folded
                                }
                            }
                            means => *means,
                        };
                        if !why.contains(&means) {
                            why.push(means);
                        }
                    }
                }
            }
        }
        why.sort();
        why
    }
}

/// Whether one letter changed, lost or added turns `a` into `b`. Both are folded.
fn one_edit_apart(a: &str, b: &str) -> bool {
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

/// Cuts a text that is too long to be shown at the end of a line, a sentence or a word.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let at = head.rfind('\n').or_else(|| head.rfind(". ").map(|at| at + 1)).or_else(|| head.rfind(' '));
    match at {
        Some(at) if at > LONGEST / 2 => &text[..at],
        _ => head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_misread_letter_is_forgiven_and_two_are_not() {
        for (a, b) in [("wydzial", "wydzia1"), ("wydzial", "wydzal"), ("wydzial", "wydziall"), ("kot", "kot")]
        {
            assert!(one_edit_apart(a, b) && one_edit_apart(b, a), "{a} and {b}");
        }
        for (a, b) in [("wydzial", "wyd1ia1"), ("wydzial", "wydz"), ("oplata", "poplata1")] {
            assert!(!one_edit_apart(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_the_end_of_a_line_or_sentence() {
        let text = "Zdanie pierwsze, które nie jest krótkie. ".repeat(60);
        let shown = cut(&text);
        assert!(shown.len() <= LONGEST && shown.ends_with('.'), "…{:?}", &shown[shown.len() - 20..]);
    }
}
