//! A measurement: questions whose answers are known are put to a library, and what comes back is counted.
//!
//! The same [`Library::search`] as everybody else's, one question after another on this thread, so that the times are
//! those of single searches.

use std::time::{Duration, Instant};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::golden::{By, Golden};
use super::sets::{Gains, Judged, Question};
use super::typing::Typist;
use super::{DEPTH, golden, judged};
use crate::library::{Library, View};
use crate::search::{SearchRequest, SearchResponse};

/// Questions asked before the clock starts, so that caches are as warm as in a working day.
const WARM_UP: usize = 200;

/// What was measured, enough to repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// Version of the program.
    pub version: String,
    /// The knowledge base, as it was named.
    pub kb: String,
    /// The questions.
    pub queries: Option<String>,
    /// Their judgements.
    pub qrels: Option<String>,
    /// The golden questions.
    pub golden: Option<String>,
    /// Whether diacritics were left out.
    pub strip: bool,
    /// Seed of the slips.
    pub typos: Option<u64>,
    /// The day for which "in force" is meant.
    pub today: String,
    /// How many articles there are.
    pub articles: usize,
    /// Time that opening and indexing took.
    pub index_seconds: f64,
}

/// Everything that was found out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// What was measured.
    pub settings: Setup,
    /// Figures of the judged questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<judged::Figures>,
    /// Figures of the golden questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub golden: Option<golden::Figures>,
    /// The judged questions one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<judged::Outcome>,
    /// The golden questions one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub golden_outcomes: Vec<golden::Outcome>,
}

impl Measurement {
    /// One in which nothing was asked yet.
    pub fn new(settings: Setup) -> Self {
        Self { settings, judged: None, golden: None, outcomes: Vec::new(), golden_outcomes: Vec::new() }
    }

    /// The figures alone, without the single questions.
    #[must_use]
    pub fn figures(&self) -> Self {
        Self { judged: self.judged.clone(), golden: self.golden.clone(), ..Self::new(self.settings.clone()) }
    }

    /// Asks the judged questions.
    pub fn ask_judged(&mut self, examiner: &Examiner<'_>, set: &Judged) {
        self.outcomes = examiner.ask_judged(set);
        self.judged = Some(judged::Figures {
            unjudged: set.questions().len() - self.outcomes.len(),
            missing_articles: set.missing_from(examiner.library, examiner.today),
            ..judged::Figures::of(&self.outcomes)
        });
    }

    /// Asks the golden questions, of which `by` says what they name.
    pub fn ask_golden(&mut self, examiner: &Examiner<'_>, questions: &[Golden], by: By) {
        self.golden_outcomes = examiner.ask_golden(questions, by);
        self.golden = Some(golden::Figures::of(&self.golden_outcomes));
    }
}

/// Whoever puts the questions.
#[derive(Clone, Copy)]
pub struct Examiner<'a> {
    /// Who is asked.
    pub library: &'a Library,
    /// How the questions are typed.
    pub typist: Typist,
    /// The day for which "in force" is meant.
    pub today: Date,
}

impl Examiner<'_> {
    fn search(&self, text: &str) -> (SearchResponse, Duration) {
        let request = SearchRequest { limit: DEPTH, settled: true, ..SearchRequest::new(text, self.today) };
        let started = Instant::now();
        let response = self.library.search(View::Staff, &request);
        (response, started.elapsed())
    }

    fn ask_judged(&self, set: &Judged) -> Vec<judged::Outcome> {
        for question in set.questions().iter().take(WARM_UP) {
            self.search(&self.typist.typed(&question.text, &question.id));
        }
        set.answerable().map(|(question, gains)| self.ask_one(question, gains)).collect()
    }

    fn ask_one(&self, question: &Question, gains: &Gains) -> judged::Outcome {
        let text = self.typist.typed(&question.text, &question.id);
        let (response, took) = self.search(&text);
        let ranked = gains_of(&response, gains);
        let gains: Vec<f64> = gains.values().copied().collect();
        judged::Outcome::of(question.id.clone(), text, &ranked, &gains, took)
    }

    fn ask_golden(&self, questions: &[Golden], by: By) -> Vec<golden::Outcome> {
        let ask = |question: &Golden| {
            let query = self.typist.typed(&question.query, &question.name());
            let (response, _) = self.search(&query);
            golden::Outcome::of(question, query, &response, by)
        };
        questions.iter().map(ask).collect()
    }
}

/// The gains of what was found, from the first place down.
pub(super) fn gains_of(response: &SearchResponse, gains: &Gains) -> Vec<f64> {
    response.hits.iter().map(|hit| gains.get(hit.id.as_str()).copied().unwrap_or(0.0)).collect()
}
