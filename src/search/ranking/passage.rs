//! The closer look at one article: which of its lines answers the question best, and what stands together in it.

mod word;

use self::word::{Glance, MatchWord};
pub(in crate::search) use self::word::{WordMatch, is_spelled, one_edit_apart};
use super::duty;
use crate::search::hit::Why;
use crate::search::index::record::{Passage, PassageKind, Record, Token, hash, tokens, words};
use crate::search::question::plan::Plan;
use crate::search::question::query::Query;
use crate::search::weights::Weights;

/// The words of a question as hashes, to compare with stored tokens.
pub(in crate::search) struct Matcher {
    pub words: Vec<MatchWord>,
    total: f32,
    /// The same as the length of a vector.
    length: f32,
    /// Worth of finding word `n` and word `n + 1` of the question in a row; 0 where the question has others between.
    pairs: Vec<f32>,
    /// Nineteen tokens in twenty are no word of the question; these say so at a glance.
    lemmas: Glance,
    forms: Glance,
    roots: Glance,
    /// Bits of the words that are no glue, and of names.
    telling: u64,
    names: u64,
    weights: Weights,
}

/// How a line answers the question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::search) struct LineMatch {
    /// Share of the question's worth that the line has, 0..=1.
    pub coverage: f32,
    /// Share of neighbouring words of the question that are neighbours in the line too, 0..=1.
    pub order: f32,
    /// Matched tokens over all tokens of the line.
    pub density: f32,
}

/// What an article's lines say together.
#[derive(Debug, Clone, Default)]
pub(in crate::search) struct RecordMatch {
    /// Index of the best shown passage.
    pub best: usize,
    /// The best line of any kind.
    pub line: LineMatch,
    /// The best line among title and questions: how nearly the question is this article's own.
    pub head: LineMatch,
    /// How nearly the question is a title, keyword or question of the article, and nothing more.
    pub own: f32,
    /// Share of the question found anywhere.
    pub coverage: f32,
    /// Share of the question's names found, if only by their root.
    pub names: f32,
    /// Whether the question is what the article is called.
    pub called: bool,
    /// How nearly a section's heading is the question: of one that has all of it, the share that the question's words are.
    pub headed: f32,
    /// A duty that is about the question word for word: where it begins in the best passage.
    pub duty: Option<usize>,
    /// How much the article is about the question: the cosine of its profile and the question's words.
    pub profile: f32,
    /// Words typed with the accents they have here.
    pub exact: f32,
    /// What neighbouring words of the question that are neighbours here add to the score.
    pub pairs: f32,
    /// For each different word of the article, which word of the question it is.
    pub known: Vec<Option<WordMatch>>,
}

/// What of a question was seen in an article so far.
#[derive(Default)]
struct Seen {
    /// Best match of each word, 0..=1.
    words: Vec<f32>,
    /// The same within the line looked at.
    line: Vec<f32>,
    /// Bits of words that surely stand in the line looked at, and how many of its tokens they are.
    surely: u64,
    sure: usize,
    /// Bits of words typed with the accents they have here.
    exact: u64,
    /// Bits of pairs found, by lemma and as they stand.
    lemma_pairs: u64,
    folded_pairs: u64,
}

impl Matcher {
    /// `docs` is the number of articles: no pair can be rarer than once among them.
    pub fn new(query: &Query, plan: &Plan, weights: &Weights, docs: usize) -> Self {
        // A question has at most 48 words (`query.rs`), so a byte and a bit mask hold their numbers.
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
                    // A slip is no word of Polish, and is no name either.
                    name: word.name && readings.lemmas.iter().all(|(_, why)| *why != Why::Typo),
                    plain: word.forms.folded.clone(),
                    letters: if word.forms.numeric { 0 } else { word.forms.folded.len() },
                }
            })
            .collect();
        let total = words.iter().map(|word| word.worth).sum::<f32>().max(f32::EPSILON);
        let length = words.iter().map(|word| word.worth.powi(2)).sum::<f32>().sqrt().max(f32::EPSILON);
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
        let (mut lemmas, mut forms, mut roots) = (Glance::default(), Glance::default(), Glance::default());
        for word in &words {
            word.lemmas.iter().for_each(|(lemma, _)| lemmas.add(*lemma));
            word.folded.iter().for_each(|folded| forms.add(*folded));
            if word.root != 0 {
                roots.add(u32::from(word.root));
            }
        }
        let bits = |which: fn(&MatchWord) -> bool| -> u64 {
            let those = words.iter().enumerate().filter(|(_, word)| which(word));
            those.fold(0, |bits, (at, _)| bits | 1 << at.min(63))
        };
        let (telling, names) = (bits(|word| !word.filler), bits(|word| word.name));
        Self { words, total, length, pairs, lemmas, forms, roots, telling, names, weights: *weights }
    }

    /// Each different word of the article is compared once; its lines then look up what came of it.
    fn find_all(&self, record: &Record<'_>) -> Vec<Option<WordMatch>> {
        words(record.words).map(|word| self.find(&word)).collect()
    }

    /// Compares one line.
    fn line(
        &self,
        passage: &Passage<'_>,
        known: &[Option<WordMatch>],
        machine_read: bool,
        seen: &mut Seen,
    ) -> LineMatch {
        let found = |token: &Token| known.get(token.word).copied().flatten();
        let best = &mut seen.line;
        best.fill(0.0);
        let mut last: Option<(WordMatch, usize)> = None;
        let mut in_order = 0usize;
        let mut matched = 0usize;
        (seen.surely, seen.sure) = (0, 0);
        for found in tokens(passage.heading_tokens).filter_map(|token| found(&token)) {
            if let Some(best) = best.get_mut(usize::from(found.word)) {
                *best = best.max(self.weights.heading_word * self.worth(found));
            }
        }
        let all = tokens(passage.tokens);
        let count = all.len();
        for (place, token) in all.enumerate() {
            let mut found = found(&token);
            if machine_read
                && found.is_none_or(|found| !found.is_certain())
                && let Some(misread) = passage.at(token).and_then(|here| self.find_misread(here))
            {
                found = Some(misread);
            }
            let Some(found) = found else { continue };
            matched += 1;
            if let Some(best) = best.get_mut(usize::from(found.word)) {
                *best = best.max(self.worth(found));
            }
            let bit = 1u64 << found.word.min(63);
            if found.is_certain() {
                seen.surely |= bit;
                seen.sure += 1;
            }
            if found.is_certain()
                && seen.exact & bit == 0
                && self.stands_as_typed(usize::from(found.word), passage.at(token))
            {
                seen.exact |= bit;
            }
            if let Some((before, stood)) = last
                && found.word == before.word + 1
            {
                if place - stood <= 2 {
                    in_order += 1;
                }
                if place - stood == 1 && !found.by_root() && !before.by_root() {
                    let pair = 1u64 << before.word.min(63);
                    seen.lemma_pairs |= pair;
                    if found.as_it_stands() && before.as_it_stands() {
                        seen.folded_pairs |= pair;
                    }
                }
            }
            last = Some((found, place));
        }
        for (seen, best) in seen.words.iter_mut().zip(&*best) {
            *seen = seen.max(*best);
        }
        let covered: f32 = self.words.iter().zip(best).map(|(word, best)| word.worth * *best).sum();
        LineMatch {
            coverage: covered / self.total,
            order: (in_order as f32 / self.words.len().saturating_sub(1).max(1) as f32).min(1.0),
            density: matched as f32 / count.max(1) as f32,
        }
    }

    /// A line's share of the question, in which the words of the title count for less: any passage is about the matter, and
    /// what is asked of it tells which.
    fn beyond(&self, of_title: u64, line: &[f32]) -> f32 {
        let (mut all, mut here) = (0.0, 0.0);
        for (at, (word, found)) in self.words.iter().zip(line).enumerate() {
            let is_matter = of_title & (1 << at.min(63)) != 0;
            let worth = word.worth * if is_matter { self.weights.shown_matter } else { 1.0 };
            all += worth;
            here += worth * found;
        }
        if all > 0.0 { here / all } else { 0.0 }
    }

    /// Whether the line just looked at, of `count` words, is the question, glue aside.
    fn is_called(&self, seen: &Seen, count: usize) -> bool {
        self.telling != 0 && seen.sure == count && self.telling & !seen.surely == 0
    }

    /// How nearly the heading of a passage is the question. One word alone heads sections of many articles.
    fn headed(&self, passage: &Passage<'_>, known: &[Option<WordMatch>]) -> f32 {
        let (mut surely, mut sure) = (0u64, 0);
        let all = tokens(passage.heading_tokens);
        let count = all.len();
        for found in all.filter_map(|token| known.get(token.word).copied().flatten()) {
            if found.is_certain() {
                surely |= 1 << found.word.min(63);
                sure += 1;
            }
        }
        if self.telling & !surely == 0 { sure as f32 / count.max(1) as f32 } else { 0.0 }
    }

    /// How surely each word of the question stands in some of an article's lines, 0..=1.
    pub fn found_in<'l>(&self, lines: impl Iterator<Item = &'l [u8]>, matched: &RecordMatch) -> Vec<f32> {
        let mut found = vec![0.0f32; self.words.len()];
        for token in lines.flat_map(tokens) {
            let Some(here) = matched.known.get(token.word).copied().flatten() else { continue };
            if let Some(found) = found.get_mut(usize::from(here.word)) {
                *found = found.max(self.worth(here));
            }
        }
        found
    }

    /// The share of the question's worth that was found, of the words that `counts`; 0 where there are none.
    pub fn share(&self, found: &[f32], counts: impl Fn(usize) -> bool) -> f32 {
        let (mut all, mut here) = (0.0, 0.0);
        for (at, (word, found)) in self.words.iter().zip(found).enumerate() {
            if counts(at) {
                all += word.worth;
                here += word.worth * found;
            }
        }
        if all > 0.0 { here / all } else { 0.0 }
    }

    /// How surely each word of the question stands in the lines by which an article is known: its title, its keywords, and
    /// the questions that callers put.
    pub fn known_by(&self, record: &Record<'_>, matched: &RecordMatch) -> Vec<f32> {
        let known = |kind| matches!(kind, PassageKind::Title | PassageKind::Keyword | PassageKind::Question);
        let lines = record.passages.iter().filter(|passage| known(passage.kind));
        self.found_in(lines.map(|passage| passage.tokens), matched)
    }

    /// The cosine of an article's profile and the question.
    fn profile(&self, record: &Record<'_>, known: &[Option<WordMatch>]) -> f32 {
        let mut shares = vec![0.0_f32; self.words.len()];
        for (found, &share) in known.iter().zip(record.profile) {
            let Some(found) = found else { continue };
            if let Some(best) = shares.get_mut(usize::from(found.word)) {
                *best = best.max(self.worth(*found) * f32::from(share) / f32::from(u8::MAX));
            }
        }
        self.words.iter().zip(shares).map(|(word, share)| word.worth * share).sum::<f32>() / self.length
    }

    /// Compares a whole article.
    pub fn article(&self, record: &Record<'_>, machine_read: bool) -> RecordMatch {
        let mut result = RecordMatch::default();
        let known = self.find_all(record);
        let none = vec![0.0; self.words.len()];
        let mut seen = Seen { words: none.clone(), line: none, ..Seen::default() };
        let here = known.iter().flatten().filter(|found| found.is_certain());
        let here = here.fold(0u64, |bits, found| bits | 1 << found.word.min(63));
        let may_be_headed = self.telling.count_ones() >= 2 && self.telling & !here == 0;
        let mut best_shown = f32::NEG_INFINITY;
        let mut of_title = 0;
        for (at, passage) in record.passages.iter().enumerate() {
            let line = self.line(passage, &known, machine_read, &mut seen);
            let value = line.coverage + self.weights.line_order * line.order;
            if passage.kind == PassageKind::Title {
                of_title |= seen.surely;
            }
            if value > result.line.coverage + self.weights.line_order * result.line.order {
                result.line = line;
            }
            if matches!(passage.kind, PassageKind::Title | PassageKind::Question)
                && value > result.head.coverage + self.weights.line_order * result.head.order
            {
                result.head = line;
            }
            if matches!(passage.kind, PassageKind::Title | PassageKind::Question | PassageKind::Keyword) {
                result.own = result.own.max(line.coverage * line.density);
            }
            result.called |=
                matches!(passage.kind, PassageKind::Title | PassageKind::Name | PassageKind::Keyword)
                    && self.is_called(&seen, tokens(passage.tokens).len());
            let headed = if may_be_headed { self.headed(passage, &known) } else { 0.0 };
            result.headed = result.headed.max(headed);
            if !passage.text.is_empty() && passage.kind != PassageKind::Unknown {
                // The summary is what is read out: it wins ties. What may not be read out must say clearly more.
                let standing = match (passage.kind, passage.internal) {
                    (PassageKind::Summary, _) => self.weights.shown_summary,
                    (_, true) => -self.weights.shown_internal,
                    (_, false) => 0.0,
                };
                let told = self.beyond(of_title, &seen.line) + self.weights.line_order * line.order;
                let headed = self.weights.shown_headed * headed;
                let shown = told + headed + self.weights.shown_density * line.density + standing;
                // Hardly any passage has all of a question: only there it is worth looking line by line.
                let whole = result.duty.is_none() && self.telling & !seen.surely == 0;
                let duty = if whole { duty::asked_for(passage, &known, self.telling) } else { None };
                if duty.is_some() || result.duty.is_none() && shown > best_shown {
                    best_shown = shown;
                    result.best = at;
                    result.duty = duty;
                }
            }
        }
        result.coverage =
            self.words.iter().zip(&seen.words).map(|(word, seen)| word.worth * seen).sum::<f32>()
                / self.total;
        let here = known.iter().flatten().fold(0u64, |bits, found| bits | 1 << found.word.min(63));
        result.names = (here & self.names).count_ones() as f32 / self.names.count_ones().max(1) as f32;
        result.exact = seen.exact.count_ones() as f32 / self.words.len().max(1) as f32;
        let all: f32 = self.pairs.iter().sum::<f32>().max(f32::EPSILON);
        let pairs = |bits: u64| -> f32 {
            let found = |(at, _): &(usize, &f32)| bits & (1 << at.min(&63)) != 0;
            let worth: f32 = self.pairs.iter().enumerate().filter(found).map(|(_, worth)| worth).sum();
            // One pair of many may be chance; most of them are a quote.
            worth * (self.weights.pair_alone + self.weights.pair_quote * worth / all)
        };
        result.profile = self.profile(record, &known);
        result.known = known;
        result.pairs = self.weights.lemma_pair * pairs(seen.lemma_pairs)
            + self.weights.folded_pair * pairs(seen.folded_pairs);
        result
    }
}

#[cfg(test)]
mod tests;
