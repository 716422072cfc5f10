//! Words that no article has: which known word was meant?
//!
//! Never numbers or codes nor what is longer than words are, and the word as typed stays in the search beside what is found
//! here. Of a word that the lexicon knows that is a hint, and a correction only beside its neighbour (`plan.rs`). Spellings are words of the index one edit away (an edit: a letter changed, lost, added, or two
//! swapped), forms of the lexicon whose lemma the index has, words that Polish spells otherwise but says alike
//! (ó/u, rz/ż, ch/h, ą/on), and two words written as one. They are ranked by frequency: of the lemma first, of the
//! form second (measured: right lemma in 94 % of corrections).

use std::sync::{Arc, OnceLock};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};

use super::lookup::Lookup;
use super::query::QueryWord;
use crate::search::index::terms::form::Form;
use crate::search::weights::Weights;
use crate::text::Forms;
use crate::text::lexicon::Lexicon;

/// A word that may have been meant.
#[derive(Debug, Clone)]
pub(in crate::search) struct Correction {
    pub forms: Arc<Forms>,
    /// 1 for the best candidate, less for the others.
    pub worth: f32,
}

/// Letters from which one edit is a typo rather than another word.
const SHORTEST: usize = 4;
/// Letters from which two edits are tried where one finds nothing.
const SHORTEST_FOR_TWO: usize = 8;
/// Letters beyond which a word is no slip of anybody's: the longest that people write is shorter, and what is tried for
/// a word grows with the square of its length.
const LONGEST: usize = 40;
/// Spellings that are searched for together.
const TOP: usize = 3;

/// The likeliest known words for `word`, which no article has, best first; none if nothing is near.
pub(in crate::search) fn correct(
    lookup: &Lookup<'_>,
    weights: &Weights,
    word: &QueryWord,
) -> tantivy::Result<Vec<Correction>> {
    let typed = &*word.forms.folded;
    let length = typed.chars().take(LONGEST + 1).count();
    if !(SHORTEST..=LONGEST).contains(&length) || !typed.chars().all(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    let mut found = Spellings::new();
    one_edit_away(lookup, weights, typed, &mut found)?;
    for spelled in sounds_alike(typed) {
        consider(lookup, weights, &spelled, weights.typo_same_sound, typed, &mut found)?;
    }
    if found.is_empty() && length >= SHORTEST_FOR_TWO {
        two_edits_away(lookup, weights, typed, &mut found)?;
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.folded.cmp(&b.0.folded)));
    let best = found.first().map_or(0.0, |candidate| candidate.1);
    let mut corrections: Vec<Correction> = Vec::with_capacity(TOP);
    for (forms, score) in found {
        if corrections.len() == TOP {
            break;
        }
        if !corrections.iter().any(|known| known.forms.lemma == forms.lemma) {
            corrections.push(Correction { forms, worth: (score - best).exp() });
        }
    }
    Ok(corrections)
}

type Spellings = Vec<(Arc<Forms>, f32)>;

/// Words one edit away that the index or the lexicon has.
fn one_edit_away(
    lookup: &Lookup<'_>,
    weights: &Weights,
    typed: &str,
    found: &mut Spellings,
) -> tantivy::Result<()> {
    let mut near = Vec::new();
    Lexicon::polish().one_edit_away(typed, &mut |form| near.push(form.to_owned()));
    let mut perhaps = Vec::new();
    neighbours(typed, |neighbour| {
        if lookup.snapshot.may_have_folded(neighbour) {
            perhaps.push(neighbour.to_owned());
        }
    });
    for neighbour in perhaps {
        if lookup.df(Form::Folded, &neighbour)? > 0 {
            near.push(neighbour);
        }
    }
    near.sort_unstable();
    near.dedup();
    for form in near.iter().filter(|form| *form != typed) {
        consider(lookup, weights, form, 0.0, typed, found)?;
    }
    Ok(())
}

/// Calls `each` with every word that one changed, lost, added or swapped letter makes of `typed`: tantivy does not let
/// its dictionary be walked letter by letter, as the lexicon is.
fn neighbours(typed: &str, mut each: impl FnMut(&str)) {
    let mut spelled = String::with_capacity(typed.len() + 2);
    let mut spell = |before: &str, letters: [Option<char>; 2], after: &str| {
        spelled.clear();
        spelled.push_str(before);
        spelled.extend(letters.into_iter().flatten());
        spelled.push_str(after);
        each(&spelled);
    };
    let borders = typed.char_indices().map(|(at, _)| at).chain([typed.len()]);
    for at in borders {
        let (before, after) = typed.split_at(at);
        let mut rest = after.chars();
        let first = rest.next();
        let without_first = rest.as_str();
        for added in 'a'..='z' {
            spell(before, [Some(added), None], after);
            if first.is_some() {
                spell(before, [Some(added), None], without_first);
            }
        }
        if first.is_some() {
            spell(before, [None, None], without_first);
        }
        if let Some(second) = rest.next() {
            spell(before, [Some(second), first], rest.as_str());
        }
    }
}

/// Words of the index two edits away that share the first letter: more would reach anywhere.
fn two_edits_away(
    lookup: &Lookup<'_>,
    weights: &Weights,
    typed: &str,
    found: &mut Spellings,
) -> tantivy::Result<()> {
    static BUILDER: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    let dfa = BUILDER.get_or_init(|| LevenshteinAutomatonBuilder::new(2, true)).build_dfa(typed);
    let first: String = typed.chars().take(1).collect();
    let after_first: String =
        typed.chars().take(1).filter_map(|c| char::from_u32(u32::from(c) + 1)).collect();
    for (_, inverted) in lookup.snapshot.of_form(Form::Folded) {
        let near = inverted.terms().search(TwoEdits(&dfa)).ge(first.as_bytes()).lt(after_first.as_bytes());
        let mut stream = near.into_stream()?;
        while let Some((term, _)) = stream.next() {
            if let Ok(term) = std::str::from_utf8(term) {
                consider(lookup, weights, term, weights.typo_second_edit, typed, found)?;
            }
        }
    }
    Ok(())
}

/// Takes `form` as a candidate if the index has it or its lemma.
fn consider(
    lookup: &Lookup<'_>,
    weights: &Weights,
    form: &str,
    bonus: f32,
    typed: &str,
    found: &mut Spellings,
) -> tantivy::Result<()> {
    if form.bytes().any(|b| b.is_ascii_digit()) {
        return Ok(());
    }
    if let Some(known) = found.iter_mut().find(|(forms, _)| &*forms.folded == form) {
        known.1 += bonus;
        return Ok(());
    }
    let forms = lookup.analyzer.borrow_mut().forms(form);
    let lemma = lookup.df(Form::Lemma, &forms.lemma)?;
    if lemma == 0 {
        return Ok(());
    }
    let folded = lookup.df(Form::Folded, form)?;
    let first = if typed.chars().next() == form.chars().next() { 0.0 } else { weights.typo_first_letter };
    let score = (lemma as f32 + 1.0).ln() + weights.typo_form * (folded as f32 + 0.3).ln() + first + bonus;
    found.push((forms, score));
    Ok(())
}

/// Spellings of the folded word that sound the same, one change at a time.
fn sounds_alike(typed: &str) -> Vec<String> {
    const ALIKE: &[(&str, &str)] = &[
        ("u", "o"),
        ("o", "u"),
        ("rz", "z"),
        ("z", "rz"),
        ("ch", "h"),
        ("h", "ch"),
        ("on", "a"),
        ("om", "a"),
        ("en", "e"),
        ("em", "e"),
        ("j", "i"),
        ("ks", "x"),
        ("x", "ks"),
        ("w", "f"),
        ("f", "w"),
        ("sz", "rz"),
        ("dz", "c"),
        ("trz", "cz"),
        ("cz", "trz"),
    ];
    let mut spelled = Vec::new();
    for (from, to) in ALIKE {
        for (at, _) in typed.match_indices(from) {
            spelled.push(format!("{}{to}{}", &typed[..at], &typed[at + from.len()..]));
        }
    }
    spelled
}

/// The automaton as tantivy's dictionary wants it.
struct TwoEdits<'a>(&'a DFA);

impl tantivy_fst::Automaton for TwoEdits<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

#[cfg(test)]
mod tests;
