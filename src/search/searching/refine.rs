//! A question that is whole is refined by what it means, where a sentence model has read the articles.
//!
//! Words find, and words say what the answer is worth. The model only puts what they found into another order; where they
//! are sure of the first it stays, and no answer is surer than it was without.

use super::{Candidate, Found, Searching, put_in_order};
use crate::search::hit::{SearchRequest, State};
use crate::search::question::plan::Plan;
use crate::search::question::query::Query;
use crate::search::ranking::meaning::nearness;
use crate::text::lexicon::Lexicon;

impl Searching<'_> {
    /// Puts what was found into the order that its meaning gives it. A question about a day is for the hours to answer.
    pub(super) fn refine(&self, found: &mut Found, request: &SearchRequest) -> tantivy::Result<()> {
        let Some(meanings) = self.meanings.filter(|_| !found.when.hours) else { return Ok(()) };
        let Some(first) = found.candidates.first().map(|first| first.card.id.clone()) else { return Ok(()) };
        let cards = found.candidates.iter().map(|candidate| &*candidate.card);
        let Some(windows) = meanings.windows_of(cards) else { return Ok(()) };
        found.unrefined = found.judged.state != State::Answer;
        if !request.settled {
            return Ok(());
        }
        let Some(question) = meanings.understands.question(&as_meant(&found.query, &found.plan)) else {
            return Ok(());
        };
        found.unrefined = false;
        let nearness: Vec<f32> = windows.iter().map(|windows| nearness(windows, &question)).collect();
        let by_words = found.candidates.clone();
        // A long question has greater scores, and they lie farther apart, but not by as much.
        let weight = self.weights.meaning * by_words.first().map_or(0.0, |first| first.score.max(0.0).sqrt());
        for (candidate, near) in found.candidates.iter_mut().zip(nearness) {
            candidate.lift.near = near;
            candidate.lift.meaning = weight * near;
            candidate.score = candidate.lift.of(candidate.scored.score);
        }
        put_in_order(&mut found.candidates);
        let Some(at) = found.candidates.iter().position(|candidate| candidate.card.id == first) else {
            return Ok(());
        };
        if found.judged.state == State::Answer {
            let mut first = found.candidates.remove(at);
            first.score = found.candidates.first().map_or(first.score, |next| next.score.max(first.score));
            found.candidates.insert(0, first);
        } else if at > 0 {
            self.judge_again(found, &by_words, request)?;
        }
        Ok(())
    }

    /// What the words say of an article that they had not put first.
    fn judge_again(
        &self,
        found: &mut Found,
        by_words: &[Candidate],
        request: &SearchRequest,
    ) -> tantivy::Result<()> {
        let Some(now) = found.candidates.first().map(|first| &first.card.id) else { return Ok(()) };
        let (mut order, others): (Vec<_>, Vec<_>) =
            by_words.iter().partition(|candidate| candidate.card.id == *now);
        order.extend(others);
        let before = found.judged.state;
        let judged = self.judge(&order, &found.query, &found.plan, request.explain)?;
        let passage = judged.passage;
        found.judged = judged;
        if surety(found.judged.state) > surety(before) {
            found.judged.state = State::Unsure;
        }
        if let (Some(best), Some(first)) = (passage, found.candidates.first_mut()) {
            first.matched.best = best;
        }
        Ok(())
    }
}

/// How much a state claims.
fn surety(state: State) -> u8 {
    match state {
        State::Nothing => 0,
        State::Unsure => 1,
        State::UnknownFact | State::Elsewhere => 2,
        State::Answer => 3,
    }
}

/// The question as it was meant: with the corrections that it is offered, and with accents where they were left out. A model
/// knows words by how they are written.
fn as_meant(query: &Query, plan: &Plan) -> String {
    let text = plan.did_you_mean.as_deref().unwrap_or(&query.text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lexicon = Lexicon::polish();
    // A word that is Polish only with accents tells that they were left out.
    let lacks = |word: &str| lexicon.form(word).is_none() && lexicon.accented(word).is_some();
    let lower = text.to_lowercase();
    if !text.is_ascii() || !lower.split(|sign: char| !sign.is_ascii_alphabetic()).any(lacks) {
        return text;
    }
    let mut meant = String::with_capacity(text.len() + 8);
    for part in text.split_inclusive(|sign: char| !sign.is_ascii_alphabetic()) {
        let word = part.trim_end_matches(|sign: char| !sign.is_ascii_alphabetic());
        let accented = lexicon.accented(&word.to_ascii_lowercase());
        match accented.filter(|accented| !accented.is_ascii()) {
            Some(accented) if word.starts_with(|first: char| first.is_ascii_uppercase()) => {
                let mut letters = accented.chars();
                meant.extend(letters.next().into_iter().flat_map(char::to_uppercase).chain(letters));
            }
            Some(accented) => meant.push_str(&accented),
            None => meant.push_str(word),
        }
        meant.push_str(&part[word.len()..]);
    }
    meant
}

#[cfg(test)]
mod tests;
