//! Whether the first hit deserves to be read out.
//!
//! An agent who reads out a guess misinforms a caller; one who is told "not sure" asks once more. So "confident" is a
//! probability with a threshold: a logistic model of what the closer look saw, fitted to the golden questions of
//! kb/pytania (453 questions, 68 of which nothing answers). At the threshold in use it speaks up for 298 of the 385
//! questions that have an answer, rightly for 292 of them, and wrongly for 8 of the silent 68
//! (`drogowskaz eval --golden`).

use super::expand::Plan;
use super::passage::RecordMatch;
use super::query::Query;

/// Log-odds that the first hit answers, as weights of what was seen. Refit when the ranking changes.
mod model {
    pub const BIAS: f32 = -7.77;
    /// Share of the question's worth found in the article.
    pub const COVERAGE: f32 = 4.32;
    /// The same in its best single line.
    pub const LINE: f32 = -0.22;
    /// The same in its title or one of its own questions.
    pub const OWN: f32 = 0.84;
    /// Words in the question's order.
    pub const ORDER: f32 = 1.86;
    /// Lead over the second hit, as a share of the first's score.
    pub const LEAD: f32 = 6.2;
    /// A longer lead says no more.
    pub const LONGEST_LEAD: f32 = 0.5;
    /// Logarithm of the number of telling words: one word may mean anything.
    pub const WORDS: f32 = 2.04;
    /// Four to one.
    pub const THRESHOLD: f32 = 1.39;
}

/// Judges the candidates in their final order: score, in force, what matched.
pub(super) fn confident(query: &Query, plan: &Plan, candidates: &[(f32, bool, &RecordMatch)]) -> bool {
    let Some((score, true, matched)) = candidates.first() else { return false };
    let telling = query.content().filter(|(_, word)| !word.filler).count();
    let known: f32 = plan.worth.iter().sum();
    if telling == 0 || known <= 0.0 || *score <= 0.0 {
        return false;
    }
    let second = candidates.get(1).map_or(0.0, |candidate| candidate.0);
    let lead = (1.0 - second / score).clamp(0.0, model::LONGEST_LEAD);
    let log_odds = model::BIAS
        + model::COVERAGE * matched.coverage
        + model::LINE * matched.line.coverage
        + model::OWN * matched.head.coverage
        + model::ORDER * matched.line.order
        + model::LEAD * lead
        + model::WORDS * (1.0 + telling as f32).ln();
    // A code names one thing: found is found.
    log_odds >= model::THRESHOLD || (!query.codes.is_empty() && telling <= 2 && matched.coverage >= 0.99)
}
