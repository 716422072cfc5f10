//! What a search answers: hits, their passages, and what the engine made of the question.
//!
//! Domain values: the HTTP layer and the command line each turn them into their own form.

use jiff::civil::{Date, DateTime};

use crate::article::facts::open::{Now, OnDay};
use crate::article::{ArticleId, Facts};

/// The longest question that is looked for, in characters: callers' questions have some sixty. Doors refuse a longer one;
/// whatever else is put to the engine (titles, an editor's questions) is cut, as time and memory grow with it.
pub const LONGEST_QUESTION: usize = 1000;

/// What is asked of the engine.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// The caller's words as the agent typed them; any text is a valid question, as far as [`LONGEST_QUESTION`] reaches.
    pub query: String,
    /// How many hits to give.
    pub limit: usize,
    /// How many of the best hits to pass over.
    pub offset: usize,
    /// Only articles of this unit (code, compared without case).
    pub unit: Option<String>,
    /// Only articles of this category.
    pub category: Option<String>,
    /// Only articles of this area of the KPUM portal.
    pub area: Option<String>,
    /// `Some(true)`: only what is in force; `Some(false)`: only what is not.
    pub in_force: Option<bool>,
    /// Whether each hit says in words why it stands where it stands.
    pub explain: bool,
    /// Whether matching articles are counted by unit and category.
    pub facets: bool,
    /// The caller's moment: the day for which "in force" and "stale" are meant, and what "jutro" and "otwarte" count from.
    pub now: DateTime,
    /// Whether the question is whole, and not being typed: only then a sentence model, if there is one, may refine the order.
    pub settled: bool,
    /// The article that lies open before the agent: a follow-up ("a ile to trwa") is asked of it.
    pub context: Option<ArticleId>,
}

impl SearchRequest {
    /// A plain question, asked at a moment or on a day: ten hits, no filter, and no more than words to go by.
    pub fn new(query: impl Into<String>, now: impl Into<DateTime>) -> Self {
        Self {
            query: query.into(),
            limit: 10,
            offset: 0,
            unit: None,
            category: None,
            area: None,
            in_force: None,
            explain: false,
            facets: false,
            settled: false,
            now: now.into(),
            context: None,
        }
    }

    /// Whether only a part of the articles is asked.
    pub fn is_narrowed(&self) -> bool {
        self.unit.is_some() || self.category.is_some() || self.area.is_some() || self.in_force.is_some()
    }

    /// The caller's day.
    pub fn today(&self) -> Date {
        self.now.date()
    }
}

/// Why a word of the question matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// As typed, accents and all.
    Exact,
    /// A number, phone, paragraph or unit code.
    Code,
    /// The same letters without accents.
    Folded,
    /// Another form of the same word.
    Lemma,
    /// The word was not finished yet, or shares its root.
    Prefix,
    /// The dictionary of synonyms or abbreviations.
    Synonym,
    /// A misspelt word, corrected.
    Typo,
    /// A word of machine-read text, as read or as repaired.
    Ocr,
}

/// What the engine made of one word (or phrase) of the question.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Interpretation {
    /// The word as typed.
    pub text: String,
    /// What it was looked up as.
    #[serde(rename = "as")]
    pub looked_up: Vec<String>,
    /// By which means.
    pub why: Why,
}

/// The best passage of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its heading; the article's title for the text before the first heading.
    pub heading: String,
    /// Plain text, short enough to read.
    pub text: String,
    /// Bytes of `text` that matched, in order, not overlapping.
    pub marks: Vec<(usize, usize)>,
    /// Fragment with `#`, or empty.
    pub anchor: String,
    /// The key of `facts` that the question asks for.
    pub fact: Option<&'static str>,
    /// Whether the passage belongs to agents alone.
    pub internal: bool,
}

impl Answer {
    /// An answer without a passage: the article's title stands for it.
    pub(super) fn empty(title: &str, fact: Option<&'static str>) -> Self {
        Self {
            heading: title.to_owned(),
            text: String::new(),
            marks: Vec::new(),
            anchor: String::new(),
            fact,
            internal: false,
        }
    }

    /// `text` in parts, each with whether it matched. A mark that is no place in the text, or none behind the mark
    /// before, loses itself and no text.
    pub fn parts(&self) -> Vec<(&str, bool)> {
        let mut parts = Vec::with_capacity(2 * self.marks.len() + 1);
        let mut at = 0;
        for &(start, end) in &self.marks {
            let (Some(before), Some(marked)) = (self.text.get(at..start), self.text.get(start..end)) else {
                continue;
            };
            parts.extend([(before, false), (marked, true)]);
            at = end;
        }
        parts.push((&self.text[at..], false));
        parts.retain(|(part, _)| !part.is_empty());
        parts
    }
}

/// What an agent must know of an article at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Not in force on the day asked for.
    NotInForce,
    /// An act that is in force repealed it.
    Repealed,
    /// Its `review_by` has passed.
    Stale,
    /// No editor ever confirmed its facts.
    Unverified,
    /// Read by a machine from a scan.
    Ocr,
    /// For agents alone.
    Internal,
}

/// One article found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// The sentence to read out.
    pub summary: Option<String>,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
    /// Code of the unit in charge.
    pub unit: Option<String>,
    /// Code of the category.
    pub category: Option<String>,
    /// The act or page it comes from.
    pub source: Option<String>,
    /// Whether it is in force on the day asked for.
    pub in_force: bool,
    /// Number of the act that repealed it.
    pub repealed_by: Option<String>,
    /// What to beware of.
    pub flags: Vec<Flag>,
    /// Its best passage.
    pub answer: Answer,
    /// What to read out first.
    pub facts: Facts,
    /// Whether its place, or that of the unit in charge, is open at the caller's moment; `None` where no hours are known.
    pub open: Option<Now>,
    /// The same for each day that the question asks about.
    pub hours_on: Vec<OnDay>,
    /// The entry of the article's `unknown` that the question meets: what is asked, and not known.
    pub unknown: Option<String>,
    /// When an editor last checked it.
    pub verified: Option<Date>,
    /// The means by which it was found, best first.
    pub why: Vec<Why>,
    /// Why it stands where it stands, a line each; empty unless asked for.
    pub explanation: Vec<String>,
}

impl Hit {
    /// What it does not hold, where `fact` is what was asked for ([`Asked::fact`]): in callers' words where its article
    /// lists them, else the key of `facts`.
    pub fn missing(&self, fact: Option<&'static str>) -> Option<&str> {
        self.unknown.as_deref().or(fact)
    }
}

/// How many hits a unit or category has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FacetCount {
    /// Code of the unit or category.
    pub code: String,
    /// Matching articles, before paging.
    pub count: usize,
}

/// What the answer is worth: whether the first hit is to be read out, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Read the first hit out.
    Answer,
    /// The first hit is about the matter, and the Baza Wiedzy does not hold the fact asked for.
    UnknownFact,
    /// Not the city's matter: somebody else deals with it.
    Elsewhere,
    /// There are hits, and none is sure.
    Unsure,
    /// Nothing was found.
    #[default]
    Nothing,
}

impl State {
    /// As the API and the journal spell it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::UnknownFact => "unknown_fact",
            Self::Elsewhere => "elsewhere",
            Self::Unsure => "unsure",
            Self::Nothing => "nothing",
        }
    }
}

/// What the question asks for, beside what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// The key of `facts` asked for; `other` for a fact that no key holds; `None` where a matter is asked about, and no
    /// fact of it.
    pub fact: Option<&'static str>,
    /// The days asked about, in order.
    pub dates: Vec<Date>,
}

/// Somebody else who deals with what the city does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Code of the body in the dictionary `inne-podmioty`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The sentence to read out.
    pub sentence: String,
    /// Its telephones; none where none was confirmed.
    pub phone: Vec<String>,
    /// Where to read on.
    pub link: Option<String>,
}

/// One of two matters in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its words as typed.
    pub text: String,
    /// Where they stand in the question, in bytes.
    pub span: std::ops::Range<usize>,
    /// What the answer to it is worth.
    pub state: State,
    /// Its articles, best first.
    pub hits: Vec<ArticleId>,
}

/// The answer to a [`SearchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchResponse {
    /// What it is worth.
    pub state: State,
    /// What the question asks for.
    pub asked: Asked,
    /// Who deals with it, where the city does not.
    pub refer: Option<Referral>,
    /// The matters of a question of two, in order; empty for a question of one.
    pub parts: Vec<Part>,
    /// What was made of each word.
    pub interpreted: Vec<Interpretation>,
    /// The question with its misspelt words corrected, if any was.
    pub did_you_mean: Option<String>,
    /// Matching articles, before paging.
    pub total: usize,
    /// The best hits; those not in force come last.
    pub hits: Vec<Hit>,
    /// Matching articles by unit, most first; empty unless asked for, as is the next.
    pub units: Vec<FacetCount>,
    /// Matching articles by category, most first.
    pub categories: Vec<FacetCount>,
    /// Whether a sentence model could still refine the order, and has not: the question was not whole, or it was not
    /// understood in time. Where the words are sure there is nothing to refine.
    pub unrefined: bool,
    /// What the state was judged by, each by name; empty unless asked for.
    pub evidence: Vec<(&'static str, f32)>,
}

impl SearchResponse {
    /// Whether the first hit deserves to be read out.
    pub fn confident(&self) -> bool {
        self.state == State::Answer
    }

    /// The articles that are the topic and do not hold what is asked: of the question, or of its parts.
    pub fn lacking(&self) -> Vec<&ArticleId> {
        let lacks = |state: State| state == State::UnknownFact;
        let whole = self.hits.first().filter(|_| self.parts.is_empty() && lacks(self.state));
        let parts = self.parts.iter().filter(|part| lacks(part.state)).filter_map(|part| part.hits.first());
        whole.map(|hit| &hit.id).into_iter().chain(parts).collect()
    }
}

/// A completion of an unfinished question.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Suggestion {
    /// What to put into the search box.
    pub text: String,
    /// The article it leads to.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str, marks: &[(usize, usize)]) -> Answer {
        Answer { text: text.into(), marks: marks.into(), ..Answer::empty("t", None) }
    }

    #[test]
    fn an_answer_comes_apart_where_it_matched() {
        let parts = [("ława", true), (" i ", false), ("stół", true)];
        assert_eq!(answer("ława i stół", &[(0, 5), (8, 14)]).parts(), parts);
        assert_eq!(answer("bez znaków", &[]).parts(), [("bez znaków", false)]);
        assert_eq!(answer("", &[]).parts(), []);
    }

    #[test]
    fn a_mark_that_is_no_place_in_the_text_loses_itself_and_no_text() {
        // Inside of a letter, behind the end, before the one before.
        for marks in [&[(1, 3)][..], &[(0, 99)], &[(6, 8), (0, 3)]] {
            let answer = answer("łąka i las", marks);
            let text: String = answer.parts().into_iter().map(|(part, _)| part).collect();
            assert_eq!(text, "łąka i las", "{marks:?}");
        }
    }
}
