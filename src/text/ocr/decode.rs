//! The search: which words could have been read as these signs, best first.
//!
//! Dijkstra over (signs consumed, node of the lexicon's automaton): paths are opened in the order of what their
//! misreadings cost plus what the rest must cost at least, so words come out cheapest first and the search stops as
//! soon as no further word can win. It knows no context and decides nothing; [`super::judge`] does.

use std::collections::BinaryHeap;

use fst::raw::{CompiledAddr, Fst, Output};

use super::confusions::Confusions;

/// No word is explained by more than this, in nats: e⁻¹⁶ is less than any word's share of text.
const DEAREST: f32 = 16.0;
/// Paths opened before the search gives up; ordinary words need some dozens.
const MOST_PATHS: usize = 6_000;
/// The most frequent words of Polish stand at about e⁻³·⁵.
const BEST_PRIOR: f32 = -3.5;
/// Words this much worse than the best one are of no interest, not even as a doubt.
const MARGIN: f32 = 7.0;
/// A capital inside a word in small letters is a sign of its own (`ś` read as `S`); taking it for its small letter is dear.
const STRAY_CAPITAL: f32 = 4.0;
/// Longer readings are no words; bounds the work.
const LONGEST: usize = 48;

/// A word that the signs may stand for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
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

/// Words of `lexicon` for `reading`, with those whose prior less cost comes within a margin of the best.
pub(super) fn decode<D: AsRef<[u8]>>(
    lexicon: &Fst<D>,
    confusions: &Confusions,
    reading: &Reading,
    prior: Prior,
) -> Vec<Found> {
    Search {
        lexicon,
        confusions,
        reading,
        rest: least_costs(confusions, reading),
        paths: Vec::new(),
        open: BinaryHeap::new(),
    }
    .run(prior)
}

struct Search<'a, D> {
    lexicon: &'a Fst<D>,
    confusions: &'a Confusions,
    reading: &'a Reading,
    /// Least cost of what is left from each sign on.
    rest: Vec<f32>,
    /// Every path opened: the path it goes on from and the letters it added.
    paths: Vec<Path<'a>>,
    open: BinaryHeap<Open>,
}

struct Path<'a> {
    from: usize,
    added: Added<'a>,
    at: usize,
    node: CompiledAddr,
    value: u64,
    cost: f32,
}

/// What a path adds to the word.
#[derive(Clone, Copy)]
enum Added<'a> {
    /// Letters that were read as something else.
    Misread(&'a str),
    /// Letters that were not read.
    Unread(&'a str),
    /// A letter read right.
    Same(char),
}

struct Open {
    bound: f32,
    path: usize,
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

impl<'a, D: AsRef<[u8]>> Search<'a, D> {
    fn run(mut self, prior: Prior) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut best = f32::NEG_INFINITY;
        let root = self.lexicon.root().addr();
        self.push(Path {
            from: usize::MAX,
            added: Added::Misread(""),
            at: 0,
            node: root,
            value: 0,
            cost: 0.0,
        });
        while let Some(Open { bound, path }) = self.open.pop() {
            if BEST_PRIOR - bound < best - MARGIN || self.paths.len() > MOST_PATHS {
                break;
            }
            if let Some(word) = self.complete(path) {
                if !found.iter().any(|other| other.word == word.word) {
                    best = best.max(prior(&word.word, word.value) - word.cost);
                    found.push(word);
                }
            }
            self.extend(path);
        }
        found
    }

    fn push(&mut self, path: Path<'a>) {
        let bound = path.cost + self.rest.get(path.at).copied().unwrap_or(f32::INFINITY);
        if bound <= DEAREST {
            self.open.push(Open { bound, path: self.paths.len() });
            self.paths.push(path);
        }
    }

    fn complete(&self, path: usize) -> Option<Found> {
        let last = self.paths.get(path)?;
        if last.at != self.reading.len() {
            return None;
        }
        let node = self.lexicon.node(last.node);
        if !node.is_final() {
            return None;
        }
        let value = Output::new(last.value).cat(node.final_output()).value();
        let mut parts = Vec::new();
        let mut at = path;
        while let Some(path) = self.paths.get(at) {
            parts.push(path);
            at = path.from;
        }
        let mut word = String::new();
        for path in parts.into_iter().rev() {
            match path.added {
                Added::Misread(letters) | Added::Unread(letters) => word.push_str(letters),
                Added::Same(letter) => word.push(letter),
            }
        }
        Some(Found { word, value, cost: last.cost })
    }

    fn extend(&mut self, from: usize) {
        let Some(&Path { at, node, value, cost, added, .. }) = self.paths.get(from) else { return };
        let confusions = self.confusions;
        // A letter that was not read, but never two in a row.
        if !matches!(added, Added::Unread(_)) {
            for operation in confusions.unread() {
                if let Some((node, value)) = self.walk(node, value, &operation.truth) {
                    self.push(Path {
                        from,
                        added: Added::Unread(&operation.truth),
                        at,
                        node,
                        value,
                        cost: cost + operation.cost,
                    });
                }
            }
        }
        let (Some(&sign), Some(&lower)) = (self.reading.signs.get(at), self.reading.lower.get(at)) else {
            return;
        };
        if sign.is_alphabetic() {
            let mut buffer = [0; 4];
            let stray = if sign != lower && !self.reading.capital[at] { STRAY_CAPITAL } else { 0.0 };
            if let Some((node, value)) = self.walk(node, value, lower.encode_utf8(&mut buffer)) {
                let cost = cost + confusions.exact(lower) + stray;
                self.push(Path { from, added: Added::Same(lower), at: at + 1, node, value, cost });
            }
        }
        let firsts = [Some(sign), (lower != sign).then_some(lower)];
        for operation in firsts.into_iter().flatten().flat_map(|first| confusions.reading(first)) {
            let Some(extra) = self.reading.matches(at, &operation.read) else { continue };
            if let Some((node, value)) = self.walk(node, value, &operation.truth) {
                let cost = cost + operation.cost + extra;
                self.push(Path {
                    from,
                    added: Added::Misread(&operation.truth),
                    at: at + operation.read.len(),
                    node,
                    value,
                    cost,
                });
            }
        }
    }

    fn walk(&self, node: CompiledAddr, value: u64, letters: &str) -> Option<(CompiledAddr, u64)> {
        let (mut at, mut output) = (node, Output::new(value));
        for byte in letters.bytes() {
            let node = self.lexicon.node(at);
            let transition = node.transition(node.find_input(byte)?);
            output = output.cat(transition.out);
            at = transition.addr;
        }
        Some((at, output.value()))
    }
}

/// For each place, the least that explaining the signs from there on can cost: what keeps the search narrow.
fn least_costs(confusions: &Confusions, reading: &Reading) -> Vec<f32> {
    let mut least = vec![f32::INFINITY; reading.len() + 1];
    least[reading.len()] = 0.0;
    for at in (0..reading.len()).rev() {
        let (sign, lower) = (reading.signs[at], reading.lower[at]);
        let mut best =
            if sign.is_alphabetic() { confusions.exact(lower) + least[at + 1] } else { f32::INFINITY };
        let firsts = [Some(sign), (lower != sign).then_some(lower)];
        for operation in firsts.into_iter().flatten().flat_map(|first| confusions.reading(first)) {
            if let Some(extra) = reading.matches(at, &operation.read) {
                best = best.min(operation.cost + extra + least[at + operation.read.len()]);
            }
        }
        least[at] = best;
    }
    least
}
