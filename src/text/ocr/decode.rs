//! The search: which words could have been read as these signs, best first.
//!
//! Dijkstra over (signs consumed, node of the lexicon's automaton): paths are opened in the order of what their
//! misreadings cost plus what the rest must cost at least, so words come out cheapest first and the search stops as
//! soon as no further word can win. It knows no context and decides nothing; [`super::judge`] does.

use std::borrow::Cow;
use std::collections::BinaryHeap;

use fst::raw::{CompiledAddr, Fst, Node, Output};

use super::confusions::Confusions;

/// No word is explained by more than this, in nats: worse readings fit any word.
const DEAREST: f32 = 11.0;
/// Paths opened before the search gives up; ordinary words need some dozens.
const MOST_PATHS: usize = 6_000;
/// ln P of the most frequent word of so many letters; still longer ones are no more frequent.
const BEST_PRIORS: [f32; 16] =
    [-3.0, -3.0, -4.0, -4.0, -4.0, -6.0, -6.0, -6.0, -7.0, -7.0, -7.0, -8.0, -8.0, -9.0, -9.0, -9.0];
/// A reading may have so many signs more than its word has letters.
const READ_LONGER: usize = 2;
/// Words this much worse than the best one are of no interest, not even as a doubt.
const MARGIN: f32 = 3.0;
/// Nor are words whose misreadings cost this much more than those of the word found first: a word would have to be
/// four hundred times as frequent to make up for it, and few pairs of near words are that unequal.
const SPREAD: f32 = 6.0;
/// A capital inside a word in small letters is a sign of its own (`ś` read as `S`); taking it for its small letter is dear.
const STRAY_CAPITAL: f32 = 4.0;
/// Longer readings are no words; bounds the work.
pub(super) const LONGEST: usize = 48;

/// A word that the signs may stand for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FoundWord {
    /// Lower case, accents in place.
    pub(super) word: String,
    /// The lexicon's value of it.
    pub(super) value: u64,
    /// Cost of the misreadings.
    pub(super) cost: f32,
}

/// A reading, prepared: its signs, and for capitals what they are in lower case.
pub(super) struct Reading {
    signs: Vec<char>,
    lower: Vec<char>,
    /// Whether the capital at this place is one of the word and no misreading.
    capital: Vec<bool>,
}

impl Reading {
    pub(super) fn new(text: &str) -> Option<Reading> {
        let signs: Vec<char> = text.chars().collect();
        if signs.len() > LONGEST || signs.is_empty() {
            return None;
        }
        let letters = signs.iter().filter(|c| c.is_alphabetic()).count();
        let capitals = signs.iter().filter(|c| c.is_uppercase()).count();
        let all = capitals > 1 && capitals * 10 >= letters * 8;
        let lower = signs.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
        let capital = signs.iter().enumerate().map(|(at, c)| c.is_uppercase() && (all || at == 0)).collect();
        Some(Reading { signs, lower, capital })
    }

    fn len(&self) -> usize {
        self.signs.len()
    }

    /// No word for this reading is more frequent.
    fn best_prior(&self) -> f32 {
        let letters = self.len().saturating_sub(READ_LONGER).min(BEST_PRIORS.len() - 1);
        BEST_PRIORS[letters]
    }

    /// What matching `read` at `at` adds to the cost; `None` if it does not match.
    fn matches(&self, at: usize, read: &[char]) -> Option<f32> {
        let mut extra = 0.0;
        for (offset, sign) in read.iter().enumerate() {
            let at = at + offset;
            if self.signs.get(at)? == sign {
                continue;
            }
            if self.lower.get(at)? != sign {
                return None;
            }
            if !*self.capital.get(at)? {
                extra += STRAY_CAPITAL;
            }
        }
        Some(extra)
    }
}

/// Scores a word for pruning: the larger, the likelier.
pub(super) type Prior<'a> = &'a dyn Fn(&str, u64) -> f32;

/// Words of `lexicon` for `reading` whose prior less cost comes within a margin of the best and is above `floor`;
/// a few that are not may be among them.
pub(super) fn decode<D: AsRef<[u8]>>(
    lexicon: &Fst<D>,
    confusions: &Confusions,
    reading: &Reading,
    prior: Prior,
    floor: f32,
) -> Vec<FoundWord> {
    let ceiling = reading.best_prior();
    let mut search = Search {
        lexicon,
        steps: steps(confusions, reading),
        paths: Vec::with_capacity(256),
        open: BinaryHeap::with_capacity(256),
        dearest: DEAREST.min(ceiling - floor),
    };
    search.run(prior, ceiling, floor)
}

/// A way on from one place of the reading.
struct Step<'a> {
    /// Letters it adds to the word; none for signs that stand for nothing.
    truth: Cow<'a, str>,
    /// Where it goes on.
    next: usize,
    cost: f32,
    /// The cost with the least that the rest must cost after it.
    bound: f32,
}

/// Ways on from each place, those with the least bound first; the last place has only letters that were not read.
fn steps<'a>(confusions: &'a Confusions, reading: &Reading) -> Vec<Vec<Step<'a>>> {
    let mut steps: Vec<Vec<Step>> = Vec::with_capacity(reading.len() + 1);
    // From the end, so that the rest is known; turned round below.
    let mut rest = vec![0.0; reading.len() + 1];
    for at in (0..=reading.len()).rev() {
        let mut here = Vec::new();
        if let (Some(&sign), Some(&lower)) = (reading.signs.get(at), reading.lower.get(at)) {
            if sign.is_alphabetic() {
                let stray = if sign != lower && !reading.capital[at] { STRAY_CAPITAL } else { 0.0 };
                let cost = confusions.exact(lower) + stray;
                here.push(Step {
                    truth: Cow::Owned(lower.to_string()),
                    next: at + 1,
                    cost,
                    bound: cost + rest[at + 1],
                });
            }
            let firsts = [Some(sign), (lower != sign).then_some(lower)];
            for operation in firsts.into_iter().flatten().flat_map(|first| confusions.reading(first)) {
                let Some(extra) = reading.matches(at, &operation.read) else { continue };
                let (next, cost) = (at + operation.read.len(), operation.cost + extra);
                here.push(Step {
                    truth: Cow::Borrowed(&operation.truth),
                    next,
                    cost,
                    bound: cost + rest[next],
                });
            }
            rest[at] = here.iter().map(|step| step.bound).fold(f32::INFINITY, f32::min);
        }
        here.extend(confusions.unread().iter().map(|operation| {
            let bound = operation.cost + rest[at];
            Step { truth: Cow::Borrowed(&operation.truth), next: at, cost: operation.cost, bound }
        }));
        here.sort_by(|a, b| a.bound.total_cmp(&b.bound));
        steps.push(here);
    }
    steps.reverse();
    steps
}

/// A stretch of a word, and how it got there.
struct Path {
    from: u32,
    /// The step it took, by place and rank.
    step: (u16, u16),
    at: u16,
    /// Whether its last letter was not read at all: never two of those in a row.
    unread: bool,
    node: CompiledAddr,
    value: u64,
    cost: f32,
}

struct Open {
    bound: f32,
    path: u32,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Open {}
impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Open {
    // Least bound first; the older path on a tie, so that the order is the same on every machine.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.bound.total_cmp(&self.bound).then(other.path.cmp(&self.path))
    }
}

struct Search<'a, D> {
    lexicon: &'a Fst<D>,
    steps: Vec<Vec<Step<'a>>>,
    /// Every path opened.
    paths: Vec<Path>,
    open: BinaryHeap<Open>,
    /// Paths that cost more are not opened. Falls as words are found.
    dearest: f32,
}

/// The path that goes on from none.
const NONE: u32 = u32::MAX;

impl<D: AsRef<[u8]>> Search<'_, D> {
    fn run(&mut self, prior: Prior, ceiling: f32, floor: f32) -> Vec<FoundWord> {
        let mut found: Vec<FoundWord> = Vec::new();
        let mut best = floor + MARGIN;
        let root = self.lexicon.root().addr();
        self.paths.push(Path {
            from: NONE,
            step: (0, 0),
            at: 0,
            unread: false,
            node: root,
            value: 0,
            cost: 0.0,
        });
        self.open.push(Open { bound: 0.0, path: 0 });
        while let Some(Open { bound, path }) = self.open.pop() {
            if bound > self.dearest || self.paths.len() > MOST_PATHS {
                break;
            }
            let Some(&Path { at, unread, node, value, cost, .. }) = self.paths.get(path as usize) else {
                break;
            };
            let node = self.lexicon.node(node);
            if usize::from(at) + 1 == self.steps.len() && node.is_final() {
                let word = self.word(path);
                if !found.iter().any(|other| other.word == word) {
                    let value = Output::new(value).cat(node.final_output()).value();
                    best = best.max(prior(&word, value) - cost);
                    self.dearest = self.dearest.min(ceiling - best + MARGIN).min(cost + SPREAD);
                    found.push(FoundWord { word, value, cost });
                }
            }
            let Some(steps) = self.steps.get(usize::from(at)) else { continue };
            for (rank, step) in steps.iter().enumerate() {
                if cost + step.bound > self.dearest {
                    break;
                }
                let skips = step.next == usize::from(at);
                if skips && unread {
                    continue;
                }
                let Some((node, value)) = walk(self.lexicon, &node, value, &step.truth) else { continue };
                self.open.push(Open { bound: cost + step.bound, path: self.paths.len() as u32 });
                self.paths.push(Path {
                    from: path,
                    step: (at, rank as u16),
                    at: step.next as u16,
                    unread: skips,
                    node,
                    value,
                    cost: cost + step.cost,
                });
            }
        }
        found
    }

    fn word(&self, mut path: u32) -> String {
        let mut parts: Vec<&str> = Vec::new();
        while let Some(Path { from, step: (at, rank), .. }) = self.paths.get(path as usize) {
            if *from != NONE
                && let Some(step) =
                    self.steps.get(usize::from(*at)).and_then(|steps| steps.get(usize::from(*rank)))
            {
                parts.push(&step.truth);
            }
            path = *from;
        }
        parts.into_iter().rev().collect()
    }
}

fn walk<D: AsRef<[u8]>>(
    lexicon: &Fst<D>,
    from: &Node,
    value: u64,
    letters: &str,
) -> Option<(CompiledAddr, u64)> {
    let Some((first, rest)) = letters.as_bytes().split_first() else { return Some((from.addr(), value)) };
    let transition = from.transition(from.find_input(*first)?);
    let (mut at, mut output) = (transition.addr, Output::new(value).cat(transition.out));
    for byte in rest {
        let node = lexicon.node(at);
        let transition = node.transition(node.find_input(*byte)?);
        output = output.cat(transition.out);
        at = transition.addr;
    }
    Some((at, output.value()))
}
