//! How golden questions fared: each by itself, and shares by kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{By, Golden};
use crate::quality::DEPTH;
use crate::search::{Hit, SearchResponse};

/// One golden question and how it fared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Line in the golden file.
    pub line: usize,
    /// As it was asked, slips and all.
    pub query: String,
    /// What is hard about it.
    pub kind: String,
    /// Right answers; none if nothing answers the question.
    pub right: Vec<String>,
    /// Place of the first right answer among the first ten.
    pub rank: Option<usize>,
    /// What came first instead, or rightly.
    pub first: Option<String>,
    /// Whether the engine vouched for it.
    pub confident: bool,
}

/// Shares over the questions of one kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// How many they are.
    pub questions: usize,
    /// Share of those whose right answer came first.
    #[serde(rename = "success@1")]
    pub success_1: f64,
    /// Share of those whose right answer came among the first three.
    #[serde(rename = "success@3")]
    pub success_3: f64,
    /// Share of the questions for which the engine vouched for its first hit.
    pub confident: f64,
    /// Share of those for which it vouched rightly; 1.0 if it never vouched.
    pub confident_right: f64,
}

/// The questions that something answers, in all and by kind, and those that nothing does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// All questions that something answers.
    pub all: Shares,
    /// The same by kind.
    pub by_kind: BTreeMap<String, Shares>,
    /// Questions that nothing answers.
    pub silent: usize,
    /// Share of them for which the engine vouched all the same.
    pub silent_confident: f64,
}

fn shown(hit: &Hit, by: By) -> String {
    match by {
        By::Id => hit.id.to_string(),
        By::Unit => format!("{} ({})", hit.unit.as_deref().unwrap_or("bez jednostki"), hit.id),
    }
}

impl Outcome {
    /// What `response` says to the question, asked as `query`.
    pub fn of(question: &Golden, query: String, response: &SearchResponse, by: By) -> Self {
        let hits = &response.hits;
        let rank = hits.iter().take(DEPTH).position(|hit| by.is_right(hit, &question.right));
        Self {
            line: question.line,
            query,
            kind: question.kind.clone(),
            right: question.right.clone(),
            rank: rank.map(|at| at + 1),
            first: hits.first().map(|hit| shown(hit, by)),
            confident: response.confident(),
        }
    }

    fn within(&self, places: usize) -> bool {
        self.rank.is_some_and(|rank| rank <= places)
    }

    /// Whether nothing answers it.
    pub fn is_silent(&self) -> bool {
        self.right.is_empty()
    }

    /// Whether it came out as it should: the right answer first, or no promise where there is none.
    pub fn is_right(&self) -> bool {
        if self.is_silent() { !self.confident } else { self.within(1) }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Shares {
    fn of(outcomes: &[&Outcome]) -> Self {
        let count = |test: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| test(outcome)).count();
        let confident = count(|outcome| outcome.confident);
        let confident_right = count(|outcome| outcome.confident && outcome.within(1));
        Self {
            questions: outcomes.len(),
            success_1: share(count(|outcome| outcome.within(1)), outcomes.len()),
            success_3: share(count(|outcome| outcome.within(3)), outcomes.len()),
            confident: share(confident, outcomes.len()),
            confident_right: if confident == 0 { 1.0 } else { share(confident_right, confident) },
        }
    }
}

impl Figures {
    /// Counts them.
    pub fn of(outcomes: &[Outcome]) -> Self {
        let (silent, answered): (Vec<&Outcome>, Vec<&Outcome>) =
            outcomes.iter().partition(|outcome| outcome.is_silent());
        let mut kinds: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        for outcome in &answered {
            kinds.entry(&outcome.kind).or_default().push(outcome);
        }
        Self {
            all: Shares::of(&answered),
            by_kind: kinds
                .into_iter()
                .map(|(kind, outcomes)| (kind.to_owned(), Shares::of(&outcomes)))
                .collect(),
            silent: silent.len(),
            silent_confident: share(silent.iter().filter(|outcome| outcome.confident).count(), silent.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(kind: &str, right: &[&str], rank: Option<usize>, confident: bool) -> Outcome {
        Outcome {
            line: 1,
            query: "pytanie".into(),
            kind: kind.into(),
            right: right.iter().map(|id| (*id).to_owned()).collect(),
            rank,
            first: Some("x".into()),
            confident,
        }
    }

    #[test]
    fn shares_are_counted_by_kind_and_silent_questions_apart() {
        let outcomes = [
            outcome("typo", &["a"], Some(1), true),
            outcome("typo", &["a"], Some(3), true),
            outcome("code", &["a"], None, false),
            outcome("brak", &[], None, true),
            outcome("brak", &[], None, false),
        ];
        let figures = Figures::of(&outcomes);
        assert_eq!(figures.all.questions, 3);
        assert_eq!(figures.by_kind["typo"].success_1, 0.5);
        assert_eq!(figures.by_kind["typo"].success_3, 1.0);
        assert_eq!(figures.by_kind["typo"].confident_right, 0.5);
        assert_eq!(figures.by_kind["code"].success_3, 0.0);
        assert_eq!((figures.silent, figures.silent_confident), (2, 0.5));
        assert!(!figures.by_kind.contains_key("brak"), "silent questions have no right answer to miss");
    }
}
