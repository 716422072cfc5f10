//! The verdict on one reading: which word it is, if any, and how certain.
//!
//! ln P(word) − cost of the misreading, against the chance that the reading is a word nobody listed (a name, a
//! foreign word, a code). Words compete with themselves read right: `byt` is a word, and yet it was nearly always
//! `był`. No context is known here, so a verdict can be remembered for each reading.

use fst::Map;

use crate::text::fold;
use crate::text::lexicon::{FormInfo, Lexicon};

use super::confusions::Confusions;
use super::decode::{Reading, decode};

/// ln P of an unlisted word: that a word is unlisted at all, and each of its letters. Nearer to zero, more is left
/// unrepaired (−1.75 a letter: precision +0.002, recall −0.007 on scans); the optimum is flat.
const UNLISTED: f32 = -7.5;
const UNLISTED_LETTER: f32 = -2.2;
/// Longer unlisted words grow no rarer, or long names would all be repaired into something.
const UNLISTED_LEAST: f32 = -25.0;
/// Names are unlisted more often than other words.
const UNLISTED_NAME: f32 = 2.0;
/// Signs that no unlisted word holds: such a reading is wrong in any case.
const IMPOSSIBLE: f32 = -12.0;
/// A word that is only ever written with a capital, read without one.
const NAME_IN_SMALL: f32 = -3.0;
/// Words of the corpus that no dictionary vouches for, among them misspellings.
const CORPUS_ONLY: f32 = -1.5;
/// One in twenty words on the web is typed without accents, so word lists count `wiec` where `więc` was meant.
const TYPED_BARE: f32 = 0.05;
/// What is left to a word whose count such typing explains.
const LEAST_SHARE: f32 = 0.02;
/// Nats by which another word must beat a word that was read as it stands.
const REAL_WORD_MARGIN: f32 = 0.5;
/// Weight of the knowledge base's own words against the word list of all Polish.
const OWN_SHARE: f32 = 0.3;

/// Words of the knowledge base, counted on articles that nobody misread.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    words: Map<Vec<u8>>,
    total: f32,
}

impl Vocabulary {
    /// `None` if there are no words. Words are compared in lower case.
    pub(super) fn new(words: impl IntoIterator<Item = (String, u64)>) -> Option<Vocabulary> {
        let mut counts = std::collections::BTreeMap::new();
        for (word, count) in words {
            if count > 0 && word.chars().count() > 1 && word.chars().all(char::is_alphabetic) {
                let entry: &mut u64 = counts.entry(word.to_lowercase()).or_default();
                *entry = entry.saturating_add(count);
            }
        }
        let total: f64 = counts.values().map(|count| *count as f64).sum();
        let words = Map::from_iter(counts).ok().filter(|words| !words.is_empty())?;
        Some(Vocabulary { words, total: total.max(100_000.0) as f32 })
    }

    fn share(&self, word: &str) -> Option<f32> {
        // Said once may be a slip of the pen.
        self.words.get(word).map(|count| (count as f32 - 0.5) / self.total)
    }
}

/// What a reading is taken for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Verdict {
    /// Lower case; the reading itself if it is left alone.
    pub(super) word: String,
    /// Score of the word, in nats.
    pub(super) score: f32,
    /// Share of the word among all that the reading may be.
    pub(super) share: f32,
    /// Whether the word is a name in any case.
    pub(super) proper: bool,
    /// Whether the reading is to be left as it is.
    pub(super) keep: bool,
    /// Whether the reading as it stands is a word.
    pub(super) known: bool,
    /// Words that differ from `word` in accents or in the last letter alone, with their scores, `word` among them;
    /// empty if there is no other. Context may prefer another one.
    pub(super) accents: Vec<(String, f32)>,
}

/// What a verdict rests on.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) lexicon: &'static Lexicon,
    pub(super) vocabulary: Option<&'a Vocabulary>,
    pub(super) confusions: &'a Confusions,
}

struct Candidate {
    word: String,
    folded: String,
    prior: f32,
    cost: f32,
    proper: bool,
}

impl Candidate {
    fn score(&self) -> f32 {
        self.prior - self.cost
    }
}

impl Judge<'_> {
    /// Whether `lower` is a word of Polish or of the knowledge base.
    pub(super) fn knows(&self, lower: &str) -> bool {
        self.lexicon.form(lower).is_some() || self.vocabulary.is_some_and(|own| own.share(lower).is_some())
    }

    /// Judges a reading of letters and signs for letters.
    pub(super) fn judge(&self, read: &str) -> Verdict {
        let lower = read.to_lowercase();
        let known = self.knows(&lower);
        let capital = read.chars().next().is_some_and(char::is_uppercase);
        let unlisted = if known { f32::NEG_INFINITY } else { unlisted(read, capital) };
        let mut candidates = self.candidates(read, capital, unlisted.max(-40.0));
        discount_bare_typing(&mut candidates);
        candidates.sort_by(|a, b| b.score().total_cmp(&a.score()).then_with(|| a.word.cmp(&b.word)));
        let keep = |score| Verdict {
            word: lower.clone(),
            score,
            share: 1.0,
            proper: false,
            keep: true,
            known,
            accents: Vec::new(),
        };
        let Some(best) = candidates.first() else { return keep(unlisted.max(-40.0)) };
        if best.score() <= unlisted {
            return keep(unlisted);
        }
        let mut best = best;
        if best.word != lower
            && let Some(as_read) = candidates.iter().find(|candidate| candidate.word == lower)
            && best.folded != as_read.folded
            && best.score() - as_read.score() < REAL_WORD_MARGIN
        {
            best = as_read;
        }
        let all: f32 = candidates.iter().map(|candidate| (candidate.score() - best.score()).exp()).sum();
        let share = 1.0 / (all + (unlisted - best.score()).exp());
        let mut accents: Vec<(String, f32)> = candidates
            .iter()
            .filter(|candidate| candidate.folded == best.folded || stem(&candidate.word) == stem(&best.word))
            .map(|candidate| (candidate.word.clone(), candidate.score()))
            .collect();
        if accents.len() < 2 {
            accents.clear();
        }
        Verdict {
            accents,
            word: best.word.clone(),
            score: best.score(),
            share: share.clamp(0.0, 1.0),
            proper: best.proper,
            keep: best.word == lower,
            known,
        }
    }

    fn candidates(&self, read: &str, capital: bool, floor: f32) -> Vec<Candidate> {
        let Some(reading) = Reading::new(read) else { return Vec::new() };
        let prior = |word: &str, info: Option<FormInfo>| self.prior(word, info, capital);
        let mut found: Vec<Candidate> = decode(
            self.lexicon.forms().as_fst(),
            self.confusions,
            &reading,
            &|word, value| prior(word, Some(FormInfo::from_packed(value))),
            floor,
        )
        .into_iter()
        .map(|word| {
            let info = FormInfo::from_packed(word.value);
            Candidate {
                prior: prior(&word.word, Some(info)),
                folded: fold(&word.word),
                word: word.word,
                cost: word.cost,
                proper: info.proper,
            }
        })
        .collect();
        if let Some(own) = self.vocabulary {
            for word in
                decode(own.words.as_fst(), self.confusions, &reading, &|word, _| prior(word, None), floor)
            {
                if !found.iter().any(|other| other.word == word.word) {
                    found.push(Candidate {
                        prior: prior(&word.word, None),
                        folded: fold(&word.word),
                        word: word.word,
                        cost: word.cost,
                        proper: false,
                    });
                }
            }
        }
        found
    }

    fn prior(&self, word: &str, info: Option<FormInfo>, capital: bool) -> f32 {
        let listed = info.map(|info| {
            let name = if info.proper && !capital { NAME_IN_SMALL } else { 0.0 };
            let corpus = if info.in_dictionary() { 0.0 } else { CORPUS_ONLY };
            info.ln_freq + name + corpus
        });
        let own = self.vocabulary.and_then(|own| own.share(word));
        match (listed, own) {
            (Some(listed), None) => listed,
            (listed, Some(own)) => {
                let general = listed.map_or(0.0, f32::exp) * (1.0 - OWN_SHARE);
                (general + own * OWN_SHARE).ln()
            }
            (None, None) => f32::NEG_INFINITY,
        }
    }
}

/// The word without its last letter.
fn stem(word: &str) -> &str {
    word.char_indices().next_back().map_or("", |(last, _)| &word[..last])
}

/// ln P that a word nobody listed was read rightly.
fn unlisted(read: &str, capital: bool) -> f32 {
    let letters = read.chars().filter(|c| c.is_alphabetic()).count() as f32;
    let name = if capital { UNLISTED_NAME } else { 0.0 };
    let impossible = if impossible(read) { IMPOSSIBLE } else { 0.0 };
    (UNLISTED + UNLISTED_LETTER * letters).max(UNLISTED_LEAST) + name + impossible
}

/// Whether signs that no word holds stand in it.
pub(super) fn impossible(read: &str) -> bool {
    let mut chars = read.chars().peekable();
    let mut after_small = false;
    while let Some(c) = chars.next() {
        let inner_capital =
            after_small && c.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase());
        if inner_capital
            || (!c.is_alphabetic() && !unicode_normalization::char::is_combining_mark(c))
            || c == 'é'
        {
            return true;
        }
        after_small = c.is_lowercase();
    }
    false
}

/// Takes from bare forms the count that typing without accents gave them.
fn discount_bare_typing(candidates: &mut [Candidate]) {
    let bare: Vec<f32> = candidates
        .iter()
        .map(|bare| {
            if bare.word != bare.folded {
                return 0.0;
            }
            candidates
                .iter()
                .filter(|other| other.folded == bare.word && other.word != bare.word)
                .map(|other| other.prior.exp())
                .sum()
        })
        .collect();
    for (candidate, accented) in candidates.iter_mut().zip(bare) {
        if accented > 0.0 {
            let own = candidate.prior.exp();
            candidate.prior = (own - TYPED_BARE * accented).max(own * LEAST_SHARE).ln();
        }
    }
}
