//! Whether the first hit deserves to be read out.
//!
//! An agent who reads out a guess misinforms a caller; one who is told "not sure" asks once more. So the answer is
//! "confident" only if the article has nearly all that the question is about, and says it together in one line.

use super::expand::Plan;
use super::passage::RecordMatch;
use super::query::Query;

/// Share of the question's worth that the first hit must have.
const COVERED: f32 = 0.72;
/// Share that one line of it must have.
const IN_ONE_LINE: f32 = 0.5;

/// Judges the candidates in their final order: score, in force, what matched.
pub(super) fn confident(query: &Query, plan: &Plan, candidates: &[(f32, bool, &RecordMatch)]) -> bool {
    let Some((_, in_force, matched)) = candidates.first() else { return false };
    let known: f32 = plan.worth.iter().sum();
    known > 0.0
        && *in_force
        && query.content().next().is_some()
        && matched.coverage >= COVERED
        && matched.line.coverage >= IN_ONE_LINE
}
