//! From a question to what is looked for: every form of every word, its other readings, and what agents are told
//! about them.

use super::lookup::Lookup;
use super::numerals;
use super::query::{Query, QueryWord};
use super::spell::{self, Correction};
use super::thesaurus::Thesaurus;
use crate::search::hit::{Interpretation, Why};
use crate::search::index::terms::form::Form;
use crate::search::index::terms::grams::grams;
use crate::search::index::terms::tokenizer::{pair, root};
use crate::search::weights::Weights;
use crate::text::Forms;
use crate::text::lexicon::Lexicon;

/// Something to look for: the readings of a word in one form, of which a document's best counts.
#[derive(Debug, Clone)]
pub(in crate::search) struct Probe {
    pub form: Form,
    /// Terms with the worth of each reading, 1 for the word as it is.
    pub terms: Vec<(String, f32)>,
    /// Multiplies the form's weight.
    pub boost: f32,
    /// Bits of the words of the question that a match covers.
    pub covers: u64,
}

impl Probe {
    pub fn new(form: Form, term: impl Into<String>, boost: f32, covers: u64) -> Self {
        Self { form, terms: vec![(term.into(), 1.0)], boost, covers }
    }
}

/// What a question became.
#[derive(Debug, Default)]
pub(in crate::search) struct Plan {
    pub probes: Vec<Probe>,
    pub interpreted: Vec<Interpretation>,
    /// The question with its misspelt words corrected.
    pub did_you_mean: Option<String>,
    /// Worth of each word of the question, by position: how much finding it says.
    pub worth: Vec<f32>,
    /// Whether no article has a word, in any reading, nor a synonym of it; by position.
    pub unheard: Vec<bool>,
    /// Terms by which a passage may match each word, by position.
    pub readings: Vec<Readings>,
    /// Whether the question has a code that stands in no article: then none is what it asks for.
    pub names_nothing: bool,
}

/// The terms by which a stored token is recognised as a word of the question.
#[derive(Debug, Clone, Default)]
pub(in crate::search) struct Readings {
    pub lemmas: Vec<(Box<str>, Why)>,
    pub folded: Vec<(Box<str>, Why)>,
    /// An unfinished word, as folded letters that a word may begin with.
    pub prefix: Option<Box<str>>,
    pub root: u16,
}

impl Plan {
    /// Whether the words in `mask` carry at least `share` of the question's worth.
    pub fn carries(&self, mask: u64, share: f32) -> bool {
        let (mut total, mut found) = (0.0, 0.0);
        for (at, worth) in self.worth.iter().enumerate() {
            total += worth;
            // A mask has no bit for words beyond; they count with the last.
            if mask & (1 << at.min(63)) != 0 {
                found += worth;
            }
        }
        total <= 0.0 || found >= share * total
    }
}

/// The bit of documents that share a root with some word of the question; words themselves have the bits below.
pub(in crate::search) const BY_ROOT: u64 = 1 << 63;

/// Expansions of an unfinished word: enough to fill a screen, few enough for a key press.
const MAX_PREFIX_TERMS: usize = 48;
/// Letters before an unfinished word is completed.
const MIN_PREFIX: usize = 2;
/// Letters before a word that is not the last one, and that nobody knows, is taken for the beginning of another.
const MIN_CUT: usize = 3;

/// Plans the search for `query`.
pub(in crate::search) fn plan(
    lookup: &Lookup<'_>,
    thesaurus: &Thesaurus,
    weights: &Weights,
    query: &Query,
) -> tantivy::Result<Plan> {
    let mut plan = Plan {
        worth: vec![0.0; query.words.len()],
        unheard: vec![false; query.words.len()],
        readings: vec![Readings::default(); query.words.len()],
        ..Plan::default()
    };
    let mut corrected: Vec<(usize, String)> = Vec::new();
    let mut gram_terms: Vec<String> = Vec::new();
    let mut before: Option<Vec<(String, f32)>> = None;
    let only_filler = query.content().all(|(_, word)| word.filler);
    for (at, word) in query.content() {
        // Glue words add to a score but find nothing by themselves, or every article would be a candidate.
        let bit = if word.filler && !only_filler { 0 } else { 1u64 << at.min(63) };
        let otherwise = numerals::otherwise(query, at);
        let boost = match (word.filler, word.forms.numeric) {
            (true, _) => weights.filler,
            // What is counted in Roman numbers is told by them, not by any other number.
            (false, true) if otherwise.as_deref().is_some_and(|other| other.starts_with(['i', 'v', 'x'])) => {
                1.0
            }
            (false, true) => weights.number,
            (false, false) => 1.0,
        };
        let df_lemma = lookup.df(Form::Lemma, &word.forms.lemma)?;
        let df_folded = lookup.df(Form::Folded, &word.forms.folded)?;
        let mut lemmas = vec![(word.forms.lemma.to_string(), 1.0)];
        let mut folded = vec![(word.forms.folded.to_string(), 1.0)];
        let mut readings = Readings {
            lemmas: vec![(word.forms.lemma.clone(), Why::Lemma)],
            folded: vec![(word.forms.folded.clone(), Why::Folded)],
            prefix: None,
            root: crate::search::index::record::root_hash(&word.forms),
        };
        let mut completions = Vec::new();
        // Glue that nobody wrote is neither a slip nor cut short.
        let nowhere = bit != 0 && df_folded == 0 && df_lemma == 0 && !word.forms.numeric;
        let letters = word.forms.folded.chars().count();
        // Who types in haste cuts other words short than the last one, too: `dodat mieszk`.
        if word.open && letters >= MIN_PREFIX || nowhere && !word.forms.known && letters >= MIN_CUT {
            completions = complete(lookup, word)?;
            for (lemma, share) in &completions {
                if **lemma != *word.forms.lemma {
                    lemmas.push((lemma.to_string(), weights.prefix * share));
                    readings.lemmas.push((lemma.clone(), Why::Prefix));
                }
            }
            readings.prefix = Some(word.forms.folded.clone());
        }
        // As the second half of `e-mail` is: by itself, and for little.
        if let Some(within) = word.forms.within() {
            readings.lemmas.push((within.as_str().into(), Why::Lemma));
            for form in [Form::Lemma, Form::Root, Form::Folded, Form::Head] {
                let term = if form == Form::Root { root(&within) } else { &within };
                plan.probes.push(Probe::new(form, term, weights.filler, 0));
            }
        }
        if let Some(number) = &otherwise {
            for terms in [&mut lemmas, &mut folded] {
                terms.push((number.clone(), 1.0));
            }
            for terms in [&mut readings.lemmas, &mut readings.folded] {
                terms.push((number.as_str().into(), Why::Exact));
            }
        }
        let absent = nowhere && (completions.is_empty() || !word.open) && otherwise.is_none();
        let near = if absent { spell::correct(lookup, weights, word)? } else { Vec::new() };
        // A word of Polish that no article has is a word nobody wrote about, not a slip: it stays as it is, and what
        // is spelled like it is at most a hint, like a shared root. Unless that stands beside its neighbour: `straz mieska`
        // is no small meat.
        let beside = Beside { before: before.as_deref().unwrap_or_default(), after: query.word_after(at) };
        let (mut corrections, mut hints) = (Vec::new(), Vec::new());
        for near in near {
            let is_meant = !word.forms.known || beside.has(lookup, &near.forms.lemma)?;
            if is_meant { &mut corrections } else { &mut hints }.push(near);
        }
        for Correction { forms, worth } in &hints {
            let probe = |form, term: &str| Probe {
                form,
                terms: vec![(term.to_owned(), weights.hint * worth)],
                boost,
                covers: BY_ROOT,
            };
            plan.probes.push(probe(Form::Lemma, &forms.lemma));
            plan.probes.push(probe(Form::Folded, &forms.folded));
        }
        for Correction { forms, worth, .. } in &corrections {
            lemmas.push((forms.lemma.to_string(), weights.typo * worth));
            folded.push((forms.folded.to_string(), weights.typo * worth));
            readings.lemmas.push((forms.lemma.clone(), Why::Typo));
        }
        let found_lemma =
            lemmas.iter().map(|(term, _)| lookup.df(Form::Lemma, term)).sum::<tantivy::Result<u64>>()?;
        plan.worth[at] = boost * lookup.idf(found_lemma.max(1));
        plan.unheard[at] = found_lemma == 0 && df_folded == 0;
        let told = told(lookup, &corrections)?;
        if let Some(best) = told.first() {
            corrected.push((at, best.clone()));
        }
        interpret(lookup, &mut plan, word, [df_folded, df_lemma], &completions, &corrections, told)?;
        plan.readings[at] = readings;
        let root_terms = dedup(lemmas.iter().map(|(lemma, worth)| (root(lemma).to_owned(), *worth)));
        let mut head = Probe { form: Form::Head, terms: lemmas.clone(), boost, covers: bit };
        head.terms.truncate(8);
        if !word.forms.numeric {
            // A shared root makes a candidate, but does not count as finding the word: `prze` begins thousands.
            let covers = if bit == 0 { 0 } else { BY_ROOT };
            plan.probes.push(Probe { form: Form::Root, terms: root_terms, boost, covers });
            grams(&word.forms.folded, |gram| gram_terms.push(gram.to_owned()));
        }
        if !word.filler {
            if let Some(before) = &before {
                plan.probes.push(Probe {
                    form: Form::Pair,
                    terms: pairs(before, &lemmas),
                    boost: 1.0,
                    covers: 0,
                });
            }
            before = Some(lemmas.clone());
        }
        plan.probes.push(Probe { form: Form::Lemma, terms: lemmas, boost, covers: bit });
        plan.probes.push(Probe { form: Form::Folded, terms: folded, boost, covers: bit });
        plan.probes.push(head);
    }
    gram_terms.sort();
    gram_terms.dedup();
    plan.probes.extend(gram_terms.into_iter().map(|gram| Probe::new(Form::Gram, gram, 1.0, 0)));
    codes(&mut plan, lookup, query)?;
    synonyms(&mut plan, lookup, thesaurus, weights, query)?;
    if !corrected.is_empty() {
        plan.did_you_mean = Some(respell(query, &corrected));
    }
    Ok(plan)
}

/// Readings of a word that are paired with its neighbour's: the likeliest say enough.
const MAX_PAIRED: usize = 6;

/// The terms of two words in a row.
fn pairs(before: &[(String, f32)], after: &[(String, f32)]) -> Vec<(String, f32)> {
    let mut terms = Vec::with_capacity(before.len().min(MAX_PAIRED) * after.len().min(MAX_PAIRED));
    for (first, worth) in before.iter().take(MAX_PAIRED) {
        for (second, share) in after.iter().take(MAX_PAIRED) {
            terms.push((pair(first, second), worth * share));
        }
    }
    terms
}

fn dedup(terms: impl Iterator<Item = (String, f32)>) -> Vec<(String, f32)> {
    let mut unique: Vec<(String, f32)> = Vec::new();
    for (term, worth) in terms {
        match unique.iter_mut().find(|(known, _)| *known == term) {
            Some((_, known)) => *known = known.max(worth),
            None => unique.push((term, worth)),
        }
    }
    unique
}

/// Lemmas that the unfinished word may grow into: of words in the index that begin so, and of its own lemma's
/// siblings ("zgłoszeni" → zgłoszenie). The share is 1 for the commonest.
fn complete(lookup: &Lookup<'_>, word: &QueryWord) -> tantivy::Result<Vec<(Box<str>, f32)>> {
    let mut found = lookup.starting_with(&word.forms.folded, MAX_PREFIX_TERMS)?;
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut analyzer = lookup.analyzer.borrow_mut();
    let mut lemmas: Vec<(Box<str>, f32)> = Vec::new();
    for (form, _) in found {
        let lemma = analyzer.forms(&form).lemma.clone();
        if !lemmas.iter().any(|(known, _)| *known == lemma) {
            lemmas.push((lemma, 1.0));
        }
    }
    Ok(lemmas)
}

/// The words of a question that a word of it stands between: what was read for the one, and what the other is.
struct Beside<'a> {
    before: &'a [(String, f32)],
    after: Option<&'a Forms>,
}

impl Beside<'_> {
    /// Whether some title, heading, keyword or question of an article has the word beside one of them.
    fn has(&self, lookup: &Lookup<'_>, lemma: &str) -> tantivy::Result<bool> {
        let first = self.before.iter().take(MAX_PAIRED).map(|(before, _)| pair(before, lemma));
        let second = self.after.map(|after| pair(lemma, &after.lemma));
        for both in first.chain(second) {
            if lookup.df(Form::Pair, &both)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// How many completions of a word are told.
const TOLD: usize = 5;

fn interpret(
    lookup: &Lookup<'_>,
    plan: &mut Plan,
    word: &QueryWord,
    [df_folded, df_lemma]: [u64; 2],
    completions: &[(Box<str>, f32)],
    corrections: &[Correction],
    told: Vec<String>,
) -> tantivy::Result<()> {
    let forms = &word.forms;
    let accented = forms.exact != forms.folded;
    let (looked_up, why) = if forms.numeric {
        (vec![forms.folded.to_string()], Why::Exact)
    } else if !corrections.is_empty() {
        (told, Why::Typo)
    } else if df_folded > 0
        && (!accented || Lexicon::polish().form(&forms.exact).is_some())
        && forms.display.to_lowercase() == *forms.exact
    {
        (vec![forms.exact.to_string()], Why::Exact)
    } else if df_lemma > 0 && forms.known {
        let why = if forms.lemma == forms.folded { Why::Folded } else { Why::Lemma };
        (vec![forms.display.to_string()], why)
    } else if df_folded > 0 {
        (vec![forms.exact.to_string()], if accented { Why::Folded } else { Why::Exact })
    } else if !completions.is_empty() {
        let mut told = Vec::with_capacity(TOLD);
        for (lemma, _) in completions {
            if told.len() < TOLD && lookup.tells_lemma(lemma)? {
                told.push(lemma.to_string());
            }
        }
        (told, Why::Prefix)
    } else {
        return Ok(());
    };
    if looked_up.is_empty() {
        return Ok(());
    }
    plan.interpreted.push(Interpretation { text: word.text.clone(), looked_up, why });
    Ok(())
}

/// Corrections that may be told, as people write them.
fn told(lookup: &Lookup<'_>, corrections: &[Correction]) -> tantivy::Result<Vec<String>> {
    let mut told = Vec::with_capacity(corrections.len());
    for correction in corrections {
        if lookup.tells(&correction.forms)? {
            told.push(respelled(&correction.forms));
        }
    }
    Ok(told)
}

fn codes(plan: &mut Plan, lookup: &Lookup<'_>, query: &Query) -> tantivy::Result<()> {
    for code in &query.codes {
        if lookup.df(Form::Code, &code.term)? == 0 {
            plan.names_nothing |= code.certain && !numerals::is_date(code);
            continue;
        }
        let covers = code.words.clone().fold(0u64, |mask, at| mask | 1 << at.min(63));
        plan.probes.push(Probe::new(Form::Code, code.term.clone(), 1.0, covers));
        let text = query
            .words
            .get(code.words.clone())
            .map(|words| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
            .unwrap_or_default();
        plan.interpreted.push(Interpretation { text, looked_up: vec![code.term.clone()], why: Why::Code });
    }
    Ok(())
}

/// Synonyms: their words together are worth at most what the caller's own words are, times the synonym's weight.
fn synonyms(
    plan: &mut Plan,
    lookup: &Lookup<'_>,
    thesaurus: &Thesaurus,
    weights: &Weights,
    query: &Query,
) -> tantivy::Result<()> {
    for expansion in thesaurus.expand(query) {
        let said: f32 = plan.worth.get(expansion.words.clone()).unwrap_or(&[]).iter().sum();
        let mut meant = 0.0;
        for term in &expansion.terms {
            let df = lookup.df(Form::Lemma, &term.lemma)?;
            meant += lookup.idf(df.max(1));
        }
        if said <= 0.0 || meant <= 0.0 {
            continue;
        }
        let boost = weights.synonym * (said / meant).min(1.0);
        let covers = expansion.words.clone().fold(0u64, |mask, at| mask | 1 << at.min(63));
        for term in &expansion.terms {
            for (form, text) in
                [(Form::Lemma, &term.lemma), (Form::Head, &term.lemma), (Form::Folded, &term.folded)]
            {
                plan.probes.push(Probe::new(form, &**text, boost, covers));
            }
        }
        for at in expansion.words.clone() {
            if let Some(readings) = plan.readings.get_mut(at) {
                readings.lemmas.extend(expansion.terms.iter().map(|term| (term.lemma.clone(), Why::Synonym)));
            }
            if let Some(unheard) = plan.unheard.get_mut(at) {
                *unheard = false;
            }
        }
        // The dictionary is everybody's, the articles are not: of its words a reader is told only those that stand
        // together in what he may read.
        if !lookup.tells_together(expansion.terms.iter().map(|term| (&*term.lemma, &*term.folded)))? {
            continue;
        }
        let text = query
            .words
            .get(expansion.words.clone())
            .map(|words| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
            .unwrap_or_default();
        plan.interpreted.push(Interpretation { text, looked_up: vec![expansion.text], why: Why::Synonym });
    }
    Ok(())
}

/// A corrected word with its accents, as people write it.
fn respelled(forms: &Forms) -> String {
    Lexicon::polish().accented(&forms.folded).unwrap_or_else(|| forms.folded.to_string())
}

fn respell(query: &Query, corrected: &[(usize, String)]) -> String {
    let mut text = String::with_capacity(query.text.len() + 8);
    let mut from = 0;
    for (at, correction) in corrected {
        let Some(word) = query.words.get(*at) else { continue };
        text.push_str(query.text.get(from..word.span.start).unwrap_or_default());
        text.push_str(correction);
        from = word.span.end;
    }
    text.push_str(query.text.get(from..).unwrap_or_default());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
