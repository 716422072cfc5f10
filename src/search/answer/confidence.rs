//! Whether the first hit deserves to be read out.
//!
//! An agent who reads out a guess misinforms a caller; one who is told "not sure" asks once more. So "confident" is a
//! probability with a threshold: a logistic model of what the two looks at an article saw, fitted to the golden
//! questions of kb/pytania (525 questions, 68 of which nothing answers) and chosen among some forty by ten-fold
//! cross-validation. At the threshold in use it speaks up for 309 of the 385 + 72 questions that have an answer, rightly
//! for 302 of them, and wrongly for 3 of those that have none (`cargo test --test it golden -- --nocapture`).

use crate::search::question::plan::Plan;
use crate::search::question::query::Query;
use crate::search::ranking::passage::RecordMatch;

/// Log-odds that the first hit answers, as weights of what was seen. Refit when the ranking changes.
mod model {
    pub const BIAS: f32 = -5.89;
    /// Neighbouring words of the question that are neighbours in the best line, as a share.
    pub const ORDER: f32 = 1.33;
    /// Lead over the second hit, as a share of the first's score.
    pub const LEAD: f32 = 5.76;
    /// A longer lead says no more.
    pub const LONGEST_LEAD: f32 = 0.5;
    /// Logarithm of the number of telling words: one word may mean anything.
    pub const WORDS: f32 = 2.01;
    /// Logarithm of the first stage's score, for each unit of what the question is worth: how much the article is about
    /// these words, where the closer look sees only that they stand in it.
    pub const ABOUT: f32 = 2.27;
    /// Share of telling words that the article does not have, not even by their root, whatever they are worth.
    pub const MISSING: f32 = -2.62;
    /// Ten to one.
    pub const THRESHOLD: f32 = 2.3;
}

/// What was seen of a candidate.
pub(in crate::search) struct Evidence<'a> {
    /// In the end, and by the first stage alone.
    pub score: f32,
    pub first_stage: f32,
    pub in_force: bool,
    pub matched: &'a RecordMatch,
}

/// Judges the candidates in their final order.
pub(in crate::search) fn confident<'a>(
    query: &Query,
    plan: &Plan,
    mut candidates: impl Iterator<Item = Evidence<'a>>,
) -> bool {
    let Some(first) = candidates.next().filter(|first| first.in_force && !plan.names_nothing) else {
        return false;
    };
    let telling: Vec<usize> =
        query.content().enumerate().filter(|(_, (_, word))| !word.filler).map(|(at, _)| at).collect();
    let known: f32 = plan.worth.iter().sum();
    if telling.is_empty() || known <= 0.0 || first.score <= 0.0 || first.first_stage <= 0.0 {
        return false;
    }
    let is_there = |at: usize| {
        let mut found = first.matched.known.iter().flatten();
        found.any(|found| usize::from(found.word) == at)
    };
    let count = telling.len() as f32;
    let missing = telling.iter().filter(|&&at| !is_there(at)).count() as f32 / count;
    let second = candidates.next().map_or(0.0, |second| second.score);
    let lead = (1.0 - second / first.score).clamp(0.0, model::LONGEST_LEAD);
    let log_odds = model::BIAS
        + model::ORDER * first.matched.line.order
        + model::LEAD * lead
        + model::WORDS * (1.0 + count).ln()
        + model::ABOUT * (first.first_stage / known).ln()
        + model::MISSING * missing;
    // A code names one thing: found is found.
    log_odds >= model::THRESHOLD
        || (!query.codes.is_empty() && telling.len() <= 2 && first.matched.coverage >= 0.99)
}

#[cfg(test)]
mod tests;
