//! What the answer is worth: whether the first hit is to be read out, and if not, why.
//!
//! An agent who reads out a guess misinforms a caller; one who is told "not sure" asks once more; one who is told what the
//! Baza Wiedzy does not hold stops looking. Two probabilities decide: that the first hit is the matter, and that it does not
//! hold the fact asked for. The second is judged line by line (does a line hold a value of the kind asked for, near the
//! question's words; does an entry of `unknown` deny it) and weighed together, after Łajewska and Balog, "Towards Reliable
//! and Factual Response Generation: Detecting Unanswerable Questions in Information-Seeking Conversations", ECIR 2024.

use super::holding::Holding;
use super::model;
use super::topic::{Codes, Topic};
use crate::search::State;
use crate::search::question::intent::FactKind;
use crate::search::question::query::Query;

/// Log-odds from which the first hit is read out.
const SURE: f32 = 1.0;
/// Log-odds from which it is the topic at least, so that what it does not hold may be said.
const TOPICAL: f32 = -0.5;
/// Log-odds from which the article is said not to hold the fact.
const MISSING: f32 = 0.0;
/// Log-odds from which it may be that it does not: nothing is read out for the fact.
const DOUBTED: f32 = -0.3;

/// What was made of the evidence.
#[derive(Debug, Clone, Copy)]
pub(in crate::search) struct Verdict {
    pub state: State,
    /// Log-odds that the first hit is the matter, and that it does not hold what is asked.
    pub topic: f32,
    pub gap: f32,
}

/// Judges the first hit.
pub(in crate::search) fn judge(query: &Query, topic: &Topic, holding: &Holding) -> Verdict {
    let sure = model::log_odds(&topic.features(), &model::TOPIC, model::TOPIC_BIAS);
    let gap = model::log_odds(&holding.features(query.intent.kind), &model::GAP, model::GAP_BIAS);
    // Who asks for no fact misses none, unless an entry names what is asked.
    let asks = query.intent.kind.is_some() || holding.is_met();
    let state = if asks && gap > MISSING && sure > TOPICAL {
        State::UnknownFact
    } else if topic.codes == Codes::Found
        || (sure >= SURE && topic.codes != Codes::Nowhere && !topic.of_elsewhere && !(asks && gap > DOUBTED))
    {
        State::Answer
    } else {
        State::Unsure
    };
    Verdict { state, topic: sure, gap }
}

impl Verdict {
    /// The state of an answer to "is it open on that day": the hours say so, or nobody knows.
    pub fn of_hours(self, known: bool) -> State {
        match known {
            true if self.topic >= SURE => State::Answer,
            false if self.topic > TOPICAL => State::UnknownFact,
            _ => State::Unsure,
        }
    }
}

/// Whether the article says that it does not hold what is asked, and nothing in it says otherwise.
pub(in crate::search) fn is_denied(query: &Query, holding: &Holding) -> bool {
    let gap = model::log_odds(&holding.features(query.intent.kind), &model::GAP, model::GAP_BIAS);
    holding.is_met() && gap > MISSING
}

/// Everything that was weighed and what came of it, by name, for `explain`.
pub(in crate::search) fn named(
    topic: &Topic,
    holding: &Holding,
    asked: Option<FactKind>,
    verdict: Verdict,
) -> Vec<(&'static str, f32)> {
    let sums = [("topic_log_odds", verdict.topic), ("gap_log_odds", verdict.gap)];
    topic.features().into_iter().chain(holding.features(asked)).chain(sums).collect()
}

#[cfg(test)]
mod tests;
