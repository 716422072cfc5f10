//! Who deals with what the city does not, looked up at the moment of the question.
//!
//! A body is known by what callers call it (its aliases) and by what they want of it (its matters), each a few words.
//! How well such an entry explains a question is measured as it is for articles: by the share of the question's worth
//! that it has, words compared by lemma, by what the dictionary of synonyms says they mean, by root, and with one slip
//! where a word is none of Polish; and by how much the body is about the question, as an article is by its
//! profile. What is the city's all the same is decided where the articles are known ([`elsewhere`](super::elsewhere)).

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use crate::article::dictionary::{Dictionaries, OtherBody};
use crate::search::hit::{Referral, Why};
use crate::search::index::terms::tokenizer::root;
use crate::search::question::lookup::idf;
use crate::search::question::plan::Plan;
use crate::search::question::query::{Query, QueryWord};
use crate::search::ranking::passage::one_edit_apart;
use crate::text::{Analyzer, Forms, glue};

/// The dictionary of other bodies, ready to be asked.
#[derive(Debug, Default, PartialEq)]
pub struct Referrals {
    bodies: Vec<Body>,
    entries: Vec<Entry>,
    terms: Vec<Term>,
    /// Places in `terms`.
    by_lemma: HashMap<Box<str>, u16>,
    by_root: HashMap<Box<str>, Vec<u16>>,
}

/// Somebody who deals with what the city does not.
#[derive(Debug, PartialEq)]
struct Body {
    referral: Arc<Referral>,
    /// By places in `terms`, how much of what it deals with each is: the sum of its entries, each a vector of its terms of
    /// length 1, brought to length 1 as well (Rocchio's centroid, as the profile of an article is).
    profile: HashMap<u16, f32>,
}

/// One alias or matter of a body.
#[derive(Debug, PartialEq)]
struct Entry {
    body: usize,
    /// Of all its terms.
    worth: f32,
    /// Places in `terms`.
    terms: Vec<u16>,
}

/// A word of the dictionary.
#[derive(Debug, PartialEq)]
struct Term {
    forms: Arc<Forms>,
    /// How much it tells bodies apart.
    worth: f32,
    /// The entries that have it.
    entries: Vec<u16>,
}

/// How a body explains a question.
#[derive(Debug, Clone)]
pub(in crate::search) struct Explained {
    pub referral: Arc<Referral>,
    /// The share of its best entry that the question has.
    pub entry: f32,
    /// The share of the question that any of its entries have.
    pub body: f32,
    /// For each content word of the question, how surely any of them has it, and what it is worth.
    pub has: Vec<f32>,
    pub worth: Vec<f32>,
    /// How much the body is about the question: the cosine of its profile and the question's words.
    pub about: f32,
    /// How many words of the entry the question has.
    pub words: usize,
}

/// A word that may be another one, or means what another does, against the word itself.
const BY_MEANING: f32 = 0.8;
const BY_ROOT: f32 = 0.7;
const BY_SLIP: f32 = 0.8;
/// Letters that two words of one root share at least.
const SHORTEST_ROOT: usize = 5;
/// Letters from which one edit is a slip rather than another word.
const SHORTEST_SLIP: usize = 5;

impl Referrals {
    /// Builds it from the dictionary.
    pub fn new(dictionaries: &Dictionaries) -> Self {
        let mut analyzer = Analyzer::default();
        let mut referrals = Self::default();
        for body in &dictionaries.other_bodies {
            referrals.add(body, &mut analyzer);
        }
        referrals.weigh();
        referrals
    }

    /// Whether nobody is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn add(&mut self, body: &OtherBody, analyzer: &mut Analyzer) {
        let at = self.bodies.len();
        let referral = Arc::new(Referral {
            code: body.code.clone(),
            name: body.name.clone(),
            sentence: body.sentence.clone(),
            phone: body.phone.clone(),
            link: body.link.clone(),
        });
        self.bodies.push(Body { referral, profile: HashMap::new() });
        let names = std::iter::once(&body.name).chain(&body.aliases);
        for text in names.chain(&body.matters) {
            let mut terms: Vec<u16> = Vec::new();
            for token in analyzer.analyze(text).tokens {
                if glue::is_filler(&token.forms.folded) || glue::is_asking(&token.forms.folded) {
                    continue;
                }
                let Some(term) = self.term(&token.forms) else { continue };
                if !terms.contains(&term) {
                    terms.push(term);
                }
            }
            let Ok(place) = u16::try_from(self.entries.len()) else { return };
            if !terms.is_empty() {
                for &term in &terms {
                    self.terms[usize::from(term)].entries.push(place);
                }
                self.entries.push(Entry { body: at, worth: 0.0, terms });
            }
        }
    }

    fn term(&mut self, forms: &Arc<Forms>) -> Option<u16> {
        if let Some(&known) = self.by_lemma.get(&forms.lemma) {
            return Some(known);
        }
        let place = u16::try_from(self.terms.len()).ok()?;
        self.by_lemma.insert(forms.lemma.clone(), place);
        if !forms.numeric {
            self.by_root.entry(root(&forms.lemma).into()).or_default().push(place);
        }
        self.terms.push(Term { forms: Arc::clone(forms), worth: 0.0, entries: Vec::new() });
        Some(place)
    }

    fn weigh(&mut self) {
        for term in &mut self.terms {
            let mut bodies: Vec<usize> =
                term.entries.iter().map(|&entry| self.entries[usize::from(entry)].body).collect();
            bodies.dedup();
            term.worth = idf(self.bodies.len(), bodies.len() as u64);
        }
        for entry in &mut self.entries {
            entry.worth = entry.terms.iter().map(|&term| self.terms[usize::from(term)].worth).sum();
            let profile = &mut self.bodies[entry.body].profile;
            for &term in &entry.terms {
                *profile.entry(term).or_default() += 1.0 / (entry.terms.len() as f32).sqrt();
            }
        }
        for body in &mut self.bodies {
            let length = body.profile.values().map(|share| share * share).sum::<f32>().sqrt();
            body.profile.values_mut().for_each(|share| *share /= length.max(f32::EPSILON));
        }
    }

    /// The dictionary's words that a word of a question may be, each with how surely.
    fn find(&self, word: &QueryWord, lemmas: &[&str], meant: &[&str]) -> Vec<(u16, f32)> {
        let mut found: Vec<(u16, f32)> = Vec::new();
        let mut add = |term: u16, sure: f32| match found.iter_mut().find(|(known, _)| *known == term) {
            Some((_, known)) => *known = known.max(sure),
            None => found.push((term, sure)),
        };
        for (lemmas, sure) in [(lemmas, 1.0), (meant, BY_MEANING)] {
            for &lemma in lemmas {
                self.by_lemma.get(lemma).into_iter().for_each(|&term| add(term, sure));
            }
        }
        if word.forms.numeric {
            return found;
        }
        for &lemma in lemmas {
            for &term in self.by_root.get(root(lemma)).into_iter().flatten() {
                let other = &self.terms[usize::from(term)].forms;
                let common = lemma.bytes().zip(other.lemma.bytes()).take_while(|(a, b)| a == b).count();
                if common >= SHORTEST_ROOT.min(lemma.len().min(other.lemma.len())) && common >= 4 {
                    add(term, BY_ROOT);
                }
            }
        }
        if found.is_empty() && !word.forms.known && word.forms.folded.len() >= SHORTEST_SLIP {
            for (place, term) in (0..).zip(&self.terms) {
                if !term.forms.numeric && one_edit_apart(&word.forms.folded, &term.forms.folded) {
                    found.push((place, BY_SLIP));
                }
            }
        }
        found
    }

    /// The body that explains a question best; `None` where no entry has enough in common with it.
    pub(in crate::search) fn explain(&self, query: &Query, plan: &Plan) -> Option<Explained> {
        if self.is_empty() {
            return None;
        }
        let mut worth = Vec::new();
        let mut by_word: Vec<Vec<(u16, f32)>> = Vec::new();
        for (at, word) in query.content() {
            if word.filler {
                worth.push(0.0);
                by_word.push(Vec::new());
                continue;
            }
            let readings = plan.readings.get(at).map_or(&[][..], |readings| &readings.lemmas);
            let by =
                |means: Why| readings.iter().filter(move |(_, why)| *why == means).map(|(lemma, _)| &**lemma);
            let lemmas: Vec<&str> = std::iter::once(&*word.forms.lemma).chain(by(Why::Typo)).collect();
            let meant: Vec<&str> = by(Why::Synonym).collect();
            worth.push(plan.worth.get(at).copied().unwrap_or(0.0));
            by_word.push(self.find(word, &lemmas, &meant));
        }
        let total: f32 = worth.iter().sum();
        if total <= 0.0 {
            return None;
        }
        // For every entry that has a word of the question: which of its own words that covers, and how much of the question.
        let mut covered: HashMap<u16, Vec<(u16, f32, usize)>> = HashMap::new();
        for (word, terms) in by_word.iter().enumerate() {
            for &(term, sure) in terms {
                for &entry in &self.terms[usize::from(term)].entries {
                    covered.entry(entry).or_default().push((term, sure, word));
                }
            }
        }
        let mut bodies: HashMap<usize, Vec<f32>> = HashMap::new();
        for (&entry, found) in &covered {
            let explained =
                bodies.entry(self.entries[usize::from(entry)].body).or_insert_with(|| vec![0.0; worth.len()]);
            for &(_, sure, word) in found {
                explained[word] = explained[word].max(sure);
            }
        }
        let share = |explained: &[f32]| -> f32 {
            explained.iter().zip(&worth).map(|(sure, worth)| sure * worth).sum::<f32>() / total
        };
        let length = worth.iter().map(|worth| worth * worth).sum::<f32>().sqrt();
        let about = |body: &Body| -> f32 {
            let shares = by_word.iter().map(|terms| {
                let share = |(term, sure): &(u16, f32)| sure * body.profile.get(term).copied().unwrap_or(0.0);
                terms.iter().map(share).fold(0.0, f32::max)
            });
            shares.zip(&worth).map(|(share, worth)| share * worth).sum::<f32>() / length
        };
        let mut best: Option<(f32, Explained)> = None;
        let mut entries: Vec<_> = covered.into_iter().collect();
        entries.sort_unstable_by_key(|(entry, _)| *entry);
        for (place, found) in &entries {
            let entry = &self.entries[usize::from(*place)];
            let of_entry = self.covers(entry, found);
            let mut explained = vec![0.0f32; worth.len()];
            for &(_, sure, word) in found {
                explained[word] = explained[word].max(sure);
            }
            let question = share(&explained);
            let has = bodies.get(&entry.body).map_or(&[][..], |explained| explained);
            let body = share(has);
            let value = of_entry * (question + body) / 2.0;
            if best.as_ref().is_none_or(|(best, _)| value > *best) {
                let words = explained.iter().filter(|sure| **sure > 0.0).count();
                let whose = &self.bodies[entry.body];
                let (referral, about) = (Arc::clone(&whose.referral), about(whose));
                let (has, worth) = (has.to_vec(), worth.clone());
                best = Some((value, Explained { referral, entry: of_entry, body, has, worth, about, words }));
            }
        }
        best.map(|(_, best)| best)
    }

    /// The share of an entry's worth that was found.
    fn covers(&self, entry: &Entry, found: &[(u16, f32, usize)]) -> f32 {
        let of = |term: &u16| {
            let sure = found.iter().filter(|(found, _, _)| found == term).map(|(_, sure, _)| *sure);
            sure.fold(0.0, f32::max) * self.terms[usize::from(*term)].worth
        };
        entry.terms.iter().map(of).sum::<f32>() / entry.worth.max(f32::EPSILON)
    }
}
