//! Golden questions: what callers ask, with the article or unit that must answer, or with nothing that may.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Golden;
use crate::cli::eval::{DEPTH, Engine};
use crate::cli::words::{count, decimal};
use crate::config::By;
use crate::search::Hit;

/// One golden question and how it fared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Line in the golden file.
    pub(crate) line: usize,
    /// As it was asked, slips and all.
    pub(crate) query: String,
    pub(crate) kind: String,
    /// Right answers; none if nothing answers the question.
    pub(crate) right: Vec<String>,
    /// Place of the first right answer among the first ten.
    pub(crate) rank: Option<usize>,
    /// What came first instead, or rightly.
    pub(crate) first: Option<String>,
    pub(crate) confident: bool,
}

/// Shares over the questions of one kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shares {
    pub(crate) questions: usize,
    #[serde(rename = "success@1")]
    pub(crate) success_1: f64,
    #[serde(rename = "success@3")]
    pub(crate) success_3: f64,
    /// Share of the questions for which the engine vouched for its first hit.
    pub(crate) confident: f64,
    /// Share of those for which it vouched rightly; 1.0 if it never vouched.
    pub(crate) confident_right: f64,
}

/// The questions that something answers, in all and by kind, and those that nothing does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figures {
    pub(crate) all: Shares,
    pub(crate) by_kind: BTreeMap<String, Shares>,
    /// Questions that nothing answers.
    pub(crate) silent: usize,
    /// Share of them for which the engine vouched all the same.
    pub(crate) silent_confident: f64,
}

/// Asks one question.
pub(crate) fn ask(engine: &Engine<'_>, question: &Golden) -> Outcome {
    // The line is the question's name: the same words may stand in the file twice, for two kinds.
    let query = engine.typed(&question.query, &format!("{}:{}", question.line, question.query));
    let (response, _) = engine.search(&query);
    let by = engine.eval.by;
    Outcome {
        line: question.line,
        query,
        kind: question.kind.clone(),
        right: question.right.clone(),
        rank: response
            .hits
            .iter()
            .take(DEPTH)
            .position(|hit| answers(hit, &question.right, by))
            .map(|at| at + 1),
        first: response.hits.first().map(|hit| shown(hit, by)),
        confident: response.confident,
    }
}

/// Whether the hit is one of the right answers. An act that is no longer in force answers for nobody's duties.
pub(crate) fn answers(hit: &Hit, right: &[String], by: By) -> bool {
    match by {
        By::Id => right.iter().any(|id| id == hit.id.as_str()),
        By::Unit => {
            let unit = hit.unit.as_deref().filter(|_| hit.in_force);
            unit.is_some_and(|unit| right.iter().any(|code| code.eq_ignore_ascii_case(unit)))
        }
    }
}

fn shown(hit: &Hit, by: By) -> String {
    match by {
        By::Id => hit.id.to_string(),
        By::Unit => format!("{} ({})", hit.unit.as_deref().unwrap_or("bez jednostki"), hit.id),
    }
}

impl Outcome {
    fn within(&self, places: usize) -> bool {
        self.rank.is_some_and(|rank| rank <= places)
    }

    fn is_silent(&self) -> bool {
        self.right.is_empty()
    }

    /// Whether it came out as it should: the right answer first, or no promise where there is none.
    pub(crate) fn is_right(&self) -> bool {
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
    pub(crate) fn of(outcomes: &[Outcome]) -> Self {
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

    /// For people: a table by kind, then every question that came out wrong.
    pub(crate) fn render(&self, outcomes: &[Outcome]) -> String {
        let row = |kind: &str, shares: &Shares| {
            format!(
                "  {kind:<12} {:>5}   {}   {}   {}   {}\n",
                shares.questions,
                decimal(shares.success_1, 3),
                decimal(shares.success_3, 3),
                decimal(shares.confident, 3),
                decimal(shares.confident_right, 3)
            )
        };
        let mut text = format!(
            "\n{}\n",
            count(outcomes.len(), "pytanie wzorcowe", "pytania wzorcowe", "pytań wzorcowych")
        );
        if self.all.questions > 0 {
            text.push_str("  rodzaj       pytań   S@1     S@3     pewne   w tym trafne\n");
            self.by_kind.iter().for_each(|(kind, shares)| text.push_str(&row(kind, shares)));
            text.push_str(&row("razem", &self.all));
        }
        if self.silent > 0 {
            text.push_str(&format!(
                "  bez odpowiedzi: {}, mimo to pewne: {}\n",
                count(self.silent, "pytanie", "pytania", "pytań"),
                decimal(self.silent_confident, 3)
            ));
        }
        let wrong: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.is_right()).collect();
        if !wrong.is_empty() {
            text.push_str("\nnietrafione:\n");
        }
        for outcome in wrong {
            text.push_str(&outcome.render());
        }
        text
    }
}

impl Outcome {
    fn render(&self) -> String {
        let place = match self.rank {
            _ if self.is_silent() => "pewne, choć nic nie odpowiada".to_owned(),
            Some(rank) => format!("miejsce {rank}"),
            None => format!("poza pierwszymi {DEPTH}"),
        };
        let right = if self.is_silent() { "–".to_owned() } else { self.right.join(";") };
        let first = self.first.as_deref().unwrap_or("nic");
        format!(
            "  {}: {} [{}] {place}; oczekiwano {right}, pierwsze {first}\n",
            self.line, self.query, self.kind
        )
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

    #[test]
    fn every_question_that_came_out_wrong_is_listed() {
        let outcomes = [
            outcome("typo", &["a", "b"], Some(2), true),
            outcome("typo", &["c"], Some(1), true),
            outcome("brak", &[], None, true),
        ];
        let text = Figures::of(&outcomes).render(&outcomes);
        assert!(text.contains("1: pytanie [typo] miejsce 2; oczekiwano a;b, pierwsze x\n"), "{text}");
        assert!(text.contains("[brak] pewne, choć nic nie odpowiada; oczekiwano –"), "{text}");
        assert!(!text.contains("oczekiwano c"), "{text}");
    }
}
