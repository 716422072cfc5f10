//! What the closer look at an article makes of the score that the first stage gave it.

use super::passage::RecordMatch;
use crate::search::index::card::Card;
use crate::search::weights::Weights;

/// By how much the lines of an article lift its score; each share is weighed already.
#[derive(Debug, Clone, Copy)]
pub(in crate::search) struct Lift {
    /// Added: neighbouring words of the question that are neighbours here.
    pub pairs: f32,
    /// The best line's share of the question.
    pub line: f32,
    /// Its words in a row and in order.
    pub order: f32,
    /// The share found anywhere.
    pub coverage: f32,
    /// How nearly the question is the article's own.
    pub own: f32,
    /// Quotes that stand in it.
    pub quote: f32,
    /// Names of the question that it has.
    pub names: f32,
    /// Whether the question is what it is called.
    pub called: f32,
    /// How nearly a heading of it is the question.
    pub headed: f32,
    /// Whether a duty of it is about the question word for word.
    pub duty: f32,
    /// How much it is about the question.
    pub profile: f32,
    /// Words that stand as typed.
    pub accents: f32,
    /// How near a sentence model finds some stretch of it to the question, and what that adds; nought without a model.
    pub near: f32,
    pub meaning: f32,
    /// A factor: what may not be read out to the caller counts for less.
    pub standing: f32,
}

impl Lift {
    /// `quoted` is the share of the question's quotes that stand in the article.
    pub fn new(weights: &Weights, matched: &RecordMatch, card: &Card, quoted: f32) -> Self {
        // What is missing from a page that was misread may stand there all the same.
        let missing_counts = if card.misread { weights.misread_coverage } else { 1.0 };
        Self {
            pairs: matched.pairs,
            line: weights.line * missing_counts * matched.line.coverage,
            order: weights.order * matched.line.order,
            coverage: weights.coverage * missing_counts * matched.coverage,
            own: weights.own * matched.head.coverage,
            quote: weights.quote * quoted,
            // What was misread is no word of Polish, and is no name either.
            names: if card.misread { 0.0 } else { weights.names * matched.names },
            called: if matched.called { weights.called } else { 0.0 },
            headed: weights.headed * matched.headed,
            duty: if matched.duty.is_some() { weights.duty } else { 0.0 },
            profile: weights.profile * missing_counts * matched.profile,
            accents: weights.accents * matched.exact,
            near: 0.0,
            meaning: 0.0,
            standing: if card.public { 1.0 } else { weights.internal },
        }
    }

    /// What the lines multiply the score by.
    pub fn factor(&self) -> f32 {
        1.0 + self.line
            + self.order
            + self.coverage
            + self.own
            + self.quote
            + self.names
            + self.called
            + self.headed
            + self.duty
            + self.profile
            + self.accents
    }

    /// The score by words, of the one that the first stage gave.
    pub fn of_words(&self, first_stage: f32) -> f32 {
        (first_stage + self.pairs) * self.factor() * self.standing
    }

    /// The score in the end.
    pub fn of(&self, first_stage: f32) -> f32 {
        self.of_words(first_stage) + self.meaning
    }
}
